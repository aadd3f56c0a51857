//! Families of quotations: the same utterance in different words and different outlets.
//!
//! ```text
//! Article ──▶ utterances ──▶ words ──▶ Store ──▶ view, candidates ──▶ align + evidence ──▶ grouping ──▶ neighbours ──▶ short
//! ```
//!
//! `utterances` lists the quotations and quoted fragments of an article, `words` turns them into
//! numbers, equal ones become one form (`forms`). `view` has who said each and when, `frequencies` what words weigh,
//! `candidates` says which forms are worth comparing, `align` compares two, `speakers` two names, `evidence` says when
//! words, speakers and dates suffice, `grouping` puts forms together around the fullest one, `neighbours` decides what
//! words leave in doubt, `short` and `repeats` add what is too short to speak for itself. `store` keeps all this with
//! the `decisions`, `update` brings it up to date with what came and went, and `ids` keeps ids; `labels` says how one
//! wording departs from another.
//!
//! **Invariant:** pure functions over numbers and texts; no I/O and no engine. The families are the same however the
//! articles came; ids stay. Words are compared in proportion to what is new, and what is known is only passed over;
//! a wording is compared with a bounded number of others.

pub(crate) mod align;
mod candidates;
mod decisions;
mod evidence;
mod forms;
mod frequencies;
mod grouping;
mod ids;
pub mod labels;
mod lists;
pub(crate) mod negation;
mod neighbours;
mod repeats;
mod short;
pub(crate) mod speakers;
mod store;
mod update;
pub mod utterances;
mod view;
pub(crate) mod words;

#[cfg(test)]
mod order;
#[cfg(test)]
mod tests;

pub use forms::mix;
pub(crate) use lists::Lists;
pub use store::{ArticleRow, FamilyRow, Item, NO_DAY, NONE, Store};
pub use update::{NewItem, Update};

/// Raised when the store or the way of grouping changes: families are then made anew.
pub const VERSION: u32 = 8;
