//! `search check`: are the quotations of a text in the archive as they stand?

use crate::util::{Archive, slice};

const DRAFT: &str = "Sessions wrote: “Look, I know your anger, but recusal was required by law.” He “did my duty & you’re \
very fortunate I did”.\n\nTrump: “3 years ago … the Fraudulent Mueller Scam began.” The mayor spoke of “an outrage of \
historic dimension”.\n";

fn verdicts(answer: &serde_json::Value) -> Vec<&str> {
    let quotes = answer["quotes"].as_array().expect("quotations");
    quotes.iter().map(|quote| quote["verdict"].as_str().expect("a verdict")).collect()
}

#[test]
fn each_quotation_has_its_verdict_and_its_places() {
    let archive = Archive::of_seeds().file("draft.txt", DRAFT);
    let answer = archive.run(["check", "draft.txt", "--format", "json"]).ends_with(1);
    let answer = answer.tells(&["4 quotations: 1 verbatim, 1 shortened, 1 differs, 1 not found"]).json();
    assert_eq!(verdicts(&answer), ["verbatim", "differs", "shortened", "not found"]);
    let first = &answer["quotes"][0];
    assert_eq!(slice(DRAFT, &first["start"], &first["end"]), first["text"].as_str().expect("words"));
    let place = &first["places"][0];
    assert_eq!((&place["outlet"], &place["speaker"]), (&"The Daily Wire".into(), &"Jeff Sessions".into()));
    let id = place["article"].as_str().expect("an id");
    let article = archive.run(["show", id, "--format", "json"]).success().json();
    let text = article["text"].as_str().expect("a text");
    assert_eq!(slice(text, &place["start"], &place["end"]), place["text"].as_str().expect("words"));
    let pieces = answer["quotes"][1]["places"][0]["pieces"].as_array().expect("pieces");
    let changed: Vec<&str> = pieces
        .iter()
        .filter(|piece| piece["change"] == "changed")
        .filter_map(|piece| piece["right"].as_str())
        .collect();
    assert_eq!(changed, ["damn "]);
}

#[test]
fn the_status_says_whether_all_are_there() {
    let archive = Archive::of_seeds();
    let check = |text: &str, arguments: &[&str]| {
        let arguments = ["check", "-"].iter().chain(arguments);
        archive.run_with(arguments, &[], text.as_bytes()).status
    };
    assert_eq!(check("“recusal was required by law”", &[]), 0);
    assert_eq!(check("“recusal was … law”", &[]), 0);
    assert_eq!(check("“recusal was … law”", &["--strict"]), 1);
    assert_eq!(check("“no such words anywhere”", &["--quiet"]), 1);
    assert_eq!(check("Nobody is quoted.", &[]), 1);
    archive.run(["check", "no-such-file"]).ends_with(2);
}

#[test]
fn what_is_exported_as_markdown_is_verbatim() {
    let archive = Archive::of_seeds();
    let quotations = archive.run(["export", "--quotes", "--format", "markdown"]).success().stdout;
    let answer = archive.run_with(["check", "-", "--format", "json"], &[], quotations.as_bytes()).success().json();
    assert_eq!(answer["total"], answer["verbatim"]);
}

#[test]
fn words_in_the_wrong_mouth_fail() {
    let archive = Archive::of_seeds();
    let words = "“Look, I know your anger, but recusal was required by law.”";
    let check = |speaker: &str, arguments: &[&str]| {
        let draft = format!("{speaker} said: {words}");
        archive.run_with(["check", "-"].iter().chain(arguments), &[], draft.as_bytes())
    };
    let answer = check("Joe Biden", &["--format", "json"]).ends_with(1).json();
    assert_eq!(verdicts(&answer), ["verbatim"]);
    let place = &answer["quotes"][0]["places"][0];
    assert_eq!((&place["speaker"], &place["speaker_agrees"]), (&"Jeff Sessions".into(), &"differs".into()));
    let plain = check("Joe Biden", &[]).ends_with(1).stdout;
    assert!(plain.contains("said there by Jeff Sessions"), "{plain}");
    for speaker in ["Jeff Sessions", "Sessions", "A spokesman"] {
        check(speaker, &[]).success();
    }
    let answer = check("Sessions", &["--format", "json"]).json();
    assert_eq!(answer["quotes"][0]["places"][0]["speaker_agrees"], "same");
}

#[test]
fn a_draft_of_any_encoding_is_read_and_nothing_else_passes() {
    let utf16: Vec<u8> =
        "\u{FEFF}He wrote “recusal was required by law”".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let archive = Archive::of_seeds()
        .file("wide.txt", utf16)
        .file("old.txt", b"He wrote \x93recusal was required by law\x94")
        .file("copied.txt", "He wrote &ldquo;recusal was required by law&rdquo;")
        .file("lines.jsonl", "{\"text\": \"He wrote “recusal was required by law”\"}\n")
        .file("none.txt", "Nobody is quoted.")
        .file("picture.png", b"\x89PNG\0\0\x01\x02");
    for name in ["wide.txt", "old.txt", "copied.txt", "lines.jsonl"] {
        archive.run(["check", name]).success().tells(&["1 quotation: 1 verbatim"]);
    }
    archive.run(["check", "none.txt"]).ends_with(1).tells(&["no quotation found in none.txt"]);
    archive.run(["check", "picture.png"]).ends_with(2).tells(&["binary"]);
}

#[test]
fn single_marks_are_looked_at_beside_double_ones() {
    let archive = Archive::new()
        .file("a/one.txt", "\"The old dam is safe,\" Ann Lee said. 'It has held for years,' Bob Ray told the paper.\n");
    archive.run(["index", "a"]).success();
    let draft = "Ann Lee said: \"The old dam is safe.\"\n\n'No one ever looked at the dam,' said Bob Ray.\n\n\
                 'It has held for years,' he added.\n";
    let answer = archive.run_with(["check", "-", "--format", "json"], &[], draft.as_bytes()).ends_with(1);
    assert_eq!(verdicts(&answer.json()), ["verbatim", "not found", "verbatim"]);
}

#[test]
fn a_word_parted_at_the_end_of_a_line_is_the_same_word() {
    let archive = Archive::new()
        .file("a/scan.txt", "The Minis-\nter, Mr. Harold Wood-\nbridge, spoke. “It is the fi-\nnest mill of its kind in the coun-\ntry,” he said.\n")
        .file("a/web.txt", "“It is the finest mill of its kind in the country,” Mr. Harold Woodbridge said.\n");
    archive.run(["index", "a"]).success();
    for query in ["woodbridge", "minister", "said:country", "\"finest mill\"", "speaker:woodbridge"] {
        let found = archive.run(["query", query, "--format", "json"]);
        let total = if query == "minister" { 1 } else { 2 };
        assert_eq!(found.json()["total"], total, "{query}");
    }
    let speakers = archive.run(["speakers", "--format", "json"]).success().json();
    assert_eq!(speakers["speakers"].as_array().map(Vec::len), Some(1), "{speakers}");
    let answer =
        archive.run_with(["check", "-", "--format", "json"], &[], "“It is the finest mill of its kind”".as_bytes());
    assert_eq!(answer.success().json()["quotes"][0]["places"].as_array().map(Vec::len), Some(2));
}
