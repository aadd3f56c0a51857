//! The page of one article: what is known of it and from where, its text with matches and
//! quotations marked, who is quoted.

use axum::http::StatusCode;
use maud::{Markup, html};

use super::address::{Address, articles_by, quotes_of};
use super::body::{body, code_points};
use super::facets::language;
use super::layout::{Page, layout, refreshed};
use super::parts::{clipped, prose, sure, when};
use super::quotes::certainty;
use crate::engine::{IdForm, ReprintGroup, ReprintKind, SearchRequest, SimilarHit};
use crate::error::Result;
use crate::index::{Index, StoredArticle};
use crate::model::{Source, Sourced, Span};
use crate::serve::Problem;
use crate::serve::charts::{counted, grouped};

/// Longest headline that is shown whole, in characters.
const LONGEST_TITLE: usize = 600;

/// Headlines of more characters are set smaller.
const LONG_TITLE: usize = 110;

/// Most words that are named as common to two articles.
const MOST_TERMS: usize = 8;

/// Most matches that have a link of their own in the bar below.
const MOST_STEPS: usize = 12;

/// An article that another page leads to or from.
pub struct Neighbour {
    /// Its id.
    pub id: String,
    /// Its rank in the list.
    pub rank: usize,
}

/// Those before and behind an article, and how many the list has.
pub type Neighbours = (Option<Neighbour>, Option<Neighbour>, u64);

/// What the page shows.
pub struct ArticleView<'a> {
    /// Its own address.
    pub address: &'a Address,
    /// The list that it was opened from, and what the link to it says.
    pub back: Option<(Address, &'static str)>,
    /// The article.
    pub stored: &'a StoredArticle,
    /// What the query of the address matched in the headline, and in the text; in bytes, in order.
    pub marks: (&'a [Span], &'a [Span]),
    /// The results before and behind it in the list that it was opened from, and their number.
    pub neighbours: Neighbours,
    /// Articles like it, the likest first.
    pub similar: &'a [SimilarHit],
    /// The group of reprints that it is in, if reprints count once.
    pub reprints: Option<&'a ReprintGroup>,
}

/// The whole page.
pub fn page(view: &ArticleView<'_>) -> Markup {
    let article = &view.stored.article;
    let name = article.title.as_ref().map_or(&view.stored.id, |title| &title.value);
    let content = html! {
        article.article.wrap {
            (back(view))
            (head(view))
            (known(view))
            (body(article, &view.stored.people, view.marks.1))
            @if article.text.trim().is_empty() { p.soft { "This article has a headline and no text." } }
            (quoted(view))
            (relatives(view))
        }
        (steps(view))
    };
    layout(&clipped(name, 80), Page::Other, &view.address.without("id").without("rank"), content)
}

fn back(view: &ArticleView<'_>) -> Markup {
    html! {
        @if let Some((list, name)) = &view.back { p.small.back { a href=(list) { "‹ " (name) } } }
    }
}

fn head(view: &ArticleView<'_>) -> Markup {
    let article = &view.stored.article;
    let title = article.title.as_ref().map(|title| title.value.as_str()).filter(|title| !title.trim().is_empty());
    html! {
        header.article-head {
            p.kicker {
                @match &article.outlet {
                    Some(outlet) => span.outlet { bdi { (clipped(&outlet.value, 120)) } (sure(outlet.certainty)) },
                    None => span.outlet { "Outlet unknown" },
                }
                span.dot { (when(article.date.as_ref().map(|date| (date.value, date.certainty)))) }
            }
            @match title {
                Some(title) if title.chars().count() <= LONGEST_TITLE => {
                    h1 class=[(title.chars().count() > LONG_TITLE).then_some("long")] dir="auto" { (numbered(title, view.marks.0)) }
                }
                Some(title) => h1.long dir="auto" { (clipped(title, LONGEST_TITLE)) },
                None => h1 { span.untitled { "Without a headline" } },
            }
            @if !article.authors.is_empty() {
                p.byline {
                    "By "
                    @for (at, author) in article.authors.iter().enumerate() {
                        @if at > 0 { ", " }
                        a href=(articles_by(&author.value)) { bdi { (clipped(&author.value, 120)) } }
                    }
                }
            }
        }
    }
}

