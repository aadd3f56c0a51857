//! The page of quotations: the words first, then who, where, when, and how sure that is.

use maud::{Markup, html};

use super::address::{Address, quotes_of};
use super::facets::facets;
use super::layout::{Frame, Page, ask};
use super::list::{List, pager};
use super::origin::to_quotation;
use super::parts::{but, choice, clipped, is_meant, marked, nothing, reprints, title, ways, when};
use super::search::milliseconds;
use crate::engine::{Count, Facet, QuoteHit, QuoteRequest, QuoteResponse, SearchRequest};
use crate::error::Result;
use crate::index::{Advice, Index};
use crate::model::{DateRange, QuoteKind};
use crate::query::Name;
use crate::serve::charts::calendar::Series;
use crate::serve::charts::histogram::Histogram;
use crate::serve::charts::{counted, grouped};
use crate::serve::params::value_of;

/// Most quotations of one speaker that stand below their name when grouped by speaker.
pub const SHOWN_OF_SPEAKER: usize = 3;

/// Most speakers on the page when grouped by speaker.
pub const MOST_SPEAKERS: usize = 10;

/// Ways to group: true if by speaker.
pub const GROUPED: [(&str, bool); 2] = [("speaker", true), ("article", false)];

/// Longest quotation that is shown whole in the list, in characters.
const LONGEST: usize = 1_200;

/// Quotations of one person.
pub struct Group {
    /// Who; `None` where the articles do not tell.
    pub speaker: Option<String>,
    /// How many of their quotations match.
    pub total: u64,
    /// The best of them.
    pub hits: Vec<QuoteHit>,
}

/// What the page shows.
pub struct QuotesView<'a> {
    /// What was asked for.
    pub list: List<'a>,
    /// The answer, with all facets; dates by day.
    pub response: &'a QuoteResponse,
    /// The days that count.
    pub dates: DateRange,
    /// Those with most quotations, if they shall be grouped by speaker.
    pub groups: &'a [Group],
    /// What to do if nothing was found.
    pub advice: Option<&'a Advice>,
}

/// What stands around the answer.
pub fn frame(address: &Address) -> Frame {
    let query = address.get("q").unwrap_or_default();
    let name =
        if query.is_empty() { "Quotations".to_owned() } else { format!("{} – quotations", clipped(query, 80)) };
    Frame::new(&name, Page::Quotes, address, ask(address, "Words that somebody said", None))
}

/// The part that changes with the query.
pub fn answer(view: &QuotesView<'_>) -> Markup {
    let (address, response) = (view.list.address, view.response);
    let group = address.get("group").unwrap_or_default();
    html! {
        div #answer .wrap {
            (view.list.above(&response.notes, response.undated, ("quotation", "quotations")))
            div.columns.with-filters {
                section.results aria-label="Quotations" {
                    (head(view, group))
                    (chart(view))
                    @if response.total == 0 {
                        (nothing(address, "quotations", view.advice.unwrap_or(&Advice::default())))
                    } @else if group == "speaker" {
                        @for group in view.groups { (by_speaker(address, group)) }
                    } @else if group == "article" {
                        (by_article(address, &response.hits))
                    } @else {
                        @for hit in &response.hits { (quotation(address, hit, true)) }
                    }
                    @if group != "speaker" && response.total > 0 {
                        (pager(address, view.list.paging, response.hits.len(), response.total))
                    }
                }
                (facets(&view.list, &response.facets))
            }
        }
    }
}

