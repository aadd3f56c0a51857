//! Files that hold files: each member is read as if it lay in a folder of the container's name.
//!
//! Members are streamed out of the container, one after the other; nothing is written anywhere. A
//! container within a container is read too, but not deeper. Whatever is wrong with a member is a
//! failure of the member; its place names it.

pub(super) mod tar;
pub(super) mod warc;
pub(super) mod zip;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::formats::{Kind, read_stream};
use super::manifest::{Manifest, Row};
use super::run::{About, Place, Run, Stop};
use super::walk::{MANIFEST_NAME, page_name, page_of_folder};
use crate::model::{Field, Given};

/// Containers around a member, at most.
const MAX_DEPTH: u8 = 2;

/// Members of one container that are looked at.
const MAX_MEMBERS: u64 = 2_000_000;

/// Bytes of members that are read of one container.
const MAX_TOTAL_BYTES: u64 = 1 << 40;

/// The reading of one container.
#[derive(Default)]
struct Members {
    /// Members seen, of any kind.
    count: u64,
    /// Members of a kind that is read.
    n_readable: u64,
    bytes: u64,
    /// By the folder that they lie in.
    manifests: FxHashMap<String, Manifest>,
    /// Hashes of the paths of members so far.
    seen: FxHashSet<u64>,
    /// Hashes of the paths of pages so far, without their endings.
    pages: FxHashSet<u64>,
}

/// What a member's name means.
enum Member {
    /// A file of a kind that is read: its path in the container.
    File(String, Kind),
    /// A manifest: the folder it lies in.
    Manifest(String),
    /// Hidden, a folder, or of a kind that no reader knows.
    Other,
}

impl Members {
    fn new(run: &Run<'_>) -> Result<Members, Stop> {
        if run.about.depth >= MAX_DEPTH {
            return Err(Stop::Failed(format!("lies in {MAX_DEPTH} containers already; it was not opened")));
        }
        Ok(Members::default())
    }

    /// Takes note of a member's name where all names are known before the first is read.
    fn name(&mut self, name: &[u8]) {
        if let Some((path, _)) = clean(name) {
            self.pages.extend(page_name(&path).map(|page| xxh3_64(page.as_bytes())));
        }
    }

    /// True for what a browser saved with a page that is a member, too.
    fn is_of_saved_page(&self, path: &str) -> bool {
        path.match_indices('/').any(|(end, _)| {
            let start = path[..end].rfind('/').map_or(0, |slash| slash + 1);
            let page = page_of_folder(&path[start..end]).map(|page| &path[..start + page.len()]);
            page.is_some_and(|page| self.pages.contains(&xxh3_64(page.as_bytes())))
        })
    }

    /// Looks at a member's name; `None` bounds are an error of the container.
    fn look(&mut self, run: &mut Run<'_>, name: &[u8]) -> Result<Member, Stop> {
        self.count += 1;
        if self.count > MAX_MEMBERS {
            return Err(Stop::Failed(format!("has over {MAX_MEMBERS} members; the rest was not read")));
        }
        let Some((path, is_odd)) = clean(name) else { return Ok(Member::Other) };
        let file = path.rsplit('/').next().unwrap_or("");
        if path.split('/').any(|part| part.starts_with('.') || part == "__MACOSX") {
            return Ok(Member::Other);
        }
        self.pages.extend(page_name(&path).map(|page| xxh3_64(page.as_bytes())));
        if self.is_of_saved_page(&path) {
            return Ok(Member::Other);
        }
        if file == MANIFEST_NAME {
            return Ok(Member::Manifest(path[..path.len() - file.len()].trim_end_matches('/').to_owned()));
        }
        let Some(kind) = Kind::of(file) else { return Ok(Member::Other) };
        if is_odd {
            let shown = String::from_utf8_lossy(name).into_owned();
            run.warn(Place::File, format!("the member `{shown}` has a path that leads elsewhere; read as `{path}`"))?;
        }
        if !self.seen.insert(xxh3_64(path.as_bytes())) {
            // `tar -r` and `tar -u` append newer versions.
            run.warn(Place::File, format!("the member `{path}` comes again; of each article the later one counts"))?;
        }
        self.n_readable += 1;
        Ok(Member::File(path, kind))
    }

    /// Takes in a manifest that lies in `folder` of the container.
    fn manifest(&mut self, run: &mut Run<'_>, folder: String, input: &mut dyn Read) -> Result<(), Stop> {
        let place = Path::new(run.about.path).join(&folder);
        let name = if folder.is_empty() { MANIFEST_NAME.to_owned() } else { format!("{folder}/{MANIFEST_NAME}") };
        match Manifest::read_in(run.about.shown, place.clone(), input, &run.about.options.keys) {
            Ok(manifest) => {
                for problem in manifest.problems() {
                    run.fail_member(&name, format!("{}: {}", problem.place, problem.reason))?;
                }
                for repeat in manifest.repeats() {
                    run.warn(Place::File, format!("{name}, {}: {}", repeat.place, repeat.reason))?;
                }
                if self.n_readable > 0 {
                    let after = "comes after members that it may describe; it does not count for those";
                    run.warn(Place::File, format!("{name} {after}"))?;
                }
                self.manifests.insert(folder, manifest);
                Ok(())
            }
            Err(Stop::Failed(what)) => run.fail_member(&name, what),
            Err(other) => Err(other),
        }
    }

