//! How often a query matches within an article, by the positions in the index: no text is read.
//!
//! The matches of a query whose conditions are patterns of words, all of which must hold, are the places of these
//! patterns, from left to right without overlap, in the headline and in the text each for itself. That is how
//! `query::matching` counts them. What else can decide, `OR` between more than patterns, letters as written, counts,
//! is left to the text.

use tantivy::DocId;
use tantivy::schema::Field;

use super::Lowering;
use super::shape::is_filter;
use super::within::Room;
use crate::engine::tantivy::pattern::count_apart;
use crate::engine::tantivy::positional::{Alternatives, Positional};
use crate::engine::tantivy::postings::Place;
use crate::error::Result;
use crate::query::Query;
use crate::query::pattern::Pattern;

/// The patterns whose places are the matches of a query; `None` if only the text can tell them.
pub fn patterns_of(query: &Query) -> Option<Vec<Pattern>> {
    let operands = match query {
        Query::And(operands) => operands.as_slice(),
        one => std::slice::from_ref(one),
    };
    let mut patterns = Vec::new();
    for operand in operands {
        if matches!(operand, Query::Not(_)) || is_filter(operand) {
            continue;
        }
        patterns.push(Pattern::of(operand).filter(|pattern| !pattern.has_literal())?);
    }
    Some(patterns)
}

/// Counts the matches in articles of one segment, which are asked for in their order.
pub struct Counts {
    title: Option<Box<dyn Positional>>,
    text: Option<Box<dyn Positional>>,
    places: Vec<Place>,
}

impl Lowering<'_> {
    /// Counts the places of any of the patterns.
    pub fn counts(&self, segment: usize, patterns: &[Pattern]) -> Result<Counts> {
        let in_field = |field: Field| -> Result<Option<Box<dyn Positional>>> {
            let mut parts = Vec::new();
            for pattern in patterns {
                parts.extend(self.positional(segment, field, pattern, Room::Whole)?);
            }
            Ok(match parts.len() {
                0 | 1 => parts.pop(),
                _ => Some(Box::new(Alternatives::new(parts))),
            })
        };
        let (text, title) = self.text_fields();
        Ok(Counts { title: title.map(in_field).transpose()?.flatten(), text: in_field(text)?, places: Vec::new() })
    }
}

impl Counts {
    /// How many matches an article has in its headline, and how many in its text.
    pub fn of(&mut self, doc: DocId) -> (u64, u64) {
        let places = &mut self.places;
        let mut count = |field: &mut Option<Box<dyn Positional>>| match field {
            Some(field) => {
                if field.seek(doc) != doc {
                    return 0;
                }
                field.places(places);
                count_apart(places) as u64
            }
            None => 0,
        };
        (count(&mut self.title), count(&mut self.text))
    }
}
