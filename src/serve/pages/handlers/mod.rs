//! From the address of a page to the page: what is read, what is asked, and what is shown of it.
//!
//! One file for each kind of page. What lists have in common (a query, filters, dates that may be wrong) is
//! read by [`Ground`].

mod check;
mod groups;
mod lists;
mod one;
mod overview;
mod words;

use std::time::Instant;

use axum::response::Response;

use super::address::Address;
use super::facets::{MOST_VALUES, Meant};
use super::list::{List, Paging};
use crate::engine::{By, Facet, SearchRequest};
use crate::index::{Advice, Index};
use crate::model::DateRange;
use crate::query::Query;
use crate::serve::params::{Asked, Filters, Params, WrongDates};
use crate::serve::{Problem, Snapshot};

pub use check::{check, checked};
pub use groups::{families, family, stories, story};
pub use lists::{quotes, search};
pub use one::{article, file};
pub use overview::overview;
pub use words::{compare, kwic};

type Page = Result<Response, Problem>;

/// What every list begins with.
struct Ground<'a> {
    start: Instant,
    address: &'a Address,
    asked: Asked,
    /// Those of the address without dates that are wrong.
    filters: Filters,
    wrong_dates: Option<WrongDates>,
    meant: Meant,
}

impl<'a> Ground<'a> {
    fn of(snapshot: &Snapshot, address: &'a Address, filters: &Filters) -> Result<Ground<'a>, Problem> {
        let start = Instant::now();
        let asked = filters.asked(snapshot.today);
        let (filters, wrong_dates) = filters.with_valid_dates(snapshot.today)?;
        let meant = Meant::of(&snapshot.index, address)?;
        Ok(Ground { start, address, asked, filters, wrong_dates, meant })
    }

    fn list(&self, paging: Paging) -> List<'_> {
        List {
            address: self.address,
            diagnostics: &self.asked.diagnostics,
            wrong_dates: self.wrong_dates.as_ref(),
            meant: &self.meant,
            paging,
            start: self.start,
        }
    }
}

/// The address as its page shows and changes it, and its parameters.
fn read(path: &str, raw: Option<&str>) -> Result<(Address, Params), Problem> {
    let params = Params::of(raw)?;
    let address = Address::of(path, params.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())));
    Ok((address, params))
}

/// Asks for everything that a page counts beside its results.
fn count_all(request: &mut SearchRequest) {
    request.facets = Facet::ALL.to_vec();
    request.by = By::Day;
    request.facet_limit = MOST_VALUES;
}

fn advice(index: &Index, request: &SearchRequest, total: u64) -> Result<Option<Advice>, Problem> {
    if total > 0 {
        return Ok(None);
    }
    // A request that nothing limits but its dates has nothing to be advised of.
    let is_open = request.query == Query::All && request.dates != DateRange::default();
    Ok(if is_open { None } else { Some(index.advise(request)?) })
}
