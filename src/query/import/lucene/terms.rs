//! Words of Lucene, with wildcards, edit distances and regular expressions.

use super::Reader;
use super::fields::Field;
use crate::query::import::piece::{Piece, is_word_like};
use crate::query::{Form, Query, pattern};

/// Most regular expressions of one query; compiling one takes its time, and our own parser reads no
/// more either.
const MOST_REGEXES: usize = 32;

impl Reader<'_> {
    /// Reads `/…/`; `None` without moving if that is none.
    pub fn regex(&mut self, field: Field) -> Option<Piece> {
        let start = self.scan.at;
        let inner = &self.scan.rest()[1..];
        let mut is_escaped = false;
        let (length, _) = inner.char_indices().find(|(_, character)| {
            let is_end = *character == '/' && !is_escaped;
            is_escaped = *character == '\\' && !is_escaped;
            is_end
        })?;
        let expression = &inner[..length];
        self.n_regexes += 1;
        let trouble = if matches!(field, Field::Name(_) | Field::Date) {
            Some("names and dates take no patterns".to_owned())
        } else if expression.is_empty() || expression.contains(char::is_whitespace) {
            Some("a regular expression is of one word here".to_owned())
        } else if self.n_regexes > MOST_REGEXES {
            Some(format!("more than {MOST_REGEXES} regular expressions"))
        } else {
            pattern::regex(expression).err()
        };
        self.scan.at += length + 2;
        let Some(trouble) = trouble else {
            return Some(placed(Piece::operand(format!("/{expression}/")), field));
        };
        self.scan.note(start, format!("{trouble}; read as words"));
        self.value(start, &expression.replace(|c: char| !c.is_alphanumeric(), " "), field)
    }

    /// Reads a word, perhaps behind a field.
    pub fn term(&mut self, field: Field) -> Option<Piece> {
        let start = self.scan.at;
        let rest = self.scan.rest();
        let mut is_escaped = false;
        let mut colon = None;
        let mut end = rest.len();
        for (at, character) in rest.char_indices() {
            if is_escaped {
                is_escaped = false;
                continue;
            }
            match character {
                '\\' => is_escaped = true,
                ':' if colon.is_none() && at > 0 => {
                    colon = Some(at);
                    // What follows a field is read by itself.
                    let name = &rest[..at];
                    if name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '*' | '-')) {
                        end = at;
                        break;
                    }
                }
                '(' | ')' | '"' | '^' | '[' | ']' | '{' | '}' => {
                    end = at;
                    break;
                }
                _ if character.is_whitespace() => {
                    end = at;
                    break;
                }
                _ => {}
            }
        }
        let run = &rest[..end];
        self.scan.at += end;
        if run.is_empty() {
            return None;
        }
        if self.scan.rest().starts_with(':') {
            self.scan.at += 1;
            if !self.scan.enter(start, "the field") {
                return None;
            }
            let piece = self.field(start, run);
            self.scan.leave();
            return piece;
        }
        self.word(start, run, field)
    }

    /// A word with its wildcards and its edit distance.
    fn word(&mut self, start: usize, run: &str, field: Field) -> Option<Piece> {
        if matches!(field, Field::Name(_)) {
            let name = without_wildcards(run);
            if name != unescaped(run) {
                self.scan.note(start, "names take no wildcards and no edit distance; read without them");
            }
            return self.value(start, &name, field);
        }
        if field == Field::Date {
            return self.value(start, &unescaped(run), field);
        }
        if let Some((stem, digits)) = run.rsplit_once('~')
            && is_word_like(stem)
            && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
        {
            let distance = match digits {
                "" | "2" => 2,
                "1" => 1,
                "0" => return self.value(start, stem, field),
                _ => {
                    self.scan.note(start, "an edit distance is 1 or 2; read as 2");
                    2
                }
            };
            let fuzzy = Query::Fuzzy { word: stem.to_owned(), distance };
            return Some(placed(Piece::operand(fuzzy.to_string()), field));
        }
        if run == "*" {
            return Some(Piece::operand("*".to_owned()));
        }
        if let Some(stem) = run.strip_suffix('*')
            && is_word_like(stem)
        {
            return Piece::prefix(stem).map(|piece| placed(piece, field));
        }
        if has_wildcards(run) {
            // An escaped sign beside a wildcard has no place in a word.
            let pattern = if run.contains('\\') { None } else { Piece::wildcards(run, &['?'], Some('*')) };
            if let Some(piece) = pattern {
                return Some(placed(piece, field));
            }
            self.scan.note(start, format!("the wildcards of `{run}` cannot be read; read as words"));
            return self.value(start, &without_wildcards(run), field);
        }
        self.value(start, &unescaped(run), field)
    }

    /// Words or a name, where they are looked for.
    pub fn value(&mut self, start: usize, text: &str, field: Field) -> Option<Piece> {
        let piece = match field {
            Field::Anywhere | Field::Within(_) => Piece::words(text, Form::Inflected).map(|piece| placed(piece, field)),
            Field::Name(name) => Piece::filter(name, text),
            Field::Date => return self.date(start, text.trim()),
        };
        if piece.is_none() {
            self.scan.note(start, "holds no word and was left out");
        }
        piece
    }
}

pub fn placed(piece: Piece, field: Field) -> Piece {
    match field {
        Field::Within(name) => piece.within(name),
        _ => piece,
    }
}

/// A name with blanks instead of wildcards, without an edit distance and without the backslashes
/// before signs.
fn without_wildcards(run: &str) -> String {
    let is_distance = |digits: &str| digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    let run = match run.rsplit_once('~') {
        Some((name, digits)) if is_distance(digits) && !name.ends_with('\\') => name,
        _ => run,
    };
    let mut plain = String::with_capacity(run.len());
    let mut is_escaped = false;
    for character in run.chars() {
        if character == '\\' && !is_escaped {
            is_escaped = true;
            continue;
        }
        let is_wildcard = matches!(character, '*' | '?') && !is_escaped;
        plain.push(if is_wildcard { ' ' } else { character });
        is_escaped = false;
    }
    plain
}

/// True if a sign in it is a wildcard.
fn has_wildcards(run: &str) -> bool {
    let mut is_escaped = false;
    run.chars().any(|character| {
        let is_one = matches!(character, '*' | '?') && !is_escaped;
        is_escaped = character == '\\' && !is_escaped;
        is_one
    })
}

/// Without the backslashes before signs.
pub fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut is_escaped = false;
    for character in text.chars() {
        if character == '\\' && !is_escaped {
            is_escaped = true;
            continue;
        }
        is_escaped = false;
        plain.push(character);
    }
    plain
}
