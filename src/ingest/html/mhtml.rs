//! MHTML: a page and all that it shows as the parts of one mail, as browsers save it.

use memchr::memmem;

use crate::ingest::headers::{Headers, split_head};

/// Parts that are looked at.
const MAX_PARTS: usize = 10_000;

/// The page within an MHTML file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Saved {
    /// The page, decoded from its transfer encoding.
    pub html: Vec<u8>,
    /// The encoding that its part declares.
    pub charset: Option<String>,
    /// Where it was saved from.
    pub url: Option<String>,
}

/// Takes the page out of an MHTML file; `None` if there is none in it.
pub(crate) fn unpack(bytes: &[u8]) -> Option<Saved> {
    let (head, body) = split_head(bytes)?;
    let headers = Headers::of_mail(head);
    let url = headers.get("snapshot-content-location").map(str::to_owned);
    let kind = headers.get("content-type").unwrap_or("");
    if !kind.to_ascii_lowercase().starts_with("multipart/") {
        return kind.to_ascii_lowercase().contains("html").then(|| saved(&headers, body, url));
    }
    let boundary = parameter(kind, "boundary")?;
    let mark = format!("--{boundary}");
    let mut starts = memmem::find_iter(body, mark.as_bytes())
        .filter(|at| *at == 0 || body[at - 1] == b'\n')
        .take(MAX_PARTS)
        .peekable();
    let mut first_page = None;
    while let Some(start) = starts.next() {
        let end = starts.peek().copied().unwrap_or(body.len());
        let part = &body[(start + mark.len()).min(end)..end];
        let Some(line_end) = memchr::memchr(b'\n', part) else { continue };
        let Some((head, content)) = split_head(&part[line_end + 1..]) else { continue };
        let headers = Headers::of_mail(head);
        if !headers.get("content-type").is_some_and(|kind| kind.to_ascii_lowercase().contains("html")) {
            continue;
        }
        // The page itself is the part of the address that was saved, else the first one; frames follow.
        let is_it = url.is_none() || headers.get("content-location") == url.as_deref();
        if is_it {
            return Some(saved(&headers, content, url));
        }
        if first_page.is_none() {
            first_page = Some((headers, content));
        }
    }
    first_page.map(|(headers, content)| saved(&headers, content, url))
}

fn saved(headers: &Headers, content: &[u8], url: Option<String>) -> Saved {
    let html = match headers.get("content-transfer-encoding").map(str::to_ascii_lowercase).as_deref() {
        Some("quoted-printable") => quoted_printable(content),
        Some("base64") => base64(content),
        _ => content.to_vec(),
    };
    let charset = headers.get("content-type").and_then(|kind| parameter(kind, "charset"));
    let url = url.or_else(|| headers.get("content-location").map(str::to_owned));
    Saved { html, charset, url: url.filter(|url| url.starts_with("http")) }
}

/// A parameter of a header: `boundary="…"`.
fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        let value = value.trim().trim_matches('"');
        (key.trim().eq_ignore_ascii_case(name) && !value.is_empty()).then(|| value.to_owned())
    })
}

/// Decodes quoted-printable; what is no code stays as it is.
fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        if *byte != b'=' {
            plain.push(*byte);
            continue;
        }
        match bytes[at..] {
            [b'\r', b'\n', ..] => at += 2,
            [b'\n', ..] => at += 1,
            [high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                plain.push((digit(high) << 4) | digit(low));
                at += 2;
            }
            _ => plain.push(b'='),
        }
    }
    plain
}

fn digit(byte: u8) -> u8 {
    char::from(byte).to_digit(16).unwrap_or(0) as u8
}

/// Decodes base64; bytes that are none of its letters are passed over.
fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut n_bits) = (0u32, 0);
    for byte in bytes {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => continue,
        };
        bits = (bits << 6) | u32::from(value);
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            plain.push((bits >> n_bits) as u8);
            bits &= (1 << n_bits) - 1;
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_taken_out_of_its_parts() {
        let file = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://ledger.example/a\r\nMIME-Version: 1.0\r\n\
            Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--x--\"\r\n\r\n\r\n\
            ----x--\r\nContent-Type: text/css\r\nContent-Location: https://ledger.example/s.css\r\n\r\np {}\r\n\
            ----x--\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\
            Content-Location: https://ledger.example/a\r\n\r\n<p class=3D\"a\">caf=C3=A9 is =\r\nopen=\r\n\r\n----x----\r\n";
        let saved = unpack(file.as_bytes()).unwrap();
        assert!(String::from_utf8(saved.html).unwrap().starts_with("<p class=\"a\">café is open"));
        assert_eq!(saved.url.as_deref(), Some("https://ledger.example/a"));
        assert_eq!(saved.charset.as_deref(), Some("utf-8"));
    }

    #[test]
    fn base64_is_decoded() {
        assert_eq!(base64(b"PHA+\r\nw6k=\r\n"), "<p>é".as_bytes());
    }

    #[test]
    fn what_is_no_page_is_none() {
        for bytes in [&b""[..], b"x", b"a: b\n\nc", b"Content-Type: multipart/related; boundary=x\n\n--x\n\n--x--"] {
            assert_eq!(unpack(bytes), None);
        }
    }
}
