//! Two wordings side by side, from the words that they share.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Verdict;
use crate::families::negation;
use crate::families::words::{GAP, Token, Word, is_frequent};
use crate::model::Span;

/// How a piece of one text stands to that of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The same words.
    Same,
    /// Other words in the same place.
    Changed,
    /// Only in the left text.
    Removed,
    /// Only in the right text.
    Added,
}

impl Change {
    /// The name used in output.
    pub fn name(self) -> &'static str {
        match self {
            Change::Same => "same",
            Change::Changed => "changed",
            Change::Removed => "removed",
            Change::Added => "added",
        }
    }
}

/// A piece of two texts, in order: its words with what stands behind them, in bytes of either text. The
/// pieces of a text lie side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// How the two stand to each other.
    pub change: Change,
    /// In the left text; empty if it was added.
    pub left: Span,
    /// In the right text; empty if it was removed.
    pub right: Span,
}

/// The pieces of two texts whose words and common words are given. All of the left text is told; of the
/// right one the words of `told`, which hold all common ones.
pub(crate) fn pieces(
    left: (&str, &[Word]),
    right: (&str, &[Word]),
    told: Range<usize>,
    pairs: &[(usize, usize)],
) -> Vec<Piece> {
    if pairs.is_empty() {
        return Vec::new();
    }
    let last = told.end.checked_sub(1).and_then(|last| right.1.get(last));
    let their_end = last.map_or(right.0.len(), |word| word.span.end());
    let left = Side { words: left.1, range: 0..left.1.len(), end: left.0.len(), has_head: true };
    let right = Side { words: right.1, range: told, end: their_end, has_head: false };
    sides(&left, &right, pairs)
}

/// The words of an article that stand beside a quotation: from the first to the last common word, and where the
/// quotation begins or ends with other words, as many of the article's in their place. `is_said` tells whether a
/// word stands between quotation marks; what is told ends with the sentence, and with the marks.
pub(crate) fn beside(
    own: &[Word],
    right: (&str, &[Word]),
    pairs: &[(usize, usize)],
    mut is_said: impl FnMut(&Word) -> bool,
) -> Range<usize> {
    let (text, their) = right;
    let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else { return 0..0 };
    // What is marked as left out or put in stands for no words, or for any number.
    let wanted = |edge: &[Word], next: Option<&Word>| match next {
        Some(next) if next.token != GAP => edge.iter().filter(|word| word.token != GAP && !word.bracketed).count(),
        _ => 0,
    };
    let head = own.get(..first.0).unwrap_or_default();
    let tail = own.get(last.0 + 1..).unwrap_or_default();
    let (before, behind) = (wanted(head, head.last()), wanted(tail, tail.first()));
    let mut is_beside = |a: usize, b: usize, known: usize| {
        let (Some(a), Some(b), Some(known)) = (their.get(a), their.get(b), their.get(known)) else { return false };
        let new = if a.span == known.span { b } else { a };
        let between = text.get(a.span.end()..b.span.start()).unwrap_or(".");
        new.token != GAP
            && !between.contains(['.', '!', '?', '"', '“', '”', '„', '«', '»', '>'])
            && !between.contains("\n\n")
            && is_said(new) == is_said(known)
    };
    let (mut from, mut to) = (first.1, last.1 + 1);
    while first.1 - from < before && from > 0 && is_beside(from - 1, from, from) {
        from -= 1;
    }
    while to - last.1 - 1 < behind && is_beside(to - 1, to, to - 1) {
        to += 1;
    }
    from..to
}

/// The same of two whole texts.
pub(crate) fn whole_pieces(left: (&str, &[Word]), right: (&str, &[Word]), pairs: &[(usize, usize)]) -> Vec<Piece> {
    let side = |(text, words): (&str, &[Word])| (text.len(), 0..words.len());
    let ((left_end, left_range), (right_end, right_range)) = (side(left), side(right));
    let left = Side { words: left.1, range: left_range, end: left_end, has_head: true };
    let right = Side { words: right.1, range: right_range, end: right_end, has_head: true };
    sides(&left, &right, pairs)
}

/// One of two texts.
struct Side<'w> {
    words: &'w [Word],
    /// Which of them are told.
    range: Range<usize>,
    /// Where in the text they end.
    end: usize,
    /// True if what stands before the first belongs to it.
    has_head: bool,
}

impl Side<'_> {
    /// Words with what stands behind them up to the next.
    fn span(&self, range: Range<usize>) -> Span {
        let start_of = |at: usize| match self.words.get(at) {
            Some(word) if at < self.range.end => word.span.start(),
            _ => self.end,
        };
        let to = start_of(range.end);
        let from = match range.start {
            _ if range.is_empty() => to,
            at if at == self.range.start && self.has_head => 0,
            at => start_of(at),
        };
        Span::of(from.min(to), to)
    }
}

