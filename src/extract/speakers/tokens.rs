//! Words and marks of a text as numbers: the front end of everything that looks for speakers.
//!
//! The indexer's words (`text::words`) are terms of a search, folded and joined for that; here
//! capitals, points and commas matter and no text is copied, so this has its own reader: one
//! pass over the bytes, 24 bytes a token, nothing allocated per token.

use super::affiliations;
use super::lexicon::{Lexicon, class};
use super::names::is_first_name;
use crate::text::hyphen;

/// What a token is, as far as its letters tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// A word in lower case.
    Lower,
    /// A word that begins with a capital.
    Capital,
    /// A word of two or more capitals.
    Capitals,
    /// One capital letter with a point: `J.`
    Initial,
    /// Digits.
    Number,
    /// `,`
    Comma,
    /// `.`, `!`, `?`, `…`
    Stop,
    /// `:`
    Colon,
    /// `;`
    Semicolon,
    /// `-` between blanks, `--`, `–`, `—`, `―`
    Dash,
    /// `(` or `[`
    Open,
    /// `)` or `]`
    Close,
    /// `'s` behind a word, or `'` behind its final s.
    Possessive,
    /// `'d`, `'ll`, `'re`, `'ve`, `'m` behind a word.
    Clitic,
    /// A quotation; its number is in `word`.
    Quote,
    /// A link, handle or hashtag.
    Link,
    /// Anything else.
    Other,
}

/// A word or mark at its place.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Hash of the word in lower case (ASCII); for a mark its first byte.
    pub hash: u32,
    /// Bits of [`class`].
    pub class: u32,
    /// Number of the sentence within the text.
    pub sentence: u32,
    /// Number of the known word, or of the quotation.
    pub word: u16,
    /// What the letters tell.
    pub kind: Kind,
    /// True for the first word of a sentence.
    pub first: bool,
}

impl Token {
    /// True if the token has one of the classes.
    pub fn is(&self, classes: u32) -> bool {
        self.class & classes != 0
    }

    /// True for a word that begins with a capital.
    pub fn is_capital(&self) -> bool {
        matches!(self.kind, Kind::Capital | Kind::Capitals | Kind::Initial)
    }

    /// True for a word or number.
    pub fn is_word(&self) -> bool {
        (self.kind as u8) <= Kind::Number as u8
    }
}

/// Words that are no names, which in capitals begin a sentence.
const FUNCTION_WORDS: u32 = class::DET
    | class::PREP
    | class::SUBJECT
    | class::CONJ
    | class::SUBORD
    | class::POSSESSIVE
    | class::FUNCTION
    | class::ADVERB;

/// 1 for small letters and digits, 2 for capitals, 0 for other bytes.
static SORT: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let value = byte as u8;
        table[byte] = if value.is_ascii_uppercase() { 2 } else { value.is_ascii_alphanumeric() as u8 };
        byte += 1;
    }
    table
};

/// Adds a byte to the running hash of a word.
#[inline]
const fn mix(hash: u64, byte: u8) -> u64 {
    hash.rotate_left(5) ^ byte as u64
}

/// Makes a word's number of its running hash.
#[inline]
const fn finish(hash: u64) -> u32 {
    (hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}

/// The hash under which words are compared, ASCII letters in lower case.
///
/// Five bits a letter: up to twelve small letters never meet before the final multiplication.
pub const fn hash_word(word: &str) -> u32 {
    let bytes = word.as_bytes();
    let mut hash = 0;
    let mut at = 0;
    while at < bytes.len() {
        hash = mix(hash, bytes[at].to_ascii_lowercase());
        at += 1;
    }
    finish(hash)
}

/// The hashes of several words.
pub const fn hash_words<const N: usize>(words: [&str; N]) -> [u32; N] {
    let mut hashes = [0; N];
    let mut at = 0;
    while at < N {
        hashes[at] = hash_word(words[at]);
        at += 1;
    }
    hashes
}

/// True for a name whose article is written small: `al-Assad`, `el-Sisi`, `d’Estaing`.
fn has_name_prefix(word: &[u8]) -> bool {
    let prefix = word.iter().position(u8::is_ascii_uppercase).unwrap_or(0);
    matches!(
        &word[..prefix],
        b"al-" | b"el-" | b"ul-" | b"as-" | b"ash-" | b"ad-" | b"ar-" | b"at-" | b"az-" | b"d'" | b"l'" | b"dell'"
    ) || word[..prefix] == *"d’".as_bytes()
        || word[..prefix] == *"l’".as_bytes()
        || word[..prefix] == *"dell’".as_bytes()
}

/// Reads tokens of stretches of one text into one list.
#[derive(Debug)]
pub struct Reader<'t> {
    text: &'t str,
    /// The tokens read so far.
    pub tokens: Vec<Token>,
    /// Which of them are verbs of speech.
    pub speech: Vec<u32>,
    lexicon: Lexicon,
    sentence: u32,
    starts_sentence: bool,
}

