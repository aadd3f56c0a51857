//! Full-text search over collections of news articles: who said what, in which words, in
//! which outlet.
//!
//! Three things are enough for most programs:
//!
//! - [`update()`] reads files and folders into an index folder and later only what changed in
//!   them; [`Writer`] adds articles that a program has at hand.
//! - [`Index`] is such a folder opened for reading. It answers [`SearchRequest`]s with hits,
//!   passages and facets, [`QuoteRequest`]s with quotations and who said them, and shows and
//!   exports whole articles.
//! - [`parse()`] reads the query language; what it gives is a [`Query`], which can as well be
//!   built by hand.
//!
//! Everything happens on this machine. The library prints nothing, reads no environment and no
//! clock: streams, paths, limits and today's date come in as arguments. It is the same code
//! that the program `search` is made of; with `default-features = false` nothing of the
//! program is compiled.
//!
//! # Example
//!
//! ```
//! use news_search::{Date, Field, Index, ParseContext, RawArticle, SearchRequest, parse};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?;
//!
//! let mut writer = Index::create(folder.path())?;
//! writer.add(
//!     RawArticle::new("gazette/1", "“The dam will hold,” Mayor Ann Lee said on Monday.")
//!         .with(Field::Outlet, "The Gazette")
//!         .with(Field::Date, "2020-03-02"),
//! )?;
//! writer.add(RawArticle::new("herald/1", "The dams of the county will be inspected."))?;
//! writer.commit()?;
//!
//! let index = Index::open(folder.path())?;
//! let today = Date::new(2020, 3, 4).expect("a day of the calendar");
//! let parsed = parse("said:\"dam will\" @lee", &ParseContext::new(today));
//! let response = index.search(&SearchRequest::new(parsed.query))?;
//!
//! assert_eq!(response.total, 1);
//! let hit = &response.hits[0];
//! assert_eq!((hit.id.as_str(), hit.outlet.as_deref()), ("gazette/1", Some("The Gazette")));
//! assert_eq!(hit.speakers, ["Ann Lee"]);
//! let passage = &hit.passages[0];
//! let marked: Vec<&str> = passage.highlights.iter().map(|span| span.of_text(&passage.text)).collect();
//! assert_eq!(marked, ["dam will"]);
//!
//! // A word finds its inflections.
//! let words = parse("dam", &ParseContext::new(today)).query;
//! assert_eq!(index.search(&SearchRequest::new(words))?.total, 2);
//! # Ok(())
//! # }
//! ```
//!
//! From files instead, and as text for people or programs:
//!
//! ```
//! use news_search::index::Silent;
//! use news_search::render::{Style, json};
//! use news_search::{Date, Index, SearchRequest, UpdateOptions, query::Query, update};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let articles = tempfile::tempdir()?;
//! # let folder = tempfile::tempdir()?;
//! let today = Date::new(2020, 3, 4).expect("a day of the calendar");
//! std::fs::write(articles.path().join("a.txt"), "By Jane Roe\n\nThe dam held.")?;
//!
//! let mut options = UpdateOptions::new(today);
//! options.paths = vec![articles.path().to_owned()];
//! let summary = update(folder.path(), &options, &Silent)?;
//! assert_eq!((summary.added, summary.failed), (1, 0));
//!
//! let index = Index::open(folder.path())?;
//! let request = SearchRequest { limit: 1, ..SearchRequest::new(Query::All) };
//! let mut out = Vec::new();
//! json::hits(&mut out, &Style::default(), None, &index.search(&request)?.hits)?;
//! assert!(String::from_utf8(out)?.contains(r#""authors":["Jane Roe"]"#));
//! # Ok(())
//! # }
//! ```
//!
//! `examples/embed.rs` is a whole program. The modules, what each may know and where new things
//! go, are described in `docs/ARCHITECTURE.md`, the query language in `docs/QUERY.md`, the output
//! formats in `docs/OUTPUT.md`.

#![warn(missing_docs)]

pub mod check;
pub mod concordance;
pub mod diff;
pub mod engine;
pub mod error;
pub mod extract;
pub mod families;
pub mod highlight;
pub mod index;
pub mod ingest;
pub mod model;
pub mod people;
pub mod query;
pub mod render;
pub mod replay;
pub mod stories;
pub mod reprints;
pub mod text;

pub use engine::{Facet, Hit, QuoteRequest, QuoteResponse, SearchRequest, SearchResponse};
pub use error::{Error, Result};
pub use extract::text as extract;
pub use index::{Index, UpdateOptions, Writer, update};
pub use model::{Article, Date, Field, RawArticle};
pub use query::{ParseContext, Query, parse};
