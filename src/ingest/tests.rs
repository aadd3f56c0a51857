//! Files as they come: formats, encodings, and all that can be wrong with them.

use std::fs;
use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use rustc_hash::FxHashMap;
use tempfile::TempDir;

use super::*;
use crate::model::{Field, Given, Record, Source};

/// One line for each item: `record | title | text | other fields`, warnings as `~place: reason`,
/// failures as `!place: reason`.
fn lines(items: &[Item]) -> Vec<String> {
    let tell = |mark: char, failure: &Failure| {
        let place = if failure.place.is_empty() { "file" } else { &failure.place };
        format!("{mark}{place}: {}", failure.reason)
    };
    items
        .iter()
        .map(|item| match item {
            Item::Article { article, .. } => line(article),
            Item::Unchanged { .. } => "=".to_owned(),
            Item::Warning(warning) => tell('~', warning),
            Item::Failure(failure) => tell('!', failure),
        })
        .collect()
}

fn line(article: &RawArticle) -> String {
    let record = match &article.record {
        None => "-".to_owned(),
        Some(Record::Id(id)) => id.clone(),
        Some(Record::Number(number)) => format!("#{number}"),
    };
    let mut line = format!("{record}|{}", article.text);
    for Given { field, value, source } in &article.given {
        let mark = match source {
            Source::Manifest => "!",
            Source::Option => "?",
            Source::Folder | Source::FileName => "/",
            _ => "",
        };
        line.push_str(&format!("|{mark}{field:?}={value}"));
    }
    line
}

fn read_all(name: &str, bytes: &[u8], options: &Options) -> (Vec<Item>, ReadSummary) {
    let mut items = Vec::new();
    let summary = read_bytes(name, &mut &bytes[..], options, None, &mut |item| {
        items.push(item);
        ControlFlow::Continue(())
    });
    (items, summary)
}

