//! Exact counts by value: every page of a `composite` aggregation, never the first so many of a `terms`
//! aggregation, which shards only estimate.

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::client::Client;
use crate::engine::stop;
use crate::error::Result;

/// Buckets of one page; OpenSearch allows 65,535 in one answer.
const PAGE: usize = 10_000;

/// What was counted.
pub struct Counted {
    /// Documents by value; `None` for those without one.
    pub counts: FxHashMap<Option<String>, u64>,
    /// True if a part of the collection did not answer.
    pub is_partial: bool,
}

/// The first page of a count, to be asked together with others.
pub fn first_page(query: &Value, field: &str) -> Value {
    page(query, field, None)
}

fn page(query: &Value, field: &str, after: Option<&Value>) -> Value {
    let mut composite =
        json!({"size": PAGE, "sources": [{"value": {"terms": {"field": field, "missing_bucket": true}}}]});
    if let Some(after) = after {
        composite["after"] = after.clone();
    }
    json!({"size": 0, "query": query, "aggs": {"counts": {"composite": composite}}})
}

/// Counts the documents of a query by the values of a field, a document once for each of its values.
///
/// # Errors
/// Those of the cluster.
pub fn composite(client: &Client, index: &str, query: &Value, field: &str) -> Result<Counted> {
    let first = client.search(index, &first_page(query, field))?;
    rest(client, index, query, field, first)
}

/// Goes on from the answer to [`first_page`].
///
/// # Errors
/// Those of the cluster.
pub fn rest(client: &Client, index: &str, query: &Value, field: &str, first: Value) -> Result<Counted> {
    let mut counted = Counted { counts: FxHashMap::default(), is_partial: false };
    let mut answer = first;
    loop {
        counted.is_partial |= is_partial(&answer);
        let counts = &answer["aggregations"]["counts"];
        let buckets = counts["buckets"].as_array().map_or(&[][..], Vec::as_slice);
        for bucket in buckets {
            let value = match &bucket["key"]["value"] {
                Value::String(value) => Some(value.clone()),
                Value::Null => None,
                other => Some(other.to_string()),
            };
            *counted.counts.entry(value).or_default() += bucket["doc_count"].as_u64().unwrap_or(0);
        }
        if buckets.len() < PAGE || counts["after_key"].is_null() {
            return Ok(counted);
        }
        stop::check()?;
        answer = client.search(index, &page(query, field, Some(&counts["after_key"])))?;
    }
}

/// True if a part of the collection did not answer.
pub fn is_partial(answer: &Value) -> bool {
    answer["_shards"]["failed"].as_u64().unwrap_or(0) > 0 || answer["timed_out"] == Value::Bool(true)
}
