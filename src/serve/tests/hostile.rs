//! Articles that would like to be more than text.

use super::Server;
use crate::model::{Field, RawArticle};

const HOSTILE: [&str; 8] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "' onmouseover='alert(1)",
    "{{7*7}} ${7*7} <!--",
    "\u{202E}txt.exe\u{2066}",
    "]]>&lt;script&gt;",
];

fn hostile() -> Server {
    let server = Server::empty();
    let mut articles: Vec<RawArticle> = HOSTILE
        .iter()
        .map(|text| {
            RawArticle::new(format!("{text}.txt"), format!("“A witch {text} hunt,” said Ann Lee. {text}"))
                .with(Field::Title, *text)
                .with(Field::Outlet, *text)
                .with(Field::Author, *text)
                .with(Field::Url, "javascript:alert(1)")
        })
        .collect();
    articles.push(RawArticle::new("long", "A witch.").with(Field::Title, "<b>".repeat(100 << 10)));
    articles.push(RawArticle::new("bare", "<script>alert(1)</script> witch"));
    server.index(&articles);
    server
}

/// What a page has outside of its texts: tags of the article would be among these.
fn check_page(body: &str, address: &str) {
    for bad in ["<script>", "<img", "<svg/", "onerror=alert(1)>", "<b><b>", "href=\"javascript:"] {
        assert!(!body.contains(bad), "{address} has {bad}");
    }
    assert!(!body.contains("style=\""), "{address} has a style of its own, which the policy forbids");
}

#[test]
fn pages_escape_all_that_articles_say() {
    let server = hostile();
    let typed: String = HOSTILE.map(crate::serve::params::encode).join("+");
    let mut addresses: Vec<String> = [
        "/",
        "/?q=witch&limit=100",
        "/?q=nothing",
        "/?limit=%3Cscript%3E",
        "/%3Cscript%3E",
        "/overview",
        "/kwic?q=witch",
        "/families",
        "/families?q=witch",
        "/stories",
        "/stories?q=witch",
        "/?q=witch&distinct=true",
    ]
    .map(str::to_owned)
    .into();
    addresses.extend(["/quotes", "/quotes?q=witch&group=speaker", "/quotes?q=hunt&group=article"].map(str::to_owned));
    addresses.push("/compare?a=witch&b=hunt".to_owned());
    for path in ["/?q=", "/quotes?q=", "/kwic?q=", "/compare?b=a&a=", "/?speaker=", "/?from=", "/overview?outlet=", "/"]
    {
        addresses.push(format!("{path}{typed}"));
    }
    for id in HOSTILE.iter().map(|text| format!("{text}.txt")).chain(["long".to_owned(), "bare".to_owned()]) {
        addresses.push(format!("/article?q=witch&id={}", crate::serve::params::encode(&id)));
    }
    for id in ["family/<script>", "\"><img src=x onerror=alert(1)>", "//evil.example"] {
        addresses.push(format!("/article?q=witch&id=bare&list={}", crate::serve::params::encode(id)));
    }
    for list in ["/families", "/stories"] {
        let body = server.get(list).body;
        let links = body.split("href=\"").filter(|link| link.starts_with("/family?") || link.starts_with("/story?"));
        addresses.extend(links.filter_map(|link| Some(link.split('"').next()?.replace("&amp;", "&"))));
    }
    assert!(addresses.iter().any(|address| address.starts_with("/story?")), "{addresses:?}");
    for address in addresses {
        let reply = server.get(&address);
        assert!([200, 400, 404].contains(&reply.status), "{} {address}", reply.status);
        assert_eq!(reply.header("content-type"), "text/html; charset=utf-8", "{address}");
        check_page(&reply.body, &address);
    }
}

#[test]
fn programs_get_articles_as_they_are() {
    let server = hostile();
    let answer = server.json("/api/v1/query?q=witch&limit=100&facets=outlet,author");
    assert_eq!(answer["total"], 10);
    let titles: Vec<&str> = answer["hits"].as_array().unwrap().iter().filter_map(|hit| hit["title"].as_str()).collect();
    for text in HOSTILE {
        assert!(titles.contains(&text), "{text}");
    }
    assert!(titles.iter().any(|title| title.len() == 300 << 10));
    for hit in answer["hits"].as_array().unwrap() {
        let id = hit["id"].as_str().unwrap();
        let article = server.json(&format!("/api/v1/article/{}", crate::serve::params::encode(id)));
        assert_eq!(article["id"], id);
        let passage = hit["passages"][0]["text"].as_str().unwrap();
        assert!(article["text"].as_str().unwrap().contains(passage), "{id}");
    }
}