fn head(view: &QuotesView<'_>, group: &str) -> Markup {
    let (address, response) = (view.list.address, view.response);
    let is_all = response.total == response.quotations;
    html! {
        div.bar-row {
            h1 {
                @if is_all { "All " }
                (counted(response.total, "quotation", "quotations")) " "
                span.soft {
                    @if !is_all { "of " (grouped(response.quotations)) " · " }
                    (milliseconds(view.list.took()))
                }
            }
            a.to-filters href="#filters" { "Filters" }
            @if response.total > 0 {
                (view.list.save("Save all as", "export", &["min_probability"], &[("of", "quotes")]))
            }
        }
        div.choices {
            (grouped_by(address, group))
            @if group != "speaker" {
                (choice("Sort", address, "sort", address.get("sort").unwrap_or_default(),
                    &[("", "best match"), ("newest", "newest"), ("oldest", "oldest")]))
            }
            (reprints(address))
        }
    }
}

/// Quotations one by one, those of one person or article together, or those of the same words.
pub fn grouped_by(address: &Address, here: &str) -> Markup {
    let list = if address.path() == "/quotes" { address.clone() } else { address.elsewhere("/quotes") };
    let here = if here.is_empty() { "nothing" } else { here };
    ways(
        "Group by",
        here,
        &[
            ("nothing", list.without("group")),
            ("speaker", list.with("group", "speaker")),
            ("article", list.with("group", "article")),
            ("same words", address.elsewhere("/families")),
        ],
    )
}

fn chart(view: &QuotesView<'_>) -> Markup {
    let address = view.list.address;
    let Some(days) = &view.response.facets.date else { return html! {} };
    let series = Series::of(days, view.dates);
    let link = |from: &str, to: &str| address.with("from", from).with("to", to).to_string();
    html! {
        @if !series.buckets.is_empty() {
            (Histogram { series: &series, layers: &[], nouns: ("quotation", "quotations"), link: &link }.markup())
        }
        @if !view.dates.is_open() || series.undated > 0 {
            div.below-chart {
                @if !view.dates.is_open() { a href=(address.without("from").without("to")) { "All dates" } }
                @else { span { (counted(series.undated, "quotation is", "quotations are")) " of an article without a date" } }
            }
        }
    }
}

fn by_speaker(address: &Address, group: &Group) -> Markup {
    let value = value_of(Facet::Speaker, group.speaker.as_deref());
    let all = address.without("group").with("speaker", value);
    html! {
        section.group {
            h2 {
                bdi { (group.speaker.as_deref().unwrap_or("Speaker not known")) }
                span.soft { (counted(group.total, "quotation", "quotations")) }
            }
            @for hit in &group.hits { (quotation(address, hit, false)) }
            @if group.total > group.hits.len() as u64 { p { a href=(all) { "All " (grouped(group.total)) " quotations ›" } } }
        }
    }
}

/// The quotations of the page, those of one article together, in the order of the best of each.
fn by_article(address: &Address, hits: &[QuoteHit]) -> Markup {
    let mut groups: Vec<Vec<&QuoteHit>> = Vec::new();
    for hit in hits {
        match groups.iter_mut().find(|group| group[0].article == hit.article) {
            Some(group) => group.push(hit),
            None => groups.push(vec![hit]),
        }
    }
    html! {
        @for group in &groups {
            section.group {
                @let first = group[0];
                h2 {
                    a href=(to_quotation(address, &first.id)) { (title(first.title.as_deref(), &first.article)) }
                    span.soft {
                        bdi { (first.outlet.as_deref().unwrap_or("outlet unknown")) } " · " (when(first.date))
                    }
                }
                @for hit in group { (quotation(address, hit, true)) }
            }
        }
    }
}

