//! Bringing an index up to date with its sources.
//!
//! The files of each source are compared with what was read from them before (`sources`); what
//! is new or changed goes through the pipeline of threads (`pipeline`) that reads it out and
//! indexes it; the table of people is brought up to date with what came and went (`speakers`).
//! Then everything is committed at once.

mod options;
mod pipeline;
mod sources;
mod speakers;

use std::path::Path;
use std::sync::Arc;

use crate::engine::tantivy::{EngineWriter, FORMAT, Reader};
use crate::error::{Error, Result};
use crate::extract;
use crate::extract::metadata::Outlets;
use crate::index::folder::{Folder, Marker, Payload};
use crate::index::state::State;
use crate::ingest::Failure;
use crate::people::{People, parse_pins};

pub use options::{Progress, Silent, Summary, UpdateOptions};
use pipeline::Pipeline;
use sources::{Plan, Run};
use speakers::SpeakerCounts;

/// File of the user's outlets in the index folder.
pub const OUTLETS: &str = "outlets.toml";
/// File of the user's speakers in the index folder.
pub const SPEAKERS: &str = "speakers.toml";

/// Reads the sources into the index in `folder`, creating it if need be, and commits.
///
/// Only what changed since the last run is read out anew. Sources that are not named stay as
/// they are. Everything becomes visible at once, with the commit at the end.
///
/// # Errors
/// [`Error::ForeignFolder`] and [`Error::Locked`] before anything is changed; [`Error::Invalid`]
/// for options that make no sense; [`Error::SourceGone`] if a source is missing or suddenly
/// empty, after all others were brought up to date; [`Error::Write`] or [`Error::Engine`] if
/// the folder cannot be written, which leaves the last commit as it was.
pub fn update(folder: &Path, options: &UpdateOptions, progress: &dyn Progress) -> Result<Summary> {
    let folder = Folder::new(folder);
    let marker = folder.marker()?;
    if let Some(marker) = &marker
        && !options.rebuild
    {
        folder.check_format(marker)?;
    }
    let tables = Tables::read(&folder, options)?;
    std::fs::create_dir_all(folder.path()).map_err(|source| Error::Write { path: folder.path().to_owned(), source })?;
    let engine_name = match &marker {
        Some(marker) if options.rebuild => next_engine(&marker.engine),
        Some(marker) => marker.engine.clone(),
        None => "engine-1".to_owned(),
    };
    if marker.is_none() {
        // A first run that is broken off must leave a folder that is known to be ours.
        folder.write_marker(&Marker { format: FORMAT, engine: engine_name.clone(), sources: Vec::new() })?;
    }
    let engine_folder = folder.file(&engine_name);
    if options.rebuild && marker.is_some() && engine_folder.exists() {
        // Left over from a rebuild that was broken off; no commit points to it.
        std::fs::remove_dir_all(&engine_folder)
            .map_err(|source| Error::Write { path: engine_folder.clone(), source })?;
    }
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get());
    let writer = EngineWriter::open(&engine_folder, options.memory_bytes, threads).map_err(|error| match error {
        Error::Locked { .. } => Error::Locked { path: folder.path().to_owned() },
        other => other,
    })?;
    let mut before = Before::read(&folder, &writer)?;
    if let Some(marker) = &marker
        && options.rebuild
    {
        before.generation = last_generation(&folder, marker);
    }
    let mut state = match (&marker, options.rebuild) {
        (Some(marker), true) => Before::sources_only(&folder, marker),
        _ => before.state.clone(),
    };
    let mut plan = Plan::new(&mut state, options, &folder)?;

    let context = extract::Context { today: options.today, outlets: tables.outlets.clone() };
    let pipeline = Pipeline::new(writer, &context, threads);
    let mut counts = SpeakerCounts::default();
    let mut run =
        Run { progress, summary: Summary::default(), tables_hash: tables.hash, allow_empty: options.allow_empty };
    let (gone, lost) = pipeline.run(&mut counts, |feed| plan.read(&mut state, &mut run, feed))?;
    let mut writer = pipeline.into_writer();
    for lost in lost {
        run.summary.failed += 1;
        let source = state.sources.get_mut(&*lost.source);
        if let Some(file) = source.and_then(|source| source.files.get_mut(&lost.path)) {
            file.records.remove(&lost.hash);
            file.failures.push((String::new(), lost.reason.clone()));
        }
        progress.failed(&Failure { path: lost.path.into(), place: String::new(), reason: lost.reason });
    }

    let mut summary = run.summary;
    summary.articles = state.articles();
    let has_changed = summary.added + summary.changed + summary.removed > 0
        || state != before.state
        || tables.were_given
        || before.payload.is_none()
        || options.rebuild;
    if has_changed {
        let removed = plan.take_removed();
        counts.subtract(before.reader.as_ref(), &removed)?;
        let known = if options.rebuild { Arc::default() } else { before.people.clone() };
        let people = counts.join(&known, &tables.pins);
        let generation = before.generation + 1;
        let payload = Payload {
            generation,
            state: format!("state-{generation}.bin"),
            people: format!("people-{generation}.tsv"),
        };
        folder.write(&payload.state, &state.to_bytes())?;
        folder.write(&payload.people, people.text().as_bytes())?;
        tables.keep(&folder)?;
        let json = serde_json::to_string(&payload).map_err(Error::engine("writing the payload"))?;
        writer.commit(&json)?;
        let sources = state.sources.iter().map(|(name, source)| (name.clone(), source.root.clone().into())).collect();
        let new_marker = Marker { format: FORMAT, engine: engine_name.clone(), sources };
        if marker.as_ref() != Some(&new_marker) {
            folder.write_marker(&new_marker)?;
        }
        folder.remove_old(&payload, before.payload.as_ref());
        writer.tidy(&json)?;
    }
    writer.close()?;
    if let Some(marker) = &marker
        && marker.engine != engine_name
        && has_changed
    {
        let _ = std::fs::remove_dir_all(folder.file(&marker.engine));
    }
    make_readable(&engine_folder);
    match gone {
        Some(error) => Err(error),
        None => Ok(summary),
    }
}

