//! Measures how fast web pages are read, on one core.
//!
//! ```text
//! cargo run --release --example speed_pages -- FOLDER
//! ```
//!
//! FOLDER has pages, also compressed. Each is unpacked into memory first; what is timed is the
//! reading of one page, from its bytes to text and metadata, the best of three.

#![allow(clippy::print_stdout)]

use std::io::{Cursor, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;
use std::{env, fs};

use news_search::ingest::{Found, Options, read_bytes, walk};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = env::args().nth(1).ok_or("usage: speed_pages FOLDER")?;
    let mut pages = Vec::new();
    let mut failed = None;
    walk(Path::new(&folder), &Options::default(), &mut |found| {
        if let Found::File(file) = found {
            match unpack(&file.real_path) {
                Ok(bytes) => pages.push(bytes),
                Err(error) => failed = Some(error),
            }
        }
        ControlFlow::Continue(())
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    let mut times: Vec<(f64, usize)> = pages
        .iter()
        .map(|page| {
            let time = || {
                let start = Instant::now();
                read_bytes("page.html", &mut Cursor::new(page), &Options::default(), None, &mut |_| {
                    ControlFlow::Continue(())
                });
                start.elapsed().as_secs_f64() * 1e3
            };
            (time().min(time()).min(time()), page.len())
        })
        .collect();
    times.sort_by(|one, other| one.0.total_cmp(&other.0));
    let Some((worst, worst_bytes)) = times.last().copied() else { return Err("no pages".into()) };
    let bytes: usize = pages.iter().map(Vec::len).sum();
    let mean = times.iter().map(|(time, _)| time).sum::<f64>() / times.len() as f64;
    println!(
        "{} pages of {:.0} KB in the mean: mean {mean:.2} ms, median {:.2}, 95 % {:.2}, worst {worst:.1} ms ({:.0} KB); {:.0} MB/s",
        times.len(),
        bytes as f64 / times.len() as f64 / 1e3,
        times[times.len() / 2].0,
        times[times.len() * 95 / 100].0,
        worst_bytes as f64 / 1e3,
        bytes as f64 / 1e3 / (mean * times.len() as f64),
    );
    Ok(())
}

fn unpack(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = fs::File::open(path)?;
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("gz") => flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes)?,
        _ => { file }.read_to_end(&mut bytes)?,
    };
    Ok(bytes)
}
