//! How one wording departs from another: word for word, in a label and in a score.
//!
//! What is told is a difference, never a fault: the fuller wording may be the one that was changed.

mod matching;

use super::words::{GAP, Token, Word, words};
use crate::model::Span;

/// What became of a stretch of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The same in both.
    Same,
    /// Other words in its place.
    Changed,
    /// Only in the variant.
    Inserted,
    /// Only in the fullest form.
    Dropped,
    /// Only in the fullest form, and the variant has an ellipsis there, or begins later or ends
    /// earlier.
    Omitted,
}

impl Mark {
    /// The name used in output.
    pub fn name(self) -> &'static str {
        match self {
            Mark::Same => "same",
            Mark::Changed => "changed",
            Mark::Inserted => "inserted",
            Mark::Dropped => "dropped",
            Mark::Omitted => "omitted",
        }
    }
}

/// A stretch of two wordings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// What became of it.
    pub mark: Mark,
    /// Its words in the fullest form; empty where it has none.
    pub full: Span,
    /// Its words in the variant; empty where it has none.
    pub variant: Span,
}

/// How faithful a wording is to the fullest one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fidelity {
    /// Letter for letter.
    Verbatim,
    /// The same words in other typography: case, marks, accents, `&` for `and`.
    Typography,
    /// What both have is word for word the same in one piece; one of them, or each at one end, goes on.
    Part,
    /// Words left out where an ellipsis says so.
    Elided,
    /// The writer's words in square brackets.
    Bracketed,
    /// Words left out, put in or changed without a mark.
    Altered,
    /// Told in other words for the most part.
    Reworded,
}

impl Fidelity {
    /// All labels, the most faithful first.
    pub const ALL: [Fidelity; 7] = [
        Fidelity::Verbatim,
        Fidelity::Typography,
        Fidelity::Part,
        Fidelity::Elided,
        Fidelity::Bracketed,
        Fidelity::Altered,
        Fidelity::Reworded,
    ];

    /// The name used in output.
    pub fn name(self) -> &'static str {
        match self {
            Fidelity::Verbatim => "verbatim",
            Fidelity::Typography => "typography",
            Fidelity::Part => "part",
            Fidelity::Elided => "elided",
            Fidelity::Bracketed => "bracketed",
            Fidelity::Altered => "altered",
            Fidelity::Reworded => "reworded",
        }
    }

    /// True if words differ and nothing in the wording says so.
    pub fn differs(self) -> bool {
        matches!(self, Fidelity::Altered | Fidelity::Reworded)
    }
}

/// Below this score a wording counts as reworded.
const REWORDED: f64 = 0.75;

/// A variant beside the fullest form.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// All of both, in order of the fullest form.
    pub segments: Vec<Segment>,
    /// In a word.
    pub fidelity: Fidelity,
    /// Share of the words that are the same, of those that are the variant's or that it dropped
    /// without a mark; from 0 to 1.
    pub score: f64,
}

/// Compares a variant with the fullest form.
pub fn compare(full: &str, variant: &str) -> Comparison {
    let (full_words, variant_words) = (words(full), words(variant));
    // Where the sentence of what they share is over in both, what is beyond it are other sentences.
    let (mut comparison, counts) = aligned(&full_words, &variant_words, |full_edge, variant_edge| {
        begins_sentence(full, &full_words, full_edge) && begins_sentence(variant, &variant_words, variant_edge)
    });
    let counted = counts.same + counts.changed.0.max(counts.changed.1) + counts.inserted + counts.dropped;
    comparison.score = counts.same as f64 / counted.max(1) as f64;
    comparison.fidelity = counts.fidelity(full, variant, comparison.score);
    comparison
}

/// Whether a variant without words in brackets [differs](Fidelity::differs) from another wording; `None` if that
/// takes more than their words.
pub fn differ(full: &[Token], variant: &[Token]) -> Option<bool> {
    let words = |tokens: &[Token]| -> Vec<Word> {
        tokens.iter().map(|token| Word { span: Span::of(0, 0), token: *token, bracketed: false }).collect()
    };
    let (full, variant) = (words(full), words(variant));
    let differ = |is_beyond: bool| aligned(&full, &variant, |_, _| is_beyond).1.is_altered();
    let least = differ(true);
    (least == differ(false)).then_some(least)
}

/// Two wordings beside each other; `is_beyond` tells of the words at an end, by the places of both, whether they are
/// other sentences.
fn aligned(full: &[Word], variant: &[Word], is_beyond: impl Fn(usize, usize) -> bool) -> (Comparison, Counts) {
    let tokens = |words: &[Word]| -> Vec<Token> { words.iter().map(|word| word.token).collect() };
    let pairs = matching::common(&tokens(full), &tokens(variant));
    let mut comparison = Comparison { segments: Vec::new(), fidelity: Fidelity::Verbatim, score: 1.0 };
    let mut counts = Counts::default();
    let (mut full_at, mut variant_at) = (0, 0);
    let shares = !pairs.is_empty();
    for (full_next, variant_next) in pairs.into_iter().chain([(full.len(), variant.len())]) {
        let is_end = full_next == full.len() && variant_next == variant.len();
        let edge = (variant_at == 0, is_end);
        let between = (&full[full_at..full_next], &variant[variant_at..variant_next]);
        let (full_edge, variant_edge) = if is_end { (full_at, variant_at) } else { (full_next, variant_next) };
        let is_beyond = shares && (between.0.is_empty() || is_beyond(full_edge, variant_edge));
        comparison.between(between.0, between.1, edge, is_beyond, &mut counts);
        if !is_end {
            comparison.push(Mark::Same, full[full_next].span, variant[variant_next].span);
            counts.same += 1;
            (full_at, variant_at) = (full_next + 1, variant_next + 1);
        }
    }
    (comparison, counts)
}

