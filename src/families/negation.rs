//! Words that turn a sentence into its contrary: no ellipsis and no bracket may take or add one unseen, and what
//! one person says and another denies is no utterance of both.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::words::{Token, token_of};

/// Folded, without apostrophes. Words that often mean something else (`mai`, `ne`) are left out.
const NEGATIONS: &str = "not never no nor neither none nobody nothing nowhere cannot hardly without \
    dont doesnt didnt isnt arent wasnt werent wont wouldnt cant couldnt shouldnt shant hasnt havent hadnt mustnt \
    neednt mightnt darent oughtnt aint \
    nicht nie niemals kein keine keinen keinem keiner keines nichts \
    pas jamais nunca tampoco nao niet geen nooit inte aldrig ikke aldri \u{43d}\u{435} \u{43d}\u{435}\u{442}";

static TOKENS: LazyLock<FxHashSet<Token>> = LazyLock::new(|| NEGATIONS.split_whitespace().map(token_of).collect());

/// How many of the words are negations.
pub fn count(words: impl IntoIterator<Item = Token>) -> usize {
    words.into_iter().filter(|token| TOKENS.contains(token)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::families::words::words;

    #[test]
    fn contractions_count_in_any_typography() {
        for (text, want) in [("They don’t, can't and NEVER will", 3), ("We know the note", 0), ("Es ist nicht", 1)] {
            assert_eq!(count(words(text).iter().map(|word| word.token)), want, "{text}");
        }
    }
}
