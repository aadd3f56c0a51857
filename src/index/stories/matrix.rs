//! A story in detail: who published when, who did not, and which outlet carried which words.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Stories;
use crate::engine::stories::{Story, StoryArticle, StoryCell, StoryDetail, StoryUtterance};
use crate::error::Result;
use crate::families::labels::{Fidelity, compare};
use crate::families::utterances;
use crate::index::Index;
use crate::index::families::{FamilyProgress, address, counted, full_text, parse_id};
use crate::stories::NO_DAY;

/// Utterances that are shown of a story unless more are asked for.
const UTTERANCES: usize = 30;

impl Index {
    /// Returns a story with its timeline, `offset..offset + limit` of its articles, and its utterances, at
    /// most `utterances` (30 if not given); `None` if no story has the id.
    pub fn story_detail(
        &self,
        id: &str,
        (offset, limit): (usize, usize),
        utterances: Option<usize>,
        progress: FamilyProgress<'_>,
    ) -> Result<Option<StoryDetail>> {
        let stories = self.stories(progress)?;
        let wanted = parse_id(id);
        let Some(number) = stories.store.stories.iter().position(|story| Some(story.id) == wanted) else {
            return Ok(None);
        };
        let mut detail = StoryDetail { story: self.story(&stories, number)?, ..StoryDetail::default() };
        detail.story.rank = 1;
        let articles = self.in_order(&stories, number)?;
        detail.columns = detail.story.outlets.iter().map(|(outlet, _)| Some(outlet.clone())).collect();
        if detail.story.without_outlet > 0 {
            detail.columns.push(None);
        }
        let columns: FxHashMap<Option<String>, usize> =
            detail.columns.iter().enumerate().map(|(at, outlet)| (outlet.clone(), at)).collect();
        let mut outlet_of: FxHashMap<u32, usize> = FxHashMap::default();
        for article in &articles {
            let (outlet, _) = self.reader.glance(stories.row(*article).place())?;
            outlet_of.insert(*article, columns.get(&outlet).copied().unwrap_or(0));
        }
        let mut shared = stories.shared(&articles);
        let spread = |items: &[(u32, u32)]| {
            let outlets: FxHashSet<usize> =
                items.iter().filter_map(|(article, _)| outlet_of.get(article).copied()).collect();
            outlets.len()
        };
        shared.sort_by_key(|(family, items)| {
            (std::cmp::Reverse((spread(items), items.len())), stories.families.store.families[*family as usize].id)
        });
        let mut carried: FxHashMap<u32, FxHashSet<u32>> = FxHashMap::default();
        for (family, items) in &shared {
            items.iter().for_each(|(article, _)| {
                carried.entry(*article).or_default().insert(*family);
            });
        }
        let carriers = carriers(&stories, number, &shared);
        shared.truncate(utterances.unwrap_or(UTTERANCES));
        detail.utterances = self.matrix(&stories, &shared, &outlet_of, detail.columns.len())?;
        for article in articles.iter().skip(offset).take(limit) {
            let (stored, source) = self.reader.stored(stories.row(*article).place())?;
            detail.timeline.push(StoryArticle {
                id: self.reader.shown_id(&stored, &source)?,
                title: stored.title.map(|title| title.value),
                outlet: stored.outlet.map(|outlet| outlet.value),
                date: stored.date.map(|date| (date.value, date.certainty)),
                url: stored.url.map(|url| url.value),
                utterances: carried.get(article).map_or(0, |families| families.len() as u64),
            });
        }
        detail.absent = self.absent(&stories, number, &detail.story, &carriers)?;
        Ok(Some(detail))
    }

