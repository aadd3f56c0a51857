//! Patterns inside or outside of quotations.

use tantivy::DocId;

use super::positional::{Marks, Positional};
use super::postings::Place;

/// Tells for an article which of its quotations, in order, count.
pub type QuoteFilter = Box<dyn Fn(DocId, &mut Vec<bool>) + Send + Sync>;

/// Keeps the places of a pattern that lie wholly within one quotation, or touch none.
pub struct Scoped {
    inner: Box<dyn Positional>,
    firsts: Marks,
    ends: Marks,
    inside: bool,
    filter: Option<QuoteFilter>,
    counted: Vec<bool>,
}

impl Scoped {
    /// `firsts` and `ends`: first word of each quotation, and one past its last.
    /// `filter`: which quotations count, `None` for all.
    pub fn new(
        inner: Box<dyn Positional>,
        firsts: Marks,
        ends: Marks,
        inside: bool,
        filter: Option<QuoteFilter>,
    ) -> Scoped {
        Scoped { inner, firsts, ends, inside, filter, counted: Vec::new() }
    }
}

impl Positional for Scoped {
    fn doc(&self) -> DocId {
        self.inner.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.inner.seek(target)
    }

    fn cost(&self) -> u32 {
        self.inner.cost()
    }

    fn places(&mut self, out: &mut Vec<Place>) {
        self.inner.places(out);
        if out.is_empty() {
            return;
        }
        let doc = self.inner.doc();
        let firsts = self.firsts.at(doc);
        let ends = self.ends.at(doc);
        if let Some(filter) = &self.filter {
            self.counted.clear();
            filter(doc, &mut self.counted);
        }
        let counts = |quote: usize| self.filter.is_none() || self.counted.get(quote) == Some(&true);
        out.retain(|place| {
            // The last quotation that begins at or before the place.
            let before = firsts.partition_point(|first| *first <= place.start);
            if self.inside {
                before > 0 && ends.get(before - 1).is_some_and(|end| place.end <= *end) && counts(before - 1)
            } else {
                let is_in_last = before > 0 && ends.get(before - 1).is_some_and(|end| place.start < *end);
                let reaches_next = firsts.get(before).is_some_and(|first| *first < place.end);
                !is_in_last && !reaches_next
            }
        });
    }
}
