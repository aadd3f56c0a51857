//! Short wordings and fragments.
//!
//! `no comment` is said by everybody, and `witch hunt` is a phrase, so a few words are no utterance by
//! themselves: it is not the wording that joins a family but each of its occurrences, with evidence.
//! It joins where its words stand in exactly one fuller quotation of the same article or of articles
//! that share an utterance with it, or of the same speaker within days. A single word joins only
//! beside a longer fragment of the same paragraph that joined. What is left is grouped where the same
//! words come with the same speaker on the same days, or in articles that share an utterance.

use rustc_hash::{FxHashMap, FxHashSet};

use super::align::{Aligner, FULL};
use super::neighbours::Grouped;
use super::repeats;
use super::speakers::{self, Speakers};
use super::store::{ArticleRow, FamilyRow, Item, NO_DAY, Store};
use super::view::View;
use super::words::{Token, is_frequent};

/// Occurrences of an utterance that are looked at for neighbours of an article.
const MAX_OCCURRENCES: usize = 64;

/// Fuller quotations that a fragment is looked for in.
const MAX_FULLER: usize = 400;

/// Days between articles of one event.
const NEAR_DAYS: i32 = 30;

/// Days within which a speaker's few words are taken to be one utterance.
pub(super) const SAME_DAYS: i32 = 10;

/// Short items with one key (word and speaker) that fuller quotations are compared with.
const MAX_WAITING: usize = 256;

fn days_between(one: i32, other: i32) -> Option<i32> {
    (one != NO_DAY && other != NO_DAY).then(|| one.saturating_sub(other).saturating_abs())
}

/// True unless two days are known to lie further apart.
pub(super) fn is_near(one: i32, other: i32, days: i32) -> bool {
    days_between(one, other).is_none_or(|between| between <= days)
}

/// Groups the short items.
pub fn group(store: &mut Store, grouped: &mut Grouped, now: &View) {
    let (joins, families) = Short::new(store, grouped, now).run();
    for (item, head) in joins {
        store.items[item as usize].family = grouped.of_head(head);
    }
    for items in families {
        let Some(first) = items.first() else { continue };
        let article = store.articles.partition_point(|article| article.first <= *first).saturating_sub(1);
        let salt = store.articles.get(article).map_or(0, |article| article.key);
        let family = grouped.rows.len() as u32;
        grouped.rows.push(FamilyRow { id: salt, head: store.items[*first as usize].form });
        items.iter().for_each(|item| store.items[*item as usize].family = family);
    }
}

pub(super) struct Short<'s> {
    pub(super) store: &'s Store,
    grouped: &'s Grouped,
    now: &'s View,
    /// The article of each item.
    article: Vec<u32>,
    /// Items of each family, up to [`MAX_OCCURRENCES`].
    occurrences: Vec<Vec<u32>>,
    /// Short items to be looked at.
    open: Vec<u32>,
    /// Short items and the form whose family they join.
    joins: Vec<(u32, u32)>,
}

/// Short items with the fullest form of the family that each joins, and families of short items.
type Found = (Vec<(u32, u32)>, Vec<Vec<u32>>);

impl<'s> Short<'s> {
    fn new(store: &'s Store, grouped: &'s Grouped, now: &'s View) -> Short<'s> {
        let mut article = Vec::with_capacity(store.items.len());
        let mut occurrences: Vec<Vec<u32>> = vec![Vec::new(); grouped.rows.len()];
        let mut open = Vec::new();
        for (number, row) in store.articles.iter().enumerate() {
            for (at, item) in (row.first..).zip(store.items_of(row)) {
                article.push(number as u32);
                if let Some(known) = occurrences.get_mut(grouped.family[item.form as usize] as usize) {
                    if known.len() < MAX_OCCURRENCES {
                        known.push(at);
                    }
                } else if !now.is_long[item.form as usize] && !store.forms.tokens(item.form).is_empty() {
                    open.push(at);
                }
            }
        }
        Short { store, grouped, now, article, occurrences, open, joins: Vec::new() }
    }

    fn run(mut self) -> Found {
        self.in_neighbours();
        self.by_speaker();
        let open = std::mem::take(&mut self.open);
        let families = repeats::families(&self, open);
        (self.joins, families)
    }

    /// The weight of some words.
    pub(super) fn weight(&self, tokens: &[Token]) -> i32 {
        self.now.frequencies.total(tokens)
    }

    /// The word of a wording that tells most, by weight and then by its number.
    fn rarest(&self, tokens: &[Token]) -> Option<Token> {
        let telling = tokens.iter().copied().filter(|token| !is_frequent(*token));
        telling.max_by_key(|token| (self.now.frequencies.weight(*token), *token))
    }

    /// The article of an item.
    pub(super) fn row(&self, item: u32) -> &'s ArticleRow {
        &self.store.articles[self.article[item as usize] as usize]
    }

    /// The family of a form, or [`NONE`].
    pub(super) fn family(&self, form: u32) -> u32 {
        self.grouped.family[form as usize]
    }

