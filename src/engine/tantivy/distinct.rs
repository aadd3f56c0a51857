//! Groups of reprints as the reader knows them: which article stands for which.

use rustc_hash::FxHashMap;

use super::reader::{Address, Reader};
use crate::engine::reprints::Preference;
use crate::error::Result;
use crate::reprints::{Grouped, Groups};

/// A preference, as numbers of each segment: the rank of each outlet by its ordinal.
pub struct Preferred {
    ranks: Vec<FxHashMap<u64, u32>>,
    n_outlets: u32,
    longest: bool,
}

/// What articles of a group are ordered by, the smallest stands for it.
pub type PreferenceKey = (u32, u32, u32, u32, String);

impl Reader {
    /// The groups of reprints, if they were set.
    pub fn groups(&self) -> Option<&Groups> {
        self.groups.get()
    }

    /// Sets the groups of reprints; the first ones stay.
    pub fn set_groups(&self, groups: Groups) -> &Groups {
        self.groups.get_or_init(|| groups)
    }

    /// The day of an article as `yyyymmdd`, 0 if unknown.
    pub fn day(&self, address: Address) -> u32 {
        self.segments.get(address.segment).and_then(|segment| segment.date.first(address.doc)).unwrap_or(0) as u32
    }

    /// Finds the outlets of a preference.
    pub fn preference(&self, preference: &Preference) -> Result<Preferred> {
        let mut resolver = self.resolver();
        let mut ranks: Vec<FxHashMap<u64, u32>> = vec![FxHashMap::default(); self.segments.len()];
        for (rank, name) in (0u32..).zip(&preference.outlets) {
            let outlets = resolver.outlets(name)?;
            for (segment, ranks) in self.segments.iter().zip(&mut ranks) {
                let kept = super::names::ordinals(&segment.outlet, &outlets)?;
                for (ord, _) in kept.iter().enumerate().filter(|(_, is_kept)| **is_kept) {
                    ranks.entry(ord as u64).or_insert(rank);
                }
            }
        }
        Ok(Preferred { ranks, n_outlets: preference.outlets.len() as u32, longest: preference.longest })
    }

    /// What an article of a group is ordered by.
    pub fn preferred(&self, preferred: &Preferred, member: &Grouped) -> PreferenceKey {
        let address = Address { segment: member.segment as usize, doc: member.doc };
        let (rank, first, second, third) = self.rank_of(preferred, member);
        (rank, first, second, third, self.plain_id(address).unwrap_or_default())
    }

    /// The same without the id, which only tells equals apart.
    pub fn rank_of(&self, preferred: &Preferred, member: &Grouped) -> (u32, u32, u32, u32) {
        let segment = member.segment as usize;
        let outlet = self.segments.get(segment).and_then(|segment| segment.outlet.as_ref()?.ords().first(member.doc));
        let ranks = preferred.ranks.get(segment);
        let rank = outlet.and_then(|ord| ranks?.get(&ord).copied()).unwrap_or(preferred.n_outlets);
        let date = if member.date == 0 { u32::MAX } else { member.date };
        let shorter = u32::MAX - member.words;
        if preferred.longest { (rank, shorter, date, 0) } else { (rank, date, shorter, 0) }
    }
}
