//! The postings of one word of a phrase, read once from end to end.

use std::io;

use tantivy::directory::OwnedBytes;
use tantivy::index::InvertedIndexReader;
use tantivy::positions::PositionReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, TERMINATED};

use super::{Bits, Lists, WINDOW};

/// Documents whose positions are unpacked together, if several of them are candidates.
const GROUP: usize = 64;

/// From so many candidates in a group on all its positions are unpacked. Not tuned.
const MANY_IN_GROUP: usize = 6;

/// The forms of a word.
pub struct Word {
    lists: Vec<List>,
    /// How many words behind the start of the phrase it stands.
    pub offset: u32,
    /// The candidates whose positions were unpacked.
    loaded: Bits,
}

/// The postings of a form, and those of the window at hand.
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
    /// The differences between the positions in what was unpacked, one document behind the other.
    differences: Vec<u32>,
    /// Of each group of documents: whether all of it was unpacked, or the candidates alone.
    is_whole: Vec<bool>,
}

#[inline]
fn has(bits: &Bits, slot: u16) -> bool {
    bits[usize::from(slot) / 64] >> (slot % 64) & 1 == 1
}

impl Word {
    /// Begins at the first document.
    pub fn new(lists: &Lists) -> io::Result<Word> {
        let open = |info| {
            List::open(&lists.inverted, lists.positions.read_bytes_slice(TermInfo::clone(info).positions_range)?, info)
        };
        let opened = lists.infos.iter().map(open).collect::<io::Result<_>>()?;
        Ok(Word { lists: opened, offset: lists.offset, loaded: [0; WINDOW / 64] })
    }

    /// The first document that was not taken yet.
    pub fn next(&self) -> DocId {
        self.lists.iter().map(List::doc).min().unwrap_or(TERMINATED)
    }

    /// Takes the postings of a window and says which documents are among them.
    pub fn take(&mut self, from: DocId, end: DocId) -> Bits {
        let mut bits = [0; WINDOW / 64];
        for list in &mut self.lists {
            list.take(from, end);
            for slot in &list.slots {
                bits[usize::from(*slot) / 64] |= 1 << (slot % 64);
            }
        }
        bits
    }

    /// Unpacks the positions in these documents of the window.
    pub fn load(&mut self, candidates: &Bits) {
        self.loaded = *candidates;
        self.lists.iter_mut().for_each(|list| list.load(candidates));
    }

    /// Hands out the differences between the positions in each of these documents, the first from 0; a document
    /// once for each form. All of them must have been loaded.
    #[inline]
    pub fn each(&self, candidates: &Bits, mut sink: impl FnMut(usize, &[u32])) {
        for list in &self.lists {
            list.each(&self.loaded, candidates, &mut sink);
        }
    }
}

impl List {
    fn open(inverted: &InvertedIndexReader, positions: OwnedBytes, info: &TermInfo) -> io::Result<List> {
        Ok(List {
            blocks: inverted.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)?,
            reader: PositionReader::open(positions)?,
            at: 0,
            n_before: 0,
            slots: Vec::new(),
            frequencies: Vec::new(),
            n_before_window: 0,
            differences: Vec::new(),
            is_whole: Vec::new(),
        })
    }

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

    /// Unpacks the positions of these documents.
    fn load(&mut self, candidates: &Bits) {
        self.differences.clear();
        self.is_whole.clear();
        let mut n_before = self.n_before_window;
        for (slots, frequencies) in self.slots.chunks(GROUP).zip(self.frequencies.chunks(GROUP)) {
            let n_candidates = slots.iter().filter(|slot| has(candidates, **slot)).count();
            let n_positions: u32 = frequencies.iter().sum();
            let is_whole = n_candidates >= MANY_IN_GROUP;
            self.is_whole.push(is_whole);
            if is_whole {
                Self::unpack(&mut self.reader, &mut self.differences, n_before, n_positions);
            } else if n_candidates > 0 {
                let mut before = n_before;
                for (slot, frequency) in slots.iter().zip(frequencies) {
                    if has(candidates, *slot) {
                        Self::unpack(&mut self.reader, &mut self.differences, before, *frequency);
                    }
                    before += u64::from(*frequency);
                }
            }
            n_before += u64::from(n_positions);
        }
    }

    fn unpack(reader: &mut PositionReader, differences: &mut Vec<u32>, n_before: u64, count: u32) {
        let start = differences.len();
        differences.resize(start + count as usize, 0);
        reader.read(n_before, &mut differences[start..]);
    }

    #[inline]
    fn each(&self, loaded: &Bits, candidates: &Bits, sink: &mut impl FnMut(usize, &[u32])) {
        let mut rest = self.differences.as_slice();
        let groups = self.slots.chunks(GROUP).zip(self.frequencies.chunks(GROUP));
        for ((slots, frequencies), is_whole) in groups.zip(&self.is_whole) {
            for (slot, frequency) in slots.iter().zip(frequencies) {
                if !is_whole && !has(loaded, *slot) {
                    continue;
                }
                let (own, behind) = rest.split_at(*frequency as usize);
                rest = behind;
                if has(candidates, *slot) {
                    sink(usize::from(*slot), own);
                }
            }
        }
    }
}
