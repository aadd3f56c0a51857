//! The wording that the others of a family are measured by.

use rustc_hash::FxHashMap;

use super::Families;
use crate::error::Result;
use crate::index::Index;

impl Families {
    /// The known outlets that have each wording of a family.
    pub(super) fn outlets_by_form(&self, family: usize) -> FxHashMap<u32, Vec<u32>> {
        let mut outlets: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for number in self.members(family) {
            let known = outlets.entry(self.form(*number)).or_default();
            let outlet = self.row(*number).outlet;
            if outlet != 0 && !known.contains(&outlet) {
                known.push(outlet);
            }
        }
        outlets
    }

    /// The wording that most outlets have, the fullest of several; `None` if none has more than one. A few
    /// words out of it, which may well have more, are no measure for the rest: half of the fullest is.
    pub(super) fn usual(&self, family: usize, outlets: &FxHashMap<u32, Vec<u32>>) -> Option<u32> {
        let length = |form: u32| self.store.forms.tokens(form).len();
        let least = length(self.store.families[family].head).div_ceil(2);
        let several = outlets.iter().filter(|(form, known)| known.len() > 1 && length(**form) >= least);
        let most = several.max_by_key(|(form, known)| (known.len(), length(**form), std::cmp::Reverse(**form)));
        most.map(|(form, _)| *form)
    }
}

impl Index {
    /// The text of the usual wording of a family, as its oldest quotation has it; `None` if no wording is usual.
    pub(in crate::index) fn usual_text(&self, families: &Families, family: usize) -> Result<Option<String>> {
        let Some(usual) = families.usual(family, &families.outlets_by_form(family)) else { return Ok(None) };
        let first = families.by_age(family).into_iter().find(|item| families.form(*item) == usual);
        first.map(|item| self.full_text(families, item)).transpose()
    }
}
