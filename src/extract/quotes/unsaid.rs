//! Words that were not said, or only might have been: `Lee could have said “…”`, `stopped short of
//! calling it “…”`, `declined to say if it was “…”`, `a fake video shows Lee saying “…”`.

use super::reading::Reading;
use super::sources::{cue_after, cue_before, goes_on};
use crate::extract::speakers::lexicon::class;
use crate::extract::speakers::mentions::gap;
use crate::extract::speakers::tokens::{Kind, Token, hash_word, hash_words};

const HASH_IF: u32 = hash_word("if");
const HASH_OF: u32 = hash_word("of");
const HASH_TO: u32 = hash_word("to");
const HASH_THAT: u32 = hash_word("that");
const HASH_TRUE: u32 = hash_word("true");

/// Verbs of saying and naming; of others (`did not think “…”`) the words are their subject’s all the same.
const SAYS: [u32; 51] = hash_words([
    "say",
    "says",
    "said",
    "saying",
    "tell",
    "tells",
    "told",
    "telling",
    "write",
    "writes",
    "wrote",
    "written",
    "writing",
    "state",
    "stated",
    "stating",
    "reply",
    "replied",
    "answer",
    "answered",
    "respond",
    "responded",
    "shout",
    "shouted",
    "tweet",
    "tweeted",
    "call",
    "calls",
    "called",
    "calling",
    "describe",
    "describes",
    "described",
    "describing",
    "label",
    "labelled",
    "labeled",
    "labelling",
    "labeling",
    "brand",
    "branded",
    "branding",
    "dub",
    "dubbed",
    "characterize",
    "characterized",
    "characterizing",
    "characterise",
    "characterised",
    "declare",
    "declared",
]);

/// Before a verb: what was not done.
const NEGATIONS: [u32; 16] = hash_words([
    "not", "never", "didn't", "doesn't", "don't", "hasn't", "haven't", "hadn't", "wouldn't", "couldn't", "won't",
    "can't", "cannot", "wasn't", "isn't", "nobody",
]);

/// With `have` behind: what might have been done.
const MODALS: [u32; 5] = hash_words(["could", "should", "might", "would", "ought"]);

/// Likewise, without `have`.
const WISHES: [u32; 2] = hash_words(["should", "might"]);

/// Between these and the verb.
const BETWEEN: [u32; 13] = hash_words([
    "ever",
    "actually",
    "once",
    "really",
    "in",
    "fact",
    "yet",
    "explicitly",
    "publicly",
    "directly",
    "exactly",
    "going",
    "quite",
]);

/// With `to` and a verb behind.
const DECLINES: [u32; 16] = hash_words([
    "decline",
    "declines",
    "declined",
    "declining",
    "refuse",
    "refuses",
    "refused",
    "refusing",
    "fail",
    "fails",
    "failed",
    "unwilling",
    "reluctant",
    "unable",
    "neglected",
    "omitted",
]);

const HASH_HAVE: u32 = hash_word("have");
const HASH_SHORT: u32 = hash_word("short");
const HASH_NO: u32 = hash_word("no");

const FALSE: [u32; 4] = hash_words(["false", "untrue", "nonsense", "fiction"]);
const FALSELY: [u32; 4] = hash_words(["falsely", "wrongly", "incorrectly", "wrongfully"]);
const EVIDENCE: [u32; 5] = hash_words(["evidence", "proof", "record", "indication", "recording"]);

/// Made to look like what they are not.
const FAKE: [u32; 16] = hash_words([
    "fake",
    "faked",
    "fabricated",
    "doctored",
    "ai-generated",
    "deepfake",
    "deepfaked",
    "manipulated",
    "forged",
    "bogus",
    "phony",
    "phoney",
    "spoof",
    "parody",
    "altered",
    "manufactured",
]);

/// What can be fake and holds words.
const MEDIA: [u32; 22] = hash_words([
    "quote",
    "quotes",
    "quotation",
    "video",
    "videos",
    "clip",
    "clips",
    "image",
    "images",
    "post",
    "posts",
    "tweet",
    "tweets",
    "screenshot",
    "audio",
    "recording",
    "letter",
    "article",
    "statement",
    "headline",
    "footage",
    "deepfake",
]);

/// Words between the verb and the quotation.
const NEAR: usize = 10;

/// True if the sentence tells that the words before which this verb of speech stands were not said, and
/// nobody is told to have said so behind them.
pub fn is_unsaid(reading: &Reading, place: u32) -> bool {
    let place = place as usize;
    denies(reading, place) && cue_after(reading, place).is_none()
}

