//! Places in a text.

use std::ops::Range;

/// A half-open byte range `[start, end)` into the text it was made from.
///
/// Offsets are bytes of UTF-8, not characters, and lie on `char` boundaries, so slicing that
/// text cannot panic. Texts are below 4 GiB, so 32 bits suffice. JSON output counts Unicode
/// code points instead; the conversion happens in `render`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// Returns the span, or `None` if `range` is empty, runs past `text`, or cuts a character.
    pub fn new(text: &str, range: Range<usize>) -> Option<Span> {
        if range.is_empty() || text.get(range.clone()).is_none() {
            return None;
        }
        Some(Span { start: range.start.try_into().ok()?, end: range.end.try_into().ok()? })
    }

    /// Returns the span of a range that the caller knows to lie on character boundaries.
    ///
    /// An empty or reversed range gives an empty span at `start`.
    pub fn of(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end.max(start) as u32 }
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True if the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// True if `other` lies wholly within this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True if the two spans share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The text under the span; empty if `text` is not the one the span was made from.
    pub fn of_text(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_lies_within_its_text_and_on_characters() {
        assert_eq!(Span::new("“a”", 0..3).map(|s| s.of_text("“a”")), Some("“"));
        assert_eq!(Span::new("“a”", 1..3), None);
        assert_eq!(Span::new("ab", 1..3), None);
        assert_eq!(Span::new("ab", 1..1), None);
    }
}
