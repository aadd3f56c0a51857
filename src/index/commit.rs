//! The last commit, and how the next one is written.
//!
//! State, people and tables are written and synced before the engine's commit names them in its
//! payload; the marker, the removal of old files, merging and the checksums come after it.
//! Whatever stops in between, the folder holds one whole commit.

use std::path::Path;
use std::sync::Arc;

use super::folder::{Folder, MARKER, Marker, Payload};
use super::state::State;
use super::sums::{Sum, Sums};
use super::tables::Tables;
use crate::engine::tantivy::{EngineWriter, FORMAT, META, Reader};
use crate::error::{Error, Result};
use crate::people::People;

/// The last commit, as far as a writer needs it; everything empty if there is none yet.
pub struct Before {
    pub payload: Option<Payload>,
    /// Number of the commit, 0 if there is none.
    pub generation: u64,
    pub state: State,
    pub people: Arc<People>,
    pub reader: Option<Reader>,
}

impl Before {
    /// Reads what the engine's last commit names.
    pub fn read(folder: &Folder, writer: &EngineWriter) -> Result<Before> {
        let Some(payload) = writer.payload()? else {
            return Ok(Before {
                payload: None,
                generation: 0,
                state: State::default(),
                people: Arc::default(),
                reader: None,
            });
        };
        let payload: Payload = serde_json::from_str(&payload).map_err(Error::engine("reading the last commit"))?;
        let state = read_state(folder, &payload)?;
        let people = Arc::new(read_people(folder, &payload)?);
        let reader = Reader::open(writer.index(), people.clone())?;
        let generation = payload.generation;
        Ok(Before { payload: Some(payload), generation, state, people, reader: Some(reader) })
    }
}

/// What a commit is to hold besides the changes that the engine has been given.
pub struct Contents<'c> {
    /// Name of the engine's folder.
    pub engine: &'c str,
    /// Number of the commit.
    pub generation: u64,
    pub state: &'c State,
    pub people: &'c People,
    pub tables: &'c Tables,
    /// The commit before, whose files are kept for those who are just opening it.
    pub previous: Option<&'c Payload>,
    /// The marker as it stands in the folder.
    pub marker: Option<&'c Marker>,
}

/// Commits: everything the engine was given becomes visible at once, with its state and people.
pub fn commit(folder: &Folder, writer: &mut EngineWriter, contents: &Contents<'_>) -> Result<(Payload, Marker)> {
    let generation = contents.generation;
    let (outlets, speakers) = contents.tables.keep(folder, generation)?;
    let state = format!("state-{generation}.bin");
    let people = format!("people-{generation}.tsv");
    let same = contents.state.same_files();
    let payload = Payload { generation, state, people, outlets, speakers, same };
    folder.write(&payload.state, &contents.state.to_bytes())?;
    folder.write(&payload.people, contents.people.text().as_bytes())?;
    let json = serde_json::to_string(&payload).map_err(Error::engine("writing the payload"))?;
    writer.commit(&json)?;
    let sources = contents.state.sources();
    let marker = Marker { format: FORMAT, engine: contents.engine.to_owned(), sources };
    if contents.marker != Some(&marker) {
        folder.write_marker(&marker)?;
    }
    writer.tidy(&json)?;
    let known = contents.previous.map(|previous| Sums::name(previous.generation));
    let known = known.and_then(|name| Sums::read(&folder.read(&name).ok()?)).unwrap_or_default();
    finish(folder, writer, &payload, contents, &known)?;
    folder.remove_old(&payload, contents.previous);
    Ok((payload, marker))
}

/// Writes what stands beside a commit once its segments are those that will be searched: the
/// joins, and the checksums of everything. `known` are sums of files that have not changed.
fn finish(
    folder: &Folder,
    writer: &EngineWriter,
    payload: &Payload,
    contents: &Contents<'_>,
    known: &Sums,
) -> Result<()> {
    let reader = Reader::open(writer.index(), Arc::new(contents.people.clone()))?;
    let joins = joins_name(payload.generation);
    folder.write(&joins, &reader.joins()?)?;
    make_readable(&folder.file(contents.engine));
    write_sums(folder, writer, payload, contents.engine, known)
}

/// Writes the checksums of a commit.
pub fn write_sums(folder: &Folder, writer: &EngineWriter, payload: &Payload, engine: &str, known: &Sums) -> Result<()> {
    let mut names: Vec<String> = payload.files().map(str::to_owned).collect();
    names.push(MARKER.to_owned());
    names.push(joins_name(payload.generation));
    let mut sums = Sums::default();
    for name in writer.files()? {
        let path = format!("{engine}/{name}");
        let size = std::fs::metadata(folder.file(&path)).map(|metadata| metadata.len()).ok();
        match known.files.get(&path).filter(|sum| name != META && Some(sum.size) == size) {
            Some(sum) => {
                sums.files.insert(path, *sum);
            }
            None => names.push(path),
        }
    }
    for name in names {
        let path = folder.file(&name);
        let sum = Sum::of(&path).map_err(|source| Error::Read { path, source })?;
        sums.files.insert(name, sum);
    }
    // Half of it would be taken for damage; without it the commit counts as interrupted.
    folder.write_whole(&Sums::name(payload.generation), sums.text().as_bytes())
}

/// Name of the file with the joins of a commit; see `engine::tantivy`.
pub fn joins_name(generation: u64) -> String {
    format!("joins-{generation}.bin")
}

/// Reads the state that a commit names.
pub fn read_state(folder: &Folder, payload: &Payload) -> Result<State> {
    State::from_bytes(&folder.read(&payload.state)?).ok_or_else(|| Error::Malformed {
        path: folder.file(&payload.state),
        what: "is damaged; run `search index --rebuild`".into(),
    })
}

/// Reads the table of people that a commit names.
pub fn read_people(folder: &Folder, payload: &Payload) -> Result<People> {
    let text = String::from_utf8(folder.read(&payload.people)?).ok();
    text.and_then(People::read).ok_or_else(|| Error::Malformed {
        path: folder.file(&payload.people),
        what: "is damaged; run `search index --rebuild`".into(),
    })
}

/// The engine writes some of its files for the owner alone; let others read them as far as the
/// rest of the folder lets them.
pub fn make_readable(folder: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| std::fs::metadata(path).ok().map(|metadata| metadata.permissions().mode());
        let Some(folder_mode) = mode(folder) else { return };
        for name in ["meta.json", ".managed.json"] {
            let path = folder.join(name);
            if let Some(file_mode) = mode(&path) {
                let wanted = file_mode | (folder_mode & 0o044);
                let _ = std::fs::set_permissions(&path, std::fs::Permissions::from_mode(wanted));
            }
        }
    }
    #[cfg(not(unix))]
    let _ = folder;
}
