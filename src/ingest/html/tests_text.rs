//! What of a page is the text of its article, where that is a close call.

use super::*;

const FIRST: &str = "<p>The dam above the town held through the night, the mayor said on Monday.</p>";
const LAST: &str = "<p>Nobody was hurt, and the road along the river is open again.</p>";

#[track_caller]
fn check(body: &str, want: &[&str]) {
    let page = read_str(
        &format!("<!doctype html><html><body><main><article><h1>Dam holds</h1>{body}</article></main></body></html>"),
        None,
    );
    let lines: Vec<&str> =
        page.text.split("\n\n").filter(|line| !FIRST.contains(*line) && !LAST.contains(*line)).collect();
    assert_eq!(lines, want, "{body:?}");
}

#[track_caller]
fn check_between(paragraph: &str, want: &[&str]) {
    check(&format!("{FIRST}{paragraph}{LAST}"), want);
}

#[test]
fn a_sentence_that_is_mostly_a_link_stays() {
    check_between("<p>He <a href=x>resigned in 2019</a>.</p>", &["He resigned in 2019."]);
    check_between("<p>“<a href=x>That is a lie</a>,” he said.</p>", &["“That is a lie,” he said."]);
    check_between("<p><a href=x>A full copy of the report is here</a>.</p>", &["A full copy of the report is here."]);
    check_between(
        "<ul><li><a href=x>The first pier moved by an inch.</a></li></ul>",
        &["The first pier moved by an inch."],
    );
}

#[test]
fn links_to_other_articles_go() {
    check_between("<p><a href=x>Dam holds, mayor says</a></p>", &[]);
    check_between("<p>MORE: <a href=x>The dam of the town holds again.</a></p>", &[]);
    check_between("<p>Read more: <a href=x>The dam of the town holds again.</a></p>", &[]);
    check_between("<p>Follow <a href=x>the latest news of the dam on our pages</a>.</p>", &[]);
    check_between("<p><a href=x>Is the dam of the town safe?</a></p>", &[]);
    check_between("<div class=related><p><a href=x>The dam of the town holds again.</a></p></div>", &[]);
}

#[test]
fn what_stands_under_a_heading_of_comments_goes() {
    let comment = "<div><p>This dam was built by fools, and fools have paid for all of it.</p></div>";
    for heading in
        ["<h3>8 Comments</h3>", "<h2>Join the conversation</h2>", "<h3>Reader comments</h3>", "<h2>Kommentare (3)</h2>"]
    {
        check(&format!("{FIRST}{LAST}<div>{heading}{comment}{comment}</div>"), &[]);
        check(&format!("{FIRST}{LAST}{heading}{comment}{comment}"), &[]);
    }
    for class in ["class=coral", "class=viafoura", "id=coral-talk", "class=spotim"] {
        check(&format!("{FIRST}{LAST}<section {class}>{comment}{comment}</section>"), &[]);
    }
    check(
        &format!("{FIRST}{LAST}<h3>What the mayor said</h3><p>This dam was built by our fathers, and it stands.</p>"),
        &["What the mayor said", "This dam was built by our fathers, and it stands."],
    );
}

#[test]
fn captions_with_credits_are_the_text_of_a_gallery() {
    let captions = [
        "Mia, 6, throws a tomato at her brother at the fair on Saturday. (Jane Roe/River Ledger)",
        "Volunteers unload two tons of overripe fruit. Photo: Jane Roe",
        "“I have tomato in my ears,” said the winner, Max Poe. © Jane Roe / Getty Images",
    ];
    let figures: String =
        captions.iter().map(|one| format!("<figure><img><figcaption>{one}</figcaption></figure>")).collect();
    check(&figures, &captions);
    // Beside a text they are none of it.
    check(&format!("{FIRST}{figures}{LAST}"), &[]);
}

#[test]
fn a_notice_is_told_and_is_no_text() {
    let page = read_str(
        "<title>Just a moment...</title><h1>ledger.example</h1><p>Checking if the site connection is secure</p>",
        None,
    );
    assert_eq!((page.text.as_str(), page.warning.is_some()), ("", true));
}
