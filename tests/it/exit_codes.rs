//! Exit statuses and streams.

use crate::util::Archive;

fn archive() -> Archive {
    let archive = Archive::new().file("a/one.txt", "A storm.\n");
    archive.run(["index", "a"]).success();
    archive
}

#[test]
fn found_is_0_and_nothing_found_is_1() {
    let archive = archive();
    assert_eq!(archive.run(["query", "storm"]).success().stdout.lines().count(), 3);
    assert_eq!(archive.run(["query", "tornado"]).ends_with(1).stdout, "");
    let answer = archive.run(["query", "tornado", "--format", "json"]).ends_with(1);
    assert_eq!(answer.json()["hits"], serde_json::json!([]));
    archive.run(["show", "two.txt"]).ends_with(1);
}

#[test]
fn a_wrong_use_is_2_and_says_what_is_wrong() {
    let archive = archive();
    for (arguments, told) in [
        (vec!["query"], "QUERY"),
        (vec!["query", "storm", "--from", "2021", "--to", "2020"], "2021"),
        (vec!["query", "storm", "--from", "soon"], "`soon` is not a date"),
        (vec!["query", "storm", "--outlet", ""], "`--outlet` needs a name"),
        (vec!["query", "storm", "--format", "xml"], "xml"),
        (vec!["query", "--batch", "missing.tsv"], "missing.tsv"),
        (vec!["index", "--memory", "much"], "64MiB"),
        (vec!["frobnicate"], "frobnicate"),
        (vec!["man", "frobnicate"], "frobnicate"),
    ] {
        let answer = archive.run(&arguments).ends_with(2).tells(&[told]);
        assert_eq!(answer.stdout, "", "{arguments:?}");
    }
}

#[test]
fn a_new_folder_has_nothing_to_search() {
    let archive = Archive::new();
    for command in
        [vec!["query", "x"], vec!["facets"], vec!["show", "x"], vec!["export"], vec!["stats"], vec!["failures"]]
    {
        let told = "no articles are indexed yet in `index`; run `search index PATH`";
        archive.run(&command).ends_with(2).tells(&[told]);
    }
    assert!(!archive.path("index").exists(), "asking makes no folder");
}

#[test]
fn a_quiet_run_says_nothing_but_errors() {
    let archive = archive();
    assert_eq!(archive.run(["query", "storm", "-q"]).success().stderr, "");
    assert_eq!(archive.run(["query", "tornado", "--quiet"]).ends_with(1).stderr, "");
    assert_eq!(archive.run(["index", "-q"]).success().stderr, "");
    archive.run(["query", "storm", "-q", "--index", "nowhere"]).ends_with(2).tells(&["error: no articles"]);
}

#[test]
fn help_is_short_or_long_and_goes_to_standard_output() {
    let archive = Archive::new();
    let short = archive.run(["query", "-h"]).success().stdout;
    let long = archive.run(["query", "--help"]).success().stdout;
    assert!(!short.contains("Examples:") && long.contains("Examples:\n  search query \"witch hunt\""), "{long}");
    assert!(archive.run(["--version"]).success().stdout.starts_with("search 0."));
}

#[test]
fn completions_and_manual_pages_are_made_from_the_definition() {
    let archive = Archive::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = archive.run(["completions", shell]).success().stdout;
        assert!(script.contains("facets"), "{shell}");
    }
    assert!(archive.run(["man"]).success().stdout.contains(".TH search 1"));
    assert!(archive.run(["man", "query"]).success().stdout.contains(".TH search-query 1"));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let archive = archive();
    let mut child = archive.command().args(["query", "storm"]).spawn().expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn colour_follows_the_option() {
    let archive = archive();
    let has_colour = |arguments: &[&str]| archive.run(arguments).success().stdout.contains('\u{1b}');
    assert!(!has_colour(&["query", "storm"]));
    assert!(has_colour(&["query", "storm", "--color", "always"]));
    assert!(!has_colour(&["query", "storm", "--color", "never"]));
}
