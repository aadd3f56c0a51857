//! `search compare`: what one set of articles uses more than another.

use serde_json::Value;

use crate::util::Archive;

fn small() -> Archive {
    let article = |outlet: &str, text: &str| format!("---\noutlet: {outlet}\n---\n{text}\n");
    let archive = Archive::new()
        .file("a/1.md", article("Gazette", "“A red herring,” said Jane Roe. The red fox and the red hen."))
        .file("a/2.md", article("Gazette", "“This is a red herring and no more,” said Jane Roe of the fox."))
        .file("a/3.md", article("Valley Post", "The blue whale. “Blue water,” said Mark Lane, of the blue sea."))
        .file("a/4.md", article("Valley Post", "The whale and the fox. “It was blue water,” said Mark Lane."));
    archive.run(["index", "a"]).success();
    archive
}

/// Words, or texts of quotations, of one side.
fn of_side(items: &Value, side: &str) -> Vec<String> {
    let items = items.as_array().expect("a list").iter().filter(|item| item["side"] == side);
    let name = |item: &Value| item["word"].as_str().or(item["text"].as_str()).expect("a text").to_owned();
    items.map(name).collect()
}

#[test]
fn words_and_quotations_stand_on_the_side_that_uses_them_more() {
    let archive = small();
    let compare = ["compare", "outlet:gazette", "outlet:\"Valley Post\"", "--format", "json"];
    let answer = archive.run(compare).success().tells(&["2 and 2 articles compared"]).json();
    assert_eq!(
        (&answer["a"]["articles"], &answer["b"]["articles"], &answer["both"]),
        (&2.into(), &2.into(), &0.into())
    );
    assert_eq!(of_side(&answer["words"], "a")[0], "red");
    assert_eq!(of_side(&answer["words"], "b")[0], "blue");
    let red = &answer["words"][0];
    assert_eq!((&red["count_a"], &red["count_b"], &red["articles_a"]), (&4.into(), &0.into(), &2.into()));
    assert!(red["log_likelihood"].as_f64() > Some(0.0) && red["log_ratio"].as_f64() > Some(1.0), "{red}");
    assert_eq!(of_side(&answer["quotations"], "a"), ["A red herring,"]);
    assert_eq!(of_side(&answer["quotations"], "b"), ["Blue water,"]);
    assert_eq!(answer["quotations"][0]["speaker"], "Jane Roe");
    assert_eq!(answer["quotations"][1]["articles_b"], 2);
}

#[test]
fn only_quotations_or_only_narration() {
    let archive = small();
    let words = |within: &str| -> Vec<String> {
        let answer =
            archive.run(["compare", "outlet:gazette", "NOT outlet:gazette", "--in", within, "--format", "json"]);
        let answer = answer.success().json();
        [of_side(&answer["words"], "a"), of_side(&answer["words"], "b")].concat()
    };
    assert!(words("said").contains(&"herring".to_owned()) && !words("said").contains(&"whale".to_owned()));
    assert!(words("narration").contains(&"whale".to_owned()) && !words("narration").contains(&"herring".to_owned()));
}

#[test]
fn every_format_has_both_sides() {
    let archive = small();
    let compare = |format: &str| {
        archive.run(["compare", "outlet:gazette", "outlet:post", "--limit", "1", "--format", format]).success().stdout
    };
    let text = compare("text");
    assert!(
        text.starts_with("A  outlet:gazette  2 articles, 27 words, 2 quotations\nB  outlet:post  2 articles"),
        "{text}"
    );
    assert!(text.contains("\nwords used more in A\n") && text.contains("quoted more in B, by articles\n"), "{text}");
    assert!(text.contains("“Blue water,” — Mark Lane\n"), "{text}");
    let lines = archive.run(["compare", "outlet:gazette", "outlet:post", "--limit", "1", "--format", "jsonl"]);
    let kinds: Vec<Value> = lines.success().json_lines().iter().map(|line| line["kind"].clone()).collect();
    assert_eq!(kinds, ["word", "word", "quotation", "quotation"]);
    let table = compare("csv");
    assert!(table.starts_with("kind,side,text,speaker,count_a,"), "{table}");
    assert_eq!(table.lines().count(), 5);
}

#[test]
fn an_article_may_stand_on_both_sides_and_a_side_may_be_empty() {
    let archive = small();
    archive.run(["compare", "fox", "whale"]).success().tells(&["1 article is in both", "3 and 2 articles compared"]);
    archive.run(["compare", "fox", "zebra"]).ends_with(1).tells(&["nothing matches `zebra`"]);
    let empty = archive.run(["compare", "fox", "zebra", "--format", "json"]).ends_with(1).json();
    assert_eq!((&empty["words"], &empty["quotations"]), (&Value::Array(Vec::new()), &Value::Array(Vec::new())));
    let same = archive.run(["compare", "the", "the", "--format", "csv"]).success().tells(&["neither side uses"]);
    assert_eq!(same.stdout.lines().count(), 1, "the header alone");
    archive.run(["compare", "fox"]).ends_with(2);
    let explained = archive.run(["compare", "fox", "ant OR bee", "--explain"]).success().stdout;
    assert!(explained.starts_with("fox\n") && explained.contains("\nant OR bee\n"), "{explained}");
}
