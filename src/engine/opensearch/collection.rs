//! A collection as of one run: its people, names and words, as far as they were asked for.
//!
//! A run of the indexer raises the number in the document `current`; whoever holds a [`Collection`] compares that number
//! and opens the collection again, as with the commits of an index folder. Articles themselves become visible when
//! the cluster refreshes its shards, at the latest at the end of a run.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::client::Client;
use super::lower::{Dictionary, Form, Statistics, Target};
use super::options::ClusterOptions;
use super::schema::{FORMAT, Names};
use super::{aggregate, words};
use crate::engine::tantivy::{Reader, pick};
use crate::error::{Error, Result};
use crate::extract::metadata::Outlets;
use crate::people::People;
use crate::query::Name;
use crate::query::pattern::Leaf;
use crate::text::Stemmer;

/// What is told with an answer that lacks something.
const PARTIAL: &str = "the answer is partial: a part of the collection did not answer (a shard is missing or too slow)";

/// The document of the index `meta` that says what the collection is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Current {
    /// Format of documents and mappings.
    pub format: u32,
    /// Number of the set of indices, raised by a rebuild.
    pub set: u32,
    /// Number of the last run that changed something, from 1.
    pub generation: u64,
    /// How many documents `people-GENERATION-i` hold the table of people.
    pub n_people: u32,
    /// The user's table of outlets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlets: Option<String>,
    /// The user's table of speakers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speakers: Option<String>,
}

/// A document with what the cluster needs to tell whether it was changed meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versioned<T> {
    /// The document.
    pub document: T,
    /// Sequence number and primary term, for a change on the condition that nobody made one.
    pub version: (u64, u64),
}

/// A collection opened for reading.
pub struct Collection {
    /// The way to the cluster.
    pub client: Client,
    /// Its indices.
    pub names: Names,
    /// What it was when it was opened.
    pub current: Current,
    /// Who is who.
    pub people: Arc<People>,
    /// Compares texts with queries, and knows the languages.
    pub matcher: Reader,
    outlets: Outlets,
    known: OnceLock<Known>,
    statistics: Mutex<FxHashMap<Target, Statistics>>,
    forms: Mutex<FxHashMap<Leaf, Arc<Vec<Form>>>>,
    frequencies: Mutex<FxHashMap<(Leaf, Target), u64>>,
    /// A part did not answer since this was told last.
    is_partial: AtomicBool,
    /// A part did not answer at some time.
    was_partial: AtomicBool,
}

/// Names that occur.
struct Known {
    outlets: Vec<String>,
    authors: Vec<String>,
}

/// Reads the document that says what a collection is; `None` if there is no such collection.
///
/// # Errors
/// [`Error::ClusterFormat`] if a program of another format made it, and those of the cluster.
pub fn current(client: &Client, names: &Names) -> Result<Option<Versioned<Current>>> {
    let answer = client.get(&format!("/{}/_doc/current", names.meta))?;
    if answer.status == 404 {
        return Ok(None);
    }
    let document: Current =
        serde_json::from_value(answer.body["_source"].clone()).map_err(|_| Error::ClusterFormat {
            collection: client.collection().to_owned(),
            what: "was not made by this program".to_owned(),
        })?;
    if document.format != FORMAT {
        return Err(Error::ClusterFormat {
            collection: client.collection().to_owned(),
            what: format!(
                "has format {}, this program reads format {FORMAT}; index it anew under another name",
                document.format
            ),
        });
    }
    let number = |name: &str| answer.body[name].as_u64().unwrap_or(0);
    Ok(Some(Versioned { document, version: (number("_seq_no"), number("_primary_term")) }))
}

/// Reads the table of people of a run.
///
/// # Errors
/// [`Error::ClusterFormat`] if it is damaged.
pub fn people(client: &Client, names: &Names, current: &Current) -> Result<People> {
    let damaged = || Error::ClusterFormat {
        collection: client.collection().to_owned(),
        what: "has no readable table of people; run `search index` on it again".to_owned(),
    };
    let mut bytes = Vec::new();
    for part in 0..current.n_people {
        let answer = client.get(&format!("/{}/_doc/people-{}-{part}", names.meta, current.generation))?;
        let part = answer.body["_source"]["data"].as_str().ok_or_else(damaged)?;
        bytes.extend(STANDARD.decode(part).map_err(|_| damaged())?);
    }
    let text = String::from_utf8(bytes).map_err(|_| damaged())?;
    if text.is_empty() { Ok(People::default()) } else { People::read(text).ok_or_else(damaged) }
}

