//! What goes wrong with input, and what the rest of the input comes to.

use std::io::Write;

use crate::util::{Archive, found};

/// Indexes `archive`'s folder `a`: it must end with a failure that is told in these words, and
/// the article beside it must be found.
#[track_caller]
fn check_failure(archive: &Archive, told: &[&str]) {
    archive.write("a/good.txt", "A storm.\n");
    archive.run(["index", "a"]).ends_with(2).tells(told).tells(&["1 failed"]);
    assert!(found(archive, &["storm"]).contains(&"good.txt".to_owned()));
}

#[test]
fn a_binary_file_is_a_failure() {
    check_failure(&Archive::new().file("a/bad.txt", b"abc\0\x01\x02def"), &["bad.txt: "]);
}

#[test]
fn an_empty_file_is_a_failure() {
    check_failure(&Archive::new().file("a/bad.txt", ""), &["bad.txt: "]);
}

#[test]
fn a_truncated_archive_is_a_failure() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all("A storm of words. ".repeat(4000).as_bytes()).expect("memory takes everything");
    let packed = packed.finish().expect("memory takes everything");
    check_failure(&Archive::new().file("a/bad.txt.gz", &packed[..packed.len() / 2]), &["bad.txt.gz: "]);
}

#[test]
fn a_bad_line_is_told_by_its_number_and_the_others_are_read() {
    let lines = "{\"id\":\"1\",\"text\":\"A storm.\"}\n{oops\n{\"id\":\"3\",\"text\":\"A storm.\"}\n";
    let archive = Archive::new().file("a/bad.jsonl", lines);
    check_failure(&archive, &["bad.jsonl: line 2: "]);
    assert_eq!(found(&archive, &["storm"]), ["1", "3", "good.txt"]);
}

#[test]
fn a_failure_is_counted_once_and_listed_as_long_as_it_lasts() {
    let archive = Archive::new().file("a/good.txt", "A storm.\n").file("a/bad.txt", b"abc\0def");
    archive.run(["index", "a"]).ends_with(2).tells(&["bad.txt: ", "1 failed"]);
    archive.run(["index", "a"]).success().tells(&["0 failed", "`search failures`"]);
    let answer = archive.run(["failures"]).success();
    assert_eq!(answer.stdout.lines().count(), 1);
    assert!(answer.stdout.contains("bad.txt: "), "{}", answer.stdout);
    let failure = archive.run(["failures", "--format", "jsonl"]).success().json();
    assert!(failure["path"].as_str().is_some_and(|path| path.ends_with("bad.txt")), "{failure}");

    archive.write("a/bad.txt", "A mended storm.\n");
    archive.run(["index", "a"]).success();
    assert_eq!(archive.run(["failures"]).success().stdout, "");
}

#[test]
fn one_id_twice_means_the_later_record() {
    let lines = "{\"id\":\"1\",\"text\":\"Early storm.\"}\n{\"id\":\"1\",\"text\":\"Late storm.\"}\n";
    let archive = Archive::new().file("n.jsonl", lines);
    archive.run(["index", "n.jsonl"]).success().tells(&["warning: "]);
    assert!(found(&archive, &["early"]).is_empty());
    assert_eq!(found(&archive, &["late"]), ["1"]);
}

#[test]
fn of_one_id_twice_the_earlier_speaker_is_not_counted() {
    let record = |name: &str| format!("{{\"id\":\"1\",\"text\":\"“The dam will hold for now,” said {name}.\"}}\n");
    let archive = Archive::new().file("n.jsonl", &(record("John Doe") + &record("Ann Lee")));
    archive.run(["index", "n.jsonl"]).success();
    let speakers = archive.run(["speakers"]).success().stdout;
    assert!(speakers.contains("Ann Lee") && !speakers.contains("Doe"), "{speakers}");
    archive.run(["verify"]).success();
    // Again, over what an earlier run read: another first one, another last one, both, more.
    let names = ["Jim Poe", "Ann Lee", "Sue Ray", "Ann Lee", "John Doe"];
    for names in [&names[..2], &names[1..3], &names[2..5], &names[..], &names[3..4]] {
        let records: String = names.iter().map(|name| record(name)).collect();
        std::fs::write(archive.path("n.jsonl"), records).expect("written");
        archive.run(["index", "n.jsonl"]).success();
        let speakers = archive.run(["speakers", "--format", "jsonl"]).success().stdout;
        let last = names.last().expect("a name");
        assert!(speakers.lines().count() == 1 && speakers.contains(last), "{names:?}: {speakers}");
        archive.run(["query", "dam", "--speaker", last]).success();
        archive.run(["verify"]).success();
    }
}

