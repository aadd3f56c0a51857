//! `/export`: every matching article or quotation, streamed.
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
use crate::render::cite::{self, Citation};
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

/// Every matching article or quotation in order of id.
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
    let name = if export.of_quotes { "quotations" } else { "articles" };
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
    let (content_type, ending) = format.content_type();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    if let Ok(disposition) = HeaderValue::try_from(format!("attachment; filename=\"{name}.{ending}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

/// Writes everything into the pipe.
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
    let mut writer = Writer { format: export.format, n_written: 0, list: json::Bibliography::default() };
    // Writing into memory does not fail.
    let _ = match (export.format, export.of_quotes) {
        (ExportFormat::Csv, false) => csv::articles_header(&mut pipe.buffer, &STYLE),
        (ExportFormat::Csv, true) => csv::quotes_header(&mut pipe.buffer, &STYLE),
        _ => Ok(()),
    };
    let mut part = Part { to_skip: export.offset, room: export.limit.unwrap_or(usize::MAX) };
    let mut has_begun = false;
    let mut begin = |pipe: &mut Pipe| match std::mem::replace(&mut has_begun, true) {
        true => Ok(()),
        false => pipe.send(Piece::Begun(tag.to_owned())),
    };
    // What breaks off is whole, or whoever asked has gone.
    let go_on = |written: Result<(), Gone>, is_full: bool| match (written, is_full) {
        (Ok(()), false) => ControlFlow::Continue(()),
        _ => ControlFlow::Break(()),
    };
    if export.of_quotes {
        snapshot.index.export_quotes(&request, &mut |article, numbers| {
            let is_kept = |number: &&usize| export.keeps(&article, **number) && part.takes_next();
            let kept: Vec<usize> = numbers.iter().filter(is_kept).copied().collect();
            let written = begin(pipe).and_then(|()| pipe.fill(|buffer| writer.quotes(buffer, &article, &kept)));
            go_on(written, part.room == 0)
        })?;
    } else {
        snapshot.index.export(&request, &mut |article| {
            let is_kept = part.takes_next();
            let written = begin(pipe).and_then(|()| match is_kept {
                true => pipe.fill(|buffer| writer.article(buffer, &article)),
                false => Ok(()),
            });
            go_on(written, part.room == 0)
        })?;
    }
    let ended = begin(pipe).and_then(|()| pipe.fill(|buffer| writer.finish(buffer))).and_then(|()| pipe.flush());
    if ended.is_ok() {
        let _ = pipe.send(Piece::Done);
    }
    Ok(())
}

impl Export {
    /// True if it is sure enough who said a quotation of an article.
    fn keeps(&self, article: &StoredArticle, number: usize) -> bool {
        let quote = article.article.quotes.get(number);
        self.min_probability <= 0.0
            || quote.is_some_and(|quote| quote.speaker.is_some() && quote.probability >= self.min_probability)
    }
}

/// Which of all are written.
struct Part {
    to_skip: usize,
    room: usize,
}

impl Part {
    fn takes_next(&mut self) -> bool {
        if self.to_skip > 0 {
            self.to_skip -= 1;
            return false;
        }
        let takes = self.room > 0;
        self.room = self.room.saturating_sub(1);
        takes
    }
}

/// Writes one after another in a format.
struct Writer {
    format: ExportFormat,
    n_written: usize,
    list: json::Bibliography,
}

impl Writer {
    fn article(&mut self, out: &mut Vec<u8>, article: &StoredArticle) -> io::Result<()> {
        match self.format {
            ExportFormat::Jsonl => json::stored_article(out, &STYLE, article),
            ExportFormat::Csv => csv::article(out, &STYLE, article),
            _ => self.citation(out, &Citation::of_article(article)),
        }
    }

    fn quotes(&mut self, out: &mut Vec<u8>, article: &StoredArticle, numbers: &[usize]) -> io::Result<()> {
        if !matches!(self.format, ExportFormat::Jsonl | ExportFormat::Csv) {
            return Citation::of_quotes(article, numbers).iter().try_for_each(|one| self.citation(out, one));
        }
        let mut hits = article.quotations(numbers);
        for hit in &mut hits {
            self.n_written += 1;
            hit.rank = self.n_written;
        }
        match self.format {
            ExportFormat::Csv => csv::quotes(out, &STYLE, &hits),
            _ => json::quote_lines(out, &STYLE, &hits),
        }
    }

    fn citation(&mut self, out: &mut Vec<u8>, citation: &Citation<'_>) -> io::Result<()> {
        match self.format {
            ExportFormat::Ris => cite::ris(out, &STYLE, citation),
            ExportFormat::CslJson => self.list.item(out, &STYLE, citation),
            ExportFormat::Markdown => cite::markdown(out, &STYLE, citation),
            ExportFormat::Bibtex | ExportFormat::Jsonl | ExportFormat::Csv => cite::bibtex(out, &STYLE, citation),
        }
    }

    fn finish(self, out: &mut Vec<u8>) -> io::Result<()> {
        if self.format == ExportFormat::CslJson { self.list.finish(out) } else { Ok(()) }
    }
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
    /// Lets `write` add to what waits, and hands that on when it is a piece.
    fn fill(&mut self, write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> Result<(), Gone> {
        // Writing into memory does not fail.
        let _ = write(&mut self.buffer);
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
