//! What is worked out of all articles of a commit, beside the index: families of quotations,
//! groups of reprints, stories.
//!
//! Such groups are made when somebody first asks for them, not when articles are indexed, and are
//! kept in a file of their own (`families-7.bin`: those of commit 7). The next ones are made from
//! the last ones: [`Changes`] says which articles came and which went. A file that is missing,
//! damaged or of another version is no fault, the groups are just made again; where the folder
//! cannot be written they live as long as the [`Index`].
//!
//! File: a line that names kind and version, the number of the commit's documents
//! (`Reader::fingerprint`), then what the owner of the kind stores, then a hash of all before.

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::Index;
use super::families::FamilyProgress;
use crate::engine::tantivy::{Address, Entry, in_two};
use crate::error::Result;
use crate::extract;
use crate::model::Article;

/// What can be derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Families of quotations.
    Families,
    /// Groups of reprints.
    Reprints,
    /// Stories.
    Stories,
    /// What they are made from: a sample of each article's words.
    Sketches,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 4] = [Kind::Families, Kind::Reprints, Kind::Sketches, Kind::Stories];

    fn stem(self) -> &'static str {
        match self {
            Kind::Families => "families-",
            Kind::Reprints => "reprints-",
            Kind::Stories => "stories-",
            Kind::Sketches => "sketches-",
        }
    }

    /// Name of the file of a commit.
    pub fn name(self, generation: u64) -> String {
        format!("{}{generation}.bin", self.stem())
    }

    /// The commit of a file of this kind by its name.
    pub fn number(self, name: &str) -> Option<u64> {
        let number = name.strip_prefix(self.stem())?.strip_suffix(".bin")?;
        if number.bytes().all(|byte| byte.is_ascii_digit()) { number.parse().ok() } else { None }
    }

    /// True of the name of a file of any kind.
    pub fn is_kind(name: &str) -> bool {
        Kind::ALL.iter().any(|kind| kind.number(name).is_some())
    }
}

/// What was derived last.
pub struct Kept {
    /// True if it is of just this commit: its addresses hold, and nothing came or went.
    pub is_current: bool,
    /// As its owner stored it.
    pub bytes: Vec<u8>,
}

/// What came and went since groups were last made.
#[derive(Debug, Default)]
pub struct Changes {
    /// For each article of the commit, in the order in which they are stored: what it is, and its
    /// place among those that were known, if it is one of them and has not changed.
    pub articles: Vec<(Entry, Option<u32>)>,
    /// For each known article where it is now; `None` if it went or changed.
    pub moved: Vec<Option<Address>>,
}

impl Changes {
    /// How many articles are new or changed.
    pub fn added(&self) -> usize {
        self.articles.iter().filter(|(_, known)| known.is_none()).count()
    }

    /// For each known article where it is now, as segment and document.
    pub fn places(&self) -> Vec<Option<(u32, u32)>> {
        self.moved.iter().map(|to| to.map(|to| (to.segment as u32, to.doc))).collect()
    }
}

impl Index {
    /// Reads what was derived last, of this commit or an earlier one. `version` is that of its
    /// owner, raised when what it stores or how it decides changes.
    pub(crate) fn kept(&self, kind: Kind, version: u32) -> Option<Kept> {
        let number = self.folder.derived(kind, self.payload.generation)?;
        let mut bytes = self.folder.read(&kind.name(number)).ok()?;
        let body = bytes.len().checked_sub(8)?;
        let (content, hash) = bytes.split_at(body);
        if hash != xxh3_64(content).to_le_bytes() {
            return None;
        }
        let head = header(kind, version);
        let (fingerprint, _) = content.strip_prefix(head.as_bytes())?.split_first_chunk::<8>()?;
        let is_current = *fingerprint == self.reader.fingerprint().to_le_bytes();
        bytes.truncate(body);
        bytes.drain(..head.len() + 8);
        Some(Kept { is_current, bytes })
    }

    /// Keeps what was derived from this commit; false if the folder cannot be written, which is no
    /// error: it is made again the next time. Earlier files of the kind are removed.
    pub(crate) fn keep(&self, kind: Kind, version: u32, derived: &[u8]) -> bool {
        let head = header(kind, version);
        let mut bytes = Vec::with_capacity(head.len() + derived.len() + 16);
        bytes.extend_from_slice(head.as_bytes());
        bytes.extend_from_slice(&self.reader.fingerprint().to_le_bytes());
        bytes.extend_from_slice(derived);
        let hash = xxh3_64(&bytes);
        bytes.extend_from_slice(&hash.to_le_bytes());
        let generation = self.payload.generation;
        if self.folder.write_whole(&kind.name(generation), &bytes).is_err() {
            return false;
        }
        while let Some(older) = generation.checked_sub(1).and_then(|before| self.folder.derived(kind, before)) {
            if self.folder.remove(&kind.name(older)).is_err() {
                break;
            }
        }
        true
    }

    /// Compares the articles of this commit with those that are known, given as key and content.
    pub(crate) fn changes(&self, known: impl Iterator<Item = (u64, u64)>) -> Result<Changes> {
        self.only_in_folder("grouping articles and quotations (families, stories, reprints)")?;
        let mut by_key: FxHashMap<(u64, u64), u32> = FxHashMap::default();
        let mut changes = Changes::default();
        for (place, identity) in known.enumerate() {
            by_key.insert(identity, place as u32);
            changes.moved.push(None);
        }
        for entry in self.reader.entries()? {
            let place = by_key.get(&(entry.key, entry.content)).copied();
            if let Some(slot) = place.and_then(|place| changes.moved.get_mut(place as usize)) {
                *slot = Some(entry.address);
            }
            changes.articles.push((entry, place));
        }
        Ok(changes)
    }
}

/// Articles that are read before the next are.
const CHUNK: usize = 4096;

impl Index {
    /// Reads the articles that are new or changed, on two threads, and takes what is made of each, in order.
    pub(crate) fn read_new<T: Send>(
        &self,
        changes: &Changes,
        read: impl Fn(&Entry, &Article) -> T + Sync,
        mut take: impl FnMut(T),
        progress: FamilyProgress<'_>,
    ) -> Result<()> {
        let new: Vec<Entry> =
            changes.articles.iter().filter(|(_, known)| known.is_none()).map(|(entry, _)| *entry).collect();
        let mut done = 0;
        for chunk in new.chunks(CHUNK) {
            let read = |part: &[Entry]| -> Result<Vec<T>> {
                part.iter().map(|entry| Ok(read(entry, &self.reader.stored(entry.address)?.0))).collect()
            };
            in_two(chunk, read)?.into_iter().flatten().for_each(&mut take);
            done += chunk.len() as u64;
            progress(done, new.len() as u64);
        }
        Ok(())
    }
}

fn header(kind: Kind, version: u32) -> String {
    format!("news-search {}{version}.{}\n", kind.stem(), extract::VERSION)
}
