//! Mentions: every place where the text names, describes or points at someone who might speak.
//!
//! Rules over tokens only: runs of capitals are names, a determiner opens a description, a few
//! pronouns stand for themselves. Each mention knows the verbs of speech around it, so that
//! what decides between mentions later compares small numbers.

use std::cell::{Cell, OnceCell};

use rustc_hash::FxHashSet;

use super::lexicon::class;
use super::passives::agent_of;
use super::phrases::{description, name, starts_name};
use super::relations::{Standing, standing, verb_after};
use super::tokens::{Kind, Token, hash_word};
use crate::model::Span;

/// No entity, no token.
pub const NONE: u32 = u32::MAX;

/// What a mention looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Form {
    /// Two or more parts: `Donald Trump`.
    Full,
    /// One part: `Trump`.
    Single,
    /// A title and one part: `Mr. Trump`.
    Titled,
    /// The name of an organisation.
    Organisation,
    /// The name of a place.
    Place,
    /// `he`
    He,
    /// `she`
    She,
    /// `who`
    Who,
    /// `it`
    It,
    /// `they`
    They,
    /// `I`, `we`
    Own,
    /// A description of a person: `the senator`.
    Person,
    /// A description of a group: `the campaign`.
    Group,
    /// A description of something read: `the report`.
    Paper,
    /// Any other description.
    Thing,
    /// A noun without a determiner beside a verb of speech: `officials said`; also `another`.
    Bare,
    /// `which` or `that` before a verb of speech: `a sign that read`.
    Which,
    /// `his`, `her`, `their` before a statement: `her claim that`.
    His,
}

impl Form {
    /// True for names of people, or of what may be a person.
    pub fn is_name(self) -> bool {
        matches!(self, Form::Full | Form::Single | Form::Titled)
    }

    /// True for descriptions.
    pub fn is_description(self) -> bool {
        matches!(self, Form::Person | Form::Group | Form::Paper | Form::Thing | Form::Bare)
    }
}

/// Gaps between a mention and a verb of speech, from nothing to another clause.
pub mod gap {
    /// Side by side.
    pub const NONE: u8 = 0;
    /// Only auxiliaries and adverbs, or the words of a description.
    pub const ADVERB: u8 = 1;
    /// Other words, such as a group of words that begins with a preposition.
    pub const WORDS: u8 = 2;
    /// Commas: an apposition.
    pub const COMMA: u8 = 3;
    /// A relative clause: `, who … said`.
    pub const WHO: u8 = 4;
    /// A further verb joined by a conjunction.
    pub const JOINED: u8 = 5;
    /// Another subject.
    pub const SUBJECT: u8 = 6;
    /// No verb of speech.
    pub const ABSENT: u8 = 7;
}

/// A mention.
#[derive(Clone, Copy, Debug)]
pub struct Mention {
    /// First token, without titles.
    pub first: u32,
    /// One past the last token.
    pub last: u32,
    /// Where its name begins with the titles before it: `Mr. Trump`.
    pub titled: u32,
    /// Where its phrase begins: with titles and the words of a description before it.
    pub phrase: u32,
    /// What it looks like.
    pub form: Form,
    /// The entity it stands for, or [`NONE`]; filled by the inventory.
    pub entity: u32,
    /// Title before the name: its word number, 0 if none.
    pub title: u16,
    /// What title tells of the gender: bits of [`class`] `MALE`, `FEMALE`.
    pub gender: u32,
    /// Verb of speech after it in the same sentence, or [`NONE`].
    pub verb_after: u32,
    /// What lies between it and that verb; see [`gap`].
    pub gap_after: u8,
    /// Verb of speech directly before it, or [`NONE`].
    pub verb_before: u32,
    /// What lies between; see [`gap`].
    pub gap_before: u8,
    /// Number of the preposition before it, 0 if none.
    pub preposition: u16,
    /// True behind `according to`.
    pub according: bool,
    /// True behind the `by` of a passive: `told by Lee`.
    pub agent: bool,
    /// True for who is told or spoken of and does not speak behind it: `Brown was told`.
    pub patient: bool,
    /// True if `'s` follows.
    pub possessive: bool,
    /// True if a noun follows: `Trump supporters`.
    pub modifies: bool,
    /// True if it looks like the subject of a verb: no preposition before it, a word that may
    /// be a verb behind it.
    pub acts: bool,
    /// Number of its paragraph.
    pub paragraph: u32,
    /// True in a headline in title case, which names nobody new.
    pub in_title: bool,
}

