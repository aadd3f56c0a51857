//! Tables: CSV and TSV with a header line.
//!
//! Read by rules of our own rather than through the `csv` crate, which holds a record whole
//! however long it gets: a quotation mark that is never closed would swallow the rest of the
//! file and the memory with it. Here such a mark costs its own line, and reading goes on at the
//! next. On tables without such damage the two agree (a test below).

use std::borrow::Cow;
use std::io::Read;

use super::MAX_RECORD_BYTES;
use super::encoding;
use super::fields::Fields;
use super::keys::{KeyMap, Target};
use super::run::{Place, Run, Stop};
use super::window::Window;
use crate::model::Field;

/// Most quotation marks that may be left open: after each one reading goes back to the line
/// behind it, so the file is gone over that often at most.
const MAX_UNCLOSED: u32 = 16;

/// Most columns of a table; a file with more is none.
pub(super) const MAX_COLUMNS: usize = 10_000;

/// Reads a file whose fields are set apart by commas; by semicolons or tabs, if the header has
/// those instead, as spreadsheets write it where the comma is the decimal mark.
pub(super) fn read_comma(run: &mut Run<'_>, input: &mut dyn Read) -> Result<(), Stop> {
    read(run, input, b',')
}

/// Reads a file whose fields are set apart by tabs.
pub(super) fn read_tab(run: &mut Run<'_>, input: &mut dyn Read) -> Result<(), Stop> {
    read(run, input, b'\t')
}

fn read(run: &mut Run<'_>, input: &mut dyn Read, delimiter: u8) -> Result<(), Stop> {
    let mut columns: Option<Vec<Option<Target>>> = None;
    let mut number = 0u32;
    let (mut is_first, mut is_one_line) = (true, false);
    let window = &mut Window::new(input);
    each_row(window, delimiter, MAX_RECORD_BYTES, |row| {
        let place = Place::Line(row.line);
        if std::mem::take(&mut is_first)
            && let Some(why) = encoding::why_binary(&row.bytes[..row.bytes.len().min(64 << 10)])
        {
            return Err(Stop::Failed(why));
        }
        let Some(columns) = &columns else {
            if row.problem.is_some() {
                return Err(Stop::Failed("the header line has a quotation mark that is not closed".to_owned()));
            }
            let header = run.decode(row.bytes, place)?.into_owned();
            let keys = &run.about.options.keys;
            let found: Vec<_> =
                names(&header, row.delimiter).take(MAX_COLUMNS + 1).map(|name| keys.get(&name)).collect();
            if found.len() > MAX_COLUMNS {
                return Err(Stop::Failed(format!("has over {MAX_COLUMNS} columns")));
            }
            if found.iter().all(Option::is_none) {
                let there = listed(&header, row.delimiter);
                return Err(Stop::Failed(match missing(&header, row.delimiter, keys) {
                    Some(missing) => format!("has no column {missing}; there are {there}"),
                    None => format!("no column is known of {there}; name them with `--map`, as `--map text=COLUMN`"),
                }));
            }
            let has_text = found.iter().flatten().any(|(field, _)| *field == Field::Text);
            if let Some(missing) = missing(&header, row.delimiter, keys).filter(|_| !has_text) {
                let there = listed(&header, row.delimiter);
                run.warn(place, format!("has no column {missing}; there are {there}"))?;
            }
            is_one_line = header.trim_end().contains('\r');
            columns = Some(found);
            return Ok(());
        };
        number = number.saturating_add(1);
        if let Some(problem) = row.problem {
            may_be(run, row.bytes, row.delimiter);
            return run.fail_record(Some(number), place, problem.to_owned());
        }
        run.record(row.bytes, number, place, |run| {
            let text = run.decode(row.bytes, place)?;
            let fields = match text {
                Cow::Borrowed(text) => record(columns, text, row.delimiter),
                Cow::Owned(text) => record(columns, &text, row.delimiter).map(Fields::into_owned),
            };
            if fields.is_err() {
                may_be(run, row.bytes, row.delimiter);
            }
            Ok(fields)
        })
    })?;
    if columns.is_some() && number == 0 && is_one_line {
        let reason = "its lines end in carriage returns alone, as old spreadsheets write them: save it as CSV (UTF-8)";
        return Err(Stop::Failed(reason.to_owned()));
    }
    if columns.is_some() && number == 0 {
        run.warn(Place::File, "has a header and no rows".to_owned())?;
    }
    Ok(())
}

