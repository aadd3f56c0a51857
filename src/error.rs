//! Every failure that the library can report.
//!
//! Messages are lower case without a final period, name the path and the bad value, and leave
//! the cause to [`std::error::Error::source`], so that a caller can print one line per cause.
//! Odd input is no error: reading reports [`crate::ingest::Failure`]s and goes on, query parsing
//! returns a query together with its diagnostics.

use std::io;
use std::path::PathBuf;

/// The crate's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure of the library.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The folder holds something else; it is left as it is.
    #[error("`{}` is not an index of this program; choose another folder with --index", .path.display())]
    ForeignFolder {
        /// The folder.
        path: PathBuf,
    },
    /// The folder has no commit yet.
    #[error("no articles are indexed yet in `{}`; run `search index PATH`", .path.display())]
    NothingIndexed {
        /// The folder.
        path: PathBuf,
    },
    /// The index was written by a version of the program that uses another format.
    #[error("the index in `{}` has format {found}, this program reads format {expected}; run `search index --rebuild`", .path.display())]
    OtherFormat {
        /// The folder.
        path: PathBuf,
        /// The format number found there.
        found: u32,
        /// The format number that this program reads and writes.
        expected: u32,
    },
    /// Another process is writing to the index.
    #[error("another `search` is writing to the index in `{}`; wait until it ends", .path.display())]
    Locked {
        /// The folder.
        path: PathBuf,
    },
    /// A file of the index, or one named by an option, could not be read.
    #[error("could not read `{}`", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file of the index could not be written.
    #[error("could not write `{}`", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file of the index, or one given by the user, does not have the form it should have.
    #[error("`{}`: {what}", .path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        what: String,
    },
    /// A source that was indexed before is missing or suddenly empty.
    #[error("the source `{}` {what}; its articles were kept (use --allow-empty to take them out)", .path.display())]
    SourceGone {
        /// The source's root.
        path: PathBuf,
        /// `is missing` or `is empty now`.
        what: &'static str,
    },
    /// The manifest that a source was indexed with cannot be read any more.
    #[error("the manifest `{}` is gone or cannot be read; the source `{}` was not read, its articles were kept (name it anew with `--manifest FILE`, or forget it with `--manifest ''`)", .path.display(), .root.display())]
    ManifestGone {
        /// The manifest.
        path: PathBuf,
        /// The source's root.
        root: PathBuf,
        /// Why.
        source: Box<Error>,
    },
    /// A run that is to stop at the first file that cannot be read has met one.
    #[error("stopped at the first file that cannot be read; the index is as it was: {failure}")]
    BadInput {
        /// File, place and reason.
        failure: String,
    },
    /// An option or value that makes no sense.
    #[error("{0}")]
    Invalid(String),
    /// The query asks for something the engine cannot do.
    #[error("{0}")]
    Unsupported(String),
    /// Nobody waits for the answer any more; see [`crate::engine::Stop`].
    #[error("the search was stopped")]
    Stopped,
    /// A cluster cannot be reached, refuses, or answers what cannot be read.
    #[cfg(feature = "opensearch")]
    #[error("the cluster at `{url}` failed while {doing}: {problem}")]
    Cluster {
        /// Address of the node that was asked last.
        url: String,
        /// What was being done.
        doing: String,
        /// What is wrong, and what to do.
        problem: Box<crate::engine::opensearch::ClusterProblem>,
    },
    /// There is no such collection on the cluster, or nothing was indexed in it yet.
    #[cfg(feature = "opensearch")]
    #[error(
        "no articles are indexed yet in the collection `{collection}`; run `search index PATH` with the same options"
    )]
    NoCollection {
        /// Its name.
        collection: String,
    },
    /// A collection that this program cannot read or write.
    #[cfg(feature = "opensearch")]
    #[error("the collection `{collection}` {what}")]
    ClusterFormat {
        /// Its name.
        collection: String,
        /// What is wrong, and what to do.
        what: String,
    },
    /// The search engine failed.
    #[error("the search engine failed while {doing}")]
    Engine {
        /// What was being done.
        doing: &'static str,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl Error {
    /// Wraps an engine's error with what was being done.
    pub(crate) fn engine<E>(doing: &'static str) -> impl FnOnce(E) -> Error
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        move |source| Error::Engine { doing, source: source.into() }
    }

    /// A cluster's failure, with the address asked and what was being done.
    #[cfg(feature = "opensearch")]
    pub(crate) fn cluster(url: &str, doing: &str, problem: crate::engine::opensearch::ClusterProblem) -> Error {
        Error::Cluster { url: url.to_owned(), doing: doing.to_owned(), problem: Box::new(problem) }
    }
}