    /// The utterances of a story, each with the cells of its row.
    fn matrix(
        &self,
        stories: &Stories,
        shared: &[(u32, Vec<(u32, u32)>)],
        outlet_of: &FxHashMap<u32, usize>,
        n_columns: usize,
    ) -> Result<Vec<StoryUtterance>> {
        let families = &stories.families;
        let texts = self.wordings(stories, shared, outlet_of)?;
        let mut rows = Vec::with_capacity(shared.len());
        for (family, items) in shared {
            let shown = self.family(families, *family as usize)?;
            // As of `altered`: who has but a word more than all others has the fullest wording, not the right one.
            let text = self.usual_text(families, *family as usize)?.unwrap_or(shown.text);
            let mut cells: Vec<Option<StoryCell>> = vec![None; n_columns];
            for (article, item) in items {
                let Some(cell) = outlet_of.get(article).and_then(|at| cells.get_mut(*at)) else { continue };
                let fidelity = texts.get(item).map(|own| compare(&text, own).fidelity);
                let more = u64::from(!families.carries_on(*item));
                match cell {
                    Some(cell) => {
                        cell.quotations += more;
                        cell.fidelity = fidelity.map_or(cell.fidelity, |fidelity| cell.fidelity.min(fidelity));
                        cell.differs |= fidelity.is_some_and(Fidelity::differs);
                    }
                    None => {
                        *cell = Some(StoryCell {
                            quote: self.item_id(families, *item)?,
                            quotations: more.max(1),
                            fidelity: fidelity.unwrap_or(Fidelity::Verbatim),
                            differs: fidelity.is_some_and(Fidelity::differs),
                        });
                    }
                }
            }
            let speaker = shown.speakers.first().map(|(name, _)| name.clone());
            rows.push(StoryUtterance { family: shown.id, text, speaker, cells });
        }
        Ok(rows)
    }

    /// The texts of some items: of each wording of an utterance one in each column. Each article is read once.
    fn wordings(
        &self,
        stories: &Stories,
        shared: &[(u32, Vec<(u32, u32)>)],
        outlet_of: &FxHashMap<u32, usize>,
    ) -> Result<FxHashMap<u32, String>> {
        let families = &stories.families;
        let mut wanted: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (_, items) in shared {
            let mut seen: FxHashSet<(u32, Option<&usize>)> = FxHashSet::default();
            for (article, item) in items {
                if seen.insert((families.store.items[*item as usize].form, outlet_of.get(article))) {
                    wanted.entry(*article).or_default().push(*item);
                }
            }
        }
        let mut texts = FxHashMap::default();
        for (article, items) in wanted {
            let (article, _) = self.reader.stored(stories.row(article).place())?;
            let all = utterances::utterances(&article);
            for item in items {
                texts.insert(item, full_text(&article, &all, &families.store.items[item as usize]));
            }
        }
        Ok(texts)
    }

    /// Outlets of the archive without an article of a story, with what else they have on its days; none of those
    /// that carry its words.
    fn absent(
        &self,
        stories: &Stories,
        number: usize,
        story: &Story,
        carriers: &FxHashSet<u32>,
    ) -> Result<Vec<(String, u64)>> {
        let (first, last) = stories.store.stories[number].days;
        let mut counts: FxHashMap<u32, (u64, usize)> = FxHashMap::default();
        for (place, row) in stories.families.store.articles.iter().enumerate() {
            if row.outlet != 0 && !carriers.contains(&row.outlet) {
                let is_near = first != NO_DAY && (first..=last).contains(&row.day);
                counts.entry(row.outlet).or_insert((0, place)).0 += u64::from(is_near);
            }
        }
        let covering: FxHashSet<&str> = story.outlets.iter().map(|(outlet, _)| outlet.as_str()).collect();
        let mut absent = FxHashMap::default();
        for (count, place) in counts.into_values() {
            let row = &stories.families.store.articles[place];
            if let (Some(outlet), _) = self.reader.glance(address(row))?
                && !covering.contains(outlet.as_str())
            {
                absent.insert(outlet, count);
            }
        }
        Ok(counted(absent))
    }
}

/// The outlets, by number, that carry an utterance of a story on its days, whatever story their article is of: nobody
/// may be said to have left out what he printed.
fn carriers(stories: &Stories, number: usize, shared: &[(u32, Vec<(u32, u32)>)]) -> FxHashSet<u32> {
    let (first, last) = stories.store.stories[number].days;
    let families = &stories.families;
    let members = shared.iter().flat_map(|(family, _)| families.members(*family as usize));
    let rows = members.map(|item| families.row(*item));
    rows.filter(|row| first != NO_DAY && (first..=last).contains(&row.day)).map(|row| row.outlet).collect()
}
