//! `search export`: everything that matches, in order.

use crate::util::Archive;

fn archive() -> Archive {
    let archive = Archive::new();
    for number in 0..25 {
        let text = format!("---\ntitle: Report {number}\noutlet: Gazette\n---\nStorm \"café\" number {number}.\n");
        archive.write(&format!("a/{number:02}.md"), text);
    }
    archive.run(["index", "a"]).success();
    archive
}

#[test]
fn every_article_comes_in_order_of_id() {
    let answer = archive().run(["export"]).success().tells(&["25 articles"]);
    let records = answer.json_lines();
    let ids: Vec<String> = records.iter().map(|record| record["id"].as_str().expect("an id").to_owned()).collect();
    let want: Vec<String> = (0..25).map(|number| format!("{number:02}.md")).collect();
    assert_eq!(ids, want);
    assert_eq!(records[0]["title"]["value"], "Report 0");
}

#[test]
fn a_query_and_filters_choose_the_articles() {
    let archive = archive();
    assert_eq!(archive.run(["export", "title:7"]).success().json_lines().len(), 1);
    assert_eq!(archive.run(["export", "--outlet", "gazette", "--limit", "3"]).success().json_lines().len(), 3);
    archive.run(["export", "tornado"]).ends_with(1);
}

#[test]
fn a_table_can_be_indexed_again() {
    let archive = archive();
    let table = archive.run(["export", "--format", "csv"]).success().stdout;
    archive.write("b/all.csv", table);
    archive.run(["--index", "again", "index", "b"]).success().tells(&["25 added"]);
    let before = archive.run(["export"]).success().json_lines();
    let after = archive.run(["--index", "again", "export"]).success().json_lines();
    for (before, after) in before.iter().zip(&after) {
        for key in ["id", "text"] {
            assert_eq!(before[key], after[key]);
        }
        for key in ["title", "outlet"] {
            assert_eq!(before[key]["value"], after[key]["value"]);
        }
    }
    assert_eq!(after.len(), 25);
}

#[test]
fn lines_of_an_export_can_be_read_as_they_come() {
    let archive = archive();
    // The reader leaves after the first bytes: no error, whatever was still to come.
    let mut child = archive.command().arg("export").spawn().expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn the_order_does_not_depend_on_how_it_was_indexed() {
    let archive = Archive::new();
    for source in ["a", "b", "c"] {
        archive.write(&format!("{source}/x.md"), format!("The {source} storm.\n"));
        archive.write(&format!("{source}/{source}.md"), format!("The {source} storm alone.\n"));
    }
    let want = ["a.md", "a/x.md", "b.md", "b/x.md", "c.md", "c/x.md"];
    for (number, sources) in [["a", "b", "c"], ["c", "a", "b"], ["b", "c", "a"]].iter().enumerate() {
        let index = format!("index{number}");
        for source in sources {
            archive.run(["--index", &index, "index", source]).success();
        }
        let ids = |arguments: &[&str]| -> Vec<String> {
            let records = archive.run(["--index", &index].iter().chain(arguments)).success().json_lines();
            records.iter().map(|record| record["id"].as_str().expect("an id").to_owned()).collect()
        };
        assert_eq!(ids(&["export", "storm"]), want, "{sources:?}");
        let hits = ids(&["query", "storm", "--sort", "newest", "--format", "jsonl"]);
        assert_eq!(hits, ["a.md", "b.md", "c.md", "a/x.md", "b/x.md", "c/x.md"], "{sources:?}");
    }
}

#[test]
fn citations_can_be_indexed_again() {
    let archive = Archive::of_seeds();
    for (format, file) in [("bibtex", "all.bib"), ("ris", "all.ris"), ("csl-json", "all.json")] {
        let index = format!("index-{format}");
        let cited = archive.run(["export", "--quotes", "--format", format]).success().stdout;
        archive.write(&format!("{format}/{file}"), cited);
        archive.run(["--index", &index, "index", format]).success().tells(&["35 added", "0 failed"]);
        let before = archive.run(["export", "--quotes"]).success().json_lines();
        let mut after = archive.run(["--index", &index, "export"]).success().json_lines();
        let words =
            |text: &serde_json::Value| text.as_str().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
        let key = |record: &serde_json::Value| (words(&record["text"]), record["outlet"].clone().to_string());
        let mut wanted: Vec<_> = before.iter().map(key).collect();
        after.iter_mut().for_each(|record| record["outlet"] = record["outlet"]["value"].take());
        let mut got: Vec<_> = after.iter().map(key).collect();
        wanted.sort();
        got.sort();
        assert_eq!(got, wanted, "{format}");
    }
}

#[test]
fn quotations_are_exported_as_quotes_lists_them() {
    let archive = Archive::of_seeds();
    let listed = archive.run(["quotes", "hunt", "--format", "jsonl", "--limit", "100"]).success().json_lines();
    let exported = archive.run(["export", "--quotes", "hunt"]).success().json_lines();
    let ids = |records: &[serde_json::Value]| {
        let mut ids: Vec<String> = records.iter().map(|record| record["id"].to_string()).collect();
        ids.sort();
        ids
    };
    assert_eq!(ids(&exported), ids(&listed));
    let table = archive.run(["export", "--quotes", "hunt", "--format", "csv", "--limit", "2"]).success().stdout;
    assert_eq!(table.lines().next().map(|line| line.starts_with("rank,score,id,article")), Some(true));
    archive.run(["export", "--quotes", "zorblatt"]).ends_with(1);
}
