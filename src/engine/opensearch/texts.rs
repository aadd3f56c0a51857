//! Answers that come of the texts of all articles that match: concordances and comparisons.
//!
//! The cluster says which articles match and hands them over in the order of the request, page by page; what their texts
//! say is found by the code of the embedded engine. Of a page nothing is kept but what the answer needs, so any number of
//! articles may match.

use std::ops::ControlFlow;

use serde_json::{Value, json};

use super::client::Client;
use super::collection::Collection;
use super::encode::decode;
use super::lower::Target;
use super::question::{Question, resolved};
use crate::engine::tantivy::{Comparing, Gathering, check_page, names};
use crate::engine::{
    ComparisonRequest, ComparisonResponse, ConcordanceRequest, ConcordanceResponse, LineOrder, SearchRequest, Sort,
};
use crate::error::Result;
use crate::index::not_on_a_cluster;

/// Articles handed over at once.
const PAGE: usize = 250;

/// Words whose occurrences are asked for at once.
const WORDS: usize = 250;

impl Collection {
    /// Answers a request for a concordance.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] for what is too much, [`crate::Error::Unsupported`] for what is not done on a cluster, and
    /// those of the cluster.
    pub fn concordance(&self, request: &ConcordanceRequest) -> Result<ConcordanceResponse> {
        check_page(&request.search, "lines", "`--group` and `--collocates` count all of them")?;
        if request.search.distinct.is_some() {
            return Err(not_on_a_cluster("counting reprints once (`--distinct`)"));
        }
        let is_listed = request.group.is_none() && request.collocates.is_none();
        // What is counted, or ordered by words, needs no order of articles.
        let order = if is_listed { request.order } else { LineOrder::Left };
        let sort = if order == LineOrder::Relevance { Sort::Relevance } else { Sort::Oldest };
        let asked = SearchRequest { facets: Vec::new(), sort, ..request.search.clone() };
        let question = Question::new(self, &asked, Target::Articles)?;
        let search = SearchRequest { query: resolved(self, &asked.query)?, ..request.search.clone() };
        let request = ConcordanceRequest { search, ..request.clone() };
        let mut gathering = Gathering::new(&self.matcher, &request);
        if request.search.query.asks_words() {
            for (query, sort) in in_order(&question, order) {
                let body = json!({"size": PAGE, "_source": ["text", "meta"], "query": query, "sort": sort});
                self.client.scroll(&self.names.articles, &body, &mut |hits| {
                    gathering.take(hits.iter().map(|hit| decode(&hit["_source"])).collect::<Result<Vec<_>>>()?)?;
                    Ok(ControlFlow::Continue(()))
                })?;
            }
        }
        let mut response = gathering.answer(
            &|articles| {
                let forms: Vec<Vec<String>> =
                    articles.iter().map(|one| names(&one.source, &one.path, one.record.as_ref())).collect();
                self.shown_ids(&forms)
            },
            &|words| self.occurrences(words),
        )?;
        response.undated = question.undated().map_or(Ok(0), |query| self.count(&query))?;
        response.notes = question.notes;
        response.notes.extend(self.partial_note());
        Ok(response)
    }

    /// How often folded words occur in the texts of the collection, and how many words these have.
    fn occurrences(&self, words: &[String]) -> Result<(Vec<u64>, u64)> {
        let articles = Target::Articles.filter();
        let answer =
            self.search(&json!({"size": 0, "query": articles, "aggs": {"words": {"sum": {"field": "w_body"}}}}))?;
        let n_words = answer["aggregations"]["words"]["value"].as_f64().unwrap_or(0.0) as u64;
        let mut counts = Vec::with_capacity(words.len());
        for part in words.chunks(WORDS) {
            let asked: Vec<Value> = part.iter().map(|word| occurrences_of(word)).collect();
            for answer in self.client.msearch(&self.names.articles, &asked)? {
                if let Some(problem) = Client::missing(&answer) {
                    return Err(crate::Error::cluster(self.client.any_url(), "counting words", problem));
                }
                counts.push(answer["aggregations"]["count"]["value"].as_f64().unwrap_or(0.0) as u64);
            }
        }
        Ok((counts, n_words))
    }

    /// Answers a comparison of two sets of articles.
    ///
    /// # Errors
    /// As for [`Collection::concordance`].
    pub fn compare(&self, request: &ComparisonRequest) -> Result<ComparisonResponse> {
        if request.a.distinct.is_some() || request.b.distinct.is_some() {
            return Err(not_on_a_cluster("counting reprints once (`--distinct`)"));
        }
        let question = |search: &SearchRequest| {
            let search = SearchRequest { facets: Vec::new(), sort: Sort::Oldest, ..search.clone() };
            Question::new(self, &search, Target::Articles)
        };
        let (a, b) = (question(&request.a)?, question(&request.b)?);
        let named = |question: &Question, name: &str| {
            let mut query = question.without(None);
            query["bool"]["_name"] = json!(name);
            query
        };
        let either = json!({"bool": {"should": [named(&a, "a"), named(&b, "b")], "minimum_should_match": 1}});
        let mut comparing = Comparing::new(&self.matcher, request);
        let body = json!({
            "size": PAGE, "_source": ["text", "meta"], "query": either, "sort": [{"id": "asc"}, {"key": "asc"}],
        });
        self.client.scroll(&self.names.articles, &body, &mut |hits| {
            for hit in hits {
                let matched = hit["matched_queries"].as_array();
                let is_in = |name: &str| matched.is_some_and(|matched| matched.iter().any(|one| one == name));
                comparing.take(&decode(&hit["_source"])?.0, [is_in("a"), is_in("b")]);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        let mut response = comparing.answer();
        let undated = |question: &Question| question.undated().map_or(Ok(0), |query| self.count(&query));
        (response.a.undated, response.b.undated) = (undated(&a)?, undated(&b)?);
        response.notes = a.notes;
        response.notes.extend(b.notes.into_iter().filter(|note| !response.notes.contains(note)).collect::<Vec<_>>());
        response.notes.extend(self.partial_note());
        Ok(response)
    }
}

/// The queries that together find the articles in an order, each with its own.
fn in_order(question: &Question, order: LineOrder) -> Vec<(Value, Value)> {
    let by = |sort: Sort| question.order(sort);
    match order {
        LineOrder::Relevance => question.ranked().into_iter().map(|query| (query, by(Sort::Relevance))).collect(),
        LineOrder::Newest => vec![(question.without(None), by(Sort::Newest))],
        LineOrder::Oldest => vec![(question.without(None), by(Sort::Oldest))],
        LineOrder::Outlet => {
            let mut order = by(Sort::Oldest);
            if let Some(order) = order.as_array_mut() {
                order.insert(0, json!({"outlet": "asc"}));
            }
            // An unknown one is empty.
            let is_unknown = json!({"term": {"outlet": ""}});
            let all = question.without(None);
            let known = json!({"bool": {"must": [all], "must_not": [is_unknown]}});
            let unknown = json!({"bool": {"must": [all], "filter": [is_unknown]}});
            vec![(known, order), (unknown, by(Sort::Oldest))]
        }
        LineOrder::Left | LineOrder::Right => {
            vec![(question.without(None), json!([{"id": "asc"}, {"key": "asc"}]))]
        }
    }
}

/// Asks for the sum of the frequencies of a word in texts.
fn occurrences_of(word: &str) -> Value {
    // A score is the frequency itself.
    json!({
        "size": 0,
        "query": {"bool": {"must": [{"term": {"body": word}}], "filter": [Target::Articles.filter()]}},
        "aggs": {"count": {"sum": {"script": {"source": "_score"}}}},
    })
}
