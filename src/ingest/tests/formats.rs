//! What each format gives.

use super::*;

#[test]
fn a_text_file_is_one_article() {
    check("a.txt", "One\r\ntwo\r\n", &["-|One\ntwo\n"]);
    check("a.txt", "---\ntitle: x\n---\n", &["-|---\ntitle: x\n---\n"]);
}

#[test]
fn markdown_has_front_matter() {
    check("a.md", "---\ntitle: No: deal\nid: 7\n---\n\nText\n", &["7|\nText\n|Title=No: deal"]);
    check("a.md", "# Heading\n", &["-|# Heading\n"]);
    check("a.md", "---\ntitle: x\n---\n", &["-||Title=x"]);
    check(
        "a.md",
        "---\nodd\n---\nText",
        &["~line 2: the front matter cannot be read here; the line was passed over", "-|Text"],
    );
}

#[test]
fn json_lines_are_articles() {
    check(
        "a.jsonl",
        "{\"id\":\"x\",\"Headline\":\"T\",\"body\":\"A\\nb\"}\n\n{\"text\":\"C\"}",
        &["x|A\nb|Title=T", "#2|C"],
    );
    check("a.ndjson", r#"{"title":"only a title"}"#, &["#1||Title=only a title"]);
}

#[test]
fn the_first_key_with_a_value_counts() {
    check("a.jsonl", r#"{"text":"x","publisher":"B","outlet":"","source":"C"}"#, &["#1|x|Outlet=B"]);
    check("a.jsonl", r#"{"headline":"b","title":null,"text":"x"}"#, &["#1|x|Title=b"]);
    check("a.jsonl", r#"{"content":"y","text":" ","maintext":"z"}"#, &["#1|y"]);
}

#[test]
fn values_may_be_numbers_lists_and_objects() {
    check(
        "a.jsonl",
        r#"{"id":12345678901234567890123,"text":"x","date":1583280000.50}"#,
        &["12345678901234567890123|x|Date=1583280000.50"],
    );
    check(
        "a.jsonl",
        r#"{"text":"x","authors":["Ann \"A\" Lee",{"name":"Bob Ray","id":1},null,""]}"#,
        &["#1|x|Author=Ann \"A\" Lee|Author=Bob Ray"],
    );
    // Zotero lists others beside the authors.
    check(
        "a.jsonl",
        r#"{"text":"x","creators":[{"creatorType":"editor","lastName":"Ray"},{"creatorType":"author","firstName":"Ann","lastName":"Lee"}]}"#,
        &["#1|x|Author=Ann Lee"],
    );
    check("a.jsonl", r#"{"text":"x","source":{"id":null,"url":"https://fox.com","name":"Fox"}}"#, &["#1|x|Outlet=Fox"]);
    check("a.jsonl", r#"{"text":"x","author":"Ann Lee and Bob Ray"}"#, &["#1|x|Author=Ann Lee and Bob Ray"]);
    check(
        "a.jsonl",
        r#"{"text":["One.",["Two."]],"date":{"$date":"2020-03-04T00:00:00Z"},"title":true}"#,
        &["#1|One.\n\nTwo.|Date=2020-03-04T00:00:00Z"],
    );
    check("a.jsonl", r#"{"body":{"x":1,"content":"b","text":"a"}}"#, &["#1|a"]);
    check(
        "a.jsonl",
        r#"{"text":"x","title":{"value":"T","source":"record"},"outlet":{"value":"O","source":"url","certainty":"exact"},"date":{"value":"2020-03-04","source":"record"},"authors":[{"value":"Ann Lee","source":"byline"},{"value":"Bob Ray","source":"byline"}],"contributors":[],"url":{"value":"https://a.example/x","source":"record"},"language":"en"}"#,
        &["#1|x|Title=T|Outlet=O|Date=2020-03-04|Author=Ann Lee|Author=Bob Ray|Url=https://a.example/x|Language=en"],
    );
}

#[test]
fn a_mapped_key_may_be_a_path() {
    let options = Options {
        keys: KeyMap::parse(&["title=fields.Headline", "outlet=meta.a.b", "text=fields.text"]).unwrap(),
        ..Options::default()
    };
    let record = r#"{"fields":{"headline":"T","text":["x","y"]},"Meta":{"a":{"b":"Fox"}},"title":"other"}"#;
    let (items, _) = read_all("a.jsonl", record.as_bytes(), &options);
    assert_eq!(lines(&items), ["#1|x\n\ny|Title=T|Outlet=Fox"]);
    let (items, _) = read_all("a.csv", b"fields.headline,text\nT,x\n", &options);
    assert_eq!(lines(&items), ["#1|x|Title=T"]);
}

#[test]
fn json_is_an_object_a_list_or_several_objects() {
    check("a.json", "{\n \"title\": \"T\",\n \"text\": \"x\"\n}\n", &["-|x|Title=T"]);
    check("a.json", r#"[{"text":"a [x] \" ]"}, {"id":5,"text":"b"}]"#, &["#1|a [x] \" ]", "5|b"]);
    check("a.json", "{\"text\":\"a\"}\n{\"text\":\"b\"}", &["#1|a", "#2|b"]);
    check("a.json", "[]", &["~file: the array is empty"]);
}

#[test]
fn an_object_around_a_list_of_articles_is_opened() {
    check(
        "a.json",
        r#"{"status":"ok","sources":[{"x":1}],"articles":[{"title":"a"},{"title":"b"}]}"#,
        &["#1||Title=a", "#2||Title=b"],
    );
    check("a.json", r#"{"response":{"results":[{"text":"a"}]}}"#, &["#1|a"]);
    check("a.json", r#"{"title":"Feed","items":[{"text":"a"}]}"#, &["#1|a"]);
    check("a.json", r#"{"title":"Article","related":[{"title":"other"}]}"#, &["-||Title=Article"]);
}

#[test]
fn tables_have_a_header() {
    check("a.csv", "Title,text,Author\nT,\"x, y\n\"\"z\"\"\",Ann Lee\n", &["#1|x, y\n\"z\"|Title=T|Author=Ann Lee"]);
    check("a.tsv", "id\ttext\n1\ta,b\n2\tc\n", &["1|a,b", "2|c"]);
    check("a.csv", "id;text\n1;a\n", &["1|a"]);
    check("a.csv", "text,x\n", &["~file: has a header and no rows"]);
    check("a.csv", "text,title\na,b,,\n", &["#1|a|Title=b"]);
}

#[test]
fn compressed_files_are_read_like_others() {
    check("a.txt.gz", gzip(b"One"), &["-|One"]);
    check("a.JSONL.GZ", [gzip(b"{\"text\":\"a\"}\n"), gzip(b"{\"text\":\"b\"}\n")].concat(), &["#1|a", "#2|b"]);
    check("a.csv.zst", zstd::encode_all(&b"text\na\n"[..], 1).unwrap(), &["#1|a"]);
    check("a.txt.gz", gzip(&utf16("é")), &["-|é"]);
}

#[test]
fn truncated_gzip_keeps_what_came_before() {
    let text: String = (0..20_000).map(|n| format!("{{\"text\":\"record {n} {}\"}}\n", n * 7919 % 10_007)).collect();
    let whole = gzip(text.as_bytes());
    let (items, summary) = read_all("a.jsonl.gz", &whole[..whole.len() / 2], &Options::default());
    assert!(!summary.complete);
    assert!(summary.articles > 1000, "{summary:?}");
    assert_eq!(summary.failures, 1);
    let last = lines(&items).pop().unwrap();
    assert_eq!(last, "!file: the gzip data is cut short; what came before the cut was read");
    check(
        "a.txt.gz",
        &gzip(b"One two three")[..18],
        &["!file: the gzip data is cut short; what came before the cut was read"],
    );
}

#[test]
fn damaged_compressed_files_are_named() {
    let (items, _) = read_all("a.txt.gz", b"no gzip at all", &Options::default());
    assert!(lines(&items)[0].starts_with("!file: the gzip data is damaged ("), "{items:?}");
    let (items, _) = read_all("a.jsonl.zst", b"no zstd at all", &Options::default());
    assert!(lines(&items)[0].starts_with("!file: the zstd data is damaged ("), "{items:?}");
    let whole = zstd::encode_all(&b"{\"text\":\"a\"}\n".repeat(1000)[..], 1).unwrap();
    let (items, _) = read_all("a.jsonl.zst", &whole[..whole.len() - 3], &Options::default());
    assert!(lines(&items).pop().unwrap().contains("the zstd data is cut short"), "{items:?}");
}

#[test]
fn encodings_are_seen() {
    check("a.txt", "\u{FEFF}é", &["-|é"]);
    check("a.txt", utf16("“é”\r\n"), &["-|“é”\n"]);
    check("a.txt", b"caf\xE9 \x93x\x94", &["~file: is not UTF-8; read as Windows-1252", "-|café “x”"]);
    check("a.jsonl", utf16("{\"text\":\"é\"}\n{\"text\":\"b\"}"), &["#1|é", "#2|b"]);
    check(
        "a.jsonl",
        b"{\"text\":\"\xE9\"}\n{\"text\":\"\xE8\"}",
        &["~line 1: is not UTF-8; read as Windows-1252", "#1|é", "#2|è"],
    );
    check("a.csv", b"\xEF\xBB\xBFtext,title\n\xC3\xA9,b\n", &["#1|é|Title=b"]);
}

#[test]
fn the_seeds_are_five_texts() {
    let seeds = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut texts = Vec::new();
    walk(&seeds, &Options::default(), &mut |found| {
        if let Found::File(file) = found {
            read(&file, &Options::default(), None, &mut |item| {
                match item {
                    Item::Article { article, .. } => texts.push(article),
                    other => panic!("{other:?}"),
                }
                ControlFlow::Continue(())
            });
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(texts.len(), 5);
    assert!(texts.iter().all(|one| one.given.is_empty() && one.record.is_none() && !one.text.contains('\r')));
}

#[test]
fn a_feed_announces_no_number_of_articles() {
    let feed = |number: &str| {
        format!(
            "<feed xmlns:thr=\"http://purl.org/syndication/thread/1.0\"{number}><title>F</title>\
             <link rel=\"replies\" thr:count=\"7\"/><entry><title>Otters</title><id>1</id></entry></feed>"
        )
    };
    check("a.xml", feed(""), &["1||Title=Otters|Outlet=F"]);
    // A number that stands around records does.
    let records = "<records count=\"2\"><Record><GOID>1</GOID><RecordTitle>Otters</RecordTitle></Record></records>";
    let (items, _) = read_all("a.xml", records.as_bytes(), &Options::default());
    assert!(lines(&items).last().unwrap().contains("announces 2 articles, and 1 were found"), "{:?}", lines(&items));
}

#[test]
fn a_record_is_another_once_the_file_attached_to_it_has_changed() {
    let tree = Tree::new(&[
        ("z.jsonl", "{\"id\":\"z\",\"title\":\"T\",\"attachments\":[{\"path\":\"t.txt\"}]}"),
        ("b.bib", "@misc{k, title = {T}, file = {t.txt}}"),
        ("t.txt", "Otters."),
    ]);
    let hashes = || -> Vec<u64> {
        let mut hashes = Vec::new();
        for file in tree.walk("", &Options::default()).0.iter().filter(|file| file.path != "t.txt") {
            let summary = read(file, &Options::default(), None, &mut |item| {
                if let Item::Article { hash, .. } = item {
                    hashes.push(hash);
                }
                ControlFlow::Continue(())
            });
            assert_eq!(summary.attached, 1, "{}", file.path);
        }
        hashes
    };
    let before = hashes();
    assert_eq!((before.len(), hashes()), (2, before.clone()));
    tree.write("t.txt", "Otters and foxes.");
    assert!(hashes().iter().zip(&before).all(|(now, before)| now != before));
}
