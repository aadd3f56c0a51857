//! Is an index whole? Every file as it was written, every article readable, every quotation with
//! its article, and the side files in agreement with them.
//!
//! Checks go from the outside in: what is damaged by its checksum is not interpreted.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::commit::{read_people, read_state};
use super::folder::{Folder, MARKER, Marker, Payload, bytes_of};
use super::speakers::keys_of;
use super::state::State;
use super::sums::{Sum, Sums};
use crate::engine::tantivy::{self, Checked, Reader, causes, key_term};
use crate::error::{Error, Result};
use crate::ingest::record_key;
use crate::people::People;

/// Most faults that are told one by one.
const MAX_FAULTS: usize = 1000;

/// Something wrong with an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it, in a short clause.
    pub what: String,
}

/// What [`verify`] found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// Number of the commit; `None` if there is none yet.
    pub generation: Option<u64>,
    /// Files that belong to the commit.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Articles that can be read.
    pub articles: u64,
    /// Quotations whose articles are there.
    pub quotations: u64,
    /// What is wrong, the first thousand; empty if the index is whole.
    pub faults: Vec<Fault>,
    /// False if the run that made the commit was interrupted before it had written checksums:
    /// then the engine's own were used, which cover less. The next run writes them.
    pub has_sums: bool,
    /// Files that no commit names, left by interrupted runs; no fault, the next run or
    /// [`gc`](super::gc()) removes them.
    pub unreferenced: Vec<PathBuf>,
    /// Their bytes.
    pub unreferenced_bytes: u64,
}

/// Checks the whole index in `folder`, reading every byte of it.
///
/// Needs no right to write and takes no lock; if a run commits meanwhile, starts again.
///
/// # Errors
/// [`Error::ForeignFolder`], [`Error::OtherFormat`]; [`Error::Read`] if the folder cannot be
/// looked at, [`Error::Locked`] if it is written again and again meanwhile. What is wrong with
/// the index is no error but a [`Fault`].
pub fn verify(folder: &Path) -> Result<Verification> {
    let folder = Folder::new(folder);
    for _ in 0..5 {
        let start = commit_of(&folder);
        let verification = once(&folder)?;
        if verification.faults.is_empty() || commit_of(&folder) == start {
            return Ok(verification);
        }
    }
    Err(Error::Locked { path: folder.path().to_owned() })
}

/// What changes with every commit and every merge.
fn commit_of(folder: &Folder) -> (Option<Vec<u8>>, Option<Vec<u8>>) {
    let marker = folder.marker().ok().flatten();
    let meta = marker.map(|marker| folder.file(&marker.engine).join(tantivy::META));
    (folder.read(MARKER).ok(), meta.and_then(|path| std::fs::read(path).ok()))
}

