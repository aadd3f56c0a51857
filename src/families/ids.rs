//! The ids of families, which stay when articles come and go.
//!
//! A family has the id of that earlier one of which it has most quotations; a new one has an id made of the words of
//! its fullest form.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use super::forms::{Forms, hash, mix};
use super::store::{FamilyRow, Item, NONE};

/// Bits of a family's id: eight letters of 32.
const ID_BITS: u32 = 40;

/// Gives ids to families. `before` tells for each item the number of its family among the `old` ones. The ids that
/// `rows` come with tell apart families whose fullest forms are the same.
pub fn give(rows: &mut [FamilyRow], forms: &Forms, items: &[Item], before: &[u32], old: &[FamilyRow]) {
    let mut common: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    for (item, before) in items.iter().zip(before) {
        if item.family != NONE && *before != NONE {
            *common.entry((*before, item.family)).or_default() += 1;
        }
    }
    let mut common: Vec<((u32, u32), u32)> = common.into_iter().collect();
    common.sort_unstable_by_key(|((before, family), count)| {
        (Reverse(*count), old.get(*before as usize).map(|row| row.id), *family)
    });
    let mut given: Vec<Option<u64>> = vec![None; rows.len()];
    let mut taken: FxHashSet<u64> = FxHashSet::default();
    for ((before, family), _) in common {
        let (Some(row), Some(slot)) = (old.get(before as usize), given.get_mut(family as usize)) else { continue };
        if slot.is_none() && taken.insert(row.id) {
            *slot = Some(row.id);
        }
    }
    for (row, given) in rows.iter_mut().zip(given) {
        row.id = given.unwrap_or_else(|| {
            let mut seed = hash(forms.tokens(row.head)) ^ row.id;
            loop {
                seed = mix(seed);
                let id = seed >> (64 - ID_BITS);
                if taken.insert(id) {
                    break id;
                }
            }
        });
    }
}