fn next_engine(name: &str) -> String {
    let number: u64 = name.strip_prefix("engine-").and_then(|number| number.parse().ok()).unwrap_or(0);
    format!("engine-{}", number + 1)
}

/// The engine writes some of its files for the owner alone; let others read them as far as the
/// rest of the folder lets them.
fn make_readable(folder: &Path) {
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

/// The user's tables: given now, or kept from an earlier run.
struct Tables {
    outlets: Outlets,
    pins: Vec<crate::people::Pin>,
    /// Hash of what changes extraction.
    hash: u64,
    outlets_text: Option<String>,
    speakers_text: Option<String>,
    were_given: bool,
}

impl Tables {
    fn read(folder: &Folder, options: &UpdateOptions) -> Result<Tables> {
        let given = |path: &Option<std::path::PathBuf>| -> Result<Option<String>> {
            let Some(path) = path else { return Ok(None) };
            let text = std::fs::read_to_string(path);
            text.map(Some).map_err(|source| Error::Read { path: path.clone(), source })
        };
        let new_outlets = given(&options.outlets)?;
        let new_speakers = given(&options.speakers)?;
        let kept_outlets = folder.read_optional(OUTLETS)?;
        let kept_speakers = folder.read_optional(SPEAKERS)?;
        let were_given = (new_outlets.is_some() && new_outlets != kept_outlets)
            || (new_speakers.is_some() && new_speakers != kept_speakers);
        let outlets_path = options.outlets.clone().unwrap_or_else(|| folder.file(OUTLETS));
        let speakers_path = options.speakers.clone().unwrap_or_else(|| folder.file(SPEAKERS));
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

    fn keep(&self, folder: &Folder) -> Result<()> {
        for (name, text) in [(OUTLETS, &self.outlets_text), (SPEAKERS, &self.speakers_text)] {
            if let Some(text) = text {
                folder.write(name, text.as_bytes())?;
            }
        }
        Ok(())
    }
}

/// The last commit, as far as an update needs it.
struct Before {
    payload: Option<Payload>,
    generation: u64,
    state: State,
    people: Arc<People>,
    reader: Option<Reader>,
}

impl Before {
    fn read(folder: &Folder, writer: &EngineWriter) -> Result<Before> {
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

    /// For a rebuild: the sources with their options, as if nothing had been read yet.
    fn sources_only(folder: &Folder, marker: &Marker) -> State {
        let mut state = State::default();
        for (name, root) in &marker.sources {
            let source = state.sources.entry(name.clone()).or_default();
            source.root = root.to_string_lossy().into_owned();
        }
        // The options are kept if the state can be read.
        if let Ok((_, Some(payload))) = Reader::payload(&folder.file(&marker.engine))
            && let Ok(payload) = serde_json::from_str::<Payload>(&payload)
            && let Ok(known) = read_state(folder, &payload)
        {
            for (name, source) in known.sources {
                state.sources.entry(name).or_default().options = source.options;
            }
        }
        state
    }
}

/// Number of the last commit of the engine that a marker names, 0 if it cannot be read.
fn last_generation(folder: &Folder, marker: &Marker) -> u64 {
    let payload = Reader::payload(&folder.file(&marker.engine)).ok().and_then(|(_, payload)| payload);
    payload.and_then(|payload| serde_json::from_str::<Payload>(&payload).ok()).map_or(0, |payload| payload.generation)
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
