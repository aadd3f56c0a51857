//! Quotations and who is quoted: what is asked and answered.

use super::answer::Facets;
use super::request::SearchRequest;
use crate::model::{Certainty, Date, QuoteKind, Span};

/// A search for quotations: as [`SearchRequest`], but it goes over quotations.
///
/// Words of the query are looked for in the words of a quotation alone, and `speaker:` means
/// who said it; `title:`, `outlet:`, `author:`, `date:` and `lang:` are those of its article.
/// `said:` and `quote(…)` change nothing, `narration:` matches nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteRequest {
    /// What to look for, which filters hold, what to return; a speaker is who must have said the
    /// quotation. `passages` and `ids_only` mean nothing here.
    pub search: SearchRequest,
    /// Keep quotations whose speaker is at least that likely, from 0 to 1; 0 for all, also those
    /// without a speaker. Reads the stored articles of all that matches, which takes time.
    pub min_probability: f32,
}

impl QuoteRequest {
    /// Asks quotations what is asked of articles, whoever said them.
    pub fn new(search: SearchRequest) -> QuoteRequest {
        QuoteRequest { search, min_probability: 0.0 }
    }
}

/// The answer to a search for quotations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QuoteResponse {
    /// Number of matching quotations, exact.
    pub total: u64,
    /// Number of quotations in the index.
    pub quotations: u64,
    /// Quotations that match all but a date limit because their article has no date.
    pub undated: u64,
    /// The hits asked for, best first; equals in order of article and place.
    pub hits: Vec<QuoteHit>,
    /// The facets asked for; they count quotations.
    pub facets: Facets,
    /// What to tell the user: names that were widened to several.
    pub notes: Vec<String>,
}

/// A quotation that matches.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteHit {
    /// Rank, from 1.
    pub rank: usize,
    /// Score: comparable within one answer only; 0 when not sorted by relevance.
    pub score: f32,
    /// The article's id, `#q` and the number of the quotation in it, from 1.
    pub id: String,
    /// The article's id, which `Index::article` takes.
    pub article: String,
    /// Headline of the article.
    pub title: Option<String>,
    /// Outlet of the article.
    pub outlet: Option<String>,
    /// Date of publication and how sure it is.
    pub date: Option<(Date, Certainty)>,
    /// Address of the article.
    pub url: Option<String>,
    /// What kind of quotation it is.
    pub kind: QuoteKind,
    /// Who said it, named as in the whole archive; `None` where the article does not tell.
    pub speaker: Option<String>,
    /// The mention that tells, as printed (`he`, `Mr. Trump`).
    pub mention: Option<String>,
    /// The word that attributes it, as printed (`said`).
    pub cue: Option<String>,
    /// The words, a verbatim slice of the article.
    pub text: String,
    /// Where they start in the article's text, in code points.
    pub start: usize,
    /// Where they end in the article's text, in code points.
    pub end: usize,
    /// How likely `speaker` is right, from 0 to 1; 0 where there is none.
    pub probability: f32,
    /// Why, in words.
    pub reason: String,
    /// What matched, in bytes of `text`, in order, disjoint.
    pub highlights: Vec<Span>,
}

/// A person or organisation that is quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The name shown everywhere.
    pub name: String,
    /// Other names, as printed in articles: shorter forms, titles, handles.
    pub aliases: Vec<String>,
    /// Number of articles that quote them.
    pub articles: u64,
    /// Number of their quotations.
    pub quotations: u64,
    /// First and last date of these articles; `None` if none has a date.
    pub dates: Option<(Date, Date)>,
}
