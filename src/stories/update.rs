//! Bringing stories up to date with what came and went.
//!
//! The stories are the same however the articles came: articles are taken in an order that they themselves give, and
//! nothing that is decided of one hangs on those behind it. So where articles came or went, or carry other
//! utterances than before, those from the first of them on are decided anew, and those before it stay as they are.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Term;
use super::cluster::{Articles, Cluster};
use super::store::{ArticleRow, NO_DAY, NO_STORY, Store, StoryRow, stored_weight};
use crate::families::{Lists, mix};

/// An article that is new.
#[derive(Clone, Debug, PartialEq)]
pub struct NewArticle {
    /// Its row; the story is found here.
    pub row: ArticleRow,
    /// Its telling words.
    pub terms: Vec<(Term, f32)>,
    /// Utterances it carries, by the ids of their families.
    pub families: Vec<u64>,
}

/// An old article that stays: its number, where it is now, and what it carries.
type Kept = (u32, (u32, u32), Vec<u64>);

/// An update under way.
pub struct Update {
    old: Store,
    kept: Vec<Kept>,
    new: Vec<NewArticle>,
}

/// Where an article stands in the order: those without a date last, so that they begin no story that others might
/// join by its days.
fn key(row: &ArticleRow) -> (bool, i32, u64, u64) {
    (row.day == NO_DAY, row.day, row.content, row.key)
}

impl Update {
    /// Begins with what is known: `moved` tells for each of its articles where it is now, or that it
    /// went, `families` the utterances it carries.
    pub fn new(old: Store, moved: &[Option<(u32, u32)>], families: impl Fn(&ArticleRow) -> Vec<u64>) -> Update {
        let rows = (0..).zip(old.articles.iter().zip(moved));
        let kept = rows.filter_map(|(number, (row, to))| Some((number, (*to)?, families(row)))).collect();
        Update { old, kept, new: Vec::new() }
    }

    /// Adds an article.
    pub fn add(&mut self, article: NewArticle) {
        self.new.push(article);
    }

    /// Finds the stories of all articles.
    pub fn finish(self) -> Store {
        let Update { old, kept, mut new } = self;
        let first_gone = first_gone(&old, &kept);
        let mut order: Vec<(ArticleRow, usize)> = Vec::with_capacity(kept.len() + new.len());
        let row = |(at, (number, address, _)): (usize, &Kept)| {
            (ArticleRow { address: *address, ..old.articles[*number as usize] }, at)
        };
        order.extend(kept.iter().enumerate().map(row));
        order.extend(new.iter().enumerate().map(|(at, article)| (article.row, kept.len() + at)));
        order.sort_by_key(|(row, _)| key(row));
        let mut store = Store::default();
        let mut families = Lists::default();
        let mut before = Vec::with_capacity(order.len());
        // Articles up to this one stay in their stories.
        let mut n_same = order.len();
        for (row, at) in order {
            let (own, was) = match kept.get(at) {
                Some((number, _, families)) => {
                    store.terms.push(old.terms.of(*number));
                    (families, Some(&old.articles[*number as usize]))
                }
                None => {
                    let article = &mut new[at - kept.len()];
                    let terms = std::mem::take(&mut article.terms);
                    store.terms.values.extend(terms.iter().map(|(term, own)| (*term, stored_weight(*own))));
                    store.terms.close();
                    (&article.families, None)
                }
            };
            let carried = own.iter().fold(0, |all, family| mix(all ^ *family));
            let is_same =
                was.is_some_and(|was| was.carried == carried) && first_gone.is_none_or(|gone| key(&row) < gone);
            if !is_same {
                n_same = n_same.min(store.articles.len());
            }
            before.push(was.map_or(NO_STORY, |was| was.story));
            families.push(own);
            store.articles.push(ArticleRow { carried, ..row });
        }
        let articles = Articles { rows: &store.articles, terms: &store.terms, families: &families };
        let mut cluster = Cluster::new(articles, renumbered(&before[..n_same]));
        (n_same..before.len()).for_each(|_| cluster.decide());
        let (stories, story_of) = (cluster.stories, cluster.story_of);
        store.articles.iter_mut().zip(story_of).for_each(|(row, story)| row.story = story);
        store.stories = stories;
        give_ids(&mut store, &before, &old.stories);
        store
    }
}

/// The first article that went, in the order of articles.
fn first_gone(old: &Store, kept: &[Kept]) -> Option<(bool, i32, u64, u64)> {
    let mut kept = kept.iter().map(|(number, ..)| *number).peekable();
    let gone = (0..old.articles.len() as u32).filter(|number| kept.next_if_eq(number).is_none());
    gone.map(|number| key(&old.articles[number as usize])).min()
}

/// Numbers of stories in the order of their first articles.
fn renumbered(stories: &[u32]) -> Vec<u32> {
    let mut numbers: FxHashMap<u32, u32> = FxHashMap::default();
    stories
        .iter()
        .map(|story| {
            let next = numbers.len() as u32;
            *numbers.entry(*story).or_insert(next)
        })
        .collect()
}

/// A story has the id of that earlier one of which it has most articles; a new one has an id made of its first article.
fn give_ids(store: &mut Store, before: &[u32], old: &[StoryRow]) {
    let mut common: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    let mut first = vec![0; store.stories.len()];
    for (row, before) in store.articles.iter().zip(before).rev() {
        first[row.story as usize] = row.key;
        if *before != NO_STORY {
            *common.entry((*before, row.story)).or_default() += 1;
        }
    }
    let mut common: Vec<((u32, u32), u32)> = common.into_iter().collect();
    let id_of = |before: u32| old.get(before as usize).map(|story| story.id);
    common.sort_unstable_by_key(|((before, story), count)| (Reverse(*count), id_of(*before), *story));
    let mut taken: FxHashSet<u64> = FxHashSet::default();
    let mut given: Vec<Option<u64>> = vec![None; store.stories.len()];
    for ((before, story), _) in common {
        if let (Some(id), Some(slot @ None)) = (id_of(before), given.get_mut(story as usize))
            && taken.insert(id)
        {
            *slot = Some(id);
        }
    }
    for ((story, given), first) in store.stories.iter_mut().zip(given).zip(first) {
        story.id = given.unwrap_or_else(|| {
            let mut seed = first;
            loop {
                seed = mix(seed);
                if taken.insert(seed >> 24) {
                    break seed >> 24;
                }
            }
        });
    }
}
