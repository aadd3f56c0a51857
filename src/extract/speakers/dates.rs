//! Months cut short: `Feb. 9`, `last Sept.`; no names, though `Jan` may be one.

use super::lexicon::class;
use super::tokens::{Kind, Token, hash_word};

const MONTHS: [u32; 12] = [
    hash_word("jan"),
    hash_word("feb"),
    hash_word("mar"),
    hash_word("apr"),
    hash_word("jun"),
    hash_word("jul"),
    hash_word("aug"),
    hash_word("sep"),
    hash_word("sept"),
    hash_word("oct"),
    hash_word("nov"),
    hash_word("dec"),
];

/// Before a month that has no number.
const DATE_WORDS: [u32; 9] = [
    hash_word("in"),
    hash_word("since"),
    hash_word("until"),
    hash_word("last"),
    hash_word("next"),
    hash_word("this"),
    hash_word("early"),
    hash_word("late"),
    hash_word("mid"),
];

/// True for the short form of a month before a number, or behind a word such as `since`.
#[inline]
pub(super) fn is_short_month(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    // At most four letters: this is asked of every capital.
    token.end - token.start <= 4 && token.is_capital() && MONTHS.contains(&token.hash) && is_date(tokens, at)
}

fn is_date(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let same = |other: &&Token| other.sentence == token.sentence;
    let before = at.checked_sub(1).and_then(|at| tokens.get(at)).filter(same);
    let after = tokens.get(at + 1).filter(same);
    after.is_some_and(|next| next.kind == Kind::Number)
        || before.is_some_and(|before| DATE_WORDS.contains(&before.hash) || before.kind == Kind::Number)
            && !after.is_some_and(|next| next.is_capital() || next.is(class::SPEECH))
}
