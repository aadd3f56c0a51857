//! The stories of an index: brought up to date at first need, asked for by list or by id.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Index;
use super::derived::Kind;
use super::families::{Families, FamilyProgress, address, counted, day_number, is_everything, parse_id, shown_id};
use crate::engine::stories::{Story, StoryArticle, StoryDetail, StoryRequest, StoryResponse, StoryUtterance};
use crate::engine::tantivy::{Entry, in_two};
use crate::error::Result;
use crate::families::NONE;
use crate::model::Article;
use crate::stories::{self, ArticleRow, NO_DAY, NewArticle, Store, Term, Update};

/// Articles that are read before the next are.
const CHUNK: usize = 4096;

/// Utterances that are shown of a story unless more are asked for.
const UTTERANCES: usize = 30;

/// The stories of a commit.
pub struct Stories {
    store: Store,
    /// Where the articles of each story begin in `members`.
    starts: Vec<u32>,
    members: Vec<u32>,
    families: Arc<Families>,
    /// The place of each article among those of the families.
    in_families: Vec<u32>,
}

impl Stories {
    fn new(store: Store, families: Arc<Families>) -> Stories {
        let mut starts = vec![0u32; store.stories.len() + 1];
        store.articles.iter().for_each(|row| starts[row.story as usize + 1] += 1);
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut members = vec![0u32; store.articles.len()];
        for (number, row) in store.articles.iter().enumerate() {
            let slot = &mut next[row.story as usize];
            members[*slot as usize] = number as u32;
            *slot += 1;
        }
        let places = places(&families);
        let in_families = store.articles.iter().map(|row| places.get(&row.key).copied().unwrap_or(NONE)).collect();
        Stories { store, starts, members, families, in_families }
    }

    /// The articles of a story, the oldest first, those without a date last; those of a day in no order that
    /// means anything.
    fn articles(&self, story: usize) -> Vec<u32> {
        let mut articles = self.members[self.starts[story] as usize..self.starts[story + 1] as usize].to_vec();
        articles.sort_by_key(|number| {
            let row = &self.store.articles[*number as usize];
            (row.day == NO_DAY, row.day, row.key)
        });
        articles
    }

    fn row(&self, article: u32) -> &ArticleRow {
        &self.store.articles[article as usize]
    }

    /// The items of an article that are in a family: item, family.
    fn items(&self, article: u32) -> impl Iterator<Item = (u32, u32)> + '_ {
        let row = self.families.store.articles.get(self.in_families[article as usize] as usize);
        let range = row.map_or(0..0, |row| row.first..row.first + row.count);
        range.filter_map(|item| {
            let family = self.families.store.items.get(item as usize)?.family;
            (family != NONE).then_some((item, family))
        })
    }

    /// The utterances that two articles of a story carry: family, and its items by article.
    fn shared(&self, articles: &[u32]) -> Vec<(u32, Vec<(u32, u32)>)> {
        let mut carried: FxHashMap<u32, Vec<(u32, u32)>> = FxHashMap::default();
        for article in articles {
            for (item, family) in self.items(*article) {
                carried.entry(family).or_default().push((*article, item));
            }
        }
        let several = |items: &[(u32, u32)]| items.iter().any(|(article, _)| *article != items[0].0);
        let mut shared: Vec<_> = carried.into_iter().filter(|(_, items)| several(items)).collect();
        shared.sort_by_key(|(family, _)| *family);
        shared
    }
}

/// The place of each article of the families by its key.
fn places(families: &Families) -> FxHashMap<u64, u32> {
    families.store.articles.iter().enumerate().map(|(place, row)| (row.key, place as u32)).collect()
}

impl Index {
    /// The stories of this commit, brought up to date as [`Index::families`] are, which they need.
    pub fn stories(&self, progress: FamilyProgress<'_>) -> Result<Arc<Stories>> {
        let families = self.families(progress)?;
        let mut slot = self.stories.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(stories) = slot.as_ref() {
            return Ok(stories.clone());
        }
        let store = self.stories_up_to_date(&families, progress)?;
        let stories = Arc::new(Stories::new(store, families));
        *slot = Some(stories.clone());
        Ok(stories)
    }

