//! The words that hold English sentences together.
//!
//! They are so frequent that a phrase of them (`"of the"`) would have to look at the places of
//! most words of the archive. Pairs of them that stand side by side are indexed as terms of
//! their own, and alone they weigh next to nothing in a list of words.

/// The function words whose pairs are indexed, in the order of their letters.
///
/// The English articles, prepositions, conjunctions, pronouns and auxiliaries among the hundred
/// most frequent words of news text, and `said`. They do not inflect (`said` has no other form
/// with its stem), so that a query word finds just this form.
pub const FUNCTION_WORDS: [&str; 31] = [
    "a", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "had", "has", "have", "he", "his", "in",
    "is", "it", "not", "of", "on", "said", "she", "that", "the", "they", "to", "was", "will", "with",
];

/// Slots of [`TABLE`], a power of two.
const SLOTS: usize = 256;

/// Letters of each word as a number, as none is longer than four, with its place in
/// [`FUNCTION_WORDS`]: open addressing, 0 for an empty slot. Asked for every word of a text.
static TABLE: [(u32, u8); SLOTS] = {
    let mut table = [(0, 0); SLOTS];
    let mut at = 0;
    while at < FUNCTION_WORDS.len() {
        let number = letters(FUNCTION_WORDS[at].as_bytes());
        let mut slot = slot(number);
        while table[slot].0 != 0 {
            slot = (slot + 1) % SLOTS;
        }
        table[slot] = (number, at as u8);
        at += 1;
    }
    table
};

const fn letters(word: &[u8]) -> u32 {
    let mut number = 0;
    let mut at = 0;
    while at < word.len() {
        number = number << 8 | word[at] as u32;
        at += 1;
    }
    number
}

const fn slot(number: u32) -> usize {
    (number.wrapping_mul(0x9E37_79B9) >> 24) as usize % SLOTS
}

/// The place of a folded word in [`FUNCTION_WORDS`], if it is one of them.
pub fn function_word(word: &str) -> Option<u8> {
    // A zero in front would not change the number.
    if word.len() > 4 || word.bytes().next().is_none_or(|first| first == 0) {
        return None;
    }
    let number = letters(word.as_bytes());
    let mut at = slot(number);
    loop {
        match TABLE[at] {
            (0, _) => return None,
            (found, place) if found == number => return Some(place),
            _ => at = (at + 1) % SLOTS,
        }
    }
}

/// True if a folded word is one of [`FUNCTION_WORDS`].
pub fn is_function_word(word: &str) -> bool {
    function_word(word).is_some()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_words_are_found_in_order() {
        for (at, word) in FUNCTION_WORDS.iter().enumerate() {
            assert_eq!(function_word(word), Some(at as u8), "{word}");
        }
        for other in ["", "th", "them", "thes", "theory", "hunt", "été", "\0", "\0a", "\0the"] {
            assert_eq!(function_word(other), None, "{other}");
        }
    }
}
