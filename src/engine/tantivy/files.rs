//! Which files an index consists of, as of its last commit.

use std::path::Path;

use tantivy::directory::Directory;

use super::reader::Reader;
use super::writer::EngineWriter;
use crate::error::{Error, Result};

/// The file that names the segments; replacing it is the commit.
pub const META: &str = "meta.json";

/// An index that was opened, whatever for.
pub type Opened = tantivy::Index;

/// The files of the last commit, by their names in the engine's folder.
pub fn files(index: &tantivy::Index) -> Result<Vec<String>> {
    let metas = index.load_metas().map_err(Error::engine("reading the last commit"))?;
    let mut names = vec![META.to_owned()];
    for path in metas.list_segment_files() {
        let name = path.to_string_lossy().into_owned();
        // A segment has all of these; anything else it may have.
        const PARTS: [&str; 6] = ["idx", "pos", "term", "store", "fast", "fieldnorm"];
        let is_part = name.split_once('.').is_some_and(|(_, ending)| PARTS.contains(&ending));
        if is_part || index.directory().exists(&path).unwrap_or(true) {
            names.push(name);
        }
    }
    names.sort();
    names.dedup();
    Ok(names)
}

/// True for the name of a file that only an engine makes: of a segment, or half written.
pub fn is_engine_file(name: &str) -> bool {
    let is_segment = name.split_once('.').is_some_and(|(id, ending)| {
        id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()) && !ending.is_empty()
    });
    is_segment || (name.starts_with(".tmp") && name.len() == 10)
}

/// Files of the last commit that are damaged by the engine's own sums, which cover less than
/// ours but are there from the first moment.
pub fn damaged(index: &tantivy::Index) -> Result<Vec<String>> {
    let damaged = index.validate_checksum().map_err(Error::engine("checking the engine's files"))?;
    let mut names: Vec<String> = damaged.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    names.sort();
    Ok(names)
}

/// The names in the engine's list of the files that it takes care of.
pub fn managed(folder: &Path) -> std::io::Result<Vec<String>> {
    let bytes = std::fs::read(folder.join(".managed.json"))?;
    if bytes.last() != Some(&b'\n') {
        return Err(std::io::Error::new(std::io::ErrorKind::UnexpectedEof, "it is cut short"));
    }
    serde_json::from_slice(&bytes).map_err(std::io::Error::other)
}

impl EngineWriter {
    /// The files of the last commit; see [`files`].
    pub fn files(&self) -> Result<Vec<String>> {
        files(self.index())
    }
}

impl Reader {
    /// Number of documents that were deleted and still lie in the files.
    pub fn deleted(&self) -> u64 {
        self.segments.iter().map(|segment| u64::from(segment.reader.num_deleted_docs())).sum()
    }
}
