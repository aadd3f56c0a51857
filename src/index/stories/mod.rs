//! The stories of an index: brought up to date at first need, asked for by list or by id.

mod list;
mod matrix;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Index;
use super::derived::Kind;
use super::families::{Families, FamilyProgress, day_number};
use crate::engine::tantivy::Entry;
use crate::error::Result;
use crate::families::NONE;
use crate::model::Article;
use crate::stories::{self, ArticleRow, NO_DAY, NewArticle, Store, Update};

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
        let mut update = Update::new(store, &changes.places(), |row| carried(row.key));
        let is_same = changes.added() == 0;
        let frequencies = if is_same { Default::default() } else { self.reader.body_frequencies()? };
        let read = |entry: &Entry, article: &Article| {
            let title = article.title.as_ref().map_or("", |title| title.value.as_str());
            let row = ArticleRow {
                key: entry.key,
                content: entry.content,
                address: (entry.address.segment as u32, entry.address.doc),
                day: article.date.as_ref().map_or(NO_DAY, |date| day_number(date.value)),
                story: 0,
                carried: 0,
            };
            let terms = stories::terms(title, &article.text, &frequencies);
            NewArticle { row, terms, families: carried(entry.key) }
        };
        self.read_new(&changes, read, |article| update.add(article), progress)?;
        let store = update.finish();
        self.keep(Kind::Stories, stories::VERSION, &store.to_bytes());
        Ok(store)
    }
}

impl ArticleRow {
    fn place(&self) -> crate::engine::tantivy::Address {
        crate::engine::tantivy::Address { segment: self.address.0 as usize, doc: self.address.1 }
    }
}
