//! Filters: conditions that no words decide.

use serde_json::{Value, json};

use super::{Lowering, Part};
use crate::engine::tantivy::people_named;
use crate::error::Result;
use crate::model::DateRange;
use crate::query::ast::UnknownField;
use crate::query::{Name, Query};

impl Lowering<'_> {
    /// A filter; `None` if the query is none.
    pub(super) fn filter(&self, query: &Query) -> Result<Option<Part>> {
        Ok(Some(match query {
            Query::Outlet(name) => values("outlet", self.dictionary.outlets(name, &mut self.notes.borrow_mut())?),
            Query::Author(name) => values("author", self.dictionary.authors(name, &mut self.notes.borrow_mut())?),
            Query::Language(code) => values("language", vec![code.clone()]),
            Query::Speaker(name) => self.speakers("speaker", std::slice::from_ref(name)),
            Query::Date(range) => Part::Filter(dates(*range)),
            Query::Unknown(field) => Part::Filter(unknown(*field)),
            _ => return Ok(None),
        }))
    }

    /// Those of the people that any of the names means, by their keys.
    pub(super) fn speakers(&self, field: &str, names: &[Name]) -> Part {
        let people = self.dictionary.people();
        let wanted = people_named(people, names, &mut self.notes.borrow_mut());
        values(field, keys_of(people, &wanted))
    }
}

/// The keys of people, given as a set by their numbers.
pub fn keys_of(people: &crate::people::People, wanted: &[bool]) -> Vec<String> {
    let is_wanted = |person: u32| wanted.get(person as usize) == Some(&true);
    people.keys().filter(|(_, person, _)| is_wanted(*person)).map(|(key, _, _)| key.to_owned()).collect()
}

/// Any of the values; nothing if there are none.
fn values(field: &str, values: Vec<String>) -> Part {
    if values.is_empty() { Part::Nothing } else { Part::Filter(terms(field, &values)) }
}

/// A condition that a field has one of the values, however many there are.
pub fn terms(field: &str, values: &[String]) -> Value {
    /// The bound of OpenSearch for `terms`.
    const MAX_VALUES: usize = 65_000;
    if values.is_empty() {
        return json!({"match_none": {}});
    }
    let parts: Vec<Value> = values.chunks(MAX_VALUES).map(|part| json!({"terms": {field: part}})).collect();
    match <[Value; 1]>::try_from(parts) {
        Ok([only]) => only,
        Err(parts) => json!({"bool": {"should": parts, "minimum_should_match": 1}}),
    }
}

/// Published on one of the days.
pub fn dates(range: DateRange) -> Value {
    let mut limits = json!({});
    if let Some(from) = range.from {
        limits["gte"] = json!(from.number());
    }
    if let Some(to) = range.to {
        limits["lte"] = json!(to.number());
    }
    json!({"range": {"date": limits}})
}

/// Where a value is not known.
pub fn unknown(field: UnknownField) -> Value {
    let missing = |field: &str| json!({"bool": {"must_not": [{"exists": {"field": field}}]}});
    match field {
        UnknownField::Outlet => json!({"term": {"outlet": ""}}),
        UnknownField::Language => json!({"term": {"language": ""}}),
        UnknownField::Author => missing("author"),
        UnknownField::Date => missing("date"),
        UnknownField::Speaker => json!({"term": {"nobody": true}}),
        UnknownField::Title => json!({"term": {"n_title": 0}}),
    }
}
