//! Sources: which files there are.
//!
//! One look at each file's metadata, none at its content. The order is that of the names, so
//! that two runs over the same files see them in the same order.

use std::fs::{self, FileType, Metadata};
use std::io;
use std::ops::ControlFlow;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use rustc_hash::FxHashSet;
use walkdir::WalkDir;
use xxhash_rust::xxh3::Xxh3;

use super::formats::{Kind, extensions, reason_of};
use super::manifest::{Manifest, Row};
use super::run::update_with_given;
use super::{Failure, Options};
use crate::error::{Error, Result};
use crate::model::Given;

/// The name of the manifest of a folder and those below it.
pub(super) const MANIFEST_NAME: &str = "manifest.csv";

/// A file of a source, not yet opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Path below the source with `/` between its parts; bytes that are not UTF-8 as `%FF`, and
    /// then `%` of the same name as `%25`. A source that is a file has its name here.
    pub path: String,
    /// The file itself, as it is opened and named in messages.
    pub real_path: PathBuf,
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change, in nanoseconds since 1970; 0 where the system does not tell.
    pub modified_ns: i128,
    /// What the path pattern reads in the path.
    pub(super) named: Vec<Given>,
    /// What manifests state, the one that wins first.
    rows: Vec<Arc<Row>>,
}

impl SourceFile {
    pub(super) fn rows(&self) -> &[Arc<Row>] {
        &self.rows
    }

    /// True if the path pattern reads something in the file's path.
    pub fn is_named(&self) -> bool {
        !self.named.is_empty()
    }

    /// True if a manifest states something of the file.
    pub fn is_described(&self) -> bool {
        !self.rows.is_empty()
    }

    /// Hash of all that is added to the file's content from outside: the manifests' rows for
    /// it, what its path states, the options.
    ///
    /// A file whose size, time and context are what they were gives the same articles.
    pub fn context_hash(&self, options: &Options) -> u64 {
        context_hash(&self.rows, &self.named, options)
    }
}

/// See [`SourceFile::context_hash`].
pub(super) fn context_hash(rows: &[Arc<Row>], named: &[Given], options: &Options) -> u64 {
    let mut hash = Xxh3::with_seed(options.fingerprint());
    for row in rows {
        hash.update(&row.hash.to_le_bytes());
    }
    update_with_given(&mut hash, named);
    hash.digest()
}

/// What a walk finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A file that can be read.
    File(SourceFile),
    /// Something odd that did no harm, such as a manifest that names a file that is not there.
    Warning(Failure),
    /// A folder that cannot be listed, a special file, a manifest that cannot be read.
    Failure(Failure),
}

/// What a walk came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WalkSummary {
    /// Files handed on.
    pub files: u64,
    /// Their size in bytes.
    pub bytes: u64,
    /// Files of a kind that no reader knows.
    pub other_kinds: u64,
    /// Links to folders that were not followed.
    pub links: u64,
    /// Files whose path the path pattern does not match.
    pub unmatched: u64,
    /// True if every folder could be listed; if not, files that did not come may still exist.
    pub complete: bool,
}

/// Walks a source, a folder or a file, and calls `sink` with each file to read.
///
/// Hidden files and folders, excluded ones, manifests and the folders that browsers save with a
/// page are left out; files of a kind that no
/// reader knows are counted. Symbolic links to files are followed, to folders only with
/// [`Options::follow`].
///
/// # Errors
/// [`Error::Read`] if there is nothing at `root` or it cannot be looked at, [`Error::Invalid`]
/// if it is a file of a kind that no reader knows.
pub fn walk(root: &Path, options: &Options, sink: &mut dyn FnMut(Found) -> ControlFlow<()>) -> Result<WalkSummary> {
    walk_part(root, "", options, sink)
}

