//! Reprints: articles that are the same piece, whole, with small edits, or cut.
//!
//! Each article is reduced to a [`Sketch`]: a sample of the runs of five words in it, chosen by their hashes, so
//! that two articles choose alike (Broder 1997; scaled MinHash). Words inside quotations count apart, because two
//! reporters who quote the same speech have not copied each other. [`group`] takes the longest article first; each
//! joins the group of a longer one that has most of its narration, or begins a group. Runs that stand in many
//! pieces that differ otherwise (footers, notices) say nothing and are passed over.
//!
//! **Invariant:** pure, and the same groups for the same articles, in whatever order and in how many commits they
//! came. Time and memory are in proportion to the articles: a bounded number of comparisons for each, also among a
//! hundred thousand copies.

mod group;
mod sketch;
mod store;

pub use group::{Member, group};
pub use sketch::{Sketch, sketch};
pub use store::{Grouped, Groups, Row, Sketches};

/// Raised when sketches change: all articles are then read anew.
pub const SKETCH_VERSION: u32 = 1;

/// Raised when groups are made otherwise of the same sketches.
pub const GROUP_VERSION: u32 = 2;

#[cfg(test)]
mod tests;