impl Collection {
    /// Opens a collection.
    ///
    /// # Errors
    /// [`Error::NoCollection`] if there is none of that name, and those of [`current`] and the cluster.
    pub fn open(options: &ClusterOptions) -> Result<Collection> {
        let client = Client::new(options)?;
        let names = Names::of(client.collection());
        let nothing = || Error::NoCollection { collection: client.collection().to_owned() };
        // A writer may replace the table of people just now.
        let mut last = None;
        for _ in 0..3 {
            let found = current(&client, &names)?.ok_or_else(nothing)?.document;
            if found.generation == 0 {
                return Err(nothing());
            }
            match people(&client, &names, &found) {
                Ok(people) => return Collection::with(client, names, found, people),
                Err(error) => last = Some(error),
            }
        }
        Err(last.unwrap_or_else(nothing))
    }

    fn with(client: Client, names: Names, current: Current, people: People) -> Result<Collection> {
        let people = Arc::new(people);
        let languages = aggregate::composite(&client, &names.articles, &json!({"match_all": {}}), "language")?;
        let matcher = Reader::without_articles(people.clone(), stemmers(languages.counts), current.outlets.as_deref())?;
        let outlets = current.outlets.as_deref().and_then(|table| Outlets::with_user_table(table).ok());
        Ok(Collection {
            client,
            names,
            current,
            people,
            matcher,
            outlets: outlets.unwrap_or_else(Outlets::bundled),
            known: OnceLock::new(),
            statistics: Mutex::default(),
            forms: Mutex::default(),
            frequencies: Mutex::default(),
            is_partial: AtomicBool::new(languages.is_partial),
            was_partial: AtomicBool::new(languages.is_partial),
        })
    }

    /// True if nothing was committed since it was opened.
    pub fn is_current(&self) -> bool {
        match current(&self.client, &self.names) {
            Ok(Some(found)) => found.document == self.current,
            // That the cluster is away is told by the next question.
            Ok(None) => false,
            Err(_) => true,
        }
    }

    /// Asks for articles or quotations; takes note if a part of the collection did not answer.
    ///
    /// # Errors
    /// Those of the cluster.
    pub fn search(&self, body: &Value) -> Result<Value> {
        let answer = self.client.search(&self.names.articles, body)?;
        self.note(&answer);
        Ok(answer)
    }

    /// Several questions in one request.
    ///
    /// # Errors
    /// Those of the cluster.
    pub fn search_all(&self, bodies: &[Value]) -> Result<Vec<Value>> {
        if bodies.is_empty() {
            return Ok(Vec::new());
        }
        let answers = self.client.msearch(&self.names.articles, bodies)?;
        answers.iter().for_each(|answer| self.note(answer));
        Ok(answers)
    }

    /// Counts by the values of a field, all of them.
    ///
    /// # Errors
    /// Those of the cluster.
    pub fn counts(&self, query: &Value, field: &str) -> Result<FxHashMap<Option<String>, u64>> {
        let counted = aggregate::composite(&self.client, &self.names.articles, query, field)?;
        self.take_note(counted.is_partial);
        Ok(counted.counts)
    }

    fn note(&self, answer: &Value) {
        self.take_note(aggregate::is_partial(answer));
    }

    /// Takes note of an answer that lacks something.
    pub fn take_note(&self, is_partial: bool) {
        self.is_partial.fetch_or(is_partial, Ordering::Relaxed);
        self.was_partial.fetch_or(is_partial, Ordering::Relaxed);
    }

    /// What to tell with an answer if a part of the collection did not answer since this was told last.
    pub fn partial_note(&self) -> Option<String> {
        self.is_partial.swap(false, Ordering::Relaxed).then(|| PARTIAL.to_owned())
    }

    /// True if a part of the collection did not answer at some time.
    pub fn was_partial(&self) -> bool {
        self.was_partial.load(Ordering::Relaxed)
    }