impl<'t> Reader<'t> {
    /// A reader of `text` that has read nothing.
    pub fn new(text: &'t str) -> Reader<'t> {
        Reader {
            text,
            tokens: Vec::with_capacity(text.len() / 5 + 8),
            speech: Vec::new(),
            lexicon: Lexicon::get(),
            sentence: 0,
            starts_sentence: true,
        }
    }

    /// Begins a new sentence, as a paragraph does.
    pub fn new_sentence(&mut self) {
        self.sentence += 1;
        self.starts_sentence = true;
    }

    /// Adds a quotation as one token.
    ///
    /// `ends_sentence`: its last character within the marks ends a sentence.
    pub fn quote(&mut self, start: usize, end: usize, number: u16, ends_sentence: bool) {
        self.push(start, end, u32::from(ends_sentence), 0, number, Kind::Quote);
        self.starts_sentence = false;
    }

    /// Reads `text[start..end]`.
    pub fn read(&mut self, start: usize, end: usize) {
        let text = self.text;
        let bytes = &text.as_bytes()[..end];
        let mut at = start;
        while at < end {
            let byte = bytes[at];
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => at += 1,
                b'a'..=b'z' | b'A'..=b'Z' => at = self.word(bytes, at),
                b'0'..=b'9' => at = self.number(bytes, at),
                b',' => match affiliations::in_commas(bytes, at) {
                    Some(end) => at = end,
                    None => at = self.mark(at, 1, Kind::Comma),
                },
                b'.' | b'!' | b'?' => at = self.stop(bytes, at, 1),
                b':' => at = self.mark(at, 1, Kind::Colon),
                b';' => at = self.mark(at, 1, Kind::Semicolon),
                b'(' | b'[' => match affiliations::in_brackets(bytes, at) {
                    Some(end) => at = end,
                    None => at = self.mark(at, 1, Kind::Open),
                },
                b')' | b']' => at = self.mark(at, 1, Kind::Close),
                b'-' => {
                    let width = bytes[at..].iter().take(4).take_while(|b| **b == b'-').count();
                    at = self.mark(at, width, Kind::Dash);
                }
                b'\'' => at = self.apostrophe(bytes, at, 1),
                b'@' | b'#' => at = self.link(bytes, at),
                b'&' => at = self.mark(at, 1, Kind::Lower),
                0x80.. => at = self.wide(bytes, at),
                _ => at = self.mark(at, 1, Kind::Other),
            }
        }
    }

    fn push(&mut self, start: usize, end: usize, hash: u32, class: u32, word: u16, kind: Kind) {
        let first = self.starts_sentence;
        self.tokens.push(Token {
            start: start as u32,
            end: end as u32,
            hash,
            class,
            sentence: self.sentence,
            word,
            kind,
            first,
        });
    }

    fn mark(&mut self, at: usize, width: usize, kind: Kind) -> usize {
        let byte = self.text.as_bytes()[at];
        let class = if kind == Kind::Lower { class::CONJ } else { 0 };
        self.push(at, at + width, u32::from(byte), class, 0, kind);
        at + width
    }

