//! What somebody says that another has said: `Lee said Brown told her he was “…”` are Brown’s words, and
//! `Lee said a man once called her “…”` those of nobody named.

use std::sync::LazyLock;

use super::{Source, cue_before, goes_on, is_verb, mention_ending};
use crate::extract::quotes::reading::Reading;
use crate::extract::speakers::lexicon::class;
use crate::extract::speakers::mentions::{Form, Mention, NONE};
use crate::extract::speakers::passives::is_passive;
use crate::extract::speakers::tokens::{Kind, Token, hash_word, hash_words};
use crate::extract::speakers::verbs::{JUDGES, NAMES, Verbs, makes_passive};

const HASH_THAT: u32 = hash_word("that");
const HASH_IN: u32 = hash_word("in");
const HASH_WHICH: u32 = hash_word("which");
const HASH_HOW: u32 = hash_word("how");
const HASH_AS: u32 = hash_word("as");
const HASH_TO: u32 = hash_word("to");
const HASH_BY: u32 = hash_word("by");
const HASH_ONCE: u32 = hash_word("once");
const HASH_USED: u32 = hash_word("used");
const HASH_WHEN: u32 = hash_word("when");
const HASH_HER: u32 = hash_word("her");
const HASH_HIM: u32 = hash_word("him");

/// Verbs with which one tells what another has said in so many words; not `promised “…”` or `argued “…”`, which
/// may well be the judgement of who tells it.
static RELAYS: LazyLock<Verbs> = LazyLock::new(|| {
    Verbs::new(
        "say tell admit insist testify boast brag write tweet text email post message shout yell scream ask reply \
         answer warn remark joke complain confess concede declare assure inform remind whisper exclaim respond \
         explain read claim",
    )
});

/// Verbs that tell what one remembers, as verbs of speech do.
const REMEMBERS: [u32; 6] = hash_words(["remember", "remembers", "remembered", "hear", "hears", "heard"]);

/// Before the inner verb; behind `should` and `will` it tells of nothing that was said.
const HAS: [u32; 4] = hash_words(["has", "have", "had", "did"]);

/// Words between the inner verb and the quotation.
const NEAR: usize = 10;

/// Words between a verb of telling and its `that`: `told the court on Monday that`.
const LISTENER: usize = 6;

/// Words that stand between an inner subject and its verb: `had once`, `used to`.
const AUXILIARIES: usize = 5;

/// The inner subject, of a verb of speech behind another one.
pub(super) fn source(reading: &Reading, place: usize) -> Option<Source> {
    let tokens = &reading.tokens;
    let cue = cue_before(reading, place).filter(|cue| place - cue <= NEAR)?;
    // `released a statement saying “…”`
    if tokens[cue].is(class::ING) {
        return None;
    }
    if is_passive(tokens, cue) {
        return told_by(reading, cue, place);
    }
    if !introduces(tokens, cue, place) {
        return None;
    }
    let (index, start) = subject(reading, cue)?;
    let inner = &reading.mentions[index as usize];
    if inner.form == Form::They {
        // `hit back after they branded her “…”`
        let is_about_one = matches!(tokens[cue + 1].hash, HASH_HER | HASH_HIM);
        return is_about_one.then_some(Source::Unnamed);
    }
    let outer = teller(tokens, start)?;
    if is_same(reading, inner, outer) {
        return None;
    }
    let is_read = || tokens[cue].is(class::SPEECH) && is_writing(&tokens[cue]);
    match inner.form {
        Form::Full | Form::Single | Form::Titled | Form::Organisation => Some(Source::Mention(index)),
        Form::Person | Form::Group | Form::Bare => Some(Source::Noun(index)),
        Form::Paper | Form::Thing if is_read() => Some(Source::Unnamed),
        _ => None,
    }
}

