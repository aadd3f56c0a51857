//! Whose the words are, where grammar says so and words and positions mislead: who speaks for
//! another, what stands on a sign, what others are claimed to have done, who is quoted by whom.
//!
//! Each rule looks at the few tokens beside a quotation and names a source or has no opinion; the
//! first that has one is believed. No rule looks further than a fixed number of tokens.

use std::sync::LazyLock;

mod claims;
mod clauses;
mod proxies;
mod relayed;
mod sayings;
mod writings;

use super::choose::Options;
use super::reading::Reading;
use super::unsaid;
use crate::extract::speakers::lexicon::class;
use crate::extract::speakers::mentions::{Form, Mention, gap};
use crate::extract::speakers::tokens::{Kind, Token, hash_word};
use crate::extract::speakers::verbs::{JUDGES, NAMES, Verbs, makes_passive};

/// Where words come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Whom or what this mention names or describes.
    Mention(u32),
    /// What the noun of this mention describes, or nobody named if the mention is out of the question.
    Noun(u32),
    /// Somebody the text does not name, or nobody.
    Unnamed,
}

/// By how much the source is put before all others.
const LEAD: f32 = 3.5;

/// Tokens of a sentence looked at before a quotation.
const REACH: usize = 16;

/// Puts the source that a rule names before all others; of words that are known to be said (`is_said`) also where
/// words and positions tell of no quotation.
pub fn favour_source(reading: &Reading, number: usize, is_said: bool, options: &Options, scores: &mut [f32]) {
    let place = reading.places[number] as usize;
    let rules = [
        denied,
        clauses::quoted,
        sayings::source,
        writings::source,
        claims::source,
        proxies::source,
        proxies::owned,
        relayed::source,
        clauses::joined,
    ];
    let Some(source) = rules.iter().find_map(|rule| rule(reading, place)) else { return };
    let unnamed = options.candidates.len();
    let find = |mention: u32| options.candidates.iter().position(|candidate| candidate.mention == mention);
    let index = match source {
        Source::Mention(mention) => find(mention),
        Source::Noun(mention) => find(mention).or(Some(unnamed)),
        Source::Unnamed => Some(unnamed),
    };
    let Some(index) = index else { return };
    // What most likely nobody says no rule makes a quotation.
    let highest = scores[..=unnamed].iter().copied().fold(f32::MIN, f32::max);
    let spoken: f32 = scores[..=unnamed].iter().map(|score| (score - highest).exp()).sum();
    if !is_said && scores[unnamed + 1..].iter().any(|nobody| (nobody - highest).exp() > spoken) {
        return;
    }
    scores[index] = scores[index].max(highest + LEAD);
}

/// `Lee never said “…,” Brown insists`: the words, true or not, come from Brown.
fn denied(reading: &Reading, place: usize) -> Option<Source> {
    let cue = cue_after(reading, place).filter(|_| unsaid::denies(reading, place))?;
    let from = reading.mentions.partition_point(|mention| mention.first as usize <= place);
    let teller = reading.mentions[from..].iter().take(4).position(|mention| {
        mention.verb_after as usize == cue && mention.gap_after <= gap::ADVERB || mention.verb_before as usize == cue
    });
    Some(teller.map_or(Source::Unnamed, |offset| Source::Noun((from + offset) as u32)))
}

/// The verb of speech next before the quotation, in its sentence.
pub fn cue_before(reading: &Reading, place: usize) -> Option<usize> {
    let tokens = &reading.tokens;
    (place.saturating_sub(REACH)..place)
        .rev()
        .take_while(|at| goes_on(tokens, *at, place))
        .find(|at| is_verb(tokens, *at))
}

/// The verb of speech next behind the quotation, in its sentence.
pub fn cue_after(reading: &Reading, place: usize) -> Option<usize> {
    let tokens = &reading.tokens;
    (place + 1..tokens.len().min(place + 1 + REACH))
        .take_while(|at| tokens[*at].kind != Kind::Quote && goes_on(tokens, *at, place))
        .find(|at| is_verb(tokens, *at))
}

/// True if `at` stands in the sentence of `place` and no quotation or semicolon is there.
pub fn goes_on(tokens: &[Token], at: usize, place: usize) -> bool {
    tokens[at].sentence == tokens[place].sentence && !matches!(tokens[at].kind, Kind::Quote | Kind::Semicolon)
}

