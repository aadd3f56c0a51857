//! Pages that begin before their answer is there.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::mpsc;
use std::time::Duration;

use axum::body::BodyDataStream;
use axum::http::{Method, StatusCode};
use futures_core::Stream;
use tower::ServiceExt;

use super::{Server, block_on, request};

/// What browsers say of a page that somebody opens.
const LOOKED_AT: [(&str, &str); 1] = [("sec-fetch-dest", "document")];

async fn next(body: &mut BodyDataStream) -> Option<String> {
    let part = poll_fn(|context| Pin::new(&mut *body).poll_next(context)).await?.unwrap();
    Some(String::from_utf8(part.to_vec()).unwrap())
}

#[test]
fn a_page_that_is_looked_at_begins_before_its_answer_is_there() {
    let server = Server::limited(|limits| limits.running = 1);
    let whole = server.get("/?q=dam").body;
    block_on(async {
        let (go, wait) = mpsc::channel::<()>();
        let (begun, has_begun) = tokio::sync::oneshot::channel();
        let state = server.state.clone();
        let other = tokio::spawn(async move {
            state
                .ask(move |_| {
                    let _ = begun.send(());
                    Ok(wait.recv_timeout(Duration::from_secs(60)))
                })
                .await
        });
        has_begun.await.unwrap();
        let asked = server.router.clone().oneshot(request(Method::GET, "/?q=dam", &LOOKED_AT));
        let response = asked.await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert!(response.headers().contains_key("content-security-policy"));
        // Who has this page does not have it whole.
        assert!(!response.headers().contains_key("etag"));
        let mut body = response.into_body().into_data_stream();
        let first = next(&mut body).await.unwrap();
        assert!(whole.starts_with(&first) && first.contains(r#"value="dam""#), "{first}");
        assert!(!first.contains("A dam holds"));
        go.send(()).unwrap();
        let second = next(&mut body).await.unwrap();
        assert!(second.contains("A dam holds") && second.ends_with("</html>"), "{second}");
        assert_eq!(next(&mut body).await, None);
        // Above the list stands how long it took.
        let list = |page: &str| page[page.find("<ol class=\"hits\"").unwrap()..].to_owned();
        assert_eq!(list(&second), list(&whole));
        assert!(other.await.unwrap().is_ok());
    });
}

#[test]
fn an_answer_that_fails_then_says_so_in_its_place() {
    // Nothing may run: every question takes too long. What is looked at has begun long before.
    let at_once = Server::limited(|limits| (limits.running, limits.time) = (0, Duration::from_millis(20)));
    let server = Server::limited(|limits| (limits.running, limits.time) = (0, Duration::from_secs(2)));
    for address in ["/?q=dam", "/kwic?q=dam"] {
        let page = server.get_with(address, &LOOKED_AT);
        assert_eq!((page.status, page.header("etag")), (200, ""), "{address}");
        assert!(page.body.contains("question takes too long"), "{address}");
        assert!(page.body.ends_with("</html>"), "{address}");
    }
    for address in ["/?q=dam", "/quotes?q=dam", "/kwic?q=dam", "/compare?a=dam&b=sheriff", "/overview"] {
        // Programs are told by the status.
        assert_eq!(at_once.get(address).status, 503, "{address}");
        // A page that somebody has is not begun anew.
        let known = [LOOKED_AT[0], ("if-none-match", "\"known\"")];
        assert_eq!(at_once.get_with(address, &known).status, 503, "{address}");
    }
}

#[test]
fn what_is_wrong_with_the_address_is_told_by_the_status() {
    let server = Server::small();
    assert_eq!(server.get_with("/?limit=x", &LOOKED_AT).status, 400);
}

#[test]
fn a_page_that_waits_for_groups_begins_with_them() {
    let server = Server::limited(|limits| limits.patience = Duration::from_millis(50));
    let others = block_on(server.state.grouping.clone().acquire_owned()).unwrap();
    assert_eq!(server.get_with("/?q=dam&distinct=true", &LOOKED_AT).status, 503);
    drop(others);
}
