//! From the syntax tree to queries of OpenSearch.
//!
//! What the tree means is said by [`crate::query::matching`]; a query that is made here either means
//! exactly that, or matches at least it and says so ([`Lowered::exact`]), and then the texts of the
//! candidates decide (`candidates`). Words are looked for as `term`s and places as `intervals`; conditions on
//! one quotation are `nested`.
//!
//! **Scores** are those of the embedded engine (BM25F, `engine/tantivy/score.rs`). The similarity of
//! the index gives the plain frequency of a term; a script divides it by the length of its field, and
//! another one lets the sum saturate, with an inverse document frequency that was counted beforehand over all shards.
//! `intervals` score `f / (f + 1)` for a frequency `f`, from which the script takes `f` back.

mod dictionary;
pub mod filters;
mod intervals;
mod lowered;
mod said;
mod scores;
#[cfg(test)]
mod tests;

use std::cell::{Cell, RefCell};

use serde_json::{Value, json};

use self::dictionary::leaves_of;
pub use self::dictionary::{Dictionary, Form, MAX_FORMS, Statistics, check_forms};
use self::intervals::Ground;
pub use self::intervals::form_of;
pub use self::lowered::{Lowered, Part};
use self::lowered::{all_of, any_of};
use self::scores::{TextField, saturated, taken_back};
use super::schema::{ARTICLE, QUOTE};
use crate::engine::tantivy::{NEIGHBOURS, shape};
use crate::error::Result;
use crate::query::ast::UnknownField;
use crate::query::pattern::Pattern;
use crate::query::{Name, Query, Scope};

/// What documents a query goes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// Articles.
    Articles,
    /// Quotations.
    Quotations,
}

impl Target {
    /// The filter on the kind of documents.
    pub fn filter(self) -> Value {
        let kind = match self {
            Target::Articles => ARTICLE,
            Target::Quotations => QUOTE,
        };
        json!({"term": {"kind": kind}})
    }
}

/// Which words a part of a query looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Room<'q> {
    /// Headline and text.
    Whole,
    /// The headline.
    Title,
    /// The text outside of quotations.
    Narration,
    /// One quotation, by somebody of each list.
    Said(Vec<&'q [Name]>),
    /// None.
    Nothing,
}

impl<'q> Room<'q> {
    fn narrowed(&self, scope: Scope, speakers: &'q [Name]) -> Room<'q> {
        match (self, scope) {
            (Room::Whole | Room::Title, Scope::Title) => Room::Title,
            (Room::Whole | Room::Narration, Scope::Narration) => Room::Narration,
            (Room::Whole, Scope::Said) => Room::Said(vec![speakers]),
            (Room::Said(outer), Scope::Said) => Room::Said([outer.as_slice(), &[speakers]].concat()),
            _ => Room::Nothing,
        }
    }
}

/// Makes the queries of one request.
pub struct Lowering<'d> {
    dictionary: &'d dyn Dictionary,
    target: Target,
    statistics: Statistics,
    n_counted: Cell<usize>,
    /// What to tell the user of names that were widened.
    pub notes: RefCell<Vec<String>>,
}

impl<'d> Lowering<'d> {
    /// Prepares a request.
    ///
    /// # Errors
    /// Those of the dictionary.
    pub fn new(dictionary: &'d dyn Dictionary, target: Target) -> Result<Lowering<'d>> {
        let statistics = dictionary.statistics(target)?;
        Ok(Lowering { dictionary, target, statistics, n_counted: Cell::new(0), notes: RefCell::default() })
    }

    /// Lowers a whole query.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what is too much, and those of the dictionary.
    pub fn root(&self, query: &Query) -> Result<Lowered> {
        shape::check_size(query)?;
        let mut leaves = Vec::new();
        leaves_of(query, &mut leaves);
        self.dictionary.learn(&leaves, self.target)?;
        self.lower(query, &Room::Whole, 1.0)
    }

    fn lower<'q>(&self, query: &'q Query, room: &Room<'q>, weight: f32) -> Result<Lowered> {
        if let Room::Said(lists) = room
            && self.target == Target::Articles
        {
            return self.said(query, lists, weight);
        }
        Ok(match query {
            Query::All => Lowered::exact(Part::All),
            Query::And(operands) => self.and(operands, room, weight)?,
            Query::Or(operands) => self.or(operands, room, weight)?,
            Query::Not(operand) => self.not(operand, room)?,
            Query::In { scope, query: inner, speakers }
                if self.target == Target::Quotations && matches!(room, Room::Whole) =>
            {
                match scope {
                    Scope::Narration => Lowered::exact(Part::Nothing),
                    Scope::Title => self.lower(inner, &Room::Title, weight)?,
                    Scope::Said => {
                        let inner = self.lower(inner, room, weight)?;
                        if speakers.is_empty() {
                            return Ok(inner);
                        }
                        all_of(vec![inner, Lowered::exact(self.speakers("speaker", speakers))], Vec::new())
                    }
                }
            }
            Query::In { scope, query: inner, speakers } => match (scope, room.narrowed(*scope, speakers)) {
                (Scope::Said, Room::Nothing) => Lowered::exact(Part::Nothing),
                (_, room) => self.lower(inner, &room, weight)?,
            },
            Query::AtLeast { count, query: inner } => self.at_least(*count, inner, room, weight)?,
            // What is asked beside a headline is asked of the article, also who speaks in it.
            Query::Speaker(_) | Query::Unknown(UnknownField::Speaker)
                if self.target == Target::Quotations && !matches!(room, Room::Whole) =>
            {
                Lowered::exact(Part::All).superset()
            }
            filter if let Some(filter) = self.filter(filter)? => Lowered::exact(filter),
            other => match Pattern::of(other) {
                Some(pattern) => self.pattern(&pattern, other, room, weight)?,
                None => self.loosened(other, room, weight)?,
            },
        })
    }

