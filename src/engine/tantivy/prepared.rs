//! A query made ready for stored articles: where its words stand, and whether its filters hold.
//!
//! Which articles match is told by the index; what is shown of one (passages, marks, lines of a concordance) by its
//! text. A filter decides that too: in `hoax OR (scam outlet:gazette)` no `scam` counts but in the Gazette. So filters
//! are asked of the stored article, whose values are those of the columns; what their names mean is worked out
//! beforehand, as it hangs on which names the archive has.

use rustc_hash::FxHashMap;

use super::names::{Known, people, resolved};
use super::reader::Reader;
use crate::error::Result;
use crate::model::Article;
use crate::people::People;
use crate::query::ast::UnknownField;
use crate::query::matching::Matcher;
use crate::query::{Name, Query};
use crate::text::Stemmer;

/// A query made ready.
pub struct Prepared<'l> {
    pub matcher: Matcher<'l>,
    /// The people that each list of names in the query means, as sets by their numbers.
    people: FxHashMap<Vec<Name>, Vec<bool>>,
}

impl<'l> Prepared<'l> {
    /// Makes a query ready whose names of outlets and authors are values that articles have ([`resolved`]).
    pub fn new(query: &Query, known: &People, stemmers: &'l [Stemmer]) -> Prepared<'l> {
        let mut people = FxHashMap::default();
        find_people(query, known, &mut people);
        Prepared { matcher: Matcher::new(query, stemmers), people }
    }

    /// True if any of the names means that person.
    pub fn means(&self, names: &[Name], person: u32) -> bool {
        self.people.get(names).is_some_and(|kept| kept.get(person as usize) == Some(&true))
    }

    /// True if a filter holds for an article; `speakers`: who said each of its quotations.
    pub fn holds(&self, filter: &Query, article: &Article, speakers: &[Option<u32>]) -> bool {
        match filter {
            Query::Outlet(name) => article.outlet.as_ref().is_some_and(|outlet| outlet.value == name.text),
            Query::Author(name) => article.authors.iter().any(|author| author.value == name.text),
            Query::Language(code) => article.language.as_ref() == Some(code),
            Query::Date(range) => article.date.as_ref().is_some_and(|date| range.contains(date.value)),
            Query::Speaker(name) => {
                let names = std::slice::from_ref(name);
                speakers.iter().flatten().any(|person| self.means(names, *person))
            }
            Query::Unknown(field) => match field {
                UnknownField::Outlet => article.outlet.is_none(),
                UnknownField::Author => article.authors.is_empty(),
                UnknownField::Speaker => article.quotes.iter().all(|quote| quote.speaker.is_none()),
                UnknownField::Language => article.language.is_none(),
                UnknownField::Date => article.date.is_none(),
                UnknownField::Title => {
                    let has_words = |title: &str| title.chars().any(char::is_alphanumeric);
                    !article.title.as_ref().is_some_and(|title| has_words(&title.value))
                }
            },
            _ => true,
        }
    }
}

impl Reader {
    /// Makes a query ready whose names of outlets and authors are values that articles have.
    pub fn prepared(&self, query: &Query) -> Prepared<'_> {
        Prepared::new(query, &self.people, &self.stemmers)
    }

    /// A query whose names of outlets and authors are values that articles of this index have.
    pub fn resolved(&self, query: &Query) -> Result<Query> {
        let mut resolver = self.resolver();
        resolved(query, &mut |field, name| match field {
            Known::Outlets => resolver.outlets(name),
            Known::Authors => resolver.authors(name),
        })
    }
}

fn find_people(query: &Query, known: &People, found: &mut FxHashMap<Vec<Name>, Vec<bool>>) {
    let mut add = |names: &[Name]| {
        if !names.is_empty() && !found.contains_key(names) {
            found.insert(names.to_vec(), people(known, names, &mut Vec::new()));
        }
    };
    match query {
        Query::Speaker(name) => add(std::slice::from_ref(name)),
        Query::In { query, speakers, .. } => {
            add(speakers);
            find_people(query, known, found);
        }
        Query::And(parts) | Query::Or(parts) => parts.iter().for_each(|part| find_people(part, known, found)),
        Query::Not(inner) | Query::AtLeast { query: inner, .. } => find_people(inner, known, found),
        Query::Near { left, right, .. } => [left, right].into_iter().for_each(|part| find_people(part, known, found)),
        _ => {}
    }
}
