//! The page of articles that match.

use std::time::Duration;

use maud::{Markup, html};

use super::address::{Address, quotes_of};
use super::facets::facets;
use super::layout::{Frame, Page, ask};
use super::list::{List, pager};
use super::origin::to_article;
use super::parts::{but, choice, clipped, is_meant, marked, nothing, reprints, title, ways, when};
use crate::engine::{By, DateBucket, Facet, Hit, SearchRequest, SearchResponse};
use crate::error::Result;
use crate::index::Advice;
use crate::model::DateRange;
use crate::query::Name;
use crate::serve::Snapshot;
use crate::serve::charts::calendar::Series;
use crate::serve::charts::histogram::{Histogram, MOST_LAYERS};
use crate::serve::charts::{counted, grouped};

/// Most names of people that a hit lists.
const MOST_SPEAKERS: usize = 6;

/// What the page shows.
pub struct SearchView<'a> {
    /// What was asked for.
    pub list: List<'a>,
    /// The answer, with all facets; dates by day.
    pub response: &'a SearchResponse,
    /// The days that count.
    pub dates: DateRange,
    /// Days of the outlets with most articles, if the chart shall be stacked.
    pub layers: &'a [(String, Vec<DateBucket>)],
    /// For each hit how many other articles it stands for, where reprints count once.
    pub reprints: &'a [u64],
    /// What to do if nothing was found.
    pub advice: Option<&'a Advice>,
}

/// What stands around the answer.
pub fn frame(address: &Address) -> Frame {
    let query = address.get("q").unwrap_or_default();
    let name = if query.is_empty() { "Articles".to_owned() } else { clipped(query, 80) };
    let above = ask(address, "Words, \"a phrase\", said:\"in a quotation\"", None);
    Frame::new(&name, Page::Search, address, above)
}

/// The part that changes with the query.
pub fn answer(view: &SearchView<'_>) -> Markup {
    let (address, response) = (view.list.address, view.response);
    html! {
        div #answer .wrap {
            (view.list.above(&response.notes, response.undated, ("article", "articles")))
            div.columns.with-filters {
                section.results aria-label="Results" {
                    (head(view))
                    (chart(view))
                    @if response.total == 0 {
                        (nothing(address, "articles", view.advice.unwrap_or(&Advice::default())))
                    } @else {
                        ol.hits { @for (at, hit) in response.hits.iter().enumerate() { li { (self::hit(address, hit, view.reprints.get(at).copied().unwrap_or(0))) } } }
                        (pager(address, view.list.paging, response.hits.len(), response.total))
                    }
                }
                (facets(&view.list, &response.facets))
            }
        }
    }
}

/// How many were found, in which order, and as which files one can have them.
fn head(view: &SearchView<'_>) -> Markup {
    let (address, response) = (view.list.address, view.response);
    let sort = address.get("sort").unwrap_or_default();
    let is_all = response.total == response.articles;
    html! {
        div.bar-row {
            h1 {
                @if is_all { "All " }
                (counted(response.total, "article", "articles")) " "
                span.soft {
                    @if !is_all { "of " (grouped(response.articles)) " · " }
                    (milliseconds(view.list.took()))
                }
            }
            a.to-filters href="#filters" { "Filters" }
            @if response.total > 0 { (view.list.save("Save all as", "export", &[], &[])) }
        }
        div.choices {
            (choice("Sort", address, "sort", sort, &[("", "best match"), ("newest", "newest"), ("oldest", "oldest")]))
            (grouped_by(address, "nothing"))
            (reprints(address))
        }
    }
}

/// Articles one by one, or those of one event together.
pub fn grouped_by(address: &Address, here: &str) -> Markup {
    ways("Group by", here, &[("nothing", address.elsewhere("/")), ("story", address.elsewhere("/stories"))])
}

/// A duration with so many digits that it says something.
pub fn milliseconds(took: Duration) -> String {
    let ms = took.as_secs_f64() * 1000.0;
    if ms < 10.0 { format!("{ms:.1} ms") } else { format!("{ms:.0} ms") }
}