/// True if the verb before the quotation is denied, or only possible.
pub fn denies(reading: &Reading, place: usize) -> bool {
    let tokens = &reading.tokens;
    let Some(cue) = cue_before(reading, place).filter(|cue| SAYS.contains(&tokens[*cue].hash)) else { return false };
    let has_comma = tokens[cue..place.saturating_sub(1).max(cue)].iter().any(|token| token.kind == Kind::Comma);
    if place - cue > NEAR || has_comma {
        return false;
    }
    is_false(reading, cue) || !has_teller(reading, cue) && (is_negated(tokens, cue) || is_condition(reading, cue))
}

/// True if somebody says it earlier in the sentence: `Lee said she would not call it “…”` are Lee’s words.
fn has_teller(reading: &Reading, cue: usize) -> bool {
    cue_before(reading, cue).is_some_and(|earlier| {
        let behind = reading.tokens.get(earlier + 1);
        // `was not going to say`
        behind.is_none_or(|behind| behind.hash != HASH_TO)
    })
}

fn is_negated(tokens: &[Token], cue: usize) -> bool {
    let sentence = tokens[cue].sentence;
    let mut has_have = false;
    let mut has_to = false;
    for token in tokens[..cue].iter().rev().take(5).take_while(|token| token.sentence == sentence) {
        if token.hash == HASH_HAVE {
            has_have = true;
        } else if token.hash == HASH_TO {
            has_to = true;
        } else if token.hash == HASH_OF && tokens[cue].is(class::ING) {
            let before = tokens[..cue].iter().rev().skip_while(|token| token.hash != HASH_OF).nth(1);
            return before.is_some_and(|before| before.hash == HASH_SHORT);
        } else if !BETWEEN.contains(&token.hash) {
            let is_possible = has_have && MODALS.contains(&token.hash) || WISHES.contains(&token.hash);
            return NEGATIONS.contains(&token.hash)
                || has_to && DECLINES.contains(&token.hash)
                || is_possible && !has_to;
        }
    }
    false
}

/// `If Lee says “…”`
fn is_condition(reading: &Reading, cue: usize) -> bool {
    let tokens = &reading.tokens;
    let Some(subject) = subject(reading, cue) else { return false };
    let is_present = tokens[cue].is(class::PLAIN);
    is_present
        && subject
            .checked_sub(1)
            .is_some_and(|at| tokens[at].hash == HASH_IF && tokens[at].sentence == tokens[cue].sentence)
}

/// `It is false that Lee said “…”`, `There is no evidence that …`, `A fake video shows Lee saying “…”`
fn is_false(reading: &Reading, cue: usize) -> bool {
    let tokens = &reading.tokens;
    let Some(subject) = subject(reading, cue) else { return false };
    let mut before = (subject.saturating_sub(16)..subject).rev().take_while(|at| goes_on(tokens, *at, cue));
    let near = |at: usize, words: &[u32]| {
        tokens[at.saturating_sub(3)..at]
            .iter()
            .any(|token| words.contains(&token.hash) && token.sentence == tokens[cue].sentence)
    };
    if let Some(that) = before.clone().next().filter(|at| tokens[*at].hash == HASH_THAT)
        && let Some(at) = that.checked_sub(1)
    {
        let word = tokens[at].hash;
        if FALSE.contains(&word)
            || word == HASH_TRUE && near(at, &NEGATIONS)
            || EVIDENCE.contains(&word) && near(at, &[HASH_NO])
            || FALSELY.contains(&word)
            || tokens[at].is(class::SPEECH) && near(at, &FALSELY)
        {
            return true;
        }
    }
    // The fake opens the sentence: `In a doctored clip, Lee says: “…”`.
    before.any(|at| FAKE.contains(&tokens[at].hash) && is_fake(tokens, at))
}

fn is_fake(tokens: &[Token], fake: usize) -> bool {
    let sentence = tokens[fake].sentence;
    let opens = tokens[..fake]
        .iter()
        .rev()
        .take_while(|token| token.sentence == sentence)
        .take(4)
        .all(|token| token.is(class::DET) || token.first);
    let holds = tokens[fake..].iter().take(4).take_while(|token| token.sentence == sentence);
    opens && holds.into_iter().any(|token| MEDIA.contains(&token.hash))
}

/// Where the subject of the verb begins, if it stands directly before it.
fn subject(reading: &Reading, cue: usize) -> Option<usize> {
    let until = reading.mentions.partition_point(|mention| mention.last as usize <= cue);
    let mention = &reading.mentions[until.checked_sub(1)?];
    let is_subject = mention.verb_after as usize == cue && mention.gap_after <= gap::ADVERB;
    is_subject.then_some(mention.titled as usize)
}
