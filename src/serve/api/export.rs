//! `/export`: every matching article, streamed.
//!
//! A thread reads articles and hands them over in pieces, of which only a few wait for the client;
//! so memory does not grow with the export, and a client that goes away ends it.

use std::io;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State as Shared};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use futures_core::Stream;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::{Answered, STYLE, params};
use crate::engine::Stop;
use crate::index::StoredArticle;
use crate::render::{csv, json};
use crate::serve::params::{Export, ExportFormat};
use crate::serve::state::matches;
use crate::serve::{Problem, Snapshot, State};

/// Bytes of a piece, about.
const PIECE: usize = 64 << 10;

/// Pieces that wait for the client.
const WAITING: usize = 4;

/// How long a client may take for a piece.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the thread hands over.
enum Piece {
    /// It can be answered, with this entity tag.
    Begun(String),
    Bytes(Vec<u8>),
    /// It went wrong.
    Failed(Problem),
    /// All is there: without this the client is told that something is missing.
    Done,
}

/// Every matching article in order of id, as JSON lines or CSV.
pub async fn export(
    method: Method,
    Shared(state): Shared<Arc<State>>,
    RawQuery(text): RawQuery,
    headers: HeaderMap,
) -> Answered {
    let export = params(text, Export::take)?;
    let on = match export.filters.needs() {
        [] => None,
        needs => Some(state.with_groups(needs).await?),
    };
    let permit = state.export_turn()?;
    let (sender, mut receiver) = channel(WAITING);
    let known = headers.get(header::IF_NONE_MATCH).cloned();
    let format = export.format;
    let is_head = method == Method::HEAD;
    let runtime = Handle::current();
    let pipe = Pipe { sender, runtime, buffer: Vec::with_capacity(PIECE + PIECE / 4), stop: Stop::new() };
    let stop = pipe.stop.clone();
    let worker = state.clone();
    tokio::task::spawn_blocking(move || {
        let mut pipe = pipe;
        let outcome = pipe.stop.clone().within(|| write(&worker, on, &export, known.as_ref(), is_head, &mut pipe));
        if let Err(problem) = outcome {
            let _ = pipe.send(Piece::Failed(problem));
        }
        drop(permit);
    });
    let first = tokio::time::timeout(state.limits().time, receiver.recv()).await;
    let tag = match first {
        Ok(Some(Piece::Begun(tag))) => tag,
        Ok(Some(Piece::Failed(problem))) => return Err(problem),
        Ok(_) => return Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the server failed while answering")),
        Err(_) => {
            stop.stop();
            return Err(Problem::busy("the question takes too long"));
        }
    };
    let is_known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| matches(known, &tag));
    let mut response = Response::new(match is_known {
        true => Body::empty(),
        false => Body::from_stream(Pieces { receiver, stop: StopAtEnd(stop), is_done: false }),
    });
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(header::ETAG, tag);
    }
    if is_known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(response);
    }
    let (content_type, disposition) = match format {
        ExportFormat::Jsonl => ("application/x-ndjson", "attachment; filename=\"articles.jsonl\""),
        ExportFormat::Csv => ("text/csv; charset=utf-8", "attachment; filename=\"articles.csv\""),
    };
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition));
    Ok(response)
}

/// Writes the articles into the pipe.
fn write(
    state: &State,
    on: Option<Arc<Snapshot>>,
    export: &Export,
    known: Option<&HeaderValue>,
    is_head: bool,
    pipe: &mut Pipe,
) -> Result<(), Problem> {
    let snapshot = on.map_or_else(|| state.current(), Ok)?;
    let asked = export.filters.asked(snapshot.today);
    let request = export.filters.request(asked.query, snapshot.today)?;
    let tag = snapshot.etag();
    if is_head || known.is_some_and(|known| matches(known, tag)) {
        let _ = pipe.send(Piece::Begun(tag.to_owned()));
        let _ = pipe.send(Piece::Done);
        return Ok(());
    }
    if export.format == ExportFormat::Csv {
        // Writing into memory does not fail.
        let _ = csv::articles_header(&mut pipe.buffer, &STYLE);
    }
    let (mut to_skip, mut room) = (export.offset, export.limit.unwrap_or(usize::MAX));
    let mut has_begun = false;
    snapshot.index.export(&request, &mut |article| {
        if !has_begun {
            has_begun = true;
            if pipe.send(Piece::Begun(tag.to_owned())).is_err() {
                return ControlFlow::Break(());
            }
        }
        if to_skip > 0 {
            to_skip -= 1;
            return ControlFlow::Continue(());
        }
        if room == 0 {
            return ControlFlow::Break(());
        }
        room -= 1;
        match pipe.article(export.format, &article) {
            Ok(()) => ControlFlow::Continue(()),
            // Whoever asked has gone.
            Err(Gone) => ControlFlow::Break(()),
        }
    })?;
    if !has_begun {
        let _ = pipe.send(Piece::Begun(tag.to_owned()));
    }
    if pipe.flush().is_ok() {
        let _ = pipe.send(Piece::Done);
    }
    Ok(())
}

/// The client went away, or does not read.
struct Gone;

/// What the thread writes into.
struct Pipe {
    sender: Sender<Piece>,
    runtime: Handle,
    buffer: Vec<u8>,
    stop: Stop,
}

impl Pipe {
    fn article(&mut self, format: ExportFormat, article: &StoredArticle) -> Result<(), Gone> {
        // Writing into memory does not fail.
        let _ = match format {
            ExportFormat::Jsonl => json::stored_article(&mut self.buffer, &STYLE, article),
            ExportFormat::Csv => csv::article(&mut self.buffer, &STYLE, article),
        };
        if self.buffer.len() >= PIECE { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), Gone> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.buffer, Vec::with_capacity(PIECE + PIECE / 4));
        self.send(Piece::Bytes(piece))
    }

    /// Waits until there is room, for a while.
    fn send(&self, piece: Piece) -> Result<(), Gone> {
        if self.stop.is_wished() {
            return Err(Gone);
        }
        self.runtime.block_on(async {
            match tokio::time::timeout(PATIENCE, self.sender.send(piece)).await {
                Ok(Ok(())) => Ok(()),
                Ok(Err(_)) | Err(_) => Err(Gone),
            }
        })
    }
}

/// Stops the thread when nobody reads what it writes.
struct StopAtEnd(Stop);

impl Drop for StopAtEnd {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// The body of the response.
struct Pieces {
    receiver: Receiver<Piece>,
    #[expect(dead_code, reason = "it acts when it is dropped")]
    stop: StopAtEnd,
    is_done: bool,
}

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.is_done {
            return Poll::Ready(None);
        }
        let piece = std::task::ready!(self.receiver.poll_recv(context));
        let broken = |what: String| Poll::Ready(Some(Err(io::Error::other(what))));
        match piece {
            Some(Piece::Bytes(bytes)) => Poll::Ready(Some(Ok(Bytes::from(bytes)))),
            Some(Piece::Done) => {
                self.is_done = true;
                Poll::Ready(None)
            }
            // The connection is cut, so that half an export is not taken for a whole one.
            Some(Piece::Failed(problem)) => broken(problem.detail),
            Some(Piece::Begun(_)) | None => broken("the export ended early".to_owned()),
        }
    }
}
