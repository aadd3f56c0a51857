//! Offices of several words: what they are of, and where the name behind them begins.
//!
//! `Chief Justice of Pakistan Umar Khan`, `Minister of State for Health Ann Lee`, `Special Agent in Charge Ann Lee`,
//! `the Foreign and Commonwealth Minister`, `the Duke of Wessex`. Looks at a few words on either side.

use super::lexicon::class;
use super::tokens::{Kind, Token, hash_word, hash_words};

const HASH_OF: u32 = hash_word("of");

/// Where the name begins in a run that goes on with `of` at `from`: behind what the office is of, `Chief Justice of
/// Pakistan Umar Khan`.
pub(super) fn behind_office(tokens: &[Token], from: usize, end: usize) -> usize {
    let object = from + 1 + usize::from(tokens.get(from + 1).is_some_and(|token| token.is(class::DET)));
    let is_body = |at: usize| tokens[at].is(class::PLACE | class::ORG);
    let mut start = object + 1;
    while start + 1 < end && is_body(start) && !tokens[start].is(class::FIRST_NAME) {
        start += 1;
    }
    let first_name = (from + 1..end - 1).find(|at| tokens[*at].is(class::FIRST_NAME));
    let is_known = object < end && (is_body(object) || OBJECTS.contains(&tokens[object].hash));
    // As many words as a name has are left, and none of another office.
    let is_name = start + 2 <= end && end <= start + 4 && tokens[start..end].iter().all(|token| !token.is(class::PREP));
    match first_name {
        Some(first) if !(is_known && is_name) => first,
        _ if is_name => start,
        _ => (end - 2).max(from + 1).min(end - 1),
    }
}

/// What offices are of besides places and bodies.
const OBJECTS: [u32; 20] = hash_words([
    "state",
    "staff",
    "defence",
    "defense",
    "health",
    "finance",
    "education",
    "justice",
    "war",
    "energy",
    "labor",
    "labour",
    "agriculture",
    "commerce",
    "transport",
    "transportation",
    "interior",
    "schools",
    "works",
    "housing",
]);

/// True for `Duke of Wessex`: a title that is a name without `of` and a place.
pub(super) fn is_peer(tokens: &[Token], at: usize) -> bool {
    PEERS.contains(&tokens[at].hash)
        && tokens.get(at + 1).is_some_and(|of| of.hash == HASH_OF && of.kind == Kind::Lower)
        && tokens.get(at + 2).is_some_and(|place| place.kind == Kind::Capital)
}

/// Titles of peers that are first names.
const PEERS: [u32; 4] = hash_words(["duke", "earl", "count", "marquis"]);

/// Where the phrase begins of an office of several things, whose end stands at `at..end`: `the Foreign and
/// Commonwealth Minister`.
pub(super) fn office_of_several(tokens: &[Token], at: usize, end: usize) -> Option<usize> {
    let last = &tokens[end - 1];
    let is_office = last.is(class::TITLE) && last.kind == Kind::Capital && !last.is(class::FIRST_NAME);
    let is_joint = |token: &Token| token.kind == Kind::Lower && (token.is(class::CONJ) || token.hash == HASH_OF);
    if !is_office || end < at + 2 || !at.checked_sub(1).is_some_and(|before| is_joint(&tokens[before])) {
        return None;
    }
    let same = |token: &&Token| token.sentence == last.sentence && (token.kind == Kind::Capital || is_joint(token));
    let back = tokens[..at].iter().rev().take(7).take_while(|token| same(token) && !token.is(class::DET)).count();
    let opener = at.checked_sub(back + 1)?;
    (back < 7 && tokens[opener].is(class::DET) && tokens[opener].sentence == last.sentence).then_some(opener)
}

/// Behind the `in` of an office.
const IN_CHARGE: [u32; 3] = hash_words(["charge", "chief", "residence"]);

/// True for the `in` of `Special Agent in Charge` at `at`.
pub(super) fn is_in_charge(tokens: &[Token], at: usize) -> bool {
    tokens[at].hash == hash_word("in") && tokens.get(at + 1).is_some_and(|next| IN_CHARGE.contains(&next.hash))
}

/// True for the `for` of `Minister of State for Health` at `end`, in a run that begins at `at`.
pub(super) fn is_of_state_for(tokens: &[Token], at: usize, end: usize) -> bool {
    tokens[end].hash == hash_word("for")
        && end > at + 2
        && tokens[end - 1].hash == hash_word("state")
        && tokens[end - 2].hash == HASH_OF
}
