//! The form in which texts are kept.

use std::borrow::Cow;

/// Returns `text` with `\n` for every line end, without NUL and without a byte order mark before
/// it.
pub fn normalise(text: Cow<'_, str>) -> String {
    let has_mark = text.starts_with('\u{FEFF}');
    if !has_mark && memchr::memchr2(b'\r', 0, text.as_bytes()).is_none() {
        return text.into_owned();
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    let mut clean = String::with_capacity(text.len());
    let mut from = 0;
    for at in memchr::memchr2_iter(b'\r', 0, text.as_bytes()) {
        clean.push_str(&text[from..at]);
        from = at + 1;
        let is_line_end = text.as_bytes()[at] == b'\r' && text.as_bytes().get(from) != Some(&b'\n');
        if is_line_end {
            clean.push('\n');
        }
    }
    clean.push_str(&text[from..]);
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_become_one_kind_and_nul_goes() {
        assert_eq!(normalise("\u{FEFF}a\r\nb\rc\n\r\0d\r".into()), "a\nb\nc\n\nd\n");
        assert_eq!(normalise("\r\n\r\n".into()), "\n\n");
        assert_eq!(normalise("plain".into()), "plain");
    }
}
