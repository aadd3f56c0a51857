//! Words that are parted at the end of a line, as printers and scans leave them: `struc-⏎ture`.
//!
//! The text stays as it is; who reads its words asks here where a word goes on. Whether the hyphen is the
//! line's or the word's own (`run-⏎off`) cannot be told for sure: words are found by both.

use std::borrow::Cow;

/// Blanks at the beginning of a line that are passed over.
const INDENT: usize = 8;

/// If the hyphen at `at` ends a line and parts a word, returns where the word goes on: small letters stand
/// on both sides.
pub fn goes_on(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    if bytes.get(at) != Some(&b'-') || bytes.get(at + 1) != Some(&b'\n') {
        return None;
    }
    let blanks = bytes[at + 2..].iter().take(INDENT).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let next = at + 2 + blanks;
    let is_small = |letter: Option<char>| letter.is_some_and(char::is_lowercase);
    let parts = is_small(text[..at].chars().next_back()) && is_small(text[next..].chars().next());
    parts.then_some(next)
}

/// A word or name with its parts joined.
pub fn joined(word: &str) -> Cow<'_, str> {
    let mut rest = word;
    let mut whole = String::new();
    let mut from = 0;
    while let Some(at) = rest[from..].find("-\n").map(|at| from + at) {
        match goes_on(rest, at) {
            Some(next) => {
                whole.push_str(&rest[..at]);
                rest = &rest[next..];
                from = 0;
            }
            None => from = at + 2,
        }
    }
    if whole.is_empty() { Cow::Borrowed(word) } else { Cow::Owned(whole + rest) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_word_are_joined() {
        for (word, want) in [
            ("struc-\nture", "structure"),
            ("in-\n  ter-\nnal", "internal"),
            ("Köl-\nner", "Kölner"),
            ("Ann-\nLee", "Ann-\nLee"),
            ("run-off", "run-off"),
            ("A-\nb", "A-\nb"),
            ("a-\n\nb", "a-\n\nb"),
            ("a-\nB c-\nd", "a-\nB cd"),
            ("a-\n", "a-\n"),
        ] {
            assert_eq!(joined(word), want, "{word:?}");
        }
    }
}
