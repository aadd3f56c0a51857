//! Taking sources and articles out of an index, whatever became of their files.

use std::path::Path;

use rustc_hash::FxHashMap;

use super::state::State;
use super::writer::Writer;
use crate::engine::tantivy::key_term;
use crate::error::Result;
use crate::ingest::record_key;
use crate::model::Record;

/// What came of asking for something to be taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Removal {
    /// A source, with so many articles.
    Source {
        /// Its name.
        name: String,
        /// Articles taken out.
        articles: u64,
    },
    /// One article, by its id.
    Article(String),
    /// The id may mean several articles; their full ids, in order.
    Ambiguous(Vec<String>),
    /// No source and no article has it.
    Unknown,
}

impl Writer {
    /// Takes out a source, by its name or the path of its root, or else an article, by any
    /// unambiguous form of its id.
    ///
    /// An article of a source stays out at later runs, though its file be there, until
    /// [`Writer::restore`]; a source is forgotten, and read again if it is named again.
    ///
    /// # Errors
    /// [`crate::Error::Engine`] if the index cannot be read.
    pub fn take_out(&mut self, name: &str) -> Result<Removal> {
        if let Some(source) = source_named(&self.state, name) {
            return Ok(self.take_source(source));
        }
        let Some(reader) = &self.before.reader else { return Ok(Removal::Unknown) };
        let mut found = reader.named(name)?;
        if found.is_empty()
            && let Some((source, path)) = self.state.first_of(name)
        {
            // A file with the same bytes as another is one article with it.
            found.extend(reader.keyed(&key_term(&source, &path, 0))?);
        }
        let mut articles = Vec::new();
        for address in found {
            let (article, source) = reader.stored(address)?;
            let id = reader.shown_id(&article, &source)?;
            articles.push((id, source, article.path, record_key(article.record.as_ref())));
        }
        // What was taken out in this very session is still in the reader.
        articles.retain(|(_, source, path, key)| self.lookup.hash_of(&self.state, source, path, *key).is_some());
        match articles.as_slice() {
            [] => Ok(Removal::Unknown),
            [(id, source, path, key)] => {
                let (id, source, path, key) = (id.clone(), source.clone(), path.clone(), *key);
                self.take_article(&source, &path, key);
                Ok(Removal::Article(id))
            }
            several => {
                let mut ids: Vec<String> = several.iter().map(|(id, ..)| id.clone()).collect();
                ids.sort();
                Ok(Removal::Ambiguous(ids))
            }
        }
    }

    fn take_source(&mut self, name: String) -> Removal {
        let mut articles = 0;
        let source = self.state.sources.remove(&name).unwrap_or_default();
        for (path, file) in source.files {
            for key in file.records.into_values() {
                self.engine.remove(&name, &path, key);
                self.removed.push((name.clone(), path.clone(), key));
                articles += 1;
            }
        }
        Removal::Source { name, articles }
    }

    /// Takes an article out of the engine, the counts of speakers and the state; false if there is
    /// none. One of a source of files is to stay out.
    pub(super) fn take_article(&mut self, source: &str, path: &str, key: u64) -> bool {
        if !self.forget(source, path, key) {
            return false;
        }
        let hash = self.lookup.take(&self.state, source, path, key);
        // Other files with the same bytes are this article too.
        let same = if key == 0 { self.lookup.same_as(&self.state, source, path) } else { Vec::new() };
        self.engine.remove(source, path, key);
        let Some(known) = self.state.sources.get_mut(source) else { return true };
        let is_library = known.is_library();
        if let Some(file) = known.files.get_mut(path) {
            if let Some(hash) = hash {
                file.records.remove(&hash);
            }
            if !is_library {
                file.excluded.insert(key);
            } else if file.records.is_empty() {
                known.files.remove(path);
            }
        }
        for path in same {
            if let Some(file) = known.files.get_mut(&path) {
                file.same_as = None;
                file.excluded.insert(key);
            }
        }
        if is_library && known.files.is_empty() {
            self.state.sources.remove(source);
        }
        true
    }

    /// Lets an article that was taken out come in again at the next run: by its path, or its path
    /// with `#` and the record's id or number, or the record's id. Returns how many.
    pub fn restore(&mut self, id: &str) -> u64 {
        restore(&mut self.state, id)
    }
}

