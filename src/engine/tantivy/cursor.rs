//! Documents of one segment that match a query, in order, with their scores.
//!
//! Every node of a lowered query is a [`Cursor`]. Conjunctions leap from candidate to candidate,
//! the rarest operand leading, and positions are read on candidates only. Where all operands
//! are words and none is rare, whole windows are read and intersected instead.

use tantivy::{DocId, DocSet, TERMINATED};

use super::postings::Union;
use super::score::{FieldWeight, saturate};
use super::segment::Segment;
use super::window::Window;

/// Iterates over matching documents in increasing order.
pub trait Cursor {
    /// The current document, `TERMINATED` at the end.
    fn doc(&self) -> DocId;
    /// Goes to the first document at or after `target`; stays if it is there already.
    fn seek(&mut self, target: DocId) -> DocId;
    /// An upper bound of the number of documents, for ordering conjunctions.
    fn cost(&self) -> u32;
    /// The score of the current document.
    fn score(&mut self) -> f32;
    /// Goes to the next document.
    fn advance(&mut self) -> DocId {
        match self.doc() {
            TERMINATED => TERMINATED,
            doc => self.seek(doc + 1),
        }
    }
    /// Adds the documents from the current one up to the end of an empty window, with their
    /// scores, and goes to the first behind it.
    fn fill(&mut self, window: &mut Window) {
        add_each(self, window);
    }
    /// True if matching costs no more than reading lists, so that whole windows may be read
    /// even if few of their documents turn out to matter.
    fn is_cheap(&self) -> bool {
        false
    }
}

/// Adds documents to a window one at a time.
pub fn add_each<C: Cursor + ?Sized>(cursor: &mut C, window: &mut Window) {
    let end = window.end();
    let mut doc = cursor.doc();
    while doc < end {
        window.add(doc, cursor.score());
        doc = cursor.advance();
    }
}

/// How many times as frequent the most frequent operand may be as the rarest for windows to be
/// read rather than single documents: a leap costs several steps. Not tuned.
const MAX_LEAP: u32 = 12;

/// From this number of postings on an operand of a disjunction is read by windows.
const MANY_POSTINGS: u32 = if cfg!(test) { 3 } else { 1 << 16 };

/// A test of a document that costs little, such as a look into a column.
pub type Check<'r> = Box<dyn Fn(DocId) -> bool + 'r>;

/// A word: its forms in several fields, scored as one.
pub struct WordCursor {
    fields: Vec<(Union, FieldWeight)>,
    idf: f32,
    doc: DocId,
}

impl WordCursor {
    /// Joins the fields' postings.
    pub fn new(fields: Vec<(Union, FieldWeight)>, idf: f32) -> WordCursor {
        let doc = fields.iter().map(|(union, _)| union.doc()).min().unwrap_or(TERMINATED);
        WordCursor { fields, idf, doc }
    }
}

impl Cursor for WordCursor {
    #[inline]
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.doc = self.fields.iter_mut().map(|(union, _)| union.seek(target)).min().unwrap_or(TERMINATED);
        }
        self.doc
    }

    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        let current = self.doc;
        let mut least = TERMINATED;
        for (union, _) in &mut self.fields {
            let doc = if union.doc() == current { union.advance() } else { union.doc() };
            least = least.min(doc);
        }
        self.doc = least;
        least
    }

    fn cost(&self) -> u32 {
        self.fields.iter().map(|(union, _)| union.cost()).fold(0, u32::saturating_add)
    }

    fn score(&mut self) -> f32 {
        let mut weighted = 0.0;
        for (union, weight) in &self.fields {
            if union.doc() == self.doc {
                weighted += weight.weigh(self.doc, union.frequency());
            }
        }
        saturate(weighted, self.idf)
    }

    fn fill(&mut self, window: &mut Window) {
        let end = window.end();
        for (union, weight) in &mut self.fields {
            union.take_before(end, |doc, frequency| window.add(doc, weight.weigh(doc, frequency)));
        }
        window.rescore(|weighted| saturate(weighted, self.idf));
        self.doc = self.fields.iter().map(|(union, _)| union.doc()).min().unwrap_or(TERMINATED);
    }

    fn is_cheap(&self) -> bool {
        true
    }
}

