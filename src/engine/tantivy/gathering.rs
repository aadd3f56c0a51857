//! Concordances and comparisons of articles that another engine holds and hands over, page by page.
//!
//! No more is kept than the answer needs: the lines asked for, or counts of words.

use super::concordance::{Found, Ids, Occurrences};
use super::keyness::{Part, answer};
use super::prepared::Prepared;
use super::reader::Reader;
use crate::concordance::quotations::Sides;
use crate::engine::stop;
use crate::engine::{ComparisonRequest, ComparisonResponse, ConcordanceRequest, ConcordanceResponse};
use crate::error::Result;
use crate::model::Article;

/// An article with the name of its source.
type Sourced = (Article, String);

/// A concordance that takes in one page of matching articles after the other.
pub struct Gathering<'r> {
    reader: &'r Reader,
    request: &'r ConcordanceRequest,
    query: Prepared<'r>,
    /// What each of two threads has found.
    found: [Found; 2],
    n_taken: u32,
}

impl<'r> Gathering<'r> {
    /// Nothing so far. The names in the request's query are those that articles have; `reader` knows the people.
    pub fn new(reader: &'r Reader, request: &'r ConcordanceRequest) -> Gathering<'r> {
        let query = reader.prepared(&request.search.query);
        Gathering { reader, request, query, found: Default::default(), n_taken: 0 }
    }

    /// Takes in the next articles in the order of the request.
    ///
    /// # Errors
    /// [`crate::Error::Stopped`] if nobody waits for the answer any more.
    pub fn take(&mut self, articles: Vec<Sourced>) -> Result<()> {
        stop::check()?;
        let first_rank = self.n_taken;
        self.n_taken = self.n_taken.saturating_add(u32::try_from(articles.len()).unwrap_or(u32::MAX));
        let (reader, request, query) = (self.reader, self.request, &self.query);
        let read = |articles: &[Sourced], first: u32, found: &mut Found| {
            for ((article, source), rank) in articles.iter().zip(first..) {
                reader.matches_of(article, source.clone(), rank, query, request, found);
            }
        };
        let (here, there) = articles.split_at(articles.len() / 2);
        let [first, second] = &mut self.found;
        std::thread::scope(|scope| {
            scope.spawn(|| read(there, first_rank.saturating_add(here.len() as u32), second));
            read(here, first_rank, first);
        });
        Ok(())
    }

    /// What was asked for. `ids` tells the ids to show of articles, `occurrences` how often words occur in the whole
    /// archive, and how many words that has.
    ///
    /// # Errors
    /// Those of `ids` and `occurrences`.
    pub fn answer(self, ids: Ids<'_>, occurrences: Occurrences<'_>) -> Result<ConcordanceResponse> {
        let [mut all, other] = self.found;
        all.join(other, self.request);
        all.answer(self.request, ids, occurrences)
    }
}

/// A comparison that takes in one page of the articles of two sets after the other.
pub struct Comparing<'r> {
    reader: &'r Reader,
    request: &'r ComparisonRequest,
    read: Part,
    n_articles: [u64; 2],
    n_both: u64,
}

impl<'r> Comparing<'r> {
    /// Nothing so far; `reader` knows the people.
    pub fn new(reader: &'r Reader, request: &'r ComparisonRequest) -> Comparing<'r> {
        Comparing { reader, request, read: Part::default(), n_articles: [0; 2], n_both: 0 }
    }

    /// Takes in an article that is in these of the sets.
    pub fn take(&mut self, article: &Article, sides: Sides) {
        self.reader.compare_article(article, sides, self.request, &mut self.read);
        for (count, is_in) in self.n_articles.iter_mut().zip(sides) {
            *count += u64::from(is_in);
        }
        self.n_both += u64::from(sides == [true, true]);
    }

    /// The comparison, but for what was left out of each set for having no date and what is to be told of names.
    pub fn answer(self) -> ComparisonResponse {
        answer(self.read, self.n_articles, self.n_both, self.request)
    }
}