/// The source of that name, or whose root is at that path.
pub(super) fn source_named(state: &State, name: &str) -> Option<String> {
    let root = Path::new(name).canonicalize().ok();
    let found = state.sources.iter().find(|(known, source)| {
        let is_root = |root: &Path| !source.root.is_empty() && Path::new(&source.root) == root;
        *known == name || root.as_deref().is_some_and(is_root) || is_root(Path::new(name))
    });
    found.map(|(known, _)| known.clone())
}

/// See [`Writer::restore`].
pub(super) fn restore(state: &mut State, id: &str) -> u64 {
    let id_key = record_key(Some(&Record::Id(id.to_owned())));
    let mut restored = 0;
    for (source, known) in &mut state.sources {
        let below = id.strip_prefix(source.as_str()).and_then(|rest| rest.strip_prefix('/')).unwrap_or(id);
        let mut containers = Vec::new();
        for (path, file) in known.files.iter_mut().filter(|(_, file)| !file.excluded.is_empty()) {
            let before = file.excluded.len();
            let record = [id, below].iter().find_map(|id| id.strip_prefix(path.as_str())?.strip_prefix('#'));
            if id == path || below == path {
                file.excluded.clear();
            } else if let Some(record) = record {
                for own in [Some(record), record.strip_prefix("id=")].into_iter().flatten() {
                    file.excluded.remove(&record_key(Some(&Record::Id(own.to_owned()))));
                }
                if let Ok(number) = record.parse() {
                    file.excluded.remove(&record_key(Some(&Record::Number(number))));
                }
            } else {
                file.excluded.remove(&id_key);
            }
            if file.excluded.len() < before {
                restored += (before - file.excluded.len()) as u64;
                // To be read again at the next run.
                (file.size, file.modified_ns) = (0, 0);
                containers.extend(file.container.clone());
            }
        }
        for container in containers {
            if let Some(file) = known.files.get_mut(&container) {
                (file.size, file.modified_ns) = (0, 0);
            }
        }
    }
    restored
}

/// Records by identity and files by what they are copies of, which the state has the other way
/// round: looked up once for all that is taken out in a session.
#[derive(Default)]
pub(super) struct Lookup {
    /// By source and path: hashes of the records by their identities.
    hashes: FxHashMap<(String, String), FxHashMap<u64, u64>>,
    /// By source: the files that are one article with another, by the path of that one.
    same: FxHashMap<String, FxHashMap<String, Vec<String>>>,
}

impl Lookup {
    /// Hash of a record by its identity; `None` if it is not there.
    pub fn hash_of(&mut self, state: &State, source: &str, path: &str, key: u64) -> Option<u64> {
        let file = state.sources.get(source)?.files.get(path)?;
        // What a program added has its identity for a hash; few records are quickly gone through.
        if file.records.get(&key) == Some(&key) {
            return Some(key);
        }
        if file.records.len() < 16 {
            return file.records.iter().find(|(_, known)| **known == key).map(|(hash, _)| *hash);
        }
        let records = || file.records.iter().map(|(hash, key)| (*key, *hash)).collect();
        let hashes = self.hashes.entry((source.to_owned(), path.to_owned())).or_insert_with(records);
        hashes.get(&key).copied()
    }

    /// The same for a record that is about to be taken out.
    fn take(&mut self, state: &State, source: &str, path: &str, key: u64) -> Option<u64> {
        let hash = self.hash_of(state, source, path, key);
        if let Some(hashes) = self.hashes.get_mut(&(source.to_owned(), path.to_owned())) {
            hashes.remove(&key);
        }
        hash
    }

    /// Paths of the files that are one article with the one at `path`, which is about to be taken
    /// out.
    fn same_as(&mut self, state: &State, source: &str, path: &str) -> Vec<String> {
        let files = || {
            let mut same: FxHashMap<String, Vec<String>> = FxHashMap::default();
            for (name, file) in state.sources.get(source).into_iter().flat_map(|source| &source.files) {
                if let Some((first, _)) = &file.same_as {
                    same.entry(first.clone()).or_default().push(name.clone());
                }
            }
            same
        };
        self.same.entry(source.to_owned()).or_insert_with(files).remove(path).unwrap_or_default()
    }
}
