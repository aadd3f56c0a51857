//! Text from outside, made harmless for a terminal.
//!
//! An article can hold escape sequences that recolour, retitle or rewrite a terminal, and
//! direction overrides that make a line read other than it is. On a terminal they are shown
//! instead of obeyed; in a pipe everything passes as it is, since a program wants the truth.

use std::borrow::Cow;
use std::fmt::Write;

/// Returns `text` with every control and direction character made visible, line ends kept.
///
/// C0 controls become their control pictures (`␛`), tabs stay, all others become `\u{FFFD}`.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    let Some(first) = first_unsafe(text) else { return Cow::Borrowed(text) };
    let mut safe = String::with_capacity(text.len() + 8);
    safe.push_str(&text[..first]);
    safe.extend(text[first..].chars().map(visible));
    Cow::Owned(safe)
}

/// Returns JSON `text` with every control and direction character written as `\uXXXX`.
///
/// The JSON stays the same value: such characters stand only within its strings.
pub fn sanitize_json(text: &str) -> Cow<'_, str> {
    let Some(first) = first_unsafe(text) else { return Cow::Borrowed(text) };
    let mut safe = String::with_capacity(text.len() + 16);
    safe.push_str(&text[..first]);
    for character in text[first..].chars() {
        if is_unsafe(character) {
            // All of them lie below U+10000, so one escape each; writing to a String cannot fail.
            let _ = write!(safe, "\\u{:04x}", u32::from(character));
        } else {
            safe.push(character);
        }
    }
    Cow::Owned(safe)
}

fn first_unsafe(text: &str) -> Option<usize> {
    text.char_indices().find(|&(_, character)| is_unsafe(character)).map(|(at, _)| at)
}

/// True for characters that command a terminal or turn the direction of a line.
fn is_unsafe(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        _ if character.is_ascii() => character.is_ascii_control(),
        '\u{80}'..='\u{9F}' => true,
        // Marks, embeddings, overrides and isolates of direction; line and paragraph separators.
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => true,
        '\u{2028}' | '\u{2029}' => true,
        _ => false,
    }
}

fn visible(character: char) -> char {
    match character {
        _ if !is_unsafe(character) => character,
        '\u{7F}' => '\u{2421}',
        '\0'..='\u{1F}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{FFFD}'),
        _ => '\u{FFFD}',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &str, want_json: &str) {
        assert_eq!(sanitize(text), want, "{text:?}");
        assert_eq!(sanitize_json(text), want_json, "{text:?} as JSON");
    }

    #[test]
    fn escape_sequences_are_shown() {
        check("\u{1b}[31mred\u{7}\u{7f}", "␛[31mred␇␡", "\\u001b[31mred\\u0007\\u007f");
        check("\u{9b}31m", "\u{FFFD}31m", "\\u009b31m");
        check("over\rwritten", "over␍written", "over\\u000dwritten");
    }

    #[test]
    fn direction_overrides_are_shown() {
        check("a\u{202E}b\u{2066}c\u{200F}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}", "a\\u202eb\\u2066c\\u200f");
    }

    #[test]
    fn plain_text_is_left_alone() {
        for text in ["", "“Çedilla” – שלום 👩‍🚀\tand\nmore", "e\u{301}"] {
            assert!(matches!(sanitize(text), Cow::Borrowed(same) if same == text), "{text:?}");
            assert!(matches!(sanitize_json(text), Cow::Borrowed(same) if same == text), "{text:?}");
        }
    }
}
