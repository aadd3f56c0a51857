//! `search stories` and `search story`: articles about one event.

use serde_json::Value;

use crate::util::Archive;

const ARTICLES: &str = r#"{"id":"a","title":"Dam breaks","outlet":"Gazette","date":"2020-03-01","text":"The reservoir above the valley burst. Farmers fled the flood with sandbags. “The spillway gave way before the engineers could open the gates,” said Ann Lee. “Nobody in the valley was warned of the flood in time,” Mark Roe said."}
{"id":"b","title":"Flood in the valley","outlet":"Valley Post","date":"2020-03-02","text":"Farmers in the valley fled when the reservoir burst and the flood came. “The spillway gave way before the engineers could open the gates,” said Ann Lee."}
{"id":"c","title":"After the flood","outlet":"Gazette","date":"2020-03-04","text":"The reservoir is empty, the valley under sandbags. “Nobody in the valley was warned of the flood in time,” Mark Roe said."}
{"id":"d","title":"Verdict","outlet":"Morning Star","date":"2020-03-02","text":"The jury found the accountant guilty of embezzlement. “We shall appeal the verdict before the summer,” said Kim Day."}
{"id":"e","title":"Dam breaks","outlet":"Morning Star","date":"2022-03-02","text":"Another reservoir burst above another valley, and farmers fled the flood with sandbags."}
"#;

fn archive() -> Archive {
    let archive = Archive::new().file("in/all.jsonl", ARTICLES);
    archive.run(["index", "in"]).success();
    archive
}

fn stories(archive: &Archive, arguments: &[&str]) -> Vec<Value> {
    let options = ["stories", "--members", "--limit", "100", "--format", "json"];
    let answer = archive.run(options.iter().chain(arguments)).json();
    let stories = answer["stories"].as_array().expect("stories").clone();
    assert_eq!(answer["total"], stories.len(), "{arguments:?}");
    stories
}

#[test]
fn articles_of_one_event_are_a_story_and_others_stay_apart() {
    let archive = archive();
    let found = stories(&archive, &[]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["members"], serde_json::json!(["a", "b", "c"]));
    assert_eq!((&found[0]["articles"], &found[0]["utterances"]), (&Value::from(3), &Value::from(2)));
    assert_eq!((&found[0]["first_date"], &found[0]["last_date"]), (&"2020-03-01".into(), &"2020-03-04".into()));
    assert_eq!(stories(&archive, &["--min-articles", "1"]).len(), 3);
    assert_eq!(stories(&archive, &["sandbags"]).len(), 1);
    assert_eq!(stories(&archive, &["embezzlement"]).len(), 0);
    assert_eq!(archive.run(["stories", "embezzlement"]).status, 1);
}

#[test]
fn a_story_shows_who_published_when_and_who_left_out_what() {
    let archive = archive();
    let id = stories(&archive, &[])[0]["id"].as_str().expect("an id").to_owned();
    let story = archive.run(["story", &id, "--format", "json"]).success().json();
    let timeline: Vec<&str> =
        story["timeline"].as_array().expect("articles").iter().map(|one| one["id"].as_str().expect("an id")).collect();
    assert_eq!(timeline, ["a", "b", "c"]);
    assert_eq!(story["absent"], serde_json::json!([{"outlet": "Morning Star", "articles": 1}]));
    assert_eq!(story["matrix"]["outlets"], serde_json::json!(["Gazette", "Valley Post"]));
    let rows = story["matrix"]["utterances"].as_array().expect("rows");
    let cells = |speaker: &str| -> Vec<u64> {
        let row = rows.iter().find(|row| row["speaker"] == speaker).expect(speaker);
        let cells = row["cells"].as_array().expect("cells");
        cells.iter().map(|cell| cell["quotations"].as_u64().expect("a number")).collect()
    };
    assert_eq!((cells("Ann Lee"), cells("Mark Roe")), (vec![1, 1], vec![2, 0]));
    let text = archive.run(["story", &id]).success().stdout;
    assert!(text.contains("left out by Valley Post") && text.contains("Not covered by"), "{text}");
    let csv = archive.run(["story", &id, "--format", "csv"]).success().stdout;
    let header = "family,speaker,text,Gazette,Gazette: fidelity,Valley Post,Valley Post: fidelity\n";
    assert!(csv.starts_with(header) && csv.lines().count() == 3, "{csv}");
    assert!(csv.contains(",2,verbatim,0,\n"), "{csv}");
    assert!(archive.run(["story", &id, "--format", "html"]).success().stdout.contains("<table>"));
    assert_eq!(archive.run(["story", "aaaaaaaa"]).status, 1);
    // An article more, and the id is the same.
    let more = ARTICLES.to_owned()
        + r#"{"id":"f","title":"Flood","outlet":"Valley Post","date":"2020-03-05","text":"The reservoir burst; farmers in the valley with sandbags wait for the flood to go."}"#;
    archive.write("in/all.jsonl", &more);
    archive.run(["index"]).success();
    let again = stories(&archive, &[]);
    assert_eq!((again[0]["id"].as_str(), &again[0]["articles"]), (Some(id.as_str()), &Value::from(4)));
    archive.run(["verify"]).success();
}

