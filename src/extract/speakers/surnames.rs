//! Last names that are words: `Theresa May`, `George Will`, `Sandra Oh`, `Jack White`.
//!
//! What the letters of a word tell (a modal verb, a month, a title) is taken from it where it
//! bears a name: behind a first name or a title, with a capital, within a sentence. Once an
//! article has named somebody so, the word alone is that name too, unless a date or another use
//! is plain: `May said`, but `in May`, `May 5`, `the King`. First names likewise (`word_names`). One pass for each step.

use super::lexicon::class;
use super::tokens::{Kind, Token, hash_word};
use super::word_names;
use crate::model::Span;

/// Classes that keep a word from being read as a name.
const TAKEN: u32 = class::AUX
    | class::PREP
    | class::SUBORD
    | class::DET
    | class::FUNCTION
    | class::ADVERB
    | class::SPEECH
    | class::VERB
    | class::TITLE
    | class::CALENDAR
    | class::DATE;

/// Words that stand behind a name in capitals only where something else begins.
const NEVER: u32 = class::SUBJECT | class::POSSESSIVE | class::CONJ | class::ORG | class::PLACE | class::SUFFIX;

const NEVER_WORDS: [u32; 6] =
    [hash_word("the"), hash_word("a"), hash_word("an"), hash_word("this"), hash_word("that"), hash_word("in")];

/// Of the dates, only these are last names.
const MONTHS: [u32; 4] = [hash_word("may"), hash_word("march"), hash_word("august"), hash_word("june")];

/// Before a month that is no name.
const DATE_WORDS: [u32; 14] = [
    hash_word("in"),
    hash_word("since"),
    hash_word("until"),
    hash_word("during"),
    hash_word("through"),
    hash_word("on"),
    hash_word("of"),
    hash_word("last"),
    hash_word("next"),
    hash_word("this"),
    hash_word("early"),
    hash_word("late"),
    hash_word("mid"),
    hash_word("every"),
];

/// At most so many different words of one article become names.
const MOST: usize = 32;

/// Takes from words that are last names here what else they may be.
pub fn free(tokens: &mut [Token], titles: &[Span]) {
    let (mut names, mut given): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
    for at in 0..tokens.len() {
        let token = tokens[at];
        if !token.is(TAKEN) || token.kind != Kind::Capital {
            continue;
        }
        let is_last = !token.first && follows_name(tokens, at);
        if !is_last && !word_names::is_given(tokens, at) {
            continue;
        }
        let in_title =
            titles.iter().any(|span| span.start() <= token.start as usize && (token.start as usize) < span.end());
        if in_title {
            continue;
        }
        let list = if is_last { &mut names } else { &mut given };
        if !list.contains(&token.hash) && list.len() < MOST {
            list.push(token.hash);
        }
        clear(&mut tokens[at]);
    }
    if names.is_empty() && given.is_empty() {
        return;
    }
    for at in 0..tokens.len() {
        let is_name =
            |word: u32| names.contains(&word) || given.contains(&word) && word_names::stands_alone(tokens, at);
        if tokens[at].is(TAKEN) && is_name(tokens[at].hash) && stands_alone(tokens, at) {
            clear(&mut tokens[at]);
        }
    }
}

fn clear(token: &mut Token) {
    token.class &= class::FIRST_NAME;
    token.word = 0;
}

/// True if a first name, or a title that only a name can follow, stands directly before.
fn follows_name(tokens: &[Token], at: usize) -> bool {
    let (before, token) = (&tokens[at - 1], &tokens[at]);
    if before.sentence != token.sentence || token.is(NEVER) || NEVER_WORDS.contains(&token.hash) {
        return false;
    }
    let next = tokens.get(at + 1).filter(|next| next.sentence == token.sentence);
    let goes_on = next.is_some_and(|next| next.is_capital() && !next.is(class::SUFFIX));
    let is_month = MONTHS.contains(&token.hash);
    if goes_on || token.is(class::DATE) && (!is_month || next.is_some_and(|next| next.kind == Kind::Number)) {
        return false;
    }
    // `Theresa May`, `John A. May`.
    let first = match before.kind {
        Kind::Initial => at.checked_sub(2).map(|at| &tokens[at]),
        _ => Some(before),
    };
    if first.is_some_and(|first| first.is(class::FIRST_NAME) && first.is_capital() && !first.is(class::PLACE | TAKEN)) {
        return true;
    }
    let is_modal = token.is(class::AUX);
    if before.is(class::TITLE) && before.is_capital() {
        return is_modal || is_month || token.is(class::TITLE | class::CALENDAR) && before.is(class::ABBREVIATION);
    }
    // A first name nobody told us of: no modal verb has a capital within a sentence.
    let is_unknown = before.kind == Kind::Capital && before.class == 0 && !before.first;
    let speaks = next.is_some_and(|next| next.is(class::SPEECH) && next.kind == Kind::Lower && !next.is(class::PLAIN));
    is_unknown && speaks && (is_modal || is_month)
}

/// True if the word alone is a name here, known to be borne in this article.
fn stands_alone(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    if token.kind != Kind::Capital {
        return false;
    }
    let next = tokens.get(at + 1).filter(|next| next.sentence == token.sentence);
    let before = at.checked_sub(1).map(|at| &tokens[at]).filter(|before| before.sentence == token.sentence);
    if token.first {
        // `May said`, not `May we` and `Will he`.
        return next.is_some_and(|next| {
            next.kind == Kind::Possessive
                || next.kind == Kind::Lower
                    && next.is(class::SPEECH | class::AUX | class::VERB)
                    && (!next.is(class::PLAIN) || token.is(class::DATE | class::TITLE | class::CALENDAR))
        });
    }
    if next.is_some_and(|next| next.is_capital() && !next.is(class::SUFFIX)) {
        return false;
    }
    if token.is(class::DATE) {
        let is_day = next.is_some_and(|next| next.kind == Kind::Number);
        return !is_day
            && !before.is_some_and(|before| before.kind == Kind::Number || DATE_WORDS.contains(&before.hash));
    }
    // `the King`, `a White House`, `vice President`.
    let is_noun = token.is(class::TITLE | class::CALENDAR)
        && before.is_some_and(|before| {
            before.is(class::DET | class::POSSESSIVE) || before.is_capital() && !before.is(class::ABBREVIATION)
        });
    !is_noun
}
