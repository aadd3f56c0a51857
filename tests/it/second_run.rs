//! A second run touches what changed and nothing else.

use crate::util::{Archive, found};

#[test]
fn what_changed_is_read_again_and_nothing_else() {
    let archive = Archive::new()
        .file("a/same.txt", "A storm.\n")
        .file("a/edited.txt", "A storm.\n")
        .file("a/gone.txt", "A storm.\n");
    archive.run(["index", "a"]).success().tells(&["3 added"]);
    archive.run(["index", "a"]).success().tells(&["0 added, 0 changed, 3 unchanged, 0 removed, 0 failed; 3 articles"]);

    archive.write("a/edited.txt", "A calm day.\n");
    archive.write("a/new.txt", "A storm.\n");
    archive.remove("a/gone.txt");
    archive.run(["index", "a"]).success().tells(&["1 added, 1 changed, 1 unchanged, 1 removed, 0 failed; 3 articles"]);
    assert_eq!(found(&archive, &["storm"]), ["new.txt", "same.txt"]);
    assert_eq!(found(&archive, &["calm"]), ["edited.txt"]);
}

#[test]
fn an_appended_line_is_one_new_record() {
    let first = "{\"id\":\"1\",\"text\":\"A storm.\"}\n";
    let archive = Archive::new().file("n.jsonl", first);
    archive.run(["index", "n.jsonl"]).success();
    archive.write("n.jsonl", format!("{first}{{\"id\":\"2\",\"text\":\"Another storm.\"}}\n"));
    archive.run(["index"]).success().tells(&["1 added, 0 changed, 1 unchanged, 0 removed"]);
    assert_eq!(found(&archive, &["storm"]), ["1", "2"]);
}

#[test]
fn other_sources_stay_as_they_are() {
    let archive = Archive::new().file("a/one.txt", "A storm.\n").file("b/two.txt", "A storm.\n");
    archive.run(["index", "a", "b"]).success();
    archive.remove("a/one.txt");
    archive.write("a/three.txt", "A storm.\n");
    archive.remove("b/two.txt");
    archive.write("b/four.txt", "A storm.\n");
    archive.run(["index", "b"]).success();
    assert_eq!(found(&archive, &["storm"]), ["four.txt", "one.txt"]);
}

#[test]
fn a_source_that_is_gone_is_kept_until_told_otherwise() {
    let archive = Archive::new().file("a/one.txt", "A storm.\n").file("b/two.txt", "A storm.\n");
    archive.run(["index", "a", "b"]).success();
    archive.remove("a");
    archive.run(["index", "a"]).ends_with(2).tells(&["is missing", "--allow-empty"]);
    assert_eq!(found(&archive, &["storm"]), ["one.txt", "two.txt"]);
    archive.run(["index", "a", "--allow-empty"]).success();
    assert_eq!(found(&archive, &["storm"]), ["two.txt"]);
}

#[test]
fn everything_can_be_read_again() {
    let archive = Archive::new().file("a/one.txt", "A storm.\n");
    archive.run(["index", "a"]).success();
    archive.run(["index", "--rebuild"]).success();
    assert_eq!(found(&archive, &["storm"]), ["one.txt"]);
}
