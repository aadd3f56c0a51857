//! What is answered.

use crate::model::{Certainty, Date, Span};

/// The answer to a search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchResponse {
    /// Number of matching articles, exact.
    pub total: u64,
    /// Number of articles in the index.
    pub articles: u64,
    /// Articles that match all but a date limit because they have no date.
    pub undated: u64,
    /// The hits asked for, best first.
    pub hits: Vec<Hit>,
    /// The facets asked for, in that order.
    pub facets: Facets,
    /// What to tell the user: names that were widened to several, words that stand for nothing.
    pub notes: Vec<String>,
}

/// An article that matches.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hit {
    /// Rank, from 1.
    pub rank: usize,
    /// Score: comparable within one answer only; 0 when not sorted by relevance.
    pub score: f32,
    /// The id to show, which `Index::article` takes.
    pub id: String,
    /// Path below the source.
    pub path: String,
    /// Headline.
    pub title: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// Date of publication and how sure it is.
    pub date: Option<(Date, Certainty)>,
    /// Authors.
    pub authors: Vec<String>,
    /// Who is quoted, by their names in the archive, in order of first quotation.
    pub speakers: Vec<String>,
    /// Address.
    pub url: Option<String>,
    /// The passages that matched, best first in text order.
    pub passages: Vec<Passage>,
}

/// A stretch of an article's text, cut at sentence ends, with what matched in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The text, a verbatim slice of the article.
    pub text: String,
    /// Where it starts in the article's text, in code points.
    pub start: usize,
    /// What matched, in bytes of `text`, in order, disjoint.
    pub highlights: Vec<Span>,
}

/// Counts of articles by value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// By outlet, most frequent first, then by name; `None` if not asked for.
    pub outlet: Option<Vec<Count>>,
    /// By date, in order of time, unknown last; `None` if not asked for.
    pub date: Option<Vec<DateBucket>>,
    /// By person quoted, most frequent first; `None` if not asked for.
    pub speaker: Option<Vec<Count>>,
    /// By author, most frequent first; `None` if not asked for.
    pub author: Option<Vec<Count>>,
    /// By language, most frequent first; `None` if not asked for.
    pub language: Option<Vec<Count>>,
}

/// A value of a facet, `None` for unknown, and its count.
pub type FacetRow<'a> = (Option<&'a str>, u64);

impl Facets {
    /// Name and rows of every facet that was asked for: outlet, date, speaker, author,
    /// language.
    pub fn sections(&self) -> Vec<(&'static str, Vec<FacetRow<'_>>)> {
        let mut sections = Vec::new();
        if let Some(outlets) = &self.outlet {
            sections.push(("outlet", rows(outlets)));
        }
        if let Some(days) = &self.date {
            sections.push(("date", days.iter().map(|day| (day.value.as_deref(), day.count)).collect()));
        }
        for (name, counts) in [("speaker", &self.speaker), ("author", &self.author), ("language", &self.language)] {
            if let Some(counts) = counts {
                sections.push((name, rows(counts)));
            }
        }
        sections
    }
}

fn rows(counts: &[Count]) -> Vec<FacetRow<'_>> {
    counts.iter().map(|count| (count.value.as_deref(), count.count)).collect()
}

/// How many articles have a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The value; `None` for articles where it is unknown.
    pub value: Option<String>,
    /// Number of articles.
    pub count: u64,
}

/// How many articles were published in a year, month or day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateBucket {
    /// `2020`, `2020-07` or `2020-07-11`; `None` for articles without a date.
    pub value: Option<String>,
    /// Number of articles.
    pub count: u64,
}
