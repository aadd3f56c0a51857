//! Occurrences of patterns at places of one text.
//!
//! Every function here is over sorted lists and takes time in their length, but for pairs of a
//! distance, which are bounded by [`MAX_PAIRS`].

use super::Space;
use super::compile::Placed;
use crate::query::{Near, Scope};

/// Most pairs of one distance that are told apart; with more, each occurrence is paired with
/// its nearest partners only, so that what is found stays the same but for distances within
/// distances.
const MAX_PAIRS: usize = 100_000;

/// Where a pattern occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Occurrence {
    /// Position of its first word.
    pub first: u32,
    /// One past the position of its last word.
    pub end: u32,
    /// What to mark, in the arena of [`Places`].
    pub piece: u32,
}

/// Something to mark.
#[derive(Clone, Copy, Debug)]
pub(super) enum Piece {
    /// A stretch of text, in bytes, with the operand it stands for.
    Text { start: u32, end: u32, operand: u32 },
    /// Two pieces, by number.
    Pair(u32, u32),
}

/// Which words of a text may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Window {
    /// All.
    Whole,
    /// Those in one quotation, by number in the layout.
    Quote(usize),
    /// Those outside all quotations.
    Narration,
    /// None: what lies both in a quotation and outside.
    Nothing,
}

/// Finds occurrences in one text.
pub(super) struct Places<'a> {
    pub space: &'a Space,
    pub said_by: &'a dyn Fn(usize, &[crate::query::Name]) -> bool,
    pub pieces: Vec<Piece>,
}

