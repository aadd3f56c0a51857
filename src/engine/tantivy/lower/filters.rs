//! Filters: conditions that columns decide.

use super::target::Target;
use super::within::Within;
use super::{Lowered, Lowering};
use crate::engine::tantivy::cursor::Check;
use crate::engine::tantivy::names::ordinals;
use crate::engine::tantivy::segment::Segment;
use crate::error::Result;
use crate::model::DateRange;
use crate::query::Query;
use crate::query::ast::UnknownField;

impl<'r> Lowering<'r> {
    /// A check of articles for a condition that no words decide.
    pub(super) fn filter_check(&self, segment: usize, filter: &Query) -> Result<Check<'r>> {
        Ok(match self.lower(segment, filter, &Within::whole(), 1.0)? {
            Lowered::Check(check) => check,
            Lowered::All => Box::new(|_| true),
            Lowered::Nothing | Lowered::Cursor(_) => Box::new(|_| false),
        })
    }

    /// A condition on a column that only articles have.
    pub(super) fn article_check(
        &self,
        segment: usize,
        column: fn(&Segment) -> &Option<tantivy::columnar::StrColumn>,
        values: &[String],
    ) -> Result<Lowered<'r>> {
        let lowered = self.column_check(segment, column, values)?;
        Ok(match lowered {
            Lowered::Check(check) => self.of_article(segment, check),
            other => other,
        })
    }

    /// What holds if it holds for the article that the document is or belongs to.
    fn of_article(&self, segment: usize, check: Check<'r>) -> Lowered<'r> {
        let segment = self.segment(segment);
        match self.target {
            Target::Articles => Lowered::Check(check),
            Target::Quotations => Lowered::Check(Box::new(move |doc| check(segment.article_of(doc)))),
        }
    }

    pub(super) fn column_check(
        &self,
        segment: usize,
        column: fn(&Segment) -> &Option<tantivy::columnar::StrColumn>,
        values: &[String],
    ) -> Result<Lowered<'r>> {
        let column = column(self.segment(segment));
        let kept = ordinals(column, values)?;
        let Some(column) = column.clone() else { return Ok(Lowered::Nothing) };
        if !kept.contains(&true) {
            return Ok(Lowered::Nothing);
        }
        Ok(Lowered::Check(Box::new(move |doc| column.term_ords(doc).any(|ord| kept.get(ord as usize) == Some(&true)))))
    }

    /// Which ordinals of speaker keys belong to the people.
    pub(super) fn speaker_ordinals(&self, segment: usize, people: &[bool]) -> Vec<bool> {
        let mut keys: Vec<String> = Vec::new();
        for (key, person, _) in self.reader.people.keys() {
            if people.get(person as usize) == Some(&true) {
                keys.push(key.to_owned());
            }
        }
        ordinals(&self.segment(segment).speaker, &keys).unwrap_or_default()
    }

    pub(super) fn speaker_check(&self, segment: usize, people: &[bool]) -> Lowered<'r> {
        let kept = self.speaker_ordinals(segment, people);
        match &self.segment(segment).speaker {
            Some(column) if kept.contains(&true) => {
                let column = column.clone();
                Lowered::Check(Box::new(move |doc| {
                    column.term_ords(doc).any(|ord| kept.get(ord as usize) == Some(&true))
                }))
            }
            _ => Lowered::Nothing,
        }
    }

    pub(super) fn date_check(&self, segment: usize, range: DateRange) -> Lowered<'r> {
        let from = range.from.map_or(1, |date| u64::from(date.number()));
        let to = range.to.map_or(u64::MAX, |date| u64::from(date.number()));
        let dates = self.segment(segment).date.clone();
        Lowered::Check(Box::new(move |doc| dates.first(doc).is_some_and(|date| (from..=to).contains(&date))))
    }

    pub(super) fn unknown_check(&self, segment: usize, field: UnknownField) -> Lowered<'r> {
        let (number, segment) = (segment, self.segment(segment));
        let is_empty = |column: &Option<tantivy::columnar::StrColumn>| -> Lowered<'r> {
            let Some(column) = column.clone() else { return Lowered::All };
            // The empty text, where it occurs, is the first of a column's values.
            let mut first = String::new();
            let has_empty = column.ord_to_str(0, &mut first).unwrap_or(false) && first.is_empty();
            Lowered::Check(Box::new(move |doc| column.term_ords(doc).all(|ord| has_empty && ord == 0)))
        };
        match field {
            UnknownField::Outlet => is_empty(&segment.outlet),
            UnknownField::Author => match is_empty(&segment.author) {
                Lowered::Check(check) => self.of_article(number, check),
                other => other,
            },
            UnknownField::Speaker => is_empty(&segment.speaker),
            UnknownField::Language => is_empty(&segment.language),
            UnknownField::Date => {
                let dates = segment.date.clone();
                Lowered::Check(Box::new(move |doc| dates.first(doc).is_none_or(|date| date == 0)))
            }
            UnknownField::Title => match segment.reader.get_fieldnorms_reader(segment.fields.title) {
                Ok(lengths) => self.of_article(number, Box::new(move |doc| lengths.fieldnorm(doc) == 0)),
                Err(_) => Lowered::All,
            },
        }
    }
}
