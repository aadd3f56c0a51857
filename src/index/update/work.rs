//! Reading one source, or a part of it: what is new, what changed, what is gone.

use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::options::{FileChange, UpdateOptions};
use super::pipeline::Feed;
use super::sources::{Run, inner_sources};
use super::ways::Ways;
use crate::error::{Error, Result};
use crate::index::speakers::Removed;
use crate::index::state::{SourceState, State};
use crate::ingest::{self, Failure, Found, SourceFile, display_path};

/// Which part of a source.
pub enum Part {
    /// All of it.
    All,
    /// What lies at or below a path below the root.
    Below(String),
    /// Single files, by their paths below the root. Of one that is gone, whatever was below it
    /// goes too: it may have been a folder.
    Files(Vec<PathBuf>),
}

impl Part {
    /// The files of a source that consists of those that were named, and those of a list.
    pub fn of_list(source: &SourceState, list: &[PathBuf]) -> Part {
        let files = source.files.iter().filter(|(_, file)| file.container.is_none());
        Part::Files(files.map(|(path, _)| PathBuf::from(path)).chain(list.iter().cloned()).collect())
    }
}

/// A source that is to be read.
pub struct Work {
    pub source: Arc<str>,
    root: PathBuf,
    part: Part,
    pub ways: Ways,
    /// Of files whose bytes stand for an article: by their hash, the file that came first.
    pub twins: FxHashMap<u64, String>,
    /// Files that became one article with another in this run.
    pub joined: FxHashSet<String>,
}

impl Work {
    pub fn new(state: &State, name: &str, part: Part, options: &UpdateOptions, exclude: &[PathBuf]) -> Result<Work> {
        let source = state.sources.get(name).cloned().unwrap_or_default();
        let mut twins = FxHashMap::default();
        for (path, file) in &source.files {
            let mut records = file.records.iter();
            if let (Some((hash, 0)), None) = (records.next(), records.next())
                && file.container.is_none()
            {
                twins.entry(*hash).or_insert_with(|| path.clone());
            }
        }
        let root = PathBuf::from(source.root);
        let exclude: Vec<PathBuf> =
            exclude.iter().cloned().chain(inner_sources(state, name).into_iter().map(|(_, root)| root)).collect();
        let mut ways = Ways::new(&source.options, &root, options.follow, &exclude)?;
        let is_given = |path: &Path| {
            options.manifest.as_ref().is_some_and(|given| given.canonicalize().is_ok_and(|given| given == path))
        };
        if let Some((_, error)) = ways.failed.take_if(|(path, _)| is_given(path)) {
            return Err(error);
        }
        Ok(Work { source: name.into(), root, part, ways, twins, joined: FxHashSet::default() })
    }

    /// Whether the whole of the source is read.
    pub fn is_all(&self) -> bool {
        matches!(self.part, Part::All)
    }

    /// Reads what changed; returns what is to be reported if the source is gone.
    pub fn read(
        &mut self,
        source: &mut SourceState,
        run: &mut Run<'_>,
        feed: &mut Feed<'_>,
        removed: &mut Vec<Removed>,
    ) -> Result<Option<Error>> {
        let mut files: Vec<SourceFile> = Vec::new();
        let mut failures: Vec<Failure> = Vec::new();
        if let Some((path, error)) = self.ways.failed.take() {
            // Without it, articles would lose what it says of them.
            return Ok(Some(Error::ManifestGone { path, root: self.root.clone(), source: Box::new(error) }));
        }
        let is_known = source.articles() > 0;
        let complete = match self.walk(&mut files, &mut failures, run) {
            Ok(is_complete) => is_complete,
            Err(error) => match self.is_gone(error, source, run)? {
                None => true,
                Some(_) if source.files.is_empty() && !run.is_rebuild => {
                    let reason = "does not exist; nothing was read of it, and it is forgotten".to_owned();
                    run.failed(&Failure { path: self.root.clone(), place: String::new(), reason }, false);
                    return Ok(None);
                }
                gone => return Ok(gone),
            },
        };
        let is_all = matches!(self.part, Part::All);
        if is_all && is_known && files.is_empty() && complete && !run.allow_empty {
            return Ok(Some(Error::SourceGone { path: self.root.clone(), what: "is empty now" }));
        }
        for manifest in self.ways.manifests() {
            let told = manifest.problems().iter().chain(manifest.repeats());
            told.chain(&manifest.missing()).for_each(|problem| run.progress.warned(problem));
        }
        for file in &files {
            self.read_file(file, source, run, feed, removed);
            if run.is_over() || feed.has_failed() {
                return Ok(None);
            }
            for failure in feed.keep(&self.source, source) {
                run.failed(&failure, false);
            }
        }
        self.tell_of_pattern(&files, source, run);
        let failed = self.walk_failures(&failures, source, run);
        if complete && run.stopped_by.is_none() {
            let seen: FxHashSet<&str> =
                files.iter().map(|file| file.path.as_str()).chain(failed.iter().map(String::as_str)).collect();
            self.remove_vanished(&seen, source, run, feed, removed);
            self.read_orphans(&files, source, run, feed, removed);
        }
        Ok(None)
    }

