//! `search index --watch`: follows the sources and reads what changes.
//!
//! The system tells which paths were touched; when nothing has been for a second, exactly those
//! are read. Waiting is what keeps half-written files out: a copy or a download touches its file
//! all the time. Temporary files of editors and browsers are hidden or have endings that no
//! reader knows, so they are passed over like in any other run.
//!
//! A cluster may be away for a while. Then it is tried again, after longer and longer pauses, and all sources are
//! gone through, since nobody knows how much of the run that failed was done.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use news_search::Error;
use news_search::index::{Place, UpdateOptions};
use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::index::run_once;
use super::outcome::{Failed, Status};
use super::ui::Ui;

/// How long nothing may happen before what happened is read.
const QUIET: Duration = Duration::from_millis(800);

/// After so long something is read though it never gets quiet.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often an interrupt is looked for.
const TICK: Duration = Duration::from_millis(100);

/// More paths than this are not read one by one: the sources are walked.
const MANY: usize = 10_000;

/// The pause before a cluster is tried again, doubled each time, and the longest.
const AGAIN: [Duration; 2] = [Duration::from_secs(2), Duration::from_secs(60)];

/// How a run went.
enum Ran {
    Well,
    /// What it was not to read is to be read again: the sources are walked.
    InDoubt,
    /// Another process is writing.
    NotAtAll,
    /// The cluster was away, or wants this to be tried again.
    Badly,
}

/// What has happened since the last run.
#[derive(Default)]
struct Pending {
    paths: BTreeSet<PathBuf>,
    /// Events were lost; only a walk tells.
    is_unknown: bool,
    first: Option<Instant>,
    last: Option<Instant>,
    not_before: Option<Instant>,
}

/// Follows the sources of the index until interrupted.
pub fn run(
    place: &Place,
    mut options: UpdateOptions,
    ui: &Ui,
    interrupted: &'static AtomicBool,
) -> Result<Status, Failed> {
    // What a run without paths reads; the options are remembered with the sources.
    options.paths = Vec::new();
    // Temporary files, and the old names of those that were renamed.
    options.may_be_gone = true;
    options.map.clear();
    (options.manifest, options.path_pattern, options.outlet, options.date) = (None, None, None, None);
    let (sender, receiver) = channel();
    let told = move |event: notify::Result<Event>| {
        // The receiver is gone only when the program ends.
        let _ = sender.send(event);
    };
    let own = place.folder("watching").map(|folder| folder.canonicalize().unwrap_or_else(|_| folder.clone())).ok();
    let mut watcher = notify::recommended_watcher(told).map_err(|error| watching(Path::new("."), &error))?;
    let roots = watch_sources(&mut watcher, place, ui)?;
    // What changed between the first run and now.
    let mut pending = Pending::default();
    let mut pause = AGAIN[0];
    let ran = run_and_tell(place, &options, ui);
    pending.after(ran, &mut pause, Pending::default(), ui);
    ui.note(format_args!("watching {}; interrupt to stop", roots.join(", ")));
    while !interrupted.load(Relaxed) {
        wait(&receiver, &mut pending, own.as_deref());
        if !pending.is_due() {
            continue;
        }
        let touched = std::mem::take(&mut pending);
        let is_many = touched.is_unknown || touched.paths.len() > MANY;
        // A file without an ending is read if someone names it; nobody has.
        let is_wanted = |path: &&PathBuf| path.extension().is_some() || !path.is_file();
        options.files = (!is_many).then(|| touched.paths.iter().filter(is_wanted).cloned().collect());
        let ran = run_and_tell(place, &options, ui);
        pending.after(ran, &mut pause, touched, ui);
    }
    Ok(Status::Interrupted)
}

impl Pending {
    /// Takes in what a run that was to read what was `touched` leaves to be read.
    fn after(&mut self, ran: Ran, pause: &mut Duration, touched: Pending, ui: &Ui) {
        if !matches!(ran, Ran::Badly) {
            *pause = AGAIN[0];
        }
        match ran {
            Ran::Well => {}
            Ran::NotAtAll => {
                *self = touched;
                self.last = Some(Instant::now());
            }
            Ran::InDoubt => {
                self.is_unknown = true;
                self.touch();
            }
            Ran::Badly => {
                ui.note(format_args!("this is tried again in {} s", pause.as_secs()));
                self.is_unknown = true;
                self.touch();
                self.not_before = Some(Instant::now() + *pause);
                *pause = (*pause * 2).min(AGAIN[1]);
            }
        }
    }