/// Walks the part of a source at `below`, a path below `root` with `/` between its parts.
///
/// Paths are those below `root`, and the manifests of the folders between the two count.
///
/// # Errors
/// As [`walk`].
pub fn walk_part(
    root: &Path,
    below: &str,
    options: &Options,
    sink: &mut dyn FnMut(Found) -> ControlFlow<()>,
) -> Result<WalkSummary> {
    let start = if below.is_empty() { root.to_path_buf() } else { root.join(below) };
    let metadata = fs::metadata(&start).map_err(failed(&start))?;
    let mut walker = Walker::new(root, options, sink)?;
    let is_file = metadata.is_file();
    if is_file && Kind::of(&file_name(&start)).is_none() && start.extension().is_some() {
        let known: Vec<&str> = extensions().collect();
        return Err(Error::Invalid(format!(
            "`{}` has an ending that no reader knows; there are .{}, each also with .gz or .zst",
            start.display(),
            known.join(", .")
        )));
    }
    // The outcome is the same whether the caller broke off or not.
    let _ = walker.run(&start, &metadata);
    Ok(walker.summary)
}

/// Looks at single files of a source, by their paths below `root`, which need not be in order.
///
/// As [`walk_part`] for each of them, but manifests are read once. What is not there is not
/// told; the caller knows what it asked for.
///
/// # Errors
/// [`Error::Read`] if there is nothing at `root`.
pub fn walk_files(
    root: &Path,
    files: &[PathBuf],
    options: &Options,
    sink: &mut dyn FnMut(Found) -> ControlFlow<()>,
) -> Result<WalkSummary> {
    let mut sorted: Vec<&PathBuf> = files.iter().collect();
    sorted.sort();
    sorted.dedup();
    let mut walker = Walker::new(root, options, sink)?;
    // The outcome is the same whether the caller broke off or not.
    let _ = walker.run_files(&sorted);
    Ok(walker.summary)
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_path_buf();
    move |source| Error::Read { path, source }
}

struct Walker<'w> {
    root: &'w Path,
    real_root: PathBuf,
    options: &'w Options,
    exclude: FxHashSet<PathBuf>,
    /// Manifests of the folders above the current file, the innermost last.
    manifests: Vec<(PathBuf, Manifest)>,
    sink: &'w mut dyn FnMut(Found) -> ControlFlow<()>,
    summary: WalkSummary,
}

