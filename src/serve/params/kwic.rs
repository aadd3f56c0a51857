//! A concordance: lines, or what stands beside or near the matches, counted.

use super::{Filters, Limits, Params, Problem, take_page};
use crate::engine::{Association, Collocation, ConcordanceRequest, Grouping, LineOrder, SearchRequest, Side};
use crate::model::Date;
use crate::query::Query;

/// How a list is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListFormat {
    /// One JSON object.
    #[default]
    Json,
    /// One JSON object a line.
    Jsonl,
    /// A table with a header.
    Csv,
}

impl ListFormat {
    const NAMED: [(&'static str, ListFormat); 3] =
        [("json", ListFormat::Json), ("jsonl", ListFormat::Jsonl), ("csv", ListFormat::Csv)];

    /// Takes it out of the parameters.
    pub fn take(params: &mut Params) -> Result<ListFormat, Problem> {
        Ok(params.take_named("format", &ListFormat::NAMED)?.unwrap_or_default())
    }
}

/// A concordance.
#[derive(Clone, Debug, PartialEq)]
pub struct Kwic {
    /// Query and filters.
    pub filters: Filters,
    /// How it is written.
    pub format: ListFormat,
    /// What to list; its search is a search for everything.
    request: ConcordanceRequest,
}

impl Kwic {
    const ORDERS: [(&'static str, LineOrder); 7] = [
        ("relevance", LineOrder::Relevance),
        ("newest", LineOrder::Newest),
        ("oldest", LineOrder::Oldest),
        ("date", LineOrder::Oldest),
        ("right", LineOrder::Right),
        ("left", LineOrder::Left),
        ("outlet", LineOrder::Outlet),
    ];
    const SIDES: [(&'static str, Side); 2] = [("left", Side::Left), ("right", Side::Right)];
    const MEASURES: [(&'static str, Association); 2] =
        [("log-likelihood", Association::LogLikelihood), ("log-dice", Association::LogDice)];

    /// Takes it out of the parameters.
    pub fn take(params: &mut Params, limits: &Limits) -> Result<Kwic, Problem> {
        let filters = Filters::take(params)?;
        let format = ListFormat::take(params)?;
        // A file is not looked at page by page.
        let hits = if format == ListFormat::Json { limits.hits } else { limits.lines };
        let (limit, offset) = take_page(params, &Limits { hits, ..*limits })?;
        let mut search = SearchRequest::new(Query::All);
        search.limit = limit.unwrap_or(search.limit);
        search.offset = offset;
        let mut request = ConcordanceRequest::new(search);
        request.width = params.take_number("width", 0, 1000)?.unwrap_or(request.width);
        request.order = params.take_named("sort", &Kwic::ORDERS)?.unwrap_or_default();
        let n_words = params.take_number("group_words", 1, 20)?;
        request.group =
            params.take_named("group", &Kwic::SIDES)?.map(|side| Grouping { side, n_words: n_words.unwrap_or(1) });
        let least_count = params.take_number("min_count", 0, 1_000_000)?;
        let measure = params.take_named("measure", &Kwic::MEASURES)?;
        let distance = params.take_number("collocates", 0, 1000)?;
        request.collocates = distance.map(|distance| Collocation {
            distance,
            least_count: least_count.unwrap_or(2),
            measure: measure.unwrap_or_default(),
        });
        let excluded = |name: &str, other: &str| {
            Err(Problem::parameter(name, format!("`{name}` and `{other}` exclude each other")))
        };
        let alone = |name: &str, other: &str| Err(Problem::parameter(name, format!("`{name}` needs `{other}`")));
        match (&request.group, &request.collocates) {
            (Some(_), Some(_)) => excluded("group", "collocates"),
            (None, _) if n_words.is_some() => alone("group_words", "group"),
            (_, None) if least_count.is_some() => alone("min_count", "collocates"),
            (_, None) if measure.is_some() => alone("measure", "collocates"),
            _ => Ok(Kwic { filters, format, request }),
        }
    }

    /// The request for a query that was read.
    pub fn request(&self, query: Query, today: Date) -> Result<ConcordanceRequest, Problem> {
        let page = &self.request.search;
        let search = SearchRequest { limit: page.limit, offset: page.offset, ..self.filters.request(query, today)? };
        Ok(ConcordanceRequest { search, ..self.request.clone() })
    }
}