    /// What matches at least the query.
    fn loosened(&self, query: &Query, room: &Room<'_>, weight: f32) -> Result<Lowered> {
        if self.target == Target::Quotations && asks_title(query) {
            // The words of a headline are not among those of a quotation.
            return Ok(Lowered::exact(Part::All).superset());
        }
        let loose = shape::loosened(query);
        // Clauses around it are left out, so the whole article is looked at.
        let room = match room {
            Room::Nothing => Room::Nothing,
            Room::Title => Room::Title,
            _ => Room::Whole,
        };
        Ok(self.lower(&loose, &room, weight)?.superset())
    }

    fn and<'q>(&self, operands: &'q [Query], room: &Room<'q>, weight: f32) -> Result<Lowered> {
        let (mut parts, mut excluded) = (Vec::new(), Vec::new());
        for operand in operands {
            match operand {
                Query::Not(inner) => excluded.push(self.lower(inner, room, weight)?),
                other => parts.push(self.lower(other, room, weight)?),
            }
        }
        Ok(all_of(parts, excluded))
    }

    fn not<'q>(&self, operand: &'q Query, room: &Room<'q>) -> Result<Lowered> {
        Ok(all_of(Vec::new(), vec![self.lower(operand, room, 1.0)?]))
    }

    fn or<'q>(&self, operands: &'q [Query], room: &Room<'q>, weight: f32) -> Result<Lowered> {
        let mut parts = Vec::new();
        for (operand, times) in shape::weighed(operands) {
            parts.push(self.lower(operand, room, weight * times)?);
        }
        for phrase in shape::neighbours(operands) {
            let Some(pattern) = Pattern::of(&phrase) else { continue };
            let lowered = self.pattern(&pattern, &phrase, room, weight * NEIGHBOURS)?;
            // It matched by its words already.
            if lowered.exact {
                parts.push(lowered);
            }
        }
        Ok(any_of(parts))
    }

    fn at_least(&self, count: u32, inner: &Query, room: &Room<'_>, weight: f32) -> Result<Lowered> {
        let pattern = Pattern::of(inner);
        if let (Some(pattern), Room::Whole | Room::Title) = (&pattern, room)
            && let Some(forms) = self.single_place(pattern)?
            && forms.len() <= 64
        {
            let lowered = self.pattern(pattern, inner, room, weight)?;
            if count <= 1 || lowered.part == Part::Nothing {
                return Ok(lowered);
            }
            let fields = self.fields(room).into_iter().map(|field| self.counted(field.name, &forms));
            let often = json!({"script_score": {
                "query": {"bool": {"should": fields.collect::<Vec<_>>(), "minimum_should_match": 1}},
                "script": {"source": "_score"},
                "min_score": count,
            }});
            return Ok(all_of(vec![lowered, Lowered::exact(Part::Filter(often))], Vec::new()));
        }
        if self.target == Target::Quotations && asks_title(inner) {
            return Ok(Lowered::exact(Part::All).superset());
        }
        Ok(self.lower(&shape::positive(inner), room, weight)?.superset())
    }

    fn pattern(&self, pattern: &Pattern, query: &Query, room: &Room<'_>, weight: f32) -> Result<Lowered> {
        if *room == Room::Nothing || pattern.is_nothing() {
            return Ok(Lowered::exact(Part::Nothing));
        }
        if pattern.has_literal() {
            return self.loosened(query, room, weight);
        }
        let idf = weight * self.idf(pattern)?;
        let fields = self.fields(room);
        let mut parts = Vec::new();
        if *room != Room::Narration
            && let Some(forms) = self.single_place_or_joined(pattern)?
        {
            if forms.is_empty() {
                return Ok(Lowered::exact(Part::Nothing));
            }
            for field in &fields {
                parts.push(field.weighed(self.counted(field.name, &forms), &self.statistics));
            }
        } else {
            for field in &fields {
                let ground = match room {
                    _ if field.is_title => Ground::Title,
                    Room::Narration => Ground::Narration,
                    _ => Ground::Text,
                };
                let Some(places) = self.intervals_by_width(pattern, ground)? else {
                    return self.loosened(query, room, weight);
                };
                if places.is_empty() {
                    return Ok(Lowered::exact(Part::Nothing));
                }
                parts.push(field.weighed(taken_back(field.name, &places), &self.statistics));
            }
        }
        Ok(Lowered::exact(Part::Words(saturated(parts, idf))))
    }

    /// The fields in which words are looked for.
    fn fields(&self, room: &Room<'_>) -> Vec<TextField> {
        let title = TextField { name: "title", length: "n_title", is_title: true };
        let text = match self.target {
            Target::Articles => TextField { name: "body", length: "n_body", is_title: false },
            Target::Quotations => TextField { name: "words", length: "n_words", is_title: false },
        };
        match (room, self.target) {
            (Room::Title, _) => vec![title],
            (Room::Whole, Target::Articles) => vec![title, text],
            _ => vec![text],
        }
    }
}

/// True if a part of it is about the headline.
fn asks_title(query: &Query) -> bool {
    match query {
        Query::In { scope: Scope::Title, .. } => true,
        Query::And(parts) | Query::Or(parts) => parts.iter().any(asks_title),
        Query::Not(inner) | Query::AtLeast { query: inner, .. } | Query::In { query: inner, .. } => asks_title(inner),
        Query::Near { left, right, .. } => asks_title(left) || asks_title(right),
        _ => false,
    }
}
