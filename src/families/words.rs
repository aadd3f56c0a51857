//! The words of a quotation as families compare them.
//!
//! Coarser than `text::words`: typography, case, accents, apostrophes, hyphens and the marks of
//! handles and tags make no difference, `&` is `and`, and an ellipsis is a word of its own, because
//! it says that words were left out.

use xxhash_rust::xxh3::xxh3_64;

use crate::model::Span;
use crate::text::{fold_into, hyphen, is_stop_word};

/// A folded word as a number. Even: a word that says something; odd: one of the most frequent words.
pub type Token = u32;

/// The token of an ellipsis.
pub const GAP: Token = 0;

/// Longest quotation that is compared, in words; of a longer one its beginning is.
pub const MAX_WORDS: usize = 2_000;

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub token: Token,
    /// True between square brackets: the writer's word, not the speaker's.
    pub bracketed: bool,
}

/// True of the most frequent words of English, and of ellipses.
pub fn is_frequent(token: Token) -> bool {
    token & 1 == 1 || token == GAP
}

/// Reads the words of `text`, at most [`MAX_WORDS`].
pub fn words(text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut folded = String::new();
    let mut bracketed = false;
    let mut start = None;
    let mut dots = (0, 0, 0);
    let end = text.len();
    let mut resumes = 0;
    for (at, character) in text.char_indices().chain([(end, ' ')]) {
        if character == '-'
            && let Some(start) = start
            && let Some(next) = hyphen::goes_on(text, at).filter(|next| is_one_word(text, start..at, *next))
        {
            resumes = next;
        }
        if at < resumes {
            continue;
        }
        let is_letter = character.is_alphanumeric() || is_mark(character);
        let is_inner = matches!(character, '\'' | '’' | 'ʼ') && start.is_some();
        if start.is_some() && !is_letter && !is_inner {
            push(text, start.take().unwrap_or(at), at, bracketed, &mut folded, &mut found);
        }
        if found.len() >= MAX_WORDS {
            break;
        }
        if is_letter && is_single(character) {
            if let Some(start) = start.take() {
                push(text, start, at, bracketed, &mut folded, &mut found);
            }
            push(text, at, at + character.len_utf8(), bracketed, &mut folded, &mut found);
        } else if is_letter && start.is_none() {
            start = Some(at);
        }
        let mut gap = None;
        match character {
            '.' => {
                dots = if dots.0 == 0 { (1, at, at + 1) } else { (dots.0 + 1, dots.1, at + 1) };
                continue;
            }
            ' ' | '\u{a0}' if dots.0 > 0 && at < end => continue,
            '…' => gap = Some((at, at + '…'.len_utf8())),
            '&' => {
                let token = token_of("and");
                found.push(Word { span: Span::of(at, at + 1), token, bracketed });
            }
            '[' => bracketed = true,
            ']' => bracketed = false,
            _ => {}
        }
        if dots.0 >= 3 {
            gap = Some((dots.1, dots.2));
        }
        dots = (0, 0, 0);
        if let Some((from, to)) = gap {
            let place =
                if found.last().is_some_and(|last| last.span.start() > from) { found.len() - 1 } else { found.len() };
            if place == 0 || found[place - 1].token != GAP {
                found.insert(place, Word { span: Span::of(from, to), token: GAP, bracketed: false });
            }
        }
    }
    if found.last().is_some_and(|last| last.token == GAP) {
        found.pop();
    }
    if found.first().is_some_and(|first| first.token == GAP) {
        found.remove(0);
    }
    found
}

fn push(text: &str, start: usize, end: usize, bracketed: bool, folded: &mut String, found: &mut Vec<Word>) {
    folded.clear();
    fold_into(text.get(start..end).unwrap_or(""), folded);
    // Parts of a word that a line end has parted are one.
    folded.retain(|character| !matches!(character, '\'' | '-' | '\n' | ' ' | '\t'));
    if !folded.is_empty() {
        found.push(Word { span: Span::of(start, end), token: token_of(folded), bracketed });
    }
}

/// False for parts that are rather words with a hyphen of their own: `run-⏎off`, but `with-⏎in`.
fn is_one_word(text: &str, head: std::ops::Range<usize>, tail: usize) -> bool {
    let rest = text.get(tail..).unwrap_or("");
    let tail = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    !is_stop_word(tail) || text.get(head).is_some_and(is_stop_word)
}

/// The token of a folded word.
pub fn token_of(folded: &str) -> Token {
    let hash = (xxh3_64(folded.as_bytes()) as u32) & !1;
    if is_stop_word(folded) { hash | 1 } else { hash.max(2) }
}

/// Combining marks, which belong to the letter before.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{0300}'..='\u{036F}' | '\u{0900}'..='\u{0DFF}' | '\u{064B}'..='\u{065F}')
}

/// Letters of scripts that put no blanks between words: each is taken as a word.
fn is_single(character: char) -> bool {
    matches!(character, '\u{0E00}'..='\u{0EFF}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let got: Vec<&str> = words(text).iter().map(|word| word.span.of_text(text)).collect();
        assert_eq!(got, want, "{text:?}");
    }

    #[track_caller]
    fn same(one: &str, other: &str) {
        let tokens = |text| words(text).iter().map(|word| word.token).collect::<Vec<_>>();
        assert_eq!(tokens(one), tokens(other), "{one:?} {other:?}");
    }

    #[test]
    fn words_are_letters_and_digits_and_an_ellipsis_is_one() {
        check("Don’t let MAGA/KAG, or #us, down!", &["Don’t", "let", "MAGA", "KAG", "or", "us", "down"]);
        check("… to someone … who. . . does ...", &["to", "someone", "…", "who", ". . .", "does"]);
        check("Yes. It is. No", &["Yes", "It", "is", "No"]);
        check("我們走", &["我", "們", "走"]);
        check("", &[]);
        check("…", &[]);
        check("a [Lee] b", &["a", "Lee", "b"]);
        assert!(words("a [Lee] b")[1].bracketed);
    }

    #[test]
    fn typography_makes_no_difference() {
        same("stare down & end", "Stare down and END");
        same("doesn't", "doesn’t");
        same("café, naïve", "CAFE naive");
        same("a … b", "a ... b");
        same("the run-off", "the run off");
        same("the struc-\nture with-\n  in", "the structure within");
        same("the run-\noff", "the run off");
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(words(&"word ".repeat(MAX_WORDS * 2)).len(), MAX_WORDS);
    }
}
