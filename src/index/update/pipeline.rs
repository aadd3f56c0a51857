//! Threads that read articles out and index them.
//!
//! One thread (the caller's) reads files and hands raw articles on; workers extract what the
//! texts tell and give the result to the engine. What waits between them is bounded in bytes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::engine::tantivy::{ArticleEncoder, Change, EngineWriter};
use crate::error::Result;
use crate::extract::{self, Context};
use crate::index::speakers::SpeakerCounts;
use crate::index::state::SourceState;
use crate::ingest::Failure;
use crate::model::RawArticle;

/// Bytes of text that may wait for a worker. A single article may be larger.
const MAX_WAITING_BYTES: usize = 8 << 20;

/// Articles are handed on in batches of about so many bytes, which costs the channel little.
const BATCH_BYTES: usize = 64 << 10;

/// Where articles are written: the writer of an engine.
pub trait Sink: Sync {
    /// What each thread keeps for itself.
    type Encoder;

    /// Begins a thread's work.
    fn encoder(&self) -> Self::Encoder;

    /// Adds or replaces an article with its quotations. May be called from many threads.
    fn apply(&self, encoder: &mut Self::Encoder, change: Change<'_>) -> Result<()>;

    /// Ends a thread's work.
    fn finish(&self, encoder: Self::Encoder) -> Result<()>;

    /// Takes an article and its quotations out, by source, path and hash of the record's identity.
    fn remove(&self, source: &str, path: &str, record: u64);

    /// Sees to it that what any thread applied before comes before what is applied from now on.
    fn arrive(&self) -> Result<()> {
        Ok(())
    }

    /// Hears of a known file before anything of it is applied or taken out.
    fn opens(&self, _source: &str, _path: &str) {}

    /// True if it is time to take note of what was read so far.
    fn is_due(&self) -> bool {
        false
    }

    /// Takes note of the files of a source, all of whose articles have arrived but for those that were `lost`; returns what
    /// is to be told.
    fn keep(&self, _source: &str, _state: &mut SourceState, _lost: Vec<Lost>) -> Result<Vec<Failure>> {
        Ok(Vec::new())
    }
}

impl Sink for EngineWriter {
    type Encoder = ArticleEncoder;

    fn encoder(&self) -> ArticleEncoder {
        EngineWriter::encoder(self)
    }

    fn apply(&self, encoder: &mut ArticleEncoder, change: Change<'_>) -> Result<()> {
        EngineWriter::apply(self, encoder, change)
    }

    fn finish(&self, _: ArticleEncoder) -> Result<()> {
        Ok(())
    }

    fn remove(&self, source: &str, path: &str, record: u64) {
        EngineWriter::remove(self, source, path, record);
    }
}

/// Takes an article out, by source, path and hash of the record's identity.
type Remove<'p> = &'p dyn Fn(&str, &str, u64);

/// What the feeding thread asks the engine for.
#[derive(Clone, Copy)]
struct Engine<'p> {
    remove: Remove<'p>,
    /// See [`Sink::arrive`].
    arrive: &'p dyn Fn() -> Result<()>,
    /// See [`Sink::opens`].
    opens: &'p dyn Fn(&str, &str),
    /// See [`Sink::is_due`].
    is_due: &'p dyn Fn() -> bool,
    /// See [`Sink::keep`].
    keep: &'p dyn Fn(&str, &mut SourceState) -> Result<Vec<Failure>>,
}

/// Workers and the engine they write to.
pub struct Pipeline<'c, S> {
    writer: S,
    context: &'c Context,
    threads: usize,
}

/// An article that waits for a worker.
struct Job {
    raw: RawArticle,
    source: Arc<str>,
    hash: u64,
    replaces: bool,
}

/// An article that could not be read out.
pub struct Lost {
    pub source: Arc<str>,
    pub path: String,
    /// Hash of the record.
    pub hash: u64,
    pub reason: String,
}