/// One quotation; `with_speaker`: the group does not name who said it already.
fn quotation(address: &Address, hit: &QuoteHit, with_speaker: bool) -> Markup {
    html! {
        article.quotation {
            blockquote dir="auto" { (marked(&clipped(&hit.text, LONGEST), &hit.highlights)) }
            @if with_speaker {
                p.said-by {
                    @match &hit.speaker {
                        Some(speaker) => {
                            a.speaker href=(quotes_of(speaker)) { bdi { (clipped(speaker, 120)) } }
                            @if let Some(mention) = hit.mention.as_ref().filter(|mention| *mention != speaker) {
                                span.soft { " as “" bdi { (clipped(mention, 60)) } "”" }
                            }
                        }
                        None => span.speaker { "Speaker not known" },
                    }
                }
            }
            p.from {
                bdi { (hit.outlet.as_deref().map_or_else(|| "outlet unknown".to_owned(), |outlet| clipped(outlet, 80))) }
                span.dot { (when(hit.date)) }
                span.dot { a.to-article href=(to_quotation(address, &hit.id)) { (title(hit.title.as_deref(), &hit.article)) } }
            }
            p.why { (certainty(hit.speaker.is_some(), hit.probability, hit.kind, &hit.reason)) }
        }
    }
}

/// How sure it is who said a quotation, as a number, a bar and the reason.
pub fn certainty(is_known: bool, probability: f32, kind: QuoteKind, reason: &str) -> Markup {
    let kind = match kind {
        QuoteKind::Direct => None,
        QuoteKind::Block => Some("set off as a block"),
        QuoteKind::Post => Some("embedded post"),
        QuoteKind::Headline => Some("quoted headline"),
    };
    html! {
        @if is_known {
            @let percent = (probability.clamp(0.0, 1.0) * 100.0).round();
            svg.meter width="48" height="6" aria-hidden="true" {
                rect.track width="48" height="6" rx="3" {}
                rect.fill width=(format!("{:.1}", 0.48 * percent)) height="6" rx="3" {}
            }
            span { (percent) " % sure" }
        }
        @if let Some(kind) = kind { span.dot { (kind) } }
        @if !reason.is_empty() { span.dot { (reason) } }
    }
}

/// The people with most quotations of an answer, each with their best.
pub fn groups(index: &Index, request: &QuoteRequest, response: &QuoteResponse) -> Result<Vec<Group>> {
    let mut groups = Vec::new();
    let speakers = response.facets.speaker.iter().flatten().filter(|count| count.value.is_some());
    for count in speakers.filter(|count| shown(&request.search, count)).take(MOST_SPEAKERS) {
        let Some(name) = count.value.clone() else { continue };
        let search = SearchRequest {
            speakers: vec![Name { text: name.clone(), exact: true }],
            facets: Vec::new(),
            limit: SHOWN_OF_SPEAKER,
            offset: 0,
            unknown: but(&request.search.unknown, Facet::Speaker),
            ..request.search.clone()
        };
        let found = index.quotes(&QuoteRequest { search, ..request.clone() })?;
        groups.push(Group { speaker: Some(name), total: found.total, hits: found.hits });
    }
    if request.search.speakers.is_empty() || request.search.unknown.contains(&Facet::Speaker) {
        let search = SearchRequest {
            speakers: Vec::new(),
            unknown: [but(&request.search.unknown, Facet::Speaker), vec![Facet::Speaker]].concat(),
            facets: Vec::new(),
            limit: SHOWN_OF_SPEAKER,
            offset: 0,
            ..request.search.clone()
        };
        let found = index.quotes(&QuoteRequest { search, ..request.clone() })?;
        if found.total > 0 {
            groups.push(Group { speaker: None, total: found.total, hits: found.hits });
        }
    }
    Ok(groups)
}

/// False if the filters leave out a speaker that the facet still counts.
fn shown(search: &SearchRequest, count: &Count) -> bool {
    let is_unknown_asked = search.unknown.contains(&Facet::Speaker);
    count.value.as_ref().is_some_and(|value| is_meant(&search.speakers, is_unknown_asked, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certainty_is_a_number_and_a_reason() {
        let shown = certainty(true, 0.974, QuoteKind::Post, "signature <of> the post").into_string();
        assert!(shown.contains("97 % sure") && shown.contains("embedded post"), "{shown}");
        assert!(shown.contains("signature &lt;of&gt; the post"), "{shown}");
        assert!(!certainty(false, 0.0, QuoteKind::Direct, "").into_string().contains("sure"));
    }
}
