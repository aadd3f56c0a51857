//! What looks like a field and is none: it is reported, and read as text.
//!
//! Before a word the two are one run of characters and so one word (`text:hunt`). Before a phrase, a
//! group or a regular expression they are read as one operand all the same, so that a `NOT` or a
//! field before the name is about both and not about the name alone.

use super::combine::{Part, join_and};
use super::field::{Field, NAMES};
use super::lex::{Cursor, is_mark};
use super::{MAX_DEPTH, Parser};
use crate::query::{Form, Query, Word};

/// Names that files and other archives have for what our fields mean.
const OTHERS: &[(&str, &[&str])] = &[
    ("title", &["hl", "head", "heading", "subject"]),
    ("outlet", &["source", "publication", "publisher", "newspaper", "journal", "site", "site_name", "website"]),
    ("author", &["authors", "byline", "by", "writer", "reporter", "journalist", "contributor"]),
    ("date", &["published", "publication_date", "date_published", "date_publish", "pubdate", "day", "year"]),
    ("lang", &["locale"]),
    ("speaker", &["person", "people", "name"]),
    ("said", &["quote", "quotes", "quotation", "quoted"]),
];

/// Names for the text, which has no field.
const TEXT: &[&str] = &["text", "body", "content", "article", "maintext", "fulltext", "full_text", "lead", "hlead"];

/// The name before a colon in a run that is a word with what looks like a field before it.
pub(super) fn before_word(run: &str) -> Option<&str> {
    let (name, value) = run.split_once(':')?;
    let is_name = (2..=15).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    let has_value = value.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '?' | '=' | '>' | '<' | '@' | '#'));
    (is_name && has_value && Field::split(run).is_none()).then_some(name)
}

/// What to write instead of a name that no field has.
pub(super) fn advice(name: &str) -> Option<String> {
    let name = name.to_ascii_lowercase();
    if TEXT.contains(&name.as_str()) {
        return Some("words without a field are looked for in headline and text".to_owned());
    }
    let known = OTHERS.iter().find(|(_, others)| others.contains(&name.as_str())).map(|(known, _)| *known);
    let nearest = || {
        NAMES
            .iter()
            .map(|(known, _)| (strsim::osa_distance(known, &name), *known))
            .filter(|(distance, known)| distance * 2 < known.len())
            .min()
            .map(|(_, known)| known)
    };
    // Longer than any name that could be meant.
    let known = known.or_else(|| if name.len() < 32 { nearest() } else { None });
    known.map(|known| format!("did you mean `{known}:`?"))
}

impl<'t> Parser<'t> {
    /// Reads `name:` of no field directly before a phrase, a group or a regular expression, with
    /// that operand; `None` without moving if something else stands here.
    pub(super) fn unknown_field(&mut self, run: &'t str) -> Option<Part> {
        let start = self.cursor.at;
        let (name, value) = run.split_once(':')?;
        if !is_name(name) {
            return None;
        }
        if value.starts_with('/') {
            let mut ahead = Cursor::new(self.cursor.text, start + name.len() + 1);
            ahead.regex()?;
            let whole = self.cursor.text.get(start..ahead.at)?;
            self.cursor.at = ahead.at;
            self.report_unknown(start, name);
            // Without what would read as syntax again.
            let text: String = whole.chars().filter(|c| !matches!(c, '(' | ')') && !is_mark(*c)).collect();
            return self.leaf(start, &text);
        }
        if value.contains(char::is_alphanumeric) {
            return None;
        }
        // `text:="witch hunt"` asks for the form, as `title:="witch hunt"` does.
        let (head, form) = match value {
            "=" => (&run[..=name.len()], Form::Folded),
            "==" => (&run[..=name.len()], Form::Literal),
            _ => (run, self.form),
        };
        let next = self.cursor.rest().get(run.len()..)?.chars().next()?;
        let outer = std::mem::replace(&mut self.form, form);
        self.cursor.at += run.len();
        let part = if is_mark(next) {
            self.named_phrase(start, name, head)
        } else if next == '(' && self.depth < MAX_DEPTH {
            self.report_unknown(start, name);
            let name = self.leaf(start, head);
            let group = self.group();
            join_and(name.into_iter().chain(group).collect())
        } else {
            None
        };
        self.form = outer;
        if part.is_none() {
            self.cursor.at = start;
        }
        part
    }

    /// Reads the phrase that stands here as one that begins with `head`.
    fn named_phrase(&mut self, start: usize, name: &str, head: &str) -> Option<Part> {
        let open = self.cursor.at;
        let quoted = self.cursor.quoted()?;
        self.report_unknown(start, name);
        if !quoted.is_closed {
            self.report_unclosed(open);
        }
        if let Some(field) = self.field {
            return self.value(field, start, &format!("{head} {}", quoted.inner), false);
        }
        let first = Word { text: head.to_owned(), form: self.form };
        let mut part = self.quoted(open, quoted.inner)?;
        part.query = match part.query {
            Query::Word(word) if word.text.is_empty() => Query::Word(first),
            Query::Word(word) => Query::Phrase { words: vec![first, word], slop: 0 },
            Query::Phrase { mut words, slop } => {
                words.insert(0, first);
                Query::Phrase { words, slop }
            }
            other => other,
        };
        Some(part)
    }

    fn report_unknown(&mut self, start: usize, name: &str) {
        let message =
            || format!("there is no field `{name}`; it was read as text, together with what it stands before");
        self.report(start..start + name.len(), message, advice(name).as_deref());
    }
}

/// True for what can stand before a colon as a name: `body`, `site_name`, `meta.source`.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text.contains(char::is_alphanumeric)
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}