    /// What is to be reported as the walk could not begin; `None` if what is not there is gone.
    ///
    /// # Errors
    /// That a file which was named is of no kind that can be read.
    fn is_gone(&self, error: Error, source: &SourceState, run: &Run<'_>) -> Result<Option<Error>> {
        if matches!(error, Error::Invalid(_)) && source.files.is_empty() {
            return Err(error);
        }
        if let (Part::Below(_), true) = (&self.part, self.root.symlink_metadata().is_ok()) {
            // What only cannot be looked at may be there.
            let is_absent = matches!(&error, Error::Read { source, .. } if is_absent(source));
            return Ok(if is_absent { None } else { Some(error) });
        }
        let is_list = matches!(self.part, Part::Files(_)) && !source.options.listed;
        let is_gone = is_list || run.allow_empty;
        Ok((!is_gone).then(|| Error::SourceGone { path: self.root.clone(), what: "is missing" }))
    }

    /// A pattern that fits no path at all is most likely wrong. Those of members of containers are not known here.
    fn tell_of_pattern(&self, files: &[SourceFile], source: &SourceState, run: &Run<'_>) {
        let fits = files.iter().any(SourceFile::is_named);
        let has_members = source.files.values().any(|file| file.container.is_some());
        if let (true, false, false, Some(first)) =
            (self.is_all() && self.ways.whole().path_pattern.is_some(), fits, has_members, files.first())
        {
            let reason = format!("`--path-pattern` fits none of {} files, such as `{}`", files.len(), first.path);
            run.progress.warned(&Failure { path: self.root.clone(), place: String::new(), reason });
        }
    }