    /// All names of outlets and of authors.
    fn known(&self) -> Result<&Known> {
        if let Some(known) = self.known.get() {
            return Ok(known);
        }
        let names = |field: &str| -> Result<Vec<String>> {
            let counts = self.counts(&Target::Articles.filter(), field)?;
            let mut names: Vec<String> = counts.into_keys().flatten().filter(|name| !name.is_empty()).collect();
            names.sort_unstable();
            Ok(names)
        };
        let known = Known { outlets: names("outlet")?, authors: names("author")? };
        Ok(self.known.get_or_init(|| known))
    }

    /// Names of all outlets, in order.
    ///
    /// # Errors
    /// Those of the cluster.
    pub fn all_outlets(&self) -> Result<&[String]> {
        Ok(&self.known()?.outlets)
    }

    /// Names of all authors, in order.
    ///
    /// # Errors
    /// Those of the cluster.
    pub fn all_authors(&self) -> Result<&[String]> {
        Ok(&self.known()?.authors)
    }

    /// What another name of an outlet stands for.
    pub fn canonical_outlet(&self, name: &str) -> String {
        self.outlets.resolve(name)
    }
}

/// The stemmers of languages that at least one document in a hundred has; as the embedded engine does.
fn stemmers(mut counts: FxHashMap<Option<String>, u64>) -> Vec<Stemmer> {
    counts.remove(&None);
    counts.remove(&Some(String::new()));
    let total: u64 = counts.values().sum();
    let mut common: Vec<String> =
        counts.into_iter().filter(|(_, count)| count * 100 >= total).filter_map(|(language, _)| language).collect();
    common.sort_unstable();
    let mut stemmers: Vec<Stemmer> = common.iter().filter_map(|language| Stemmer::of(language)).collect();
    if stemmers.is_empty() {
        stemmers.extend(Stemmer::of("en"));
    }
    stemmers
}

/// Leaves learnt in one request.
const AT_ONCE: usize = 100;

impl Dictionary for Collection {
    fn forms(&self, leaf: &Leaf) -> Result<Arc<Vec<Form>>> {
        if let Some(known) = self.known_forms(leaf) {
            return Ok(known);
        }
        self.learn_forms(std::slice::from_ref(leaf))?;
        Ok(self.known_forms(leaf).unwrap_or_default())
    }

    fn learn(&self, leaves: &[Leaf], target: Target) -> Result<()> {
        for part in leaves.chunks(AT_ONCE) {
            let new: Vec<Leaf> = part.iter().filter(|leaf| self.known_forms(leaf).is_none()).cloned().collect();
            if !new.is_empty() {
                self.learn_forms(&new)?;
            }
            self.learn_frequencies(part, target)?;
        }
        Ok(())
    }

    fn frequency(&self, leaf: &Leaf, target: Target) -> Result<u64> {
        if let Some(known) = self.known_frequency(leaf, target) {
            return Ok(known);
        }
        self.learn_frequencies(std::slice::from_ref(leaf), target)?;
        Ok(self.known_frequency(leaf, target).unwrap_or(0))
    }

    fn statistics(&self, target: Target) -> Result<Statistics> {
        if let Some(known) = self.statistics.lock().ok().and_then(|known| known.get(&target).copied()) {
            return Ok(known);
        }
        let text = match target {
            Target::Articles => "w_body",
            Target::Quotations => "w_words",
        };
        let answer = self.search(&json!({
            "size": 0, "track_total_hits": true, "query": target.filter(),
            "aggs": {"title": {"sum": {"field": "w_title"}}, "text": {"sum": {"field": text}}},
        }))?;
        let documents = total_of(&answer);
        let mean = |name: &str| answer["aggregations"][name]["value"].as_f64().unwrap_or(0.0) / documents.max(1) as f64;
        let statistics = Statistics { documents, title: mean("title"), text: mean("text") };
        if let Ok(mut known) = self.statistics.lock() {
            known.insert(target, statistics);
        }
        Ok(statistics)
    }

    fn outlets(&self, name: &Name, notes: &mut Vec<String>) -> Result<Vec<String>> {
        let canonical = self.canonical_outlet(&name.text);
        Ok(pick("outlet", name, Some(&canonical), &self.known()?.outlets, notes))
    }

