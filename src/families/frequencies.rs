//! How much words weigh, by how frequent they are in the archive.
//!
//! A word has one of five weights and not a weight of its own: so a few articles more leave the weights of nearly
//! all words as they were, and with them all that was decided by these weights.

use super::forms::Forms;
use super::words::{GAP, Token, is_frequent};

/// How frequent words are in the forms of the archive.
///
/// Counted by a hash of 18 bits: a word may share its count with another, and then counts as more
/// frequent than it is. At most one word in a hundred of those that matter does.
#[derive(Clone, Debug)]
pub struct Frequencies {
    counts: Vec<u32>,
    forms: u32,
    weights: Vec<u8>,
}

const COUNT_BITS: u32 = 18;

/// Forms that are added to those of the archive, so that in a small one every word is rare.
pub const ADDED: u32 = 2_000;

/// Shares of the forms from which on a word weighs less, and its weight below them: between one in a thousand and one
/// in twenty it falls with the logarithm.
const STEPS: [(f64, u8); 4] = [(0.0016, 100), (0.0043, 80), (0.0115, 60), (0.0307, 40)];

/// Weight of the most frequent words.
pub const LEAST: i32 = 20;

impl Frequencies {
    fn slot(token: Token) -> usize {
        ((token >> 1).wrapping_mul(0x9E37_79B1) >> (32 - COUNT_BITS)) as usize
    }

    /// Counts the words of those forms that are wanted; `added` is [`ADDED`] but in tests.
    pub fn of(forms: &Forms, added: u32, is_wanted: impl Fn(u32) -> bool) -> Frequencies {
        let mut found = Frequencies { counts: vec![0; 1 << COUNT_BITS], forms: added, weights: Vec::new() };
        for form in (0..forms.len() as u32).filter(|form| is_wanted(*form)) {
            found.forms += 1;
            for token in forms.tokens(form) {
                found.counts[Frequencies::slot(*token)] += 1;
            }
        }
        let all = f64::from(found.forms.max(1));
        let weight = |count: &u32| {
            let share = f64::from(*count) / all;
            STEPS.iter().find(|(below, _)| share < *below).map_or(LEAST as u8, |(_, weight)| *weight)
        };
        found.weights = found.counts.iter().map(weight).collect();
        found.counts = Vec::new();
        found
    }

    /// Weight of a word in hundredths, from 20 to 100; the most frequent words of English always weigh little.
    pub fn weight(&self, token: Token) -> i32 {
        if is_frequent(token) {
            return LEAST;
        }
        i32::from(self.weights[Frequencies::slot(token)])
    }

    /// Weight of all words together.
    pub fn total(&self, tokens: &[Token]) -> i32 {
        tokens.iter().filter(|token| **token != GAP).map(|token| self.weight(*token)).sum()
    }

    /// True if all of the words weigh the same here and there.
    pub fn agree(&self, other: &Frequencies, tokens: &[Token]) -> bool {
        tokens.iter().all(|token| self.weight(*token) == other.weight(*token))
    }
}
