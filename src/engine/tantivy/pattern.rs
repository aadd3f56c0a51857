//! A pattern of words as a cursor: candidate by candidate, or whole windows at once.
//!
//! It begins with candidates, as a rare pattern has few. When many of them in turn turn out not to hold it, or
//! when whole windows are asked for, and its words are frequent, it goes over to sweeping (`sweep.rs`).

use tantivy::{DocId, TERMINATED};

use super::cursor::{Cursor, add_each};
use super::positional::Positional;
use super::postings::Place;
use super::score::{FieldWeight, saturate};
use super::window::Window;

/// A pattern of positions, such as a phrase, in several fields, scored as one.
pub struct PatternCursor {
    fields: Vec<(Box<dyn Positional>, FieldWeight)>,
    idf: f32,
    at_least: usize,
    doc: DocId,
    weighted: f32,
    places: Vec<Place>,
    /// Once whole windows are gone over: the window of the current document.
    swept: Option<Box<Swept>>,
}

/// The matches of a window.
struct Swept {
    window: Window,
    /// Behind the window there is no match before this document.
    next: DocId,
}

/// After so many candidates in turn that are no match whole windows are gone over.
const MANY_FAILURES: u32 = if cfg!(test) { 2 } else { 256 };

impl PatternCursor {
    /// Goes to the first document where the pattern occurs at least `at_least` times in all.
    pub fn new(fields: Vec<(Box<dyn Positional>, FieldWeight)>, idf: f32, at_least: usize) -> PatternCursor {
        let mut cursor = PatternCursor {
            fields,
            idf,
            at_least: at_least.max(1),
            doc: 0,
            weighted: 0.0,
            places: Vec::new(),
            swept: None,
        };
        cursor.settle();
        cursor
    }

    /// Goes from candidate to candidate until one holds the pattern.
    fn settle(&mut self) {
        let mut n_failures = 0;
        loop {
            self.doc = self.fields.iter().map(|(field, _)| field.doc()).min().unwrap_or(TERMINATED);
            if self.doc == TERMINATED {
                return;
            }
            let mut count = 0;
            self.weighted = 0.0;
            for (field, weight) in &mut self.fields {
                if field.doc() == self.doc {
                    field.places(&mut self.places);
                    count += if self.at_least > 1 { count_apart(&mut self.places) } else { self.places.len() };
                    if !self.places.is_empty() {
                        self.weighted += weight.weigh(self.doc, self.places.len() as u32);
                    }
                }
            }
            if count >= self.at_least {
                return;
            }
            let next = self.doc + 1;
            n_failures += 1;
            if n_failures == MANY_FAILURES && self.begin_sweep() {
                return self.sweep(next);
            }
            for (field, _) in &mut self.fields {
                field.seek(next);
            }
        }
    }

    /// True if from now on whole windows are gone over.
    fn begin_sweep(&mut self) -> bool {
        if self.swept.is_none() && self.at_least == 1 {
            let mut is_worth_it = false;
            for (field, _) in &mut self.fields {
                is_worth_it |= field.begin_sweep();
            }
            if is_worth_it {
                self.swept = Some(Box::new(Swept { window: Window::new(), next: 0 }));
            }
        }
        self.swept.is_some()
    }

    /// Goes to the first match at or after `target`, which lies behind the window that was swept last.
    fn sweep(&mut self, mut target: DocId) {
        let Some(swept) = &mut self.swept else { return };
        while target < TERMINATED {
            let window = &mut swept.window;
            window.move_to(target);
            let end = window.end();
            swept.next = TERMINATED;
            for (field, weight) in &mut self.fields {
                let next = field.sweep(target, end, &mut |doc, count| window.add(doc, weight.weigh(doc, count)));
                swept.next = swept.next.min(next);
            }
            swept.next = swept.next.max(end);
            window.rescore(|weighted| saturate(weighted, self.idf));
            if let Some(doc) = window.next_from(target) {
                self.doc = doc;
                return;
            }
            target = swept.next;
        }
        self.doc = TERMINATED;
    }
}

impl Cursor for PatternCursor {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        match &self.swept {
            Some(swept) => match swept.window.next_from(target) {
                Some(doc) => self.doc = doc,
                None => {
                    let target = target.max(swept.next);
                    self.sweep(target);
                }
            },
            None => {
                for (field, _) in &mut self.fields {
                    field.seek(target);
                }
                self.settle();
            }
        }
        self.doc
    }

    fn cost(&self) -> u32 {
        self.fields.iter().map(|(field, _)| field.cost()).fold(0, u32::saturating_add)
    }

    fn score(&mut self) -> f32 {
        match &self.swept {
            Some(swept) if self.doc != TERMINATED => swept.window.score(self.doc),
            _ => saturate(self.weighted, self.idf),
        }
    }

    fn fill(&mut self, window: &mut Window) {
        if self.swept.is_none() && self.doc < window.end() && self.begin_sweep() {
            self.sweep(self.doc);
        }
        add_each(self, window);
    }
}

/// How many places there are, read from left to right without overlap.
pub fn count_apart(places: &mut [Place]) -> usize {
    places.sort_unstable_by_key(|place| (place.end, place.start));
    let mut count = 0;
    let mut end = 0;
    for place in places {
        if count == 0 || place.start >= end {
            count += 1;
            end = place.end;
        }
    }
    count
}
