//! Keeping up: lists of files, dry and strict runs, watching, what is taken out.

#[cfg(feature = "watch")]
use std::time::{Duration, Instant};

use crate::util::{Archive, found};

#[test]
fn a_list_of_files_comes_from_a_pipe_or_a_file() {
    let archive = Archive::new().file("a/one two.txt", "A storm.\n").file("a/b/three.txt", "A storm too.\n");
    archive.write("a/four.txt", "A storm as well.\n");
    let input = b"a/one two.txt\0a/b/three.txt\0";
    archive.run_with(["index", "--files-from", "-"], &[], input).success().tells(&["2 added"]);
    assert_eq!(found(&archive, &["storm"]), ["b/three.txt", "one two.txt"]);
    archive.write("list", "a/four.txt\na/one two.txt\n");
    archive.run(["index", "--files-from", "list"]).success().tells(&["1 added", "1 unchanged"]);
    archive.run(["index"]).success().tells(&["0 added", "3 unchanged"]);
    archive.run(["index", "--files-from", "nowhere"]).ends_with(2).tells(&["nowhere"]);
}

#[test]
fn the_sources_are_listed() {
    let archive = Archive::new().file("a/one.txt", "A storm.\n");
    archive.run(["index", "--sources"]).ends_with(2).tells(&["no articles are indexed yet"]);
    archive.run(["index", "a", "--outlet", "The Gazette"]).success();
    let answer = archive.run(["index", "--sources"]).success();
    assert!(answer.stdout.starts_with("a  /"), "{}", answer.stdout);
    assert!(answer.stdout.contains("1 article in 1 file  --outlet The Gazette"), "{}", answer.stdout);
}

#[test]
fn a_dry_run_names_the_files_and_makes_nothing() {
    let archive = Archive::new().file("a/one.txt", "A storm.\n");
    let answer = archive.run(["index", "a", "--dry-run"]).success().tells(&["would be: 1 added"]);
    assert!(answer.stdout.starts_with("+ ") && answer.stdout.ends_with("one.txt\n"), "{}", answer.stdout);
    assert!(!archive.path("index").exists());
    archive.run(["index", "a"]).success();
    archive.write("a/two.txt", "Another.\n");
    archive.remove("a/one.txt");
    let answer = archive.run(["index", "--dry-run"]).success().tells(&["1 added", "1 removed"]);
    assert!(answer.stdout.contains("- ") && answer.stdout.contains("+ "), "{}", answer.stdout);
    assert_eq!(found(&archive, &["storm"]), ["one.txt"]);
}

#[test]
fn a_strict_run_stops_at_the_first_bad_file() {
    let archive = Archive::new().file("a/bad.txt", b"abc\0def").file("a/good.txt", "A storm.\n");
    let answer = archive.run(["index", "a", "--strict"]).ends_with(2);
    let answer = answer.tells(&["stopped at the first file", "bad.txt: is binary"]);
    assert_eq!(answer.stderr.matches("bad.txt").count(), 1, "{}", answer.stderr);
    archive.run(["query", "storm"]).ends_with(2).tells(&["no articles are indexed yet"]);
    archive.run(["index", "a"]).ends_with(2);
    archive.run(["index", "a"]).tells(&["1 failure of earlier runs remains"]);
}

#[test]
fn a_file_that_is_named_and_not_there_is_a_failure() {
    let archive = Archive::new().file("a/one.txt", "A storm.\n").file("a/two.txt", "A storm too.\n");
    archive.run(["index", "nope.txt"]).ends_with(2).tells(&["nope.txt"]);
    let list = |names: &[u8]| archive.run_with(["index", "--files-from", "-"], &[], names);
    list(b"a/nope.txt\n").ends_with(2).tells(&["nope.txt: does not exist", "1 failed"]);
    // In a source of its own, in a folder that is not there, and once there is one.
    list(b"a/one.txt\na/nope.txt\nb/none\n").ends_with(2).tells(&[
        "nope.txt: does",
        "none: does",
        "1 added",
        "2 failed",
    ]);
    list(b"a/nope.txt\na/two.txt\n").ends_with(2).tells(&["nope.txt: does not exist", "1 added", "1 failed"]);
    // What was known and is gone is no failure.
    archive.remove("a/one.txt");
    list(b"a/one.txt\na/two.txt\n").success().tells(&["1 removed", "0 failed"]);
    archive.run(["index"]).success().tells(&["0 failed"]);
}

