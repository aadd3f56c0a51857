//! The families of quotations of an index: brought up to date at first need, asked for by list or
//! by id.

mod altered;
mod list;
mod shown;
mod usual;

pub(in crate::index) use shown::full_text;

use std::sync::Arc;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::Index;
use super::derived::Kind;
use crate::engine::SearchRequest;
use crate::engine::tantivy::{Address, Entry};
use crate::error::Result;
use crate::families::{self, ArticleRow, Item, NO_DAY, NONE, Store, Update, utterances};
use crate::model::{Article, Date};
use crate::query::Query;

/// How far bringing up to date has come: articles read, and how many there are to read.
pub type FamilyProgress<'p> = &'p mut dyn FnMut(u64, u64);

/// The families of a commit.
pub struct Families {
    pub(in crate::index) store: Store,
    /// The article of each item.
    pub(in crate::index) article: Vec<u32>,
    /// Where the items of each family begin in `members`.
    starts: Vec<u32>,
    members: Vec<u32>,
}

impl Families {
    fn new(store: Store) -> Families {
        let mut article = Vec::with_capacity(store.items.len());
        for (number, row) in store.articles.iter().enumerate() {
            article.extend(std::iter::repeat_n(number as u32, row.count as usize));
        }
        let mut starts = vec![0u32; store.families.len() + 1];
        let family = |item: &Item| (item.family != NONE).then_some(item.family as usize);
        store.items.iter().filter_map(family).for_each(|family| starts[family + 1] += 1);
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut members = vec![0u32; starts.last().copied().unwrap_or(0) as usize];
        for (number, item) in store.items.iter().enumerate() {
            if let Some(family) = family(item) {
                members[next[family] as usize] = number as u32;
                next[family] += 1;
            }
        }
        Families { store, article, starts, members }
    }

    /// Number of families.
    pub fn len(&self) -> usize {
        self.store.families.len()
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.store.families.is_empty()
    }

    /// The items of a family.
    pub(in crate::index) fn members(&self, family: usize) -> &[u32] {
        &self.members[self.starts[family] as usize..self.starts[family + 1] as usize]
    }

    pub(in crate::index) fn row(&self, item: u32) -> &ArticleRow {
        &self.store.articles[self.article[item as usize] as usize]
    }

    /// True if an item carries on the sentence of the one before it: the two are one quotation.
    pub(in crate::index) fn carries_on(&self, item: u32) -> bool {
        let of = |item: u32| self.store.items.get(item as usize);
        let (Some(own), Some(before)) = (of(item), item.checked_sub(1).and_then(of)) else { return false };
        own.carries_on && own.family == before.family
    }

    fn form(&self, item: u32) -> u32 {
        self.store.items[item as usize].form
    }

    /// The items of a family, the oldest first, those without a date last.
    fn by_age(&self, family: usize) -> Vec<u32> {
        let mut members = self.members(family).to_vec();
        members.sort_by_key(|item| {
            let day = self.row(*item).day;
            (if day == NO_DAY { i32::MAX } else { day }, *item)
        });
        members
    }

    fn find(&self, id: &str) -> Option<usize> {
        let id = parse_id(id)?;
        self.store.families.iter().position(|family| family.id == id)
    }
}

const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// An id as shown.
pub(in crate::index) fn shown_id(id: u64) -> String {
    (0..8).rev().map(|at| char::from(LETTERS[(id >> (at * 5) & 31) as usize])).collect()
}

pub(in crate::index) fn parse_id(text: &str) -> Option<u64> {
    let text = text.trim();
    if text.len() != 8 {
        return None;
    }
    text.bytes().try_fold(0, |id, byte| {
        let digit = LETTERS.iter().position(|letter| *letter == byte.to_ascii_lowercase())?;
        Some(id << 5 | digit as u64)
    })
}

/// Days since 1970-01-01; after Hinnant, "chrono-compatible low-level date algorithms".
pub(in crate::index) fn day_number(date: Date) -> i32 {
    let (year, month, day) = (i32::from(date.year()), i32::from(date.month()), i32::from(date.day()));
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The row of an article that is new.
fn row(entry: &Entry, article: &Article) -> ArticleRow {
    let outlet = article.outlet.as_ref().map_or(0, |outlet| (xxh3_64(outlet.value.as_bytes()) as u32).max(1));
    ArticleRow {
        key: entry.key,
        content: entry.content,
        address: (entry.address.segment as u32, entry.address.doc),
        day: article.date.as_ref().map_or(NO_DAY, |date| day_number(date.value)),
        outlet,
        first: 0,
        count: 0,
    }
}

pub(in crate::index) fn address(row: &ArticleRow) -> Address {
    Address { segment: row.address.0 as usize, doc: row.address.1 }
}

impl Index {
    /// The families of quotations of this commit. What is new since they were last made is read
    /// and grouped first, and kept in the index folder if that can be written.
    ///
    /// `progress` is called now and then with the number of articles read and of those to read.
    pub fn families(&self, progress: FamilyProgress<'_>) -> Result<Arc<Families>> {
        let mut slot = self.families.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(families) = slot.as_ref() {
            return Ok(families.clone());
        }
        let families = Arc::new(Families::new(self.families_up_to_date(progress)?));
        *slot = Some(families.clone());
        Ok(families)
    }

    fn families_up_to_date(&self, progress: FamilyProgress<'_>) -> Result<Store> {
        let kept = self.kept(Kind::Families, families::VERSION);
        let is_current = kept.as_ref().is_some_and(|kept| kept.is_current);
        let store = kept.and_then(|kept| Store::from_bytes(&kept.bytes));
        let store = match store {
            Some(store) if is_current => return Ok(store),
            store => store.unwrap_or_default(),
        };
        let changes = self.changes(store.articles.iter().map(|row| (row.key, row.content)))?;
        let mut update = Update::new(store, &changes.places());
        let read = |entry: &Entry, article: &Article| (row(entry, article), utterances::items(article));
        self.read_new(&changes, read, |(row, items)| update.add(row, items), progress)?;
        let store = update.finish();
        self.keep(Kind::Families, families::VERSION, &store.to_bytes());
        Ok(store)
    }
}

/// Names with their counts, the most frequent first.
pub(in crate::index) fn counted(counts: FxHashMap<String, u64>) -> Vec<(String, u64)> {
    let mut counted: Vec<(String, u64)> = counts.into_iter().collect();
    counted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counted
}

/// True if a request leaves nothing out.
pub(in crate::index) fn is_everything(search: &SearchRequest) -> bool {
    let SearchRequest { query, outlets, speakers, authors, dates, .. } = search;
    *query == Query::All && outlets.is_empty() && speakers.is_empty() && authors.is_empty() && dates.is_open()
}