    fn is_due(&self) -> bool {
        if self.not_before.is_some_and(|until| Instant::now() < until) {
            return false;
        }
        let (Some(first), Some(last)) = (self.first, self.last) else { return false };
        last.elapsed() >= QUIET || first.elapsed() >= PATIENCE
    }

    fn touch(&mut self) {
        let now = Instant::now();
        self.first.get_or_insert(now);
        self.last = Some(now);
    }
}

/// Takes in the events of a tick.
fn wait(receiver: &Receiver<notify::Result<Event>>, pending: &mut Pending, own: Option<&Path>) {
    let end = Instant::now() + TICK;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        match receiver.recv_timeout(left) {
            Ok(Ok(event)) => {
                if event.need_rescan() {
                    pending.is_unknown = true;
                    pending.touch();
                }
                let is_change = match event.kind {
                    EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
                    EventKind::Access(_) => false,
                    _ => true,
                };
                for path in
                    event.paths.into_iter().filter(|path| is_change && !own.is_some_and(|own| path.starts_with(own)))
                {
                    pending.paths.insert(path);
                    pending.touch();
                }
            }
            Ok(Err(_)) => {
                pending.is_unknown = true;
                pending.touch();
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
        }
        if left.is_zero() {
            return;
        }
    }
}

/// Brings the index up to date. Whatever goes wrong is told, and watching goes on.
fn run_and_tell(place: &Place, options: &UpdateOptions, ui: &Ui) -> Ran {
    match run_once(place, options, ui) {
        // Nothing is in doubt any more where all was read.
        Ok((_, is_in_doubt)) => {
            if is_in_doubt && options.files.is_some() {
                Ran::InDoubt
            } else {
                Ran::Well
            }
        }
        Err(Failed::Library(Error::Locked { .. })) => Ran::NotAtAll,
        Err(failed) => {
            ui.report(&failed);
            if is_to_be_repeated(place, &failed) { Ran::Badly } else { Ran::Well }
        }
    }
}

/// True if the run failed for a reason that may be gone by and by.
#[cfg(feature = "opensearch")]
fn is_to_be_repeated(place: &Place, failed: &Failed) -> bool {
    let is_there = matches!(failed, Failed::Library(Error::Cluster { .. } | Error::Unsupported(_)));
    matches!(place, Place::Cluster(_)) && is_there
}

#[cfg(not(feature = "opensearch"))]
fn is_to_be_repeated(_: &Place, _: &Failed) -> bool {
    false
}

/// Watches the roots of all sources; returns their names.
fn watch_sources(watcher: &mut RecommendedWatcher, place: &Place, ui: &Ui) -> Result<Vec<String>, Failed> {
    let mut names = Vec::new();
    for source in place.open()?.sources()?.into_iter().filter(|source| !source.root.is_empty()) {
        let root = Path::new(&source.root);
        let mode = if root.is_dir() { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
        match watcher.watch(root, mode) {
            Ok(()) => names.push(format!("`{}`", source.root)),
            Err(error) if matches!(error.kind, notify::ErrorKind::PathNotFound) || !root.exists() => {
                ui.warn(format_args!("`{}` is missing and cannot be watched", source.root));
            }
            Err(error) => return Err(watching(root, &error)),
        }
    }
    if names.is_empty() {
        return Err(Failed::usage("there is no source to watch"));
    }
    Ok(names)
}

fn watching(path: &Path, error: &notify::Error) -> Failed {
    let hint = matches!(error.kind, notify::ErrorKind::MaxFilesWatch).then(|| {
        "the system's limit of watched folders is reached; on Linux: `sysctl fs.inotify.max_user_watches`".into()
    });
    Failed::Usage { message: format!("`{}` cannot be watched: {error}", path.display()), hint }
}