#[test]
fn a_cell_of_the_matrix_says_how_faithful_the_outlet_is() {
    let said = |words: &str| format!("Farmers fled the flood in the valley. “{words}” said Ann Lee.");
    let line = |id: &str, outlet: &str, words: &str| {
        serde_json::json!({"id": id, "outlet": outlet, "date": "2020-03-01", "text": said(words)}).to_string()
    };
    let full = "The spillway gave way before the engineers could open the gates of the dam,";
    let archive = Archive::new().file(
        "in/all.jsonl",
        [
            line("a", "Gazette", full),
            line("b", "Herald", "The spillway gave way before the engineers could open the gates,"),
            line("c", "Morning Star", "The spillway gave way before the builders could open the gates of the dam,"),
            line("d", "Post", "The spillway gave way, and the engineers could open the gates of the dam,"),
            line("e", "Post", full),
            line("f", "Valley Post", "The spillway gave way … the gates of the dam,"),
        ]
        .join("\n"),
    );
    archive.run(["index", "in"]).success();
    let id = stories(&archive, &[])[0]["id"].as_str().expect("an id").to_owned();
    let story = archive.run(["story", &id, "--format", "json"]).success().json();
    let columns = story["matrix"]["outlets"].as_array().expect("outlets");
    let cells = story["matrix"]["utterances"][0]["cells"].as_array().expect("cells");
    let mut told: Vec<String> = columns
        .iter()
        .zip(cells)
        .map(|(outlet, cell)| format!("{outlet} {} {}", cell["fidelity"], cell["differs"]).replace('"', ""))
        .collect();
    told.sort();
    let want = ["Gazette verbatim false", "Herald part false", "Morning Star altered true", "Post verbatim true"];
    assert_eq!(told[..4], want);
    assert_eq!(told[4], "Valley Post elided false");
    let text = archive.run(["story", &id]).success().stdout;
    for part in ["Herald (part)", "Morning Star (altered)", "Post (2, differs in one)"] {
        assert!(text.replace("\n    ", " ").contains(part), "{part}: {text}");
    }
    let html = archive.run(["story", &id, "--format", "html"]).success().stdout;
    assert!(html.contains("<del>1</del> altered"), "{html}");
}

#[test]
fn one_outlet_with_a_word_more_is_the_one_that_altered() {
    let line = |id: &str, outlet: &str, words: &str| {
        let text = format!("Farmers fled the flood in the valley. “{words}” said Ann Lee.");
        serde_json::json!({"id": id, "outlet": outlet, "date": "2020-03-01", "text": text}).to_string()
    };
    let usual = "The new gates of the old dam will cost taxpayers nothing at all,";
    let fuller = "The new gates of the old dam will cost taxpayers almost nothing at all,";
    let outlets = [("Gazette", usual), ("Herald", usual), ("Post", usual), ("Star", fuller)];
    let lines: Vec<String> =
        outlets.iter().enumerate().map(|(at, (outlet, words))| line(&at.to_string(), outlet, words)).collect();
    let archive = Archive::new().file("in/all.jsonl", lines.join("\n"));
    archive.run(["index", "in"]).success();
    let id = stories(&archive, &[])[0]["id"].as_str().expect("an id").to_owned();
    let story = archive.run(["story", &id, "--format", "json"]).success().json();
    let utterance = &story["matrix"]["utterances"][0];
    assert_eq!(utterance["text"], usual);
    let labels: Vec<&str> =
        utterance["cells"].as_array().expect("cells").iter().filter_map(|cell| cell["fidelity"].as_str()).collect();
    assert_eq!(labels, ["verbatim", "verbatim", "verbatim", "altered"]);
    let altered = archive.run(["quotes", "--altered", "--format", "json"]).success().json();
    assert_eq!((&altered["total"], &altered["variants"][0]["outlet"]), (&Value::from(1), &Value::from("Star")));
}

#[test]
fn who_prints_the_words_of_a_story_elsewhere_has_not_left_it_out() {
    // Of another story, with a quotation of this one beside its own.
    let column = r#"{"id":"z","title":"Verdict","outlet":"Tribune","date":"2020-03-03","text":"The jury found the accountant guilty of embezzlement, and the jury foreman shook the accountant's hand. “We shall appeal the verdict before the summer,” said Kim Day. The accountant's embezzlement is to be judged again. On another page: “Nobody in the valley was warned of the flood in time,” Mark Roe said."}"#;
    let archive = Archive::new().file("in/all.jsonl", format!("{ARTICLES}{column}\n"));
    archive.run(["index", "in"]).success();
    let found = stories(&archive, &[]);
    assert_eq!(found[0]["members"], serde_json::json!(["a", "b", "c"]));
    let id = found[0]["id"].as_str().expect("an id");
    let story = archive.run(["story", id, "--format", "json"]).success().json();
    assert_eq!(story["absent"], serde_json::json!([{"outlet": "Morning Star", "articles": 1}]));
}

#[test]
fn without_dates_articles_are_in_order_of_id_and_nothing_is_counted_on_days() {
    let text = "The reservoir above the valley burst. Farmers fled the flood with sandbags. “The spillway gave way before the engineers could open the gates,” said Ann Lee.";
    let line = |id: &str, outlet: &str, text: &str| serde_json::json!({"id": id, "outlet": outlet, "text": text});
    let archive = Archive::new();
    for id in ["c", "a", "b"] {
        archive.write(&format!("in/{id}.jsonl"), line(id, "Gazette", text).to_string());
        archive.run(["index", "in"]).success();
    }
    archive.write("in/d.jsonl", line("d", "Star", "The jury found the accountant guilty.").to_string());
    archive.run(["index", "in"]).success();
    let found = stories(&archive, &[]);
    assert_eq!(found[0]["members"], serde_json::json!(["a", "b", "c"]));
    let id = found[0]["id"].as_str().expect("an id");
    let story = archive.run(["story", id, "--format", "json"]).success().json();
    assert_eq!(story["absent"], serde_json::json!([{"outlet": "Star", "articles": null}]));
    let text = archive.run(["story", id]).success().stdout;
    assert!(text.contains("\nStar\n") && !text.contains("on these days"), "{text}");
}
