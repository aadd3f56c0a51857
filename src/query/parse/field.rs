//! Fields and their values.

use super::Parser;
use super::combine::Part;
use super::leaf::has_word;
use super::lex::{is_infix, is_mark};
use crate::query::ast::UnknownField;
use crate::query::{Form, Name, Query, Scope, Word, dates, language_code, languages};

/// What can stand before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Scope(Scope),
    Outlet,
    Author,
    Speaker,
    Date,
    Language,
}

/// The names of the fields; two of them have a second one.
pub(super) const NAMES: &[(&str, Field)] = &[
    ("title", Field::Scope(Scope::Title)),
    ("headline", Field::Scope(Scope::Title)),
    ("said", Field::Scope(Scope::Said)),
    ("narration", Field::Scope(Scope::Narration)),
    ("outlet", Field::Outlet),
    ("author", Field::Author),
    ("speaker", Field::Speaker),
    ("date", Field::Date),
    ("lang", Field::Language),
    ("language", Field::Language),
];

impl Field {
    /// The field that a run of characters begins with, and the length of its name and colon.
    pub fn split(run: &str) -> Option<(Field, usize)> {
        let (name, _) = run.get(..run.len().min(16)).unwrap_or(run).split_once(':')?;
        let (_, field) = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some((*field, name.len() + 1))
    }

    fn unknown(self) -> Option<UnknownField> {
        Some(match self {
            Field::Scope(Scope::Title) => UnknownField::Title,
            Field::Scope(_) => return None,
            Field::Outlet => UnknownField::Outlet,
            Field::Author => UnknownField::Author,
            Field::Speaker => UnknownField::Speaker,
            Field::Date => UnknownField::Date,
            Field::Language => UnknownField::Language,
        })
    }

    fn name(self) -> &'static str {
        NAMES.iter().find(|(_, field)| *field == self).map_or("", |(name, _)| name)
    }
}

impl<'t> Parser<'t> {
    /// Reads `field:` and its value.
    pub(super) fn field(&mut self, field: Field, width: usize) -> Option<Part> {
        let start = self.cursor.at;
        let name_end = start + width;
        self.cursor.at = name_end;
        self.cursor.skip_blanks();
        let next = self.cursor.peek();
        if next.is_none_or(|next| next == ')') || is_infix(self.cursor.run()) {
            self.cursor.at = name_end;
            let name = self.cursor.text.get(start..name_end).unwrap_or("");
            self.report(start..name_end, || format!("nothing follows `{name}`; read as text"), None);
            return self.leaf(start, name);
        }
        if let Field::Scope(scope) = field {
            return self.scope(field, scope, start);
        }
        let outer = self.field.replace(field);
        let part = self.own_operand();
        self.field = outer;
        Some(part)
    }

    fn scope(&mut self, field: Field, scope: Scope, start: usize) -> Option<Part> {
        if self.cursor.run() == "?" {
            self.cursor.at += 1;
            if let Some(unknown) = field.unknown() {
                return Some(Part::leaf(Query::Unknown(unknown)));
            }
            let end = self.cursor.at;
            self.report(start..end, || format!("`{}:` is never unknown; this matches nothing", field.name()), None);
            return Some(Part::leaf(Query::Not(Box::new(Query::All))));
        }
        let outer = self.field.take();
        let part = self.own_operand();
        self.field = outer;
        let speakers = if scope == Scope::Said { self.speakers() } else { Vec::new() };
        Some(Part::above(part.height, Query::In { scope, query: Box::new(part.query), speakers }))
    }

    /// Reads `@name` and `@"two words"` directly behind a `said:` clause.
    fn speakers(&mut self) -> Vec<Name> {
        let mut names = Vec::new();
        loop {
            let before = self.cursor.at;
            self.cursor.skip_blanks();
            let is_name = self.cursor.eat('@') && {
                let exact = self.cursor.eat('=');
                let (text, is_marked) = match self.cursor.quoted() {
                    Some(quoted) => (quoted.inner, true),
                    None => {
                        let run = self.cursor.run();
                        self.cursor.at += run.len();
                        (run, false)
                    }
                };
                let text = words_of(text);
                // Between marks anything is a name, as behind `speaker:`.
                let is_name = has_word(&text) || is_marked && !text.is_empty();
                if is_name {
                    names.push(Name { text, exact });
                }
                is_name
            };
            if !is_name {
                self.cursor.at = before;
                return names;
            }
        }
    }

