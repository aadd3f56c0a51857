//! The page that says what the archive holds, how it came there, and what is missing.

use std::path::Path;

use maud::{Markup, html};

use super::address::Address;
use super::facets::{field_of, language};
use super::layout::{Frame, Page};
use super::parts::clipped;
use super::search::days_of;
use crate::engine::{By, Count, DateBucket, Facet, Facets, SearchRequest};
use crate::error::Result;
use crate::index::{SourceInfo, Stats};
use crate::ingest::Failure;
use crate::model::DateRange;
use crate::query::Query;
use crate::query::ast::UnknownField;
use crate::serve::Snapshot;
use crate::serve::charts::bars::bar;
use crate::serve::charts::calendar::{Series, medium};
use crate::serve::charts::histogram::Histogram;
use crate::serve::charts::multiples::{Row, multiples};
use crate::serve::charts::{counted, grouped};
use crate::serve::params::value_of;

/// Most outlets with a chart of their own.
pub const MOST_OUTLETS: usize = 15;

/// Most people, authors and failures that are listed.
const MOST_ROWS: usize = 15;

/// An outlet's articles over time.
pub struct OutletDays {
    /// Its name; `None` for articles of unknown outlet.
    pub name: Option<String>,
    /// How many articles it has, dated or not.
    pub total: u64,
    /// How many by day.
    pub days: Vec<DateBucket>,
}

/// What the page shows.
pub struct OverviewView<'a> {
    /// True if places on this machine are shown: not to those who ask from others.
    pub has_places: bool,
    /// Size and content.
    pub stats: &'a Stats,
    /// Where the articles came from.
    pub sources: &'a [SourceInfo],
    /// What could not be read.
    pub failures: &'a [Failure],
    /// Counts over all articles; dates by day.
    pub facets: &'a Facets,
    /// Days of the outlets with most articles, at most [`MOST_OUTLETS`], most first.
    pub outlets: &'a [OutletDays],
}

/// What stands around the answer.
pub fn frame(address: &Address) -> Frame {
    Frame::new("Overview", Page::Overview, address, html! {})
}

/// What the archive holds.
pub fn answer(view: &OverviewView<'_>) -> Markup {
    html! {
        div.overview.wrap {
            h1 { "What the archive holds" }
            (tiles(view.stats))
            (over_time(view))
            (outlets(view))
            div.halves {
                (people(view.facets))
                (gaps(view))
            }
            div.halves {
                (languages(view.facets))
                (authors(view.facets))
            }
            (sources(view))
            (failures(view))
            (health(view.stats))
        }
    }
}

fn tiles(stats: &Stats) -> Markup {
    html! {
        dl.tiles {
            div { dt { "articles" } dd { (grouped(stats.articles)) } }
            div { dt { "quotations" } dd { (grouped(stats.quotations)) } }
            div { dt { "people and organisations quoted" } dd { (grouped(stats.speakers)) } }
            div { dt { "outlets" } dd { (grouped(stats.outlets)) } }
            div { dt { "of text" } dd { (bytes(stats.bytes_text)) } }
            div {
                dt { "first and last date" }
                dd.words {
                    @match stats.dates {
                        Some((first, last)) if first == last => span { (medium(first)) },
                        Some((first, last)) => { span { (medium(first)) " –" } " " span { (medium(last)) } }
                        None => "none known",
                    }
                }
            }
        }
    }
}

fn over_time(view: &OverviewView<'_>) -> Markup {
    let Some(days) = &view.facets.date else { return html! {} };
    let series = Series::of(days, DateRange::default());
    if series.buckets.is_empty() {
        return html! {};
    }
    let link = |from: &str, to: &str| Address::new("/").with("from", from).with("to", to).to_string();
    html! {
        section.section {
            h2 { "Articles over time" }
            (Histogram { series: &series, layers: &[], nouns: ("article", "articles"), link: &link }.markup())
        }
    }
}

fn outlets(view: &OverviewView<'_>) -> Markup {
    let all = Series::of(view.facets.date.as_deref().unwrap_or_default(), DateRange::default());
    if view.outlets.is_empty() {
        return html! {};
    }
    let rows: Vec<Row> = view
        .outlets
        .iter()
        .map(|outlet| Row {
            name: outlet.name.clone(),
            link: Address::new("/").with("outlet", value_of(Facet::Outlet, outlet.name.as_deref())).to_string(),
            total: outlet.total,
            series: all.with(&outlet.days),
        })
        .collect();
    let others: &[Count] = view.facets.outlet.as_deref().unwrap_or_default();
    let others = others.get(rows.len()..).unwrap_or_default();
    html! {
        section.section {
            h2 { "Outlets" }
            @if all.buckets.is_empty() {
                (ranking("Outlet", Facet::Outlet, "/", view.facets.outlet.as_deref().unwrap_or_default(), MOST_OUTLETS))
            } @else {
                p.soft.small { "Each row has its own scale; the number is all its articles, dated or not." }
                (multiples(&all, &rows))
            }
            @if !others.is_empty() {
                details.section {
                    summary { (counted(others.len() as u64, "more outlet", "more outlets")) }
                    (ranking("Outlet", Facet::Outlet, "/", others, usize::MAX))
                }
            }
        }
    }
}