    /// The fuller quotations of an article, and those of articles that share an utterance with it.
    fn fuller(&self, row: &ArticleRow) -> (Vec<u32>, Vec<u32>) {
        let long = |row: &ArticleRow| -> Vec<u32> {
            let items = self.store.items_of(row).iter();
            items
                .filter(|item| self.now.is_long[item.form as usize])
                .map(|item| self.grouped.head_of(item.form))
                .collect()
        };
        let mut own = long(row);
        own.sort_unstable();
        own.dedup();
        let mut seen: FxHashSet<u32> = FxHashSet::default();
        let mut others = Vec::new();
        for head in &own {
            let family = self.family(*head);
            let Some(items) = self.occurrences.get(family as usize) else { continue };
            for item in items {
                let other = self.row(*item);
                if others.len() < MAX_FULLER && is_near(row.day, other.day, NEAR_DAYS) && seen.insert(other.first) {
                    others.extend(long(other));
                }
            }
        }
        others.sort_unstable();
        others.dedup();
        (own, others)
    }

    fn holds(&self, item: &Item, head: u32) -> bool {
        let words = self.store.forms.tokens(item.form);
        let inner = self.now.inner(head);
        // What the fuller one quotes itself is no part of it.
        let is_own = |at: usize| at < inner.start || inner.end < at + words.len();
        Aligner::find(words, self.store.forms.tokens(head)).is_some_and(is_own)
    }

    /// True if nobody else is named for the item than for the family of `head`.
    fn may_say(&self, item: &Item, head: u32) -> bool {
        if item.speaker == 0 {
            return true;
        }
        let family = self.family(head);
        let Some(items) = self.occurrences.get(family as usize) else { return true };
        let mut named = items.iter().map(|item| self.store.items[*item as usize].speaker).filter(|one| *one != 0);
        let mut any = false;
        named.any(|speaker| {
            any = true;
            speakers::compare(speaker, item.speaker) != Speakers::Differ
        }) || !any
    }

    fn in_neighbours(&mut self) {
        let open = std::mem::take(&mut self.open);
        let mut left = Vec::new();
        let mut single = Vec::new();
        let mut joined: FxHashSet<(u32, u16, u32)> = FxHashSet::default();
        let mut at = 0;
        while at < open.len() {
            let article = self.article[open[at] as usize];
            let end = at + open[at..].iter().take_while(|item| self.article[**item as usize] == article).count();
            let (own, others) = self.fuller(&self.store.articles[article as usize]);
            for number in &open[at..end] {
                let item = &self.store.items[*number as usize];
                let weight = self.weight(self.store.forms.tokens(item.form));
                let words = self.store.forms.tokens(item.form).len();
                let only = |heads: &[u32]| -> Option<u32> {
                    let mut holding =
                        heads.iter().filter(|head| self.holds(item, **head) && self.may_say(item, **head));
                    let first = *holding.next()?;
                    if holding.next().is_some() { None } else { Some(first) }
                };
                let found = if weight < FULL { None } else { only(&own).or_else(|| only(&others)) };
                match found {
                    Some(head) if words > 1 => {
                        joined.insert((article, item.paragraph, head));
                        self.joins.push((*number, head));
                    }
                    Some(head) => single.push((*number, article, item.paragraph, head)),
                    None => left.push(*number),
                }
            }
            at = end;
        }
        for (number, article, paragraph, head) in single {
            if joined.contains(&(article, paragraph, head)) {
                self.joins.push((number, head));
            }
        }
        self.open = left;
    }

    /// Fuller quotations of the same speaker within days, whatever article they are in.
    fn by_speaker(&mut self) {
        let mut waiting: FxHashMap<(u32, u32), Vec<u32>> = FxHashMap::default();
        for number in &self.open {
            let item = &self.store.items[*number as usize];
            let tokens = self.store.forms.tokens(item.form);
            if item.speaker == 0 || tokens.len() < 3 || self.weight(tokens) < FULL + FULL / 2 {
                continue;
            }
            if let Some(word) = self.rarest(tokens) {
                let list = waiting.entry((word, speakers::family_name(item.speaker))).or_default();
                if list.len() < MAX_WAITING {
                    list.push(*number);
                }
            }
        }
        if waiting.is_empty() {
            return;
        }
        let mut found: FxHashMap<u32, Option<u32>> = FxHashMap::default();
        for row in &self.store.articles {
            for fuller in self.store.items_of(row) {
                if fuller.speaker == 0 || !self.now.is_long[fuller.form as usize] {
                    continue;
                }
                let head = self.grouped.head_of(fuller.form);
                for token in self.store.forms.tokens(fuller.form) {
                    for number in waiting.get(&(*token, speakers::family_name(fuller.speaker))).into_iter().flatten() {
                        let item = &self.store.items[*number as usize];
                        if speakers::compare(item.speaker, fuller.speaker) != Speakers::Same {
                            continue;
                        }
                        let day = self.row(*number).day;
                        let is_near = days_between(day, row.day).is_some_and(|days| days <= SAME_DAYS);
                        if is_near && self.holds(item, head) {
                            let slot = found.entry(*number).or_insert(Some(head));
                            if *slot != Some(head) {
                                *slot = None;
                            }
                        }
                    }
                }
            }
        }
        self.open.retain(|number| match found.get(number) {
            Some(Some(head)) => {
                self.joins.push((*number, *head));
                false
            }
            _ => true,
        });
        self.joins.sort_unstable();
    }
}
