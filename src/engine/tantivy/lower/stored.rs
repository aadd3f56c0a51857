//! What only the stored text can tell: letters as written, and counts of more than places.

use rustc_hash::FxHashMap;

use super::shape::is_filter;
use super::within::{Window, Within};
use super::{Lowered, Lowering};
use crate::engine::tantivy::cursor::{And, Check};
use crate::engine::tantivy::view::stored_check;
use crate::error::Result;
use crate::query::{Name, Query};

impl<'r> Lowering<'r> {
    /// Articles that `candidates` matches and the stored text confirms.
    pub(super) fn checked(
        &self,
        segment: usize,
        query: &Query,
        candidates: &Query,
        within: &Within<'_>,
        weight: f32,
    ) -> Result<Lowered<'r>> {
        // In a quotation each part is looked for in the whole article, so that nothing is decided
        // twice.
        let whole = Within::whole();
        let within_candidates = if matches!(within.window, Window::Quote(_)) { &whole } else { within };
        let candidates = self.lower(segment, candidates, within_candidates, weight)?;
        self.decide(segment, query, candidates, within)
    }

    /// Leaves the decision on candidates to their stored texts.
    pub(super) fn decide(
        &self,
        segment: usize,
        query: &Query,
        candidates: Lowered<'r>,
        within: &Within<'_>,
    ) -> Result<Lowered<'r>> {
        if matches!(candidates, Lowered::Nothing) {
            return Ok(Lowered::Nothing);
        }
        let whole = within.wrap(query);
        let mut filters: FxHashMap<Query, Check<'r>> = FxHashMap::default();
        let mut people: FxHashMap<Vec<Name>, Vec<bool>> = FxHashMap::default();
        self.outside_of_text(segment, &whole, &mut filters, &mut people)?;
        let check = stored_check(self.reader, (segment, self.target), &whole, filters, people, self.unread.clone());
        Ok(Lowered::Cursor(Box::new(And::new(vec![self.cursor(segment, candidates)?], vec![check]))))
    }

    /// Gathers what a stored text cannot tell: filters, and who the speakers are.
    pub(super) fn outside_of_text(
        &self,
        segment: usize,
        query: &Query,
        filters: &mut FxHashMap<Query, Check<'r>>,
        people: &mut FxHashMap<Vec<Name>, Vec<bool>>,
    ) -> Result<()> {
        match query {
            Query::And(operands) | Query::Or(operands) => {
                for operand in operands {
                    self.outside_of_text(segment, operand, filters, people)?;
                }
            }
            Query::Not(inner) | Query::AtLeast { query: inner, .. } => {
                self.outside_of_text(segment, inner, filters, people)?;
            }
            Query::Near { left, right, .. } => {
                self.outside_of_text(segment, left, filters, people)?;
                self.outside_of_text(segment, right, filters, people)?;
            }
            Query::In { query: inner, speakers, .. } => {
                if !speakers.is_empty() && !people.contains_key(speakers) {
                    people.insert(speakers.clone(), self.names.borrow_mut().people(speakers));
                }
                self.outside_of_text(segment, inner, filters, people)?;
            }
            filter if is_filter(filter) && !filters.contains_key(filter) => {
                filters.insert(filter.clone(), self.filter_check(segment, filter)?);
            }
            _ => {}
        }
        Ok(())
    }
}
