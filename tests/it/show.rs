//! `search show`: one article and where its values came from.

use crate::util::Archive;

#[test]
fn every_value_is_shown_with_its_source() {
    let text = "---\ntitle: Storm\noutlet: Gazette\n---\n\"It is over,\" said Jane Roe.\n";
    let archive = Archive::new().file("a/one.md", text);
    archive.run(["index", "a"]).success();
    let answer = archive.run(["show", "one.md"]).success();
    for line in [
        "one.md",
        "title          Storm  (front matter, exact)",
        "outlet         Gazette  (front matter, exact)",
        "date           unknown",
        "author         unknown",
        "1 quotation",
        "   It is over,",
        "\"It is over,\" said Jane Roe.",
    ] {
        assert!(answer.stdout.lines().any(|got| got == line), "{line:?} in:\n{}", answer.stdout);
    }
    assert!(answer.stdout.contains("1  Jane Roe  (“said”; "), "{}", answer.stdout);
}

#[test]
fn dates_that_were_not_believed_are_shown() {
    let archive = Archive::new().file("a/one.md", "---\ndate: 2031-01-01\n---\nThe storm came.\n");
    archive.run(["index", "a"]).success();
    let answer = archive.run(["show", "one.md"]).success();
    assert!(answer.stdout.contains("date           unknown"), "{}", answer.stdout);
    assert!(answer.stdout.contains("rejected date  2031-01-01"), "{}", answer.stdout);
}

#[test]
fn an_id_that_two_sources_have_needs_the_source() {
    let archive = Archive::new().file("a/one.txt", "Storm in A.\n").file("b/one.txt", "Storm in B.\n");
    archive.run(["index", "a", "b"]).success();
    let answer = archive.run(["show", "one.txt"]).ends_with(2).tells(&["may mean 2 articles"]);
    assert_eq!(answer.stdout, "");
    let candidates: Vec<&str> = answer.stderr.lines().skip(1).map(str::trim).collect();
    assert_eq!(candidates.len(), 2, "{candidates:?}");
    for (candidate, text) in candidates.iter().zip(["Storm in A.", "Storm in B."]) {
        let answer = archive.run(["show", candidate]).success();
        assert!(answer.stdout.ends_with(&format!("{text}\n")), "{}", answer.stdout);
    }
}

#[test]
fn an_unknown_id_is_told_and_the_others_are_shown() {
    let archive = Archive::new().file("a/one.txt", "Storm.\n");
    archive.run(["index", "a"]).success();
    let answer = archive.run(["show", "two.txt", "one.txt"]).ends_with(1).tells(&["there is no article `two.txt`"]);
    assert!(answer.stdout.starts_with("one.txt\n"), "{}", answer.stdout);
}

#[test]
fn a_record_shows_by_its_own_id_and_as_json() {
    let archive = Archive::new().file("n.jsonl", "{\"id\":\"x 1\",\"title\":\"Storm\",\"text\":\"It came.\"}\n");
    archive.run(["index", "n.jsonl"]).success();
    let record = archive.run(["show", "x 1", "--format", "json"]).success().json();
    assert_eq!(record["version"], 1);
    assert_eq!(record["id"], "x 1");
    assert_eq!(record["title"]["source"], "record");
    assert_eq!(record["text"], "It came.");
}

/// In a table of which only some rows have an id, that of one may be the number of another.
#[test]
fn a_number_and_an_id_that_read_alike_are_told_apart() {
    let table = "id,title,text\n,Harbour,A storm.\n,Bridge,A flood.\n2,Ferry,A frost.\n";
    let lines = "{\"title\":\"Gate\",\"text\":\"A thaw.\"}\n{\"id\":1,\"title\":\"Lock\",\"text\":\"A gale.\"}\n";
    let archive = Archive::new().file("a/one.csv", table).file("a/n.jsonl", lines);
    let titles = |ids: &[&str]| -> Vec<String> {
        let shown = |id: &&str| archive.run(["show", id, "--format", "json"]).success().json();
        ids.iter().map(|id| shown(id)["title"]["value"].as_str().unwrap_or("").to_owned()).collect()
    };
    archive.run(["index", "a"]).success();
    let ids = || {
        let records = archive.run(["export"]).success().json_lines();
        records.iter().map(|record| record["id"].as_str().unwrap_or("").to_owned()).collect::<Vec<String>>()
    };
    assert_eq!(ids(), ["1", "2", "n.jsonl#1", "one.csv#1", "one.csv#2"]);
    assert_eq!(titles(&["2", "one.csv#2", "a/one.csv#2", "one.csv#id=2"]), ["Ferry", "Bridge", "Bridge", "Ferry"]);
    // The ids are those of other files too.
    archive.write("a/two.csv", "id,title,text\n2,School,A hail.\n1,Gym,A fog.\n");
    archive.write("b/one.csv", "id,title,text\n,Mill,A mist.\n,Well,A drizzle.\n");
    archive.run(["index", "a", "b"]).success();
    let want = [
        "a/one.csv#1",
        "a/one.csv#2",
        "b/one.csv#1",
        "b/one.csv#2",
        "n.jsonl#1",
        "n.jsonl#id=1",
        "one.csv#id=2",
        "two.csv#1",
        "two.csv#2",
    ];
    assert_eq!(ids(), want);
    let all = ["Harbour", "Bridge", "Mill", "Well", "Gate", "Lock", "Ferry", "Gym", "School"];
    assert_eq!(titles(&want), all);
    archive.run(["show", "2"]).ends_with(2).tells(&["one.csv#id=2", "two.csv#2"]);
    archive.run(["show", "one.csv#id=3"]).ends_with(1);
    // What is taken out is the one that was meant, and it comes back.
    archive.run(["remove", "one.csv#id=2"]).success();
    assert_eq!(ids().len(), 8);
    assert_eq!(titles(&["a/one.csv#2", "two.csv#2"]), ["Bridge", "School"]);
    archive.run(["remove", "--restore", "one.csv#id=2"]).success();
    archive.run(["index"]).success().tells(&["1 added"]);
    assert_eq!(ids(), want);
}
