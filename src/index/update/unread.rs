//! What could not be read of a file: which of the records that it had may that be?
//!
//! What cannot be read today keeps its last good version, but what is gone must go, though another
//! record of the file be bad for ever. So a record that is missing stays if it may be one of the bad
//! ones, by its number or by an id that can be made out in them. Where no id can, any record with an
//! id may be meant: it stays if it went missing when the bad one appeared, and then as long as that one
//! is there.

use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::ingest::{Failure, record_key};
use crate::model::Record;

/// What could not be read of a file today.
pub struct Unread {
    /// The file itself, as ``, or members of it, by their paths in it.
    whole: FxHashSet<String>,
    /// By the number of a path: the identities that its bad records may have.
    records: FxHashMap<u32, FxHashSet<u64>>,
    /// By the number of a path: whether bad records without an id were there before, all of them.
    nameless: FxHashMap<u32, bool>,
    /// How often each reason was given at the last run, and not yet today.
    reasons: FxHashMap<String, u32>,
    /// The record that the next failure tells of: the number of its path, and whether it has an id.
    next: Option<(u32, bool)>,
    numbers: OnceCell<FxHashSet<u64>>,
}

impl Unread {
    /// `before`: the failures of the last run, by place and reason.
    pub fn new(before: &[(String, String)]) -> Unread {
        let mut reasons: FxHashMap<String, u32> = FxHashMap::default();
        for (_, reason) in before {
            *reasons.entry(reason.clone()).or_default() += 1;
        }
        Unread {
            whole: FxHashSet::default(),
            records: FxHashMap::default(),
            nameless: FxHashMap::default(),
            reasons,
            next: None,
            numbers: OnceCell::new(),
        }
    }

    /// Takes note of a bad record: its number's identity, then those of ids that it may have.
    pub fn record(&mut self, path: u32, records: &[u64]) {
        self.records.entry(path).or_default().extend(records);
        self.next = Some((path, records.len() > 1));
    }

    /// Takes note of a failure, of the record just noted or else of a file or member.
    pub fn failure(&mut self, failure: &Failure) {
        let was_there = match self.reasons.get_mut(&failure.reason) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        };
        match self.next.take() {
            Some((_, true)) => {}
            Some((path, false)) => *self.nameless.entry(path).or_insert(true) &= was_there,
            None => {
                // With its place in a member, such as `a/b.txt, line 3`; a name may look like that.
                let place = failure.place.as_str();
                let is_record = |place: &str| {
                    let number = place.strip_prefix("line ").or_else(|| place.strip_prefix("record "));
                    number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
                };
                self.whole.insert(place.to_owned());
                match place.rsplit_once(", ") {
                    Some((member, record)) if is_record(record) => drop(self.whole.insert(member.to_owned())),
                    _ if is_record(place) => drop(self.whole.insert(String::new())),
                    _ => {}
                }
            }
        }
    }

    /// True if this member, or a container that it lies in, could not be read in whole; `` is the file
    /// itself.
    pub fn has(&self, member: &str) -> bool {
        let mut containers = member.match_indices('/').map(|(at, _)| &member[..at]);
        !self.whole.is_empty()
            && (self.whole.contains("")
                || self.whole.contains(member)
                || containers.any(|one| self.whole.contains(one)))
    }

    /// True if a record that is missing, by the number of its path and its identity, may be a bad one.
    ///
    /// `n_records`: no record of the file had a higher number but for bad ones. `was_kept`: whether it
    /// stayed for this reason before.
    pub fn may_be(&self, (path, key): (u32, u64), n_records: usize, was_kept: impl FnOnce() -> bool) -> bool {
        let Some(records) = self.records.get(&path) else { return false };
        if records.contains(&key) {
            return true;
        }
        let Some(was_there) = self.nameless.get(&path) else { return false };
        let n_bad: usize = self.records.values().map(FxHashSet::len).sum();
        let numbers = self.numbers.get_or_init(|| {
            let numbers = 1..=u32::try_from(n_records + n_bad).unwrap_or(u32::MAX);
            numbers.map(|number| record_key(Some(&Record::Number(number)))).collect()
        });
        // A record without an id is known by its number alone.
        !numbers.contains(&key) && (!was_there || was_kept())
    }
}
