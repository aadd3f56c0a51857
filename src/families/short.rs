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
use super::grouping::{is_long, rarest};
use super::speakers::{self, Speakers};
use super::store::{ArticleRow, FamilyRow, Item, NO_DAY, NONE, Store};
use super::update::Ids;

/// Occurrences of an utterance that are looked at for neighbours of an article.
const MAX_OCCURRENCES: usize = 64;

/// Fuller quotations that a fragment is looked for in.
const MAX_FULLER: usize = 400;

/// Days between articles of one event.
const NEAR_DAYS: i32 = 30;

/// Days within which a speaker's few words are taken to be one utterance.
const SAME_DAYS: i32 = 10;

/// Short items with one key (word and speaker) that fuller quotations are compared with.
const MAX_WAITING: usize = 256;

/// Groups of one wording that an item is compared with.
const MAX_GROUPS: usize = 8;

fn days_between(one: i32, other: i32) -> Option<i32> {
    (one != NO_DAY && other != NO_DAY).then(|| one.saturating_sub(other).saturating_abs())
}

fn is_near(one: i32, other: i32, days: i32) -> bool {
    days_between(one, other).is_none_or(|between| between <= days)
}

/// Groups the short items of articles from `first_new` on, and of older ones that share an
/// utterance with them.
pub fn group(store: &mut Store, first_new: usize) {
    let grouping = Short::new(store, first_new);
    let Short { joins, mut families, .. } = grouping.run();
    let mut ids = Ids::of(&store.families);
    let mut by_head: FxHashMap<u32, u32> = FxHashMap::default();
    for (item, head) in joins {
        let family = match store.forms.family[head as usize] {
            NONE => *by_head.entry(head).or_insert_with(|| {
                store.families.push(FamilyRow { id: ids.give(store.forms.tokens(head), 0), head });
                store.families.len() as u32 - 1
            }),
            family => family,
        };
        if store.forms.family[head as usize] == NONE {
            store.forms.family[head as usize] = family;
        }
        store.items[item as usize].family = family;
    }
    families.sort();
    for items in families {
        let form = store.items[items[0] as usize].form;
        let article = store.articles.partition_point(|article| article.first <= items[0]).saturating_sub(1);
        let salt = store.articles.get(article).map_or(0, |article| article.key);
        let known = items.iter().map(|item| store.items[*item as usize].family).find(|family| *family != NONE);
        let family = known.unwrap_or_else(|| {
            store.families.push(FamilyRow { id: ids.give(store.forms.tokens(form), salt), head: form });
            store.families.len() as u32 - 1
        });
        for item in items {
            if store.items[item as usize].family == NONE {
                store.items[item as usize].family = family;
            }
        }
    }
}

struct Short<'s> {
    store: &'s Store,
    is_long: Vec<bool>,
    /// The article of each item.
    article: Vec<u32>,
    /// Items of each family, up to [`MAX_OCCURRENCES`].
    occurrences: Vec<Vec<u32>>,
    /// Short items to be looked at.
    open: Vec<u32>,
    /// Short items and the form whose family they join.
    joins: Vec<(u32, u32)>,
    /// Items of the same few words.
    families: Vec<Vec<u32>>,
}

impl<'s> Short<'s> {
    fn new(store: &'s Store, first_new: usize) -> Short<'s> {
        let is_long: Vec<bool> = (0..store.forms.len() as u32).map(|form| is_long(store, form)).collect();
        let mut article = Vec::with_capacity(store.items.len());
        let mut occurrences: Vec<Vec<u32>> = vec![Vec::new(); store.families.len()];
        let mut touched: FxHashSet<u32> = FxHashSet::default();
        for (number, row) in store.articles.iter().enumerate() {
            for (place, item) in store.items_of(row).iter().enumerate() {
                article.push(number as u32);
                let family = store.forms.family[item.form as usize];
                if family == NONE {
                    continue;
                }
                if number >= first_new {
                    touched.insert(family);
                }
                let known = &mut occurrences[family as usize];
                if known.len() < MAX_OCCURRENCES {
                    known.push(row.first + place as u32);
                }
            }
        }
        let mut open = Vec::new();
        for (number, row) in store.articles.iter().enumerate() {
            let items = store.items_of(row);
            let is_touched = || items.iter().any(|item| touched.contains(&store.forms.family[item.form as usize]));
            if number < first_new && !is_touched() {
                continue;
            }
            for (place, item) in items.iter().enumerate() {
                if !is_long[item.form as usize] && item.family == NONE && !store.forms.tokens(item.form).is_empty() {
                    open.push(row.first + place as u32);
                }
            }
        }
        Short { store, is_long, article, occurrences, open, joins: Vec::new(), families: Vec::new() }
    }

    fn run(mut self) -> Short<'s> {
        self.in_neighbours();
        self.by_speaker();
        self.among_themselves();
        self
    }

