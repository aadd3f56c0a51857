//! The nouns of the project: plain data that every other module speaks in.
//!
//! Nothing here does I/O, knows an engine, or knows a file format. Conversions to JSON
//! stand at the edge (`render`), so a change of the output format does not touch these types.

mod article;
mod date;
mod quote;
mod span;
mod value;

pub use article::{Article, RawArticle, Record, RejectedDate};
pub use date::{Date, DateRange};
pub use quote::{Alias, Gender, Quote, QuoteKind, SpeakerName};
pub use span::Span;
pub use value::{Certainty, Field, Given, Source, Sourced};
