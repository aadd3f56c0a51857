//! What operators cost beside the plain query of the same words; concordances; reading of queries.
//!
//! `cargo bench --bench query_language -- INDEX`: an index that `search index` made. Pairs of words
//! are drawn from a list of frequent ones. Each time is the median over the rounds of one query,
//! added up over the pairs.

#![allow(clippy::print_stdout)] // its figures are for a terminal

use std::path::PathBuf;
use std::time::Instant;

use news_search::engine::{
    Association, Collocation, ComparisonRequest, ConcordanceRequest, Grouping, LineOrder, SearchRequest, Side,
};
use news_search::index::Index;
use news_search::model::Date;
use news_search::query::parse::{ParseContext, parse};
use news_search::query::{Syntax, import};

const ROUNDS: usize = 7;

const WORDS: &[&str] =
    &["said", "people", "president", "year", "state", "campaign", "government", "million", "police", "court"];

/// How many matches the concordance should have.
const WANTED_MATCHES: u64 = 10_000;

fn main() {
    reading();
    let Some(folder) = std::env::args_os().skip(1).map(PathBuf::from).find(|path| path.is_dir()) else {
        println!("usage: cargo bench --bench query_language -- INDEX");
        return;
    };
    let index = Index::open(&folder).expect("an index");
    operators(&index);
    concordances(&index);
}

fn context() -> ParseContext {
    ParseContext::new(Date::new(2026, 1, 1).expect("a day"))
}

fn request(query: &str) -> SearchRequest {
    // Passages cost the same for all of them.
    SearchRequest { passages: 0, ..SearchRequest::new(parse(query, &context()).query) }
}

