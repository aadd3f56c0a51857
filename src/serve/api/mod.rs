//! The HTTP API: what the command line prints as JSON, at addresses.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{RawQuery, State as Shared};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;

use super::params::{Asked, Params, Search};
use super::state::Answer;
use super::{Problem, State};
use crate::render::{Style, json};

/// All endpoints, below `/api/v1`.
pub fn router() -> Router<Arc<State>> {
    Router::new().route("/query", get(query))
}

/// How bytes for programs look: nothing is escaped for a terminal.
const STYLE: Style = Style { color: false, terminal: false, width: None };

/// What JSON says of the question.
fn told<'a>(asked: &'a Asked, start: Instant) -> json::Asked<'a> {
    let took_ms = start.elapsed().as_secs_f64() * 1000.0;
    json::Asked { qid: None, query: &asked.text, searched: &asked.searched, relaxed: false, took_ms }
}

/// Writing into memory does not fail.
fn unwritten(_: std::io::Error) -> Problem {
    Problem::new(axum::http::StatusCode::INTERNAL_SERVER_ERROR, "the answer could not be written")
}

async fn query(
    Shared(state): Shared<Arc<State>>,
    RawQuery(params): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let mut params = Params::of(params.as_deref())?;
    let search = Search::take(&mut params, state.limits().hits)?;
    params.finish()?;
    state
        .answer(&headers, move |snapshot| {
            let asked = search.filters.asked(snapshot.today);
            let request = search.request(asked.query.clone(), snapshot.today)?;
            let start = Instant::now();
            let response = snapshot.index.search(&request)?;
            let mut body = Vec::new();
            json::response(&mut body, &STYLE, &told(&asked, start), &response).map_err(unwritten)?;
            Ok(Answer::json(body))
        })
        .await
}
