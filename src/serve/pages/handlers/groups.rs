//! Utterances and stories: groups of quotations and of articles, as a list and one by one.

use std::sync::Arc;

use axum::extract::{RawQuery, State as Shared};
use axum::http::HeaderMap;
use maud::Markup;

use super::{Ground, Page, read};
use crate::engine::{FamilyRequest, SearchRequest, StoryRequest};
use crate::index::Index;
use crate::serve::pages::address::Address;
use crate::serve::pages::list::{List, Paging};
use crate::serve::pages::{families as utterances, stories as events};
use crate::serve::params::Search;
use crate::serve::state::Answer;
use crate::serve::{Groups, Problem, State};

/// Wordings of an utterance, and articles of a story, on a page.
const MEMBERS: usize = 50;

/// What is asked of groups that are at hand takes no time worth telling of.
fn untold(_: u64, _: u64) {}

/// Utterances that match: quotations of the same words.
pub async fn families(Shared(state): Shared<Arc<State>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Page {
    list(state, raw, headers, ("/families", Groups::Families), |index, request, list| {
        let request = FamilyRequest { least_outlets: 2, ..FamilyRequest::new(request) };
        Ok(utterances::list(list, &index.family_list(&request, &mut untold)?))
    })
    .await
}

/// One utterance in all its wordings.
pub async fn family(Shared(state): Shared<Arc<State>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Page {
    one(state, raw, headers, ("/family", Groups::Families), |index, address, id, paging| {
        let detail = index.family_detail(id, paging.offset, paging.per_page, &mut untold)?;
        Ok(detail.map(|detail| utterances::one(address, &detail, paging)))
    })
    .await
}

/// Stories that match: articles about one event.
pub async fn stories(Shared(state): Shared<Arc<State>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Page {
    list(state, raw, headers, ("/stories", Groups::Stories), |index, request, list| {
        Ok(events::list(list, &index.story_list(&StoryRequest::new(request), &mut untold)?))
    })
    .await
}

/// One story.
pub async fn story(Shared(state): Shared<Arc<State>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Page {
    one(state, raw, headers, ("/story", Groups::Stories), |index, address, id, paging| {
        let detail = index.story_detail(id, (paging.offset, paging.per_page), None, &mut untold)?;
        Ok(detail.map(|detail| events::one(address, &detail, paging)))
    })
    .await
}

/// Answers with a list of groups.
async fn list(
    state: Arc<State>,
    raw: Option<String>,
    headers: HeaderMap,
    (path, groups): (&str, Groups),
    show: fn(&Index, SearchRequest, &List<'_>) -> Result<Markup, Problem>,
) -> Page {
    let (address, mut params) = read(path, raw.as_deref())?;
    let search = Search::take(&mut params, state.limits())?;
    params.finish()?;
    let most_offset = state.limits().offset;
    state
        .answer_with(&[groups], &headers, move |snapshot| {
            let ground = Ground::of(snapshot, &address, &search.filters)?;
            // A family and a story count once anyhow.
            let search = Search { filters: ground.filters.clone().counting_each(), ..search };
            let request = search.request(ground.asked.query.clone(), snapshot.today)?;
            let list = ground.list(Paging::of(&request, most_offset));
            Ok(Answer::html(show(&snapshot.index, request, &list)?))
        })
        .await
}

/// Makes the page of the group of an id, if there is one.
type ShowOne = fn(&Index, &Address, &str, Paging) -> Result<Option<Markup>, Problem>;

/// Answers with one group.
async fn one(
    state: Arc<State>,
    raw: Option<String>,
    headers: HeaderMap,
    (path, groups): (&str, Groups),
    show: ShowOne,
) -> Page {
    let (address, mut params) = read(path, raw.as_deref())?;
    let search = Search::take(&mut params, state.limits())?;
    let id = params.take("id")?.unwrap_or_default();
    params.finish()?;
    let paging =
        Paging { offset: search.offset, per_page: search.limit.unwrap_or(MEMBERS), most_offset: state.limits().offset };
    state
        .answer_with(&[groups], &headers, move |snapshot| {
            let page = show(&snapshot.index, &address, &id, paging)?;
            page.map(Answer::html).ok_or_else(|| Problem::not_found("no group has this id; it may have changed"))
        })
        .await
}
