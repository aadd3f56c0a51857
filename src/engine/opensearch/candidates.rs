//! What only texts can decide: candidates are read and compared by the embedded engine.
//!
//! A query that the cluster cannot answer to the letter (`==Witch`, a distance between phrases, `NOT W/n`) is asked
//! of it loosely first. The articles found are indexed in memory, and what the embedded engine says of them
//! holds. That takes time for each candidate, so their number is bounded; beyond it the query is refused.

use std::ops::ControlFlow;

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Value, json};

use super::collection::Collection;
use super::encode::{decode, document_id};
use super::lower::Target;
use super::question::resolved;
use crate::engine::tantivy::Reader;
use crate::engine::{SearchRequest, Sort};
use crate::error::{Error, Result};
use crate::ingest::record_key;
use crate::model::Article;
use crate::query::Query;

/// Most articles that are read for one request.
pub const MAX_READ: u64 = 20_000;

/// An article with the name of its source.
type Sourced = (Article, String);

/// Articles taken from the cluster at once.
const PAGE: usize = 500;

/// Candidates whose texts the query matches, by the ids of their documents.
///
/// `candidates` matches at least what `query` does, of the kind of `target`.
///
/// # Errors
/// [`Error::Invalid`] if there are more than [`MAX_READ`], and those of the cluster.
pub fn confirmed(collection: &Collection, query: &Query, target: Target, candidates: &Value) -> Result<Vec<String>> {
    let query = resolved(collection, query)?;
    let (articles, quotations) = match target {
        Target::Articles => (articles(collection, candidates)?, FxHashSet::default()),
        Target::Quotations => of_quotations(collection, candidates)?,
    };
    let reader = in_memory(collection, articles)?;
    let request = SearchRequest { sort: Sort::Newest, ..SearchRequest::new(query) };
    let mut found = Vec::new();
    match target {
        Target::Articles => {
            for address in reader.matches(&request)? {
                let (article, source) = reader.stored(address)?;
                found.push(document_id(&source, &article.path, record_key(article.record.as_ref())));
            }
        }
        Target::Quotations => {
            for (address, numbers) in reader.quote_matches(&request)? {
                let (article, source) = reader.stored(address)?;
                let id = document_id(&source, &article.path, record_key(article.record.as_ref()));
                found.extend(numbers.iter().map(|number| format!("{id}-{}", number + 1)));
            }
            found.retain(|id| quotations.contains(id));
        }
    }
    Ok(found)
}

/// All articles that a query of the cluster finds, with the names of their sources.
///
/// # Errors
/// [`Error::Invalid`] if there are more than [`MAX_READ`], and those of the cluster.
fn articles(collection: &Collection, query: &Value) -> Result<Vec<(Article, String)>> {
    check(collection.count(query)?)?;
    let mut articles = Vec::new();
    let body =
        json!({"size": PAGE, "_source": ["text", "meta"], "query": query, "sort": [{"id": "asc"}, {"key": "asc"}]});
    collection.client.scroll(&collection.names.articles, &body, &mut |hits| {
        for hit in hits {
            articles.push(decode(&hit["_source"])?);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(articles)
}

/// Refuses to read too many articles.
///
/// # Errors
/// [`Error::Invalid`] beyond [`MAX_READ`].
fn check(count: u64) -> Result<()> {
    if count <= MAX_READ {
        return Ok(());
    }
    Err(Error::Invalid(format!(
        "on a cluster this query needs the texts of {count} articles, and at most {MAX_READ} are read; narrow it with more \
         words or filters (see docs/ENGINES.md)"
    )))
}

/// The articles of the quotations that a query of the cluster finds, and the ids of these.
fn of_quotations(collection: &Collection, query: &Value) -> Result<(Vec<Sourced>, FxHashSet<String>)> {
    let mut ids = FxHashSet::default();
    let mut parents: FxHashSet<String> = FxHashSet::default();
    let n_found = collection.count(query)?;
    check(n_found / 100)?;
    let body = json!({"size": 5_000, "_source": ["article"], "query": query, "sort": ["_doc"]});
    collection.client.scroll(&collection.names.articles, &body, &mut |hits| {
        for hit in hits {
            ids.insert(hit["_id"].as_str().unwrap_or("").to_owned());
            parents.insert(hit["_source"]["article"].as_str().unwrap_or("").to_owned());
        }
        Ok(ControlFlow::Continue(()))
    })?;
    check(parents.len() as u64)?;
    let parents: Vec<String> = parents.into_iter().collect();
    let found = by_ids(collection, &parents)?;
    Ok((found.into_values().collect(), ids))
}

/// Articles by the ids of their documents.
///
/// # Errors
/// Those of the cluster.
pub fn by_ids(collection: &Collection, ids: &[String]) -> Result<FxHashMap<String, (Article, String)>> {
    let mut found = FxHashMap::default();
    for part in ids.chunks(PAGE) {
        let answer = collection.search(&json!({
            "size": part.len(), "_source": ["text", "meta"], "query": {"ids": {"values": part}},
        }))?;
        for hit in super::collection::hits_of(&answer) {
            found.insert(hit["_id"].as_str().unwrap_or("").to_owned(), decode(&hit["_source"])?);
        }
    }
    Ok(found)
}

/// An index in memory of some of the collection's articles.
///
/// # Errors
/// [`Error::Engine`] if it cannot be made.
fn in_memory(collection: &Collection, articles: Vec<(Article, String)>) -> Result<Reader> {
    let outlets = collection.current.outlets.as_deref();
    Reader::of_articles(articles, collection.people.clone(), collection.matcher.stemmers.clone(), outlets)
}
