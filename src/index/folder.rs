//! What lies in an index folder.
//!
//! ```text
//! news-search.json   format, which engine folder holds, and the sources
//! engine-1/          the tantivy index; its last commit names the two files below
//! state-7.bin        what was read from which file, as of commit 7
//! people-7.tsv       who is who, as of commit 7
//! joins-7.bin        a help for speed: the same by segment; may be missing
//! families-7.bin     groups worked out of all articles of commit 7 (`derived`); may be missing or
//! reprints-5.bin     (with sketches-5.bin) older, and is made again from there
//! stories-7.bin
//! sums-7.txt         checksums of all files of commit 7; missing if a run was interrupted
//! outlets-3.toml     the user's tables, if given, as of the commit that brought them
//! speakers-3.toml
//! ```
//!
//! State, people and tables are written and synced first and then named in the commit's payload, so a
//! commit never lacks them, and nothing counts as indexed before its commit.

use std::fs;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::commit::joins_name;
use super::derived::Kind;
use super::state::State;
use super::sums::Sums;
use crate::engine::tantivy::{self, FORMAT, Reader};
use crate::error::{Error, Result};

pub const MARKER: &str = "news-search.json";

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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payload {
    /// Number of the commit, from 1.
    pub generation: u64,
    /// Name of the state file.
    pub state: String,
    /// Name of the table of people.
    pub people: String,
    /// Name of the user's table of outlets, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlets: Option<String>,
    /// Name of the user's table of speakers, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speakers: Option<String>,
    /// Files that are one article with another file.
    #[serde(default)]
    pub same: u64,
}

