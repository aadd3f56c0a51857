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
    // None is longer than four letters, so each is one number.
    let bytes = word.as_bytes();
    let mut letters = [0; 4];
    if bytes.len() > letters.len() {
        return false;
    }
    letters[..bytes.len()].copy_from_slice(bytes);
    matches!(
        &letters,
        b"a\0\0\0"
            | b"the\0"
            | b"of\0\0"
            | b"to\0\0"
            | b"in\0\0"
            | b"on\0\0"
            | b"at\0\0"
            | b"by\0\0"
            | b"for\0"
            | b"from"
            | b"with"
            | b"as\0\0"
            | b"and\0"
            | b"but\0"
            | b"that"
            | b"it\0\0"
            | b"he\0\0"
            | b"his\0"
            | b"she\0"
            | b"they"
            | b"is\0\0"
            | b"are\0"
            | b"was\0"
            | b"be\0\0"
            | b"been"
            | b"had\0"
            | b"has\0"
            | b"have"
            | b"will"
            | b"not\0"
            | b"said"
    )
}

/// True if a folded English word says nothing of what a text is about.
///
/// Function words whose pairs are indexed, and the rest of the usual stop list: auxiliaries,
/// pronouns, question words, adverbs of degree, place and order.
pub fn is_stop_word(word: &str) -> bool {
    is_function_word(word)
        || matches!(
            word,
            "an" | "after"
                | "into"
                | "than"
                | "or"
                | "which"
                | "who"
                | "its"
                | "her"
                | "their"
                | "we"
                | "i"
                | "you"
                | "were"
                | "would"
                | "this"
                | "about"
                | "above"
                | "again"
                | "against"
                | "all"
                | "also"
                | "am"
                | "any"
                | "because"
                | "before"
                | "being"
                | "below"
                | "between"
                | "both"
                | "can"
                | "could"
                | "did"
                | "do"
                | "does"
                | "doing"
                | "down"
                | "during"
                | "each"
                | "few"
                | "further"
                | "having"
                | "here"
                | "hers"
                | "herself"
                | "himself"
                | "how"
                | "if"
                | "itself"
                | "just"
                | "me"
                | "more"
                | "most"
                | "my"
                | "myself"
                | "no"
                | "nor"
                | "off"
                | "once"
                | "only"
                | "other"
                | "our"
                | "ours"
                | "out"
                | "over"
                | "own"
                | "same"
                | "should"
                | "so"
                | "some"
                | "such"
                | "theirs"
                | "them"
                | "themselves"
                | "then"
                | "there"
                | "these"
                | "those"
                | "through"
                | "too"
                | "under"
                | "until"
                | "up"
                | "us"
                | "very"
                | "what"
                | "when"
                | "where"
                | "while"
                | "whom"
                | "whose"
                | "why"
                | "your"
                | "yours"
                | "him"
        )
}
