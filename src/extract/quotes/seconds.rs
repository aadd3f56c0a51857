//! Second speakers: whose verb is left out (`Lee called it “…”; Brown, “…”`), and those whom nobody
//! can name (`someone in the gallery yelled “…”`, `“…” shouted a man at the back`), beside somebody
//! named who has spoken before or stands nearer the beginning of the sentence.

use super::choose::Options;
use super::reading::Reading;
use super::sources::{cue_before, goes_on, mention_ending};
use crate::extract::speakers::lexicon::class;
use crate::extract::speakers::mentions::{Form, Mention, NONE};
use crate::extract::speakers::tokens::{Kind, Token, hash_word, hash_words};

/// By how much the speaker that grammar names is put before all others.
const LEAD: f32 = 3.5;

/// Tokens between a subject and its verb, and between the verb and the quotation.
const REACH: usize = 8;
const NEAR: usize = 4;

/// Somebody, nobody knows who.
const ANYBODY: [u32; 2] = hash_words(["someone", "somebody"]);

const HASH_AS: u32 = hash_word("as");

/// Openers of a description of somebody who has not been named.
const NEW: [u32; 4] = hash_words(["a", "an", "another", "one"]);

/// True for a description of somebody whom the text brings up here: `a student`, `another man`.
pub fn is_new(tokens: &[Token], mention: &Mention) -> bool {
    NEW.contains(&tokens[mention.phrase as usize].hash)
}

/// Puts the second speaker before all others.
pub fn favour_second(reading: &Reading, number: usize, options: &Options, scores: &mut [f32]) {
    let place = reading.places[number] as usize;
    let unnamed = options.candidates.len();
    let find = |mention: u32| options.candidates.iter().position(|candidate| candidate.mention == mention);
    let index = match elliptic(reading, place) {
        Some(mention) => find(mention),
        None => stranger(reading, place).map(|mention| mention.and_then(find).unwrap_or(unnamed)),
    };
    let Some(index) = index else { return };
    // What most likely nobody says no rule makes a quotation.
    let highest = scores[..=unnamed].iter().copied().fold(f32::MIN, f32::max);
    if scores[unnamed + 1..].iter().any(|nobody| *nobody > highest) {
        return;
    }
    scores[index] = scores[index].max(highest + LEAD);
}

/// `Lee called it “…”; Brown, “…”`: the verb of the first clause is that of the second.
fn elliptic(reading: &Reading, place: usize) -> Option<u32> {
    let tokens = &reading.tokens;
    let comma = place.checked_sub(1).filter(|at| tokens[*at].kind == Kind::Comma)?;
    let (index, mention) = mention_ending(reading, comma)?;
    let speaks = mention.form.is_name() || matches!(mention.form, Form::Organisation | Form::Person | Form::Group);
    let opener = (mention.phrase.min(mention.titled) as usize).checked_sub(1)?;
    let is_same = |at: usize| tokens[at].sentence == tokens[place].sentence;
    let joins = match tokens[opener].kind {
        Kind::Semicolon => Some(opener),
        _ if tokens[opener].is(class::CONJ) => {
            opener.checked_sub(1).filter(|at| matches!(tokens[*at].kind, Kind::Comma | Kind::Semicolon | Kind::Quote))
        }
        _ => None,
    };
    let before = joins.filter(|at| speaks && is_same(*at))?;
    // The quotation of the first clause, and its verb.
    let quote = (before.saturating_sub(2)..=before).rev().find(|at| tokens[*at].kind == Kind::Quote && is_same(*at))?;
    cue_before(reading, quote).map(|_| index)
}

/// Somebody unnamed who is the subject of the verb beside the quotation: the mention that describes
/// him or her, if one does.
fn stranger(reading: &Reading, place: usize) -> Option<Option<u32>> {
    anybody(reading, place).then_some(None).or_else(|| shouter(reading, place).map(Some))
}

/// `someone in the gallery yelled “…”`, `“…” someone yelled`.
fn anybody(reading: &Reading, place: usize) -> bool {
    let tokens = &reading.tokens;
    let is_anybody = |at: usize| ANYBODY.contains(&tokens[at].hash);
    if tokens.get(place + 1).is_some_and(|next| next.sentence == tokens[place].sentence) && is_anybody(place + 1) {
        let behind =
            tokens[place + 2..].iter().take(REACH).take_while(|token| is_phrase(token, tokens[place].sentence));
        return tokens.get(place + 2 + behind.count()).is_some_and(|verb| verb.is(class::SPEECH));
    }
    let Some(cue) = cue_before(reading, place).filter(|cue| place - cue <= NEAR) else { return false };
    if tokens[cue + 1..place].iter().any(|token| token.is(class::SUBJECT | class::SUBORD)) {
        return false;
    }
    for at in (cue.saturating_sub(REACH)..cue).rev().take_while(|at| goes_on(tokens, *at, place)) {
        if is_anybody(at) {
            // `the man beside someone yelled`
            let before = at.checked_sub(1).map(|at| &tokens[at]);
            return !before.is_some_and(|before| before.is(class::PREP) && before.hash != HASH_AS);
        }
        if !is_phrase(&tokens[at], tokens[place].sentence) && !tokens[at].is(class::AUX | class::ADVERB) {
            return false;
        }
    }
    false
}

/// True for a word that may stand between a subject and its verb: `in the gallery`, `from Leeds`.
fn is_phrase(token: &Token, sentence: u32) -> bool {
    token.is_word()
        && token.sentence == sentence
        && !token.is(class::SPEECH | class::AUX | class::VERB | class::SUBJECT | class::SUBORD | class::CONJ)
}

/// `“…” shouted a man at the back`: he, and nobody named before.
fn shouter(reading: &Reading, place: usize) -> Option<u32> {
    let tokens = &reading.tokens;
    let (verb, opener) = (tokens.get(place + 1)?, tokens.get(place + 2)?);
    let is_next = verb.is(class::SPEECH) && verb.kind == Kind::Lower && opener.sentence == tokens[place].sentence;
    if !is_next || verb.sentence != opener.sentence {
        return None;
    }
    let from = reading.mentions.partition_point(|mention| mention.last as usize <= place + 2);
    let mention = reading.mentions.get(from)?;
    let is_described = mention.phrase as usize == place + 2 && mention.form == Form::Person && mention.entity == NONE;
    let is_described = is_described && is_new(tokens, mention);
    is_described.then_some(from as u32)
}
