//! `search query --record` and `search replay`.

use crate::util::Archive;

#[test]
fn a_recorded_search_is_repeated_and_says_what_changed() {
    let archive = Archive::new()
        .file("a/one.md", "---\noutlet: Gazette\ndate: 2026-02-27\n---\nA witch hunt.\n")
        .file("a/two.md", "---\noutlet: Herald\ndate: 2026-02-28\n---\nNo witch hunt.\n");
    archive.run(["index", "a"]).success();
    let query = ["query", "\"witch hunt\" date:>=7d", "--facets", "outlet", "--record", "r.json"];
    archive.run(query).success();
    let text = std::fs::read_to_string(archive.path("r.json")).expect("a record");
    let record: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(record["searched"], "\"witch hunt\" date:>=2026-02-22");
    assert_eq!(record["tree"]["type"], "and");
    assert_eq!(record["answer"]["total"], 2);
    assert_eq!(record["index"]["content"].as_str().map(str::len), Some(32));

    let same = archive.run(["replay", "r.json"]).success().stdout;
    assert!(same.ends_with("the indexed articles are the same\nthe answer is the same\n"), "{same}");
    // The same articles in another index are the same content, and days stay what they were.
    archive.run(["--index", "other", "index", "a"]).success();
    let later = archive.run_with(["--index", "other", "replay", "r.json"], &[("SEARCH_TODAY", "2030-01-01")], b"");
    assert!(later.success().stdout.ends_with("the answer is the same\n"));

    archive.remove("a/one.md");
    archive.write("a/six.md", "---\noutlet: Herald\ndate: 2026-02-28\n---\nThe witch hunt.\n");
    archive.run(["index", "a"]).success();
    let changed = archive.run(["replay", "r.json"]).ends_with(1).stdout;
    assert!(changed.contains("\n+ six.md\n- one.md\noutlet Gazette: 1 then, 0 now\n"), "{changed}");
    let json = archive.run(["replay", "r.json", "--format", "json"]).ends_with(1).json();
    assert_eq!((&json["same"], &json["content_changed"]), (&false.into(), &true.into()));
    assert_eq!((&json["new"][0], &json["gone"][0]), (&"six.md".into(), &"one.md".into()));
    assert_eq!((&json["total_then"], &json["total_now"]), (&2.into(), &2.into()));
}

#[test]
fn articles_of_one_path_are_told_apart() {
    let archive = Archive::new().file("a/x.md", "A witch hunt.\n").file("b/x.md", "No witch hunt.\n");
    archive.run(["index", "a", "b"]).success();
    archive.run(["query", "witch", "--sort", "newest", "--record", "r.json"]).success();
    let text = std::fs::read_to_string(archive.path("r.json")).expect("a record");
    let record: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((&record["answer"]["ids"][0], &record["answer"]["ids"][1]), (&"a/x.md".into(), &"b/x.md".into()));
    archive.run(["replay", "r.json"]).success();
}

#[test]
fn what_is_no_record_is_an_error() {
    let archive = Archive::of_seeds();
    archive.write("x.json", "{}");
    archive.run(["replay", "x.json"]).ends_with(2).tells(&["`x.json`: is no recorded search"]);
    archive.run(["replay", "y.json"]).ends_with(2).tells(&["could not read `y.json`"]);
    archive.run(["query", "hoax", "--record", "no/folder/r.json"]).ends_with(2).tells(&["could not write"]);
}

#[test]
fn what_a_query_means_is_explained() {
    let archive = Archive::of_seeds();
    let text = archive.run(["query", "hunt* W/5 witch outlet:fox", "--explain"]).success().stdout;
    assert!(
        text.starts_with("(hunt* W/5 witch) outlet:fox\n") || text.starts_with("hunt* W/5 witch outlet:fox\n"),
        "{text}"
    );
    assert!(text.contains("\n  witch  3 articles: witch 3\n  outlet fox means Fox News\n"), "{text}");
    let json = archive.run(["query", "hunts outlt:x", "--explain", "--format", "json"]).success().json();
    assert_eq!(json["terms"][0]["term"], "hunts");
    assert_eq!(json["terms"][0]["forms"][0]["form"], "hunt");
    assert_eq!((&json["warnings"][0]["start"], &json["warnings"][0]["end"]), (&6.into(), &11.into()));
    let without = Archive::new();
    assert_eq!(without.run(["query", "a", "b", "--explain"]).success().stdout, "a b\n");
}
