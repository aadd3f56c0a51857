//! Where an index is: in a folder, or in a collection on a cluster.

use std::fmt;
use std::path::PathBuf;

#[cfg(feature = "opensearch")]
use super::update_cluster;
use super::{Index, Progress, Summary, UpdateOptions, Verification, update, verify};
#[cfg(feature = "opensearch")]
use crate::engine::opensearch::ClusterOptions;
#[cfg(feature = "opensearch")]
use crate::error::Error;
use crate::error::Result;

/// Where an index is.
#[derive(Clone, Debug)]
pub enum Place {
    /// In a folder of this machine.
    Folder(PathBuf),
    /// In a collection on a cluster.
    #[cfg(feature = "opensearch")]
    Cluster(Box<ClusterOptions>),
}

impl Place {
    /// Opens the index there.
    ///
    /// # Errors
    /// As for [`Index::open`] and [`Index::connect`].
    pub fn open(&self) -> Result<Index> {
        match self {
            Place::Folder(folder) => Index::open(folder),
            #[cfg(feature = "opensearch")]
            Place::Cluster(options) => Index::connect(options),
        }
    }

    /// Reads sources into the index there.
    ///
    /// # Errors
    /// As for [`update`] and [`update_cluster`].
    pub fn update(&self, options: &UpdateOptions, progress: &dyn Progress) -> Result<Summary> {
        match self {
            Place::Folder(folder) => update(folder, options, progress),
            #[cfg(feature = "opensearch")]
            Place::Cluster(cluster) => update_cluster(cluster, options, progress),
        }
    }

    /// Checks that the index there is whole.
    ///
    /// # Errors
    /// As for [`verify`] and [`Index::connect`].
    pub fn verify(&self) -> Result<Verification> {
        match self {
            Place::Folder(folder) => verify(folder),
            #[cfg(feature = "opensearch")]
            Place::Cluster(_) => self.open()?.verify_cluster(),
        }
    }

    /// The folder, for what is done in a folder alone.
    ///
    /// # Errors
    /// [`Error::Unsupported`] for a collection on a cluster, naming `what` is not done there.
    pub fn folder(&self, what: &str) -> Result<&PathBuf> {
        let _ = what;
        match self {
            Place::Folder(folder) => Ok(folder),
            #[cfg(feature = "opensearch")]
            Place::Cluster(_) => Err(not_on_a_cluster(what)),
        }
    }
}

/// Says that something is not done on a cluster.
#[cfg(feature = "opensearch")]
pub(crate) fn not_on_a_cluster(what: &str) -> Error {
    Error::Unsupported(format!("{what} is not done on a cluster; use an index folder (see docs/ENGINES.md)"))
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Folder(folder) => write!(f, "the index in `{}`", folder.display()),
            #[cfg(feature = "opensearch")]
            Place::Cluster(options) => write!(f, "the collection `{}`", options.collection),
        }
    }
}
