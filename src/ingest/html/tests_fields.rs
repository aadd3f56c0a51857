//! Which of the things that a page prints is its author, its day, its title: one row a form of markup.

use super::tests::TEXT;
use super::*;
use crate::model::Field;

/// Checks one field of a page with a headline and `body` around its text; several values are parted by `;`.
#[track_caller]
fn check(field: Field, head: &str, body: &str, want: &str) {
    let html = format!("<!doctype html><html><head>{head}</head><body>{body}</body></html>");
    let page = read_str(&html, None);
    let got: Vec<&str> = page.given.iter().filter(|one| one.field == field).map(|one| one.value.as_str()).collect();
    assert_eq!(got.join("; "), want, "{field:?} of {head:?} {body:?}");
}

#[track_caller]
fn check_title(head: &str, body: &str, want: &str) {
    check(Field::Title, head, &format!("{body}{TEXT}"), want);
}

#[test]
fn a_heading_that_is_not_the_title_does_not_win() {
    // The name of the site, linked to its first page.
    check_title(
        "<title>Dam holds : Ledger-Archiv</title>",
        "<h1><a href='https://ledger.example/'>Ledger-Archiv</a></h1><h3 class=entry-title>Dam holds</h3>",
        "Dam holds",
    );
    check_title("", "<h1><a href=/dam.html>Dam holds</a></h1>", "Dam holds");
}

#[test]
fn a_heading_that_the_head_repeats_is_the_title_in_any_frame() {
    check_title(
        "<title>The dam still holds | Ledger Online</title><meta property=og:title content='The dam still holds | Ledger Online'>",
        "<div class=sidebar><h1>The dam still holds</h1></div>",
        "The dam still holds",
    );
}

#[test]
fn a_kicker_may_be_longer_than_the_title() {
    check_title(
        "<title>Floods in all the valleys of the north: what to know</title>\
         <script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":\"The dam holds\"}</script>",
        "<h1><style>.a{color:red}</style><span class=roofline>Floods in all the valleys of the north</span> The dam holds</h1>",
        "The dam holds",
    );
}
