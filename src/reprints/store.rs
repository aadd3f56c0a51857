//! Sketches and groups as bytes, and groups as they are asked for.

use rustc_hash::FxHashMap;

use super::group::Member;
use super::sketch::Sketch;

/// An article with the place of its sketch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Which article it is, in every version.
    pub key: u64,
    /// Which version.
    pub content: u64,
    /// Hash of its text; 0 of an empty one.
    pub text: u64,
    /// Number of words.
    pub words: u32,
    /// Number of different runs.
    pub runs: u32,
    /// See [`Sketch::level`].
    pub level: u8,
    start: u32,
    len: u32,
}

/// The sketches of all articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketches {
    /// The articles, in the order of the engine.
    pub rows: Vec<Row>,
    hashes: Vec<u32>,
}

/// Bytes of a row.
const ROW: usize = 8 * 3 + 4 * 3 + 1;

impl Sketches {
    /// Adds an article.
    pub fn push(&mut self, key: u64, content: u64, sketch: &Sketch) {
        let row = Row {
            key,
            content,
            text: sketch.text,
            words: sketch.words,
            runs: sketch.runs,
            level: sketch.level,
            start: self.hashes.len() as u32,
            len: sketch.hashes.len() as u32,
        };
        self.hashes.extend_from_slice(&sketch.hashes);
        self.rows.push(row);
    }

    /// Adds an article of other sketches.
    pub fn copy(&mut self, other: &Sketches, row: &Row) {
        let start = self.hashes.len() as u32;
        self.hashes.extend_from_slice(other.hashes_of(row));
        self.rows.push(Row { start, ..*row });
    }

    /// The hashes of an article.
    pub fn hashes_of(&self, row: &Row) -> &[u32] {
        let start = row.start as usize;
        self.hashes.get(start..start + row.len as usize).unwrap_or_default()
    }

    /// As bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(8 + self.rows.len() * ROW + self.hashes.len() * 4);
        bytes.extend_from_slice(&(self.rows.len() as u64).to_le_bytes());
        for row in &self.rows {
            for number in [row.key, row.content, row.text] {
                bytes.extend_from_slice(&number.to_le_bytes());
            }
            for number in [row.words, row.runs, row.len] {
                bytes.extend_from_slice(&number.to_le_bytes());
            }
            bytes.push(row.level);
        }
        for hash in &self.hashes {
            bytes.extend_from_slice(&hash.to_le_bytes());
        }
        bytes
    }

    /// The inverse of [`Sketches::to_bytes`].
    pub fn from_bytes(bytes: &[u8]) -> Option<Sketches> {
        let (count, mut rest) = bytes.split_first_chunk::<8>()?;
        let count = usize::try_from(u64::from_le_bytes(*count)).ok()?;
        let mut sketches = Sketches::default();
        sketches.rows.reserve(count.min(rest.len() / ROW));
        let mut start = 0u32;
        for _ in 0..count {
            let (row, after) = rest.split_at_checked(ROW)?;
            rest = after;
            let long =
                |at: usize| row.get(at * 8..).and_then(|rest| rest.first_chunk::<8>()).map(|b| u64::from_le_bytes(*b));
            let short = |at: usize| {
                row.get(24 + at * 4..).and_then(|rest| rest.first_chunk::<4>()).map(|b| u32::from_le_bytes(*b))
            };
            let len = short(2)?;
            sketches.rows.push(Row {
                key: long(0)?,
                content: long(1)?,
                text: long(2)?,
                words: short(0)?,
                runs: short(1)?,
                level: *row.last()?,
                start,
                len,
            });
            start = start.checked_add(len)?;
        }
        let (hashes, left) = rest.as_chunks::<4>();
        if hashes.len() != start as usize || !left.is_empty() {
            return None;
        }
        sketches.hashes = hashes.iter().map(|hash| u32::from_le_bytes(*hash)).collect();
        Some(sketches)
    }
}

/// An article that is in a group with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grouped {
    /// Segment of the engine.
    pub segment: u32,
    /// Document of the segment.
    pub doc: u32,
    /// Number of its group.
    pub group: u32,
    /// Equal for equal texts of a group.
    pub text: u32,
    /// Day as `yyyymmdd`, 0 if unknown.
    pub date: u32,
    /// Number of words.
    pub words: u32,
    /// Share of its runs that the longest of the group has, in thousandths.
    pub share: u16,
}

/// The groups of two or more articles, the largest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    /// By group, and in a group by segment and document.
    pub members: Vec<Grouped>,
    /// Where each group begins among the members.
    starts: Vec<u32>,
    /// Places of members in order of segment and document.
    by_place: Vec<u32>,
}

