//! A run of document numbers that is gone over at once.
//!
//! Frequent words match a good part of all documents. Taking them one at a time through a tree
//! of cursors costs some fifty nanoseconds a document; here each list of postings is read in one
//! loop, scores add up in an array, and conjunctions are intersections of bits (the window of
//! Lucene's `BooleanScorer`).

use tantivy::DocId;

/// Documents in a window; a power of two.
pub const WINDOW: usize = 4096;

/// Which documents of a run match, and their scores.
pub struct Window {
    first: DocId,
    bits: [u64; WINDOW / 64],
    scores: Box<[f32; WINDOW]>,
}

impl Window {
    /// An empty window at the first document.
    pub fn new() -> Window {
        Window { first: 0, bits: [0; WINDOW / 64], scores: Box::new([0.0; WINDOW]) }
    }

    /// Empties the window and moves it to where `doc` lies in it.
    pub fn move_to(&mut self, doc: DocId) {
        self.first = doc & !(WINDOW as DocId - 1);
        self.bits.fill(0);
        self.scores.fill(0.0);
    }

    /// The first document it can hold.
    pub fn first(&self) -> DocId {
        self.first
    }

    /// One past the last document it can hold.
    pub fn end(&self) -> DocId {
        self.first + WINDOW as DocId
    }

    fn slot(&self, doc: DocId) -> usize {
        debug_assert!((self.first..self.end()).contains(&doc), "{doc} is not in the window at {}", self.first);
        (doc.wrapping_sub(self.first) as usize) & (WINDOW - 1)
    }

    /// Adds a match, or more score for one.
    #[inline]
    pub fn add(&mut self, doc: DocId, score: f32) {
        let slot = self.slot(doc);
        self.bits[slot / 64] |= 1 << (slot % 64);
        self.scores[slot] += score;
    }

    /// The score of a document, 0 if it does not match.
    #[inline]
    pub fn score(&self, doc: DocId) -> f32 {
        self.scores[self.slot(doc)]
    }

    /// Replaces the score of each match.
    pub fn rescore(&mut self, score: impl Fn(f32) -> f32) {
        let scores = &mut self.scores;
        for_each_bit(&self.bits, |slot| scores[slot] = score(scores[slot]));
    }

    /// Adds the matches and scores of another window at the same place.
    pub fn add_all(&mut self, other: &Window) {
        self.bits.iter_mut().zip(&other.bits).for_each(|(here, there)| *here |= there);
        let scores = &mut self.scores;
        for_each_bit(&other.bits, |slot| scores[slot] += other.scores[slot]);
    }

    /// Keeps what also matches in another window at the same place; scores add up.
    pub fn keep_both(&mut self, other: &Window) {
        self.bits.iter_mut().zip(&other.bits).for_each(|(here, there)| *here &= there);
        let scores = &mut self.scores;
        for_each_bit(&self.bits, |slot| scores[slot] += other.scores[slot]);
    }

    /// Keeps the matches that pass.
    pub fn retain(&mut self, mut passes: impl FnMut(DocId) -> bool) {
        let first = self.first;
        for (at, kept) in self.bits.iter_mut().enumerate() {
            let mut bits = *kept;
            while bits != 0 {
                let bit = bits & bits.wrapping_neg();
                let slot = at * 64 + bits.trailing_zeros() as usize;
                if !passes(first + slot as DocId) {
                    *kept &= !bit;
                }
                bits &= bits - 1;
            }
        }
    }

    /// The first match at or after `doc`, which lies in the window or before it.
    pub fn next_from(&self, doc: DocId) -> Option<DocId> {
        let slot = doc.saturating_sub(self.first) as usize;
        let mut at = slot / 64;
        let mut bits = self.bits.get(at)? & (u64::MAX << (slot % 64));
        while bits == 0 {
            at += 1;
            bits = *self.bits.get(at)?;
        }
        Some(self.first + (at * 64) as DocId + bits.trailing_zeros())
    }

    /// The matches, in order.
    pub fn docs(&self) -> impl Iterator<Item = DocId> + '_ {
        self.bits.iter().enumerate().flat_map(move |(at, bits)| {
            let mut bits = *bits;
            std::iter::from_fn(move || {
                if bits == 0 {
                    return None;
                }
                let slot = at * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                Some(self.first + slot as DocId)
            })
        })
    }
}

/// Calls `sink` with the number of each bit that is set, in order.
pub fn for_each_bit(all: &[u64], mut sink: impl FnMut(usize)) {
    for (at, bits) in all.iter().enumerate() {
        let mut bits = *bits;
        while bits != 0 {
            sink(at * 64 + bits.trailing_zeros() as usize);
            bits &= bits - 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(docs: &[DocId]) -> Window {
        let mut window = Window::new();
        window.move_to(5000);
        docs.iter().for_each(|doc| window.add(*doc, 1.0));
        window
    }

    #[track_caller]
    fn check(window: &Window, want: &[(DocId, f32)]) {
        let got: Vec<(DocId, f32)> = window.docs().map(|doc| (doc, window.score(doc))).collect();
        assert_eq!(got, want);
    }

    #[test]
    fn matches_and_scores_add_up() {
        let mut either = window(&[4096, 8191, 5000, 4096]);
        check(&either, &[(4096, 2.0), (5000, 1.0), (8191, 1.0)]);
        either.add_all(&window(&[5000, 6000]));
        check(&either, &[(4096, 2.0), (5000, 2.0), (6000, 1.0), (8191, 1.0)]);
        let mut both = window(&[4160, 5000]);
        both.keep_both(&window(&[5000, 6000]));
        check(&both, &[(5000, 2.0)]);
        let mut other = window(&[4160]);
        other.add_all(&both);
        check(&other, &[(4160, 1.0), (5000, 2.0)]);
        assert_eq!(either.next_from(0), Some(4096));
        assert_eq!(either.next_from(4097), Some(5000));
        assert_eq!(either.next_from(6000), Some(6000));
        assert_eq!(either.next_from(8191), Some(8191));
        assert_eq!(both.next_from(5001), None);
        assert_eq!(both.next_from(8192), None);
        either.retain(|doc| doc % 1000 == 0);
        either.rescore(|score| score * 10.0);
        check(&either, &[(5000, 20.0), (6000, 10.0)]);
        either.move_to(0);
        check(&either, &[]);
        assert_eq!((either.first(), either.end()), (0, 4096));
    }
}
