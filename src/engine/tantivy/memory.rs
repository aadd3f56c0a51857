//! What a reader remembers of words from one request to the next.
//!
//! A reader stands for one commit, so nothing in here can be out of date. Everything can be
//! worked out anew: what grows too large is forgotten.

use std::hash::Hash;
use std::sync::{Arc, Mutex};

use rustc_hash::FxHashMap;
use tantivy::schema::Field;

use super::forms::{Shared, TermForm};
use super::lower::Target;
use crate::query::pattern::Leaf;

/// Entries kept of each kind.
const MAX_ENTRIES: usize = 1000;

/// Prefixes, fuzzy words and expressions with more forms are not kept.
const MAX_FORMS: usize = 2000;

/// Segment, field and word.
type Place = (usize, Field, Leaf);

/// Known forms and frequencies of words.
#[derive(Default)]
pub struct Memory {
    frequencies: Mutex<FxHashMap<(Target, Leaf), u64>>,
    forms: Mutex<FxHashMap<Place, Arc<Vec<TermForm>>>>,
    shared: Mutex<FxHashMap<Leaf, Shared>>,
}

impl Memory {
    /// In how many documents a word occurs, if they were counted.
    pub fn frequency(&self, word: &(Target, Leaf)) -> Option<u64> {
        self.frequencies.lock().ok()?.get(word).copied()
    }

    /// Keeps what [`Memory::frequency`] tells.
    pub fn keep_frequency(&self, word: (Target, Leaf), frequency: u64) {
        keep(&self.frequencies, word, frequency);
    }

    /// The forms of a word in one dictionary, if they were looked up.
    pub fn forms(&self, place: &Place) -> Option<Arc<Vec<TermForm>>> {
        self.forms.lock().ok()?.get(place).cloned()
    }

    /// Keeps what [`Memory::forms`] tells.
    pub fn keep_forms(&self, place: Place, forms: Arc<Vec<TermForm>>) {
        if forms.len() <= MAX_FORMS {
            keep(&self.forms, place, forms);
        }
    }

    /// What is known of forms that share the stem of a word, for all dictionaries together.
    /// Nothing until it is given back.
    pub fn take_shared(&self, leaf: &Leaf) -> Shared {
        self.shared.lock().ok().and_then(|mut known| known.remove(leaf)).unwrap_or_default()
    }

    /// Gives back what was taken, with what was found since.
    pub fn keep_shared(&self, leaf: &Leaf, shared: Shared) {
        let is_less =
            self.shared.lock().is_ok_and(|known| known.get(leaf).is_some_and(|known| known.len() > shared.len()));
        if !shared.is_empty() && !is_less {
            keep(&self.shared, leaf.clone(), shared);
        }
    }
}

fn keep<K: Hash + Eq, V>(map: &Mutex<FxHashMap<K, V>>, key: K, value: V) {
    if let Ok(mut map) = map.lock() {
        if map.len() >= MAX_ENTRIES {
            map.clear();
        }
        map.insert(key, value);
    }
}
