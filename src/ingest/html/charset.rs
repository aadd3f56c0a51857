//! The character encoding of a page.
//!
//! In this order: a byte order mark; UTF-8 if that is what the bytes plainly are, whatever is
//! declared (pages saved by browsers keep the old declaration); what came with the page, such as
//! the header of its response; `<meta charset>` or the XML declaration; else a guess.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::super::encoding;

/// How far from its start a page may declare its encoding; browsers look at 1024 bytes, but
/// pages with long comments before it exist.
const HEAD_BYTES: usize = 8192;

/// Decodes a page; also returns what to tell the user.
pub(super) fn decode<'b>(bytes: &'b [u8], hint: Option<&str>) -> (Cow<'b, str>, Option<&'static str>) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return (encoding.decode_without_bom_handling(&bytes[length..]).0, None);
    }
    let declared = hint.and_then(named).or_else(|| declared(bytes));
    let is_seven_bit = declared.is_some_and(|encoding| !encoding.is_ascii_compatible());
    if !is_seven_bit && let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), None);
    }
    match declared.filter(|encoding| *encoding != UTF_8) {
        Some(encoding) => {
            let (text, _, has_errors) = encoding.decode(bytes);
            (text, has_errors.then_some("has characters that are not in the encoding it declares; they were replaced"))
        }
        None => {
            let decoded = encoding::decode(bytes);
            (decoded.text, decoded.warning)
        }
    }
}

/// The encoding of a label such as `iso-8859-1`.
fn named(label: &str) -> Option<&'static Encoding> {
    let label = label.trim().trim_matches(['"', '\'']);
    let encoding = Encoding::for_label(label.as_bytes())?;
    // Bytes in which a declaration could be read are not in UTF-16.
    if encoding == UTF_16LE || encoding == UTF_16BE {
        return Some(UTF_8);
    }
    Some(encoding)
}

/// The encoding that a page declares.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    let head = WINDOWS_1252.decode_without_bom_handling(head).0.to_ascii_lowercase();
    if let Some(declaration) = head.strip_prefix("<?xml").and_then(|rest| rest.split("?>").next())
        && let Some(label) = declaration.split("encoding").nth(1).and_then(value_of)
    {
        return named(label);
    }
    head.match_indices("<meta").find_map(|(at, _)| {
        let tag = head[at..].split('>').next()?;
        tag.match_indices("charset").find_map(|(at, word)| named(value_of(&tag[at + word.len()..])?))
    })
}

/// What stands behind `=`, with or without marks.
fn value_of(text: &str) -> Option<&str> {
    let value = text.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '/' | '>'));
    Some(&value[..end.unwrap_or(value.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], hint: Option<&str>, want: &str) {
        let (text, _) = decode(bytes, hint);
        assert!(text.ends_with(want), "{text:?} ends with {want:?}");
    }

    #[test]
    fn declared_encodings_are_used() {
        check(b"<meta charset=windows-1251><p>\xCF\xF0", None, "Пр");
        check(b"<meta http-equiv=Content-Type content='text/html; charset=iso-8859-2'>\xB3", None, "ł");
        check(b"<?xml version='1.0' encoding='Shift_JIS'?><p>\x93\xFA", None, "日");
        check(b"<p>\xCF\xF0", Some("windows-1251"), "Пр");
        check(b"<meta charset=utf-8>\xE9 caf\xE9", None, "é café");
        check(b"\xFF\xFE<\0p\0>\0\xE9\0", None, "é");
    }

    #[test]
    fn plain_utf_8_needs_no_declaration() {
        check("<p>é".as_bytes(), None, "é");
        check("<meta charset=iso-8859-1>é".as_bytes(), None, "é");
        check("<meta charset=utf-16>é".as_bytes(), None, "é");
        check(b"<p>\x93x\x94", None, "“x”");
    }
}
