//! Answering a search for quotations, and who is quoted.

use std::ops::ControlFlow;

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::collection::{Collection, total_of};
use super::lower::Target;
use super::lower::filters::terms;
use super::question::Question;
use super::{candidates, facets};
use crate::engine::tantivy::{NOBODY, OpenedQuotations, check_page, said, said_words};
use crate::engine::{QuoteRequest, QuoteResponse, SearchRequest, Sort, Speaker};
use crate::error::Result;
use crate::index::not_on_a_cluster;
use crate::model::{Article, Date};
use crate::query::Name;

impl Collection {
    /// Answers a request for quotations.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] for what is too much or cannot be done on a cluster, and those of the cluster.
    pub fn quotations(&self, request: &QuoteRequest) -> Result<QuoteResponse> {
        let asked = &request.search;
        check_page(asked, "quotations", "filters such as `--speaker` leave fewer")?;
        if asked.distinct.is_some() {
            return Err(not_on_a_cluster("counting reprints once (`--distinct`)"));
        }
        let mut question = Question::new(self, asked, Target::Quotations)?;
        if request.min_probability > 0.0 {
            // Stored in thousandths; the same comparison as with a stored article.
            let least = (0..=1000u16).find(|thousandths| f32::from(*thousandths) / 1000.0 >= request.min_probability);
            question.also(match least {
                Some(least) => json!({"range": {"probability": {"gte": least}}}),
                None => json!({"match_none": {}}),
            });
        }
        let (total, best) = self.best(&question, asked, &json!(["article", "ordinal"]))?;
        let mut response = QuoteResponse {
            total,
            quotations: self.count(&Target::Quotations.filter())?,
            undated: question.undated().map_or(Ok(0), |query| self.count(&query))?,
            ..QuoteResponse::default()
        };
        response.facets = facets::facets(self, &question, asked)?;
        let place = |hit: &Value| {
            let source = &hit["_source"];
            let number = source["ordinal"].as_u64().unwrap_or(1).saturating_sub(1) as usize;
            (source["article"].as_str().unwrap_or("").to_owned(), number)
        };
        let mut parents: Vec<String> = best.iter().map(|raw| place(&raw.hit).0).collect();
        parents.sort_unstable();
        parents.dedup();
        let opened = self.opened(&parents)?;
        let words = said_words(&asked.query).map(said);
        let words = words.as_ref().map(|words| self.matcher.prepared(words));
        for raw in &best {
            let (parent, number) = place(&raw.hit);
            let Some(article) = opened.get(&parent) else { continue };
            let Some(mut hit) = article.hit(number) else { continue };
            (hit.rank, hit.score) = (raw.rank, if asked.sort == Sort::Relevance { raw.score } else { 0.0 });
            if let Some(words) = &words {
                hit.highlights = self.matcher.quote_marks(words, &article.article, number);
            }
            response.hits.push(hit);
        }
        response.notes = question.notes;
        response.notes.extend(self.partial_note());
        Ok(response)
    }

    fn opened(&self, parents: &[String]) -> Result<FxHashMap<String, OpenedQuotations>> {
        let (keys, articles): (Vec<String>, Vec<(Article, String)>) =
            candidates::by_ids(self, parents)?.into_iter().unzip();
        let ids = self.ids_of(&articles)?;
        let opened = articles.into_iter().zip(ids).map(|((article, _), id)| self.matcher.opened(article, id));
        Ok(keys.into_iter().zip(opened).collect())
    }

    /// All matching quotations: the ids of articles' documents in order of the articles' ids, each with the numbers
    /// of its quotations that match, from 0.
    ///
    /// # Errors
    /// As for a search.
    pub fn quote_matches(&self, request: &SearchRequest) -> Result<Vec<(String, Vec<usize>)>> {
        if request.distinct.is_some() {
            return Err(not_on_a_cluster("counting reprints once (`--distinct`)"));
        }
        let question = Question::new(self, request, Target::Quotations)?;
        let body = json!({
            "size": 5_000, "_source": ["article", "ordinal"], "query": question.without(None),
            "sort": [{"id": "asc"}, {"key": "asc"}, {"ordinal": "asc"}],
        });
        let mut found: Vec<(String, Vec<usize>)> = Vec::new();
        self.client.scroll(&self.names.articles, &body, &mut |hits| {
            for hit in hits {
                let parent = hit["_source"]["article"].as_str().unwrap_or("");
                let number = hit["_source"]["ordinal"].as_u64().unwrap_or(1).saturating_sub(1) as usize;
                match found.last_mut() {
                    Some((last, numbers)) if last == parent => numbers.push(number),
                    _ => found.push((parent.to_owned(), vec![number])),
                }
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(found)
    }

    /// Everyone who is quoted, or those whom a name means; most quoted first.
    ///
    /// # Errors
    /// Those of the cluster.
    pub fn speakers(&self, pattern: Option<&str>) -> Result<Vec<Speaker>> {
        let wanted = pattern.map(|text| self.people.find(&Name { text: text.trim().to_owned(), exact: false }).people);
        let is_wanted = |person: u32| person != NOBODY && wanted.as_ref().is_none_or(|wanted| wanted.contains(&person));
        let person_of = |key: &Option<String>| {
            let person = key.as_deref().and_then(|key| self.people.of_key(key)).unwrap_or(NOBODY);
            Some(person).filter(|person| is_wanted(*person))
        };
        let mut quotations: FxHashMap<u32, u64> = FxHashMap::default();
        for (key, count) in self.counts(&Target::Quotations.filter(), "speaker")? {
            if let Some(person) = person_of(&key) {
                *quotations.entry(person).or_default() += count;
            }
        }
        let mut articles: FxHashMap<u32, (u64, Vec<String>)> = FxHashMap::default();
        for (key, count) in self.counts(&Target::Articles.filter(), "speaker")? {
            if let (Some(person), Some(key)) = (person_of(&key), key) {
                let entry = articles.entry(person).or_default();
                entry.0 += count;
                entry.1.push(key);
            }
        }
        let people: Vec<(u32, (u64, Vec<String>))> = articles.into_iter().collect();
        let mut speakers = Vec::with_capacity(people.len());
        for part in people.chunks(200) {
            let asked: Vec<Value> = part
                .iter()
                .map(|(_, (_, keys))| {
                    let query = json!({"bool": {"filter": [Target::Articles.filter(), terms("speaker", keys)]}});
                    json!({
                        "size": 0, "track_total_hits": true, "query": query,
                        "aggs": {"first": {"min": {"field": "date"}}, "last": {"max": {"field": "date"}}},
                    })
                })
                .collect();
            for ((person, _), answer) in part.iter().zip(self.search_all(&asked)?) {
                let day = |name: &str| {
                    let value = answer["aggregations"][name]["value"].as_f64()?;
                    Date::from_number(value as u32)
                };
                let Some(known) = self.people.person(*person) else { continue };
                speakers.push(Speaker {
                    name: known.name,
                    aliases: known.aliases,
                    articles: total_of(&answer),
                    quotations: quotations.get(person).copied().unwrap_or(0),
                    dates: day("first").zip(day("last")),
                });
            }
        }
        speakers.retain(|speaker| speaker.quotations > 0);
        speakers.sort_by(|a, b| {
            (b.quotations, b.articles).cmp(&(a.quotations, a.articles)).then_with(|| a.name.cmp(&b.name))
        });
        Ok(speakers)
    }
}
