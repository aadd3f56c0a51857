//! What nouns tell of people: men and women, husbands and wives, one or several.

use super::lexicon::class;
use super::tokens::{Token, hash_words};

/// Further nouns for men and for women than those which are titles or speak often.
const MEN: [u32; 14] = hash_words([
    "grandson",
    "stepfather",
    "stepson",
    "stepbrother",
    "half-brother",
    "boyfriend",
    "fiancé",
    "ex-husband",
    "ex-boyfriend",
    "godfather",
    "godson",
    "lad",
    "bridegroom",
    "monk",
]);
const WOMEN: [u32; 14] = hash_words([
    "granddaughter",
    "stepmother",
    "stepdaughter",
    "stepsister",
    "half-sister",
    "girlfriend",
    "fiancée",
    "ex-wife",
    "ex-girlfriend",
    "godmother",
    "goddaughter",
    "lass",
    "bride",
    "nun",
]);

/// What a noun tells of the gender: -1 for a man, 1 for a woman, 0 for either.
pub(super) fn gender_of(head: &Token) -> i32 {
    match head.class & (class::MALE | class::FEMALE) {
        class::MALE => -1,
        class::FEMALE => 1,
        _ if MEN.contains(&head.hash) => -1,
        _ if WOMEN.contains(&head.hash) => 1,
        _ => 0,
    }
}

/// True for `officials`, `voters`, whom no `he` means.
pub(super) fn is_plural(text: &str, head: &Token) -> bool {
    let word = text.get(head.start as usize..head.end as usize).unwrap_or("");
    word.ends_with('s') && !word.ends_with("ss") || PLURALS.contains(&head.hash)
}

const PLURALS: [u32; 8] =
    hash_words(["people", "men", "women", "children", "audience", "crowd", "lawmen", "americans"]);

/// Husbands and wives, whose owner is most likely of the other gender.
const SPOUSES: [u32; 8] =
    hash_words(["wife", "husband", "widow", "widower", "ex-wife", "ex-husband", "girlfriend", "boyfriend"]);

/// True for a husband or a wife.
pub(super) fn is_spouse(noun: &Token) -> bool {
    SPOUSES.contains(&noun.hash)
}
