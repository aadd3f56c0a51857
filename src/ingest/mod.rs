//! From files and folders to raw articles: the only reader of sources.
//!
//! [`walk`] lists the files of a source without opening them, [`read`] reads one of them. Files
//! are streamed: an article is handed on before the next one is read, and never more than one
//! record (at most [`MAX_RECORD_BYTES`]) is held.
//!
//! **Invariant:** nothing here interprets an article's text; what a file, manifest or option
//! states outright becomes [`crate::model::Given`], the rest is `extract`'s work. One bad record
//! is a [`Failure`] with its place, never the end of the run.
//!
//! To add a file format: a function in a file of its own and a row in the table of `formats`.

mod attached;
mod compressed;
mod container;
mod csv;
mod document;
mod encoding;
mod exports;
mod fields;
mod formats;
mod headers;
pub(crate) mod html;
mod json;
mod jsonl;
mod keys;
mod manifest;
mod markdown;
mod markup;
mod object;
mod options;
mod path_pattern;
mod run;
mod text;
mod walk;
mod web_page;
mod window;
mod xml;

#[cfg(test)]
mod tests;

use std::fmt;
use std::path::PathBuf;

use crate::model::RawArticle;

pub use document::GUARDED_THREAD;
pub(crate) use exports::NOTE_MARK;
pub use formats::{extensions, read, read_bytes, read_member, read_record, read_text};
pub use keys::KeyMap;
pub use manifest::Manifest;
pub use options::Options;
pub use path_pattern::PathPattern;
pub use run::{Known, ReadSummary, WantedRecord, record_hash, record_key};
pub(crate) use walk::display_path;
pub use walk::{Found, SourceFile, WalkSummary, walk, walk_files, walk_part};

/// Largest text file or record that is read, in bytes, after decompression: 64 MiB.
///
/// The longest newspaper issue saved as one text stays far below; what is above is a dump under
/// a wrong name, and reading it whole would break the promise about memory.
pub const MAX_RECORD_BYTES: usize = 64 << 20;

/// What reading a file yields, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// An article. One that has the same record id as an earlier one of its file replaces it.
    Article {
        /// The article.
        article: RawArticle,
        /// Hash of the record's bytes and of all that was added to them; see [`Known`].
        hash: u64,
    },
    /// A record that the caller knows already; see [`Known`].
    Unchanged {
        /// The hash by which it is known.
        hash: u64,
    },
    /// A record that could not be read; the failure that follows says why. A failure without it is
    /// of the file as a whole, or of a member of a container.
    Unread {
        /// Path of the articles of the file, or member, that it stands in.
        path: String,
        /// [`record_key`] of what it may be: of its number, and then of each id that can be made out.
        records: Vec<u64>,
    },
    /// Something odd that did no harm, such as a guessed encoding.
    Warning(Failure),
    /// Something that could not be read.
    Failure(Failure),
}

/// Something that could not be read: which file, which record, why, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The file.
    pub path: PathBuf,
    /// The record or line in it, such as `line 17`; empty if it is the file as a whole.
    pub place: String,
    /// What is wrong, in a short clause.
    pub reason: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.path.display())?;
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        f.write_str(&self.reason)
    }
}