/// `Lee said she had been told by managers to “…”`
fn told_by(reading: &Reading, cue: usize, place: usize) -> Option<Source> {
    let tokens = &reading.tokens;
    cue_before(reading, cue)?;
    let by = (cue + 1..place).take(3).find(|at| tokens[*at].hash == HASH_BY)?;
    let from = reading.mentions.partition_point(|mention| mention.last as usize <= by + 1);
    let index = reading.mentions.get(from).filter(|agent| agent.phrase as usize == by + 1).map(|_| from as u32);
    Some(index.map_or(Source::Unnamed, Source::Noun))
}

/// True for a verb that tells what stands written.
fn is_writing(verb: &Token) -> bool {
    static STANDS: LazyLock<Verbs> = LazyLock::new(|| Verbs::new("say read state declare"));
    STANDS.has(verb)
}

/// True if the words between the inner verb and the quotation lead to what is said, and are no object of their own:
/// `told her he was “…”`, not `told the court a “…”`.
fn introduces(tokens: &[Token], cue: usize, place: usize) -> bool {
    let verb = &tokens[cue];
    let mut between = &tokens[cue + 1..place];
    if let [rest @ .., last] = between
        && matches!(last.kind, Kind::Comma | Kind::Colon)
    {
        between = rest;
    }
    let is_clause = |at: usize, token: &Token| {
        let next = between.get(at + 1);
        !token.is_word() && token.kind != Kind::Clitic
            || token.is(class::CONJ)
                && next.is_none_or(|next| next.is(class::BREAK & !class::PREP | class::ING) || next.is(class::SPEECH))
            || token.is(class::SUBORD) && !matches!(token.hash, HASH_THAT | HASH_HOW | HASH_AS)
    };
    if between.iter().enumerate().any(|(at, token)| is_clause(at, token)) {
        return false;
    }
    let last = between.iter().rev().find(|token| !token.is(class::DET | class::ADVERB));
    if JUDGES.has(verb) && last.is_some_and(|last| last.hash == HASH_AS) && between.len() > 1 {
        return true;
    }
    if NAMES.has(verb) {
        let is_object = between.iter().any(|token| !token.is(class::DET | class::ADVERB));
        let is_called = between.first().is_none_or(|next| !next.is(class::PREP));
        return is_object && is_called && last.is_some_and(|last| last.hash == HASH_AS || !last.is(class::PREP));
    }
    if !RELAYS.has(verb) {
        return false;
    }
    let Some(first) = between.first() else { return true };
    let has_that = between.iter().position(|token| matches!(token.hash, HASH_THAT | HASH_HOW));
    // `wrote a book that was “…”`
    if !verb.is(class::TELLS) && has_that.is_some_and(|at| at > 0) && !first.is(class::PREP) {
        return false;
    }
    let is_clause = has_that.is_some() || between.iter().any(|token| token.is(class::AUX | class::SUBJECT));
    let is_object = between.last().is_some_and(|last| {
        last.is(class::DET | class::POSSESSIVE) && !matches!(last.hash, HASH_HER | HASH_THAT)
            || last.is(class::PREP) && last.hash != HASH_TO
    });
    is_clause || !is_object && between.len() <= 4
}

/// The subject of the verb at `cue` and where its phrase begins.
fn subject(reading: &Reading, cue: usize) -> Option<(u32, usize)> {
    let tokens = &reading.tokens;
    let is_small = |token: &&Token| {
        token.sentence == tokens[cue].sentence
            && (HAS.contains(&token.hash)
                || token.is(class::ADVERB)
                || matches!(token.hash, HASH_ONCE | HASH_USED | HASH_TO))
    };
    let small = tokens[..cue].iter().rev().take(AUXILIARIES).take_while(is_small).count();
    let noun = cue.checked_sub(small + 1)?;
    // `declined to say`
    if tokens[noun + 1].hash == HASH_TO {
        return None;
    }
    if tokens[noun].kind == Kind::Comma {
        return apposition(reading, noun);
    }
    // `the letter read` may be taken for a group of nouns.
    let (mut index, mut mention) =
        mention_ending(reading, noun + 1).or_else(|| mention_ending(reading, cue + 1).filter(|_| small == 0))?;
    // `a man in the crowd called`
    for _ in 0..2 {
        let before = (mention.phrase as usize).checked_sub(1)?;
        let is_pronoun = matches!(mention.form, Form::They | Form::He | Form::She | Form::It | Form::Own | Form::Who);
        if is_pronoun || !tokens[before].is(class::PREP) || !goes_on(tokens, before, cue) {
            break;
        }
        (index, mention) = mention_ending(reading, before)?;
    }
    Some((index, opens_at(reading, mention)))
}

