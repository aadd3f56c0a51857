//! What changed in the sources since the last run.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

use rustc_hash::{FxHashMap, FxHashSet};

use super::options::{Progress, Summary, UpdateOptions};
use super::pipeline::Feed;
use crate::error::{Error, Result};
use crate::extract;
use crate::index::folder::Folder;
use crate::index::speakers::Removed;
use crate::index::state::{FileState, SourceOptions, SourceState, State};
use crate::index::writer::LIBRARY;
use crate::ingest::{self, Failure, Found, Item, KeyMap, Manifest, PathPattern, SourceFile, record_key};

/// What is to be read: sources, or parts of them.
#[derive(Default)]
pub struct Plan {
    work: Vec<Work>,
    removed: Vec<Removed>,
}

struct Work {
    source: Arc<str>,
    root: PathBuf,
    /// The part to read, as a path below the root; empty for all.
    below: String,
    options: ingest::Options,
}

/// The run as a whole.
pub struct Run<'p> {
    pub progress: &'p dyn Progress,
    pub summary: Summary,
    /// Hash of the user's tables that change extraction.
    pub tables_hash: u64,
    pub allow_empty: bool,
}

impl Run<'_> {
    /// Hash of what changes extraction, to be kept with each file.
    pub fn extraction(&self) -> u64 {
        self.tables_hash ^ u64::from(extract::VERSION)
    }
}

impl Plan {
    /// Decides what to read; new sources get a name in `state`.
    pub fn new(state: &mut State, options: &UpdateOptions, folder: &Folder) -> Result<Plan> {
        let mut paths = options.paths.clone();
        if paths.is_empty() && state.sources.values().all(SourceState::is_library) {
            if !state.sources.is_empty() || !Path::new("seeds").is_dir() {
                return Err(Error::Invalid("no source is known yet; run `search index PATH`".into()));
            }
            paths.push(PathBuf::from("seeds"));
        }
        let mut work = Vec::new();
        if paths.is_empty() {
            for (name, source) in &state.sources {
                if !source.is_library() {
                    work.push(Work::new(state, name, String::new(), options, folder)?);
                }
            }
        }
        for path in &paths {
            let (name, below) = locate(state, path)?;
            if let Some(source) = state.sources.get_mut(&name)
                && let Some(given) = given_options(options)?
            {
                source.options = given;
            }
            work.push(Work::new(state, &name, below, options, folder)?);
        }
        Ok(Plan { work, removed: Vec::new() })
    }

    /// Reads what changed and hands it on; returns what is to be reported of sources that are
    /// gone.
    pub fn read(&mut self, state: &mut State, run: &mut Run<'_>, feed: &mut Feed<'_>) -> Result<Option<Error>> {
        let mut gone = None;
        for work in &self.work {
            let Some(source) = state.sources.get_mut(&*work.source) else { continue };
            let outcome = work.read(source, run, feed, &mut self.removed)?;
            gone = gone.or(outcome);
            if run.summary.cancelled || feed.has_failed() {
                break;
            }
        }
        // A source that never gave anything and is gone is no source.
        if gone.is_some() {
            state.sources.retain(|_, source| {
                source.is_library() || !source.files.is_empty() || Path::new(&source.root).exists()
            });
        }
        Ok(gone)
    }

    /// Articles of the last commit that were removed or replaced.
    pub fn take_removed(&mut self) -> Vec<Removed> {
        std::mem::take(&mut self.removed)
    }
}

/// The source that a path belongs to, and where in it; a new one if none has it.
fn locate(state: &mut State, path: &Path) -> Result<(String, String)> {
    let real = match path.canonicalize() {
        Ok(real) => real,
        Err(error) => {
            // A source that is missing may still be known.
            let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
            let known = state.sources.iter().find(|(_, source)| Path::new(&source.root) == absolute);
            return match known {
                Some((name, _)) => Ok((name.clone(), String::new())),
                None => Err(Error::Read { path: path.to_owned(), source: error }),
            };
        }
    };
    let mut nearest: Option<(&String, PathBuf)> = None;
    for (name, source) in &state.sources {
        if !source.is_library()
            && let Ok(below) = real.strip_prefix(&source.root)
            && nearest.as_ref().is_none_or(|(_, known)| below.as_os_str().len() < known.as_os_str().len())
        {
            nearest = Some((name, below.to_owned()));
        }
    }
    if let Some((name, below)) = nearest {
        let parts: Vec<String> = below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        return Ok((name.clone(), parts.join("/")));
    }
    let plain = real.file_name().map_or("root".into(), |name| name.to_string_lossy().into_owned());
    let mut name = plain.clone();
    let mut number = 2;
    while state.sources.contains_key(&name) || name == LIBRARY {
        name = format!("{plain}-{number}");
        number += 1;
    }
    let root = real.to_string_lossy().into_owned();
    state.sources.insert(name.clone(), SourceState { root, ..SourceState::default() });
    Ok((name, String::new()))
}