/// What the feeding thread hands articles to.
///
/// Without a destination (a dry run) all goes nowhere.
pub struct Feed<'p> {
    to: Option<(Sender<Vec<Job>>, Engine<'p>)>,
    shared: &'p Shared,
    batch: Vec<Job>,
    batch_bytes: usize,
}

/// Lets `feed` hand articles on to nowhere.
pub fn run_dry<T>(feed: impl FnOnce(&mut Feed<'_>) -> T) -> T {
    let shared = Shared::default();
    feed(&mut Feed { to: None, shared: &shared, batch: Vec::new(), batch_bytes: 0 })
}

#[derive(Default)]
struct Shared {
    waiting_bytes: Mutex<usize>,
    progress: Condvar,
    has_failed: AtomicBool,
    /// Why the feeding thread's own request failed.
    failure: Mutex<Option<crate::error::Error>>,
    /// Articles that could not be read out.
    lost: Mutex<Vec<Lost>>,
}

impl Shared {
    fn lost(&self) -> MutexGuard<'_, Vec<Lost>> {
        self.lost.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<'c, S: Sink> Pipeline<'c, S> {
    /// A pipeline with so many workers.
    pub fn new(writer: S, context: &'c Context, threads: usize) -> Pipeline<'c, S> {
        Pipeline { writer, context, threads: threads.max(1) }
    }

    /// Lets `feed` hand articles on, until all are indexed; returns what it returned and the
    /// articles that could not be read out.
    pub fn run<T>(
        &self,
        counts: &mut SpeakerCounts,
        feed: impl FnOnce(&mut Feed<'_>) -> Result<T>,
    ) -> Result<(T, Vec<Lost>)> {
        let shared = Shared::default();
        let (sender, receiver) = bounded::<Vec<Job>>(self.threads * 64);
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..self.threads)
                .map(|_| {
                    let receiver = receiver.clone();
                    let shared = &shared;
                    scope.spawn(move || self.work(&receiver, shared))
                })
                .collect();
            drop(receiver);
            let remove = |source: &str, path: &str, record: u64| self.writer.remove(source, path, record);
            let arrive = || self.writer.arrive();
            let opens = |source: &str, path: &str| self.writer.opens(source, path);
            let is_due = || self.writer.is_due();
            let keep = |source: &str, state: &mut SourceState| {
                let lost = shared.lost().extract_if(.., |lost| *lost.source == *source).collect();
                self.writer.keep(source, state, lost)
            };
            let engine = Engine { remove: &remove, arrive: &arrive, opens: &opens, is_due: &is_due, keep: &keep };
            let to = Some((sender, engine));
            let mut feeding = Feed { to, shared: &shared, batch: Vec::new(), batch_bytes: 0 };
            let outcome = feed(&mut feeding);
            feeding.flush();
            drop(feeding);
            let mut failure = None;
            for worker in workers {
                match worker.join() {
                    Ok((worker_counts, error)) => {
                        counts.merge(worker_counts);
                        failure = failure.or(error);
                    }
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            let own = shared.failure.lock().ok().and_then(|mut failure| failure.take());
            match failure.or(own) {
                Some(error) => Err(error),
                None => Ok((outcome?, std::mem::take(&mut *shared.lost()))),
            }
        })
    }

    /// Gives the engine's writer back.
    pub fn into_writer(self) -> S {
        self.writer
    }

    fn work(&self, receiver: &Receiver<Vec<Job>>, shared: &Shared) -> (SpeakerCounts, Option<crate::error::Error>) {
        let mut counts = SpeakerCounts::default();
        let mut failure = None;
        let mut encoder = self.writer.encoder();
        for batch in receiver {
            let bytes: usize = batch.iter().map(|job| size(&job.raw)).sum();
            for job in batch {
                if failure.is_some() {
                    continue; // read on, so that the feeding thread does not wait forever
                }
                let path = job.raw.path.clone();
                // An article that breaks here must not take the others with it, nor this thread:
                // the one that feeds it would wait forever.
                let outcome = catch_unwind(AssertUnwindSafe(|| {
                    let mut article = extract::article(job.raw, self.context);
                    let change = Change { article: &mut article, source: &job.source, replaces: job.replaces };
                    self.writer.apply(&mut encoder, change).map(|()| article)
                }));
                match outcome {
                    Ok(Ok(article)) => counts.add(&article),
                    Ok(Err(error)) => {
                        shared.has_failed.store(true, Ordering::Relaxed);
                        failure = Some(error);
                    }
                    Err(_) => {
                        let reason = "reading the text out failed; please report this file".to_owned();
                        shared.lost().push(Lost { source: job.source, path, hash: job.hash, reason });
                    }
                }
            }
            if let Ok(mut waiting) = shared.waiting_bytes.lock() {
                *waiting -= bytes;
            }
            shared.progress.notify_all();
        }
        let finished = self.writer.finish(encoder);
        (counts, failure.or(finished.err()))
    }
}

fn size(raw: &RawArticle) -> usize {
    raw.text.len() + 512
}

impl Feed<'_> {
    /// Hands an article on. `replaces`: the index may hold an earlier version.
    pub fn article(&mut self, raw: RawArticle, source: &Arc<str>, hash: u64, replaces: bool) {
        if self.to.is_none() {
            return;
        }
        self.batch_bytes += size(&raw);
        self.batch.push(Job { raw, source: source.clone(), hash, replaces });
        if self.batch_bytes >= BATCH_BYTES {
            self.flush();
        }
    }

    /// Takes an article out of the index.
    pub fn remove(&mut self, source: &str, path: &str, record: u64) {
        if let Some((_, engine)) = &self.to {
            (engine.remove)(source, path, record);
        }
    }

    /// Waits until every article handed on is with the engine.
    pub fn wait(&mut self) {
        self.flush();
        self.wait_below(0);
        let Some((_, engine)) = &self.to else { return };
        if let Err(error) = (engine.arrive)() {
            self.fail(error);
        }
    }

    fn fail(&self, error: crate::error::Error) {
        self.shared.has_failed.store(true, Ordering::Relaxed);
        if let Ok(mut failure) = self.shared.failure.lock() {
            *failure = Some(error);
        }
    }

    /// Says that something of a known file is about to be handed on or taken out.
    pub fn opens(&self, source: &str, path: &str) {
        if let Some((_, engine)) = &self.to {
            (engine.opens)(source, path);
        }
    }

    /// Takes note of what was read of a source, if it is time; all of the files in its state have been handed on
    /// in whole. Returns what is to be told.
    pub fn keep(&mut self, source: &str, state: &mut SourceState) -> Vec<Failure> {
        let Some((_, engine)) = &self.to else { return Vec::new() };
        let Engine { is_due, keep, .. } = *engine;
        if self.has_failed() || !is_due() {
            return Vec::new();
        }
        self.wait();
        if self.has_failed() {
            return Vec::new();
        }
        keep(source, state).unwrap_or_else(|error| {
            self.fail(error);
            Vec::new()
        })
    }

    /// True if the engine failed, so that going on is of no use.
    pub fn has_failed(&self) -> bool {
        self.shared.has_failed.load(Ordering::Relaxed)
    }

    fn flush(&mut self) {
        if self.batch.is_empty() {
            return;
        }
        self.wait_below(MAX_WAITING_BYTES);
        if let Ok(mut waiting) = self.shared.waiting_bytes.lock() {
            *waiting += self.batch_bytes;
        }
        self.batch_bytes = 0;
        // The workers outlive the feed; should they be gone, joining them tells why.
        if let Some((sender, _)) = &self.to {
            let _ = sender.send(std::mem::take(&mut self.batch));
        }
    }

    fn wait_below(&self, limit: usize) {
        let Ok(mut waiting) = self.shared.waiting_bytes.lock() else { return };
        while *waiting > limit {
            let pause = std::time::Duration::from_millis(100);
            let Ok((guard, _)) = self.shared.progress.wait_timeout(waiting, pause) else { return };
            waiting = guard;
        }
    }
}
