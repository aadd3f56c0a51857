//! Endpoints.

use axum::http::{Method, StatusCode};

use super::{Server, request};
use crate::model::{Field, RawArticle};
use crate::serve::params::encode;

/// Ids of the hits, in order.
#[track_caller]
fn check_hits(server: &Server, query: &str, want: &[&str]) {
    let answer = server.json(&format!("/api/v1/query?{query}"));
    let ids: Vec<&str> = answer["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap()).collect();
    assert_eq!(ids, want, "{query}");
}

#[test]
fn a_query_is_answered_as_on_the_command_line() {
    let server = Server::small();
    let answer = server.json("/api/v1/query?q=%22dam+will%22&limit=1&facets=outlet,date&by=year");
    assert_eq!((&answer["version"], &answer["query"]), (&1.into(), &"\"dam will\"".into()));
    assert_eq!((&answer["total"], &answer["relaxed"]), (&2.into(), &false.into()));
    assert_eq!(answer["hits"].as_array().unwrap().len(), 1);
    assert!(!answer["hits"][0]["passages"][0]["highlights"][0].is_null());
    assert_eq!(answer["facets"]["outlet"].as_array().unwrap().len(), 2);
    assert_eq!(answer["facets"]["date"][0]["value"], "2019");
    assert!(answer["facets"]["speaker"].is_null());
}

#[test]
fn filters_keep_names_exact_names_and_what_is_unknown() {
    let server = Server::small();
    let post = "post/ü 1?#%.txt";
    check_hits(&server, "outlet=gazette&sort=oldest", &["gazette/1", "gazette/2"]);
    check_hits(&server, "outlet=%3DGazette", &[]);
    check_hits(&server, "outlet=valley&outlet=%3F&sort=oldest", &[post, "d"]);
    check_hits(&server, "speaker=lee", &["gazette/1"]);
    check_hits(&server, "author=jo+roe", &["gazette/1"]);
    check_hits(&server, "date=%3F", &["d"]);
    check_hits(&server, "date=%3F&from=2020&sort=newest", &["gazette/2", "gazette/1", "d"]);
    check_hits(&server, "from=2020-03&to=2020-03", &["gazette/1"]);
    check_hits(&server, "q=dam+sheriff&any=true&sort=oldest&limit=1&page=2", &["gazette/1"]);
    check_hits(&server, "q=dam&sort=oldest&limit=1&offset=2", &["gazette/2"]);
    check_hits(&server, "q=&limit=0", &[]);
    // A program whose variable is empty is told, and does not find everything.
    for name in ["outlet", "lang", "from", "limit", "sort", "any", "date", "syntax", "by"] {
        server.check_problem(&format!("/api/v1/query?{name}="), StatusCode::BAD_REQUEST, Some(name));
    }
    assert_eq!(server.get("/?q=&outlet=&from=&sort=&any=").status, 200);
}

#[test]
fn several_words_are_no_phrase() {
    let server = Server::small();
    let answer = server.json("/api/v1/query?q=dam+hold");
    assert_eq!((&answer["searched"], &answer["total"]), (&"dam hold".into(), &2.into()));
}

#[test]
fn quotations_speakers_facets_and_stats_are_answered() {
    let server = Server::small();
    let quotes = server.json("/api/v1/quotes?q=hold&speaker=lee&facets=speaker");
    assert_eq!((&quotes["total"], &quotes["quotes"][0]["speaker"]), (&1.into(), &"Ann Lee".into()));
    assert_eq!(server.json("/api/v1/quotes?min_probability=1")["total"], 0);
    let facets = server.json("/api/v1/facets?q=dam&limit=1&outlet=%3F");
    assert_eq!((&facets["version"], &facets["total"]), (&1.into(), &0.into()));
    assert_eq!(facets["facets"]["outlet"].as_array().unwrap().len(), 1);
    assert_eq!(server.json("/api/v1/facets?limit=0&facets=outlet")["facets"]["outlet"].as_array().unwrap().len(), 3);
    let speakers = server.json("/api/v1/speakers?name=ann&name=ray");
    assert_eq!(speakers["total"], 2);
    let second = server.json("/api/v1/speakers?limit=1&offset=1");
    assert_eq!((&second["total"], second["speakers"].as_array().unwrap().len()), (&2.into(), 1));
    assert_eq!(server.json("/api/v1/speakers?offset=99")["speakers"].as_array().unwrap().len(), 0);
    let stats = server.json("/api/v1/stats");
    assert_eq!((&stats["articles"], &stats["generation"]), (&4.into(), &1.into()));
    assert_eq!(server.json("/api/v1/stats"), stats);
}

#[test]
fn what_the_command_line_tells_on_standard_error_stands_in_the_answer() {
    let server = Server::small();
    server
        .index(&[RawArticle::new("w", "A dam.").with(Field::Outlet, "Gazette Weekly"), RawArticle::new("u", "A dam.")]);
    let asked = "dam+colour:red&outlet=gazette&outlet=%3F&from=2019";
    for path in ["query?q=", "quotes?q=", "facets?q=", "kwic?q="] {
        let answer = server.json(&format!("/api/v1/{path}{asked}"));
        let warning = &answer["warnings"][0];
        assert_eq!((&warning["start"], &warning["end"]), (&4.into(), &10.into()), "{path}: {answer}");
        assert!(warning["message"].as_str().unwrap().contains("no field `colour`"), "{path}: {answer}");
        assert_eq!(answer["notes"][0], "outlet `gazette` means Gazette Weekly, The Gazette", "{path}: {answer}");
    }
    // The query `colour:red` is read as text, which nothing has.
    assert_eq!(server.json("/api/v1/query?q=dam&from=2019")["undated"], 2);
    let sets = server.json("/api/v1/compare?a=dam+colour:red&b=dam&outlet=gazette&from=2019");
    assert_eq!((&sets["a"]["warnings"][0]["start"], &sets["b"]["warnings"]), (&4.into(), &serde_json::Value::Null));
    assert_eq!((sets["notes"].as_array().unwrap().len(), &sets["b"]["undated"]), (1, &1.into()), "{sets}");
    let plain = server.json("/api/v1/query?q=dam");
    for key in ["warnings", "notes", "undated"] {
        assert!(plain.get(key).is_none(), "{key} stands there for nothing");
    }
}

#[test]
fn matches_are_listed_grouped_and_compared() {
    let server = Server::small();
    let lines = server.json("/api/v1/kwic?q=dam&sort=right&width=10&limit=2");
    assert_eq!((&lines["total"], lines["lines"].as_array().unwrap().len()), (&5.into(), 2));
    let groups = server.json("/api/v1/kwic?q=dam&group=left&group_words=2");
    assert!(groups["lines"].is_null() && !groups["groups"][0]["count"].is_null(), "{groups}");
    let near = server.json("/api/v1/kwic?q=dam&collocates=3&min_count=1&measure=log-dice");
    assert!(!near["collocates"][0]["log_dice"].is_null(), "{near}");
    let sets = server.json("/api/v1/compare?a=outlet:gazette&b=outlet:post&min_count=1&in=text");
    assert_eq!((&sets["a"]["articles"], &sets["b"]["articles"]), (&2.into(), &1.into()));
    let explained = server.json("/api/v1/explain?q=dam+colour:x");
    assert_eq!(explained["terms"][0]["term"], "dam");
    assert_eq!(explained["warnings"].as_array().unwrap().len(), 1);
}

#[test]
fn an_article_is_asked_for_by_its_id_alone() {
    let server = Server::small();
    let id = "post/ü 1?#%.txt";
    for address in [encode(id), encode(id).replace("%2F", "/"), encode("ü 1?#%.txt").replace("%C3", "%c3")] {
        let reply = server.get(&format!("/api/v1/article/{address}"));
        if reply.status == 200 {
            assert_eq!(reply.json()["id"], id, "{address}");
        } else {
            assert_eq!(reply.status, 404, "{address}");
        }
    }
    assert_eq!(server.json(&format!("/api/v1/article/{}", encode(id)))["outlet"]["value"], "Valley Post");
    for address in ["nobody", "..%2f..%2fnews-search.json", "../../../etc/passwd", "%2Fetc%2Fpasswd", "%00", "."] {
        server.check_problem(&format!("/api/v1/article/{address}"), StatusCode::NOT_FOUND, None);
    }
    server.check_problem("/api/v1/article/%FF", StatusCode::BAD_REQUEST, None);
    server.check_problem("/api/v1/article/d?q=a", StatusCode::BAD_REQUEST, Some("q"));
    server.check_problem("/api/v1/article/", StatusCode::NOT_FOUND, None);
}

#[test]
fn an_export_streams_everything_in_order_of_id() {
    let server = Server::empty();
    let text = "A line about otters that is repeated. ".repeat(100);
    let articles: Vec<RawArticle> = (0..300).map(|n| RawArticle::new(format!("{n:03}"), text.clone())).collect();
    server.index(&articles);
    let reply = server.get("/api/v1/export?q=otter");
    assert_eq!((reply.status, reply.header("content-type")), (200, "application/x-ndjson"));
    assert_eq!(reply.header("content-disposition"), "attachment; filename=\"articles.jsonl\"");
    assert!(reply.body.len() > 1_000_000);
    let ids: Vec<String> = reply
        .body
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids, (0..300).map(|n| format!("{n:03}")).collect::<Vec<_>>());
    let part = server.get("/api/v1/export?offset=298&limit=1");
    assert!(part.body.starts_with(r#"{"version":1,"id":"298""#) && part.body.lines().count() == 1, "{}", part.body);
    let none = server.get("/api/v1/export?q=zebra");
    assert_eq!((none.status, none.body.as_str()), (200, ""));
    let table = server.get("/api/v1/export?format=csv&limit=2");
    assert_eq!(table.header("content-type"), "text/csv; charset=utf-8");
    assert!(table.body.starts_with("id,path,title,"), "{}", table.body);
    let head = server.send(request(Method::HEAD, "/api/v1/export", &[]));
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(head.header("content-type"), "application/x-ndjson");
}

#[test]
fn what_cannot_be_read_or_answered_is_a_problem_with_its_parameter() {
    let server = Server::small();
    let bad = StatusCode::BAD_REQUEST;
    server.check_problem("/api/v1/query?limit=1001", bad, Some("limit"));
    server.check_problem("/api/v1/query?colour=red", bad, Some("colour"));
    server.check_problem("/api/v1/quotes?min_probability=2", bad, Some("min_probability"));
    server.check_problem("/api/v1/quotes?min_probability=NaN", bad, Some("min_probability"));
    server.check_problem("/api/v1/kwic", bad, Some("q"));
    server.check_problem("/api/v1/compare?a=x", bad, Some("b"));
    server.check_problem("/api/v1/export?format=xml", bad, Some("format"));
    server.check_problem("/api/v1/speakers?name=--", bad, Some("name"));
    server.check_problem("/api/v1/stats?x=1", bad, Some("x"));
    server.check_problem("/api/v1/query?from=2021&to=2020", StatusCode::UNPROCESSABLE_ENTITY, Some("from"));
    server.check_problem("/api/v1/nothing", StatusCode::NOT_FOUND, None);
    let problem = server.check_problem("/api/v1/query?colour=red", bad, Some("colour"));
    assert!(problem["advice"].as_str().unwrap().contains("outlet, speaker"), "{problem}");
}

#[test]
fn head_has_the_headers_and_no_body() {
    let server = Server::small();
    for address in ["/", "/api/v1/query?q=dam", "/api/v1/stats", "/assets/page.js", "/api/v1/openapi.json"] {
        let get = server.get(address);
        let head = server.send(request(Method::HEAD, address, &[]));
        assert_eq!((head.status, head.body.as_str()), (200, ""), "{address}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{address}");
        assert_eq!(head.header("etag"), get.header("etag"), "{address}");
    }
}

#[test]
fn a_piece_that_two_outlets_print_counts_once_if_asked() {
    let server = Server::empty();
    let text: String = (0..120).map(|number| format!("otter{number} ")).collect();
    let printed = |outlet: &str| RawArticle::new(format!("{outlet}/1"), &text).with(Field::Outlet, outlet);
    server.index(&[printed("Gazette"), printed("Post"), RawArticle::new("alone", "otter7 alone")]);
    for (query, once) in [("", false), ("&distinct=true", true)] {
        assert_eq!(server.json(&format!("/api/v1/query?q=otter7{query}"))["total"], if once { 2 } else { 3 });
        let lines = server.get(&format!("/kwic?q=otter7{query}")).body;
        assert!(lines.contains(if once { "2 matches" } else { "3 matches" }), "{lines}");
        let answer = server.json(&format!("/api/v1/query?q=otter7{query}&sort=oldest"));
        let reprints: Vec<Option<u64>> =
            answer["hits"].as_array().unwrap().iter().map(|hit| hit["reprints"].as_u64()).collect();
        assert!(
            if once { reprints.contains(&Some(1)) && reprints.contains(&Some(0)) } else { reprints == [None; 3] },
            "{reprints:?}"
        );
        let page = server.get(&format!("/?q=otter7{query}")).body;
        assert_eq!(page.contains("Stands for 1 reprint<"), once, "{page}");
        let article = server.get(&format!("/article?id=Gazette%2F1{query}")).body;
        assert_eq!(article.contains("the same text as the earliest"), once, "{article}");
        let link = if once { "/?q=otter7\"" } else { "/?q=otter7&amp;distinct=true\"" };
        assert!(page.contains(link), "{page}");
    }
}

/// Three outlets with the words of one person, two of them with the same text.
fn spread() -> Server {
    let server = Server::empty();
    let text = "“The old dam beside the river will hold for another hundred years,” Mayor Ann Lee said on Monday. "
        .to_owned()
        + &(0..60).map(|number| format!("otter{number} ")).collect::<String>();
    let own = "“The old dam beside the river will hold for another hundred winters,” Ann Lee said. Nobody was sure.";
    let printed = |outlet: &str, text: &str| {
        RawArticle::new(format!("{outlet}/1"), text).with(Field::Outlet, outlet).with(Field::Date, "2020-03-02")
    };
    server.index(&[printed("Gazette", &text), printed("Post", &text), printed("Courier", own)]);
    server
}

#[test]
fn groups_of_all_articles_are_answered() {
    let server = spread();
    let families = server.json("/api/v1/families?q=dam&min_outlets=2&members=true");
    let family = &families["families"][0];
    assert_eq!(
        (&families["total"], &family["quotations"], family["members"].as_array().unwrap().len()),
        (&1.into(), &3.into(), 3)
    );
    let id = family["id"].as_str().unwrap();
    let detail = server.json(&format!("/api/v1/family/{id}?limit=2"));
    assert_eq!((&detail["family"]["id"], detail["variants"].as_array().unwrap().len()), (&family["id"], 2));
    let altered = server.json("/api/v1/families?altered=true&min_outlets=2");
    assert_eq!((&altered["total"], &altered["variants"][0]["outlet"]), (&1.into(), &"Courier".into()), "{altered}");
    let stories = server.json("/api/v1/stories?q=dam");
    assert_eq!(&stories["stories"][0]["matching"], 3, "{stories}");
    let story = stories["stories"][0]["id"].as_str().unwrap();
    let detail = server.json(&format!("/api/v1/story/{story}?limit=1&utterances=1"));
    assert_eq!(
        (detail["timeline"].as_array().unwrap().len(), detail["matrix"]["utterances"].as_array().unwrap().len()),
        (1, 1)
    );
    let reprints = server.json("/api/v1/reprints?prefer=post");
    assert_eq!((&reprints["total"], &reprints["groups"][0]["representative"]), (&1.into(), &"Post/1".into()));
    assert_eq!(server.json("/api/v1/reprints/Gazette%2F1")["groups"][0]["size"], 2);
    assert_eq!(server.json("/api/v1/reprints/Courier%2F1")["total"], 0);
    let similar = server.json("/api/v1/similar/Gazette%2F1?limit=1");
    assert_eq!((&similar["hits"][0]["id"], similar["hits"].as_array().unwrap().len()), (&"Post/1".into(), 1));
    assert_eq!(server.json("/api/v1/diff?a=Gazette%2F1&b=Post%2F1")["sentences"][0]["change"], "same");
    for address in
        ["family/nobody22", "story/nobody22", "reprints/nobody", "similar/nobody", "diff?a=nobody&b=Post%2F1"]
    {
        server.check_problem(&format!("/api/v1/{address}"), StatusCode::NOT_FOUND, None);
    }
    for (address, parameter) in [
        ("families?distinct=true", "distinct"),
        ("families?altered=true&members=true", "members"),
        ("reprints?prefer=%3F", "prefer"),
        ("diff?a=x", "b"),
        ("export?min_probability=0.5", "min_probability"),
    ] {
        server.check_problem(&format!("/api/v1/{address}"), StatusCode::BAD_REQUEST, Some(parameter));
    }
}

#[test]
fn quotations_and_citations_are_exported() {
    let server = spread();
    let lines = server.get("/api/v1/export?of=quotes&q=dam&offset=1&limit=1");
    assert_eq!(lines.header("content-disposition"), "attachment; filename=\"quotations.jsonl\"");
    assert!(
        lines.body.contains(r#""rank":1,"score":0.0,"id":"Gazette/1#q1""#) && lines.body.lines().count() == 1,
        "{}",
        lines.body
    );
    assert_eq!(server.get("/api/v1/export?of=quotes&min_probability=1").body, "");
    assert_eq!(server.get("/api/v1/export?of=quotes&speaker=lee").body.lines().count(), 3);
    for (format, want, ending) in
        [("bibtex", "@", "bib"), ("ris", "TY  - ", "ris"), ("csl-json", "[", "json"), ("markdown", "", "md")]
    {
        for of in ["articles", "quotes"] {
            let reply = server.get(&format!("/api/v1/export?of={of}&format={format}"));
            assert!(reply.body.starts_with(want) && reply.body.contains("Gazette"), "{format}: {}", reply.body);
            assert!(reply.header("content-disposition").ends_with(&format!(".{ending}\"")));
        }
    }
    assert_eq!(server.get("/api/v1/export?format=csl-json&q=zebra").json(), serde_json::json!([]));
}

#[test]
fn a_text_is_checked_and_nothing_else_is_sent() {
    let server = spread();
    let post = |address: &str, text: &str, headers: &[(&str, &str)]| {
        let (parts, _) = request(Method::POST, address, headers).into_parts();
        server.send(axum::http::Request::from_parts(parts, axum::body::Body::from(text.to_owned())))
    };
    let text =
        "Lee: “The old dam beside the river will hold for another hundred years.” And: “Nobody ever said this at all.”";
    let reply = post("/api/v1/check?limit=1", text, &[]);
    let answer = reply.json();
    assert_eq!(
        (reply.status, &answer["total"], &answer["verbatim"], &answer["not_found"]),
        (200, &2.into(), &1.into(), &1.into())
    );
    assert_eq!(answer["quotes"][0]["places"].as_array().unwrap().len(), 1);
    let html = post(
        "/api/v1/check",
        &format!("<p>{text}</p><script>“x y z a b c d”</script>"),
        &[("content-type", "text/html; charset=utf-8")],
    );
    assert_eq!((html.status, &html.json()["total"]), (200, &2.into()));
    let check = |address: &str, text: &str, headers: &[(&str, &str)], want: u16| {
        let reply = post(address, text, headers);
        assert_eq!((reply.status, reply.header("content-type")), (want, "application/problem+json"), "{}", reply.body);
    };
    check("/api/v1/check", &"a".repeat((1 << 20) + 1), &[], 413);
    check("/api/v1/check", "a", &[("content-length", "2000000")], 413);
    check("/api/v1/check?x=1", "a", &[], 400);
    check("/api/v1/check", "", &[], 400);
    check("/api/v1/check", "a", &[("origin", "http://evil.example")], 403);
    check("/api/v1/check/", "a", &[], 405);
    let get = server.get("/api/v1/check");
    assert_eq!(
        (get.status, get.header("allow"), get.header("content-type")),
        (405, "POST", "application/problem+json")
    );
}

#[test]
fn a_text_is_checked_on_a_page() {
    let server = spread();
    let post = |text: &str, headers: &[(&str, &str)]| {
        let form = ("content-type", "application/x-www-form-urlencoded");
        let headers = if headers.is_empty() { &[form] } else { headers };
        let (parts, _) = request(Method::POST, "/check", headers).into_parts();
        let body = format!("text={}", crate::serve::params::encode(text));
        server.send(axum::http::Request::from_parts(parts, axum::body::Body::from(body)))
    };
    assert!(server.get("/check?q=dam&outlet=gazette").body.contains("<textarea"));
    assert_eq!(server.get("/check?colour=red").status, 400);
    let held = "The old dam beside the river will hold for another hundred years.";
    let other = "The old dam beside the river will break for another hundred years.";
    let reply = post(&format!("Lee: “{held}”\r\n“{other}” <b>“Nobody ever said <i>this</i> at all.”"), &[]);
    assert_eq!((reply.status, reply.header("content-type")), (200, "text/html; charset=utf-8"));
    let page = &reply.body;
    assert!(page.contains("3 quotations") && page.contains("1 verbatim, 1 differs, 1 not found"), "{page}");
    assert!(page.contains("<del>break</del> <ins>hold</ins>"), "{page}");
    assert!(page.contains("said &lt;i&gt;this") && !page.contains("<i>"), "{page}");
    // The place is where the link leads to.
    let link = page.split("class=\"to-article\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let (address, anchor) = link.split_once('#').expect("an anchor");
    let article = server.get(&address.replace("&amp;", "&")).body;
    assert!(article.contains(&format!("id=\"{anchor}\"")), "{link}: {article}");
    assert!(post("Nothing is said here.", &[]).body.contains("0 quotations"));
    assert!(post(" ", &[]).body.contains("Is it quoted as it was said?"));
    let form = ("content-type", "application/x-www-form-urlencoded; charset=utf-8");
    assert_eq!(post(held, &[form]).status, 200);
    assert_eq!(post(held, &[("content-type", "text/plain")]).status, 415);
    assert_eq!(post(held, &[form, ("origin", "http://evil.example")]).status, 403);
    assert_eq!(post(held, &[form, ("origin", "null")]).status, 403);
    assert_eq!(post(&"a".repeat((1 << 20) + 1), &[]).status, 413);
    assert_eq!(server.send(request(Method::PUT, "/check", &[])).header("allow"), "GET, HEAD, POST");
}

#[test]
fn people_are_listed_with_their_own_quotations_alone() {
    let server = Server::small();
    server.index(&[RawArticle::new("nobody", "“Nobody knows who said these words.” It was heard on Monday.")]);
    let page = |query: &str| server.get(&format!("/quotes?group=speaker{query}")).body;
    let has =
        |page: &str| ["Ann Lee</bdi>", "Bob Ray</bdi>", "Speaker not known</bdi>"].map(|name| page.contains(name));
    let total = server.json("/api/v1/quotes?speaker=%3F")["total"].as_u64().unwrap();
    assert_eq!(total, 1);
    assert_eq!(has(&page("")), [true, true, true]);
    assert_eq!(has(&page("&speaker=lee")), [true, false, false]);
    assert_eq!(has(&page("&speaker=%3F")), [false, false, true]);
    assert_eq!(has(&page("&speaker=%3DAnn+Lee&speaker=%3F")), [true, false, true]);
    assert!(server.get("/?q=dam&distinct=true").body.contains("/kwic?q=dam&amp;distinct=true"));
    assert!(server.get("/?offset=1000").body.contains("The list ends before this page."));
}
