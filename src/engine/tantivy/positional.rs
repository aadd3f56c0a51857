//! Where in an article a pattern of words occurs.
//!
//! A [`Positional`] goes over candidates, documents that hold all the words needed, and tells
//! for each where the pattern stands; nowhere, if the words do not stand as they should.

use tantivy::{DocId, TERMINATED};

use super::postings::{Place, Union};
use super::sweep::{Lists, Sweep};

/// Candidates of one field of one segment, with the places of the pattern.
pub trait Positional {
    /// The current candidate, `TERMINATED` at the end.
    fn doc(&self) -> DocId;
    /// Goes to the first candidate at or after `target`; stays if it is there already.
    fn seek(&mut self, target: DocId) -> DocId;
    /// An upper bound of the number of candidates.
    fn cost(&self) -> u32;
    /// Sets `out` to the places in the current candidate, in order, without repeats.
    fn places(&mut self, out: &mut Vec<Place>);
    /// Makes ready for [`Positional::sweep`], after which nothing else may be asked; false if candidates
    /// are as well taken one by one.
    fn begin_sweep(&mut self) -> bool {
        false
    }
    /// Calls `sink` with each document from `from` up to `end`, at most a window, that has the pattern, and
    /// with how often it has it. Returns a document before which, from `end` on, there is none.
    fn sweep(&mut self, from: DocId, end: DocId, sink: &mut dyn FnMut(DocId, u32)) -> DocId {
        leap(self, from, end, sink)
    }
}

/// Goes over candidates one by one, as [`Positional::sweep`] does.
fn leap<P: Positional + ?Sized>(pattern: &mut P, from: DocId, end: DocId, sink: &mut dyn FnMut(DocId, u32)) -> DocId {
    let mut places = Vec::new();
    let mut doc = pattern.seek(from);
    while doc < end {
        pattern.places(&mut places);
        if !places.is_empty() {
            sink(doc, places.len() as u32);
        }
        doc = pattern.seek(doc + 1);
    }
    doc
}

impl Positional for Union {
    fn doc(&self) -> DocId {
        Union::doc(self)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        Union::seek(self, target)
    }

    fn cost(&self) -> u32 {
        Union::cost(self)
    }

    fn places(&mut self, out: &mut Vec<Place>) {
        Union::places(self, out);
    }
}

/// Boundaries of one kind (sentence starts, say) in the candidates' bodies.
pub struct Marks {
    union: Union,
    doc: DocId,
    ordinals: Vec<u32>,
}

impl Marks {
    /// Reads boundaries from their postings.
    pub fn new(union: Union) -> Marks {
        Marks { union, doc: TERMINATED, ordinals: Vec::new() }
    }

    /// The boundaries in `doc`, in order. Documents must be asked for in order.
    pub fn at(&mut self, doc: DocId) -> &[u32] {
        if self.doc != doc {
            self.doc = doc;
            self.ordinals.clear();
            if self.union.seek(doc) == doc {
                self.union.starts(&mut self.ordinals);
            }
        }
        &self.ordinals
    }
}

/// Which stretch between boundaries a position lies in.
fn stretch(boundaries: &[u32], position: u32) -> usize {
    boundaries.partition_point(|boundary| *boundary <= position)
}

/// Removes places that run over a boundary.
fn keep_within(places: &mut Vec<Place>, boundaries: &[u32]) {
    places.retain(|place| stretch(boundaries, place.start) == stretch(boundaries, place.end.saturating_sub(1)));
}

/// Moves all operands to the first document at or after `target` that all of them have.
fn conjunction<P: AsMut<dyn Positional>>(parts: &mut [P], mut target: DocId) -> DocId {
    let mut agreed = 0;
    let mut at = 0;
    let count = parts.len();
    if count == 0 {
        return TERMINATED;
    }
    while agreed < count {
        let doc = parts[at].as_mut().seek(target);
        if doc == TERMINATED {
            return TERMINATED;
        }
        if doc > target {
            target = doc;
            agreed = 0;
        }
        agreed += 1;
        at = (at + 1) % count;
    }
    target
}

/// From so many documents of its rarest word on a phrase is looked for in whole windows, unless its most
/// frequent word has more than so many times as many. Not tuned.
const MANY_DOCS: u32 = if cfg!(test) { 2 } else { 1 << 14 };
const MAX_SPREAD: u32 = 64;

/// Plain words at fixed distances: the phrase, at its fastest.
pub struct Rigid {
    /// Rarest first, each with its offset from the start of the phrase.
    parts: Vec<(Union, u32)>,
    /// Where their lists are, in the same order.
    lists: Vec<Lists>,
    sweep: Option<Sweep>,
    width: u32,
    paragraphs: Option<Marks>,
    doc: DocId,
    starts: Vec<u32>,
    others: Vec<u32>,
}

