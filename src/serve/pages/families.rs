//! The pages of utterances: words that several articles quote, in all their wordings.

use maud::{Markup, html};

use super::address::{Address, quotes_of};
use super::layout::{Page, ask, layout};
use super::list::{List, Paging, pager};
use super::origin::to_quotation;
use super::parts::{clipped, nothing, title, when};
use super::quotes::grouped_by;
use super::search::milliseconds;
use crate::engine::{Family, FamilyDetail, FamilyResponse, Variant};
use crate::families::labels::{Fidelity, Mark};
use crate::index::Advice;
use crate::serve::charts::calendar::medium;
use crate::serve::charts::{counted, grouped};

/// Most outlets and speakers that are named of one utterance.
const MOST_NAMES: usize = 8;

/// Longest wording that is shown whole in a list, in characters.
const LONGEST: usize = 600;

/// The page of utterances, those that spread most first.
pub fn list(list: &List<'_>, response: &FamilyResponse) -> Markup {
    let address = list.address;
    let body = html! {
        (ask(address, "Words that somebody said", None))
        div #answer .wrap {
            (list.above(&response.notes, 0, ("utterance", "utterances")))
            div.columns {
                section.results aria-label="Utterances" {
                    div.bar-row {
                        h1 {
                            (counted(response.total, "utterance", "utterances")) " "
                            span.soft {
                                "in two outlets or more, of " (grouped(response.families)) " · " (milliseconds(list.took()))
                            }
                        }
                    }
                    div.choices { (grouped_by(address, "same words")) }
                    @if response.total == 0 {
                        (nothing(address, "utterances", &Advice::default()))
                    } @else {
                        @for family in &response.hits { (short(address, family)) }
                        (pager(address, list.paging, response.hits.len(), response.total))
                    }
                }
            }
        }
    };
    layout("Utterances", Page::Quotes, address, body)
}

fn short(address: &Address, family: &Family) -> Markup {
    html! {
        article.quotation {
            blockquote dir="auto" { (clipped(&family.text, LONGEST)) }
            (who(family))
            (spread(family))
            p.from {
                a.to-article href=(address.elsewhere("/family").with("id", &family.id)) {
                    @if family.wordings > 1 { "Compare its " (counted(family.wordings, "wording", "wordings")) }
                    @else { "Who quotes it" }
                }
            }
        }
    }
}

fn who(family: &Family) -> Markup {
    html! {
        p.said-by {
            @if family.speakers.is_empty() { span.speaker { "Speaker not known" } }
            @for (at, (name, count)) in family.speakers.iter().take(MOST_NAMES).enumerate() {
                @if at > 0 { ", " }
                a.speaker href=(quotes_of(name)) { bdi { (clipped(name, 120)) } }
                @if family.speakers.len() > 1 { span.soft { " (" (grouped(*count)) ")" } }
            }
            @if family.speakers_disagree { " " span.sure { "articles name different people" } }
        }
    }
}

/// How far it has spread.
fn spread(family: &Family) -> Markup {
    html! {
        p.from {
            span { (counted(family.articles, "article", "articles")) }
            @if let Some((first, last)) = family.dates {
                span.dot { @if first == last { (medium(first)) } @else { (medium(first)) " – " (medium(last)) } }
            }
            span.dot {
                @for (at, (name, count)) in family.outlets.iter().take(MOST_NAMES).enumerate() {
                    @if at > 0 { ", " }
                    bdi { (clipped(name, 80)) }
                    @if *count > 1 { " (" (grouped(*count)) ")" }
                }
                @if family.outlets.len() > MOST_NAMES { " and " (family.outlets.len() - MOST_NAMES) " more outlets" }
                @if family.without_outlet > 0 {
                    @if !family.outlets.is_empty() { ", " }
                    (grouped(family.without_outlet)) " of unknown outlet"
                }
            }
        }
    }
}

/// The page of one utterance: its fullest wording, and how each article has it.
pub fn one(address: &Address, detail: &FamilyDetail, paging: Paging) -> Markup {
    let family = &detail.family;
    let body = html! {
        div.article.wrap {
            p.small.back { a href=(address.without("id").elsewhere("/families")) { "‹ Utterances" } }
            h1.unseen { "An utterance in all its wordings" }
            article.quotation.whole {
                blockquote dir="auto" { (clipped(&family.text, LONGEST * 4)) }
                (who(family))
                (spread(family))
            }
            section.section {
                h2 { (counted(family.quotations, "quotation", "quotations")) ", the oldest first" }
                p.soft.small {
                    "Beside the fullest wording, which is shown above: " del { "left out" } ", " ins { "put in" }
                    ". A difference is no fault: the fuller wording may be the one that was changed."
                }
                ol.variants { @for variant in &detail.variants { li { (one_variant(address, variant)) } } }
                (pager(address, paging, detail.variants.len(), family.parts))
            }
        }
    };
    layout("An utterance", Page::Quotes, &address.without("id"), body)
}

fn one_variant(address: &Address, variant: &Variant) -> Markup {
    html! {
        article.quotation {
            blockquote dir="auto" { (difference(variant)) }
            p.from {
                bdi { (variant.outlet.as_deref().map_or_else(|| "outlet unknown".to_owned(), |name| clipped(name, 80))) }
                span.dot { (when(variant.date)) }
                span.dot { a.to-article href=(to_quotation(address, &variant.id)) { (title(variant.title.as_deref(), &variant.article)) } }
            }
            p.why {
                span { (meaning(variant.fidelity)) }
                @if variant.fidelity > Fidelity::Typography {
                    span.dot { (format!("{:.0}", variant.score * 100.0)) " % of the words are the same" }
                }
                span.dot { @match &variant.speaker { Some(name) => bdi { (clipped(name, 120)) }, None => "speaker not known" } }
            }
        }
    }
}

/// Both wordings in one text.
fn difference(variant: &Variant) -> Markup {
    if variant.segments.is_empty() {
        return html! { (clipped(&variant.text, LONGEST)) };
    }
    html! {
        @for segment in &variant.segments {
            @let full = segment.full.of_text(&variant.full);
            @let own = segment.variant.of_text(&variant.text);
            @match segment.mark {
                Mark::Same => { (own) " " }
                Mark::Changed => { del { (full) } " " ins { (own) } " " }
                Mark::Inserted => { ins { (own) } " " }
                Mark::Dropped => { del { (full) } " " }
                Mark::Omitted => { del.omitted { (full) } " " }
            }
        }
    }
}

/// A label in words.
fn meaning(fidelity: Fidelity) -> &'static str {
    match fidelity {
        Fidelity::Verbatim => "letter for letter",
        Fidelity::Typography => "the same words in other typography",
        Fidelity::Part => "a part, word for word",
        Fidelity::Elided => "shortened, and an ellipsis says so",
        Fidelity::Bracketed => "with the writer’s words in brackets",
        Fidelity::Altered => "words changed without a mark",
        Fidelity::Reworded => "for the most part other words",
    }
}
