//! Measures how fast quotations are extracted, on one core.
//!
//! ```text
//! cargo run --release --example speed_quotes -- FILE
//! ```
//!
//! FILE has one JSON object a line with a `text`. Prints the best of several passes, of which
//! each takes about half a second, in megabytes (10⁶ bytes) of text a second.

#![allow(clippy::print_stdout)]

use std::hint::black_box;
use std::time::Instant;
use std::{env, fs};

use news_search::extract::quotes::{QuoteContext, quotes};
use serde_json::Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = env::args().nth(1).ok_or("usage: speed_quotes FILE")?;
    let mut texts = Vec::new();
    for line in fs::read_to_string(path)?.lines() {
        let article: Value = serde_json::from_str(line)?;
        texts.push(article["text"].as_str().unwrap_or("").to_string());
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    let context = QuoteContext::default();
    let pass = || {
        let mut rounds = 0;
        let start = Instant::now();
        while start.elapsed().as_millis() < 500 {
            for text in &texts {
                black_box(quotes(text, &context));
            }
            rounds += 1;
        }
        (bytes * rounds) as f64 / start.elapsed().as_secs_f64() / 1e6
    };
    let best = (0..6).map(|_| pass()).fold(0.0, f64::max);
    let found: usize = texts.iter().map(|text| quotes(text, &context).quotes.len()).sum();
    println!("{best:.1} MB/s ({} texts, {found} quotations)", texts.len());
    Ok(())
}
