//! Answers as text, JSON, CSV and TREC runs, over any [`std::io::Write`].
//!
//! **Invariant:** nothing here opens, searches or decides; the same answer always gives the same
//! bytes. Whether the reader is a terminal comes in with [`Style`]. JSON shapes exist only in
//! [`json`], and only there byte offsets become code points.

pub mod cite;
pub mod csv;
pub mod diagnostic;
pub mod html;
pub mod json;
mod offsets;
pub mod plain;
pub mod sanitize;
mod style;
pub mod trec;
mod wrap;

pub use offsets::CodePoints;
pub use style::Style;
