//! Families of quotations: the same utterance in different words and different outlets.
//!
//! ```text
//! Article ──▶ utterances ──▶ words ──▶ Store ──▶ candidates ──▶ align + evidence ──▶ grouping ──▶ short
//! ```
//!
//! `utterances` lists the quotations and quoted fragments of an article, `words` turns them into
//! numbers, equal ones become one form (`store`). `candidates` says which forms are worth comparing,
//! `align` compares two, `speakers` two names, `evidence` says when words, speakers and dates suffice, `grouping` puts
//! forms together around the fullest one and `short` adds what is too short to speak for itself.
//! `update` brings a store up to date with what came and went; `labels` says how one wording
//! departs from another.
//!
//! **Invariant:** pure functions over numbers and texts; no I/O and no engine. The cost is in
//! proportion to what is new, apart from one pass over the words that are known; a wording is compared
//! with a bounded number of others.

pub(crate) mod align;
mod candidates;
mod evidence;
mod grouping;
pub mod labels;
mod short;
pub(crate) mod speakers;
mod store;
mod update;
pub mod utterances;
pub(crate) mod words;

#[cfg(test)]
mod tests;

pub use store::{ArticleRow, FamilyRow, Item, NO_DAY, NONE, Store, mix};
pub use update::{NewItem, Update};

/// Raised when the store or the way of grouping changes: families are then made anew.
pub const VERSION: u32 = 4;