/// Names with counts and bars, each a link to what it counts.
fn ranking(heading: &str, facet: Facet, path: &str, counts: &[Count], most_rows: usize) -> Markup {
    let most = counts.iter().map(|count| count.count).max().unwrap_or(0);
    html! {
        table.bars {
            thead { tr {
                th scope="col" { (heading) }
                th.number scope="col" { "articles" }
                th.for-bar scope="col" { span.unseen { "as a bar" } }
            } }
            tbody {
                @for count in counts.iter().take(most_rows) {
                    tr {
                        th scope="row" {
                            a href=(Address::new(path).with(field_of(facet), value_of(facet, count.value.as_deref()))) {
                                @match &count.value {
                                    Some(name) if facet == Facet::Language => (language(name).unwrap_or(name)),
                                    Some(name) => bdi { (clipped(name, 80)) },
                                    None => "unknown",
                                }
                            }
                        }
                        td.number { (grouped(count.count)) }
                        td.for-bar { (bar(count.count, most)) }
                    }
                }
            }
        }
    }
}

fn people(facets: &Facets) -> Markup {
    let named: Vec<Count> =
        facets.speaker.iter().flatten().filter(|count| count.value.is_some()).take(MOST_ROWS).cloned().collect();
    html! {
        section.section {
            h2 { "Who is quoted most" }
            @if named.is_empty() { p.soft { "Nobody is quoted by name." } }
            @else { (ranking("Name", Facet::Speaker, "/quotes", &named, MOST_ROWS)) }
        }
    }
}

fn authors(facets: &Facets) -> Markup {
    let counts = facets.author.as_deref().unwrap_or_default();
    html! {
        section.section {
            h2 { "Who wrote most" }
            (ranking("Author", Facet::Author, "/", counts, MOST_ROWS))
        }
    }
}

fn languages(facets: &Facets) -> Markup {
    let counts = facets.language.as_deref().unwrap_or_default();
    html! {
        section.section {
            h2 { "Languages" }
            (ranking("Language", Facet::Language, "/", counts, MOST_ROWS))
        }
    }
}

/// What is not known, and what is there twice.
fn gaps(view: &OverviewView<'_>) -> Markup {
    let stats = view.stats;
    let unknown = |counts: &Option<Vec<Count>>| {
        counts.iter().flatten().find(|count| count.value.is_none()).map_or(0, |count| count.count)
    };
    let query = |text: &str| Address::new("/").with("q", text).to_string();
    let rows: [(&str, u64, Option<String>); 7] = [
        ("Articles without a date", stats.without_date, Some(query("date:?"))),
        ("Articles of unknown outlet", stats.without_outlet, Some(query("outlet:?"))),
        ("Articles without an author", unknown(&view.facets.author), Some(query("author:?"))),
        ("Articles that quote nobody by name", unknown(&view.facets.speaker), Some(query("speaker:?"))),
        ("Copies: texts that another article has too", stats.copies, None),
        ("Files with the bytes of another file", stats.same_files, None),
        (
            "Files and records that could not be read",
            stats.failures,
            (stats.failures > 0).then(|| "#failures".to_owned()),
        ),
    ];
    html! {
        section.section {
            h2 { "What is missing, and what is there twice" }
            table.wide {
                tbody {
                    @for (what, count, link) in rows {
                        tr {
                            th scope="row" {
                                @match link.filter(|_| count > 0) {
                                    Some(link) => a href=(link) { (what) },
                                    None => (what),
                                }
                            }
                            td.number { (grouped(count)) }
                            td.number.soft { @if stats.articles > 0 && what.starts_with("Articles") { (share(count, stats.articles)) } }
                        }
                    }
                }
            }
        }
    }
}

fn share(part: u64, whole: u64) -> String {
    let share = 100.0 * part as f64 / whole as f64;
    if part > 0 && share < 0.1 { "under 0.1 %".to_owned() } else { format!("{share:.1} %") }
}