    fn authors(&self, name: &Name, notes: &mut Vec<String>) -> Result<Vec<String>> {
        Ok(pick("author", name, None, &self.known()?.authors, notes))
    }

    fn people(&self) -> &People {
        &self.people
    }
}

impl Collection {
    fn known_forms(&self, leaf: &Leaf) -> Option<Arc<Vec<Form>>> {
        self.forms.lock().ok()?.get(leaf).cloned()
    }

    fn known_frequency(&self, leaf: &Leaf, target: Target) -> Option<u64> {
        self.frequencies.lock().ok()?.get(&(leaf.clone(), target)).copied()
    }

    fn learn_forms(&self, leaves: &[Leaf]) -> Result<()> {
        let found = words::forms(&self.client, &self.names.words, leaves, &self.matcher.stemmers)?;
        if let Ok(mut known) = self.forms.lock() {
            known.extend(leaves.iter().cloned().zip(found.into_iter().map(Arc::new)));
        }
        Ok(())
    }

    /// Counts the documents of those leaves that were not counted yet.
    fn learn_frequencies(&self, leaves: &[Leaf], target: Target) -> Result<()> {
        let fields: &[&str] = match target {
            Target::Articles => &["title", "body"],
            Target::Quotations => &["words"],
        };
        let new: Vec<&Leaf> = leaves.iter().filter(|leaf| self.known_frequency(leaf, target).is_none()).collect();
        let mut asked = Vec::with_capacity(new.len());
        for leaf in &new {
            let forms = self.forms(leaf)?;
            let terms: Vec<&str> = forms.iter().map(|form| form.term.as_str()).collect();
            let any: Vec<Value> = fields.iter().map(|field| json!({"terms": {*field: terms}})).collect();
            let query = json!({"bool": {"filter": [target.filter()], "should": any, "minimum_should_match": 1}});
            asked.push(json!({"size": 0, "track_total_hits": true, "query": query}));
        }
        let answers = self.search_all(&asked)?;
        if let Ok(mut known) = self.frequencies.lock() {
            known
                .extend(new.into_iter().zip(answers).map(|(leaf, answer)| ((leaf.clone(), target), total_of(&answer))));
        }
        Ok(())
    }

    /// How many documents match.
    ///
    /// # Errors
    /// Those of the cluster.
    pub fn count(&self, query: &Value) -> Result<u64> {
        Ok(total_of(&self.search(&json!({"size": 0, "track_total_hits": true, "query": query}))?))
    }

    /// The shortest forms of articles' ids that no other article has: of each article all its forms, the shortest first.
    ///
    /// # Errors
    /// Those of the cluster.
    pub fn shown_ids(&self, names: &[Vec<String>]) -> Result<Vec<String>> {
        let wanted: FxHashSet<&str> = names
            .iter()
            .flat_map(|names| names.iter().take(names.len().saturating_sub(1)))
            .map(String::as_str)
            .collect();
        let wanted: Vec<&str> = wanted.into_iter().collect();
        let mut counts: FxHashMap<String, u64> = FxHashMap::default();
        for part in wanted.chunks(5_000) {
            let answer = self.search(&json!({
                "size": 0,
                "query": {"bool": {"filter": [Target::Articles.filter(), {"terms": {"name": part}}]}},
                "aggs": {"names": {"terms": {"field": "name", "include": part, "size": part.len().max(1)}}},
            }))?;
            for bucket in answer["aggregations"]["names"]["buckets"].as_array().into_iter().flatten() {
                let name = bucket["key"].as_str().unwrap_or("").to_owned();
                counts.insert(name, bucket["doc_count"].as_u64().unwrap_or(0));
            }
        }
        let is_own = |name: &String| counts.get(name).copied().unwrap_or(0) <= 1;
        Ok(names
            .iter()
            .map(|names| names.iter().find(|name| is_own(name)).or_else(|| names.last()).cloned().unwrap_or_default())
            .collect())
    }
}

/// The number of matches of an answer.
pub fn total_of(answer: &Value) -> u64 {
    answer["hits"]["total"]["value"].as_u64().unwrap_or(0)
}

/// The hits of an answer.
pub fn hits_of(answer: &Value) -> &[Value] {
    answer["hits"]["hits"].as_array().map_or(&[], Vec::as_slice)
}