fn chart(view: &SearchView<'_>) -> Markup {
    let address = view.list.address;
    let Some(days) = &view.response.facets.date else { return html! {} };
    let series = Series::of(days, view.dates);
    let layers: Vec<(String, Series)> =
        view.layers.iter().map(|(name, days)| (name.clone(), series.with(days))).collect();
    let link = |from: &str, to: &str| address.with("from", from).with("to", to).to_string();
    let is_stacked = address.get("stack").is_some();
    let has_limit = !view.dates.is_open();
    html! {
        @if !series.buckets.is_empty() {
            (Histogram { series: &series, layers: &layers, nouns: ("article", "articles"), link: &link }.markup())
        }
        div.below-chart {
            @if !series.buckets.is_empty() {
                span.only-script { "Drag over the bars to choose a stretch of time." }
                @if is_stacked {
                    a href=(address.without("stack")) data-key="stack" { "One colour" }
                } @else {
                    a href=(address.with("stack", "outlet")) data-key="stack" { "Stack by outlet" }
                }
            }
            @if has_limit { a href=(address.without("from").without("to")) data-key="all-dates" { "All dates" } }
            @else if series.undated > 0 {
                span { (counted(series.undated, "article has", "articles have")) " no date" }
            }
        }
    }
}

/// One article that matches.
fn hit(address: &Address, hit: &Hit, reprints: u64) -> Markup {
    let link = to_article(address, &hit.id).also("rank", &hit.rank.to_string());
    html! {
        article.hit {
            p.meta {
                @match &hit.outlet {
                    Some(outlet) => a.outlet href=(address.with("outlet", format!("={outlet}"))) dir="auto" { (clipped(outlet, 80)) },
                    None => span.outlet { "outlet unknown" },
                }
                span.dot { (when(hit.date)) }
                @if let Some(author) = hit.authors.first() {
                    span.dot { bdi { (clipped(author, 60)) } @if hit.authors.len() > 1 { " and others" } }
                }
            }
            h2 { a href=(link) { (title(hit.title.as_deref(), &hit.id)) } }
            @for passage in &hit.passages {
                p.passage dir="auto" { (marked(&passage.text, &passage.highlights)) }
            }
            @if reprints > 0 {
                p.who { a href=(format!("{link}#reprints")) { "Stands for " (counted(reprints, "reprint", "reprints")) } }
            }
            @if !hit.speakers.is_empty() {
                p.who {
                    "Quotes "
                    @for (at, speaker) in hit.speakers.iter().take(MOST_SPEAKERS).enumerate() {
                        @if at > 0 { ", " }
                        a href=(quotes_of(speaker)) { bdi { (clipped(speaker, 60)) } }
                    }
                    @if hit.speakers.len() > MOST_SPEAKERS { " and " (hit.speakers.len() - MOST_SPEAKERS) " more" }
                }
            }
        }
    }
}

/// The days of the outlets with most articles of an answer, for a stacked chart.
pub fn layers(
    snapshot: &Snapshot,
    request: &SearchRequest,
    response: &SearchResponse,
) -> Result<Vec<(String, Vec<DateBucket>)>> {
    let outlets = response.facets.outlet.iter().flatten().filter_map(|count| count.value.as_deref());
    let mut layers = Vec::new();
    for outlet in outlets.filter(|outlet| shown(request, outlet)).take(MOST_LAYERS) {
        layers.push((outlet.to_owned(), days_of(snapshot, request, outlet)?));
    }
    Ok(layers)
}

/// False if the filters leave out an outlet that its facet still counts.
fn shown(request: &SearchRequest, outlet: &str) -> bool {
    is_meant(&request.outlets, request.unknown.contains(&Facet::Outlet), outlet)
}

/// The days of one outlet's articles.
pub fn days_of(snapshot: &Snapshot, request: &SearchRequest, outlet: &str) -> Result<Vec<DateBucket>> {
    let outlets = vec![Name { text: outlet.to_owned(), exact: true }];
    let request = SearchRequest {
        outlets,
        facets: vec![Facet::Date],
        by: By::Day,
        limit: 0,
        offset: 0,
        passages: 0,
        unknown: but(&request.unknown, Facet::Outlet),
        ..request.clone()
    };
    Ok(snapshot.facets(&request)?.date.unwrap_or_default())
}
