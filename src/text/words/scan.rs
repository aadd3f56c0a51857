//! The pass over a text that finds its words, by the rules of the module above.

use super::{MAX_TERM_BYTES, Token};
use crate::model::Span;
use crate::text::fold::{fold_char, is_ignored};
use crate::text::hyphen;

/// What a byte is to a word of ASCII letters and digits; bits.
mod sort {
    /// A letter or digit.
    pub const RUN: u8 = 1;
    pub const CAPITAL: u8 = 2;
    pub const DIGIT: u8 = 4;
    /// `.` or `,`: ends a word unless that is a number, or one letter.
    pub const POINT: u8 = 8;
    /// Ends any word. The rest (`'`, `-`, bytes beyond ASCII) may go on with one.
    pub const ENDS: u8 = 16;
}

static SORT: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte as usize] = match byte {
            b'a'..=b'z' => sort::RUN,
            b'A'..=b'Z' => sort::RUN | sort::CAPITAL,
            b'0'..=b'9' => sort::RUN | sort::DIGIT,
            b'.' | b',' => sort::POINT,
            b'\'' | b'-' => 0,
            _ => sort::ENDS,
        };
        byte += 1;
    }
    table
};

/// A text and how far it was read.
pub(super) struct Scan<'t, F> {
    text: &'t str,
    bytes: &'t [u8],
    term: String,
    position: u32,
    sink: F,
}

