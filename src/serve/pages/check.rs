//! The page that checks the quotations of a text: each with what the archive has of it.

use std::time::Duration;

use maud::{Markup, html};

use super::address::{Address, quotes_of};
use super::layout::{Page, layout};
use super::parts::{clipped, title, when};
use super::search::milliseconds;
use crate::check::{Agreement, Change, Checked, FoundPlace, Verdict};
use crate::serve::charts::counted;

/// Words of a place by which it is looked for in its article.
const WORDS_OF_A_LINK: usize = 12;

/// A text that was checked.
pub struct CheckView<'a> {
    /// Its own address.
    pub address: &'a Address,
    /// The text as it was sent; empty before that.
    pub text: &'a str,
    /// What was found of each quotation, in order; `None` if nothing was sent.
    pub checked: Option<&'a [Checked]>,
    /// How long that took.
    pub took: Duration,
}

/// The whole page.
pub fn page(view: &CheckView<'_>) -> Markup {
    let body = html! {
        div.check.wrap {
            @if let Some(all) = view.checked {
                section.results aria-label="Quotations of the text" {
                    h1 {
                        (counted(all.len() as u64, "quotation", "quotations")) " "
                        span.soft { (told(all)) " · " (milliseconds(view.took)) }
                    }
                    @if all.is_empty() {
                        p.soft { "The text has no words between quotation marks, and no line that begins with " code { ">" } "." }
                    }
                    @for one in all { (quotation(one)) }
                }
                h2 { "The text" }
            } @else {
                h1 { "Is it quoted as it was said?" }
                p.soft {
                    "Paste a text with quotations: for each you see whether the archive has it word for word and where, "
                    "what differs, or that it has nothing of the kind. The text is looked up here and kept nowhere."
                }
            }
            form method="post" action="/check" {
                textarea name="text" rows=(if view.checked.is_some() { "8" } else { "14" }) aria-label="A text with quotations" dir="auto" spellcheck="false" required { (line_break(view.text)) }
                button type="submit" { "Check its quotations" }
            }
        }
    };
    layout("Check quotations", Page::Check, view.address, body)
}

/// The first line end of a text area is not part of its text.
fn line_break(text: &str) -> String {
    if text.starts_with('\n') { format!("\n{text}") } else { text.to_owned() }
}

/// How many there are of each verdict.
fn told(all: &[Checked]) -> String {
    let kinds = [Verdict::Verbatim, Verdict::Shortened, Verdict::Narration, Verdict::Differs, Verdict::NotFound].map(
        |verdict| {
            let count = all.iter().filter(|one| one.verdict == verdict).count();
            (count > 0).then(|| format!("{count} {}", verdict.name()))
        },
    );
    let kinds: Vec<String> = kinds.into_iter().flatten().collect();
    if kinds.is_empty() { "nothing to look up".to_owned() } else { kinds.join(", ") }
}

fn quotation(one: &Checked) -> Markup {
    let (class, meaning) = match one.verdict {
        Verdict::Verbatim => ("good", "word for word"),
        Verdict::Shortened => ("good", "word for word but for what is marked as left out or put in"),
        Verdict::Narration => ("warning", "in the archive, but not as a quotation"),
        Verdict::Differs => ("warning", "in other words"),
        Verdict::NotFound => ("warning", "nothing near it"),
    };
    html! {
        article.quotation.checked data-verdict=(one.verdict.name()) {
            p.verdict { strong class=(class) { (one.verdict.name()) } " " span.soft { (meaning) } }
            blockquote dir="auto" { (one.quotation.text) }
            @if let Some(speaker) = &one.quotation.speaker {
                p.said-by.soft {
                    "In the text by " bdi { (clipped(speaker, 80)) }
                    @if one.other_speaker { ": " strong.warning { "said by somebody else in every place" } }
                }
            }
            @if one.articles > one.places.len() as u64 {
                p.said-by.soft { "In " (counted(one.articles, "article", "articles")) ", of which the first:" }
            }
            @if !one.places.is_empty() {
                ul.places { @for place in &one.places { li { (self::place(one, place)) } } }
            }
        }
    }
}

fn place(one: &Checked, place: &FoundPlace) -> Markup {
    let differs = one.verdict != Verdict::Verbatim && place.pieces.iter().any(|piece| piece.change != Change::Same);
    html! {
        p.from {
            @match &place.outlet {
                Some(outlet) => span.outlet dir="auto" { (clipped(outlet, 80)) },
                None => span.outlet { "outlet unknown" },
            }
            span.dot { (when(place.date)) }
            span.dot { (who(place)) }
        }
        p { a.to-article href=(link(place)) { (title(place.title.as_deref(), &place.article)) } }
        @if differs { p.wording dir="auto" { (wording(one, place)) } }
    }
}

/// Who said it there.
fn who(place: &FoundPlace) -> Markup {
    html! {
        @match (&place.speaker, place.is_quoted) {
            (Some(speaker), _) => {
                a href=(quotes_of(speaker)) { bdi { (clipped(speaker, 80)) } }
                @if place.speaker_agrees == Agreement::Differs { " " strong.warning { "another speaker" } }
            }
            (None, _) if place.is_headline => "the headline",
            (None, _) if place.in_headline => "in the headline",
            (None, true) => "speaker not known",
            (None, false) => "not between quotation marks there",
        }
    }
}

/// The words of the text beside those of the article.
fn wording(one: &Checked, place: &FoundPlace) -> Markup {
    html! {
        @for piece in &place.pieces {
            @let (here, there) = (piece.left.of_text(&one.quotation.text).trim(), place.right_of(piece).trim());
            @if piece.change == Change::Same {
                (there) " "
            } @else {
                @if !here.is_empty() { del { (here) } " " }
                @if !there.is_empty() { ins { (there) } " " }
            }
        }
    }
}

/// The article with the first words of the place marked.
fn link(place: &FoundPlace) -> String {
    let words: Vec<&str> = place.text.split_whitespace().take(WORDS_OF_A_LINK).collect();
    let phrase: String = words.join(" ").chars().filter(|letter| !"\"“”„«»".contains(*letter)).collect();
    let article = Address::new("/article").with("id", &place.article);
    if phrase.trim().is_empty() {
        return article.to_string();
    }
    let kind = if place.in_headline { 't' } else { 'm' };
    format!("{}#{kind}{}", article.with("q", format!("\"{phrase}\"")), place.start)
}