/// True if a sentence ends before a word.
fn begins_sentence(text: &str, words: &[Word], at: usize) -> bool {
    let (Some(one), Some(next)) = (at.checked_sub(1).and_then(|before| words.get(before)), words.get(at)) else {
        return false;
    };
    let between = text.get(one.span.end()..next.span.start()).unwrap_or("");
    between.contains(['.', '!', '?'])
}

#[derive(Default)]
struct Counts {
    same: usize,
    /// Words of the fullest form and of the variant in places where both have some.
    changed: (usize, usize),
    inserted: usize,
    dropped: usize,
    bracketed: usize,
    elided: usize,
    cut: usize,
}

impl Counts {
    fn is_altered(&self) -> bool {
        self.changed.0 + self.changed.1 + self.inserted + self.dropped > 0
    }

    fn fidelity(&self, full: &str, variant: &str, score: f64) -> Fidelity {
        if self.is_altered() {
            return if score < REWORDED { Fidelity::Reworded } else { Fidelity::Altered };
        }
        if self.bracketed > 0 {
            Fidelity::Bracketed
        } else if self.elided > 0 {
            Fidelity::Elided
        } else if self.cut > 0 {
            Fidelity::Part
        } else if bare(full) == bare(variant) {
            Fidelity::Verbatim
        } else {
            Fidelity::Typography
        }
    }
}

/// A wording without what the sentence around it adds: blanks and the point or comma at the end.
fn bare(text: &str) -> &str {
    text.trim().trim_end_matches(['.', ',', ';', ' ', '\u{a0}'])
}

fn span_of(words: &[Word]) -> Span {
    match (words.first(), words.last()) {
        (Some(first), Some(last)) => Span::of(first.span.start(), last.span.end()),
        _ => Span::of(0, 0),
    }
}

impl Comparison {
    fn push(&mut self, mark: Mark, full: Span, variant: Span) {
        if let Some(last) = self.segments.last_mut()
            && last.mark == mark
            && mark == Mark::Same
        {
            last.full = Span::of(last.full.start(), full.end());
            last.variant = Span::of(last.variant.start(), variant.end());
            return;
        }
        self.segments.push(Segment { mark, full, variant });
    }

    /// Takes in words that are not the same, between two that are, or at an end.
    ///
    /// `is_beyond` is true if words at an end are no other wording of what the other one has there.
    fn between(
        &mut self,
        full: &[Word],
        variant: &[Word],
        (at_start, at_end): (bool, bool),
        is_beyond: bool,
        counts: &mut Counts,
    ) {
        let edge = at_start || at_end;
        let has_gap = variant.iter().chain(full).any(|word| word.token == GAP);
        let own: Vec<Word> = variant.iter().copied().filter(|word| word.token != GAP).collect();
        let theirs: Vec<Word> = full.iter().copied().filter(|word| word.token != GAP).collect();
        let none = Span::of(0, 0);
        match (theirs.is_empty(), own.is_empty()) {
            (true, true) => {}
            (false, true) => {
                let mark = if has_gap || edge { Mark::Omitted } else { Mark::Dropped };
                // At an end the ellipsis of the fullest form is none of the variant's.
                let is_elided = if edge { variant.iter().any(|word| word.token == GAP) } else { has_gap };
                match (is_elided, edge) {
                    (true, _) => counts.elided += 1,
                    (_, true) => counts.cut += 1,
                    _ => counts.dropped += theirs.len(),
                }
                self.push(mark, span_of(&theirs), none);
            }
            (true, false) => {
                let is_bracketed = own.iter().all(|word| word.bracketed);
                match is_bracketed {
                    true => counts.bracketed += 1,
                    // A fullest form with an ellipsis says itself that there were more words.
                    false if has_gap => counts.elided += 1,
                    false if edge && is_beyond => counts.cut += 1,
                    false => counts.inserted += own.len(),
                }
                self.push(Mark::Inserted, none, span_of(&own));
            }
            (false, false) => {
                let is_bracketed = own.iter().all(|word| word.bracketed);
                if is_bracketed {
                    counts.bracketed += 1;
                } else if has_gap && !edge {
                    counts.changed.1 += own.len();
                } else if edge && (is_beyond || theirs.len() > own.len() * 2 + 2) {
                    // Left out for the most part; what stands there is the variant's own.
                    counts.cut += 1;
                    if !is_beyond {
                        counts.inserted += own.len();
                    }
                    let (omitted, inserted) = (span_of(&theirs), span_of(&own));
                    if at_start {
                        self.push(Mark::Omitted, omitted, none);
                        self.push(Mark::Inserted, none, inserted);
                    } else {
                        self.push(Mark::Inserted, none, inserted);
                        self.push(Mark::Omitted, omitted, none);
                    }
                    return;
                } else {
                    counts.changed.0 += theirs.len();
                    counts.changed.1 += own.len();
                }
                self.push(Mark::Changed, span_of(&theirs), span_of(&own));
            }
        }
    }
}

#[cfg(test)]
mod tests;