/// Documents that all operands match and all checks pass.
pub struct And<'r> {
    operands: Vec<Box<dyn Cursor + 'r>>,
    checks: Vec<Check<'r>>,
    doc: DocId,
    by_window: bool,
    scratch: Option<Box<Window>>,
}

impl<'r> And<'r> {
    /// Needs at least one operand; the rarest leads.
    pub fn new(mut operands: Vec<Box<dyn Cursor + 'r>>, checks: Vec<Check<'r>>) -> And<'r> {
        operands.sort_by_key(|operand| operand.cost());
        let costs = operands.first().zip(operands.last()).map(|(least, most)| (least.cost(), most.cost()));
        let by_window = costs.is_some_and(|(least, most)| most / MAX_LEAP <= least)
            && operands.len() > 1
            && operands.iter().all(|operand| operand.is_cheap());
        let mut and = And { operands, checks, doc: 0, by_window, scratch: None };
        and.settle();
        and
    }

    fn settle(&mut self) {
        let Some(mut candidate) = self.operands.first().map(|leader| leader.doc()) else {
            self.doc = TERMINATED;
            return;
        };
        'candidates: while candidate != TERMINATED {
            if !self.checks.iter().all(|check| check(candidate)) {
                candidate = self.operands[0].seek(candidate + 1);
                continue;
            }
            for at in 1..self.operands.len() {
                let doc = self.operands[at].seek(candidate);
                if doc != candidate {
                    candidate = self.operands[0].seek(doc);
                    continue 'candidates;
                }
            }
            break;
        }
        self.doc = candidate;
    }
}

impl Cursor for And<'_> {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.operands[0].seek(target);
            self.settle();
        }
        self.doc
    }

    fn cost(&self) -> u32 {
        self.operands.first().map_or(0, |leader| leader.cost())
    }

    fn score(&mut self) -> f32 {
        self.operands.iter_mut().map(|operand| operand.score()).sum()
    }

    fn fill(&mut self, window: &mut Window) {
        if !self.by_window {
            return add_each(self, window);
        }
        let scratch = self.scratch.get_or_insert_with(|| Box::new(Window::new()));
        for (number, operand) in self.operands.iter_mut().enumerate() {
            operand.seek(window.first().max(self.doc));
            if number == 0 {
                operand.fill(window);
                continue;
            }
            scratch.move_to(window.first());
            operand.fill(scratch);
            window.keep_both(scratch);
        }
        window.retain(|doc| self.checks.iter().all(|check| check(doc)));
        self.settle();
    }

    fn is_cheap(&self) -> bool {
        // A check may read the stored text.
        self.by_window && self.checks.is_empty()
    }
}

/// Documents that at least one operand matches; the scores of those that do are added.
pub struct Or<'r> {
    operands: Vec<Box<dyn Cursor + 'r>>,
    doc: DocId,
    scratch: Option<Box<Window>>,
}

impl<'r> Or<'r> {
    /// Joins the operands.
    pub fn new(operands: Vec<Box<dyn Cursor + 'r>>) -> Or<'r> {
        let doc = operands.iter().map(|operand| operand.doc()).min().unwrap_or(TERMINATED);
        Or { operands, doc, scratch: None }
    }
}

impl Cursor for Or<'_> {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.doc = self.operands.iter_mut().map(|operand| operand.seek(target)).min().unwrap_or(TERMINATED);
            if self.doc == TERMINATED {
                self.operands.clear();
            } else {
                self.operands.retain(|operand| operand.doc() != TERMINATED);
            }
        }
        self.doc
    }

    fn cost(&self) -> u32 {
        self.operands.iter().map(|operand| operand.cost()).fold(0, u32::saturating_add)
    }

    fn score(&mut self) -> f32 {
        let doc = self.doc;
        self.operands.iter_mut().filter(|operand| operand.doc() == doc).map(|operand| operand.score()).sum()
    }

    fn fill(&mut self, window: &mut Window) {
        let scratch = self.scratch.get_or_insert_with(|| Box::new(Window::new()));
        for operand in &mut self.operands {
            if operand.doc() >= window.end() {
                continue;
            }
            if operand.cost() >= MANY_POSTINGS {
                scratch.move_to(window.first());
                operand.fill(scratch);
                window.add_all(scratch);
            } else {
                add_each(operand.as_mut(), window);
            }
        }
        self.operands.retain(|operand| operand.doc() != TERMINATED);
        self.doc = self.operands.iter().map(|operand| operand.doc()).min().unwrap_or(TERMINATED);
    }

    fn is_cheap(&self) -> bool {
        self.operands.iter().all(|operand| operand.is_cheap())
    }
}

