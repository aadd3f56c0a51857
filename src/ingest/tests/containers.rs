//! Containers: what is in them is read as if it lay in a folder, and bombs do not go off.

use std::io::{Cursor, Read};

use ::zip::write::SimpleFileOptions;

use super::*;

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn tar_member(name: &str, kind: u8, content: &[u8]) -> Vec<u8> {
    let mut header = [0u8; 512];
    let length = name.len().min(100);
    header[..length].copy_from_slice(&name.as_bytes()[..length]);
    header[124..136].copy_from_slice(format!("{:011o}\0", content.len()).as_bytes());
    header[156] = kind;
    header[257..265].copy_from_slice(b"ustar\x0000");
    header[148..156].copy_from_slice(b"        ");
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let mut bytes = header.to_vec();
    bytes.extend_from_slice(content);
    bytes.resize(bytes.len().next_multiple_of(512), 0);
    bytes
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes: Vec<u8> = members.iter().flat_map(|(name, content)| tar_member(name, b'0', content)).collect();
    bytes.resize(bytes.len() + 1024, 0);
    bytes
}

/// `path: line` of each item.
#[track_caller]
fn check_paths(name: &str, bytes: &[u8], want: &[&str]) {
    let (items, _) = read_all(name, bytes, &Options::default());
    let told: Vec<String> = items
        .iter()
        .flat_map(|item| match item {
            Item::Article { article, .. } => vec![format!("{}: {}", article.path, line(article))],
            other => lines(std::slice::from_ref(other)),
        })
        .collect();
    assert_eq!(told, want, "{name}");
}

const MEMBERS: &[(&str, &[u8])] = &[
    ("b.txt", b"Otters."),
    ("a/two.jsonl", b"{\"id\":\"x\",\"text\":\"foxes\"}\n{oops\n{\"text\":\"owls\"}\n"),
    ("a/.hidden.txt", b"no"),
    ("picture.png", b"\x89PNG"),
];

const READ: &[&str] = &[
    "NAME/a/two.jsonl: x|foxes",
    "!a/two.jsonl, line 2: is not valid JSON: key must be a string at column 2",
    "NAME/a/two.jsonl: #3|owls",
    "NAME/b.txt: -|Otters.",
];

#[test]
fn members_are_files_of_a_folder() {
    let want: Vec<String> = READ.iter().map(|line| line.replace("NAME", "m.zip")).collect();
    let want: Vec<&str> = want.iter().map(String::as_str).collect();
    check_paths("m.zip", &zip(MEMBERS), &want);
    // A tar archive is read in its own order.
    let in_order = |name: &str| {
        let lines = [READ[3], READ[0], READ[1], READ[2]];
        lines.map(|line| line.replace("NAME", name))
    };
    for (name, bytes) in [
        ("m.tar", tar(MEMBERS)),
        ("m.tar.gz", gzip(&tar(MEMBERS))),
        ("m.tgz", gzip(&tar(MEMBERS))),
        ("m.tar.zst", zstd::encode_all(&*tar(MEMBERS), 1).unwrap()),
    ] {
        let want = in_order(name);
        check_paths(name, &bytes, &want.each_ref().map(String::as_str));
    }
}

#[test]
fn a_member_that_comes_again_is_told_and_read_each_time() {
    // What `tar -r` appends.
    check_paths(
        "m.tar",
        &tar(&[("a.txt", b"Old."), ("b.txt", b"B."), ("a.txt", b"New.")]),
        &[
            "m.tar/a.txt: -|Old.",
            "m.tar/b.txt: -|B.",
            "~file: the member `a.txt` comes again; of each article the later one counts",
            "m.tar/a.txt: -|New.",
        ],
    );
}

#[test]
fn what_is_added_to_a_container_counts_for_its_members() {
    let hash = |name: &str, options: &Options| match &read_all(name, &zip(&MEMBERS[..1]), options).0[0] {
        Item::Article { hash, .. } => *hash,
        other => panic!("{other:?}"),
    };
    let plain = Options::default();
    let outlet = Options { outlet: Some("Gazette".into()), ..Options::default() };
    let pattern = PathPattern::parse("{outlet}.zip/{*}").unwrap();
    let named = Options { path_pattern: Some(pattern), ..Options::default() };
    let hashes = [hash("m.zip", &plain), hash("n.zip", &plain), hash("m.zip", &outlet), hash("m.zip", &named)];
    for (at, one) in hashes.iter().enumerate() {
        assert!(!hashes[..at].contains(one), "{at} of {hashes:?}");
    }
    assert_eq!(hashes[0], hash("m.zip", &plain));
}

