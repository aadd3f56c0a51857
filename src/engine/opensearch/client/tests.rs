//! A client against nodes that do everything a node can do wrong.

use std::time::{Duration, Instant};

use serde_json::json;

use super::super::fake::{Fake, PACE, Reply, client};
use super::*;
use crate::engine::Stop;

fn found() -> Value {
    json!({"took": 1, "timed_out": false, "_shards": {"total": 3, "failed": 0}, "hits": {"hits": []}})
}

fn error(kind: &str, reason: &str) -> Value {
    json!({"error": {"root_cause": [{"type": kind, "reason": reason}], "type": kind, "reason": reason}})
}

/// What goes wrong when a search is answered like this.
#[track_caller]
fn problem(replies: impl IntoIterator<Item = Reply>) -> ClusterProblem {
    let fake = Fake::new(replies);
    problem_of(fake.client().search("articles", &json!({})))
}

#[track_caller]
fn problem_of<T: std::fmt::Debug>(result: Result<T>) -> ClusterProblem {
    match result {
        Err(Error::Cluster { problem, .. }) => *problem,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_request_carries_path_body_and_credentials() {
    let fake =
        Fake::new([Reply::Json(200, json!({"ok": 1})), Reply::Json(200, json!({})), Reply::Text(404, String::new())]);
    let mut options = ClusterOptions::new(vec![format!("{}/", fake.url)], "articles");
    options.credentials = Credentials::Password { user: "ann".into(), password: "ün:x".into() };
    let client = Client::new(&options).unwrap();
    assert_eq!(client.put("/a%20b/_mapping", &json!({"x": "ü"})).unwrap().body, json!({"ok": 1}));
    client.delete("/a", &Value::Null).unwrap();
    assert_eq!(client.head("/a").unwrap().status, 404);
    assert_eq!(fake.paths(), ["PUT /a%20b/_mapping", "DELETE /a", "HEAD /a"]);
    let asked = fake.asked();
    assert_eq!(asked[0].body, "{\"x\":\"ü\"}");
    assert_eq!(asked[1].body, "");
    let basic = format!("Basic {}", BASE64_STANDARD.encode("ann:ün:x"));
    for asked in &asked {
        assert!(asked.headers.iter().any(|header| header.ends_with(&basic)), "{asked:?}");
    }
}

#[test]
fn an_api_key_names_its_scheme() {
    for (key, want) in [("abc==", "ApiKey abc=="), ("Bearer abc", "Bearer abc")] {
        let fake = Fake::new([Reply::Json(200, json!({}))]);
        let mut options = ClusterOptions::new(vec![fake.url.clone()], "articles");
        options.credentials = Credentials::ApiKey(key.into());
        Client::new(&options).unwrap().get("/").unwrap();
        assert!(fake.asked()[0].headers.iter().any(|header| header.ends_with(want)), "{want}");
    }
}

#[test]
fn what_passes_is_asked_again() {
    for status in [429, 502, 503, 504] {
        let fake = Fake::new([
            Reply::Json(status, error("es_rejected_execution_exception", "full")),
            Reply::Text(status, "<html>busy</html>".to_owned()),
            Reply::Close,
            Reply::Json(200, found()),
        ]);
        assert_eq!(fake.client().search("articles", &json!({})).unwrap(), found(), "{status}");
        assert_eq!(fake.asked().len(), 4);
    }
}

#[test]
fn what_a_lost_node_was_at_is_asked_again() {
    let lost = error("node_disconnected_exception", "[node-2][search] disconnected");
    let fake = Fake::new([Reply::Json(500, lost), Reply::Json(200, found())]);
    assert_eq!(fake.client().search("articles", &json!({})).unwrap(), found());
    assert_eq!(fake.asked().len(), 2);
}

#[test]
fn what_stays_is_asked_once() {
    let replies = |status: u16, kind: &str| {
        let fake = Fake::new([Reply::Json(status, error(kind, "no")), Reply::Json(200, found())]);
        let result = fake.client().search("articles", &json!({}));
        assert_eq!(fake.asked().len(), 1, "{status}");
        problem_of(result)
    };
    assert_eq!(replies(401, "security_exception"), ClusterProblem::Credentials);
    assert_eq!(replies(403, "security_exception"), ClusterProblem::Forbidden { reason: "no".into() });
    assert_eq!(replies(403, "cluster_block_exception"), ClusterProblem::ReadOnly { reason: "no".into() });
    assert_eq!(replies(429, "cluster_block_exception"), ClusterProblem::ReadOnly { reason: "no".into() });
    assert!(matches!(replies(404, "index_not_found_exception"), ClusterProblem::NoCollection { .. }));
    assert!(matches!(replies(400, "parsing_exception"), ClusterProblem::Refused { status: 400, .. }));
    assert!(matches!(replies(500, "null_pointer_exception"), ClusterProblem::Refused { status: 500, .. }));
}

#[test]
fn patience_ends() {
    let begun = Instant::now();
    let busy = Reply::Json(503, error("no_shard_available_action_exception", "none of three"));
    let problem = problem(std::iter::repeat_n(busy, 10_000));
    assert_eq!(problem, ClusterProblem::Unavailable { status: 503, reason: "none of three".into() });
    let took = begun.elapsed();
    assert!(took > PACE.total / 2 && took < PACE.total * 20, "{took:?}");
}

#[test]
fn a_node_that_is_gone_is_passed_over() {
    let fake = Fake::new(std::iter::repeat_n(Reply::Json(200, json!({})), 20));
    let gone = Fake::nobody();
    let client = client(&[&gone, &fake.url, &gone]);
    let begun = Instant::now();
    for _ in 0..20 {
        assert_eq!(client.get("/").unwrap().status, 200);
    }
    assert_eq!(fake.asked().len(), 20);
    assert!(begun.elapsed() < PACE.total, "{:?}", begun.elapsed());
}

#[test]
fn what_a_node_says_comes_before_the_silence_of_others() {
    let busy = Reply::Json(503, error("no_shard_available_action_exception", "none of three"));
    let fake = Fake::new(std::iter::repeat_n(busy, 10_000));
    let client = client(&[&Fake::nobody(), &fake.url, &Fake::nobody()]);
    // Whichever node is the last to be asked.
    for _ in 0..6 {
        let problem = problem_of(client.search("articles", &json!({})));
        assert_eq!(problem, ClusterProblem::Unavailable { status: 503, reason: "none of three".into() });
    }
}

#[test]
fn a_node_that_hangs_costs_one_wait() {
    let hanging = Fake::new(std::iter::repeat_n(Reply::Silence(Duration::from_secs(2)), 4));
    let fake = Fake::new(std::iter::repeat_n(Reply::Json(200, json!({})), 6));
    let client = client(&[&hanging.url, &fake.url]);
    for _ in 0..6 {
        client.get("/").unwrap();
    }
    assert_eq!((fake.asked().len(), hanging.asked().len()), (6, 1));
}

#[test]
fn a_node_that_comes_back_is_asked_again() {
    let well = || Reply::Json(200, json!({}));
    let fake = Fake::new([Reply::Close, well(), well(), well()]);
    let other = Fake::new([well(), well(), well(), well()]);
    let client = client(&[&fake.url, &other.url]);
    for _ in 0..2 {
        client.get("/").unwrap();
    }
    assert_eq!(fake.asked().len(), 1);
    std::thread::sleep(PACE.aside);
    for _ in 0..2 {
        client.get("/").unwrap();
    }
    assert!(fake.asked().len() >= 2, "{:?} {:?}", fake.paths(), other.paths());
}

#[test]
fn silence_is_a_timeout() {
    let begun = Instant::now();
    let silence = Reply::Silence(Duration::from_secs(3));
    assert!(matches!(problem(vec![silence; 20]), ClusterProblem::Timeout { .. }));
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
}

#[test]
fn nobody_there_is_told_soon() {
    let begun = Instant::now();
    let result = client(&[&Fake::nobody()]).get("/");
    assert!(matches!(problem_of(result), ClusterProblem::Unreachable { .. }));
    assert!(begun.elapsed() < PACE.total, "{:?}", begun.elapsed());
}

#[test]
fn an_unknown_host_is_told_with_its_address() {
    let error = client(&["http://no-such-host.invalid:9200"]).get("/x").unwrap_err();
    let message = error.to_string();
    assert!(message.contains("http://no-such-host.invalid:9200") && message.contains("GET /x"), "{message}");
    assert_eq!(problem_of::<()>(Err(error)), ClusterProblem::UnknownHost);
}

#[test]
fn a_port_without_tls_is_not_trusted() {
    let fake = Fake::new([Reply::Close]);
    let url = fake.url.replace("http://", "https://");
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let speaks_plainly = format!("https://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = std::io::Write::write_all(&mut stream, b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    assert!(matches!(problem_of(client(&[&speaks_plainly]).get("/")), ClusterProblem::Tls { .. }));
    // A connection that is closed may as well be a node that is starting.
    assert!(client(&[&url]).get("/").is_err());
}

#[test]
fn what_is_no_json_is_told_with_its_start() {
    let page = "<html>\n  <title>Welcome</title>".to_owned() + &"x".repeat(5000);
    let problem = problem([Reply::Text(200, page)]);
    assert_eq!(problem, ClusterProblem::NotJson { status: 200, start: "<html>…".into() });
    for cut in ["", "{\"hits\":", "\u{0}\u{1b}[31m"] {
        let problem = self::problem([Reply::Text(200, cut.to_owned())]);
        let ClusterProblem::NotJson { start, .. } = problem else { panic!("{problem:?}") };
        assert!(!start.contains(char::is_control));
    }
}

#[test]
fn what_is_no_http_is_told() {
    let replies = std::iter::repeat_n(Reply::Raw("SSH-2.0-OpenSSH_9.2\r\n".to_owned()), 500);
    let problem = problem(replies);
    assert!(matches!(&problem, ClusterProblem::Unreachable { cause } if cause.contains("HTTP")), "{problem:?}");
}

#[test]
fn an_answer_cut_short_is_asked_for_again() {
    let cut = Reply::Raw("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"took\"".to_owned());
    let fake = Fake::new([cut, Reply::Json(200, found())]);
    assert_eq!(fake.client().search("articles", &json!({})).unwrap(), found());
}

#[test]
fn another_address_is_told() {
    let head = "HTTP/1.1 302 Found\r\nlocation: https://login.example.org/\r\ncontent-length: 0\r\n\r\n";
    let problem = problem([Reply::Raw(head.to_owned())]);
    assert_eq!(problem, ClusterProblem::Redirected { to: "https://login.example.org/".into() });
}

#[test]
fn a_huge_answer_is_not_read() {
    let fake = Fake::new([Reply::Huge(super::super::send::MAX_ANSWER_BYTES + 1)]);
    let mut options = ClusterOptions::new(vec![fake.url.clone()], "articles");
    options.timeout = Duration::from_secs(60);
    let problem = problem_of(Client::new(&options).unwrap().get("/"));
    assert!(matches!(problem, ClusterProblem::AnswerTooLarge { .. }), "{problem:?}");
}

#[test]
fn a_huge_request_is_not_sent() {
    let fake = Fake::new([]);
    let lines = "x".repeat(super::super::send::MAX_REQUEST_BYTES + 1);
    assert!(matches!(problem_of(fake.client().bulk(&lines)), ClusterProblem::RequestTooLarge { .. }));
    assert!(fake.asked().is_empty());
}

#[test]
fn partial_results_are_left_to_see() {
    let partial = json!({"timed_out": true, "_shards": {"total": 3, "failed": 1}, "hits": {"hits": []}});
    let fake = Fake::new([Reply::Json(200, partial.clone())]);
    assert_eq!(fake.client().search("articles", &json!({})).unwrap(), partial);
    assert_eq!(fake.paths(), ["POST /articles/_search?search_type=dfs_query_then_fetch"]);
}

#[test]
fn a_shard_on_no_node_is_missing_though_it_did_not_fail() {
    let silent = json!({"timed_out": false, "_shards": {"total": 3, "successful": 2, "skipped": 1, "failed": 0}});
    let fake = Fake::new([Reply::Json(200, silent.clone()), Reply::Json(200, json!({"responses": [silent]}))]);
    let client = fake.client();
    let one = client.search("articles", &json!({})).unwrap();
    assert_eq!(one["_shards"]["failed"], 1);
    let want = ClusterProblem::Partial { failed: 1, total: 3, reason: "on no node".into() };
    assert_eq!(Client::missing(&one), Some(want));
    assert_eq!(client.msearch("articles", &[json!({})]).unwrap()[0]["_shards"]["failed"], 1);
    assert_eq!(Client::missing(&found()), None);
}

#[test]
fn several_searches_are_one_request() {
    let fake = Fake::new([Reply::Json(200, json!({"responses": [found(), {"took": 2}]}))]);
    let answers = fake.client().msearch("articles", &[json!({"size": 0}), json!({"size": 1})]).unwrap();
    assert_eq!(answers, [found(), json!({"took": 2})]);
    let header = "{\"search_type\":\"dfs_query_then_fetch\"}\n";
    assert_eq!(fake.asked()[0].body, format!("{header}{{\"size\":0}}\n{header}{{\"size\":1}}\n"));
    assert!(fake.client().msearch("articles", &[]).unwrap().is_empty());
}

#[test]
fn one_of_several_searches_that_fails_fails_all() {
    let mut failed = error("parsing_exception", "no such query");
    failed["status"] = json!(400);
    let fake = Fake::new([
        Reply::Json(200, json!({"responses": [found(), failed]})),
        Reply::Json(200, json!({"responses": [found()]})),
    ]);
    let two = [json!({}), json!({})];
    let problem = problem_of(fake.client().msearch("articles", &two));
    assert!(matches!(problem, ClusterProblem::Refused { status: 400, .. }), "{problem:?}");
    assert!(matches!(problem_of(fake.client().msearch("articles", &two)), ClusterProblem::Unexpected { .. }));
}

fn page(ids: &[&str]) -> Value {
    let hits: Vec<Value> = ids.iter().map(|id| json!({ "_id": id })).collect();
    json!({"_scroll_id": "s1", "timed_out": false, "_shards": {"total": 3, "failed": 0}, "hits": {"hits": hits}})
}

fn scrolled(fake: &Fake) -> (Vec<String>, Result<()>) {
    let mut ids = Vec::new();
    let result = fake.client().scroll("articles", &json!({"query": {}}), &mut |hits| {
        ids.extend(hits.iter().map(|hit| hit["_id"].as_str().unwrap().to_owned()));
        Ok(ControlFlow::Continue(()))
    });
    (ids, result)
}

#[test]
fn a_scroll_reads_all_pages_and_is_freed() {
    let fake = Fake::new([
        Reply::Json(200, page(&["a", "b"])),
        Reply::Json(429, error("es_rejected_execution_exception", "full")),
        Reply::Json(200, page(&["c"])),
        Reply::Json(200, page(&[])),
        Reply::Json(200, json!({})),
    ]);
    let (ids, result) = scrolled(&fake);
    assert!(result.is_ok(), "{result:?}");
    assert_eq!(ids, ["a", "b", "c"]);
    let paths = fake.paths();
    assert_eq!((paths.len(), paths[0].as_str()), (5, "POST /articles/_search?scroll=5m"));
    assert_eq!(paths[4], "DELETE /_search/scroll");
    assert!(fake.asked()[0].body.contains("_doc"));
}

#[test]
fn a_page_that_may_have_been_sent_is_not_asked_for_again() {
    let fake = Fake::new([Reply::Json(200, page(&["a"])), Reply::Close, Reply::Json(200, json!({}))]);
    let (ids, result) = scrolled(&fake);
    assert_eq!(ids, ["a"]);
    assert!(matches!(problem_of(result), ClusterProblem::Unreachable { .. }));
    assert_eq!(fake.paths()[1..], ["POST /_search/scroll", "DELETE /_search/scroll"]);
}

#[test]
fn a_scroll_without_a_shard_is_no_scroll() {
    let mut partial = page(&["b"]);
    partial["_shards"] =
        json!({"total": 3, "failed": 1, "failures": [{"reason": {"type": "x", "reason": "node left"}}]});
    let fake = Fake::new([Reply::Json(200, page(&["a"])), Reply::Json(200, partial), Reply::Json(200, json!({}))]);
    let (ids, result) = scrolled(&fake);
    assert_eq!(ids, ["a"]);
    assert_eq!(problem_of(result), ClusterProblem::Partial { failed: 1, total: 3, reason: "node left".into() });
    assert_eq!(fake.paths().last().unwrap(), "DELETE /_search/scroll");
}

#[test]
fn a_scroll_may_end_early() {
    let fake = Fake::new([Reply::Json(200, page(&["a"])), Reply::Json(200, json!({}))]);
    fake.client().scroll("articles", &json!({"size": 1}), &mut |_| Ok(ControlFlow::Break(()))).unwrap();
    assert_eq!(fake.paths()[1..], ["DELETE /_search/scroll"]);
}

#[test]
fn actions_come_back_one_by_one() {
    let answer = json!({"errors": true, "items": [
        {"index": {"_id": "a", "status": 201, "result": "created"}},
        {"delete": {"_id": "b", "status": 404, "result": "not_found"}},
        {"index": {"_id": "c", "status": 400, "error": {"type": "mapper_parsing_exception", "reason": "no date",
            "caused_by": {"type": "x", "reason": "of 2020-13"}}}},
    ]});
    let fake = Fake::new([Reply::Json(200, answer)]);
    let items = fake.client().bulk("{}\n").unwrap().items;
    let shown: Vec<String> = items
        .iter()
        .map(|item| {
            let reason = item.error.as_ref().map_or("", |error| &error.reason);
            format!("{} {} {} {}{reason}", item.action, item.id, item.status, item.result)
        })
        .collect();
    assert_eq!(shown, ["index a 201 created", "delete b 404 not_found", "index c 400 no date: of 2020-13"]);
    assert!(fake.asked()[0].headers.iter().any(|header| header.contains("application/x-ndjson")));
}

#[test]
fn a_bulk_answer_without_items_is_unexpected() {
    for body in [json!({}), json!({"items": [{}]}), json!({"items": [{"index": {"_id": "a"}}]}), json!([])] {
        let fake = Fake::new([Reply::Json(200, body.clone())]);
        assert!(matches!(problem_of(fake.client().bulk("{}\n")), ClusterProblem::Unexpected { .. }), "{body}");
    }
}

#[test]
fn versions_and_products_are_told_apart() {
    let version = |body: Value| {
        let fake = Fake::new([Reply::Json(200, body)]);
        fake.client().version()
    };
    let opensearch = |number: &str| version(json!({"version": {"distribution": "opensearch", "number": number}}));
    for number in ["2.4.0", "2.19.1", "3.0.0-beta1"] {
        assert_eq!(opensearch(number).unwrap(), number);
    }
    let found = |result| match problem_of(result) {
        ClusterProblem::Version { found } => found,
        other => panic!("{other}"),
    };
    assert_eq!(found(opensearch("2.3.9")), "OpenSearch 2.3.9");
    assert_eq!(found(opensearch("1.3")), "OpenSearch 1.3");
    assert_eq!(found(version(json!({"version": {"number": "8.11.1"}}))), "Elasticsearch 8.11.1");
    assert_eq!(found(version(json!({"couchdb": "Welcome"}))), "something else");
}

#[test]
fn nobody_waits_for_a_search_that_is_stopped() {
    let fake = Fake::new(std::iter::repeat_n(Reply::Json(503, json!({})), 10_000));
    let client = fake.client();
    let stop = Stop::new();
    let begun = Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(50));
            stop.stop();
        });
        let result = stop.within(|| client.get("/"));
        assert!(matches!(result, Err(Error::Stopped)), "{result:?}");
    });
    assert!(begun.elapsed() < PACE.total, "{:?}", begun.elapsed());
}

