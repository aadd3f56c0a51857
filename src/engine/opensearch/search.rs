//! Answering a search for articles.

use serde_json::{Value, json};

use super::collection::{Collection, hits_of, total_of};
use super::encode::decode;
use super::facets;
use super::lower::Target;
use super::question::{Question, resolved};
use crate::engine::tantivy::{Prepared, Reader, check_page, names};
use crate::engine::{Hit, IdForm, SearchRequest, SearchResponse, Sort};
use crate::error::Result;
use crate::index::not_on_a_cluster as not_here;
use crate::model::Article;
use crate::query::Query;

/// A hit as the cluster gives it.
pub struct Raw {
    /// Rank, from 1.
    pub rank: usize,
    /// Score; 0 when not sorted by relevance.
    pub score: f32,
    /// The whole of it.
    pub hit: Value,
}

impl Collection {
    /// Answers a request.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] for what is too much or cannot be done on a cluster, and those of the cluster.
    pub fn articles(&self, request: &SearchRequest) -> Result<SearchResponse> {
        check_page(request, "hits", "`export` lists all")?;
        if request.distinct.is_some() {
            return Err(not_here("counting reprints once (`--distinct`)"));
        }
        let question = Question::new(self, request, Target::Articles)?;
        let source = match request.ids_only {
            Some(IdForm::Plain) => json!(false),
            Some(IdForm::Shown) => json!(["meta"]),
            None => json!(["text", "meta"]),
        };
        let (total, best) = self.best(&question, request, &source)?;
        let mut response = SearchResponse {
            total,
            articles: self.count(&Target::Articles.filter())?,
            undated: question.undated().map_or(Ok(0), |query| self.count(&query))?,
            ..SearchResponse::default()
        };
        response.facets = facets::facets(self, &question, request)?;
        response.hits = self.hits(best, request)?;
        response.notes = question.notes;
        response.notes.extend(self.partial_note());
        Ok(response)
    }

    /// The hits of the page that is asked for, and how many there are in all.
    pub fn best(&self, question: &Question, request: &SearchRequest, source: &Value) -> Result<(u64, Vec<Raw>)> {
        let order = question.order(request.sort);
        let (mut offset, mut wanted) = (request.offset, request.limit);
        let (mut total, mut best) = (0, Vec::new());
        for query in question.ranked() {
            let answer = self.search(&json!({
                "query": query, "from": if wanted == 0 { 0 } else { offset }, "size": wanted, "sort": order,
                "_source": source, "track_total_hits": true, "track_scores": request.sort == Sort::Relevance,
            }))?;
            let count = total_of(&answer);
            total += count;
            for hit in hits_of(&answer) {
                let score = hit["_score"].as_f64().unwrap_or(0.0) as f32;
                best.push(Raw { rank: request.offset + best.len() + 1, score, hit: hit.clone() });
            }
            wanted = request.limit.saturating_sub(best.len());
            offset = offset.saturating_sub(usize::try_from(count).unwrap_or(usize::MAX));
        }
        Ok((total, best))
    }

    fn hits(&self, best: Vec<Raw>, request: &SearchRequest) -> Result<Vec<Hit>> {
        if request.ids_only == Some(IdForm::Plain) {
            let id = |hit: &Value| {
                let at = hit["sort"].as_array().map_or(0, |sort| sort.len().saturating_sub(2));
                hit["sort"][at].as_str().unwrap_or("").to_owned()
            };
            return Ok(best
                .iter()
                .map(|raw| Hit { rank: raw.rank, score: raw.score, id: id(&raw.hit), ..Hit::default() })
                .collect());
        }
        let articles: Vec<(Article, String)> =
            best.iter().map(|raw| decode(&raw.hit["_source"])).collect::<Result<_>>()?;
        let ids = self.ids_of(&articles)?;
        let query = (request.passages > 0).then(|| resolved(self, &request.query)).transpose()?;
        let query = query.map(|query| self.matcher.prepared(&query));
        let shown = best.iter().zip(articles).zip(ids).map(|((raw, (article, _)), id)| {
            let (rank, score) = (raw.rank, raw.score);
            if request.ids_only.is_some() {
                return Hit { rank, score, id, ..Hit::default() };
            }
            Hit { rank, score, ..shown(&self.matcher, article, id, query.as_ref(), request.passages) }
        });
        Ok(shown.collect())
    }

    /// A query whose names of outlets and authors are values that articles of the collection have.
    ///
    /// # Errors
    /// Those of the cluster.
    pub fn resolved(&self, query: &Query) -> Result<Query> {
        resolved(self, query)
    }

    /// The ids to show of some articles, with the names of their sources.
    pub fn ids_of(&self, articles: &[(Article, String)]) -> Result<Vec<String>> {
        let forms: Vec<Vec<String>> =
            articles.iter().map(|(article, source)| names(source, &article.path, article.record.as_ref())).collect();
        self.shown_ids(&forms)
    }
}

/// What is shown of an article that matches.
fn shown(matcher_of: &Reader, article: Article, id: String, query: Option<&Prepared<'_>>, most: usize) -> Hit {
    let passages = query.map_or_else(Vec::new, |query| matcher_of.passages(query, &article, most));
    let mut speakers: Vec<String> = Vec::new();
    for person in matcher_of.people_of(&article).into_iter().flatten() {
        if !speakers.contains(&person) {
            speakers.push(person);
        }
    }
    Hit {
        id,
        title: article.title.map(|title| title.value),
        outlet: article.outlet.map(|outlet| outlet.value),
        date: article.date.map(|date| (date.value, date.certainty)),
        authors: article.authors.into_iter().map(|author| author.value).collect(),
        url: article.url.map(|url| url.value),
        path: article.path,
        speakers,
        passages,
        ..Hit::default()
    }
}