/// `the boss, Paul Lee, told` and `Lee, her boss, told`: who stands before the comma at `comma`.
fn apposition(reading: &Reading, comma: usize) -> Option<(u32, usize)> {
    let tokens = &reading.tokens;
    let (index, second) = mention_ending(reading, comma)?;
    let before = (second.phrase as usize).checked_sub(1).filter(|at| tokens[*at].kind == Kind::Comma)?;
    let (earlier, first) = mention_ending(reading, before)?;
    let is_named = |mention: &Mention| mention.form.is_name();
    let is_person = |mention: &Mention| matches!(mention.form, Form::Person | Form::Bare);
    if is_named(second) && is_person(first) {
        Some((index, opens_at(reading, first)))
    } else if is_named(first) && is_person(second) {
        Some((earlier, opens_at(reading, first)))
    } else {
        None
    }
}

/// Where a mention begins with its owner and the words before it: `Lee’s lawyer`, `colleague Ann Lee`.
fn opens_at(reading: &Reading, mention: &Mention) -> usize {
    let tokens = &reading.tokens;
    let mut start = mention.phrase as usize;
    let titled = mention.titled as usize;
    // `the story Paul Lee told her` is no `the driver Paul Lee`.
    if start < titled && !tokens[titled - 1].is(class::PERSON | class::TITLE | class::MALE | class::FEMALE) {
        start = titled;
    }
    if let Some((_, owner)) = start
        .checked_sub(1)
        .filter(|at| tokens[*at].kind == Kind::Possessive)
        .and_then(|at| mention_ending(reading, at))
    {
        start = owner.phrase as usize;
    }
    let is_role = |token: &&Token| {
        token.kind == Kind::Lower
            && token.sentence == tokens[mention.first as usize].sentence
            && token.is(class::PERSON | class::TITLE | class::MALE | class::FEMALE)
            && !token.is(class::SPEECH | class::SUBORD)
    };
    match mention.form.is_name() {
        true => start - tokens[..start].iter().rev().take(2).take_while(is_role).count(),
        false => start,
    }
}

/// The outer verb, directly before the inner subject or with `that` between.
fn teller(tokens: &[Token], start: usize) -> Option<usize> {
    let before = start.checked_sub(1).filter(|at| goes_on(tokens, *at, start))?;
    // `a letter in which Lee wrote: “…”`
    if tokens[before].hash == HASH_WHICH && before > 0 && tokens[before - 1].hash == HASH_IN {
        return Some(before);
    }
    let tells = |at: usize| is_verb(tokens, at) || REMEMBERS.contains(&tokens[at].hash);
    if matches!(tokens[before].hash, HASH_THAT | HASH_HOW) {
        return (before.saturating_sub(LISTENER)..before)
            .rev()
            .take_while(|at| tokens[*at].is_word() && goes_on(tokens, *at, start))
            .find(|at| tells(*at));
    }
    // `Brown told Lee`: she is the listener, but for `when told Lee had called him`.
    let is_listener = tokens[before].is(class::TELLS)
        && before.checked_sub(1).is_none_or(|at| tokens[at].hash != HASH_WHEN && !makes_passive(&tokens[at]));
    (tells(before) && !is_listener).then_some(before)
}

/// True if the outer verb tells of its own subject.
fn is_same(reading: &Reading, inner: &Mention, outer: usize) -> bool {
    inner.entity != NONE
        && reading.mentions[..reading.mentions.partition_point(|mention| mention.last as usize <= outer)]
            .iter()
            .rev()
            .take(4)
            .any(|mention| mention.verb_after as usize == outer && mention.entity == inner.entity)
}
