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
mod distinct;
mod encode;
mod entries;
mod explain;
#[cfg(test)]
pub(crate) mod failing;
mod families;
mod files;
mod forms;
#[cfg(feature = "opensearch")]
mod gathering;
mod ids;
#[cfg(feature = "opensearch")]
mod in_memory;
mod joins;
mod keyness;
mod lower;
mod memory;
mod names;
mod naming;
mod nearby;
mod pattern;
mod positional;
mod postings;
mod prepared;
mod quotes;
mod reader;
mod said;
mod same_quote;
mod schema;
mod scope;
mod score;
mod search;
mod segment;
mod similar;
mod speakers;
mod split;
mod spoken;
mod stored;
mod sweep;
mod tally;
mod view;
mod window;
mod writer;

pub(crate) use check::{Checked, causes};
#[cfg(feature = "opensearch")]
pub(crate) use copies::hash as text_hash;
pub(crate) use encode::{ArticleEncoder, drop_wordless, key_term};
#[cfg(feature = "opensearch")]
pub(crate) use encode::{names, plain_id};
pub(crate) use entries::Entry;
pub(crate) use files::{META, Opened, damaged, files, is_engine_file, managed};
#[cfg(feature = "opensearch")]
pub(crate) use gathering::{Comparing, Gathering};
#[cfg(feature = "opensearch")]
pub(crate) use lower::{NEIGHBOURS, shape};
#[cfg(feature = "opensearch")]
pub(crate) use names::{Known, resolved as resolved_by};
#[cfg(feature = "opensearch")]
pub(crate) use names::{nearest, people as people_named, pick};
#[cfg(feature = "opensearch")]
pub(crate) use prepared::Prepared;
pub(crate) use quotes::quote_hit;
#[cfg(feature = "opensearch")]
pub(crate) use quotes::{Opened as OpenedQuotations, words_of as said_words};
pub(crate) use reader::{Address, Reader};
pub(crate) use schema::FORMAT;
#[cfg(feature = "opensearch")]
pub(crate) use score::{B_BODY, B_TITLE, K1, TITLE_WEIGHT, idf};
pub(crate) use search::in_two;
#[cfg(feature = "opensearch")]
pub(crate) use search::{check_page, phrase_of};
#[cfg(feature = "opensearch")]
pub(crate) use segment::NOBODY;
#[cfg(feature = "opensearch")]
pub(crate) use stored::Stored;
pub(crate) use stored::{speaker_key, speaker_of_key};
#[cfg(feature = "opensearch")]
pub(crate) use tally::FacetCounts;
#[cfg(feature = "opensearch")]
pub(crate) use view::said;
pub(crate) use writer::{Change, EngineWriter};