impl<'w> Walker<'w> {
    fn new(
        root: &'w Path,
        options: &'w Options,
        sink: &'w mut dyn FnMut(Found) -> ControlFlow<()>,
    ) -> Result<Walker<'w>> {
        let real_root = root.canonicalize().map_err(failed(root))?;
        let exclude = options.exclude.iter().filter_map(|path| path.canonicalize().ok()).collect();
        let summary = WalkSummary { complete: true, ..WalkSummary::default() };
        Ok(Walker { root, real_root, options, exclude, manifests: Vec::new(), sink, summary })
    }

    fn run_files(&mut self, files: &[&PathBuf]) -> ControlFlow<()> {
        // Folders whose manifests are open or known not to exist, the innermost last.
        let mut open: Vec<PathBuf> = Vec::new();
        for below in files {
            let is_root = below.as_os_str().is_empty();
            let path = if is_root { self.root.to_path_buf() } else { self.root.join(below) };
            self.close_manifests(&path)?;
            open.retain(|folder| path.starts_with(folder));
            let above: Vec<&Path> = path.ancestors().skip(1).take_while(|above| above.starts_with(self.root)).collect();
            for folder in above.into_iter().rev() {
                if !open.iter().any(|known| known == folder) {
                    self.open_manifest(folder)?;
                    open.push(folder.to_path_buf());
                }
            }
            let name = file_name(&path);
            let is_hidden = below.iter().any(|part| part.as_encoded_bytes().first() == Some(&b'.'))
                || path.ancestors().skip(1).take_while(|above| above.starts_with(self.root)).any(is_of_saved_page);
            if is_hidden || name == MANIFEST_NAME || self.is_below_excluded(&path) {
                continue;
            }
            let metadata = match fs::metadata(&path) {
                Ok(metadata) => metadata,
                Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                    continue;
                }
                Err(error) => {
                    self.fail(&path, reason_of(&error))?;
                    continue;
                }
            };
            if metadata.is_dir() {
                continue;
            }
            if !metadata.is_file() {
                self.special(&path, metadata.file_type())?;
            } else if Kind::of(&name).is_none() && path.extension().is_some() {
                self.summary.other_kinds += 1;
            } else {
                self.file(if is_root { name } else { self.path_below(&path) }, &path, &metadata)?;
            }
        }
        self.close_manifests(Path::new(""))
    }

    fn run(&mut self, start: &Path, metadata: &Metadata) -> ControlFlow<()> {
        // The folders from the root down to the start, whose manifests count.
        let above: Vec<PathBuf> =
            start.ancestors().skip(1).take_while(|path| path.starts_with(self.root)).map(Path::to_path_buf).collect();
        if self.root == start && !metadata.is_dir() {
            self.open_manifest(start.parent().filter(|path| !path.as_os_str().is_empty()).unwrap_or(Path::new(".")))?;
        }
        for folder in above.iter().rev() {
            self.open_manifest(folder)?;
        }
        if !metadata.is_dir() {
            let name = file_name(start);
            return if metadata.is_file() {
                let path = if start == self.root { name } else { self.path_below(start) };
                self.file(path, start, metadata)
            } else {
                self.special(start, metadata.file_type())
            };
        }
        let mut entries = WalkDir::new(start).follow_links(self.options.follow).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.walk_error(&error)?;
                    continue;
                }
            };
            let path = entry.path();
            let is_dir = entry.file_type().is_dir();
            let is_hidden = entry.depth() > 0 && entry.file_name().as_encoded_bytes().first() == Some(&b'.');
            if is_hidden || self.is_excluded(path, is_dir) || (is_dir && is_of_saved_page(path)) {
                if is_dir {
                    entries.skip_current_dir();
                }
                continue;
            }
            self.close_manifests(path)?;
            if is_dir {
                self.open_manifest(path)?;
                continue;
            }
            self.entry(path, &entry)?;
        }
        self.close_manifests(Path::new(""))
    }

    fn entry(&mut self, path: &Path, entry: &walkdir::DirEntry) -> ControlFlow<()> {
        if entry.file_name() == MANIFEST_NAME {
            return ControlFlow::Continue(());
        }
        let metadata =
            if entry.path_is_symlink() { fs::metadata(path) } else { entry.metadata().map_err(io::Error::from) };
        let metadata = match metadata {
            Ok(metadata) => metadata,
            Err(error) if entry.path_is_symlink() && error.kind() == io::ErrorKind::NotFound => {
                return self.fail(path, "is a symbolic link to nothing".to_owned());
            }
            Err(error) => {
                self.summary.complete = false;
                return self.fail(path, reason_of(&error));
            }
        };
        if metadata.is_dir() {
            self.summary.links += 1;
            return ControlFlow::Continue(());
        }
        if !metadata.is_file() {
            return self.special(path, metadata.file_type());
        }
        if Kind::of(&entry.file_name().to_string_lossy()).is_none() {
            self.summary.other_kinds += 1;
            return ControlFlow::Continue(());
        }
        self.file(self.path_below(path), path, &metadata)
    }

    fn file(&mut self, below: String, path: &Path, metadata: &Metadata) -> ControlFlow<()> {
        let named = match &self.options.path_pattern {
            None => Vec::new(),
            Some(pattern) => {
                let named = pattern.read(&below);
                self.summary.unmatched += u64::from(named.is_empty());
                named
            }
        };
        let file = SourceFile {
            path: below,
            real_path: path.to_path_buf(),
            size: metadata.len(),
            modified_ns: modified_ns(metadata),
            named,
            rows: self.rows_of(path),
        };
        self.summary.files += 1;
        self.summary.bytes += file.size;
        (self.sink)(Found::File(file))
    }

    /// What manifests state of a file: the one given first, then those of its folders, the
    /// innermost first.
    fn rows_of(&self, path: &Path) -> Vec<Arc<Row>> {
        let mut rows = Vec::new();
        if self.options.manifest.is_none() && self.manifests.is_empty() {
            return rows;
        }
        let real = self.real_path(path);
        if let Some(manifest) = &self.options.manifest {
            rows.extend_from_slice(manifest.rows_of(&real));
            if rows.is_empty() && self.options.follow {
                rows.extend_from_slice(path.canonicalize().map_or(&[], |real| manifest.rows_of(&real)));
            }
        }
        for (_, manifest) in self.manifests.iter().rev() {
            rows.extend_from_slice(manifest.rows_of(&real));
        }
        rows
    }

    fn special(&mut self, path: &Path, kind: FileType) -> ControlFlow<()> {
        self.fail(path, format!("is {}; it was not opened", special_name(kind)))
    }

    /// Reads the manifest of a folder, if it has one.
    fn open_manifest(&mut self, folder: &Path) -> ControlFlow<()> {
        let path = folder.join(MANIFEST_NAME);
        let Ok(metadata) = fs::metadata(&path) else { return ControlFlow::Continue(()) };
        if !metadata.is_file() {
            return ControlFlow::Continue(());
        }
        match Manifest::load_in(&path, &self.real_path(folder), &self.options.keys) {
            Ok(manifest) => {
                for problem in manifest.problems() {
                    (self.sink)(Found::Failure(problem.clone()))?;
                }
                for repeat in manifest.repeats() {
                    (self.sink)(Found::Warning(repeat.clone()))?;
                }
                self.manifests.push((folder.to_path_buf(), manifest));
                ControlFlow::Continue(())
            }
            Err(Error::Malformed { what, .. }) => self.fail(&path, what),
            Err(Error::Read { source, .. }) => self.fail(&path, reason_of(&source)),
            Err(error) => self.fail(&path, error.to_string()),
        }
    }

    /// Leaves the folders that `path` is not in; what their manifests name must exist.
    fn close_manifests(&mut self, path: &Path) -> ControlFlow<()> {
        while let Some((_, manifest)) = self.manifests.pop_if(|(folder, _)| !path.starts_with(folder)) {
            for missing in manifest.missing() {
                (self.sink)(Found::Warning(missing))?;
            }
        }
        ControlFlow::Continue(())
    }

    fn walk_error(&mut self, error: &walkdir::Error) -> ControlFlow<()> {
        let path = error.path().unwrap_or(self.root).to_path_buf();
        if error.loop_ancestor().is_some() {
            return self.fail(&path, "is a symbolic link to a folder above it; it was not followed".to_owned());
        }
        match error.io_error() {
            Some(cause) if cause.kind() == io::ErrorKind::NotFound && path.is_symlink() => {
                self.fail(&path, "is a symbolic link to nothing".to_owned())
            }
            cause => {
                self.summary.complete = false;
                self.fail(&path, cause.map_or_else(|| "cannot be read".to_owned(), reason_of))
            }
        }
    }

    fn fail(&mut self, path: &Path, reason: String) -> ControlFlow<()> {
        (self.sink)(Found::Failure(Failure { path: path.to_path_buf(), place: String::new(), reason }))
    }

    fn is_excluded(&self, path: &Path, is_dir: bool) -> bool {
        if self.exclude.is_empty() {
            return false;
        }
        let real = if is_dir && self.options.follow { path.canonicalize().ok() } else { None };
        let real = real.unwrap_or_else(|| self.real_path(path));
        self.exclude.contains(&real)
    }

    fn is_below_excluded(&self, path: &Path) -> bool {
        !self.exclude.is_empty() && self.real_path(path).ancestors().any(|above| self.exclude.contains(above))
    }

    fn path_below(&self, path: &Path) -> String {
        display_path(path.strip_prefix(self.root).unwrap_or(path))
    }

    /// The real path of what stands at `path`, links below the root not resolved.
    fn real_path(&self, path: &Path) -> PathBuf {
        match path.strip_prefix(self.root) {
            Ok(below) if below.as_os_str().is_empty() => self.real_root.clone(),
            Ok(below) => self.real_root.join(below),
            // The folder of a source that is a file.
            Err(_) => self.real_root.parent().map_or_else(|| path.to_path_buf(), Path::to_path_buf),
        }
    }
}

