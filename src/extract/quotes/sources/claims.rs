//! What others claim, shout and charge: `denied Lee’s claim that he was “…”` are Lee’s words,
//! `rejected claims that she was “…”` and `pleaded guilty to “…”` nobody’s that is named.

use super::{Source, cue_before, follows_be, goes_on, mention_ending, name_at};
use crate::extract::quotes::reading::Reading;
use crate::extract::speakers::lexicon::class;
use crate::extract::speakers::mentions::Form;
use crate::extract::speakers::tokens::{Kind, Token, hash_word, hash_words};

const HASH_AS: u32 = hash_word("as");
const HASH_THAT: u32 = hash_word("that");
const HASH_OF: u32 = hash_word("of");
const HASH_BY: u32 = hash_word("by");
const HASH_FROM: u32 = hash_word("from");
const HASH_GUILTY: u32 = hash_word("guilty");
const HASH_TO: u32 = hash_word("to");

/// Nouns of saying, with `that`, `of` or `about` behind them.
const CLAIMS: [u32; 34] = hash_words([
    "claim",
    "claims",
    "allegation",
    "allegations",
    "accusation",
    "accusations",
    "suggestion",
    "suggestions",
    "assertion",
    "assertions",
    "report",
    "reports",
    "rumour",
    "rumours",
    "rumor",
    "rumors",
    "charge",
    "charges",
    "criticism",
    "criticisms",
    "insinuation",
    "insinuations",
    "complaint",
    "complaints",
    "contention",
    "insistence",
    "warning",
    "warnings",
    "prediction",
    "speculation",
    "argument",
    "notion",
    "remark",
    "comment",
]);

/// Those that are verbs behind `to`.
const VERBS: [u32; 5] = hash_words(["claim", "report", "charge", "remark", "comment"]);

/// Nouns with `of … as` behind them.
const DESCRIPTIONS: [u32; 7] = hash_words([
    "description",
    "descriptions",
    "characterization",
    "characterisation",
    "depiction",
    "portrayal",
    "dismissal",
]);

/// Behind a claim.
const LINKS: [u32; 7] = hash_words(["that", "of", "about", "as", "by", "from", "for"]);

/// What is done to a claim by whom it is about.
const DISPUTES: [u32; 51] = hash_words([
    "reject",
    "rejects",
    "rejected",
    "rejecting",
    "deny",
    "denies",
    "denied",
    "denying",
    "dismiss",
    "dismisses",
    "dismissed",
    "dismissing",
    "dispute",
    "disputes",
    "disputed",
    "disputing",
    "refute",
    "refutes",
    "refuted",
    "refuting",
    "rebut",
    "rebuts",
    "rebutted",
    "rebutting",
    "face",
    "faces",
    "faced",
    "facing",
    "counter",
    "counters",
    "countered",
    "contests",
    "contested",
    "contest",
    "ridiculed",
    "shrugged",
    "brushed",
    "laughed",
    "waved",
    "batted",
    "despite",
    "amid",
    "responding",
    "responded",
    "hit",
    "denounced",
    "condemned",
    "quashed",
    "dogged",
    "addressing",
    "addressed",
]);

/// Before what others claim: `amid reports that`, `an inquiry into claims that`.
const REACTS: [u32; 8] = hash_words(["into", "amid", "despite", "to", "at", "against", "about", "over"]);

/// Words between a dispute and the claim: `hit back at`, `brushed off the`.
const BETWEEN: usize = 4;

/// Words between a claim and the quotation.
const NEAR: usize = 12;

/// Noises of people.
const CRIES: [u32; 12] = hash_words([
    "cries", "shouts", "chants", "calls", "cheers", "jeers", "screams", "yells", "chorus", "choruses", "murmurs",
    "heckles",
]);

pub(super) fn source(reading: &Reading, place: usize) -> Option<Source> {
    if is_charge(reading, place) || is_cry(&reading.tokens, place) {
        return Some(Source::Unnamed);
    }
    let tokens = &reading.tokens;
    let before = (place.saturating_sub(NEAR)..place).rev().take_while(|at| goes_on(tokens, *at, place));
    for noun in before {
        let is_described = DESCRIPTIONS.contains(&tokens[noun].hash);
        if (CLAIMS.contains(&tokens[noun].hash) || is_described)
            && tokens[noun].kind == Kind::Lower
            && is_noun(tokens, noun)
        {
            return claimed(reading, noun, is_described, place);
        }
        // Another verb of speech or a further clause has the word.
        if tokens[noun].is(class::SPEECH) && !tokens[noun].is(class::PLAIN) || tokens[noun].kind == Kind::Comma {
            return None;
        }
    }
    None
}

/// True if a claim at `at` is a noun: behind an owner, a determiner or a verb, and `that` or the like behind it.
fn is_noun(tokens: &[Token], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|at| &tokens[at]) else { return false };
    let is_object = before.kind == Kind::Possessive
        || before.is(class::DET | class::POSSESSIVE | class::PREP | class::SPEECH | class::VERB)
        || DISPUTES.contains(&before.hash)
        || !before.is(class::BREAK) && before.kind == Kind::Lower;
    // `went on to claim that`
    let is_infinitive = before.hash == HASH_TO && VERBS.contains(&tokens[at].hash);
    is_object && !is_infinitive && before.sentence == tokens[at].sentence
}

