//! Writing articles to a collection.
//!
//! A cluster has no commit over several documents, so what a run leaves behind must be right whenever it
//! ends. Three rules make it so: every document has an id that follows from the article, so that a run that is
//! repeated writes the same documents over themselves; the note of a file says that the file is to be read again while its
//! articles are on their way, and what it gave only when they are there (`notes`); and what is to go goes in
//! between. Several indexers may run at once: each takes note of the files that it has read, and of no other.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Value, json};

use super::bulk::{BulkSender, ItemOutcome};
use super::client::Client;
use super::encode::{document_id, encode};
use super::notes::Notes;
use super::schema::{ARTICLE, Names, QUOTE};
use crate::engine::tantivy::Change;
use crate::error::{Error, Result};

/// Forms of words kept in mind so as not to send them again, in all threads together.
const MAX_REMEMBERED: usize = 2_000_000;

/// Articles looked after in one request.
const AT_ONCE: usize = 500;

/// The writer of a collection.
pub struct ClusterWriter<'c> {
    client: &'c Client,
    names: Names,
    /// The names are aliases: if they are gone, nothing is to be made in their place.
    by_alias: bool,
    /// A run was broken off: also of articles that are new there may be quotations already.
    doubts: bool,
    /// What is known of files, unless nothing is.
    notes: Option<Notes<'c>>,
    changes: Mutex<Changes>,
    /// What the threads have not sent yet.
    unsent: Mutex<Vec<Arc<Mutex<Unsent<'c>>>>>,
}

/// What is left to do, and what went wrong.
#[derive(Default)]
struct Changes {
    /// Forms that the cluster has.
    forms: FxHashSet<String>,
    /// Articles that were there before, with the number of their quotations now: further ones go.
    replaced: FxHashMap<String, usize>,
    /// Articles that are to go.
    removed: FxHashSet<String>,
    /// Articles that the cluster refused, and why.
    refused: FxHashMap<String, String>,
}

/// What a thread works with.
pub struct ClusterEncoder<'c>(Arc<Mutex<Unsent<'c>>>);

/// What a thread has not sent yet.
struct Unsent<'c> {
    sender: BulkSender<'c>,
    forms: FxHashSet<String>,
    /// How many quotations the articles have that are on their way.
    quotations: FxHashMap<String, usize>,
}

impl<'c> ClusterWriter<'c> {
    /// Writes to these indices, by their names or (`by_alias`) by aliases; `doubts` if a run was broken off before.
    pub fn new(client: &'c Client, names: Names, by_alias: bool, doubts: bool) -> ClusterWriter<'c> {
        let (changes, unsent) = (Mutex::default(), Mutex::default());
        ClusterWriter { client, names, by_alias, doubts, notes: None, changes, unsent }
    }

    /// The same, writing ahead in these notes what it does.
    pub fn with_notes(self, notes: Notes<'c>) -> ClusterWriter<'c> {
        ClusterWriter { notes: Some(notes), ..self }
    }

    /// The notes that it was given.
    pub fn notes(&self) -> Option<&Notes<'c>> {
        self.notes.as_ref()
    }

    /// The notes that it was given, when all is done.
    pub fn into_notes(self) -> Option<Notes<'c>> {
        self.notes
    }

    fn write_ahead(&self) -> Result<()> {
        self.notes.as_ref().map_or(Ok(()), Notes::write_ahead)
    }

