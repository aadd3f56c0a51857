//! The same answers from an OpenSearch cluster.
//!
//! [`options`] says where a collection lives, [`client`] speaks HTTP with its nodes and knows which requests
//! may be repeated, [`problem`] names what can be wrong with a cluster, [`bulk`] sends many documents.
//!
//! **Invariant:** only `send` opens connections, so every request is bounded in size and time and is
//! repeated by the same rules.

pub mod answer;
pub mod bulk;
pub mod client;
#[cfg(test)]
mod fake;
pub mod options;
pub mod problem;
mod send;

pub use answer::{Answer, BulkAnswer, BulkItem, ItemError};
pub use bulk::{BulkSender, ItemOutcome};
pub use client::Client;
pub use options::{ClusterOptions, Credentials};
pub use problem::ClusterProblem;
