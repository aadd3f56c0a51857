//! How an update is to be done, and how it went.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::ingest::Failure;
use crate::model::Date;

/// How an update is to be done.
#[derive(Clone, Debug)]
pub struct UpdateOptions {
    /// Sources to read: files or folders. Empty: those the index knows.
    pub paths: Vec<PathBuf>,
    /// Files to read beside the sources, each by itself: what else lies in their folders is not
    /// looked at, and one that is gone is taken out. They come from one list
    /// (`--files-from`), so those that no source has become one source together.
    pub files: Option<Vec<PathBuf>>,
    /// Bytes that the indexer may allocate; at least 30 MB are used.
    pub memory_bytes: usize,
    /// The day of the run.
    pub today: Date,
    /// Take the articles of a source out that is missing or suddenly empty.
    pub allow_empty: bool,
    /// Say nothing of `files` that are neither there nor known: they came and went.
    pub may_be_gone: bool,
    /// Follow symbolic links to folders.
    pub follow: bool,
    /// Extra keys: `--map FIELD=KEY`, as typed.
    pub map: Vec<String>,
    /// A manifest for the given paths; an empty path, like an empty text of the options below, is to forget it.
    pub manifest: Option<PathBuf>,
    /// `--path-pattern`, as typed.
    pub path_pattern: Option<String>,
    /// Outlet of articles that name none.
    pub outlet: Option<String>,
    /// Date of articles that name none, as typed.
    pub date: Option<String>,
    /// The user's `outlets.toml`; kept in the index folder for later runs, until an empty path is given.
    pub outlets: Option<PathBuf>,
    /// The user's `speakers.toml`; the same.
    pub speakers: Option<PathBuf>,
    /// Read everything again, into a new index of this program's format.
    pub rebuild: bool,
    /// With `rebuild`: from the texts stored in the index, not from the sources.
    pub from_index: bool,
    /// Stop at the first file that cannot be read, and leave the index as it was.
    pub strict: bool,
    /// Change nothing: only find out what a run would do.
    pub dry_run: bool,
}

impl UpdateOptions {
    /// The defaults: the known sources, 512 MiB.
    pub fn new(today: Date) -> UpdateOptions {
        UpdateOptions {
            paths: Vec::new(),
            files: None,
            memory_bytes: 512 << 20,
            today,
            allow_empty: false,
            may_be_gone: false,
            follow: false,
            map: Vec::new(),
            manifest: None,
            path_pattern: None,
            outlet: None,
            date: None,
            outlets: None,
            speakers: None,
            rebuild: false,
            from_index: false,
            strict: false,
            dry_run: false,
        }
    }
}

/// What becomes of a file of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileChange {
    /// It was not known and is read.
    New,
    /// It changed, or how it is to be read, and is read again.
    Changed,
    /// It is gone, and its articles with it.
    Gone,
}

/// Hears how an update goes on. Called from several threads.
pub trait Progress: Sync {
    /// Files and their bytes found so far; `done` when the walk has ended.
    fn found(&self, _files: u64, _bytes: u64, _done: bool) {}
    /// So many more articles are handled (indexed or unchanged), so many more bytes of files.
    fn advanced(&self, _articles: u64, _bytes: u64) {}
    /// A file that is new, changed or gone.
    fn file(&self, _change: FileChange, _path: &Path) {}
    /// Something that could not be read, found in this run for the first time.
    fn failed(&self, _failure: &Failure) {}
    /// Something odd that did no harm, such as a guessed encoding.
    fn warned(&self, _warning: &Failure) {}
    /// What was done with the other sources, before the update ends with [`crate::Error::SourceGone`] for one.
    fn done_but_for_a_source(&self, _summary: &Summary) {}
    /// True to stop: what was read so far is committed.
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// The end of an update, of which a source may be gone.
///
/// # Errors
/// That it is gone.
pub(super) fn ended(gone: Option<Error>, summary: Summary, progress: &dyn Progress) -> Result<Summary> {
    match gone {
        None => Ok(summary),
        Some(error) => {
            progress.done_but_for_a_source(&summary);
            Err(error)
        }
    }
}

/// A [`Progress`] that does nothing.
pub struct Silent;

impl Progress for Silent {}

/// What an update did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Articles that were not in the index.
    pub added: u64,
    /// Articles whose content changed.
    pub changed: u64,
    /// Articles that are as they were.
    pub unchanged: u64,
    /// Articles that are gone from their source.
    pub removed: u64,
    /// Files and records that could not be read, found in this run.
    pub failed: u64,
    /// Files and records that could not be read in an earlier run and have not changed.
    pub failed_before: u64,
    /// Files read in this run that have the same bytes as another and became one article with it.
    pub same: u64,
    /// Articles in the index now.
    pub articles: u64,
    /// Bytes of text read.
    pub bytes: u64,
    /// True if the run was cancelled before its end.
    pub cancelled: bool,
    /// On a cluster: runs that were disturbed have left files that are to be read again and that this run did
    /// not read; a run of the whole source does.
    pub is_in_doubt: bool,
}