    /// Reads a member.
    fn read(&mut self, run: &mut Run<'_>, path: &str, kind: Kind, input: &mut dyn Read) -> Result<(), Stop> {
        let full = format!("{}/{path}", run.about.path);
        if let Some(wanted) = run.about.wanted {
            let is_it = wanted.path == full;
            if is_it && wanted.record.is_none() {
                let mut bytes = Vec::new();
                input.take(wanted.most).read_to_end(&mut bytes)?;
                *wanted.bytes.borrow_mut() = Some(bytes);
                return Err(Stop::Enough);
            }
            let is_around = wanted.path.strip_prefix(&full).is_some_and(|rest| rest.starts_with('/'));
            if !is_it && !is_around {
                return Ok(());
            }
        }
        let label = if run.about.member.is_empty() { path.to_owned() } else { format!("{}/{path}", run.about.member) };
        let named = match &run.about.options.path_pattern {
            Some(pattern) => pattern.read(&full),
            None => Vec::new(),
        };
        let mut rows: Vec<Arc<Row>> = Vec::new();
        let place = PathBuf::from(&full);
        // The innermost folder's manifest first.
        let folders = path.rmatch_indices('/').map(|(at, _)| &path[..at]).chain([""]);
        if !self.manifests.is_empty() {
            for manifest in folders.filter_map(|folder| self.manifests.get(folder)) {
                rows.extend_from_slice(manifest.rows_of(&place));
            }
        }
        rows.extend(run.about.rows.iter().map(|row| Arc::new(of_container(row))));
        // One seeds the other: what the container and its member share must not cancel.
        let context = super::walk::context_hash(&rows, &named, run.about.options);
        let context = xxh3_64_with_seed(&context.to_le_bytes(), run.about.context);
        let context = xxh3_64_with_seed(full.as_bytes(), context);
        let about = About {
            path: &full,
            shown: run.about.shown,
            options: run.about.options,
            rows: &rows,
            named: &named,
            context,
            member: &label,
            depth: run.about.depth + 1,
            file: None,
            wanted: run.about.wanted,
        };
        let mut counted = Limited { input, bytes: &mut self.bytes };
        run.member(about, |member| read_stream(member, kind, &mut counted))?;
        if self.bytes > MAX_TOTAL_BYTES {
            let most = MAX_TOTAL_BYTES >> 30;
            return Err(Stop::Failed(format!("unpacks to over {most} GiB; the rest was not read")));
        }
        Ok(())
    }

    /// Ends the reading.
    fn end(self, run: &mut Run<'_>) -> Result<(), Stop> {
        if self.n_readable > 0 || !run.is_empty() {
            return Ok(());
        }
        if self.count == 0 {
            return Err(Stop::Failed("is empty".to_owned()));
        }
        let files = if self.count == 1 { "the file".to_owned() } else { format!("the {} files", self.count) };
        run.warn(
            Place::File,
            format!("{files} in it are of kinds that no reader knows")
                .replace("file in it are of kinds", "file in it is of a kind"),
        )
    }
}

/// Counts what is read of members.
struct Limited<'m> {
    input: &'m mut dyn Read,
    bytes: &'m mut u64,
}

impl Read for Limited<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.input.read(buffer)?;
        *self.bytes += count as u64;
        if *self.bytes > MAX_TOTAL_BYTES {
            return Err(std::io::Error::new(std::io::ErrorKind::QuotaExceeded, "the container unpacks to too much"));
        }
        Ok(count)
    }
}

/// What a manifest says of a container holds for its members, but for what belongs to one
/// article.
fn of_container(row: &Row) -> Row {
    let is_shared = |one: &&Given| !matches!(one.field, Field::Title | Field::Url | Field::Id);
    Row { id: None, given: row.given.iter().filter(is_shared).cloned().collect(), hash: row.hash, line: row.line }
}

/// A member's path with `/` between its parts and nothing that leads elsewhere, and whether it
/// had such a thing; `None` if it is a folder or nothing is left.
fn clean(name: &[u8]) -> Option<(String, bool)> {
    let mut path = String::new();
    let mut is_odd = false;
    let text = super::encoding::decode(name).text.replace('\\', "/");
    if text.ends_with('/') {
        return None;
    }
    let text = match text.as_bytes() {
        [_, b':', b'/', ..] => {
            is_odd = true;
            text[3..].to_owned()
        }
        [b'/', ..] => {
            is_odd = true;
            text
        }
        _ => text,
    };
    for part in text.split('/') {
        match part {
            "" | "." => {}
            ".." => is_odd = true,
            part => {
                if !path.is_empty() {
                    path.push('/');
                }
                path.extend(part.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }));
            }
        }
    }
    (!path.is_empty()).then_some((path, is_odd))
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[track_caller]
    fn check(name: &str, want: Option<(&str, bool)>) {
        assert_eq!(clean(name.as_bytes()), want.map(|(path, is_odd)| (path.to_owned(), is_odd)), "{name}");
    }

    #[test]
    fn paths_lead_nowhere_else() {
        check("a/b.txt", Some(("a/b.txt", false)));
        check("./a//b.txt", Some(("a/b.txt", false)));
        check("a\\b.txt", Some(("a/b.txt", false)));
        check("../../etc/passwd", Some(("etc/passwd", true)));
        check("/etc/passwd", Some(("etc/passwd", true)));
        check("C:\\a.txt", Some(("a.txt", true)));
        check("a\u{1b}[31m.txt", Some(("a\u{FFFD}[31m.txt", false)));
        check("a/", None);
        check("..", None);
        check("", None);
    }
}