fn sources(view: &OverviewView<'_>) -> Markup {
    html! {
        section.section {
            h2 { "Sources" }
            div.scroll tabindex="0" role="region" aria-label="Sources" {
                table.wide {
                    thead { tr {
                        th scope="col" { "Name" }
                        @if view.has_places { th scope="col" { "Place" } }
                        th.number scope="col" { "Files" }
                        th.number scope="col" { "Articles" }
                        th.number scope="col" { "Not read" }
                    } }
                    tbody {
                        @for source in view.sources {
                            tr {
                                th scope="row" { bdi { (source.name) } }
                                @if view.has_places {
                                    td {
                                        @if source.root.is_empty() { span.soft { "added by a program" } } @else { bdi { (source.root) } }
                                        @if !source.options.is_empty() { " " code { (source.options.join(" ")) } }
                                    }
                                }
                                td.number { (grouped(source.files)) }
                                td.number { (grouped(source.articles)) }
                                td.number { (grouped(source.failures)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn failures(view: &OverviewView<'_>) -> Markup {
    if view.failures.is_empty() {
        return html! {};
    }
    html! {
        section #failures .section {
            h2 { "What could not be read" }
            div.scroll tabindex="0" role="region" aria-label="What could not be read" {
                table.wide {
                    thead { tr { th scope="col" { "File" } th scope="col" { "Where" } th scope="col" { "Why" } } }
                    tbody {
                        @for failure in view.failures.iter().take(MOST_ROWS * 4) {
                            tr {
                                th scope="row" { bdi { (shown_path(view, &failure.path)) } }
                                td { @if failure.place.is_empty() { "the whole file" } @else { (failure.place) } }
                                td { bdi { (failure.reason) } }
                            }
                        }
                    }
                }
            }
            @if view.failures.len() > MOST_ROWS * 4 {
                p.small.soft { "Of " (grouped(view.failures.len() as u64)) "; " code { "search failures" } " lists all." }
            }
        }
    }
}

/// The path of a file: whole on this machine, below the name of its source for others.
fn shown_path(view: &OverviewView<'_>, path: &Path) -> String {
    if view.has_places {
        return path.display().to_string();
    }
    let below = view.sources.iter().filter(|source| !source.root.is_empty()).find_map(|source| {
        let below = path.strip_prefix(&source.root).ok()?;
        Some(Path::new(&source.name).join(below).display().to_string())
    });
    let name = || path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    below.unwrap_or_else(name)
}

fn health(stats: &Stats) -> Markup {
    let ratio = if stats.bytes_text > 0 { stats.bytes_index as f64 / stats.bytes_text as f64 } else { 0.0 };
    html! {
        section.section {
            h2 { "The index" }
            table {
                tbody {
                    tr { th scope="row" { "Commit" } td.number { (grouped(stats.generation)) } td.soft { "this page follows the next ones by itself" } }
                    tr { th scope="row" { "Size on disk" } td.number { (bytes(stats.bytes_index)) } td.soft { (format!("{ratio:.2}")) " of the text" } }
                    tr { th scope="row" { "Parts" } td.number { (grouped(stats.segments)) } td.soft { "segments of the search engine; four or fewer after a run" } }
                }
            }
            p.small.soft { code { "search verify" } " reads every file of it and compares checksums; " code { "search gc" } " gives back what interrupted runs left." }
        }
    }
}

/// A size as people read it: `1.2 MB`.
fn bytes(count: u64) -> String {
    let mut size = count as f64;
    for unit in ["bytes", "kB", "MB", "GB"] {
        if size < 1000.0 {
            return if unit == "bytes" || size >= 100.0 {
                format!("{size:.0} {unit}")
            } else {
                format!("{size:.1} {unit}")
            };
        }
        size /= 1000.0;
    }
    format!("{size:.1} TB")
}

/// Days of the outlets with most articles, most first; unknown is one of them.
pub fn outlets_over_time(snapshot: &Snapshot, facets: &Facets) -> Result<Vec<OutletDays>> {
    let mut outlets = Vec::new();
    for count in facets.outlet.iter().flatten().take(MOST_OUTLETS) {
        let days = match &count.value {
            Some(name) => days_of(snapshot, &SearchRequest::new(Query::All), name)?,
            None => {
                let query = Query::Unknown(UnknownField::Outlet);
                let request = SearchRequest {
                    facets: vec![Facet::Date],
                    by: By::Day,
                    limit: 0,
                    passages: 0,
                    ..SearchRequest::new(query)
                };
                snapshot.facets(&request)?.date.unwrap_or_default()
            }
        };
        outlets.push(OutletDays { name: count.value.clone(), total: count.count, days });
    }
    Ok(outlets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_shares_are_as_people_read_them() {
        let shown: Vec<String> = [12, 1_234, 123_456, 5_000_000, 7_000_000_000_000].into_iter().map(bytes).collect();
        assert_eq!(shown, ["12 bytes", "1.2 kB", "123 kB", "5.0 MB", "7.0 TB"]);
        assert_eq!([share(0, 9), share(1, 100_000), share(1, 3)], ["0.0 %", "under 0.1 %", "33.3 %"]);
    }
}
