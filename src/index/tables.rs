//! The user's tables: `outlets.toml` and `speakers.toml`, given once and then kept in the index
//! folder.

use std::path::{Path, PathBuf};

use super::folder::Folder;
use crate::error::{Error, Result};
use crate::extract::metadata::Outlets;
use crate::people::{Pin, parse_pins};

/// File of the user's outlets in the index folder.
pub const OUTLETS: &str = "outlets.toml";
/// File of the user's speakers in the index folder.
const SPEAKERS: &str = "speakers.toml";

/// The user's tables: given now, or kept from an earlier run.
pub struct Tables {
    pub outlets: Outlets,
    pub pins: Vec<Pin>,
    /// Hash of what changes extraction.
    pub hash: u64,
    outlets_text: Option<String>,
    speakers_text: Option<String>,
    /// True if a table was given that differs from the one kept.
    pub were_given: bool,
}

impl Tables {
    /// Reads the tables at the given paths, else those kept in the folder.
    pub fn read(folder: &Folder, outlets: Option<&Path>, speakers: Option<&Path>) -> Result<Tables> {
        let given = |path: Option<&Path>| -> Result<Option<String>> {
            let Some(path) = path else { return Ok(None) };
            let text = std::fs::read_to_string(path);
            text.map(Some).map_err(|source| Error::Read { path: path.to_owned(), source })
        };
        let new_outlets = given(outlets)?;
        let new_speakers = given(speakers)?;
        let kept_outlets = folder.read_optional(OUTLETS)?;
        let kept_speakers = folder.read_optional(SPEAKERS)?;
        let were_given = (new_outlets.is_some() && new_outlets != kept_outlets)
            || (new_speakers.is_some() && new_speakers != kept_speakers);
        let outlets_path = outlets.map_or_else(|| folder.file(OUTLETS), PathBuf::from);
        let speakers_path = speakers.map_or_else(|| folder.file(SPEAKERS), PathBuf::from);
        let outlets_text = new_outlets.or(kept_outlets);
        let speakers_text = new_speakers.or(kept_speakers);
        let outlets = match &outlets_text {
            Some(text) => {
                Outlets::with_user_table(text).map_err(|what| Error::Malformed { path: outlets_path, what })?
            }
            None => Outlets::bundled(),
        };
        let pins = match &speakers_text {
            Some(text) => parse_pins(text).map_err(|what| Error::Malformed { path: speakers_path, what })?,
            None => Vec::new(),
        };
        let hash = outlets_text.as_deref().map_or(0, |text| xxhash_rust::xxh3::xxh3_64(text.as_bytes()));
        Ok(Tables { outlets, pins, hash, outlets_text, speakers_text, were_given })
    }

    /// Writes the tables into the folder.
    pub fn keep(&self, folder: &Folder) -> Result<()> {
        for (name, text) in [(OUTLETS, &self.outlets_text), (SPEAKERS, &self.speakers_text)] {
            if let Some(text) = text {
                folder.write(name, text.as_bytes())?;
            }
        }
        Ok(())
    }
}
