//! The router without a socket: what is asked, by whom, and what comes back.

mod api;
mod beginning;
mod describing;
mod following;
mod grouping;
mod guarding;
mod hostile;
mod limits;
mod pages;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;

use super::{Limits, Options, State, router_of};
use crate::index::Index;
use crate::model::{Date, Field, RawArticle};

const PORT: u16 = 7700;

/// A server over a folder of its own.
struct Server {
    folder: TempDir,
    state: Arc<State>,
    router: Router,
}

/// What came back.
struct Reply {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl Reply {
    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

fn today() -> Date {
    Date::new(2020, 7, 20).unwrap()
}

fn options(folder: &TempDir) -> Options {
    Options::local(folder.path().join("index"), PORT, Arc::new(today))
}

impl Server {
    /// One without an index.
    fn empty() -> Server {
        Server::with(|_| {})
    }

    /// One without an index, with other options.
    fn with(change: impl FnOnce(&mut Options)) -> Server {
        let folder = tempfile::tempdir().unwrap();
        let mut options = options(&folder);
        change(&mut options);
        let state = Arc::new(State::new(options));
        Server { router: router_of(state.clone()), state, folder }
    }

    /// One with limits of its own and a small archive.
    fn limited(change: impl FnOnce(&mut Limits)) -> Server {
        let server = Server::with(|options| change(&mut options.limits));
        server.index(&archive());
        server
    }

    /// One with a small archive.
    fn small() -> Server {
        Server::limited(|_| {})
    }

    /// Commits articles.
    fn index(&self, articles: &[RawArticle]) {
        let mut writer = Index::create(&self.folder.path().join("index")).unwrap();
        for article in articles {
            writer.add(article.clone()).unwrap();
        }
        writer.commit().unwrap();
    }

    fn send(&self, request: Request<Body>) -> Reply {
        block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap();
            Reply {
                status: parts.status.as_u16(),
                headers: parts.headers,
                body: String::from_utf8(body.to_vec()).unwrap(),
            }
        })
    }

    /// Asks as a browser on this machine would.
    fn get(&self, address: &str) -> Reply {
        self.get_with(address, &[])
    }

    fn get_with(&self, address: &str, headers: &[(&str, &str)]) -> Reply {
        self.send(request(Method::GET, address, headers))
    }

    #[track_caller]
    fn json(&self, address: &str) -> Value {
        let reply = self.get(address);
        assert_eq!(reply.status, 200, "{address}: {}", reply.body);
        assert_eq!(reply.header("content-type"), "application/json", "{address}");
        reply.json()
    }

    /// Checks status and parameter of a problem.
    #[track_caller]
    fn check_problem(&self, address: &str, status: StatusCode, parameter: Option<&str>) -> Value {
        let reply = self.get(address);
        assert_eq!((reply.status, reply.header("content-type")), (status.as_u16(), "application/problem+json"));
        let problem = reply.json();
        assert_eq!(problem["status"], status.as_u16());
        assert_eq!(problem["parameter"].as_str(), parameter, "{problem}");
        problem
    }
}

fn request(method: Method, address: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(address);
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        request = request.header("host", format!("127.0.0.1:{PORT}"));
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::empty()).unwrap()
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let value = runtime.block_on(future);
    runtime.shutdown_timeout(Duration::from_secs(5));
    value
}

/// Four articles of two outlets and two speakers; one of neither.
fn archive() -> Vec<RawArticle> {
    let said = "“The dam will hold,” Mayor Ann Lee said on Monday. The mayor was wrong about the dam.";
    vec![
        RawArticle::new("gazette/1", said)
            .with(Field::Title, "A dam holds")
            .with(Field::Outlet, "The Gazette")
            .with(Field::Author, "Jo Roe")
            .with(Field::Date, "2020-03-02"),
        RawArticle::new("gazette/2", "The dams of the county will be inspected, the sheriff said.")
            .with(Field::Outlet, "The Gazette")
            .with(Field::Date, "2020-04-02"),
        RawArticle::new("post/ü 1?#%.txt", "“No dam will hold for ever,” said Bob Ray, an engineer.")
            .with(Field::Outlet, "Valley Post")
            .with(Field::Date, "2019-05-06"),
        RawArticle::new("d", "Nothing of the kind."),
    ]
}
