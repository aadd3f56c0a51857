//! Lists of stories, and what is shown of each.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Stories;
use crate::engine::stories::{Story, StoryRequest, StoryResponse};
use crate::error::Result;
use crate::index::Index;
use crate::index::families::{FamilyProgress, counted, is_everything, shown_id};

impl Index {
    /// Returns stories, those with most matching articles first.
    pub fn story_list(&self, request: &StoryRequest, progress: FamilyProgress<'_>) -> Result<StoryResponse> {
        let stories = self.stories(progress)?;
        let (matched, notes) = if is_everything(&request.search) {
            (None, Vec::new())
        } else {
            let (matched, notes) = self.reader.matched_articles(&request.search)?;
            (Some(matched), notes)
        };
        let mut chosen: Vec<(u64, i32, usize)> = Vec::new();
        for story in 0..stories.store.stories.len() {
            let articles = &stories.members[stories.starts[story] as usize..stories.starts[story + 1] as usize];
            if articles.is_empty() || (articles.len() as u32) < request.least_articles {
                continue;
            }
            let matching = articles.iter().filter(|number| {
                matched.as_ref().is_none_or(|matched: &FxHashSet<_>| matched.contains(&stories.row(**number).address))
            });
            let matching = matching.count() as u64;
            if matching > 0 {
                chosen.push((matching, stories.store.stories[story].days.1, story));
            }
        }
        chosen.sort_by_key(|(matching, last, story)| {
            (std::cmp::Reverse(*matching), std::cmp::Reverse(*last), stories.store.stories[*story].id)
        });
        let mut response = StoryResponse { total: chosen.len() as u64, notes, ..StoryResponse::default() };
        let page = chosen.iter().enumerate().skip(request.search.offset).take(request.search.limit);
        for (at, (matching, _, story)) in page {
            let mut hit = self.story(&stories, *story)?;
            (hit.rank, hit.matching) = (at + 1, *matching);
            if request.members {
                for article in self.in_order(&stories, *story)? {
                    hit.members.push(self.reader.shown_id_at(stories.row(article).place())?);
                }
            }
            response.hits.push(hit);
        }
        Ok(response)
    }

    /// The articles of a story, the oldest first, those without a date last, those of a day by id: the same
    /// in every index of the same files.
    pub(super) fn in_order(&self, stories: &Stories, number: usize) -> Result<Vec<u32>> {
        let mut articles = stories.articles(number);
        for same_day in articles.chunk_by_mut(|a, b| stories.row(*a).day == stories.row(*b).day) {
            if same_day.len() > 1 {
                let mut named = Vec::with_capacity(same_day.len());
                for article in same_day.iter() {
                    named.push((self.reader.shown_id_at(stories.row(*article).place())?, *article));
                }
                named.sort_unstable();
                same_day.iter_mut().zip(named).for_each(|(slot, (_, article))| *slot = article);
            }
        }
        Ok(articles)
    }

    /// What is shown of a story.
    pub(super) fn story(&self, stories: &Stories, number: usize) -> Result<Story> {
        let mut story = Story { id: shown_id(stories.store.stories[number].id), ..Story::default() };
        let articles = self.in_order(stories, number)?;
        let mut outlets: FxHashMap<String, u64> = FxHashMap::default();
        let mut speakers: FxHashMap<String, u64> = FxHashMap::default();
        for article in &articles {
            let at = stories.row(*article).place();
            let (outlet, date) = self.reader.glance(at)?;
            match outlet {
                Some(outlet) => *outlets.entry(outlet).or_default() += 1,
                None => story.without_outlet += 1,
            }
            if let Some(date) = date {
                let (first, last) = story.dates.unwrap_or((date, date));
                story.dates = Some((first.min(date), last.max(date)));
            }
            let row = stories.families.store.articles.get(stories.in_families[*article as usize] as usize);
            for item in row.into_iter().flat_map(|row| stories.families.store.items_of(row)) {
                if !item.is_fragment
                    && let Some(speaker) = self.reader.speaker_at(at, usize::from(item.number))
                {
                    *speakers.entry(speaker).or_default() += 1;
                }
            }
        }
        for article in articles.iter().take(8) {
            let at = stories.row(*article).place();
            let (stored, source) = self.reader.stored(at)?;
            if story.title.is_none() && (stored.title.is_some() || story.article.is_empty()) {
                story.article = self.reader.shown_id(&stored, &source)?;
                story.title = stored.title.map(|title| title.value);
            }
        }
        story.articles = articles.len() as u64;
        story.matching = story.articles;
        story.outlets = counted(outlets);
        story.speakers = counted(speakers);
        story.utterances = stories.shared(&articles).len() as u64;
        Ok(story)
    }
}
