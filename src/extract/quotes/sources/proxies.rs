//! Who speaks for another: `a lawyer for Brown said`, `someone who knows Brown`, `Brown’s widow`.
//! The name is that of whom they speak for.

use super::{Source, cue_after, cue_before, described, goes_on, mention_ending};
use crate::extract::quotes::reading::Reading;
use crate::extract::speakers::lexicon::class;
use crate::extract::speakers::mentions::{Form, Mention, gap};
use crate::extract::speakers::tokens::{Kind, Token, hash_word, hash_words};

const HASH_BY: u32 = hash_word("by");
const HASH_WHO: u32 = hash_word("who");
const HASH_STAFF: u32 = hash_word("staff");

/// Between a person and whom he or she speaks for.
const LINKS: [u32; 7] = hash_words(["for", "of", "to", "with", "from", "at", "by"]);

/// Between a person and such a preposition: `close to`, `acting for`, `familiar with`.
const BEFORE_LINKS: [u32; 18] = hash_words([
    "close",
    "near",
    "loyal",
    "acting",
    "working",
    "speaking",
    "familiar",
    "opposed",
    "allied",
    "married",
    "related",
    "linked",
    "connected",
    "campaigning",
    "appearing",
    "sympathetic",
    "travelling",
    "traveling",
]);

/// Whoever they are.
const ANYONE: [u32; 7] = hash_words(["someone", "somebody", "anyone", "anybody", "everyone", "those", "one"]);

/// Further people one is, or is to another.
const PEOPLE: [u32; 57] = hash_words([
    "agent",
    "agents",
    "publicist",
    "relative",
    "relatives",
    "cousin",
    "cousins",
    "stepfather",
    "stepmother",
    "girlfriend",
    "boyfriend",
    "fiancé",
    "fiancée",
    "partner",
    "bodyguard",
    "biographer",
    "classmate",
    "classmates",
    "teammate",
    "teammates",
    "team-mate",
    "roommate",
    "flatmate",
    "assistant",
    "deputy",
    "fan",
    "fans",
    "backer",
    "backers",
    "associate",
    "associates",
    "acquaintance",
    "acquaintances",
    "ex-wife",
    "ex-husband",
    "solicitor",
    "family",
    "families",
    "relations",
    "neighbours",
    "neighbors",
    "aides",
    "advisers",
    "advisors",
    "consultants",
    "solicitors",
    "barristers",
    "deputies",
    "assistants",
    "siblings",
    "grandson",
    "granddaughter",
    "grandparents",
    "locals",
    "villagers",
    "children",
    "kids",
]);

/// Where words are posted in somebody’s name.
const ACCOUNTS: [u32; 6] = hash_words(["account", "accounts", "feed", "page", "profile", "channel"]);

/// Verbs that are hardly nouns.
pub(super) const SAYS: [u32; 30] = hash_words([
    "said",
    "says",
    "say",
    "told",
    "tells",
    "added",
    "adds",
    "wrote",
    "writes",
    "announced",
    "insisted",
    "insists",
    "argued",
    "argues",
    "claimed",
    "replied",
    "explained",
    "stated",
    "read",
    "reads",
    "called",
    "denied",
    "confirmed",
    "described",
    "warned",
    "asked",
    "tweeted",
    "posted",
    "declared",
    "responded",
]);

/// Words between a person and the name that a clause with `who` ends with: `who has long known Brown`.
const CLAUSE: usize = 6;

/// What a possessor can own and speak through: `Brown’s chief of staff`.
const PHRASE: usize = 6;

pub(super) fn source(reading: &Reading, place: usize) -> Option<Source> {
    let cue = match cue_before(reading, place) {
        Some(cue) => cue,
        None => cue_after(reading, place)?,
    };
    let (_, subject) = subject_of(reading, cue, place)?;
    let noun = stands_for(&reading.tokens, subject)?;
    (!is_apart(reading, noun)).then(|| described(reading, noun))
}

/// True for what stands behind a name and a comma, as in `Lee, a spokesman for Brown told`, or behind a
/// preposition.
fn is_apart(reading: &Reading, noun: usize) -> bool {
    let tokens = &reading.tokens;
    let words = tokens[..noun].iter().rev().take(PHRASE);
    let is_word = |token: &&Token| {
        token.kind == Kind::Lower && (token.is(class::DET | class::PERSON | class::TITLE) || !token.is(class::BREAK))
    };
    let start = noun - words.take_while(is_word).count();
    // `To the people of Leeds Brown said`: these hear it.
    if start > 0
        && reading.tokens[start - 1].is(class::PREP)
        && reading.tokens[start - 1].sentence == reading.tokens[noun].sentence
    {
        return true;
    }
    let comma = start.checked_sub(1).filter(|comma| reading.tokens[*comma].kind == Kind::Comma);
    let before = comma.and_then(|comma| mention_ending(reading, comma));
    before.is_some_and(|(_, mention)| mention.form.is_name() || mention.form == Form::Organisation)
}

/// The mention that stands next before the verb `cue` as its subject, without a comma between.
fn subject_of<'r>(reading: &'r Reading, cue: usize, place: usize) -> Option<(u32, &'r Mention)> {
    let until = reading.mentions.partition_point(|mention| mention.last as usize <= cue);
    let (at, mention) = reading.mentions[..until].iter().enumerate().next_back()?;
    let is_subject = mention.verb_after as usize == cue && mention.gap_after <= gap::WORDS;
    let is_here = goes_on(&reading.tokens, mention.first as usize, place);
    (is_subject && is_here && (mention.form.is_name() || mention.form == Form::Organisation))
        .then_some((at as u32, mention))
}