/// Median time of one run in milliseconds.
fn median(mut run: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn operators(index: &Index) {
    let pairs: Vec<(&str, &str)> = WORDS
        .iter()
        .enumerate()
        .flat_map(|(at, one)| WORDS[at + 1..].iter().map(move |other| (*one, *other)))
        .collect();
    let cost = |form: &dyn Fn(&str, &str) -> String| -> (f64, u64) {
        let mut time = 0.0;
        let mut total = 0;
        for (one, other) in &pairs {
            let request = request(&form(one, other));
            time += median(|| total = std::hint::black_box(index.search(&request).expect("an answer").total));
        }
        (time / pairs.len() as f64, total)
    };
    let (phrase, _) = cost(&|a, b| format!("\"{a} {b}\""));
    let (both, _) = cost(&|a, b| format!("{a} {b}"));
    println!("{:<34} {:>9} {:>12} {:>12}", "operator", "mean ms", "to a phrase", "to both");
    println!("{:<34} {phrase:>9.2} {:>12.2} {:>12.2}", "phrase", 1.0, phrase / both);
    type Form = dyn Fn(&str, &str) -> String;
    let forms: [(&str, &Form); 9] = [
        ("both words", &|a, b| format!("{a} {b}")),
        ("W/5", &|a, b| format!("{a} W/5 {b}")),
        ("PRE/5", &|a, b| format!("{a} PRE/5 {b}")),
        ("NOT W/5", &|a, b| format!("{a} NOT W/5 {b}")),
        ("W/S", &|a, b| format!("{a} W/S {b}")),
        ("W/P", &|a, b| format!("{a} W/P {b}")),
        ("loose phrase ~3", &|a, b| format!("\"{a} {b}\"~3")),
        ("ATLEAST3 of either", &|a, b| format!("ATLEAST3({a} OR {b})")),
        ("two distances", &|a, b| format!("({a} W/5 {b}) W/9 ({b} OR {a})")),
    ];
    for (name, form) in forms {
        let (time, _) = cost(form);
        println!("{name:<34} {time:>9.2} {:>12.2} {:>12.2}", time / phrase, time / both);
    }
    let word = |form: &dyn Fn(&str) -> String| -> f64 {
        let times = WORDS.iter().map(|word| {
            let request = request(&form(word));
            median(|| drop(std::hint::black_box(index.search(&request).expect("an answer"))))
        });
        times.sum::<f64>() / WORDS.len() as f64
    };
    let whole = word(&|word| word.to_owned());
    println!("\n{:<34} {:>9} {:>12}", "scope", "mean ms", "to the text");
    let in_phrase = cost(&|a, b| format!("\"{a} {b}\"")).0;
    for (name, time, base) in [
        ("word", whole, whole),
        ("said: of a word", word(&|word| format!("said:{word}")), whole),
        ("narration: of a word", word(&|word| format!("narration:{word}")), whole),
        ("said: of a phrase", cost(&|a, b| format!("said:\"{a} {b}\"")).0, in_phrase),
        ("said: of W/5", cost(&|a, b| format!("said:({a} W/5 {b})")).0, cost(&|a, b| format!("{a} W/5 {b}")).0),
    ] {
        println!("{name:<34} {time:>9.2} {:>12.2}", time / base);
    }
}

fn concordances(index: &Index) {
    // The query whose number of matches comes nearest to what is wanted.
    let mut best: Option<(u64, String)> = None;
    for (at, one) in WORDS.iter().enumerate() {
        for other in &WORDS[at + 1..] {
            for query in [format!("\"{one} {other}\""), format!("{one} W/3 {other}"), format!("{one} W/10 {other}")] {
                let articles = index.search(&request(&query)).expect("an answer").total;
                let is_nearer = best.as_ref().is_none_or(|(known, _)| {
                    articles.abs_diff(WANTED_MATCHES * 9 / 10) < known.abs_diff(WANTED_MATCHES * 9 / 10)
                });
                if is_nearer {
                    best = Some((articles, query));
                }
            }
        }
    }
    let Some((_, query)) = best else { return };
    let search = SearchRequest { limit: 100_000, ..request(&query) };
    let lines = index.concordance(&ConcordanceRequest::new(search.clone())).expect("lines");
    println!("\nconcordance of `{query}`: {} matches in {} articles", lines.total, lines.articles);
    let kinds: [(&str, ConcordanceRequest); 4] = [
        ("by relevance", ConcordanceRequest::new(search.clone())),
        (
            "by the right context",
            ConcordanceRequest { order: LineOrder::Right, ..ConcordanceRequest::new(search.clone()) },
        ),
        (
            "grouped on the right",
            ConcordanceRequest {
                group: Some(Grouping { side: Side::Right, n_words: 1 }),
                ..ConcordanceRequest::new(search.clone())
            },
        ),
        (
            "collocates within 5",
            ConcordanceRequest {
                collocates: Some(Collocation { distance: 5, least_count: 2, measure: Association::LogLikelihood }),
                ..ConcordanceRequest::new(search.clone())
            },
        ),
    ];
    for (name, request) in kinds {
        let time = median(|| drop(std::hint::black_box(index.concordance(&request).expect("lines"))));
        println!("{name:<34} {time:>9.1} ms, {:.1} ms for 10,000 matches", time * 1e4 / lines.total.max(1) as f64);
    }
    let compare = ComparisonRequest::new(request("president"), request("police NOT president"));
    let size = index.compare(&compare).expect("an answer");
    let n_articles = size.a.articles + size.b.articles;
    let time = median(|| drop(std::hint::black_box(index.compare(&compare).expect("an answer"))));
    println!("{:<34} {time:>9.1} ms for {n_articles} articles", "compare");
}

/// Queries of 64 KB, each the worst of its kind.
fn reading() {
    const SIZE: usize = 64 << 10;
    println!("{:<34} {:>9} {:>9} {:>9}", "64 KB of", "own ms", "nexis", "lucene");
    let pieces = [
        "a ",
        "(",
        "(a ",
        ")",
        "\"",
        "\"a ",
        "-",
        "NOT ",
        "a W/5 ",
        "a OR ",
        "said:",
        "title:(",
        "=",
        "a* ",
        "a~1 ",
        "/a/ ",
        "date:",
        "@a ",
        "ATLEAST2(",
        "quote(said:a ",
        "日",
        "\u{fffd}",
        "a\"b ",
        "[a TO b] ",
        "hlead(",
        "+a -b ",
        "w/3 ",
        "* ",
    ];
    for piece in pieces {
        let text = piece.repeat(SIZE / piece.len());
        let time = |syntax: Syntax| median(|| drop(std::hint::black_box(import(&text, syntax, &context()))));
        let (own, nexis, lucene) = (time(Syntax::Own), time(Syntax::Nexis), time(Syntax::Lucene));
        println!("{:<34} {own:>9.2} {nexis:>9.2} {lucene:>9.2}", format!("{piece:?}"));
    }
    println!();
}
