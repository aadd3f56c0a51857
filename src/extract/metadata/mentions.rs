//! The outlet speaking of itself: `told NBC News`, `Download the NBC News app`,
//! `did not respond to CNN's request for comment`.
//!
//! Outlets quote one another, so a single mention proves little. Mentions are weighed, and an
//! answer is given only where one outlet stands out.

use std::sync::OnceLock;

use memchr::memmem;

use super::aliases::{self, Named};
use super::lines::Line;
use super::outlets::Outlets;
use crate::extract::boilerplate::Kind;
use crate::model::Certainty;

/// Phrases before a name by which an outlet tells that somebody spoke to it, with their weight.
#[rustfmt::skip]
const BEFORE: [(&str, i32); 11] = [
    ("told ", 2), ("tells ", 2), ("interview with ", 1), ("statement to ", 2), ("email to ", 2), ("emailed to ", 2),
    ("comment from ", 2), ("obtained by ", 2), ("reviewed by ", 2), ("according to ", -2), ("reported by ", -2),
];

/// Phrases behind a name, with their weight.
#[rustfmt::skip]
const BEHIND: [(&str, i32); 7] = [
    (" has learned", 5), (" has reached out", 5), (" reached out to", 5), (" has confirmed", 2), (" request", 4),
    (" reported", -3), (" reports", -3),
];

/// Words of a promotion that an outlet makes for itself and not for another one.
const OWN: [&str; 10] =
    ["app", "apps", "newsletter", "newsletters", "inbox", "copyright", "©", "views", "subscribe", "opinions"];

fn finders() -> &'static [memmem::Finder<'static>] {
    static FINDERS: OnceLock<Vec<memmem::Finder<'static>>> = OnceLock::new();
    FINDERS.get_or_init(|| {
        let phrases = BEFORE.iter().chain(&BEHIND).map(|(phrase, _)| *phrase);
        phrases.map(memmem::Finder::new).collect()
    })
}

/// The outlet that a text shows to be its own, and how surely.
pub(super) fn own_outlet(
    outlets: &Outlets,
    text: &str,
    lines: &[Line<'_>],
    kinds: &[Option<Kind>],
) -> Option<(String, Certainty)> {
    let mut tally = Tally::default();
    let (before, behind) = finders().split_at(BEFORE.len());
    for (index, (finder, (phrase, weight))) in before.iter().zip(BEFORE).enumerate() {
        for at in finder.find_iter(text.as_bytes()).take(40) {
            let rest = &text[at + phrase.len()..];
            if let Some(named) = aliases::at_start(outlets, rest).filter(|named| named.is_distinct) {
                tally.add(&named.outlet.name, weight, 1 << index, named.outlet.is_wire);
            }
        }
    }
    for (index, (finder, (_, weight))) in behind.iter().zip(BEHIND).enumerate() {
        for at in finder.find_iter(text.as_bytes()).take(40) {
            if let Some(named) = name_before(outlets, &text[..at]) {
                tally.add(&named.outlet.name, weight, 1 << (BEFORE.len() + index), named.outlet.is_wire);
            }
        }
    }
    for (line, _) in lines.iter().zip(kinds).filter(|(_, kind)| matches!(kind, Some(Kind::Promotion | Kind::Copyright)))
    {
        let lower = line.text.to_lowercase();
        let mut words = lower.split(|c: char| !c.is_alphanumeric() && c != '©');
        if !words.any(|word| OWN.contains(&word)) || lower.contains("originally") || lower.contains("read more") {
            continue;
        }
        let mut first = true;
        aliases::within(outlets, line.text, |named| {
            // The first name in a promotion is the promoter's: `Get the NBC News app on Apple News`.
            if std::mem::take(&mut first) {
                tally.add(&named.outlet.name, 8, PROMOTED, named.outlet.is_wire);
            }
        });
    }
    tally.answer()
}

/// Mark of a score that comes from a promotion.
const PROMOTED: u32 = 1 << 31;

/// The distinct name that `text` ends with, a possessive ending included.
fn name_before<'o>(outlets: &'o Outlets, text: &str) -> Option<Named<'o>> {
    let window = text.char_indices().rev().take(50).last().map_or(0, |(at, _)| at);
    let window = &text[window..];
    let last_word = window.rfind(' ').map_or(0, |at| at + 1);
    if !window[last_word..].starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
        return None;
    }
    let mut best = None;
    let mut start = last_word;
    for _ in 0..6 {
        let rest = &window[start..];
        let named = aliases::at_start(outlets, rest).filter(|named| named.len == rest.len());
        best = named.or(best);
        let Some(blank) = window[..start].trim_end().rfind(' ') else { break };
        start = blank + 1;
    }
    best.filter(|named| named.is_distinct)
}

#[derive(Default)]
struct Tally<'o> {
    scores: Vec<Score<'o>>,
}

struct Score<'o> {
    name: &'o str,
    weight: i32,
    /// Which phrases spoke for it, a bit each.
    kinds: u32,
    is_wire: bool,
}

impl<'o> Tally<'o> {
    fn add(&mut self, name: &'o str, weight: i32, kind: u32, is_wire: bool) {
        let known = self.scores.iter().position(|score| score.name == name);
        let index = known.unwrap_or_else(|| {
            self.scores.push(Score { name, weight: 0, kinds: 0, is_wire });
            self.scores.len() - 1
        });
        self.scores[index].weight += weight;
        if weight > 0 {
            self.scores[index].kinds |= kind;
        }
    }

    fn answer(self) -> Option<(String, Certainty)> {
        let best = self.scores.iter().max_by_key(|score| score.weight)?;
        let next = self
            .scores
            .iter()
            .filter(|score| score.name != best.name)
            .map(|score| score.weight.max(0))
            .max()
            .unwrap_or(0);
        let is_promoted = best.kinds & PROMOTED != 0;
        // Mentions of one kind may all come from a single quoted report.
        let least = if best.kinds.count_ones() > 1 { 4 } else { 6 };
        if best.is_wire || best.weight < least || best.weight < 2 * next + 2 {
            return None;
        }
        let certainty = if is_promoted { Certainty::Likely } else { Certainty::Inferred };
        Some((best.name.to_owned(), certainty))
    }
}
