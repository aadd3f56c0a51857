//! `search kwic`: matches in their context.

use serde_json::Value;

use crate::util::{Archive, seed_files, slice};

/// The lines that these arguments find.
#[track_caller]
fn lines(archive: &Archive, arguments: &[&str]) -> Vec<Value> {
    let answer = archive.run(["kwic", "--limit", "1000", "--format", "json"].iter().chain(arguments)).json();
    let lines = answer["lines"].as_array().expect("lines").clone();
    assert_eq!(answer["total"], lines.len(), "{arguments:?}");
    lines
}

fn small() -> Archive {
    let archive = Archive::new()
        .file("a/one.txt", "A red fox ran. The red hen saw the red fox.\n")
        .file("a/two.md", "---\ntitle: Red fox at large\noutlet: Gazette\ndate: 2020-03-04\n---\nNo red dog.\n")
        .file("a/six.md", "---\noutlet: Valley Post\ndate: 2019-01-02\n---\n“My red ant,” said Jane Roe, “is red.”\n");
    archive.run(["index", "a"]).success();
    archive
}

/// The words behind each match, in order.
fn behind(lines: &[Value]) -> Vec<String> {
    let words = |line: &Value| {
        let right = line["right"].as_str().expect("a context");
        right.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or("").to_owned()
    };
    lines.iter().map(words).collect()
}

#[test]
fn a_line_is_a_stretch_of_its_article_with_its_context() {
    let archive = Archive::of_seeds();
    let texts = seed_files();
    for query in ["\"witch hunt\"", "trump W/5 sessions", "recus*", "said:(russia OR hoax)"] {
        let found = lines(&archive, &[query]);
        assert!(found.len() > 1, "{query}");
        for line in found {
            let (_, text) = texts.iter().find(|(name, _)| line["article"] == name.as_str()).expect("a seed");
            let words = line["text"].as_str().expect("a text");
            assert_eq!(slice(text, &line["start"], &line["end"]), words);
            let whole = format!("{}{words}{}", line["left"].as_str().unwrap(), line["right"].as_str().unwrap());
            assert!(text.contains(&whole), "{whole:?}");
            assert!(line["left"].as_str().unwrap().chars().count() <= 40, "{line}");
            for marked in line["highlights"].as_array().expect("highlights") {
                assert!(!slice(words, &marked[0], &marked[1]).is_empty());
            }
        }
    }
    let hunts = lines(&archive, &["witch hunt"]);
    assert_eq!(hunts.len(), 4);
    assert!(hunts.iter().all(|line| line["quoted"] == true && line["speaker"] == "Donald Trump"), "{hunts:?}");
}

#[test]
fn lines_come_in_the_order_asked_for() {
    let archive = small();
    let sorted = |order: &str| behind(&lines(&archive, &["red", "--sort", order]));
    assert_eq!(sorted("right"), ["", "ant", "dog", "fox", "fox", "fox", "hen"]);
    // Before the match: nothing, a, is, my, no, the, the.
    assert_eq!(sorted("left"), ["fox", "fox", "", "ant", "dog", "hen", "fox"]);
    let of = |order: &str, key: &str| -> Vec<Value> {
        lines(&archive, &["red", "--sort", order]).iter().map(|line| line[key].clone()).collect()
    };
    assert_eq!(of("oldest", "date")[..2], ["2019-01-02", "2019-01-02"]);
    assert_eq!(of("date", "date"), of("oldest", "date"));
    assert_eq!(of("newest", "date")[..2], ["2020-03-04", "2020-03-04"]);
    assert!(of("newest", "date")[4].is_null());
    assert_eq!(of("outlet", "outlet")[..4], ["Gazette", "Gazette", "Valley Post", "Valley Post"]);
    assert_eq!(of("outlet", "place")[..2], ["title", "text"]);
    let page = archive.run(["kwic", "red", "--sort", "right", "--limit", "2", "--offset", "1", "--format", "jsonl"]);
    assert_eq!(behind(&page.success().json_lines()), ["ant", "dog"]);
}

#[test]
fn contexts_keep_the_width() {
    let archive = small();
    let found = lines(&archive, &["hen", "--width", "9"]);
    assert_eq!((found[0]["left"].as_str(), found[0]["right"].as_str()), (Some("The red "), Some(" saw the")));
    let text = archive.run(["kwic", "hen", "--width", "9"]).success().stdout;
    assert_eq!(text, "The red hen saw the  no date  no outlet  one.txt\n");
}

#[test]
fn what_stands_beside_is_counted() {
    let archive = small();
    let text = archive.run(["kwic", "red", "--group", "right"]).success().tells(&["7 matches in 3 articles"]).stdout;
    assert!(text.starts_with("count  articles  words\n    3         2  fox\n"), "{text}");
    let rows =
        archive.run(["kwic", "fox", "--group", "left", "--group-words", "2", "--format", "csv"]).success().stdout;
    assert_eq!(rows, "words,count,articles\na red,1,1\nred,1,1\nthe red,1,1\n");
    let groups = archive.run(["kwic", "red", "--group", "left", "--format", "json"]).success().json();
    assert_eq!(groups["groups"][0]["words"], "the");
    assert_eq!((&groups["total"], groups["lines"].is_null()), (&Value::from(7), true));
}

