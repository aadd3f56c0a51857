//! Web archives (WARC): the pages that a crawler was sent.
//!
//! Each response with a page or a text becomes an article whose id is the page's address; of one
//! address the capture with the latest `WARC-Date` counts, of equal ones, or where a date is
//! missing, the last in the file. Everything else (pictures, requests, errors of the server)
//! is passed over.

use std::borrow::Cow;
use std::io::Read;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::super::MAX_RECORD_BYTES;
use super::super::document::Document;
use super::super::encoding;
use super::super::fields::Fields;
use super::super::headers::{Headers, split_head};
use super::super::html;
use super::super::run::{Place, Run, Stop};
use super::super::window::Window;
use crate::model::{Field, Given, Source};

/// Longest head of a record or response, in bytes.
const MAX_HEAD_BYTES: usize = 256 << 10;

/// Reads an archive.
pub(in super::super) fn read(run: &mut Run<'_>, input: &mut dyn Read) -> Result<(), Stop> {
    let mut window = Window::new(input);
    let mut number = 0u32;
    // The latest capture so far: by the hash of the address.
    let mut latest: FxHashMap<u64, u64> = FxHashMap::default();
    loop {
        skip_blank_lines(&mut window)?;
        if window.bytes().is_empty() {
            break;
        }
        let Some(head) = head(&mut window)? else {
            let what =
                if number == 0 { "is no web archive" } else { "is damaged or cut short; what came before was read" };
            return Err(Stop::Failed(what.to_owned()));
        };
        number = number.saturating_add(1);
        run.is_sure = true;
        let headers = Headers::below_first(&head);
        let Some(length) = headers.get("content-length").and_then(|length| length.parse::<u64>().ok()) else {
            return Err(Stop::Failed(format!("record {number} has no length; what came before was read")));
        };
        let kind = headers.get("warc-type").unwrap_or("").to_ascii_lowercase();
        let content = headers.get("content-type").unwrap_or("").to_ascii_lowercase();
        let is_response = kind == "response" && content.starts_with("application/http");
        let is_wanted = is_response || matches!(kind.as_str(), "resource" | "conversion") && is_text(&content);
        if !is_wanted || length > MAX_RECORD_BYTES as u64 {
            if is_wanted && length > MAX_RECORD_BYTES as u64 {
                run.may_be(headers.get("warc-target-uri").unwrap_or("").trim_matches(['<', '>']));
                let reason = format!("is longer than {} MiB", MAX_RECORD_BYTES >> 20);
                run.fail_record(Some(number), Place::Record(number), reason)?;
            }
            skip(&mut window, length)?;
            continue;
        }
        let length = length as usize;
        while window.bytes().len() < length {
            if !window.fill()? {
                return Err(Stop::Failed(format!("ends within record {number}; what came before was read")));
            }
        }
        let url = headers.get("warc-target-uri").unwrap_or("").trim_matches(['<', '>']).to_owned();
        let captured = headers.get("warc-date").and_then(stamp).filter(|_| !url.is_empty());
        let key = xxh3_64(url.as_bytes());
        let is_older = captured.is_some_and(|captured| latest.get(&key).is_some_and(|known| *known > captured));
        let block = &window.bytes()[..length];
        let before = run.summary.articles + run.summary.unchanged;
        let capture = Capture { number, url: &url, is_older };
        if is_response {
            response(run, capture, block)?;
        } else {
            page(run, capture, block, block, &content)?;
        }
        if let Some(captured) = captured
            && run.summary.articles + run.summary.unchanged > before
        {
            latest.insert(key, captured);
        }
        window.consume(length);
    }
    if run.is_empty() && number > 0 {
        return run.warn(Place::File, "has no page in it".to_owned());
    }
    Ok(())
}

fn is_text(kind: &str) -> bool {
    kind.starts_with("text/html") || kind.starts_with("application/xhtml") || kind.starts_with("text/plain")
}

