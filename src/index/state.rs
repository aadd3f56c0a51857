//! What was read from which file, so that the next run reads only what changed.
//!
//! Stored as bytes: numbers little-endian, texts with their length before them, and at the end
//! a hash of all that stands before, so that a damaged file is told from a good one. Behind the sources may stand
//! the options of parts of them; a state without any ends there, as those of older versions do.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

pub use super::source_options::SourceOptions;

const MAGIC: &[u8; 8] = b"nsstate3";

/// Without [`FileState::kept`].
const MAGIC_BEFORE: &[u8; 8] = b"nsstate2";

/// All sources of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// By short name.
    pub sources: BTreeMap<String, SourceState>,
}

/// One source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceState {
    /// Real path of its root; empty for the source of articles that a program added, which no
    /// run can read again.
    pub root: String,
    /// Options that it is read with.
    pub options: SourceOptions,
    /// Files by path below the root.
    pub files: BTreeMap<String, FileState>,
}

/// One file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileState {
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change in nanoseconds since 1970.
    pub modified_ns: i128,
    /// Hash of what is added to its content from outside: options, manifest, path.
    pub context: u64,
    /// Hash of what changes extraction: the user's tables, the extractor's version.
    pub extraction: u64,
    /// Its articles: hash of the record to hash of the record's identity.
    pub records: FxHashMap<u64, u64>,
    /// What could not be read: place and reason.
    pub failures: Vec<(String, String)>,
    /// For a member of a container: the path of the container's file.
    pub container: Option<String>,
    /// The path of the file that has the same bytes and stands for both, and the hash by which.
    pub same_as: Option<(String, u64)>,
    /// Identities of records that were taken out and are to stay out.
    pub excluded: BTreeSet<u64>,
    /// Identities of records that are not in the file any more as far as it can be read, and may be one
    /// that cannot.
    pub kept: BTreeSet<u64>,
}

impl FileState {
    /// What a file leaves behind that is gone, or is to be read as if for the first time: what was taken out of it is
    /// to stay out, should it come back.
    pub fn left_behind(&self) -> Option<FileState> {
        let (excluded, container) = (self.excluded.clone(), self.container.clone());
        (!excluded.is_empty()).then(|| FileState { excluded, container, ..FileState::default() })
    }

    /// Stands for the hash of a record of which only its identity is known, so that it is read again.
    pub fn hash_of_unread(identity: u64) -> u64 {
        xxh3_64(&identity.to_le_bytes())
    }
}

impl State {
    /// Number of articles of all sources.
    pub fn articles(&self) -> u64 {
        self.sources.values().map(SourceState::articles).sum()
    }

    /// Names and roots of the sources.
    pub fn sources(&self) -> Vec<(String, PathBuf)> {
        self.sources.iter().map(|(name, source)| (name.clone(), source.root.clone().into())).collect()
    }

    /// The article, by source and path, that a file is one with; `id` is the file's path below
    /// the source, or that with the source's name before it.
    pub fn first_of(&self, id: &str) -> Option<(String, String)> {
        let mut found = self.sources.iter().filter_map(|(name, source)| {
            let below = id.strip_prefix(name.as_str()).and_then(|rest| rest.strip_prefix('/'));
            let file = source.files.get(id).or_else(|| source.files.get(below?))?;
            Some((name.clone(), file.same_as.clone()?.0))
        });
        let first = found.next();
        if found.next().is_some() { None } else { first }
    }

    /// A hash of the articles: of each record with its path and what its reading depends on. It does
    /// not depend on times, nor on the names of sources and where they lie.
    pub fn content_hash(&self) -> u128 {
        // A sum, as records have no order.
        let mut sum = 0u128;
        for source in self.sources.values() {
            for (path, file) in &source.files {
                let place = xxh3_64(path.as_bytes());
                for (record, identity) in &file.records {
                    let numbers = [place, *record, *identity, file.context, file.extraction];
                    sum = sum.wrapping_add(xxh3_128(&numbers.map(u64::to_le_bytes).concat()));
                }
            }
        }
        sum
    }

