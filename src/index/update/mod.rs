//! Bringing an index up to date with its sources.
//!
//! The files of each source are compared with what was read from them before (`sources`); what
//! is new or changed goes through the pipeline of threads (`pipeline`) that reads it out and
//! indexes it; the table of people is brought up to date with what came and went
//! (`index::speakers`). Then everything is committed at once (`index::commit`).

#[cfg(feature = "opensearch")]
mod cluster;
mod file;
mod given;
mod options;
mod pipeline;
mod rebuild;
mod repeats;
mod sources;
mod stored;
mod unread;
mod ways;
mod work;

use std::path::Path;
use std::sync::Arc;

use crate::engine::tantivy::{EngineWriter, FORMAT, Reader};
use crate::error::{Error, Result};
use crate::extract;
use crate::index::commit::{Before, Contents, commit, make_readable, read_people, read_state};
use crate::index::folder::{Folder, Marker, Payload};
use crate::index::speakers::SpeakerCounts;
use crate::index::state::State;
use crate::index::sums::Sums;
use crate::index::tables::Tables;
use crate::ingest::Failure;

#[cfg(feature = "opensearch")]
pub use cluster::update_cluster;
use options::ended;
pub use options::{FileChange, Progress, Silent, Summary, UpdateOptions};
use pipeline::{Pipeline, run_dry};
use sources::{Plan, Run};

/// Reads the sources into the index in `folder`, creating it if need be, and commits.
///
/// Only what changed since the last run is read out anew. Sources that are not named stay as
/// they are. Everything becomes visible at once, with the commit at the end.
///
/// # Errors
/// [`Error::ForeignFolder`] and [`Error::Locked`] before anything is changed; [`Error::Invalid`]
/// for options that make no sense; [`Error::Unsupported`] for a rebuild of an index with articles
/// that a program added; [`Error::SourceGone`] if a source is missing or suddenly
/// empty, after all others were brought up to date; [`Error::Write`] or [`Error::Engine`] if
/// the folder cannot be written, which leaves the last commit as it was.
pub fn update(folder: &Path, options: &UpdateOptions, progress: &dyn Progress) -> Result<Summary> {
    let folder = Folder::new(folder);
    if options.dry_run {
        return dry_run(&folder, options, progress);
    }
    let from_index = options.rebuild && options.from_index;
    let marker_of = || if options.rebuild && !from_index { folder.marker_to_rebuild() } else { folder.marker() };
    marker_of()?; // nothing is touched in a folder that is not ours
    std::fs::create_dir_all(folder.path()).map_err(|source| Error::Write { path: folder.path().to_owned(), source })?;
    let _lock = folder.lock()?;
    let marker = marker_of()?;
    if let Some(marker) = &marker
        && (!options.rebuild || from_index)
    {
        folder.check_format(marker)?;
    }
    if let Some(marker) = &marker
        && options.rebuild
        && !from_index
        && marker.sources.iter().any(|(_, root)| root.as_os_str().is_empty())
    {
        let path = folder.path().display();
        return Err(Error::Unsupported(format!(
            "the index in `{path}` holds articles that a program added and no file has; add --from-index"
        )));
    }
    let known = marker.as_ref().and_then(|marker| match options.rebuild {
        true => folder.payload_to_rebuild(marker),
        false => folder.last_payload(marker).ok().flatten(),
    });
    let tables = Tables::read(&folder, known.as_ref(), options.outlets.as_deref(), options.speakers.as_deref())?;
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
    if let Some(marker) = &marker
        && !options.rebuild
    {
        // What runs left that were killed.
        folder.sweep(marker).map_err(|error| folder.cannot_open(error))?;
    }
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get());
    let writer =
        EngineWriter::open(&engine_folder, options.memory_bytes, threads).map_err(|error| folder.cannot_open(error))?;
    let mut before = Before::read(&folder, &writer)?;
    if options.rebuild {
        before.generation = known.as_ref().map_or(0, |known| known.generation);
    }
    let stored = match &marker {
        Some(marker) if from_index => Some(open_engine(&folder, marker)?),
        _ => None,
    };
    let mut old = None;
    let mut state = match (&marker, &stored) {
        (_, Some((_, state))) => state.clone(),
        (Some(marker), None) if options.rebuild => {
            let start = rebuild::start(&folder, marker, progress);
            old = start.old;
            start.state
        }
        _ => before.state.clone(),
    };
    let is_everything = options.rebuild && old.is_none();
    let mut plan = match &stored {
        Some(_) => Plan::default(),
        None => Plan::new(&mut state, options, &[folder.path().to_owned()], is_everything)?,
    };

    let context = extract::Context { today: options.today, outlets: tables.outlets.clone() };
    let pipeline = Pipeline::new(writer, &context, threads);
    let mut counts = SpeakerCounts::default();
    let mut run = Run::new(options, progress, &tables, &context);
    let outcome = pipeline.run(&mut counts, |feed| match &stored {
        Some((reader, _)) => stored::read(reader, &mut state, &mut run, feed).map(|()| None),
        None => {
            let gone = plan.read(&mut state, &mut run, feed)?;
            if options.rebuild && gone.is_none() {
                rebuild::carry_over(old.as_ref(), &mut state, &mut run, feed);
            }
            Ok(gone)
        }
    });
    let (gone, lost) = match outcome {
        Ok(outcome) => outcome,
        Err(error @ Error::Engine { .. }) => return Err(pipeline.into_writer().why_failed().unwrap_or(error)),
        Err(error) => return Err(error),
    };
    let mut writer = pipeline.into_writer();
    if let Some(failure) = run.stopped_by {
        // Dropped without a commit, it leaves everything as it was.
        drop(writer);
        if options.rebuild {
            let _ = std::fs::remove_dir_all(&engine_folder);
        }
        return Err(Error::BadInput { failure: failure.to_string() });
    }
    if options.rebuild && (gone.is_some() || run.summary.cancelled) {
        // The old index stays: a new one would lack what could not be read.
        writer.close()?;
        let _ = std::fs::remove_dir_all(&engine_folder);
        return gone.map_or(Ok(Summary { cancelled: true, ..Summary::default() }), Err);
    }
    for lost in lost {
        run.summary.failed += 1;
        let source = state.sources.get_mut(&*lost.source);
        if let Some(file) = source.and_then(|source| source.files.get_mut(&lost.path)) {
            // An earlier version must not stay behind without a record of it.
            if let Some(key) = file.records.remove(&lost.hash) {
                writer.remove(&lost.source, &lost.path, key);
            }
            file.failures.push((String::new(), lost.reason.clone()));
        }
        progress.failed(&Failure { path: lost.path.into(), place: String::new(), reason: lost.reason });
    }

    counts.merge(run.superseded);
    let mut summary = run.summary;
    summary.articles = state.articles();
    let has_changed = summary.added + summary.changed + summary.removed > 0
        || state != before.state
        || tables.were_given
        || before.payload.is_none()
        // The run before was interrupted behind its commit: this one makes up for it.
        || !folder.file(&Sums::name(before.generation)).exists()
        || options.rebuild;
    let mut committed = None;
    if has_changed {
        let removed = plan.take_removed();
        counts.subtract(before.reader.as_ref(), &removed)?;
        let known = if options.rebuild { Arc::default() } else { before.people.clone() };
        let people = counts.join(&known, &tables.pins);
        let contents = Contents {
            engine: &engine_name,
            generation: before.generation + 1,
            state: &state,
            people: &people,
            tables: &tables,
            previous: before.payload.as_ref(),
            marker: marker.as_ref(),
        };
        committed = Some(commit(&folder, &mut writer, &contents)?.1);
    }
    writer.close()?;
    if let Some(marker) = committed {
        // A segment of which every article was replaced within this run is in no commit, but its files
        // stay while the engine holds them. What cannot be removed now goes with the next run.
        let _ = folder.sweep(&marker);
    }
    if let Some(marker) = &marker
        && marker.engine != engine_name
        && has_changed
    {
        let _ = std::fs::remove_dir_all(folder.file(&marker.engine));
    }
    make_readable(&engine_folder);
    ended(gone, summary, progress)
}

