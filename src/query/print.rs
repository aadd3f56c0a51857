//! The printer: the syntax of a tree, which reads back as the same tree.
//!
//! Words that would read as something else stand between quotation marks (`"AND"`), operands
//! that would bind otherwise between parentheses. What comes from the parser always reads
//! back; a tree made by hand does if it keeps the rules in [`Query`] and its words hold no
//! blanks and no quotation marks.

use std::fmt::{self, Display, Formatter, Write};

use super::ast::UnknownField;
use super::dates::print_period;
use super::parse::lex::{is_mark, is_operator};
use super::{Form, Name, Near, Query, Scope, Word};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Query::All => f.write_char('*'),
            Query::Word(word) => write!(f, "{}{}", mark_of(word.form), Quoted(&word.text)),
            Query::Phrase { words, slop } => phrase(f, words, *slop),
            Query::Prefix(text) => starred(f, text, "*"),
            Query::Fuzzy { word, distance } => starred(f, word, &format!("~{distance}")),
            Query::Regex(pattern) => write!(f, "/{pattern}/"),
            Query::And(parts) => joined(f, parts, " ", Binding::And),
            Query::Or(parts) => joined(f, parts, " OR ", Binding::Or),
            Query::Not(inner) => {
                f.write_str("NOT ")?;
                operand(f, inner, Binding::Operand)
            }
            Query::Near { left, near, right } => {
                operand(f, left, Binding::Near)?;
                write!(f, " {near} ")?;
                operand(f, right, Binding::Operand)
            }
            Query::AtLeast { count, query } => write!(f, "ATLEAST{count}({query})"),
            Query::In { scope, query, speakers } => {
                write!(f, "{scope}:")?;
                // A name behind two clauses would go to the inner one.
                let is_ambiguous = *scope == Scope::Said && matches!(**query, Query::In { .. } | Query::Not(_));
                if is_ambiguous {
                    write!(f, "({query})")?
                } else {
                    operand(f, query, Binding::Operand)?
                }
                for name in speakers {
                    f.write_str(" @")?;
                    write!(f, "{name}")?;
                }
                Ok(())
            }
            Query::Outlet(name) => write!(f, "outlet:{name}"),
            Query::Author(name) => write!(f, "author:{name}"),
            Query::Speaker(name) => write!(f, "speaker:{name}"),
            Query::Language(code) => write!(f, "lang:{code}"),
            Query::Date(range) => write!(f, "date:{}", print_period(range)),
            Query::Unknown(field) => write!(f, "{field}:?"),
        }
    }
}

impl Display for Near {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Near::Within(count) => write!(f, "W/{count}"),
            Near::Before(count) => write!(f, "PRE/{count}"),
            Near::NotWithin(count) => write!(f, "NOT W/{count}"),
            Near::Sentence => f.write_str("W/S"),
            Near::Paragraph => f.write_str("W/P"),
        }
    }
}

impl Display for Scope {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Scope::Title => "title",
            Scope::Said => "said",
            Scope::Narration => "narration",
        })
    }
}

impl Display for UnknownField {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            UnknownField::Title => "title",
            UnknownField::Outlet => "outlet",
            UnknownField::Author => "author",
            UnknownField::Speaker => "speaker",
            UnknownField::Date => "date",
            UnknownField::Language => "lang",
        })
    }
}

impl Display for Name {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.exact {
            f.write_char('=')?;
        }
        write!(f, "{}", Quoted(&self.text))
    }
}

/// How tightly a node binds, loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Or,
    And,
    Near,
    Operand,
}

fn binding(query: &Query) -> Binding {
    match query {
        Query::Or(_) => Binding::Or,
        Query::And(_) => Binding::And,
        Query::Near { .. } => Binding::Near,
        _ => Binding::Operand,
    }
}

/// Prints an operand that must bind at least as tightly as `least`.
fn operand(f: &mut Formatter<'_>, query: &Query, least: Binding) -> fmt::Result {
    if binding(query) < least { write!(f, "({query})") } else { write!(f, "{query}") }
}

fn joined(f: &mut Formatter<'_>, parts: &[Query], separator: &str, own: Binding) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            f.write_str(separator)?;
        }
        if binding(part) <= own { write!(f, "({part})")? } else { write!(f, "{part}")? }
    }
    Ok(())
}

fn phrase(f: &mut Formatter<'_>, words: &[Word], slop: u32) -> fmt::Result {
    f.write_str(mark_of(words.first().map_or(Form::Inflected, |word| word.form)))?;
    f.write_char('"')?;
    for (at, word) in words.iter().enumerate() {
        if at > 0 {
            f.write_char(' ')?;
        }
        f.write_str(&word.text)?;
    }
    f.write_char('"')?;
    if slop > 0 { write!(f, "~{slop}") } else { Ok(()) }
}

/// A prefix or fuzzy word; behind `said:` a bare `@` would name a speaker.
fn starred(f: &mut Formatter<'_>, text: &str, ending: &str) -> fmt::Result {
    if text.starts_with('@') { write!(f, "({text}{ending})") } else { write!(f, "{text}{ending}") }
}

fn mark_of(form: Form) -> &'static str {
    match form {
        Form::Inflected => "",
        Form::Folded => "=",
        Form::Literal => "==",
    }
}

/// A word or name, between marks if it could be read as anything else.
struct Quoted<'t>(&'t str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if is_plain(self.0) {
            return f.write_str(self.0);
        }
        f.write_char('"')?;
        for character in self.0.chars().filter(|character| !is_mark(*character)) {
            f.write_char(character)?;
        }
        f.write_char('"')
    }
}

/// True if `text` reads as itself wherever a word can stand.
fn is_plain(text: &str) -> bool {
    let is_first = |c: char| c.is_alphanumeric() || c == '#';
    let is_inner = |c: char| {
        c.is_alphanumeric() || matches!(c, '\'' | '’' | '.' | ',' | '&' | '-' | '_' | '/' | '!' | ';' | '%' | '$')
    };
    text.starts_with(is_first) && text.chars().skip(1).all(is_inner) && !is_operator(text)
}
