//! What an archive says of each wording besides its words: who said it, when, and in how many articles.

use rustc_hash::FxHashMap;

use super::align::FULL;
use super::evidence::Evidence;
use super::forms::{Forms, mix};
use super::frequencies::Frequencies;
use super::store::{ArticleRow, Item};
use super::words::{Token, is_frequent};

/// Fewer words, or less weight, say too little by themselves: see `short`.
const LEAST_WORDS: usize = 5;
const LEAST_WEIGHT: i32 = 2 * FULL + FULL / 2;

/// Of a form that no article has, and of one that several have.
const NOWHERE: u64 = 0;
const SEVERAL: u64 = 1;

/// An archive at one time, by form.
pub struct View {
    /// How much words weigh.
    pub frequencies: Frequencies,
    /// True of a form that is there and says enough to be compared by its words alone.
    pub is_long: Vec<bool>,
    /// Who said it, and when; empty if no article is there.
    pub evidence: Vec<Evidence>,
    /// The article that alone has it.
    only: Vec<u64>,
    /// Words of it that it quotes itself.
    inner: FxHashMap<u32, (u16, u16)>,
}

/// True if a wording says enough to be compared by its words alone.
fn is_long(tokens: &[Token], frequencies: &Frequencies) -> bool {
    tokens.len() >= LEAST_WORDS
        && tokens.iter().filter(|token| !is_frequent(**token)).count() >= 2
        && frequencies.total(tokens) >= LEAST_WEIGHT
}

impl View {
    /// Of articles and their items, which have forms that `number` gives; see [`Frequencies::of`].
    pub fn of(forms: &Forms, added: u32, articles: &[ArticleRow], items: &[Item], number: impl Fn(u32) -> u32) -> View {
        let mut evidence = vec![Evidence::default(); if articles.is_empty() { 0 } else { forms.len() }];
        let mut only = vec![NOWHERE; forms.len()];
        let mut inner = FxHashMap::default();
        for article in articles {
            let range = article.first as usize..(article.first + article.count) as usize;
            let own = mix(article.key ^ article.content.rotate_left(32)).max(SEVERAL + 1);
            for item in items.get(range).unwrap_or_default() {
                let form = number(item.form) as usize;
                let (Some(evidence), Some(only)) = (evidence.get_mut(form), only.get_mut(form)) else { continue };
                evidence.add(item, article.day);
                if item.inner.0 < item.inner.1 {
                    inner.entry(form as u32).or_insert(item.inner);
                }
                *only = if [NOWHERE, own].contains(only) { own } else { SEVERAL };
            }
        }
        let is_there = |form: u32| only[form as usize] != NOWHERE;
        let frequencies = Frequencies::of(forms, added, is_there);
        let is_long =
            (0..forms.len() as u32).map(|form| is_there(form) && is_long(forms.tokens(form), &frequencies)).collect();
        View { frequencies, is_long, evidence, only, inner }
    }

    /// True if a form is there.
    pub fn has(&self, form: u32) -> bool {
        self.only.get(form as usize).is_some_and(|only| *only != NOWHERE)
    }

    /// The words of a form that it quotes itself: they are somebody else's, or an earlier utterance.
    pub fn inner(&self, form: u32) -> std::ops::Range<usize> {
        self.inner.get(&form).map_or(0..0, |(from, to)| usize::from(*from)..usize::from(*to))
    }

    /// True if two forms are in one article, and in no other.
    pub fn are_twice(&self, form: u32, other: u32) -> bool {
        let only = self.only[form as usize];
        only > SEVERAL && only == self.only[other as usize]
    }
}
