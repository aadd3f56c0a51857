//! Stored articles: one by its id, all that match, and what the collection holds.

use std::ops::ControlFlow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::candidates;
use super::collection::{Collection, hits_of, total_of};
use super::encode::{decode, document_id};
use super::lower::Target;
use super::lower::filters::unknown;
use super::question::Question;
use crate::engine::SearchRequest;
use crate::engine::tantivy::text_hash;
use crate::error::{Error, Result};
use crate::index::not_on_a_cluster;
use crate::index::{FileState, Lookup, SourceInfo, SourceState, State, Stats, StoredArticle};
use crate::ingest::record_key;
use crate::model::{Article, Date};
use crate::query::ast::UnknownField;

/// Files of one page.
const PAGE: usize = 2_000;

impl Collection {
    /// Finds an article by any form of its id.
    ///
    /// # Errors
    /// Those of the cluster.
    pub fn article(&self, id: &str) -> Result<Lookup> {
        let mut found = self.named(&json!({"term": {"name": id}}))?;
        if found.is_empty()
            && let Some((source, path)) = self.first_of(id)?
        {
            found = self.named(&json!({"ids": {"values": [document_id(&source, &path, 0)]}}))?;
        }
        if found.len() > 1 {
            let mut ids = self.ids_of(&found)?;
            ids.sort();
            return Ok(Lookup::Ambiguous(ids));
        }
        let Some(found) = found.pop() else { return Ok(Lookup::Unknown) };
        let twin = format!("{:016x}", text_hash(&found.0.text));
        let own = document_id(&found.1, &found.0.path, record_key(found.0.record.as_ref()));
        let mut stored = self.stored(vec![found])?.pop().ok_or_else(|| Error::Invalid("no article".to_owned()))?;
        if !stored.article.text.trim().is_empty() {
            let others =
                json!({"bool": {"filter": [{"term": {"twin": twin}}], "must_not": [{"ids": {"values": [own]}}]}});
            let copies = self.named(&others)?;
            stored.copies = self.ids_of(&copies)?;
            stored.copies.sort();
        }
        if stored.article.record.is_none() {
            let same = self.files(&json!({"term": {"source": stored.source}}), Some(&stored.article.path))?;
            stored.paths = same.into_iter().map(|(_, path, _)| path).collect();
        }
        Ok(Lookup::Found(Box::new(stored)))
    }

    fn named(&self, query: &Value) -> Result<Vec<(Article, String)>> {
        let answer = self.search(&json!({
            "size": 100, "_source": ["text", "meta"],
            "query": {"bool": {"filter": [Target::Articles.filter(), query]}},
            "sort": [{"id": "asc"}, {"key": "asc"}],
        }))?;
        hits_of(&answer).iter().map(|hit| decode(&hit["_source"])).collect()
    }

    fn stored(&self, articles: Vec<(Article, String)>) -> Result<Vec<StoredArticle>> {
        let ids = self.ids_of(&articles)?;
        let stored = articles.into_iter().zip(ids).map(|((article, source), id)| {
            let people = self.matcher.people_of(&article);
            StoredArticle { id, source, article, people, paths: Vec::new(), copies: Vec::new() }
        });
        Ok(stored.collect())
    }

    /// The article, by source and path, that the file of that path is one with.
    fn first_of(&self, id: &str) -> Result<Option<(String, String)>> {
        let below = id.split_once('/').map_or("", |(_, below)| below);
        let mut state = State::default();
        for (source, path, file) in self.files(&json!({"terms": {"path": [id, below]}}), None)? {
            state.sources.entry(source).or_default().files.insert(path, file);
        }
        Ok(state.first_of(id))
    }

    /// Files that were read: source, path and what is known of them; only those that are one with `same_as`, if given.
    fn files(&self, query: &Value, same_as: Option<&str>) -> Result<Vec<(String, String, FileState)>> {
        let mut found = Vec::new();
        let mut filters = vec![query.clone()];
        filters.extend(same_as.map(|path| json!({"term": {"same_as": path}})));
        let body = json!({"size": PAGE, "query": {"bool": {"filter": filters}}, "sort": ["_doc"]});
        self.client.scroll(&self.names.files, &body, &mut |hits| {
            found.extend(hits.iter().filter_map(|hit| file_of(&hit["_source"])));
            Ok(ControlFlow::Continue(()))
        })?;
        found.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
        Ok(found)
    }