/// The headline with its matches; they can be stepped to like those of the text.
fn numbered(title: &str, spans: &[Span]) -> Markup {
    let places = code_points(title, spans);
    html! {
        @for (number, span) in spans.iter().enumerate() {
            @let before = number.checked_sub(1).map_or(0, |last| spans[last].end());
            (title.get(before..span.start()).unwrap_or_default())
            mark id=(format!("t{}", places[number])) { (span.of_text(title)) }
        }
        (title.get(spans.last().map_or(0, |last| last.end())..).unwrap_or_default())
    }
}

/// What is known of the article and where it was read.
fn known(view: &ArticleView<'_>) -> Markup {
    let stored = view.stored;
    let article = &stored.article;
    html! {
        table.known {
            caption.unseen { "What is known of this article, and where each value was read" }
            tbody {
                (row("Outlet", article.outlet.as_ref(), |name| html! { bdi { (clipped(name, 200)) } }))
                (row("Published", article.date.as_ref(), |date| html! { (crate::serve::charts::calendar::long(*date)) }))
                @if let Some(day) = article.date_not_before.filter(|_| article.date.is_none()) {
                    tr {
                        th scope="row" { "Not before" }
                        td { (crate::serve::charts::calendar::long(day)) }
                        td.origin { "something in it is of that day" }
                    }
                }
                @for rejected in &article.rejected_dates {
                    tr {
                        th scope="row" { "Not the date" }
                        td { s dir="auto" { (clipped(&rejected.value, 80)) } }
                        td.origin { (rejected.reason) }
                    }
                }
                @if article.authors.is_empty() { (row::<String>("Author", None, |_| html! {})) }
                @for author in &article.authors { (row("Author", Some(author), |name| html! { bdi { (clipped(name, 200)) } })) }
                @for person in &article.contributors {
                    (row("Contributed", Some(person), |name| html! { bdi { (clipped(name, 200)) } }))
                }
                @if article.url.is_some() {
                    (row("Address", article.url.as_ref(), |url| html! { bdi { (clipped(url, 300)) } }))
                }
                @if let Some(code) = &article.language {
                    tr {
                        th scope="row" { "Language" }
                        td { (language(code).unwrap_or(code)) }
                        td.origin { "told by the text" }
                    }
                }
                tr {
                    th scope="row" { "File" }
                    td {
                        bdi { (clipped(&article.path, 200)) }
                    }
                    td.origin {
                        "in the source " bdi { (stored.source) } " · "
                        @let file = Address::new("/file").with("id", &stored.id);
                        @if article.record.is_some() {
                            a href=(file) { "open the record" } " · "
                            a href=(file.with("part", "file")) { "the whole file" }
                        } @else {
                            a href=(file) { "open the file" }
                        }
                    }
                }
            }
        }
    }
}

fn row<T>(label: &str, value: Option<&Sourced<T>>, show: impl Fn(&T) -> Markup) -> Markup {
    html! {
        tr {
            th scope="row" { (label) }
            @match value {
                Some(sourced) => {
                    td { (show(&sourced.value)) }
                    td.origin { (origin(sourced.source)) (sure(sourced.certainty)) }
                }
                None => {
                    td { span.soft { "unknown" } }
                    td.origin { "nothing states it" }
                }
            }
        }
    }
}

/// Where a value was read, in words.
fn origin(source: Source) -> &'static str {
    match source {
        Source::Manifest => "from the manifest",
        Source::Option => "given when it was indexed",
        Source::FrontMatter => "from the front matter",
        Source::Record => "from the record",
        Source::JsonLd => "from the page’s JSON-LD",
        Source::MetaTag => "from a meta tag of the page",
        Source::Url => "from the address",
        Source::HeaderLine => "from the header line",
        Source::Byline => "from the byline",
        Source::Dateline => "from the dateline",
        Source::CreditLine => "from a credit line",
        Source::SelfMention => "the outlet speaks of itself",
        Source::FileName => "from the name of the file",
        Source::Folder => "from the name of a folder",
        Source::FirstHeading => "the first heading",
        Source::Text => "from the text",
    }
}

