//! Input made to do harm: it ends in a failure with a reason, soon, and nothing else happens.

use std::io::Read;
use std::time::{Duration, Instant};

use super::*;

/// A stream as long as one likes, of a head, a piece again and again, and an end.
fn long(head: &str, piece: &'static [u8], length: u64, end: &'static str) -> impl Read {
    struct Cycle(&'static [u8], usize);
    impl Read for Cycle {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let count = (self.0.len() - self.1).min(buffer.len());
            buffer[..count].copy_from_slice(&self.0[self.1..self.1 + count]);
            self.1 = (self.1 + count) % self.0.len();
            Ok(count)
        }
    }
    std::io::Cursor::new(head.to_owned().into_bytes()).chain(Cycle(piece, 0).take(length)).chain(end.as_bytes())
}

#[track_caller]
fn check_stream(name: &str, mut input: impl Read, want: &[&str]) {
    let start = Instant::now();
    let mut items = Vec::new();
    read_bytes(name, &mut input, &Options::default(), None, &mut |item| {
        items.push(item);
        ControlFlow::Continue(())
    });
    assert_eq!(lines(&items), want, "{name}");
    assert!(start.elapsed() < Duration::from_secs(60), "{name} took {:?}", start.elapsed());
}

const BLOCK: &[u8] = &[b'x'; 1 << 16];

#[test]
fn a_line_of_a_gigabyte_is_passed_over() {
    let giga = 1u64 << 30;
    check_stream("a.txt", long("", BLOCK, giga, ""), &["!file: is longer than 64 MiB"]);
    check_stream("a.html", long("<p>", BLOCK, giga, ""), &["!file: is longer than 64 MiB"]);
    check_stream("a.pdf", long("%PDF-1.4", BLOCK, giga, ""), &["!file: is longer than 64 MiB"]);
    check_stream(
        "a.jsonl",
        long("{\"text\":\"", BLOCK, giga, "\"}\n{\"text\":\"b\"}\n"),
        &["!line 1: the line is longer than 64 MiB", "#2|b"],
    );
    check_stream("a.csv", long("text\n", BLOCK, giga, "\nb\n"), &["!line 2: the line is too long", "#2|b"]);
    check_stream(
        "a.mbox",
        long("From a\nSubject: x\n\n", BLOCK, giga, "\n"),
        &["!record 1: the message is longer than 64 MiB"],
    );
}

