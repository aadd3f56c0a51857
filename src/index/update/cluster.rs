//! Bringing a collection on a cluster up to date with its sources.
//!
//! The same plan, the same reading and the same threads as for an index folder; what differs is where
//! articles go and in which order things become known (`engine::opensearch::writer`).

use std::sync::mpsc;

use rustc_hash::FxHashMap;

use crate::engine::opensearch::client::Client;
use crate::engine::opensearch::collection::Current;
use crate::engine::opensearch::encode::document_id;
use crate::engine::opensearch::marks::Mark;
use crate::engine::opensearch::notes::{DISTRUSTED, Notes};
use crate::engine::opensearch::schema::Names;
use crate::engine::opensearch::writer::{ClusterEncoder, ClusterWriter};
use crate::engine::opensearch::{ClusterOptions, state as kept};
use crate::engine::tantivy::Change;
use crate::error::{Error, Result};
use crate::extract;
use crate::index::speakers::SpeakerCounts;
use crate::index::state::{FileState, SourceState, State};
use crate::index::tables::Tables;
use crate::ingest::Failure;

use super::options::{Progress, Summary, UpdateOptions, ended};
use super::pipeline::{Lost, Pipeline, Sink, run_dry};
use super::sources::{Plan, Run};

impl<'c> Sink for ClusterWriter<'c> {
    type Encoder = ClusterEncoder<'c>;

    fn encoder(&self) -> ClusterEncoder<'c> {
        ClusterWriter::encoder(self)
    }

    fn apply(&self, encoder: &mut ClusterEncoder<'c>, change: Change<'_>) -> Result<()> {
        ClusterWriter::apply(self, encoder, change)
    }

    fn finish(&self, encoder: ClusterEncoder<'c>) -> Result<()> {
        ClusterWriter::finish(self, &encoder)
    }

    fn remove(&self, source: &str, path: &str, record: u64) {
        ClusterWriter::remove(self, source, path, record);
    }

    fn arrive(&self) -> Result<()> {
        ClusterWriter::arrive(self)
    }

    fn opens(&self, source: &str, path: &str) {
        if let Some(notes) = self.notes() {
            notes.open(source, path);
        }
    }

    fn is_due(&self) -> bool {
        self.notes().is_some_and(Notes::is_due)
    }

    fn keep(&self, name: &str, source: &mut SourceState, lost: Vec<Lost>) -> Result<Vec<Failure>> {
        let mut failures: Vec<Failure> = lost.into_iter().map(|lost| lose(self, source, lost)).collect();
        self.settle()?;
        refuse(name, source, &self.refused(), &mut failures);
        if let Some(notes) = self.notes() {
            notes.keep(name, &source.files)?;
        }
        Ok(failures)
    }
}

/// Reads the sources into a collection, making it if need be.
///
/// As [`update`](super::update()), but for commits: articles become visible as the cluster refreshes, at the latest at
/// the end. A run that ends early, for whatever reason, has lost nothing: the next one reads again what it has
/// not taken note of, and the collection is then what it would have been. Several may run at once.
///
/// # Errors
/// Those of [`update`](super::update()) that concern sources and options, and [`Error::Cluster`].
pub fn update_cluster(cluster: &ClusterOptions, options: &UpdateOptions, progress: &dyn Progress) -> Result<Summary> {
    if options.rebuild && options.from_index {
        return Err(Error::Unsupported(
            "a collection on a cluster is rebuilt from its sources; leave out --from-index".to_owned(),
        ));
    }
    let client = Client::new(cluster)?;
    client.version()?;
    let names = Names::of(client.collection());
    let current = kept::open(&client, cluster.shards, cluster.replicas)?.document;
    if options.dry_run {
        return dry_run(&client, &names, &current, options, progress);
    }
    let mut mark = Mark::leave(&client, &names, options.rebuild)?;
    if !options.rebuild
        && let Err(error) = mark.take_over()
    {
        mark.fail();
        return Err(error);
    }
    let result = std::thread::scope(|scope| {
        let (end, ends) = mpsc::channel();
        scope.spawn({
            let mark = &mark;
            move || mark.renew(&ends)
        });
        let result = run(&client, cluster, &mark, options, progress);
        drop(end);
        result
    });
    if result.is_err() {
        mark.fail();
    }
    result
}

