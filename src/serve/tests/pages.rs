//! Pages: where they lead, and what they say of what is wrong.

use std::io::{Cursor, Write};

use super::Server;
use crate::index::{Silent, UpdateOptions, update};
use crate::model::{Field, RawArticle};

/// The targets of links on a page that hold this text, in order.
fn links(body: &str, part: &str) -> Vec<String> {
    let targets = body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    targets.filter(|target| target.contains(part)).map(|target| target.replace("&amp;", "&")).collect()
}

#[test]
fn a_wrong_date_is_told_on_the_page_and_left_out() {
    let server = Server::small();
    for (page, found) in [
        ("/?q=dam", "3 articles"),
        ("/quotes?q=dam", "2 quotations"),
        ("/kwic?q=dam", "5 matches"),
        ("/compare?a=dam&b=sheriff", "3 articles"),
        ("/families?q=dam", "utterances"),
        ("/stories?q=dam", "stories"),
        ("/article?id=gazette%2F1&q=dam", "A dam holds"),
    ] {
        for (wrong, why) in [("from=soon", "soon"), ("to=2020-13-45", "2020-13-45"), ("from=2021&to=2020", "2021")] {
            let reply = server.get(&format!("{page}&{wrong}"));
            assert_eq!(reply.status, 200, "{page}&{wrong}");
            let text = reply.body.replace("<mark>", "").replace("</mark>", "");
            assert!(text.contains(found) || text.contains("A <mark"), "{page}&{wrong}: {text}");
            if !page.starts_with("/article") {
                assert!(reply.body.contains("shown has no such limit") && reply.body.contains(why), "{page}&{wrong}");
            }
        }
    }
}

#[test]
fn an_export_has_no_date_that_a_program_is_refused() {
    let server = Server::small();
    for wrong in ["from=soon&to=2020", "from=2021&to=2020"] {
        for link in links(&server.get(&format!("/?q=dam&{wrong}")).body, "/export?") {
            assert_eq!(server.get(&link).status, 200, "{link}");
        }
    }
    let kept = links(&server.get("/?q=dam&from=soon&to=2020-03&offset=1").body, "/export?");
    assert!(kept[0].contains("to=2020-03") && !kept[0].contains("soon") && !kept[0].contains("offset"), "{kept:?}");
}

#[test]
fn an_article_leads_back_to_the_list_it_was_opened_from() {
    let server = Server::small();
    for list in [
        "/?q=dam&sort=oldest&outlet=gazette",
        "/?q=dam&limit=1&offset=1&stack=outlet",
        "/quotes?q=hold&group=article&speaker=lee",
        "/quotes?q=hold&limit=1&offset=1",
        "/kwic?q=dam&sort=left&limit=2&offset=2&lang=en",
    ] {
        let page = server.get(list);
        let article =
            links(&page.body, "/article?").into_iter().next().unwrap_or_else(|| panic!("{list}: {}", page.body));
        let reply = server.get(&article);
        assert_eq!(reply.status, 200, "{article}");
        let back = links(&reply.body, "").into_iter().find(|link| {
            let (path, query) = list.split_once('?').unwrap();
            link.starts_with(&format!("{path}?")) && query.split('&').all(|field| link.contains(field))
        });
        assert!(back.is_some() && reply.body.contains("‹ Back to"), "{list} -> {article}");
    }
    assert!(!server.get("/article?id=d").body.contains("‹ Back to"));
    assert_eq!(server.get("/article?id=d&list=quotes&min_probability=2").status, 400);
    let nowhere = server.get("/article?id=d&q=x&list=https%3A%2F%2Fevil.example").body;
    assert!(links(&nowhere, "evil").is_empty() && !links(&nowhere, "/?q=x").is_empty());
}

#[test]
fn a_line_leads_to_its_match() {
    let server = Server::small();
    let page = server.get("/kwic?q=dam&sort=oldest");
    let lines = links(&page.body, "/article?");
    assert_eq!(lines.len(), 5);
    for link in &lines {
        let (address, anchor) = link.split_once('#').unwrap_or_else(|| panic!("{link} leads to no match"));
        let article = server.get(address).body;
        assert!(article.contains(&format!("<mark id=\"{anchor}\">")), "{link}");
    }
    // The headline and two places of the text of one article.
    let anchors: Vec<&str> =
        lines.iter().filter(|link| link.contains("gazette%2F1")).map(|link| link.split_once('#').unwrap().1).collect();
    assert_eq!(anchors, ["t2", "m5", "m81"]);
    // A match of several words has several marks; its line leads to the first.
    let near = links(&server.get("/kwic?q=dam+W%2F9+wrong").body, "/article?");
    assert!(near[0].ends_with("#m65") || near[0].ends_with("#m5"), "{near:?}");
}

