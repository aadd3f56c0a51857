//! What a collection knows of words and names, as queries are made of it.

use std::sync::Arc;

use super::Target;
use crate::error::{Error, Result};
use crate::people::People;
use crate::query::pattern::{Leaf, Pattern};
use crate::query::{Name, Query};

/// Most forms of one word: the bound of OpenSearch for `terms`.
pub const MAX_FORMS: usize = 65_000;

/// A form of a word, and how many places it spans, 1 to 3.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Form {
    /// As indexed: with its mark if it spans several places.
    pub term: String,
    /// Places.
    pub width: u32,
}

/// What the collection knows of words and names.
pub trait Dictionary {
    /// The forms that a leaf stands for, in order.
    fn forms(&self, leaf: &Leaf) -> Result<Arc<Vec<Form>>>;
    /// Learns what will be asked of these leaves, all at once.
    fn learn(&self, _leaves: &[Leaf], _target: Target) -> Result<()> {
        Ok(())
    }
    /// In how many documents any of them occurs, headlines included.
    fn frequency(&self, leaf: &Leaf, target: Target) -> Result<u64>;
    /// Numbers of documents and mean lengths.
    fn statistics(&self, target: Target) -> Result<Statistics>;
    /// The outlets that a name means.
    fn outlets(&self, name: &Name, notes: &mut Vec<String>) -> Result<Vec<String>>;
    /// The authors that a name means.
    fn authors(&self, name: &Name, notes: &mut Vec<String>) -> Result<Vec<String>>;
    /// Who is who.
    fn people(&self) -> &People;
}

/// What scores need to know of all documents of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Statistics {
    /// Number of documents.
    pub documents: u64,
    /// Mean number of words of a headline.
    pub title: f64,
    /// Mean number of words of a text, or of a quotation.
    pub text: f64,
}

/// Every word of a query, each once.
pub(super) fn leaves_of(query: &Query, leaves: &mut Vec<Leaf>) {
    match query {
        Query::And(parts) | Query::Or(parts) => parts.iter().for_each(|part| leaves_of(part, leaves)),
        Query::Not(inner) | Query::AtLeast { query: inner, .. } | Query::In { query: inner, .. } => {
            leaves_of(inner, leaves);
        }
        Query::Near { left, right, .. } => {
            leaves_of(left, leaves);
            leaves_of(right, leaves);
        }
        other => {
            if let Some(pattern) = Pattern::of(other) {
                pattern.leaves(&mut |leaf| {
                    if !leaves.contains(leaf) {
                        leaves.push(leaf.clone());
                    }
                });
            }
        }
    }
}

/// Refuses a word that stands for too many forms.
///
/// # Errors
/// [`Error::Invalid`] beyond [`MAX_FORMS`].
pub fn check_forms(leaf: &Leaf, count: usize) -> Result<()> {
    if count <= MAX_FORMS {
        return Ok(());
    }
    let shown = match leaf {
        Leaf::Stem(word) | Leaf::Form(word) => word.clone(),
        Leaf::Prefix(prefix) => format!("{prefix}*"),
        Leaf::Fuzzy { word, distance } => format!("{word}~{distance}"),
        Leaf::Regex(pattern) => format!("/{pattern}/"),
    };
    Err(Error::Invalid(format!(
        "`{shown}` stands for more than {MAX_FORMS} different words, which a cluster does not take; write more of it"
    )))
}
