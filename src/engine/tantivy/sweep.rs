//! A phrase of frequent words, looked for in whole windows of documents.
//!
//! Going from candidate to candidate costs some two hundred nanoseconds each, most of them for finding the
//! positions of one document among those of its block. Where the words of a phrase are frequent, their
//! postings are read from end to end instead: which documents have all the words is an intersection of bits,
//! the positions of a group of documents are unpacked at once (`list.rs`), and most documents in which the words
//! do not stand together are told by a few bits of their positions (`screen.rs`).

mod list;
mod screen;

use std::io;
use std::ops::Range;
use std::sync::Arc;

use tantivy::directory::FileSlice;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::TermInfo;
use tantivy::{DocId, TERMINATED};

use list::Word;
use screen::Screen;

use super::window::{WINDOW, for_each_bit};

/// One bit for each document of a window.
type Bits = [u64; WINDOW / 64];

/// The forms of one word of a phrase in one field of a segment: where their lists are.
pub struct Lists {
    pub inverted: Arc<InvertedIndexReader>,
    /// The positions of the field.
    pub positions: FileSlice,
    pub infos: Vec<TermInfo>,
    /// How many words behind the start of the phrase it stands.
    pub offset: u32,
}

/// The postings of the words of a phrase, read once from end to end.
pub struct Sweep {
    words: Vec<Word>,
    screen: Screen,
    starts: Starts,
}

/// Where the phrase may start in each candidate of a window.
struct Starts {
    /// Of each document of the window: which of `all` are its own.
    extents: Vec<Range<u32>>,
    all: Vec<u32>,
    /// Those that the word at hand follows.
    is_followed: Vec<bool>,
}

impl Sweep {
    /// Begins at the first document. The first word should be the rarest.
    pub fn new(words: &[Lists]) -> io::Result<Sweep> {
        let words = words.iter().map(Word::new).collect::<io::Result<_>>()?;
        let starts = Starts { extents: vec![0..0; WINDOW], all: Vec::new(), is_followed: Vec::new() };
        Ok(Sweep { words, screen: Screen::new(), starts })
    }

    /// No document before this one has the phrase, of those not gone over yet.
    pub fn next(&self) -> DocId {
        self.words.iter().map(Word::next).max().unwrap_or(TERMINATED)
    }

    /// Calls `sink` with each document from `from` up to `end` that has the phrase, in order, and with where
    /// the phrase starts in it. At most a window of documents; those before `end` are not gone over again.
    pub fn find(&mut self, from: DocId, end: DocId, mut sink: impl FnMut(DocId, &[u32])) {
        debug_assert!(from < end && (end - from) as usize <= WINDOW);
        if self.next() >= end {
            return;
        }
        let mut candidates: Bits = [u64::MAX; WINDOW / 64];
        for word in &mut self.words {
            let bits = word.take(from, end);
            candidates.iter_mut().zip(&bits).for_each(|(all, bits)| *all &= bits);
        }
        let Sweep { words, screen, starts } = self;
        for (number, word) in words.iter_mut().enumerate().take(2) {
            if is_empty(&candidates) {
                return;
            }
            word.load(&candidates);
            if number == 0 {
                screen.begin(word, &candidates);
            } else {
                screen.keep(word, &mut candidates);
            }
        }
        let Some((first, others)) = words.split_first_mut() else { return };
        starts.set(first, &candidates);
        for (number, word) in (1..).zip(others) {
            if is_empty(&candidates) {
                return;
            }
            if number > 1 {
                word.load(&candidates);
            }
            starts.keep_followed(word, &mut candidates);
        }
        for_each_bit(&candidates, |slot| {
            let starts = starts.at(slot);
            if !starts.is_empty() {
                sink(from + slot as DocId, starts);
            }
        });
    }
}

impl Starts {
    fn at(&self, slot: usize) -> &[u32] {
        let Range { start, end } = self.extents[slot];
        &self.all[start as usize..end as usize]
    }

    /// Sets the starts from the places of the first word.
    fn set(&mut self, word: &Word, candidates: &Bits) {
        let Starts { extents, all, .. } = self;
        for_each_bit(candidates, |slot| extents[slot] = 0..0);
        all.clear();
        word.each(candidates, |slot, differences| {
            let known = extents[slot].clone();
            let start = all.len();
            if !known.is_empty() {
                all.extend_from_within(known.start as usize..known.end as usize);
            }
            let mut position = 0;
            for difference in differences {
                position += difference;
                if let Some(start) = position.checked_sub(word.offset) {
                    all.push(start);
                }
            }
            let mut end = all.len();
            if !known.is_empty() {
                // Two forms may stand at one position.
                all[start..].sort_unstable();
                end = start + dedup(&mut all[start..]);
                all.truncate(end);
            }
            extents[slot] = start as u32..end as u32;
        });
    }

    /// Keeps the starts that a further word follows as it should, and the candidates that have such.
    fn keep_followed(&mut self, word: &Word, candidates: &mut Bits) {
        let Starts { extents, all, is_followed } = self;
        is_followed.clear();
        is_followed.resize(all.len(), false);
        word.each(candidates, |slot, differences| {
            let own = extents[slot].start as usize..extents[slot].end as usize;
            mark_followed(&all[own.clone()], word.offset, differences, &mut is_followed[own]);
        });
        for (at, bits) in candidates.iter_mut().enumerate() {
            let mut rest = *bits;
            while rest != 0 {
                let bit = rest & rest.wrapping_neg();
                let extent = &mut extents[at * 64 + rest.trailing_zeros() as usize];
                let mut end = extent.start;
                for start in extent.clone() {
                    if is_followed[start as usize] {
                        all[end as usize] = all[start as usize];
                        end += 1;
                    }
                }
                extent.end = end;
                if extent.start == extent.end {
                    *bits &= !bit;
                }
                rest &= rest - 1;
            }
        }
    }
}

fn is_empty(bits: &Bits) -> bool {
    bits.iter().all(|bits| *bits == 0)
}

/// Moves repeats of a sorted list behind the others and says how many these are.
fn dedup(sorted: &mut [u32]) -> usize {
    let mut count = 0;
    for at in 0..sorted.len() {
        if count == 0 || sorted[at] != sorted[count - 1] {
            sorted[count] = sorted[at];
            count += 1;
        }
    }
    count
}

/// Marks the starts that have a position `offset` behind them. `differences`: between the positions, the first
/// from 0.
fn mark_followed(starts: &[u32], offset: u32, differences: &[u32], is_followed: &mut [bool]) {
    let mut position = 0;
    match (starts, is_followed) {
        // The usual cases, without a branch that depends on the text.
        ([start], [is_followed]) => {
            let wanted = start + offset;
            for difference in differences {
                position += difference;
                *is_followed |= position == wanted;
            }
        }
        ([first, second], [is_first_followed, is_second_followed]) => {
            let wanted = (first + offset, second + offset);
            for difference in differences {
                position += difference;
                *is_first_followed |= position == wanted.0;
                *is_second_followed |= position == wanted.1;
            }
        }
        (starts, is_followed) => {
            let mut at = 0;
            for difference in differences {
                position += difference;
                while starts.get(at).is_some_and(|start| start + offset < position) {
                    at += 1;
                }
                match starts.get(at) {
                    Some(start) => is_followed[at] |= start + offset == position,
                    None => return,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