fn once(folder: &Folder) -> Result<Verification> {
    let mut found = Verification::default();
    let marker = match folder.marker() {
        Ok(Some(marker)) => marker,
        Ok(None) => return Ok(found),
        Err(Error::Malformed { path, what }) => {
            found.fault(path, what);
            return Ok(found);
        }
        Err(error) => return Err(error),
    };
    if marker.format != tantivy::FORMAT && !is_plausible_format(folder, &marker) {
        found.fault(folder.file(MARKER), format!("names format {}, which no version has", marker.format));
        return Ok(found);
    }
    folder.check_format(&marker)?;
    let engine = folder.file(&marker.engine);
    let meta = engine.join(tantivy::META);
    let opened = catch_unwind(AssertUnwindSafe(|| Reader::payload(&engine)));
    let (index, payload) = match opened {
        Ok(Ok((index, Some(payload)))) => (index, payload),
        Ok(Ok((_, None))) if marker.sources.is_empty() => return Ok(found),
        Ok(Ok((_, None))) => {
            found.fault(meta, "names no commit, though there was one".into());
            return Ok(found);
        }
        Ok(Err(_)) if marker.sources.is_empty() && !meta.exists() && !has_commit(folder) => return Ok(found),
        Ok(Err(error)) => {
            found.fault(damaged_meta(&engine), causes(&error));
            return Ok(found);
        }
        Err(_) => {
            found.fault(meta, "cannot be read".into());
            return Ok(found);
        }
    };
    let Ok(payload) = serde_json::from_str::<Payload>(&payload) else {
        found.fault(meta, "names a commit that cannot be understood".into());
        return Ok(found);
    };
    found.generation = Some(payload.generation);
    let names = match tantivy::files(&index) {
        Ok(names) => names,
        Err(error) => {
            found.fault(meta, causes(&error));
            return Ok(found);
        }
    };
    check_files(folder, &marker, &payload, &names, &index, &mut found);
    check_managed(&engine, &names, &mut found);
    if found.faults.is_empty() {
        match catch_unwind(AssertUnwindSafe(|| check_content(folder, &marker, &payload, &index, &mut found))) {
            Ok(Ok(())) => {}
            Ok(Err(Error::Malformed { path, what })) => found.fault(path, what),
            Ok(Err(error)) => found.fault(engine, causes(&error)),
            Err(_) => found.fault(engine, "reading its articles failed".into()),
        }
    }
    if let Ok(unreferenced) = folder.unreferenced(&marker) {
        found.unreferenced_bytes = unreferenced.iter().map(|path| bytes_of(path)).sum();
        found.unreferenced = unreferenced;
    }
    Ok(found)
}

/// The engine keeps two lists; which of them is it that cannot be read?
fn damaged_meta(engine: &Path) -> PathBuf {
    if tantivy::managed(engine).is_err() { engine.join(".managed.json") } else { engine.join(tantivy::META) }
}

/// False if the marker's format differs though the files of the last commit are of ours: then
/// it is the marker that is damaged.
fn is_plausible_format(folder: &Folder, marker: &Marker) -> bool {
    let payload = folder.last_payload(marker).ok().flatten();
    let sums = payload.and_then(|payload| Sums::read(&folder.read(&Sums::name(payload.generation)).ok()?));
    let sum = sums.and_then(|sums| sums.files.get(MARKER).copied());
    sum.is_none_or(|sum| Sum::of(&folder.file(MARKER)).is_ok_and(|now| now == sum))
}

/// True if side files tell that there was a commit.
fn has_commit(folder: &Folder) -> bool {
    let entries = std::fs::read_dir(folder.path()).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with("sums-"))
}

impl Verification {
    fn fault(&mut self, path: PathBuf, what: String) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(Fault { path, what });
        }
    }
}

/// Every file of the commit is there and as it was written.
fn check_files(
    folder: &Folder,
    marker: &Marker,
    payload: &Payload,
    names: &[String],
    index: &tantivy::Opened,
    found: &mut Verification,
) {
    let mut wanted: Vec<String> = payload.files().map(str::to_owned).collect();
    wanted.push(MARKER.to_owned());
    wanted.extend(names.iter().map(|name| format!("{}/{name}", marker.engine)));
    let sums_name = Sums::name(payload.generation);
    let sums_path = folder.file(&sums_name);
    let sums = match folder.read(&sums_name) {
        Ok(bytes) => Sums::read(&bytes),
        Err(_) if !sums_path.exists() => {
            // An interrupted run; the engine has sums of its own, and state and marker are
            // checked by what they say.
            for name in &wanted {
                count(folder, name, found);
            }
            match catch_unwind(AssertUnwindSafe(|| tantivy::damaged(index))) {
                Ok(Ok(damaged)) => {
                    for name in damaged {
                        found.fault(folder.file(&marker.engine).join(name), "is damaged".into());
                    }
                }
                Ok(Err(error)) => found.fault(folder.file(&marker.engine), causes(&error)),
                Err(_) => found.fault(folder.file(&marker.engine), "cannot be read".into()),
            }
            return;
        }
        Err(_) => None,
    };
    let Some(sums) = sums else {
        found.fault(sums_path, "is damaged".into());
        return;
    };
    found.has_sums = true;
    count(folder, &sums_name, found);
    for (name, sum) in &sums.files {
        let path = folder.file(name);
        match Sum::of(&path) {
            Ok(now) if now == *sum => {
                found.files += 1;
                found.bytes += now.size;
            }
            Ok(now) if now.size != sum.size => {
                found.fault(path, format!("has {} bytes instead of {}", now.size, sum.size));
            }
            Ok(_) => found.fault(path, "is damaged: its content is not what was written".into()),
            Err(error) => found.fault(path, format!("cannot be read: {error}")),
        }
    }
    for name in wanted {
        if !sums.files.contains_key(&name) {
            found.fault(folder.file(&name), "belongs to the commit but has no checksum".into());
        }
    }
}

