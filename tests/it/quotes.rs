//! `search quotes`: who said what.

use serde_json::{Value, json};

use crate::util::{Archive, found, seed_files, slice};

const FOX: &str = "000_774039ec22a965d7.txt";
const NBC: &str = "001_8c99b4070233d63e.txt";
const LIBERTY: &str = "002_6cbd762b0ddfde73.txt";

/// The quotations that these arguments find.
#[track_caller]
fn quotes(archive: &Archive, arguments: &[&str]) -> Vec<Value> {
    let options = ["quotes", "--limit", "1000", "--format", "json"];
    let answer = archive.run(options.iter().chain(arguments)).json();
    let quotes = answer["quotes"].as_array().expect("quotations").clone();
    assert_eq!(answer["total"], quotes.len(), "{arguments:?}");
    quotes
}

/// One value of each, sorted, each once.
fn values(quotes: &[Value], key: &str) -> Vec<String> {
    let mut values: Vec<String> =
        quotes.iter().map(|quote| quote[key].as_str().unwrap_or("unknown").to_owned()).collect();
    values.sort();
    values.dedup();
    values
}

#[test]
fn a_phrase_finds_who_said_it_and_where() {
    let archive = Archive::of_seeds();
    let hunts = quotes(&archive, &["witch hunt"]);
    assert_eq!(values(&hunts, "article"), [FOX, NBC, LIBERTY]);
    assert_eq!(values(&hunts, "speaker"), ["Donald Trump"]);
    assert_eq!(values(&hunts, "outlet"), ["Fox News", "Liberty Headlines", "NBC News"]);
    let answer = archive.run(["quotes", "witch hunt"]).success().tells(&["4 of 4 quotations, "]);
    assert_eq!(answer.stdout.matches("— Donald Trump, ").count(), 4, "{}", answer.stdout);
    assert_eq!(found(&archive, &["said:\"witch hunt\" @trump"]), [FOX, NBC, LIBERTY]);
    assert_eq!(found(&archive, &["said:\"witch hunt\" @sessions"]), Vec::<String>::new());
}

#[test]
fn a_quotation_is_a_stretch_of_its_article_with_the_match_marked() {
    let archive = Archive::of_seeds();
    let texts = seed_files();
    for quote in quotes(&archive, &["witch hunt"]) {
        let (_, text) = texts.iter().find(|(name, _)| quote["article"] == name.as_str()).expect("a seed");
        let words = quote["text"].as_str().expect("a text");
        assert_eq!(slice(text, &quote["start"], &quote["end"]), words);
        for marked in quote["highlights"].as_array().expect("highlights") {
            assert_eq!(slice(words, &marked[0], &marked[1]).to_lowercase(), "witch hunt");
        }
        let id = format!("{}#q", quote["article"].as_str().expect("an id"));
        assert!(quote["id"].as_str().expect("an id").starts_with(&id), "{quote}");
        assert!(quote["probability"].as_f64().expect("a number") > 0.5 && quote["reason"] != "", "{quote}");
    }
}

#[test]
fn options_keep_quotations_and_facets_count_them() {
    let archive = Archive::of_seeds();
    let all = quotes(&archive, &[]);
    let of = |key: &str, value: &str| all.iter().filter(|quote| quote[key] == value).count();
    let sessions = quotes(&archive, &["--speaker", "sessions"]);
    assert_eq!(
        (values(&sessions, "speaker"), sessions.len()),
        (vec!["Jeff Sessions".to_owned()], of("speaker", "Jeff Sessions"))
    );
    assert!(sessions.len() >= 10);
    let nbc = quotes(&archive, &["--outlet", "nbc"]);
    assert_eq!((values(&nbc, "article"), nbc.len()), (vec![NBC.to_owned()], of("outlet", "NBC News")));
    assert_eq!(quotes(&archive, &["speaker:sessions outlet:nbc"]).len(), 1);

    let answer = archive.run(["quotes", "--speaker", "sessions", "--facets", "speaker", "--format", "json"]).success();
    let facet = &answer.json()["facets"]["speaker"];
    assert!(
        facet
            .as_array()
            .expect("a facet")
            .contains(&json!({"value": "Donald Trump", "count": of("speaker", "Donald Trump")}))
    );
    let facet = archive.run(["quotes", "witch hunt", "--facets", "speaker"]).success().stdout;
    assert!(facet.contains("\nspeaker\tDonald Trump\t4\n"), "{facet}");
}

#[test]
fn the_unlikely_are_left_out_when_asked() {
    let archive = Archive::of_seeds();
    let all = quotes(&archive, &[]);
    let sure = quotes(&archive, &["--min-probability", "0.95"]);
    let is_sure = |quote: &&Value| quote["probability"].as_f64().expect("a number") > 0.9499;
    assert_eq!(sure.len(), all.iter().filter(is_sure).count());
    assert!(!sure.is_empty() && sure.len() < all.len());
}

#[test]
fn every_format_has_every_quotation() {
    let archive = Archive::of_seeds();
    let lines = archive.run(["quotes", "witch hunt", "--format", "jsonl"]).success().json_lines();
    assert_eq!(lines.len(), 4);
    assert!(lines.iter().all(|line| line["version"] == 1));
    let table = archive.run(["quotes", "witch hunt", "--format", "csv"]).success().stdout;
    assert!(table.starts_with("rank,score,id,article,title,outlet,date,date_certainty,url,speaker,"), "{table}");
    assert_eq!(table.matches(",Donald Trump,").count(), 4, "{table}");
    let page = archive.run(["quotes", "witch hunt", "--limit", "1", "--offset", "1", "--format", "jsonl"]).success();
    assert_eq!(page.json_lines(), [lines[1].clone()]);
}

#[test]
fn nothing_found_is_1_and_a_wrong_use_is_2() {
    let archive = Archive::of_seeds();
    archive.run(["quotes", "zebra"]).ends_with(1).tells(&["0 of 0 quotations"]);
    let told = ["no quotation has it, but 5 articles do"];
    archive.run(["quotes", "narration:trump"]).ends_with(1).tells(&told);
    archive.run(["quotes", "--min-probability", "2"]).ends_with(2).tells(&["0 to 1"]);
    archive.run(["quotes", "witch", "-hunt"]).ends_with(2).tells(&["`-hunt` begins with a dash"]);
    archive.run(["quotes", "the witch"]).success().tells(&["nothing has the phrase"]);
    let explained = archive.run(["quotes", "said:hoax", "--explain"]).success().stdout;
    assert!(explained.starts_with("said:hoax\n  hoax"), "{explained}");
}

#[test]
fn a_changed_article_takes_its_quotations_with_it() {
    let archive = Archive::new()
        .file("a/one.txt", "“The dam will hold,” said Jane Roe.\n")
        .file("a/two.txt", "“The dam is old,” said Mark Lane.\n");
    archive.run(["index", "a"]).success();
    assert_eq!(values(&quotes(&archive, &["dam"]), "speaker"), ["Jane Roe", "Mark Lane"]);

    archive.write("a/one.txt", "“The bridge will hold,” said Jane Roe. “We looked at the bridge,” said Ada Poe.\n");
    archive.run(["index", "a"]).success();
    assert_eq!(values(&quotes(&archive, &["dam"]), "speaker"), ["Mark Lane"]);
    assert_eq!(values(&quotes(&archive, &["bridge"]), "id"), ["one.txt#q1", "one.txt#q2"]);
    assert_eq!(quotes(&archive, &[]).len(), 3);

    archive.remove("a/two.txt");
    archive.run(["index", "a"]).success();
    archive.run(["quotes", "dam"]).ends_with(1);
}