/// True for a verb of speech that is no noun here: `claims`, not `the claims`, `Lee’s claims`.
fn is_verb(tokens: &[Token], at: usize) -> bool {
    tokens[at].is(class::SPEECH) && tokens[at].kind == Kind::Lower && !is_noun(tokens, at)
}

/// Adjectives between an article and a noun.
const ADJECTIVES: usize = 2;

/// True for a form of a verb of speech that is a noun here: `the claims`, `Lee’s claims`, `called the first offer`,
/// `talks had failed`.
fn is_noun(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let Some(before) = at.checked_sub(1).map(|before| &tokens[before]) else { return false };
    // `a sign that says “…”`
    if SAYS.has(token) {
        return false;
    }
    let is_owned = before.kind == Kind::Possessive || before.is(class::DET | class::POSSESSIVE);
    if token.is(class::PLAIN) && (is_owned || before.is(class::PREP) && before.hash != HASH_TO) {
        return true;
    }
    // `the ruling`, `their findings`
    if token.is(class::ING) && is_owned {
        return true;
    }
    if !token.is(class::PLAIN | class::ING) {
        return false;
    }
    let is_here = |other: &Token| other.sentence == token.sentence;
    // `Lee’s Ukraine call`
    if before.is_capital() && at > 1 && tokens[at - 2].kind == Kind::Possessive {
        return true;
    }
    // `talks had failed`
    if tokens.get(at + 1).is_some_and(|next| is_here(next) && next.is(class::AUX)) {
        return true;
    }
    // `called the first offer “naive”`, not `said the mayor claims “…”`
    let is_adjective = |other: &&Token| {
        is_here(other)
            && other.kind == Kind::Lower
            && (!other.is(class::BREAK | class::DET | class::POSSESSIVE | class::PERSON | class::GROUP)
                || other.is(class::ADVERB))
    };
    let adjectives = tokens[..at].iter().rev().take(ADJECTIVES).take_while(is_adjective).count();
    let Some(opener) = at.checked_sub(adjectives + 1).filter(|_| adjectives > 0) else { return false };
    tokens[opener].is(class::DET | class::POSSESSIVE)
        && opener
            .checked_sub(1)
            .is_some_and(|verb| is_here(&tokens[verb]) && (NAMES.has(&tokens[verb]) || JUDGES.has(&tokens[verb])))
}

/// Verbs of speech that are never nouns.
static SAYS: LazyLock<Verbs> = LazyLock::new(|| Verbs::new("say tell write think know believe add describe"));

/// The mention that ends before `end`.
pub fn mention_ending<'r>(reading: &'r Reading, end: usize) -> Option<(u32, &'r Mention)> {
    let from = reading.mentions.partition_point(|mention| (mention.last as usize) < end);
    let mention = reading.mentions.get(from).filter(|mention| mention.last as usize == end)?;
    Some((from as u32, mention))
}

/// The mention of a name that begins at `start`, with its titles and the words before it.
pub fn name_at<'r>(reading: &'r Reading, start: usize) -> Option<(u32, &'r Mention)> {
    let from = reading.mentions.partition_point(|mention| mention.last as usize <= start);
    let near = reading.mentions.iter().enumerate().skip(from).take(2);
    near.map(|(at, mention)| (at as u32, mention)).find(|(_, mention)| {
        let starts = [mention.phrase, mention.titled, mention.first];
        (mention.form.is_name() || is_organisation(mention)) && starts.contains(&(start as u32))
    })
}

fn is_organisation(mention: &Mention) -> bool {
    mention.form == Form::Organisation
}

/// The mention that the noun at `noun` is the head of, or nobody named.
fn described(reading: &Reading, noun: usize) -> Source {
    mention_ending(reading, noun + 1).map_or(Source::Unnamed, |(mention, _)| Source::Noun(mention))
}

const HASH_TO: u32 = hash_word("to");

/// True if the verb at `at` is a participle behind a form of `be`.
fn follows_be(tokens: &[Token], at: usize) -> bool {
    let before = tokens[..at].iter().rev().take(3).find(|token| !token.is(class::ADVERB | class::FUNCTION));
    before.is_some_and(|before| makes_passive(before) && before.sentence == tokens[at].sentence)
}