    fn stop(&mut self, bytes: &[u8], at: usize, width: usize) -> usize {
        let mut end = at + width;
        while end < bytes.len() && matches!(bytes[end], b'.' | b'!' | b'?') {
            end += 1;
        }
        self.push(at, end, u32::from(bytes[at]), 0, 0, Kind::Stop);
        // A sentence ends if white space and no small letter follow.
        let mut next = end;
        while next < bytes.len() && matches!(bytes[next], b')' | b']') {
            next += 1;
        }
        let spaced = bytes.get(next).is_none_or(|b| b.is_ascii_whitespace()) || next > end;
        while next < bytes.len() && bytes[next].is_ascii_whitespace() {
            next += 1;
        }
        if spaced && !bytes.get(next).is_some_and(u8::is_ascii_lowercase) {
            self.new_sentence();
        }
        end
    }

    fn number(&mut self, bytes: &[u8], at: usize) -> usize {
        let mut end = at + 1;
        while end < bytes.len() {
            let more = bytes[end].is_ascii_alphanumeric()
                || (matches!(bytes[end], b',' | b'.' | b'-')
                    && bytes.get(end + 1).is_some_and(u8::is_ascii_digit)
                    && bytes[end - 1].is_ascii_digit());
            // `34-year-old` is one word.
            let joined = bytes[end] == b'-' && bytes.get(end + 1).is_some_and(u8::is_ascii_alphabetic);
            if !more && !joined {
                break;
            }
            end += 1;
        }
        self.push(at, end, 0, 0, 0, Kind::Number);
        self.starts_sentence = false;
        end
    }

    /// Reads the word that begins at `at` with an ASCII letter.
    fn word(&mut self, bytes: &[u8], at: usize) -> usize {
        let mut end = at;
        let mut hash = 0;
        let mut capitals = 0u32;
        let mut letters = 0u32;
        loop {
            let from = end;
            for byte in &bytes[end..] {
                let sort = SORT[usize::from(*byte)];
                if sort == 0 {
                    break;
                }
                capitals += u32::from(sort >> 1);
                hash = mix(hash, byte | 0x20);
                end += 1;
            }
            letters += (end - from) as u32;
            let Some(&byte) = bytes.get(end) else { break };
            if matches!(byte, b' ' | b',') {
                break;
            }
            match byte {
                b'-' if bytes.get(end + 1).is_some_and(|b| b.is_ascii_alphanumeric()) => {
                    hash = mix(hash, byte);
                    end += 1;
                    letters += 1;
                }
                // `Wood-⏎bridge`: one word, parted at the end of a line.
                b'-' if let Some(next) = hyphen::goes_on(self.text, end).filter(|next| *next < bytes.len()) => {
                    end = next;
                }
                // `U.S.`, `p.m.`: a point between single letters.
                b'.' if self.is_acronym(bytes, at, end) => {
                    hash = mix(hash, byte);
                    end += 1;
                }
                0xE2 | b'\'' => {
                    let width = if byte == b'\'' { 1 } else { 3 };
                    if byte == 0xE2 && !bytes[end..].starts_with("’".as_bytes()) {
                        break;
                    }
                    // Within a word (`O'Malley`, `don't`), not before `s`, `d`, `ll`.
                    if !self.joins(bytes, at, end, end + width) {
                        break;
                    }
                    hash = mix(hash, b'\'');
                    end += width;
                }
                // Two bytes of a letter read in the wrong charset: `PeÃ±a`.
                0xC2 if bytes.get(end + 2).is_some_and(|b| b.is_ascii_alphabetic() || *b == 0xC3)
                    && !matches!(bytes[end + 1], 0xA0 | 0xAB | 0xBB) =>
                {
                    hash = mix(hash, bytes[end + 1]);
                    end += 2;
                }
                0xC3..=0xDF | 0xE1 | 0xEA..=0xED => {
                    // A letter of another alphabet or with an accent.
                    let Some(character) = self.text[end..].chars().next() else { break };
                    if !character.is_alphanumeric() {
                        break;
                    }
                    for byte in &bytes[end..(end + character.len_utf8()).min(bytes.len())] {
                        hash = mix(hash, *byte);
                    }
                    end += character.len_utf8();
                    letters += 1;
                }
                _ => break,
            }
        }
        let end = end.min(bytes.len());
        self.finish_word(bytes, at, end, finish(hash), capitals, letters)
    }

