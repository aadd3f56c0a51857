//! Reading one file of a source, or nothing if it is as it was.
//!
//! A container (`a.zip`) is one file of the source and one entry in the state; each of its members
//! that gave articles has an entry of its own, with the container's path in it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::atomic::Ordering::Relaxed;

use rustc_hash::{FxHashMap, FxHashSet};

use super::options::FileChange;
use super::pipeline::Feed;
use super::repeats::Repeats;
use super::sources::Run;
use super::unread::Unread;
use super::work::Work;
use crate::extract::metadata;
use crate::index::speakers::Removed;
use crate::index::state::{FileState, SourceState};
use crate::ingest::{self, Item, SourceFile, record_key};
use crate::model::RawArticle;

/// What is known of a file from an earlier run.
struct Before {
    own: FileState,
    /// By path: the members, if it is a container.
    members: BTreeMap<String, FileState>,
}

impl Before {
    /// Takes a file with its members out of the state.
    fn take(source: &mut SourceState, path: &str) -> Before {
        let own = source.files.remove(path).unwrap_or_default();
        let start = format!("{path}/");
        let inside = source.files.range(start.clone()..).take_while(|(path, _)| path.starts_with(&start));
        let inside: Vec<String> =
            inside.filter(|(_, file)| file.container.as_deref() == Some(path)).map(|(path, _)| path.clone()).collect();
        let members =
            inside.into_iter().filter_map(|path| source.files.remove(&path).map(|file| (path, file))).collect();
        Before { own, members }
    }

    fn put_back(self, source: &mut SourceState, path: &str) {
        source.files.insert(path.to_owned(), self.own);
        source.files.extend(self.members);
    }

    fn articles(&self) -> u64 {
        self.members.values().chain([&self.own]).map(|file| file.records.len() as u64).sum()
    }

    /// See [`FileState::kept`]; `file` is the path of the file itself.
    fn kept(&self, file: &str, path: &str) -> Option<&BTreeSet<u64>> {
        let state = if path == file { Some(&self.own) } else { self.members.get(path) };
        state.map(|state| &state.kept)
    }

    fn all<'b>(&'b self, path: &'b str) -> impl Iterator<Item = (&'b str, &'b FileState)> {
        self.members.iter().map(|(path, file)| (path.as_str(), file)).chain([(path, &self.own)])
    }
}

/// Paths by number: those of a file with many records are all the same.
#[derive(Default)]
struct Paths {
    paths: Vec<String>,
    numbers: FxHashMap<String, u32>,
    last: u32,
}

impl Paths {
    fn number(&mut self, path: &str) -> u32 {
        if self.paths.get(self.last as usize).is_some_and(|last| last == path) {
            return self.last;
        }
        let next = self.paths.len() as u32;
        self.last = *self.numbers.entry(path.to_owned()).or_insert(next);
        if self.last == next {
            self.paths.push(path.to_owned());
        }
        self.last
    }
}