    /// Begins a thread's work.
    pub fn encoder(&self) -> ClusterEncoder<'c> {
        let unsent = Arc::new(Mutex::new(Unsent {
            sender: BulkSender::new(self.client),
            forms: FxHashSet::default(),
            quotations: FxHashMap::default(),
        }));
        if let Ok(mut all) = self.unsent.lock() {
            all.push(Arc::clone(&unsent));
        }
        ClusterEncoder(unsent)
    }

    /// Adds or replaces an article with its quotations; it may be sent later, with others.
    ///
    /// # Errors
    /// Those of the cluster. A document that is refused by itself is no error; see [`ClusterWriter::settle`].
    pub fn apply(&self, encoder: &ClusterEncoder<'c>, change: Change<'_>) -> Result<()> {
        let encoder = &mut *encoder.0.lock().unwrap_or_else(PoisonError::into_inner);
        let encoded = encode(change.article, change.source, &mut encoder.forms)?;
        let forms = self.new_forms(&mut encoder.forms);
        for form in forms {
            let action = json!({"create": {"_index": self.names.words, "_id": form, "require_alias": self.by_alias}});
            self.add(encoder, &form, &lines(&action, &json!({"form": form})))?;
        }
        let id = encoded.article.id.clone();
        if let Ok(mut changes) = self.changes.lock() {
            changes.removed.remove(&id);
        }
        encoder.quotations.insert(id, encoded.quotations.len());
        for document in std::iter::once(encoded.article).chain(encoded.quotations) {
            let action =
                json!({"index": {"_index": self.names.articles, "_id": document.id, "require_alias": self.by_alias}});
            self.add(encoder, &document.id, &lines(&action, &document.source))?;
        }
        Ok(())
    }

    fn add(&self, encoder: &mut Unsent<'c>, id: &str, lines: &str) -> Result<()> {
        if encoder.sender.will_send(lines) {
            self.write_ahead()?;
        }
        let outcomes = encoder.sender.add(id, lines)?;
        self.take(encoder, outcomes);
        Ok(())
    }

    /// Those of the forms that were not sent yet.
    fn new_forms(&self, forms: &mut FxHashSet<String>) -> Vec<String> {
        let Ok(mut changes) = self.changes.lock() else { return forms.drain().collect() };
        if changes.forms.len() > MAX_REMEMBERED {
            changes.forms.clear();
        }
        forms.drain().filter(|form| changes.forms.insert(form.clone())).collect()
    }

    fn take(&self, encoder: &mut Unsent<'c>, outcomes: Vec<ItemOutcome>) {
        let Ok(mut changes) = self.changes.lock() else { return };
        for outcome in outcomes {
            match outcome.result {
                Ok(result) => {
                    if let Some(count) = encoder.quotations.remove(&outcome.id)
                        && (self.doubts || result == "updated")
                    {
                        changes.replaced.insert(outcome.id, count);
                    }
                }
                // The form of a word that is there already.
                Err(error) if error.kind == "version_conflict_engine_exception" => {}
                Err(error) => {
                    let article = outcome.id.split('-').next().unwrap_or("").to_owned();
                    changes.refused.insert(article, error.reason);
                }
            }
        }
    }

    /// Ends a thread's work: sends what is left.
    ///
    /// # Errors
    /// Those of the cluster.
    pub fn finish(&self, encoder: &ClusterEncoder<'c>) -> Result<()> {
        self.send(&mut encoder.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn send(&self, unsent: &mut Unsent<'c>) -> Result<()> {
        self.write_ahead()?;
        while !unsent.sender.is_empty() {
            let outcomes = unsent.sender.flush()?;
            self.take(unsent, outcomes);
        }
        Ok(())
    }

    /// Sends what any thread has applied: what comes later in another thread must not overtake it.
    ///
    /// # Errors
    /// Those of the cluster.
    pub fn arrive(&self) -> Result<()> {
        let all = self.unsent.lock().map(|all| all.clone()).unwrap_or_default();
        all.iter().try_for_each(|unsent| self.send(&mut unsent.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    /// Takes an article and its quotations out, once everything is sent; unless it comes in again.
    pub fn remove(&self, source: &str, path: &str, record: u64) {
        if let Ok(mut changes) = self.changes.lock() {
            changes.removed.insert(document_id(source, path, record));
        }
    }

    /// The articles that the cluster refused so far, by the ids of their documents, with the reason.
    pub fn refused(&self) -> FxHashMap<String, String> {
        self.changes.lock().map(|changes| changes.refused.clone()).unwrap_or_default()
    }

    /// Takes out what is to go, and makes everything visible that was sent.
    ///
    /// # Errors
    /// Those of the cluster.
    pub fn settle(&self) -> Result<()> {
        self.write_ahead()?;
        let (removed, replaced) = self
            .changes
            .lock()
            .map(|mut changes| (std::mem::take(&mut changes.removed), std::mem::take(&mut changes.replaced)))
            .unwrap_or_default();
        self.refresh()?;
        self.take_out(&removed.iter().cloned().collect::<Vec<_>>())?;
        // By the number of quotations: most articles have few, so there are few groups.
        let mut by_count: FxHashMap<usize, Vec<&String>> = FxHashMap::default();
        for (id, count) in replaced.iter().filter(|(id, _)| !removed.contains(*id)) {
            by_count.entry(*count).or_default().push(id);
        }
        for (count, ids) in by_count {
            for part in ids.chunks(10_000) {
                let further = json!({"bool": {"filter": [
                    {"term": {"kind": QUOTE}}, {"terms": {"article": part}}, {"range": {"ordinal": {"gt": count}}},
                ]}});
                let answer = self
                    .client
                    .search(&self.names.articles, &json!({"size": 0, "track_total_hits": true, "query": further}))?;
                if super::collection::total_of(&answer) > 0 {
                    self.delete(&further)?;
                }
            }
        }
        self.refresh()
    }

    /// Takes articles out with their quotations, by the ids of their documents, as far as they are visible.
    ///
    /// # Errors
    /// Those of the cluster.
    pub fn take_out(&self, ids: &[String]) -> Result<()> {
        for part in ids.chunks(AT_ONCE) {
            let query = json!({"bool": {"minimum_should_match": 1, "should": [
                {"bool": {"filter": [{"term": {"kind": ARTICLE}}, {"ids": {"values": part}}]}},
                {"bool": {"filter": [{"term": {"kind": QUOTE}}, {"terms": {"article": part}}]}},
            ]}});
            self.delete(&query)?;
        }
        Ok(())
    }

    /// Makes everything that was sent visible.
    ///
    /// # Errors
    /// Those of the cluster.
    pub fn refresh(&self) -> Result<()> {
        let path = format!("/{},{}/_refresh", self.names.articles, self.names.words);
        self.client.post(&path, &json!({}))?.into_result("making changes visible")?;
        Ok(())
    }

    fn delete(&self, query: &Value) -> Result<()> {
        // Another indexer may take the same documents out.
        let path = format!("/{}/_delete_by_query?conflicts=proceed&refresh=true", self.names.articles);
        let answer = self.client.post(&path, &json!({"query": query}))?.into_result("taking articles out")?;
        match answer["failures"].as_array().and_then(|failures| failures.first()) {
            None => Ok(()),
            Some(failure) => Err(Error::Invalid(format!("the cluster did not take an article out: {failure}"))),
        }
    }
}

/// An action and its document, as a bulk request has them.
pub fn lines(action: &Value, document: &Value) -> String {
    format!("{action}\n{document}\n")
}