impl Places<'_> {
    /// Occurrences of `placed` in order of their first word, then their end, each once.
    pub fn find(&mut self, placed: &Placed, window: Window, operand: u32) -> Vec<Occurrence> {
        match placed {
            Placed::Leaf(leaf) => self.leaf(*leaf, window, operand),
            Placed::Operand(number, inner) => self.find(inner, window, *number),
            Placed::Any(parts) => {
                let all = parts.iter().flat_map(|part| self.find(part, window, operand)).collect();
                sorted(all)
            }
            Placed::Every(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    let found = self.find(part, window, operand);
                    if found.is_empty() {
                        return found;
                    }
                    all.extend(found);
                }
                sorted(all)
            }
            Placed::Seq { parts, slop: 0 } => self.sequence(parts, window, operand),
            Placed::Seq { parts, slop } => self.loose_sequence(parts, *slop, window, operand),
            Placed::Near { left, near, right } => {
                let left = self.find(left, window, operand);
                if left.is_empty() {
                    return left;
                }
                let right = self.find(right, window, operand);
                match near {
                    Near::NotWithin(count) => not_within(left, &right, *count),
                    near => self.near(&left, &right, *near),
                }
            }
            Placed::In { scope: Scope::Title, placed } if self.space.is_title => self.find(placed, window, operand),
            Placed::In { scope: Scope::Narration, placed } if !self.space.is_title && window != Window::Whole => {
                if window == Window::Narration {
                    self.find(placed, window, operand)
                } else {
                    Vec::new()
                }
            }
            Placed::In { scope: Scope::Narration, placed } if !self.space.is_title => {
                self.find(placed, Window::Narration, operand)
            }
            Placed::In { .. } => Vec::new(),
            Placed::Said { placed, speakers } => {
                let quotes = self.quotes(window, speakers);
                let all =
                    quotes.into_iter().flat_map(|quote| self.find(placed, Window::Quote(quote), operand)).collect();
                sorted(all)
            }
        }
    }

    /// The quotations within a window that one of the speakers has said; of no speakers, all.
    pub fn quotes(&self, window: Window, speakers: &[crate::query::Name]) -> Vec<usize> {
        let quotes = &self.space.layout.quotes;
        let range = match window {
            Window::Whole => 0..quotes.len(),
            Window::Quote(quote) => quote..quote + 1,
            Window::Narration | Window::Nothing => 0..0,
        };
        let is_said = |quote: &usize| speakers.is_empty() || (self.said_by)(quotes[*quote].index as usize, speakers);
        range.filter(is_said).collect()
    }

    fn leaf(&mut self, leaf: usize, window: Window, operand: u32) -> Vec<Occurrence> {
        let Some(mut found) = self.space.found.get(leaf).map(Vec::as_slice) else { return Vec::new() };
        if window == Window::Nothing {
            return Vec::new();
        }
        if let Window::Quote(quote) = window {
            let Some(quote) = self.space.layout.quotes.get(quote) else { return Vec::new() };
            let from = found.partition_point(|word| word.first < quote.first);
            let to = found.partition_point(|word| word.first <= quote.last);
            found = &found[from..to.max(from)];
        }
        let mut occurrences = Vec::with_capacity(found.len());
        for word in found {
            if window == Window::Narration && self.space.is_quoted(word.first, word.end) {
                continue;
            }
            if let Window::Quote(quote) = window
                && word.end - 1 > self.space.layout.quotes[quote].last
            {
                continue;
            }
            let piece = self.piece(Piece::Text { start: word.start_byte, end: word.end_byte, operand });
            occurrences.push(Occurrence { first: word.first, end: word.end, piece });
        }
        sorted(occurrences)
    }

    fn piece(&mut self, piece: Piece) -> u32 {
        self.pieces.push(piece);
        (self.pieces.len() - 1) as u32
    }

    /// Parts side by side within a paragraph.
    fn sequence(&mut self, parts: &[Placed], window: Window, operand: u32) -> Vec<Occurrence> {
        let mut parts = parts.iter();
        let Some(first) = parts.next() else { return Vec::new() };
        let mut found = self.find(first, window, operand);
        for part in parts {
            if found.is_empty() {
                return found;
            }
            let next = self.find(part, window, operand);
            let mut longer = Vec::new();
            for occurrence in found {
                if self.space.begins_paragraph(occurrence.end) {
                    continue;
                }
                let from = next.partition_point(|other| other.first < occurrence.end);
                for other in next[from..].iter().take_while(|other| other.first == occurrence.end) {
                    let start = self.bytes(occurrence.piece).0;
                    let end = self.bytes(other.piece).1;
                    let piece = self.piece(Piece::Text { start, end, operand });
                    longer.push(Occurrence { first: occurrence.first, end: other.end, piece });
                }
            }
            found = sorted(longer);
        }
        found
    }

    /// First and last byte of a piece.
    fn bytes(&self, piece: u32) -> (u32, u32) {
        match self.pieces[piece as usize] {
            Piece::Text { start, end, .. } => (start, end),
            Piece::Pair(left, right) => {
                let (left, right) = (self.bytes(left), self.bytes(right));
                (left.0.min(right.0), left.1.max(right.1))
            }
        }
    }

    /// Parts in order with other words between; of each start, the shortest that fits.
    fn loose_sequence(&mut self, parts: &[Placed], slop: u32, window: Window, operand: u32) -> Vec<Occurrence> {
        let mut lists = Vec::with_capacity(parts.len());
        for part in parts {
            let found = self.find(part, window, operand);
            if found.is_empty() {
                return found;
            }
            let mut widths: Vec<u32> = found.iter().map(|occurrence| occurrence.end - occurrence.first).collect();
            widths.sort_unstable();
            widths.dedup();
            lists.push((found, widths.len()));
        }
        let mut all = Vec::new();
        for start in &lists[0].0 {
            let paragraph_end = self.space.paragraph_end(start.first);
            // Of states that have taken equally many words, only the shortest can lead on to
            // the shortest whole: (end, words taken, piece).
            let mut states = vec![(start.end, start.end - start.first, start.piece)];
            for (next, n_widths) in &lists[1..] {
                let mut longer: Vec<(u32, u32, u32)> = Vec::new();
                for &(end, taken, piece) in &states {
                    let gap = end - start.first - taken;
                    let limit = paragraph_end.min(end.saturating_add(slop - gap).saturating_add(1));
                    let from = next.partition_point(|other| other.first < end);
                    let mut widths = Vec::with_capacity(*n_widths);
                    for other in next[from..].iter().take_while(|other| other.first < limit) {
                        let width = other.end - other.first;
                        if widths.contains(&width) {
                            continue;
                        }
                        widths.push(width);
                        let piece = self.piece(Piece::Pair(piece, other.piece));
                        match longer.iter_mut().find(|state| state.1 == taken + width) {
                            Some(state) if state.0 > other.end => *state = (other.end, taken + width, piece),
                            Some(_) => {}
                            None => longer.push((other.end, taken + width, piece)),
                        }
                        if widths.len() == *n_widths {
                            break;
                        }
                    }
                }
                states = longer;
            }
            let shortest = states.into_iter().min_by_key(|state| state.0);
            all.extend(shortest.map(|(end, _, piece)| Occurrence { first: start.first, end, piece }));
        }
        sorted(all)
    }

    /// Pairs of occurrences that do not overlap and are near enough.
    fn near(&mut self, left: &[Occurrence], right: &[Occurrence], near: Near) -> Vec<Occurrence> {
        let mut by_end: Vec<&Occurrence> = right.iter().collect();
        by_end.sort_by_key(|occurrence| occurrence.end);
        let mut ranges = Vec::with_capacity(left.len());
        let mut n_pairs = 0;
        for occurrence in left {
            let (low, high) = self.reach(occurrence, near);
            // Behind: starts at or after our end, and ends before `high`.
            let from = right.partition_point(|other| other.first < occurrence.end);
            let to = right.partition_point(|other| other.first < high).max(from);
            // Before: ends at or before our start, and reaches up to `low`.
            let to_before = by_end.partition_point(|other| other.end <= occurrence.first);
            let from_before = by_end.partition_point(|other| other.end <= low).min(to_before);
            n_pairs += (to - from) + (to_before - from_before);
            ranges.push((from..to, from_before..to_before));
        }
        let is_bounded = n_pairs <= MAX_PAIRS;
        let mut pairs = Vec::new();
        let mut join = |this: &mut Self, one: &Occurrence, other: &Occurrence| {
            let is_within = match near {
                Near::Sentence => this.space.is_one_sentence(one, other),
                Near::Paragraph => this.space.is_one_paragraph(one, other),
                _ => true,
            };
            if is_within {
                let piece = this.piece(Piece::Pair(one.piece, other.piece));
                pairs.push(Occurrence { first: one.first.min(other.first), end: one.end.max(other.end), piece });
            }
        };
        for (occurrence, (behind, before)) in left.iter().zip(&ranges) {
            let most = if is_bounded { usize::MAX } else { 1 };
            right[behind.clone()].iter().take(most).for_each(|other| join(self, occurrence, other));
            by_end[before.clone()].iter().rev().take(most).for_each(|other| join(self, occurrence, other));
        }
        if !is_bounded {
            // So that every occurrence on the right has its nearest partners too.
            let mut left_by_end: Vec<&Occurrence> = left.iter().collect();
            left_by_end.sort_by_key(|occurrence| occurrence.end);
            for other in right {
                let before = left_by_end.partition_point(|occurrence| occurrence.end <= other.first);
                let behind = left.partition_point(|occurrence| occurrence.first < other.end);
                if let Some(occurrence) = before.checked_sub(1).map(|at| left_by_end[at])
                    && other.first < self.reach(occurrence, near).1
                {
                    join(self, occurrence, other);
                }
                if let Some(occurrence) = left.get(behind)
                    && other.end > self.reach(occurrence, near).0
                    && !matches!(near, Near::Before(_))
                {
                    join(self, occurrence, other);
                }
            }
        }
        sorted(pairs)
    }

    /// What a partner must reach into: it ends behind the first position, or starts before the
    /// second.
    fn reach(&self, occurrence: &Occurrence, near: Near) -> (u32, u32) {
        match near {
            Near::Within(count) | Near::NotWithin(count) => {
                (occurrence.first.saturating_sub(count), occurrence.end.saturating_add(count))
            }
            Near::Before(count) => (occurrence.first, occurrence.end.saturating_add(count)),
            Near::Sentence => self.space.sentence(occurrence.first),
            Near::Paragraph => {
                (self.space.paragraph_start(occurrence.first), self.space.paragraph_end(occurrence.first))
            }
        }
    }
}

