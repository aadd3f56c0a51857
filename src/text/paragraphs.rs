//! Paragraphs of plain text.

use memchr::memchr_iter;

use crate::model::Span;

/// Returns the paragraphs of `text`, in order, without surrounding white space, never empty.
///
/// A blank line ends a paragraph. Whether a single line end does depends on the text: in one
/// wrapped at a fixed width it does not, elsewhere it does (news text saved from a page has one
/// line a paragraph, and captions or headings on lines of their own). A text counts as wrapped
/// if at least a third of its single line ends are followed by a lower-case letter. In others, a
/// line end is looked at by itself: it ends nothing in the middle of a sentence, nor behind a line
/// that is full where lines are known to be broken (`Breaks`).
pub fn paragraphs(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    paragraphs_into(text, &mut found);
    found
}

/// Appends the paragraphs of `text` to `found`; see [`paragraphs`].
pub(super) fn paragraphs_into(text: &str, found: &mut Vec<Span>) {
    let breaks = Breaks::of(text);
    let mut marks = Marks::default();
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
        if is_blank || !breaks.runs_on(text, line_start, end, &mut marks) {
            push(start, end);
            start = end + 1;
            marks = Marks { read: start, ..Marks::default() };
        }
        line_start = end + 1;
    }
    push(start, text.len());
}

/// Longest line, in bytes, that is taken for one broken at a width.
const WIDEST: usize = 160;

/// What the line ends of a text tell of how it is wrapped.
struct Breaks {
    /// All single line ends are those of a wrapped text.
    all: bool,
    /// Blank lines part the paragraphs, and no line is longer than one broken at a width.
    narrow: bool,
    /// The shortest and the longest line, in characters, of those behind which a sentence goes on; they tell where
    /// lines are full.
    width: Option<(usize, usize)>,
}

impl Breaks {
    fn of(text: &str) -> Breaks {
        let mut single = 0u32;
        let mut lower = 0u32;
        let mut width: Option<(usize, usize)> = None;
        let bytes = text.as_bytes();
        let mut line_start = 0;
        let (mut has_blank, mut longest) = (false, 0);
        for end in memchr_iter(b'\n', bytes) {
            longest = longest.max(end - line_start);
            let start = std::mem::replace(&mut line_start, end + 1);
            let after_blank = end == 0 || bytes[end - 1] == b'\n';
            has_blank |= after_blank;
            let Some(next) = text[end + 1..].chars().next() else { break };
            if after_blank || next.is_whitespace() {
                continue;
            }
            single += 1;
            if next.is_lowercase() {
                lower += 1;
                if end - start <= WIDEST {
                    let length = text[start..end].trim_end().chars().count();
                    width = Some(width.map_or((length, length), |(low, high)| (low.min(length), high.max(length))));
                }
            }
        }
        let narrow = has_blank && longest.max(bytes.len() - line_start) <= WIDEST;
        Breaks { all: lower * 3 >= single && lower > 1, narrow, width }
    }

    /// True if a paragraph goes on behind its line `line_start..end`, which is not blank.
    fn runs_on(&self, text: &str, line_start: usize, end: usize, marks: &mut Marks) -> bool {
        if self.all {
            return true;
        }
        let line = text[line_start..end].trim_end();
        let Some(next) = text[end + 1..].chars().next().filter(|next| !next.is_whitespace()) else { return false };
        let Some(last) = line.chars().next_back() else { return false };
        if next.is_lowercase() {
            let inner = line.trim_end_matches(['"', '”', '»', '“']);
            let stops: &[char] =
                if inner.len() < line.len() { &['.', '…'] } else { &['.', '!', '?', ':', ';', '…'] };
            return !inner.ends_with(stops);
        }
        if line.len() > WIDEST || !(next.is_alphanumeric() || is_mark(next)) {
            return false;
        }
        // `“We saw⏎Ann Lee.”`: within a quotation, and no new paragraph of it. `He spoke of⏎“the dam.”`
        let is_mid = last.is_lowercase() || last == ',';
        if is_mid && (if is_mark(next) { self.narrow } else { marks.is_open(text, end) }) {
            return true;
        }
        let Some((shortest, longest)) = self.width.filter(|_| self.narrow) else { return false };
        // The next word would not have stood in the line any more.
        let word = text[end + 1..].bytes().take(WIDEST).take_while(|byte| !byte.is_ascii_whitespace()).count();
        let length = line.chars().count();
        let is_like_them = length >= shortest.min(longest * 3 / 4) && length <= longest * 5 / 4;
        is_like_them && length + 1 + word > longest
    }
}

/// True for a mark that opens a quotation.
fn is_mark(character: char) -> bool {
    matches!(character, '"' | '\'' | '“' | '‘' | '„' | '«' | '»')
}

/// The double marks of a paragraph, as far as they were read.
#[derive(Default)]
struct Marks {
    read: usize,
    is_open: bool,
}

impl Marks {
    /// True if a quotation is open at `end`. Each byte is read once.
    fn is_open(&mut self, text: &str, end: usize) -> bool {
        let from = std::mem::replace(&mut self.read, end).min(end);
        for (_, mark) in text[from..end].match_indices(['"', '“', '”']) {
            self.is_open = mark == "“" || mark == "\"" && !self.is_open;
        }
        self.is_open
    }
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

    #[test]
    fn a_sentence_runs_on_whatever_else_the_text_has() {
        check("“We shall walk\nto town,” Ann Lee said.", &["“We shall walk\nto town,” Ann Lee said."]);
        check("\"I met\nAnn Lee,\" he said.", &["\"I met\nAnn Lee,\" he said."]);
        check("“I met her,\n“and then,” he said.", &["“I met her,", "“and then,” he said."]);
        check(
            "Valley Post\nBy Ann Lee\nMay 3, 2021\n\nOtters return to\nthe river",
            &["Valley Post", "By Ann Lee", "May 3, 2021", "Otters return to\nthe river"],
        );
        check("Ann Lee spoke of\n“the dam.”\n\nIt rained.", &["Ann Lee spoke of\n“the dam.”", "It rained."]);
        check("He left:\nthe end.\nBy Ann Lee", &["He left:", "the end.", "By Ann Lee"]);
    }

    #[test]
    fn a_full_line_runs_on_where_lines_are_broken() {
        let head = "Valley Post\nBy Ann Lee\nMay 3, 2021\nRiverton";
        let body = "The otters came back to the river and to the\nmill in spring, as they do in all years. Mayor\n\
                    Lee counted nine.";
        let found = paragraphs(&format!("{head}\n\n{body}")).len();
        assert_eq!(found, 5);
        // No line is broken in the middle of a sentence.
        check(
            "The otters came back to the river and to\nRiverton.",
            &["The otters came back to the river and to", "Riverton."],
        );
    }

    #[test]
    fn long_paragraphs_are_read_in_linear_time() {
        let start = std::time::Instant::now();
        for line in ["“we go,\nAnn \"said,\n", "a\n", "Ann,\n\"", "He left \"\n"] {
            let text = format!("Ann Lee said: \"{}", line.repeat(200_000));
            let _ = paragraphs(&text);
        }
        assert!(start.elapsed() < std::time::Duration::from_secs(10), "{:?}", start.elapsed());
    }
}