#[test]
fn the_words_near_matches_are_counted_and_measured() {
    let archive = small();
    let near = |arguments: &[&str]| -> Vec<Value> {
        let answer = archive.run(["kwic", "--format", "json"].iter().chain(arguments)).success().json();
        answer["collocates"].as_array().expect("collocates").clone()
    };
    let found = near(&["red", "--collocates", "1", "--min-count", "1", "--limit", "100"]);
    let word = |word: &str| found.iter().find(|one| one["word"] == word).unwrap_or_else(|| panic!("{word}")).clone();
    let fox = word("fox");
    // The fox of the headline is not counted.
    assert_eq!((&fox["count"], &fox["left"], &fox["frequency"]), (&Value::from(2), &Value::from(0), &Value::from(2)));
    assert_eq!((&word("the")["left"], &word("the")["frequency"]), (&Value::from(2), &Value::from(2)));
    assert!(found.iter().all(|one| one["log_dice"].as_f64().expect("a number") <= 14.0));
    let dice = near(&["red", "--collocates", "1", "--measure", "log-dice"]);
    assert!(!dice.is_empty() && dice.iter().all(|one| one["count"].as_u64() >= Some(2)), "{dice:?}");
    let table = archive.run(["kwic", "red", "--collocates", "1"]).success().stdout;
    assert!(table.starts_with("count  left  right  in all  log-likelihood  logDice  word\n"), "{table}");
}

#[test]
fn nothing_found_is_1_and_a_wrong_use_is_2() {
    let archive = small();
    archive.run(["kwic", "zebra"]).ends_with(1).tells(&["0 of 0 matches in 0 articles"]);
    archive.run(["kwic", "outlet:gazette"]).ends_with(1).tells(&["1 article does match, but for no words"]);
    archive.run(["kwic"]).ends_with(2).tells(&["no QUERY is given"]);
    archive.run(["kwic", "a", "--group-words", "2"]).ends_with(2);
    archive.run(["kwic", "a", "--width", "-3"]).ends_with(2).tells(&["a number of characters from 0 on"]);
    archive.run(["kwic", "a", "--collocates", "0"]).ends_with(2).tells(&["a number from 1 on"]);
    archive.run(["kwic", "a", "--limit", "9000000"]).ends_with(2).tells(&["at most 1000000 lines can be listed"]);
    archive.run(["kwic", "a", "-b"]).ends_with(2).tells(&["`-b` begins with a dash"]);
    archive.run(["kwic", "red dog fox"]).success().tells(&["nothing has the phrase"]);
    assert_eq!(archive.run(["kwic", "fox", "--explain"]).success().stdout, "fox\n  fox  2 articles: fox 2\n");
}

#[test]
fn filters_within_a_query_say_which_of_its_words_count() {
    let archive = small();
    let check = |query: &str, want: &[&str]| {
        let mut found = behind(&lines(&archive, &[query, "--sort", "right"]));
        found.sort();
        assert_eq!(found, want, "{query}");
        assert_eq!(lines(&archive, &[query]).len(), want.len(), "{query}");
        // What a hit shows are the same matches.
        let hits = archive.run(["query", query, "--format", "json"]).json();
        let marked: usize = hits["hits"]
            .as_array()
            .expect("hits")
            .iter()
            .filter(|hit| hit["passages"].as_array().expect("passages").is_empty())
            .count();
        assert_eq!(marked, 0, "{query}: {hits}");
    };
    check("red NOT outlet:gazette", &["", "ant", "fox", "fox", "hen"]);
    check("red NOT outlet:?", &["", "ant", "dog", "fox"]);
    check("red NOT date:2019", &["dog", "fox", "fox", "fox", "hen"]);
    check("red NOT speaker:roe", &["dog", "fox", "fox", "fox", "hen"]);
    check("red NOT lang:de NOT author:?", &[]);
    // Only in the Gazette does the second operand hold.
    check("hen OR (red outlet:gazette)", &["dog", "fox", "saw"]);
    check("hen OR (red NOT outlet:gazette)", &["", "ant", "fox", "fox", "hen", "saw"]);
    check("ant OR (red speaker:\"jane roe\")", &["", "ant", "said"]);
    check(
        "(fox OR hen) (red OR dog) NOT outlet:valley",
        &["", "", "at", "dog", "fox", "fox", "fox", "hen", "ran", "saw"],
    );
}

#[test]
fn a_headline_in_the_text_gives_a_line_where_it_alone_is_asked_for() {
    let text = "# Storm hits the coast\n\nA storm hit the coast on Monday. Ships stayed in the harbour all day.\n";
    let archive = Archive::new().file("a/one.md", text);
    archive.run(["index", "a"]).success();
    let places = |query: &str| -> Vec<String> {
        let found = lines(&archive, &[query]);
        let by_words = lines(&archive, &[query, "--sort", "right"]);
        assert_eq!(found.len(), by_words.len(), "{query}");
        found.iter().map(|line| line["place"].as_str().expect("a place").to_owned()).collect()
    };
    assert_eq!(places("title:storm"), ["title"]);
    assert_eq!(places("storm"), ["text", "text"]);
    assert_eq!(places("title:coast ships"), ["title", "text"]);
    assert_eq!(places("title:coast OR coast"), ["text", "text"]);
}