/// The options of this run, or `None` if it gives none and the remembered ones hold.
fn given_options(options: &UpdateOptions) -> Result<Option<SourceOptions>> {
    let manifest = match &options.manifest {
        Some(path) => {
            let real = path.canonicalize().map_err(|source| Error::Read { path: path.clone(), source })?;
            Some(real.to_string_lossy().into_owned())
        }
        None => None,
    };
    let given = SourceOptions {
        map: options.map.clone(),
        manifest,
        path_pattern: options.path_pattern.clone(),
        outlet: options.outlet.clone(),
        date: options.date.clone(),
        follow: options.follow,
    };
    Ok((given != SourceOptions::default()).then_some(given))
}

impl Work {
    fn new(state: &State, name: &str, below: String, options: &UpdateOptions, folder: &Folder) -> Result<Work> {
        let source = state.sources.get(name).cloned().unwrap_or_default();
        let known = source.options;
        let keys = KeyMap::parse(&known.map)?;
        let manifest = known.manifest.map(|path| Manifest::load(Path::new(&path), &keys)).transpose()?;
        let path_pattern = known.path_pattern.map(|pattern| PathPattern::parse(&pattern)).transpose()?;
        let ingest = ingest::Options {
            keys,
            path_pattern,
            manifest: manifest.map(Arc::new),
            follow: known.follow || options.follow,
            outlet: known.outlet,
            date: known.date,
            exclude: vec![folder.path().to_owned()],
            ..ingest::Options::default()
        };
        Ok(Work { source: name.into(), root: PathBuf::from(source.root), below, options: ingest })
    }

