//! Titles of works in quotation marks: `wrote “The Long Road Home”`, `starred in “…”`. Nobody says them.

use super::marks::Stretch;
use super::reading::Reading;
use crate::extract::speakers::lexicon::class;
use crate::extract::speakers::mentions::NONE;
use crate::extract::speakers::tokens::{Kind, hash_word, hash_words};

/// What is done to a work.
const MAKES: [u32; 39] = hash_words([
    "wrote",
    "writes",
    "write",
    "written",
    "writing",
    "authored",
    "authors",
    "penned",
    "directed",
    "directs",
    "directing",
    "produced",
    "produces",
    "composed",
    "composes",
    "published",
    "publishes",
    "publishing",
    "recorded",
    "records",
    "sang",
    "sings",
    "sing",
    "sung",
    "singing",
    "performed",
    "performs",
    "performing",
    "hummed",
    "painted",
    "released",
    "filmed",
    "co-wrote",
    "co-authored",
    "edited",
    "translated",
    "illustrated",
    "narrated",
    "adapted",
]);

/// The same, with `in` behind.
const PLAYS: [u32; 12] = hash_words([
    "starred",
    "stars",
    "starring",
    "appeared",
    "appears",
    "appearing",
    "acted",
    "played",
    "plays",
    "featured",
    "sang",
    "danced",
]);

const HASH_IN: u32 = hash_word("in");
const HASH_ON: u32 = hash_word("on");

/// Works named in a row that are looked back over.
const ROW: usize = 6;

/// True if the words are the title of a work that somebody makes or plays in.
pub fn is_work(reading: &Reading, number: usize) -> bool {
    let mut number = number;
    for _ in 0..ROW {
        let place = reading.places[number];
        if place == NONE || !is_title(words(reading, &reading.stretches[number])) {
            return false;
        }
        let place = place as usize;
        let before = |back: usize| {
            let token = place.checked_sub(back).map(|at| &reading.tokens[at]);
            token.filter(|token| token.sentence == reading.tokens[place].sentence)
        };
        let Some(last) = before(1) else { return false };
        if MAKES.contains(&last.hash) && last.kind == Kind::Lower {
            // `wrote “…” on the wall`
            return reading.tokens.get(place + 1).is_none_or(|next| next.hash != HASH_ON);
        }
        if last.hash == HASH_IN {
            return before(2).is_some_and(|verb| PLAYS.contains(&verb.hash));
        }
        // `wrote “…” and “…”`
        let skip = if last.is(class::CONJ) { 1 } else { 0 };
        let is_row = last.is(class::CONJ) || last.kind == Kind::Comma;
        let joined = before(1 + skip).is_some_and(|token| token.kind == Kind::Quote)
            || before(2).is_some_and(|t| t.kind == Kind::Quote);
        if !is_row || !joined || number == 0 {
            return false;
        }
        number -= 1;
    }
    false
}

fn words<'t>(reading: &Reading<'t>, stretch: &Stretch) -> &'t str {
    reading.text.get(stretch.start as usize..stretch.end as usize).unwrap_or("")
}

/// True if all words but small ones begin with a capital, the first and the last among them, and not all are
/// capitals throughout.
fn is_title(words: &str) -> bool {
    let words = words.trim_end_matches([',', '.', ';']);
    if words.ends_with(['!', '…']) || words.len() > 120 {
        return false;
    }
    let mut count = 0;
    let mut capitals = 0;
    let mut last = false;
    for word in words.split_whitespace() {
        let is_capital = word.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_numeric());
        if !is_capital && (count == 0 || word.chars().count() > 4) || word.ends_with([',', '.']) {
            return false;
        }
        count += 1;
        capitals += usize::from(is_capital);
        last = is_capital;
    }
    let shouts = !words.chars().any(char::is_lowercase);
    count >= 2 && capitals * 2 >= count && capitals >= 2 && last && !shouts
}
