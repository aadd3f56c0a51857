//! Which of the days that a page prints dates its article: one row a place where pages print others.

use super::*;
use crate::model::Field;

/// Two paragraphs of running text.
const TEXT: &str = "<p>The dam above the town held through the night, the mayor of the town said to reporters on Monday.</p>\
    <p>Nobody was hurt, and the road along the river is open again to all who live on the other bank.</p>";

#[track_caller]
fn check(lang: &str, body: &str, want: &str) {
    let page = read_str(
        &format!("<!doctype html><html lang='{lang}'><head><title>Dam holds</title></head><body>{body}</body></html>"),
        None,
    );
    let got: Vec<&str> =
        page.given.iter().filter(|one| one.field == Field::Date).map(|one| one.value.as_str()).collect();
    assert_eq!(got.join("; "), want, "{body:?}");
}

/// A day printed above the headline, above the text and below it.
#[track_caller]
fn check_places(above: &str, before_text: &str, behind: &str, want: &str) {
    check("de", &format!("{above}<main><article><h1>Dam holds</h1>{before_text}{TEXT}{behind}</article></main>"), want);
}

#[test]
fn pictures_have_days_of_their_own() {
    check_places("", "<figure><img><figcaption>The dam, March 4, 2018.</figcaption></figure>", "", "");
    check_places(
        "",
        "<p class=wp-caption-text>FILE - In this March 4, 2018, file photo, cows stand at the dam.</p>",
        "",
        "",
    );
    check_places("", "", "<div class=caption>The dam, March 4, 2018</div>", "");
    check_places("", "<div class=caption>The dam in 2018</div><p class=date>March 4, 2021</p>", "", "2021-03-04");
}

#[test]
fn teasers_and_comments_have_days_of_their_own() {
    check_places(
        "",
        "",
        "<section class=related><div><a href=/x>Frost in May</a><span class=date>March 4, 2018</span></div></section>",
        "",
    );
    check_places(
        "",
        "<p>3 hours ago</p>",
        "<ul><li><a href=/x>Frost in May</a> <time datetime=2018-03-04>4 March 2018</time></li></ul>",
        "",
    );
    check_places("", "", "<div><p>March 4, 2018</p><h3>Frost in May</h3></div>", "");
    check_places("", "", "<div id=comments><p>Bob - March 4, 2018 at 7:15</p><p>Nonsense.</p></div>", "");
    check_places("<div class=breaking><a href=/x>Frost in May</a> <span>March 4, 2018</span></div>", "", "", "");
    check_places("", "", "<aside><h2>Latest</h2><p>Frost in May</p><p>March 4, 2018</p></aside>", "");
    // A list of the latest articles may have this one as well.
    check_places("", "", "<div class=related><p>March 4, 2021</p><p>Dam holds</p></div>", "2021-03-04");
}

#[test]
fn mastheads_feet_and_events_have_days_of_their_own() {
    check_places("<header><span>Monday, March 4, 2024</span></header>", "", "", "");
    check_places("", "", "<footer><p>Privacy policy, last updated March 4, 2019</p></footer>", "");
    check_places("", "", "<p>Event date: March 4, 2022, 7 p.m., Town Hall</p>", "");
    check_places("<div>14 captures</div><div>12 Mar 2006 - 3 Mar 2019</div>", "", "", "");
    check_places(
        "",
        "<p>The council that met on March 4, 2018, in the hall of the town had asked for a new dam.</p>",
        "",
        "",
    );
}

#[test]
fn the_articles_own_day_stands_where_its_byline_does() {
    check_places("", "<p>By Jane Roe</p><p>March 4, 2021</p>", "", "2021-03-04");
    check_places("<p>March 4, 2021</p>", "", "", "2021-03-04");
    check_places("", "", "<p>Posted by Jane Roe on March 4, 2021</p>", "2021-03-04");
    check_places("", "", "<p>Published: March 4, 2021</p>", "2021-03-04");
    check_places("", "", "<p class=date>March 4, 2021</p>", "2021-03-04");
    check_places("", "", "<p>04.03.2021 um 09:25</p>", "2021-03-04");
    check_places("", "", "<footer><p>Von Jane Roe am 04.03.2021, 11:51</p></footer>", "2021-03-04");
    check_places("", "<div class=credits><p>Published</p><p>March 4, 2021</p></div>", "", "2021-03-04");
    check_places("", "<p>Last updated: March 4, 2021</p>", "", "updated 2021-03-04");
}

#[test]
fn numbers_stay_open_where_nothing_tells_their_order() {
    let body = format!("<h1>Dam holds</h1><p class=date>03/04/2021</p>{TEXT}");
    check("en", &body, "03/04/2021");
    check("en-US", &body, "2021-03-04");
    check("en-GB", &body, "2021-04-03");
    check("de", &body, "2021-04-03");
    check("en", &body.replace("03/04", "13/04"), "2021-04-13");
    let of = |url: &str| {
        let page = read_str(&format!("<html lang=en><title>Dam</title>{body}"), Some(url));
        page.given.into_iter().find(|one| one.field == Field::Date).map(|one| one.value)
    };
    assert_eq!(of("https://www.theguardian.com/a").as_deref(), Some("2021-04-03"));
    assert_eq!(of("https://www.nytimes.com/a").as_deref(), Some("2021-03-04"));
}
