//! Endpoints about one article, or two.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State as Shared};
use axum::http::{HeaderMap, StatusCode};

use super::{Answered, STYLE, params, written};
use crate::diff;
use crate::error::Result as LibraryResult;
use crate::index::{Index, Lookup, StoredArticle};
use crate::render::json;
use crate::serve::params::Reprints;
use crate::serve::{Groups, Problem, Snapshot, State};

/// Most ids named where one may mean several articles.
const MAX_CANDIDATES: usize = 20;

/// Articles like one, unless the address says.
const SIMILAR: usize = 10;

/// What stands in the path.
pub type Id = Result<Path<String>, PathRejection>;

/// The id of a path.
pub fn id_of(id: Id) -> Result<String, Problem> {
    let Path(id) = id.map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "the id is not UTF-8"))?;
    Ok(id)
}

/// One article by any unambiguous form of its id. Ids are looked up in the index and nowhere else.
pub async fn article(
    Shared(state): Shared<Arc<State>>,
    id: Id,
    RawQuery(text): RawQuery,
    headers: HeaderMap,
) -> Answered {
    let id = id_of(id)?;
    params(text, |_| Ok(()))?;
    let work = move |snapshot: &Snapshot| {
        let article = stored(&snapshot.index, &id)?;
        written(|out| json::stored_article(out, &STYLE, &article))
    };
    state.answer(&headers, work).await
}

/// Articles like one.
pub async fn similar(
    Shared(state): Shared<Arc<State>>,
    id: Id,
    RawQuery(text): RawQuery,
    headers: HeaderMap,
) -> Answered {
    let id = id_of(id)?;
    let most = state.limits().hits;
    let limit = params(text, |params| params.take_number("limit", 0, most))?.unwrap_or(SIMILAR);
    let work = move |snapshot: &Snapshot| {
        let id = stored(&snapshot.index, &id)?.id.clone();
        let found = snapshot.index.similar(&id, limit)?.unwrap_or_default();
        written(|out| json::similar(out, &STYLE, &id, &found))
    };
    state.answer(&headers, work).await
}

/// The reprints of one article.
pub async fn reprints(
    Shared(state): Shared<Arc<State>>,
    id: Id,
    RawQuery(text): RawQuery,
    headers: HeaderMap,
) -> Answered {
    let id = id_of(id)?;
    let reprints = params(text, Reprints::take_one)?;
    let work = move |snapshot: &Snapshot| {
        let id = stored(&snapshot.index, &id)?.id.clone();
        let found = snapshot.index.reprints(&reprints.request(Some(id)))?;
        written(|out| json::reprints(out, &STYLE, &found))
    };
    state.answer_with(&[Groups::Reprints], &headers, work).await
}

/// What one article has cut, added and changed of another.
pub async fn difference(Shared(state): Shared<Arc<State>>, RawQuery(text): RawQuery, headers: HeaderMap) -> Answered {
    let [a, b] = params(text, |params| {
        let mut needed = |name: &'static str| {
            let id = params.take(name)?.filter(|id| !id.is_empty());
            id.ok_or_else(|| Problem::parameter(name, format!("`{name}` is missing: two articles are compared")))
        };
        Ok([needed("a")?, needed("b")?])
    })?;
    let work = move |snapshot: &Snapshot| {
        let [left, right] = [stored(&snapshot.index, &a)?, stored(&snapshot.index, &b)?];
        let boilerplate = [&left.article.boilerplate, &right.article.boilerplate].map(Vec::as_slice);
        let found = diff::diff(&left.article.text, &right.article.text, boilerplate);
        written(|out| json::difference(out, &STYLE, [&*left, &*right], &found))
    };
    state.answer(&headers, work).await
}

fn unknown(id: &str) -> Problem {
    let shown: String = id.chars().take(200).collect();
    Problem::not_found(format!("there is no article `{shown}`"))
}

/// The article that an id means.
///
/// # Errors
/// 404 if there is none, 422 with the full ids if there are several.
fn stored(index: &Index, id: &str) -> Result<Box<StoredArticle>, Problem> {
    found(index.article(id), id)
}

fn found(lookup: LibraryResult<Lookup>, id: &str) -> Result<Box<StoredArticle>, Problem> {
    match lookup? {
        Lookup::Found(article) => Ok(article),
        Lookup::Ambiguous(mut candidates) => {
            let detail = format!("`{id}` may mean {} articles", candidates.len());
            candidates.truncate(MAX_CANDIDATES);
            Err(Problem { candidates, ..Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail) })
        }
        Lookup::Unknown => Err(unknown(id)),
    }
}