/// What finding mentions needs besides tokens.
#[derive(Debug)]
pub struct Aid<'a> {
    /// Headlines in title case.
    pub titles: &'a [Span],
    /// Tokens that are verbs of speech, in order.
    pub speech: &'a [u32],
    /// The next of them.
    pub next: Cell<usize>,
    /// Words that are names on their own somewhere; read when first asked for.
    pub alone: OnceCell<FxHashSet<u32>>,
}

impl Aid<'_> {
    fn is_title(&self, at: u32) -> bool {
        self.titles.iter().any(|span| span.start() <= at as usize && (at as usize) < span.end())
    }

    /// True if the word is a name on its own somewhere in the text: `Sanders` in `New Hampshire Sanders`,
    /// unlike `Yard` in `Scotland Yard`.
    pub(super) fn stands_alone(&self, tokens: &[Token], word: u32) -> bool {
        let alone = self.alone.get_or_init(|| {
            let is_capital = |at: usize| tokens.get(at).is_some_and(Token::is_capital);
            (1..tokens.len())
                .filter(|at| is_capital(*at) && !is_capital(at - 1) && !is_capital(at + 1))
                .filter(|at| !tokens[*at].is(class::PLACE | class::CALENDAR | class::ORG))
                .map(|at| tokens[at].hash)
                .collect()
        });
        alone.contains(&word)
    }

    /// True if a verb of speech stands among the `count` tokens from `from` on.
    fn speech_within(&self, from: usize, count: usize) -> bool {
        let mut next = self.next.get();
        while next > 0 && self.speech[next - 1] as usize >= from {
            next -= 1;
        }
        while self.speech.get(next).is_some_and(|at| (*at as usize) < from) {
            next += 1;
        }
        self.next.set(next);
        self.speech.get(next).is_some_and(|at| (*at as usize) < from + count)
    }
}

/// Finds the mentions among tokens, in order.
pub fn mentions(tokens: &[Token], aid: &Aid) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::with_capacity(tokens.len() / 6 + 4);
    let mut at = 0;
    while at < tokens.len() {
        let token = &tokens[at];
        if token.kind == Kind::Possessive && found.last().is_some_and(|m| m.last as usize == at && m.form.is_name()) {
            at = owned(tokens, at, &mut found, aid);
            continue;
        }
        if !token.is_word() {
            at += 1;
            continue;
        }
        if let Some(form) = pronoun(token) {
            push(tokens, &mut found, at, at + 1, at, form, aid);
            at += 1;
        } else if starts_name(tokens, at) {
            at = name(tokens, at, &mut found, aid);
            take_over(tokens, &mut found);
        } else if is_relative(tokens, at) {
            push(tokens, &mut found, at, at + 1, at, Form::Which, aid);
            at += 1;
        } else if token.is(class::DET | class::POSSESSIVE) {
            if token.is(class::POSSESSIVE) && states(tokens, at) {
                push(tokens, &mut found, at, at + 1, at, Form::His, aid);
            }
            at = description(tokens, at, &mut found, aid);
        } else {
            if is_bare_noun(tokens, at) {
                push(tokens, &mut found, at, at + 1, at, Form::Bare, aid);
            }
            at += 1;
        }
    }
    found
}

/// Reads `lawyer` in `Brown's lawyer said`, where it speaks; returns where reading goes on.
fn owned(tokens: &[Token], at: usize, found: &mut Vec<Mention>, aid: &Aid) -> usize {
    let owner = found.len() - 1;
    let end = description(tokens, at, found, aid);
    // The description is the last found, and begins with the mark.
    let Some(noun) = found.last().copied().filter(|noun| noun.first as usize == at) else { return at + 1 };
    found.pop();
    let standing = standing(tokens, found[owner].phrase as usize);
    let speaks = standing.verb_before != NONE || noun.verb_after != NONE || standing.agent;
    if speaks && matches!(noun.form, Form::Person | Form::Group) {
        let phrase = at as u32 + 1;
        found.push(Mention { first: phrase, titled: phrase, phrase, ..noun });
        // Names within it, as in `Lee's Ohio lawyer`, stand between.
        pass_on(tokens, found, owner);
    }
    end
}

/// Where a name follows somebody's `'s`, as in `said Brown's lawyer Ann Lee`, it stands where the
/// owner stood.
fn take_over(tokens: &[Token], found: &mut [Mention]) {
    let Some(owner) = found.len().checked_sub(2) else { return };
    let (before, name) = (&found[owner], &found[owner + 1]);
    if before.possessive && before.form.is_name() && name.phrase == before.last + 1 && name.form != Form::Place {
        pass_on(tokens, found, owner);
    }
}

