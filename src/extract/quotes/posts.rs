//! Embedded posts of social networks: words without marks, signed by name and handle.
//!
//! `It is law. https://t.co/x — Jane Roe (@janeroe) March 4, 2020`: the signature gives the
//! speaker, the words stand before it in the paragraph, or in the one before if the signature
//! has a line of its own.

use crate::model::Span;

/// An embedded post.
#[derive(Clone, Copy, Debug)]
pub struct Post {
    /// Its words, without a leading `.@handle`, link and signature.
    pub words: Span,
    /// The name in the signature.
    pub name: Span,
    /// The handle, with its `@`.
    pub handle: Span,
    /// Everything that belongs to it.
    pub whole: Span,
}

/// Finds the posts of a text, in order, disjoint.
pub fn posts(text: &str, paragraphs: &[Span]) -> Vec<Post> {
    let mut found: Vec<Post> = Vec::new();
    let mut number = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), "(@") {
        while number < paragraphs.len() && paragraphs[number].end() <= at {
            number += 1;
        }
        let Some(paragraph) = paragraphs.get(number) else { break };
        if paragraph.start() > at {
            continue;
        }
        let from = found.last().map_or(0, |post| post.whole.end());
        if let Some(post) = signed(text, paragraphs, number, at, from) {
            found.push(post);
        }
    }
    found
}

/// Longest name or date in a signature, in bytes.
const MAX_PART: usize = 90;

fn signed(text: &str, paragraphs: &[Span], number: usize, at: usize, from: usize) -> Option<Post> {
    let paragraph = paragraphs[number];
    let start = paragraph.start().max(from);
    let letters = text[at + 2..].bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    let close = at + 2 + letters;
    if letters == 0 || letters > 30 || text.as_bytes().get(close) != Some(&b')') {
        return None;
    }
    let mut window = at.saturating_sub(MAX_PART).max(start);
    while !text.is_char_boundary(window) {
        window += 1;
    }
    let before = text.get(window..at)?;
    let dash = before.rfind(['—', '–', '―']).or_else(|| before.rfind("- "))?;
    let dash_at = window + dash;
    let dash_width = text[dash_at..].chars().next()?.len_utf8();
    let name = trimmed(text, dash_at + dash_width, at)?;
    let end = (close + 1 + date_width(&text[close + 1..paragraph.end()])).min(paragraph.end());
    let (words, whole_start) = match trimmed(text, start, dash_at) {
        Some(words) => (words, words.start()),
        None => {
            let words = *paragraphs.get(number.checked_sub(1)?)?;
            if words.start() < from {
                return None;
            }
            (words, words.start())
        }
    };
    let words = without_marks(text, without_handle_and_link(text, words)?);
    Some(Post { words, name, handle: Span::of(at + 1, close), whole: Span::of(whole_start, end) })
}

fn trimmed(text: &str, start: usize, end: usize) -> Option<Span> {
    let part = text.get(start..end)?;
    let from = start + part.len() - part.trim_start().len();
    Span::new(text, from..from + part.trim().len())
}

/// Takes `.@handle ` off the front and links off the end.
fn without_handle_and_link(text: &str, words: Span) -> Option<Span> {
    let mut span = words;
    let part = span.of_text(text);
    let after_point = part.strip_prefix('.').unwrap_or(part);
    if let Some(rest) = after_point.strip_prefix('@') {
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
        span = trimmed(text, span.end() - rest.len(), span.end())?;
    }
    loop {
        let part = span.of_text(text);
        let last = part.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let word = part.get(last..).unwrap_or("");
        let is_link = word.starts_with("http") || word.starts_with("pic.twitter.com") || word.starts_with("t.co/");
        if !is_link {
            return Some(span);
        }
        span = trimmed(text, span.start(), span.start() + last)?;
    }
}

/// Takes off the marks around all of the words.
fn without_marks(text: &str, words: Span) -> Span {
    let part = words.of_text(text);
    let inner = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»')].iter().find_map(|(open, close)| {
        let inner = part.strip_prefix(*open)?.strip_suffix(*close)?;
        (!inner.contains([*open, *close])).then_some(inner)
    });
    let Some(inner) = inner else { return words };
    let from = words.start() + (part.len() - inner.len()) - part.chars().next_back().map_or(0, char::len_utf8);
    trimmed(text, from, from + inner.len()).unwrap_or(words)
}

/// Length of ` March 4, 2020` and the like.
fn date_width(rest: &str) -> usize {
    let day = rest.strip_prefix(' ').unwrap_or(rest);
    let skipped = rest.len() - day.len();
    let bytes = day.as_bytes();
    let letters = bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    const MONTHS: &str = "January February March April May June July August September October November December";
    if letters < 3 || !MONTHS.split(' ').any(|month| month.starts_with(&day[..letters])) {
        return 0;
    }
    let mut at = letters;
    while at < bytes.len()
        && at < letters + 12
        && (bytes[at].is_ascii_digit() || matches!(bytes[at], b' ' | b',' | b'.'))
    {
        at += 1;
    }
    while at > letters && matches!(bytes[at - 1], b' ') {
        at -= 1;
    }
    skipped + at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[track_caller]
    fn check(text: &str, want: &[(&str, &str, &str)]) {
        let found = posts(text, &text::paragraphs(text));
        let got: Vec<_> =
            found.iter().map(|p| (p.words.of_text(text), p.name.of_text(text), p.handle.of_text(text))).collect();
        assert_eq!(got, want, "{text:?}");
    }

    #[test]
    fn a_signature_makes_a_post() {
        check(
            ".@joe It is law. https://t.co/x — Jane Q. Roe (@janeroe) March 4, 2020",
            &[("It is law.", "Jane Q. Roe", "@janeroe")],
        );
        check("It is law.\n\n— Jane Roe (@janeroe) March 4, 2020", &[("It is law.", "Jane Roe", "@janeroe")]);
        check("“It is law” — Jane Roe (@janeroe) March 4, 2020", &[("It is law", "Jane Roe", "@janeroe")]);
        check("\"It is law\" — Jane Roe (@janeroe)", &[("It is law", "Jane Roe", "@janeroe")]);
        check("“No” is “no” — Jane Roe (@janeroe)", &[("“No” is “no”", "Jane Roe", "@janeroe")]);
        check("Write to Jane Roe (@janeroe) today", &[]);
        check("— Jane Roe (@janeroe) March 4, 2020", &[]);
    }
}
