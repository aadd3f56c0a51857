//! The embedded engine: one tantivy index in a folder.
//!
//! An article's way: `encode` writes its words, boundaries and columns, `split` hands them to
//! tantivy, `stored` keeps the rest. A query's way: `lower` builds `cursor`s from the syntax
//! tree, `collect` goes over the matches of each segment a `window` at a time, `search` and
//! `quotes` put the answer together.
//!
//! **Invariant:** tantivy's types stay inside this folder.

mod advise;
mod check;
mod collect;
mod concordance;
mod copies;
mod cursor;
mod directory;
mod encode;
mod entries;
mod explain;
#[cfg(test)]
pub(crate) mod failing;
mod families;
mod files;
mod forms;
mod ids;
mod joins;
mod keyness;
mod lower;
mod memory;
mod names;
mod nearby;
mod positional;
mod postings;
mod quotes;
mod reader;
mod said;
mod same_quote;
mod schema;
mod scope;
mod score;
mod search;
mod segment;
mod speakers;
mod split;
mod spoken;
mod stored;
mod tally;
mod view;
mod window;
mod writer;

pub(crate) use check::{Checked, causes};
pub(crate) use encode::{ArticleEncoder, drop_wordless, key_term};
pub(crate) use entries::Entry;
pub(crate) use files::{META, Opened, damaged, files, is_engine_file, managed};
pub(crate) use reader::{Address, Reader};
pub(crate) use schema::FORMAT;
pub(crate) use search::in_two;
pub(crate) use stored::{speaker_key, speaker_of_key};
pub(crate) use writer::{Change, EngineWriter};