/// What a run would do.
fn dry_run(
    client: &Client,
    names: &Names,
    current: &Current,
    options: &UpdateOptions,
    progress: &dyn Progress,
) -> Result<Summary> {
    let tables = tables(current, options)?;
    let before = kept::read(client, names)?;
    let (mut state, mut plan) = planned(client, names, &before, options)?;
    let context = extract::Context { today: options.today, outlets: tables.outlets.clone() };
    let mut run = Run::new(options, progress, &tables, &context);
    let gone = run_dry(|feed| plan.read(&mut state, &mut run, feed))?;
    if let Some(failure) = run.stopped_by {
        return Err(Error::BadInput { failure: failure.to_string() });
    }
    let mut summary = run.summary;
    summary.articles = state.articles();
    ended(gone, summary, progress)
}

fn tables(current: &Current, options: &UpdateOptions) -> Result<Tables> {
    let given = [options.outlets.as_deref(), options.speakers.as_deref()];
    Tables::of_texts(given, [current.outlets.clone(), current.speakers.clone()])
}

/// A run that has left its mark.
fn run(
    client: &Client,
    cluster: &ClusterOptions,
    mark: &Mark<'_>,
    options: &UpdateOptions,
    progress: &dyn Progress,
) -> Result<Summary> {
    let names = Names::of(client.collection());
    let known = kept::open(client, cluster.shards, cluster.replicas)?.document;
    // A rebuild may have been broken off after the new set was taken up.
    let used = kept::current_set(client, &names)?.ok_or_else(|| kept::deleted(client))?;
    let current = Current { set: used, ..known };
    let tables = tables(&current, options)?;
    let before = kept::read(client, &names)?;
    let (mut state, mut plan) = {
        let mut trusted = before.clone();
        mark.distrust(&mut trusted);
        planned(client, &names, &trusted, options)?
    };
    let read = plan.sources();
    mark.reads(&read)?;
    let context = extract::Context { today: options.today, outlets: tables.outlets.clone() };
    let mut run = Run::new(options, progress, &tables, &context);
    let (set, into) = if options.rebuild {
        let set = current.set + 1;
        // Left over from a rebuild that was broken off.
        kept::drop_set(client, set)?;
        kept::create_set(client, set, cluster.shards, cluster.replicas, false)?;
        (set, Names::of_set(client.collection(), set))
    } else {
        (current.set, names.clone())
    };
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get());
    let sources_before: Vec<String> = before.sources.keys().cloned().collect();
    let mut writer = ClusterWriter::new(client, into.clone(), !options.rebuild, mark.has_dead());
    if !options.rebuild {
        // A strict run changes nothing if it can help it.
        let every = (!options.strict).then_some(cluster.note_every);
        writer = writer.with_notes(Notes::new(client, names.clone(), mark, before, every));
    }
    let pipeline = Pipeline::new(writer, &context, threads);
    let mut counts = SpeakerCounts::default();
    let (gone, lost) = pipeline.run(&mut counts, |feed| plan.read(&mut state, &mut run, feed))?;
    if let Some(failure) = run.stopped_by {
        return Err(Error::BadInput { failure: failure.to_string() });
    }
    if options.rebuild && (gone.is_some() || run.summary.cancelled) {
        // The old articles stay: the new ones would lack what could not be read.
        kept::drop_set(client, set)?;
        mark.end(&ClusterWriter::new(client, names, true, false))?;
        return gone.map_or(Ok(Summary { cancelled: true, ..Summary::default() }), Err);
    }
    let writer = pipeline.into_writer();
    for lost in lost {
        run.summary.failed += 1;
        if let Some(source) = state.sources.get_mut(&*lost.source) {
            progress.failed(&lose(&writer, source, lost));
        }
    }
    let has_changed = run.summary.added + run.summary.changed + run.summary.removed > 0
        || has_other_notes(&writer, &state)
        || tables.were_given
        || current.generation == 0
        || mark.has_dead()
        || options.rebuild;
    if has_changed {
        writer.settle()?;
        let refused = writer.refused();
        let mut told = Vec::new();
        if !refused.is_empty() {
            state.sources.iter_mut().for_each(|(name, source)| refuse(name, source, &refused, &mut told));
        }
        run.summary.failed += told.len() as u64;
        told.iter().for_each(|failure| progress.failed(failure));
        mark.check()?;
        let known = writer.into_notes().map(Notes::into_known);
        kept::write(client, &into, &known.unwrap_or_default(), &state)?;
        if options.rebuild {
            ClusterWriter::new(client, into.clone(), false, false).refresh()?;
            kept::switch(client, current.set, set)?;
        }
        for name in sources_before.iter().filter(|name| !state.sources.contains_key(*name)) {
            kept::remove_source(client, &names, name)?;
        }
        kept::commit(client, set, &tables.texts(), &tables.pins, &into.articles)?;
        if options.rebuild {
            kept::drop_set(client, current.set)?;
        }
    }
    mark.end(&ClusterWriter::new(client, names, true, false))?;
    let mut summary = run.summary;
    summary.articles = state.articles();
    let is_to_be_read = |file: &FileState| file.extraction == DISTRUSTED && file.failures.is_empty();
    summary.is_in_doubt = mark.has_dead()
        && read
            .iter()
            .filter_map(|name| state.sources.get(name))
            .any(|source| source.files.values().any(is_to_be_read));
    ended(gone, summary, progress)
}

