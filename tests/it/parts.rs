//! A part of a source: its own options, and what becomes of it when it is gone.

use crate::util::{Archive, found};

fn npr_and_wire() -> Archive {
    let archive = Archive::new()
        .file("arch/npr/two.txt", "A storm.\n")
        .file("arch/npr/deep/four.txt", "A frost.\n")
        .file("arch/wire/one.txt", "A flood.\n")
        .file("arch/three.txt", "A drought.\n");
    archive.run(["index", "arch"]).success();
    archive
}

/// Path and value of a field of all articles, `-` where it is unknown.
fn values(archive: &Archive, field: &str) -> Vec<String> {
    let records = archive.run(["export"]).success().json_lines();
    let mut found: Vec<String> = records
        .iter()
        .map(|record| {
            let value = record[field]["value"].as_str().unwrap_or("-");
            format!("{} {value}", record["path"].as_str().unwrap_or(""))
        })
        .collect();
    found.sort();
    found
}

/// Runs with options in turn and then without any; compares a field after each of both.
#[track_caller]
fn check(runs: &[&[&str]], field: &str, want: [&str; 4]) {
    let archive = npr_and_wire();
    for run in runs {
        archive.run(["index"].iter().chain(*run)).success();
    }
    let paths = ["npr/deep/four.txt", "npr/two.txt", "three.txt", "wire/one.txt"];
    let want: Vec<String> = paths.iter().zip(want).map(|(path, value)| format!("{path} {value}")).collect();
    assert_eq!(values(&archive, field), want, "{runs:?}");
    // Remembered, and by a rebuild too.
    archive.run(["index"]).success().tells(&["0 added, 0 changed, 4 unchanged"]);
    archive.run(["index", "--rebuild"]).success();
    assert_eq!(values(&archive, field), want, "{runs:?} and a rebuild");
}

#[test]
fn options_of_a_part_hold_for_that_part() {
    let (npr, wire) = (&["arch/npr", "--outlet", "NPR"][..], &["arch/wire", "--outlet", "Reuters"][..]);
    check(&[npr], "outlet", ["NPR", "NPR", "-", "-"]);
    check(&[npr, wire], "outlet", ["NPR", "NPR", "-", "Reuters"]);
    check(&[npr, &["arch", "--outlet", "Gazette"]], "outlet", ["NPR", "NPR", "Gazette", "Gazette"]);
    // A single file, a part of a part, other options.
    check(&[&["arch/npr/two.txt", "--outlet", "NPR"]], "outlet", ["-", "NPR", "-", "-"]);
    check(&[npr, &["arch/npr/deep", "--outlet", "Herald"]], "outlet", ["Herald", "NPR", "-", "-"]);
    check(&[npr, &["arch/npr/deep", "--date", "2019-01-02"]], "outlet", ["NPR", "NPR", "-", "-"]);
    check(&[npr, &["arch/npr/deep", "--date", "2019-01-02"]], "date", ["2019-01-02", "-", "-", "-"]);
    check(&[&["arch/npr", "--date", "2019-01-02"]], "date", ["2019-01-02", "2019-01-02", "-", "-"]);
    check(&[&["arch/wire", "--path-pattern", "{outlet}/*"]], "outlet", ["-", "-", "-", "The Wire"]);
    // Given empty, they are forgotten; what holds for the whole does not hold there then.
    check(&[npr, &["arch/npr", "--outlet", ""]], "outlet", ["-"; 4]);
    check(
        &[&["arch", "--outlet", "Gazette"], &["arch/npr", "--outlet", ""]],
        "outlet",
        ["-", "-", "Gazette", "Gazette"],
    );
    check(&[npr, &["arch", "--outlet", ""]], "outlet", ["NPR", "NPR", "-", "-"]);
    // Those of the whole are still those of the whole.
    check(&[&["arch", "--outlet", "Gazette"]], "outlet", ["Gazette"; 4]);
    check(&[&["arch", "--outlet", "Gazette"], &["arch/npr"]], "outlet", ["Gazette"; 4]);
}

