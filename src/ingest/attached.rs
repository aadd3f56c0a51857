//! Files that a record names as its text: Zotero, BibTeX and RIS keep pages and PDFs beside their
//! lists.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use super::MAX_RECORD_BYTES;
use super::document::{self, Document};
use super::run::Run;
use super::walk::modified_ns;

/// The file of that name beside the file at hand.
///
/// Only below the folder of the list: a list from elsewhere must not draw in files that are none
/// of its business.
fn place(run: &Run<'_>, name: &str) -> Result<PathBuf, String> {
    let list = run.about.file.ok_or("the list lies in another file")?;
    let folder = list.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = name.strip_prefix("file://").unwrap_or(name).replace('\\', "/");
    let real = folder.canonicalize().map_err(|error| plain(&error))?;
    let path = folder.join(&name).canonicalize().map_err(|error| plain(&error))?;
    if path.starts_with(&real) { Ok(path) } else { Err("lies outside of the list's folder".to_owned()) }
}

/// What went wrong, without the system's number.
fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

/// A number that changes with the file; 0 if there is none.
pub(super) fn stamp(run: &Run<'_>, name: &str) -> u64 {
    let metadata = place(run, name).ok().and_then(|path| path.metadata().ok());
    metadata.map_or(0, |metadata| {
        let numbers = [i128::from(metadata.len()), modified_ns(&metadata)];
        xxh3_64(&numbers.map(i128::to_le_bytes).concat())
    })
}

/// Reads the file of that name beside the file at hand.
pub(super) fn read(run: &Run<'_>, name: &str) -> Result<Document, String> {
    let path = place(run, name)?;
    let file = File::open(&path).map_err(|error| plain(&error))?;
    if !file.metadata().is_ok_and(|metadata| metadata.is_file()) {
        return Err("is no file".to_owned());
    }
    let mut bytes = Vec::new();
    file.take(MAX_RECORD_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(|error| plain(&error))?;
    if bytes.len() > MAX_RECORD_BYTES {
        return Err("is too long".to_owned());
    }
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("");
    document::of_ending(ending, &bytes).unwrap_or_else(|| Err("is of a kind that no reader knows".to_owned()))
}
