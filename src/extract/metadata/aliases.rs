//! Outlets by name in running text and in whole phrases.

use super::outlets::{Outlet, Outlets};
use crate::text::fold;

/// Most words a name of an outlet has.
const MAX_WORDS: usize = 7;

/// An outlet's name found at the start of a text.
#[derive(Clone, Copy)]
pub(super) struct Named<'o> {
    /// The outlet.
    pub outlet: &'o Outlet,
    /// True if the name can mean nothing else, so that it may be believed in running text.
    pub is_distinct: bool,
    /// Bytes of text that the name takes, a possessive ending included.
    pub len: usize,
}

/// The longest name of an outlet that `text` begins with, `the` before it included.
pub(super) fn at_start<'o>(outlets: &'o Outlets, text: &str) -> Option<Named<'o>> {
    let skipped = ["the ", "The ", "THE "].iter().find(|article| text.starts_with(**article)).map_or(0, |a| a.len());
    let begins = text[skipped..].chars().next()?;
    if !(begins.is_uppercase() || begins.is_ascii_digit() || skipped > 0) {
        return None;
    }
    let mut ends = [0usize; MAX_WORDS];
    let mut n_words = 0;
    let mut last_blank = true;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]).take(80) {
        let ends_phrase =
            matches!(character, ',' | ';' | ':' | '(' | ')' | '"' | '“' | '”' | '\n' | '|' | '—' | '?' | '!');
        if character == ' ' || ends_phrase {
            if !last_blank {
                ends[n_words] = at;
                n_words += 1;
            }
            if ends_phrase || last_blank || n_words == MAX_WORDS {
                break;
            }
        }
        last_blank = character == ' ';
    }
    for end in ends[..n_words].iter().rev() {
        let printed = &text[..*end];
        for name in forms(printed) {
            let folded = fold(name);
            if let Some((outlet, is_distinct)) = outlets.alias(&folded) {
                return Some(Named { outlet, is_distinct, len: *end });
            }
            if let Some((outlet, is_distinct)) = folded.strip_prefix("the ").and_then(|short| outlets.alias(short)) {
                return Some(Named { outlet, is_distinct, len: *end });
            }
        }
    }
    None
}

/// A printed name with and without points and a possessive at its end.
fn forms(printed: &str) -> impl Iterator<Item = &str> {
    let plain = printed.trim_end_matches(['.', '\'', '’']);
    let owner = plain.strip_suffix("'s").or_else(|| plain.strip_suffix("’s"));
    let first = (plain.len() != printed.len()).then_some(printed);
    first.into_iter().chain([plain]).chain(owner).filter(|form| !form.is_empty())
}

/// The outlet whose name the whole of `text` is.
pub(super) fn whole<'o>(outlets: &'o Outlets, text: &str) -> Option<Named<'o>> {
    let text = text.trim();
    if text.len() > 80 {
        return None;
    }
    let named = at_start(outlets, text).filter(|named| named.len == text.len());
    // `dpa` and `taz` are written small.
    named.or_else(|| outlets.alias(text).map(|(outlet, is_distinct)| Named { outlet, is_distinct, len: text.len() }))
}

/// Distinct names anywhere in a line, in order.
pub(super) fn within<'o>(outlets: &'o Outlets, line: &str, mut each: impl FnMut(Named<'o>)) {
    let mut at = 0;
    let mut before_blank = true;
    let mut next_free = 0;
    for character in line.chars().take(400) {
        let may_begin = before_blank && at >= next_free && (character.is_uppercase() || character.is_ascii_digit());
        if may_begin && let Some(named) = at_start(outlets, &line[at..]).filter(|named| named.is_distinct) {
            next_free = at + named.len;
            each(named);
        }
        before_blank = character.is_whitespace() || matches!(character, '(' | '"' | '“' | '/' | '©' | '-' | '—' | ',');
        at += character.len_utf8();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: Option<(&str, bool, usize)>) {
        let outlets = Outlets::bundled();
        let got = at_start(&outlets, text).map(|named| (named.outlet.name.as_ref(), named.is_distinct, named.len));
        assert_eq!(got, want, "{text:?}");
    }

    #[test]
    fn the_longest_name_counts() {
        check("NBC News.", Some(("NBC News", true, 9)));
        check("Fox News' Jeff", Some(("Fox News", true, 9)));
        check("CNN’s Jane", Some(("CNN", true, 7)));
        check("the Guardian, which", Some(("The Guardian", true, 12)));
        check("The Washington Times, LLC", Some(("The Washington Times", true, 20)));
        check("the Times", Some(("The Times", false, 9)));
        check("New York Post reporters", Some(("New York Post", true, 13)));
        check("reporters", None);
        check("time", None);
        check("", None);
    }
}
