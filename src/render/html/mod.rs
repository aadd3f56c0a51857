//! Pages that stand alone, to keep or to send: no script, no address of anything else.
//!
//! What differs is told by colour and by a pattern (underlined, struck through), so that nobody needs the
//! colour. All text is escaped.

mod diff;
mod families;
mod stories;

use std::borrow::Cow;

pub use diff::difference;
pub use families::family;
pub use stories::story;

/// Of pages of quotations.
const STYLE: &str = "body{font:16px/1.5 Georgia,serif;max-width:46em;margin:2em auto;padding:0 1em;color:#222;\
background:#fff}h1{font-size:1.3em}.meta{color:#555;font:14px sans-serif}ins{background:#d7f0d7;\
text-decoration:underline}del{background:#f6d5d5;text-decoration:line-through}.gap{color:#666}li{margin:1em 0}td,th{padding:.2em .5em;text-align:left;vertical-align:top}\
@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}.meta,.gap{color:#aaa}ins{background:#1f4a1f}\
del{background:#5a2323}}";

/// The head of a page; `title` is escaped here.
fn head(title: &str, style: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<title>{}</title>\n<style>{style}</style>\n</head>\n",
        escaped(title)
    )
}

/// Text that is no markup; control characters, which no page may have, and marks that turn the order of
/// what follows are left out.
fn escaped(text: &str) -> Cow<'_, str> {
    let turns = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let is_left_out = |c: char| turns(c) || (c.is_control() && c != '\n' && c != '\t');
    let is_odd = |c: char| matches!(c, '<' | '>' | '&' | '"' | '\'') || is_left_out(c);
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
            _ if is_left_out(c) => {}
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}
