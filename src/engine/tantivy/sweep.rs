//! A phrase of frequent words, looked for in whole windows of documents.
//!
//! Going from candidate to candidate costs some two hundred nanoseconds each, most of them for finding the
//! positions of one document among those of its block. Where the words of a phrase are frequent, their
//! postings are read from end to end instead: which documents have all the words is an intersection of bits,
//! and the positions of a group of documents are unpacked at once.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use tantivy::directory::FileSlice;
use tantivy::index::InvertedIndexReader;
use tantivy::positions::PositionReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, TERMINATED};

use super::window::{WINDOW, for_each_bit};

/// Documents whose positions are unpacked together, if several of them are candidates.
const GROUP: usize = 64;

/// From so many candidates in a group on all its positions are unpacked. Not tuned.
const MANY_IN_GROUP: usize = 6;

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
    starts: Starts,
}

struct Word {
    lists: Vec<List>,
    offset: u32,
}

/// Where the phrase may start in each candidate of a window.
struct Starts {
    /// Of each document of the window: which of `all` are its own.
    extents: Vec<Range<u32>>,
    all: Vec<u32>,
    /// Those that the word at hand follows.
    is_followed: Vec<bool>,
}

struct List {
    blocks: BlockSegmentPostings,
    reader: PositionReader,
    /// The next posting in its block, and how many positions are before its own.
    at: usize,
    n_before: u64,
    /// The postings of the window: documents counted from its start, frequencies, and how many positions
    /// are before those of the first.
    slots: Vec<u16>,
    frequencies: Vec<u32>,
    n_before_window: u64,
    buffer: Vec<u32>,
}

impl Sweep {
    /// Begins at the first document. The first word should be the rarest.
    pub fn new(words: &[Lists]) -> io::Result<Sweep> {
        let words = words.iter().map(Word::new).collect::<io::Result<_>>()?;
        let starts = Starts { extents: vec![0..0; WINDOW], all: Vec::new(), is_followed: Vec::new() };
        Ok(Sweep { words, starts })
    }

    /// No document before this one has the phrase, of those not gone over yet.
    pub fn next(&self) -> DocId {
        let next_of = |word: &Word| word.lists.iter().map(List::doc).min().unwrap_or(TERMINATED);
        self.words.iter().map(next_of).max().unwrap_or(TERMINATED)
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
        let Sweep { words, starts } = self;
        let Some((first, others)) = words.split_first_mut() else { return };
        starts.set(first, &candidates);
        for word in others {
            if candidates.iter().all(|bits| *bits == 0) {
                return;
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
    fn set(&mut self, word: &mut Word, candidates: &Bits) {
        let Starts { extents, all, .. } = self;
        for_each_bit(candidates, |slot| extents[slot] = 0..0);
        all.clear();
        for list in &mut word.lists {
            list.read(candidates, |slot, differences| {
                let known = extents[slot].clone();
                let start = all.len();
                all.extend_from_within(known.start as usize..known.end as usize);
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
    }

    /// Keeps the starts that a further word follows as it should, and the candidates that have such.
    fn keep_followed(&mut self, word: &mut Word, candidates: &mut Bits) {
        let Starts { extents, all, is_followed } = self;
        is_followed.clear();
        is_followed.resize(all.len(), false);
        for list in &mut word.lists {
            list.read(candidates, |slot, differences| {
                let own = extents[slot].start as usize..extents[slot].end as usize;
                mark_followed(&all[own.clone()], word.offset, differences, &mut is_followed[own]);
            });
        }
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

impl Word {
    fn new(lists: &Lists) -> io::Result<Word> {
        let open = |info: &TermInfo| {
            let positions = lists.positions.read_bytes_slice(info.positions_range.clone())?;
            Ok(List {
                blocks: lists
                    .inverted
                    .read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)?,
                reader: PositionReader::open(positions)?,
                at: 0,
                n_before: 0,
                slots: Vec::new(),
                frequencies: Vec::new(),
                n_before_window: 0,
                buffer: Vec::new(),
            })
        };
        let opened = lists.infos.iter().map(open).collect::<io::Result<_>>()?;
        Ok(Word { lists: opened, offset: lists.offset })
    }

    /// Takes the postings of a window and says which documents are among them.
    fn take(&mut self, from: DocId, end: DocId) -> Bits {
        let mut bits = [0; WINDOW / 64];
        for list in &mut self.lists {
            list.take(from, end);
            for slot in &list.slots {
                bits[usize::from(*slot) / 64] |= 1 << (slot % 64);
            }
        }
        bits
    }
}

impl List {
    fn doc(&self) -> DocId {
        self.blocks.docs().get(self.at).copied().unwrap_or(TERMINATED)
    }

    /// Passes over the postings before `target`, handing out each stretch of a block.
    fn pass(&mut self, target: DocId, mut sink: impl FnMut(&[DocId], &[u32])) {
        loop {
            let docs = &self.blocks.docs()[self.at..];
            let count = match docs.last() {
                None => return,
                Some(last) if *last < target => docs.len(),
                Some(_) => docs.partition_point(|doc| *doc < target),
            };
            let frequencies = &self.blocks.freqs()[self.at..][..count];
            sink(&docs[..count], frequencies);
            self.n_before += frequencies.iter().map(|frequency| u64::from(*frequency)).sum::<u64>();
            let is_whole = count == docs.len();
            self.at += count;
            if !is_whole {
                return;
            }
            self.blocks.advance();
            self.at = 0;
        }
    }

    /// Takes the postings from `from` up to `end`.
    fn take(&mut self, from: DocId, end: DocId) {
        self.pass(from, |_, _| {});
        let mut slots = std::mem::take(&mut self.slots);
        let mut all = std::mem::take(&mut self.frequencies);
        slots.clear();
        all.clear();
        self.n_before_window = self.n_before;
        self.pass(end, |docs, frequencies| {
            slots.extend(docs.iter().map(|doc| (doc - from) as u16));
            all.extend_from_slice(frequencies);
        });
        (self.slots, self.frequencies) = (slots, all);
    }

    /// Hands out the differences between the positions in each candidate, the first from 0.
    fn read(&mut self, candidates: &Bits, mut sink: impl FnMut(usize, &[u32])) {
        let mut n_before = self.n_before_window;
        for (slots, frequencies) in self.slots.chunks(GROUP).zip(self.frequencies.chunks(GROUP)) {
            let is_candidate = |slot: &u16| candidates[usize::from(*slot) / 64] >> (slot % 64) & 1 == 1;
            let n_candidates = slots.iter().filter(|slot| is_candidate(slot)).count();
            let n_positions: u32 = frequencies.iter().sum();
            let is_read_whole = n_candidates >= MANY_IN_GROUP;
            if is_read_whole {
                self.buffer.resize(n_positions as usize, 0);
                self.reader.read(n_before, &mut self.buffer);
            }
            let mut at = 0;
            for (slot, frequency) in slots.iter().zip(frequencies) {
                let count = *frequency as usize;
                if n_candidates > 0 && is_candidate(slot) {
                    if is_read_whole {
                        sink(usize::from(*slot), &self.buffer[at..at + count]);
                    } else {
                        self.buffer.resize(count, 0);
                        self.reader.read(n_before + at as u64, &mut self.buffer);
                        sink(usize::from(*slot), &self.buffer);
                    }
                }
                at += count;
            }
            n_before += u64::from(n_positions);
        }
    }
}

#[cfg(test)]
mod tests;