    /// Number of files that are one article with another file.
    pub fn same_files(&self) -> u64 {
        let files = self.sources.values().flat_map(|source| source.files.values());
        files.filter(|file| file.same_as.is_some()).count() as u64
    }

    /// The state as stored.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer(MAGIC.to_vec());
        out.number(self.sources.len() as u64);
        for (name, source) in &self.sources {
            out.text(name);
            out.text(&source.root);
            out.options(&source.options);
            out.number(source.files.len() as u64);
            for (path, file) in &source.files {
                out.text(path);
                out.file(file);
            }
        }
        let with_parts = || self.sources.iter().filter(|(_, source)| !source.options.parts.is_empty());
        if with_parts().next().is_some() {
            out.number(with_parts().count() as u64);
            for (name, source) in with_parts() {
                out.text(name);
                out.number(source.options.parts.len() as u64);
                for (path, part) in &source.options.parts {
                    out.text(path);
                    out.options(part);
                }
            }
        }
        let hash = xxh3_64(&out.0);
        out.number(hash);
        out.0
    }

    /// Reads a stored state; `None` if it is damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<State> {
        let (content, hash) = bytes.split_last_chunk::<8>()?;
        if u64::from_le_bytes(*hash) != xxh3_64(content) {
            return None;
        }
        let has_kept = content.starts_with(MAGIC);
        let mut input = Reader(content.strip_prefix(if has_kept { MAGIC } else { MAGIC_BEFORE })?);
        let mut state = State::default();
        for _ in 0..input.number()? {
            let name = input.text()?;
            let mut source = SourceState { root: input.text()?, ..SourceState::default() };
            source.options = input.options()?;
            for _ in 0..input.number()? {
                let path = input.text()?;
                let file = input.file(has_kept)?;
                source.files.insert(path, file);
            }
            state.sources.insert(name, source);
        }
        for _ in 0..if input.0.is_empty() { 0 } else { input.number()? } {
            let source = state.sources.get_mut(&input.text()?)?;
            for _ in 0..input.number()? {
                source.options.parts.insert(input.text()?, input.options()?);
            }
        }
        Some(state)
    }
}

#[cfg(feature = "opensearch")]
impl FileState {
    /// One file as stored by itself.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer(Vec::new());
        out.file(self);
        out.0
    }

    /// Reads a file stored by itself; `None` if it is damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<FileState> {
        let mut input = Reader(bytes);
        input.file(true).filter(|_| input.0.is_empty())
    }
}

impl SourceState {
    /// True if a program added the articles: there are no files, and no run touches them.
    pub fn is_library(&self) -> bool {
        self.root.is_empty()
    }

    /// True if a file at that path, or below it, is known.
    pub fn has_file(&self, path: &str) -> bool {
        let below = format!("{path}/");
        let is_at = |(known, file): (&String, &FileState)| {
            (known == path || known.starts_with(&below)) && file.container.is_none()
        };
        let from_here = self.files.range(path.to_owned()..).take_while(|(known, _)| known.starts_with(path));
        from_here.into_iter().any(is_at)
    }

    /// Number of articles.
    pub fn articles(&self) -> u64 {
        self.files.values().map(|file| file.records.len() as u64).sum()
    }
}

struct Writer(Vec<u8>);

impl Writer {
    /// All but the parts.
    fn options(&mut self, options: &SourceOptions) {
        self.number(options.map.len() as u64);
        options.map.iter().for_each(|map| self.text(map));
        for option in options.values() {
            self.number(u64::from(option.is_some()));
            self.text(option.as_deref().unwrap_or(""));
        }
        self.number(u64::from(options.follow));
        self.number(u64::from(options.listed));
    }