impl<'t, F: FnMut(Token<'_>)> Scan<'t, F> {
    /// A scan of `text` from its start, whose tokens go to `sink`.
    pub(super) fn new(text: &'t str, sink: F) -> Scan<'t, F> {
        Scan { text, bytes: text.as_bytes(), term: String::with_capacity(64), position: 0, sink }
    }

    /// Hands out all tokens and returns the number of places.
    pub(super) fn run(mut self) -> u32 {
        let mut at = 0;
        let mut chain = Chain::default();
        while at < self.bytes.len() {
            let byte = self.bytes[at];
            if byte.is_ascii_alphanumeric() {
                at = match self.plain_word(at, &chain) {
                    Some(end) => end,
                    None => self.word(at, &mut chain),
                };
            } else if byte < 0x80 {
                if (byte == b'#' || byte == b'@') && self.tag(at) {
                    // The words inside the tag follow in the next rounds.
                }
                at += 1;
            } else {
                let (character, width) = self.char_at(at);
                if is_single(character) {
                    self.term.clear();
                    fold_char(character, &mut self.term);
                    self.emit(at, at + width);
                    at += width;
                } else if is_word(character) {
                    at = self.word(at, &mut chain);
                } else {
                    at += width;
                }
            }
        }
        self.position
    }

    fn char_at(&self, at: usize) -> (char, usize) {
        let character = self.text[at..].chars().next().unwrap_or(' ');
        (character, character.len_utf8())
    }

    /// Reads and hands out the word that begins at `start` if it is one of ASCII letters and
    /// digits that no rule but folding touches, as most are; returns where it ends.
    #[inline]
    fn plain_word(&mut self, start: usize, chain: &Chain) -> Option<usize> {
        let mut end = start;
        let mut sorts = 0;
        let mut stop = sort::ENDS;
        while let Some(byte) = self.bytes.get(end) {
            let sort = SORT[usize::from(*byte)];
            if sort & sort::RUN == 0 {
                stop = sort;
                break;
            }
            sorts |= sort;
            end += 1;
        }
        let length = end - start;
        let ends = match stop {
            sort::ENDS => true,
            // No acronym, no number.
            sort::POINT => length > 1 && sorts & sort::DIGIT == 0,
            _ => false,
        };
        let is_part = chain.parts > 0 && chain.next == start;
        if !ends || is_part || length > MAX_TERM_BYTES {
            return None;
        }
        let word = &self.text[start..end];
        let (span, position) = (Span::of(start, end), self.position);
        if sorts & sort::CAPITAL == 0 {
            (self.sink)(Token { term: word, span, position, width: 1, plain: true });
        } else if word == "US" {
            return None;
        } else {
            self.term.clear();
            self.term.push_str(word);
            self.term.make_ascii_lowercase();
            (self.sink)(Token { term: &self.term, span, position, width: 1, plain: true });
        }
        self.position += 1;
        Some(end)
    }

    /// Reads the word that begins at `start`, hands it out, and returns where it ends.
    fn word(&mut self, start: usize, chain: &mut Chain) -> usize {
        if let Some(end) = self.acronym(start) {
            chain.reset();
            return end;
        }
        self.term.clear();
        let mut end = self.run_of_letters(start);
        // Digits go on over `,` before groups of three and over `.`.
        if self.bytes[end - 1].is_ascii_digit() && self.term.bytes().all(|byte| byte.is_ascii_digit()) {
            end = self.number(end);
        }
        let mut visible_end = end;
        while let Some(after_mark) = self.apostrophe(end) {
            let letters = self.text[after_mark..].chars().take_while(|c| is_word(*c)).count();
            if letters == 1 && matches!(self.bytes[after_mark], b's' | b'S') {
                end = after_mark + 1; // possessive: read over, not part of the word
                break;
            }
            if is_elided(&self.term) {
                // The article of another word: two words.
                self.emit(start, end);
                chain.reset();
                return end;
            }
            let plain_len = self.term.len();
            self.term.push('\'');
            end = self.run_of_letters(after_mark);
            visible_end = end;
            if !is_contraction(&self.term[plain_len + 1..]) && !self.term[..plain_len].ends_with('n') {
                let joined: String = self.term.chars().filter(|c| *c != '\'').collect();
                self.hand_out(&joined, start, end, self.position, 1);
            }
        }
        self.emit(start, visible_end);
        let is_us = visible_end - start == 2 && &self.bytes[start..visible_end] == b"US";
        if is_us && self.has_lower_neighbour(start, visible_end) {
            self.hand_out("u.s.", start, visible_end, self.position - 1, 1);
        }
        self.follow_chain(start, visible_end, end, chain)
    }

    /// Keeps track of `run-off`; returns where reading goes on.
    fn follow_chain(&mut self, start: usize, visible_end: usize, end: usize, chain: &mut Chain) -> usize {
        let has_letter = !self.term.starts_with(|c: char| c.is_ascii_digit());
        let is_next = chain.next == start && chain.parts > 0;
        if is_next {
            chain.parts += 1;
        }
        let width = match self.bytes.get(end) {
            Some(b'-') => 1,
            Some(0xE2) if self.text[end..].starts_with(['\u{2010}', '\u{2011}']) => 3,
            _ => 0,
        };
        let is_letter = |at: &usize| self.text[*at..].chars().next().is_some_and(|c| is_word(c) && !is_single(c));
        let next = (width > 0).then_some(end + width).filter(is_letter);
        let next = next.or_else(|| hyphen::goes_on(self.text, end).filter(is_letter));
        let goes_on = next.is_some();
        if !goes_on && !is_next {
            return end; // nearly every word
        }
        if !is_next {
            chain.joined.clear();
            (chain.start, chain.position, chain.parts) = (start, self.position - 1, 1);
        }
        // `covid-19` too, but not `2020-21` and not `19-year-old`.
        chain.is_compound = if is_next { chain.is_compound } else { has_letter };
        chain.has_number = is_next && chain.has_number || !has_letter;
        if chain.parts <= 3 {
            chain.joined.push_str(&self.term);
        }
        if let Some(next) = next {
            chain.next = next;
            return next;
        }
        let is_compound = chain.is_compound && (chain.parts == 2 || chain.parts == 3 && !chain.has_number);
        if is_compound && chain.joined.len() <= MAX_TERM_BYTES {
            let joined = std::mem::take(&mut chain.joined);
            self.hand_out(&joined, chain.start, visible_end, chain.position, chain.parts);
        }
        chain.reset();
        end
    }

    /// Appends the folded letters from `start` on to the term; returns where they end.
    fn run_of_letters(&mut self, start: usize) -> usize {
        let mut at = start;
        while at < self.bytes.len() {
            let byte = self.bytes[at];
            if byte.is_ascii_alphanumeric() {
                let run = self.bytes[at..].iter().position(|byte| !byte.is_ascii_alphanumeric());
                let end = run.map_or(self.bytes.len(), |length| at + length);
                let room = MAX_TERM_BYTES.saturating_sub(self.term.len());
                let tail = self.term.len();
                self.term.push_str(&self.text[at..end.min(at + room)]);
                self.term[tail..].make_ascii_lowercase();
                at = end;
            } else if byte < 0x80 {
                break;
            } else {
                let (character, width) = self.char_at(at);
                if is_single(character) || !(is_word(character) || is_ignored(character)) {
                    break;
                }
                if self.term.len() < MAX_TERM_BYTES - 8 {
                    fold_char(character, &mut self.term);
                }
                at += width;
            }
        }
        at
    }

    /// Goes on over `,000` and `.5` behind digits; returns where the number ends.
    fn number(&mut self, mut end: usize) -> usize {
        let digits_from = |at: usize| self.bytes[at..].iter().take(20).take_while(|byte| byte.is_ascii_digit()).count();
        while self.bytes.get(end) == Some(&b',') && digits_from(end + 1) == 3 {
            for at in end + 1..end + 4 {
                self.term.push(self.bytes[at] as char);
            }
            end += 4;
        }
        if self.bytes.get(end) == Some(&b'.') {
            let digits = digits_from(end + 1);
            let is_decimal =
                digits > 0 && !self.bytes.get(end + 1 + digits).is_some_and(|byte| byte.is_ascii_alphabetic());
            if is_decimal {
                self.term.push('.');
                for at in end + 1..end + 1 + digits {
                    self.term.push(self.bytes[at] as char);
                }
                end += 1 + digits;
            }
        }
        end
    }

    /// If an apostrophe stands at `at` and a letter follows, returns where that letter is.
    fn apostrophe(&self, at: usize) -> Option<usize> {
        let width = match self.bytes.get(at)? {
            b'\'' => 1,
            0xE2 if self.text[at..].starts_with('’') => 3,
            _ => return None,
        };
        let next = self.text[at + width..].chars().next()?;
        next.is_alphabetic().then_some(at + width)
    }

    /// Reads `U.S.` and the like; returns where it ends, or `None` if there is none at `start`.
    fn acronym(&mut self, start: usize) -> Option<usize> {
        let mut at = start;
        let mut letters = 0;
        while self.bytes.get(at).is_some_and(u8::is_ascii_alphabetic) && self.bytes.get(at + 1) == Some(&b'.') {
            letters += 1;
            at += 2;
        }
        // `U.S` without the last point, if the word ends there.
        let has_open_end = letters >= 1
            && self.bytes.get(at).is_some_and(u8::is_ascii_alphabetic)
            && !self.text[at + 1..].chars().next().is_some_and(|c| is_word(c) || c == '\'' || c == '’');
        let (letters, end) = if has_open_end { (letters + 1, at + 1) } else { (letters, at) };
        let runs_on = !has_open_end && self.text[end..].chars().next().is_some_and(is_word);
        if !(2..=8).contains(&letters) || runs_on {
            return None;
        }
        self.term.clear();
        let mut plain = String::new();
        for letter in self.bytes[start..end].iter().filter(|byte| byte.is_ascii_alphabetic()) {
            let letter = letter.to_ascii_lowercase() as char;
            self.term.push(letter);
            self.term.push('.');
            plain.push(letter);
        }
        self.emit(start, end);
        if !is_common_short(&plain) {
            self.hand_out(&plain, start, end, self.position - 1, 1);
        }
        // A possessive behind it is read over.
        match self.apostrophe(end) {
            Some(after) if matches!(self.bytes[after], b's' | b'S') => Some(after + 1),
            _ => Some(end),
        }
    }

    /// Hands out `#maga` or `@handle` at `at`, if there is one, at the place of its first word.
    fn tag(&mut self, at: usize) -> bool {
        let after_word = self.text[..at].chars().next_back().is_some_and(is_word);
        let name = self.text[at + 1..].chars().take_while(|c| is_word(*c) || *c == '_').take(64);
        let width: usize = name.clone().map(char::len_utf8).sum();
        if after_word || width == 0 || !self.text[at + 1..].starts_with(is_word) {
            return false;
        }
        let mut term = String::with_capacity(width + 1);
        term.push(self.bytes[at] as char);
        name.for_each(|c| fold_char(c, &mut term));
        let parts = self.text[at + 1..at + 1 + width].split('_').filter(|part| !part.is_empty()).count();
        self.hand_out(&term, at, at + 1 + width, self.position, parts.clamp(1, 3) as u32);
        true
    }

    /// True if a word before or behind `US` has a lower-case letter, so that it is no heading
    /// in capitals, where `US` may be the pronoun.
    fn has_lower_neighbour(&self, start: usize, end: usize) -> bool {
        let from = start.saturating_sub(24);
        let to = (end + 24).min(self.bytes.len());
        self.bytes[from..start].iter().chain(&self.bytes[end..to]).any(u8::is_ascii_lowercase)
    }

    fn emit(&mut self, start: usize, end: usize) {
        let term = std::mem::take(&mut self.term);
        let position = self.position;
        (self.sink)(Token { term: &term, span: Span::of(start, end), position, width: 1, plain: true });
        self.term = term;
        self.position += 1;
    }

    fn hand_out(&mut self, term: &str, start: usize, end: usize, position: u32, width: u32) {
        (self.sink)(Token { term, span: Span::of(start, end), position, width, plain: false });
    }
}