/// Documents of `base` that `excluded` does not match.
pub struct AndNot<'r> {
    base: Box<dyn Cursor + 'r>,
    excluded: Box<dyn Cursor + 'r>,
}

impl<'r> AndNot<'r> {
    /// Goes to the first such document.
    pub fn new(base: Box<dyn Cursor + 'r>, excluded: Box<dyn Cursor + 'r>) -> AndNot<'r> {
        let mut cursor = AndNot { base, excluded };
        cursor.settle();
        cursor
    }

    fn settle(&mut self) {
        let mut doc = self.base.doc();
        while doc != TERMINATED && self.excluded.seek(doc) == doc {
            doc = self.base.advance();
        }
    }
}

impl Cursor for AndNot<'_> {
    fn doc(&self) -> DocId {
        self.base.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.base.doc() < target {
            self.base.seek(target);
            self.settle();
        }
        self.base.doc()
    }

    fn cost(&self) -> u32 {
        self.base.cost()
    }

    fn score(&mut self) -> f32 {
        self.base.score()
    }

    fn fill(&mut self, window: &mut Window) {
        self.base.fill(window);
        window.retain(|doc| self.excluded.seek(doc) != doc);
        self.settle();
    }
}

/// Documents of a list, such as all articles, without a score.
pub struct Unscored<D>(pub D);

impl<D: DocSet> Cursor for Unscored<D> {
    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.0.doc() < target { self.0.seek(target) } else { self.0.doc() }
    }

    fn advance(&mut self) -> DocId {
        self.0.advance()
    }

    fn cost(&self) -> u32 {
        self.0.size_hint()
    }

    fn score(&mut self) -> f32 {
        0.0
    }
}

/// Documents that have a mark, such as a quotation, without a score.
pub struct Marked(pub Union);

impl Cursor for Marked {
    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.0.seek(target)
    }

    fn cost(&self) -> u32 {
        self.0.cost()
    }

    fn score(&mut self) -> f32 {
        0.0
    }
}

/// No document.
pub struct Nothing;

impl Cursor for Nothing {
    fn doc(&self) -> DocId {
        TERMINATED
    }

    fn seek(&mut self, _target: DocId) -> DocId {
        TERMINATED
    }

    fn cost(&self) -> u32 {
        0
    }

    fn score(&mut self) -> f32 {
        0.0
    }
}

/// Quotations whose article matches.
pub struct OfArticles<'r> {
    quotations: Box<dyn Cursor + 'r>,
    articles: Box<dyn Cursor + 'r>,
    segment: &'r Segment,
}

impl<'r> OfArticles<'r> {
    /// Goes to the first such quotation.
    pub fn new(
        quotations: Box<dyn Cursor + 'r>,
        articles: Box<dyn Cursor + 'r>,
        segment: &'r Segment,
    ) -> OfArticles<'r> {
        let mut cursor = OfArticles { quotations, articles, segment };
        cursor.settle();
        cursor
    }

    fn settle(&mut self) {
        let mut doc = self.quotations.doc();
        while doc != TERMINATED {
            let article = self.segment.article_of(doc);
            let next = self.articles.seek(article);
            if next == article {
                return;
            }
            // Quotations follow their article.
            doc = self.quotations.seek(next);
        }
    }
}

impl Cursor for OfArticles<'_> {
    fn doc(&self) -> DocId {
        self.quotations.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() < target {
            self.quotations.seek(target);
            self.settle();
        }
        self.doc()
    }

    fn cost(&self) -> u32 {
        self.quotations.cost()
    }

    fn score(&mut self) -> f32 {
        self.articles.score()
    }
}
