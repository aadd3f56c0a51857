//! The wordings of an archive: what is the same word for word is one form, however often it occurs.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::lists::Lists;
use super::words::{GAP, Token, is_frequent};

/// Wordings, each once, in the order in which they are numbered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forms {
    words: Lists<Token>,
}

/// What forms are ordered by: the one of most words first, of these the one that leaves out least with an ellipsis,
/// then the one with most words that say something.
pub type FormKey = (Reverse<u32>, u32, Reverse<u32>, u64);

impl Forms {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// The words of a form.
    pub fn tokens(&self, form: u32) -> &[Token] {
        self.words.of(form)
    }

    /// All words of all forms, one after the other.
    pub(super) fn lists(&self) -> &Lists<Token> {
        &self.words
    }

    /// The forms with these words.
    pub(super) fn with(words: Lists<Token>) -> Forms {
        Forms { words }
    }

    /// Adds a form, which must be none of those that are there.
    pub fn push(&mut self, words: &[Token]) {
        self.words.push(words);
    }

    /// Where a form stands in the order that does not depend on how the articles came.
    pub fn key(&self, form: u32) -> FormKey {
        let words = self.tokens(form);
        let telling = words.iter().filter(|word| !is_frequent(**word)).count();
        let n_gaps = words.iter().filter(|word| **word == GAP).count();
        (Reverse((words.len() - n_gaps) as u32), n_gaps as u32, Reverse(telling as u32), hash(words))
    }
}

/// Forms that are being collected.
#[derive(Clone, Debug, Default)]
pub struct Interned {
    /// The forms.
    pub forms: Forms,
    by_hash: FxHashMap<u64, u32>,
}

impl Interned {
    /// The number of the form with these words, which is added if it is new.
    pub fn intern(&mut self, words: &[Token]) -> u32 {
        let next = self.forms.len() as u32;
        let form = *self.by_hash.entry(hash(words)).or_insert(next);
        if form == next {
            self.forms.push(words);
        }
        form
    }
}

/// A hash of some words.
pub fn hash(words: &[Token]) -> u64 {
    words.iter().fold(words.len() as u64, |hash, word| mix(hash ^ u64::from(*word)))
}

/// Scrambles a number; the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
pub fn mix(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