/// A node that answers one request through TLS, with a certificate for 127.0.0.1 of an authority of ours
/// (both made with openssl, valid for a hundred years, of use nowhere else).
fn node_with_tls() -> u16 {
    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    use std::io::{Read, Write};

    let certificate = CertificateDer::from_pem_slice(include_bytes!("tls/node.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("tls/node.key")).unwrap();
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let config = std::sync::Arc::new(config);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = rustls::ServerConnection::new(std::sync::Arc::clone(&config)).unwrap();
            let mut stream = rustls::StreamOwned::new(connection, stream);
            // A request without a body fits in one read; who does not trust us sends none.
            if stream.read(&mut [0; 4096]).is_ok() {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"tls\":1}");
            }
        }
    });
    port
}

#[test]
fn a_node_is_trusted_by_the_authority_that_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let ca = folder.path().join("ca.pem");
    std::fs::write(&ca, include_bytes!("tls/ca.pem")).unwrap();
    let port = node_with_tls();
    let ask = |host: &str, ca: Option<std::path::PathBuf>| {
        let mut options = ClusterOptions::new(vec![format!("https://{host}:{port}")], "articles");
        options.ca = ca;
        Client::new(&options).unwrap().with_pace(PACE).get("/")
    };
    assert_eq!(ask("127.0.0.1", Some(ca.clone())).unwrap().body, json!({"tls": 1}));
    // An authority that browsers do not know, and a certificate of another name.
    for result in [ask("127.0.0.1", None), ask("localhost", Some(ca))] {
        let problem = problem_of(result);
        assert!(problem.to_string().contains("--ca"), "{problem}");
    }
}

#[test]
fn certificates_are_read_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut options = ClusterOptions::new(vec!["https://a".to_owned()], "articles");
    let path = folder.path().join("ca.pem");
    options.ca = Some(path.clone());
    assert!(matches!(Client::new(&options), Err(Error::Read { .. })));
    for content in ["", "no certificate", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"] {
        std::fs::write(&path, content).unwrap();
        assert!(matches!(Client::new(&options), Err(Error::Malformed { .. })), "{content:?}");
    }
}

#[test]
fn pauses_double_up_to_a_limit_and_differ() {
    let pace = Pace::default();
    for (n, whole) in [(1, 100), (2, 200), (4, 800), (7, 5000), (1000, 5000)] {
        let pause = pace.pause(n);
        let whole = Duration::from_millis(whole);
        assert!(pause >= whole / 2 && pause <= whole, "{n}: {pause:?}");
    }
    let pauses: std::collections::BTreeSet<Duration> = (0..50).map(|_| pace.pause(7)).collect();
    assert!(pauses.len() > 10, "{pauses:?}");
}
