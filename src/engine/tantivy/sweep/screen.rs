//! Telling documents in which two words do not stand at their distance, without comparing positions.
//!
//! Of each document and word 64 bits are kept: that of the start of the phrase that a position stands for, modulo
//! 64. Where the words of a phrase do stand together, they have a bit in common; where they do not, and occur a few
//! times each, they seldom have. To set bits takes a fraction of the time of comparing sorted lists.

use super::list::Word;
use super::{Bits, WINDOW};

/// After a window of which more than half passed, so many others are not screened.
const PAUSE: u32 = 15;

/// The bits of a window's documents.
pub struct Screen {
    first: Box<[u64; WINDOW]>,
    second: Box<[u64; WINDOW]>,
    pause: u32,
}

impl Screen {
    pub fn new() -> Screen {
        Screen { first: Box::new([0; WINDOW]), second: Box::new([0; WINDOW]), pause: 0 }
    }

    /// Takes the positions of a word in the candidates.
    pub fn begin(&mut self, word: &Word, candidates: &Bits) {
        if self.pause == 0 {
            set(&mut self.first, word, candidates);
        }
    }

    /// Keeps the candidates where another word may stand as it should.
    pub fn keep(&mut self, word: &Word, candidates: &mut Bits) {
        if self.pause > 0 {
            self.pause -= 1;
            return;
        }
        set(&mut self.second, word, candidates);
        let (mut n_before, mut n_behind) = (0, 0);
        let bits = self.first.chunks_exact(64).zip(self.second.chunks_exact(64));
        for (candidates, (first, second)) in candidates.iter_mut().zip(bits) {
            let both = first.iter().zip(second).enumerate();
            let may = both.fold(0, |may, (at, (first, second))| may | u64::from(first & second != 0) << at);
            n_before += candidates.count_ones();
            *candidates &= may;
            n_behind += candidates.count_ones();
        }
        if n_behind > n_before / 2 {
            self.pause = PAUSE;
        }
    }
}

fn set(all: &mut [u64; WINDOW], word: &Word, candidates: &Bits) {
    all.fill(0);
    word.each(candidates, |slot, differences| {
        let (mut position, mut bits) = (0u32, 0u64);
        for difference in differences {
            position = position.wrapping_add(*difference);
            bits |= 1 << (position % 64);
        }
        all[slot] |= bits.rotate_right(word.offset % 64);
    });
}