#[test]
fn what_is_removed_stays_out() {
    let archive = Archive::new().file("a/one.txt", "A storm.\n").file("a/two.txt", "A storm too.\n");
    archive.run(["remove", "one.txt"]).ends_with(2).tells(&["no articles are indexed yet"]);
    archive.run(["index", "a"]).success();
    archive.run(["remove", "one.txt"]).success().tells(&["article `one.txt` removed"]);
    archive.run(["index", "a"]).success();
    assert_eq!(found(&archive, &["storm"]), ["two.txt"]);
    archive.run(["remove", "one.txt"]).ends_with(1).tells(&["there is no source and no article `one.txt`"]);
    archive.run(["remove", "--restore", "one.txt"]).success();
    archive.run(["index", "a"]).success();
    assert_eq!(found(&archive, &["storm"]), ["one.txt", "two.txt"]);
    archive.run(["remove", "a"]).success().tells(&["source `a` removed: 2 articles"]);
    assert!(found(&archive, &["storm"]).is_empty());
    assert!(archive.path("a/one.txt").exists());
}

#[test]
fn copies_are_counted_and_shown() {
    let archive = Archive::new().file("a/one.txt", "A storm.\n").file("a/same.txt", "A storm.\n");
    archive.write("b/other.txt", "A storm.\n");
    archive.run(["index", "a", "b"]).success().tells(&["2 added"]);
    let stats = archive.run(["stats", "--format", "json"]).success().json();
    assert_eq!((stats["copies"].as_u64(), stats["same_files"].as_u64()), (Some(1), Some(1)));
    let shown = archive.run(["show", "same.txt"]).success();
    assert!(shown.stdout.contains("same file      same.txt"), "{}", shown.stdout);
    assert!(shown.stdout.contains("same text      other.txt"), "{}", shown.stdout);
}

/// Waits until `is_so`, at most a minute.
#[cfg(feature = "watch")]
#[track_caller]
fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(60), "not in a minute: {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[cfg(all(feature = "watch", target_os = "linux"))]
#[test]
fn watching_follows_new_renamed_removed_and_half_written_files() {
    use std::io::Write;
    let archive = Archive::new().file("a/one.txt", "A storm.\n").file("a/sub/two.txt", "A storm too.\n");
    let mut watching = archive.command().args(["index", "a", "--watch"]).spawn().expect("the program starts");
    let has = |ids: &[&str]| {
        let answer = archive.run(["query", "storm", "--format", "json", "--limit", "99"]);
        if answer.status == 2 {
            return false;
        }
        let mut found = answer.ids();
        found.sort();
        found == ids
    };
    wait_until("the first run", || has(&["one.txt", "sub/two.txt"]));
    // Until the folders are watched, changes are found by the second run, so this needs no wait.
    archive.write("a/new/three.txt", "A storm again.\n");
    wait_until("a new file in a new folder", || has(&["new/three.txt", "one.txt", "sub/two.txt"]));
    std::fs::rename(archive.path("a/one.txt"), archive.path("a/renamed.txt")).expect("files can be renamed");
    wait_until("a renamed file", || has(&["new/three.txt", "renamed.txt", "sub/two.txt"]));
    std::fs::rename(archive.path("a/sub"), archive.path("gone")).expect("folders can be renamed");
    wait_until("a folder moved away", || has(&["new/three.txt", "renamed.txt"]));
    // As an editor saves: temporary files, then a rename over the old one.
    for name in ["a/.renamed.txt.swp", "a/renamed.txt~", "a/4913", "a/#renamed.txt#", "a/renamed.txt.tmp"] {
        archive.write(name, "A storm in a temporary file.\n");
    }
    archive.write("a/.renamed.txt.new", "Calm.\n");
    std::fs::rename(archive.path("a/.renamed.txt.new"), archive.path("a/renamed.txt")).expect("files can be renamed");
    wait_until("a file replaced by a rename", || has(&["new/three.txt"]));
    // Half written: while it grows, it is not read.
    let mut slow = std::fs::File::create(archive.path("a/slow.jsonl")).expect("files can be made");
    for number in 0..8 {
        write!(slow, "{{\"id\":\"s{number}\",\"text\":\"A storm.").expect("files can be written");
        slow.flush().expect("files can be written");
        std::thread::sleep(Duration::from_millis(150));
        writeln!(slow, "\"}}").expect("files can be written");
    }
    drop(slow);
    wait_until("a file written slowly", || has(&["new/three.txt", "s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7"]));
    watching.kill().expect("it still runs");
    let output = watching.wait_with_output().expect("it ends");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!told.contains("error") && !told.contains("does not exist"), "{told}");
    archive.run(["failures"]).success();
    assert_eq!(archive.run(["failures"]).stdout, "", "{told}");
}