    /// Reads a period, which may be written with blanks: `last week`, `>= 2020`.
    pub(super) fn date(&mut self, run: &'t str) -> Option<Part> {
        let start = self.cursor.at;
        self.cursor.at += run.len();
        let (next, next_at) = self.cursor.run_after(0);
        let goes_on = match run.to_ascii_lowercase().as_str() {
            "last" | "this" => matches!(next.to_ascii_lowercase().as_str(), "week" | "month" | "year"),
            ">" | "<" | ">=" | "<=" => !next.is_empty(),
            _ => false,
        };
        if goes_on {
            self.cursor.at = next_at + next.len();
        }
        let text = &self.cursor.text[start..self.cursor.at];
        self.value(Field::Date, start, text, true)
    }

    /// Makes a filter of a value; `bare` if it stood without marks.
    pub(super) fn value(&mut self, field: Field, start: usize, text: &str, bare: bool) -> Option<Part> {
        let end = self.cursor.at.max(start);
        if let Some(unknown) = field.unknown()
            && bare
            && text == "?"
        {
            return Some(Part::leaf(Query::Unknown(unknown)));
        }
        match field {
            Field::Date => return self.period(start, text),
            Field::Language => return self.language(start, text),
            _ => {}
        }
        let mut text = text;
        if bare && text.len() > 1 && text.ends_with('*') {
            self.report(start..end, || format!("names take no `*`; `{text}` was read without it"), None);
            text = text.trim_end_matches('*');
        }
        let name = Name { text: words_of(text), exact: self.form != Form::Inflected };
        if name.text.is_empty() {
            self.report(start..end, || format!("`{}:` without a name matches nothing", field.name()), None);
            return Some(Part::leaf(Query::Not(Box::new(Query::All))));
        }
        Some(Part::leaf(match field {
            Field::Author => Query::Author(name),
            Field::Speaker => Query::Speaker(name),
            _ => Query::Outlet(name),
        }))
    }

    fn period(&mut self, start: usize, text: &str) -> Option<Part> {
        let end = self.cursor.at.max(start);
        match dates::parse_period(text, self.context.today) {
            Ok(range) => {
                if dates::is_reversed(&range) {
                    let message = || format!("`{text}` ends before it starts; no article matches");
                    self.report(start..end, message, None);
                }
                let is_day_ago = text.len() > 1 && text.ends_with('d') && text.as_bytes()[0].is_ascii_digit();
                if is_day_ago {
                    let hint = format!("`date:>={text}` means since then");
                    self.report(start..end, || format!("`date:{text}` is that one day"), Some(&hint));
                }
                Some(Part::leaf(Query::Date(range)))
            }
            Err(trouble) => {
                let hint = format!("dates are written {}", dates::EXAMPLES);
                self.report(start..end, || format!("{trouble}; `date:{text}` was read as text"), Some(&hint));
                self.literal(&format!("date:{}", words_of(text)))
            }
        }
    }

    fn language(&mut self, start: usize, text: &str) -> Option<Part> {
        if let Some(code) = language_code(text) {
            return Some(Part::leaf(Query::Language(code)));
        }
        let end = self.cursor.at.max(start);
        let message = || format!("`{text}` is no language; `lang:{text}` was read as text");
        self.report(start..end, message, Some(languages::ADVICE));
        self.literal(&format!("lang:{}", words_of(text)))
    }

    /// The words of something that was not understood.
    fn literal(&self, text: &str) -> Option<Part> {
        let mut words: Vec<Word> = text
            .split(char::is_whitespace)
            .filter(|word| !word.is_empty())
            .map(|word| Word { text: word.to_owned(), form: self.form })
            .collect();
        Some(Part::leaf(if words.len() == 1 { Query::Word(words.pop()?) } else { Query::Phrase { words, slop: 0 } }))
    }
}

/// The words of a name, one blank between them, without marks.
fn words_of(text: &str) -> String {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || is_mark(c)).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}
