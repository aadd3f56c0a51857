//! Matches in their surroundings, and two sets of articles side by side.

use std::sync::Arc;

use axum::extract::{RawQuery, State as Shared};
use axum::http::HeaderMap;

use super::{Ground, Page, advice, read};
use crate::query::Query;
use crate::serve::State;
use crate::serve::pages::kwic::Shown;
use crate::serve::pages::list::Paging;
use crate::serve::pages::{compare as comparison, framed, kwic as concordance};
use crate::serve::params::{Compare, Kwic};

/// Lines of a concordance on a page.
const LINES: usize = 50;

/// Characters on either side of a match; a wide screen shows about so many.
const WIDTH: usize = 90;

/// Words and quotations of each side of a comparison.
const KEY_WORDS: usize = 25;

/// Matches in their surroundings.
pub async fn kwic(Shared(state): Shared<Arc<State>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Page {
    let (address, mut params) = read("/kwic", raw.as_deref())?;
    let kwic = Kwic::take(&mut params, state.limits())?;
    params.finish()?;
    let most_offset = state.limits().offset;
    let needs = kwic.filters.needs();
    let frame = concordance::frame(&address);
    framed::page(state, needs, &headers, frame, move |snapshot| {
        let index = &snapshot.index;
        let ground = Ground::of(snapshot, &address, &kwic.filters)?;
        let query = &ground.asked.query;
        let mut kwic = kwic;
        kwic.filters = ground.filters.clone();
        let mut request = kwic.request(query.clone(), snapshot.today)?;
        if address.get("limit").is_none() {
            request.search.limit = LINES;
        }
        if address.get("width").is_none() {
            request.width = WIDTH;
        }
        let paging = Paging::of(&request.search, most_offset);
        let shown = Shown::of(&request);
        if shown != Shown::Lines {
            // One more tells whether there is another page: nobody counts groups.
            request.search.limit += 1;
        }
        let asks_nothing = *query == Query::All && !address.has_filters();
        let response = if asks_nothing { None } else { Some(index.concordance(&request)?) };
        // Who names no word has got all there is: a note says so.
        let total = response.as_ref().filter(|_| query.asks_words()).map_or(1, |response| response.total);
        let advice = advice(index, &request.search, total)?;
        let view = concordance::KwicView {
            list: ground.list(paging),
            shown,
            response: response.as_ref(),
            advice: advice.as_ref(),
        };
        Ok(concordance::answer(&view))
    })
    .await
}

/// Two sets of articles.
pub async fn compare(Shared(state): Shared<Arc<State>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Page {
    let (address, mut params) = read("/compare", raw.as_deref())?;
    let compare = Compare::take(&mut params, state.limits())?;
    params.finish()?;
    let needs = compare.filters.needs();
    let frame = comparison::frame(&address);
    framed::page(state, needs, &headers, frame, move |snapshot| {
        let ground = Ground::of(snapshot, &address, &compare.filters)?;
        let mut compare = compare;
        compare.filters = ground.filters.clone();
        let (a, b, mut request) = compare.request(snapshot.today)?;
        if address.get("limit").is_none() {
            request.limit = KEY_WORDS;
        }
        let has_both = !compare.a.trim().is_empty() && !compare.b.trim().is_empty();
        let response = if has_both { Some(snapshot.index.compare(&request)?) } else { None };
        let examples = match has_both {
            true => Vec::new(),
            false => comparison::examples(&snapshot.index, snapshot.stats()?.dates)?,
        };
        let view = comparison::CompareView {
            list: ground.list(Paging { offset: 0, per_page: request.limit, most_offset: 0 }),
            diagnostics: [&a.diagnostics, &b.diagnostics],
            response: response.as_ref(),
            examples: &examples,
        };
        Ok(comparison::answer(&view))
    })
    .await
}
