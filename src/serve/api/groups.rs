//! Endpoints of groups: utterances, stories, reprints.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{RawQuery, State as Shared};
use axum::http::HeaderMap;

use super::one::{Id, id_of};
use super::{Answered, STYLE, params, told, written};
use crate::render::json;
use crate::serve::params::{Grouped, Part, Reprints};
use crate::serve::{Groups, Problem, Snapshot, State};

/// Members of one group, unless the address says.
const MEMBERS: usize = 100;

/// Utterances of a story, unless the address says.
const UTTERANCES: usize = 30;

/// What is asked of groups that are at hand takes no time worth telling of.
fn untold(_: u64, _: u64) {}

/// Utterances that match, or wordings that one outlet alone has.
pub async fn families(Shared(state): Shared<Arc<State>>, RawQuery(text): RawQuery, headers: HeaderMap) -> Answered {
    let grouped = params(text, |params| Grouped::take_families(params, state.limits()))?;
    let work = move |snapshot: &Snapshot| {
        let start = Instant::now();
        let asked = grouped.filters.asked(snapshot.today);
        let request = grouped.families(asked.query.clone(), snapshot.today)?;
        if grouped.altered {
            let response = snapshot.index.altered(&request, &mut untold)?;
            let told = told(&asked, start, &response.notes, 0);
            return written(|out| json::altered(out, &STYLE, &told, &response));
        }
        let response = snapshot.index.family_list(&request, &mut untold)?;
        let told = told(&asked, start, &response.notes, 0);
        written(|out| json::families(out, &STYLE, &told, &response))
    };
    state.answer_with(&[Groups::Families], &headers, work).await
}

/// One utterance in all its wordings.
pub async fn family(
    Shared(state): Shared<Arc<State>>,
    id: Id,
    RawQuery(text): RawQuery,
    headers: HeaderMap,
) -> Answered {
    let id = id_of(id)?;
    let part = params(text, |params| Part::take(params, state.limits()))?;
    let work = move |snapshot: &Snapshot| {
        let limit = part.limit.unwrap_or(MEMBERS);
        match snapshot.index.family_detail(&id, part.offset, limit, &mut untold)? {
            Some(detail) => written(|out| json::family(out, &STYLE, &detail)),
            None => Err(Problem::not_found("no family has this id").advising("`/api/v1/families` lists them")),
        }
    };
    state.answer_with(&[Groups::Families], &headers, work).await
}

/// Stories that match.
pub async fn stories(Shared(state): Shared<Arc<State>>, RawQuery(text): RawQuery, headers: HeaderMap) -> Answered {
    let grouped = params(text, |params| Grouped::take_stories(params, state.limits()))?;
    let work = move |snapshot: &Snapshot| {
        let start = Instant::now();
        let asked = grouped.filters.asked(snapshot.today);
        let request = grouped.stories(asked.query.clone(), snapshot.today)?;
        let response = snapshot.index.story_list(&request, &mut untold)?;
        let told = told(&asked, start, &response.notes, 0);
        written(|out| json::stories(out, &STYLE, &told, &response))
    };
    state.answer_with(&[Groups::Stories], &headers, work).await
}

/// One story.
pub async fn story(
    Shared(state): Shared<Arc<State>>,
    id: Id,
    RawQuery(text): RawQuery,
    headers: HeaderMap,
) -> Answered {
    let id = id_of(id)?;
    let most = state.limits().hits;
    let (part, utterances) = params(text, |params| {
        Ok((Part::take(params, state.limits())?, params.take_number("utterances", 0, most)?.unwrap_or(UTTERANCES)))
    })?;
    let work = move |snapshot: &Snapshot| {
        let page = (part.offset, part.limit.unwrap_or(MEMBERS));
        match snapshot.index.story_detail(&id, page, Some(utterances), &mut untold)? {
            Some(detail) => written(|out| json::story(out, &STYLE, &detail)),
            None => Err(Problem::not_found("no story has this id").advising("`/api/v1/stories` lists them")),
        }
    };
    state.answer_with(&[Groups::Stories], &headers, work).await
}

/// Groups of reprints.
pub async fn reprints(Shared(state): Shared<Arc<State>>, RawQuery(text): RawQuery, headers: HeaderMap) -> Answered {
    let reprints = params(text, |params| Reprints::take(params, state.limits()))?;
    let work = move |snapshot: &Snapshot| {
        let found = snapshot.index.reprints(&reprints.request(None))?;
        written(|out| json::reprints(out, &STYLE, &found))
    };
    state.answer_with(&[Groups::Reprints], &headers, work).await
}