    fn row(&self, item: u32) -> &'s ArticleRow {
        &self.store.articles[self.article[item as usize] as usize]
    }

    fn head(&self, form: u32) -> u32 {
        match self.store.forms.family[form as usize] {
            NONE => form,
            family => self.store.families[family as usize].head,
        }
    }

    /// The fuller quotations of an article, and those of articles that share an utterance with it.
    fn fuller(&self, row: &ArticleRow) -> (Vec<u32>, Vec<u32>) {
        let long = |row: &ArticleRow| -> Vec<u32> {
            let items = self.store.items_of(row).iter();
            items.filter(|item| self.is_long[item.form as usize]).map(|item| self.head(item.form)).collect()
        };
        let mut own = long(row);
        own.sort_unstable();
        own.dedup();
        let mut seen: FxHashSet<u32> = FxHashSet::default();
        let mut others = Vec::new();
        for head in &own {
            let family = self.store.forms.family[*head as usize];
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
        Aligner::find(self.store.forms.tokens(item.form), self.store.forms.tokens(head)).is_some()
    }

    /// True if nobody else is named for the item than for the family of `head`.
    fn may_say(&self, item: &Item, head: u32) -> bool {
        if item.speaker == 0 {
            return true;
        }
        let family = self.store.forms.family[head as usize];
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
                let weight = self.store.frequencies.total(self.store.forms.tokens(item.form));
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
            if item.speaker == 0 || tokens.len() < 3 || self.store.frequencies.total(tokens) < FULL + FULL / 2 {
                continue;
            }
            if let Some(word) = rarest(tokens, self.store) {
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
                if fuller.speaker == 0 || !self.is_long[fuller.form as usize] {
                    continue;
                }
                let head = self.head(fuller.form);
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

    fn among_themselves(&mut self) {
        let mut open = std::mem::take(&mut self.open);
        open.sort_by_key(|number| (self.store.items[*number as usize].form, self.row(*number).day, *number));
        let mut at = 0;
        while at < open.len() {
            let form = self.store.items[open[at] as usize].form;
            let end = at + open[at..].iter().take_while(|item| self.store.items[**item as usize].form == form).count();
            let tokens = self.store.forms.tokens(form);
            let weight = self.store.frequencies.total(tokens);
            if end - at > 1 && tokens.len() > 1 && weight >= FULL {
                let says_something = tokens.len() >= 3 && weight >= FULL * 2;
                self.group_equal(&open[at..end], says_something);
            }
            at = end;
        }
    }

    /// Groups items of one wording, in order of their days.
    fn group_equal(&mut self, items: &[u32], says_something: bool) {
        let mut groups: Vec<Vec<u32>> = Vec::new();
        for number in items {
            let item = &self.store.items[*number as usize];
            let row = self.row(*number);
            let fits = |group: &Vec<u32>| {
                let first = &self.store.items[group[0] as usize];
                let other = self.row(group[0]);
                let who = speakers::compare(first.speaker, item.speaker);
                if who == Speakers::Differ {
                    return false;
                }
                if !is_near(row.day, other.day, SAME_DAYS) {
                    return false;
                }
                who == Speakers::Same && says_something || row.first != other.first && self.share(row, other)
            };
            match groups.iter_mut().rev().take(MAX_GROUPS).find(|group| fits(group)) {
                Some(group) => group.push(*number),
                None => groups.push(vec![*number]),
            }
        }
        self.families.extend(groups.into_iter().filter(|group| group.len() > 1));
    }

    /// True if two articles share an utterance.
    fn share(&self, one: &ArticleRow, other: &ArticleRow) -> bool {
        let families = |row: &ArticleRow| -> Vec<u32> {
            let items = self.store.items_of(row).iter();
            items.map(|item| self.store.forms.family[item.form as usize]).filter(|family| *family != NONE).collect()
        };
        let theirs = families(other);
        families(one).iter().any(|family| theirs.contains(family))
    }
}
