//! Manifests: tables beside the articles that state their metadata.
//!
//! A manifest is CSV or JSON lines with the column `path`, relative to the manifest's folder,
//! and the keys of records. What it states wins over everything else. A row may name a file of
//! many records; it then states what is true of all of them, or of one if it has an `id`.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::Xxh3;

use super::csv::{MAX_COLUMNS, cells, each_row, ragged};
use super::encoding::{Unmarked, decode};
use super::fields::Fields;
use super::jsonl::each_line;
use super::object::parse_object;
use super::run::{Place, Stop, update_with_given};
use super::window::Window;
use super::{Failure, KeyMap, MAX_RECORD_BYTES};
use crate::error::{Error, Result};
use crate::model::{Field, Given, Source};

/// Largest manifest that is read: a million rows of ordinary length.
const MAX_MANIFEST_BYTES: u64 = 512 << 20;

/// How many missing files, or repeated rows, are named one by one: manifests often list what is not yet saved.
const MAX_TOLD: usize = 10;

/// What a manifest states of one file, or of one record in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The article's id.
    pub id: Option<String>,
    /// All other fields.
    pub given: Vec<Given>,
    /// Hash of both.
    pub hash: u64,
    /// The line it stands in.
    pub line: u64,
}

/// A table that states metadata of files.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    path: PathBuf,
    rows: FxHashMap<PathBuf, Vec<Arc<Row>>>,
    problems: Vec<Failure>,
    repeats: Vec<Failure>,
}