fn count(folder: &Folder, name: &str, found: &mut Verification) {
    match std::fs::metadata(folder.file(name)) {
        Ok(metadata) => {
            found.files += 1;
            found.bytes += metadata.len();
        }
        Err(error) => found.fault(folder.file(name), format!("cannot be read: {error}")),
    }
}

/// The engine's list of its files is a list and has all files of the commit. It changes with
/// every file that a run begins, so it has no checksum.
fn check_managed(engine: &Path, names: &[String], found: &mut Verification) {
    let path = engine.join(".managed.json");
    match tantivy::managed(engine) {
        Ok(managed) => {
            for name in names.iter().filter(|name| !managed.contains(name)) {
                found.fault(path.clone(), format!("does not list `{name}`"));
            }
            for name in managed.iter().filter(|name| *name != tantivy::META && !tantivy::is_engine_file(name)) {
                found.fault(path.clone(), format!("lists `{name}`, which is no file of an index"));
            }
        }
        Err(error) => found.fault(path, format!("cannot be read: {error}")),
    }
}

/// What the files say agrees.
fn check_content(
    folder: &Folder,
    marker: &Marker,
    payload: &Payload,
    index: &tantivy::Opened,
    found: &mut Verification,
) -> Result<()> {
    let engine = folder.file(&marker.engine);
    let state = read_state(folder, payload)?;
    let people: People = read_people(folder, payload)?;
    if found.has_sums && !sources_agree(&state, marker) {
        found.fault(folder.file(MARKER), "names other sources than the last commit".into());
    }
    let reader = Reader::open(index, Arc::new(people))?;
    let mut left: FxHashSet<String> = FxHashSet::default();
    for (name, source) in &state.sources {
        for (path, file) in &source.files {
            left.extend(file.records.values().map(|key| key_term(name, path, *key)));
        }
    }
    let mut speakers: BTreeMap<String, u32> = BTreeMap::new();
    let state_path = folder.file(&payload.state);
    reader.check(&mut |checked| match checked {
        Checked::Quotation => found.quotations += 1,
        Checked::Fault(file, what) => found.fault(engine.join(file), what),
        Checked::Article(article, source) => {
            found.articles += 1;
            for key in keys_of(article) {
                *speakers.entry(key).or_default() += 1;
            }
            let key = key_term(source, &article.path, record_key(article.record.as_ref()));
            if !left.remove(&key) {
                let article = key.replace('\u{1f}', " ");
                found.fault(state_path.clone(), format!("does not know the article `{article}`, or knows it once"));
            }
        }
    })?;
    for key in left.iter().take(MAX_FAULTS) {
        found.fault(engine.clone(), format!("lacks the article `{}`", key.replace('\u{1f}', " ")));
    }
    let people_path = folder.file(&payload.people);
    let known: BTreeMap<String, u32> = reader.people.keys().map(|(key, _, count)| (key.to_owned(), count)).collect();
    if known.len() != speakers.len() || known.iter().zip(&speakers).any(|(known, counted)| known.1 != counted.1) {
        found.fault(people_path, "does not count the speakers as the articles have them".into());
    }
    Ok(())
}

/// The marker names the sources of the commit, unless it was interrupted before that.
fn sources_agree(state: &State, marker: &Marker) -> bool {
    let known = state.sources.iter().map(|(name, source)| (name.as_str(), Path::new(&source.root)));
    known.eq(marker.sources.iter().map(|(name, root)| (name.as_str(), root.as_path())))
}
