//! `search extract`: one text in, one record out.

use crate::util::{Archive, slice};

#[test]
fn a_text_on_standard_input_becomes_a_record() {
    let text = "WASHINGTON (AP) — “Élan is all,” said Jane Roe.\n";
    let archive = Archive::new();
    let answer = archive.run_with(["extract", "-"], &[], text.as_bytes()).success();
    let record = answer.json();
    assert_eq!(record["version"], 1);
    assert_eq!(record["path"], "-");
    assert_eq!(record["text"], text);
    let quote = &record["quotes"][0];
    assert_eq!(quote["text"], "Élan is all,");
    assert_eq!(slice(text, &quote["start"], &quote["end"]), "Élan is all,");
    assert_eq!(slice(text, &quote["speaker_start"], &quote["speaker_end"]), "Jane Roe");
    assert_eq!(quote["speaker"], "Jane Roe");
    assert_eq!(quote["cue"], "said");
    assert!(!archive.path("index").exists(), "extract touches no index");
}

#[test]
fn files_and_folders_become_a_record_each() {
    let archive = Archive::new()
        .file("a/one.md", "---\ntitle: Storm\n---\nIt came.\n")
        .file("a/two.jsonl", "{\"id\":\"x\",\"text\":\"One.\"}\n{\"text\":\"Two.\"}\n");
    let records = archive.run(["extract", "a"]).success().json_lines();
    let told: Vec<(&str, &str)> = records
        .iter()
        .map(|record| (record["id"].as_str().expect("an id"), record["path"].as_str().expect("a path")))
        .collect();
    assert_eq!(told.len(), 3);
    assert!(told.contains(&("one.md", "one.md")), "{told:?}");
    assert!(told.contains(&("x", "two.jsonl")), "{told:?}");
}

#[test]
fn options_fill_what_a_file_leaves_open() {
    let archive = Archive::new().file("n.jsonl", "{\"kop\":\"Storm\",\"text\":\"It came.\"}\n");
    let arguments = ["extract", "n.jsonl", "--map", "title=kop", "--outlet", "Krant", "--date", "2020-03-04"];
    let record = archive.run(arguments).success().json();
    assert_eq!(record["title"]["value"], "Storm");
    assert_eq!(record["outlet"]["value"], "Krant");
    assert_eq!(record["outlet"]["source"], "option");
    assert_eq!(record["date"]["value"], "2020-03-04");
}

#[test]
fn a_manifest_in_the_folder_is_no_article() {
    let archive = Archive::new()
        .file("a/one.txt", "It came.\n")
        .file("a/meta.jsonl", "{\"path\":\"one.txt\",\"title\":\"Storm\"}\n");
    let records = archive.run(["extract", "a", "--manifest", "a/meta.jsonl"]).success().json_lines();
    let titles: Vec<&str> = records.iter().filter_map(|record| record["title"]["value"].as_str()).collect();
    assert_eq!((records.len(), titles), (1, vec!["Storm"]));
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_extracted() {
    let archive =
        Archive::new().file("n.jsonl", "{\"id\":\"a\",\"text\":\"One.\"}\n{oops\n{\"id\":\"b\",\"text\":\"Two.\"}\n");
    let answer = archive.run(["extract", "n.jsonl"]).ends_with(2).tells(&["n.jsonl: line 2: "]);
    assert_eq!(answer.json_lines().len(), 2);
    archive.run(["extract", "missing.txt"]).ends_with(2).tells(&["missing.txt"]);
}
