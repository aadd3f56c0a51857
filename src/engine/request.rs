//! What is asked.

use super::reprints::Preference;
use crate::model::DateRange;
use crate::query::{Name, Query};

/// A search: a query, filters beside it, and what to return.
///
/// The filters of one kind mean any of their values, filters of different kinds must all hold.
/// They are kept apart from the query because a facet's counts leave out the filter on that
/// same facet.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchRequest {
    /// What to look for.
    pub query: Query,
    /// Outlets to keep; empty for all.
    pub outlets: Vec<Name>,
    /// Speakers to keep: articles that quote one of them; empty for all.
    pub speakers: Vec<Name>,
    /// Authors to keep; empty for all.
    pub authors: Vec<Name>,
    /// Languages to keep, as lower-case ISO 639-1 codes; empty for all.
    pub languages: Vec<String>,
    /// Days to keep; articles without a date never match a limit.
    pub dates: DateRange,
    /// Kinds of filters that keep also what they know no value of: with [`Facet::Outlet`] an
    /// article without an outlet passes beside those of `outlets`, or alone if these are empty.
    pub unknown: Vec<Facet>,
    /// Order of the hits.
    pub sort: Sort,
    /// Number of hits to return.
    pub limit: usize,
    /// Number of hits to leave out before them.
    pub offset: usize,
    /// Facets to count over all matching articles.
    pub facets: Vec<Facet>,
    /// Unit of the date facet.
    pub by: By,
    /// Most values to return of each facet, most frequent first; dates come whole.
    pub facet_limit: usize,
    /// Most passages to return of each hit, 0 for none.
    pub passages: usize,
    /// Return only ids and scores of the hits, ids in this form, without reading more of the
    /// stored articles than that takes.
    pub ids_only: Option<IdForm>,
    /// Count groups of reprints instead of articles, one of them standing for each: a group counts once in the
    /// total, as a hit, and for each value of a facet that one of its matching articles has.
    pub distinct: Option<Preference>,
}

impl SearchRequest {
    /// A request for the ten best articles, with up to three passages each and no facets.
    pub fn new(query: Query) -> SearchRequest {
        SearchRequest {
            query,
            outlets: Vec::new(),
            speakers: Vec::new(),
            authors: Vec::new(),
            languages: Vec::new(),
            dates: DateRange::default(),
            unknown: Vec::new(),
            sort: Sort::Relevance,
            limit: 10,
            offset: 0,
            facets: Vec::new(),
            by: By::Month,
            facet_limit: 10,
            passages: 3,
            ids_only: None,
            distinct: None,
        }
    }

    /// The same that gives a total alone: no hits, no facets.
    #[must_use]
    pub fn count_only(&self) -> SearchRequest {
        SearchRequest { limit: 0, offset: 0, passages: 0, facets: Vec::new(), ..self.clone() }
    }
}

/// What an id is where several articles may have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdForm {
    /// The record's own or the path, though others have it too.
    Plain,
    /// As printed: the shortest form that no other article has.
    Shown,
}

/// Order of the hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best match first.
    #[default]
    Relevance,
    /// Latest date first, unknown dates last.
    Newest,
    /// Earliest date first, unknown dates last.
    Oldest,
}

impl Sort {
    /// Every order by its name in options, addresses and records.
    pub const NAMED: [(&'static str, Sort); 3] =
        [("relevance", Sort::Relevance), ("newest", Sort::Newest), ("oldest", Sort::Oldest)];
}

/// What articles are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Facet {
    /// By outlet.
    Outlet,
    /// By date of publication.
    Date,
    /// By who is quoted: an article counts once for each person it quotes.
    Speaker,
    /// By author: an article counts once for each.
    Author,
    /// By language.
    Language,
}

impl Facet {
    /// Every facet by its name in options, addresses, records and answers.
    pub const NAMED: [(&'static str, Facet); 5] = [
        ("outlet", Facet::Outlet),
        ("date", Facet::Date),
        ("speaker", Facet::Speaker),
        ("author", Facet::Author),
        ("language", Facet::Language),
    ];

    /// Every facet.
    pub const ALL: [Facet; 5] = [Facet::Outlet, Facet::Date, Facet::Speaker, Facet::Author, Facet::Language];
}

/// Unit of the date facet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// `2020`
    Year,
    /// `2020-07`
    #[default]
    Month,
    /// `2020-07-11`
    Day,
}

impl By {
    /// Every unit by its name in options, addresses and records.
    pub const NAMED: [(&'static str, By); 3] = [("year", By::Year), ("month", By::Month), ("day", By::Day)];
}
