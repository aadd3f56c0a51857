//! The user's tables: `outlets.toml` and `speakers.toml`, given once and then kept in the index
//! folder.

use std::path::{Path, PathBuf};

use super::folder::{Folder, Payload};
use crate::error::{Error, Result};
use crate::extract::metadata::Outlets;
use crate::people::{Pin, check_pins, parse_pins};

/// A table as the user wrote it.
#[derive(Default)]
struct Table {
    text: Option<String>,
    /// The file that holds it already.
    file: Option<String>,
}

impl Table {
    /// Takes the table at `given`, else the kept one.
    fn read(folder: &Folder, given: Option<&Path>, kept: Option<&String>) -> Result<Table> {
        let kept = match kept {
            Some(name) => {
                let text = String::from_utf8(folder.read(name)?);
                let damaged = |_| Error::Malformed { path: folder.file(name), what: "is damaged; give it anew".into() };
                // One that is given now may replace a damaged one.
                let text = if given.is_some() { text.ok() } else { Some(text.map_err(damaged)?) };
                Table { text, file: Some(name.clone()) }
            }
            None => Table::default(),
        };
        let Some(path) = given else { return Ok(kept) };
        let text = read(path)?;
        if text.is_none() {
            return Ok(Table::default());
        }
        if kept.text == text {
            return Ok(kept);
        }
        Ok(Table { text, file: None })
    }

    /// True if it is not in the folder yet.
    fn is_new(&self) -> bool {
        self.text.is_some() && self.file.is_none()
    }

    /// Sees to it that it is in the folder; returns the name of its file.
    fn keep(&self, folder: &Folder, kind: &str, generation: u64) -> Result<Option<String>> {
        match (&self.text, &self.file) {
            (Some(text), None) => {
                let name = format!("{kind}-{generation}.toml");
                folder.write(&name, text.as_bytes())?;
                Ok(Some(name))
            }
            (_, file) => Ok(file.clone()),
        }
    }
}

/// Reads a table that is given; `None` if it is given empty, so that the kept one is forgotten.
fn read(path: &Path) -> Result<Option<String>> {
    if path.as_os_str().is_empty() {
        return Ok(None);
    }
    std::fs::read_to_string(path).map(Some).map_err(|source| Error::Read { path: path.to_owned(), source })
}

/// The user's tables: given now, or kept from an earlier run.
pub struct Tables {
    pub outlets: Outlets,
    pub pins: Vec<Pin>,
    /// Hash of what changes extraction.
    pub hash: u64,
    outlets_table: Table,
    speakers_table: Table,
    /// True if a table was given that differs from the one kept, or is forgotten.
    pub were_given: bool,
}

impl Tables {
    /// Reads the tables at the given paths, else those that the last commit names.
    pub fn read(
        folder: &Folder,
        payload: Option<&Payload>,
        outlets: Option<&Path>,
        speakers: Option<&Path>,
    ) -> Result<Tables> {
        let outlets_table = Table::read(folder, outlets, payload.and_then(|payload| payload.outlets.as_ref()))?;
        let speakers_table = Table::read(folder, speakers, payload.and_then(|payload| payload.speakers.as_ref()))?;
        let is_kept = |payload: &Payload| [payload.outlets.is_some(), payload.speakers.is_some()];
        let [had_outlets, had_speakers] = payload.map_or([false; 2], is_kept);
        let were_given = outlets_table.is_new()
            || speakers_table.is_new()
            // Or forgotten.
            || had_outlets && outlets_table.text.is_none()
            || had_speakers && speakers_table.text.is_none();
        let file = |table: &Table| folder.file(table.file.as_deref().unwrap_or(""));
        let outlets_path = outlets.map_or_else(|| file(&outlets_table), PathBuf::from);
        let speakers_path = speakers.map_or_else(|| file(&speakers_table), PathBuf::from);
        Tables::of(outlets_table, speakers_table, were_given, [outlets_path, speakers_path])
    }

    /// Tables that are not kept in a folder: those at the given paths, else the texts kept elsewhere.
    #[cfg(feature = "opensearch")]
    pub fn of_texts(given: [Option<&Path>; 2], kept: [Option<String>; 2]) -> Result<Tables> {
        let mut were_given = false;
        let mut table = |given: Option<&Path>, kept: Option<String>| -> Result<Table> {
            let Some(path) = given else { return Ok(Table { text: kept, file: None }) };
            let text = read(path)?;
            were_given |= kept != text;
            Ok(Table { text, file: None })
        };
        let [outlets, speakers] = kept;
        let (outlets, speakers) = (table(given[0], outlets)?, table(given[1], speakers)?);
        let paths = given.map(|path| path.map(PathBuf::from).unwrap_or_default());
        Tables::of(outlets, speakers, were_given, paths)
    }

    /// The texts of both tables: outlets and speakers.
    #[cfg(feature = "opensearch")]
    pub fn texts(&self) -> [Option<String>; 2] {
        [self.outlets_table.text.clone(), self.speakers_table.text.clone()]
    }

    fn of(outlets_table: Table, speakers_table: Table, were_given: bool, paths: [PathBuf; 2]) -> Result<Tables> {
        let [outlets_path, speakers_path] = paths;
        let (outlets_text, speakers_text) = (&outlets_table.text, &speakers_table.text);
        let outlets = match outlets_text {
            Some(text) => {
                Outlets::with_user_table(text).map_err(|what| Error::Malformed { path: outlets_path, what })?
            }
            None => Outlets::bundled(),
        };
        let pins = match speakers_text {
            Some(text) => {
                // One that was taken earlier holds.
                let checked = |pins: Vec<Pin>| if were_given { check_pins(&pins).map(|()| pins) } else { Ok(pins) };
                parse_pins(text).and_then(checked).map_err(|what| Error::Malformed { path: speakers_path, what })?
            }
            None => Vec::new(),
        };
        let hash = outlets_text.as_deref().map_or(0, |text| xxhash_rust::xxh3::xxh3_64(text.as_bytes()));
        Ok(Tables { outlets, pins, hash, outlets_table, speakers_table, were_given })
    }

    /// Sees to it that the tables are in the folder, for the commit of that number; returns the
    /// names of their files.
    pub fn keep(&self, folder: &Folder, generation: u64) -> Result<(Option<String>, Option<String>)> {
        let outlets = self.outlets_table.keep(folder, "outlets", generation)?;
        Ok((outlets, self.speakers_table.keep(folder, "speakers", generation)?))
    }

    /// Takes note of where the last commit has them.
    pub fn kept(&mut self, payload: &Payload) {
        self.outlets_table.file.clone_from(&payload.outlets);
        self.speakers_table.file.clone_from(&payload.speakers);
    }
}
