//! From sketches to groups.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::sketch::{QUOTED, is_at};
use super::store::{Row, Sketches};

/// A run that so many pieces have which are no reprints of each other is a footer, a notice, a
/// stock phrase. It also bounds how many pieces an article is compared with.
const COMMON: u32 = 16;

/// Share of a longer piece that an article of common runs alone must be: a story that many carry is much of
/// what they print of it, a footer is little.
const LEAST_OF_LONGER: f32 = 0.2;

/// Pieces that an article is compared with, those with most of its runs.
const COMPARED: usize = 8;

/// Share of an article's narration that a longer piece must have.
const LEAST_NARRATION: f32 = 0.5;

/// Share of all its runs, where hardly anything is narration.
const LEAST_WHOLE: f32 = 0.8;

/// Fewer runs than this say too little.
const LEAST_RUNS: usize = 4;

/// What an article is in its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// The row of the longest of the group, which is its own if it is that, or alone.
    pub leader: u32,
    /// Share of the article's runs that the leader has, in thousandths.
    pub share: u16,
}

/// The group of each article.
pub fn group(sketches: &Sketches) -> Vec<Member> {
    let rows = &sketches.rows;
    let mut members: Vec<Member> = (0..rows.len() as u32).map(|row| Member { leader: row, share: 1000 }).collect();
    let mut order: Vec<u32> = (0..rows.len() as u32).collect();
    order.sort_unstable_by_key(|row| rows.get(*row as usize).map(|row| (Reverse(row.runs), row.text, row.key)));
    let mut by_text: FxHashMap<u64, u32> = FxHashMap::default();
    let mut leaders = Leaders::default();
    for place in order {
        let at = place as usize;
        let (Some(row), Some(slot)) = (rows.get(at), members.get(at).copied()) else { continue };
        if row.text == 0 {
            continue;
        }
        if let Some(first) = by_text.get(&row.text) {
            let joined = members.get(*first as usize).copied().unwrap_or(slot);
            if let Some(slot) = members.get_mut(at) {
                *slot = joined;
            }
            continue;
        }
        by_text.insert(row.text, place);
        match leaders.of(sketches, row) {
            Some(joined) => {
                if let Some(slot) = members.get_mut(at) {
                    *slot = joined;
                }
            }
            None => leaders.add(sketches, row, place),
        }
    }
    members
}

/// The longest article of each group by its runs.
#[derive(Default)]
struct Leaders {
    /// Run to its last entry, and how many there are.
    heads: FxHashMap<u32, (u32, u32)>,
    /// Leader, and the entry before of the same run.
    entries: Vec<(u32, u32)>,
    hits: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Leaders {
    fn add(&mut self, sketches: &Sketches, row: &Row, place: u32) {
        for hash in sketches.hashes_of(row) {
            let (head, count) = self.heads.entry(hash & !QUOTED).or_insert((NONE, 0));
            self.entries.push((place, *head));
            *head = self.entries.len() as u32 - 1;
            *count += 1;
        }
    }

    fn is_common(&self, hash: u32) -> bool {
        self.heads.get(&(hash & !QUOTED)).is_some_and(|(_, count)| *count >= COMMON)
    }

    /// The group that an article belongs to, by the runs that are not common; an article of hardly any others, such
    /// as the story of an agency that many have in theirs, by all of them.
    fn of(&mut self, sketches: &Sketches, row: &Row) -> Option<Member> {
        let hashes = sketches.hashes_of(row);
        let n_common = hashes.iter().filter(|hash| self.is_common(**hash)).count();
        let is_mostly_common = n_common * 5 >= hashes.len() * 4 && hashes.len() - n_common < LEAST_RUNS;
        self.joined(sketches, row, false)
            .or_else(|| if is_mostly_common { self.joined(sketches, row, true) } else { None })
    }

    fn joined(&mut self, sketches: &Sketches, row: &Row, with_common: bool) -> Option<Member> {
        self.hits.clear();
        for hash in sketches.hashes_of(row) {
            let Some((head, count)) = self.heads.get(&(hash & !QUOTED)) else { continue };
            if *count >= COMMON && !with_common {
                continue;
            }
            // Of many the last ones, which are the nearest in length.
            let mut next = *head;
            for _ in 0..COMMON {
                let Some((leader, before)) = self.entries.get(next as usize) else { break };
                self.hits.push(*leader);
                next = *before;
            }
        }
        self.hits.sort_unstable();
        let mut counted: Vec<(u32, u32)> = Vec::new();
        for leader in &self.hits {
            match counted.last_mut() {
                Some((count, last)) if last == leader => *count += 1,
                _ => counted.push((1, *leader)),
            }
        }
        counted.retain(|(count, _)| *count >= 2);
        counted.sort_unstable_by_key(|(count, leader)| (Reverse(*count), *leader));
        counted.truncate(COMPARED);
        let mut best: Option<(f32, u32, u16)> = None;
        for (_, leader) in counted {
            let Some(other) = sketches.rows.get(leader as usize) else { continue };
            if let Some((likeness, share)) = self.likeness(sketches, (row, other), with_common)
                && best.is_none_or(|(known, ..)| likeness > known)
            {
                best = Some((likeness, leader, share));
            }
        }
        best.map(|(_, leader, share)| Member { leader, share })
    }

    /// How much of a piece a longer one has, if it has enough to be the same piece, and the share of all its runs
    /// in thousandths.
    fn likeness(&self, sketches: &Sketches, (row, longer): (&Row, &Row), with_common: bool) -> Option<(f32, u16)> {
        let level = row.level.max(longer.level);
        let theirs = sketches.hashes_of(longer);
        let (mut narration, mut whole) = ((0usize, 0usize), (0usize, 0usize));
        let mut at = 0;
        for hash in sketches.hashes_of(row) {
            if !is_at(*hash, level) || (!with_common && self.is_common(*hash)) {
                continue;
            }
            while theirs.get(at).is_some_and(|other| other & !QUOTED < hash & !QUOTED) {
                at += 1;
            }
            let is_shared = theirs.get(at).is_some_and(|other| other & !QUOTED == hash & !QUOTED);
            whole = (whole.0 + 1, whole.1 + usize::from(is_shared));
            if hash & QUOTED == 0 {
                narration = (narration.0 + 1, narration.1 + usize::from(is_shared));
            }
        }
        let of = |(all, shared): (usize, usize)| shared as f32 / all.max(1) as f32;
        let share = (of(whole) * 1000.0).round() as u16;
        if with_common {
            let n_theirs = theirs.iter().filter(|hash| is_at(**hash, level)).count();
            let is_much = whole.1 as f32 >= LEAST_OF_LONGER * n_theirs as f32;
            return (whole.0 >= LEAST_RUNS && of(whole) >= LEAST_WHOLE && is_much).then_some((of(whole), share));
        }
        if narration.0 >= LEAST_RUNS {
            return (of(narration) >= LEAST_NARRATION && narration.1 >= 3).then_some((of(narration), share));
        }
        (whole.0 >= LEAST_RUNS && of(whole) >= LEAST_WHOLE).then_some((of(whole), share))
    }
}