    /// Lists the files; true if none can have been missed.
    fn walk(&self, files: &mut Vec<SourceFile>, failures: &mut Vec<Failure>, run: &Run<'_>) -> Result<bool> {
        let mut bytes = 0;
        // The manifests of a folder are read again for each part below it.
        let may_repeat = self.ways.within("").next().is_some();
        let mut told: FxHashSet<String> = FxHashSet::default();
        let mut sink = |found| {
            match found {
                Found::File(file) => {
                    bytes += file.size;
                    files.push(file);
                    if files.len().is_multiple_of(1000) {
                        run.progress.found(files.len() as u64, bytes, false);
                    }
                }
                Found::Warning(one) | Found::Failure(one) if may_repeat && !told.insert(one.to_string()) => {}
                Found::Warning(warning) => run.progress.warned(&warning),
                Found::Failure(failure) => failures.push(failure),
            }
            if run.progress.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let mut complete = true;
        match &self.part {
            Part::Files(files) => {
                for (part, files) in self.by_part(files) {
                    complete &= ingest::walk_files(&self.root, &files, self.ways.of(&part), &mut sink)?.complete;
                }
            }
            part => {
                let below = if let Part::Below(below) = part { below } else { "" };
                complete &= ingest::walk_part(&self.root, below, self.ways.of(below), &mut sink)?.complete;
                for (inner, options) in self.ways.within(below) {
                    match ingest::walk_part(&self.root, inner, options, &mut sink) {
                        Ok(walked) => complete &= walked.complete,
                        Err(Error::Read { source, .. }) if is_absent(&source) => {}
                        Err(Error::Read { path, source }) => {
                            complete = false;
                            let reason = source.to_string();
                            let _ = sink(Found::Failure(Failure { path, place: String::new(), reason }));
                        }
                        // A file of a kind that cannot be read; it was told when it was named.
                        Err(_) => {}
                    }
                }
            }
        }
        run.progress.found(files.len() as u64, bytes, true);
        Ok(complete)
    }

    /// Single files by the part whose options they are read with.
    fn by_part(&self, files: &[PathBuf]) -> BTreeMap<String, Vec<PathBuf>> {
        // Of an empty list there is to know whether the root is there.
        let mut parts = BTreeMap::from([(String::new(), Vec::new())]);
        for file in files {
            let path = display_path(file);
            parts.entry(self.ways.part_of(&path).to_owned()).or_insert_with(Vec::new).push(file.clone());
        }
        parts
    }

    /// What the walk itself could not read is remembered like a file without articles; returns
    /// the paths.
    fn walk_failures(&self, failures: &[Failure], source: &mut SourceState, run: &mut Run<'_>) -> Vec<String> {
        let mut paths = Vec::new();
        for failure in failures {
            let path = display_path(failure.path.strip_prefix(&self.root).unwrap_or(&failure.path));
            let entry = (failure.place.clone(), failure.reason.clone());
            let known = source.files.entry(path.clone()).or_default();
            let is_known = known.failures.contains(&entry);
            run.failed(failure, is_known);
            if !is_known {
                known.failures = vec![entry];
            }
            paths.push(path);
        }
        paths
    }

    /// Takes out what was there and is not any more.
    fn remove_vanished(
        &self,
        seen: &FxHashSet<&str>,
        source: &mut SourceState,
        run: &mut Run<'_>,
        feed: &mut Feed<'_>,
        removed: &mut Vec<Removed>,
    ) {
        let named: FxHashSet<String> = match &self.part {
            Part::Files(files) => files.iter().map(|path| display_path(path)).collect(),
            _ => FxHashSet::default(),
        };
        let is_here = |path: &str| match &self.part {
            Part::All => true,
            Part::Below(below) => {
                path.strip_prefix(below.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            }
            Part::Files(_) => {
                let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
                named.contains(path) || folders.into_iter().any(|folder| named.contains(folder))
            }
        };
        // What was named and is not there is a failure, unless it was known and is now gone.
        let unknown = if run.may_be_gone { Vec::new() } else { self.unknown(seen, source) };
        let vanished: Vec<String> = source
            .files
            .iter()
            .filter(|(path, file)| {
                let owner = file.container.as_deref().unwrap_or(path);
                is_here(owner) && !seen.contains(owner)
            })
            .map(|(path, _)| path.clone())
            .collect();
        for path in vanished {
            let Some(file) = source.files.remove(&path) else { continue };
            let left = file.left_behind();
            let was_gone_before = left.as_ref() == Some(&file);
            source.files.extend(left.map(|left| (path.clone(), left)));
            if was_gone_before {
                continue;
            }
            feed.opens(&self.source, &path);
            if file.container.is_none() {
                run.progress.file(FileChange::Gone, &self.root.join(&path));
            }
            for key in file.records.into_values() {
                self.remove(&path, key, run, feed, removed);
            }
        }
        for path in unknown {
            run.failed(&missing(path), false);
        }
    }

    /// The files of a list that are neither there nor known, be it as a folder.
    fn unknown(&self, seen: &FxHashSet<&str>, source: &SourceState) -> Vec<PathBuf> {
        let Part::Files(files) = &self.part else { return Vec::new() };
        let is_known = |path: &str| {
            let below = format!("{path}/");
            source.files.contains_key(path)
                || source.files.range(below.clone()..).next().is_some_and(|(first, _)| first.starts_with(&below))
        };
        let is_unknown = |path: &PathBuf| {
            let shown = display_path(path);
            !seen.contains(shown.as_str()) && !is_known(&shown)
        };
        let unknown = files.iter().filter(|path| is_unknown(path)).map(|path| self.root.join(path));
        unknown.filter(|path| path.symlink_metadata().is_err()).collect()
    }

    /// Files that were one article with another that is gone or has changed are read anew: the
    /// first of them stands for the others from now on.
    fn read_orphans(
        &mut self,
        files: &[SourceFile],
        source: &mut SourceState,
        run: &mut Run<'_>,
        feed: &mut Feed<'_>,
        removed: &mut Vec<Removed>,
    ) {
        let is_orphan = |(path, hash): &(String, u64)| {
            !source.files.get(path).is_some_and(|first| first.records.contains_key(hash))
        };
        let orphans: Vec<String> = source
            .files
            .iter()
            .filter(|(_, file)| file.same_as.as_ref().is_some_and(is_orphan))
            .map(|(path, _)| path.clone())
            .collect();
        if orphans.is_empty() {
            return;
        }
        for path in &orphans {
            if self.joined.remove(path) {
                // With one that was gone already.
                run.summary.same -= 1;
            }
            if let Some(file) = source.files.get_mut(path) {
                (file.size, file.modified_ns, file.same_as) = (0, 0, None);
            }
        }
        let mut walked: FxHashMap<&str, &SourceFile> = files.iter().map(|file| (file.path.as_str(), file)).collect();
        // Those outside of the part that was walked, in one go: a walk reads the manifests above.
        let outside = orphans.iter().filter(|path| !walked.contains_key(path.as_str())).map(PathBuf::from).collect();
        let outside = self.find(outside);
        walked.extend(outside.iter().map(|file| (file.path.as_str(), file)));
        for path in &orphans {
            if let Some(file) = walked.get(path.as_str()) {
                self.read_file(file, source, run, feed, removed);
            }
        }
    }

    /// Single files, as far as they are there.
    fn find(&self, paths: Vec<PathBuf>) -> Vec<SourceFile> {
        let mut found = Vec::new();
        let sink = &mut |one| {
            if let Found::File(file) = one {
                found.push(file);
            }
            ControlFlow::Continue(())
        };
        for (part, paths) in self.by_part(&paths).into_iter().filter(|(_, paths)| !paths.is_empty()) {
            // Without its root nothing of the source is there.
            let _ = ingest::walk_files(&self.root, &paths, self.ways.of(&part), sink);
        }
        found
    }

    /// Takes an article out.
    pub fn remove(&self, path: &str, key: u64, run: &mut Run<'_>, feed: &mut Feed<'_>, removed: &mut Vec<Removed>) {
        feed.remove(&self.source, path, key);
        removed.push((self.source.to_string(), path.to_owned(), key));
        run.summary.removed += 1;
    }
}

/// Says that a file that was named is not there.
pub fn missing(path: PathBuf) -> Failure {
    Failure { path, place: String::new(), reason: "does not exist".to_owned() }
}

/// True if an error says that there is nothing of that name.
pub fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
