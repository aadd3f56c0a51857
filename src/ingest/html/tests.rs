//! What is read out of pages: one row a place where a page may say it.

use super::*;
use crate::model::Field;

/// A page around `head` and `body`.
fn page(head: &str, body: &str) -> Page {
    read_str(&format!("<!doctype html><html><head>{head}</head><body>{body}</body></html>"), None)
}

/// Two paragraphs that make an article of what is around them.
pub(super) const TEXT: &str = "<p>The dam above the town held through the night, the mayor said on Monday.</p>\
    <p>Nobody was hurt, and the road along the river is open again.</p>";

#[track_caller]
fn check(head: &str, body: &str, want: &[&str]) {
    let got: Vec<String> = page(head, body)
        .given
        .iter()
        .map(|one| format!("{:?}={} ({})", one.field, one.value, one.source.name()))
        .collect();
    assert_eq!(got, want, "{head:?} {body:?}");
}

#[track_caller]
fn check_text(body: &str, want: &[&str]) {
    let page = page("", body);
    assert_eq!(page.text.split("\n\n").collect::<Vec<_>>(), want, "{body:?}");
}

#[test]
fn json_ld_states_everything() {
    check(
        r#"<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Dam holds &amp; stands",
        "datePublished":"2021-03-04T10:00:00+01:00","author":[{"@type":"Person","name":"Jane Roe"},{"name":"Max Poe"}],
        "publisher":{"@type":"Organization","name":"River Ledger"},"url":"https://ledger.example/dam","inLanguage":"en"}</script>"#,
        TEXT,
        &[
            "Title=Dam holds & stands (json-ld)",
            "Outlet=River Ledger (json-ld)",
            "Date=2021-03-04 (json-ld)",
            "Author=Jane Roe (json-ld)",
            "Author=Max Poe (json-ld)",
            "Url=https://ledger.example/dam (json-ld)",
            "Language=en (meta tag)",
        ],
    );
}

