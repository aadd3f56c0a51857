//! How a mention stands to the words around it: the verb of speech behind it, the verb or
//! preposition before it.

use super::lexicon::class;
use super::mentions::{Form, NONE, gap};
use super::tokens::{Kind, Token, hash_word};

const HASH_WHO: u32 = hash_word("who");
const HASH_TO: u32 = hash_word("to");
const HASH_ACCORDING: u32 = hash_word("according");
const HASH_FORMER: u32 = hash_word("former");

pub(super) fn verb_after(tokens: &[Token], from: usize, form: Form) -> (u32, u8) {
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
pub(super) fn before(tokens: &[Token], phrase: usize) -> (u32, u8, u16, bool) {
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