/// Who is quoted with which words, each a link to the place.
fn quoted(view: &ArticleView<'_>) -> Markup {
    let article = &view.stored.article;
    if article.quotes.is_empty() {
        return html! {};
    }
    html! {
        section.section {
            h2 { (counted(article.quotes.len() as u64, "quotation", "quotations")) }
            ol.quoted {
                @for (at, quote) in article.quotes.iter().enumerate() {
                    @let local = quote.speaker.as_ref().map(|speaker| speaker.name.as_str());
                    @let person = view.stored.people.get(at).and_then(|person| person.as_deref()).or(local);
                    li {
                        span.speaker {
                            @match person {
                                Some(name) => a href=(quotes_of(name)) { bdi { (clipped(name, 80)) } },
                                None => span.soft { "Not known" },
                            }
                        }
                        a.words href=(format!("#q{}", at + 1)) dir="auto" { (clipped(quote.words.of_text(&article.text), 160)) }
                        span.why { (certainty(person.is_some(), quote.probability, quote.kind, &quote.reason)) }
                    }
                }
            }
        }
    }
}

fn relatives(view: &ArticleView<'_>) -> Markup {
    let stored = view.stored;
    html! {
        @if !view.similar.is_empty() {
            section.section {
                h2 { "Similar articles" }
                ol.similar { @for like in view.similar { li { (similar(like)) } } }
            }
        }
        @if let Some(group) = view.reprints { (reprints(group, &stored.id)) }
        @if !stored.copies.is_empty() || !stored.paths.is_empty() {
            section.section {
                h2 { "The same text" }
                ul {
                    @for id in &stored.copies { li { a href=(Address::new("/article").with("id", id)) { bdi { (clipped(id, 200)) } } } }
                    @for path in &stored.paths { li { bdi { (clipped(path, 200)) } span.soft { " · the same file once more" } } }
                }
            }
        }
    }
}

/// The same piece in other outlets.
fn reprints(group: &ReprintGroup, id: &str) -> Markup {
    let others = group.members.iter().filter(|member| member.id != id);
    html! {
        section #reprints .section {
            h2 { (counted(group.size.saturating_sub(1), "reprint", "reprints")) }
            ol.similar {
                @for member in others {
                    li {
                        p.meta {
                            span.outlet { bdi { (member.outlet.as_deref().map_or_else(|| "outlet unknown".to_owned(), |name| clipped(name, 80))) } }
                            span.dot { (when(member.date)) }
                            span.dot { (print(member.kind)) }
                        }
                        h3 { a href=(Address::new("/article").with("id", &member.id)) { (super::parts::title(member.title.as_deref(), &member.id)) } }
                    }
                }
            }
        }
    }
}

/// What a member of a group is beside its first, in words.
fn print(kind: ReprintKind) -> &'static str {
    match kind {
        ReprintKind::Representative => "the earliest",
        ReprintKind::Exact => "the same text as the earliest",
        ReprintKind::Edited => "edited",
        ReprintKind::Excerpt => "an excerpt",
        ReprintKind::Longer => "longer",
    }
}

/// An article like this one, and what both have.
fn similar(like: &SimilarHit) -> Markup {
    let hit = &like.hit;
    html! {
        p.meta {
            span.outlet { bdi { (hit.outlet.as_deref().map_or_else(|| "outlet unknown".to_owned(), |name| clipped(name, 80))) } }
            span.dot { (when(hit.date)) }
        }
        h3 { a href=(Address::new("/article").with("id", &hit.id)) { (super::parts::title(hit.title.as_deref(), &hit.id)) } }
        p.small.soft {
            @if !like.quotations.is_empty() {
                (counted(like.quotations.len() as u64, "quotation", "quotations")) " in common · "
            }
            "both have "
            @for (at, term) in like.terms.iter().take(MOST_TERMS).enumerate() {
                @if at > 0 { ", " }
                bdi { (clipped(term, 40)) }
            }
        }
    }
}

