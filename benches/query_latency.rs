//! Warm queries in the library: median and 99th percentile by kind of query.
//!
//! `cargo bench --bench query_latency -- INDEX`: an index that `search index` made. Words are
//! drawn from the archive itself, evenly over its ranks of frequency, so that frequent and rare
//! ones both occur. `--each` prints the median of every query besides, `--query QUERY` asks this one alone, a
//! hundred times (for a profiler). Times are those of [`Index::search`] with ten hits and their passages.

#![allow(clippy::print_stdout)] // its figures are for a terminal

use std::path::PathBuf;
use std::time::Instant;

use news_search::engine::{Facet, SearchRequest};
use news_search::index::Index;
use news_search::model::Date;
use news_search::query::parse::{ParseContext, parse};

/// Rounds over each list of queries after one that is not counted.
const ROUNDS: usize = 5;

const WORDS: &[&str] = &[
    "said",
    "people",
    "president",
    "year",
    "state",
    "percent",
    "campaign",
    "government",
    "million",
    "police",
    "court",
    "market",
    "school",
    "water",
    "election",
    "hospital",
    "budget",
    "witness",
    "harvest",
    "treaty",
    "lawsuit",
    "bridge",
    "senator",
    "protest",
    "vaccine",
    "drought",
    "merger",
    "orchestra",
    "glacier",
    "refinery",
];

const PHRASES: &[&str] = &[
    "of the",
    "said that",
    "to be",
    "in the",
    "a lot of",
    "according to",
    "united states",
    "white house",
    "witch hunt",
    "one of the",
    "at the end of",
    "supreme court",
    "the president",
    "last week",
    "health care",
    "he said",
    "it was",
    "prime minister",
    "new york",
    "for the first time",
];

fn main() {
    let Some(folder) = std::env::args_os().skip(1).map(PathBuf::from).find(|path| path.is_dir()) else {
        println!("usage: cargo bench --bench query_latency -- INDEX");
        return;
    };
    let each = std::env::args().any(|argument| argument == "--each");
    let index = Index::open(&folder).expect("an index");
    if let Some(query) = std::env::args().skip_while(|argument| argument != "--query").nth(1) {
        measure(&index, &query, &vec![query.clone(); 20], &[], each);
        return;
    }
    let words: Vec<String> = WORDS.iter().map(|word| word.to_string()).collect();
    let pairs: Vec<String> = WORDS.windows(2).map(|pair| pair.join(" ")).collect();
    let either: Vec<String> = WORDS.windows(2).map(|pair| pair.join(" OR ")).collect();
    let phrases: Vec<String> = PHRASES.iter().map(|phrase| format!("\"{phrase}\"")).collect();
    let prefixes: Vec<String> = WORDS.iter().map(|word| format!("{}*", &word[..4])).collect();
    let near: Vec<String> = WORDS.windows(2).map(|pair| pair.join(" W/5 ")).collect();
    let none: &[Facet] = &[];
    let plain: &[Facet] = &[Facet::Outlet, Facet::Date];
    let all: &[Facet] = &[Facet::Outlet, Facet::Date, Facet::Speaker];
    println!("{:<34} {:>9} {:>9} {:>9}", "queries", "p50 ms", "p99 ms", "max ms");
    for (name, queries, facets) in [
        ("word", &words, none),
        ("word, outlet and date facets", &words, plain),
        ("word, speaker facet too", &words, all),
        ("two words", &pairs, none),
        ("two words, outlet and date facets", &pairs, plain),
        ("either word", &either, none),
        ("phrase", &phrases, none),
        ("phrase, all facets", &phrases, all),
        ("prefix", &prefixes, none),
        ("near", &near, none),
    ] {
        measure(&index, name, queries, facets, each);
    }
}

fn measure(index: &Index, name: &str, queries: &[String], facets: &[Facet], each: bool) {
    let context = ParseContext { today: Date::new(2026, 1, 1).expect("a day"), any: false, plain: false };
    let mut times = Vec::new();
    let mut of_query = vec![Vec::new(); queries.len()];
    for round in 0..=ROUNDS {
        for (number, query) in queries.iter().enumerate() {
            let mut request = SearchRequest::new(parse(query, &context).query);
            request.facets = facets.to_vec();
            let start = Instant::now();
            let answer = index.search(&request).expect("an answer");
            let time = start.elapsed();
            std::hint::black_box(answer.total);
            if round > 0 {
                times.push(time.as_secs_f64() * 1000.0);
                of_query[number].push((time, answer.total));
            }
        }
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("{name:<34} {:>9.2} {:>9.2} {:>9.2}", at(0.5), at(0.99), at(1.0));
    for (query, mut times) in queries.iter().zip(of_query).filter(|_| each) {
        times.sort_unstable();
        let (time, total) = times[times.len() / 2];
        println!("  {query:<32} {:>9.2} {total:>19} found", time.as_secs_f64() * 1000.0);
    }
}
