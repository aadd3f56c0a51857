//! Words that somebody did not say: `Lee never said “…”`, `denied saying “…”`, `“…,” not “…”`.

use super::reading::Reading;
use crate::extract::speakers::lexicon::class;
use crate::extract::speakers::tokens::{Kind, Token, hash_word};

const HASH_NOT: u32 = hash_word("not");
const HASH_THAT: u32 = hash_word("that");

/// Verbs that put words into somebody's mouth; the denial of others says something else
/// (`did not think “…”`, `never called it “…”`).
const SAYS: [u32; 17] = [
    hash_word("say"),
    hash_word("said"),
    hash_word("saying"),
    hash_word("tell"),
    hash_word("told"),
    hash_word("telling"),
    hash_word("write"),
    hash_word("wrote"),
    hash_word("written"),
    hash_word("writing"),
    hash_word("tweet"),
    hash_word("tweeted"),
    hash_word("tweeting"),
    hash_word("shout"),
    hash_word("shouted"),
    hash_word("shouting"),
    hash_word("state"),
];

const NEGATIONS: [u32; 11] = [
    HASH_NOT,
    hash_word("never"),
    hash_word("didn't"),
    hash_word("doesn't"),
    hash_word("don't"),
    hash_word("hasn't"),
    hash_word("haven't"),
    hash_word("hadn't"),
    hash_word("wouldn't"),
    hash_word("couldn't"),
    hash_word("won't"),
];

const DENIES: [u32; 5] =
    [hash_word("deny"), hash_word("denies"), hash_word("denied"), hash_word("denying"), hash_word("disputed")];

/// Between a negation and its verb: `has never ever said`, `did not actually say`; not `not only said`.
const BETWEEN: [u32; 7] = [
    hash_word("ever"),
    hash_word("actually"),
    hash_word("once"),
    hash_word("really"),
    hash_word("have"),
    hash_word("in"),
    hash_word("fact"),
];

/// True if the sentence denies that these words were said.
pub fn is_denied(reading: &Reading, place: u32) -> bool {
    let tokens = &reading.tokens;
    let place = place as usize;
    let sentence = tokens[place].sentence;
    let before: Vec<&Token> =
        tokens[..place].iter().rev().take(12).take_while(|token| token.sentence == sentence).collect();
    // `“…,” not “…”`: what somebody else was said to have said.
    let last = before.iter().position(|token| token.kind != Kind::Comma);
    if before.first().is_some_and(|not| not.hash == HASH_NOT)
        && before[1..].iter().find(|token| token.kind != Kind::Comma).is_some_and(|token| token.kind == Kind::Quote)
    {
        return true;
    }
    let Some(last) = last else { return false };
    let skip = usize::from(before[last].hash == HASH_THAT || before[last].kind == Kind::Colon);
    let rest = &before[last + skip..];
    // The listener may stand between: `never told her “…”`.
    let listener = rest.iter().take(3).take_while(|token| !token.is(class::SPEECH) && token.is_word()).count();
    let Some((verb, subject)) = rest.get(listener..).and_then(|rest| rest.split_first()) else { return false };
    if !SAYS.contains(&verb.hash) || verb.kind != Kind::Lower || listener > 0 && !verb.is(class::TELLS) {
        return false;
    }
    let negation = subject.iter().find(|token| !BETWEEN.contains(&token.hash));
    let is_negated = negation.is_some_and(|token| NEGATIONS.contains(&token.hash));
    // `denied saying`, `denied having said`, `denied that she had ever said`.
    let is_denied = subject
        .iter()
        .take(5)
        .find(|token| {
            !BETWEEN.contains(&token.hash) && token.hash != HASH_THAT && !token.is(class::AUX | class::SUBJECT)
        })
        .is_some_and(|token| DENIES.contains(&token.hash));
    // `He never said “…,” Lee said`: another tells it.
    let is_told = tokens[place + 1..]
        .iter()
        .take(6)
        .take_while(|token| token.sentence == sentence)
        .any(|token| token.is(class::SPEECH) && token.kind == Kind::Lower);
    (is_negated || is_denied) && !is_told
}
