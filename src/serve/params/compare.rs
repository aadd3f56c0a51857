//! A comparison of two sets of articles.

use super::{Asked, Filters, Limits, ListFormat, Params, Problem};
use crate::engine::{ComparisonRequest, Within};
use crate::model::Date;

/// A comparison of the articles of two queries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compare {
    /// The first query.
    pub a: String,
    /// The second query.
    pub b: String,
    /// Filters of both.
    pub filters: Filters,
    /// How it is written.
    pub format: ListFormat,
    within: Within,
    least_count: u64,
    least_articles: u64,
    limit: usize,
}

impl Compare {
    const PLACES: [(&'static str, Within); 3] =
        [("text", Within::Text), ("said", Within::Said), ("narration", Within::Narration)];

    /// Takes it out of the parameters.
    pub fn take(params: &mut Params, limits: &Limits) -> Result<Compare, Problem> {
        Ok(Compare {
            a: params.take("a")?.unwrap_or_default(),
            b: params.take("b")?.unwrap_or_default(),
            filters: Filters::take_beside(params)?,
            format: ListFormat::take(params)?,
            within: params.take_named("in", &Compare::PLACES)?.unwrap_or_default(),
            least_count: params.take_number("min_count", 0, 1_000_000)?.unwrap_or(2),
            least_articles: params.take_number("min_articles", 0, 1_000_000)?.unwrap_or(2),
            limit: params.take_number("limit", 0, limits.hits)?.unwrap_or(10),
        })
    }

    /// Both queries as understood, and the request.
    pub fn request(&self, today: Date) -> Result<(Asked, Asked, ComparisonRequest), Problem> {
        let (a, b) = (self.filters.read(&self.a, today), self.filters.read(&self.b, today));
        let request = ComparisonRequest {
            within: self.within,
            least_count: self.least_count,
            least_articles: self.least_articles,
            limit: self.limit,
            ..ComparisonRequest::new(
                self.filters.request(a.query.clone(), today)?,
                self.filters.request(b.query.clone(), today)?,
            )
        };
        Ok((a, b, request))
    }
}
