//! Who may ask, and what every answer carries.

use axum::http::Method;

use super::{PORT, Server, request};
use crate::index::{Silent, UpdateOptions, update};
use crate::serve::{Access, assets};

/// The status for these headers.
#[track_caller]
fn check(server: &Server, headers: &[(&str, &str)], want: u16) {
    for address in ["/", "/api/v1/query?q=dam", "/assets/page.js"] {
        assert_eq!(server.get_with(address, headers).status, want, "{address} {headers:?}");
    }
}

#[test]
fn only_names_of_this_machine_are_answered() {
    let server = Server::small();
    for host in ["127.0.0.1:7700", "localhost:7700", "LOCALHOST:7700", "[::1]:7700", "127.0.0.2:7700"] {
        check(&server, &[("host", host)], 200);
    }
    for host in [
        "evil.example:7700",
        "evil.example",
        "127.0.0.1",
        "127.0.0.1:80",
        "localhost:7701",
        "localhost.evil.example:7700",
        "127.0.0.1.nip.io:7700",
        "192.168.1.5:7700",
        "0.0.0.0:7700",
        "localhost:7700@evil.example",
        ":7700",
        "",
        "é:7700",
    ] {
        check(&server, &[("host", host)], 403);
    }
}

#[test]
fn pages_of_other_sites_are_not_answered() {
    let server = Server::small();
    check(&server, &[("origin", "http://127.0.0.1:7700")], 200);
    for origin in ["http://evil.example", "null", "http://127.0.0.1:8000", "http://localhost:7700", "file://"] {
        check(&server, &[("origin", origin)], 403);
    }
    check(&server, &[("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "cors")], 200);
    check(&server, &[("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate")], 200);
    let followed = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];
    check(&server, &followed, 200);
    let framed = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")];
    check(&server, &framed, 403);
    check(&server, &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")], 403);
    check(&server, &[("sec-fetch-site", "same-site"), ("sec-fetch-mode", "cors")], 403);
}

#[test]
fn every_answer_has_the_headers_that_keep_hostile_text_harmless() {
    let server = Server::small();
    let addresses =
        ["/", "/nothing", "/api/v1/query?q=dam", "/api/v1/query?limit=x", "/assets/icon.svg", "/api/v1/export"];
    let mut replies: Vec<_> = addresses.iter().map(|address| server.get(address)).collect();
    replies.push(server.get_with("/", &[("host", "evil.example")]));
    replies.push(server.send(request(Method::POST, "/api/v1/query", &[])));
    let tag = server.get("/").header("etag").to_owned();
    replies.push(server.get_with("/", &[("if-none-match", &tag)]));
    // The sheet that stands in a page is the one that the policy allows.
    let page = server.get("/").body;
    let sheet = page.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).expect("a sheet").0;
    assert_eq!(sheet, assets::style());
    let policy = format!("style-src '{}';", assets::style_hash());
    for reply in replies {
        assert!(reply.header("content-security-policy").contains(&policy));
        assert!(reply.header("content-security-policy").starts_with("default-src 'none'; "));
        assert!(!reply.header("content-security-policy").contains("unsafe"));
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert_eq!(reply.header("referrer-policy"), "same-origin");
        assert_eq!(reply.header("cross-origin-resource-policy"), "same-origin");
        let allows_others = reply.headers.keys().any(|name| name.as_str().starts_with("access-control-"));
        assert!(!allows_others);
    }
}

#[test]
fn nothing_can_be_changed_from_here() {
    let server = Server::small();
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS, Method::TRACE] {
        for address in ["/", "/api/v1/query", "/api/v1/article/d", "/nothing"] {
            let reply = server.send(request(method.clone(), address, &[]));
            assert_eq!((reply.status, reply.header("allow")), (405, "GET, HEAD"), "{method} {address}");
        }
    }
    let reply = server.send(request(Method::POST, "/api/v1/query", &[]));
    assert_eq!(reply.header("content-type"), "application/problem+json");
    assert_eq!(reply.json()["status"], 405);
}

#[test]
fn what_is_too_large_is_refused() {
    let server = Server::small();
    let long = format!("/api/v1/query?q={}", "a".repeat(17 << 10));
    let reply = server.get(&long);
    assert_eq!((reply.status, reply.json()["status"].as_u64()), (414, Some(414)));
    assert_eq!(server.get(&format!("/?q={}", "a".repeat(15 << 10))).status, 200);
    assert_eq!(server.get_with("/", &[("content-length", "5")]).status, 413);
    assert_eq!(server.get_with("/", &[("content-length", "0")]).status, 200);
    assert_eq!(server.get_with("/", &[("transfer-encoding", "chunked")]).status, 413);
}

const TOKEN: &str = "0123456789abcdef";

fn guarded() -> Server {
    let server = Server::with(|options| options.access = Access::token(PORT, TOKEN).unwrap());
    server.index(&super::archive());
    server
}

#[test]
fn who_has_no_token_gets_nothing() {
    let server = guarded();
    let bearer = format!("Bearer {TOKEN}");
    for address in ["/", "/api/v1/query?q=dam", "/api/v1/export", "/file?id=d", "/overview", "/nothing"] {
        assert_eq!(server.get(address).status, 401, "{address}");
    }
    let check = |server: &Server, headers: &[(&str, &str)], want: u16| {
        for address in ["/", "/api/v1/query?q=dam"] {
            assert_eq!(server.get_with(address, headers).status, want, "{address} {headers:?}");
        }
    };
    check(&server, &[("authorization", "Bearer 0123456789abcdeX")], 401);
    check(&server, &[("authorization", "Bearer 0123456789abcde")], 401);
    check(&server, &[("authorization", "Basic 0123456789abcdef")], 401);
    check(&server, &[("cookie", "search-7701=0123456789abcdef")], 401);
    check(&server, &[("authorization", "bearer 0123456789abcdef")], 200);
    check(&server, &[("cookie", "a=b; search-7700=0123456789abcdef")], 200);
    check(&server, &[("authorization", &bearer), ("origin", "http://evil.example")], 403);
    // The page that asks for the token can be read, and says what to do.
    assert_eq!(server.get("/assets/page.js").status, 200);
    let page = server.get("/quotes").body;
    assert!(page.contains("name=\"token\"") && page.contains("SEARCH_TOKEN"), "{page}");
    let reply = server.get("/api/v1/stats");
    assert_eq!((reply.header("www-authenticate"), reply.json()["status"].as_u64()), ("Bearer", Some(401)));
    assert!(!reply.body.contains(TOKEN));
}

#[test]
fn a_token_in_the_address_becomes_a_cookie() {
    let server = guarded();
    let reply = server.get(&format!("/?q=a+b&token={TOKEN}&outlet=x"));
    assert_eq!((reply.status, reply.header("location")), (303, "/?q=a%20b&outlet=x"));
    let cookie = reply.header("set-cookie");
    assert!(cookie.starts_with("search-7700=0123456789abcdef; ") && cookie.contains("HttpOnly"), "{cookie}");
    assert!(cookie.contains("SameSite=Strict"), "{cookie}");
    assert_eq!(server.get("/?token=wrong").status, 401);
    for path in ["//evil.example/", "///evil.example/", "/%5Cevil.example/"] {
        let location = server.get(&format!("{path}?token={TOKEN}")).header("location").to_owned();
        assert!(location.starts_with('/') && !location.starts_with("//") && !location.contains('\\'), "{location}");
    }
}

#[test]
fn with_a_token_too_only_known_names_are_answered() {
    let server = Server::with(|options| {
        let access = Access::token(PORT, TOKEN).unwrap();
        options.access = access.answering_to(["archive.example".to_owned()]);
    });
    server.index(&super::archive());
    let bearer = format!("Bearer {TOKEN}");
    for (host, want) in [
        ("archive.example:7700", 200),
        ("ARCHIVE.example", 200),
        ("archive.example.:443", 200),
        ("192.168.1.5:7700", 200),
        ("[fe80::1]:7700", 200),
        ("localhost:7700", 200),
        ("evil.example:7700", 403),
        ("archive.example.evil.example", 403),
        ("192.168.1.5.nip.io:7700", 403),
        ("", 403),
    ] {
        check(&server, &[("host", host), ("authorization", &bearer)], want);
    }
    let told = server.get_with("/api/v1/stats", &[("host", "newsbox:7700")]).json();
    assert!(told["advice"].as_str().unwrap().contains("--allow-host"), "{told}");
}

#[test]
fn a_code_stands_for_the_token_once() {
    let access = Access::token(PORT, TOKEN).unwrap();
    let server = Server::with(|options| options.access = access.clone());
    server.index(&super::archive());
    let first = access.code();
    let code = access.code();
    assert!(first != code && code.len() == 32);
    assert_eq!(server.get(&format!("/?code={first}")).status, 401);
    let reply = server.get(&format!("/?code={code}"));
    assert_eq!((reply.status, reply.header("location")), (303, "/"));
    assert!(reply.header("set-cookie").contains(TOKEN));
    assert_eq!(server.get(&format!("/?code={code}")).status, 401);
    assert_eq!(server.get("/?code=").status, 401);
}

#[test]
fn others_are_not_told_where_articles_lie() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("cellar");
    std::fs::create_dir(&source).unwrap();
    std::fs::write(source.join("a.txt"), "A dam.").unwrap();
    std::fs::write(source.join("broken.json"), "{").unwrap();
    let shows = |access: Access| {
        let server = Server::with(|options| options.access = access);
        let index = server.folder.path().join("index");
        let options = UpdateOptions { paths: vec![source.clone()], ..UpdateOptions::new(super::today()) };
        update(&index, &options, &Silent).unwrap();
        let cookie = format!("search-{PORT}={TOKEN}");
        let page = server.get_with("/overview", &[("cookie", &cookie)]);
        assert_eq!(page.status, 200);
        assert!(page.body.contains("broken.json"), "{}", page.body);
        page.body.contains(folder.path().to_str().unwrap())
    };
    assert!(shows(Access::local(PORT)));
    assert!(!shows(Access::token(PORT, TOKEN).unwrap()));
}

#[test]
fn a_token_is_long_and_plain() {
    assert!(Access::token(PORT, "short").is_err());
    assert!(Access::token(PORT, "with a blank in it; and more").is_err());
    assert!(Access::token(PORT, "é123456789abcdef").is_err());
    assert!(Access::token(PORT, "abcDEF-._~+/=0123").is_ok());
}
