//! Character references: `&amp;`, `&#8220;`, `&ldquo;`.

use std::sync::OnceLock;

use memchr::memchr;
use rustc_hash::FxHashMap;

/// Names and code points: those of HTML 4 and what else pages write.
const NAMES: &str = include_str!("entities.txt");

/// Longest name that is looked for, in bytes.
const LONGEST: usize = 16;

fn table() -> &'static FxHashMap<&'static str, char> {
    static TABLE: OnceLock<FxHashMap<&'static str, char>> = OnceLock::new();
    TABLE.get_or_init(|| {
        NAMES
            .lines()
            .filter_map(|line| {
                let (name, code) = line.split_once(' ')?;
                Some((name, char::from_u32(code.parse().ok()?)?))
            })
            .collect()
    })
}

/// Appends `raw` to `plain` with its character references replaced.
pub(super) fn decode_into(raw: &str, plain: &mut String) {
    let mut rest = raw;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        plain.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        match reference(behind) {
            Some((character, length)) => {
                plain.push(character);
                rest = &behind[length..];
            }
            None => {
                plain.push('&');
                rest = behind;
            }
        }
    }
    plain.push_str(rest);
}

/// `raw` with its character references replaced.
pub(super) fn decode(raw: &str) -> String {
    let mut plain = String::with_capacity(raw.len());
    decode_into(raw, &mut plain);
    plain
}

/// Reads what follows an `&`: the character and the length of the reference in bytes.
fn reference(text: &str) -> Option<(char, usize)> {
    let bytes = text.as_bytes();
    if bytes.first() == Some(&b'#') {
        let is_hex = matches!(bytes.get(1), Some(b'x' | b'X'));
        let from = 1 + usize::from(is_hex);
        let digits = bytes[from.min(bytes.len())..]
            .iter()
            .take(8)
            .take_while(|byte| if is_hex { byte.is_ascii_hexdigit() } else { byte.is_ascii_digit() })
            .count();
        let code = u32::from_str_radix(text.get(from..from + digits)?, if is_hex { 16 } else { 10 }).ok()?;
        let end = from + digits + usize::from(bytes.get(from + digits) == Some(&b';'));
        return Some((character(code), end));
    }
    let length = bytes.iter().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let name = &text[..length];
    if bytes.get(length) == Some(&b';') {
        return table().get(name).map(|character| (*character, length + 1));
    }
    // Old pages leave the semicolon out; browsers allow it for Latin-1 only.
    let known = table().get(name).filter(|character| u32::from(**character) < 0x100)?;
    (bytes.get(length) != Some(&b'=')).then_some((*known, length))
}

/// The character of a number; the C1 controls mean Windows-1252, as in browsers.
fn character(code: u32) -> char {
    match code {
        0x80..=0x9F => {
            let byte = [code as u8];
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0.chars().next().unwrap_or('\u{FFFD}')
        }
        0 => '\u{FFFD}',
        _ => char::from_u32(code).unwrap_or('\u{FFFD}'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, want: &str) {
        assert_eq!(decode(raw), want, "{raw:?}");
    }

    #[test]
    fn references_become_characters() {
        check("a &amp; b &lt;c&gt;", "a & b <c>");
        check("&ldquo;x&rdquo; &hellip; &apos;", "“x” … '");
        check("&#8220;&#x201D;&#X41;", "“”A");
        check("&#150; &#0; &#x110000;", "– \u{FFFD} \u{FFFD}");
        check("caf&eacute &copy 2020", "café © 2020");
    }

    #[test]
    fn what_is_no_reference_stays() {
        check("AT&T & R&D; a&b=c &unknown; &#; &#x; &", "AT&T & R&D; a&b=c &unknown; &#; &#x; &");
        check("?a=1&copy=2", "?a=1&copy=2");
        check("&é", "&é");
    }
}
