//! The program from outside: the real binary, a folder of its own, a clock that stands still.
//!
//! One test program for all, so that the engine is linked once. Most facts are tested where they
//! are made, in the modules of the library; here stand what a user types and what comes out.

// What goes wrong with input, and what the rest of the input comes to.
mod bad_input;
// `search check`: the quotations of a text.
mod check;
// A cluster whose nodes die, hang, fill up.
#[cfg(feature = "opensearch")]
mod cluster_faults;
// `--engine opensearch`: options, environment, `search.toml`.
#[cfg(feature = "opensearch")]
mod cluster_options;
// The program on a cluster that fails, and that it shares.
#[cfg(feature = "opensearch")]
mod cluster_program;
// Runs of the same source at once, step by step.
#[cfg(feature = "opensearch")]
mod cluster_runs;
// `search index --watch` on a cluster.
#[cfg(all(feature = "opensearch", feature = "watch", target_os = "linux"))]
mod cluster_watch;
// `search compare`: two sets of articles.
mod compare;
// `search diff`, `search similar`, `search reprints`: articles beside each other.
mod diff;
// Exit statuses and streams.
mod exit_codes;
// `search export`: everything that matches, in order.
mod export;
// `search extract`: one text in, one record out.
mod extract;
// `search facets`: counts.
mod facets;
// `search quotes --families`, `search family`: one utterance in all its wordings.
mod families;
// Every format by a sample.
mod formats;
// Sources of which something is gone, or said twice.
mod gone;
// `search index`: formats, sources, options.
mod index;
// Keeping up: lists of files, dry and strict runs, watching, what is taken out.
mod keep_up;
// `search kwic`: matches in their context.
mod kwic;
// A part of a source: its options, and when it is gone.
mod parts;
// `search query`: the query language from outside, formats, what the shell leaves.
mod query;
// `search quotes`: who said what.
mod quotes;
// `tests/scenarios`, in an index folder and on a cluster.
mod scenarios;
// A second run touches what changed and nothing else.
mod second_run;
// `search index --rebuild`: what is read and what comes over.
mod rebuild;
// Facts about the five articles in `seeds`.
mod seeds;
// `search query --record` and `search replay`.
mod replay;
// `search serve`: the page and the API from outside.
#[cfg(feature = "serve")]
mod serve;
// `search show`: one article and where its values came from.
mod show;
// `search speakers`: who is quoted.
mod speakers;
// `search stories`, `search story`: articles about one event.
mod stories;
// Kills at any moment, full disks, `search verify`, `search gc`.
mod survive;
// Temporary archives and what the program answers.
mod util;
// Web pages: what is read out of them.
mod web_pages;

use std::collections::BTreeSet;

/// A file that nobody lists is a test that never runs.
#[test]
fn every_file_is_listed_above() {
    let listed: BTreeSet<&str> =
        include_str!("main.rs").lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';')).collect();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    for entry in std::fs::read_dir(folder).expect("the folder of this test") {
        let name = entry.expect("a file of this test").file_name().into_string().expect("a plain name");
        let module = name.strip_suffix(".rs").expect("a Rust file");
        assert!(module == "main" || listed.contains(module), "`mod {module};` is missing in main.rs");
    }
}
