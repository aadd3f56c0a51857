//! Lines of a play: `“You never rang me,” she tells him in the first scene`. They are those of a part, not of who
//! plays it, so their speaker is left open.

use super::reading::Reading;
use super::sources::{cue_after, cue_before, goes_on};
use crate::extract::speakers::lexicon::class;
use crate::extract::speakers::tokens::{hash_word, hash_words};

/// Parts of a play or film.
const SCENES: [u32; 10] = hash_words([
    "scene",
    "scenes",
    "sketch",
    "skit",
    "vignette",
    "flashback",
    "montage",
    "monologue",
    "soliloquy",
    "finale",
]);

/// Before a part: `in the opening scene`.
const HASH_IN: u32 = hash_word("in");

/// Words between `in` and the part.
const ADJECTIVES: usize = 4;

/// Words of the sentence looked at on each side.
const REACH: usize = 16;

/// True for words that are told, in the present, of a scene.
pub fn is_line(reading: &Reading, place: u32) -> bool {
    let (tokens, place) = (&reading.tokens, place as usize);
    let Some(cue) = cue_after(reading, place).or_else(|| cue_before(reading, place)) else { return false };
    if !tokens[cue].is(class::PLAIN) {
        return false;
    }
    let mut around = place.saturating_sub(REACH)..tokens.len().min(place + REACH);
    around.any(|at| {
        SCENES.contains(&tokens[at].hash)
            && (at < place || goes_on(tokens, at, place))
            && tokens[at].sentence == tokens[place].sentence
            && tokens[..at]
                .iter()
                .rev()
                .take(ADJECTIVES)
                .take_while(|token| token.is_word() && token.sentence == tokens[at].sentence)
                .any(|token| token.hash == HASH_IN)
    })
}
