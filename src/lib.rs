//! Full-text search over collections of news articles: who said what, in which words, in
//! which outlet.

#![warn(missing_docs)]

pub mod engine;
pub mod error;
pub mod extract;
pub mod highlight;
pub mod index;
pub mod ingest;
pub mod model;
pub mod people;
pub mod query;
pub mod render;
pub mod text;

pub use error::{Error, Result};
pub use index::Index;