impl Work {
    /// Brings the articles of a file up to date.
    pub fn read_file(
        &mut self,
        file: &SourceFile,
        source: &mut SourceState,
        run: &mut Run<'_>,
        feed: &mut Feed<'_>,
        removed: &mut Vec<Removed>,
    ) {
        let is_known = source.files.contains_key(&file.path);
        let before = Before::take(source, &file.path);
        let options = self.ways.of(&file.path);
        let context = file.context_hash(options);
        let extraction = run.extraction();
        let own = &before.own;
        let is_same = (own.size, own.modified_ns, own.context, own.extraction)
            == (file.size, file.modified_ns, context, extraction);
        // A file that gave nothing may be readable by now without having changed.
        let gave_nothing = before.articles() == 0 && !own.failures.is_empty();
        if is_same && !gave_nothing && (!run.strict || own.failures.is_empty()) {
            run.summary.unchanged += before.articles();
            run.summary.failed_before += own.failures.len() as u64;
            run.progress.advanced(before.articles(), file.size);
            before.put_back(source, &file.path);
            return;
        }
        feed.opens(&self.source, &file.path);
        let is_changed = is_known && !run.is_rebuild;
        run.progress.file(if is_changed { FileChange::Changed } else { FileChange::New }, &file.real_path);

        let mut paths = Paths::default();
        let mut known: FxHashMap<u64, (u32, u64)> = FxHashMap::default();
        let mut old_keys: FxHashSet<(u32, u64)> = FxHashSet::default();
        let mut excluded: FxHashSet<(u32, u64)> = FxHashSet::default();
        for (path, file) in before.all(&file.path) {
            let number = paths.number(path);
            known.extend(file.records.iter().map(|(hash, key)| (*hash, (number, *key))));
            old_keys.extend(file.records.values().map(|key| (number, *key)));
            excluded.extend(file.excluded.iter().map(|key| (number, *key)));
        }
        let mut twins = std::mem::take(&mut self.twins);
        let lookup = |hash: u64| known.get(&hash).map(|(_, key)| *key);
        let is_readable_as_before = own.extraction == extraction;
        let lookup: Option<ingest::Known<'_>> = if is_readable_as_before { Some(&lookup) } else { None };
        // Hash of every record that counts, by path and identity.
        let mut hash_of: FxHashMap<(u32, u64), u64> = FxHashMap::default();
        let mut repeats = Repeats::new(lookup.map(|_| &known));
        let mut failures: Vec<(String, String)> = Vec::new();
        let mut unread = Unread::new(&before.own.failures);
        let mut same_as = None;
        let mut pending = 0;
        let count = || options.bytes_read.load(Relaxed);
        let (start, mut told) = (count(), count());
        let outcome = ingest::read(file, options, lookup, &mut |item| {
            match item {
                Item::Unchanged { hash } => {
                    pending += 1;
                    let Some(place) = known.get(&hash) else { return ControlFlow::Continue(()) };
                    match hash_of.insert(*place, hash) {
                        None => run.summary.unchanged += 1,
                        Some(before) => repeats.saw(*place, before),
                    }
                }
                Item::Article { article, hash } => {
                    let place = (paths.number(&article.path), record_key(article.record.as_ref()));
                    if excluded.contains(&place) {
                        return ControlFlow::Continue(());
                    }
                    if let Some(first) = twin(&mut twins, file, &article, hash, source, run) {
                        same_as = Some((first, hash));
                        run.summary.same += 1;
                        self.joined.insert(file.path.clone());
                        pending += 1;
                        return ControlFlow::Continue(());
                    }
                    pending += 1;
                    if let Some(before) = hash_of.insert(place, hash) {
                        repeats.saw(place, before);
                        return ControlFlow::Continue(());
                    }
                    let is_old = old_keys.contains(&place) && !run.is_rebuild;
                    if is_old {
                        run.summary.changed += 1;
                        removed.push((self.source.to_string(), article.path.clone(), place.1));
                    } else {
                        run.summary.added += 1;
                    }
                    run.summary.bytes += article.text.len() as u64;
                    feed.article(article, &self.source, hash, is_old);
                }
                Item::Warning(warning) => run.progress.warned(&warning),
                Item::Unread { path, records } => unread.record(paths.number(&path), &records),
                Item::Failure(failure) => {
                    let entry = (failure.place.clone(), failure.reason.clone());
                    run.failed(&failure, before.own.failures.contains(&entry));
                    unread.failure(&failure);
                    failures.push(entry);
                }
            }
            if pending >= 256 {
                run.progress.advanced(pending, count() - told);
                told = count();
                pending = 0;
            }
            if run.is_over() || feed.has_failed() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        self.twins = twins;
        // What was not read, because reading stopped, is done with as well.
        run.progress.advanced(pending, file.size.saturating_sub(told - start));

        if !repeats.places.is_empty() && !feed.has_failed() {
            // A later record of an id must not overtake the first.
            feed.wait();
            let mut number = |path: &str| paths.number(path);
            for (place, first) in repeats.settle(self, file, &mut number, run, feed, removed) {
                hash_of.insert(place, first);
            }
        }

        // A record that is gone from the file, or that cannot be read today: then its last good version
        // stays.
        let mut kept: Vec<(u32, u64)> = Vec::new();
        let n_records = known.len() + hash_of.len();
        for (hash, place) in &known {
            if !hash_of.contains_key(place) {
                let path = &paths.paths[place.0 as usize];
                let member = path.strip_prefix(&file.path).unwrap_or("").trim_start_matches('/');
                let was_kept = || before.kept(&file.path, path).is_some_and(|kept| kept.contains(&place.1));
                let is_unread = !outcome.complete || unread.has(member);
                if !is_unread && unread.may_be(*place, n_records, was_kept) {
                    kept.push(*place);
                } else if !is_unread {
                    self.remove(path, place.1, run, feed, removed);
                    continue;
                }
                // What was not to be taken for known is none the more so for not being read.
                hash_of.insert(*place, if is_readable_as_before { *hash } else { FileState::hash_of_unread(place.1) });
            }
        }
        let mut states: BTreeMap<u32, FileState> = BTreeMap::new();
        for ((number, key), hash) in hash_of {
            states.entry(number).or_default().records.insert(hash, key);
        }
        for (number, key) in kept {
            states.entry(number).or_default().kept.insert(key);
        }
        for (number, key) in excluded {
            states.entry(number).or_default().excluded.insert(key);
        }
        let own = paths.number(&file.path);
        for (number, mut state) in states.iter_mut().map(|(number, state)| (*number, std::mem::take(state))) {
            if number != own {
                state.container = Some(file.path.clone());
            }
            state.extraction = extraction;
            source.files.insert(paths.paths[number as usize].clone(), state);
        }
        let state = source.files.entry(file.path.clone()).or_default();
        (state.size, state.modified_ns, state.context) = (file.size, file.modified_ns, context);
        (state.extraction, state.failures, state.same_as) = (extraction, failures, same_as);
        if run.is_over() || outcome.attached > 0 {
            // Read on from here at the next run; files that records name may have changed by then.
            state.modified_ns = 0;
            state.size = 0;
        }
    }
}

/// The file that has the same bytes as this one, if nothing tells the two apart: then they are
/// one article. Else this one is the first with its bytes.
fn twin(
    twins: &mut FxHashMap<u64, String>,
    file: &SourceFile,
    article: &RawArticle,
    hash: u64,
    source: &SourceState,
    run: &Run<'_>,
) -> Option<String> {
    if article.record.is_some() || article.path != file.path || file.is_described() {
        return None;
    }
    let first = twins.get(&hash).filter(|first| {
        let is_there = source.files.get(*first).is_some_and(|known| known.records.contains_key(&hash));
        **first != file.path && is_there
    });
    let day_of = |path: &str| metadata::read(&RawArticle::new(path, ""), run.context).date.map(|date| date.value);
    match first {
        Some(first) if day_of(first) == day_of(&file.path) => Some(first.clone()),
        Some(_) => None,
        None => {
            twins.insert(hash, file.path.clone());
            None
        }
    }
}
