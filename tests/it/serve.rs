//! `search serve`: the real program on a port of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ExitStatus};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::util::{Archive, TODAY};

/// The program, serving; ended when dropped.
struct Server {
    child: Child,
    address: String,
    stderr: BufReader<std::process::ChildStderr>,
}

/// What came back.
struct Reply {
    status: u16,
    head: String,
    body: String,
}

impl Reply {
    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    fn header(&self, name: &str) -> Option<&str> {
        let is_named = |line: &&str| line.split(':').next().is_some_and(|found| found.eq_ignore_ascii_case(name));
        self.head.lines().find(is_named).and_then(|line| line.split_once(": ")).map(|(_, value)| value)
    }
}

impl Server {
    fn start(archive: &Archive, arguments: &[&str]) -> Server {
        let mut child = archive.command().args(["serve", "--port", "0"]).args(arguments).spawn().expect("it starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("an address");
        let address = line.trim().strip_prefix("http://").and_then(|rest| rest.strip_suffix('/'));
        let address = address.unwrap_or_else(|| panic!("no address: {line}")).to_owned();
        let stderr = BufReader::new(child.stderr.take().expect("a pipe"));
        Server { child, address, stderr }
    }

    /// Sends a request on a connection of its own.
    fn send(&self, request: &str) -> Reply {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a time limit");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("it answers");
        let text = String::from_utf8(bytes).expect("UTF-8");
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no head: {text}"));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        let body = match head.to_ascii_lowercase().contains("transfer-encoding: chunked") {
            true => unchunked(body),
            false => body.to_owned(),
        };
        Reply { status, head: head.to_owned(), body }
    }

    fn get(&self, path: &str) -> Reply {
        self.get_with(path, "")
    }

    /// `headers`: further lines, each with its end.
    fn get_with(&self, path: &str, headers: &str) -> Reply {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}\r\n", self.address))
    }

    fn post(&self, path: &str, text: &str) -> Reply {
        let head = format!("Host: {}\r\nConnection: close\r\nContent-Length: {}", self.address, text.len());
        self.send(&format!("POST {path} HTTP/1.1\r\n{head}\r\n\r\n{text}"))
    }

    /// Interrupts it, as Ctrl-C does, and waits for its end; what it said on standard error.
    #[cfg(unix)]
    fn interrupt(mut self) -> (ExitStatus, String) {
        let killed = std::process::Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        assert!(killed.expect("kill runs").success());
        let status = self.wait();
        let mut said = String::new();
        self.stderr.read_to_string(&mut said).expect("UTF-8");
        (status, said)
    }

    fn wait(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("it can be waited for") {
                return status;
            }
            assert!(start.elapsed() < Duration::from_secs(20), "it does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The content of a chunked body; panics if its end is missing.
fn unchunked(body: &str) -> String {
    let (mut rest, mut content) = (body.as_bytes(), Vec::new());
    loop {
        let end = rest.windows(2).position(|pair| pair == b"\r\n").expect("the size of a chunk");
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).expect("ASCII"), 16).expect("a size");
        if size == 0 {
            return String::from_utf8(content).expect("UTF-8");
        }
        content.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + 2 + size + 2..];
    }
}

/// The same without what differs from run to run.
fn timeless(mut answer: Value) -> Value {
    if let Some(took) = answer.get_mut("took_ms") {
        assert!(took.is_number(), "{took}");
        *took = Value::Null;
    }
    answer
}