/// The names in a header. Some write blanks around the marks.
fn names(header: &str, delimiter: u8) -> impl Iterator<Item = String> {
    cells(header, delimiter).map(|cell| {
        let cell = cell.trim();
        let inner = cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"'));
        inner.unwrap_or(cell).to_owned()
    })
}

/// The first columns of a table, for a message.
fn listed(header: &str, delimiter: u8) -> String {
    const SHOWN: usize = 12;
    let all: Vec<String> = names(header, delimiter).filter(|name| !name.is_empty()).collect();
    let shown = all.iter().take(SHOWN).map(|name| format!("`{}`", name.chars().take(40).collect::<String>()));
    let more = if all.len() > SHOWN { format!(" and {} more", all.len() - SHOWN) } else { String::new() };
    shown.collect::<Vec<_>>().join(", ") + &more
}

/// The keys of `--map` that a table does not have.
fn missing(header: &str, delimiter: u8, keys: &KeyMap) -> Option<String> {
    let there: Vec<String> = names(header, delimiter).map(|name| name.to_lowercase()).collect();
    let missing = keys.mapped().iter().filter(|(_, key)| !there.contains(key));
    let missing: Vec<String> = missing.map(|(_, key)| format!("`{key}`")).collect();
    (!missing.is_empty()).then(|| missing.join(", "))
}

/// Each cell of a row that cannot be read may be its id: which column it stands in is not known.
fn may_be(run: &mut Run<'_>, row: &[u8], delimiter: u8) {
    let row = encoding::decode(&row[..row.len().min(64 << 10)]).text;
    cells(&row, delimiter).filter(|cell| !cell.trim().is_empty()).for_each(|cell| run.may_be(&cell));
}

fn record<'t>(columns: &[Option<Target>], text: &'t str, delimiter: u8) -> Result<Fields<'t>, String> {
    let mut cells = cells(text, delimiter);
    let mut fields = Fields::default();
    let mut count = 0;
    for (target, cell) in columns.iter().zip(&mut cells) {
        count += 1;
        if let Some(target) = target {
            fields.offer(*target, cell);
        }
    }
    // Spreadsheets write empty cells behind the last column.
    count += cells.filter(|cell| !cell.is_empty()).count();
    if count != columns.len() {
        return Err(ragged(count, columns.len()));
    }
    Ok(fields)
}

/// What is wrong with a row of that many fields.
pub(super) fn ragged(count: usize, columns: usize) -> String {
    let name = if count == 1 { "field" } else { "fields" };
    format!("has {count} {name} where the header has {columns}")
}

/// A row of a table: the bytes of its cells with delimiters and quotation marks.
pub(super) struct Row<'w> {
    /// The line it begins in, from 1.
    pub line: u64,
    /// Its bytes without the line end.
    pub bytes: &'w [u8],
    /// What sets its cells apart.
    pub delimiter: u8,
    /// Why it cannot be read.
    pub problem: Option<&'static str>,
}

