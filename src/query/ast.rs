//! The syntax tree of a query.
//!
//! Words are kept as typed; `pattern` turns them into what is looked for, so that the
//! tree prints back what the user wrote.

use crate::model::DateRange;

/// A query, or a part of one.
///
/// `And` and `Or` hold two or more operands; the parser never nests an `And` directly in an
/// `And`, nor an `Or` in an `Or`, and beside words no `And` of it holds what has no word.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Query {
    /// Every article: the empty query.
    All,
    /// One word as typed. One without a letter or digit (`…`) occurs nowhere.
    Word(Word),
    /// Words side by side, in this order, within one paragraph.
    Phrase {
        /// The words as typed between the marks, in order, each of one form.
        words: Vec<Word>,
        /// At most this many other words between them in all (`"a b"~3`); 0 for a plain phrase.
        slop: u32,
    },
    /// All words that begin so (`elect*`), as typed without the star.
    Prefix(String),
    /// All words within this edit distance (`tubervile~1`).
    Fuzzy {
        /// The word as typed.
        word: String,
        /// 1 or 2.
        distance: u8,
    },
    /// All folded words that this regular expression matches from end to end (`/recus(e|al)/`).
    Regex(String),
    /// All of them.
    And(Vec<Query>),
    /// At least one of them.
    Or(Vec<Query>),
    /// Articles that the operand does not match.
    Not(Box<Query>),
    /// Two operands near each other.
    Near {
        /// Left operand.
        left: Box<Query>,
        /// How near, and in which order.
        near: Near,
        /// Right operand.
        right: Box<Query>,
    },
    /// At least `count` matches in the article (`ATLEAST3(hoax)`).
    AtLeast {
        /// How many, at least 1.
        count: u32,
        /// Of what.
        query: Box<Query>,
    },
    /// A sub-query that holds within a part of the article.
    In {
        /// Which part.
        scope: Scope,
        /// What is looked for there.
        query: Box<Query>,
        /// Who must have said it, in the SAME quotation (`said:… @name`); empty for anyone.
        /// Several names: any of them. Only for [`Scope::Said`].
        speakers: Vec<Name>,
    },
    /// Articles of this outlet.
    Outlet(Name),
    /// Articles by this author.
    Author(Name),
    /// Articles that quote this person, in any quotation.
    Speaker(Name),
    /// Articles in this language: a lower-case ISO 639-1 code.
    Language(String),
    /// Articles published on these days; articles without a date never match.
    Date(DateRange),
    /// Articles where this value is not known (`outlet:?`).
    Unknown(UnknownField),
}

impl Query {
    /// What no article matches: a word of no letters.
    pub fn nothing() -> Query {
        Query::Word(Word { text: String::new(), form: Form::Inflected })
    }

    /// True if it asks for words to occur, which can be shown where they do; false if nothing but
    /// filters and negations decides.
    pub fn asks_words(&self) -> bool {
        match self {
            Query::Word(_)
            | Query::Phrase { .. }
            | Query::Prefix(_)
            | Query::Fuzzy { .. }
            | Query::Regex(_)
            | Query::Near { .. } => true,
            Query::And(parts) | Query::Or(parts) => parts.iter().any(Query::asks_words),
            Query::AtLeast { query, .. } | Query::In { query, .. } => query.asks_words(),
            Query::All
            | Query::Not(_)
            | Query::Outlet(_)
            | Query::Author(_)
            | Query::Speaker(_)
            | Query::Language(_)
            | Query::Date(_)
            | Query::Unknown(_) => false,
        }
    }
}

/// A word as typed, without marks and operators.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Word {
    /// The word as typed. It may hold several words of the text (`run-off`, `MAGA/KAG`).
    pub text: String,
    /// How it is compared.
    pub form: Form,
}

/// How a typed word is compared with the words of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// With its inflections, folded: `hunting`.
    Inflected,
    /// This form only, folded: `=hunting`.
    Folded,
    /// Letter for letter: `==Hunting`.
    Literal,
}

/// How near two operands must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Near {
    /// `W/n`: word positions differ by at most n, in any order.
    Within(u32),
    /// `PRE/n`: the same, left before right.
    Before(u32),
    /// `NOT W/n`: an occurrence of the left operand with no right operand that near.
    NotWithin(u32),
    /// `W/S`: in one sentence.
    Sentence,
    /// `W/P`: in one paragraph.
    Paragraph,
}

/// A part of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The headline.
    Title,
    /// Inside a quotation (direct, embedded post, quoted headline).
    Said,
    /// Outside all quotations.
    Narration,
}

/// A name that a filter asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// The name as typed.
    pub text: String,
    /// True if only exactly that name is meant (`outlet:="Fox News"`); otherwise one that
    /// equals a name or alias, folded, means just that one, else every name with these words.
    pub exact: bool,
}

impl Name {
    /// A name as typed in a filter; `None` if it holds neither a letter nor a digit.
    pub fn typed(text: &str) -> Option<Name> {
        let text = text.trim();
        text.chars().any(char::is_alphanumeric).then(|| Name { text: text.to_owned(), exact: false })
    }
}

/// What the value of an option or of a field of an address asks for, where the query language has `outlet:NAME`,
/// `outlet:="NAME"` and `outlet:?`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Named {
    /// `NAME`, or `=NAME` for exactly that one.
    Name(Name),
    /// `?`: what is not known.
    Unknown,
}

impl Named {
    /// Reads a value; `None` if it holds no name.
    pub fn read(value: &str) -> Option<Named> {
        let value = value.trim();
        if value == "?" {
            return Some(Named::Unknown);
        }
        let Some(exactly) = value.strip_prefix('=') else {
            return Name::typed(value).map(Named::Name);
        };
        // The marks are those of the query language; the shell's own never come here.
        let text = exactly.trim();
        let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text).trim();
        // A name that an article has may be of signs alone.
        (!text.is_empty()).then(|| Named::Name(Name { text: text.to_owned(), exact: true }))
    }
}

/// A value that may be unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnknownField {
    /// No title.
    Title,
    /// No outlet.
    Outlet,
    /// No author.
    Author,
    /// No speaker of any quotation.
    Speaker,
    /// No date.
    Date,
    /// No language.
    Language,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_a_name_or_exactly_one_or_what_is_not_known() {
        let name = |text: &str, exact| Some(Named::Name(Name { text: text.to_owned(), exact }));
        let rows = [
            ("Fox News", name("Fox News", false)),
            (" =Fox News ", name("Fox News", true)),
            ("=\"Fox News\"", name("Fox News", true)),
            ("=!?", name("!?", true)),
            ("?", Some(Named::Unknown)),
            ("=?", name("?", true)),
            ("=", None),
            ("!", None),
            ("", None),
        ];
        for (value, want) in rows {
            assert_eq!(Named::read(value), want, "{value}");
        }
    }
}
