//! A search for articles: filters, order, page, facets.

use super::{Address, Filters, Limits, Params, Problem, name_of, named, take_page};
use crate::engine::{By, Facet, SearchRequest, Sort};
use crate::model::Date;
use crate::query::Query;

/// A search as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Query and filters.
    pub filters: Filters,
    /// Order of the hits.
    pub sort: Sort,
    /// Hits to return, if the address says.
    pub limit: Option<usize>,
    /// Hits to leave out before them.
    pub offset: usize,
    /// Facets to count, if the address says.
    pub facets: Vec<Facet>,
    /// Unit of the date facet, if the address says.
    pub by: Option<By>,
}

impl Search {
    /// Takes a search out of the parameters.
    pub fn take(params: &mut Params, limits: &Limits) -> Result<Search, Problem> {
        let sort = params.take_named("sort", &Sort::NAMED)?.unwrap_or_default();
        let (limit, offset) = take_page(params, limits)?;
        Ok(Search { sort, limit, offset, ..Search::take_facets(params)? })
    }

    /// Takes a search that only counts; its limit is that of the values of each facet.
    pub fn take_counts(params: &mut Params) -> Result<Search, Problem> {
        let limit = params.take_number("limit", 0, usize::MAX)?;
        Ok(Search { limit, ..Search::take_facets(params)? })
    }

    fn take_facets(params: &mut Params) -> Result<Search, Problem> {
        let filters = Filters::take(params)?;
        let mut facets = Vec::new();
        for list in params.take_all("facets") {
            for name in list.split(',').filter(|name| !name.trim().is_empty()) {
                let facet = named("facets", name, &Facet::NAMED)?;
                if !facets.contains(&facet) {
                    facets.push(facet);
                }
            }
        }
        let by = params.take_named("by", &By::NAMED)?;
        Ok(Search { filters, facets, by, ..Search::default() })
    }

    /// The request for a query that was read; a unit alone asks for dates.
    pub fn request(&self, query: Query, today: Date) -> Result<SearchRequest, Problem> {
        let mut request = self.filters.request(query, today)?;
        request.sort = self.sort;
        request.limit = self.limit.unwrap_or(request.limit);
        request.offset = self.offset;
        request.facets = self.facets.clone();
        if request.facets.is_empty() && self.by.is_some() {
            request.facets.push(Facet::Date);
        }
        request.by = self.by.unwrap_or_default();
        Ok(request)
    }

    /// The address of this search at `path`.
    pub fn address(&self, path: &str) -> String {
        let mut address = Address::new(path);
        self.write(&mut address);
        address.finish()
    }

    /// Adds it to an address.
    pub fn write(&self, address: &mut Address) {
        self.filters.write(address);
        if self.sort != Sort::default() {
            address.add("sort", name_of(&Sort::NAMED, self.sort));
        }
        if let Some(limit) = self.limit {
            address.add("limit", &limit.to_string());
        }
        if self.offset > 0 {
            address.add("offset", &self.offset.to_string());
        }
        if !self.facets.is_empty() {
            let names: Vec<&str> = self.facets.iter().map(|facet| name_of(&Facet::NAMED, *facet)).collect();
            address.add("facets", &names.join(","));
        }
        if let Some(by) = self.by {
            address.add("by", name_of(&By::NAMED, by));
        }
    }
}
