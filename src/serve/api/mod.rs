//! The HTTP API: what the command line prints as JSON, at addresses.
//!
//! Each endpoint reads its parameters, asks the index in a thread of its own, and hands the answer
//! to the renderer that the command line uses. `openapi.rs` describes them; `export.rs` is the one
//! that streams.

mod check;
pub(super) use check::read_body;
mod export;
mod groups;
mod one;
mod openapi;

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{RawQuery, State as Shared};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};

use super::groups::reprints_of;
use super::params::{Asked, Compare, Filters, Kwic, ListFormat, Params, Quotes, Search};
use super::state::Answer;
use super::{Problem, Snapshot, State};
use crate::engine::Facet;
use crate::render::{Style, csv, json};

/// How bytes for programs look: nothing is escaped for a terminal.
const STYLE: Style = Style { color: false, terminal: false, width: None };

type Answered = Result<Response, Problem>;

/// All endpoints, below `/api/v1`.
pub fn router() -> Router<Arc<State>> {
    Router::new()
        .merge(tables())
        .route("/query", get(query))
        .route("/quotes", get(quotes))
        .route("/facets", get(facets))
        .route("/article/{*id}", get(one::article))
        .route("/similar/{*id}", get(one::similar))
        .route("/diff", get(one::difference))
        .route("/check", post(check::check))
        .route("/families", get(groups::families))
        .route("/family/{id}", get(groups::family))
        .route("/stories", get(groups::stories))
        .route("/story/{id}", get(groups::story))
        .route("/reprints", get(groups::reprints))
        .route("/reprints/{*id}", get(one::reprints))
        .route("/speakers", get(speakers))
        .route("/stats", get(stats))
        .route("/explain", get(explain))
        .route("/openapi.json", get(openapi::openapi))
}

/// Those whose answers may be tables of any length.
pub fn tables() -> Router<Arc<State>> {
    Router::new().route("/kwic", get(kwic)).route("/compare", get(compare)).route("/export", get(export::export))
}

/// The parameters of a request, all of which `read` must take.
fn params<T>(query: Option<String>, read: impl FnOnce(&mut Params) -> Result<T, Problem>) -> Result<T, Problem> {
    let mut params = Params::of(query.as_deref())?.strict();
    let value = read(&mut params)?;
    params.finish()?;
    Ok(value)
}

/// What JSON says of the question, and what the command line would tell on standard error.
fn told<'a>(asked: &'a Asked, start: Instant, notes: &'a [String], undated: u64) -> json::Asked<'a> {
    let took_ms = start.elapsed().as_secs_f64() * 1000.0;
    let (query, searched, distinct) = (&asked.text, &asked.searched, asked.distinct);
    let beside = beside(asked, notes, undated);
    json::Asked { qid: None, query, searched, relaxed: false, distinct, took_ms, beside }
}

fn beside<'a>(asked: &'a Asked, notes: &'a [String], undated: u64) -> json::Beside<'a> {
    json::Beside { typed: &asked.text, diagnostics: &asked.diagnostics, notes, undated, ..json::Beside::default() }
}

