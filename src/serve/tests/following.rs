//! Commits of others, and an index that comes and goes.

use axum::http::StatusCode;

use super::{Server, archive};
use crate::model::RawArticle;

#[test]
fn an_answer_that_is_known_is_not_sent_again() {
    let server = Server::small();
    for address in ["/api/v1/query?q=dam", "/api/v1/stats", "/api/v1/export", "/", "/assets/page.js"] {
        let first = server.get(address);
        let tag = first.header("etag").to_owned();
        assert!(!tag.is_empty(), "{address}");
        let again = server.get_with(address, &[("if-none-match", &tag)]);
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{address}");
        assert_eq!(again.header("etag"), tag);
        let other = server.get_with(address, &[("if-none-match", "\"other\", W/\"x\"")]);
        assert_eq!((other.status, other.body.is_empty()), (200, first.body.is_empty()), "{address}");
    }
    // What is wrong is told also to those who claim to know the answer.
    let tag = server.get("/api/v1/stats").header("etag").to_owned();
    assert_eq!(server.get_with("/api/v1/query?limit=x", &[("if-none-match", &tag)]).status, 400);
}

#[test]
fn a_commit_of_another_process_is_seen_at_once() {
    let server = Server::small();
    let total = || server.json("/api/v1/query?q=dam&limit=0")["total"].clone();
    assert_eq!(total(), 3);
    let tag = server.get("/api/v1/query?q=dam").header("etag").to_owned();
    for n in 1..4 {
        server.index(&[RawArticle::new(format!("new/{n}"), "Another dam.")]);
        assert_eq!(total(), 3 + n);
        let reply = server.get_with("/api/v1/query?q=dam", &[("if-none-match", &tag)]);
        assert_eq!(reply.status, 200);
        assert_ne!(reply.header("etag"), tag);
    }
    // Nothing was committed since.
    let tag = server.get("/api/v1/query?q=dam").header("etag").to_owned();
    assert_eq!(server.get("/api/v1/query?q=dam").header("etag"), tag);
}

#[test]
fn an_index_may_come_and_go() {
    let server = Server::empty();
    let unavailable = StatusCode::SERVICE_UNAVAILABLE;
    for _ in 0..2 {
        for address in ["query?q=dam", "quotes", "facets", "stats", "speakers", "article/d", "export", "kwic?q=a"] {
            let problem = server.check_problem(&format!("/api/v1/{address}"), unavailable, None);
            assert!(problem["advice"].as_str().unwrap().contains("search index PATH"), "{problem}");
        }
        let page = server.get("/");
        assert_eq!((page.status, page.header("content-type")), (503, "text/html; charset=utf-8"));
        assert!(page.body.contains("articles are indexed yet") && page.body.contains("search index PATH"));
        assert!(page.header("retry-after").parse::<u32>().is_ok());

        server.index(&archive());
        assert_eq!(server.json("/api/v1/query?q=dam")["total"], 3);
        assert_eq!(server.get("/").status, 200);
        std::fs::remove_dir_all(server.folder.path().join("index")).unwrap();
    }
}

#[test]
fn a_folder_that_is_no_index_is_told_without_its_path() {
    let server = Server::empty();
    let folder = server.folder.path().join("index");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("notes.txt"), "mine").unwrap();
    let problem = server.check_problem("/api/v1/stats", StatusCode::SERVICE_UNAVAILABLE, None);
    assert!(!problem.to_string().contains(folder.to_str().unwrap()), "{problem}");
}
