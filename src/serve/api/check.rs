//! `/check`: are the quotations of a text in the archive? The one endpoint that takes a text, which is looked
//! up and kept nowhere.

use std::path::Path;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{RawQuery, State as Shared};
use axum::http::{HeaderMap, StatusCode, header};

use super::{Answered, STYLE, params, written};
use crate::check::read_draft;
use crate::error::Error;
use crate::render::json;
use crate::serve::{Problem, Snapshot, State};

/// Places of each quotation, unless the address says.
const PLACES: usize = 3;

/// Looks the quotations of a text up.
pub async fn check(
    Shared(state): Shared<Arc<State>>,
    RawQuery(text): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Answered {
    let most = state.limits().hits;
    let limit = params(text, |params| params.take_number("limit", 0, most))?.unwrap_or(PLACES);
    let bytes = read_body(&state, &headers, body, state.limits().body).await?;
    if bytes.is_empty() {
        return Err(Problem::new(StatusCode::BAD_REQUEST, "there is no text to be checked"));
    }
    let name = name_of(&headers);
    let work = move |snapshot: &Snapshot| {
        let unread = |error| match error {
            Error::Read { source, .. } => {
                Problem::new(StatusCode::UNPROCESSABLE_ENTITY, format!("the text cannot be read: {source}"))
            }
            other => Problem::from(other),
        };
        let draft = read_draft(Path::new(name), &mut bytes.as_slice()).map_err(unread)?;
        let checked = snapshot.index.check(&draft.text, limit)?;
        written(|out| json::checked(out, &STYLE, &draft.text, &checked))
    };
    state.answer(&HeaderMap::new(), work).await
}

/// The body of a request, if it comes in time and has at most so many bytes.
///
/// # Errors
/// 413 if it has more, 408 if it does not come.
pub async fn read_body(state: &State, headers: &HeaderMap, body: Body, most: usize) -> Result<Vec<u8>, Problem> {
    let too_long = || {
        let most = state.limits().body >> 10;
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, format!("a text has at most {most} KiB"))
    };
    let told = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if told.is_some_and(|told: usize| told > most) {
        return Err(too_long());
    }
    let slow = |_| Problem::new(StatusCode::REQUEST_TIMEOUT, "the text did not come");
    let bytes = tokio::time::timeout(state.limits().time, to_bytes(body, most)).await.map_err(slow)?;
    Ok(bytes.map_err(|_| too_long())?.to_vec())
}

/// A name with the ending that says how the text is written.
fn name_of(headers: &HeaderMap) -> &'static str {
    let told = headers.get(header::CONTENT_TYPE).and_then(|told| told.to_str().ok()).unwrap_or_default();
    match told.split(';').next().unwrap_or_default().trim() {
        "text/html" => "draft.html",
        "text/markdown" => "draft.md",
        _ => "draft.txt",
    }
}
