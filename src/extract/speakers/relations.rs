//! How a mention stands to the words around it: the verb of speech behind it, the verb or
//! preposition before it.

use super::lexicon::class;
use super::mentions::{Form, NONE, gap};
use super::passives::{agent_of, is_passive};
use super::tokens::{Kind, Token, hash_word, hash_words};

const HASH_WHO: u32 = hash_word("who");
const HASH_TO: u32 = hash_word("to");
const HASH_ACCORDING: u32 = hash_word("according");
const HASH_FORMER: u32 = hash_word("former");

/// The verb of speech behind a mention, what lies between, and whether the mention is told or
/// spoken of instead.
pub(super) fn verb_after(tokens: &[Token], from: usize, form: Form) -> (u32, u8, bool) {
    let mut gap = gap::NONE;
    let mut ing = None;
    let mut patient = false;
    let Some(first) = tokens.get(from) else { return (NONE, gap::ABSENT, false) };
    let sentence = tokens[from - 1].sentence;
    if first.kind == Kind::Possessive {
        return (NONE, gap::ABSENT, false);
    }
    for (at, token) in tokens.iter().enumerate().skip(from).take(30) {
        if token.sentence != sentence || matches!(token.kind, Kind::Quote | Kind::Stop | Kind::Semicolon | Kind::Colon)
        {
            break;
        }
        let is_noun_here = token.is(class::PAPER | class::PERSON | class::GROUP)
            && at > 0
            && tokens[at - 1].is(class::DET | class::POSSESSIVE);
        if is_passive(tokens, at) {
            // Done to it: it may speak further on.
            patient |= gap < gap::SUBJECT;
            gap = gap.max(gap::WORDS);
            continue;
        }
        if token.is(class::SPEECH) && !is_noun_here {
            // Behind `to` it is no statement yet: `declined to say`.
            if !token.is(class::ING) || gap < gap::COMMA {
                return (at as u32, gap, false);
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
    match ing {
        Some((at, gap)) => (at, gap, false),
        None => (NONE, gap::ABSENT, patient),
    }
}

/// How a mention stands to the words before it.
pub(super) struct Standing {
    pub verb_before: u32,
    pub gap_before: u8,
    pub preposition: u16,
    pub according: bool,
    pub agent: bool,
}

/// How the phrase that begins at `phrase` stands to the words before it.
pub(super) fn standing(tokens: &[Token], phrase: usize) -> Standing {
    if let Some(verb) = agent_of(tokens, phrase) {
        return Standing {
            verb_before: verb as u32,
            gap_before: gap::NONE,
            preposition: 0,
            according: false,
            agent: true,
        };
    }
    let (verb_before, gap_before, preposition, according) = before(tokens, phrase);
    Standing { verb_before, gap_before, preposition, according, agent: false }
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

/// Participles with which a person stands for another: `a lawyer representing Brown`.
const ACTING: [u32; 14] = hash_words([
    "representing",
    "advising",
    "defending",
    "assisting",
    "managing",
    "backing",
    "supporting",
    "prosecuting",
    "treating",
    "investigating",
    "accompanying",
    "suing",
    "opposing",
    "challenging",
]);

/// True for a participle with which a person stands for another.
pub fn is_acting(token: &Token) -> bool {
    token.kind == Kind::Lower && ACTING.contains(&token.hash)
}

/// True for a name behind `not`: `it was Brown, not Lee, who said`.
pub fn is_not_meant(tokens: &[Token], titled: u32) -> bool {
    titled.checked_sub(1).is_some_and(|before| {
        let not = &tokens[before as usize];
        not.hash == hash_word("not") && not.sentence == tokens[titled as usize].sentence
    })
}
