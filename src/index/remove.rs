//! Taking sources and articles out of an index, whatever became of their files.

use std::path::Path;

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
        let root = Path::new(name).canonicalize().ok();
        let source = self.state.sources.iter().find(|(known, source)| {
            let is_root = |root: &Path| !source.root.is_empty() && Path::new(&source.root) == root;
            *known == name || root.as_deref().is_some_and(is_root) || is_root(Path::new(name))
        });
        if let Some(source) = source.map(|(known, _)| known.clone()) {
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
        articles.retain(|(_, source, path, key)| {
            let file = self.state.sources.get(source).and_then(|source| source.files.get(path));
            file.is_some_and(|file| file.records.values().any(|known| known == key))
        });
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

    fn take_article(&mut self, source: &str, path: &str, key: u64) {
        self.engine.remove(source, path, key);
        self.removed.push((source.to_owned(), path.to_owned(), key));
        let Some(known) = self.state.sources.get_mut(source) else { return };
        let is_library = known.is_library();
        for (name, file) in &mut known.files {
            // Other files with the same bytes are this article too.
            let is_same = key == 0 && file.same_as.as_ref().is_some_and(|(first, _)| first == path);
            if name == path {
                file.records.retain(|_, known| *known != key);
            } else if is_same {
                file.same_as = None;
            } else {
                continue;
            }
            file.excluded.insert(key);
        }
        if is_library {
            known.files.retain(|_, file| !file.records.is_empty());
        }
    }

    /// Lets an article that was taken out come in again at the next run: by its path, or its path
    /// with `#` and the record's id or number, or the record's id. Returns how many.
    pub fn restore(&mut self, id: &str) -> u64 {
        let id_key = record_key(Some(&Record::Id(id.to_owned())));
        let mut restored = 0;
        for (source, known) in &mut self.state.sources {
            let below = id.strip_prefix(source.as_str()).and_then(|rest| rest.strip_prefix('/')).unwrap_or(id);
            let mut containers = Vec::new();
            for (path, file) in known.files.iter_mut().filter(|(_, file)| !file.excluded.is_empty()) {
                let before = file.excluded.len();
                let record = [id, below].iter().find_map(|id| id.strip_prefix(path.as_str())?.strip_prefix('#'));
                if id == path || below == path {
                    file.excluded.clear();
                } else if let Some(record) = record {
                    file.excluded.remove(&record_key(Some(&Record::Id(record.to_owned()))));
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
}
