//! Has another process committed since? Told by two or three looks at names, without opening a file.
//!
//! A commit replaces the engine's `meta.json` by renaming a new file over it, a rebuild replaces the
//! marker. Merging behind a commit replaces `meta.json` once more, and the joins come last; both
//! make an index that was opened in between worth opening again.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use super::commit::joins_name;
use super::folder::{Folder, MARKER, Marker};
use crate::engine::tantivy::META;

/// What one file looks like from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    len: u64,
    /// On Unix a file that replaces another has another number.
    inode: u64,
}

impl Stamp {
    fn of(path: &Path) -> Option<Stamp> {
        let metadata = fs::metadata(path).ok()?;
        #[cfg(unix)]
        let inode = std::os::unix::fs::MetadataExt::ino(&metadata);
        #[cfg(not(unix))]
        let inode = 0;
        Some(Stamp { modified: metadata.modified().ok(), len: metadata.len(), inode })
    }
}

/// Whether the joins of a commit were there when it was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joins {
    /// They were read.
    Read,
    /// Those of this commit were not there yet.
    Missing(u64),
}

/// How an index folder looked just before it was opened.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    marker: Option<Stamp>,
    engine: String,
    meta: Option<Stamp>,
    /// The joins that were not there yet.
    awaited: Option<String>,
}

impl Trace {
    /// Looks at a folder that is about to be opened.
    pub fn of(folder: &Folder) -> Trace {
        let marker = Stamp::of(&folder.file(MARKER));
        let engine = folder.marker().ok().flatten().map(|marker| marker.engine).unwrap_or_default();
        let meta = Stamp::of(&folder.file(&engine).join(META));
        Trace { marker, engine, meta, awaited: None }
    }

    /// The same once it is open.
    pub fn opened(mut self, folder: &Folder, marker: &Marker, joins: Joins) -> Trace {
        if marker.engine != self.engine {
            // Replaced between the two looks: the next one opens again.
            self.meta = None;
        }
        if let Joins::Missing(generation) = joins {
            let name = joins_name(generation);
            // Joins that came just now are as good as none: they only save time.
            self.awaited = (!folder.file(&name).exists()).then_some(name);
        }
        self
    }

    /// True if the folder still looks that way.
    pub fn is_current(&self, folder: &Folder) -> bool {
        self.meta.is_some()
            && Stamp::of(&folder.file(MARKER)) == self.marker
            && Stamp::of(&folder.file(&self.engine).join(META)) == self.meta
            && self.awaited.as_ref().is_none_or(|name| !folder.file(name).exists())
    }
}
