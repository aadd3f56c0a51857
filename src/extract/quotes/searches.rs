//! Words that somebody types to look for something: `typed “…” into a search engine`, `googled “…”`. Nobody says them.

use super::reading::Reading;
use crate::extract::speakers::tokens::{hash_word, hash_words};

/// With `into` behind the words.
const TYPES: [u32; 9] =
    hash_words(["typed", "types", "typing", "type", "entered", "entering", "keyed", "punched", "pasted"]);

/// With the words behind, perhaps after `for`.
const SEARCHES: [u32; 4] = hash_words(["searched", "searching", "searches", "search"]);

/// Between a search and its words: `searched the internet for`, `searched online for`.
const BETWEEN: [u32; 10] = hash_words(["for", "online", "up", "the", "internet", "web", "google", "site", "on", "out"]);

const HASH_INTO: u32 = hash_word("into");
const HASH_FOR: u32 = hash_word("for");

/// The same without `for`.
const GOOGLES: [u32; 3] = hash_words(["googled", "googling", "googles"]);

/// True for words that are typed for a search.
pub fn is_search(reading: &Reading, place: u32) -> bool {
    let (tokens, place) = (&reading.tokens, place as usize);
    let sentence = tokens[place].sentence;
    let is_into = tokens.get(place + 1).is_some_and(|next| next.hash == HASH_INTO && next.sentence == sentence);
    let before = tokens[..place].iter().rev().take_while(|token| token.sentence == sentence);
    let between = before.clone().take(5).take_while(|token| BETWEEN.contains(&token.hash)).count();
    let Some(verb) = before.clone().nth(between) else { return false };
    let has_for = before.take(1).any(|token| token.hash == HASH_FOR);
    is_into && between == 0 && TYPES.contains(&verb.hash)
        || SEARCHES.contains(&verb.hash) && has_for
        || GOOGLES.contains(&verb.hash)
}
