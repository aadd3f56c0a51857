//! Conditions on quotations: `said:`, its speakers, and `narration:`.

use tantivy::DocId;
use tantivy::schema::IndexRecordOption;

use super::shape::{is_filter, is_of_one_place, positive};
use super::within::{Room, Window, Within};
use super::{Lowered, Lowering};
use crate::engine::tantivy::cursor::{And, Check, Marked};
use crate::engine::tantivy::encode::{QUOTE_END, QUOTE_FIRST};
use crate::engine::tantivy::positional::{Marks, Positional};
use crate::engine::tantivy::said::SaidCursor;
use crate::engine::tantivy::same_quote::{Occurs, QuoteTest};
use crate::engine::tantivy::scope::{QuoteFilter, Scoped};
use crate::engine::tantivy::score::Part;
use crate::error::Result;
use crate::query::pattern::{Leaf, Pattern};
use crate::query::{Name, Query, Scope};

impl<'r> Lowering<'r> {
    /// What holds only if all of it holds in the same quotation.
    pub(super) fn same_quote<'q>(
        &self,
        segment: usize,
        query: &'q Query,
        within: &Within<'q>,
        weight: f32,
    ) -> Result<Lowered<'r>> {
        let operands = match query {
            Query::And(operands) => operands.as_slice(),
            other => std::slice::from_ref(other),
        };
        let (filters, words): (Vec<&Query>, Vec<&Query>) = operands.iter().partition(|operand| is_filter(operand));
        let single = match words.as_slice() {
            [] => Some(self.quoting(segment, within)?),
            [word] if is_of_one_place(word) => Some(self.lower(segment, word, within, weight)?),
            _ => None,
        };
        if let Some(single) = single {
            let mut parts = vec![single];
            for filter in filters {
                parts.push(self.lower(segment, filter, &Within::whole(), weight)?);
            }
            return self.all_of(segment, parts.into_iter().map(|part| (part, false)));
        }
        // Articles that have it all in some quotation, each of which is then looked at.
        let mut candidates = vec![self.quoting(segment, within)?];
        for operand in operands {
            match positive(operand) {
                Query::All | Query::In { scope: Scope::Title | Scope::Narration, .. } => {}
                filter if is_filter(&filter) => {
                    candidates.push(self.lower(segment, &filter, &Within::whole(), weight)?);
                }
                Query::And(inner) => {
                    for part in inner.iter().filter(|part| is_of_one_place(part)) {
                        candidates.push(self.lower(segment, part, within, weight)?);
                    }
                }
                part if is_of_one_place(&part) => candidates.push(self.lower(segment, &part, within, weight)?),
                _ => {}
            }
        }
        let candidates = self.all_of(segment, candidates.into_iter().map(|part| (part, false)))?;
        if matches!(candidates, Lowered::Nothing) {
            return Ok(Lowered::Nothing);
        }
        let Some(mut test) = self.quote_test(segment, query)? else {
            return self.decide(segment, query, candidates, within);
        };
        if let Window::Quote(speakers) = &within.window
            && let Some(filter) = self.quote_filter(segment, speakers)
        {
            test = QuoteTest::All(vec![QuoteTest::Counts(filter, Vec::new()), test]);
        }
        let (firsts, ends) = self.quotations(segment)?;
        let check = test.check(firsts, ends);
        Ok(Lowered::Cursor(Box::new(And::new(vec![self.cursor(segment, candidates)?], vec![check]))))
    }

    /// What a query asks of one quotation; `None` if only the stored text can tell.
    pub(super) fn quote_test(&self, segment: usize, query: &Query) -> Result<Option<QuoteTest<'r>>> {
        let all = |parts: &[Query]| -> Result<Option<Vec<QuoteTest<'r>>>> {
            parts.iter().map(|part| self.quote_test(segment, part)).collect()
        };
        let occurs = |pattern: &Pattern, at_least: u32| -> Result<Option<QuoteTest<'r>>> {
            if pattern.has_literal() {
                return Ok(None);
            }
            let places = self.positional(segment, self.reader.fields.body, pattern, Room::Quote)?;
            Ok(Some(QuoteTest::Occurs(Occurs::new(places, at_least as usize))))
        };
        if is_filter(query) {
            let check = self.filter_check(segment, query)?;
            return Ok(Some(QuoteTest::Passes(check, false)));
        }
        if let Some(pattern) = Pattern::of(query) {
            return occurs(&pattern, 1);
        }
        Ok(match query {
            Query::And(parts) => all(parts)?.map(QuoteTest::All),
            Query::Or(parts) => all(parts)?.map(QuoteTest::Any),
            Query::Not(inner) => self.quote_test(segment, inner)?.map(|test| QuoteTest::Not(Box::new(test))),
            Query::AtLeast { count, query } => match Pattern::of(query) {
                Some(pattern) => occurs(&pattern, *count)?,
                None => None,
            },
            Query::In { scope: Scope::Said, query, speakers } => {
                let Some(test) = self.quote_test(segment, query)? else { return Ok(None) };
                Some(match self.quote_filter(segment, &[speakers]) {
                    Some(filter) => QuoteTest::All(vec![QuoteTest::Counts(filter, Vec::new()), test]),
                    None => test,
                })
            }
            _ => None,
        })
    }

    /// Articles with a quotation by somebody of each list of speakers.
    pub(super) fn quoting(&self, segment: usize, within: &Within<'_>) -> Result<Lowered<'r>> {
        match &within.window {
            Window::Quote(lists) => Ok(match self.speakers_of(lists) {
                Some(people) => self.speaker_check(segment, &people),
                None => Lowered::Cursor(Box::new(Marked(self.segment(segment).marks(QUOTE_FIRST)?))),
            }),
            _ => Ok(Lowered::All),
        }
    }

    /// The people who are on every list, `None` for anyone.
    pub(super) fn speakers_of(&self, lists: &[&[Name]]) -> Option<Vec<bool>> {
        let mut kept: Option<Vec<bool>> = None;
        for list in lists.iter().filter(|list| !list.is_empty()) {
            let people = self.names.borrow_mut().people(list);
            kept = Some(match kept {
                Some(kept) => kept.iter().zip(&people).map(|(one, other)| *one && *other).collect(),
                None => people,
            });
        }
        kept
    }

    /// Keeps places within one quotation that somebody of each of the lists has said.
    pub(super) fn quoted(
        &self,
        segment: usize,
        inner: Box<dyn Positional>,
        speakers: &[&[Name]],
    ) -> Result<Box<dyn Positional>> {
        let filter = self.quote_filter(segment, speakers);
        let (firsts, ends) = self.quotations(segment)?;
        Ok(Box::new(Scoped::new(inner, firsts, ends, true, filter)))
    }

    /// Articles with a word in a quotation that somebody of each of the lists has said; `None`
    /// if a form stands for several places, which may reach out of the quotation.
    pub(super) fn said_word(
        &self,
        segment: usize,
        leaf: &Leaf,
        speakers: &[&[Name]],
        idf: f32,
    ) -> Result<Option<Lowered<'r>>> {
        let fields = self.reader.fields;
        if self.forms(segment, fields.said, leaf)?.iter().any(|form| form.width > 1) {
            return Ok(None);
        }
        let quotations = self.union(segment, fields.said, leaf, IndexRecordOption::WithFreqs)?;
        if quotations.cost() == 0 {
            return Ok(Some(Lowered::Nothing));
        }
        let opened = self.segment(segment);
        let counts = self.speakers_of(speakers).map(|people| -> Check<'r> {
            let kept = self.speaker_ordinals(segment, &people);
            Box::new(move |doc| {
                let column = opened.speaker.as_ref();
                column.is_some_and(|column| column.term_ords(doc).any(|ord| kept.get(ord as usize) == Some(&true)))
            })
        });
        let weight = self.weight(segment, Part::Body, fields.body)?;
        Ok(Some(Lowered::Cursor(Box::new(SaidCursor::new(quotations, counts, opened, weight, idf)))))
    }

    /// Which quotations of an article somebody of each of the lists has said; `None` for all.
    pub(super) fn quote_filter(&self, segment: usize, speakers: &[&[Name]]) -> Option<QuoteFilter> {
        let people = self.speakers_of(speakers)?;
        let kept = self.speaker_ordinals(segment, &people);
        let column = self.segment(segment).speaker.clone();
        Some(Box::new(move |doc: DocId, counted: &mut Vec<bool>| {
            if let Some(column) = &column {
                counted.extend(column.term_ords(doc).map(|ord| kept.get(ord as usize) == Some(&true)));
            }
        }))
    }

    /// Keeps places outside all quotations.
    pub(super) fn narrated(&self, segment: usize, inner: Box<dyn Positional>) -> Result<Box<dyn Positional>> {
        let (firsts, ends) = self.quotations(segment)?;
        Ok(Box::new(Scoped::new(inner, firsts, ends, false, None)))
    }

    /// First words and ends of quotations.
    pub(super) fn quotations(&self, segment: usize) -> Result<(Marks, Marks)> {
        let segment = self.segment(segment);
        Ok((Marks::new(segment.marks(QUOTE_FIRST)?), Marks::new(segment.marks(QUOTE_END)?)))
    }
}
