//! Adding articles that come from a program and not from files.
//!
//! They live beside the sources that [`update()`](super::update()) reads, in a source of their own that has
//! no root: no run walks it, so what a program added stays until a program takes it out.

use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::commit::{Before, Contents, commit, make_readable};
use super::folder::{Folder, Marker};
use super::remove::Lookup;
use super::speakers::{Removed, SpeakerCounts, keys_of};
use super::state::{SourceState, State};
use super::tables::Tables;
use crate::engine::tantivy::{ArticleEncoder, Change, EngineWriter, FORMAT};
use crate::error::{Error, Result};
use crate::extract::{self, Context};
use crate::ingest::record_key;
use crate::model::{Date, RawArticle, Record};
use crate::text::normalise;

/// Name of the source of articles that a program added.
pub const LIBRARY: &str = "library";

/// Adds articles to an index and takes them out, all at once with [`Writer::commit`].
///
/// There is one writer at a time, here or in another process; readers are never blocked. What
/// was not committed is gone when the writer is dropped. Between commits the writer remembers
/// path and speakers of each article added, some hundred bytes.
///
/// The sources that [`update()`](super::update()) reads and the articles of a writer do not touch each
/// other, even where their paths are the same.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use news_search::{Date, Index, Query, RawArticle, SearchRequest, Writer};
///
/// let folder = tempfile::tempdir()?;
/// let mut writer = Writer::open(folder.path(), 64 << 20)?;
/// writer.set_today(Date::new(2020, 3, 4).expect("a day of the calendar"));
/// writer.add(RawArticle::new("a", "Otters are back."))?;
/// writer.add(RawArticle::new("b", "So are foxes."))?;
/// assert_eq!(writer.commit()?, 1);
/// writer.add(RawArticle::new("a", "Otters are gone again."))?; // replaces
/// assert!(writer.remove("b", None));
/// assert_eq!(writer.commit()?, 2);
///
/// let response = Index::open(folder.path())?.search(&SearchRequest::new(Query::All))?;
/// assert_eq!((response.total, response.hits[0].id.as_str()), (1, "a"));
/// # Ok(())
/// # }
/// ```
pub struct Writer {
    pub(super) folder: Folder,
    marker: Marker,
    pub(super) engine: EngineWriter,
    encoder: ArticleEncoder,
    context: Context,
    tables: Tables,
    pub(super) before: Before,
    pub(super) state: State,
    /// Name of our source in `state`.
    source: String,
    counts: SpeakerCounts,
    /// Articles of the last commit that are gone or replaced.
    pub(super) removed: Vec<Removed>,
    /// Speaker keys of the articles that came in since, by path and record.
    added: FxHashMap<(String, u64), Vec<String>>,
    /// What has been looked up in the state, to take many articles out.
    pub(super) lookup: Lookup,
    _lock: std::fs::File,
}

impl Writer {
    /// Opens the index in `folder` for adding articles, creating it if there is none.
    ///
    /// `memory_bytes` bounds what the engine holds before it writes it out; at least 15 MB are
    /// used.
    ///
    /// # Errors
    /// [`Error::ForeignFolder`] if the folder holds something else, [`Error::OtherFormat`] if
    /// another version wrote it, [`Error::Locked`] while another writer has it, [`Error::Write`]
    /// if it cannot be written.
    pub fn open(folder: &Path, memory_bytes: usize) -> Result<Writer> {
        let folder = Folder::new(folder);
        folder.marker()?; // nothing is touched in a folder that is not ours
        std::fs::create_dir_all(folder.path())
            .map_err(|source| Error::Write { path: folder.path().to_owned(), source })?;
        let lock = folder.lock()?;
        let known = folder.marker()?;
        if let Some(marker) = &known {
            folder.check_format(marker)?;
        }
        let payload = known.as_ref().and_then(|marker| folder.last_payload(marker).ok().flatten());
        let tables = Tables::read(&folder, payload.as_ref(), None, None)?;
        let marker = match known {
            Some(marker) => marker,
            None => {
                let marker = Marker { format: FORMAT, engine: "engine-1".into(), sources: Vec::new() };
                folder.write_marker(&marker)?;
                marker
            }
        };
        folder.sweep(&marker).map_err(|error| folder.cannot_open(error))?;
        let threads = std::thread::available_parallelism().map_or(1, |count| count.get());
        let engine = EngineWriter::open(&folder.file(&marker.engine), memory_bytes, threads)
            .map_err(|error| folder.cannot_open(error))?;
        let before = Before::read(&folder, &engine)?;
        let state = before.state.clone();
        let source = own_source(&state);
        Ok(Writer {
            encoder: engine.encoder(),
            context: Context { today: Date::MAX, outlets: tables.outlets.clone() },
            folder,
            marker,
            engine,
            tables,
            before,
            state,
            source,
            counts: SpeakerCounts::default(),
            removed: Vec::new(),
            added: FxHashMap::default(),
            lookup: Lookup::default(),
            _lock: lock,
        })
    }

