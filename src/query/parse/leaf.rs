//! The leaves: words with what may follow them, phrases, regular expressions.

use super::Parser;
use super::combine::Part;
use super::lex::{self, is_mark};
use crate::query::pattern::{regex, unanchored};
use crate::query::{Form, Query, Word};
use crate::text::Words;

/// Most regular expressions of one query; each takes a table of states.
const MAX_REGEXES: usize = 32;

/// What becomes of an operand without a letter or digit.
const WORDLESS: &str = "left out beside words, found nowhere by itself";

impl Parser<'_> {
    /// Reads a word with what may follow it: `*`, `~1`.
    pub(super) fn word(&mut self, start: usize, run: &str) -> Option<Part> {
        let end = start + run.len();
        if run == "*" {
            return Some(Part::leaf(Query::All));
        }
        if let Some(stem) = run.strip_suffix('*')
            && !stem.contains('*')
            && !Words::of(stem).is_empty()
        {
            if self.form == Form::Literal {
                self.report(start..end, || "a prefix is never letter for letter; case was folded".into(), None);
            }
            return Some(Part::leaf(Query::Prefix(stem.to_owned())));
        }
        if run.contains('*') {
            let message = || format!("`*` has a meaning only at the end of a word; `{run}` was read as text");
            self.report(start..end, message, Some("a regular expression does more: `/wom[ae]n/`"));
            return self.leaf(start, run);
        }
        if let Some((word, distance)) = run.rsplit_once('~')
            && !Words::of(word).is_empty()
        {
            if let Some(number) = lex::to_number(distance).filter(|number| *number > 0) {
                if number > 2 {
                    let message = || format!("an edit distance is 1 or 2; `{run}` was read with 2");
                    self.report(start..end, message, None);
                }
                return Some(Part::leaf(Query::Fuzzy { word: word.to_owned(), distance: number.min(2) as u8 }));
            }
            let message = || format!("`~` takes a distance of 1 or 2; `{run}` was read as text");
            self.report(start..end, message, Some("write `word~1`"));
        }
        self.leaf(start, run)
    }

    /// A word as it stands, with a report if it holds no letter and no digit.
    pub(super) fn leaf(&mut self, start: usize, run: &str) -> Option<Part> {
        if let Some(field) = self.field {
            return self.value(field, start, run, false);
        }
        if !has_word(run) {
            // Of a pattern that was read as text, characters may be left out.
            let text = self.cursor.text;
            let end = (start + run.len()..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
            self.report(start..end, || format!("`{run}` holds no word: {WORDLESS}"), None);
        }
        Some(Part::leaf(Query::Word(Word { text: run.to_owned(), form: self.form })))
    }

    /// Reads what stood between quotation marks, and the `~3` behind it.
    pub(super) fn quoted(&mut self, start: usize, inner: &str) -> Option<Part> {
        let slop = self.slop();
        let end = self.cursor.at;
        let mut words: Vec<Word> = inner
            .split(|c: char| c.is_whitespace() || is_mark(c))
            .filter(|word| !word.is_empty())
            .map(|word| Word { text: word.to_owned(), form: self.form })
            .collect();
        if let Some(field) = self.field {
            let name: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
            return self.value(field, start, &name.join(" "), false);
        }
        if !words.iter().any(|word| has_word(&word.text)) {
            self.report(start..end, || format!("no word between these quotation marks: {WORDLESS}"), None);
            if words.is_empty() {
                words.push(Word { text: String::new(), form: self.form });
            }
        } else if words.len() > 1
            && let Some(word) = words.iter().find(|word| is_starred(&word.text))
        {
            let message = || format!("`*` has no meaning between quotation marks; `{}` was read as text", word.text);
            self.report(start..end, message, Some("write `elect* PRE/1 fraud`"));
        }
        if words.len() == 1 {
            if slop.is_some() && has_word(&words[0].text) {
                self.report(start..end, || "one word has no others between; the distance was left out".into(), None);
            }
            return words.pop().map(|word| Part::leaf(Query::Word(word)));
        }
        Some(Part::leaf(Query::Phrase { words, slop: slop.unwrap_or(0) }))
    }

    /// Reads `~3` behind a phrase.
    fn slop(&mut self) -> Option<u32> {
        let start = self.cursor.at;
        if !self.cursor.eat('~') {
            return None;
        }
        let slop = self.cursor.number();
        if slop.is_none() {
            let end = self.cursor.at;
            self.report(start..end, || "`~` behind a phrase takes a number of words; left out".into(), None);
        }
        slop
    }

    pub(super) fn regex(&mut self, start: usize, pattern: &str) -> Option<Part> {
        let end = self.cursor.at;
        self.regexes += 1;
        let trouble = if self.regexes > MAX_REGEXES {
            Some(format!("more than {MAX_REGEXES} regular expressions"))
        } else {
            regex(pattern).err()
        };
        let run = &self.cursor.text[start..end];
        match trouble {
            None if self.field.is_none() => Some(Part::leaf(Query::Regex(pattern.to_owned()))),
            None => self.leaf(start, run),
            Some(trouble) => {
                let hint = unanchored(pattern).map(|pattern| format!("write `/{pattern}/`"));
                self.report(start..end, || format!("{trouble}; `{run}` was read as text"), hint.as_deref());
                // The words of the pattern, without what would read as syntax again.
                let text: String = run.chars().filter(|c| !matches!(c, '(' | ')') && !is_mark(*c)).collect();
                self.leaf(start, &text)
            }
        }
    }
}

/// True if the text holds a word to look for.
pub(super) fn has_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric()) || !Words::of(text).is_empty()
}

fn is_starred(word: &str) -> bool {
    word.strip_suffix('*').is_some_and(|stem| stem.ends_with(char::is_alphanumeric))
}