/// What is known of a record before its content.
#[derive(Clone, Copy)]
struct Capture<'w> {
    number: u32,
    url: &'w str,
    /// An earlier record is a later capture of the same address.
    is_older: bool,
}

/// `2020-03-04T10:15:00.5Z` as a number that is larger for later times.
fn stamp(date: &str) -> Option<u64> {
    let digits = || date.bytes().filter(u8::is_ascii_digit);
    let is_date = date.as_bytes().get(..4)?.iter().all(u8::is_ascii_digit) && digits().count() >= 8;
    let stamp =
        digits().chain(std::iter::repeat(b'0')).take(18).fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'));
    is_date.then_some(stamp)
}

/// Hands on the page of a response.
fn response(run: &mut Run<'_>, capture: Capture<'_>, block: &[u8]) -> Result<(), Stop> {
    let Capture { number, url, .. } = capture;
    let Some((head, body)) = split_head(block) else { return Ok(()) };
    let headers = Headers::below_first(head);
    let is_ok = headers.first.split_ascii_whitespace().nth(1).is_some_and(|status| status == "200");
    let kind = headers.get("content-type").unwrap_or("").to_ascii_lowercase();
    if !is_ok || !is_text(&kind) {
        return Ok(());
    }
    let mut body = Cow::Borrowed(body);
    if headers.get("transfer-encoding").is_some_and(|how| how.to_ascii_lowercase().contains("chunked"))
        && let Some(joined) = unchunked(&body)
    {
        body = Cow::Owned(joined);
    }
    match headers.get("content-encoding").map(|how| how.trim().to_ascii_lowercase()).as_deref() {
        None | Some("" | "identity") => {}
        // Some crawlers keep the page unpacked, under the head as it was sent.
        Some(how) if is_unpacked(how, &body) => {}
        Some("gzip" | "x-gzip") => body = Cow::Owned(unpacked(flate2::read::MultiGzDecoder::new(&*body))),
        Some("deflate") => body = Cow::Owned(unpacked(flate2::read::ZlibDecoder::new(&*body))),
        Some("zstd") => match zstd::stream::read::Decoder::new(&*body) {
            Ok(decoder) => body = Cow::Owned(unpacked(decoder)),
            Err(_) => body = Cow::Owned(Vec::new()),
        },
        Some(other) => {
            let reason = format!("`{url}` is packed as `{other}`, which is not read");
            run.may_be(url);
            return run.fail_record(Some(number), Place::Record(number), reason);
        }
    }
    if body.is_empty() {
        run.may_be(url);
        return run.fail_record(Some(number), Place::Record(number), format!("`{url}`: the packed page is damaged"));
    }
    page(run, capture, block, &body, &kind)
}

/// True if a body cannot be packed as its head says.
fn is_unpacked(how: &str, body: &[u8]) -> bool {
    let is_text = || encoding::why_binary(&body[..body.len().min(64 << 10)]).is_none();
    match (how, body) {
        (_, []) => false,
        ("gzip" | "x-gzip", _) => !body.starts_with(&[0x1F, 0x8B]),
        ("zstd", _) => !body.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) && is_text(),
        ("deflate", [first, second, ..]) => {
            let has_head = first & 0x0F == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0;
            !has_head && is_text()
        }
        // Nothing marks the others.
        _ => is_text(),
    }
}

/// Unpacks as much as is good, up to the limit; nothing if it is more.
fn unpacked(input: impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What came before the damage may be most of the page.
    let _ = input.take(MAX_RECORD_BYTES as u64 + 1).read_to_end(&mut bytes);
    if bytes.len() > MAX_RECORD_BYTES {
        bytes.clear();
    }
    bytes
}

