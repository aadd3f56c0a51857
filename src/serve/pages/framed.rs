//! Pages that begin before their answer is there.
//!
//! The head of a page and the box to ask in hang on the address alone. What a person looks at in a browser is sent so
//! far when the answer is not there at once, and the answer behind it when it is: there is something to look at, and
//! for the browser to lay out, while the index is asked. Nothing that was shown moves by what comes behind it.
//!
//! Once a page has begun, its status is told: an answer that fails then says so in its place. Programs, and the
//! script of the page itself, always wait for the status; so does who has the page already and asks whether it changed.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use futures_core::Stream;
use maud::Markup;

use super::article::what_went_wrong;
use super::layout::Frame;
use crate::serve::state::{Answer, Tagged};
use crate::serve::{Groups, Problem, Snapshot, State};

/// How long a browser is kept waiting for a whole page with its length and entity tag before it is sent a part: less
/// than the time between two pictures of a screen.
const AT_ONCE: Duration = Duration::from_millis(8);

/// The page of that frame with the answer that `work` gives, on an index that has these groups at hand.
///
/// # Errors
/// As for [`State::answer_with`], unless the page has begun.
pub async fn page(
    state: Arc<State>,
    needs: &'static [Groups],
    headers: &HeaderMap,
    frame: Frame,
    work: impl FnOnce(&Snapshot) -> Result<Markup, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let may_begin = needs.is_empty() && is_looked_at(headers);
    let known = headers.get(header::IF_NONE_MATCH).cloned();
    let mut answering = Box::pin(async move { state.tagged(needs, known, work).await });
    let answered = if may_begin {
        match tokio::time::timeout(AT_ONCE, &mut answering).await {
            Ok(answered) => answered,
            Err(_) => return Ok(begun(frame, answering)),
        }
    } else {
        answering.await
    };
    Ok(answered?.map(|answer| Answer::html(frame.around(&answer))).response())
}

/// True if a browser shows a person what it gets, and has nothing of it yet.
fn is_looked_at(headers: &HeaderMap) -> bool {
    let is_shown = headers.get("sec-fetch-dest").is_some_and(|shown| shown == "document");
    is_shown && !headers.contains_key(header::IF_NONE_MATCH)
}

fn begun(
    frame: Frame,
    answering: Pin<Box<impl Future<Output = Result<Tagged<Markup>, Problem>> + Send + 'static>>,
) -> Response {
    let Frame { before, behind } = frame;
    let mut response = Response::new(Body::from_stream(Parts { before, answering: Some(answering), behind }));
    let headers = response.headers_mut();
    // Without a tag: nobody knows yet whether it is worth keeping.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(Answer::HTML));
    response
}

/// The body of a page that has begun. Dropped before its end, it stops the question.
struct Parts<F> {
    /// Empty when it was sent.
    before: String,
    /// `None` when all was sent.
    answering: Option<Pin<Box<F>>>,
    behind: String,
}

impl<F: Future<Output = Result<Tagged<Markup>, Problem>>> Stream for Parts<F> {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let before = std::mem::take(&mut self.before);
        if !before.is_empty() {
            return Poll::Ready(Some(Ok(Bytes::from(before))));
        }
        let Some(answering) = &mut self.answering else { return Poll::Ready(None) };
        let answer = match ready!(answering.as_mut().poll(context)) {
            Ok(Tagged { answer, .. }) => answer.map(|answer| answer.0).unwrap_or_default(),
            Err(problem) => what_went_wrong(&problem).into_string(),
        };
        self.answering = None;
        Poll::Ready(Some(Ok(Bytes::from(answer + &std::mem::take(&mut self.behind)))))
    }
}
