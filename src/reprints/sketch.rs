//! A sample of the runs of words of an article.
//!
//! A hash is kept if some of its bits are zero; how many, the level, depends on the length. What is kept at a
//! level is also kept at every lower one, so two sketches are compared at the higher of their levels.

use xxhash_rust::xxh3::xxh3_64;

use crate::model::{Article, Span};
use crate::text::words;

/// Words of a run.
const RUN: usize = 5;

/// Articles up to so many runs are sampled at [`SHORT_LEVEL`].
const SHORT: usize = 128;
const SHORT_LEVEL: u8 = 1;

/// The level of others: one run of eight.
pub const USUAL_LEVEL: u8 = 3;

/// Most hashes of an article, about: longer ones are sampled at higher levels.
const MOST: usize = 256;

/// Bit of a hash that says that the run stands in a quotation.
pub const QUOTED: u32 = 1;

/// What is kept of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    /// Hash of the text without the white space around it; 0 of an empty one.
    pub text: u64,
    /// Number of words.
    pub words: u32,
    /// Number of different runs.
    pub runs: u32,
    /// Bits of the hashes that are zero.
    pub level: u8,
    /// Hashes of runs, ascending, each once; the lowest bit is `QUOTED`.
    pub hashes: Vec<u32>,
}

/// True if a hash is kept at a level.
pub fn is_at(hash: u32, level: u8) -> bool {
    (hash >> 1) & ((1u32 << level) - 1) == 0
}

/// Reads the sketch of an article.
pub fn sketch(article: &Article) -> Sketch {
    let text = article.text.trim();
    let mut runs: Vec<u32> = Vec::with_capacity(article.text.len() / 5);
    let mut last = [(0u64, false); RUN];
    let mut n_words = 0usize;
    let mut quotes = Spans::of(article.quotes.iter().map(|quote| quote.words));
    let mut skipped = Spans::of(article.boilerplate.iter().copied());
    words(&article.text, |token| {
        let at = token.span.start();
        if !token.plain || skipped.has(at) {
            return;
        }
        last.rotate_left(1);
        last[RUN - 1] = (xxh3_64(token.term.as_bytes()), quotes.has(at));
        n_words += 1;
        if n_words >= RUN {
            runs.push(hash_of(&last));
        }
    });
    if n_words > 0 && n_words < RUN {
        runs.push(hash_of(&last));
    }
    // The same run in and out of a quotation counts as narration, which sorts first.
    runs.sort_unstable();
    runs.dedup_by_key(|hash| *hash & !QUOTED);
    let n_runs = runs.len();
    let mut level = if n_runs <= SHORT { SHORT_LEVEL } else { USUAL_LEVEL };
    while n_runs >> level > MOST && level < 20 {
        level += 1;
    }
    runs.retain(|hash| is_at(*hash, level));
    runs.shrink_to_fit();
    Sketch {
        text: if text.is_empty() { 0 } else { xxh3_64(text.as_bytes()).max(1) },
        words: u32::try_from(n_words).unwrap_or(u32::MAX),
        runs: u32::try_from(n_runs).unwrap_or(u32::MAX),
        level,
        hashes: runs,
    }
}

fn hash_of(words: &[(u64, bool); RUN]) -> u32 {
    let mut bytes = [0u8; RUN * 8];
    for (slot, (word, _)) in bytes.chunks_exact_mut(8).zip(words) {
        slot.copy_from_slice(&word.to_le_bytes());
    }
    let quoted = words.iter().filter(|(_, is_quoted)| *is_quoted).count();
    let flag = if quoted * 2 > RUN { QUOTED } else { 0 };
    (xxh3_64(&bytes) as u32) & !QUOTED | flag
}

/// Stretches in order, asked for places in order.
struct Spans<I: Iterator<Item = Span>> {
    rest: std::iter::Peekable<I>,
}

impl<I: Iterator<Item = Span>> Spans<I> {
    fn of(spans: I) -> Spans<I> {
        Spans { rest: spans.peekable() }
    }

    fn has(&mut self, at: usize) -> bool {
        while self.rest.next_if(|span| span.end() <= at).is_some() {}
        self.rest.peek().is_some_and(|span| span.start() <= at)
    }
}