    fn finish_word(&mut self, bytes: &[u8], at: usize, end: usize, hash: u32, capitals: u32, letters: u32) -> usize {
        let upper = bytes[at].is_ascii_uppercase();
        let mut word = self.lexicon.known(hash);
        if upper && is_first_name(hash) {
            word.class |= class::FIRST_NAME;
        }
        if word.class & class::SPEECH != 0 {
            self.speech.push(self.tokens.len() as u32);
        }
        let has_point = bytes.get(end) == Some(&b'.');
        if letters == 1 && upper && has_point && bytes[at] != b'I' {
            self.push(at, end + 1, hash, 0, 0, Kind::Initial);
            self.starts_sentence = false;
            return end + 1;
        }
        let kind = match (upper, capitals) {
            (false, 1..) if has_name_prefix(&bytes[at..end]) => Kind::Capital,
            (false, _) => Kind::Lower,
            (true, 2..) if capitals * 2 > letters => Kind::Capitals,
            _ => Kind::Capital,
        };
        self.push(at, end, hash, word.class, word.id, kind);
        self.starts_sentence = false;
        if bytes[end - 1] == b'.' {
            self.end_after_acronym(bytes, end);
            return end;
        }
        // The point of an abbreviation ends no sentence.
        if has_point && word.class & class::ABBREVIATION != 0 && (upper || word.class & class::TITLE == 0) {
            let next = bytes[end + 1..].iter().find(|b| **b != b' ').copied();
            let goes_on = next.is_some_and(|b| b.is_ascii_alphanumeric() || b == b',' || b >= 0x80);
            let closes =
                word.class & (class::TITLE | class::SUFFIX) == 0 && next.is_some_and(|b| b.is_ascii_uppercase());
            if goes_on && !closes {
                return end + 1;
            }
        }
        end
    }

    /// Behind `U.S.` a sentence ends if a word follows that is no name, in capitals.
    fn end_after_acronym(&mut self, bytes: &[u8], end: usize) {
        let rest = &bytes[end..];
        let blanks = rest.iter().take_while(|b| **b == b' ').count();
        let word = &rest[blanks..];
        let letters = word.iter().take(16).take_while(|b| b.is_ascii_alphabetic()).count();
        let begins = blanks > 0 && word.first().is_some_and(u8::is_ascii_uppercase);
        let hash = finish(word[..letters].iter().fold(0, |hash, byte| mix(hash, *byte | 0x20)));
        if begins && self.lexicon.known(hash).class & FUNCTION_WORDS != 0 {
            self.new_sentence();
        }
    }

    /// True if the point at `point` belongs to the word that began at `start`: `U.S.`, `p.m.`
    fn is_acronym(&self, bytes: &[u8], start: usize, point: usize) -> bool {
        let length = point - start;
        let after_single = length == 1 || (length >= 3 && bytes[point - 2] == b'.');
        let single_after = bytes.get(point + 1).is_some_and(u8::is_ascii_alphabetic)
            && !bytes.get(point + 2).is_some_and(u8::is_ascii_alphanumeric);
        let is_last = length >= 3 && !bytes.get(point + 1).is_some_and(u8::is_ascii_alphanumeric);
        after_single && (is_last || single_after && (length > 1 || bytes.get(point + 2) == Some(&b'.')))
    }

