//! From files and folders to raw articles: the only reader of sources.
//!
//! Files are streamed: an article is handed on before the next one is read.
//! **Invariant:** nothing here interprets an article's text; what a file, manifest or option
//! states outright becomes [`crate::model::Given`], the rest is `extract`'s work. One bad record
//! is a [`Failure`] with its place, never the end of the run.

use std::fmt;
use std::path::PathBuf;

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
