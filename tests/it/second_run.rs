//! A second run touches what changed and nothing else.

use crate::util::{Archive, found};

#[test]
fn what_changed_is_read_again_and_nothing_else() {
    let archive = Archive::new()
        .file("a/same.txt", "A storm.\n")
        .file("a/edited.txt", "A second storm.\n")
        .file("a/gone.txt", "A third storm.\n");
    archive.run(["index", "a"]).success().tells(&["3 added"]);
    archive.run(["index", "a"]).success().tells(&["0 added, 0 changed, 3 unchanged, 0 removed, 0 failed; 3 articles"]);

    archive.write("a/edited.txt", "A calm day.\n");
    archive.write("a/new.txt", "A fourth storm.\n");
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
    // What was done with the others is told besides.
    let archive = archive.file("b/three.txt", "Another storm.\n");
    archive.run(["index", "--dry-run"]).ends_with(2).tells(&["is missing", "would be: 1 added"]);
    archive.run(["index"]).ends_with(2).tells(&["is missing", "1 added"]);
    assert_eq!(found(&archive, &["storm"]), ["one.txt", "three.txt", "two.txt"]);
    archive.run(["index", "a", "--allow-empty"]).success();
    assert_eq!(found(&archive, &["storm"]), ["three.txt", "two.txt"]);
}

#[test]
fn everything_can_be_read_again() {
    let archive = Archive::new().file("a/one.txt", "A storm.\n");
    archive.run(["index", "a"]).success();
    archive.run(["index", "--rebuild"]).success();
    assert_eq!(found(&archive, &["storm"]), ["one.txt"]);
}

/// A file of so many records that reading it takes a while.
fn many_records() -> String {
    let text = "The storm went over the hills and nobody had seen it come. ".repeat(6);
    (0..20_000).map(|number| format!("{{\"id\":\"{number}\",\"text\":\"{number} {text}\"}}\n")).collect()
}

/// Starts `search index n.jsonl` and waits until it has begun.
fn begin(archive: &Archive) -> std::process::Child {
    let child = archive.command().args(["index", "n.jsonl"]).spawn().expect("the program starts");
    while !archive.path("index/engine-1").exists() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    child
}

#[test]
fn a_run_that_was_killed_leaves_nothing_half_done() {
    let archive = Archive::new().file("n.jsonl", many_records());
    let mut child = begin(&archive);
    child.kill().expect("a process of ours");
    child.wait().expect("the program ends");
    archive.run(["query", "storm"]).ends_with(2).tells(&["no articles are indexed yet"]);
    archive.run(["index", "n.jsonl"]).success().tells(&["20,000 added", "; 20,000 articles"]);
    archive.run(["query", "storm", "--limit", "0"]).success().tells(&["0 of 20,000 articles"]);
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_keeps_what_it_has_read() {
    let archive = Archive::new().file("n.jsonl", many_records());
    let child = begin(&archive);
    std::thread::sleep(std::time::Duration::from_millis(100));
    let interrupt = format!("kill -INT {}", child.id());
    let sent = std::process::Command::new("sh").args(["-c", &interrupt]).status().expect("a shell");
    let output = child.wait_with_output().expect("the program ends");
    let told = String::from_utf8_lossy(&output.stderr);
    // A machine that is fast enough is done before the interrupt comes.
    let is_done = output.status.code() == Some(0) || !sent.success();
    if !is_done {
        assert_eq!(output.status.code(), Some(130), "{told}");
        assert!(told.contains("interrupted: what was read so far is in the index"), "{told}");
        assert!(!told.contains("; 20,000 articles"), "{told}");
    }
    archive.run(["index", "n.jsonl"]).success().tells(&["; 20,000 articles"]);
    archive.run(["query", "storm", "--limit", "0"]).success().tells(&["0 of 20,000 articles"]);
}
