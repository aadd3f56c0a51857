//! How a source is to be read.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use xxhash_rust::xxh3::Xxh3;

use super::{KeyMap, Manifest, PathPattern};
use crate::model::Field;

/// Counts the changes of what is read from the same bytes; after one, files are read anew.
const READER_VERSION: u64 = 6;

/// How a source is to be read; the default reads what the files themselves state.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Which keys of records state which field.
    pub keys: KeyMap,
    /// What the names of folders and files state.
    pub path_pattern: Option<PathPattern>,
    /// A manifest for the whole source, which wins over the manifests in its folders.
    pub manifest: Option<Arc<Manifest>>,
    /// Follow symbolic links to folders.
    pub follow: bool,
    /// Outlet of articles that name none.
    pub outlet: Option<String>,
    /// Date of articles that name none, as typed.
    pub date: Option<String>,
    /// Folders and files to leave out, such as the index.
    pub exclude: Vec<PathBuf>,
    /// Grows by the bytes read of files, as they lie on the disk, for who shows progress.
    pub bytes_read: Arc<AtomicU64>,
}

impl Options {
    /// Hash of the options that change what is read of a file: keys, outlet, date.
    ///
    /// Manifest and path pattern count with the files that they touch; see
    /// [`super::SourceFile::context_hash`].
    pub(super) fn fingerprint(&self) -> u64 {
        let mut hash = Xxh3::with_seed(READER_VERSION);
        for (field, key) in self.keys.mapped() {
            hash.update(&[*field as u8]);
            hash.update(key.as_bytes());
            hash.update(&[0]);
        }
        for (field, value) in [(Field::Outlet, &self.outlet), (Field::Date, &self.date)] {
            if let Some(value) = value {
                hash.update(&[0xFF, field as u8]);
                hash.update(value.as_bytes());
                hash.update(&[0]);
            }
        }
        hash.digest()
    }
}