impl Payload {
    /// Names of the files beside the engine that must be there.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        [Some(&self.state), Some(&self.people), self.outlets.as_ref(), self.speakers.as_ref()]
            .into_iter()
            .flatten()
            .map(String::as_str)
    }
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
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|error| Error::Malformed {
                path,
                what: format!("is damaged ({error}); run `search index --rebuild`"),
            }),
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

    /// The marker for a rebuild, which needs no more of it than the engine's name and the sources: of
    /// a damaged one these are found in what else lies in the folder.
    ///
    /// # Errors
    /// As for [`Folder::marker`]; a damaged marker only if the folder has no engine of ours either.
    pub fn marker_to_rebuild(&self) -> Result<Option<Marker>> {
        let outcome = self.marker();
        if !matches!(outcome, Err(Error::Malformed { .. })) {
            return outcome;
        }
        let engines = list(&self.path).into_iter().filter_map(|path| {
            let number = path.file_name()?.to_str()?.strip_prefix("engine-")?.parse::<u64>().ok()?;
            path.join(tantivy::META).exists().then_some(number)
        });
        let Some(engine) = engines.max() else { return outcome };
        let mut marker = Marker { format: FORMAT, engine: format!("engine-{engine}"), sources: Vec::new() };
        marker.sources = self.state_to_rebuild().map(|(state, _)| state.sources()).unwrap_or_default();
        Ok(Some(marker))
    }

    /// The last commit for a rebuild, which needs its number and the tables: if the engine does not
    /// tell it any more, the newest file of each kind.
    pub fn payload_to_rebuild(&self, marker: &Marker) -> Option<Payload> {
        // The engine's library takes some damage for impossible.
        if let Ok(Ok(Some(payload))) = catch_unwind(AssertUnwindSafe(|| self.last_payload(marker))) {
            return Some(payload);
        }
        let newest = |start| self.numbered(start).pop();
        let (generation, state) = newest("state-")?;
        Some(Payload {
            generation,
            state,
            people: newest("people-")?.1,
            outlets: newest("outlets-").map(|(_, name)| name),
            speakers: newest("speakers-").map(|(_, name)| name),
            same: 0,
        })
    }

    /// The newest state that can be read: for a rebuild, which needs the options of the sources and
    /// what was taken out of them. With the number of its commit.
    pub fn state_to_rebuild(&self) -> Option<(State, u64)> {
        let read = |(number, name): &(u64, String)| Some((State::from_bytes(&self.read(name).ok()?)?, *number));
        self.numbered("state-").iter().rev().find_map(read)
    }

    /// Side files whose names begin so, with their numbers, in order of these.
    fn numbered(&self, start: &str) -> Vec<(u64, String)> {
        let number = |path: PathBuf| {
            let name = path.file_name()?.to_str()?;
            let number = side_file(name).filter(|_| name.starts_with(start))?;
            Some((number, name.to_owned()))
        };
        let mut found: Vec<(u64, String)> = list(&self.path).into_iter().filter_map(number).collect();
        found.sort();
        found
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
        self.write_whole(MARKER, &serde_json::to_vec_pretty(marker).unwrap_or_default())
    }

    /// Writes a file beside the engine so that it is there whole or as it was, whatever happens.
    pub fn write_whole(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let temporary = self.file(&format!(".{name}.{}", std::process::id()));
        let path = self.file(name);
        let rename = || {
            #[cfg(test)]
            tantivy::failing::step(&path, true)?;
            fs::rename(&temporary, &path)
        };
        let written = self.write_synced(&temporary, bytes);
        let written = written.and_then(|()| rename().map_err(|source| Error::Write { path: path.clone(), source }));
        if written.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        written?;
        self.sync()
    }

    /// Writes a file beside the engine and waits until it is on the disk.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        self.write_synced(&self.file(name), bytes)?;
        self.sync()
    }

    fn write_synced(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        let write = || -> std::io::Result<()> {
            #[cfg(test)]
            tantivy::failing::step(path, true)?;
            let mut file = fs::File::create(path)?;
            #[cfg(test)]
            tantivy::failing::step(path, true)?;
            file.write_all(bytes)?;
            #[cfg(test)]
            tantivy::failing::step(path, true)?;
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

    /// The last commit that the marker's engine holds, `None` if there is none yet.
    pub fn last_payload(&self, marker: &Marker) -> Result<Option<Payload>> {
        let (_, payload) = Reader::payload(&self.file(&marker.engine))?;
        let payload = payload.map(|json| serde_json::from_str(&json)).transpose();
        payload.map_err(Error::engine("reading the last commit"))
    }

    /// Says of an engine that cannot be opened where it lies and what to do; other errors are passed on.
    pub fn cannot_open(&self, error: Error) -> Error {
        match error {
            Error::Locked { .. } => Error::Locked { path: self.path.clone() },
            Error::Engine { .. } => {
                let engine = self.marker().ok().flatten().map(|marker| self.file(&marker.engine));
                let why = tantivy::causes(&error);
                let what = format!("cannot be opened ({why}); `search verify` says what is damaged");
                Error::Malformed { path: engine.unwrap_or_else(|| self.path.clone()), what }
            }
            other => other,
        }
    }

    /// Removes the side files of commits older than the last but one; what cannot be removed
    /// stays and does no harm.
    pub fn remove_old(&self, payload: &Payload, previous: Option<&Payload>) {
        for path in self.side_files(Some(payload), previous) {
            let _ = remove(&path);
        }
    }

    /// Files of ours that the last commit does not name: left by runs that were killed. Beside
    /// it, the files of the commit before are kept for who is just opening it.
    ///
    /// Only to be believed while nobody writes.
    pub fn unreferenced(&self, marker: &Marker) -> Result<Vec<PathBuf>> {
        let engine = self.file(&marker.engine);
        let opened = Reader::payload(&engine);
        let (payload, names) = match &opened {
            Ok((index, Some(json))) => {
                let payload: Payload = serde_json::from_str(json).map_err(Error::engine("reading the last commit"))?;
                (Some(payload), tantivy::files(index)?)
            }
            Ok((index, None)) => (None, tantivy::files(index)?),
            // Nothing was ever committed; what a first run left is written over.
            Err(_) if marker.sources.is_empty() && !engine.join(tantivy::META).exists() => (None, Vec::new()),
            Err(_) => return opened.map(|_| Vec::new()),
        };
        let mut found = self.side_files(payload.as_ref(), None);
        for path in list(&engine) {
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            if tantivy::is_engine_file(name) && !names.iter().any(|known| known == name) {
                found.push(path);
            }
        }
        found.sort();
        Ok(found)
    }

    /// Removes what [`Folder::unreferenced`] finds; returns how many files and their bytes.
    pub fn sweep(&self, marker: &Marker) -> Result<(u64, u64)> {
        let mut swept = (0, 0);
        for path in self.unreferenced(marker)? {
            let bytes = bytes_of(&path);
            if remove(&path).is_ok() {
                swept = (swept.0 + 1, swept.1 + bytes);
            }
        }
        Ok(swept)
    }

    /// The number of the latest groups of a kind that are not of a later commit than `generation`.
    pub fn derived(&self, kind: Kind, generation: u64) -> Option<u64> {
        let paths = list(&self.path);
        let numbers = paths.iter().filter_map(|path| kind.number(path.file_name()?.to_str()?));
        numbers.filter(|number| *number <= generation).max()
    }

    /// Removes a file beside the engine.
    pub fn remove(&self, name: &str) -> Result<()> {
        let path = self.file(name);
        match remove(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::Write { path, source: error }),
            _ => Ok(()),
        }
    }

    /// Removes the side files of the commit before the last; returns how many.
    pub fn drop_previous(&self, payload: &Payload) -> u64 {
        let mut old = self.side_files(Some(payload), Some(payload));
        // Groups of an earlier commit may hold words of articles that are gone.
        old.extend(Kind::ALL.iter().filter_map(|kind| {
            let number = self.derived(*kind, payload.generation)?;
            (number < payload.generation).then(|| self.file(&kind.name(number)))
        }));
        old.iter().filter(|path| remove(path).is_ok()).count() as u64
    }

    /// Files and folders beside the engine of `payload` that neither of the commits names.
    fn side_files(&self, payload: Option<&Payload>, previous: Option<&Payload>) -> Vec<PathBuf> {
        let generation = payload.map_or(0, |payload| payload.generation);
        let mut kept: Vec<String> = Vec::new();
        for payload in [payload, previous].into_iter().flatten() {
            kept.extend(payload.files().map(str::to_owned));
            kept.push(joins_name(payload.generation));
            kept.push(Sums::name(payload.generation));
        }
        // The latest groups of each kind are what the next ones are made from.
        kept.extend(Kind::ALL.iter().filter_map(|kind| Some(kind.name(self.derived(*kind, generation)?))));
        let engine = self.marker().ok().flatten().map(|marker| marker.engine);
        let mut found = Vec::new();
        for path in list(&self.path) {
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            let is_old = match side_file(name) {
                Some(number) => {
                    let is_before = previous.is_none() && generation > 0 && number == generation - 1;
                    let is_before = is_before && !Kind::is_kind(name);
                    !is_before && !kept.iter().any(|kept| kept == name)
                }
                None => {
                    let is_other_engine = name.strip_prefix("engine-").is_some_and(is_number)
                        && engine.as_deref().is_some_and(|engine| engine != name);
                    is_temporary(name) || is_other_engine
                }
            };
            if is_old {
                found.push(path);
            }
        }
        found
    }

    /// Bytes of all files in the folder.
    pub fn bytes(&self) -> u64 {
        bytes_of(&self.path)
    }
}

