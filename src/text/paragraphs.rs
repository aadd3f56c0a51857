//! Paragraphs of plain text.

use memchr::memchr_iter;

use crate::model::Span;

/// Returns the paragraphs of `text`, in order, without surrounding white space, never empty.
///
/// A blank line ends a paragraph. Whether a single line end does depends on the text: in one
/// wrapped at a fixed width it does not, elsewhere it does (news text saved from a page has one
/// line a paragraph, and captions or headings on lines of their own). A text counts as wrapped
/// if at least a third of its single line ends are followed by a lower-case letter.
pub fn paragraphs(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    paragraphs_into(text, &mut found);
    found
}

/// Appends the paragraphs of `text` to `found`; see [`paragraphs`].
pub(super) fn paragraphs_into(text: &str, found: &mut Vec<Span>) {
    let wrapped = is_wrapped(text);
    let mut start = 0;
    let mut line_start = 0;
    let mut push = |start: usize, end: usize| {
        let slice = &text[start..end];
        let trimmed = slice.trim_start();
        let from = start + slice.len() - trimmed.len();
        let to = from + trimmed.trim_end().len();
        if to > from {
            found.push(Span::of(from, to));
        }
    };
    for end in memchr_iter(b'\n', text.as_bytes()) {
        let is_blank = text[line_start..end].trim().is_empty();
        if is_blank || !wrapped {
            push(start, end);
            start = end + 1;
        }
        line_start = end + 1;
    }
    push(start, text.len());
}

fn is_wrapped(text: &str) -> bool {
    let mut single = 0u32;
    let mut lower = 0u32;
    let bytes = text.as_bytes();
    for end in memchr_iter(b'\n', bytes) {
        let after_blank = end == 0 || bytes[end - 1] == b'\n';
        let Some(next) = text[end + 1..].chars().next() else { break };
        if after_blank || next.is_whitespace() {
            continue;
        }
        single += 1;
        lower += u32::from(next.is_lowercase());
    }
    lower * 3 >= single && lower > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let got: Vec<&str> = paragraphs(text).iter().map(|span| span.of_text(text)).collect();
        assert_eq!(got, want, "{text:?}");
    }

    #[test]
    fn a_line_is_a_paragraph() {
        check("One.\nTwo.\n\n  Three. \n", &["One.", "Two.", "Three."]);
        check("", &[]);
        check(" \n\n ", &[]);
    }

    #[test]
    fn wrapped_lines_run_on() {
        check("The witch\nhunt began\nin spring.\n\nIt ended.", &["The witch\nhunt began\nin spring.", "It ended."]);
    }
}
