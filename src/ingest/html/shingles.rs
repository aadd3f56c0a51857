//! Whether a text occurs in another, told by its runs of words in time linear in both.

use rustc_hash::{FxHashSet, FxHasher};
use std::hash::Hasher;

/// Words in a run.
const LENGTH: usize = 3;

/// Most runs that are kept; a text of that many words is a book.
const MAX_RUNS: usize = 200_000;

/// The runs of words of a text.
#[derive(Debug)]
pub(super) struct Shingles(FxHashSet<u64>);

impl Shingles {
    /// Those of `text`.
    pub fn of(text: &str) -> Shingles {
        Shingles(runs(text).take(MAX_RUNS).collect())
    }

    /// The share of the runs of `text` that occur, from 0 to 1; 0 if it has none.
    pub fn share(&self, text: &str) -> f32 {
        let (mut n_all, mut n_known) = (0u32, 0u32);
        for run in runs(text) {
            n_all += 1;
            n_known += u32::from(self.0.contains(&run));
        }
        if n_all == 0 { 0.0 } else { n_known as f32 / n_all as f32 }
    }
}

/// Hashes of the runs; in scripts without spaces each letter is a word.
fn runs(text: &str) -> impl Iterator<Item = u64> {
    let mut last = [0u64; LENGTH];
    let mut n_words = 0usize;
    words(text).filter_map(move |word| {
        last.rotate_left(1);
        last[LENGTH - 1] = word;
        n_words += 1;
        (n_words >= LENGTH).then(|| {
            last.iter().fold(0u64, |hash, word| hash.rotate_left(21).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ word)
        })
    })
}

fn words(text: &str) -> impl Iterator<Item = u64> {
    let mut letters = text.chars().peekable();
    std::iter::from_fn(move || {
        while letters.next_if(|c| !c.is_alphanumeric()).is_some() {}
        let mut hasher = FxHasher::default();
        let first = letters.next()?;
        hasher.write_u32(u32::from(first));
        if super::blocks::is_dense(first) {
            return Some(hasher.finish());
        }
        while let Some(next) = letters.next_if(|c| c.is_alphanumeric() && !super::blocks::is_dense(*c)) {
            hasher.write_u32(u32::from(next));
        }
        Some(hasher.finish())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_occurs_has_all_its_runs() {
        let shingles = Shingles::of("The dam held. The mayor, Ann Lee, said so.");
        assert_eq!(shingles.share("The mayor Ann Lee said so"), 1.0);
        assert_eq!(shingles.share("Nothing of this is there"), 0.0);
        assert_eq!(shingles.share("Two words"), 0.0);
        assert_eq!(Shingles::of("한국일보는").share("국일보"), 1.0);
    }
}