/// Words joined by hyphens, as far as read.
#[derive(Default)]
struct Chain {
    start: usize,
    position: u32,
    parts: u32,
    is_compound: bool,
    has_number: bool,
    joined: String,
    /// Where the next part begins, 0 if there is none.
    next: usize,
}

impl Chain {
    fn reset(&mut self) {
        self.joined.clear();
        self.parts = 0;
        self.next = 0;
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || (character > '\u{300}' && unicode_normalization::char::is_combining_mark(character))
}

/// Scripts written without blanks: each character counts as a word.
fn is_single(character: char) -> bool {
    character >= '\u{0E00}'
        && matches!(character,
            '\u{0E00}'..='\u{0EFF}'         // Thai, Lao
            | '\u{1000}'..='\u{109F}'       // Burmese
            | '\u{1780}'..='\u{17FF}'       // Khmer
            | '\u{3040}'..='\u{30FF}'       // Japanese syllables
            | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{323AF}')
        && is_word(character)
}

/// Articles and pronouns of Romance languages that lose their vowel before another word.
fn is_elided(term: &str) -> bool {
    matches!(
        term,
        "l" | "d"
            | "j"
            | "m"
            | "t"
            | "s"
            | "n"
            | "c"
            | "qu"
            | "jusqu"
            | "lorsqu"
            | "puisqu"
            | "quelqu"
            | "dell"
            | "nell"
            | "all"
            | "sull"
            | "dall"
            | "un"
            | "quell"
            | "y"
    )
}

/// Endings of English contractions behind the apostrophe.
fn is_contraction(ending: &str) -> bool {
    matches!(ending, "t" | "re" | "ve" | "ll" | "d" | "m" | "am" | "clock" | "em")
}

/// Short words that are not meant by an acronym of the same letters.
fn is_common_short(term: &str) -> bool {
    matches!(
        term,
        "us" | "it"
            | "am"
            | "is"
            | "he"
            | "in"
            | "as"
            | "at"
            | "or"
            | "no"
            | "so"
            | "me"
            | "we"
            | "my"
            | "up"
            | "do"
            | "go"
            | "if"
            | "on"
            | "by"
            | "be"
            | "an"
            | "to"
            | "who"
            | "aids"
    )
}
