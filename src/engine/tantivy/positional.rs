//! Where in an article a pattern of words occurs.
//!
//! A [`Positional`] goes over candidates, documents that hold all the words needed, and tells
//! for each where the pattern stands; nowhere, if the words do not stand as they should.

use tantivy::{DocId, TERMINATED};

use super::postings::{Place, Union};
use crate::query::Near;

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
    places: Vec<Place>,
}

impl Marks {
    /// Reads boundaries from their postings.
    pub fn new(union: Union) -> Marks {
        Marks { union, doc: TERMINATED, ordinals: Vec::new(), places: Vec::new() }
    }

    /// The boundaries in `doc`, in order. Documents must be asked for in order.
    pub fn at(&mut self, doc: DocId) -> &[u32] {
        if self.doc != doc {
            self.doc = doc;
            self.ordinals.clear();
            if self.union.seek(doc) == doc {
                self.union.places(&mut self.places);
                self.ordinals.extend(self.places.iter().map(|place| place.start));
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

/// Plain words at fixed distances: the phrase, at its fastest.
pub struct Rigid {
    /// Rarest first, each with its offset from the start of the phrase.
    parts: Vec<(Union, u32)>,
    width: u32,
    paragraphs: Option<Marks>,
    doc: DocId,
    buffer: Vec<Place>,
}

impl Rigid {
    /// A phrase of `width` words, none of which spans several places.
    pub fn new(mut parts: Vec<(Union, u32)>, width: u32, paragraphs: Option<Marks>) -> Rigid {
        parts.sort_by_key(|(union, _)| union.cost());
        let mut rigid = Rigid { parts, width, paragraphs, doc: 0, buffer: Vec::new() };
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
        for (at, (union, offset)) in self.parts.iter_mut().enumerate() {
            if at == 0 {
                union.places(out);
                out.retain_mut(|place| {
                    let fits = place.start >= *offset;
                    place.start = place.start.wrapping_sub(*offset);
                    fits
                });
                continue;
            }
            union.places(&mut self.buffer);
            let mut others = self.buffer.iter().peekable();
            out.retain(|place| {
                let wanted = place.start + *offset;
                while others.peek().is_some_and(|other| other.start < wanted) {
                    others.next();
                }
                others.peek().is_some_and(|other| other.start == wanted)
            });
            if out.is_empty() {
                return;
            }
        }
        for place in out.iter_mut() {
            place.end = place.start + self.width;
        }
        if let Some(paragraphs) = &mut self.paragraphs
            && !out.is_empty()
        {
            keep_within(out, paragraphs.at(self.doc));
        }
    }
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
        // Runs that end at a place of the part read last, with the words skipped so far.
        let mut runs: Vec<(Place, u32)> = first.iter().map(|place| (*place, 0)).collect();
        for places in rest {
            let mut longer: Vec<(Place, u32)> = Vec::new();
            for (run, skipped) in &runs {
                let from = places.partition_point(|place| place.start < run.end);
                for place in &places[from..] {
                    let gap = place.start - run.end + skipped;
                    if gap > self.slop {
                        break;
                    }
                    longer.push((Place { start: run.start, end: place.end }, gap));
                }
            }
            // Of runs over the same stretch the one that skipped least is as good as all.
            longer.sort_unstable();
            longer.dedup_by(|later, earlier| later.0 == earlier.0);
            runs = longer;
        }
        out.extend(runs.iter().map(|(place, _)| *place));
        out.dedup();
        if let Some(paragraphs) = &mut self.paragraphs
            && !out.is_empty()
        {
            keep_within(out, paragraphs.at(self.doc));
        }
    }
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

/// Two parts near each other.
pub struct Nearby {
    left: Box<dyn Positional>,
    right: Box<dyn Positional>,
    near: Near,
    /// Sentence or paragraph starts, where `near` asks for one of them.
    boundaries: Option<Marks>,
    doc: DocId,
    lefts: Vec<Place>,
    rights: Vec<Place>,
}

impl Nearby {
    /// Two parts of the same field.
    pub fn new(left: Box<dyn Positional>, right: Box<dyn Positional>, near: Near, boundaries: Option<Marks>) -> Nearby {
        let mut nearby = Nearby { left, right, near, boundaries, doc: 0, lefts: Vec::new(), rights: Vec::new() };
        nearby.doc = nearby.candidate(0);
        nearby
    }

    fn candidate(&mut self, mut target: DocId) -> DocId {
        if matches!(self.near, Near::NotWithin(_)) {
            return self.left.seek(target);
        }
        loop {
            let left = self.left.seek(target);
            let right = if left == TERMINATED { TERMINATED } else { self.right.seek(left) };
            if left == right || right == TERMINATED {
                return right;
            }
            target = right;
        }
    }
}

/// Words between two places, or `None` if they overlap. 1 for neighbours.
fn distance(left: Place, right: Place) -> Option<u32> {
    if left.end <= right.start {
        Some(right.start + 1 - left.end)
    } else if right.end <= left.start {
        Some(left.start + 1 - right.end)
    } else {
        None
    }
}

impl Positional for Nearby {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.doc = self.candidate(target);
        }
        self.doc
    }

    fn cost(&self) -> u32 {
        match self.near {
            Near::NotWithin(_) => self.left.cost(),
            _ => self.left.cost().min(self.right.cost()),
        }
    }

    fn places(&mut self, out: &mut Vec<Place>) {
        out.clear();
        self.left.places(&mut self.lefts);
        self.rights.clear();
        if self.right.seek(self.doc) == self.doc {
            self.right.places(&mut self.rights);
        }
        if let Near::NotWithin(limit) = self.near {
            let rights = &self.rights;
            out.extend(self.lefts.iter().copied().filter(|left| {
                !rights.iter().any(|right| distance(*left, *right).is_none_or(|distance| distance <= limit))
            }));
            return;
        }
        let boundaries = self.boundaries.as_mut().map(|marks| marks.at(self.doc)).unwrap_or(&[]);
        for left in &self.lefts {
            for right in &self.rights {
                let Some(distance) = distance(*left, *right) else { continue };
                let is_before = left.end <= right.start;
                let whole = Place { start: left.start.min(right.start), end: left.end.max(right.end) };
                let is_near = match self.near {
                    Near::Within(limit) => distance <= limit,
                    Near::Before(limit) => is_before && distance <= limit,
                    Near::Sentence | Near::Paragraph => {
                        stretch(boundaries, whole.start) == stretch(boundaries, whole.end - 1)
                    }
                    Near::NotWithin(_) => false,
                };
                if is_near {
                    out.push(whole);
                }
            }
        }
        out.sort_unstable();
        out.dedup();
    }
}
