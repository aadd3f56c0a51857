//! People whom the text calls dead. A last name alone, in an obituary, may well be that of a son or a widow.

use super::candidates::Candidate;
use super::reading::Reading;
use crate::extract::speakers::lexicon::class;
use crate::extract::speakers::mentions::{Form, Mention, NONE};
use crate::extract::speakers::tokens::{Kind, hash_word, hash_words};

/// The most that is promised of one who is called dead and named by the last name alone.
pub const AT_MOST: f32 = 0.85;

const HASH_LATE: u32 = hash_word("late");
const HASH_OF: u32 = hash_word("of");
const HASH_WAS: u32 = hash_word("was");
const HASH_PASSED: u32 = hash_word("passed");
const HASH_AWAY: u32 = hash_word("away");

/// Behind a name.
const DIES: [u32; 3] = hash_words(["died", "dies", "perished"]);

/// Behind a name and `was`.
const KILLED: [u32; 4] = hash_words(["killed", "murdered", "buried", "cremated"]);

/// Behind a name and `’s`.
const LEAVES: [u32; 8] = hash_words(["death", "widow", "widower", "funeral", "burial", "murder", "grave", "memorial"]);

/// Words between a name and its verb: `Lee, who was 91, died`.
const NEAR: usize = 8;

/// For each entity whether the text calls it dead.
pub fn dead(reading: &Reading) -> Vec<bool> {
    let mut dead = vec![false; reading.people.entities.len()];
    for mention in reading.mentions.iter().filter(|mention| mention.form.is_name() && mention.entity != NONE) {
        if is_dead(reading, mention) {
            dead[mention.entity as usize] = true;
        }
    }
    dead
}

/// True if the words are given to one who is called dead and whose last name alone stands beside them.
pub fn is_doubtful(reading: &Reading, candidate: &Candidate, dead: &[bool]) -> bool {
    let mention = &reading.mentions[candidate.mention as usize];
    matches!(mention.form, Form::Single | Form::Titled) && dead.get(mention.entity as usize).is_some_and(|dead| *dead)
}

fn is_dead(reading: &Reading, mention: &Mention) -> bool {
    let tokens = &reading.tokens;
    let last = mention.last as usize;
    let sentence = tokens[last - 1].sentence;
    let first = mention.titled as usize;
    if first > 0 && tokens[first - 1].hash == HASH_LATE && tokens[first - 1].sentence == sentence {
        return true;
    }
    // `the death of Lee`
    if first > 1 && tokens[first - 1].hash == HASH_OF && LEAVES.contains(&tokens[first - 2].hash) {
        return true;
    }
    let Some(next) = tokens.get(last) else { return false };
    if next.kind == Kind::Possessive {
        return tokens.get(last + 1).is_some_and(|noun| LEAVES.contains(&noun.hash));
    }
    for (at, token) in tokens.iter().enumerate().skip(last).take(NEAR) {
        let behind = tokens.get(at + 1).map_or(0, |behind| behind.hash);
        if token.sentence != sentence || token.is_capital() || token.is(class::SPEECH | class::DET) {
            return false;
        }
        if DIES.contains(&token.hash)
            || token.hash == HASH_WAS && KILLED.contains(&behind)
            || token.hash == HASH_PASSED && behind == HASH_AWAY
        {
            return true;
        }
    }
    false
}