/// Whose the claim at `noun` is.
fn claimed(reading: &Reading, noun: usize, is_described: bool, place: usize) -> Option<Source> {
    let tokens = &reading.tokens;
    let next = &tokens[noun + 1];
    let is_linked = LINKS.contains(&next.hash) || noun + 1 == place;
    // `dismissed the claim as “…”`: that is what the one who dismisses it says.
    if !is_linked || !is_described && tokens[place - 1].hash == HASH_AS {
        return None;
    }
    if matches!(next.hash, HASH_BY | HASH_FROM)
        && let Some((index, name)) = name_at(reading, noun + 2)
    {
        let behind = &tokens[name.last as usize];
        if !behind.is(class::SUBORD) && behind.kind != Kind::Colon {
            return None;
        }
        return Some(Source::Mention(index));
    }
    // The owner, perhaps with an adjective behind: `Lee’s earlier claim`.
    let adjectives = tokens[..noun].iter().rev().take(2).take_while(|token| is_adjective(token)).count();
    let opener = noun.checked_sub(adjectives + 1)?;
    if tokens[opener].kind == Kind::Possessive {
        let (index, owner) = mention_ending(reading, opener)?;
        // A claim that is the subject is judged by another: `said that Lee’s claim was “…”`.
        let governor = (owner.titled as usize).checked_sub(1).map(|at| &tokens[at])?;
        let is_object = governor.sentence == tokens[noun].sentence
            && (governor.is(class::PREP) || DISPUTES.contains(&governor.hash) || is_adjective(governor));
        let is_name = owner.form.is_name() || owner.form == Form::Organisation;
        return (is_name && is_object).then_some(Source::Mention(index));
    }
    if tokens[opener].is(class::POSSESSIVE) {
        return None;
    }
    // `an inquiry into claims that`, `amid reports that`
    if next.hash == HASH_THAT && noun == opener + 1 && REACTS.contains(&tokens[opener].hash) {
        return Some(Source::Unnamed);
    }
    let is_disputed = (noun.saturating_sub(BETWEEN)..noun)
        .rev()
        .take_while(|at| tokens[*at].is_word() && tokens[*at].sentence == tokens[place].sentence)
        .any(|at| DISPUTES.contains(&tokens[at].hash));
    is_disputed.then_some(Source::Unnamed)
}

fn is_adjective(token: &Token) -> bool {
    token.kind == Kind::Lower && !token.is(class::BREAK & !class::ADVERB | class::DET | class::POSSESSIVE)
}

/// Participles of the court; `guilty of` and `guilty to` likewise.
const CHARGED: [u32; 12] = hash_words([
    "charged",
    "convicted",
    "accused",
    "acquitted",
    "cleared",
    "indicted",
    "suspected",
    "arrested",
    "sentenced",
    "jailed",
    "fined",
    "suspended",
]);

/// Before `guilty`.
const PLEAS: [u32; 6] = hash_words(["pleaded", "pleads", "plead", "pled", "pleading", "found"]);

/// `was convicted of “…”`, `pleaded guilty to “…”`.
fn is_charge(reading: &Reading, place: usize) -> bool {
    let tokens = &reading.tokens;
    let skip = usize::from(place > 0 && tokens[place - 1].is(class::DET));
    let Some(verb) = place.checked_sub(skip + 2) else { return false };
    let link = &tokens[verb + 1];
    if link.sentence != tokens[place].sentence || !link.is(class::PREP) {
        return false;
    }
    // `Lee said Brown was guilty of “…”` are Lee’s words.
    let is_plea = |at: usize| PLEAS.contains(&tokens[at].hash) && at + 1 == verb;
    if cue_before(reading, verb).is_some_and(|earlier| !is_plea(earlier) || cue_before(reading, earlier).is_some()) {
        return false;
    }
    tokens[verb].hash == HASH_GUILTY && matches!(link.hash, HASH_OF | HASH_TO)
        || CHARGED.contains(&tokens[verb].hash) && link.hash != HASH_TO && follows_be(tokens, verb)
}

/// `left to cries of “…”`, `was met with shouts of “…”`.
fn is_cry(tokens: &[Token], place: usize) -> bool {
    let Some(noun) = place.checked_sub(2) else { return false };
    let is_noise = CRIES.contains(&tokens[noun].hash) && tokens[noun + 1].hash == HASH_OF;
    let loud = tokens[..noun].iter().rev().take(2).take_while(|token| is_adjective(token)).count();
    let before = noun.checked_sub(loud + 1).map(|at| &tokens[at]);
    is_noise
        && tokens[noun].sentence == tokens[place].sentence
        && before.is_some_and(|before| before.is(class::PREP) && before.sentence == tokens[place].sentence)
}