#[track_caller]
fn check(name: &str, bytes: impl AsRef<[u8]>, want: &[&str]) {
    let (items, _) = read_all(name, bytes.as_ref(), &Options::default());
    assert_eq!(lines(&items), want, "{name}");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn utf16(text: &str) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

// Formats.

#[test]
fn a_text_file_is_one_article() {
    check("a.txt", "One\r\ntwo\r\n", &["-|One\ntwo\n"]);
    check("a.txt", "---\ntitle: x\n---\n", &["-|---\ntitle: x\n---\n"]);
}

#[test]
fn markdown_has_front_matter() {
    check("a.md", "---\ntitle: No: deal\nid: 7\n---\n\nText\n", &["7|Text\n|Title=No: deal"]);
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
    check("a.jsonl", r#"{"text":"x","source":{"id":null,"url":"https://fox.com","name":"Fox"}}"#, &["#1|x|Outlet=Fox"]);
    check("a.jsonl", r#"{"text":"x","author":"Ann Lee and Bob Ray"}"#, &["#1|x|Author=Ann Lee and Bob Ray"]);
    check(
        "a.jsonl",
        r#"{"text":["One.",["Two."]],"date":{"$date":"2020-03-04T00:00:00Z"},"title":true}"#,
        &["#1|One.\n\nTwo.|Date=2020-03-04T00:00:00Z"],
    );
    check("a.jsonl", r#"{"body":{"x":1,"content":"b","text":"a"}}"#, &["#1|a"]);
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

// Compression and encodings.

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

// Bad input.

#[test]
fn empty_files_are_failures() {
    for name in ["a.txt", "a.md", "a.json", "a.jsonl", "a.csv", "a.tsv"] {
        check(name, "", &["!file: is empty"]);
        check(name, " \n\n", &["!file: is empty"]);
    }
    check("a.txt.gz", gzip(b""), &["!file: is empty"]);
    check("a.txt", "\u{FEFF}", &["!file: is empty"]);
}

#[test]
fn binary_files_are_failures() {
    for name in ["a.txt", "a.md", "a.json", "a.jsonl", "a.csv"] {
        check(name, b"PNG\0\x01\x02\x03", &["!file: is binary (it has NUL bytes)"]);
        check(name, b"abc\x01\x02\x03", &["!file: is binary (over 1 % of it are control characters)"]);
    }
}

#[test]
fn a_bad_line_costs_only_itself() {
    check(
        "a.jsonl",
        "{\"text\":\"a\"}\n{\"text\":\n[1]\n{\"x\":1}\n{\"text\":\"b\"}",
        &[
            "#1|a",
            "!line 2: is not valid JSON: EOF while parsing a value at column 8",
            "!line 3: is not a JSON object but `[1]`",
            "!line 4: has neither a title nor a text",
            "#5|b",
        ],
    );
}

#[test]
fn a_bad_element_costs_only_itself() {
    check(
        "a.json",
        "[{\"text\":\"a\"},\n{\"text\" 1},\n7,{\"text\":\"b\"}]",
        &[
            "#1|a",
            "!record 2: is not valid JSON: expected `:` at column 9",
            "!record 3: is not a JSON object but `7`",
            "#4|b",
        ],
    );
    check(
        "a.json",
        "[{\"text\":\"a\"},{\"text\":\"b",
        &["#1|a", "!file: ends within record 2; the records before it were read"],
    );
    check(
        "a.json",
        "[{\"text\":\"a\"},",
        &["#1|a", "!file: the array has no end (`]` is missing); its records were read"],
    );
    check("a.json", "{\"text\":\"a", &["!file: is not valid JSON: EOF while parsing a string at column 10"]);
    check("a.json", "hello there", &["!file: is not a JSON object but `hello there`"]);
}

#[test]
fn json_as_other_writers_put_it_is_mended() {
    check("a.jsonl", r#"{"text":"cut \ud83d","title":"a \ud83d\ude00 b"}"#, &["#1|cut \u{FFFD}|Title=a 😀 b"]);
    check("a.jsonl", r#"{"text":"x NaN","author":NaN,"score":-Infinity}"#, &["#1|x NaN"]);
    check("a.jsonl", r#"{"text":"a\u0000b"}"#, &["#1|ab"]);
}

#[test]
fn ragged_rows_are_named_by_line() {
    check(
        "a.csv",
        "title,text\na,\"x\ny\"\nb\nc,d,e\nf,g\n",
        &[
            "#1|x\ny|Title=a",
            "!line 4: has 1 field where the header has 2",
            "!line 5: has 3 fields where the header has 2",
            "#4|g|Title=f",
        ],
    );
    check("a.csv", "title,text\na,\"x\nb,y\n", &["!line 2: a quotation mark is opened and not closed", "#2|y|Title=b"]);
    check(
        "a.csv",
        "foo,bar\n1,2\n",
        &["!file: no column of the header is known; name them with `--map`, as `--map text=COLUMN`"],
    );
}

#[test]
fn one_id_twice_is_told_and_the_later_counts() {
    check(
        "a.jsonl",
        "{\"id\":1,\"text\":\"a\"}\n{\"id\":2,\"text\":\"b\"}\n{\"id\":\"1\",\"text\":\"c\"}",
        &["1|a", "2|b", "~line 3: the id `1` stands in an earlier record too; the later one counts", "1|c"],
    );
}

#[test]
fn a_file_without_any_good_record_is_given_up() {
    let (items, summary) = read_all("a.jsonl", &b"no json\n".repeat(10_000), &Options::default());
    assert_eq!((items.len(), summary.complete), (101, false));
    assert_eq!(lines(&items)[100], "!file: has 100 bad records and no good one; the rest was not read");
}

/// A stream of `before`, `size` times `x`, and `after`, which is never in memory whole.
fn long(before: &'static str, size: u64, after: &'static str) -> impl Read {
    before.as_bytes().chain(std::io::repeat(b'x').take(size)).chain(after.as_bytes())
}

#[test]
fn what_is_too_long_is_passed_over() {
    let size = MAX_RECORD_BYTES as u64 + 1;
    let rows: &[(&str, &'static str, &'static str, &[&str])] = &[
        ("a.txt", "", "", &["!file: is longer than 64 MiB"]),
        ("a.jsonl", "{\"text\":\"", "\"}\n{\"text\":\"b\"}", &["!line 1: the line is longer than 64 MiB", "#2|b"]),
        ("a.json", "[{\"text\":\"", "\"},{\"text\":\"b\"}]", &["!record 1: the record is longer than 64 MiB", "#2|b"]),
        ("a.csv", "text\n", "\nb\n", &["!line 2: the line is too long", "#2|b"]),
    ];
    for (name, before, after, want) in rows {
        let mut items = Vec::new();
        read_bytes(name, &mut long(before, size, after), &Options::default(), None, &mut |item| {
            items.push(item);
            ControlFlow::Continue(())
        });
        assert_eq!(lines(&items), *want, "{name}");
    }
}

#[test]
fn a_caller_may_break_off() {
    let mut count = 0;
    let summary =
        read_bytes("a.jsonl", &mut &b"{\"text\":\"a\"}\n".repeat(9)[..], &Options::default(), None, &mut |_| {
            count += 1;
            if count == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
    assert_eq!((count, summary.complete), (3, false));
}

// Options, manifests, second runs.

#[test]
fn what_is_given_stands_in_order_of_precedence() {
    let options = Options {
        keys: KeyMap::parse(&["title=kicker"]).unwrap(),
        path_pattern: Some(PathPattern::parse("{outlet}/{date}*").unwrap()),
        outlet: Some("Option".into()),
        date: Some("2001".into()),
        ..Options::default()
    };
    let (items, _) =
        read_all("Fox/2020-03-04.jsonl", br#"{"text":"x","title":"a","kicker":"b","outlet":"R"}"#, &options);
    assert_eq!(lines(&items), ["#1|x|Title=b|Outlet=R|/Outlet=Fox|/Date=2020-03-04|?Outlet=Option|?Date=2001",]);
}

/// A folder of files, its walk, and the reading of all it finds.
struct Tree(TempDir);

impl Tree {
    fn new(files: &[(&str, &str)]) -> Tree {
        let tree = Tree(TempDir::new().unwrap());
        for (path, content) in files {
            tree.write(path, content);
        }
        tree
    }

    fn write(&self, path: &str, content: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn walk(&self, below: &str, options: &Options) -> (Vec<SourceFile>, Vec<String>, WalkSummary) {
        let mut files = Vec::new();
        let mut told = Vec::new();
        let summary = walk_part(self.0.path(), below, options, &mut |found| {
            let name = |failure: &Failure| {
                let name = failure.path.strip_prefix(self.0.path()).unwrap_or(&failure.path).display().to_string();
                let place = if failure.place.is_empty() { String::new() } else { format!("{}: ", failure.place) };
                let reason =
                    failure.reason.replace(&format!("{}/", self.0.path().canonicalize().unwrap().display()), "");
                format!("{name}: {place}{reason}")
            };
            match found {
                Found::File(file) => files.push(file),
                Found::Warning(warning) => told.push(format!("~{}", name(&warning))),
                Found::Failure(failure) => told.push(format!("!{}", name(&failure))),
            }
            ControlFlow::Continue(())
        })
        .unwrap();
        (files, told, summary)
    }

    fn paths(&self, options: &Options) -> Vec<String> {
        self.walk("", options).0.into_iter().map(|file| file.path).collect()
    }

    /// `path: line` for each article, and all that is told.
    fn read(&self, options: &Options) -> Vec<String> {
        let (files, mut told, _) = self.walk("", options);
        for file in &files {
            read(file, options, None, &mut |item| {
                told.extend(lines(&[item]).into_iter().map(|line| format!("{}: {line}", file.path)));
                ControlFlow::Continue(())
            });
        }
        told
    }
}

#[test]
fn a_walk_finds_files_in_order() {
    let tree = Tree::new(&[
        ("b/2.txt", "x"),
        ("b/1.md", "x"),
        ("a.jsonl.gz", "x"),
        ("c.pdf", "x"),
        (".hidden/a.txt", "x"),
        (".a.txt", "x"),
        ("index/x.json", "x"),
        ("é/ü.txt", "x"),
    ]);
    let options = Options { exclude: vec![tree.0.path().join("index")], ..Options::default() };
    assert_eq!(tree.paths(&options), ["a.jsonl.gz", "b/1.md", "b/2.txt", "é/ü.txt"]);
    let (files, told, summary) = tree.walk("", &options);
    assert_eq!((summary.files, summary.bytes, summary.other_kinds, summary.complete), (4, 4, 1, true));
    assert!(told.is_empty());
    assert!(files.iter().all(|file| file.size == 1 && file.modified_ns > 0));
}

#[test]
fn a_source_may_be_a_file_or_a_part() {
    let tree = Tree::new(&[("a/b/1.txt", "x"), ("a/2.txt", "y"), ("notes", "z"), ("x.pdf", "z")]);
    let at =
        |below: &str| tree.walk(below, &Options::default()).0.into_iter().map(|file| file.path).collect::<Vec<_>>();
    assert_eq!(at("a/b"), ["a/b/1.txt"]);
    assert_eq!(at("a/2.txt"), ["a/2.txt"]);
    let of_root = |name: &str| {
        let mut paths = Vec::new();
        walk(&tree.0.path().join(name), &Options::default(), &mut |found| {
            if let Found::File(file) = found {
                paths.push(file.path);
            }
            ControlFlow::Continue(())
        })
        .map(|_| paths)
        .map_err(|error| error.to_string())
    };
    assert_eq!(of_root("a/2.txt").unwrap(), ["2.txt"]);
    assert_eq!(of_root("notes").unwrap(), ["notes"]);
    assert!(of_root("x.pdf").unwrap_err().contains("an ending that no reader knows; there are .txt, "));
    assert!(of_root("none").unwrap_err().starts_with("could not read `"));
}

#[cfg(unix)]
#[test]
fn special_files_are_not_opened() {
    let tree = Tree::new(&[("a.txt", "x")]);
    let _socket = std::os::unix::net::UnixListener::bind(tree.0.path().join("s.txt")).unwrap();
    let fifo = tree.0.path().join("p.txt");
    let has_fifo = std::process::Command::new("mkfifo").arg(&fifo).status().is_ok_and(|status| status.success());
    let mut want = vec!["!s.txt: is a socket; it was not opened"];
    if has_fifo {
        want.insert(0, "!p.txt: is a named pipe (FIFO); it was not opened");
    }
    let (files, told, _) = tree.walk("", &Options::default());
    assert_eq!(told, want);
    assert_eq!(files.len(), 1);
}

#[cfg(unix)]
#[test]
fn links_to_files_are_followed_and_to_folders_on_demand() {
    use std::os::unix::fs::symlink;
    let tree = Tree::new(&[("a/1.txt", "x"), ("b/2.txt", "x")]);
    let root = tree.0.path();
    symlink(root.join("a/1.txt"), root.join("b/link.txt")).unwrap();
    symlink(root.join("a"), root.join("b/linked")).unwrap();
    symlink(root.join("gone"), root.join("dead.txt")).unwrap();
    symlink(root, root.join("a/loop")).unwrap();
    let (files, told, summary) = tree.walk("", &Options::default());
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["a/1.txt", "b/2.txt", "b/link.txt"]);
    assert_eq!(told, ["!dead.txt: is a symbolic link to nothing"]);
    assert_eq!(summary.links, 2);
    let follow = Options { follow: true, ..Options::default() };
    let (files, told, _) = tree.walk("", &follow);
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["a/1.txt", "b/2.txt", "b/link.txt", "b/linked/1.txt"]);
    assert!(
        told.contains(&"!a/loop: is a symbolic link to a folder above it; it was not followed".to_owned()),
        "{told:?}"
    );
    assert!(told.contains(&"!dead.txt: is a symbolic link to nothing".to_owned()), "{told:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf8_are_read() {
    use std::os::unix::ffi::OsStrExt;
    let tree = Tree::new(&[]);
    fs::write(tree.0.path().join(std::ffi::OsStr::from_bytes(b"100% caf\xE9.txt")), "x").unwrap();
    fs::write(tree.0.path().join("50%.txt"), "y").unwrap();
    assert_eq!(tree.read(&Options::default()), ["100%25 caf%E9.txt: -|x", "50%.txt: -|y"]);
}

#[test]
fn a_file_that_cannot_be_opened_is_a_failure() {
    let tree = Tree::new(&[("a.txt", "x")]);
    let (files, ..) = tree.walk("", &Options::default());
    fs::remove_file(tree.0.path().join("a.txt")).unwrap();
    let mut items = Vec::new();
    let summary = read(&files[0], &Options::default(), None, &mut |item| {
        items.push(item);
        ControlFlow::Continue(())
    });
    assert_eq!(lines(&items), ["!file: cannot be read: no such file or directory"]);
    assert_eq!((summary.complete, summary.failures), (false, 1));
}

#[test]
fn manifests_win_and_the_nearest_first() {
    let tree = Tree::new(&[
        ("manifest.csv", "path,outlet,date,id\na/1.txt,Outer,2020,x\n./a/2.md,Outer,2021,\na\\3.txt,Third,,\n"),
        ("a/manifest.csv", "Path,Outlet\n1.txt,Inner\n"),
        ("a/1.txt", "one"),
        ("a/2.md", "---\noutlet: Own\n---\ntwo"),
        ("a/3.txt", "three"),
    ]);
    assert_eq!(
        tree.read(&Options::default()),
        [
            "a/1.txt: x|one|!Outlet=Inner|!Outlet=Outer|!Date=2020",
            "a/2.md: -|two|!Outlet=Outer|!Date=2021|Outlet=Own",
            "a/3.txt: -|three|!Outlet=Third",
        ]
    );
    let (files, ..) = tree.walk("a", &Options::default());
    assert_eq!(files.len(), 3);
    assert_ne!(files[0].context_hash(&Options::default()), files[1].context_hash(&Options::default()));
}

#[test]
fn a_manifest_given_by_name_wins_over_those_in_folders() {
    let tree = Tree::new(&[
        ("all.jsonl", "{\"path\":\"texts/1.txt\",\"outlet\":\"Given\"}\n{\"x\":1}\nbad\n{\"path\":\"texts/9.txt\"}\n"),
        ("texts/manifest.csv", "path,outlet\n1.txt,Folder\n"),
        ("texts/1.txt", "one"),
    ]);
    let manifest = Manifest::load(&tree.0.path().join("all.jsonl"), &KeyMap::default()).unwrap();
    let told: Vec<String> = manifest.problems().iter().map(|one| format!("{}: {}", one.place, one.reason)).collect();
    assert_eq!(told[0], "line 2: has no `path`");
    assert!(told[1].starts_with("line 3: is not valid JSON"), "{told:?}");
    assert_eq!(manifest.missing().len(), 1);
    let options = Options { manifest: Some(Arc::new(manifest)), ..Options::default() };
    let mut got = Vec::new();
    walk(&tree.0.path().join("texts"), &options, &mut |found| {
        if let Found::File(file) = found {
            read(&file, &options, None, &mut |item| {
                got.extend(lines(&[item]));
                ControlFlow::Continue(())
            });
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(got, ["-|one|!Outlet=Given|!Outlet=Folder"]);
}

#[test]
fn odd_manifests_are_told() {
    let tree = Tree::new(&[
        ("manifest.csv", "path,outlet\nnone.txt,A\nx\n,B\n1.txt,C\n"),
        ("1.txt", "one"),
        ("b/manifest.csv", "file,outlet\n2.txt,A\n"),
        ("b/2.txt", "two"),
    ]);
    let (_, told, _) = tree.walk("", &Options::default());
    assert_eq!(
        told,
        [
            "!manifest.csv: line 3: has 1 field where the header has 2",
            "!manifest.csv: line 4: has no `path`",
            "!b/manifest.csv: is no manifest: it has no column `path`",
            "~manifest.csv: line 2: names `none.txt`, which does not exist",
        ]
    );
}

#[test]
fn a_manifest_may_name_records_of_a_file() {
    let tree = Tree::new(&[
        ("manifest.csv", "path,id,outlet,title\na.jsonl,2,Only two,T\na.jsonl,,All,no title for all\n"),
        ("a.jsonl", "{\"id\":1,\"text\":\"a\"}\n{\"id\":2,\"text\":\"b\"}\n"),
    ]);
    assert_eq!(
        tree.read(&Options::default()),
        ["a.jsonl: 1|a|!Outlet=All", "a.jsonl: 2|b|!Outlet=Only two|!Title=T|!Outlet=All",]
    );
}

/// The hashes of a reading, as a caller keeps them for the next one.
fn remember(items: &[Item]) -> FxHashMap<u64, u64> {
    let mut last: FxHashMap<u64, u64> = FxHashMap::default();
    for item in items {
        if let Item::Article { article, hash } = item {
            last.insert(record_key(article.record.as_ref()), *hash);
        }
    }
    last.into_iter().map(|(key, hash)| (hash, key)).collect()
}

#[track_caller]
fn check_second_run(name: &str, first: &str, second: &str, want: &[&str]) {
    let options = Options::default();
    let known = remember(&read_all(name, first.as_bytes(), &options).0);
    let mut items = Vec::new();
    read_bytes(name, &mut second.as_bytes(), &options, Some(&|hash| known.get(&hash).copied()), &mut |item| {
        items.push(item);
        ControlFlow::Continue(())
    });
    assert_eq!(lines(&items), want);
}

#[test]
fn known_records_are_not_parsed_again() {
    let (a, b, c) = ("{\"id\":1,\"text\":\"a\"}\n", "{\"id\":2,\"text\":\"b\"}\n", "{\"id\":3,\"text\":\"c\"}\n");
    check_second_run("a.jsonl", &[a, b].concat(), &[a, b, c].concat(), &["=", "=", "3|c"]);
    check_second_run("a.jsonl", &[a, b].concat(), &[c, a, b].concat(), &["3|c", "=", "="]);
    check_second_run("a.txt", "x", "x", &["="]);
    check_second_run("a.txt", "x", "y", &["-|y"]);
    check_second_run("a.csv", "id,text\n1,a\n2,b\n", "id,text\n1,a\n2,c\n", &["=", "2|c"]);
    check_second_run("a.json", "[{\"text\":\"a\"}]", "[{\"text\":\"a\"},{\"text\":\"b\"}]", &["=", "#2|b"]);
}

#[test]
fn records_without_ids_are_known_by_their_number() {
    let (a, b, c) = ("{\"text\":\"a\"}\n", "{\"text\":\"b\"}\n", "{\"text\":\"c\"}\n");
    check_second_run("a.jsonl", &[a, b].concat(), &[c, b, a].concat(), &["#1|c", "=", "#3|a"]);
    check_second_run("a.jsonl", &[a, a].concat(), &[a, a, a].concat(), &["=", "=", "#3|a"]);
    check_second_run("a.json", "{\"text\":\"a\"}", "{\"text\":\"a\"}\n{\"text\":\"b\"}", &["#1|a", "#2|b"]);
}

#[test]
fn of_one_id_twice_the_later_counts_at_the_second_run_too() {
    let (old, new) = ("{\"id\":1,\"text\":\"old\"}\n", "{\"id\":1,\"text\":\"new\"}\n");
    let twice = "~line 2: the id `1` stands in an earlier record too; the later one counts";
    check_second_run("a.jsonl", &[old, new].concat(), &[old, new].concat(), &["1|old", twice, "1|new"]);
    check_second_run("a.jsonl", &[old, new].concat(), old, &["1|old"]);
    check_second_run("a.jsonl", new, &[old, new].concat(), &["1|old", twice, "1|new"]);
    check_second_run("a.jsonl", old, &[old, new].concat(), &["=", twice, "1|new"]);
}

#[test]
fn changed_options_change_the_hashes() {
    let other = Options { outlet: Some("Fox".into()), ..Options::default() };
    let hash = |options: &Options| match &read_all("a.jsonl", br#"{"id":1,"text":"a"}"#, options).0[0] {
        Item::Article { article, hash } => (*hash, record_hash(article)),
        other => panic!("{other:?}"),
    };
    assert_ne!(hash(&other).0, hash(&Options::default()).0);
    assert_ne!(hash(&other).1, hash(&Options::default()).1);
    assert_eq!(hash(&other), hash(&other));
}

#[test]
fn the_seeds_are_five_texts() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
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

// Whatever the bytes are.

/// Bytes that look like what readers look for, mixed with any others.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..8),
        proptest::sample::select(vec![
            "{\"text\":\"a",
            "\"}",
            "[",
            "]",
            "{",
            "}",
            ",",
            ":",
            "\"",
            "\\",
            "\n",
            "\r\n",
            "---\n",
            "title: ",
            "text,title\n",
            "id",
            "\u{FEFF}",
            "é",
            "\\ud83d",
            "NaN",
            "- ",
            "|",
            "{\"id\":1,\"text\":\"x\"}\n",
            "path",
            ";",
            "\t",
            "#",
            "authors: [",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
        Just(vec![0xFF, 0xFE]),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_give_articles_or_failures(bytes in bytes(), packed in 0..3u8) {
        for ending in extensions() {
            let (name, bytes) = match packed {
                0 => (format!("a.{ending}"), bytes.clone()),
                1 => (format!("a.{ending}.gz"), gzip(&bytes)),
                _ => (format!("a.{ending}.zst"), bytes.clone()),
            };
            let (items, summary) = read_all(&name, &bytes, &Options::default());
            prop_assert!(!items.is_empty(), "nothing was told of {}", name);
            let failures = items.iter().filter(|item| matches!(item, Item::Failure(_))).count();
            prop_assert_eq!(failures as u64, summary.failures);
            prop_assert!(summary.complete || failures > 0);
            for item in &items {
                if let Item::Article { article, .. } = item {
                    prop_assert!(!article.text.contains(['\0', '\r']));
                    prop_assert!(article.given.iter().all(|given| !given.value.trim().is_empty()));
                    let has_title = article.given.iter().any(|given| given.field == Field::Title);
                    prop_assert!(has_title || !article.text.trim().is_empty());
                }
            }
        }
    }

    #[test]
    fn a_second_reading_knows_every_record(bytes in bytes()) {
        for ending in ["jsonl", "json", "csv", "txt"] {
            let name = format!("a.{ending}");
            let (items, first) = read_all(&name, &bytes, &Options::default());
            let known = remember(&items);
            let has_twins = known.len() as u64 != first.articles;
            let again = read_bytes(
                &name, &mut &bytes[..], &Options::default(), Some(&|hash| known.get(&hash).copied()),
                &mut |_| ControlFlow::Continue(()),
            );
            prop_assert!(has_twins || (again.articles == 0 && again.unchanged == first.articles), "{} {:?} {:?}", name, first, again);
            prop_assert_eq!(first.failures, again.failures);
        }
    }
}
