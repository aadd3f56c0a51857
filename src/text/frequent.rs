//! The words that hold English sentences together.
//!
//! They are so frequent that a phrase of them (`"of the"`) would have to look at the places of
//! most words of the archive. Pairs of them that stand side by side are indexed as terms of
//! their own, and alone they weigh next to nothing in a list of words.

/// True if a folded word is one of the function words whose pairs are indexed.
///
/// The list: the English articles, prepositions, conjunctions, pronouns and auxiliaries among
/// the hundred most frequent words of news text, and `said`. They do not inflect (`said` has no
/// other form with its stem), so that a query word finds just this form.
pub fn is_function_word(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "the"
            | "of"
            | "to"
            | "in"
            | "on"
            | "at"
            | "by"
            | "for"
            | "from"
            | "with"
            | "as"
            | "after"
            | "into"
            | "than"
            | "and"
            | "or"
            | "but"
            | "that"
            | "which"
            | "who"
            | "it"
            | "its"
            | "he"
            | "his"
            | "she"
            | "her"
            | "they"
            | "their"
            | "we"
            | "i"
            | "you"
            | "is"
            | "are"
            | "was"
            | "were"
            | "be"
            | "been"
            | "has"
            | "had"
            | "have"
            | "will"
            | "would"
            | "not"
            | "said"
            | "this"
    )
}
