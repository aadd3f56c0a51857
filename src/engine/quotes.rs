//! Quotations and who is quoted: what is asked and answered.

use super::answer::Facets;
use super::request::{By, Facet, SearchRequest, Sort};
use crate::model::{Certainty, Date, DateRange, QuoteKind, Span};
use crate::query::{Name, Query};

/// A search for quotations: as [`SearchRequest`], but it goes over quotations.
///
/// Words of the query are looked for in the words of a quotation alone, and `speaker:` means
/// who said it; `title:`, `outlet:`, `author:`, `date:` and `lang:` are those of its article.
/// `said:` and `quote(…)` change nothing, `narration:` matches nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteRequest {
    /// What to look for; [`Query::All`] for every quotation.
    pub query: Query,
    /// Outlets to keep; empty for all.
    pub outlets: Vec<Name>,
    /// Who must have said it: any of them; empty for anyone, known or not.
    pub speakers: Vec<Name>,
    /// Authors to keep; empty for all.
    pub authors: Vec<Name>,
    /// Days to keep; quotations of articles without a date never match a limit.
    pub dates: DateRange,
    /// Order of the hits.
    pub sort: Sort,
    /// Number of hits to return.
    pub limit: usize,
    /// Number of hits to leave out before them.
    pub offset: usize,
    /// Keep quotations whose speaker is at least that likely, from 0 to 1; 0 for all, also those
    /// without a speaker. Reads the stored articles of all that matches, which takes time.
    pub min_probability: f32,
    /// Facets to count over all matching quotations.
    pub facets: Vec<Facet>,
    /// Unit of the date facet.
    pub by: By,
    /// Most values to return of each facet, most frequent first; dates come whole.
    pub facet_limit: usize,
}

impl QuoteRequest {
    /// A request for the ten best quotations, without facets.
    pub fn new(query: Query) -> QuoteRequest {
        QuoteRequest::from(SearchRequest::new(query))
    }

    /// The same asked of articles, as far as it can be: what [`crate::Index::advise`] takes.
    pub fn of_articles(&self) -> SearchRequest {
        SearchRequest {
            outlets: self.outlets.clone(),
            speakers: self.speakers.clone(),
            authors: self.authors.clone(),
            dates: self.dates,
            sort: self.sort,
            limit: self.limit,
            offset: self.offset,
            facets: self.facets.clone(),
            by: self.by,
            facet_limit: self.facet_limit,
            ..SearchRequest::new(self.query.clone())
        }
    }
}

impl From<SearchRequest> for QuoteRequest {
    /// Asks quotations what was asked of articles.
    fn from(request: SearchRequest) -> QuoteRequest {
        QuoteRequest {
            query: request.query,
            outlets: request.outlets,
            speakers: request.speakers,
            authors: request.authors,
            dates: request.dates,
            sort: request.sort,
            limit: request.limit,
            offset: request.offset,
            min_probability: 0.0,
            facets: request.facets,
            by: request.by,
            facet_limit: request.facet_limit,
        }
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
