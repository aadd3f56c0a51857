//! Whom and what a page names as its own, and what it prints beside it.

use super::tests::TEXT;
use super::*;
use crate::model::Field;

#[track_caller]
fn check(field: Field, head: &str, body: &str, want: &str) {
    let page = read_str(&format!("<!doctype html><html><head>{head}</head><body>{body}</body></html>"), None);
    let got: Vec<&str> = page.given.iter().filter(|one| one.field == field).map(|one| one.value.as_str()).collect();
    assert_eq!(got.join("; "), want, "{field:?} of {head:?} {body:?}");
}

#[track_caller]
fn check_author(head: &str, above_text: &str, want: &str) {
    check(Field::Author, head, &format!("<h1>Dam holds</h1>{above_text}{TEXT}"), want);
}

#[test]
fn the_address_a_page_was_saved_from_is_its_own() {
    let body = format!("<h1>Dam holds</h1>{TEXT}");
    let saved = "<!-- saved from url=(0032)https://ledger.example/dam-holds -->";
    check(Field::Url, saved, &body, "https://ledger.example/dam-holds");
    check(
        Field::Url,
        &format!("{saved}<link rel=canonical href=https://ledger.example/dam>"),
        &body,
        "https://ledger.example/dam",
    );
    check(
        Field::Url,
        "<link rel=canonical href='https://web.archive.org/web/20060812192211/http://ledger.example/dam?id=7'>",
        &body,
        "http://ledger.example/dam?id=7",
    );
    check(
        Field::Url,
        "<link rel=canonical href='https://archive.ph/2021.03.10-120000/https://ledger.example/dam'>",
        &body,
        "https://ledger.example/dam",
    );
    check(Field::Outlet, "<meta property=og:site_name content=archive.ph>", &body, "");
}

#[test]
fn the_toolbar_of_an_archive_is_not_the_page() {
    let toolbar = "<!-- BEGIN WAYBACK TOOLBAR INSERT --><div>12 Aug 2006</div><h1>Wayback</h1><!-- END WAYBACK TOOLBAR INSERT -->";
    check(Field::Title, "", &format!("{toolbar}<h1>Dam holds</h1>{TEXT}"), "Dam holds");
    check(Field::Date, "", &format!("{toolbar}<h1>Dam holds</h1>{TEXT}"), "");
    // One without its end hides nothing.
    check(Field::Title, "", &format!("<!-- BEGIN WAYBACK TOOLBAR INSERT --><h1>Dam holds</h1>{TEXT}"), "Dam holds");
}

#[test]
fn of_several_articles_in_json_ld_the_pages_own_counts() {
    let head = |url: &str, title: &str| {
        format!(
            "<title>{title}</title><link rel=canonical href=https://ledger.example/dam><script type=application/ld+json>[\
             {{\"@type\":\"NewsArticle\",\"headline\":\"Frost in May\",\"datePublished\":\"2018-01-02\",\"author\":{{\"name\":\"Max Poe\"}},\"url\":\"https://ledger.example/frost\"}},\
             {{\"@type\":\"NewsArticle\",\"headline\":\"Dam holds again\",\"datePublished\":\"2021-03-04\",\"author\":{{\"name\":\"Jane Roe\"}}{url}}}]</script>"
        )
    };
    let body = format!("<h1>Dam holds again</h1>{TEXT}");
    for url in [
        "",
        ",\"url\":\"https://ledger.example/dam\"",
        ",\"mainEntityOfPage\":{\"@id\":\"https://ledger.example/dam/\"}",
    ] {
        check(Field::Author, &head(url, "Dam holds again"), &body, "Jane Roe");
        check(Field::Date, &head(url, "Dam holds again"), &body, "2021-03-04");
    }
    check(Field::Author, &head(",\"url\":\"https://ledger.example/dam\"", "Another title"), TEXT, "Jane Roe");
    // Nothing tells which is its own.
    check(Field::Author, &head("", "Another title"), TEXT, "Max Poe");
}

