//! What every engine answers: requests and answers as plain data of this crate.
//!
//! **Invariant:** no engine's own type crosses this module. The embedded engine lives in
//! `engine::tantivy`; another one implements [`Engine`] and lowers the same
//! [`crate::query::Query`].

pub mod answer;
pub mod concordance;
pub mod explain;
pub mod families;
pub mod keyness;
#[cfg(feature = "opensearch")]
pub mod opensearch;
pub mod quotes;
pub mod reprints;
pub mod request;
pub mod similar;
pub mod stop;
pub mod stories;
pub(crate) mod tantivy;
mod undated;

pub use answer::{Count, DateBucket, Facets, Hit, Passage, SearchResponse};
pub use concordance::{
    Association, Collocate, Collocation, ConcordanceRequest, ConcordanceResponse, Group, Grouping, Line, LineOrder,
    Side,
};
pub use explain::{Explanation, NameMeaning, TermKind, TermMeaning};
pub use families::{AlteredResponse, Family, FamilyDetail, FamilyRequest, FamilyResponse, Variant};
pub use keyness::{ComparisonRequest, ComparisonResponse, KeyQuotation, KeyWord, Keyness, SetSize, Within};
pub use quotes::{QuoteHit, QuoteRequest, QuoteResponse, Speaker};
pub use reprints::{Preference, ReprintGroup, ReprintKind, ReprintMember, ReprintRequest, ReprintResponse};
pub use request::{By, Facet, IdForm, SearchRequest, Sort};
pub use similar::{SharedQuotation, SimilarHit, SimilarResponse};
pub use stop::Stop;
pub use stories::{Story, StoryArticle, StoryDetail, StoryRequest, StoryResponse, StoryUtterance};

pub(crate) use undated::undated;

use crate::error::Result;

/// Answers searches over one archive.
pub trait Engine: Send + Sync {
    /// Returns the hits `offset..offset + limit`, best first; ties keep one order for a given
    /// index.
    fn search(&self, request: &SearchRequest) -> Result<SearchResponse>;
}
