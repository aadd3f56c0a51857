//! What the archive holds.

use std::sync::Arc;

use axum::extract::{RawQuery, State as Shared};
use axum::http::HeaderMap;

use super::{Page, count_all, read};
use crate::engine::SearchRequest;
use crate::query::Query;
use crate::serve::State;
use crate::serve::pages::{framed, overview as whole};
use crate::serve::params::Filters;

/// Most outlets and people that the overview counts.
const OVERVIEW_VALUES: usize = 500;

/// What the archive holds.
pub async fn overview(Shared(state): Shared<Arc<State>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Page {
    let (address, mut params) = read("/overview", raw.as_deref())?;
    // What is asked on other pages is carried along, so that one gets back to it.
    Filters::take(&mut params)?;
    params.finish()?;
    let is_local = state.access().is_local();
    let frame = whole::frame(&address);
    framed::page(state, &[], &headers, frame, move |snapshot| {
        let index = &snapshot.index;
        let mut request = SearchRequest::new(Query::All);
        count_all(&mut request);
        request.facet_limit = OVERVIEW_VALUES;
        let facets = snapshot.facets(&request)?;
        let outlets = whole::outlets_over_time(snapshot, &facets)?;
        let view = whole::OverviewView {
            has_places: is_local,
            stats: snapshot.stats()?,
            sources: &index.sources()?,
            failures: &index.failures()?,
            facets: &facets,
            outlets: &outlets,
        };
        Ok(whole::answer(&view))
    })
    .await
}
