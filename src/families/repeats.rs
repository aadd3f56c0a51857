//! Few words that are said more than once.
//!
//! The same few words are one utterance where they come from the same speaker on the same days, or stand in articles
//! that share an utterance. What several people say, or one again and again (`no comment`, `thank you`, slogans), is a
//! formula in any language: a speaker and a day make no utterance of it.

use super::align::FULL;
use super::short::{SAME_DAYS, Short, is_near};
use super::speakers::{self, Speakers};
use super::store::{ArticleRow, NO_DAY, NONE};

/// So many speakers or occasions make a formula of a wording.
const MANY: usize = 3;

/// Groups of one wording that an item is compared with.
const MAX_GROUPS: usize = 8;

/// Families of the items that are left.
pub fn families(short: &Short<'_>, mut open: Vec<u32>) -> Vec<Vec<u32>> {
    let form = |number: &u32| short.store.items[*number as usize].form;
    open.sort_by_key(|number| (form(number), short.row(*number).day, *number));
    let mut families = Vec::new();
    for items in open.chunk_by(|one, other| form(one) == form(other)) {
        let tokens = short.store.forms.tokens(form(&items[0]));
        let weight = short.weight(tokens);
        if items.len() > 1 && tokens.len() > 1 && weight >= FULL {
            let says_something = tokens.len() >= 3 && weight >= FULL * 2 && !is_formula(short, items);
            families.extend(equal(short, items, says_something));
        }
    }
    families
}

/// True of words that several people say, or that are said again after weeks, and again. `items` are in order of days.
fn is_formula(short: &Short<'_>, items: &[u32]) -> bool {
    let mut speakers: Vec<u32> = Vec::new();
    let mut occasions = 0;
    let mut last = None;
    for number in items {
        let (speaker, day) = (short.store.items[*number as usize].speaker, short.row(*number).day);
        if speaker != 0 && speakers.iter().all(|known| speakers::compare(*known, speaker) == Speakers::Differ) {
            speakers.push(speaker);
        }
        if day != NO_DAY {
            occasions += u32::from(last.is_none_or(|last| !is_near(day, last, SAME_DAYS)));
            last = Some(day);
        }
        if speakers.len() >= MANY || occasions >= MANY as u32 {
            return true;
        }
    }
    false
}

/// Groups items of one wording, in order of their days.
fn equal(short: &Short<'_>, items: &[u32], says_something: bool) -> impl Iterator<Item = Vec<u32>> {
    let mut groups: Vec<Vec<u32>> = Vec::new();
    for number in items {
        let item = &short.store.items[*number as usize];
        let row = short.row(*number);
        let fits = |group: &Vec<u32>| {
            let first = &short.store.items[group[0] as usize];
            let other = short.row(group[0]);
            let who = speakers::compare(first.speaker, item.speaker);
            if who == Speakers::Differ || !is_near(row.day, other.day, SAME_DAYS) {
                return false;
            }
            who == Speakers::Same && says_something || row.first != other.first && share(short, row, other)
        };
        match groups.iter_mut().rev().take(MAX_GROUPS).find(|group| fits(group)) {
            Some(group) => group.push(*number),
            None => groups.push(vec![*number]),
        }
    }
    groups.into_iter().filter(|group| group.len() > 1)
}

/// True if two articles share an utterance.
fn share(short: &Short<'_>, one: &ArticleRow, other: &ArticleRow) -> bool {
    let families = |row: &ArticleRow| -> Vec<u32> {
        let items = short.store.items_of(row).iter();
        items.map(|item| short.family(item.form)).filter(|family| *family != NONE).collect()
    };
    let theirs = families(other);
    families(one).iter().any(|family| theirs.contains(family))
}
