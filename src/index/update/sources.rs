//! Which sources, or parts of them, a run is to read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::given::take_options;
use super::options::{Progress, Summary, UpdateOptions};
use super::pipeline::Feed;
use super::work::{Part, Work, missing};
use crate::error::{Error, Result};
use crate::extract::{self, Context};
use crate::index::speakers::{Removed, SpeakerCounts};
use crate::index::state::{SourceState, State};
use crate::index::tables::Tables;
use crate::index::writer::LIBRARY;
use crate::ingest::Failure;

/// What is to be read: sources, or parts of them.
#[derive(Default)]
pub struct Plan {
    work: Vec<Work>,
    /// Files that were named, are not there, and would lie in no source.
    missing: Vec<PathBuf>,
    removed: Vec<Removed>,
    /// Sources that lie within a new one.
    inner: Vec<Failure>,
}

/// The run as a whole.
pub struct Run<'p> {
    pub progress: &'p dyn Progress,
    pub summary: Summary,
    /// Hash of the user's tables that change extraction.
    pub tables_hash: u64,
    pub allow_empty: bool,
    /// To tell what the path of a file says.
    pub context: &'p Context,
    /// Files of a list need not be there.
    pub may_be_gone: bool,
    /// All is read into a new index, and told as if for the first time.
    pub is_rebuild: bool,
    /// Stop at the first file that cannot be read.
    pub strict: bool,
    /// The failure that stopped a strict run.
    pub stopped_by: Option<Failure>,
    /// What was counted of records that came again later in their file.
    pub superseded: SpeakerCounts,
}

impl<'p> Run<'p> {
    /// A run that has done nothing yet.
    pub fn new(options: &UpdateOptions, progress: &'p dyn Progress, tables: &Tables, context: &'p Context) -> Run<'p> {
        Run {
            progress,
            summary: Summary::default(),
            tables_hash: tables.hash,
            allow_empty: options.allow_empty,
            context,
            may_be_gone: options.may_be_gone,
            is_rebuild: options.rebuild,
            strict: options.strict,
            stopped_by: None,
            superseded: SpeakerCounts::default(),
        }
    }

    /// Hash of what changes extraction, to be kept with each file.
    pub fn extraction(&self) -> u64 {
        self.tables_hash ^ u64::from(extract::VERSION)
    }

    /// Takes note of something that could not be read, known from an earlier run or not.
    pub fn failed(&mut self, failure: &Failure, is_known: bool) {
        if is_known && !self.is_rebuild {
            self.summary.failed_before += 1;
        } else {
            self.summary.failed += 1;
            // A strict run ends with it as its error.
            if !self.strict {
                self.progress.failed(failure);
            }
        }
        if self.strict && self.stopped_by.is_none() {
            self.stopped_by = Some(failure.clone());
        }
    }

    /// True if the run is to end before its end.
    pub fn is_over(&mut self) -> bool {
        self.summary.cancelled |= self.progress.is_cancelled();
        self.summary.cancelled || self.stopped_by.is_some()
    }
}

impl Plan {
    /// Names of the sources that are read.
    #[cfg(feature = "opensearch")]
    pub fn sources(&self) -> Vec<String> {
        self.work.iter().map(|work| work.source.to_string()).collect()
    }

