//! A search that can be repeated: what was asked, of which index, with which answer; and what has
//! changed when it is asked again.
//!
//! A [`Record`] holds the syntax tree, not the text that was typed, with days instead of `today`
//! and `7d`, so that it asks the same next year. Reading and writing it as a file is
//! [`crate::render::json::record`] and [`crate::render::json::read_record`].

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_128;

use crate::Index;
use crate::engine::{Facets, IdForm, SearchRequest};
use crate::error::Result;

/// Most ids kept in a record; of an answer with more only the hash of all tells a difference.
pub const MOST_IDS: usize = 10_000;

/// Most articles whose ids make the hash; what one request can list.
const MOST_HASHED: usize = 1_000_000;

/// A search, the index it was asked of, and its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Name and version of the program.
    pub program: String,
    /// The query as it was typed; what is repeated is the request.
    pub query: String,
    /// True if nothing had the phrase that was typed and its words were searched instead.
    pub relaxed: bool,
    /// What was asked.
    pub request: SearchRequest,
    /// Number of the commit.
    pub generation: u64,
    /// Hash of what was indexed; see [`Index::content_hash`].
    pub content: String,
    /// Number of articles in the index.
    pub articles: u64,
    /// The answer.
    pub answer: RecordedAnswer,
}

/// An answer as far as it is compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecordedAnswer {
    /// Number of matching articles.
    pub total: u64,
    /// Articles that match all but a date limit because they have no date.
    pub undated: u64,
    /// Ids of the matching articles as shown, in the order of the request, at most [`MOST_IDS`].
    pub ids: Vec<String>,
    /// Hash of the ids of all of them in that order, as hexadecimal digits.
    pub ids_hash: String,
    /// The facets asked for: name of the facet, value (empty for unknown), count.
    pub facets: Vec<(String, String, u64)>,
}

/// What differs between two answers to one request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Whether other articles are indexed, or the same were read otherwise.
    pub content: bool,
    /// Name and version of the program then and now, if they differ.
    pub program: Option<(String, String)>,
    /// Number of matching articles then and now.
    pub total: (u64, u64),
    /// Ids of articles that match now and did not then, in order.
    pub new: Vec<String>,
    /// Ids of articles that matched then and do not now, in order.
    pub gone: Vec<String>,
    /// Among the articles that matched and still do, the first rank, from 1, that another has now.
    pub first_moved: Option<usize>,
    /// Values of facets whose count differs: facet, value, count then and now.
    pub facets: Vec<(String, String, u64, u64)>,
    /// Whether the answers differ in anything above; also where more articles matched than are
    /// listed.
    pub answer: bool,
}

impl Record {
    /// Asks `request` of `index` and records the answer.
    ///
    /// # Errors
    /// Those of [`Index::search`].
    pub fn take(index: &Index, query: &str, relaxed: bool, request: &SearchRequest) -> Result<Record> {
        let all = SearchRequest {
            offset: 0,
            limit: MOST_HASHED,
            passages: 0,
            ids_only: Some(IdForm::Shown),
            ..request.clone()
        };
        let response = index.search(&all)?;
        let mut ids: Vec<String> = response.hits.into_iter().map(|hit| hit.id).collect();
        let ids_hash = format!("{:032x}", xxh3_128(ids.join("\n").as_bytes()));
        ids.truncate(MOST_IDS);
        Ok(Record {
            program: concat!("news-search ", env!("CARGO_PKG_VERSION")).to_owned(),
            query: query.to_owned(),
            relaxed,
            request: request.clone(),
            generation: index.generation(),
            content: index.content_hash()?,
            articles: response.articles,
            answer: RecordedAnswer {
                total: response.total,
                undated: response.undated,
                ids,
                ids_hash,
                facets: flat(&response.facets),
            },
        })
    }

    /// Asks the same again, of the same index or of another.
    ///
    /// # Errors
    /// Those of [`Index::search`].
    pub fn again(&self, index: &Index) -> Result<Record> {
        Record::take(index, &self.query, self.relaxed, &self.request)
    }