#[test]
fn the_api_answers_what_the_command_line_prints() {
    let archive = Archive::of_seeds();
    let server = Server::start(&archive, &[]);
    let id = "001_8c99b4070233d63e.txt";
    let hunt = "%22witch+hunt%22";
    let rows: [(String, &[&str]); 17] = [
        (format!("query?q={hunt}&limit=2"), &["query", "\"witch hunt\"", "--limit", "2", "--format", "json"]),
        (
            "query?q=trump&speaker=sessions&from=2020&facets=outlet,date,speaker,author,language&by=year".into(),
            &[
                "query",
                "trump",
                "--speaker",
                "sessions",
                "--from",
                "2020",
                "--facets",
                "outlet,date,speaker,author,language",
                "--by",
                "year",
                "--format",
                "json",
            ],
        ),
        (
            "query?q=trump&sort=oldest&offset=1&limit=1&outlet=nbc&outlet=daily+wire".into(),
            &[
                "query",
                "trump",
                "--sort",
                "oldest",
                "--offset",
                "1",
                "--limit",
                "1",
                "--outlet",
                "nbc",
                "--outlet",
                "daily wire",
                "--format",
                "json",
            ],
        ),
        ("query?q=senate+race&any=true".into(), &["query", "senate", "race", "--any", "--format", "json"]),
        (
            "query?q=recus!+w%2F5+law&syntax=nexis".into(),
            &["query", "recus! w/5 law", "--syntax", "nexis", "--format", "json"],
        ),
        (
            format!("quotes?q={hunt}&facets=speaker"),
            &["quotes", "\"witch hunt\"", "--facets", "speaker", "--format", "json"],
        ),
        (
            "quotes?speaker=sessions&min_probability=0.5&limit=50".into(),
            &["quotes", "--speaker", "sessions", "--min-probability", "0.5", "--limit", "50", "--format", "json"],
        ),
        (
            "kwic?q=recus*&sort=left&width=20".into(),
            &["kwic", "recus*", "--sort", "left", "--width", "20", "--format", "json"],
        ),
        (
            "kwic?q=trump&collocates=4&measure=log-dice".into(),
            &["kwic", "trump", "--collocates", "4", "--measure", "log-dice", "--format", "json"],
        ),
        (
            "compare?a=speaker:trump&b=NOT+speaker:trump&in=said".into(),
            &["compare", "speaker:trump", "NOT speaker:trump", "--in", "said", "--format", "json"],
        ),
        (
            "query?q=trump&distinct=true&facets=outlet".into(),
            &["query", "trump", "--distinct", "--facets", "outlet", "--format", "json"],
        ),
        (
            format!("families?q={hunt}&min_outlets=2&members=true"),
            &["quotes", "\"witch hunt\"", "--families", "--min-outlets", "2", "--members", "--format", "json"],
        ),
        ("stories?q=recusal".into(), &["stories", "recusal", "--format", "json"]),
        (format!("similar/{id}?limit=2"), &["similar", id, "--limit", "2", "--format", "json"]),
        ("reprints".into(), &["reprints", "--format", "json"]),
        ("speakers?limit=3".into(), &["speakers", "--limit", "3", "--format", "json"]),
        ("explain?q=recus*+outlet:nbc".into(), &["query", "recus* outlet:nbc", "--explain", "--format", "json"]),
    ];
    for (path, arguments) in &rows {
        let reply = server.get(&format!("/api/v1/{path}"));
        assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        let printed = archive.run(*arguments);
        let mut answer = reply.json();
        // What the program tells on standard error stands in the answer.
        if let Some(undated) = answer.as_object_mut().and_then(|answer| answer.remove("undated")) {
            assert!(printed.stderr.contains(&format!("{undated} more articles would match")), "{}", printed.stderr);
        }
        for hit in answer.get_mut("hits").and_then(Value::as_array_mut).into_iter().flatten() {
            let reprints = hit.as_object_mut().and_then(|hit| hit.remove("reprints"));
            assert_eq!(reprints.is_some(), path.contains("distinct=true"), "{path}");
        }
        assert_eq!(timeless(answer), timeless(printed.json()), "{path}");
    }
    // What has no time in it is the same to the last byte.
    for (path, arguments) in [
        (format!("article/{id}"), vec!["show", id, "--format", "json"]),
        ("facets?q=trump&limit=3".to_owned(), vec!["facets", "trump", "--limit", "3", "--format", "json"]),
        ("stats".to_owned(), vec!["stats", "--format", "json"]),
        ("export?q=trump".to_owned(), vec!["export", "trump"]),
        (
            format!("export?of=quotes&q={hunt}&format=csv"),
            vec!["export", "--quotes", "\"witch hunt\"", "--format", "csv"],
        ),
        ("export?q=trump&format=csl-json".to_owned(), vec!["export", "trump", "--format", "csl-json"]),
        (
            format!("diff?a={id}&b=002_6cbd762b0ddfde73.txt"),
            vec!["diff", id, "002_6cbd762b0ddfde73.txt", "--format", "json"],
        ),
        ("kwic?q=recus*&format=csv&limit=50".to_owned(), vec!["kwic", "recus*", "--limit", "50", "--format", "csv"]),
        ("export?format=csv&from=2020".to_owned(), vec!["export", "--format", "csv", "--from", "2020"]),
    ] {
        let reply = server.get(&format!("/api/v1/{path}"));
        assert_eq!(reply.body, archive.run(&arguments).success().stdout, "{path}");
    }
}

