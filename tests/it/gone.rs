//! Runs over sources of which something is gone: the manifest, the folder of one without articles.

use crate::util::{Archive, found};

#[test]
fn a_manifest_that_is_gone_stops_its_own_source_alone() {
    let archive = Archive::new()
        .file("a/one.txt", "A storm.\n")
        .file("b/two.txt", "A storm.\n")
        .file("m.csv", "path,outlet\na/one.txt,Herald\n")
        .file("o.toml", "[[outlet]]\nname = \"The Ledger\"\n");
    archive.run(["index", "a", "--manifest", "m.csv"]).success();
    archive.run(["index", "b"]).success();
    archive.remove("m.csv");
    archive.write("a/three.txt", "A third storm.\n");
    archive.write("b/four.txt", "A fourth storm.\n");
    archive.run(["index"]).ends_with(2).tells(&[
        "m.csv",
        "--manifest ''",
        "1 added, 0 changed, 1 unchanged, 0 removed",
    ]);
    assert_eq!(found(&archive, &["storm"]), ["four.txt", "one.txt", "two.txt"]);
    // What else is given is taken.
    archive.run(["index", "--outlets", "o.toml"]).ends_with(2).tells(&["m.csv"]);
    assert!(archive.path("index/outlets-4.toml").exists());
    // No new index without what it says.
    archive.run(["index", "--rebuild"]).ends_with(2).tells(&["m.csv"]);
    assert_eq!(archive.run(["export", "outlet:herald"]).success().json_lines().len(), 1);
    // It can be forgotten, in either way of writing it.
    let other = Archive::new().file("a/one.txt", "A storm.\n").file("m.csv", "path,outlet\na/one.txt,Herald\n");
    for (archive, forget) in [(&archive, &["--manifest", ""][..]), (&other, &["--manifest="][..])] {
        if archive.path("m.csv").exists() {
            archive.run(["index", "a", "--manifest", "m.csv"]).success();
            archive.remove("m.csv");
        }
        archive.run(["index", "a"].iter().chain(forget)).success();
        archive.run(["index"]).success();
        archive.run(["query", "outlet:herald"]).ends_with(1);
    }
    // One that is given and not there is a mistake.
    archive.run(["index", "b", "--manifest", "n.csv"]).ends_with(2).tells(&["could not read `n.csv`"]);
    archive.run(["extract", "a", "--manifest", ""]).success();
}

#[test]
fn the_tables_of_names_can_be_forgotten() {
    let archive = Archive::new()
        .file("o.toml", "[[outlet]]\nname = \"The Ledger\"\ndomains = [\"ledger.example\"]\n")
        .file("s.toml", "[[speaker]]\nname = \"Ann Roe\"\naliases = [\"Ann Lee\"]\n")
        .file(
            "a/one.jsonl",
            "{\"id\":\"1\",\"url\":\"https://ledger.example/x\",\"text\":\"“The dam will hold,” said Ann Lee.\"}\n",
        );
    archive.run(["index", "a", "--outlets", "o.toml", "--speakers", "s.toml"]).success();
    let known = || {
        let record = archive.run(["export"]).success().json();
        let value = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
        (value(&record["outlet"]["value"]), value(&record["quotes"][0]["speaker"]))
    };
    assert_eq!(known(), ("The Ledger".to_owned(), "Ann Roe".to_owned()));
    archive.run(["index", "--speakers", ""]).success();
    assert_eq!(known(), ("The Ledger".to_owned(), "Ann Lee".to_owned()));
    archive.run(["index", "--outlets="]).success().tells(&["1 changed"]);
    assert_ne!(known().0, "The Ledger");
    archive.run(["index", "--outlets="]).success().tells(&["0 changed"]);
    archive.run(["verify"]).success();
}

#[test]
fn a_source_without_articles_whose_folder_is_gone_is_told_and_forgotten() {
    let archive = Archive::new().file("a/one.txt", "A storm.\n").file("gone/note.xyz", "");
    archive.run(["index", "a", "gone"]).success();
    archive.remove("gone");
    archive.write("a/two.txt", "A second storm.\n");
    archive.run(["index"]).ends_with(2).tells(&["gone: does not exist", "1 added"]);
    assert_eq!(found(&archive, &["storm"]), ["one.txt", "two.txt"]);
    archive.run(["index"]).success();
    assert!(!archive.run(["index", "--sources"]).success().stdout.contains("gone"));
    // One that had articles is kept as ever, and told together with another.
    archive.write("b/three.txt", "A flood.\n");
    archive.write("c/four.txt", "A frost.\n");
    archive.run(["index", "b", "c"]).success();
    archive.remove("b");
    archive.remove("c");
    let answer = archive.run(["index"]).ends_with(2).tells(&["/b` is missing", "/c` is missing", "--allow-empty"]);
    assert!(answer.stderr.contains("2 unchanged"), "{}", answer.stderr);
    assert_eq!(found(&archive, &["flood OR frost"]), ["four.txt", "three.txt"]);
    archive.run(["index", "--allow-empty"]).success().tells(&["2 removed"]);
    archive.run(["index"]).success();
}

#[test]
fn a_manifest_that_names_a_file_twice_is_told_and_the_later_row_counts() {
    let archive = Archive::new()
        .file("a/one.txt", "A storm.\n")
        .file("a/two.txt", "A flood.\n")
        .file("a/list.jsonl", "{\"id\":\"x\",\"text\":\"A frost.\"}\n{\"id\":\"y\",\"text\":\"A thaw.\"}\n")
        .file(
            "a/manifest.csv",
            "path,id,outlet,author\none.txt,,Herald,Ann Lee\ntwo.txt,,Gazette,\none.txt,,Quibbler,\n\
             list.jsonl,x,Herald,\nlist.jsonl,y,Gazette,\n",
        );
    let told = "manifest.csv: line 4: names `one.txt` as line 2 does; what the later one says counts";
    let answer = archive.run(["index", "a"]).success().tells(&[told]);
    assert_eq!(answer.stderr.matches("the later one says").count(), 1, "{}", answer.stderr);
    let records = archive.run(["export"]).success().json_lines();
    let of = |path: &str, field: &str| {
        let record = records.iter().find(|record| record["path"] == path || record["id"] == path).expect("a record");
        record[field]["value"].as_str().unwrap_or("-").to_owned()
    };
    assert_eq!(
        [of("one.txt", "outlet"), of("two.txt", "outlet"), of("x", "outlet"), of("y", "outlet")],
        ["Quibbler", "Gazette", "Herald", "Gazette"]
    );
}