/// Calls `sink` with each row of the stream but blank ones.
///
/// A row whose last cell opens a quotation mark that no other closes, to the end of the stream
/// or for `limit` bytes, is cut at its first line end and has a problem.
pub(super) fn each_row(
    window: &mut Window<'_>,
    mut delimiter: u8,
    limit: usize,
    mut sink: impl FnMut(Row<'_>) -> Result<(), Stop>,
) -> Result<(), Stop> {
    const UNCLOSED: &str = "a quotation mark is opened and not closed";
    const TOO_LONG: &str = "the line is too long";
    let mut line = 1u64;
    let mut is_header = true;
    let mut unclosed = 0;
    loop {
        let mut scan = Scan::default();
        let end = loop {
            if is_header && delimiter == b',' && (memchr::memchr(b'\n', window.bytes()).is_some()) {
                delimiter = header_delimiter(window.bytes());
            }
            if let Some(end) = scan.row_end(window.bytes(), delimiter) {
                break Some(end);
            }
            if window.bytes().len() > limit || !window.fill()? {
                break None;
            }
        };
        let is_at_end = end.is_none() && window.bytes().len() <= limit;
        if is_at_end && is_header && delimiter == b',' {
            delimiter = header_delimiter(window.bytes());
        }
        let bytes = window.bytes();
        if is_at_end && bytes.is_empty() {
            return Ok(());
        }
        let is_unclosed = end.is_none() && scan.state == State::Quoted;
        let first_line_end = memchr::memchr(b'\n', bytes);
        let (row_end, next, problem) = match (end, first_line_end) {
            (Some(end), _) => (end, end + 1, None),
            (None, Some(end)) if is_unclosed => (end, end + 1, Some(UNCLOSED)),
            (None, _) if is_at_end => (bytes.len(), bytes.len(), is_unclosed.then_some(UNCLOSED)),
            (None, _) => (bytes.len(), bytes.len(), Some(TOO_LONG)),
        };
        unclosed += u32::from(is_unclosed);
        if unclosed > MAX_UNCLOSED {
            return Err(Stop::Failed(format!("{MAX_UNCLOSED} quotation marks are not closed; the rest was not read")));
        }
        let row = &bytes[..row_end];
        let row = row.strip_suffix(b"\r").unwrap_or(row);
        let is_blank = row.iter().all(u8::is_ascii_whitespace);
        if !is_blank {
            is_header = false;
            sink(Row { line, bytes: row, delimiter, problem })?;
        }
        line += memchr::memchr_iter(b'\n', &bytes[..next]).count() as u64;
        window.consume(next);
        if problem == Some(TOO_LONG) {
            skip_line(window)?;
            line += 1;
        }
    }
}

/// Passes over the rest of a line without holding it.
fn skip_line(window: &mut Window<'_>) -> Result<(), Stop> {
    loop {
        let bytes = window.bytes();
        if let Some(end) = memchr::memchr(b'\n', bytes) {
            window.consume(end + 1);
            return Ok(());
        }
        let length = bytes.len();
        window.consume(length);
        if !window.fill()? {
            return Ok(());
        }
    }
}

/// The delimiter of a header line that may be written with commas, semicolons or tabs.
fn header_delimiter(bytes: &[u8]) -> u8 {
    let line = bytes.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty()).unwrap_or(b"");
    let count = |delimiter: u8| memchr::memchr_iter(delimiter, line).count();
    if count(b',') > 0 {
        b','
    } else if count(b';') > 0 {
        b';'
    } else if count(b'\t') > 0 {
        b'\t'
    } else {
        b','
    }
}

/// Where in a cell reading stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Before its first byte.
    #[default]
    Start,
    /// Within one without marks, or behind the closing mark.
    Plain,
    /// Between the marks.
    Quoted,
    /// Behind a mark that closes the cell or, doubled, stands for itself.
    Mark,
}

/// The search for the end of a row, which goes on when more of it has been read.
#[derive(Default)]
struct Scan {
    at: usize,
    state: State,
}

impl Scan {
    /// Where the row at the start of `bytes` ends: the place of its `\n`.
    fn row_end(&mut self, bytes: &[u8], delimiter: u8) -> Option<usize> {
        while self.at < bytes.len() {
            let rest = &bytes[self.at..];
            match self.state {
                State::Quoted => match memchr::memchr(b'"', rest) {
                    Some(found) => {
                        self.at += found + 1;
                        self.state = State::Mark;
                    }
                    None => self.at = bytes.len(),
                },
                State::Plain => match memchr::memchr2(b'\n', delimiter, rest) {
                    Some(found) if rest[found] == b'\n' => return Some(self.at + found),
                    Some(found) => {
                        self.at += found + 1;
                        self.state = State::Start;
                    }
                    None => self.at = bytes.len(),
                },
                State::Start | State::Mark => {
                    if rest[0] == b'\n' {
                        return Some(self.at);
                    }
                    self.state = match rest[0] {
                        b'"' => State::Quoted,
                        byte if byte == delimiter => State::Start,
                        _ => State::Plain,
                    };
                    self.at += 1;
                }
            }
        }
        None
    }
}

/// The cells of a row, without their quotation marks; in place where no mark is doubled.
pub(super) fn cells(row: &str, delimiter: u8) -> impl Iterator<Item = Cow<'_, str>> {
    let bytes = row.as_bytes();
    // Where the next cell begins; `None` behind the last.
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let cell_end =
            |from: usize| memchr::memchr(delimiter, &bytes[from..]).map_or(bytes.len(), |found| from + found);
        let (cell, end) = if bytes.get(start) == Some(&b'"') {
            let (mut cell, after) = quoted(row, start + 1);
            let end = cell_end(after);
            append(&mut cell, &row[after..end]);
            (cell, end)
        } else {
            let end = cell_end(start);
            (Cow::Borrowed(&row[start..end]), end)
        };
        next = (end < bytes.len()).then_some(end + 1);
        Some(cell)
    })
}

