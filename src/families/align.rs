//! Two wordings side by side.
//!
//! A local alignment in the manner of Smith and Waterman (1981) with Gotoh's gaps (1982): a word
//! that is the same adds its weight, beginning a gap costs, a longer gap hardly costs more, because
//! who leaves out a clause leaves out many words at once. Words left out at an ellipsis cost
//! nothing. Scores are hundredths.

use super::words::{GAP, Token};

/// Weight of a word that says something and is not frequent in the archive.
pub const FULL: i32 = 100;

const MISMATCH: i32 = 50;
const OPEN: i32 = 50;
const EXTEND: i32 = 3;

/// Largest table; beyond it only the beginnings are compared.
const MAX_CELLS: usize = 1 << 20;

/// How one wording lies in another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    /// Places of words that are the same in both, ascending.
    pub pairs: Vec<(u32, u32)>,
    /// Weight of these words.
    pub weight: i32,
    /// Longest run of them without anything between.
    pub run: usize,
}

impl Alignment {
    /// The stretch of the first wording from its first to its last matched word.
    pub fn left(&self) -> std::ops::Range<usize> {
        match (self.pairs.first(), self.pairs.last()) {
            (Some(first), Some(last)) => first.0 as usize..last.0 as usize + 1,
            _ => 0..0,
        }
    }

    /// The same of the second wording.
    pub fn right(&self) -> std::ops::Range<usize> {
        match (self.pairs.first(), self.pairs.last()) {
            (Some(first), Some(last)) => first.1 as usize..last.1 as usize + 1,
            _ => 0..0,
        }
    }
}

const FROM_MATCH: u8 = 1;
const FROM_UP: u8 = 2;
const FROM_LEFT: u8 = 3;
const UP_EXTENDS: u8 = 4;
const LEFT_EXTENDS: u8 = 8;

/// Aligns wordings, reusing its memory.
#[derive(Default)]
pub struct Aligner {
    best: Vec<i32>,
    up: Vec<i32>,
    trace: Vec<u8>,
}

impl Aligner {
    /// The place where `part` stands in `whole` word for word.
    pub fn find(part: &[Token], whole: &[Token]) -> Option<usize> {
        let first = *part.first()?;
        let last = whole.len().checked_sub(part.len())?;
        (0..=last).find(|at| whole[*at] == first && whole[*at..*at + part.len()] == *part)
    }

    /// Aligns two wordings where they agree best.
    pub fn align(&mut self, left: &[Token], right: &[Token], weight: impl Fn(Token) -> i32) -> Alignment {
        let left = &left[..left.len().min(MAX_CELLS / 64)];
        let right = &right[..right.len().min(MAX_CELLS / left.len().max(1))];
        if left.is_empty() || right.is_empty() {
            return Alignment::default();
        }
        let width = right.len() + 1;
        const NONE: i32 = i32::MIN / 2;
        self.best.clear();
        self.best.resize(width, 0);
        self.up.clear();
        self.up.resize(width, NONE);
        self.trace.clear();
        self.trace.resize(width * (left.len() + 1), 0);
        let weights: Vec<i32> = left.iter().map(|token| weight(*token)).collect();
        let mut top = (0, 0, 0);
        for (row, (token, weight)) in left.iter().zip(&weights).enumerate() {
            let row = row + 1;
            let is_gap = *token == GAP;
            let mut diagonal = 0;
            let mut along = NONE;
            let mut before = 0;
            for column in 1..width {
                let other = right[column - 1];
                let is_free = is_gap || other == GAP;
                let (open, extend, mismatch) = if is_free { (0, 0, 0) } else { (OPEN, EXTEND, MISMATCH) };
                let above = self.best[column];
                let mut mark = 0;
                let by_extension = self.up[column] - extend;
                let up = if by_extension > above - open {
                    mark |= UP_EXTENDS;
                    by_extension
                } else {
                    above - open
                };
                self.up[column] = up;
                let by_extension = along - extend;
                along = if by_extension > before - open {
                    mark |= LEFT_EXTENDS;
                    by_extension
                } else {
                    before - open
                };
                let is_match = *token == other && !is_gap;
                let straight = diagonal + if is_match { *weight } else { -mismatch };
                let mut score = 0;
                if straight > score {
                    score = straight;
                    mark |= FROM_MATCH;
                }
                if up > score {
                    score = up;
                    mark = mark & !3 | FROM_UP;
                }
                if along > score {
                    score = along;
                    mark = mark & !3 | FROM_LEFT;
                }
                diagonal = above;
                before = score;
                self.best[column] = score;
                self.trace[row * width + column] = mark;
                if score > top.0 {
                    top = (score, row, column);
                }
            }
        }
        self.walk_back(left, right, &weights, (top.1, top.2))
    }

    fn walk_back(&self, left: &[Token], right: &[Token], weights: &[i32], from: (usize, usize)) -> Alignment {
        let width = right.len() + 1;
        let (mut row, mut column) = from;
        let mut found = Alignment::default();
        while row > 0 && column > 0 {
            let mark = self.trace[row * width + column];
            match mark & 3 {
                FROM_MATCH => {
                    if left[row - 1] == right[column - 1] && left[row - 1] != GAP {
                        found.pairs.push((row as u32 - 1, column as u32 - 1));
                        found.weight += weights[row - 1];
                    }
                    row -= 1;
                    column -= 1;
                }
                FROM_UP => {
                    while row > 1 && self.trace[row * width + column] & UP_EXTENDS != 0 {
                        row -= 1;
                    }
                    row -= 1;
                }
                FROM_LEFT => {
                    while column > 1 && self.trace[row * width + column] & LEFT_EXTENDS != 0 {
                        column -= 1;
                    }
                    column -= 1;
                }
                _ => break,
            }
        }
        found.pairs.reverse();
        let mut run = 0;
        let mut last = None;
        for (a, b) in &found.pairs {
            run = if last == Some((a.wrapping_sub(1), b.wrapping_sub(1))) { run + 1 } else { 1 };
            found.run = found.run.max(run);
            last = Some((*a, *b));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    fn tokens(text: &str) -> Vec<Token> {
        words(text).iter().map(|word| word.token).collect()
    }

    #[track_caller]
    fn check(left: &str, right: &str, want: &str) {
        let spans = words(left);
        let alignment = Aligner::default().align(&tokens(left), &tokens(right), |_| FULL);
        let got: Vec<&str> = alignment.pairs.iter().map(|(at, _)| spans[*at as usize].span.of_text(left)).collect();
        assert_eq!(got.join(" "), want, "{left:?} {right:?}");
    }

    #[test]
    fn the_same_words_are_found_around_what_differs() {
        check("the dam will hold", "the old dam will hold", "the dam will hold");
        check("the dam will hold", "the dam must hold", "the dam hold");
        check("The dam … for years", "The dam that we built will hold for years to come", "The dam for years");
        check("nothing of it", "the dam", "");
        check("the dam will hold for years, we checked", "he said: we checked", "we checked");
        check("one two three four five six a b c", "one two three x four five six", "one two three four five six");
    }

    #[test]
    fn a_part_is_found_word_for_word() {
        assert_eq!(Aligner::find(&tokens("will hold"), &tokens("The dam will hold.")), Some(2));
        assert_eq!(Aligner::find(&tokens("hold will"), &tokens("The dam will hold.")), None);
        assert_eq!(Aligner::find(&[], &tokens("The dam")), None);
        assert_eq!(Aligner::find(&tokens("The dam"), &[]), None);
    }
}