    fn file(&mut self, file: &FileState) {
        self.number(file.size);
        self.0.extend_from_slice(&file.modified_ns.to_le_bytes());
        self.number(file.context);
        self.number(file.extraction);
        self.number(file.records.len() as u64);
        for (hash, key) in &file.records {
            self.number(*hash);
            self.number(*key);
        }
        self.number(file.failures.len() as u64);
        for (place, reason) in &file.failures {
            self.text(place);
            self.text(reason);
        }
        self.text(file.container.as_deref().unwrap_or(""));
        let (path, hash) = file.same_as.as_ref().map_or(("", 0), |(path, hash)| (path, *hash));
        self.text(path);
        self.number(hash);
        self.number(file.excluded.len() as u64);
        file.excluded.iter().for_each(|key| self.number(*key));
        self.number(file.kept.len() as u64);
        file.kept.iter().for_each(|key| self.number(*key));
    }

    fn number(&mut self, number: u64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }
}

struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn options(&mut self) -> Option<SourceOptions> {
        let mut options = SourceOptions::default();
        for _ in 0..self.number()? {
            options.map.push(self.text()?);
        }
        for option in options.values_mut() {
            let is_set = self.number()? == 1;
            let text = self.text()?;
            *option = is_set.then_some(text);
        }
        options.follow = self.number()? == 1;
        options.listed = self.number()? == 1;
        Some(options)
    }

    fn file(&mut self, has_kept: bool) -> Option<FileState> {
        let mut file = FileState { size: self.number()?, ..FileState::default() };
        file.modified_ns = i128::from_le_bytes(self.take(16)?.try_into().ok()?);
        file.context = self.number()?;
        file.extraction = self.number()?;
        for _ in 0..self.number()? {
            file.records.insert(self.number()?, self.number()?);
        }
        for _ in 0..self.number()? {
            file.failures.push((self.text()?, self.text()?));
        }
        file.container = Some(self.text()?).filter(|path| !path.is_empty());
        let same_as = (self.text()?, self.number()?);
        file.same_as = Some(same_as).filter(|(path, _)| !path.is_empty());
        for _ in 0..self.number()? {
            file.excluded.insert(self.number()?);
        }
        for _ in 0..if has_kept { self.number()? } else { 0 } {
            file.kept.insert(self.number()?);
        }
        Some(file)
    }

    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    fn text(&mut self) -> Option<String> {
        let length = usize::try_from(self.number()?).ok()?;
        String::from_utf8(self.take(length)?.to_vec()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_comes_back_and_damage_is_seen() {
        let file = FileState {
            size: 5,
            modified_ns: -3,
            context: 9,
            extraction: 4,
            records: [(1, 2), (3, 4)].into_iter().collect(),
            failures: vec![("line 1".into(), "bad".into())],
            container: Some("a.zip".into()),
            same_as: Some(("b.txt".into(), 7)),
            excluded: [5, 6].into_iter().collect(),
            kept: [4].into_iter().collect(),
        };
        let source = SourceState {
            root: "/a".into(),
            options: SourceOptions { outlet: Some("O".into()), follow: true, listed: true, ..SourceOptions::default() },
            files: [("x.txt".to_string(), file)].into_iter().collect(),
        };
        let mut state = State { sources: [("a".to_string(), source)].into_iter().collect() };
        assert_eq!(State::from_bytes(&state.to_bytes()), Some(state.clone()));
        // What is said of parts stands behind all that older versions read.
        let without = state.to_bytes();
        let part =
            SourceOptions { date: Some(String::new()), map: vec!["title=kop".into()], ..SourceOptions::default() };
        state.sources.entry("a".into()).or_default().options.parts.insert("b/c".into(), part);
        assert_eq!(state.to_bytes()[..without.len() - 8], without[..without.len() - 8]);
        let mut bytes = state.to_bytes();
        assert_eq!(State::from_bytes(&bytes), Some(state));
        bytes[20] ^= 1;
        assert_eq!(State::from_bytes(&bytes), None);
        assert_eq!(State::from_bytes(b""), None);
    }
}
