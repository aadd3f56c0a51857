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
fn check_author(above_text: &str, want: &str) {
    check(Field::Author, "", &format!("<h1>Dam holds</h1>{above_text}{TEXT}"), want);
}

#[test]
fn lines_near_the_title_name_the_author() {
    check_author("<p>Ein Beitrag von Jörg Müller</p>", "Jörg Müller");
    check_author("<p>Blog-Kommentar von Jörg Müller</p>", "Jörg Müller");
    check_author("<p>A review by Jane Roe and Max Poe</p>", "Jane Roe; Max Poe");
    check_author("<p>News | By Jane Roe | March 4, 2021</p>", "Jane Roe");
    check_author("<p>04.03.2021 | 13:10 Uhr | Anna Roe</p>", "Anna Roe");
    check_author("<p>04.03.2021 13:30 von olga77</p>", "olga77");
    check_author("<p>Gespeichert von rivermouse am 4. März 2021 - 18:02</p>", "rivermouse");
    check_author("<p>Text von Jörg Müller Illustration: Max Poe</p>", "Jörg Müller");
    check_author("<p>Par Jeanne Roe - le 4 mars 2021</p>", "Jeanne Roe");
}

#[test]
fn lines_that_name_nobody() {
    check_author("<p>04.03.2021 | Neues Rathaus</p>", "");
    check_author("<p>04.03.2021 | 13:10 Uhr | Town Council</p>", "");
    check_author("<p>The dam was built by Jane Roe</p>", "");
    check_author("<p>By midnight on March 4, 2021 the water was gone</p>", "");
    check_author("<div class=author>Twitter Facebook</div>", "");
    check_author("<div class=author>Served by Maker.com</div>", "");
}

#[test]
fn labels_name_the_author_wherever_they_stand() {
    let below = |line: &str| format!("<h1>Dam holds</h1>{}{line}", TEXT.repeat(15));
    check(Field::Author, "", &below("<p><b>Autor:</b> Jörg Müller</p>"), "Jörg Müller");
    check(Field::Author, "", &below("<ul><li><strong>Autorin/Autor</strong> Anna Roe</li></ul>"), "Anna Roe");
    check(Field::Author, "", &below("<dl><dt>Author:</dt><dd>Jane Roe</dd></dl>"), "Jane Roe");
    check(Field::Author, "", &below("Datum: 04.03.2021<br>Autor: Jörg Müller<br>"), "Jörg Müller");
    check(Field::Author, "", &below("<p>Words: Jane Roe Photos: Max Poe</p>"), "Jane Roe");
    // Not of this article, or of a list of articles.
    check(Field::Author, "", &below("<div class=related>Autor: Jörg Müller</div>"), "");
    check(Field::Author, "", &below("<p>Autor: Jörg Müller</p><p>Autor: Anna Roe</p><p>Autor: Max Poe</p>"), "");
    check(Field::Author, "", &below("<p>Author: The Council</p>"), "");
}

#[test]
fn elements_of_content_systems_name_the_author() {
    check_author("<div class=submitted>by <span class=username>rivermouse</span></div>", "rivermouse");
    check_author(
        "<div class='teaser__meta'><p class=byline__author>VON <a href=/a>JÖRG MÜLLER</a></p></div>",
        "Jörg Müller",
    );
    // In a list of other articles the same mark says nothing.
    let related: String = (0..9).map(|_| "<li><a href=/x>Other</a><p class=author>By Max Poe</p></li>").collect();
    check_author(&format!("{}<ul class=related>{related}</ul>", TEXT.repeat(20)), "");
}

#[test]
fn links_to_the_page_of_an_author_name_one() {
    check_author("<p><a href='/autoren/joerg-mueller'>Jörg Müller</a></p>", "Jörg Müller");
    check_author("<p><a href='https://ledger.example/author/jane-roe/'>Jane Roe</a> in Riverton</p>", "Jane Roe");
    check_author("<p>in <a href='/topics/dams'>Dam News</a></p>", "");
}

#[test]
fn a_name_alone_below_the_title_is_the_author() {
    check_author("<p><strong>Anna Roe</strong></p>", "Anna Roe");
    check_author("<p>Anna Roe</p><p>Peter Poe</p>", "");
    check_author("<h2>Anna Roe</h2>", "");
    check_author("<p>Neues Rathaus</p>", "");
}

#[test]
fn words_before_a_name_are_no_part_of_it() {
    let stated = |name: &str| format!("<meta name=author content='{name}'>");
    let body = format!("<h1>Dam holds</h1>{TEXT}");
    check(Field::Author, &stated("Ledger-Experte Jörg Müller"), &body, "Jörg Müller");
    check(Field::Author, &stated("Opinion By Jane Roe"), &body, "Jane Roe");
    check(Field::Author, &stated("Anna Von Roe"), &body, "Anna Von Roe");
    check(Field::Author, &stated("Web Makers www.makers.example"), &body, "");
}

#[test]
fn a_byline_completes_what_is_stated() {
    let head = r#"<script type="application/ld+json">{"@type":"Article","author":{"name":"Jane Roe"}}</script>"#;
    let with = |byline: &str| format!("<h1>Dam holds</h1><p class=byline>{byline}</p>{TEXT}");
    check(Field::Author, head, &with("By Jane Roe and Max Poe"), "Jane Roe; Max Poe");
    check(Field::Author, head, &with("By Max Poe and Ann Lee"), "Jane Roe");
}