    /// Decides what to read; new sources get a name in `state`. What lies below one of `exclude` is not read.
    ///
    /// `is_everything`: beside what is named, all that is known.
    pub fn new(state: &mut State, options: &UpdateOptions, exclude: &[PathBuf], is_everything: bool) -> Result<Plan> {
        let mut paths = options.paths.clone();
        let mut files: Vec<PathBuf> = Vec::new();
        for file in options.files.iter().flatten() {
            if file.is_dir() { &mut paths } else { &mut files }.push(file.clone());
        }
        if paths.is_empty() && options.files.is_none() && state.sources.values().all(SourceState::is_library) {
            if !state.sources.is_empty() || !Path::new("seeds").is_dir() {
                return Err(Error::Invalid("no source is known yet; run `search index PATH`".into()));
            }
            paths.push(PathBuf::from("seeds"));
        }
        let mut work: Vec<Work> = Vec::new();
        let mut inner = Vec::new();
        if paths.is_empty() && options.files.is_none() {
            work = all_sources(state, &BTreeMap::new(), options, exclude)?;
        }
        for path in &paths {
            let n_before = state.sources.len();
            let (name, below) = locate(state, path)?;
            let is_new = state.sources.len() > n_before;
            if let Some(source) = state.sources.get_mut(&name) {
                take_options(&mut source.options, &below, options)?;
                // Who names its root means all of it from now on.
                source.options.listed &= !below.is_empty();
            }
            let part = if below.is_empty() { Part::All } else { Part::Below(below) };
            let is_all = matches!(part, Part::All);
            work.push(Work::new(state, &name, part, options, exclude)?);
            for (other, root) in if is_all { inner_sources(state, &name) } else { Vec::new() } {
                let is_planned = |work: &Work| *work.source == *other && work.is_all();
                if !work.iter().any(is_planned) {
                    work.push(Work::new(state, &other, Part::All, options, exclude)?);
                }
                if is_new {
                    let reason = format!("is the source `{other}` already, and stays that");
                    inner.push(Failure { path: root, place: String::new(), reason });
                }
            }
        }
        let mut missing = Vec::new();
        let lists = by_source(state, &files, options, &mut missing)?;
        if is_everything {
            // Among it what was named.
            work = all_sources(state, &lists, options, exclude)?;
        } else {
            for (name, files) in lists {
                work.push(Work::new(state, &name, Part::Files(files), options, exclude)?);
            }
        }
        Ok(Plan { work, missing, removed: Vec::new(), inner })
    }

    /// Reads what changed and hands it on; returns what is to be reported of sources that are
    /// gone.
    pub fn read(&mut self, state: &mut State, run: &mut Run<'_>, feed: &mut Feed<'_>) -> Result<Option<Error>> {
        let mut gone = None;
        self.inner.drain(..).for_each(|inner| run.progress.warned(&inner));
        for path in std::mem::take(&mut self.missing) {
            if !run.may_be_gone && !run.is_over() {
                run.failed(&missing(path), false);
            }
        }
        if run.is_over() {
            return Ok(None);
        }
        for work in &mut self.work {
            let Some(source) = state.sources.get_mut(&*work.source) else { continue };
            match (work.read(source, run, feed, &mut self.removed)?, &gone) {
                (None, _) => {}
                (Some(error), None) => gone = Some(error),
                // The run ends with the first.
                (Some(error), Some(_)) => {
                    let path = PathBuf::from(&source.root);
                    run.progress.failed(&Failure { path, place: String::new(), reason: error.to_string() });
                }
            }
            // A source that has nothing and is gone is no source.
            if source.files.is_empty() && !Path::new(&source.root).exists() && !run.is_rebuild {
                state.sources.remove(&*work.source);
            }
            if run.is_over() || feed.has_failed() {
                break;
            }
        }
        Ok(gone)
    }

    /// Articles of the last commit that were removed or replaced.
    pub fn take_removed(&mut self) -> Vec<Removed> {
        std::mem::take(&mut self.removed)
    }
}

/// All that is known is read, and the files of lists besides.
fn all_sources(
    state: &State,
    lists: &BTreeMap<String, Vec<PathBuf>>,
    options: &UpdateOptions,
    exclude: &[PathBuf],
) -> Result<Vec<Work>> {
    let mut work = Vec::new();
    for (name, source) in state.sources.iter().filter(|(_, source)| !source.is_library()) {
        let part = match source.options.listed {
            true => Part::of_list(source, lists.get(name).map_or(&[], Vec::as_slice)),
            false => Part::All,
        };
        work.push(Work::new(state, name, part, options, exclude)?);
    }
    Ok(work)
}

/// The sources that lie within another: their names and roots. What is below them is theirs, so that no article is
/// there twice.
pub fn inner_sources(state: &State, name: &str) -> Vec<(String, PathBuf)> {
    let Some(outer) = state.sources.get(name).filter(|outer| !outer.is_library()) else { return Vec::new() };
    let is_inner = |(other, source): &(&String, &SourceState)| {
        // Of one that is a list, other files may lie below its root.
        *other != name
            && !source.is_library()
            && !source.options.listed
            && Path::new(&source.root).starts_with(&outer.root)
    };
    let inner = state.sources.iter().filter(is_inner);
    inner.map(|(other, source)| (other.clone(), PathBuf::from(&source.root))).collect()
}

