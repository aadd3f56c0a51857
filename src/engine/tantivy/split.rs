//! Hands tantivy words that were analysed before.
//!
//! Words are found once, by [`crate::text`], when an article is encoded; tantivy only takes the
//! result apart. [`Encoder`] writes it and [`SplitTokenizer`] reads it: terms end with `\n`, and
//! a term that does not stand at the next place begins with [`BACK`] and one character that says
//! how many places back. Positions given outright ([`Encoder::at`]) begin with [`AT`] and a
//! number to the base 64, least digit first.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

const BACK: char = '\u{e}';
const AT: char = '\u{f}';
/// Added to the number of places, so that it is a printable character.
const BACK_BASE: u32 = 0x30;
/// Digits of a position: 64 characters from `0` on.
const DIGITS: u32 = 64;
const DIGIT_BASE: u8 = b'0';

/// Writes the terms of one field of one document.
#[derive(Debug, Default)]
pub struct Encoder {
    text: String,
    next: u32,
}

impl Encoder {
    /// Empties the encoder for the next document, keeping its memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.next = 0;
    }

    /// Adds a term at a position not after the next free one.
    ///
    /// A plain word (width 1) at the next free position takes that place.
    pub fn word(&mut self, term: &str, position: u32, takes_place: bool) {
        self.text.reserve(term.len() + 8);
        if takes_place {
            self.next = position + 1;
        } else {
            let back = (self.next - position.min(self.next)).min(64);
            self.text.push(BACK);
            self.text.extend(char::from_u32(BACK_BASE + back));
        }
        self.text.push_str(term);
        self.text.push('\n');
    }

    /// Adds a term at any position; positions of one term must not go down.
    pub fn at(&mut self, term: &str, position: u32) {
        self.at_parts(&[term], position);
    }

    /// Adds a term made of parts at any position; see [`Encoder::at`].
    pub fn at_parts(&mut self, term: &[&str], position: u32) {
        self.text.push(AT);
        let mut rest = position;
        while rest > 0 {
            self.text.push((DIGIT_BASE + (rest % DIGITS) as u8) as char);
            rest /= DIGITS;
        }
        self.text.push(' ');
        term.iter().for_each(|part| self.text.push_str(part));
        self.text.push('\n');
    }

    /// What was written.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Takes apart what [`Encoder`] wrote.
#[derive(Clone, Default)]
pub struct SplitTokenizer {
    token: Token,
}

impl Tokenizer for SplitTokenizer {
    type TokenStream<'a> = SplitStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> SplitStream<'a> {
        self.token.reset();
        SplitStream { rest: text, next: 0, token: &mut self.token }
    }
}

/// The terms of one encoded text.
pub struct SplitStream<'a> {
    rest: &'a str,
    next: usize,
    token: &'a mut Token,
}

impl TokenStream for SplitStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(end) = memchr::memchr(b'\n', self.rest.as_bytes()) else { return false };
        let mut term = &self.rest[..end];
        self.rest = &self.rest[end + 1..];
        self.token.position = match term.as_bytes().first() {
            Some(0x0e) => {
                let back = term[1..].chars().next().unwrap_or('0');
                term = &term[1 + back.len_utf8()..];
                self.next.saturating_sub((back as usize).saturating_sub(BACK_BASE as usize))
            }
            Some(0x0f) => {
                let end = term.find(' ').unwrap_or(1);
                let digits = term.as_bytes()[1..end].iter().rev();
                let position = digits.fold(0, |number, digit| number * DIGITS + u32::from(digit - DIGIT_BASE));
                term = term.get(end + 1..).unwrap_or("");
                position as usize
            }
            _ => {
                self.next += 1;
                self.next - 1
            }
        };
        self.token.text.clear();
        self.token.text.push_str(term);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut encoder = Encoder::default();
        encoder.word("#maga", 0, false);
        encoder.word("maga", 0, true);
        encoder.word("run", 1, true);
        encoder.word("off", 2, true);
        encoder.word("runoff\u{1}", 1, false);
        encoder.at("s", 17);
        let mut tokenizer = SplitTokenizer::default();
        let mut stream = tokenizer.token_stream(encoder.text());
        let mut got = Vec::new();
        while let Some(token) = stream.next() {
            got.push((token.text.clone(), token.position));
        }
        let want = [("#maga", 0), ("maga", 0), ("run", 1), ("off", 2), ("runoff\u{1}", 1), ("s", 17)];
        assert_eq!(got, want.map(|(term, position)| (term.to_string(), position)));
    }
}