/// Gives the last mention the place before it that its owner had.
fn pass_on(tokens: &[Token], found: &mut [Mention], owner: usize) {
    let phrase = found[owner].phrase;
    let place = standing(tokens, phrase as usize);
    // `by Lee's lawyer`: no verb, nothing to pass on.
    if place.verb_before == NONE && place.preposition != 0 {
        return;
    }
    let before = &mut found[owner];
    (before.verb_before, before.gap_before) = (NONE, gap::ABSENT);
    (before.according, before.agent) = (false, false);
    if let Some(last) = found.last_mut() {
        last.phrase = phrase;
        (last.verb_before, last.gap_before) = (place.verb_before, place.gap_before);
        (last.preposition, last.according, last.agent) = (place.preposition, place.according, place.agent);
    }
}

/// True for `that` and `which` before a verb of speech.
fn is_relative(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    (token.hash == HASH_THAT || token.hash == HASH_WHICH)
        && tokens[at + 1..]
            .iter()
            .take(3)
            .find(|next| !next.is(class::AUX | class::ADVERB))
            .is_some_and(|next| next.is(class::SPEECH))
}

/// True if a noun of saying follows within three words: `her March comment`.
fn states(tokens: &[Token], at: usize) -> bool {
    tokens[at + 1..].iter().take(3).take_while(|next| next.is_word()).any(|next| next.is(class::PLAIN | class::PAPER))
}

fn pronoun(token: &Token) -> Option<Form> {
    if !token.is(class::SUBJECT) {
        return None;
    }
    let form = match token.class & (class::HE | class::SHE) {
        class::HE => Form::He,
        class::SHE => Form::She,
        _ if token.hash == HASH_WHO => Form::Who,
        _ if token.hash == HASH_IT => Form::It,
        _ if token.hash == HASH_THEY => Form::They,
        _ if token.hash == HASH_YOU => return None,
        _ => Form::Own,
    };
    Some(form)
}

const HASH_WHO: u32 = hash_word("who");
const HASH_IT: u32 = hash_word("it");
const HASH_THEY: u32 = hash_word("they");
const HASH_YOU: u32 = hash_word("you");
const HASH_THAT: u32 = hash_word("that");
const HASH_WHICH: u32 = hash_word("which");

fn is_bare_noun(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    if !token.is(class::PERSON | class::GROUP | class::PAPER) || !(token.kind == Kind::Lower || token.first) {
        return false;
    }
    let next_speaks = tokens[at + 1..]
        .iter()
        .take(3)
        .find(|next| !next.is(class::ADVERB | class::AUX))
        .is_some_and(|next| next.is(class::SPEECH));
    let before_speaks = at > 0 && tokens[at - 1].is(class::SPEECH) || agent_of(tokens, at).is_some();
    let before_capital = tokens.get(at + 1).is_some_and(Token::is_capital);
    (next_speaks || before_speaks) && !before_capital
}

pub(super) fn push(
    tokens: &[Token],
    found: &mut Vec<Mention>,
    first: usize,
    last: usize,
    phrase: usize,
    form: Form,
    aid: &Aid,
) {
    let Standing { verb_before, gap_before, preposition, according, agent } = standing(tokens, phrase);
    // Things and places behind a preposition speak so rarely that looking is not worth it.
    let is_idle = preposition != 0 && !according && matches!(form, Form::Thing | Form::Place);
    let (verb_after, gap_after, patient) = match !is_idle && aid.speech_within(last, 30) {
        true => verb_after(tokens, last, form),
        false => (NONE, gap::ABSENT, false),
    };
    let next = tokens.get(last);
    found.push(Mention {
        first: first as u32,
        last: last as u32,
        titled: first as u32,
        phrase: phrase as u32,
        form,
        entity: NONE,
        title: 0,
        gender: 0,
        verb_after,
        gap_after,
        verb_before,
        gap_before,
        preposition,
        according,
        agent,
        patient,
        possessive: next.is_some_and(|next| next.kind == Kind::Possessive),
        modifies: next.is_some_and(|next| {
            next.kind == Kind::Lower
                && !next.is(class::BREAK | class::DET | class::POSSESSIVE)
                && next.is(class::PERSON | class::GROUP | class::PAPER)
        }),
        acts: preposition == 0
            && next.is_some_and(|next| {
                next.kind == Kind::Lower
                    && (next.is(class::SPEECH | class::AUX | class::VERB | class::ADVERB)
                        || !next.is(class::BREAK
                            | class::DET
                            | class::POSSESSIVE
                            | class::PERSON
                            | class::GROUP
                            | class::PAPER))
            }),
        paragraph: 0,
        in_title: aid.is_title(tokens[first].start),
    });
}