/// How browsers call the folder with what a saved page shows, by their language.
const SAVED_WITH: &[&str] = &[
    "_files",
    ".files",
    "-Dateien",
    "_fichiers",
    "_archivos",
    "_arquivos",
    "_ficheiros",
    "_file",
    "_bestanden",
    "_filer",
    "_pliki",
    "_soubory",
    "_fajlovi",
    "_tiedostot",
    "_elemei",
    "-filer",
    "-tiedostot",
    "_dosyalar",
    "_файлы",
    "_faili",
];

/// Endings of pages that have such a folder.
const PAGES: [&str; 6] = [".html", ".htm", ".xhtml", ".html.gz", ".htm.gz", ".html.zst"];

/// The name of a saved page, without its ending, by the name of the folder beside it.
pub(super) fn page_of_folder(name: &str) -> Option<&str> {
    SAVED_WITH.iter().find_map(|end| name.strip_suffix(end)).filter(|stem| !stem.is_empty())
}

/// The name of a page without its ending; `None` if it is none.
pub(super) fn page_name(name: &str) -> Option<&str> {
    PAGES.iter().find_map(|ending| name.strip_suffix(ending))
}

/// True for the folder that a browser saved with a page beside it: scripts, styles, frames.
fn is_of_saved_page(folder: &Path) -> bool {
    let stem = folder.file_name().and_then(|name| page_of_folder(name.to_str()?));
    stem.is_some_and(|stem| PAGES.iter().any(|ending| folder.with_file_name(format!("{stem}{ending}")).is_file()))
}