#[test]
fn a_byline_tells_more_than_names() {
    for line in [
        "<p>By Jane Roe in Brussels</p>",
        "<p class=byline>Jane Roe in New York</p>",
        "<p>By Jane Roe for RiverOnline</p>",
        "<p class=byline>By Jane Roe For The River Ledger</p>",
        "<p>By Jane Roe, River Gazette</p>",
        "<p class=byline>By <a>Jane Roe</a> <time>March 4, 2021</time></p>",
        "<p class=byline>By Jane Roe March 4, 2021 9:30 pm</p>",
        "<div class=author><p>Jane Roe</p><p>Madrid</p></div>",
        "<div class=byline><a>Jane Roe</a><br>London</div>",
        "<div class=author><span>Jane Roe</span><span>Political editor</span></div>",
        "<div class=byline><span>By</span><span>Jane Roe</span></div>",
        "<span itemprop=author>By JANE ROE <a>jroe@ledger.example</a></span>",
        "<p>Haber: Jane Roe</p>",
    ] {
        check_author("", line, "Jane Roe");
    }
    check_author("", "<p>By Jane Roe in Brussels and Max Poe in London</p>", "Jane Roe; Max Poe");
    check_author("", "<p>Par Jeanne Roe et Max Poe avec AFP</p>", "Jeanne Roe; Max Poe");
    check_author("", "<p>Автор: Анна Роева</p>", "Анна Роева");
    check_author("<meta name=author content='By JANE ROE jroe@ledger.example'>", "", "JANE ROE");
    // No bylines.
    check_author("", "<p>By Monday in Brussels the talks were over</p>", "");
    check_author("", "<p>Interview mit Jane Roe</p>", "");
    check_author("", "<p>04.03.2021 18:14 | Next Vote: 05.03.2021</p>", "");
}

#[test]
fn desks_and_logins_give_way_to_a_printed_name() {
    let stated = |name: &str| {
        format!(
            "<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"author\":{{\"@type\":\"Person\",\"name\":\"{name}\"}}}}</script>"
        )
    };
    for name in ["Guest User", "Staff", "News Desk", "jroe"] {
        check_author(&stated(name), "<p>By Jane Roe</p>", "Jane Roe");
        check_author(&stated(name), "", name);
    }
    check_author(&stated("Max Poe"), "<p>By Jane Roe</p>", "Max Poe");
}

#[test]
fn the_name_of_the_site_wins_over_its_owner() {
    let head = |publisher: &str| {
        format!(
            "<meta property=og:site_name content='River Ledger'><script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"publisher\":{{\"name\":\"{publisher}\"}}}}</script>"
        )
    };
    for owner in
        ["Roe Satellite Network, LLC", "Creek Media Limited", "Roe GmbH & Co. KG", "riverledger.example", "admin"]
    {
        check(Field::Outlet, &head(owner), TEXT, "River Ledger");
    }
    check(Field::Outlet, &head("The River Ledger Daily"), TEXT, "The River Ledger Daily");
    check(Field::Outlet, "<title>Dam holds - NBC News</title>", TEXT, "NBC News");
    check(Field::Title, "<title>Dam holds - NBC News</title>", TEXT, "Dam holds");
    check(Field::Outlet, "<title>Dam holds - a town waits</title>", TEXT, "");
}

#[test]
fn a_headline_has_no_labels() {
    let head = "<meta property=og:title content='Dam holds through the night'>";
    for heading in [
        "<h1>Dam holds through the night<span>VIDEO</span></h1>",
        "<h1>Dam holds through the night <button>Save</button><a>12 comments</a></h1>",
    ] {
        check(Field::Title, head, &format!("{heading}{TEXT}"), "Dam holds through the night");
    }
    check(Field::Title, head, &format!("<h1>Dam holds <em>once more</em></h1>{TEXT}"), "Dam holds once more");
    check(Field::Title, "", &format!("<h1 class=logo>The River</h1><h2>Dam holds</h2>{TEXT}"), "Dam holds");
    check(Field::Title, "", &format!("<h1 class=logo>The River</h1>{TEXT}"), "The River");
}

#[test]
fn a_line_in_bold_may_be_the_headline_of_an_old_page() {
    let head = "<title>Local News</title>";
    let above = "<B>Dam holds through the night</B><P>By Lois Roe";
    check(Field::Title, head, &format!("{above}{TEXT}"), "Dam holds through the night");
    check(Field::Author, head, &format!("{above}{TEXT}"), "Lois Roe");
    check(Field::Author, head, &format!("<p>By Lois Roe</p>{TEXT}"), "Lois Roe");
    check(
        Field::Title,
        head,
        &format!(
            "<TABLE><TR><TD><FONT SIZE=5>Dam holds at night</FONT><BR>By LOIS ROE<BR>March 4, 1999{TEXT}</TD></TR></TABLE>"
        ),
        "Dam holds at night",
    );
    check(Field::Title, head, &format!("<B>Dam holds through the night</B>{TEXT}"), "Local News");
    check(Field::Title, "<title>Untitled Document</title>", TEXT, "");
}