#[test]
fn the_file_of_an_article_can_be_opened_also_within_a_container() {
    let server = Server::empty();
    let source = server.folder.path().join("source");
    std::fs::create_dir(&source).unwrap();
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("in/seal.txt", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(b"A seal in a container.").unwrap();
    std::fs::write(source.join("m.zip"), archive.finish().unwrap().into_inner()).unwrap();
    std::fs::write(source.join("otter.txt"), "An otter.").unwrap();
    for root in [source.clone(), source.join("m.zip")] {
        let options = UpdateOptions { paths: vec![root], ..UpdateOptions::new(super::today()) };
        update(&server.folder.path().join("index"), &options, &Silent).unwrap();
    }
    let hits = server.json("/api/v1/query?q=otter+OR+seal")["hits"].as_array().unwrap().clone();
    assert!(hits.len() >= 2);
    for hit in hits {
        let id = crate::serve::params::encode(hit["id"].as_str().unwrap());
        let page = server.get(&format!("/article?id={id}")).body;
        let link = links(&page, "/file?").remove(0);
        let reply = server.get(&link);
        let want =
            if hit["path"].as_str().unwrap().ends_with("seal.txt") { "A seal in a container." } else { "An otter." };
        assert_eq!((reply.status, reply.body.as_str()), (200, want), "{link}");
        assert_eq!(reply.header("content-type"), "text/plain; charset=utf-8");
    }
    std::fs::remove_file(source.join("m.zip")).unwrap();
    assert_eq!(server.get("/file?id=m.zip%2Fin%2Fseal.txt").status, 404);
}

#[test]
fn a_record_of_a_file_can_be_opened_by_itself() {
    let server = Server::empty();
    let source = server.folder.path().join("source");
    std::fs::create_dir(&source).unwrap();
    let lines =
        [r#"{"key":"x","text":"An otter came.","url":"https://example.org/otter"}"#, r#"{"text":"A seal \u003ci>"}"#];
    std::fs::write(source.join("many.jsonl"), lines.join("\n")).unwrap();
    std::fs::write(source.join("rows.csv"), "id,text\nr1,A walrus came.\nr2,\"A shark, too.\"\n").unwrap();
    let page = "<html><body><p>A heron came.</p><script>alert(1)</script></body></html>";
    let sent =
        [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n".to_vec(), gzipped(page)]
            .concat();
    let head = |kind: &str, length: usize| {
        let uri = "WARC-Target-URI: https://example.org/heron\r\nWARC-Date: 2020-03-04T10:00:00Z\r\n";
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\n{uri}Content-Type: application/http\r\nContent-Length: {length}\r\n\r\n"
        )
    };
    let request = "GET / HTTP/1.1\r\n\r\n";
    let before = format!("{}{request}\r\n\r\n{}", head("request", request.len()), head("response", sent.len()));
    std::fs::write(source.join("pages.warc"), [before.as_bytes(), &sent, b"\r\n\r\n"].concat()).unwrap();
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("in/more.jsonl", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(b"{\"id\":\"z\",\"text\":\"A crane came.\"}\n").unwrap();
    std::fs::write(source.join("m.zip"), archive.finish().unwrap().into_inner()).unwrap();
    let options = UpdateOptions {
        paths: vec![source.clone()],
        map: vec!["id=key".to_owned()],
        ..UpdateOptions::new(super::today())
    };
    update(&server.folder.path().join("index"), &options, &Silent).unwrap();
    let check = |query: &str, want: &str| {
        let hits = server.json(&format!("/api/v1/query?q={query}"))["hits"].as_array().unwrap().clone();
        let id = crate::serve::params::encode(hits[0]["id"].as_str().unwrap());
        let found = links(&server.get(&format!("/article?id={id}")).body, "/file?");
        let reply = server.get(&found[0]);
        assert_eq!((reply.status, reply.body.as_str()), (200, want), "{query}");
        assert_eq!(reply.header("content-type"), "text/plain; charset=utf-8");
        assert!(reply.header("content-security-policy").starts_with("default-src 'none'"));
        assert_eq!(found.get(1), Some(&format!("{}&part=file", found[0])));
        found[0].clone()
    };
    let whole = format!("{}&part=file", check("otter", lines[0]));
    assert_eq!(server.get(&whole).body, lines.join("\n"));
    check("seal", lines[1]);
    check("shark", "r2,\"A shark, too.\"");
    check("heron", page);
    let link = check("crane", r#"{"id":"z","text":"A crane came."}"#);
    // Another record under the same id is not what was indexed.
    std::fs::remove_file(source.join("m.zip")).unwrap();
    assert_eq!(server.get(&link).status, 404);
    std::fs::write(source.join("many.jsonl"), lines[0].replace("came", "left")).unwrap();
    assert_eq!(server.get("/file?id=x").status, 404);
    assert_eq!(server.get("/file?id=x&part=half").status, 400);
}

fn gzipped(text: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

#[test]
fn lists_can_be_saved_as_files() {
    let server = Server::small();
    for (page, name, lines) in [
        ("/?q=dam", "articles", 4),
        ("/quotes?q=dam&min_probability=0.1", "quotations", 3),
        ("/kwic?q=dam&limit=2&offset=1", "concordance", 6),
        ("/kwic?q=dam&group=left", "concordance", 4),
        ("/kwic?q=dam&collocates=2&min_count=1", "concordance", 0),
        ("/compare?a=outlet:gazette&b=outlet:post&min_count=1&limit=3", "comparison", 0),
    ] {
        let saved: Vec<String> = links(&server.get(page).body, "format=");
        assert_eq!(saved.len(), 2, "{page}");
        let (csv, jsonl) = (server.get(&saved[0]), server.get(&saved[1]));
        assert_eq!((csv.status, jsonl.status), (200, 200), "{saved:?}");
        assert_eq!(csv.header("content-disposition"), format!("attachment; filename=\"{name}.csv\""));
        assert_eq!(
            (csv.header("content-type"), jsonl.header("content-type")),
            ("text/csv; charset=utf-8", "application/x-ndjson")
        );
        assert_eq!(csv.body.lines().count(), jsonl.body.lines().count() + 1, "{page}");
        // A spreadsheet is told what it is; a program is not bothered.
        let asked = server.get(&saved[0].replace("/save/", "/api/v1/"));
        assert_eq!(csv.body.strip_prefix('\u{feff}'), Some(asked.body.as_str()), "{page}");
        if lines > 0 {
            assert_eq!(csv.body.lines().count(), lines, "{page}: {}", csv.body);
        }
    }
}

#[test]
fn a_filter_ticks_the_rows_that_it_means() {
    let server = Server::small();
    server.index(&[RawArticle::new("w", "A dam.").with(Field::Outlet, "Gazette Weekly")]);
    let ticked = |query: &str| -> Vec<String> {
        let body = server.get(&format!("/?q=dam&{query}")).body;
        let rows = body.split("<a ").filter(|row| {
            row.contains("aria-current=\"true\" data-key=\"outlet=")
                || row.contains("aria-current=\"true\" data-key=\"lang=")
        });
        rows.map(|row| row.split('"').nth(1).unwrap().replace("&amp;", "&")).collect()
    };
    assert_eq!(ticked("outlet=the+gazette"), ["/?q=dam"]);
    assert_eq!(ticked("outlet=VALLEY+post&sort=oldest"), ["/?q=dam&sort=oldest"]);
    // Two outlets have this word: without one the other stays.
    assert_eq!(ticked("outlet=gazette"), ["/?q=dam&outlet=%3DGazette+Weekly", "/?q=dam&outlet=%3DThe+Gazette"]);
    assert_eq!(ticked("lang=EN"), ["/?q=dam"]);
    assert_eq!(ticked("outlet=%3DThe+Gazette"), ["/?q=dam"]);
    assert!(ticked("").is_empty());
}

#[test]
fn what_stands_beside_matches_has_pages() {
    let server = Server::small();
    for shown in ["group=right", "collocates=5"] {
        let first = server.get(&format!("/kwic?q=dam&{shown}&limit=2")).body;
        let next = links(&first, "offset=2");
        assert_eq!(next.len(), 1, "{shown}");
        let second = server.get(&next[0]).body;
        assert!(second.contains("rel=\"prev\"") && second.contains("3–"), "{shown}: {second}");
        assert!(links(&server.get(&format!("/kwic?q=dam&{shown}&limit=50")).body, "offset").is_empty());
        assert!(server.get(&format!("/kwic?q=dam&{shown}&offset=500")).body.contains("ends before this page"));
    }
}

#[test]
fn nobody_is_led_beyond_the_last_page_that_is_answered() {
    let server = Server::limited(|limits| limits.offset = 2);
    for page in ["/?q=dam+OR+kind&limit=1", "/quotes?limit=1", "/kwic?q=dam&limit=1"] {
        let mut link = page.to_owned();
        for _ in 0..5 {
            let reply = server.get(&link);
            assert_eq!(reply.status, 200, "{link}");
            let next = reply.body.split("rel=\"next\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
            match next {
                Some(next) => link = next.replace("&amp;", "&"),
                None => break,
            }
        }
        assert!(link.ends_with("offset=1") || link.ends_with("offset=2"), "{link}");
    }
}

#[test]
fn matches_of_a_query_without_words_are_told_of() {
    let server = Server::small();
    for address in ["/kwic?q=outlet:gazette", "/kwic?outlet==The+Gazette"] {
        let body = server.get(address).body;
        assert!(body.contains("2 articles do match, but for no words"), "{address}: {body}");
        assert!(!body.contains("Type a word or a phrase"), "{address}: {body}");
    }
    assert!(server.get("/kwic").body.contains("Type a word or a phrase"));
    let answer = server.json("/api/v1/kwic?q=outlet:gazette");
    assert!(answer["notes"][0].as_str().unwrap().contains("for no words"), "{answer}");
}

#[test]
fn words_that_do_not_stand_side_by_side_are_offered_apart() {
    let server = Server::small();
    let body = server.get("/?q=%22dam+monday%22").body;
    assert!(body.contains("1 article has them all") && !body.contains("All words must occur"), "{body}");
    let apart = links(&body, "q=dam+monday");
    assert!(server.get(&apart[0]).body.contains("1 article"), "{apart:?}");
    assert!(!server.get("/?q=%22dam+zebra%22").body.contains("them all"));
}
