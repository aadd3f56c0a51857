//! Too much, too long, too many.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use tower::ServiceExt;

use super::{Server, archive, block_on, options, request};
use crate::engine::SearchRequest;
use crate::error::Error;
use crate::model::RawArticle;
use crate::query::Query;
use crate::serve::{Problem, State};

#[test]
fn what_takes_too_long_is_given_up() {
    let server = Server::limited(|limits| (limits.running, limits.time) = (0, Duration::from_millis(20)));
    for address in ["query?q=dam", "stats", "kwic?q=dam"] {
        let problem = server.check_problem(&format!("/api/v1/{address}"), StatusCode::SERVICE_UNAVAILABLE, None);
        assert!(problem["detail"].as_str().unwrap().contains("too long"), "{problem}");
    }
    assert_eq!(server.get("/").status, 503);
}

/// A server's state over a small archive.
fn state(change: impl FnOnce(&mut crate::serve::Limits)) -> (Server, Arc<State>) {
    let server = Server::small();
    let mut options = options(&server.folder);
    change(&mut options.limits);
    (server, Arc::new(State::new(options)))
}

#[test]
fn a_question_that_nobody_waits_for_ends() {
    let (_server, state) = state(|limits| (limits.running, limits.time) = (1, Duration::from_secs(1)));
    let has_ended = Arc::new(AtomicBool::new(false));
    let told = has_ended.clone();
    let outcome: Result<(), Problem> = block_on(state.ask(move |snapshot| {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(60) {
            if let Err(Error::Stopped) = snapshot.index.search(&SearchRequest::new(Query::All)) {
                told.store(true, Ordering::Relaxed);
                break;
            }
        }
        Ok(())
    }));
    assert_eq!(outcome.unwrap_err().status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(has_ended.load(Ordering::Relaxed));
    // Its place is free again.
    assert_eq!(block_on(state.ask(|snapshot| Ok(snapshot.index.generation()))).unwrap(), 1);
}

#[test]
fn more_than_may_wait_are_sent_away() {
    let (_server, state) = state(|limits| (limits.running, limits.waiting) = (1, 1));
    let (go, wait) = mpsc::channel::<()>();
    block_on(async {
        let first = tokio::spawn({
            let state = state.clone();
            async move { state.ask(move |_| Ok(wait.recv_timeout(Duration::from_secs(30)))).await }
        });
        tokio::time::sleep(Duration::from_millis(20)).await;
        let second = tokio::spawn({
            let state = state.clone();
            async move { state.ask(|snapshot| Ok(snapshot.index.generation())).await }
        });
        tokio::time::sleep(Duration::from_millis(20)).await;
        let third = state.ask(|_| Ok(())).await.unwrap_err();
        assert_eq!((third.status, third.retry_after), (StatusCode::SERVICE_UNAVAILABLE, Some(1)));
        go.send(()).unwrap();
        assert!(first.await.unwrap().is_ok());
        assert_eq!(second.await.unwrap(), Ok(1));
    });
}

#[test]
fn a_question_that_breaks_is_told_and_frees_its_place() {
    let (_server, state) = state(|limits| limits.running = 1);
    for _ in 0..3 {
        let outcome: Result<(), Problem> = block_on(state.ask(|_| panic!("on purpose")));
        assert_eq!(outcome.unwrap_err().status, StatusCode::INTERNAL_SERVER_ERROR);
    }
    assert!(block_on(state.ask(|_| Ok(()))).is_ok());
}

#[test]
fn an_export_that_nobody_reads_ends() {
    let server = Server::with(|options| options.limits.exports = 1);
    let text = "A line about otters that is repeated. ".repeat(1000);
    server.index(&(0..100).map(|n| RawArticle::new(format!("{n:03}"), text.clone())).collect::<Vec<_>>());
    block_on(async {
        let ask = || server.router.clone().oneshot(request(axum::http::Method::GET, "/api/v1/export", &[]));
        let unread = ask().await.unwrap();
        assert_eq!(unread.status(), 200);
        // The one place is taken while somebody may still read.
        assert_eq!(ask().await.unwrap().status(), 503);
        drop(unread);
        let start = Instant::now();
        while ask().await.unwrap().status() == 503 {
            assert!(start.elapsed() < Duration::from_secs(20), "the place stays taken");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
}

#[test]
fn a_monster_of_a_query_is_answered_or_refused() {
    let server = Server::small();
    let parens = format!("/api/v1/query?q={}", "%28".repeat(5000));
    for address in [
        parens.as_str(),
        "/api/v1/query?q=a*&limit=1000",
        "/api/v1/query?q=%2F.*%2F",
        "/api/v1/query?q=%2F(a%7Ca)*b%2F",
        "/api/v1/query?offset=100000&limit=1000",
        "/api/v1/kwic?q=*&limit=1000&width=1000",
    ] {
        let reply = server.get(address);
        assert!([200, 400, 414, 422].contains(&reply.status), "{} {}", reply.status, &address[..60.min(address.len())]);
    }
    assert!(!archive().is_empty());
}
