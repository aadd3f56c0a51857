//! The pages of stories: articles about one event, who carried what and who left it out.

use maud::{Markup, html};

use super::address::Address;
use super::layout::{Page, ask, layout};
use super::list::{List, Paging, pager};
use super::origin::{to_article, to_quotation};
use super::parts::{clipped, nothing, title, when};
use super::search::{grouped_by, milliseconds};
use crate::engine::{Story, StoryDetail, StoryResponse, StoryUtterance};
use crate::families::labels::Fidelity;
use crate::index::Advice;
use crate::serve::charts::calendar::medium;
use crate::serve::charts::{counted, grouped};

/// Most outlets and people that are named of one story.
const MOST_NAMES: usize = 8;

/// The page of stories, those with most articles that match first.
pub fn list(list: &List<'_>, response: &StoryResponse) -> Markup {
    let address = list.address;
    let body = html! {
        (ask(address, "Words of articles", None))
        div #answer .wrap {
            (list.above(&response.notes, 0, ("story", "stories")))
            div.columns {
                section.results aria-label="Stories" {
                    div.bar-row {
                        h1 {
                            (counted(response.total, "story", "stories")) " "
                            span.soft { "of two articles or more · " (milliseconds(list.took())) }
                        }
                    }
                    div.choices { (grouped_by(address, "story")) }
                    @if response.total == 0 {
                        (nothing(address, "stories", &Advice::default()))
                    } @else {
                        ol.hits { @for story in &response.hits { li { (short(address, story)) } } }
                        (pager(address, list.paging, response.hits.len(), response.total))
                    }
                }
            }
        }
    };
    layout("Stories", Page::Search, address, body)
}

fn short(address: &Address, story: &Story) -> Markup {
    html! {
        article.hit {
            p.meta { (facts(story)) }
            h2 { a href=(address.elsewhere("/story").with("id", &story.id)) { (title(story.title.as_deref(), &story.article)) } }
            p.who { (names(&story.outlets, story.without_outlet)) }
            @if !story.speakers.is_empty() { p.who { "Quoted: " (names(&story.speakers, 0)) } }
        }
    }
}

fn facts(story: &Story) -> Markup {
    html! {
        span.outlet { (counted(story.articles, "article", "articles")) }
        @if let Some((first, last)) = story.dates {
            span.dot { @if first == last { (medium(first)) } @else { (medium(first)) " – " (medium(last)) } }
        }
        @if story.matching < story.articles { span.dot { (grouped(story.matching)) " match" } }
        @if story.utterances > 0 { span.dot { (counted(story.utterances, "utterance", "utterances")) " in several of them" } }
    }
}

/// Names, each with its count where that is more than one.
fn names(names: &[(String, u64)], unknown: u64) -> Markup {
    html! {
        (named(names, |count| count > 1))
        @if unknown > 0 {
            @if !names.is_empty() { ", " }
            (grouped(unknown)) " unknown"
        }
    }
}

/// Names, each with its count: of one that left a story out it tells whether it wrote at all.
fn names_with_counts(names: &[(String, u64)]) -> Markup {
    named(names, |_| true)
}

fn named(names: &[(String, u64)], is_counted: impl Fn(u64) -> bool) -> Markup {
    html! {
        @for (at, (name, count)) in names.iter().take(MOST_NAMES).enumerate() {
            @if at > 0 { ", " }
            bdi { (clipped(name, 80)) }
            @if is_counted(*count) { " (" (grouped(*count)) ")" }
        }
        @if names.len() > MOST_NAMES { " and " (names.len() - MOST_NAMES) " more" }
    }
}

/// The page of one story: its articles in order of time, and which outlet carried which words.
pub fn one(address: &Address, detail: &StoryDetail, paging: Paging) -> Markup {
    let story = &detail.story;
    let name = story.title.as_deref().unwrap_or(&story.article);
    let body = html! {
        div.article.wrap {
            p.small.back { a href=(address.without("id").elsewhere("/stories")) { "‹ Stories" } }
            header.article-head {
                p.kicker { (facts(story)) }
                h1 class=[(name.chars().count() > 110).then_some("long")] { (title(story.title.as_deref(), &story.article)) }
            }
            section.section {
                h2 { "Articles, the oldest first" }
                div.scroll tabindex="0" role="region" aria-label="Articles" {
                table.wide.timeline {
                    thead { tr {
                        th scope="col" { "Date" } th scope="col" { "Outlet" } th scope="col" { "Headline" }
                        th.number scope="col" { "Shared words" }
                    } }
                    tbody {
                        @for article in &detail.timeline {
                            tr {
                                td { (when(article.date)) }
                                td { bdi { (article.outlet.as_deref().unwrap_or("unknown")) } }
                                td { a href=(to_article(address, &article.id)) { (title(article.title.as_deref(), &article.id)) } }
                                td.number { (grouped(article.utterances)) }
                            }
                        }
                    }
                }
                }
                (pager(address, paging, detail.timeline.len(), story.articles))
            }
            (carried_by(address, detail))
            @if !detail.absent.is_empty() {
                section.section {
                    h2 { "Outlets without an article on it" }
                    @if story.dates.is_some() {
                        p.soft { "With the number of their other articles on these days: " (names_with_counts(&detail.absent)) }
                    } @else {
                        // Of a story without a day nobody can say what else was printed on it.
                        @let names_alone: Vec<(String, u64)> = detail.absent.iter().map(|(name, _)| (name.clone(), 0)).collect();
                        p.soft { (names(&names_alone, 0)) }
                    }
                }
            }
        }
    };
    layout(&clipped(name, 80), Page::Search, &address.without("id"), body)
}

/// Which outlet carried which words.
fn carried_by(address: &Address, detail: &StoryDetail) -> Markup {
    if detail.utterances.is_empty() {
        return html! {};
    }
    html! {
        section.section {
            h2 { "Who carried which words" }
            div.scroll tabindex="0" role="region" aria-label="Who carried which words" {
                table.matrix {
                    thead { tr {
                        th scope="col" { "Words" }
                        @for column in &detail.columns {
                            th scope="col" { bdi { (column.as_deref().map_or_else(|| "unknown".to_owned(), |name| clipped(name, 40))) } }
                        }
                    } }
                    tbody { @for utterance in &detail.utterances { (row(address, utterance)) } }
                }
            }
        }
    }
}

fn row(address: &Address, utterance: &StoryUtterance) -> Markup {
    html! {
        tr {
            th scope="row" dir="auto" {
                a href=(Address::new("/family").with("id", &utterance.family)) { (clipped(&utterance.text, 140)) }
                @if let Some(speaker) = &utterance.speaker { span.soft { " " bdi { (clipped(speaker, 60)) } } }
            }
            @for cell in &utterance.cells {
                td {
                    @match cell {
                        Some(cell) => {
                            @let count = counted(cell.quotations, "quotation", "quotations");
                            a href=(to_quotation(address, &cell.quote)) aria-label=(format!("{count}, {}", cell.fidelity.name())) {
                                "✓" @if cell.quotations > 1 { (grouped(cell.quotations)) }
                            }
                            @if cell.fidelity > Fidelity::Typography { span.soft { " " (cell.fidelity.name()) } }
                        }
                        None => span.soft { "–" },
                    }
                }
            }
        }
    }
}