/// The person that stands before the name and speaks in its stead: `lawyer` in `a lawyer for Brown`.
fn stands_for(tokens: &[Token], name: &Mention) -> Option<usize> {
    let sentence = tokens[name.first as usize].sentence;
    // `the chairman of the bank Ann Lee said`: that is who the chairman is; not so `of the actor Ann Lee`.
    let (phrase, titled) = (name.phrase as usize, name.titled as usize);
    let has_noun = tokens[phrase..titled].iter().any(|token| token.is(class::DET | class::POSSESSIVE));
    if has_noun
        && !tokens[titled - 1].is(class::DET
            | class::POSSESSIVE
            | class::PERSON
            | class::TITLE
            | class::MALE
            | class::FEMALE)
    {
        return None;
    }
    let mut at = (name.phrase as usize).checked_sub(1)?;
    if tokens[at].is(class::DET | class::POSSESSIVE) {
        at = at.checked_sub(1)?;
    }
    let is_here = |at: usize| tokens[at].sentence == sentence;
    if let Some(noun) = has_clause(tokens, at).filter(|noun| is_here(*noun)) {
        return Some(noun);
    }
    if LINKS.contains(&tokens[at].hash) {
        at = at.checked_sub(1)?;
        if BEFORE_LINKS.contains(&tokens[at].hash) {
            at = at.checked_sub(1)?;
        }
        if tokens[at].is(class::ADVERB) {
            at = at.checked_sub(1)?;
        }
        // `a consultant hired by Brown`
        if tokens[at + 1].hash == HASH_BY && !is_person(tokens, at) && !tokens[at].is(class::BREAK) {
            at = at.checked_sub(1)?;
        }
    } else if is_acting(&tokens[at]) {
        at = at.checked_sub(1)?;
    } else {
        return None;
    }
    (is_here(at) && is_person(tokens, at) && !is_predicate(tokens, at)).then_some(at)
}

/// True for what somebody is said to be: `Lee, who is chairman of Acme, said`, `Lee, a friend of Brown`.
fn is_predicate(tokens: &[Token], noun: usize) -> bool {
    let is_word = |token: &&Token| token.is(class::DET | class::POSSESSIVE | class::ADVERB) || !token.is(class::BREAK);
    let before = tokens[..noun].iter().rev().take(5).find(|token| !is_word(token) || !token.is_word());
    before.is_some_and(|before| before.sentence == tokens[noun].sentence && before.is(class::AUX))
}

/// True for a participle with which a person stands for another: `representing`.
fn is_acting(token: &Token) -> bool {
    crate::extract::speakers::relations::is_acting(token)
}

/// The person before a clause with `who` and without commas that ends at `end`.
fn has_clause(tokens: &[Token], end: usize) -> Option<usize> {
    let who = (end.saturating_sub(CLAUSE)..=end)
        .rev()
        .take_while(|at| tokens[*at].is_word() && tokens[*at].sentence == tokens[end].sentence)
        .find(|at| tokens[*at].hash == HASH_WHO)?;
    let noun = who.checked_sub(1)?;
    is_person(tokens, noun).then_some(noun)
}

/// True for a noun that describes a person or group: `lawyer`, `people`, `someone`.
fn is_person(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let is_common =
        token.kind == Kind::Lower || token.first && token.kind == Kind::Capital && !token.is(class::ORG | class::GROUP);
    is_common
        && (token.is(class::PERSON | class::GROUP | class::MALE | class::FEMALE)
            && !token.is(class::SUBJECT | class::HE)
            || ANYONE.contains(&token.hash)
            || PEOPLE.contains(&token.hash))
}

/// `Brown’s widow said`: the noun between an owner and the verb, if no name is among the words.
pub(super) fn owned(reading: &Reading, place: usize) -> Option<Source> {
    let tokens = &reading.tokens;
    let cue = match cue_before(reading, place) {
        Some(cue) => cue,
        None => cue_after(reading, place)?,
    };
    if !SAYS.contains(&tokens[cue].hash) {
        return None;
    }
    let skipped = tokens[..cue].iter().rev().take(3).take_while(|t| t.is(class::ADVERB | class::AUX)).count();
    let noun = cue.checked_sub(skipped + 1).filter(|noun| goes_on(tokens, *noun, place))?;
    let words = tokens[..=noun].iter().rev().take(PHRASE);
    let is_account = ACCOUNTS.contains(&tokens[noun].hash);
    let words = words.take_while(|token| is_of_phrase(token) || is_account && token.is_capital()).count();
    let mark = noun.checked_sub(words)?;
    let is_phrase = words > 0 && tokens[mark].kind == Kind::Possessive && tokens[mark].sentence == tokens[cue].sentence;
    if !is_phrase || tokens[noun].is(class::PAPER) && !is_account || !mention_ending(reading, mark)?.1.form.is_name() {
        return None;
    }
    Some(described(reading, noun))
}

/// True for words of what somebody has: nouns and what stands before them.
fn is_of_phrase(token: &Token) -> bool {
    let is_noun = token.is(class::PERSON | class::GROUP) || token.hash == HASH_STAFF;
    token.kind == Kind::Lower
        && (is_noun || !token.is(class::BREAK & !class::FUNCTION) || token.hash == hash_word("of"))
}
