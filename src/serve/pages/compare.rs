//! The page that sets two sets of articles side by side: which words and quotations one uses more.

use maud::{Markup, html};

use super::address::Address;
use super::layout::{Frame, Page, ask};
use super::list::List;
use super::parts::{choice, clipped, problems, reprints};
use super::search::milliseconds;
use crate::engine::{ComparisonResponse, Facet, KeyQuotation, KeyWord, SearchRequest};
use crate::error::Result;
use crate::index::Index;
use crate::model::Date;
use crate::query::Query;
use crate::query::parse::Diagnostic;
use crate::serve::charts::{counted, grouped};

/// What the page shows.
pub struct CompareView<'a> {
    /// What was asked for; its query is empty.
    pub list: List<'a>,
    /// What of the two queries was not understood.
    pub diagnostics: [&'a [Diagnostic]; 2],
    /// The answer; `None` if not both sets were asked for.
    pub response: Option<&'a ComparisonResponse>,
    /// Pairs of queries that one could begin with.
    pub examples: &'a [[String; 2]],
}

/// Pairs of queries that find something here: the two largest outlets, and the earlier and the
/// later half of the years.
pub fn examples(index: &Index, dates: Option<(Date, Date)>) -> Result<Vec<[String; 2]>> {
    let request = SearchRequest { facets: vec![Facet::Outlet], facet_limit: 3, ..SearchRequest::new(Query::All) };
    let outlets: Vec<String> =
        index.facets(&request)?.outlet.into_iter().flatten().filter_map(|count| count.value).collect();
    let mut pairs = Vec::new();
    // A name with a mark of its own would end between the marks.
    if let [a, b, ..] = outlets.as_slice()
        && !a.contains('"')
        && !b.contains('"')
    {
        pairs.push([format!("outlet:=\"{a}\""), format!("outlet:=\"{b}\"")]);
    }
    if let Some((first, last)) = dates
        && first.year() < last.year()
    {
        let middle = (first.year() + last.year()) / 2;
        pairs.push([format!("date:..{middle:04}"), format!("date:{:04}..", middle + 1)]);
    }
    Ok(pairs)
}

/// What stands around the answer. The sets are what the fields `a` and `b` ask for.
pub fn frame(address: &Address) -> Frame {
    let second = html! {
        div.ask-row {
            input type="search" name="b" value=(address.get("b").unwrap_or_default()) placeholder="Articles B: any other query"
                aria-label="Articles B: any other query" autocomplete="off" autocapitalize="none" spellcheck="false" dir="auto";
        }
    };
    let above = ask(address, "Articles A: any query, as outlet:gazette", Some(second));
    Frame::new("Compare", Page::Compare, address, above)
}

/// The part that changes with the sets.
pub fn answer(view: &CompareView<'_>) -> Markup {
    let address = view.list.address;
    html! {
        div #answer .wrap {
            @for (field, diagnostics) in ["a", "b"].iter().zip(view.diagnostics) {
                (problems(address.get(field).unwrap_or_default(), diagnostics))
            }
            @match view.response {
                Some(response) => {
                    // An article that both sides lack may be the same.
                    @let undated = response.a.undated.max(response.b.undated);
                    (view.list.above(&response.notes, undated, ("article", "articles")))
                    div.columns { section.results aria-label="Comparison" { (compared(view, response)) } }
                }
                None => {
                    (view.list.above(&[], 0, ("article", "articles")))
                    div.empty {
                        h1 { "Two sets of articles side by side" }
                        p {
                            "Say with two queries which articles to compare: two outlets, before and after a day, with and "
                            "without a word. You see which words and quotations the one uses more than the other."
                        }
                        @if !view.examples.is_empty() {
                            ul {
                                @for [a, b] in view.examples {
                                    li { a href=(address.with("a", a).with("b", b)) { code dir="auto" { (a) } " with " code dir="auto" { (b) } } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn compared(view: &CompareView<'_>, response: &ComparisonResponse) -> Markup {
    let address = view.list.address;
    let within = address.get("in").unwrap_or_default();
    let sides: Vec<(&str, String)> = [("A", "a"), ("B", "b")]
        .map(|(side, field)| (side, clipped(address.get(field).unwrap_or_default(), 60)))
        .into();
    let nothing = response.words.is_empty() && response.quotations.is_empty();
    html! {
        div.bar-row {
            h1 {
                (counted(response.a.articles, "article", "articles")) " compared with " (grouped(response.b.articles)) " "
                span.soft { @if response.both > 0 { (grouped(response.both)) " in both · " } (milliseconds(view.list.took())) }
            }
            @if !nothing {
                (view.list.save("Save as", "compare", &["a", "b", "in", "min_count", "min_articles"], &[("limit", "1000")]))
            }
        }
        div.choices {
            (choice("Words", address, "in", within, &[("", "of the whole text"), ("said", "of quotations"), ("narration", "outside of quotations")]))
            (reprints(address))
        }
        @if nothing {
            div.empty {
                h2 { "No difference that could be told" }
                p { "Both sets must have articles, and a word must occur at least twice in both together." }
            }
        }
        div.halves {
            @for (number, (side, name)) in sides.iter().enumerate() {
                section.section {
                    h2 { "More in " (side) ": " code dir="auto" { (name) } }
                    (words(response.words.iter().filter(|word| (word.keyness.log_likelihood < 0.0) == (number == 1)), number))
                    (quotations(response.quotations.iter().filter(|one| (one.keyness.log_likelihood < 0.0) == (number == 1)), number))
                }
            }
        }
    }
}

fn words<'a>(words: impl Iterator<Item = &'a KeyWord>, side: usize) -> Markup {
    let words: Vec<&KeyWord> = words.collect();
    html! {
        @if words.is_empty() { p.soft { "No word." } } @else {
            div.scroll tabindex="0" role="region" aria-label=(format!("Words of {}", ["A", "B"][side.min(1)])) {
                table.wide {
                    thead { tr {
                        th scope="col" { "Word" }
                        th.number scope="col" { "A" }
                        th.number scope="col" { "B" }
                        th.number scope="col" title="Occurrences in a million words" { "per million" }
                        th.number scope="col" title="How sure the difference is" { "log-likelihood" }
                        th.number scope="col" title="1 is twice as often, 2 four times" { "log ratio" }
                    } }
                    tbody {
                        @for word in words {
                            tr {
                                th scope="row" { bdi { (word.word) } }
                                td.number { (grouped(word.counts[0])) }
                                td.number { (grouped(word.counts[1])) }
                                td.number { (per_million(word.per_million[side.min(1)])) }
                                td.number { (format!("{:.1}", word.keyness.log_likelihood.abs())) }
                                td.number { (format!("{:.1}", word.keyness.log_ratio.abs())) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn per_million(count: f64) -> String {
    if count < 10.0 { format!("{count:.1}") } else { grouped(count.round() as u64) }
}

fn quotations<'a>(quotations: impl Iterator<Item = &'a KeyQuotation>, side: usize) -> Markup {
    let quotations: Vec<&KeyQuotation> = quotations.collect();
    html! {
        @if !quotations.is_empty() {
            h3 { "Quoted more in " (["A", "B"][side.min(1)]) }
            @for one in quotations {
                article.quotation {
                    blockquote dir="auto" { (clipped(&one.text, 400)) }
                    p.from {
                        bdi { (one.speaker.as_deref().unwrap_or("Speaker not known")) }
                        span.dot { "in " (counted(one.articles[0], "article", "articles")) " of A, " (grouped(one.articles[1])) " of B" }
                    }
                }
            }
        }
    }
}