/// What a renderer writes.
fn written(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> Result<Answer, Problem> {
    let mut body = Vec::new();
    let failed = |_| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the answer could not be written");
    write(&mut body).map_err(failed)?;
    Ok(Answer::json(body))
}

/// What a renderer writes for a file.
fn file(
    content_type: &'static str,
    name: &'static str,
    write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>,
) -> Result<Answer, Problem> {
    Ok(Answer { content_type, file_name: Some(name), ..written(write)? })
}

/// Ranked articles.
async fn query(Shared(state): Shared<Arc<State>>, RawQuery(text): RawQuery, headers: HeaderMap) -> Answered {
    let search = params(text, |params| Search::take(params, state.limits()))?;
    let needs = search.filters.needs();
    let work = move |snapshot: &Snapshot| {
        let asked = search.filters.asked(snapshot.today);
        let request = search.request(asked.query.clone(), snapshot.today)?;
        let start = Instant::now();
        let response = snapshot.index.search(&request)?;
        let reprints = reprints_of(&snapshot.index, &request, &response)?;
        let mut told = told(&asked, start, &response.notes, response.undated);
        told.beside.reprints = &reprints;
        written(|out| json::response(out, &STYLE, &told, &response))
    };
    state.answer_with(needs, &headers, work).await
}

/// Quotations: who said what.
async fn quotes(Shared(state): Shared<Arc<State>>, RawQuery(text): RawQuery, headers: HeaderMap) -> Answered {
    let quotes = params(text, |params| Quotes::take(params, state.limits()))?;
    let needs = quotes.search.filters.needs();
    let work = move |snapshot: &Snapshot| {
        let asked = quotes.search.filters.asked(snapshot.today);
        let request = quotes.request(asked.query.clone(), snapshot.today)?;
        let start = Instant::now();
        let response = snapshot.index.quotes(&request)?;
        let told = told(&asked, start, &response.notes, response.undated);
        written(|out| json::quotes(out, &STYLE, &told, &response))
    };
    state.answer_with(needs, &headers, work).await
}

/// Counts, by every facet unless some are named; `limit` is that of their values.
async fn facets(Shared(state): Shared<Arc<State>>, RawQuery(text): RawQuery, headers: HeaderMap) -> Answered {
    let search = params(text, Search::take_counts)?;
    let needs = search.filters.needs();
    let work = move |snapshot: &Snapshot| {
        let asked = search.filters.asked(snapshot.today);
        let mut request = search.request(asked.query.clone(), snapshot.today)?;
        request.facet_limit = match search.limit {
            Some(0) => usize::MAX,
            Some(limit) => limit,
            None => request.facet_limit,
        };
        (request.limit, request.offset, request.passages) = (0, 0, 0);
        if search.facets.is_empty() {
            request.facets = Facet::ALL.to_vec();
        }
        let response = snapshot.index.search(&request)?;
        let beside = beside(&asked, &response.notes, response.undated);
        written(|out| json::facets(out, &STYLE, response.total, &response.facets, &beside))
    };
    state.answer_with(needs, &headers, work).await
}

/// Matches with what stands around them.
async fn kwic(Shared(state): Shared<Arc<State>>, RawQuery(text): RawQuery, headers: HeaderMap) -> Answered {
    let kwic = params(text, |params| Kwic::take(params, state.limits()))?;
    if kwic.filters.q.is_empty() {
        return Err(Problem::parameter("q", "`q` is missing: say which words to show in their context"));
    }
    let needs = kwic.filters.needs();
    let work = move |snapshot: &Snapshot| {
        let asked = kwic.filters.asked(snapshot.today);
        let request = kwic.request(asked.query.clone(), snapshot.today)?;
        let listed = match (&request.group, &request.collocates) {
            (_, Some(_)) => json::Listed::Collocates,
            (Some(_), None) => json::Listed::Groups,
            (None, None) => json::Listed::Lines,
        };
        let start = Instant::now();
        let response = snapshot.index.concordance(&request)?;
        let told = told(&asked, start, &response.notes, response.undated);
        match kwic.format {
            ListFormat::Json => written(|out| json::concordance(out, &STYLE, &told, &response, listed)),
            ListFormat::Jsonl => {
                file("application/x-ndjson", "concordance.jsonl", |out| json::concordance_lines(out, &STYLE, &response))
            }
            ListFormat::Csv => file("text/csv; charset=utf-8", "concordance.csv", |out| match listed {
                json::Listed::Lines => csv::lines(out, &STYLE, &response.lines),
                json::Listed::Groups => csv::groups(out, &STYLE, &response.groups),
                json::Listed::Collocates => csv::collocates(out, &STYLE, &response.collocates),
            }),
        }
    };
    state.answer_with(needs, &headers, work).await
}

/// What the articles of one query use more than those of another.
async fn compare(Shared(state): Shared<Arc<State>>, RawQuery(text): RawQuery, headers: HeaderMap) -> Answered {
    let compare = params(text, |params| Compare::take(params, state.limits()))?;
    for (name, query) in [("a", &compare.a), ("b", &compare.b)] {
        if query.is_empty() {
            return Err(Problem::parameter(name, format!("`{name}` is missing: a comparison has two queries")));
        }
    }
    let needs = compare.filters.needs();
    let work = move |snapshot: &Snapshot| {
        let (a, b, request) = compare.request(snapshot.today)?;
        let start = Instant::now();
        let response = snapshot.index.compare(&request)?;
        let compared = json::Compared {
            a: (&a.text, &a.searched),
            b: (&b.text, &b.searched),
            took_ms: start.elapsed().as_secs_f64() * 1000.0,
            beside: [beside(&a, &[], response.a.undated), beside(&b, &[], response.b.undated)],
            notes: &response.notes,
        };
        match compare.format {
            ListFormat::Json => written(|out| json::comparison(out, &STYLE, &compared, &response)),
            ListFormat::Jsonl => {
                file("application/x-ndjson", "comparison.jsonl", |out| json::comparison_lines(out, &STYLE, &response))
            }
            ListFormat::Csv => {
                file("text/csv; charset=utf-8", "comparison.csv", |out| csv::comparison(out, &STYLE, &response))
            }
        }
    };
    state.answer_with(needs, &headers, work).await
}

/// Who is quoted.
async fn speakers(Shared(state): Shared<Arc<State>>, RawQuery(text): RawQuery, headers: HeaderMap) -> Answered {
    let most = state.limits().hits;
    let (names, limit, offset) = params(text, |params| {
        let names = params.take_all("name");
        if let Some(name) = names.iter().find(|name| !name.chars().any(char::is_alphanumeric)) {
            return Err(Problem::parameter("name", format!("`name` needs a name, not `{name}`")));
        }
        let limit = params.take_number("limit", 0, most)?.unwrap_or(most);
        Ok((names, limit, params.take_number("offset", 0, usize::MAX)?.unwrap_or(0)))
    })?;
    let work = move |snapshot: &Snapshot| {
        let speakers = snapshot.index.speakers_named(&names)?;
        let start = offset.min(speakers.len());
        let end = start.saturating_add(limit).min(speakers.len());
        written(|out| json::speakers(out, &STYLE, speakers.len(), &speakers[start..end]))
    };
    state.answer(&headers, work).await
}

/// Size and content of the index.
async fn stats(Shared(state): Shared<Arc<State>>, RawQuery(text): RawQuery, headers: HeaderMap) -> Answered {
    params(text, |_| Ok(()))?;
    let work = |snapshot: &Snapshot| {
        let stats = snapshot.stats()?;
        written(|out| json::stats(out, &STYLE, stats))
    };
    state.answer(&headers, work).await
}

/// How a query is understood, and what its words and names mean in this index.
async fn explain(Shared(state): Shared<Arc<State>>, RawQuery(text): RawQuery, headers: HeaderMap) -> Answered {
    let filters = params(text, Filters::take)?;
    let work = move |snapshot: &Snapshot| {
        let asked = filters.asked(snapshot.today);
        let explanation = snapshot.index.explain(&asked.query)?;
        let understood = json::Understood {
            text: &asked.text,
            query: &asked.query,
            relaxed_to: None,
            diagnostics: &asked.diagnostics,
            explanation: Some(&explanation),
        };
        written(|out| json::explanation(out, &STYLE, &understood))
    };
    state.answer(&headers, work).await
}
