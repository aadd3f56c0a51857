//! Pages that stand alone, to keep or to send: no script, no address of anything else.

mod diff;

use std::borrow::Cow;

pub use diff::difference;

/// The head of a page; `title` is escaped here.
fn head(title: &str, style: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<title>{}</title>\n<style>{style}</style>\n</head>\n",
        escaped(title)
    )
}

/// Text that is no markup; control characters, which no page may have, are left out.
fn escaped(text: &str) -> Cow<'_, str> {
    let is_odd = |c: char| matches!(c, '<' | '>' | '&' | '"' | '\'') || (c.is_control() && c != '\n' && c != '\t');
    if !text.contains(is_odd) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ if is_odd(c) => {}
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}