impl Manifest {
    /// Reads a manifest; `.jsonl` and `.ndjson` are JSON lines, everything else is CSV or TSV.
    ///
    /// Rows that cannot be read are left out and listed by [`Manifest::problems`].
    ///
    /// # Errors
    /// [`Error::Read`] if the file cannot be read, [`Error::Malformed`] if it is no manifest.
    pub fn load(path: &Path, keys: &KeyMap) -> Result<Manifest> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = folder.canonicalize().map_err(|source| Error::Read { path: path.to_path_buf(), source })?;
        let mut manifest = Manifest::open(path, &folder, keys)?;
        // Sources are known by their real paths, so links on the way to a named file count.
        let mut real_folders: FxHashMap<PathBuf, PathBuf> = FxHashMap::default();
        let resolve = |(named, rows): (PathBuf, Vec<Arc<Row>>)| {
            let (Some(folder), Some(name)) = (named.parent(), named.file_name()) else { return (named, rows) };
            let resolved = || folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
            let real = real_folders.entry(folder.to_path_buf()).or_insert_with(resolved).join(name);
            (real, rows)
        };
        let mut rows: FxHashMap<PathBuf, Vec<Arc<Row>>> = FxHashMap::default();
        for (real, of_path) in manifest.rows.into_iter().map(resolve) {
            rows.entry(real).or_default().extend(of_path);
        }
        manifest.rows = rows;
        Ok(manifest.settled())
    }

    /// Reads a manifest whose paths are relative to `folder`, a real path.
    pub(super) fn load_in(path: &Path, folder: &Path, keys: &KeyMap) -> Result<Manifest> {
        Manifest::open(path, folder, keys).map(Manifest::settled)
    }

    /// The same, with the rows as they come.
    fn open(path: &Path, folder: &Path, keys: &KeyMap) -> Result<Manifest> {
        let failed = |source| Error::Read { path: path.to_path_buf(), source };
        let file = File::open(path).map_err(failed)?;
        let is_too_large = file.metadata().map_err(failed)?.len() > MAX_MANIFEST_BYTES;
        let malformed = |what: String| Error::Malformed { path: path.to_path_buf(), what };
        if is_too_large {
            return Err(malformed(format!("is longer than {} MiB", MAX_MANIFEST_BYTES >> 20)));
        }
        let folder = folder.to_path_buf();
        let mut loading = Loading { manifest: Manifest { path: path.to_path_buf(), ..Manifest::default() }, folder };
        let mut limited = file.take(MAX_MANIFEST_BYTES);
        let mut stream = Unmarked::new(&mut limited).map_err(failed)?;
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("").to_ascii_lowercase();
        let outcome = match ending.as_str() {
            "jsonl" | "ndjson" => loading.json_lines(&mut stream, keys),
            "tsv" | "tab" => loading.table(&mut stream, keys, b'\t'),
            _ => loading.table(&mut stream, keys, b','),
        };
        match outcome {
            Ok(()) | Err(Stop::Enough) => Ok(loading.manifest),
            Err(Stop::Failed(what)) => Err(malformed(what)),
            Err(Stop::Io(source)) => Err(failed(source)),
        }
    }

    /// Reads a manifest that is a member of a container and lies in its folder `folder`.
    pub(super) fn read_in(
        shown: &Path,
        folder: PathBuf,
        input: &mut dyn Read,
        keys: &KeyMap,
    ) -> std::result::Result<Manifest, Stop> {
        let mut loading = Loading { manifest: Manifest { path: shown.to_path_buf(), ..Manifest::default() }, folder };
        let mut limited = input.take(MAX_MANIFEST_BYTES);
        let mut stream = Unmarked::new(&mut limited)?;
        loading.table(&mut stream, keys, b',')?;
        Ok(loading.manifest.settled())
    }

    /// Of rows that name the same, as of records with the same id, the later one counts: it comes first, and the
    /// others state only what it does not.
    fn settled(mut self) -> Manifest {
        let mut repeats: Vec<(u64, u64, PathBuf)> = Vec::new();
        for (path, rows) in self.rows.iter_mut().filter(|(_, rows)| rows.len() > 1) {
            rows.sort_by_key(|row| row.line);
            let mut places: FxHashMap<Option<String>, Vec<usize>> = FxHashMap::default();
            for (at, row) in rows.iter().enumerate() {
                places.entry(row.id.clone()).or_default().push(at);
            }
            let before = rows.clone();
            for places in places.into_values() {
                for (at, from) in places.iter().zip(places.iter().rev()) {
                    rows[*at] = before[*from].clone();
                }
                let lines = places.windows(2).map(|pair| (before[pair[1]].line, before[pair[0]].line, path.clone()));
                repeats.extend(lines);
            }
        }
        repeats.sort();
        let tell = |place: String, reason: String| Failure { path: self.path.clone(), place, reason };
        let told = |(line, first, path): &(u64, u64, PathBuf)| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let reason = format!("names `{name}` as line {first} does; what the later one says counts");
            tell(Place::Line(*line).to_string(), reason)
        };
        let mut all: Vec<Failure> = repeats.iter().take(MAX_TOLD).map(told).collect();
        if repeats.len() > MAX_TOLD {
            let reason = format!("{} more lines name what an earlier one names", repeats.len() - MAX_TOLD);
            all.push(tell(String::new(), reason));
        }
        self.repeats = all;
        self
    }

    /// Rows that could not be read.
    pub fn problems(&self) -> &[Failure] {
        &self.problems
    }

    /// Tells of rows that name what an earlier one names: the first ten by their lines, then how many more.
    pub fn repeats(&self) -> &[Failure] {
        &self.repeats
    }

    /// Number of files that it names.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True if it names no file.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Tells of rows whose file does not exist: the first ten by their lines, then how many more.
    pub fn missing(&self) -> Vec<Failure> {
        let mut missing: Vec<(u64, &Path)> = self
            .rows
            .iter()
            .filter(|(path, _)| !path.exists())
            .filter_map(|(path, rows)| Some((rows.iter().map(|row| row.line).min()?, path.as_path())))
            .collect();
        missing.sort();
        let tell = |place: String, reason: String| Failure { path: self.path.clone(), place, reason };
        let mut told: Vec<Failure> = missing
            .iter()
            .take(MAX_TOLD)
            .map(|(line, path)| {
                tell(Place::Line(*line).to_string(), format!("names `{}`, which does not exist", path.display()))
            })
            .collect();
        if missing.len() > MAX_TOLD {
            told.push(tell(String::new(), format!("names {} more files that do not exist", missing.len() - MAX_TOLD)));
        }
        told
    }

    /// What is stated of the file with that real path.
    pub(super) fn rows_of(&self, real_path: &Path) -> &[Arc<Row>] {
        self.rows.get(real_path).map_or(&[], Vec::as_slice)
    }
}

