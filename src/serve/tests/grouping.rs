//! Groups of all articles, which are made in the background.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::StatusCode;

use super::{Server, block_on, options};
use crate::index::Index;
use crate::serve::{Groups, State};

/// Asks until it is no longer being prepared.
#[track_caller]
fn prepared(server: &Server, address: &str) -> super::Reply {
    let start = Instant::now();
    loop {
        let reply = server.get(address);
        if reply.status != 503 {
            return reply;
        }
        assert!(start.elapsed() < Duration::from_secs(20), "{address} is never prepared");
    }
}

#[test]
fn what_takes_a_moment_is_there_at_the_first_look() {
    // However busy the machine is.
    let server = Server::limited(|limits| limits.patience = Duration::from_secs(60));
    for address in ["/families", "/stories", "/?distinct=true", "/api/v1/query?q=dam&distinct=true"] {
        assert_eq!(server.get(address).status, 200, "{address}");
    }
}

#[test]
fn what_takes_longer_is_told_and_there_in_the_end() {
    let server = Server::limited(|limits| limits.patience = Duration::from_millis(5));
    // Others are at it, so that these cannot be made yet.
    let others = block_on(server.state.grouping.clone().acquire_owned()).unwrap();
    let page = server.get("/families?q=dam");
    assert_eq!((page.status, page.header("retry-after"), page.header("cache-control")), (503, "2", "no-store"));
    assert!(page.body.contains(r#"<meta http-equiv="refresh" content="2">"#), "{}", page.body);
    assert!(page.body.contains("Being prepared") && page.body.contains("brought together"), "{}", page.body);

    let problem = server.check_problem("/api/v1/query?q=dam&distinct=true", StatusCode::SERVICE_UNAVAILABLE, None);
    assert!(problem["detail"].as_str().unwrap().contains("find reprints"), "{problem}");
    drop(others);

    // A tick is enough for these four articles, if one asks again.
    for address in ["/families", "/stories", "/?distinct=true", "/api/v1/export?distinct=true"] {
        assert_eq!(prepared(&server, address).status, 200, "{address}");
    }
}

#[test]
fn nobody_else_waits_while_groups_are_made() {
    let server = Server::small();
    let mut options = options(&server.folder);
    (options.limits.running, options.limits.patience) = (1, Duration::from_millis(30));
    let state = Arc::new(State::new(options));
    block_on(async {
        let turn = state.grouping.clone().acquire_owned().await.unwrap();
        let families = || state.ask_with(&[Groups::Families], |snapshot| Ok(snapshot.index.generation()));
        for _ in 0..3 {
            let problem = families().await.unwrap_err();
            assert_eq!((problem.status, problem.is_preparing), (StatusCode::SERVICE_UNAVAILABLE, true));
            // The one place to work at is free.
            assert_eq!(state.ask(|snapshot| Ok(snapshot.index.generation())).await, Ok(1));
        }
        drop(turn);
        let start = Instant::now();
        while families().await.is_err() {
            assert!(start.elapsed() < Duration::from_secs(20), "they are never made");
        }
    });
    // They were made once and are kept.
    let made = std::fs::read_dir(server.folder.path().join("index")).unwrap();
    let made = made.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("families-"));
    assert_eq!(made.count(), 1);
    assert_eq!(Index::open(&server.folder.path().join("index")).unwrap().generation(), 1);
}

#[test]
fn what_is_left_before_its_end_is_begun_anew() {
    let server = Server::small();
    let mut options = options(&server.folder);
    options.limits.patience = Duration::ZERO;
    let state = Arc::new(State::new(options));
    // Each of these ends with its threads before the work has begun or while it is done.
    let start = Instant::now();
    while block_on(state.with_groups(&[Groups::Stories])).is_err() {
        assert!(start.elapsed() < Duration::from_secs(20), "nobody begins anew");
    }
}