#[test]
fn json_ld_is_read_with_its_faults_and_references() {
    check(
        "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"Article\",\"headline\":\"Dam\nholds\",\"author\":{\"@id\":\"#a\"},},\
         {\"@id\":\"#a\",\"@type\":\"Person\",\"name\":\"Jane Roe\"}]}</script>",
        TEXT,
        &["Title=Dam holds (json-ld)", "Author=Jane Roe (json-ld)"],
    );
    check("<script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":</script>", TEXT, &[]);
    check("<script type='application/ld+json'>{\"@type\":\"BreadcrumbList\",\"name\":\"News\"}</script>", TEXT, &[]);
}

#[test]
fn meta_tags_state_everything() {
    check(
        r#"<meta property="og:title" content="Dam holds"><meta property="og:site_name" content="River Ledger">
        <meta property="article:published_time" content="2021-03-04T10:00:00+01:00"><meta name="author" content="Jane Roe and Max Poe">
        <link rel="canonical" href="https://ledger.example/dam"><meta property="og:locale" content="en_GB">"#,
        TEXT,
        &[
            "Title=Dam holds (meta tag)",
            "Outlet=River Ledger (meta tag)",
            "Date=2021-03-04 (meta tag)",
            "Author=Jane Roe (meta tag)",
            "Author=Max Poe (meta tag)",
            "Url=https://ledger.example/dam (meta tag)",
            "Language=en_GB (meta tag)",
        ],
    );
}

#[test]
fn what_is_printed_is_read_where_nothing_is_stated() {
    check(
        "",
        &format!("<h1>Dam holds</h1><p>By Jane Roe</p><p>Published March 4, 2021</p>{TEXT}"),
        &["Title=Dam holds (first heading)", "Date=2021-03-04 (header line)", "Author=Jane Roe (byline)"],
    );
    check(
        "",
        &format!(
            "<h1>Damm hält</h1><span class='author'>Von Jörg Müller</span> <time datetime='2021-03-04'>gestern</time>{TEXT}"
        ),
        &["Title=Damm hält (first heading)", "Date=2021-03-04 (header line)", "Author=Jörg Müller (byline)"],
    );
}

#[test]
fn a_suffix_is_part_of_the_name() {
    check(
        "<meta name='author' content='John Roe, Jr. and Jane Poe'>",
        &format!("<h1>Dam holds</h1>{TEXT}"),
        &["Title=Dam holds (first heading)", "Author=John Roe Jr. (meta tag)", "Author=Jane Poe (meta tag)"],
    );
}

#[test]
fn the_title_is_what_several_places_agree_on() {
    check(
        "<title>Dam holds - River Ledger</title><meta property='og:site_name' content='River Ledger'>",
        &format!("<h1>River Ledger</h1><h2>Dam holds</h2>{TEXT}"),
        &["Title=Dam holds (meta tag)", "Outlet=River Ledger (meta tag)"],
    );
    check(
        "<meta property='og:title' content='Floods: Dam holds for now'>",
        &format!("<h1><span>Floods</span> <span>Dam holds for now</span></h1>{TEXT}"),
        &["Title=Dam holds for now (meta tag)"],
    );
    check(
        "<meta property='og:title' content='The dam above the town holds for now'>",
        &format!("<h1><span>The dam above</span> <span>the town holds for now</span></h1>{TEXT}"),
        &["Title=The dam above the town holds for now (meta tag)"],
    );
    check(
        "<title>Dam holds | News</title>",
        &format!("<nav><h2>Menu</h2></nav><h1><span class='kicker'>Floods</span> Dam holds</h1>{TEXT}"),
        &["Title=Dam holds (meta tag)"],
    );
}

#[test]
fn a_time_in_utc_gives_way_to_the_day_that_is_printed() {
    let head = "<meta property='article:published_time' content='2021-03-05T02:30:00Z'>";
    check(
        head,
        &format!("<h1>Dam holds</h1><p>March 4, 2021, 9:30 p.m.</p>{TEXT}"),
        &["Title=Dam holds (first heading)", "Date=2021-03-04 (header line)"],
    );
    check(
        head,
        &format!("<h1>Dam holds</h1><p>March 1, 2021</p>{TEXT}"),
        &["Title=Dam holds (first heading)", "Date=2021-03-05 (meta tag)"],
    );
}

/// A tweet of a day as it is embedded.
fn tweet(day: &str) -> String {
    format!(
        "<blockquote class='twitter-tweet'><p>The dam will never hold, and all the town knows it.</p>&mdash; Max Poe (@maxpoe) \
         <a href='https://twitter.com/maxpoe/status/1'>{day}</a></blockquote>"
    )
}

#[test]
fn only_the_head_of_the_article_corrects_a_time_in_utc() {
    let late = "<meta property='article:published_time' content='2021-03-04T22:30:00Z'>";
    let early = "<meta property='article:published_time' content='2021-03-04T02:30:00Z'>";
    let script = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"2021-03-04T22:30:00Z\"}</script>";
    for (head, body, want) in [
        // The other day stands in an embedded post, deep in the text, in a caption, a list or a comment.
        (late, format!("<h1>Dam holds</h1>{TEXT}{}", tweet("March 5, 2021")), "2021-03-04 (meta tag)"),
        (late, format!("<h1>Dam holds</h1>{}{TEXT}", tweet("March 5, 2021")), "2021-03-04 (meta tag)"),
        (script, format!("<h1>Dam holds</h1>{TEXT}{}", tweet("March 5, 2021")), "2021-03-04 (json-ld)"),
        (early, format!("<h1>Dam holds</h1>{TEXT}{}", tweet("March 3, 2021")), "2021-03-04 (meta tag)"),
        (early, format!("<h1>Dam holds</h1>{TEXT}<p>March 3, 2021</p>{TEXT}"), "2021-03-04 (meta tag)"),
        (
            early,
            format!("<h1>Dam holds</h1><figure><img src=x><figcaption>March 3, 2021</figcaption></figure>{TEXT}"),
            "2021-03-04 (meta tag)",
        ),
        (early, format!("<h1>Dam holds</h1>{TEXT}<div class=related>March 3, 2021</div>"), "2021-03-04 (meta tag)"),
        (
            early,
            format!("<h1>Dam holds</h1>{TEXT}<div class=comments><time>March 3, 2021</time></div>"),
            "2021-03-04 (meta tag)",
        ),
        (early, format!("<h1>Dam holds</h1><p>Updated March 3, 2021</p>{TEXT}"), "2021-03-04 (meta tag)"),
        // The same instant in the zone of the place, wherever it stands.
        (
            early,
            format!("<h1>Dam holds</h1>{TEXT}{TEXT}<time datetime='2021-03-03T22:30:10-04:00'>6 hours ago</time>"),
            "2021-03-03 (header line)",
        ),
        // There is no zone in which it is that day.
        (late, format!("<h1>Dam holds</h1><p>March 3, 2021</p>{TEXT}"), "2021-03-04 (meta tag)"),
        (early, format!("<h1>Dam holds</h1><p>March 5, 2021</p>{TEXT}"), "2021-03-04 (meta tag)"),
        // The page's own day.
        (late, format!("<h1>Dam holds</h1><p>March 5, 2021</p>{TEXT}"), "2021-03-05 (header line)"),
        (early, format!("<h1>Dam holds</h1><p>March 3, 2021</p>{TEXT}"), "2021-03-03 (header line)"),
        (early, format!("<time>March 3, 2021</time><h1>Dam holds</h1>{TEXT}"), "2021-03-03 (header line)"),
        (
            early,
            format!(
                "<h1>Dam holds</h1><p>The dam above the town held through the night, and the road is open.</p><p class=date>March 3, 2021</p>{TEXT}"
            ),
            "2021-03-03 (header line)",
        ),
    ] {
        let date = format!("Date={want}");
        check(head, &body, &["Title=Dam holds (first heading)", &date]);
    }
}

#[test]
fn the_day_of_an_embedded_post_is_not_that_of_the_page() {
    check("", &format!("<h1>Dam holds</h1>{TEXT}{}", tweet("March 5, 2021")), &["Title=Dam holds (first heading)"]);
}

#[test]
fn the_day_of_publication_is_taken_and_not_that_of_a_change() {
    check(
        "",
        &format!("<h1>Dam holds</h1><p>Updated March 5, 2021, first published March 4, 2021</p>{TEXT}"),
        &["Title=Dam holds (first heading)", "Date=2021-03-04 (header line)"],
    );
    check(
        "<meta property='article:modified_time' content='2022-01-01'>",
        &format!("<h1>Dam holds</h1><p>March 4, 2021</p>{TEXT}"),
        &["Title=Dam holds (first heading)", "Date=2021-03-04 (header line)"],
    );
    check(
        "",
        &format!(
            "<h1>Dam holds</h1>{TEXT}<footer>Page of July 7, 2022</footer><div class=related>July 9, 2022</div><p>Date: 04.03.2021</p>"
        ),
        &["Title=Dam holds (first heading)", "Date=2021-03-04 (header line)"],
    );
}

#[test]
fn an_address_that_is_known_tells_the_day() {
    let page = read_str(&format!("<h1>Dam holds</h1>{TEXT}"), Some("https://ledger.example/2021/03/04/dam.html"));
    let got: Vec<_> = page.given.iter().map(|one| (one.field, one.value.as_str(), one.source.name())).collect();
    assert_eq!(
        got,
        [
            (Field::Title, "Dam holds", "first heading"),
            (Field::Date, "2021-03-04", "url"),
            (Field::Url, "https://ledger.example/2021/03/04/dam.html", "url"),
        ]
    );
}

#[test]
fn the_site_is_an_author_only_where_nobody_else_is() {
    let site = "<meta property='og:site_name' content='River Ledger'>";
    let by = |name: &str| {
        format!("{site}<script type='application/ld+json'>{{\"@type\":\"Article\",\"author\":\"{name}\"}}</script>")
    };
    check(
        &by("River Ledger"),
        &format!("<h1>Dam holds</h1><p class='byline'>By Jane Roe</p>{TEXT}"),
        &["Title=Dam holds (first heading)", "Outlet=River Ledger (meta tag)", "Author=Jane Roe (byline)"],
    );
    check(&by("River Ledger"), TEXT, &["Outlet=River Ledger (meta tag)", "Author=River Ledger (json-ld)"]);
}

const PARAGRAPHS: [&str; 2] = [
    "The dam above the town held through the night, the mayor said on Monday.",
    "Nobody was hurt, and the road along the river is open again.",
];

#[test]
fn what_surrounds_an_article_is_left_out() {
    for around in [
        "<nav><p>All the news of the region, every day, for all who live there.</p></nav>",
        "<div class='cookie-consent'><p>We use cookies, and our partners do so as well, for many reasons.</p></div>",
        "<aside><p>The weather stays fair, and the river is to fall until the end of the week.</p></aside>",
        "<div class='share-buttons'><p>Share this article with all of your friends and with everybody else.</p></div>",
        "<section id='comments'><p>I have lived below this dam for thirty years, and it always held.</p></section>",
        "<ul class='related-articles'><li>Last year the dam did not hold, and the town was under water.</li></ul>",
        "<figure><img src=x><figcaption>The dam above the town in the evening, seen from the road.</figcaption></figure>",
        "<p>Read more: <a href=x>All about the dam above the town</a></p>",
        "<p><a href=x>Floods in the valley: all that you need to know about them</a></p>",
        "<footer><p>Copyright 2021 River Ledger. All rights are reserved, everywhere and always.</p></footer>",
        "<script>var text = '<p>The dam above the town held through the night.</p>';</script>",
        "<div style='display: none'><p>This is shown to nobody, and nobody will ever look for it here.</p></div>",
    ] {
        check_text(&format!("<article>{TEXT}{around}</article>"), &PARAGRAPHS);
        check_text(&format!("<div>{around}<div>{TEXT}</div></div>"), &PARAGRAPHS);
    }
}

#[test]
fn a_linked_headline_with_its_teaser_is_no_text() {
    let card = "<div><h3><a href=x>Bridge closed until the spring</a></h3><p>The bridge below the town stays closed until the spring comes.</p></div>";
    let paragraphs: Vec<String> = (1..9)
        .map(|number| format!("On day {number} the dam above the town held through the night, the mayor said."))
        .collect();
    let article: String = paragraphs.iter().map(|text| format!("<p>{text}</p>")).collect();
    let want: Vec<&str> = paragraphs.iter().map(String::as_str).collect();
    check_text(&format!("<div>{article}{card}{card}</div>"), &want);
}

#[test]
fn text_that_is_printed_twice_comes_once() {
    check_text(
        &format!(
            "<div>{0}<p>The water rose all night, and the town waited for it to fall.</p>{0}<p>It fell, and there was nothing more to tell of it.</p></div>",
            TEXT
        ),
        &[
            PARAGRAPHS[0],
            PARAGRAPHS[1],
            "The water rose all night, and the town waited for it to fall.",
            // Two paragraphs in a row may be a refrain.
            PARAGRAPHS[0],
            PARAGRAPHS[1],
            "It fell, and there was nothing more to tell of it.",
        ],
    );
    let article = format!("{TEXT}<p>The water rose all night, and the town waited for it to fall.</p>");
    let want = [PARAGRAPHS[0], PARAGRAPHS[1], "The water rose all night, and the town waited for it to fall."];
    check_text(&format!("<div>{article}<div class=small-screens>{article}</div></div>"), &want);
}

#[test]
fn names_of_page_frames_are_not_believed() {
    check_text(
        &format!("<div class='page has-sidebar sidebar related'><div class='comments-open'>{TEXT}</div></div>"),
        &PARAGRAPHS,
    );
    check_text(&format!("<div class='social-wrapper'>{TEXT}</div>"), &PARAGRAPHS);
}

#[test]
fn paragraphs_stay_apart() {
    check_text(
        "<div class=article-body>The dam held through the night.<br><br>Nobody was hurt at all.</div>",
        &["The dam held through the night.", "Nobody was hurt at all."],
    );
    check_text(
        &format!(
            "<article><h1>Dam holds</h1><p>The dam held through the night, all said.</p><h2>Morning</h2>{TEXT}<ul><li>It is one hundred years old, and made of stone.</li></ul></article>"
        ),
        &[
            "The dam held through the night, all said.",
            "Morning",
            PARAGRAPHS[0],
            PARAGRAPHS[1],
            "It is one hundred years old, and made of stone.",
        ],
    );
}

#[test]
fn a_lead_that_stands_apart_comes_in() {
    check_text(
        &format!(
            "<h1>Dam holds</h1><div class='standfirst'>The water rose all night, and the town waited.</div><p>By Jane Roe</p><div class=article-body>{TEXT}</div>"
        ),
        &["The water rose all night, and the town waited.", PARAGRAPHS[0], PARAGRAPHS[1]],
    );
}

#[test]
fn an_embedded_post_is_text() {
    check_text(
        &format!(
            "<div class=article-body>{TEXT}<blockquote class='twitter-tweet'><p>It holds! I always said that it would.</p></blockquote>{TEXT}</div>"
        ),
        &[PARAGRAPHS[0], PARAGRAPHS[1], "It holds! I always said that it would.", PARAGRAPHS[0], PARAGRAPHS[1]],
    );
}

#[test]
fn a_page_that_is_built_by_script_has_its_text_in_json_ld() {
    let body = "The dam above the town held through the night.\\n\\n".repeat(12);
    let page = page(
        &format!("<script type='application/ld+json'>{{\"@type\":\"Article\",\"articleBody\":\"{body}\"}}</script>"),
        "<div id=app></div>",
    );
    assert_eq!(page.text.split("\n\n").count(), 12);
}

#[test]
fn pages_made_to_harm_are_read_in_time() {
    let began = std::time::Instant::now();
    for html in [
        "<div>".repeat(400_000),
        "<b>".repeat(300) + &"<i>x</i> y ".repeat(100_000),
        "<p><a><table><tr><td>".repeat(50_000),
        "</div></p></a>".repeat(150_000),
        "<a b c d e f g h".to_owned() + &" i".repeat(1_000_000),
        "<!--".repeat(300_000),
        "<script type=application/ld+json>".to_owned() + &"[".repeat(500_000),
        "<h2 class='author date headline'>".repeat(20_000) + &"x ".repeat(500_000),
        "&amp".repeat(400_000),
        "<title>".to_owned() + &"a - ".repeat(400_000),
        "<meta charset=".repeat(100_000),
        "\u{0}<\u{0}".repeat(100_000),
    ] {
        let page = read(html.as_bytes(), None, None);
        assert!(page.text.len() <= html.len());
    }
    // A tenth of that on a quiet machine; quadratic code takes minutes.
    assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
}

#[test]
fn who_said_a_quotation_set_apart_stays_below_it() {
    let first = "The dam above the town held through the night, the mayor said on Monday.";
    let last = "Nobody was hurt, and the road along the river is open again.";
    let said = "“I have done nothing wrong and I look forward to clearing my name.”";
    for foot in [
        "<footer>— Ann Lowe</footer>",
        "<footer class='blockquote-footer'>— <cite>Ann Lowe</cite></footer>",
        "<div><footer>— Ann Lowe</footer></div>",
        "<cite class='author'>— Ann Lowe</cite>",
        "<p>— <cite class='author'>Ann Lowe</cite></p>",
    ] {
        let quotation = format!("<blockquote><p>{said}</p>{foot}</blockquote>");
        check_text(&format!("<p>{first}</p>{quotation}<p>{last}</p>"), &[first, said, "— Ann Lowe", last]);
        check_text(&format!("<article>{TEXT}{quotation}</article>"), &[first, last, said, "— Ann Lowe"]);
    }
    let figure =
        format!("<figure><blockquote><p>{said}</p></blockquote><figcaption>— Ann Lowe, mayor</figcaption></figure>");
    check_text(&format!("<p>{first}</p>{figure}<p>{last}</p>"), &[first, said, "— Ann Lowe, mayor", last]);
}

#[test]
fn other_feet_and_captions_are_no_text() {
    let first = "The dam above the town held through the night, the mayor said on Monday.";
    let last = "Nobody was hurt, and the road along the river is open again.";
    for foot in [
        "<footer>— Ann Lowe</footer>",
        "<figure><img src=a.png><figcaption>— Ann Lowe</figcaption></figure>",
        "<figure><img src=a.png><blockquote><p></p></blockquote><figcaption>— Ann Lowe</figcaption></figure>",
    ] {
        check_text(&format!("<p>{first}</p>{foot}<p>{last}</p>"), &[first, last]);
    }
}

/// A paragraph that is prose by itself.
const LONG: &str = "The ferry across the sound was laid up on Tuesday after a diver found a crack in its hull.";

#[test]
fn short_sentences_at_both_ends_are_text() {
    let check = |before: &str, after: &str, want: &[&str]| {
        for article in ["article", "main", "div"] {
            check_text(&format!("<{article}><h1>Ferry laid up</h1>{before}<p>{LONG}</p>{after}</{article}>"), want);
        }
    };
    check("", "<p>“I stay aboard,” Holm said.</p>", &[LONG, "“I stay aboard,” Holm said."]);
    check("<p>“Never,” he said.</p>", "", &["“Never,” he said.", LONG]);
    check(
        "",
        "<p><strong>Are you sorry?</strong></p><p>No.</p><p><strong>Will you go?</strong></p><p>Never.</p>",
        &[LONG, "Are you sorry?", "No.", "Will you go?", "Never."],
    );
    check(
        "",
        "<h2>What next</h2><ul><li>Vans: 9 tonnes</li></ul><p>She sails in May.</p>",
        &[LONG, "What next", "Vans: 9 tonnes", "She sails in May."],
    );
    check("<p>By Jane Roe</p><p>Updated at 5.30 p.m.</p>", "<p>Ferries</p><p>© 2021 River Ledger.</p>", &[LONG]);
    check("", "<p><a href='/b'>Bridge open.</a></p><p>Read it first.</p>", &[LONG]);
}

#[test]
fn articles_of_short_sentences_have_a_text() {
    let brief = "<h1>Ferry laid up</h1><p>The ferry is out.</p><p>It leaks.</p><p>Holm said so.</p>";
    let want = ["The ferry is out.", "It leaks.", "Holm said so."];
    check_text(&format!("<article>{brief}</article>"), &want);
    check_text(brief, &want);
    let side = "<nav><p>Open the menu.</p></nav><aside><p>Buy now.</p></aside>";
    check_text(&format!("{side}<main>{brief}</main><footer><p>All rights reserved.</p></footer>"), &want);
    let open = LONG.trim_end_matches('.');
    check_text(&format!("<article><h1>Ferry</h1><p>{open}</p></article>"), &[open]);
}

#[test]
fn pages_built_by_script_have_the_text_of_json_ld() {
    let script = |body: &str| {
        format!(
            r#"<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Ferry","articleBody":"{body}"}}</script>"#
        )
    };
    assert_eq!(
        page(&script("She is out.\\nHolm said so."), "<div id=root></div>").text,
        "She is out.\n\nHolm said so."
    );
    assert_eq!(page(&script("Other."), &format!("<article><h1>Ferry</h1><p>{LONG}</p></article>")).text, LONG);
}

#[test]
fn a_page_without_a_text_is_told_of() {
    let warns = |html: &str| read(html.as_bytes(), None, None).warning.is_some();
    assert!(warns("<title>Ferry</title><article><h1>Ferry</h1></article>"));
    assert!(!warns("<title>Ferry</title><article><h1>Ferry</h1><p>She is out.</p></article>"));
    assert!(!warns(""));
}