    /// What differs in a later answer to the same request.
    pub fn changes(&self, now: &Record) -> Changes {
        let (before, after) = (&self.answer, &now.answer);
        let is_whole = |answer: &RecordedAnswer| answer.ids.len() as u64 == answer.total;
        let (mut new, mut gone) = (Vec::new(), Vec::new());
        if is_whole(before) && is_whole(after) {
            new = without(&after.ids, &before.ids);
            gone = without(&before.ids, &after.ids);
        }
        // What came and went moves the rest, which is no news.
        let (staying, stayed) = (without(&before.ids, &gone), without(&after.ids, &new));
        let first_moved = (0..staying.len().max(stayed.len())).find(|at| staying.get(*at) != stayed.get(*at));
        let facets = facet_changes(&before.facets, &after.facets);
        Changes {
            content: self.content != now.content,
            program: (self.program != now.program).then(|| (self.program.clone(), now.program.clone())),
            total: (before.total, after.total),
            answer: before.total != after.total || before.ids_hash != after.ids_hash || !facets.is_empty(),
            first_moved: first_moved.map(|at| at + 1),
            new,
            gone,
            facets,
        }
    }
}

/// Those of `all` that `known` has not, in order; an id that stands several times counts as often.
fn without(all: &[String], known: &[String]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for id in known {
        *counts.entry(id).or_default() += 1;
    }
    let is_new = |id: &&String| match counts.get_mut(id.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    all.iter().filter(is_new).cloned().collect()
}

fn facet_changes(then: &[(String, String, u64)], now: &[(String, String, u64)]) -> Vec<(String, String, u64, u64)> {
    let mut counts: BTreeMap<(&str, &str), (u64, u64)> = BTreeMap::new();
    for (facet, value, count) in then {
        counts.entry((facet, value)).or_default().0 = *count;
    }
    for (facet, value, count) in now {
        counts.entry((facet, value)).or_default().1 = *count;
    }
    let changed = counts.into_iter().filter(|(_, (then, now))| then != now);
    changed.map(|((facet, value), (then, now))| (facet.to_owned(), value.to_owned(), then, now)).collect()
}

fn flat(facets: &Facets) -> Vec<(String, String, u64)> {
    let mut all = Vec::new();
    for (name, rows) in facets.sections() {
        for (value, count) in rows {
            all.push((name.to_owned(), value.unwrap_or("").to_owned(), count));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Query;

    fn record(ids: &[&str], facets: &[(&str, u64)]) -> Record {
        Record {
            program: "p 1".to_owned(),
            query: "q".to_owned(),
            relaxed: false,
            request: SearchRequest::new(Query::All),
            generation: 1,
            content: "c".to_owned(),
            articles: 9,
            answer: RecordedAnswer {
                total: ids.len() as u64,
                undated: 0,
                ids: ids.iter().map(|id| id.to_string()).collect(),
                ids_hash: ids.join("\n"),
                facets: facets.iter().map(|(value, count)| ("outlet".to_owned(), value.to_string(), *count)).collect(),
            },
        }
    }

    #[test]
    fn the_same_answer_has_no_changes() {
        let then = record(&["a", "b"], &[("Fox", 2)]);
        let changes = then.changes(&Record { generation: 7, ..then.clone() });
        assert_eq!(changes, Changes { total: (2, 2), ..Changes::default() });
    }

    #[test]
    fn what_came_and_went_and_moved_is_named() {
        let then = record(&["a", "b", "c", "c"], &[("Fox", 2), ("NBC", 1)]);
        let now = record(&["a", "c", "d", "b"], &[("Fox", 2), ("CNN", 1)]);
        let changes = then.changes(&now);
        assert_eq!((changes.new, changes.gone), (vec!["d".to_owned()], vec!["c".to_owned()]));
        assert_eq!((changes.first_moved, changes.total, changes.answer), (Some(2), (4, 4), true), "b and c");
        let facet = |value: &str, then, now| ("outlet".to_owned(), value.to_owned(), then, now);
        assert_eq!(changes.facets, [facet("CNN", 0, 1), facet("NBC", 1, 0)]);
    }
}