impl Rigid {
    /// A phrase of `width` words, none of which spans several places.
    pub fn new(mut words: Vec<(Union, Lists)>, width: u32, paragraphs: Option<Marks>) -> Rigid {
        words.sort_by_key(|(union, _)| union.cost());
        let (parts, lists) = words.into_iter().map(|(union, lists)| ((union, lists.offset), lists)).unzip();
        let mut rigid =
            Rigid { parts, lists, sweep: None, width, paragraphs, doc: 0, starts: Vec::new(), others: Vec::new() };
        rigid.settle(0);
        rigid
    }

    fn settle(&mut self, mut target: DocId) {
        let [first, rest @ ..] = self.parts.as_mut_slice() else {
            self.doc = TERMINATED;
            return;
        };
        'candidates: loop {
            let candidate = first.0.seek(target);
            if candidate == TERMINATED {
                self.doc = TERMINATED;
                return;
            }
            for (union, _) in rest.iter_mut() {
                let doc = union.seek(candidate);
                if doc != candidate {
                    if doc == TERMINATED {
                        self.doc = TERMINATED;
                        return;
                    }
                    target = doc;
                    continue 'candidates;
                }
            }
            self.doc = candidate;
            return;
        }
    }
}

impl Positional for Rigid {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.settle(target);
        }
        self.doc
    }

    fn cost(&self) -> u32 {
        self.parts.first().map_or(0, |(union, _)| union.cost())
    }

    fn places(&mut self, out: &mut Vec<Place>) {
        out.clear();
        let Some(((union, first_offset), rest)) = self.parts.split_first_mut() else { return };
        let starts = &mut self.starts;
        union.starts(starts);
        for (union, offset) in rest {
            union.starts(&mut self.others);
            keep_at(starts, *first_offset, &self.others, *offset);
            if starts.is_empty() {
                return;
            }
        }
        let first = starts.iter().filter_map(|start| start.checked_sub(*first_offset));
        out.extend(first.map(|start| Place { start, end: start + self.width }));
        if let Some(paragraphs) = &mut self.paragraphs
            && !out.is_empty()
        {
            keep_within(out, paragraphs.at(self.doc));
        }
    }

    fn begin_sweep(&mut self) -> bool {
        let costs = self.parts.first().zip(self.parts.last()).map(|(least, most)| (least.0.cost(), most.0.cost()));
        let is_worth_it = costs.is_some_and(|(least, most)| least >= MANY_DOCS && most / MAX_SPREAD <= least);
        if is_worth_it && self.sweep.is_none() {
            // What cannot be read again was read before, so this does not happen; without it all is as before.
            self.sweep = Sweep::new(&self.lists).ok();
        }
        self.sweep.is_some()
    }

    fn sweep(&mut self, from: DocId, end: DocId, sink: &mut dyn FnMut(DocId, u32)) -> DocId {
        let Rigid { sweep: Some(sweep), paragraphs, width, .. } = self else { return leap(self, from, end, sink) };
        let mut places = Vec::new();
        sweep.find(from, end, |doc, starts| {
            let Some(paragraphs) = paragraphs else { return sink(doc, starts.len() as u32) };
            places.clear();
            places.extend(starts.iter().map(|start| Place { start: *start, end: start + *width }));
            keep_within(&mut places, paragraphs.at(doc));
            if !places.is_empty() {
                sink(doc, places.len() as u32);
            }
        });
        sweep.next()
    }
}

/// Keeps the positions of one part of a phrase that have a position of another part where the
/// offsets of both say.
fn keep_at(starts: &mut Vec<u32>, offset: u32, others: &[u32], other_offset: u32) {
    let mut at = 0;
    starts.retain(|start| {
        let Some(wanted) = (start + other_offset).checked_sub(offset) else { return false };
        while others.get(at).is_some_and(|other| *other < wanted) {
            at += 1;
        }
        others.get(at) == Some(&wanted)
    });
}

/// Parts one after the other with at most `slop` other words between in all.
pub struct Sequence {
    parts: Vec<Box<dyn Positional>>,
    slop: u32,
    paragraphs: Option<Marks>,
    doc: DocId,
    buffers: Vec<Vec<Place>>,
}

impl Sequence {
    /// Parts in their order.
    pub fn new(mut parts: Vec<Box<dyn Positional>>, slop: u32, paragraphs: Option<Marks>) -> Sequence {
        let buffers = parts.iter().map(|_| Vec::new()).collect();
        let doc = conjunction(&mut parts, 0);
        Sequence { parts, slop, paragraphs, doc, buffers }
    }
}

