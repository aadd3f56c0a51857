//! `search index --rebuild`: what is read, what comes over from the index that there was.

use crate::util::{Archive, found};

/// Ids with the words of the texts, as exported.
fn texts(archive: &Archive) -> Vec<(String, String)> {
    let records = archive.run(["export"]).success().json_lines();
    let word = |record: &serde_json::Value, key: &str| record[key].as_str().unwrap_or("").trim().to_owned();
    records.iter().map(|record| (word(record, "path"), word(record, "text"))).collect()
}

/// Rebuilds an archive of two sources with these arguments after a change; compares the paths and texts.
#[track_caller]
fn check(change: impl Fn(&Archive), arguments: &[&str], told: &str, status: i32, want: &[(&str, &str)]) {
    let archive = Archive::new()
        .file("s1/one.txt", "A storm.")
        .file("s1/two.txt", "A calm.")
        .file("s2/list.jsonl", "{\"id\":\"a\",\"text\":\"A flood.\"}\n{\"id\":\"b\",\"text\":\"A drought.\"}\n")
        .file("s2/three.txt", "A frost.");
    archive.run(["index", "s1", "s2"]).success().tells(&["5 added"]);
    change(&archive);
    let given = ["index", "--rebuild"].iter().chain(arguments);
    let dry = archive.run(given.clone().chain(&["--dry-run"])).ends_with(status);
    assert!(dry.stderr.contains(told), "{}", dry.stderr);
    archive.run(given).ends_with(status).tells(&[told]);
    let got = texts(&archive);
    let mut got: Vec<(&str, &str)> = got.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    got.sort_unstable();
    assert_eq!(got, want, "{arguments:?}");
    archive.run(["verify"]).success();
    // It is taken note of as what it is: nothing is left to do but what was not read before.
    archive.run(["index"]);
    archive.run(["index"]).tells(&["0 added, 0 changed"]);
}

const ALL: [(&str, &str); 5] = [
    ("list.jsonl", "A drought."),
    ("list.jsonl", "A flood."),
    ("one.txt", "A storm."),
    ("three.txt", "A frost."),
    ("two.txt", "A calm."),
];

#[test]
fn what_a_rebuild_does_not_name_comes_over() {
    check(|_| (), &[], "5 added, 0 changed, 0 unchanged, 0 removed, 0 failed; 5 articles", 0, &ALL);
    check(|_| (), &["s1"], "2 added, 0 changed, 3 unchanged, 0 removed, 0 failed; 5 articles", 0, &ALL);
    check(|_| (), &["s1/one.txt"], "1 added, 0 changed, 4 unchanged, 0 removed", 0, &ALL);
    // As it was read, whatever became of the files.
    let changed = |archive: &Archive| {
        archive.write("s1/one.txt", "A new storm.");
        archive.write("s2/three.txt", "A new frost.");
        archive.remove("s1/two.txt");
    };
    let want = [ALL[0], ALL[1], ("one.txt", "A new storm."), ALL[3]];
    check(changed, &["s1"], "1 added, 0 changed, 3 unchanged, 1 removed", 0, &want);
    check(|archive| archive.remove("s2"), &["s1"], "2 added, 0 changed, 3 unchanged", 0, &ALL);
    // A source that is gone is still no reason to make an index without it.
    check(|archive| archive.remove("s2"), &[], "is missing", 2, &ALL);
    check(
        |archive| archive.remove("s2/three.txt"),
        &[],
        "4 added, 0 changed, 0 unchanged, 1 removed",
        0,
        &[ALL[0], ALL[1], ALL[2], ALL[4]],
    );
}

#[test]
fn what_cannot_be_read_at_a_rebuild_keeps_its_last_good_version() {
    let told = "4 added, 0 changed, 1 unchanged, 0 removed, 1 failed; 5 articles";
    check(|archive| archive.write("s2/three.txt", "\0\0"), &[], told, 2, &ALL);
    let broken = "{\"id\":\"a\",\"text\":\"A flood.\"}\n{\"id\":\"b\",\"text\":\"A dro\n";
    check(|archive| archive.write("s2/list.jsonl", broken), &[], told, 2, &ALL);
    // One that was broken before, and still is.
    let twice = |archive: &Archive| {
        archive.write("s2/list.jsonl", broken);
        archive.run(["index"]).ends_with(2);
    };
    check(twice, &[], told, 2, &ALL);
    check(twice, &["s2"], "2 added, 0 changed, 3 unchanged, 0 removed, 1 failed; 5 articles", 2, &ALL);
    // What is gone besides goes.
    let gone = "{\"id\":\"b\",\"text\":\"A dro\n";
    check(
        |archive| archive.write("s2/list.jsonl", gone),
        &[],
        "3 added, 0 changed, 1 unchanged, 1 removed, 1 failed",
        2,
        &[ALL[0], ALL[2], ALL[3], ALL[4]],
    );
}

#[test]
fn a_damaged_container_and_a_list_of_files_survive_a_rebuild() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [("a.txt", "A storm."), ("b.txt", "A flood.")] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a member");
        std::io::Write::write_all(&mut zip, text.as_bytes()).expect("its text");
    }
    let bytes = zip.finish().expect("an archive").into_inner();
    let archive = Archive::new().file("s/m.zip", &bytes).file("t/x.txt", "A frost.").file("t/y.txt", "A thaw.");
    archive.run(["index", "s"]).success();
    archive.run_with(["index", "--files-from", "-"], &[], b"t/x.txt\n").success().tells(&["1 added"]);
    archive.write("s/m.zip", &bytes[..20]);
    archive.run(["index", "--rebuild"]).ends_with(2).tells(&["m.zip", "1 added, 0 changed, 2 unchanged"]);
    assert_eq!(found(&archive, &["storm OR flood OR frost OR thaw"]), ["m.zip/a.txt", "m.zip/b.txt", "x.txt"]);
}

/// Nothing comes over from an index that cannot be read: then all sources are read.
#[test]
fn a_rebuild_of_one_source_of_a_damaged_index_reads_all() {
    let archive = Archive::new().file("s1/one.txt", "A storm.").file("s2/two.txt", "A flood.");
    archive.run(["index", "s1", "s2"]).success();
    archive.write("index/engine-1/meta.json", "{");
    archive.run(["index", "s1", "--rebuild"]).success().tells(&["2 added", "2 articles"]);
    archive.run(["verify"]).success();
    assert_eq!(found(&archive, &["storm OR flood"]), ["one.txt", "two.txt"]);
}
