//! Families of quotations: what is asked and answered.

use super::request::SearchRequest;
use crate::families::labels::{Fidelity, Segment};
use crate::model::{Certainty, Date};

/// A search for families.
#[derive(Clone, Debug, PartialEq)]
pub struct FamilyRequest {
    /// Which quotations to look for, as in [`super::QuoteRequest`]: families of which one matches. Limit
    /// and offset count families; order, facets and passages mean nothing here.
    pub search: SearchRequest,
    /// Only families that occur in at least so many outlets; unknown ones do not count.
    pub least_outlets: u32,
    /// Also list the ids of all members.
    pub members: bool,
}

impl FamilyRequest {
    /// Asks for all families of the quotations that a search finds.
    pub fn new(search: SearchRequest) -> FamilyRequest {
        FamilyRequest { search, least_outlets: 0, members: false }
    }
}

/// The answer to a search for families.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FamilyResponse {
    /// Number of families that match, exact.
    pub total: u64,
    /// Number of families in the archive.
    pub families: u64,
    /// The families asked for: those of most outlets first, then of most articles, then the newest.
    pub hits: Vec<Family>,
    /// What to tell the user: names that were widened to several.
    pub notes: Vec<String>,
}

/// One utterance, in all its wordings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Family {
    /// Place in the answer, from 1.
    pub rank: usize,
    /// The id, eight letters and digits. It stays when articles come and go.
    pub id: String,
    /// The fullest wording.
    pub text: String,
    /// The quotation that has it: the article's id, `#q` and the number of the quotation, or `#f` and that of
    /// the fragment.
    pub quote: String,
    /// Quotations and fragments; the parts of a sentence that a cue interrupts are one.
    pub quotations: u64,
    /// The same, with such parts counted each: so many have an id and are listed.
    pub parts: u64,
    /// Articles.
    pub articles: u64,
    /// Different wordings, typography apart.
    pub wordings: u64,
    /// Outlets by name, those with most quotations of the family first.
    pub outlets: Vec<(String, u64)>,
    /// Quotations in articles whose outlet is unknown.
    pub without_outlet: u64,
    /// First and last date.
    pub dates: Option<(Date, Date)>,
    /// Who is named as the speaker, as in the whole archive, most often named first.
    pub speakers: Vec<(String, u64)>,
    /// True if articles name different people.
    pub speakers_disagree: bool,
    /// Ids of all quotations, if asked for.
    pub members: Vec<String>,
}

/// A family with its wordings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FamilyDetail {
    /// The family.
    pub family: Family,
    /// Its quotations asked for, the oldest first, those without a date last.
    pub variants: Vec<Variant>,
}

/// A quotation of a family beside the fullest wording.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// Id of the family.
    pub family: String,
    /// The article's id, `#q` and the number of the quotation; `#f` and that of a fragment, both from 1.
    pub id: String,
    /// The article's id.
    pub article: String,
    /// Headline of the article.
    pub title: Option<String>,
    /// Outlet of the article.
    pub outlet: Option<String>,
    /// Date of publication and how sure it is.
    pub date: Option<(Date, Certainty)>,
    /// Address of the article.
    pub url: Option<String>,
    /// `direct`, `block`, `post`, `headline`, or `fragment`.
    pub kind: &'static str,
    /// Who said it, as in the whole archive.
    pub speaker: Option<String>,
    /// The words.
    pub text: String,
    /// First code point of the words in the article's text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// How faithful it is to the fullest wording.
    pub fidelity: Fidelity,
    /// Share of words that are the same, from 0 to 1.
    pub score: f64,
    /// Both wordings word for word, in order.
    pub segments: Vec<Segment>,
    /// The fullest wording that `segments` speak of.
    pub full: String,
}

/// Wordings that one outlet alone has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AlteredResponse {
    /// How many there are, exact.
    pub total: u64,
    /// Those asked for, in the order of their families.
    pub variants: Vec<Variant>,
    /// What to tell the user: names that were widened to several.
    pub notes: Vec<String>,
}
