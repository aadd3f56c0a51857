//! Two sets of articles compared: what is asked and answered.

use super::request::SearchRequest;

/// A comparison of the articles that one request finds with those that another one finds.
///
/// Limits, offsets, order, facets and passages of the two requests are not regarded. An article
/// that both find counts on both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonRequest {
    /// The first set.
    pub a: SearchRequest,
    /// The second set.
    pub b: SearchRequest,
    /// Which words are compared.
    pub within: Within,
    /// Leave out words that occur less often than this in both sets together.
    pub least_count: u64,
    /// Leave out quotations that fewer articles of both sets together have.
    pub least_articles: u64,
    /// Most words and most quotations to return of each side.
    pub limit: usize,
}

impl ComparisonRequest {
    /// A request for the ten words and ten quotations that stand out most on either side.
    pub fn new(a: SearchRequest, b: SearchRequest) -> ComparisonRequest {
        ComparisonRequest { a, b, within: Within::Text, least_count: 2, least_articles: 2, limit: 10 }
    }
}

/// Which words of an article are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Within {
    /// All words of the text.
    #[default]
    Text,
    /// Those in quotations.
    Said,
    /// Those outside of quotations.
    Narration,
}

/// The answer: sizes, and what is used more on either side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComparisonResponse {
    /// How much the first set holds.
    pub a: SetSize,
    /// How much the second set holds.
    pub b: SetSize,
    /// Articles in both sets.
    pub both: u64,
    /// Words used more in the first set, then those used more in the second; of each the surest
    /// first.
    pub words: Vec<KeyWord>,
    /// Quotations used more in the first set, then those used more in the second.
    pub quotations: Vec<KeyQuotation>,
    /// What to tell the user: names that were widened to several.
    pub notes: Vec<String>,
}

/// How much a set of articles holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SetSize {
    /// Articles.
    pub articles: u64,
    /// Words compared.
    pub words: u64,
    /// Quotations.
    pub quotations: u64,
    /// Articles that match all but a date limit because they have no date.
    pub undated: u64,
}

/// How much more one side has of something.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Keyness {
    /// Log-likelihood: how sure the difference is; negative if the second set has more.
    pub log_likelihood: f64,
    /// Log ratio: how large it is, as a power of two; negative if the second set has more.
    pub log_ratio: f64,
}

impl Keyness {
    /// True if the first set has more of it for its size.
    pub fn is_of_first(&self) -> bool {
        self.log_likelihood > 0.0
    }
}

/// A word that one side uses more.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyWord {
    /// The word, folded.
    pub word: String,
    /// How often the first and the second set have it.
    pub counts: [u64; 2],
    /// How many of their articles have it.
    pub articles: [u64; 2],
    /// How often each has it in a million words.
    pub per_million: [f64; 2],
    /// How much more.
    pub keyness: Keyness,
}

/// A wording that the articles of one side quote more.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyQuotation {
    /// The words as one of the articles has them.
    pub text: String,
    /// Who said them, as far as an article tells, named as in the whole archive.
    pub speaker: Option<String>,
    /// How many articles of either set quote these words, alone or within a longer quotation.
    pub articles: [u64; 2],
    /// How much more, for the numbers of articles.
    pub keyness: Keyness,
}