#[test]
fn a_member_can_be_had_as_it_lies_in_its_container() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let inner = tar(&[("c.html", b"<p>Wolves.")]);
    let members: &[(&str, &[u8])] = &[("in/a.txt", b"Otters."), ("in/a.txt.bak", b"Seals."), ("inner.tar", &inner)];
    for (name, bytes) in [("m.zip", zip(members)), ("m.tar", tar(members)), ("m.tgz", gzip(&tar(members)))] {
        let path = write(name, &bytes);
        let check = |member: &str, most: u64, want: Option<&[u8]>| {
            let found = crate::ingest::read_member(&path, name, &format!("{name}/{member}"), most);
            assert_eq!(found.as_deref(), want, "{name} {member}");
        };
        check("in/a.txt", 100, Some(b"Otters."));
        check("in/a.txt", 3, Some(b"Ott"));
        check("inner.tar/c.html", 100, Some(b"<p>Wolves."));
        for missing in ["in", "in/a", "a.txt", "inner.tar/d.html", "../m", ""] {
            check(missing, 100, None);
        }
    }
    let jsonl = write("m.jsonl", b"{}");
    assert_eq!(crate::ingest::read_member(&jsonl, "m.jsonl", "m.jsonl/1", 100), None);
    assert_eq!(crate::ingest::read_member(&folder.path().join("gone.zip"), "gone.zip", "gone.zip/a", 100), None);
}

