//! Words in their surroundings: the context of a match, what stands near it, and what tells two
//! sets of articles apart.
//!
//! Knows texts, words and counts. Which articles are compared, and where their texts come from, is
//! a matter of the engine.
//!
//! **Invariant:** pure functions and plain counters; no I/O, no engine, linear in the text.

pub mod collocates;
pub mod context;
pub mod counts;
pub mod quotations;
pub mod statistics;