    /// Says which day it is, so that later dates are not believed.
    ///
    /// The library reads no clock: until told, no date is too late.
    pub fn set_today(&mut self, today: Date) {
        self.context.today = today;
    }

    /// Adds an article, or replaces the one with the same path and record.
    ///
    /// What is not among the given values is read out of the text: outlet, date, authors, title,
    /// language, quotations and who said them.
    ///
    /// # Errors
    /// [`Error::Engine`] if the folder cannot be written; the writer is then of no more use.
    pub fn add(&mut self, mut raw: RawArticle) -> Result<()> {
        raw.text = normalise(raw.text.into());
        let mut article = extract::article(raw, &self.context);
        let path = article.path.clone();
        let key = record_key(article.record.as_ref());
        let source = self.source.clone();
        let is_old = self.forget(&source, &path, key);
        let change = Change { article: &mut article, source: &self.source, replaces: is_old };
        self.engine.apply(&mut self.encoder, change)?;
        self.counts.add(&article);
        let records = &mut self.state.sources.entry(self.source.clone()).or_default().files;
        // There are no bytes to compare with later: the record's identity stands for its hash.
        records.entry(path.clone()).or_default().records.insert(key, key);
        self.added.insert((path, key), keys_of(&article));
        Ok(())
    }

    /// Takes an article out that a writer added; false if there is none.
    pub fn remove(&mut self, path: &str, record: Option<&Record>) -> bool {
        let source = self.source.clone();
        self.take_article(&source, path, record_key(record))
    }

    /// Sees to it that the speakers of an article are no longer counted; false if there is none.
    pub(super) fn forget(&mut self, source: &str, path: &str, key: u64) -> bool {
        if self.lookup.hash_of(&self.state, source, path, key).is_none() {
            return false;
        }
        let added = if source == self.source { self.added.remove(&(path.to_owned(), key)) } else { None };
        match added {
            Some(keys) => self.counts.take_back(keys),
            None => self.removed.push((source.to_owned(), path.to_owned(), key)),
        }
        true
    }

    /// Makes everything since the last commit visible at once; returns the number of the commit,
    /// which is the one before if nothing was added or taken out.
    ///
    /// Takes time in proportion to the number of articles and speakers of the whole index, so
    /// many articles are better added before one commit than with one each.
    ///
    /// # Errors
    /// [`Error::Write`] or [`Error::Engine`] if the folder cannot be written, which leaves the
    /// last commit as it was.
    pub fn commit(&mut self) -> Result<u64> {
        let has_changed = !self.added.is_empty() || !self.removed.is_empty() || self.state != self.before.state;
        if !has_changed && self.before.payload.is_some() {
            return Ok(self.before.generation);
        }
        self.counts.subtract(self.before.reader.as_ref(), &self.removed)?;
        self.removed.clear();
        let people = self.counts.join(&self.before.people, &self.tables.pins);
        let contents = Contents {
            engine: &self.marker.engine,
            generation: self.before.generation + 1,
            state: &self.state,
            people: &people,
            tables: &self.tables,
            previous: self.before.payload.as_ref(),
            marker: Some(&self.marker),
        };
        let (payload, marker) = commit(&self.folder, &mut self.engine, &contents)?;
        self.tables.kept(&payload);
        make_readable(&self.folder.file(&marker.engine));
        let people = Arc::new(people);
        let reader = crate::engine::tantivy::Reader::open(self.engine.index(), people.clone())?;
        let generation = payload.generation;
        self.before =
            Before { payload: Some(payload), generation, state: self.state.clone(), people, reader: Some(reader) };
        self.marker = marker;
        self.counts = SpeakerCounts::default();
        self.added.clear();
        Ok(generation)
    }

    /// Number of articles that writers added, those of this one before its commit included.
    pub fn articles(&self) -> u64 {
        self.state.sources.get(&self.source).map_or(0, SourceState::articles)
    }
}

/// The name of the source without a root, or the one it is to have.
fn own_source(state: &State) -> String {
    let own = state.sources.iter().find(|(_, source)| source.is_library());
    if let Some((name, _)) = own {
        return name.clone();
    }
    let mut name = LIBRARY.to_owned();
    let mut number = 2;
    while state.sources.contains_key(&name) {
        name = format!("{LIBRARY}-{number}");
        number += 1;
    }
    name
}
