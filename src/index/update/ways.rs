//! How the files of a source are read: the options of the whole, and those of parts of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::index::source_options::{SourceOptions, starts};
use crate::ingest::{self, KeyMap, Manifest, PathPattern};

/// How the files of a source are read.
pub struct Ways {
    whole: ingest::Options,
    /// By path below the root.
    parts: BTreeMap<String, ingest::Options>,
    /// The manifests: each is parsed once, however many parts it counts for.
    loaded: Vec<Loaded>,
    /// A manifest that cannot be read, and why.
    pub failed: Option<(PathBuf, Error)>,
}

/// A manifest, as it was read.
struct Loaded {
    path: String,
    /// The `--map` values with which.
    map: Vec<String>,
    manifest: Arc<Manifest>,
}

impl Ways {
    /// Makes the options of a source ready. What lies at one of `exclude` is not read.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a key or a pattern that makes no sense.
    pub fn new(known: &SourceOptions, root: &Path, follow: bool, exclude: &[PathBuf]) -> Result<Ways> {
        let whole = ingest::Options::default();
        let mut ways = Ways { whole, parts: BTreeMap::new(), loaded: Vec::new(), failed: None };
        ways.whole = ways.options(known.of_path(""), follow)?;
        for path in known.parts.keys() {
            let options = ways.options(known.of_path(path), follow)?;
            ways.parts.insert(path.clone(), options);
        }
        // Their rows are no articles.
        let mut exclude = exclude.to_vec();
        exclude.extend(ways.loaded.iter().map(|loaded| PathBuf::from(&loaded.path)));
        // Each part is walked by itself.
        let without_inner = |outer: &str| -> Vec<PathBuf> {
            let inner = within(&known.parts, outer).map(|(path, _)| root.join(path));
            exclude.iter().cloned().chain(inner).collect()
        };
        for (path, options) in &mut ways.parts {
            options.exclude = without_inner(path);
        }
        ways.whole.exclude = without_inner("");
        Ok(ways)
    }

    fn options(&mut self, known: SourceOptions, follow: bool) -> Result<ingest::Options> {
        let keys = KeyMap::parse(&known.map)?;
        let manifest = known.manifest.and_then(|path| {
            let is_it = |loaded: &&Loaded| loaded.path == path && loaded.map == known.map;
            if let Some(loaded) = self.loaded.iter().find(is_it) {
                return Some(loaded.manifest.clone());
            }
            match Manifest::load(Path::new(&path), &keys) {
                Ok(manifest) => {
                    let manifest = Arc::new(manifest);
                    self.loaded.push(Loaded { path, map: known.map, manifest: manifest.clone() });
                    Some(manifest)
                }
                Err(error) => {
                    self.failed = Some((path.into(), error));
                    None
                }
            }
        });
        Ok(ingest::Options {
            path_pattern: known.path_pattern.map(|pattern| PathPattern::parse(&pattern)).transpose()?,
            manifest,
            follow: known.follow || follow,
            outlet: known.outlet,
            date: known.date,
            keys,
            ..ingest::Options::default()
        })
    }

    /// The options of the source but for its parts.
    pub fn whole(&self) -> &ingest::Options {
        &self.whole
    }

    /// The innermost part that a path below the root lies in, `` for none.
    pub fn part_of<'p>(&self, path: &'p str) -> &'p str {
        if self.parts.is_empty() {
            return "";
        }
        starts(path).filter(|start| self.parts.contains_key(*start)).last().unwrap_or("")
    }

    /// The options of a file, by its path below the root.
    pub fn of(&self, path: &str) -> &ingest::Options {
        self.parts.get(self.part_of(path)).unwrap_or(&self.whole)
    }

    /// The parts that lie within another one, or within the whole (``).
    pub fn within<'w>(&'w self, outer: &str) -> impl Iterator<Item = (&'w str, &'w ingest::Options)> + use<'w> {
        within(&self.parts, outer)
    }

    /// All manifests that were given.
    pub fn manifests(&self) -> impl Iterator<Item = &Manifest> {
        self.loaded.iter().map(|loaded| &*loaded.manifest)
    }
}

fn within<'m, V>(parts: &'m BTreeMap<String, V>, outer: &str) -> impl Iterator<Item = (&'m str, &'m V)> + use<'m, V> {
    let start = if outer.is_empty() { String::new() } else { format!("{outer}/") };
    let from_there = parts.range(start.clone()..).take_while(move |(path, _)| path.starts_with(&start));
    from_there.map(|(path, value)| (path.as_str(), value))
}