#[test]
fn what_another_run_indexes_is_seen_without_a_restart() {
    let archive = Archive::new().file("a/one.txt", "An otter.");
    let mut server = Server::start(&archive, &[]);
    assert_eq!(server.get("/api/v1/query?q=otter").status, 503);
    assert_eq!(server.get("/").status, 503);
    let mut said = String::new();
    for _ in 0..2 {
        server.stderr.read_line(&mut said).expect("a line");
    }
    assert!(said.contains("serving the index in `index`") && said.contains("no articles are indexed yet"), "{said}");

    archive.run(["index", "a"]).success();
    let reply = server.get("/api/v1/query?q=otter");
    assert_eq!((reply.status, reply.json()["total"].as_u64()), (200, Some(1)));
    let tag = reply.header("etag").expect("a tag").to_owned();
    assert_eq!(server.get_with("/api/v1/query?q=otter", &format!("If-None-Match: {tag}\r\n")).status, 304);

    archive.write("a/two.txt", "Two otters.");
    archive.run(["index"]).success();
    let reply = server.get_with("/api/v1/query?q=otter", &format!("If-None-Match: {tag}\r\n"));
    assert_eq!((reply.status, reply.json()["total"].as_u64()), (200, Some(2)));
    archive.run(["index", "--rebuild"]).success();
    assert_eq!(server.get("/api/v1/stats").json()["articles"], 2);

    archive.remove("index");
    assert_eq!(server.get("/api/v1/query?q=otter").status, 503);
    archive.run(["index", "a"]).success();
    assert_eq!(server.get("/api/v1/query?q=otter").json()["total"], 2);
}

#[test]
fn only_this_machine_and_its_own_names_are_answered() {
    let archive = Archive::of_seeds();
    let server = Server::start(&archive, &[]);
    assert!(server.address.starts_with("127.0.0.1:"), "{}", server.address);
    let evil = "GET /api/v1/stats HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    assert_eq!(server.send(evil).status, 403);
    assert_eq!(server.send("GET / HTTP/1.0\r\n\r\n").status, 403);
    assert_eq!(server.get_with("/", "Origin: http://evil.example\r\n").status, 403);
    assert_eq!(server.get("/api/v1/article/..%2F..%2FCargo.toml").status, 404);
    assert_eq!(server.get("/assets/../../etc/passwd").status, 404);
    let posted =
        format!("POST / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", server.address);
    assert_eq!(server.send(&posted).status, 405);
}

#[test]
fn other_machines_need_a_token() {
    let archive = Archive::of_seeds();
    archive.run(["serve", "--host", "127.0.0.1"]).ends_with(2).tells(&["`--host` needs a token"]);
    archive.run(["serve", "--port", "0", "--token", "short"]).ends_with(2).tells(&["16 or more"]);
    archive.run(["serve", "--port", "99999"]).ends_with(2);
    archive.run(["serve", "--allow-host", "archive.example"]).ends_with(2).tells(&["`--allow-host` needs a token"]);
    let token = "0123456789abcdef";
    let archive = archive.file("empty", "\n").file("token", "0123456789abcdef\n");
    archive.run(["serve", "--token-file", "empty"]).ends_with(2).tells(&["`empty` holds no token"]);
    archive.run(["serve", "--token-file", "nowhere"]).ends_with(2).tells(&["nowhere"]);
    archive.run(["serve", "--token-file", "token", "--token", token]).ends_with(2);
    let server = Server::start(&archive, &["--host", "127.0.0.1", "--token-file", "token"]);
    assert_eq!(server.get("/api/v1/stats").status, 401);
    assert_eq!(server.get_with("/api/v1/stats", &format!("Authorization: Bearer {token}\r\n")).status, 200);
    let reply = server.get(&format!("/?token={token}"));
    assert_eq!((reply.status, reply.header("location")), (303, Some("/")));
    let cookie = reply.header("set-cookie").and_then(|cookie| cookie.split(';').next()).expect("a cookie").to_owned();
    assert_eq!(server.get_with("/", &format!("Cookie: {cookie}\r\n")).status, 200);
}

