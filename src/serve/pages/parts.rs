//! What several pages show alike: names, days, stretches that matched, notes, pages of results.

use maud::{Markup, html};

use super::address::Address;
use crate::engine::Facet;
use crate::index::Advice;
use crate::model::{Certainty, Date, Span};
use crate::query::Name;
use crate::query::parse::Diagnostic;
use crate::serve::charts::calendar::medium;
use crate::serve::charts::{counted, grouped};
use crate::text::fold;

/// Longest headline that is shown whole in a list, in characters.
const LONGEST_TITLE: usize = 240;

/// How much of a query stands around a place that was not understood, in characters.
const AROUND: usize = 48;

/// A text with stretches marked.
pub fn marked(text: &str, spans: &[Span]) -> Markup {
    let mut at = 0;
    let mut pieces = Vec::with_capacity(spans.len() * 2 + 1);
    for span in spans {
        let (Some(before), Some(found)) = (text.get(at..span.start()), text.get(span.range())) else { continue };
        pieces.push((before, false));
        pieces.push((found, true));
        at = span.end();
    }
    pieces.push((text.get(at..).unwrap_or_default(), false));
    html! {
        @for (piece, is_match) in pieces {
            @if is_match { mark { (piece) } } @else { (piece) }
        }
    }
}

/// At most so many characters of a text, with an ellipsis if there are more.
pub fn clipped(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

/// A headline in a list, or what stands for one that nothing states.
pub fn title(title: Option<&str>, id: &str) -> Markup {
    match title.map(str::trim).filter(|title| !title.is_empty()) {
        Some(title) => html! { bdi { (clipped(title, LONGEST_TITLE)) } },
        None => html! { span.untitled { "Without a headline: " bdi { (clipped(id, 80)) } } },
    }
}

/// A day with how sure it is.
pub fn when(date: Option<(Date, Certainty)>) -> Markup {
    html! {
        @match date {
            Some((date, certainty)) => {
                time datetime=(date) { (medium(date)) }
                (sure(certainty))
            }
            None => { span { "no date" } }
        }
    }
}

/// How sure a value is, if it is not stated outright.
pub fn sure(certainty: Certainty) -> Markup {
    let meaning = match certainty {
        Certainty::Exact => return html! {},
        Certainty::Likely => "stated in a form that is nearly always right",
        Certainty::Inferred => "concluded from hints; may be wrong",
    };
    html! { " " span.sure title=(meaning) { (certainty.name()) } }
}

/// What of a query was not understood, each under its place.
pub fn problems(query: &str, diagnostics: &[Diagnostic]) -> Markup {
    if diagnostics.is_empty() {
        return html! {};
    }
    html! {
        div.problems role="status" {
            @for found in diagnostics {
                @let (before, place, after) = around(query, found.span);
                div.problem {
                    @if !query.is_empty() {
                        code dir="auto" { (before) span.place { (place) } (after) }
                    }
                    p {
                        (prose(&found.message))
                        @if let Some(hint) = &found.hint { " " (prose(hint)) }
                    }
                }
            }
        }
    }
}

/// The place in a query with a little before and behind it.
fn around(query: &str, span: Span) -> (String, String, String) {
    let floor = |at: usize| (0..=at.min(query.len())).rev().find(|at| query.is_char_boundary(*at)).unwrap_or(0);
    let start = floor(span.start());
    let end = floor(span.end()).max(start);
    let skipped = query[..start].chars().count().saturating_sub(AROUND);
    let before: String = query[..start].chars().skip(skipped).collect();
    let before = if skipped > 0 { format!("…{before}") } else { before };
    (before, clipped(&query[start..end], AROUND * 2), clipped(&query[end..], AROUND))
}

/// A message as a sentence of its own.
pub fn sentence(message: &str) -> String {
    let mut chars = message.chars();
    let Some(first) = chars.next() else { return String::new() };
    let is_word = chars.clone().next().is_some_and(char::is_lowercase);
    let mut text: String = if is_word { first.to_uppercase().chain(chars).collect() } else { message.to_owned() };
    if !text.ends_with(['.', '?', '!']) {
        text.push('.');
    }
    text
}

/// A message as a sentence in which what stands between backticks is set as typed.
pub fn prose(message: &str) -> Markup {
    let text = sentence(message);
    html! {
        @for (number, piece) in text.split('`').enumerate() {
            @if number % 2 == 1 { code dir="auto" { (piece) } } @else { (piece) }
        }
    }
}

/// What an answer has to tell beside its results.
pub fn notes(notes: &[String], undated: u64, nouns: (&str, &str)) -> Markup {
    if notes.is_empty() && undated == 0 {
        return html! {};
    }
    html! {
        div.notes {
            @for note in notes { p dir="auto" { (prose(note)) } }
            @if undated > 0 {
                p {
                    (grouped(undated)) " more "
                    (if undated == 1 { nouns.0 } else { nouns.1 })
                    " would match but " (if undated == 1 { "has" } else { "have" }) " no date."
                }
            }
        }
    }
}

/// What to do when nothing was found.
pub fn nothing(address: &Address, what: &str, advice: &Advice) -> Markup {
    let query = address.get("q").unwrap_or_default();
    html! {
        div.empty {
            h2 { "No " (what) " found" }
            @if address.has_filters() {
                p {
                    "Filters are set. "
                    a href=(address.without_filters()) { "Search without them" }
                }
            }
            @if !advice.spellings.is_empty() {
                ul {
                    @for (word, nearest) in &advice.spellings {
                        li {
                            bdi { (word) } " does not occur. Did you mean "
                            a href=(address.with("q", replaced(query, word, nearest))) { bdi { (nearest) } } "?"
                        }
                    }
                }
            }
            @if !advice.names.is_empty() {
                ul {
                    @for (field, name, nearest) in &advice.names {
                        li {
                            "There is no " (field) " " b dir="auto" { (name) } "."
                            @if !nearest.is_empty() {
                                " The nearest: "
                                @for (at, near) in nearest.iter().enumerate() {
                                    @if at > 0 { ", " }
                                    a href=(named(address, field, name, near)) { bdi { (near) } }
                                }
                            }
                        }
                    }
                }
            }
            @let parts: Vec<&String> = advice
                .empty_parts
                .iter()
                .filter(|part| advice.spellings.iter().all(|(word, _)| word != *part))
                .collect();
            @if !parts.is_empty() {
                p { "By itself, nothing matches:" }
                ul { @for part in parts { li { code dir="auto" { (clipped(part, 120)) } } } }
            }
            @if let Some((apart, count)) = &advice.apart {
                p {
                    "The words do not stand side by side. "
                    a href=(address.with("q", apart)) { (counted(*count, "article has", "articles have")) " them all" } "."
                }
            } @else if query.split_whitespace().count() > 1 {
                p {
                    "All words must occur in one article. "
                    code { "OR" } " between them asks for any; " code { "elect*" } " for a beginning; "
                    code { "tubervile~1" } " for a word spelt nearly so."
                }
            }
        }
    }
}

/// The same page with a name that exists in place of one that does not.
fn named(address: &Address, field: &str, name: &str, near: &str) -> Address {
    if address.has(field, name) {
        return address.toggled(field, name).and(field, near);
    }
    let query = address.get("q").unwrap_or_default();
    address.with("q", query.replacen(name, near, 1))
}

/// A query with a word replaced, whatever its case; the new word behind it if it is not there as such.
fn replaced(query: &str, word: &str, nearest: &str) -> String {
    let at = (0..query.len()).find(|at| {
        let end = at + word.len();
        query.get(*at..end).is_some_and(|part| part.to_lowercase() == word)
    });
    match at {
        Some(at) => format!("{}{nearest}{}", &query[..at], &query[at + word.len()..]),
        None => nearest.to_owned(),
    }
}

/// Links of which one is chosen.
pub fn choice(label: &str, address: &Address, field: &str, chosen: &str, values: &[(&str, &str)]) -> Markup {
    html! {
        div.choice {
            span.label { (label) }
            @for (value, name) in values {
                @let is_chosen = *value == chosen;
                a href=(address.with(field, *value)) aria-current=[is_chosen.then_some("true")]
                    data-key=(format!("{field}-{value}")) { (name) }
            }
        }
    }
}

/// Links to other pages that show the same in another way, of which one is this.
pub fn ways(label: &str, here: &str, ways: &[(&str, Address)]) -> Markup {
    html! {
        div.choice {
            span.label { (label) }
            @for (name, address) in ways {
                a href=(address) aria-current=[(*name == here).then_some("true")] data-key=(format!("way-{name}")) { (name) }
            }
        }
    }
}

/// The facets of which what is unknown is asked for as well, without that one.
pub fn but(unknown: &[Facet], facet: Facet) -> Vec<Facet> {
    unknown.iter().copied().filter(|other| *other != facet).collect()
}

/// True if a filter on these names may mean `value`: that name itself, or one that has all its words. Nothing
/// but what is unknown is meant where only that is asked for.
pub fn is_meant(names: &[Name], is_unknown_asked: bool, value: &str) -> bool {
    let folded = fold(value);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let means = |name: &Name| {
        let wanted = fold(&name.text);
        wanted == folded || (!name.exact && wanted.split_whitespace().all(|word| words.contains(&word)))
    };
    if names.is_empty() { !is_unknown_asked } else { names.iter().any(means) }
}

/// Whether a piece that several outlets printed counts each time or once.
pub fn reprints(address: &Address) -> Markup {
    let is_once = matches!(address.get("distinct"), Some("true" | "1" | "on"));
    let chosen = if is_once { "true" } else { "" };
    choice("Reprints", address, "distinct", chosen, &[("", "count each"), ("true", "count once")])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_means_itself_or_all_that_have_its_words() {
        let check = |text: &str, exact: bool, value: &str, want: bool| {
            let names = [Name { text: text.to_owned(), exact }];
            assert_eq!(is_meant(&names, false, value), want, "{text} {value}");
        };
        check("trump", false, "Donald Trump", true);
        check("trump", true, "Donald Trump", false);
        check("donald trump", true, "Donald Trump", true);
        check("rump", false, "Donald Trump", false);
        assert!(is_meant(&[], false, "Donald Trump") && !is_meant(&[], true, "Donald Trump"));
    }

    #[test]
    fn only_what_matched_is_marked_and_all_is_escaped() {
        let text = "a <b> witch hunt";
        let shown = marked(text, &[Span::of(6, 16)]).into_string();
        assert_eq!(shown, "a &lt;b&gt; <mark>witch hunt</mark>");
        assert_eq!(marked("é", &[Span::of(1, 40)]).into_string(), "é");
    }

    #[test]
    fn a_place_stands_in_its_surroundings() {
        let query = format!("{} outlt:fox b", "a".repeat(60));
        let (before, place, after) = around(&query, Span::of(61, 67));
        assert_eq!((before.chars().count(), place.as_str(), after.as_str()), (49, "outlt:", "fox b"));
        assert_eq!(around("é", Span::of(1, 90)), (String::new(), "é".to_owned(), String::new()));
    }

    #[test]
    fn messages_become_sentences() {
        assert_eq!(sentence("no field `x`"), "No field `x`.");
        assert_eq!(sentence("`x` is read as words"), "`x` is read as words.");
        assert_eq!(sentence(""), "");
        assert_eq!(prose("no `a<b`").into_string(), r#"No <code dir="auto">a&lt;b</code>."#);
    }

    #[test]
    fn the_misspelt_word_alone_is_replaced() {
        assert_eq!(replaced("Witchh OR hunt", "witchh", "witch"), "witch OR hunt");
        assert_eq!(replaced("x", "witchh", "witch"), "witch");
    }
}