/// True if something is to be noted of a file or source.
fn has_other_notes(writer: &ClusterWriter<'_>, state: &State) -> bool {
    writer.notes().is_none_or(|notes| notes.differ_from(state))
}

/// What is to be read; new sources have their names taken, which no other indexer can take any more.
fn planned(client: &Client, names: &Names, before: &State, options: &UpdateOptions) -> Result<(State, Plan)> {
    let mut known = before.clone();
    for _ in 0..20 {
        let mut state = if options.rebuild { without_files(&known) } else { known.clone() };
        // Nothing comes over from the old set: what was not named is read as well.
        let plan = Plan::new(&mut state, options, &[], options.rebuild)?;
        if options.dry_run {
            return Ok((state, plan));
        }
        let mut is_taken = false;
        for (name, source) in &state.sources {
            let is_known = known.sources.get(name).map(|known| (&known.root, &known.options));
            if is_known != Some((&source.root, &source.options)) {
                is_taken |= !kept::add_source(client, names, name, source, is_known.is_none())?;
            }
        }
        if !is_taken {
            return Ok((state, plan));
        }
        // Another indexer has a source of that name: ours gets another one.
        for (name, source) in kept::sources(client, names)?.sources {
            known.sources.entry(name).or_insert(source);
        }
    }
    Err(Error::Unsupported("other indexers take the names of new sources all the time; run this again".to_owned()))
}

fn without_files(state: &State) -> State {
    let mut state = state.clone();
    for source in state.sources.values_mut() {
        // What was taken out stays out.
        let files = std::mem::take(&mut source.files).into_iter();
        source.files = files.filter_map(|(path, file)| Some((path, file.left_behind()?))).collect();
    }
    state
}

/// Takes note that an article of a file could not be read out; an earlier version of it goes.
fn lose(writer: &ClusterWriter<'_>, source: &mut SourceState, lost: Lost) -> Failure {
    if let Some(file) = source.files.get_mut(&lost.path) {
        if let Some(key) = file.records.remove(&lost.hash) {
            writer.remove(&lost.source, &lost.path, key);
        }
        file.failures.push((String::new(), lost.reason.clone()));
    }
    Failure { path: lost.path.into(), place: String::new(), reason: lost.reason }
}

/// Takes the articles that the cluster refused out of what counts as read of a source; adds them to the failures.
fn refuse(name: &str, source: &mut SourceState, refused: &FxHashMap<String, String>, failures: &mut Vec<Failure>) {
    if refused.is_empty() {
        return;
    }
    for (path, file) in &mut source.files {
        let found: Vec<(u64, &String)> = file
            .records
            .iter()
            .filter_map(|(hash, record)| Some((*hash, refused.get(&document_id(name, path, *record))?)))
            .collect();
        for (hash, reason) in found {
            file.records.remove(&hash);
            let reason = format!("the cluster refused it: {reason}");
            file.failures.push((String::new(), reason.clone()));
            failures.push(Failure { path: path.into(), place: String::new(), reason });
        }
    }
}
