//! Words, sentences and paragraphs of a text, and the folding under which words are compared.
//!
//! One analysis serves indexing, querying, highlighting and every engine, so that a highlight
//! can never disagree with a match. **Invariant:** `&str` in, spans and terms out; no I/O, no
//! state between calls.

mod fold;
mod frequent;
pub mod hyphen;
mod layout;
pub mod names;
mod normalise;
mod paragraphs;
mod sentences;
mod stem;
mod words;

pub use fold::{fold, fold_into};
pub use frequent::{FUNCTION_WORDS, function_word, is_function_word, is_stop_word};
pub use layout::{Layout, QuotePlaces};
pub use normalise::normalise;
pub use paragraphs::paragraphs;
pub use sentences::sentences;
pub use stem::{Stemmer, shortened, stemmable};
pub use words::{JOINED, MAX_TERM_BYTES, Token, Words, words};
