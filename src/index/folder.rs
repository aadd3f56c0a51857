//! What lies in an index folder.
//!
//! ```text
//! news-search.json   format, which engine folder holds, and the sources
//! engine-1/          the tantivy index; its last commit names the two files below
//! state-7.bin        what was read from which file, as of commit 7
//! people-7.tsv       who is who, as of commit 7
//! joins-7.bin        a help for speed: the same by segment; may be missing
//! outlets.toml       the user's tables, if given
//! speakers.toml
//! ```
//!
//! State and people are written and synced first and then named in the commit's payload, so a
//! commit never lacks them, and nothing counts as indexed before its commit.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::commit::joins_name;
use crate::engine::tantivy::FORMAT;
use crate::error::{Error, Result};

const MARKER: &str = "news-search.json";

/// The file that says what a folder is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marker {
    /// Format of the engine and of the files beside it.
    pub format: u32,
    /// Name of the engine's folder.
    pub engine: String,
    /// Sources, so that a later version can read them again: name and real path. None before
    /// the first commit.
    #[serde(default)]
    pub sources: Vec<(String, PathBuf)>,
}

/// What a commit says of the files beside the engine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payload {
    /// Number of the commit, from 1.
    pub generation: u64,
    /// Name of the state file.
    pub state: String,
    /// Name of the table of people.
    pub people: String,
}

/// An index folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// A folder by its path; nothing is looked at yet.
    pub fn new(path: &Path) -> Folder {
        Folder { path: path.to_owned() }
    }

    /// The folder's path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A file in the folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Takes the folder for writing, as long as the returned value lives.
    ///
    /// # Errors
    /// [`Error::Locked`] if another process has it, [`Error::Write`] if the folder cannot be
    /// written.
    pub fn lock(&self) -> Result<fs::File> {
        let path = self.file(".lock");
        let file = fs::File::options().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(|source| Error::Write { path: path.clone(), source })?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(fs::TryLockError::WouldBlock) => Err(Error::Locked { path: self.path.clone() }),
            Err(fs::TryLockError::Error(source)) => Err(Error::Write { path, source }),
        }
    }

    /// Reads the marker; `None` if the folder does not exist or holds nothing but dot files.
    ///
    /// # Errors
    /// [`Error::ForeignFolder`] if it holds something else, [`Error::Malformed`] if the marker
    /// is damaged.
    pub fn marker(&self) -> Result<Option<Marker>> {
        let path = self.file(MARKER);
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map(Some)
                .map_err(|error| Error::Malformed { path, what: format!("is damaged ({error}); use --rebuild") }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                if self.is_empty()? {
                    return Ok(None);
                }
                // Another process may have made the index between the two looks.
                let marker = fs::read(&path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
                marker.map(Some).ok_or_else(|| Error::ForeignFolder { path: self.path.clone() })
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
                Err(Error::ForeignFolder { path: self.path.clone() })
            }
            Err(source) => Err(Error::Read { path, source }),
        }
    }

    fn is_empty(&self) -> Result<bool> {
        let entries = match fs::read_dir(&self.path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(true),
            Err(source) => return Err(Error::Read { path: self.path.clone(), source }),
        };
        for entry in entries {
            let entry = entry.map_err(|source| Error::Read { path: self.path.clone(), source })?;
            if !entry.file_name().as_encoded_bytes().starts_with(b".") {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Fails if another version of the program wrote the folder.
    pub fn check_format(&self, marker: &Marker) -> Result<()> {
        if marker.format == FORMAT {
            return Ok(());
        }
        Err(Error::OtherFormat { path: self.path.clone(), found: marker.format, expected: FORMAT })
    }

    /// Writes the marker so that it is either the old or the new one, whatever happens.
    pub fn write_marker(&self, marker: &Marker) -> Result<()> {
        let json = serde_json::to_vec_pretty(marker).unwrap_or_default();
        let temporary = self.file(&format!(".news-search.json.{}", std::process::id()));
        self.write_synced(&temporary, &json)?;
        let path = self.file(MARKER);
        fs::rename(&temporary, &path).map_err(|source| Error::Write { path, source })?;
        self.sync()
    }

    /// Writes a file beside the engine and waits until it is on the disk.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        self.write_synced(&self.file(name), bytes)?;
        self.sync()
    }

    fn write_synced(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        let write = || -> std::io::Result<()> {
            let mut file = fs::File::create(path)?;
            file.write_all(bytes)?;
            file.sync_all()
        };
        write().map_err(|source| Error::Write { path: path.to_owned(), source })
    }

    fn sync(&self) -> Result<()> {
        // A folder cannot be synced everywhere; where it can, the new names are safe then.
        if let Ok(folder) = fs::File::open(&self.path) {
            let _ = folder.sync_all();
        }
        Ok(())
    }

    /// Reads a file beside the engine.
    pub fn read(&self, name: &str) -> Result<Vec<u8>> {
        let path = self.file(name);
        fs::read(&path).map_err(|source| Error::Read { path, source })
    }

    /// Reads a file the user gave before, if there is one.
    pub fn read_optional(&self, name: &str) -> Result<Option<String>> {
        let path = self.file(name);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(Error::Read { path, source }),
        }
    }

    /// Removes the state and people of commits older than the last but one; what cannot be
    /// removed stays and does no harm.
    pub fn remove_old(&self, payload: &Payload, previous: Option<&Payload>) {
        let kept: Vec<String> = [Some(payload), previous]
            .into_iter()
            .flatten()
            .flat_map(|payload| [payload.state.clone(), payload.people.clone(), joins_name(payload.generation)])
            .collect();
        let Ok(entries) = fs::read_dir(&self.path) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            let is_ours = ((name.starts_with("state-") || name.starts_with("joins-")) && name.ends_with(".bin"))
                || (name.starts_with("people-") && name.ends_with(".tsv"));
            if is_ours && !kept.iter().any(|kept| kept == name) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// Bytes of all files in the folder.
    pub fn bytes(&self) -> u64 {
        walkdir::WalkDir::new(&self.path)
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.metadata().ok())
            .filter(|metadata| metadata.is_file())
            .map(|metadata| metadata.len())
            .sum()
    }
}