fn page(run: &mut Run<'_>, capture: Capture<'_>, raw: &[u8], body: &[u8], kind: &str) -> Result<(), Stop> {
    let Capture { number, url, is_older } = capture;
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(());
    }
    let place = Place::Record(number);
    if is_older {
        return run
            .warn(place, format!("`{url}` stands in an earlier record that was captured later; that one counts"));
    }
    if let Some(why) = encoding::why_binary(&body[..body.len().min(64 << 10)]) {
        run.may_be(url);
        return run.fail_record(Some(number), place, format!("`{url}` {why}"));
    }
    // Who wants to see the record wants the page, not how it was sent.
    if run.passes_over(raw, Some(number), body)? {
        return Ok(());
    }
    run.record(raw, number, place, |run| {
        run.may_be(url);
        let charset = kind.split("charset=").nth(1).map(|rest| rest.trim_matches(['"', '\'', ' ']));
        let charset = charset.map(|name| name.split(';').next().unwrap_or(name).trim_matches(['"', '\'']));
        let address = Some(url).filter(|url| !url.is_empty());
        let mut fields = Fields::default();
        if kind.starts_with("text/plain") {
            let decoded = Document::decode(body, charset);
            fields.set_text(Cow::Owned(decoded));
            if let Some(url) = address {
                fields.state(vec![Given { field: Field::Url, value: url.to_owned(), source: Source::Record }]);
            }
        } else {
            let page = html::read(body, charset, address);
            fields.set_text(Cow::Owned(page.text));
            fields.state(page.given);
        }
        if let Some(url) = address {
            fields.state(vec![Given { field: Field::Id, value: url.to_owned(), source: Source::Record }]);
        }
        if !fields.has_text() && fields.get(Field::Title).is_none() {
            return Ok(Err(format!("`{url}` has neither a title nor a text")));
        }
        Ok(Ok(fields))
    })
}

/// The head of a record, taken off the window with the blank line behind it; `None` if there is
/// none.
fn head(window: &mut Window<'_>) -> Result<Option<Vec<u8>>, Stop> {
    loop {
        let bytes = window.bytes();
        if bytes.len() >= 5 && !bytes.starts_with(b"WARC/") {
            return Ok(None);
        }
        if let Some((head, body)) = split_head(&bytes[..bytes.len().min(MAX_HEAD_BYTES)]) {
            let head = head.to_vec();
            let body = bytes.len().min(MAX_HEAD_BYTES) - body.len();
            window.consume(body);
            return Ok(Some(head));
        }
        if bytes.len() >= MAX_HEAD_BYTES || !window.fill()? {
            return Ok(None);
        }
    }
}

fn skip_blank_lines(window: &mut Window<'_>) -> Result<(), Stop> {
    loop {
        let bytes = window.bytes();
        let blank = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let is_all = blank == bytes.len();
        window.consume(blank);
        if !is_all || !window.fill()? {
            return Ok(());
        }
    }
}

fn skip(window: &mut Window<'_>, mut length: u64) -> Result<(), Stop> {
    while length > 0 {
        let here = (window.bytes().len() as u64).min(length);
        window.consume(here as usize);
        length -= here;
        if length > 0 && !window.fill()? {
            return Err(Stop::Failed("is cut short; what came before the cut was read".to_owned()));
        }
    }
    Ok(())
}

/// Joins the chunks of a body; `None` if it has none, as where the crawler joined them already.
fn unchunked(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        let end = memchr::memchr(b'\n', rest)?;
        let line = std::str::from_utf8(&rest[..end]).ok()?.trim();
        let digits = line.split(';').next().unwrap_or("").trim();
        let length = usize::from_str_radix(digits, 16).ok()?;
        rest = &rest[end + 1..];
        if length == 0 {
            return Some(joined);
        }
        let Some(chunk) = rest.get(..length) else {
            joined.extend_from_slice(rest);
            return Some(joined);
        };
        joined.extend_from_slice(chunk);
        rest = rest.get(length..)?;
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        if rest.is_empty() {
            return Some(joined);
        }
    }
}
