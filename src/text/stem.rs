//! Inflections of a word, by the Snowball stemmers.
//!
//! Articles are indexed unstemmed. At query time a word stands for all indexed forms that share
//! its stem, in each language of the index.

use std::borrow::Cow;

use rust_stemmers::Algorithm;

/// Reduces folded words of one language to their stems.
pub struct Stemmer {
    inner: rust_stemmers::Stemmer,
    algorithm: Algorithm,
    keeps_first: bool,
}

impl Clone for Stemmer {
    fn clone(&self) -> Stemmer {
        Stemmer { inner: rust_stemmers::Stemmer::create(self.algorithm), ..*self }
    }
}

impl Stemmer {
    /// The stemmer of a language, by ISO 639-1 code; `None` where Snowball has none.
    pub fn of(language: &str) -> Option<Stemmer> {
        let algorithm = algorithm(language)?;
        // The other algorithms take endings off and nothing else.
        let keeps_first = !matches!(algorithm, Algorithm::Arabic | Algorithm::Tamil);
        Some(Stemmer { inner: rust_stemmers::Stemmer::create(algorithm), algorithm, keeps_first })
    }

    /// True if a stem always begins with the first letter of its word, so that words with
    /// another one need not be stemmed to be told apart.
    pub fn keeps_first(&self) -> bool {
        self.keeps_first
    }

    /// False if the stem of `word` is surely not `stem`, told without stemming it: words that
    /// share a stem begin like it but for its last letter, and nearly none does.
    pub fn may_reduce(&self, word: &str, stem: &str) -> bool {
        if !self.keeps_first {
            // Scripts of their own; other words stay as they are.
            return !word.is_ascii();
        }
        // `dying` is the one kind of form that begins otherwise than its stem `die`.
        word.starts_with(shortened(stem)) || (word.ends_with("ying") && stem.ends_with("ie"))
    }

    /// The stem of a folded word.
    pub fn stem<'w>(&self, word: &'w str) -> Cow<'w, str> {
        self.inner.stem(word)
    }
}

/// What all words begin with that share a stem: it ends in another letter in some of them
/// (`happi` for `happy`).
pub fn shortened(stem: &str) -> &str {
    // Dutch `schoonheden`, of `schoonheid`.
    if let Some(before) = stem.strip_suffix("eid").filter(|before| before.len() > 3) {
        return before;
    }
    let without_last = stem.char_indices().next_back().map_or("", |(at, _)| &stem[..at]);
    if without_last.len() < 2 { stem } else { without_last }
}

/// True if words of the language can be stemmed; see [`Stemmer::of`].
pub fn stemmable(language: &str) -> bool {
    algorithm(language).is_some()
}

fn algorithm(language: &str) -> Option<Algorithm> {
    Some(match language {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "nl" => Algorithm::Dutch,
        "en" => Algorithm::English,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "no" | "nb" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "es" => Algorithm::Spanish,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}