fn sides(left: &Side<'_>, right: &Side<'_>, pairs: &[(usize, usize)]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut push = |change: Change, own: Range<usize>, their: Range<usize>| {
        pieces.push(Piece { change, left: left.span(own), right: right.span(their) });
    };
    let (mut own, mut their) = (left.range.start, right.range.start);
    let mut at = 0;
    loop {
        let (next_own, next_their) = pairs.get(at).copied().unwrap_or((left.range.end, right.range.end));
        match (next_own > own, next_their > their) {
            (true, true) => push(Change::Changed, own..next_own, their..next_their),
            (true, false) => push(Change::Removed, own..next_own, their..their),
            (false, true) => push(Change::Added, own..own, their..next_their),
            (false, false) => {}
        }
        let Some(rest) = pairs.get(at..).filter(|rest| !rest.is_empty()) else { break };
        // As many as follow each other in both.
        let run = rest.iter().zip(0..).take_while(|(pair, n)| **pair == (next_own + n, next_their + n)).count();
        push(Change::Same, next_own..next_own + run, next_their..next_their + run);
        (own, their, at) = (next_own + run, next_their + run, at + run);
    }
    pieces
}

/// What the archive has of a quotation, by the words that the two share.
pub(crate) fn verdict(own: &[Word], their: &[Word], pairs: &[(usize, usize)], quotes: &[Span]) -> Verdict {
    let mut verdict = Verdict::Verbatim;
    let mut before: Option<(usize, usize)> = None;
    let ends = pairs.iter().copied().map(Some).chain([None]);
    for next in ends {
        let from = before.map_or(0, |(own, _)| own + 1);
        let to = next.map_or(own.len(), |(own, _)| own);
        let skipped = own.get(from..to).unwrap_or_default();
        // What stands before the first common word and behind the last is no difference in the article.
        let passed = match (before, next) {
            (Some((_, from)), Some((_, to))) => their.get(from + 1..to).unwrap_or_default(),
            _ => &[],
        };
        if !skipped.is_empty() || !passed.is_empty() {
            // What is left out or put in with a mark must not turn the sense round.
            let is_marked = !skipped.is_empty()
                && skipped.iter().all(|word| word.token == GAP || word.bracketed)
                && negations(skipped) == negations(passed);
            let is_cue = skipped.is_empty() && passed.iter().all(|word| !is_within(word.span, quotes));
            let is_gap = skipped.is_empty() && passed.iter().all(|word| word.token == GAP);
            verdict = verdict.max(if is_gap {
                Verdict::Verbatim
            } else if is_marked || (is_cue && !quotes.is_empty()) {
                Verdict::Shortened
            } else {
                Verdict::Differs
            });
        }
        before = next;
    }
    verdict
}

fn negations(words: &[Word]) -> usize {
    negation::count(words.iter().map(|word| word.token))
}

fn is_within(span: Span, quotes: &[Span]) -> bool {
    let after = quotes.partition_point(|quote| quote.end() <= span.start());
    quotes.get(after).is_some_and(|quote| quote.start() <= span.start())
}

/// Where in an article the words of a quotation stand closest together: the stretch worth aligning.
pub(crate) fn window(quotation: &[Token], article: &[Token]) -> Range<usize> {
    let has_gap = quotation.contains(&GAP);
    let width = if has_gap { quotation.len() * 6 + 200 } else { quotation.len() * 2 + 60 };
    if article.len() <= width {
        return 0..article.len();
    }
    let mut wanted: FxHashMap<Token, u32> = FxHashMap::default();
    for token in quotation.iter().filter(|token| **token != GAP) {
        wanted.insert(*token, if is_frequent(*token) { 1 } else { 8 });
    }
    // Each word counts once, however often the stretch has it.
    let mut counts: FxHashMap<Token, u32> = FxHashMap::default();
    let (mut weight, mut best, mut best_end) = (0, 0, width);
    for (at, token) in article.iter().enumerate() {
        if let Some(own) = wanted.get(token) {
            let count = counts.entry(*token).or_default();
            *count += 1;
            weight += if *count == 1 { *own } else { 0 };
        }
        if let Some(gone) = at.checked_sub(width).and_then(|gone| article.get(gone))
            && let (Some(own), Some(count)) = (wanted.get(gone), counts.get_mut(gone))
        {
            *count -= 1;
            weight -= if *count == 0 { *own } else { 0 };
        }
        if weight > best {
            (best, best_end) = (weight, at + 1);
        }
    }
    // The window ends where the last word came in; what follows may still belong to it.
    let end = (best_end + width / 4).min(article.len());
    end.saturating_sub(width + width / 4)..end
}
