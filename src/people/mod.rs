//! One person, one name: which speakers of different articles are the same.
//!
//! Every article names its speakers as fully as it does itself: `Trump` here, `Donald Trump`
//! there. Those local keys are what is indexed. [`join`] puts them together to people whenever
//! the archive grows, and [`People`] is the resulting table, stored beside the index and joined
//! at query time. So no stored article changes when another one tells us more.
//!
//! **Invariant:** knows keys and counts, no engine and no article.

mod compounds;
mod join;
mod names;
mod pins;
mod table;

pub use join::{KeyCount, join};
pub(crate) use names::suffix_of;
pub use pins::{Pin, check_pins, parse_pins};
pub use table::{Found, People, Person};
