//! The lines of a text that are not blank, with what stands around them.

use memchr::memchr_iter;

use crate::model::Span;

/// A line without the white space around it; never empty.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'t> {
    /// Where it stands in the text.
    pub span: Span,
    /// Its words.
    pub text: &'t str,
    /// True if a blank line or the end of the text follows.
    pub is_set_off: bool,
}

/// The lines of `text`, in order.
pub(crate) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut found: Vec<Line<'_>> = Vec::with_capacity(64);
    let mut start = 0;
    let mut after_blank = true;
    for end in memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        let whole = &text[start..end];
        let trimmed = whole.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if trimmed.is_empty() {
            after_blank = true;
        } else {
            if let Some(last) = found.last_mut() {
                last.is_set_off = after_blank;
            }
            let from = start + (trimmed.as_ptr() as usize - whole.as_ptr() as usize);
            found.push(Line { span: Span::of(from, from + trimmed.len()), text: trimmed, is_set_off: true });
            after_blank = false;
        }
        start = end + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_know_whether_they_stand_alone() {
        let text = " a \n\nb\nc\n";
        let got: Vec<_> = lines(text).iter().map(|line| (line.text, line.span.start(), line.is_set_off)).collect();
        assert_eq!(got, [("a", 1, true), ("b", 5, false), ("c", 7, true)]);
        assert!(lines(" \n\n").is_empty());
    }
}