/// A bar that stays in sight: the matches, and the results around this one.
fn steps(view: &ArticleView<'_>) -> Markup {
    let (title, text) = view.marks;
    let n_matches = title.len() + text.len();
    let (before, after, total) = &view.neighbours;
    if n_matches == 0 && before.is_none() && after.is_none() {
        return html! {};
    }
    let article = &view.stored.article;
    let headline = article.title.as_ref().map_or("", |title| &title.value);
    let in_title = code_points(headline, &title[..title.len().min(3)]);
    let in_text = code_points(&article.text, &text[..text.len().min(MOST_STEPS)]);
    let to = |neighbour: &Neighbour| {
        view.address.with("id", &neighbour.id).with("rank", neighbour.rank.to_string()).to_string()
    };
    html! {
        nav.steps aria-label="Matches and results" {
            div.wrap {
                @if n_matches > 0 {
                    span {
                        (counted(n_matches as u64, "match", "matches"))
                        span.soft { " " span #step aria-live="polite" {} }
                    }
                    span.places {
                        @for (number, place) in in_title.iter().enumerate() { a href=(format!("#t{place}")) { "H" (number + 1) } }
                        @for (number, place) in in_text.iter().enumerate() { a href=(format!("#m{place}")) { (number + 1) } }
                        @if text.len() > MOST_STEPS { span.soft { " … " kbd { "n" } } }
                    }
                }
                @if before.is_some() || after.is_some() {
                    span.results-nav {
                        @if let Some(before) = before { a rel="prev" href=(to(before)) { "‹ Previous result" } }
                        @if let Some(rank) = view.address.get("rank") { span.soft { (rank) " of " (grouped(*total)) } }
                        @if let Some(after) = after { a rel="next" href=(to(after)) { "Next result ›" } }
                    }
                }
            }
        }
    }
}

/// What stands in place of an article when an id means several.
pub fn several(address: &Address, id: &str, ids: &[String]) -> Markup {
    let body = html! {
        div.article.wrap.plain {
            h1 { "Several articles have this id" }
            p.soft dir="auto" { (clipped(id, 200)) }
            ul.section {
                @for id in ids { li { a href=(address.with("id", id)) { bdi { (id) } } } }
            }
        }
    };
    layout("Several articles", Page::Other, &address.without("id"), body)
}

/// What stands in place of a page: what went wrong and what one can do.
pub fn message(problem: &Problem) -> Markup {
    if problem.is_preparing {
        return preparing(problem);
    }
    layout(problem.title(), Page::Other, &Address::new("/"), what_went_wrong(problem))
}

/// What went wrong and what one can do, where the answer would be.
pub fn what_went_wrong(problem: &Problem) -> Markup {
    html! {
        div.article.wrap.plain {
            h1 { (problem.title()) }
            p.section { (prose(&problem.detail)) }
            @if let Some(advice) = &problem.advice { p { (prose(advice)) } }
            @if problem.status == StatusCode::UNAUTHORIZED {
                form.section.token action="/" method="get" {
                    div.ask-row {
                        input type="password" name="token" aria-label="Token" placeholder="Token" autocomplete="current-password" required;
                        button type="submit" { "Show it" }
                    }
                }
            }
            @if !problem.candidates.is_empty() {
                ul {
                    @for id in &problem.candidates {
                        li { a href=(Address::new("/article").with("id", id)) { bdi { (clipped(id, 200)) } } }
                    }
                }
            }
            p.section { a href="/" { "Search the archive" } }
        }
    }
}

/// What stands in place of a page that is there in a moment.
fn preparing(problem: &Problem) -> Markup {
    let body = html! {
        div.article.wrap.plain role="status" {
            h1 { "Being prepared" }
            p.section { (prose(&problem.detail)) }
            p.soft { "This page looks again by itself. Everything else can be searched meanwhile." }
            p.section { a href="/" { "Search the archive" } }
        }
    };
    refreshed("Being prepared", Page::Other, &Address::new("/"), problem.retry_after, body)
}

/// The results before and behind the one of this rank, and how many there are.
pub fn neighbours(index: &Index, request: &SearchRequest, rank: usize) -> Result<Neighbours> {
    if rank == 0 {
        return Ok((None, None, 0));
    }
    let first = rank.saturating_sub(2);
    let request = SearchRequest {
        offset: first,
        limit: rank - first + 1,
        facets: Vec::new(),
        passages: 0,
        ids_only: Some(IdForm::Shown),
        ..request.clone()
    };
    let response = index.search(&request)?;
    let of = |wanted: usize| {
        let hit = response.hits.iter().find(|hit| hit.rank == wanted)?;
        Some(Neighbour { id: hit.id.clone(), rank: wanted })
    };
    Ok((of(rank - 1), of(rank + 1), response.total))
}