    fn read(
        &self,
        source: &mut SourceState,
        run: &mut Run<'_>,
        feed: &mut Feed<'_>,
        removed: &mut Vec<Removed>,
    ) -> Result<Option<Error>> {
        let mut files: Vec<SourceFile> = Vec::new();
        let mut failures: Vec<Failure> = Vec::new();
        let mut bytes = 0;
        let walked = ingest::walk_part(&self.root, &self.below, &self.options, &mut |found| {
            match found {
                Found::File(file) => {
                    bytes += file.size;
                    files.push(file);
                    if files.len().is_multiple_of(1000) {
                        run.progress.found(files.len() as u64, bytes, false);
                    }
                }
                Found::Warning(warning) => run.progress.warned(&warning),
                Found::Failure(failure) => failures.push(failure),
            }
            if run.progress.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        run.progress.found(files.len() as u64, bytes, true);
        let is_known = source.articles() > 0;
        let is_whole = self.below.is_empty();
        let complete = match walked {
            Ok(summary) => summary.complete,
            Err(error) if is_whole && !is_known => return Err(error),
            Err(_) if is_whole && !run.allow_empty => {
                return Ok(Some(Error::SourceGone { path: self.root.clone(), what: "is missing" }));
            }
            Err(_) => true,
        };
        if is_whole && is_known && files.is_empty() && complete && !run.allow_empty {
            return Ok(Some(Error::SourceGone { path: self.root.clone(), what: "is empty now" }));
        }
        if let Some(manifest) = &self.options.manifest {
            manifest.problems().iter().chain(&manifest.missing()).for_each(|problem| run.progress.warned(problem));
        }

        let mut seen: FxHashSet<&str> = FxHashSet::default();
        for file in &files {
            seen.insert(&file.path);
            self.read_file(file, source, run, feed, removed);
            if run.progress.is_cancelled() {
                run.summary.cancelled = true;
            }
            if run.summary.cancelled || feed.has_failed() {
                return Ok(None);
            }
        }
        // What the walk itself could not read is remembered like a file without articles.
        for failure in &failures {
            let path = failure.path.strip_prefix(&self.root).unwrap_or(&failure.path).to_string_lossy().into_owned();
            let entry = (failure.place.clone(), failure.reason.clone());
            let known = source.files.entry(path).or_default();
            if known.failures.contains(&entry) {
                run.summary.failed_before += 1;
            } else {
                run.summary.failed += 1;
                run.progress.failed(failure);
                known.failures = vec![entry];
            }
        }
        if complete {
            let failed: FxHashSet<String> = failures
                .iter()
                .map(|failure| failure.path.strip_prefix(&self.root).unwrap_or(&failure.path).to_string_lossy().into())
                .collect();
            let is_here = |path: &str| is_whole || path == self.below || path.starts_with(&format!("{}/", self.below));
            let vanished: Vec<String> = source
                .files
                .keys()
                .filter(|path| is_here(path) && !seen.contains(path.as_str()) && !failed.contains(path.as_str()))
                .cloned()
                .collect();
            for path in vanished {
                for key in source.files.remove(&path).map(|file| file.records).unwrap_or_default().into_values() {
                    self.remove(&path, key, run, feed, removed);
                }
            }
        }
        Ok(None)
    }

    fn remove(&self, path: &str, key: u64, run: &mut Run<'_>, feed: &mut Feed<'_>, removed: &mut Vec<Removed>) {
        feed.remove(&self.source, path, key);
        removed.push((self.source.to_string(), path.to_owned(), key));
        run.summary.removed += 1;
    }

    fn read_file(
        &self,
        file: &SourceFile,
        source: &mut SourceState,
        run: &mut Run<'_>,
        feed: &mut Feed<'_>,
        removed: &mut Vec<Removed>,
    ) {
        let before = source.files.remove(&file.path).unwrap_or_default();
        let context = file.context_hash(&self.options);
        let extraction = run.extraction();
        let is_same = (before.size, before.modified_ns, before.context, before.extraction)
            == (file.size, file.modified_ns, context, extraction);
        // A file that gave nothing may be readable by now without having changed.
        let gave_nothing = before.records.is_empty() && !before.failures.is_empty();
        if is_same && !gave_nothing {
            let articles = before.records.len() as u64;
            run.summary.unchanged += articles;
            run.summary.failed_before += before.failures.len() as u64;
            run.progress.advanced(articles, file.size);
            source.files.insert(file.path.clone(), before);
            return;
        }

        let old_keys: FxHashSet<u64> = before.records.values().copied().collect();
        let lookup = |hash: u64| before.records.get(&hash).copied();
        let known: Option<ingest::Known<'_>> = if before.extraction == extraction { Some(&lookup) } else { None };
        let mut records: FxHashMap<u64, u64> = FxHashMap::default();
        let mut hash_of: FxHashMap<u64, u64> = FxHashMap::default();
        let mut failures: Vec<(String, String)> = Vec::new();
        let mut pending = 0;
        let count = || self.options.bytes_read.load(Relaxed);
        let (start, mut told) = (count(), count());
        let outcome = ingest::read(file, &self.options, known, &mut |item| {
            match item {
                Item::Unchanged { hash } => {
                    let key = lookup(hash).unwrap_or(0);
                    records.insert(hash, key);
                    hash_of.insert(key, hash);
                    run.summary.unchanged += 1;
                    pending += 1;
                }
                Item::Article { article, hash } => {
                    let key = record_key(article.record.as_ref());
                    let is_repeated = hash_of.contains_key(&key);
                    let is_old = old_keys.contains(&key);
                    if is_repeated {
                        // The later one wins: it must not overtake the earlier one.
                        feed.wait();
                        records.retain(|_, known| *known != key);
                    } else if is_old {
                        run.summary.changed += 1;
                        removed.push((self.source.to_string(), file.path.clone(), key));
                    } else {
                        run.summary.added += 1;
                    }
                    run.summary.bytes += article.text.len() as u64;
                    records.insert(hash, key);
                    hash_of.insert(key, hash);
                    feed.article(article, &self.source, hash, is_old || is_repeated);
                    pending += 1;
                }
                Item::Warning(warning) => run.progress.warned(&warning),
                Item::Failure(failure) => {
                    let entry = (failure.place.clone(), failure.reason.clone());
                    if before.failures.contains(&entry) {
                        run.summary.failed_before += 1;
                    } else {
                        run.summary.failed += 1;
                        run.progress.failed(&failure);
                    }
                    failures.push(entry);
                }
            }
            if pending >= 256 {
                run.progress.advanced(pending, count() - told);
                told = count();
                pending = 0;
            }
            if run.progress.is_cancelled() || feed.has_failed() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        // What was not read, because reading stopped, is done with as well.
        run.progress.advanced(pending, file.size.saturating_sub(told - start));

        let mut state =
            FileState { size: file.size, modified_ns: file.modified_ns, context, extraction, records, failures };
        for (hash, key) in &before.records {
            if hash_of.contains_key(key) {
                continue;
            }
            if outcome.complete && outcome.failures == 0 {
                self.remove(&file.path, *key, run, feed, removed);
            } else {
                // What cannot be read today keeps its last good version; which record a broken
                // line was is not known, so none of them goes.
                state.records.insert(*hash, *key);
            }
        }
        if run.progress.is_cancelled() {
            run.summary.cancelled = true;
            state.modified_ns = 0; // read on from here at the next run
            state.size = 0;
        }
        source.files.insert(file.path.clone(), state);
    }
}