    /// True if the apostrophe at `mark` joins two parts of one word.
    fn joins(&self, bytes: &[u8], start: usize, mark: usize, after: usize) -> bool {
        let letters = bytes[after.min(bytes.len())..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
        match letters {
            0 => false,
            1 => bytes[after] == b't' && bytes[mark - 1] == b'n',
            2 if matches!(&bytes[after..after + 2], b"ll" | b"re" | b"ve") => false,
            _ => mark - start <= 3 || bytes[mark - 1].is_ascii_alphabetic(),
        }
    }

    /// Reads what follows an apostrophe that is no part of a word: `'s`, `'ll`.
    fn apostrophe(&mut self, bytes: &[u8], at: usize, width: usize) -> usize {
        let after = at + width;
        let follows_word = self.tokens.last().is_some_and(|token| token.end as usize == at && token.is_word());
        if !follows_word {
            return self.mark(at, width, Kind::Other);
        }
        let letters = bytes[after.min(bytes.len())..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let rest = &bytes[after..after + letters];
        let (end, kind) = match rest {
            b"s" | b"S" => (after + 1, Kind::Possessive),
            b"d" | b"m" | b"ll" | b"re" | b"ve" => (after + letters, Kind::Clitic),
            b"" if matches!(bytes[at - 1], b's' | b'S' | b'x' | b'z') => (after, Kind::Possessive),
            _ => (after, Kind::Other),
        };
        let class = if kind == Kind::Clitic { class::AUX } else { 0 };
        self.push(at, end, 0, class, 0, kind);
        end
    }

    fn link(&mut self, bytes: &[u8], at: usize) -> usize {
        let width = bytes[at + 1..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        let kind = if width > 0 { Kind::Link } else { Kind::Other };
        self.push(at, at + 1 + width, u32::from(bytes[at]), 0, 0, kind);
        at + 1 + width
    }

    /// Reads a character beyond ASCII: a letter begins a word, the rest are marks.
    fn wide(&mut self, bytes: &[u8], at: usize) -> usize {
        let Some(character) = self.text.get(at..).and_then(|rest| rest.chars().next()) else { return bytes.len() };
        let width = character.len_utf8();
        match character {
            '’' | '‘' => self.apostrophe(bytes, at, width),
            '–' | '—' | '―' | '−' => self.mark(at, width, Kind::Dash),
            '…' => self.stop(bytes, at, width),
            '\u{A0}' | '\u{200B}' | '\u{FEFF}' => at + width,
            _ if character.is_whitespace() => at + width,
            _ if character.is_alphanumeric() => {
                let mut end = at;
                let mut hash = 0;
                for next in self.text[at..bytes.len()].chars() {
                    if !next.is_alphanumeric() {
                        break;
                    }
                    for byte in &bytes[end..end + next.len_utf8()] {
                        hash = mix(hash, *byte);
                    }
                    end += next.len_utf8();
                }
                let kind = if character.is_uppercase() { Kind::Capital } else { Kind::Lower };
                self.push(at, end, finish(hash), 0, 0, kind);
                self.starts_sentence = false;
                end
            }
            _ => self.mark(at, width, Kind::Other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &str) {
        let mut reader = Reader::new(text);
        reader.read(0, text.len());
        let mut got = String::new();
        let mut sentence = 0;
        for token in &reader.tokens {
            if token.sentence != sentence {
                got.push_str(" |");
                sentence = token.sentence;
            }
            if !got.is_empty() {
                got.push(' ');
            }
            got.push_str(&text[token.start as usize..token.end as usize]);
        }
        assert_eq!(got, want, "{text:?}");
    }

    #[test]
    fn words_and_marks_stand_apart() {
        check("Mr. Smith's dog, said Ann O'Hara.", "Mr Smith 's dog , said Ann O'Hara .");
        check("He left. She’d stayed.", "He left . | She ’d stayed .");
        check("the U.S. Senate, at 5 p.m. today", "the U.S. Senate , at 5 p.m. today");
        check("Donald J. Trump won. Then", "Donald J. Trump won . | Then");
        check("then-candidate Lee -- a farmer -", "then-candidate Lee -- a farmer -");
        check("the yester-\nday -\nman", "the yester-\nday - man");
        check("don’t #KAG @joe", "don’t #KAG @joe");
        check("Sen. Doug Jones, D-Ala., in", "Sen Doug Jones , D-Ala . , in");
        check("Doug Jones (D-Ala.), who (or so)", "Doug Jones , who ( or so )");
        check("Élodie über 東京", "Élodie über 東京");
    }
}
