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