impl Positional for Sequence {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.doc = conjunction(&mut self.parts, target);
        }
        self.doc
    }

    fn cost(&self) -> u32 {
        self.parts.iter().map(|part| part.cost()).min().unwrap_or(0)
    }

    fn places(&mut self, out: &mut Vec<Place>) {
        out.clear();
        for (part, buffer) in self.parts.iter_mut().zip(&mut self.buffers) {
            part.places(buffer);
            if buffer.is_empty() {
                return;
            }
        }
        let Some((first, rest)) = self.buffers.split_first() else { return };
        if self.slop > 0 {
            let starts = self.paragraphs.as_mut().map_or(&[][..], |paragraphs| paragraphs.at(self.doc));
            return loose_runs(first, rest, self.slop, starts, out);
        }
        out.extend_from_slice(first);
        let mut longer = Vec::new();
        for places in rest {
            for run in out.iter() {
                let from = places.partition_point(|place| place.start < run.end);
                let next = places[from..].iter().take_while(|place| place.start == run.end);
                longer.extend(next.map(|place| Place { start: run.start, end: place.end }));
            }
            longer.sort_unstable();
            longer.dedup();
            std::mem::swap(out, &mut longer);
            longer.clear();
        }
        if let Some(paragraphs) = &mut self.paragraphs
            && !out.is_empty()
        {
            keep_within(out, paragraphs.at(self.doc));
        }
    }
}

/// Sets `out` to runs of places in the order of their lists, within a paragraph, with at most
/// `slop` words between in all; of each start, the shortest that fits.
fn loose_runs(first: &[Place], rest: &[Vec<Place>], slop: u32, paragraphs: &[u32], out: &mut Vec<Place>) {
    let widths: Vec<usize> = rest
        .iter()
        .map(|places| {
            let mut widths: Vec<u32> = places.iter().map(|place| place.end - place.start).collect();
            widths.sort_unstable();
            widths.dedup();
            widths.len()
        })
        .collect();
    for start in first {
        let paragraph_end = paragraphs.get(stretch(paragraphs, start.start)).copied().unwrap_or(u32::MAX);
        // Of runs that have taken equally many words, only the shortest can lead on to the
        // shortest whole: (end, words taken).
        let mut runs = vec![(start.end, start.end - start.start)];
        let mut longer: Vec<(u32, u32)> = Vec::new();
        let mut seen: Vec<u32> = Vec::new();
        for (places, n_widths) in rest.iter().zip(&widths) {
            longer.clear();
            for &(end, taken) in &runs {
                let gap = end - start.start - taken;
                let limit = paragraph_end.min(end.saturating_add(slop.saturating_sub(gap)).saturating_add(1));
                let from = places.partition_point(|place| place.start < end);
                seen.clear();
                for place in places[from..].iter().take_while(|place| place.start < limit) {
                    let width = place.end - place.start;
                    if seen.contains(&width) {
                        continue;
                    }
                    seen.push(width);
                    match longer.iter_mut().find(|run| run.1 == taken + width) {
                        Some(run) => run.0 = run.0.min(place.end),
                        None => longer.push((place.end, taken + width)),
                    }
                    if seen.len() == *n_widths {
                        break;
                    }
                }
            }
            std::mem::swap(&mut runs, &mut longer);
        }
        out.extend(runs.iter().map(|run| run.0).min().map(|end| Place { start: start.start, end }));
    }
    out.sort_unstable();
    out.dedup();
}

/// Places of any of the parts.
pub struct Alternatives {
    parts: Vec<Box<dyn Positional>>,
    doc: DocId,
    buffer: Vec<Place>,
}

impl Alternatives {
    /// Parts in any order.
    pub fn new(parts: Vec<Box<dyn Positional>>) -> Alternatives {
        let doc = parts.iter().map(|part| part.doc()).min().unwrap_or(TERMINATED);
        Alternatives { parts, doc, buffer: Vec::new() }
    }
}

impl Positional for Alternatives {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.doc = self.parts.iter_mut().map(|part| part.seek(target)).min().unwrap_or(TERMINATED);
        }
        self.doc
    }

    fn cost(&self) -> u32 {
        self.parts.iter().map(|part| part.cost()).fold(0, u32::saturating_add)
    }

    fn places(&mut self, out: &mut Vec<Place>) {
        out.clear();
        for part in &mut self.parts {
            if part.doc() == self.doc {
                part.places(&mut self.buffer);
                out.extend_from_slice(&self.buffer);
            }
        }
        out.sort_unstable();
        out.dedup();
    }
}
