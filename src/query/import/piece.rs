//! Pieces of a query in our syntax, put together with parentheses where they are needed.

use crate::query::parse::lex::is_mark;
use crate::query::{Form, Name, Query, Word};
use crate::text::Words;

/// How tightly a piece binds, loosest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Binding {
    Or,
    And,
    Near,
    Operand,
}

/// A part of a query in our syntax.
#[derive(Clone, Debug)]
pub struct Piece {
    pub text: String,
    pub binding: Binding,
}

impl Piece {
    /// Text that stands for one operand.
    pub fn operand(text: String) -> Piece {
        Piece { text, binding: Binding::Operand }
    }

    /// The text, in parentheses if it binds looser than `least`.
    fn at_least(self, least: Binding) -> String {
        if self.binding < least { format!("({})", self.text) } else { self.text }
    }

    /// A word or a phrase; `None` if it holds no word.
    pub fn words(text: &str, form: Form) -> Option<Piece> {
        let mut words: Vec<Word> = text
            .split(|c: char| c.is_whitespace() || is_mark(c))
            .filter(|word| !Words::of(word).is_empty())
            .map(|word| Word { text: word.to_owned(), form })
            .collect();
        let query = match words.len() {
            0 => return None,
            1 => Query::Word(words.remove(0)),
            _ => Query::Phrase { words, slop: 0 },
        };
        Some(Piece::operand(query.to_string()))
    }

    /// A filter on a name; `None` if it holds no word.
    pub fn filter(field: &str, text: &str) -> Option<Piece> {
        let words: Vec<&str> =
            text.split(|c: char| c.is_whitespace() || is_mark(c)).filter(|word| !word.is_empty()).collect();
        let text = words.join(" ");
        if Words::of(&text).is_empty() {
            return None;
        }
        Some(Piece::operand(format!("{field}:{}", Name { text, exact: false })))
    }

    /// A prefix; `None` if what stands before the star would read as something else.
    pub fn prefix(stem: &str) -> Option<Piece> {
        is_word_like(stem).then(|| Piece::operand(Query::Prefix(stem.to_owned()).to_string()))
    }

    /// A word with wildcards as a regular expression: `one` stands for one character, `any` for
    /// any number.
    pub fn wildcards(text: &str, one: &[char], any: Option<char>) -> Option<Piece> {
        let mut pattern = String::new();
        let mut has_letter = false;
        for character in text.chars() {
            match character {
                _ if one.contains(&character) => pattern.push('.'),
                _ if any == Some(character) => pattern.push_str(".*"),
                _ if character.is_alphanumeric() => {
                    has_letter = true;
                    pattern.push(character);
                }
                '\'' | '-' | '_' | '#' | '@' => pattern.push(character),
                _ => return None,
            }
        }
        has_letter.then(|| Piece::operand(format!("/{pattern}/")))
    }

    /// The same within a field that looks into a part of the article.
    pub fn within(self, field: &str) -> Piece {
        Piece::operand(format!("{field}:({})", self.text))
    }

    pub fn negated(self) -> Piece {
        Piece::operand(format!("NOT {}", self.at_least(Binding::Operand)))
    }

    /// Two operands of a distance.
    pub fn near(left: Piece, operator: &str, right: Piece) -> Piece {
        // The left side grows in place, so that a long row of distances takes time in its length.
        let mut text = left.at_least(Binding::Near);
        for part in [" ", operator, " ", &right.at_least(Binding::Operand)] {
            text.push_str(part);
        }
        Piece { text, binding: Binding::Near }
    }

    pub fn all(parts: Vec<Piece>) -> Option<Piece> {
        Piece::joined(parts, " AND ", Binding::And)
    }

    pub fn any(parts: Vec<Piece>) -> Option<Piece> {
        Piece::joined(parts, " OR ", Binding::Or)
    }

    fn joined(mut parts: Vec<Piece>, separator: &str, own: Binding) -> Option<Piece> {
        if parts.len() < 2 {
            return parts.pop();
        }
        let mut parts = parts.into_iter().map(|part| part.at_least(own));
        let mut text = parts.next()?;
        for part in parts {
            text.push_str(separator);
            text.push_str(&part);
        }
        Some(Piece { text, binding: own })
    }
}

/// True for letters and digits with no more than what joins them in a word (`don't`, `run-off`): with
/// a star behind it, or an edit distance, it reads as a word wherever it stands.
pub fn is_word_like(text: &str) -> bool {
    text.starts_with(char::is_alphanumeric)
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '_' | '.'))
        && !Words::of(text).is_empty()
}
