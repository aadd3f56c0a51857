//! Articles and quotations that match.

use std::sync::Arc;

use axum::extract::{RawQuery, State as Shared};
use axum::http::HeaderMap;

use super::{Ground, Page, advice, count_all, read};
use crate::serve::State;
use crate::serve::groups::reprints_of;
use crate::serve::pages::list::Paging;
use crate::serve::pages::{framed, quotes as quotation_list, search as article_list};
use crate::serve::params::{Quotes, Search};

/// Articles that match.
pub async fn search(Shared(state): Shared<Arc<State>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Page {
    let (address, mut params) = read("/", raw.as_deref())?;
    let search = Search::take(&mut params, state.limits())?;
    let is_stacked = params.take_named("stack", &[("outlet", ())])?.is_some();
    params.finish()?;
    let most_offset = state.limits().offset;
    let needs = search.filters.needs();
    let frame = article_list::frame(&address);
    framed::page(state, needs, &headers, frame, move |snapshot| {
        let index = &snapshot.index;
        let ground = Ground::of(snapshot, &address, &search.filters)?;
        let search = Search { filters: ground.filters.clone(), ..search };
        let mut request = search.request(ground.asked.query.clone(), snapshot.today)?;
        count_all(&mut request);
        let response = snapshot.search(&request)?;
        let layers = if is_stacked { article_list::layers(snapshot, &request, &response)? } else { Default::default() };
        let advice = advice(index, &request, response.total)?;
        let view = article_list::SearchView {
            list: ground.list(Paging::of(&request, most_offset)),
            response: &response,
            dates: request.dates,
            layers: &layers,
            reprints: &reprints_of(index, &request, &response)?,
            advice: advice.as_ref(),
        };
        Ok(article_list::answer(&view))
    })
    .await
}

/// Quotations that match.
pub async fn quotes(Shared(state): Shared<Arc<State>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Page {
    let (address, mut params) = read("/quotes", raw.as_deref())?;
    let quotes = Quotes::take(&mut params, state.limits())?;
    let by_speaker = params.take_named("group", &quotation_list::GROUPED)?.unwrap_or_default();
    params.finish()?;
    let most_offset = state.limits().offset;
    let needs = quotes.search.filters.needs();
    let frame = quotation_list::frame(&address);
    framed::page(state, needs, &headers, frame, move |snapshot| {
        let index = &snapshot.index;
        let ground = Ground::of(snapshot, &address, &quotes.search.filters)?;
        let search = Search { filters: ground.filters.clone(), ..quotes.search };
        let mut request = Quotes { search, ..quotes }.request(ground.asked.query.clone(), snapshot.today)?;
        count_all(&mut request.search);
        let response = snapshot.quotes(&request)?;
        let groups = if by_speaker { quotation_list::groups(index, &request, &response)? } else { Default::default() };
        let advice = advice(index, &request.search, response.total)?;
        let view = quotation_list::QuotesView {
            list: ground.list(Paging::of(&request.search, most_offset)),
            response: &response,
            dates: request.search.dates,
            groups: &groups,
            advice: advice.as_ref(),
        };
        Ok(quotation_list::answer(&view))
    })
    .await
}
