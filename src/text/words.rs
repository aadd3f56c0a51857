//! Words: what is indexed, what is searched, and where it stands.
//!
//! The rules, each with a test row below:
//!
//! | text | words |
//! |---|---|
//! | `Trump’s` | `trump` (the possessive falls away) |
//! | `don’t`, `O’Brien` | `don't`; `o'brien` and `obrien` |
//! | `l’homme` | `l`, `homme` |
//! | `run-off` | `run`, `off`, and `runoff` over both |
//! | `struc-⏎ture` | `struc`, `ture`, and `structure` over both |
//! | `U.S.`, `F.B.I.` | `u.s.`; `f.b.i.` and `fbi` (but not `us`, which is another word) |
//! | `US` between words not in capitals | `us` and `u.s.` |
//! | `#MAGA`, `@handle` | `maga` and `#maga`; `handle` and `@handle` |
//! | `MAGA/KAG` | `maga`, `kag` |
//! | `50,000`, `3.5` | `50000`; `3.5` |
//! | Chinese, Japanese, Thai, Khmer, Lao, Burmese | each character a word |
//!
//! Positions are plain ordinals: one for each word, without gaps at sentences or paragraphs.
//! Where two terms stand for one place (`#maga` beside `maga`) they share its position; where
//! one term spans several places (`runoff` in `run-off`) its width says so, and phrases go on
//! from its end. Length of a term: at most [`MAX_TERM_BYTES`], the rest is cut off, in texts
//! and in queries alike.

mod scan;

use self::scan::Scan;
use crate::model::Span;

/// Longest term in bytes; longer runs of letters (encoded data) are cut.
pub const MAX_TERM_BYTES: usize = 100;

/// Suffix of an indexed term that spans two (`\u{1}`) or three (`\u{2}`) places.
///
/// A control character never occurs in a word, and sorts such terms right behind the plain one.
pub const JOINED: [char; 2] = ['\u{1}', '\u{2}'];

/// A term at its place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'t> {
    /// The folded term.
    pub term: &'t str,
    /// Where it stands, without a possessive ending.
    pub span: Span,
    /// Ordinal of its first word, from 0.
    pub position: u32,
    /// How many words it spans, from 1 to 3.
    pub width: u32,
    /// True for the word itself, false for a further term at its place: each position has
    /// exactly one plain token.
    pub plain: bool,
}

/// The words of a text, collected; for short texts such as queries and passages.
#[derive(Clone, Debug, Default)]
pub struct Words {
    terms: String,
    tokens: Vec<(u32, u32, Span, u32, u32, bool)>,
    count: u32,
}

impl Words {
    /// Reads the words of `text`.
    pub fn of(text: &str) -> Words {
        let mut all = Words::default();
        all.count = words(text, |token| {
            let start = all.terms.len() as u32;
            all.terms.push_str(token.term);
            all.tokens.push((start, all.terms.len() as u32, token.span, token.position, token.width, token.plain));
        });
        all
    }

    /// The tokens in reading order; at one place the plain word before others.
    pub fn iter(&self) -> impl Iterator<Item = Token<'_>> {
        self.tokens.iter().map(|&(start, end, span, position, width, plain)| Token {
            term: &self.terms[start as usize..end as usize],
            span,
            position,
            width,
            plain,
        })
    }

    /// Number of places, that is one past the last position.
    pub fn len(&self) -> u32 {
        self.count
    }

    /// True if the text has no word.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// Calls `sink` with every token of `text` and returns the number of places.
///
/// Tokens come in reading order, except that one that spans several words follows them.
pub fn words(text: &str, sink: impl FnMut(Token<'_>)) -> u32 {
    Scan::new(text, sink).run()
}

#[cfg(test)]
mod tests;
