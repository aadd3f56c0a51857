//! All that can be wrong with a file: what is told, and that the rest is read.

use std::io::Read;

use super::*;

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
        &["!file: no column is known of `foo`, `bar`; name them with `--map`, as `--map text=COLUMN`"],
    );
    check("a.csv", "\"title\" , \"text\"\na,b\n", &["#1|b|Title=a"]);
    let reason = "its lines end in carriage returns alone, as old spreadsheets write them: save it as CSV (UTF-8)";
    check("a.csv", "title,text\ra,b\r", &[&format!("!file: {reason}")]);
    // A key that is misspelt.
    let options = Options { keys: KeyMap::parse(&["text=inhalte"]).unwrap(), ..Options::default() };
    let read = |bytes: &str| lines(&read_all("a.csv", bytes.as_bytes(), &options).0);
    assert_eq!(read("kop,inhalt\n1,2\n"), ["!file: has no column `inhalte`; there are `kop`, `inhalt`"]);
    assert_eq!(
        read("title,inhalt\n1,2\n"),
        ["~line 1: has no column `inhalte`; there are `title`, `inhalt`", "#1||Title=1"]
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
    assert_eq!((lines(&items).len(), summary.complete), (101, false));
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
