//! Tables that a page offers to be saved: those of the API, told to be UTF-8.
//!
//! A spreadsheet that opens a file of CSV by a double click reads `Kölner` as `KÃ¶lner` unless a byte order mark
//! stands before it. Programs ask the API, whose tables have none: to them the mark is part of the first column's name.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use futures_core::Stream;

use super::{State, api};

/// The byte order mark.
const MARK: &str = "\u{feff}";

/// The tables that pages link to, below `/save`: addresses are those of the API.
pub fn router() -> Router<Arc<State>> {
    api::tables().layer(from_fn(marked))
}

async fn marked(request: Request, next: Next) -> Response {
    let is_get = request.method() == Method::GET;
    let response = next.run(request).await;
    let content_type = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    let is_table = content_type.is_some_and(|content_type| content_type.starts_with(b"text/csv"));
    if !is_get || !is_table || response.status() != StatusCode::OK {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    let mark = Some(Bytes::from_static(MARK.as_bytes()));
    Response::from_parts(parts, Body::from_stream(Marked { mark, rest: body.into_data_stream() }))
}

/// A body behind a mark.
struct Marked {
    mark: Option<Bytes>,
    rest: BodyDataStream,
}

impl Stream for Marked {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.mark.take() {
            Some(mark) => Poll::Ready(Some(Ok(mark))),
            None => Pin::new(&mut self.rest).poll_next(context),
        }
    }
}
