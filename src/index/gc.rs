//! Reclaiming what no commit names.

use std::path::Path;

use super::Index;
use super::commit::{Before, make_readable, write_sums};
use super::derived::Kind;
use super::folder::Folder;
use super::sums::Sums;
use crate::engine::tantivy::EngineWriter;
use crate::error::{Error, Result};

/// What [`gc`] freed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reclaimed {
    /// Files removed, folders counted as one.
    pub files: u64,
    /// Bytes that the folder is smaller by.
    pub bytes: u64,
    /// Deleted documents, articles and quotations, whose words and texts are gone from the files
    /// now.
    pub purged: u64,
}

/// Removes files that interrupted runs left and that no commit names. Every run of
/// [`update()`](super::update()) does that too.
///
/// `purge`: also rewrites what holds deleted articles and drops the side files of the commit
/// before, so that nothing of them is left in the folder. Without it, deleted articles are found
/// by no query but lie in the files until those are merged.
///
/// # Errors
/// [`Error::ForeignFolder`], [`Error::OtherFormat`], [`Error::Locked`]; [`Error::Write`] or
/// [`Error::Engine`] if the folder cannot be written.
pub fn gc(path: &Path, purge: bool) -> Result<Reclaimed> {
    let folder = Folder::new(path);
    let Some(marker) = folder.marker()? else { return Ok(Reclaimed::default()) };
    let _lock = folder.lock()?;
    let marker = folder.marker()?.unwrap_or(marker);
    folder.check_format(&marker)?;
    let before = folder.bytes();
    let (mut files, _) = folder.sweep(&marker).map_err(|error| folder.cannot_open(error))?;
    let mut purged = 0;
    if let Some(payload) = folder.last_payload(&marker)?
        && purge
    {
        let mut writer =
            EngineWriter::open(&folder.file(&marker.engine), 32 << 20, 1).map_err(|error| folder.cannot_open(error))?;
        purged = Before::read(&folder, &writer)?.reader.map_or(0, |reader| reader.deleted());
        if purged > 0 {
            // Without its sums the commit counts as interrupted, until there are new ones.
            let sums = Sums::name(payload.generation);
            let known = folder.read(&sums).ok().and_then(|bytes| Sums::read(&bytes)).unwrap_or_default();
            folder.remove(&sums)?;
            let json = serde_json::to_string(&payload).map_err(Error::engine("writing the payload"))?;
            writer.purge(&json)?;
            let before = Before::read(&folder, &writer)?;
            if let Some(reader) = &before.reader {
                folder.write(&super::commit::joins_name(payload.generation), &reader.joins()?)?;
            }
            make_readable(&folder.file(&marker.engine));
            write_sums(&folder, &writer, &payload, &marker.engine, &known)?;
        }
        writer.close()?;
        bring_up_to_date(&folder, payload.generation)?;
        files += folder.drop_previous(&payload);
        files += folder.sweep(&marker)?.0;
    }
    Ok(Reclaimed { files, bytes: before.saturating_sub(folder.bytes()), purged })
}

/// Makes the groups of this commit from those of earlier ones, which are about to go: they keep their ids.
fn bring_up_to_date(folder: &Folder, generation: u64) -> Result<()> {
    let is_old = |kind: Kind| folder.derived(kind, generation).is_some_and(|number| number < generation);
    if !Kind::ALL.iter().any(|kind| is_old(*kind)) {
        return Ok(());
    }
    let index = Index::open(folder.path())?;
    if is_old(Kind::Stories) {
        index.stories(&mut |_, _| ())?;
    } else if is_old(Kind::Families) {
        index.families(&mut |_, _| ())?;
    }
    if is_old(Kind::Reprints) || is_old(Kind::Sketches) {
        index.groups()?;
    }
    Ok(())
}
