//! A text whose quotations are checked: it is sent by a form, looked up, and kept nowhere.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::{RawQuery, State as Shared};
use axum::http::{HeaderMap, StatusCode, header};

use super::{Page, read};
use crate::serve::api::read_body;
use crate::serve::pages::address::Address;
use crate::serve::pages::check::{CheckView, page};
use crate::serve::params::{Filters, Params};
use crate::serve::state::Answer;
use crate::serve::{Problem, Snapshot, State};

/// Places of each quotation.
const PLACES: usize = 3;

/// What a form writes for one byte of a text at most.
const LONGEST_ESCAPE: usize = 3;

/// The form.
pub async fn check(Shared(state): Shared<Arc<State>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Page {
    let (address, mut params) = read("/check", raw.as_deref())?;
    // What is asked on other pages is carried along, so that one gets back to it.
    Filters::take(&mut params)?;
    params.finish()?;
    let show = move |_: &Snapshot| {
        let view = CheckView { address: &address, text: "", checked: None, took: Duration::ZERO };
        Ok(Answer::html(page(&view)))
    };
    state.answer(&headers, show).await
}

/// The answer to the form.
pub async fn checked(Shared(state): Shared<Arc<State>>, headers: HeaderMap, body: Body) -> Page {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.split(';').next() != Some("application/x-www-form-urlencoded") {
        let problem = Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "the text is sent by the form of this page");
        return Err(problem.advising("programs send it to `/api/v1/check`"));
    }
    let most = state.limits().body;
    let form = read_body(&state, &headers, body, most.saturating_mul(LONGEST_ESCAPE)).await?;
    let form = String::from_utf8(form).map_err(|_| Problem::parameter("text", "`text` is not UTF-8"))?;
    let mut params = Params::of(Some(&form))?;
    // Forms end lines in two characters.
    let text = params.take("text")?.unwrap_or_default().replace("\r\n", "\n");
    params.finish()?;
    if text.len() > most {
        let most = most >> 10;
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, format!("a text has at most {most} KiB")));
    }
    let show = move |snapshot: &Snapshot| {
        let start = Instant::now();
        let checked = if text.trim().is_empty() { None } else { Some(snapshot.index.check(&text, PLACES)?) };
        let address = Address::new("/check");
        let view = CheckView { address: &address, text: &text, checked: checked.as_deref(), took: start.elapsed() };
        Ok(Answer::html(page(&view)))
    };
    state.answer(&HeaderMap::new(), show).await
}
