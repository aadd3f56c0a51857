//! Articles like one: what is answered.

use super::answer::Hit;

/// Articles that are about what one article is about, likest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SimilarResponse {
    /// The words that say most of what the article is about, weightiest first, as it has them, each with the
    /// number of articles that have it.
    pub terms: Vec<(String, u64)>,
    /// The articles; the article itself is not among them.
    pub hits: Vec<SimilarHit>,
}

/// An article that is like another, and why.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SimilarHit {
    /// The article; its score is the likeness, from 0 to 1.
    pub hit: Hit,
    /// Which of the words it has, weightiest first.
    pub terms: Vec<String>,
    /// What both quote.
    pub quotations: Vec<SharedQuotation>,
}

/// A quotation that two articles have, perhaps in other words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedQuotation {
    /// Its words in the article that was asked about.
    pub text: String,
    /// Its words in the other.
    pub other_text: String,
    /// Its number in the article that was asked about, from 1.
    pub number: usize,
    /// Its number in the other, from 1.
    pub other_number: usize,
}