/// What stands from `at` on between quotation marks, and where the row goes on behind them.
///
/// A doubled mark stands for itself.
fn quoted(row: &str, mut at: usize) -> (Cow<'_, str>, usize) {
    let bytes = row.as_bytes();
    let mut cell = Cow::Borrowed("");
    loop {
        let mark = memchr::memchr(b'"', &bytes[at..]).map_or(bytes.len(), |found| at + found);
        append(&mut cell, &row[at..mark]);
        at = (mark + 1).min(bytes.len());
        if bytes.get(at) != Some(&b'"') {
            return (cell, at);
        }
        append(&mut cell, "\"");
        at += 1;
    }
}

fn append<'t>(cell: &mut Cow<'t, str>, text: &'t str) {
    if cell.is_empty() {
        *cell = Cow::Borrowed(text);
    } else if !text.is_empty() {
        cell.to_mut().push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The rows of a table, each with its line, or `!` and its line where it cannot be read.
    fn rows(table: &str, limit: usize) -> Vec<String> {
        let mut input = table.as_bytes();
        let mut rows = Vec::new();
        each_row(&mut Window::new(&mut input), b',', limit, |row| {
            let text = std::str::from_utf8(row.bytes).unwrap();
            rows.push(match row.problem {
                None => format!("{} {}", row.line, cells(text, row.delimiter).collect::<Vec<_>>().join("|")),
                Some(_) => format!("!{}", row.line),
            });
            Ok(())
        })
        .unwrap();
        rows
    }

    #[track_caller]
    fn check(table: &str, want: &[&str]) {
        assert_eq!(rows(table, 1 << 20), want, "{table:?}");
    }

    #[test]
    fn cells_may_hold_delimiters_marks_and_line_ends() {
        check("a,b\r\n1,2\r\n", &["1 a|b", "2 1|2"]);
        check("a,b\n\"x,\ny\",\"say \"\"no\"\"\"\nz,", &["1 a|b", "2 x,\ny|say \"no\"", "4 z|"]);
        check("a,b\n6\" pipe,x\n", &["1 a|b", "2 6\" pipe|x"]);
        check("\n\na\n\nb\n", &["3 a", "5 b"]);
        check("", &[]);
    }

    #[test]
    fn other_delimiters_are_seen_in_the_header() {
        check("a;b\n1,5;2\n", &["1 a|b", "2 1,5|2"]);
        check("a\tb", &["1 a|b"]);
    }

    #[test]
    fn an_open_mark_costs_one_line() {
        check("a,b\n1,\"x\n2,y\n3,z\n", &["1 a|b", "!2", "3 2|y", "4 3|z"]);
        check("a,b\n1,\"x", &["1 a|b", "!2"]);
        assert_eq!(rows(&format!("a,b\n1,\"{}\n2,y\n", "x".repeat(400_000)), 1000), ["1 a|b", "!2", "3 2|y"]);
        assert_eq!(rows(&format!("a,b\n1,{}\n2,y\n", "x".repeat(400_000)), 1000), ["1 a|b", "!2", "3 2|y"]);
    }

    #[test]
    fn a_table_of_open_marks_is_given_up() {
        let table = "a\"b,\"\n".repeat(1000);
        let mut count = 0;
        let mut input = table.as_bytes();
        let outcome = each_row(&mut Window::new(&mut input), b',', 1 << 20, |_| {
            count += 1;
            Ok(())
        });
        assert!(matches!(outcome, Err(Stop::Failed(reason)) if reason.contains("not closed")));
        assert_eq!(count, MAX_UNCLOSED);
    }

    proptest! {
        #[test]
        fn tables_are_read_as_the_csv_crate_reads_them(
            table in proptest::collection::vec(
                proptest::collection::vec("([a-c \n]|\"){0,6}", 2..4), 1..5),
        ) {
            let mut writer = ::csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &table {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let mut input = text.as_bytes();
            let mut got = Vec::new();
            each_row(&mut Window::new(&mut input), b',', 1 << 20, |row| {
                assert!(row.problem.is_none());
                got.push(cells(std::str::from_utf8(row.bytes).unwrap(), row.delimiter)
                    .map(Cow::into_owned).collect::<Vec<_>>());
                Ok(())
            }).unwrap();
            prop_assert_eq!(got, table);
        }
    }
}