#[test]
fn an_impossible_date_is_no_date() {
    let archive = Archive::new().file("a/one.md", "---\ndate: 2020-13-45\n---\nA storm.\n");
    archive.run(["index", "a"]).success();
    let answer = archive.run(["show", "one.md"]).success();
    assert!(answer.stdout.contains("date           unknown"), "{}", answer.stdout);
}

#[test]
fn a_folder_of_something_else_is_refused_and_left_alone() {
    let archive = Archive::new().file("a/one.txt", "A storm.\n").file("index/letter.txt", "Dear friend\n");
    archive.run(["index", "a"]).ends_with(2).tells(&["`index` is not an index of this program"]);
    let left: Vec<_> = std::fs::read_dir(archive.path("index")).expect("a folder").collect();
    assert_eq!(left.len(), 1);

    let dots = Archive::new().file("a/one.txt", "A storm.\n").file("index/.gitignore", "*\n");
    dots.run(["index", "a"]).success();
    assert!(dots.path("index/.gitignore").exists());
}

#[test]
fn a_first_run_that_was_broken_off_leaves_a_folder_of_ours() {
    let archive = Archive::new().file("a/one.txt", "A storm.\n");
    archive.write("index/news-search.json", r#"{"format": 2, "engine": "engine-1", "sources": []}"#);
    archive.run(["query", "storm"]).ends_with(2).tells(&["no articles are indexed yet"]);
    archive.run(["index", "a"]).success();
    assert_eq!(found(&archive, &["storm"]), ["one.txt"]);
}

#[test]
fn a_path_that_is_not_there_is_an_error() {
    Archive::new().run(["index", "nowhere"]).ends_with(2).tells(&["nowhere"]);
}

#[test]
fn a_second_writer_is_told_to_wait_or_done_after_the_first() {
    let archive = Archive::new().file("a/one.txt", "A storm.\n");
    let first = archive.command().args(["index", "a"]).spawn().expect("the program starts");
    let second = archive.run(["index", "a"]);
    let first = first.wait_with_output().expect("the program ends");
    let is_told = second.status == 2 && second.stderr.contains("another `search` is writing");
    let other_was_told = first.status.code() == Some(2);
    assert!(second.status == 0 || is_told, "{second:?}");
    assert!(second.status == 0 || !other_was_told, "one of the two must have done it");
    assert_eq!(found(&archive, &["storm"]), ["one.txt"]);
}

#[test]
fn a_row_with_other_columns_than_the_header_is_told_and_the_others_are_read() {
    let table = "id,title,text\n1,One,A storm.\n2,Two,A storm.,and,more\n3\n4,Four,A storm.\n";
    let archive = Archive::new().file("n.csv", table);
    let answer = archive.run(["index", "n.csv"]);
    assert!(answer.stderr.contains("n.csv: "), "{}", answer.stderr);
    let ids = found(&archive, &["storm"]);
    assert!(ids.contains(&"1".to_owned()) && ids.contains(&"4".to_owned()), "{ids:?}");
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_utf8_can_be_read_and_shown() {
    use std::os::unix::ffi::OsStrExt;
    let archive = Archive::new().file("a/plain.txt", "Calm.\n");
    let name = std::ffi::OsStr::from_bytes(b"caf\xE9.txt");
    if std::fs::write(archive.path("a").join(name), "A storm.\n").is_err() {
        // Some file systems have no such names.
        return;
    }
    archive.run(["index", "a"]).success().tells(&["2 added"]);
    let ids = found(&archive, &["storm"]);
    assert_eq!(ids.len(), 1);
    let shown = archive.run(["show", &ids[0]]).success();
    assert!(shown.stdout.ends_with("A storm.\n"), "{}", shown.stdout);
}

#[cfg(unix)]
#[test]
fn a_pipe_among_the_files_is_not_waited_for() {
    let archive = Archive::new().file("a/good.txt", "A storm.\n");
    let made = std::process::Command::new("mkfifo").arg(archive.path("a/pipe.txt")).status();
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    let answer = archive.run(["index", "a"]);
    assert!(answer.stderr.contains("pipe.txt"), "{}", answer.stderr);
    assert_eq!(found(&archive, &["storm"]), ["good.txt"]);
}

#[test]
fn odd_queries_get_an_answer() {
    let archive = Archive::new().file("a/one.txt", "A storm.\n");
    archive.run(["index", "a"]).success();
    let deep = format!("{}storm{}", "(".repeat(10_000), ")".repeat(10_000));
    let long = "storm ".repeat(20_000);
    for query in [deep.as_str(), long.trim(), "*", "()", "\"", "s*", "storm~2", "/st.*/", "said:", "NOT"] {
        let answer = archive.run(["query", "--", query]);
        assert!((0..=2).contains(&answer.status), "{answer:?}");
        assert!(!answer.stderr.contains("panicked"), "{}", answer.stderr);
    }
}