#[test]
fn a_full_name_is_taken_before_that_of_a_login() {
    let head = r#"<script type="application/ld+json">{"@type":"Article","author":{"name":"jroe-2"}}</script>"#;
    check(Field::Author, head, &format!("<h1>Dam holds</h1><p class=author>Autorin Jane Roe:</p>{TEXT}"), "Jane Roe");
    check(Field::Author, head, &format!("<h1>Dam holds</h1>{TEXT}"), "jroe-2");
}

#[test]
fn the_outlet_is_the_site_and_not_its_system() {
    check(
        Field::Outlet,
        r#"<script type="application/ld+json">{"@type":"BlogPosting","publisher":{"name":"Blogger"}}</script><meta property=og:site_name content="River Notes">"#,
        TEXT,
        "River Notes",
    );
    let outlet = |title: &str| {
        let html = format!("<title>{title}</title><h1>Dam holds</h1>{TEXT}");
        let page = read_str(&html, Some("https://www.riverledger.example/dam.html"));
        page.given.into_iter().find(|one| one.field == Field::Outlet).map(|one| one.value)
    };
    assert_eq!(outlet("Dam holds - River Ledger").as_deref(), Some("River Ledger"));
    assert_eq!(outlet("River Ledger | Dam holds").as_deref(), Some("River Ledger"));
    assert_eq!(outlet("Dam holds - Floods"), None);
}

#[track_caller]
fn check_date(head: &str, body: &str, want: &str) {
    check(Field::Date, head, &format!("<h1>Dam holds</h1>{body}"), want);
}

#[test]
fn a_video_within_the_article_has_a_day_of_its_own() {
    let video =
        r#"<script type="application/ld+json">{"@type":"VideoObject","name":"Dam","uploadDate":"2021-03-01"}</script>"#;
    check_date(&format!("{video}<meta name=parsely-pub-date content=2021-03-04T02:00:00-07:00>"), TEXT, "2021-03-04");
    check_date(video, TEXT, "2021-03-01");
}

#[test]
fn what_the_reader_is_told_is_the_day_of_publication() {
    let time = |text: &str| format!("<time datetime='2021-03-09T10:18:46Z'>{text}</time>{TEXT}");
    check_date("", &time("Publié le 4 mars 2021"), "2021-03-04");
    check_date("", &time("March 4, 2021"), "2021-03-09");
}

#[test]
fn dates_of_others_are_not_those_of_the_page() {
    check_date(
        "",
        &format!("<p>Registriert: 18.09.2008, 05:56</p><p>von anna » 21.01.2009, 05:42</p>{TEXT}"),
        "2009-01-21",
    );
    check_date("", &format!("<span class=date>Joined Sep 18, 2008</span><p>Jan 21, 2009</p>{TEXT}"), "2009-01-21");
}

#[test]
fn a_paragraph_may_open_with_the_day() {
    let paragraph = |day: &str| {
        format!(
            "<p>{day} The dam above the town held through the night, the mayor said, as it had since 1 May 2020.</p>{TEXT}"
        )
    };
    check_date("", &paragraph("(4 March 2021)"), "2021-03-04");
    check_date("", &paragraph("Riverton, 4 March 2021 –"), "2021-03-04");
    check_date("", &paragraph("Riverton, den 4. März 2021."), "2021-03-04");
}

#[test]
fn a_foot_below_the_title_is_its_own() {
    check_date(
        "<meta name=date content=2021-03-01>",
        &format!(
            "<div class=footer><p><time itemprop=datePublished datetime=2021-03-04>4.3.2021</time></p></div>{TEXT}"
        ),
        "2021-03-04",
    );
}

#[test]
fn a_printed_day_before_that_of_a_meta_tag_is_that_of_publication() {
    let line = format!("<p>Stand: 04.03.2021 18:00 Uhr</p>{TEXT}");
    check_date("<meta name=date content=2021-03-05T11:52:23>", &line, "2021-03-04");
    check_date("<meta property=article:published_time content=2021-03-05T11:52:23>", &line, "2021-03-05");
    let marked = format!("<time datetime=2021-03-04>4 March</time>{TEXT}");
    check_date("<meta property=article:published_time content=2021-11-05T11:52:23>", &marked, "2021-03-04");
    check_date("<meta property=article:published_time content=2021-03-01T11:52:23>", &marked, "2021-03-01");
}

#[test]
fn a_line_that_is_but_a_day_is_believed_before_a_caption() {
    let text = TEXT.repeat(10);
    check_date(
        "",
        &format!(
            "{text}<div><img src=x> The lake, seen on 31.05.2019 from the air</div>{text}<div>Written:</div><div>04.03.2021 um 09:25</div>"
        ),
        "2021-03-04",
    );
}

#[test]
fn a_script_may_tell_the_day() {
    check_date(
        "<script>var page={\"publishedAt\":\"2021-03-04T10:00:00Z\",\"createdAt\":\"2021-03-01T10:00:00Z\"}</script>",
        TEXT,
        "2021-03-04",
    );
    check_date("<script>var page={\"createdAt\":\"2021-03-04T10:00:00Z\"}</script>", TEXT, "2021-03-04");
    check_date("<script>var page={\"updatedAt\":\"2021-03-04T10:00:00Z\"}</script>", TEXT, "");
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
