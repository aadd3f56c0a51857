//! One article, and the file it was read from.

use std::sync::Arc;

use axum::extract::{RawQuery, State as Shared};
use axum::http::HeaderMap;

use super::{Page, read};
use crate::engine::{ReprintRequest, SimilarResponse};
use crate::error::Error;
use crate::index::Lookup;
use crate::serve::pages::origin::{LIST, Origin};
use crate::serve::pages::{article as one_article, file as original, quotes as quotation_list};
use crate::serve::params::{Filters, Kwic, Params, Quotes, Search};
use crate::serve::state::Answer;
use crate::serve::{Limits, Problem, State};

/// Articles that are like the one shown.
const SIMILAR: usize = 5;

/// Reprints that are listed of it.
const REPRINTS: usize = 50;

/// One article.
pub async fn article(Shared(state): Shared<Arc<State>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Page {
    let (address, mut params) = read("/article", raw.as_deref())?;
    let id = params.take("id")?.unwrap_or_default();
    let rank = params.take_number("rank", 1, usize::MAX / 2)?;
    let origin = Origin::of(params.take(LIST)?.as_deref());
    let search = take_list(&mut params, &origin, state.limits())?;
    params.finish()?;
    let needs = search.filters.needs();
    state
        .answer_with(needs, &headers, move |snapshot| {
            let index = &snapshot.index;
            let stored = match index.article(&id)? {
                Lookup::Found(stored) => stored,
                Lookup::Ambiguous(ids) => return Ok(Answer::html(one_article::several(&address, &id, &ids))),
                Lookup::Unknown => return Err(Problem::not_found("no article has this id")),
            };
            let asked = search.filters.asked(snapshot.today);
            let (title, text) = index.marks(&asked.query, &stored)?;
            let (filters, _) = search.filters.with_valid_dates(snapshot.today)?;
            let request = Search { filters, ..search.clone() }.request(asked.query, snapshot.today)?;
            let neighbours = match rank {
                Some(rank) => one_article::neighbours(index, &request, rank)?,
                None => Default::default(),
            };
            let reprints = match search.filters.distinct {
                true => index.reprints(&ReprintRequest {
                    article: Some(stored.id.clone()),
                    members: REPRINTS,
                    ..ReprintRequest::default()
                })?,
                false => Default::default(),
            };
            let similar = match index.similar(&stored.id, SIMILAR) {
                // A collection on a cluster does not look for them; the article is shown without.
                Err(Error::Unsupported(_)) => SimilarResponse::default(),
                found => found?.unwrap_or_default(),
            };
            let view = one_article::ArticleView {
                address: &address,
                back: origin.back(&address, rank, request.limit),
                stored: &stored,
                marks: (&title, &text),
                neighbours,
                similar: &similar.hits,
                reprints: reprints.groups.first(),
            };
            Ok(Answer::html(one_article::page(&view)))
        })
        .await
}

/// Takes the fields of the list that an article was opened from: what was asked there, and in which ways
/// it was shown, which matters here only for the way back.
fn take_list(params: &mut Params, origin: &Origin, limits: &Limits) -> Result<Search, Problem> {
    let filters = |filters: Filters| Search { filters, ..Search::default() };
    match origin {
        Origin::Articles => {
            params.take_named("stack", &[("outlet", ())])?;
            Search::take(params, limits)
        }
        Origin::Quotations => {
            params.take_named("group", &quotation_list::GROUPED)?;
            Ok(Quotes::take(params, limits)?.search)
        }
        Origin::Concordance => Ok(filters(Kwic::take(params, limits)?.filters)),
        Origin::Utterance(_) | Origin::Story(_) => Ok(filters(Search::take(params, limits)?.filters)),
    }
}

/// The file of an article, or its record there.
pub async fn file(Shared(state): Shared<Arc<State>>, RawQuery(raw): RawQuery) -> Page {
    let mut params = Params::of(raw.as_deref())?;
    let id = params.take("id")?.unwrap_or_default();
    let part = params.take_named("part", &original::Part::NAMED)?.unwrap_or_default();
    params.finish()?;
    let bytes = state
        .ask(move |snapshot| match snapshot.index.article(&id)? {
            Lookup::Found(stored) => original::bytes(&snapshot.index, &stored, part),
            Lookup::Ambiguous(_) | Lookup::Unknown => Err(Problem::not_found("no article has this id")),
        })
        .await?;
    Ok(original::response(bytes))
}