#[test]
fn a_tar_member_of_impossible_size_is_damage() {
    let mut bytes = tar_member("a.txt", b'0', b"A.");
    // The largest number that fits, in bytes instead of digits.
    bytes[124..136].copy_from_slice(&[0x80, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
    bytes[148..156].fill(b' ');
    let sum: u32 = bytes[..512].iter().map(|byte| u32::from(*byte)).sum();
    bytes[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    check("m.tar", bytes, &["!file: is damaged; what came before was read"]);
}

#[test]
fn the_folder_saved_with_a_page_is_left_out_of_containers_too() {
    let page = b"<p>Otters are back in the valley, the council said on Monday.</p>";
    let members: &[(&str, &[u8])] =
        &[("a/Otters_files/frame.html", b"<p>Buy now.</p>"), ("a/Otters.html", page), ("b_files/c.txt", b"C.")];
    let paths = |name: &str, bytes: &[u8]| -> Vec<String> {
        let (items, _) = read_all(name, bytes, &Options::default());
        let path = |item: &Item| match item {
            Item::Article { article, .. } => Some(article.path.clone()),
            _ => None,
        };
        items.iter().filter_map(path).collect()
    };
    assert_eq!(paths("m.zip", &zip(members)), ["m.zip/a/Otters.html", "m.zip/b_files/c.txt"]);
    // In a tar, where the page comes first.
    let in_order = [members[1], members[0], members[2]];
    assert_eq!(paths("m.tar", &tar(&in_order)), ["m.tar/a/Otters.html", "m.tar/b_files/c.txt"]);
}

#[test]
fn a_web_archive_is_not_given_up_for_pages_that_cannot_be_unpacked() {
    let packed = "Content-Type: text/plain\r\nContent-Encoding: br";
    let mut bytes: Vec<u8> =
        (0..150).flat_map(|number| response(&format!("https://a.example/{number}"), packed, b"x\x01")).collect();
    bytes.extend(response("https://a.example/last", "Content-Type: text/plain", b"Otters."));
    let (items, summary) = read_all("m.warc", &bytes, &Options::default());
    assert_eq!((summary.articles, summary.failures, summary.complete), (1, 150, true), "{:?}", items.last());
}

#[test]
fn containers_are_read_two_deep() {
    let inner = zip(&[("c.txt", b"Wolves.")]);
    let middle = tar(&[("inner.zip", &inner)]);
    check_paths(
        "m.zip",
        &zip(&[("in/middle.tar", &middle)]),
        &["!in/middle.tar/inner.zip: lies in 2 containers already; it was not opened"],
    );
    check_paths("m.tar.gz", &gzip(&middle), &["m.tar.gz/inner.zip/c.txt: -|Wolves."]);
    check_paths("m.zip", &zip(&[("x.txt.gz", &gzip(b"Bears."))]), &["m.zip/x.txt.gz: -|Bears."]);
}

#[test]
fn a_manifest_in_a_container_counts_there() {
    let table = b"path,outlet\none.txt,Gazette\n";
    check_paths(
        "m.zip",
        &zip(&[("a/one.txt", b"A."), ("one.txt", b"B."), ("a/manifest.csv", table)]),
        &["m.zip/a/one.txt: -|A.|!Outlet=Gazette", "m.zip/one.txt: -|B."],
    );
    check_paths(
        "m.tar",
        &tar(&[("a/manifest.csv", table), ("a/one.txt", b"A.")]),
        &["m.tar/a/one.txt: -|A.|!Outlet=Gazette"],
    );
}

#[test]
fn paths_that_lead_elsewhere_are_told_and_lead_nowhere() {
    check_paths(
        "m.tar",
        &tar(&[("../../etc/a.txt", b"A."), ("/b.txt", b"B.")]),
        &[
            "~file: the member `../../etc/a.txt` has a path that leads elsewhere; read as `etc/a.txt`",
            "m.tar/etc/a.txt: -|A.",
            "~file: the member `/b.txt` has a path that leads elsewhere; read as `b.txt`",
            "m.tar/b.txt: -|B.",
        ],
    );
}

#[test]
fn long_names_of_tar_are_read_and_links_are_passed_over() {
    let name = format!("{}/a.txt", "d".repeat(150));
    let mut bytes = tar_member("././@LongLink", b'L', format!("{name}\0").as_bytes());
    bytes.extend(tar_member("ddd", b'0', b"A."));
    let record = format!(" path=x/{name}\n");
    let length = record.len() + 3;
    bytes.extend(tar_member("pax", b'x', format!("{length}{record}").as_bytes()));
    bytes.extend(tar_member("ddd", b'0', b"B."));
    bytes.extend(tar_member("link.txt", b'2', b""));
    bytes.extend(tar_member("after.txt", b'0', b"C."));
    bytes.extend([0; 1024]);
    let want = [format!("m.tar/{name}: -|A."), format!("m.tar/x/{name}: -|B."), "m.tar/after.txt: -|C.".to_owned()];
    check_paths("m.tar", &bytes, &want.each_ref().map(String::as_str));
}

#[test]
fn damaged_containers_are_failures_and_what_comes_before_is_read() {
    let (items, _) = read_all("m.zip", b"PK nonsense", &Options::default());
    assert!(lines(&items)[0].starts_with("!file: is no zip archive ("), "{items:?}");
}

#[test]
fn a_container_that_is_cut_short_says_so() {
    let whole = tar(MEMBERS);
    check_paths(
        "m.tar",
        &whole[..900],
        &["m.tar/b.txt: -|Otters.", "!file: is cut short; what came before the cut was read"],
    );
    check("m.tar", vec![b'x'; 2000], &["!file: is no tar archive"]);
    check("m.tar", b"", &["!file: is empty"]);
    check("m.zip", zip(&[("a.png", b"x")]), &["~file: the file in it is of a kind that no reader knows"]);
    check(
        "m.zip",
        zip(&[("a.png", b"x"), ("b.png", b"x")]),
        &["~file: the 2 files in it are of kinds that no reader knows"],
    );
}

#[test]
fn bombs_do_not_go_off() {
    // 400 MiB of one letter in some hundred kilobytes.
    let bomb = || std::io::repeat(b'x').take(400 << 20);
    let told = "unpacks to over 250 times its size and over 256 MiB; the rest was not read";
    let packed = zstd::encode_all(bomb(), 1).unwrap();
    check("m.txt.zst", &packed[..], &["!file: is longer than 64 MiB"]);
    check("m.jsonl.zst", &packed[..], &[&format!("!file: {told}")]);
    let mut writer = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("b.jsonl", SimpleFileOptions::default()).unwrap();
    std::io::copy(&mut bomb(), &mut writer).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    check("m.zip", bytes, &[&format!("!b.jsonl: {told}"), &format!("!file: {told}")]);
}

#[test]
fn the_second_reading_of_a_container_knows_its_records() {
    let bytes = zip(MEMBERS);
    let (items, _) = read_all("m.zip", &bytes, &Options::default());
    let known = remember(&items);
    assert_eq!(known.len(), 3);
    let mut told = Vec::new();
    read_bytes("m.zip", &mut &bytes[..], &Options::default(), Some(&|hash| known.get(&hash).copied()), &mut |item| {
        told.push(item);
        ControlFlow::Continue(())
    });
    assert_eq!(lines(&told), ["=", READ[1], "=", "="]);
}

fn response(url: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let http = [format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").as_bytes(), body].concat();
    let length = http.len();
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n"
    );
    [warc.as_bytes(), &http, b"\r\n\r\n"].concat()
}

#[test]
fn responses_of_web_archives_are_pages_by_their_addresses() {
    let text = "Otters are back in the valley, the council said.";
    let plain = "Content-Type: text/plain; charset=iso-8859-1";
    let mut bytes = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 4\r\n\r\nabcd\r\n\r\n".to_vec();
    bytes.extend(response("https://a.example/1", plain, b"Otters in the caf\xE9."));
    let chunked = format!("{:x}\r\n{text}\r\n0\r\n\r\n", text.len());
    let head = "Content-Type: text/plain\r\nTransfer-Encoding: chunked";
    bytes.extend(response("https://a.example/2", head, chunked.as_bytes()));
    let head = "Content-Type: text/plain\r\nContent-Encoding: gzip";
    bytes.extend(response("https://a.example/3", head, &gzip(text.as_bytes())));
    bytes.extend(response("https://a.example/4.png", "Content-Type: image/png", b"\x89PNG"));
    bytes.extend(response("https://a.example/5", "Content-Type: text/plain\r\nContent-Encoding: br", b"x\x01"));
    let want = [
        "https://a.example/1|Otters in the café.|Url=https://a.example/1".to_owned(),
        format!("https://a.example/2|{text}|Url=https://a.example/2"),
        format!("https://a.example/3|{text}|Url=https://a.example/3"),
        "!record 6: `https://a.example/5` is packed as `br`, which is not read".to_owned(),
    ];
    let want = want.each_ref().map(String::as_str);
    check("m.warc", &bytes, &want);
    check("m.warc.gz", gzip(&bytes), &want);
    check(
        "m.warc",
        &bytes[..bytes.len() - 5],
        &[&want[..3], &["!file: ends within record 6; what came before was read"]].concat(),
    );
    check("m.warc", b"nothing of the kind", &["!file: is no web archive"]);
}

#[test]
fn a_page_that_is_not_packed_as_its_head_says_is_taken_as_it_is() {
    for how in ["gzip", "deflate", "zstd", "br"] {
        let head = format!("Content-Type: text/plain\r\nContent-Encoding: {how}");
        check(
            "m.warc",
            response("https://a.example", &head, b"Otters."),
            &["https://a.example|Otters.|Url=https://a.example"],
        );
    }
    let head = "Content-Type: text/plain\r\nContent-Encoding: gzip";
    check(
        "m.warc",
        response("https://a.example", head, b"\x1F\x8Bdamaged"),
        &["!record 1: `https://a.example`: the packed page is damaged"],
    );
}

/// The texts that count, of captures of one address: their dates and texts.
#[track_caller]
fn check_captures(captures: &[(&str, &str)], want: &[&str]) {
    let mut bytes = Vec::new();
    for (date, text) in captures {
        let plain = response("https://a.example", "Content-Type: text/plain", text.as_bytes());
        let plain = String::from_utf8(plain).unwrap();
        bytes.extend(plain.replacen("WARC/1.0\r\n", &format!("WARC/1.0\r\nWARC-Date: {date}\r\n"), 1).into_bytes());
    }
    let (items, _) = read_all("m.warc", &bytes, &Options::default());
    let texts: Vec<&str> = items
        .iter()
        .filter_map(|item| match item {
            Item::Article { article, .. } => Some(article.text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(texts, want, "{captures:?}");
    assert!(lines(&items).iter().any(|line| line.starts_with('~')), "{items:?}");
}

#[test]
fn of_one_address_the_latest_capture_counts() {
    let (old, new) = ("2019-03-04T10:15:00Z", "2020-03-04T10:15:00Z");
    // The last one handed on counts.
    check_captures(&[(old, "Old."), (new, "New.")], &["Old.", "New."]);
    check_captures(&[(new, "New."), (old, "Old.")], &["New."]);
    check_captures(&[("2020-03-04T10:15:00.5Z", "New."), (new, "Old.")], &["New."]);
    check_captures(&[(new, "One."), (new, "Two.")], &["One.", "Two."]);
    check_captures(&[("", "One."), ("soon", "Two.")], &["One.", "Two."]);
}