/// The number of a file's commit, by its name; `None` if it is none of ours.
fn side_file(name: &str) -> Option<u64> {
    const KINDS: [(&str, &str); 10] = [
        ("families-", ".bin"),
        ("reprints-", ".bin"),
        ("stories-", ".bin"),
        ("sketches-", ".bin"),
        ("state-", ".bin"),
        ("joins-", ".bin"),
        ("people-", ".tsv"),
        ("sums-", ".txt"),
        ("outlets-", ".toml"),
        ("speakers-", ".toml"),
    ];
    KINDS.iter().find_map(|(start, end)| {
        let number = name.strip_prefix(start)?.strip_suffix(end)?;
        if is_number(number) { number.parse().ok() } else { None }
    })
}

/// True for what [`Folder::write_whole`] was writing when it was interrupted.
fn is_temporary(name: &str) -> bool {
    let named = name.strip_prefix('.').and_then(|name| name.rsplit_once('.'));
    named.is_some_and(|(name, process)| is_number(process) && (name == MARKER || side_file(name).is_some()))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn list(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

/// Bytes of a file, or of all files of a folder.
pub fn bytes_of(path: &Path) -> u64 {
    let files = walkdir::WalkDir::new(path).into_iter().flatten().filter_map(|entry| entry.metadata().ok());
    files.filter(std::fs::Metadata::is_file).map(|metadata| metadata.len()).sum()
}

fn remove(path: &Path) -> std::io::Result<()> {
    #[cfg(test)]
    tantivy::failing::step(path, false)?;
    if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
}