/// Occurrences on the left that no other occurrence on the right touches or is near to.
///
/// One that is the very same words does not count against itself.
fn not_within(left: Vec<Occurrence>, right: &[Occurrence], count: u32) -> Vec<Occurrence> {
    let mut furthest = Vec::with_capacity(right.len());
    for occurrence in right {
        furthest.push(occurrence.end.max(furthest.last().copied().unwrap_or(0)));
    }
    let is_lonely = |occurrence: &Occurrence| {
        let low = occurrence.first.saturating_sub(count);
        let n_before_reach = right.partition_point(|other| other.first < occurrence.end.saturating_add(count));
        let same = right.binary_search_by_key(&(occurrence.first, occurrence.end), |other| (other.first, other.end));
        match same {
            Ok(at) => n_before_reach == at + 1 && (at == 0 || furthest[at - 1] <= low),
            Err(_) => n_before_reach == 0 || furthest[n_before_reach - 1] <= low,
        }
    };
    left.into_iter().filter(is_lonely).collect()
}

/// In order, each extent once.
fn sorted(mut occurrences: Vec<Occurrence>) -> Vec<Occurrence> {
    let key = |occurrence: &Occurrence| (occurrence.first, occurrence.end);
    if !occurrences.is_sorted_by_key(key) {
        occurrences.sort_by_key(key);
    }
    occurrences.dedup_by_key(|occurrence| (occurrence.first, occurrence.end));
    occurrences
}
