//! Where an index is: in a folder, or in a collection on a cluster.

use std::fmt;
use std::path::{Path, PathBuf};

#[cfg(feature = "opensearch")]
use super::update_cluster;
use super::{Index, Progress, Removal, Summary, UpdateOptions, Verification, Writer, update, verify};
#[cfg(feature = "opensearch")]
use crate::engine::opensearch::ClusterOptions;
#[cfg(feature = "opensearch")]
use crate::error::Error;
use crate::error::Result;

/// Memory for the engine where there is little to write.
const WRITER_BYTES: usize = 32 << 20;

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

    /// Takes out sources, by name or root, and articles, by any unambiguous form of their ids; returns what came of each.
    ///
    /// As [`Writer::take_out`]: an article of a source stays out until it is [restored](Place::restore), a source is forgotten.
    ///
    /// # Errors
    /// As for [`Place::open`] and [`Writer::commit`].
    pub fn take_out(&self, names: &[String]) -> Result<Vec<Removal>> {
        match self {
            Place::Folder(folder) => {
                let mut writer = writer(folder)?;
                let taken = names.iter().map(|name| writer.take_out(name)).collect::<Result<_>>()?;
                writer.commit()?;
                Ok(taken)
            }
            #[cfg(feature = "opensearch")]
            Place::Cluster(cluster) => super::take_out::take_out(cluster, names),
        }
    }

    /// Lets articles that were taken out come in again at the next run; returns how many each name means.
    ///
    /// # Errors
    /// As for [`Place::take_out`].
    pub fn restore(&self, names: &[String]) -> Result<Vec<u64>> {
        match self {
            Place::Folder(folder) => {
                let mut writer = writer(folder)?;
                let restored = names.iter().map(|name| writer.restore(name)).collect();
                writer.commit()?;
                Ok(restored)
            }
            #[cfg(feature = "opensearch")]
            Place::Cluster(cluster) => super::take_out::let_in(cluster, names),
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

/// A writer of an index folder that is there.
fn writer(folder: &Path) -> Result<Writer> {
    // Says what is wrong with the folder before anything is made there.
    drop(Index::open(folder)?);
    Writer::open(folder, WRITER_BYTES)
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