    fn stories_up_to_date(&self, families: &Families, progress: FamilyProgress<'_>) -> Result<Store> {
        let kept = self.kept(Kind::Stories, stories::VERSION);
        let is_current = kept.as_ref().is_some_and(|kept| kept.is_current);
        let store = kept.and_then(|kept| Store::from_bytes(&kept.bytes));
        let store = match store {
            Some(store) if is_current => return Ok(store),
            store => store.unwrap_or_default(),
        };
        let changes = self.changes(store.articles.iter().map(|row| (row.key, row.content)))?;
        let moved: Vec<Option<(u32, u32)>> =
            changes.moved.iter().map(|to| to.map(|to| (to.segment as u32, to.doc))).collect();
        let places = places(families);
        let carried = |key: u64| -> Vec<u64> {
            let Some(row) = places.get(&key).and_then(|place| families.store.articles.get(*place as usize)) else {
                return Vec::new();
            };
            let items = families.store.items_of(row).iter().filter(|item| item.family != NONE);
            let mut ids: Vec<u64> = items.map(|item| families.store.families[item.family as usize].id).collect();
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        let mut update = Update::new(store, &moved, |row| carried(row.key));
        let mut new: Vec<Entry> = Vec::with_capacity(changes.added());
        new.extend(changes.articles.iter().filter(|(_, known)| known.is_none()).map(|(entry, _)| *entry));
        let lessened = update.lessened();
        let is_same = new.is_empty() && lessened.is_empty();
        let frequencies = if is_same { Default::default() } else { self.reader.body_frequencies()? };
        let terms = |article: &Article| {
            let title = article.title.as_ref().map_or("", |title| title.value.as_str());
            stories::terms(title, &article.text, &frequencies)
        };
        for chunk in lessened.chunks(CHUNK) {
            let read = |part: &[ArticleRow]| -> Result<Vec<Vec<(Term, f32)>>> {
                part.iter().map(|row| Ok(terms(&self.reader.stored(row.place())?.0))).collect()
            };
            let read = in_two(chunk, read)?;
            chunk.iter().zip(read.iter().flatten()).for_each(|(row, terms)| update.recount(row, terms));
        }
        let mut done = 0;
        for chunk in new.chunks(CHUNK) {
            let read = |part: &[Entry]| -> Result<Vec<NewArticle>> {
                let mut articles = Vec::with_capacity(part.len());
                for entry in part {
                    let (article, _) = self.reader.stored(entry.address)?;
                    let row = ArticleRow {
                        key: entry.key,
                        content: entry.content,
                        address: (entry.address.segment as u32, entry.address.doc),
                        day: article.date.as_ref().map_or(NO_DAY, |date| day_number(date.value)),
                        story: 0,
                    };
                    articles.push(NewArticle { row, terms: terms(&article), families: carried(entry.key) });
                }
                Ok(articles)
            };
            in_two(chunk, read)?.into_iter().flatten().for_each(|article| update.add(article));
            done += chunk.len() as u64;
            progress(done, new.len() as u64);
        }
        let store = update.finish();
        self.keep(Kind::Stories, stories::VERSION, &store.to_bytes());
        Ok(store)
    }

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
    fn in_order(&self, stories: &Stories, number: usize) -> Result<Vec<u32>> {
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
    fn story(&self, stories: &Stories, number: usize) -> Result<Story> {
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
        for (family, items) in shared.iter().take(utterances.unwrap_or(UTTERANCES)) {
            let shown = self.family(&stories.families, *family as usize)?;
            let mut cells: Vec<Option<(String, u64)>> = vec![None; detail.columns.len()];
            for (article, item) in items {
                let Some(cell) = outlet_of.get(article).and_then(|at| cells.get_mut(*at)) else { continue };
                match cell {
                    Some((_, count)) => *count += 1,
                    None => *cell = Some((self.item_id(&stories.families, *item)?, 1)),
                }
            }
            let speaker = shown.speakers.first().map(|(name, _)| name.clone());
            detail.utterances.push(StoryUtterance { family: shown.id, text: shown.text, speaker, cells });
        }
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
        detail.absent = self.absent(&stories, number, &detail.story)?;
        Ok(Some(detail))
    }

    /// Outlets of the archive without an article of a story, with what else they have on its days.
    fn absent(&self, stories: &Stories, number: usize, story: &Story) -> Result<Vec<(String, u64)>> {
        let (first, last) = stories.store.stories[number].days;
        let mut counts: FxHashMap<u32, (u64, usize)> = FxHashMap::default();
        for (place, row) in stories.families.store.articles.iter().enumerate() {
            if row.outlet != 0 {
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

impl ArticleRow {
    fn place(&self) -> crate::engine::tantivy::Address {
        crate::engine::tantivy::Address { segment: self.address.0 as usize, doc: self.address.1 }
    }
}
