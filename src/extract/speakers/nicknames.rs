//! Nicknames between marks within a name: `Rob “Bomber” Hollis`, `Maria “Malou” de la Vega`.
//!
//! They are no quotation and separate nothing, so both are passed over: the name is read through.
//! Looks at [`REACH`] bytes on either side at most.

use super::lexicon::{Lexicon, class};
use super::names::is_first_name;
use super::tokens::hash_word;

/// No nickname, and no word beside it that is looked at, is longer.
const REACH: usize = 40;

/// Words that are no part of a name with a capital.
const NO_NAME: u32 = class::BREAK | class::DET | class::POSSESSIVE | class::ORG | class::CALENDAR;

/// True if the words between the marks `open..close` are a nickname within a name.
pub fn is_nickname(text: &str, open: usize, words: &str, close: usize) -> bool {
    let is_word = |word: &str| word.starts_with(char::is_uppercase) || matches!(word, "the" | "of" | "o’" | "o'");
    // `called him “Doc.” Fox said`, but `Jim “J.R.” Dolan`.
    let is_initials = words.strip_suffix('.').is_some_and(|words| words.contains('.'));
    let closes = words.ends_with(|c: char| !c.is_alphanumeric()) && !is_initials;
    if words.len() > REACH || closes || words.split(' ').count() > 3 || !words.split(' ').all(is_word) {
        return false;
    }
    let Some((first, last)) = word_before(text, open).zip(name_behind(text, close)) else { return false };
    let (first, last) = (hash_word(first), hash_word(last));
    let known = |hash: u32| Lexicon::get().known(hash).class;
    let is_first = is_first_name(first) && known(first) & NO_NAME == 0;
    // A first name nobody told us of, before what can be no further first name.
    let is_unknown = known(first) == 0 && !is_first_name(last);
    (is_first || is_unknown) && known(last) & (NO_NAME | class::TITLE) == 0
}

/// The word with a capital that ends, with one blank, at `open`.
fn word_before(text: &str, open: usize) -> Option<&str> {
    let before = text.get(..open)?.strip_suffix(' ')?;
    let word = before.char_indices().rev().take(REACH).take_while(|(_, c)| c.is_alphanumeric() || *c == '-').last()?.0;
    let word = &before[word..];
    (word.starts_with(char::is_uppercase) && word.chars().count() > 1).then_some(word)
}

/// The word with a capital behind a blank at `close`, and behind the small words of last names.
fn name_behind(text: &str, close: usize) -> Option<&str> {
    let rest = text.get(close..)?.strip_prefix(' ')?;
    let is_end = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '’' | '\''));
    let mut rest = rest;
    for _ in 0..4 {
        let length = rest.char_indices().take(REACH).find(|(_, c)| is_end(*c)).map_or(rest.len(), |(at, _)| at);
        let word = &rest[..length];
        if word.starts_with(char::is_uppercase) {
            return Some(word);
        }
        if Lexicon::get().known(hash_word(word)).class & class::PARTICLE == 0 {
            return None;
        }
        rest = rest[length..].strip_prefix(' ')?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: bool) {
        let (open, close) = (text.find('"').unwrap_or(0), text.rfind('"').unwrap_or(0));
        assert_eq!(is_nickname(text, open, &text[open + 1..close], close + 1), want, "{text:?}");
    }

    #[test]
    fn a_nickname_stands_between_first_and_last_name() {
        check("Rob \"Bomber\" Hollis", true);
        check("Maria Luisa \"Malou\" de la Vega", true);
        check("then Jim \"The Cat\" Dolan", true);
        check("Zbyn \"Duke\" Dolan", true);
        check("Rob \"J.R.\" Hollis", true);
        check("Rob \"Stop!\" Hollis", false);
        check("Rob \"Bomber.\" Hollis", false);
        check("Rob \"bomber of Hull\" Hollis", false);
        check("In \"Macbeth\" Hollis", false);
        check("said \"Bomber\" Hollis", false);
        check("Rob, \"Bomber\" Hollis", false);
        check("Rob \"Bomber\" said", false);
        check("Rob \"Bomber\" The", false);
        check("Rob \"Bomber\", Hollis", false);
        check("\"Bomber\"", false);
    }
}