const GROUPED: usize = 4 * 6 + 2;

impl Groups {
    /// Puts groups together; `place` and `date` of each row of the sketches.
    pub fn of(sketches: &Sketches, members: &[Member], places: &[(u32, u32, u32)]) -> Groups {
        let mut sizes: FxHashMap<u32, u32> = FxHashMap::default();
        for member in members {
            *sizes.entry(member.leader).or_default() += 1;
        }
        // Numbers do not depend on the order in which the articles are stored.
        let mut leaders: Vec<u32> = sizes.iter().filter(|(_, size)| **size > 1).map(|(leader, _)| *leader).collect();
        leaders.sort_unstable_by_key(|leader| {
            let row = sketches.rows.get(*leader as usize);
            (std::cmp::Reverse(sizes.get(leader).copied()), row.map(|row| (row.text, row.key)))
        });
        let numbers: FxHashMap<u32, u32> = leaders.into_iter().zip(0..).collect();
        let mut all = Vec::new();
        for ((member, row), (segment, doc, date)) in members.iter().zip(&sketches.rows).zip(places) {
            if let Some(group) = numbers.get(&member.leader) {
                let text = (row.text >> 32) as u32;
                let (words, share) = (row.words, member.share);
                all.push(Grouped { segment: *segment, doc: *doc, group: *group, text, date: *date, words, share });
            }
        }
        Groups::with(all)
    }

    fn with(mut members: Vec<Grouped>) -> Groups {
        members.sort_unstable_by_key(|member| (member.group, member.segment, member.doc));
        let mut starts = Vec::new();
        for (at, member) in members.iter().enumerate() {
            if at == 0 || members.get(at - 1).is_some_and(|before| before.group != member.group) {
                starts.push(at as u32);
            }
        }
        let mut by_place: Vec<u32> = (0..members.len() as u32).collect();
        by_place.sort_unstable_by_key(|at| members.get(*at as usize).map(|member| (member.segment, member.doc)));
        Groups { members, starts, by_place }
    }

    /// Number of groups.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// True if no two articles are in a group.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The members of a group.
    pub fn group(&self, number: usize) -> &[Grouped] {
        let at = |number: usize| self.starts.get(number).map_or(self.members.len(), |start| *start as usize);
        self.members.get(at(number)..at(number + 1)).unwrap_or_default()
    }

    /// The article of a segment and document, if it is in a group.
    pub fn find(&self, segment: u32, doc: u32) -> Option<&Grouped> {
        let place = |at: &u32| self.members.get(*at as usize).map(|member| (member.segment, member.doc));
        let at = self.by_place.binary_search_by_key(&Some((segment, doc)), place).ok()?;
        self.members.get(*self.by_place.get(at)? as usize)
    }

    /// The members in a segment, in order of their documents.
    pub fn of_segment(&self, segment: u32) -> impl Iterator<Item = &Grouped> {
        let first = self
            .by_place
            .partition_point(|at| self.members.get(*at as usize).is_some_and(|member| member.segment < segment));
        let rest = self.by_place.get(first..).unwrap_or_default().iter();
        rest.filter_map(|at| self.members.get(*at as usize)).take_while(move |member| member.segment == segment)
    }

    /// As bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.members.len() * GROUPED);
        for member in &self.members {
            let numbers = [member.segment, member.doc, member.group, member.text, member.date, member.words];
            for number in numbers {
                bytes.extend_from_slice(&number.to_le_bytes());
            }
            bytes.extend_from_slice(&member.share.to_le_bytes());
        }
        bytes
    }

    /// The inverse of [`Groups::to_bytes`].
    pub fn from_bytes(bytes: &[u8]) -> Option<Groups> {
        let (rows, left) = bytes.as_chunks::<GROUPED>();
        if !left.is_empty() {
            return None;
        }
        let member = |row: &[u8; GROUPED]| -> Option<Grouped> {
            let number =
                |at: usize| row.get(at * 4..).and_then(|rest| rest.first_chunk::<4>()).map(|b| u32::from_le_bytes(*b));
            Some(Grouped {
                segment: number(0)?,
                doc: number(1)?,
                group: number(2)?,
                text: number(3)?,
                date: number(4)?,
                words: number(5)?,
                share: u16::from_le_bytes(*row.last_chunk::<2>()?),
            })
        };
        Some(Groups::with(rows.iter().map(member).collect::<Option<_>>()?))
    }
}