#[test]
fn nesting_costs_only_its_own_record() {
    let deep = |open: &str, count: usize| open.repeat(count);
    let json = format!("{{\"text\":\"a\",\"x\":{}}}\n{{\"text\":\"b\"}}\n", deep("[", 200_000) + &deep("]", 200_000));
    check("a.jsonl", json, &["#1|a", "#2|b"]);
    let json = format!("{{\"text\":{}}}\n{{\"text\":\"b\"}}\n", deep("[", 200_000) + &deep("]", 200_000));
    let (items, _) = read_all("a.jsonl", json.as_bytes(), &Options::default());
    let told = lines(&items);
    assert!(told.len() == 2 && told[0].starts_with("!line 1: ") && told[1] == "#2|b", "{told:?}");
    let (items, _) = read_all("a.json", deep("[", 200_000).as_bytes(), &Options::default());
    assert!(lines(&items).iter().all(|line| line.starts_with('!')), "{items:?}");
    let html = format!("{}<p>A storm came over the valley and went again.</p>", deep("<div>", 100_000));
    let start = Instant::now();
    let (items, _) = read_all("a.html", html.as_bytes(), &Options::default());
    assert!(!items.is_empty() && start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    let rtf = format!("{{\\rtf1 {}", deep("{", 100_000));
    check("a.rtf", rtf, &["!file: is nested too deep"]);
    let xml = format!("<nitf>{}<body.content>A storm.", deep("<a>", 200_000));
    check("a.xml", xml, &["#1|A storm."]);
    let bib = format!("@misc{{k, title = {}", deep("{", 200_000));
    check("a.bib", bib, &["!line 1: the entry `@misc` has no end: the file may be cut short"]);
}

#[test]
fn elements_within_their_like_are_read_once() {
    let nested = |names: &[&str], inner: &str| {
        let opened: String = names.iter().map(|name| format!("<{name}>").repeat(20_000)).collect();
        let closed: String = names.iter().rev().map(|name| format!("</{name}>").repeat(20_000)).collect();
        format!("{opened}{inner}{closed}")
    };
    let start = Instant::now();
    let people = nested(&["byline", "person"], "Jane Roe");
    check("a.xml", format!("<nitf>{people}<body.content>A storm."), &["#1|A storm.|Author=Jane Roe"]);
    let people = nested(&["contentMeta", "creator", "name"], "Jane Roe");
    let titles = nested(&["contentMeta", "headline"], "A title");
    check(
        "a.xml",
        format!("<newsItem>{people}{titles}<inlineXML>A storm."),
        &["#1|A storm.|Title=A title|Author=Jane Roe"],
    );
    let people = "<byline><person>Jane Roe</person></byline>".repeat(5000);
    let (items, _) = read_all("a.xml", format!("<nitf>{people}").as_bytes(), &Options::default());
    assert!(lines(&items)[0].matches("Author=").count() <= 1100);
    let ends = format!("<nitf><body.content>A storm.{}{}", "<a>".repeat(300_000), "</b>".repeat(300_000));
    check("a.xml", ends, &["#1|A storm."]);
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
}

#[test]
fn numbers_of_an_export_may_be_any() {
    let most = u64::MAX;
    let article = |number: u64, of: u64, title: &str| {
        format!(
            "{number} of {of} DOCUMENTS\n\nThe Gazette\n\nMarch 4, 2020\n\nHEADLINE: {title}\n\nLENGTH: 2 words\n\nA storm.\n\n"
        )
    };
    let told = |numbers: &[u64], of: u64| {
        let text: String = numbers.iter().map(|number| article(*number, of, "Storm")).collect();
        let (items, _) = read_all("a.txt", text.as_bytes(), &Options::default());
        lines(&items).into_iter().filter(|line| line.starts_with('!')).collect::<Vec<_>>()
    };
    assert_eq!(told(&[most], most), [""; 0]);
    assert_eq!(
        told(&[most, 1], most),
        [
            format!("!line 1: the documents are numbered from {most} down to 1; how many there should be is open"),
            format!("!line 13: document 1 follows where document {most} should stand"),
        ]
    );
    assert_eq!(told(&[1, most], 2), [format!("!line 13: document {most} follows where document 2 should stand")]);
}

#[test]
fn a_table_of_300_000_columns_is_none() {
    let table = format!("text{}\na{}\n", ",c".repeat(300_000), ",1".repeat(300_000));
    check("a.csv", table, &["!file: has over 10000 columns"]);
}

#[cfg(unix)]
#[test]
fn links_that_lead_in_circles_are_told_and_not_followed() {
    let tree = Tree::new(&[("a/one.txt", "one")]);
    std::os::unix::fs::symlink(tree.0.path(), tree.0.path().join("a/loop")).unwrap();
    std::os::unix::fs::symlink("self.txt", tree.0.path().join("a/self.txt")).unwrap();
    let options = Options { follow: true, ..Options::default() };
    let (files, told, _) = tree.walk("", &options);
    assert_eq!(files.len(), 1);
    assert!(told.iter().any(|line| line.contains("a/loop: is a symbolic link to a folder above it")), "{told:?}");
    assert!(told.iter().any(|line| line.contains("a/self.txt")), "{told:?}");
}

#[test]
fn a_file_that_grows_as_fast_as_it_is_read_ends() {
    use std::sync::atomic::{AtomicBool, Ordering};
    let tree = Tree::new(&[("a.jsonl", "{\"text\":\"a\"}\n")]);
    let (files, _, _) = tree.walk("", &Options::default());
    let is_done = AtomicBool::new(false);
    let path = tree.0.path().join("a.jsonl");
    std::thread::scope(|scope| {
        let grows = scope.spawn(|| {
            let mut file = fs::File::options().append(true).open(&path).unwrap();
            let lines = "{\"text\":\"b\"}\n".repeat(5_000);
            for _ in 0..2_000 {
                if is_done.load(Ordering::Relaxed) {
                    break;
                }
                file.write_all(lines.as_bytes()).unwrap();
            }
        });
        // Let it be ahead.
        while fs::metadata(&path).unwrap().len() < 4 << 20 {
            std::thread::yield_now();
        }
        let mut told = Vec::new();
        let summary = read(&files[0], &Options::default(), None, &mut |item| {
            if let Item::Failure(failure) = item {
                told.push(failure.reason);
            }
            ControlFlow::Continue(())
        });
        is_done.store(true, Ordering::Relaxed);
        grows.join().unwrap();
        // That it comes to an end at all is the point; it may have been read faster than it grew.
        let grew = "grows while it is read; what came later is read at the next run";
        let want: &[&str] = if summary.complete { &[] } else { &[grew] };
        assert_eq!(told, want, "{summary:?}");
        assert!(summary.articles > (4 << 20) / 13, "{summary:?}");
    });
}

#[test]
fn a_list_of_references_draws_in_no_file_from_elsewhere() {
    let tree = Tree::new(&[
        ("secret.txt", "hidden words"),
        (
            "refs/a.bib",
            "@misc{k, title = {T}, file = {../secret.txt}}\n@misc{l, title = {U}, file = {/etc/hostname}}\n",
        ),
        ("refs/z.json", "{\"title\":\"T\",\"attachments\":[{\"path\":\"../secret.txt\"}]}"),
    ]);
    let (files, _, _) = tree.walk("refs", &Options::default());
    for file in &files {
        read(file, &Options::default(), None, &mut |item| {
            match item {
                Item::Article { article, .. } => assert_eq!(article.text, ""),
                Item::Warning(warning) => assert!(warning.reason.contains("was not read: "), "{warning}"),
                other => panic!("{other:?}"),
            }
            ControlFlow::Continue(())
        });
    }
    assert_eq!(files.len(), 2);
}
