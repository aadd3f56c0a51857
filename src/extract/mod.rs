//! What a text tells of itself: outlet, date, authors, title, language, boilerplate,
//! quotations and their speakers.
//!
//! Pure functions over text. **Invariant:** no I/O, no clock (today comes in with [`Context`]),
//! no engine, and no failure: extraction returns what it found, and every value says where it
//! stood and how sure that makes us.

use crate::model::Date;

pub mod boilerplate;
pub mod language;
pub mod metadata;
pub mod quotes;

/// What extraction may know besides the text.
#[derive(Clone, Debug)]
pub struct Context {
    /// The day of the run: dates more than a day later are not believed.
    pub today: Date,
    /// Outlets by web domain and alias: the bundled table and the user's `outlets.toml`.
    pub outlets: metadata::Outlets,
}
