//! Facets that were counted, kept as long as the commit of the index folder that they were counted on.
//!
//! To count all values of all matches takes most of the time of a page, and the next page of the same question, or the
//! same in another order, has the same counts. So has the page that people begin with, which is everything.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use super::Snapshot;
use crate::engine::{Facets, QuoteRequest, QuoteResponse, SearchRequest, SearchResponse, Sort};
use crate::error::Result;

/// Questions whose counts are kept: a reader turns pages of few at a time, and counts of many values take memory.
const MOST_KEPT: usize = 48;

/// A question without what its counts do not depend on: order, page and passages.
#[derive(Clone, Debug, PartialEq)]
enum Question {
    Articles(SearchRequest),
    Quotations(QuoteRequest),
}

impl Question {
    fn articles(request: &SearchRequest) -> Question {
        Question::Articles(bare(request))
    }

    fn quotations(request: &QuoteRequest) -> Question {
        Question::Quotations(QuoteRequest { search: bare(&request.search), ..request.clone() })
    }
}

fn bare(request: &SearchRequest) -> SearchRequest {
    SearchRequest { sort: Sort::default(), limit: 0, offset: 0, passages: 0, ids_only: None, ..request.clone() }
}

/// What was counted of the questions that were asked last.
#[derive(Debug, Default)]
pub struct Counted(Mutex<VecDeque<(Question, Arc<Facets>)>>);

impl Counted {
    fn get(&self, question: &Question) -> Option<Facets> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(known, _)| known == question)?;
        let found = kept.remove(at)?;
        let facets = found.1.clone();
        kept.push_front(found);
        drop(kept);
        Some(Facets::clone(&facets))
    }

    fn keep(&self, question: Question, facets: &Facets) {
        let facets = Arc::new(facets.clone());
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(known, _)| *known != question);
        kept.push_front((question, facets));
        kept.truncate(MOST_KEPT);
    }
}

impl Snapshot {
    /// Keeps counts of a folder. Those of a cluster may change with every refresh before the run that changes them has
    /// ended, and those that lack a part that was away would be shown without saying so.
    fn keep(&self, question: Question, facets: &Facets) {
        if !self.index.is_on_cluster() {
            self.counted.keep(question, facets);
        }
    }

    /// Articles that match, with the facets asked for.
    ///
    /// # Errors
    /// As for [`crate::Index::search`].
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResponse> {
        let question = Question::articles(request);
        if let Some(facets) = self.counted.get(&question) {
            let request = SearchRequest { facets: Vec::new(), ..request.clone() };
            return Ok(SearchResponse { facets, ..self.index.search(&request)? });
        }
        let response = self.index.search(request)?;
        self.keep(question, &response.facets);
        Ok(response)
    }

    /// Quotations that match, with the facets asked for.
    ///
    /// # Errors
    /// As for [`crate::Index::quotes`].
    pub fn quotes(&self, request: &QuoteRequest) -> Result<QuoteResponse> {
        let question = Question::quotations(request);
        if let Some(facets) = self.counted.get(&question) {
            let search = SearchRequest { facets: Vec::new(), ..request.search.clone() };
            let request = QuoteRequest { search, ..request.clone() };
            return Ok(QuoteResponse { facets, ..self.index.quotes(&request)? });
        }
        let response = self.index.quotes(request)?;
        self.keep(question, &response.facets);
        Ok(response)
    }

    /// The facets asked for, of articles.
    ///
    /// # Errors
    /// As for [`crate::Index::search`].
    pub fn facets(&self, request: &SearchRequest) -> Result<Facets> {
        match self.counted.get(&Question::articles(request)) {
            Some(facets) => Ok(facets),
            None => Ok(self.search(&bare(request))?.facets),
        }
    }
}
