//! The query language: text in, a syntax tree and diagnostics out; and what the tree means for
//! one text.
//!
//! **Invariant:** knows no engine. Every engine lowers the same [`Query`]; `matching` says
//! what it means, word by word, and is what highlights are drawn from and engines are tested
//! against.

pub mod ast;
pub mod dates;
pub mod import;
pub mod languages;
mod loosen;
pub mod matching;
pub mod parse;
pub mod pattern;
mod print;
pub mod shell;

pub use ast::{Form, Name, Named, Near, Query, Scope, Word};
pub use import::{Imported, Syntax, import, read};
pub use languages::language_code;
pub use matching::{ArticleView, Match, Matcher, Place};
pub use parse::{Diagnostic, ParseContext, Parsed, parse};
pub use pattern::{Leaf, Pattern};
pub use shell::{ShellQuery, from_arguments};
