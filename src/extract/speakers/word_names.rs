//! First names that are words: `his daughter, June,`, `a girl named April`, `her son Will`.
//!
//! A month or a modal verb is a first name behind a word of kinship and where a last name follows. In
//! such an article it is that name alone too, where no date and no verb can stand: `June says`,
//! but `in June`, `by April`, `the May vote`.

use super::lexicon::class;
use super::tokens::{Kind, Token, hash_word, hash_words};

/// Members of a family and of a household, and others who are named behind their noun.
const KIN: [u32; 44] = hash_words([
    "daughter",
    "son",
    "wife",
    "husband",
    "sister",
    "brother",
    "mother",
    "father",
    "mum",
    "mom",
    "dad",
    "grandmother",
    "grandfather",
    "granddaughter",
    "grandson",
    "stepdaughter",
    "stepson",
    "stepmother",
    "stepfather",
    "aunt",
    "uncle",
    "niece",
    "nephew",
    "cousin",
    "girlfriend",
    "boyfriend",
    "partner",
    "fiancé",
    "fiancée",
    "widow",
    "widower",
    "twin",
    "child",
    "baby",
    "girl",
    "boy",
    "friend",
    "neighbor",
    "neighbour",
    "colleague",
    "ex-wife",
    "ex-husband",
    "toddler",
    "goddaughter",
]);

const NAMED: [u32; 4] = hash_words(["named", "called", "christened", "nicknamed"]);

/// True if the word at `at`, a first name that is something else too, bears a name here.
pub(super) fn is_given(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    if !may_be_given(token) {
        return false;
    }
    let near = |back: usize| at.checked_sub(back).map(|at| &tokens[at]).filter(|word| word.sentence == token.sentence);
    let next = tokens.get(at + 1).filter(|next| next.sentence == token.sentence);
    // `his daughter, April 5,`
    if next.is_some_and(|next| next.kind == Kind::Number) {
        return false;
    }
    // `June Dunn`, but not `In June Dunn` and `last April Dunn`.
    let is_last_name = |next: &Token| next.kind == Kind::Capital && next.class & !class::FIRST_NAME == 0;
    if next.is_some_and(is_last_name) {
        return !near(1).is_some_and(|before| before.is(class::PREP | class::DET | class::FUNCTION | class::ADVERB));
    }
    let is_kin = |word: &Token| word.kind == Kind::Lower && KIN.contains(&word.hash);
    let closes = next.is_none_or(|next| !next.is_word() || next.is(class::CONJ));
    match near(1) {
        Some(comma) if comma.kind == Kind::Comma => closes && near(2).is_some_and(is_kin),
        Some(before) => is_kin(before) || NAMED.contains(&before.hash) && before.kind == Kind::Lower,
        None => false,
    }
}

/// True if the word alone is the first name of somebody of this article.
pub(super) fn stands_alone(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let before = at.checked_sub(1).map(|at| &tokens[at]).filter(|before| before.sentence == token.sentence);
    let is_date = before.is_some_and(|before| before.is(class::PREP | class::DET) && before.hash != WITH);
    may_be_given(token) && !is_date
}

const WITH: u32 = hash_word("with");

fn may_be_given(token: &Token) -> bool {
    token.kind == Kind::Capital && token.is(class::FIRST_NAME) && token.is(class::DATE | class::AUX)
}
