//! `search speakers`: who is quoted.

use serde_json::{Value, json};

use crate::util::Archive;

#[track_caller]
fn speakers(archive: &Archive, names: &[&str]) -> Vec<Value> {
    let answer = archive.run(["speakers", "--format", "json"].iter().chain(names)).json();
    let speakers = answer["speakers"].as_array().expect("people").clone();
    assert_eq!(answer["total"], speakers.len(), "{names:?}");
    speakers
}

fn names(speakers: &[Value]) -> Vec<&str> {
    speakers.iter().map(|speaker| speaker["name"].as_str().expect("a name")).collect()
}

fn counts(speakers: &[Value]) -> Vec<(&str, u64, u64)> {
    let number = |value: &Value| value.as_u64().expect("a number");
    names(speakers)
        .into_iter()
        .zip(speakers)
        .map(|(name, speaker)| (name, number(&speaker["articles"]), number(&speaker["quotations"])))
        .collect()
}

#[test]
fn everyone_is_listed_with_other_names_and_counts() {
    let archive = Archive::of_seeds();
    let everyone = speakers(&archive, &[]);
    assert_eq!(names(&everyone), ["Donald Trump", "Jeff Sessions", "Tommy Tuberville"]);
    let trump = &everyone[0];
    assert_eq!(trump["articles"], 5);
    assert!(trump["aliases"].as_array().expect("aliases").contains(&json!("@realDonaldTrump")), "{trump}");
    assert_eq!((&trump["first_date"], &trump["last_date"]), (&json!("2020-07-11"), &json!("2020-07-11")));
    for speaker in &everyone {
        let name = speaker["name"].as_str().expect("a name");
        let quotes = archive.run(["quotes", "--format", "json", "--speaker", name]).success().json();
        assert_eq!(quotes["total"], speaker["quotations"], "{name}");
        let articles = archive.run(["query", "--format", "json", &format!("speaker:\"{name}\"")]).success().json();
        assert_eq!(articles["total"], speaker["articles"], "{name}");
    }
}

#[test]
fn a_name_an_alias_or_words_of_names_choose() {
    let archive = Archive::of_seeds();
    assert_eq!(names(&speakers(&archive, &["@realDonaldTrump"])), ["Donald Trump"]);
    assert_eq!(names(&speakers(&archive, &["jeff", "sessions"])), ["Jeff Sessions"]);
    assert_eq!(names(&speakers(&archive, &["sessions", "tommy"])), ["Jeff Sessions", "Tommy Tuberville"]);
    archive.run(["speakers", "nobody"]).ends_with(1).tells(&["0 of 0 speakers"]);
    archive.run(["speakers", "sesions"]).ends_with(1).tells(&["there is no speaker `sesions`", "`Jeff Sessions`"]);
    archive.run(["speakers", "?"]).ends_with(2).tells(&["needs a name, not `?`"]);
}

#[test]
fn every_format_lists_them_and_a_limit_holds() {
    let archive = Archive::of_seeds();
    let text = archive.run(["speakers", "--limit", "1"]).success().tells(&["1 of 3 speakers"]).stdout;
    assert!(text.starts_with("Donald Trump  ") && text.lines().count() == 1, "{text}");
    let lines = archive.run(["speakers", "--format", "jsonl"]).success().json_lines();
    assert_eq!((lines.len(), &lines[1]["name"], &lines[1]["version"]), (3, &json!("Jeff Sessions"), &json!(1)));
    let table = archive.run(["speakers", "--format", "csv"]).success().stdout;
    assert!(table.starts_with("name,aliases,articles,quotations,first_date,last_date\nDonald Trump,"), "{table}");
}

#[test]
fn counts_follow_what_changes() {
    let archive = Archive::new()
        .file("a/one.txt", "“The dam will hold,” said Jane Roe. “It will,” Jane Roe said again.\n")
        .file("a/two.txt", "“The dam is old,” said Mark Lane.\n");
    archive.run(["index", "a", "--date", "2020-03-04"]).success();
    let listed = speakers(&archive, &[]);
    assert_eq!(counts(&listed), [("Jane Roe", 1, 2), ("Mark Lane", 1, 1)]);

    archive.write("a/one.txt", "“The dam will hold,” said Mark Lane.\n");
    archive.run(["index", "a", "--date", "2020-03-04"]).success();
    let listed = speakers(&archive, &[]);
    assert_eq!(counts(&listed), [("Mark Lane", 2, 2)]);
    assert_eq!(listed[0]["last_date"], "2020-03-04");
}
