//! Stories: articles about one event.
//!
//! Articles are taken in order of their dates. Each goes to the story of the same days that it is most
//! like, or begins a new one: single-pass clustering, as topic detection has done since Allan,
//! Papka and Lavrenko, "On-line new event detection and tracking" (SIGIR 1998). What counts is how
//! like its telling words are to those of the story (the cosine of tf-idf weights), and
//! utterances that both carry, see `families`. `cluster` decides about one article after the other, `update` says
//! from which on, `store` keeps articles with their telling words.
//!
//! **Invariant:** pure; no I/O and no engine. The same stories for the same articles however they came; an article is
//! compared only with stories of its days that share a telling word or an utterance with it, and those before
//! the first that is new are not compared again.

mod cluster;
mod store;
mod update;

#[cfg(test)]
mod tests;

pub use store::{ArticleRow, NO_DAY, Store, StoryRow};
pub use update::{NewArticle, Update};

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::text::{is_stop_word, words};

/// Raised when the store or the way of grouping changes: stories are then made anew.
pub const VERSION: u32 = 4;

/// Telling words that are kept of an article.
const MAX_TERMS: usize = 40;

/// A word of the title counts as often as this many in the text.
const TITLE_WORDS: u32 = 2;

/// Words of more than this share of the articles tell nothing.
const MAX_SHARE: f64 = 0.05;

/// Shortest word that is regarded, in bytes.
const MIN_BYTES: usize = 4;

/// A word as a number.
pub type Term = u32;

/// The number of a folded word.
pub fn term_of(folded: &[u8]) -> Term {
    xxh3_64(folded) as u32
}

/// How many articles have each word.
#[derive(Clone, Debug, Default)]
pub struct Frequencies {
    /// By word.
    pub counts: FxHashMap<Term, u32>,
    /// Articles in all.
    pub articles: u64,
}

/// The telling words of an article with their weights, as a vector of length one, ordered by word.
pub fn terms(title: &str, text: &str, frequencies: &Frequencies) -> Vec<(Term, f32)> {
    let mut counts: FxHashMap<Term, u32> = FxHashMap::default();
    for (part, times) in [(title, TITLE_WORDS), (text, 1)] {
        words(part, |token| {
            if token.plain && token.term.len() >= MIN_BYTES && !is_stop_word(token.term) {
                *counts.entry(term_of(token.term.as_bytes())).or_default() += times;
            }
        });
    }
    let articles = frequencies.articles.max(1) as f64;
    // In an archive of a few articles every word may be in many of them.
    let most = (articles * MAX_SHARE).max(20.0);
    let mut weighed: Vec<(Term, f32)> = counts
        .into_iter()
        .filter_map(|(term, count)| {
            let n_articles = f64::from(frequencies.counts.get(&term).copied().unwrap_or(1));
            // A word that nobody else has makes no two articles alike.
            let is_telling = n_articles >= 2.0 && n_articles <= most;
            is_telling.then(|| (term, ((1.0 + f64::from(count).ln()) * (1.0 + articles / n_articles).ln()) as f32))
        })
        .collect();
    weighed.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    weighed.truncate(MAX_TERMS);
    // Many are kept at a time, and most words of an article are not among them.
    weighed.shrink_to_fit();
    let length = weighed.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    weighed.iter_mut().for_each(|(_, weight)| *weight /= length.max(f32::MIN_POSITIVE));
    weighed.sort_unstable_by_key(|(term, _)| *term);
    weighed
}