/// Finds out what an update would do; changes nothing.
fn dry_run(folder: &Folder, options: &UpdateOptions, progress: &dyn Progress) -> Result<Summary> {
    if options.rebuild && options.from_index {
        return Err(Error::Invalid("a rebuild from the index reads no file; there is nothing to try".into()));
    }
    let mut state = State::default();
    let mut payload = None;
    let mut is_everything = options.rebuild;
    if options.rebuild {
        if let Some(marker) = folder.marker_to_rebuild()? {
            payload = folder.payload_to_rebuild(&marker);
            let start = rebuild::start(folder, &marker, progress);
            is_everything = start.old.is_none();
            state = start.state;
        }
    } else if let Some(marker) = folder.marker()? {
        folder.check_format(&marker)?;
        let known = folder.last_payload(&marker);
        payload = if marker.sources.is_empty() { known.ok().flatten() } else { known? };
        if let Some(payload) = &payload {
            state = read_state(folder, payload)?;
        }
    }
    let tables = Tables::read(folder, payload.as_ref(), options.outlets.as_deref(), options.speakers.as_deref())?;
    let context = extract::Context { today: options.today, outlets: tables.outlets.clone() };
    let mut plan = Plan::new(&mut state, options, &[folder.path().to_owned()], is_everything)?;
    let mut run = Run::new(options, progress, &tables, &context);
    let gone = run_dry(|feed| {
        let gone = plan.read(&mut state, &mut run, feed)?;
        if options.rebuild {
            rebuild::carry_over(None, &mut state, &mut run, feed);
        }
        Ok::<_, Error>(gone)
    })?;
    if let Some(failure) = run.stopped_by {
        return Err(Error::BadInput { failure: failure.to_string() });
    }
    let mut summary = run.summary;
    summary.articles = state.articles();
    ended(gone, summary, progress)
}

/// The engine that a marker names, with what was read from which file.
fn open_engine(folder: &Folder, marker: &Marker) -> Result<(Reader, State)> {
    let (engine, payload) = Reader::payload(&folder.file(&marker.engine))?;
    let nothing = || Error::NothingIndexed { path: folder.path().to_owned() };
    let payload: Payload =
        serde_json::from_str(&payload.ok_or_else(nothing)?).map_err(Error::engine("reading the last commit"))?;
    let people = Arc::new(read_people(folder, &payload)?);
    Ok((Reader::open(&engine, people)?, read_state(folder, &payload)?))
}

fn next_engine(name: &str) -> String {
    let number: u64 = name.strip_prefix("engine-").and_then(|number| number.parse().ok()).unwrap_or(0);
    format!("engine-{}", number + 1)
}