struct Loading {
    manifest: Manifest,
    folder: PathBuf,
}

impl Loading {
    fn table(&mut self, input: &mut dyn Read, keys: &KeyMap, delimiter: u8) -> Result<(), Stop> {
        let mut header: Option<Vec<String>> = None;
        each_row(&mut Window::new(input), delimiter, MAX_RECORD_BYTES, |row| {
            let text = decode(row.bytes).text;
            let Some(header) = &header else {
                let name = |cell: Cow<'_, str>| cell.trim().to_lowercase();
                let names: Vec<String> = cells(&text, row.delimiter).take(MAX_COLUMNS).map(name).collect();
                if !names.iter().any(|name| name == "path") {
                    return Err(Stop::Failed("is no manifest: it has no column `path`".to_owned()));
                }
                header = Some(names);
                return Ok(());
            };
            if let Some(problem) = row.problem {
                self.problem(row.line, problem.to_owned());
                return Ok(());
            }
            let mut cells = cells(&text, row.delimiter);
            let mut fields = Fields::default();
            let mut path = None;
            let mut count = 0;
            for (name, cell) in header.iter().zip(&mut cells) {
                count += 1;
                if name == "path" {
                    path = path.or(Some(cell));
                } else if let Some(target) = keys.get(name) {
                    fields.offer(target, cell);
                }
            }
            count += cells.filter(|cell| !cell.is_empty()).count();
            if count == header.len() {
                self.add(path.as_deref().unwrap_or(""), &fields, row.line);
            } else {
                self.problem(row.line, ragged(count, header.len()));
            }
            Ok(())
        })
    }

    fn json_lines(&mut self, input: &mut dyn Read, keys: &KeyMap) -> Result<(), Stop> {
        #[derive(serde::Deserialize)]
        struct Path {
            path: String,
        }
        let mut number = 0;
        each_line(&mut Window::new(input), MAX_RECORD_BYTES, |line| {
            number += 1;
            let Some(line) = line else {
                self.problem(number, "the line is too long".to_owned());
                return Ok(());
            };
            let text = decode(line.trim_ascii()).text;
            if text.is_empty() {
                return Ok(());
            }
            match (serde_json::from_str::<Path>(&text), parse_object(&text, keys)) {
                (Ok(named), Ok(fields)) => self.add(&named.path, &fields, number),
                (_, Err(reason)) => self.problem(number, reason),
                (Err(_), Ok(_)) => self.problem(number, "has no `path`".to_owned()),
            }
            Ok(())
        })
    }

    fn add(&mut self, path: &str, fields: &Fields<'_>, line: u64) {
        if path.trim().is_empty() {
            return self.problem(line, "has no `path`".to_owned());
        }
        let id = fields.get(Field::Id).map(str::to_owned);
        let mut given = Vec::new();
        // A manifest states what is true of a text; the text is in the file.
        fields.give(Source::Manifest, &mut given);
        let mut hash = Xxh3::new();
        hash.update(id.as_deref().unwrap_or("").as_bytes());
        hash.update(&[0]);
        update_with_given(&mut hash, &given);
        let row = Row { id, given, hash: hash.digest(), line };
        let real = real_path(&self.folder, path.trim());
        self.manifest.rows.entry(real).or_default().push(Arc::new(row));
    }

    fn problem(&mut self, line: u64, reason: String) {
        let path = self.manifest.path.clone();
        self.manifest.problems.push(Failure { path, place: Place::Line(line).to_string(), reason });
    }
}

/// The real path of a file that a manifest in `folder` names, without asking the disk.
///
/// Backslashes part folders too: manifests are often made in a spreadsheet on Windows.
fn real_path(folder: &Path, named: &str) -> PathBuf {
    let named = if named.contains('/') { named.to_owned() } else { named.replace('\\', "/") };
    let mut real = folder.to_path_buf();
    for part in Path::new(&named).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                real.pop();
            }
            other => real.push(other),
        }
    }
    real
}
