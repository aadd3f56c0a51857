//! A search for quotations.

use super::{Limits, Params, Problem, Search};
use crate::engine::QuoteRequest;
use crate::model::Date;
use crate::query::Query;

/// A search for quotations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quotes {
    /// Query, filters, page.
    pub search: Search,
    /// How likely the speaker must be right.
    pub min_probability: f32,
}

impl Quotes {
    /// Takes it out of the parameters.
    pub fn take(params: &mut Params, limits: &Limits) -> Result<Quotes, Problem> {
        let search = Search::take(params, limits)?;
        let min_probability = params.take_number("min_probability", 0.0, 1.0)?.unwrap_or(0.0);
        Ok(Quotes { search, min_probability })
    }

    /// The request for a query that was read.
    pub fn request(&self, query: Query, today: Date) -> Result<QuoteRequest, Problem> {
        Ok(QuoteRequest { search: self.search.request(query, today)?, min_probability: self.min_probability })
    }
}