#[test]
fn keys_and_manifests_of_a_part_hold_for_that_part() {
    let archive = Archive::new()
        .file("arch/nl/list.csv", "kop,text\nStorm,Een storm.\n")
        .file("arch/en/list.csv", "title,kop,text\nFlood,other,A flood.\n")
        .file("arch/en/x.txt", "A frost.\n")
        .file("arch/nl/x.txt", "Een vorst.\n")
        .file("m.csv", "path,title\narch/en/x.txt,Frost\narch/nl/x.txt,Vorst\n");
    archive.run(["index", "arch"]).success();
    archive.run(["index", "arch/nl", "--map", "title=kop"]).success();
    archive.run(["index", "arch/nl", "--manifest", "m.csv"]).success();
    archive.run(["index"]).success();
    assert_eq!(values(&archive, "title"), ["en/list.csv Flood", "en/x.txt -", "nl/list.csv Storm", "nl/x.txt Vorst"]);
    let listed = archive.run(["index", "--sources"]).success().stdout;
    assert!(listed.contains("(nl: --map title=kop --manifest /") && listed.contains("m.csv)"), "{listed}");
    // The file of a record of a part is read as the part is.
    archive.run(["index", "arch/nl", "--map", "", "--manifest", ""]).success();
    assert_eq!(values(&archive, "title"), ["en/list.csv Flood", "en/x.txt -", "nl/list.csv -", "nl/x.txt -"]);
}

#[test]
fn what_a_folder_with_parts_has_to_tell_is_told_once() {
    let archive = npr_and_wire();
    archive.write("arch/manifest.csv", "path,outlet\nx\nnone.txt,Herald\n");
    archive.write("arch/notes.xyz", "");
    archive.run(["index", "arch/npr", "--outlet", "NPR"]).ends_with(2);
    archive.run(["index", "arch/wire", "--outlet", "Reuters"]);
    // What cannot be read is a mistake when it is named, and nothing later.
    archive.run(["index", "arch/notes.xyz", "--outlet", "NPR"]).ends_with(2).tells(&["an ending that no reader knows"]);
    let answer = archive.run(["index", "--rebuild"]).ends_with(2).tells(&["4 added", "1 failed"]);
    for told in ["has 1 field where the header has 2", "which does not exist"] {
        assert_eq!(answer.stderr.matches(told).count(), 1, "{}", answer.stderr);
    }
    assert_eq!(values(&archive, "outlet")[1..], ["npr/two.txt NPR", "three.txt -", "wire/one.txt Reuters"]);
}

#[test]
fn a_part_that_is_gone_goes() {
    let archive = npr_and_wire();
    archive.remove("arch/npr");
    archive.run(["index", "arch/npr/two.txt"]).success().tells(&["0 added, 0 changed, 0 unchanged, 1 removed"]);
    archive.run(["index", "arch/npr"]).success().tells(&["1 removed, 0 failed; 2 articles"]);
    archive.remove("arch/three.txt");
    archive.run(["index", "arch/three.txt"]).success().tells(&["1 removed, 0 failed; 1 article"]);
    // What nobody knows is a mistake.
    archive.run(["index", "arch/npr"]).ends_with(2).tells(&["could not read `arch/npr`"]);
    archive.run(["index", "arch/wir"]).ends_with(2).tells(&["could not read `arch/wir`"]);
    // If the source is gone altogether, its parts stay.
    archive.remove("arch");
    archive.run(["index", "arch/wire"]).ends_with(2).tells(&["is missing", "--allow-empty"]);
    assert_eq!(found(&archive, &["flood"]), ["wire/one.txt"]);
    archive.run(["index", "arch/wire", "--allow-empty"]).success().tells(&["1 removed"]);
}

#[test]
fn a_part_with_options_that_is_gone_goes_and_may_come_back() {
    let archive = npr_and_wire();
    archive.run(["index", "arch/npr", "--outlet", "NPR"]).success();
    archive.remove("arch/npr");
    archive.run(["index"]).success().tells(&["2 unchanged, 2 removed, 0 failed"]);
    archive.write("arch/npr/five.txt", "A thaw.\n");
    archive.run(["index"]).success().tells(&["1 added"]);
    assert_eq!(values(&archive, "outlet"), ["npr/five.txt NPR", "three.txt -", "wire/one.txt -"]);
}
