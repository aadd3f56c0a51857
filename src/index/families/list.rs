//! Lists of families, and one with its wordings.

use rustc_hash::FxHashSet;

use super::{Families, FamilyProgress, address, is_everything};
use crate::engine::families::{FamilyDetail, FamilyRequest, FamilyResponse};
use crate::error::Result;
use crate::families::{NO_DAY, NONE};
use crate::index::Index;

/// How far a family has spread, by which families are ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Spread {
    outlets: u32,
    articles: u32,
    last: i32,
    items: u32,
}

impl Families {
    fn spread(&self, family: usize) -> Spread {
        let members = self.members(family);
        let mut outlets: Vec<u32> = members.iter().map(|item| self.row(*item).outlet).collect();
        outlets.retain(|outlet| *outlet != 0);
        outlets.sort_unstable();
        outlets.dedup();
        let mut articles: Vec<u32> = members.iter().map(|item| self.article[*item as usize]).collect();
        articles.dedup();
        let items = members.iter().filter(|item| !self.carries_on(**item)).count();
        let last = members.iter().map(|item| self.row(*item).day).max().unwrap_or(NO_DAY);
        Spread { outlets: outlets.len() as u32, articles: articles.len() as u32, last, items: items as u32 }
    }
}

impl Index {
    /// Returns families, those that have spread most first.
    pub fn family_list(&self, request: &FamilyRequest, progress: FamilyProgress<'_>) -> Result<FamilyResponse> {
        let families = self.families(progress)?;
        let (chosen, notes) = self.chosen(&families, request)?;
        let mut response = FamilyResponse {
            total: chosen.len() as u64,
            families: families.len() as u64,
            notes,
            ..FamilyResponse::default()
        };
        let page = chosen.iter().enumerate().skip(request.search.offset).take(request.search.limit);
        for (at, family) in page {
            let mut hit = self.family(&families, *family)?;
            hit.rank = at + 1;
            if request.members {
                for item in self.quotations_in_order(&families, *family)? {
                    hit.members.push(self.item_id(&families, item)?);
                }
            }
            response.hits.push(hit);
        }
        Ok(response)
    }

    /// The families that a request means, in order, and what to tell the user.
    pub(super) fn chosen(&self, families: &Families, request: &FamilyRequest) -> Result<(Vec<usize>, Vec<String>)> {
        let (matched, notes) = if is_everything(&request.search) {
            (None, Vec::new())
        } else {
            let (matched, notes) = self.reader.matched_quotations(&request.search)?;
            (Some(matched), notes)
        };
        let has_match = |family: usize, matched: &FxHashSet<(u32, u32)>| {
            families.members(family).iter().any(|number| {
                let (item, row) = (&families.store.items[*number as usize], families.row(*number));
                let doc = row.address.1.saturating_add(u32::from(item.number) + 1);
                !item.is_fragment && matched.contains(&(row.address.0, doc))
            })
        };
        let mut chosen: Vec<(Spread, usize)> = (0..families.len())
            .filter(|family| matched.as_ref().is_none_or(|matched| has_match(*family, matched)))
            .map(|family| (families.spread(family), family))
            .filter(|(spread, _)| spread.outlets >= request.least_outlets)
            .collect();
        chosen.sort_by_key(|(spread, family)| (std::cmp::Reverse(*spread), families.store.families[*family].id));
        Ok((chosen.into_iter().map(|(_, family)| family).collect(), notes))
    }

    /// Returns a family with its wordings beside the fullest one, `offset..offset + limit` of them; `None`
    /// if no family has the id.
    pub fn family_detail(
        &self,
        id: &str,
        offset: usize,
        limit: usize,
        progress: FamilyProgress<'_>,
    ) -> Result<Option<FamilyDetail>> {
        let families = self.families(progress)?;
        let Some(number) = families.find(id) else { return Ok(None) };
        let mut detail = FamilyDetail { family: self.family(&families, number)?, variants: Vec::new() };
        detail.family.rank = 1;
        for item in self.quotations_in_order(&families, number)?.into_iter().skip(offset).take(limit) {
            detail.variants.extend(self.variant(&families, item, (number, &detail.family.text))?);
        }
        Ok(Some(detail))
    }

    /// The items of a family, the oldest first, those without a date last, those of a day by the ids of their
    /// articles and in order of the text: the same in every index of the same files.
    fn quotations_in_order(&self, families: &Families, family: usize) -> Result<Vec<u32>> {
        let mut items = families.by_age(family);
        for same_day in items.chunk_by_mut(|one, other| families.row(*one).day == families.row(*other).day) {
            let mut named = Vec::with_capacity(same_day.len());
            let mut last = (NONE, String::new());
            for item in same_day.iter() {
                let article = families.article[*item as usize];
                if last.0 != article {
                    last = (article, self.reader.plain_id(address(families.row(*item)))?);
                }
                named.push((last.1.clone(), *item));
            }
            named.sort_unstable();
            same_day.iter_mut().zip(named).for_each(|(slot, (_, item))| *slot = item);
        }
        Ok(items)
    }
}
