//! The same answers from an OpenSearch cluster.
//!
//! What is asked goes this way: `question` makes a request ready with `lower`, which turns the syntax tree into queries
//! with the words that `words` finds; `search`, `quotes` and `stored` ask them and put answers together, `facets`
//! counts with `aggregate`. Where only texts can decide, `candidates` reads them; `texts` has what comes of all of them. What is indexed goes the other way:
//! `encode` makes documents of an article with the words of `tokens`, `writer` sends them, `state` and
//! `notes` take note of what was read, `marks` of which runs are at work or were broken off;
//! `schema` says what the indices of a collection hold. `collection` is one opened for reading, `whole` checks that nothing of it is
//! missing, `advise` explains a query and helps where nothing was found.
//!
//! Below all that, `options` says where a collection lives, `client` speaks HTTP with its nodes and knows which requests
//! may be repeated, `problem` names what can be wrong with a cluster, `bulk` sends many documents.
//!
//! **Invariant:** what a word is, what a query means and what is highlighted is decided by the code that the embedded engine
//! uses. Only `send` opens connections, so every request is bounded in size and time and is repeated by the same rules.

pub(crate) mod advise;
pub(crate) mod aggregate;
pub mod answer;
pub mod bulk;
pub(crate) mod candidates;
pub mod client;
pub(crate) mod collection;
pub(crate) mod encode;
pub(crate) mod facets;
#[cfg(test)]
mod fake;
pub(crate) mod lower;
pub(crate) mod marks;
pub(crate) mod notes;
pub mod options;
pub mod problem;
pub(crate) mod question;
pub(crate) mod quotes;
pub(crate) mod schema;
pub(crate) mod search;
mod send;
pub(crate) mod state;
pub(crate) mod stored;
pub(crate) mod texts;
pub(crate) mod tokens;
pub(crate) mod whole;
pub(crate) mod words;
pub(crate) mod writer;

pub use answer::{Answer, BulkAnswer, BulkItem, ItemError};
pub use bulk::{BulkSender, ItemOutcome};
pub use client::Client;
pub use options::{ClusterOptions, Credentials};
pub use problem::ClusterProblem;
