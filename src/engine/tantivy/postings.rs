//! Postings of all forms of one word in one field, read as one list.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet, TERMINATED};

/// A run of word positions `[start, end)` in one field of one article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// First position.
    pub start: u32,
    /// One past the last position.
    pub end: u32,
}

/// The union of the postings of several forms.
///
/// Short unions keep the least document by looking at every list; long ones (prefixes with
/// thousands of forms) keep the lists in a heap.
pub struct Union {
    lists: Vec<List>,
    doc: DocId,
    /// Indexes into `lists` ordered as a binary heap by document; empty for short unions.
    heap: Vec<u32>,
    cost: u32,
    positions: Vec<u32>,
}

struct List {
    postings: SegmentPostings,
    width: u32,
}

/// Unions of more lists than this are kept in a heap.
const MAX_LINEAR: usize = 24;

impl Union {
    /// Joins lists; each with the number of places its term spans.
    pub fn new(lists: impl IntoIterator<Item = (SegmentPostings, u32)>) -> Union {
        let lists: Vec<List> = lists.into_iter().map(|(postings, width)| List { postings, width }).collect();
        let cost = lists.iter().map(|list| list.postings.doc_freq()).fold(0, u32::saturating_add);
        let mut union = Union { lists, doc: TERMINATED, heap: Vec::new(), cost, positions: Vec::new() };
        if union.lists.len() > MAX_LINEAR {
            union.heap = (0..union.lists.len() as u32).collect();
            for at in (0..union.heap.len() / 2).rev() {
                union.sift_down(at);
            }
        }
        union.doc = union.least();
        union
    }

    /// The current document, `TERMINATED` at the end.
    #[inline]
    pub fn doc(&self) -> DocId {
        self.doc
    }

    /// An upper bound of the number of documents.
    pub fn cost(&self) -> u32 {
        self.cost
    }

    /// Goes to the first document at or after `target`.
    #[inline]
    pub fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        if let [list] = self.lists.as_mut_slice() {
            self.doc = list.postings.seek(target);
            return self.doc;
        }
        if self.heap.is_empty() {
            for list in &mut self.lists {
                if list.postings.doc() < target {
                    list.postings.seek(target);
                }
            }
        } else {
            loop {
                let top = &mut self.lists[self.heap[0] as usize].postings;
                if top.doc() >= target {
                    break;
                }
                top.seek(target);
                self.sift_down(0);
            }
        }
        self.doc = self.least();
        self.doc
    }

    /// Goes to the next document.
    #[inline]
    pub fn advance(&mut self) -> DocId {
        if let [list] = self.lists.as_mut_slice() {
            self.doc = list.postings.advance();
            return self.doc;
        }
        if self.doc == TERMINATED { TERMINATED } else { self.seek(self.doc + 1) }
    }

    /// Hands out every document before `end` with the frequency of each form, not in order, and
    /// goes to the first document behind.
    pub fn take_before(&mut self, end: DocId, mut sink: impl FnMut(DocId, u32)) {
        let mut take = |list: &mut List| {
            let postings = &mut list.postings;
            let mut doc = postings.doc();
            while doc < end {
                sink(doc, postings.term_freq());
                doc = postings.advance();
            }
        };
        if self.heap.is_empty() {
            self.lists.iter_mut().for_each(take);
        } else {
            while self.lists[self.heap[0] as usize].postings.doc() < end {
                take(&mut self.lists[self.heap[0] as usize]);
                self.sift_down(0);
            }
        }
        self.doc = self.least();
    }

    /// How often the forms occur in the current document.
    #[inline]
    pub fn frequency(&self) -> u32 {
        if let [list] = self.lists.as_slice() {
            return list.postings.term_freq();
        }
        let mut frequency = 0;
        self.for_each_here(|list| frequency += list.postings.term_freq());
        frequency
    }

    /// Appends where the forms begin in the current document, in order, to the emptied `out`.
    pub fn starts(&mut self, out: &mut Vec<u32>) {
        if let [list] = self.lists.as_mut_slice() {
            list.postings.positions(out);
            return;
        }
        out.clear();
        if !self.heap.is_empty() {
            let mut places = Vec::new();
            self.places(&mut places);
            out.extend(places.iter().map(|place| place.start));
            out.dedup();
            return;
        }
        let mut lists_here = 0;
        for list in self.lists.iter_mut().filter(|list| list.postings.doc() == self.doc) {
            lists_here += 1;
            list.postings.append_positions_with_offset(0, out);
        }
        if lists_here > 1 {
            out.sort_unstable();
            out.dedup();
        }
    }

    /// Appends where the forms occur in the current document, in order, to the emptied `out`.
    pub fn places(&mut self, out: &mut Vec<Place>) {
        out.clear();
        let doc = self.doc;
        let mut lists_here = 0;
        let mut read = |list: &mut List, positions: &mut Vec<u32>| {
            if list.postings.doc() != doc {
                return;
            }
            lists_here += 1;
            list.postings.positions(positions);
            out.extend(positions.iter().map(|&start| Place { start, end: start + list.width }));
        };
        if self.heap.is_empty() {
            for list in &mut self.lists {
                read(list, &mut self.positions);
            }
        } else {
            // The lists at the least document form a tree at the root of the heap.
            let mut open = vec![0usize];
            while let Some(at) = open.pop() {
                let list = &mut self.lists[self.heap[at] as usize];
                if list.postings.doc() == doc {
                    read(list, &mut self.positions);
                    open.extend([2 * at + 1, 2 * at + 2].into_iter().filter(|child| *child < self.heap.len()));
                }
            }
        }
        if lists_here > 1 {
            out.sort_unstable();
            out.dedup();
        }
    }

    fn for_each_here(&self, mut sink: impl FnMut(&List)) {
        if self.heap.is_empty() {
            self.lists.iter().filter(|list| list.postings.doc() == self.doc).for_each(sink);
            return;
        }
        let mut open = vec![0usize];
        while let Some(at) = open.pop() {
            let list = &self.lists[self.heap[at] as usize];
            if list.postings.doc() == self.doc {
                sink(list);
                open.extend([2 * at + 1, 2 * at + 2].into_iter().filter(|child| *child < self.heap.len()));
            }
        }
    }

    fn least(&self) -> DocId {
        match self.heap.first() {
            Some(&top) => self.lists[top as usize].postings.doc(),
            None => self.lists.iter().map(|list| list.postings.doc()).min().unwrap_or(TERMINATED),
        }
    }

    fn sift_down(&mut self, mut at: usize) {
        let doc = |heap: &[u32], lists: &[List], at: usize| lists[heap[at] as usize].postings.doc();
        loop {
            let mut least = at;
            for child in [2 * at + 1, 2 * at + 2] {
                if child < self.heap.len() && doc(&self.heap, &self.lists, child) < doc(&self.heap, &self.lists, least)
                {
                    least = child;
                }
            }
            if least == at {
                return;
            }
            self.heap.swap(at, least);
            at = least;
        }
    }
}
