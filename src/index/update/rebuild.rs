//! Making an index anew from its sources.
//!
//! What the run names is read as if for the first time. What it does not name, and what cannot be read
//! today, comes over from the index that there was, as its texts are kept there: a rebuild touches and loses no
//! more than another run. Where that index cannot be read, being damaged or of another format, every source
//! is read.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use super::options::Progress;
use super::pipeline::Feed;
use super::sources::Run;
use super::stored::raw;
use crate::engine::tantivy::{Reader, key_term};
use crate::index::folder::{Folder, Marker};
use crate::index::state::{FileState, State};
use crate::ingest::Failure;
use crate::model::RawArticle;

/// Stands for [`FileState::extraction`] of a file that is to be read anew; no run has it, as the
/// extractor's version is none.
const NOT_YET: u64 = 0;

/// What a rebuild begins with.
pub struct Start {
    /// The sources, whose files are all to be read anew.
    pub state: State,
    /// The index as it is; `None` if it cannot be read.
    pub old: Option<Reader>,
}

/// Finds out what a rebuild of a folder begins with.
pub fn start(folder: &Folder, marker: &Marker, progress: &dyn Progress) -> Start {
    if let Some((mut state, number)) = folder.state_to_rebuild()
        && let Some(old) = open(folder, marker, number)
    {
        let files = state.sources.values_mut().flat_map(|source| source.files.values_mut());
        files.for_each(|file| file.extraction = NOT_YET);
        return Start { state, old: Some(old) };
    }
    Start { state: sources_only(folder, marker, progress), old: None }
}

/// The engine as of the commit of that number, if that is the last one and it can be read.
fn open(folder: &Folder, marker: &Marker, number: u64) -> Option<Reader> {
    folder.check_format(marker).ok()?;
    let open = || {
        let payload = folder.last_payload(marker).ok().flatten()?;
        let (engine, _) = Reader::payload(&folder.file(&marker.engine)).ok()?;
        // Who is who is made anew.
        let reader = Reader::open(&engine, Arc::default()).ok()?;
        (payload.generation == number).then_some(reader)
    };
    // The engine's library takes some damage for impossible.
    catch_unwind(AssertUnwindSafe(open)).ok().flatten()
}

/// Hands on, from the index as it was, the articles that were not read but stay; without one (a dry run) they
/// are only counted.
pub fn carry_over(old: Option<&Reader>, state: &mut State, run: &mut Run<'_>, feed: &mut Feed<'_>) {
    let extraction = run.extraction();
    for (name, source) in &mut state.sources {
        let name: Arc<str> = name.as_str().into();
        for (path, file) in &mut source.files {
            let is_unread = file.extraction == NOT_YET;
            file.extraction = extraction;
            let mut lost = Vec::new();
            for (hash, key) in &file.records {
                if !is_unread && *hash != FileState::hash_of_unread(*key) {
                    continue;
                }
                if run.is_over() || feed.has_failed() {
                    return;
                }
                run.summary.unchanged += 1;
                let Some(old) = old else { continue };
                match stored(old, &name, path, *key) {
                    Some(article) => {
                        let bytes = article.text.len() as u64;
                        run.summary.bytes += bytes;
                        run.progress.advanced(1, bytes);
                        feed.article(article, &name, *hash, false);
                    }
                    None => lost.push(*hash),
                }
            }
            for hash in lost {
                run.summary.unchanged -= 1;
                file.records.remove(&hash);
                // The next run tries the file itself.
                (file.size, file.modified_ns) = (0, 0);
                let reason = "an article of it cannot be read in the index either".to_owned();
                let path = PathBuf::from(&source.root).join(path);
                run.failed(&Failure { path, place: String::new(), reason }, false);
            }
        }
    }
}

/// An article as its file gave it; `None` if the index is damaged there.
fn stored(old: &Reader, source: &str, path: &str, key: u64) -> Option<RawArticle> {
    let read = || {
        let address = old.keyed(&key_term(source, path, key)).ok().flatten()?;
        old.stored(address).ok().map(|(article, _)| raw(article))
    };
    catch_unwind(AssertUnwindSafe(read)).ok().flatten()
}

/// The sources with their options, as if nothing had been read yet.
fn sources_only(folder: &Folder, marker: &Marker, progress: &dyn Progress) -> State {
    let mut state = State::default();
    for (name, root) in &marker.sources {
        let source = state.sources.entry(name.clone()).or_default();
        source.root = root.to_string_lossy().into_owned();
    }
    let known = folder.state_to_rebuild();
    let last = folder.payload_to_rebuild(marker).map_or(0, |payload| payload.generation);
    let warn = |reason: &str| {
        let path = folder.file(&format!("state-{last}.bin"));
        progress.warned(&Failure { path, place: String::new(), reason: reason.to_owned() });
    };
    let Some((known, number)) = known else {
        if !state.sources.is_empty() {
            warn(
                "cannot be read: options of the sources such as `--map` are lost, and what was taken out comes in again",
            );
        }
        return state;
    };
    if number < last {
        warn("cannot be read: options of the sources, and what was taken out of them, are those of the commit before");
    }
    for (name, source) in known.sources {
        // An older state may have others.
        let Some(entry) = state.sources.get_mut(&name) else { continue };
        // What was taken out stays out, and a list is still one of the same files.
        let is_listed = source.options.listed;
        let left = |file: FileState| {
            let is_named = is_listed && file.container.is_none();
            file.left_behind().or_else(|| is_named.then(FileState::default))
        };
        entry.options = source.options;
        entry.files.extend(source.files.into_iter().filter_map(|(path, file)| Some((path, left(file)?))));
    }
    state
}