/// The source that a path belongs to, and where in it; a new one if none has it.
fn locate(state: &mut State, path: &Path) -> Result<(String, String)> {
    let real = match path.canonicalize() {
        Ok(real) => real,
        Err(error) => {
            // A source that is missing may still be known, and so may what is gone from one.
            let has = |(name, below): &(String, String)| {
                below.is_empty() || state.sources.get(name).is_some_and(|source| source.has_file(below))
            };
            let known = nearest(state, &real_place(path)).filter(has);
            return known.ok_or_else(|| Error::Read { path: path.to_owned(), source: error });
        }
    };
    if let Some(known) = nearest(state, &real) {
        return Ok(known);
    }
    Ok((add_source(state, &real), String::new()))
}

/// The innermost source that a real path lies in, and where in it.
fn nearest(state: &State, real: &Path) -> Option<(String, String)> {
    let mut nearest: Option<(&String, &Path)> = None;
    for (name, source) in state.sources.iter().filter(|(_, source)| !source.is_library()) {
        if let Ok(below) = real.strip_prefix(&source.root)
            && nearest.is_none_or(|(_, known)| below.as_os_str().len() < known.as_os_str().len())
        {
            nearest = Some((name, below));
        }
    }
    let (name, below) = nearest?;
    let parts: Vec<String> = below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    Some((name.clone(), parts.join("/")))
}

/// A new source with that root; returns its name.
fn add_source(state: &mut State, root: &Path) -> String {
    let plain = root.file_name().map_or("root".into(), |name| name.to_string_lossy().into_owned());
    let mut name = plain.clone();
    let mut number = 2;
    while state.sources.contains_key(&name) || name == LIBRARY {
        name = format!("{plain}-{number}");
        number += 1;
    }
    let root = root.to_string_lossy().into_owned();
    state.sources.insert(name.clone(), SourceState { root, ..SourceState::default() });
    name
}

/// The files of a list by the sources that they belong to, as paths below the roots. Those that
/// no source has become one, whose root is the folder that all lie in; if they are not there, they
/// are `missing`.
fn by_source(
    state: &mut State,
    files: &[PathBuf],
    options: &UpdateOptions,
    missing: &mut Vec<PathBuf>,
) -> Result<BTreeMap<String, Vec<PathBuf>>> {
    let mut found: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    let mut strays: Vec<PathBuf> = Vec::new();
    let mut roots: Vec<(PathBuf, String)> =
        state.sources.iter().map(|(name, source)| (PathBuf::from(&source.root), name.clone())).collect();
    roots.retain(|(root, _)| !root.as_os_str().is_empty());
    // The innermost source first.
    roots.sort_by_key(|(root, _)| std::cmp::Reverse(root.components().count()));
    for file in files {
        let real = real_place(file);
        match roots.iter().find(|(root, _)| real.starts_with(root)) {
            Some((root, name)) => {
                let below = real.strip_prefix(root).map(Path::to_path_buf).unwrap_or_default();
                found.entry(name.clone()).or_default().push(below);
            }
            // What is named but not there is no reason for a source of its own.
            None if real.symlink_metadata().is_err() => missing.push(real),
            None => strays.push(real),
        }
    }
    if let Some(first) = strays.first() {
        let mut root = first.parent().unwrap_or(first).to_path_buf();
        while !strays.iter().all(|file| file.starts_with(&root)) {
            root = root.parent().unwrap_or(Path::new("/")).to_path_buf();
        }
        let name = add_source(state, &root);
        if let Some(source) = state.sources.get_mut(&name) {
            take_options(&mut source.options, "", options)?;
            source.options.listed = true;
        }
        let below = strays.iter().filter_map(|file| file.strip_prefix(&root).ok()).map(Path::to_path_buf);
        found.insert(name, below.collect());
    }
    Ok(found)
}

/// The real path of a file that may not be there; links are followed on the way, not at the end.
fn real_place(file: &Path) -> PathBuf {
    let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_path_buf());
    let mut above = absolute.parent();
    while let Some(folder) = above {
        if let (Ok(real), Ok(rest)) = (folder.canonicalize(), absolute.strip_prefix(folder)) {
            return real.join(rest);
        }
        above = folder.parent();
    }
    absolute
}