    /// Hands every matching article to `sink`, in order of id, until it breaks; returns how many.
    ///
    /// # Errors
    /// As for a search.
    pub fn export(
        &self,
        request: &SearchRequest,
        sink: &mut dyn FnMut(StoredArticle) -> ControlFlow<()>,
    ) -> Result<u64> {
        if request.distinct.is_some() {
            return Err(not_on_a_cluster("counting reprints once (`--distinct`)"));
        }
        let request = SearchRequest { facets: Vec::new(), ..request.clone() };
        let question = Question::new(self, &request, Target::Articles)?;
        let body = json!({
            "size": 500, "_source": ["text", "meta"], "query": question.without(None),
            "sort": [{"id": "asc"}, {"key": "asc"}],
        });
        let mut count = 0;
        self.client.scroll(&self.names.articles, &body, &mut |hits| {
            let articles = hits.iter().map(|hit| decode(&hit["_source"])).collect::<Result<Vec<_>>>()?;
            for stored in self.stored(articles)? {
                count += 1;
                if sink(stored).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(count)
    }

    /// Hands the quotations of every matching article to `sink`, as [`crate::Index::export_quotes`].
    ///
    /// # Errors
    /// As for a search.
    pub fn export_quotes(
        &self,
        request: &SearchRequest,
        sink: &mut dyn FnMut(StoredArticle, &[usize]) -> ControlFlow<()>,
    ) -> Result<u64> {
        let request = SearchRequest { facets: Vec::new(), ..request.clone() };
        let mut count = 0;
        for part in self.quote_matches(&request)?.chunks(200) {
            let ids: Vec<String> = part.iter().map(|(id, _)| id.clone()).collect();
            let mut found = candidates::by_ids(self, &ids)?;
            let (articles, numbers): (Vec<_>, Vec<_>) =
                part.iter().filter_map(|(id, numbers)| Some((found.remove(id)?, numbers))).unzip();
            for (stored, numbers) in self.stored(articles)?.into_iter().zip(numbers) {
                count += numbers.len() as u64;
                if sink(stored, numbers).is_break() {
                    return Ok(count);
                }
            }
        }
        Ok(count)
    }

    /// What was read: every source with its files, or without them.
    ///
    /// # Errors
    /// Those of the cluster.
    pub fn state(&self) -> Result<State> {
        let mut state = super::state::sources(&self.client, &self.names)?;
        for (source, path, file) in self.files(&json!({"match_all": {}}), None)? {
            if let Some(source) = state.sources.get_mut(&source) {
                source.files.insert(path, file);
            }
        }
        Ok(state)
    }

    /// Returns size and content.
    ///
    /// # Errors
    /// Those of the cluster.
    pub fn stats(&self) -> Result<Stats> {
        let missing = |field| json!({"filter": unknown(field)});
        let answer = self.search(&json!({
            "size": 0, "track_total_hits": true, "query": Target::Articles.filter(),
            "aggs": {
                "bytes": {"sum": {"field": "bytes"}},
                "first": {"min": {"field": "date"}}, "last": {"max": {"field": "date"}},
                "no_outlet": missing(UnknownField::Outlet), "no_date": missing(UnknownField::Date),
            },
        }))?;
        let counts = &answer["aggregations"];
        let day = |name: &str| Date::from_number(counts[name]["value"].as_f64()? as u32);
        let articles = total_of(&answer);
        let mut languages: Vec<(Option<String>, u64)> = self
            .counts(&Target::Articles.filter(), "language")?
            .into_iter()
            .map(|(language, count)| (language.filter(|language| !language.is_empty()), count))
            .collect();
        languages.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        // Articles without a text are no copies of each other.
        let twins = self.counts(&Target::Articles.filter(), "twin")?;
        let empty = format!("{:016x}", 0);
        let copies = twins.iter().filter(|(twin, _)| twin.as_ref() != Some(&empty)).map(|(_, count)| count - 1).sum();
        let state = self.state()?;
        let sizes = self.client.get(&format!("/{}-*/_stats/store,segments", self.client.collection()))?.body;
        Ok(Stats {
            articles,
            quotations: self.count(&Target::Quotations.filter())?,
            speakers: self.people.len() as u64,
            outlets: self.all_outlets()?.len() as u64,
            without_outlet: counts["no_outlet"]["doc_count"].as_u64().unwrap_or(0),
            without_date: counts["no_date"]["doc_count"].as_u64().unwrap_or(0),
            dates: day("first").zip(day("last")),
            copies,
            same_files: state.same_files(),
            bytes_text: counts["bytes"]["value"].as_f64().unwrap_or(0.0) as u64,
            bytes_index: sizes["_all"]["primaries"]["store"]["size_in_bytes"].as_u64().unwrap_or(0),
            segments: sizes["_all"]["primaries"]["segments"]["count"].as_u64().unwrap_or(0),
            sources: state
                .sources
                .iter()
                .map(|(name, source)| (name.clone(), source.root.clone(), source.articles()))
                .collect(),
            failures: failures(&state),
            generation: self.current.generation,
            languages,
        })
    }

    /// Returns the sources, in order of their names.
    ///
    /// # Errors
    /// Those of the cluster.
    pub fn sources(&self) -> Result<Vec<SourceInfo>> {
        Ok(self.state()?.sources.into_iter().map(SourceInfo::from).collect())
    }
}

fn failures(state: &State) -> u64 {
    let files = |source: &SourceState| source.files.values().map(|file| file.failures.len() as u64).sum::<u64>();
    state.sources.values().map(files).sum()
}

/// A file from its document.
pub fn file_of(source: &Value) -> Option<(String, String, FileState)> {
    let name = source["source"].as_str()?.to_owned();
    let path = source["path"].as_str()?.to_owned();
    let bytes = STANDARD.decode(source["state"].as_str()?).ok()?;
    Some((name, path, FileState::from_bytes(&bytes)?))
}

/// The records that all files of a state should have given, by the ids of the articles' documents.
pub fn expected(state: &State) -> FxHashMap<String, (String, String)> {
    let mut expected = FxHashMap::default();
    for (name, source) in &state.sources {
        for (path, file) in &source.files {
            for record in file.records.values() {
                expected.insert(document_id(name, path, *record), (name.clone(), path.clone()));
            }
        }
    }
    expected
}