fn file_name(path: &Path) -> String {
    display_path(Path::new(path.file_name().unwrap_or_default()))
}

/// A path with `/` between its parts, in UTF-8 whatever the names are in.
pub(crate) fn display_path(path: &Path) -> String {
    let mut shown = String::new();
    for part in path.components().filter(|part| matches!(part, Component::Normal(_))) {
        if !shown.is_empty() {
            shown.push('/');
        }
        match part.as_os_str().to_str() {
            Some(name) => shown.push_str(name),
            None => {
                for chunk in part.as_os_str().as_encoded_bytes().utf8_chunks() {
                    shown.push_str(&chunk.valid().replace('%', "%25"));
                    for byte in chunk.invalid() {
                        shown.push_str(&format!("%{byte:02X}"));
                    }
                }
            }
        }
    }
    shown
}

/// See [`SourceFile::modified_ns`].
pub(super) fn modified_ns(metadata: &Metadata) -> i128 {
    let Ok(time) = metadata.modified() else { return 0 };
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i128::try_from(after.as_nanos()).unwrap_or(i128::MAX),
        Err(before) => -i128::try_from(before.duration().as_nanos()).unwrap_or(i128::MAX),
    }
}

#[cfg(unix)]
fn special_name(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if kind.is_fifo() {
        "a named pipe (FIFO)"
    } else if kind.is_socket() {
        "a socket"
    } else if kind.is_block_device() || kind.is_char_device() {
        "a device"
    } else {
        "no regular file"
    }
}

#[cfg(not(unix))]
fn special_name(_: FileType) -> &'static str {
    "no regular file"
}
