//! Wordings that one outlet alone has, where others have near ones.

use std::collections::hash_map::Entry as Entries;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Families, FamilyProgress};
use crate::engine::families::{AlteredResponse, FamilyRequest};
use crate::error::Result;
use crate::families::labels::differ;
use crate::index::Index;

/// Wordings that the fullest one is compared with.
const MAX_OTHERS: usize = 4;

impl Families {
    /// What a wording of a family is compared with where no wording is the usual one: the fullest, and this
    /// one with the next fullest.
    fn others(&self, family: usize, form: u32) -> Vec<u32> {
        let head = self.store.families[family].head;
        if form != head {
            return vec![head];
        }
        let mut others: Vec<u32> = self.members(family).iter().map(|item| self.form(*item)).collect();
        others.sort_by_key(|form| (std::cmp::Reverse(self.store.forms.tokens(*form).len()), *form));
        others.dedup();
        others.retain(|other| *other != head);
        others.truncate(MAX_OTHERS);
        others
    }
}

impl Families {
    /// Whether an item differs from a wording; `None` if that takes the texts. Most are told by their words alone.
    fn differs(&self, item: u32, other: u32) -> Option<bool> {
        let own = &self.store.items[item as usize];
        let goes_on = self.store.items.get(item as usize + 1).is_some_and(|next| next.carries_on);
        if own.is_bracketed || own.carries_on || goes_on {
            return None;
        }
        differ(self.store.forms.tokens(other), self.store.forms.tokens(own.form))
    }
}

/// The wordings that items of a family are compared with, as texts.
type Texts = FxHashMap<u32, String>;

impl Index {
    /// Returns wordings that one outlet alone has in quotation marks, each beside the one that most outlets
    /// have: words differ, and no ellipsis or bracket says so. Where no wording has more than one outlet, all
    /// that differ are returned, the fullest as well.
    ///
    /// Only those that are asked for are read, and those about which words alone do not tell.
    pub fn altered(&self, request: &FamilyRequest, progress: FamilyProgress<'_>) -> Result<AlteredResponse> {
        let families = self.families(progress)?;
        let least = FamilyRequest { least_outlets: request.least_outlets.max(2), ..request.clone() };
        let (chosen, notes) = self.chosen(&families, &least)?;
        let mut response = AlteredResponse { notes, ..AlteredResponse::default() };
        let skip = request.search.offset as u64;
        let page = skip..skip.saturating_add(request.search.limit as u64);
        for family in chosen {
            let outlets = families.outlets_by_form(family);
            let usual = families.usual(family, &outlets);
            let by_age = families.by_age(family);
            let mut texts = Texts::default();
            let mut told: FxHashSet<u32> = FxHashSet::default();
            for item in &by_age {
                let form = families.form(*item);
                let is_alone = outlets.get(&form).is_some_and(|known| known.len() == 1);
                if !is_alone || told.contains(&form) {
                    continue;
                }
                // Where no wording has more outlets than one, the fullest has others beside it in its turn.
                let others = match usual {
                    Some(usual) if usual == form => continue,
                    Some(usual) => vec![usual],
                    None => families.others(family, form),
                };
                for other in others {
                    let differs = families.differs(*item, other);
                    let is_shown = page.contains(&response.total);
                    if differs == Some(false) {
                        continue;
                    }
                    if differs == Some(true) && !is_shown {
                        response.total += 1;
                        told.insert(form);
                        break;
                    }
                    let first = || by_age.iter().find(|item| families.form(**item) == other);
                    let text = match texts.entry(other) {
                        Entries::Occupied(known) => known.into_mut(),
                        Entries::Vacant(slot) => {
                            slot.insert(first().map_or(Ok(String::new()), |item| self.full_text(&families, *item))?)
                        }
                    };
                    if let Some(variant) = self.variant(&families, *item, (family, text))?
                        && variant.fidelity.differs()
                    {
                        if is_shown {
                            response.variants.push(variant);
                        }
                        response.total += 1;
                        told.insert(form);
                        break;
                    }
                }
            }
        }
        Ok(response)
    }
}
