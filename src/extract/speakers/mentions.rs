//! Mentions: every place where the text names, describes or points at someone who might speak.
//!
//! Rules over tokens only: runs of capitals are names, a determiner opens a description, a few
//! pronouns stand for themselves. Each mention knows the verbs of speech around it, so that
//! what decides between mentions later compares small numbers.

use std::cell::Cell;

use super::lexicon::class;
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
}

impl Aid<'_> {
    fn is_title(&self, at: u32) -> bool {
        self.titles.iter().any(|span| span.start() <= at as usize && (at as usize) < span.end())
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
    let mut found = Vec::with_capacity(tokens.len() / 6 + 4);
    let mut at = 0;
    while at < tokens.len() {
        let token = &tokens[at];
        if !token.is_word() {
            at += 1;
            continue;
        }
        if let Some(form) = pronoun(token) {
            push(tokens, &mut found, at, at + 1, at, form, aid);
            at += 1;
        } else if starts_name(tokens, at) {
            at = name(tokens, at, &mut found, aid);
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
const HASH_WILL: u32 = hash_word("will");
const HASH_OF: u32 = hash_word("of");
const HASH_FOR: u32 = hash_word("for");
const HASH_THE: u32 = hash_word("the");
const HASH_TO: u32 = hash_word("to");
const HASH_ACCORDING: u32 = hash_word("according");
const HASH_FORMER: u32 = hash_word("former");

/// Words that are no part of a name even with a capital, unless a surname follows a first name.
const NOT_NAMES: u32 = class::AUX
    | class::PREP
    | class::CONJ
    | class::SUBORD
    | class::DET
    | class::POSSESSIVE
    | class::SUBJECT
    | class::FUNCTION
    | class::ADVERB;

fn starts_name(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    if !token.is_capital() {
        return false;
    }
    if !token.is(NOT_NAMES | class::SPEECH | class::VERB) {
        return true;
    }
    let is_title_noun = token.is(class::TITLE | class::ORG) && !token.first;
    if is_title_noun && !token.is(NOT_NAMES) {
        return true;
    }
    // `Will Smith`, `Hope Hicks`, `Grant` within a sentence.
    let before_capital = tokens.get(at + 1).is_some_and(|next| next.is_capital() && !next.is(NOT_NAMES));
    let is_first_name = token.is(class::FIRST_NAME);
    if token.is(NOT_NAMES) {
        token.hash == HASH_WILL && before_capital
    } else {
        !token.first || (is_first_name && before_capital && (!token.is(class::SPEECH) || token.is(class::PLAIN)))
    }
}

/// Reads the run of capitals that begins at `at`; returns where it ends.
fn name(tokens: &[Token], at: usize, found: &mut Vec<Mention>, aid: &Aid) -> usize {
    let end = run_end(tokens, at);
    let run = &tokens[at..end];
    // What stands after the last title is the name; a title at the end is a description.
    // `Peter T. King of New York`: behind a first name a title is a last name.
    let title = (0..run.len() - 1).rev().find(|i| {
        run[*i].is(class::TITLE)
            && !i.checked_sub(1).is_some_and(|b| {
                run[b].kind == Kind::Initial || run[b].is(class::FIRST_NAME) && !run[b].is(class::TITLE)
            })
    });
    let mut from = title.map_or(at, |offset| at + offset + 1);
    let mut title_id = title.map_or(0, |offset| run[offset].word);
    let mut gender = run.iter().take(title.map_or(0, |offset| offset + 1)).fold(0, |bits, token| bits | token.class)
        & (class::MALE | class::FEMALE);
    // `Secretary of State John Kerry`.
    if title.is_some() && tokens[from].is(class::PREP) {
        from = (from + 1..end - 1)
            .find(|i| tokens[*i].is(class::FIRST_NAME))
            .unwrap_or((end - 2).max(from + 1).min(end - 1));
    }
    let last = &tokens[end - 1];
    if last.is(class::TITLE | class::PERSON)
        && !last.is(class::ORG)
        && (!last.is(class::FIRST_NAME) || run.len() == 1)
        && title.is_none_or(|at| at + 2 == run.len())
    {
        // `President`, `Vice President`, `the Senator`: a description.
        if run.iter().all(|token| token.is(class::TITLE | class::PERSON | class::PLACE | class::CALENDAR | class::ORG))
        {
            let form = Form::Person;
            let phrase = if at > 0 && tokens[at - 1].is(class::DET) { at - 1 } else { at };
            push(tokens, found, at, end, phrase, form, aid);
            return end;
        }
    }
    // Leading words that are no part of the person's name: `Republican John Kasich`.
    let first_name = (from..end.saturating_sub(1)).find(|i| tokens[*i].is(class::FIRST_NAME));
    if let Some(start) = first_name
        && start > from
        && !tokens[end - 1].is(class::ORG)
        && tokens[from..start].iter().all(|t| t.kind != Kind::Initial && !t.is(class::FIRST_NAME))
        && tokens[from..start].iter().any(|t| {
            t.is(class::PLACE | class::CALENDAR | class::ORG | class::PERSON | class::TITLE) || t.kind == Kind::Capitals
        })
    {
        from = start;
    }
    // `New Hampshire Sanders` is no name; `Dakota Fanning` is.
    if !tokens[end - 1].is(class::PLACE | class::ORG | class::SUFFIX)
        && !tokens[from].is(class::FIRST_NAME)
        && let Some(place) = (from..end - 1).rev().find(|i| tokens[*i].is(class::PLACE))
        && !tokens[place].is(class::FIRST_NAME)
    {
        from = place + 1;
    }
    while from + 1 < end && tokens[from].is(class::CALENDAR) && !tokens[from].is(class::FIRST_NAME) {
        from += 1;
    }
    if title.is_none() && from > at {
        title_id = 0;
    }
    let parts = &tokens[from..end];
    let known_first = parts[0].is(class::FIRST_NAME);
    let form = if parts.iter().all(|token| token.is(class::CALENDAR)) {
        return end;
    } else if title.is_some() && parts.len() == 1 {
        Form::Titled
    } else if title.is_none() && is_organisation(parts) {
        Form::Organisation
    } else if parts.iter().all(|token| token.is(class::PLACE)) && title.is_none() && !(known_first && parts.len() > 1) {
        Form::Place
    } else if parts.len() > 1 {
        Form::Full
    } else {
        Form::Single
    };
    if parts.len() > 7 {
        return end;
    }
    // The words of a description before it: `campaign manager Robby Mook`.
    let mut phrase = at;
    while phrase > 0 && at - phrase < 8 {
        let before = &tokens[phrase - 1];
        let is_word = before.is_word()
            && !before.is(NOT_NAMES & !class::DET)
            && (!before.is(class::SPEECH) || before.is(class::PERSON | class::PAPER));
        if !is_word || before.sentence != tokens[at].sentence {
            break;
        }
        phrase -= 1;
        if before.is(class::DET) {
            break;
        }
    }
    if phrase < at {
        gender |= tokens[at - 1].class & (class::MALE | class::FEMALE);
        if title_id == 0 && tokens[at - 1].is(class::PERSON) {
            title_id = tokens[at - 1].word;
        }
    }
    push(tokens, found, from, end, phrase, form, aid);
    if let Some(mention) = found.last_mut() {
        mention.title = title_id;
        if tokens[at].is(class::TITLE) {
            mention.titled = at as u32;
        }
        mention.gender = gender;
    }
    end
}

/// True if the parts of a name without a title name an organisation: a word such as
/// `University` in it, or one word in capitals.
fn is_organisation(parts: &[Token]) -> bool {
    let known_first = parts[0].is(class::FIRST_NAME);
    let ends_so = parts.last().is_some_and(|token| token.is(class::ORG));
    // `Mary Post` is a woman, `Mary Fund` a fund.
    let is_person = known_first && parts.len() == 2 && !parts[1].is(class::GROUP);
    let is_acronym = parts.len() == 1 && parts[0].kind == Kind::Capitals;
    ends_so && !is_person || !known_first && (is_acronym || parts.iter().any(|token| token.is(class::ORG)))
}

fn run_end(tokens: &[Token], at: usize) -> usize {
    let mut end = at + 1;
    while end < tokens.len() && end - at < 12 {
        let token = &tokens[end];
        if token.sentence != tokens[at].sentence {
            break;
        }
        // `Orlando July`: a date ends a name.
        if token.is(class::DATE) || tokens[end - 1].is(class::DATE) && !tokens[end - 1].is(class::FIRST_NAME) {
            break;
        }
        if token.is_capital() && (!token.is(NOT_NAMES) || token.kind == Kind::Initial) {
            end += 1;
            continue;
        }
        let next_is_capital = tokens.get(end + 1).is_some_and(|next| next.is_capital() && !next.is(NOT_NAMES));
        let before = &tokens[end - 1];
        // `University of Texas`, `Secretary of State John Kerry`, `Centers for Disease Control`.
        let joins = (token.hash == HASH_OF || token.hash == HASH_FOR)
            && before.is(class::ORG | class::TITLE)
            && !before.is(class::AUX);
        let after_the = tokens.get(end + 1).is_some_and(|next| next.hash == HASH_THE && next.kind == Kind::Lower)
            && tokens.get(end + 2).is_some_and(Token::is_capital);
        let is_particle = token.is(class::PARTICLE) && token.kind == Kind::Lower && !before.is(class::ORG);
        let is_and = token.hash == u32::from(b'&') && before.kind == Kind::Capital;
        let is_suffix = token.kind == Kind::Comma
            && tokens.get(end + 1).is_some_and(|next| next.is(class::SUFFIX) && next.is_capital());
        if is_suffix || next_is_capital && (joins || is_particle || is_and) {
            end += 2;
        } else if joins && token.hash == HASH_OF && after_the {
            end += 3;
        } else {
            break;
        }
    }
    end
}

/// Reads the noun phrase that a determiner opens; returns where reading goes on.
fn description(tokens: &[Token], at: usize, found: &mut Vec<Mention>, aid: &Aid) -> usize {
    let mut end = at + 1;
    let mut head = None;
    let opener = &tokens[at];
    let Some(second) = tokens.get(at + 1) else { return at + 1 };
    if opener.hash == HASH_THAT && second.is(class::DET | class::POSSESSIVE | class::SUBJECT) {
        return at + 1;
    }
    // `another said`, `one of those advisers`, `many said`.
    if opener.is(class::DET) && (second.is(class::SPEECH) && !second.is(class::PLAIN) || second.hash == HASH_OF)
        || at > 0 && tokens[at - 1].is(class::SPEECH) && opener.is(class::DET) && !second.is_word()
    {
        push(tokens, found, at, at + 1, at, Form::Bare, aid);
        return at + 1;
    }
    while end < tokens.len() && end - at <= 9 {
        let token = &tokens[end];
        if token.sentence != tokens[at].sentence {
            break;
        }
        if token.kind == Kind::Possessive {
            head = None;
            end += 1;
            continue;
        }
        // `one sweeping question asked`: the plain form of a verb is a noun before a verb.
        let before_verb = tokens.get(end + 1).is_none_or(|next| {
            next.is(class::SPEECH | class::AUX | class::PREP | class::SUBORD) && !next.is(class::PLAIN)
                || !next.is_word()
        });
        let is_noun = token.is(class::PERSON | class::GROUP | class::PAPER)
            || token.is(class::PLAIN)
                && before_verb
                && head.is_none_or(|h: usize| !tokens[h].is(class::PERSON | class::GROUP));
        // `the call`, `a 25-minute call`, but not `the senator called`.
        let breaks = token.is(class::BREAK) && !is_noun && !(end == at + 1 && token.is(class::SPEECH | class::VERB));
        let is_verb_here = is_noun
            && token.is(class::SPEECH)
            && head.is_some_and(|h: usize| tokens[h].is(class::PERSON | class::GROUP));
        if !token.is_word() || breaks || is_verb_here {
            break;
        }
        head = Some(end);
        end += 1;
    }
    let Some(head) = head else { return at + 1 };
    let token = &tokens[head];
    let form = if token.is_capital() && !token.is(class::TITLE) {
        // A name with a determiner: read as a name.
        return at + 1;
    } else if token.is(class::PERSON | class::TITLE) {
        Form::Person
    } else if token.is(class::GROUP) {
        Form::Group
    } else if token.is(class::PAPER | class::PLAIN) {
        Form::Paper
    } else {
        Form::Thing
    };
    // Names within it are mentions of their own: `the Clinton campaign`.
    let mut inner = at + 1;
    while inner < head {
        if starts_name(tokens, inner) && !tokens[inner].is(class::TITLE) {
            inner = name(tokens, inner, found, aid).min(head.max(inner + 1));
        } else {
            inner += 1;
        }
    }
    push(tokens, found, at, head + 1, at, form, aid);
    head + 1
}

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
    let before_speaks = at > 0 && tokens[at - 1].is(class::SPEECH);
    let before_capital = tokens.get(at + 1).is_some_and(Token::is_capital);
    (next_speaks || before_speaks) && !before_capital
}

fn push(tokens: &[Token], found: &mut Vec<Mention>, first: usize, last: usize, phrase: usize, form: Form, aid: &Aid) {
    let (verb_before, gap_before, preposition, according) = before(tokens, phrase);
    // Things and places behind a preposition speak so rarely that looking is not worth it.
    let is_idle = preposition != 0 && !according && matches!(form, Form::Thing | Form::Place);
    let (verb_after, gap_after) = match !is_idle && aid.speech_within(last, 30) {
        true => verb_after(tokens, last, form),
        false => (NONE, gap::ABSENT),
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

fn verb_after(tokens: &[Token], from: usize, form: Form) -> (u32, u8) {
    let mut gap = gap::NONE;
    let mut ing = None;
    let Some(first) = tokens.get(from) else { return (NONE, gap::ABSENT) };
    let sentence = tokens[from - 1].sentence;
    if first.kind == Kind::Possessive {
        return (NONE, gap::ABSENT);
    }
    for (at, token) in tokens.iter().enumerate().skip(from).take(30) {
        if token.sentence != sentence || matches!(token.kind, Kind::Quote | Kind::Stop | Kind::Semicolon | Kind::Colon)
        {
            break;
        }
        let is_noun_here = token.is(class::PAPER | class::PERSON | class::GROUP)
            && at > 0
            && tokens[at - 1].is(class::DET | class::POSSESSIVE);
        if token.is(class::SPEECH) && !is_noun_here {
            // Behind `to` it is no statement yet: `declined to say`.
            if !token.is(class::ING) || gap < gap::COMMA {
                return (at as u32, gap);
            }
            ing.get_or_insert((at as u32, gap));
        }
        let here = match token.kind {
            Kind::Comma | Kind::Open | Kind::Close | Kind::Dash => gap::COMMA,
            _ if token.hash == HASH_WHO && form != Form::Who => gap::WHO,
            _ if token.is(class::SUBJECT) => gap::SUBJECT,
            _ if token.is(class::CONJ | class::SUBORD) => gap::JOINED,
            _ if token.is(class::AUX | class::ADVERB) => gap::ADVERB,
            _ => gap::WORDS,
        };
        gap = gap.max(here);
    }
    ing.unwrap_or((NONE, gap::ABSENT))
}

/// What stands before a mention's phrase: verb of speech, gap, preposition, `according to`.
fn before(tokens: &[Token], phrase: usize) -> (u32, u8, u16, bool) {
    let nothing = (NONE, gap::ABSENT, 0, false);
    let Some(at) = phrase.checked_sub(1) else { return nothing };
    let token = &tokens[at];
    if token.sentence != tokens[phrase].sentence {
        return nothing;
    }
    if token.is(class::PREP) && !token.is(class::SPEECH) {
        let verb = at.checked_sub(1).map(|i| &tokens[i]);
        if token.hash == HASH_TO && verb.is_some_and(|verb| verb.hash == HASH_ACCORDING) {
            return (at as u32 - 1, gap::NONE, token.word, true);
        }
        if verb.is_some_and(|verb| verb.is(class::SPEECH)) {
            return (at as u32 - 1, gap::WORDS, token.word, false);
        }
        return (NONE, gap::ABSENT, token.word, false);
    }
    // `said`, or `said former`.
    for back in 0..2 {
        let Some(index) = at.checked_sub(back) else { break };
        let token = &tokens[index];
        if token.is(class::SPEECH) {
            return (index as u32, if back == 0 { gap::NONE } else { gap::ADVERB }, 0, false);
        }
        if !(token.is(class::DET | class::ADVERB) || token.hash == HASH_FORMER) {
            break;
        }
    }
    nothing
}
