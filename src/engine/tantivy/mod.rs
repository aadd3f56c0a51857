//! The embedded engine: one tantivy index in a folder.
//!
//! An article's way: `encode` writes its words, boundaries and columns, `split` hands them to
//! tantivy, `stored` keeps the rest. A query's way: `lower` builds `cursor`s from the syntax
//! tree, `collect` goes over the matches of each segment, `search` and `quotes` put the answer
//! together.
//!
//! **Invariant:** tantivy's types stay inside this folder.

mod advise;
mod check;
mod collect;
mod copies;
mod cursor;
mod directory;
mod encode;
#[cfg(test)]
pub(crate) mod failing;
mod files;
mod forms;
mod joins;
mod lower;
mod names;
mod nearby;
mod positional;
mod postings;
mod quotes;
mod reader;
mod same_quote;
mod schema;
mod scope;
mod score;
mod search;
mod segment;
mod speakers;
mod split;
mod stored;
mod view;
mod writer;

pub(crate) use check::{Checked, causes};
pub(crate) use encode::{ArticleEncoder, key_term};
pub(crate) use files::{META, Opened, damaged, files, is_engine_file, managed};
pub(crate) use reader::{Address, Reader};
pub(crate) use schema::FORMAT;
pub(crate) use stored::{speaker_key, speaker_of_key};
pub(crate) use writer::{Change, EngineWriter};