#[test]
fn a_port_that_is_taken_is_told() {
    let archive = Archive::of_seeds();
    let server = Server::start(&archive, &[]);
    let port = server.address.rsplit(':').next().expect("a port").to_owned();
    archive.run(["serve", "--port", &port]).ends_with(2).tells(&["cannot listen", "choose another with --port"]);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_in_order() {
    let archive = Archive::of_seeds();
    let server = Server::start(&archive, &[]);
    // A connection that is kept open does not keep the program.
    let mut idle = TcpStream::connect(&server.address).expect("it listens");
    idle.write_all(format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).as_bytes()).expect("it reads");
    let mut first = [0; 15];
    idle.read_exact(&mut first).expect("it answers");
    assert_eq!(&first, b"HTTP/1.1 200 OK");
    let start = Instant::now();
    let (status, said) = server.interrupt();
    assert_eq!(status.code(), Some(130), "{said}");
    assert!(said.contains("ending"), "{said}");
    assert!(start.elapsed() < Duration::from_secs(4), "it takes {:?}", start.elapsed());
}

/// True if `found` is what the document shows. In the document `…` at the end of a text or a list, or
/// as a key, stands for what is left out, and times are of another run.
fn is_shown(shown: &Value, found: &Value) -> bool {
    match (shown, found) {
        (Value::String(shown), Value::String(found)) => match shown.strip_suffix('…') {
            Some(start) => found.starts_with(start),
            None => shown == found,
        },
        (Value::Array(shown), Value::Array(found)) => {
            let is_cut = shown.last().is_some_and(|last| last == "…");
            let n_shown = shown.len() - usize::from(is_cut);
            (is_cut || n_shown == found.len())
                && n_shown <= found.len()
                && shown.iter().take(n_shown).zip(found).all(|(shown, found)| is_shown(shown, found))
        }
        (Value::Object(shown), Value::Object(found)) => {
            let is_cut = shown.contains_key("…");
            let is_same = |(key, value): (&String, &Value)| {
                key == "…" || found.get(key).is_some_and(|found| key == "took_ms" || is_shown(value, found))
            };
            (is_cut || shown.len() == found.len()) && shown.iter().all(is_same)
        }
        (shown, found) => shown == found,
    }
}

#[test]
fn the_examples_of_the_document_are_true() {
    let archive = Archive::of_seeds();
    let server = Server::start(&archive, &[]);
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/API.md")).expect("docs/API.md");
    let mut endpoints = Vec::new();
    let mut blocks = text.split("```");
    while let (Some(_), Some(block)) = (blocks.next(), blocks.next()) {
        let Some(command) = block.strip_prefix("sh\ncurl ") else { continue };
        let (_, answer) = (blocks.next(), blocks.next().expect("an answer behind each command"));
        let path = command.split("http://127.0.0.1:7700").nth(1).expect("an address");
        let path = path.split('\'').next().expect("its end");
        let reply = match command.split("--data-binary '").nth(1).and_then(|rest| rest.split('\'').next()) {
            Some(text) => server.post(path, text),
            None => server.get(path),
        };
        endpoints.push(path.split(['?', '/']).nth(3).expect("an endpoint").to_owned());
        if let Some(shown) = answer.strip_prefix("json\n") {
            let shown: Value = serde_json::from_str(shown).unwrap_or_else(|error| panic!("{path}: {error}"));
            // Of an export, the first line.
            let found = serde_json::Deserializer::from_str(&reply.body).into_iter().next().expect("JSON");
            let found: Value = found.unwrap_or_else(|error| panic!("{path}: {error}"));
            assert!(is_shown(&shown, &found), "docs/API.md, {path}: the answer is\n{found:#}");
        } else {
            let shown = answer.split_once('\n').expect("a block").1.trim_end();
            let shown = shown.strip_suffix('…').unwrap_or(shown);
            assert!(reply.body.starts_with(shown), "docs/API.md, {path}: the answer is\n{}", reply.body);
        }
    }
    for endpoint in [
        "query",
        "quotes",
        "facets",
        "kwic",
        "compare",
        "article",
        "speakers",
        "similar",
        "diff",
        "check",
        "families",
        "family",
        "stories",
        "story",
        "reprints",
        "stats",
        "explain",
        "export",
        "openapi.json",
    ] {
        assert!(endpoints.iter().any(|known| known == endpoint), "docs/API.md has no example of {endpoint}");
    }
    assert!(!TODAY.is_empty());
}
