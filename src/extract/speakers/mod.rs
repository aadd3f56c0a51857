//! The people and organisations of one article: where they are named, which names belong
//! together, and who `he`, `she` and `the senator` are.
//!
//! Everything works on tokens (numbers), not on strings. **Invariant:** a pure function of the
//! text; linear in its length.

mod acronyms;
mod affiliations;
mod couples;
mod dates;
pub(super) mod descriptions;
pub(super) mod genders;
pub(super) mod generations;
pub(super) mod given;
mod honorifics;
pub(super) mod lexicon;
pub(super) mod mentions;
pub(super) mod names;
pub(super) mod nicknames;
mod nouns;
mod offices;
mod parts;
pub(super) mod passives;
pub(super) mod people;
pub(super) mod phrasal;
mod phrases;
pub(super) mod pronouns;
mod questions;
pub(super) mod relations;
pub(super) mod surnames;
mod tails;
pub(super) mod tokens;
pub(super) mod verbs;
pub(super) mod weights;
mod word_names;
