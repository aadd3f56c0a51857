//! A request as the cluster is asked it: the query, the filters beside it, what to order by.

use std::cell::RefCell;

use serde_json::{Value, json};

use super::candidates;
use super::collection::Collection;
use super::lower::filters::{dates, keys_of, terms, unknown};
use super::lower::{Dictionary, Lowered, Lowering, Target};
use crate::engine::tantivy::{Known, people_named, phrase_of, resolved_by};
use crate::engine::{Facet, SearchRequest, Sort, undated};
use crate::error::Result;
use crate::query::Query;
use crate::query::ast::UnknownField;

/// A request made ready.
pub struct Question {
    /// What it goes over.
    pub target: Target,
    /// What is looked for.
    query: Value,
    /// What is to be ranked before everything else, if anything is.
    first: Option<Value>,
    /// The filters beside it, each with the facet whose counts leave it out; `None` for one that all counts regard.
    filters: Vec<(Option<Facet>, Value)>,
    /// The limit of dates has articles without one left out.
    leaves_undated_out: bool,
    /// What a date in the query leaves out because it has none, if there is such a date.
    undated: Option<Box<Question>>,
    /// What to tell the user of names that were widened.
    pub notes: Vec<String>,
}

impl Question {
    /// Makes a request ready; asks the cluster for words and names, and reads candidates where only their
    /// texts can decide.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] for what is too much, and those of the cluster.
    pub fn new(collection: &Collection, request: &SearchRequest, target: Target) -> Result<Question> {
        let lowering = Lowering::new(collection, target)?;
        let (mut filters, leaves_undated_out, mut notes) = filters(collection, request)?;
        let Lowered { part, exact } = lowering.root(&request.query)?;
        let query = Lowered { part, exact: true }.query();
        let first = match (request.sort == Sort::Relevance).then(|| phrase_of(&request.query)).flatten() {
            Some(phrase) => Some(lowering.root(&phrase)?).filter(|first| first.exact).map(Lowered::query),
            None => None,
        };
        for note in lowering.notes.into_inner() {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        if !exact {
            // Filters that some count leaves out do not narrow the candidates.
            let sure = filters.iter().filter(|(facet, _)| facet.is_none_or(|facet| !request.facets.contains(&facet)));
            let mut conditions: Vec<Value> = sure.map(|(_, filter)| filter.clone()).collect();
            if leaves_undated_out {
                conditions.retain(|filter| filter.get("range").is_none());
            }
            conditions.extend([target.filter(), query.clone()]);
            let candidates = json!({"bool": {"filter": conditions}});
            let confirmed = candidates::confirmed(collection, &request.query, target, &candidates)?;
            filters.push((None, json!({"ids": {"values": confirmed}})));
        }
        let undated = undated(request).map(|of_query| Question::new(collection, &of_query, target));
        let undated = undated.transpose()?.map(Box::new);
        Ok(Question { target, query, first, filters, leaves_undated_out, undated, notes })
    }

    /// One more condition, which all counts regard.
    pub fn also(&mut self, filter: Value) {
        if let Some(undated) = &mut self.undated {
            undated.also(filter.clone());
        }
        self.filters.push((None, filter));
    }

    /// All conditions but the filter of a facet.
    pub fn without(&self, left_out: Option<Facet>) -> Value {
        self.asked(|facet| facet.is_none() || facet != left_out, Vec::new(), Vec::new())
    }

    fn asked(&self, is_kept: impl Fn(Option<Facet>) -> bool, also: Vec<Value>, not: Vec<Value>) -> Value {
        let mut filters = vec![self.target.filter()];
        filters.extend(self.filters.iter().filter(|(facet, _)| is_kept(*facet)).map(|(_, filter)| filter.clone()));
        filters.extend(also);
        json!({"bool": {"must": [self.query], "filter": filters, "must_not": not}})
    }

    /// What matches all but the dates asked for, as it has none; `None` if none are asked for.
    pub fn undated(&self) -> Option<Value> {
        if let Some(of_query) = &self.undated {
            return Some(of_query.without(None));
        }
        self.leaves_undated_out
            .then(|| self.asked(|facet| facet != Some(Facet::Date), vec![unknown(UnknownField::Date)], Vec::new()))
    }

    /// What is ranked first, and what comes after it; one query if nothing is ranked first.
    pub fn ranked(&self) -> Vec<Value> {
        match &self.first {
            None => vec![self.without(None)],
            Some(first) => vec![
                self.asked(|_| true, vec![first.clone()], Vec::new()),
                self.asked(|_| true, Vec::new(), vec![first.clone()]),
            ],
        }
    }

    /// The order of the hits; equals in order of id, then of source and path.
    pub fn order(&self, sort: Sort) -> Value {
        let date = |order: &str| json!({"date": {"order": order, "missing": "_last"}});
        let mut order = match sort {
            Sort::Relevance => vec![json!({"_score": "desc"})],
            Sort::Newest => vec![date("desc")],
            Sort::Oldest => vec![date("asc")],
        };
        order.extend([json!({"id": "asc"}), json!({"key": "asc"})]);
        if self.target == Target::Quotations {
            order.push(json!({"ordinal": "asc"}));
        }
        json!(order)
    }
}

/// The filters of a request.
#[allow(clippy::type_complexity)]
fn filters(
    collection: &Collection,
    request: &SearchRequest,
) -> Result<(Vec<(Option<Facet>, Value)>, bool, Vec<String>)> {
    let notes = RefCell::new(Vec::new());
    let keeps_unknown = |facet: Facet| request.unknown.contains(&facet);
    let mut filters: Vec<(Option<Facet>, Value)> = Vec::new();
    let any = |parts: Vec<Value>| json!({"bool": {"should": parts, "minimum_should_match": 1}});
    if keeps_unknown(Facet::Outlet) || !request.outlets.is_empty() {
        let mut outlets: Vec<String> = keeps_unknown(Facet::Outlet).then(String::new).into_iter().collect();
        for name in &request.outlets {
            outlets.extend(collection.outlets(name, &mut notes.borrow_mut())?);
        }
        filters.push((Some(Facet::Outlet), terms("outlet", &outlets)));
    }
    if keeps_unknown(Facet::Author) || !request.authors.is_empty() {
        let mut authors = Vec::new();
        for name in &request.authors {
            authors.extend(collection.authors(name, &mut notes.borrow_mut())?);
        }
        let mut parts = vec![terms("author", &authors)];
        parts.extend(keeps_unknown(Facet::Author).then(|| unknown(UnknownField::Author)));
        filters.push((Some(Facet::Author), any(parts)));
    }
    if keeps_unknown(Facet::Language) || !request.languages.is_empty() {
        let mut languages: Vec<String> = keeps_unknown(Facet::Language).then(String::new).into_iter().collect();
        languages.extend(request.languages.iter().cloned());
        filters.push((Some(Facet::Language), terms("language", &languages)));
    }
    if keeps_unknown(Facet::Speaker) || !request.speakers.is_empty() {
        let wanted = people_named(&collection.people, &request.speakers, &mut notes.borrow_mut());
        let mut parts = vec![terms("speaker", &keys_of(&collection.people, &wanted))];
        parts.extend(keeps_unknown(Facet::Speaker).then(|| unknown(UnknownField::Speaker)));
        filters.push((Some(Facet::Speaker), any(parts)));
    }
    let no_date = keeps_unknown(Facet::Date);
    let has_limit = !request.dates.is_open();
    if has_limit && no_date {
        filters.push((Some(Facet::Date), any(vec![dates(request.dates), unknown(UnknownField::Date)])));
    } else if has_limit {
        filters.push((Some(Facet::Date), dates(request.dates)));
    } else if no_date {
        filters.push((Some(Facet::Date), unknown(UnknownField::Date)));
    }
    Ok((filters, has_limit && !no_date, notes.into_inner()))
}

/// A query whose names of outlets and authors are those of the collection, so that it means the same among a few
/// articles of it.
///
/// # Errors
/// Those of the dictionary.
pub fn resolved(dictionary: &dyn Dictionary, query: &Query) -> Result<Query> {
    let mut notes = Vec::new();
    resolved_by(query, &mut |field, name| match field {
        Known::Outlets => dictionary.outlets(name, &mut notes),
        Known::Authors => dictionary.authors(name, &mut notes),
    })
}
