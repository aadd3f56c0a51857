//! Articles by a word of their quotations.
//!
//! Quotations are documents of their own, with their words in the field `said`. An article's
//! follow it directly, so its postings there are neighbours and no position has to be compared
//! with the borders of quotations.

use tantivy::{DocId, TERMINATED};

use super::cursor::{Check, Cursor};
use super::postings::Union;
use super::score::{FieldWeight, saturate};
use super::segment::Segment;

/// Articles that have a word in a quotation, scored by how often.
pub struct SaidCursor<'r> {
    /// Quotations with the word.
    quotations: Union,
    /// Which of them count, `None` for all.
    counts: Option<Check<'r>>,
    segment: &'r Segment,
    /// Weighs by the length of the article.
    weight: FieldWeight,
    idf: f32,
    doc: DocId,
    frequency: u32,
}

impl<'r> SaidCursor<'r> {
    /// Goes to the first such article.
    pub fn new(
        quotations: Union,
        counts: Option<Check<'r>>,
        segment: &'r Segment,
        weight: FieldWeight,
        idf: f32,
    ) -> SaidCursor<'r> {
        let mut cursor = SaidCursor { quotations, counts, segment, weight, idf, doc: 0, frequency: 0 };
        cursor.settle();
        cursor
    }

    /// Takes in all quotations of the next article.
    fn settle(&mut self) {
        self.doc = TERMINATED;
        self.frequency = 0;
        while self.quotations.doc() != TERMINATED {
            let quotation = self.quotations.doc();
            let article = self.segment.article_of(quotation);
            if self.doc != TERMINATED && article != self.doc {
                return;
            }
            if self.counts.as_ref().is_none_or(|counts| counts(quotation)) {
                self.doc = article;
                self.frequency += self.quotations.frequency();
            }
            self.quotations.advance();
        }
    }
}

impl Cursor for SaidCursor<'_> {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            // Quotations stand behind their article; those before it belong to others.
            self.quotations.seek(target);
            while self.quotations.doc() != TERMINATED && self.segment.article_of(self.quotations.doc()) < target {
                self.quotations.advance();
            }
            self.settle();
        }
        self.doc
    }

    fn advance(&mut self) -> DocId {
        self.settle();
        self.doc
    }

    fn cost(&self) -> u32 {
        self.quotations.cost()
    }

    fn score(&mut self) -> f32 {
        saturate(self.weight.weigh(self.doc, self.frequency), self.idf)
    }

    fn is_cheap(&self) -> bool {
        true
    }
}
