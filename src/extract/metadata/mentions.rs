//! The outlet speaking of itself: `told NBC News`, `Download the NBC News app`,
//! `did not respond to CNN's request for comment`.
//!
//! Outlets quote one another, so a single mention proves little. Mentions are weighed, and an
//! answer is given only where one outlet stands out.

use memchr::memmem;

use super::aliases;
use super::lines::Line;
use super::outlets::Outlets;
use crate::extract::boilerplate::Kind;
use crate::model::Certainty;

/// Phrases before a name by which an outlet tells that somebody spoke to it, with their weight.
const BEFORE: &[(&str, i32)] = &[
    ("told ", 2),
    ("tells ", 2),
    ("interview with ", 1),
    ("statement to ", 2),
    ("email to ", 2),
    ("comment from ", 2),
    ("obtained by ", 2),
    ("reviewed by ", 2),
    ("according to ", -2),
    ("reported by ", -2),
];

/// Phrases behind a name, with their weight.
const BEHIND: &[(&str, i32)] = &[
    (" has learned", 5),
    (" has reached out", 5),
    (" reached out to", 5),
    (" has confirmed", 2),
    (" request for comment", 5),
    (" requests for comment", 5),
    (" reported", -3),
    (" reports", -3),
];

/// The outlet that a text shows to be its own, and how surely.
pub(super) fn own_outlet(
    outlets: &Outlets,
    text: &str,
    lines: &[Line<'_>],
    kinds: &[Option<Kind>],
) -> Option<(String, Certainty)> {
    let mut tally = Tally::default();
    for (phrase, weight) in BEFORE {
        for at in memmem::find_iter(text.as_bytes(), phrase.as_bytes()).take(40) {
            let Some(rest) = text.get(at + phrase.len()..) else { continue };
            if let Some(named) = aliases::at_start(outlets, rest).filter(|named| named.is_distinct) {
                tally.add(&named.outlet.name, *weight, false);
            }
        }
    }
    for (phrase, weight) in BEHIND {
        for at in memmem::find_iter(text.as_bytes(), phrase.as_bytes()).take(40) {
            if let Some(name) = name_before(outlets, &text[..at]) {
                tally.add(name, *weight, false);
            }
        }
    }
    for (line, _) in lines.iter().zip(kinds).filter(|(_, kind)| matches!(kind, Some(Kind::Promotion | Kind::Copyright)))
    {
        let mut first = true;
        aliases::within(outlets, line.text, |named| {
            // The first name in a promotion is the promoter's: `Get the NBC News app on Apple News`.
            if std::mem::take(&mut first) && !named.outlet.is_wire {
                tally.add(&named.outlet.name, 8, true);
            }
        });
    }
    tally.answer()
}

/// The distinct name that `text` ends with, a possessive ending included.
fn name_before<'o>(outlets: &'o Outlets, text: &str) -> Option<&'o str> {
    let window = text.char_indices().rev().take(50).last().map_or(0, |(at, _)| at);
    let window = &text[window..];
    let mut starts: Vec<usize> = window.match_indices(' ').map(|(at, _)| at + 1).collect();
    starts.insert(0, 0);
    starts.iter().rev().take(6).rev().find_map(|at| {
        let rest = &window[*at..];
        let named = aliases::at_start(outlets, rest)?;
        (named.is_distinct && named.len == rest.len()).then_some(named.outlet.name.as_ref())
    })
}

#[derive(Default)]
struct Tally<'o> {
    scores: Vec<Score<'o>>,
}

struct Score<'o> {
    name: &'o str,
    weight: i32,
    mentions: u32,
    is_promoted: bool,
}

impl<'o> Tally<'o> {
    fn add(&mut self, name: &'o str, weight: i32, is_promoted: bool) {
        let known = self.scores.iter().position(|score| score.name == name);
        let index = known.unwrap_or_else(|| {
            self.scores.push(Score { name, weight: 0, mentions: 0, is_promoted: false });
            self.scores.len() - 1
        });
        let score = &mut self.scores[index];
        score.weight += weight;
        score.mentions += 1;
        score.is_promoted |= is_promoted;
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
        let is_clear = best.weight >= 4 && best.weight >= 2 * next + 2;
        if !is_clear {
            return None;
        }
        let certainty = if best.is_promoted { Certainty::Likely } else { Certainty::Inferred };
        Some((best.name.to_owned(), certainty))
    }
}
