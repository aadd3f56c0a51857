//! Filling lines: words, marks over some of them, and a width to keep.

use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Style;
use super::style::Role;
use crate::model::Span;

/// Fewest columns that text is wrapped to, however deep it is indented.
const MIN_COLUMNS: usize = 20;

/// How a paragraph is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block<'a> {
    /// What stands before the first line.
    pub first: &'a str,
    /// What stands before every further line.
    pub rest: &'a str,
    /// Words of the text that are marked, in order, disjoint.
    pub marks: &'a [Span],
}

/// Writes `text` as one paragraph: white space runs are one blank, lines break at the width.
///
/// Wide characters (Chinese, Japanese, Korean) may break anywhere; a word longer than the line
/// stays whole, so that an address can still be copied.
pub(super) fn fill(out: &mut dyn Write, style: &Style, text: &str, block: Block<'_>) -> io::Result<()> {
    let columns = style.width.map(|width| width.saturating_sub(block.first.width()).max(MIN_COLUMNS));
    let mut line = Line { style, marks: block.marks, is_marked: false };
    let mut used = 0;
    let mut previous_end = None;
    write!(out, "{}", block.first)?;
    for (start, end) in units(text) {
        let unit = &text[start..end];
        let safe = style.safe(unit);
        let width = safe.width();
        // Two units that touch are halves of a word without blanks.
        let gap = match previous_end {
            None => 0,
            Some(before) => usize::from(before < start),
        };
        let breaks = previous_end.is_some() && columns.is_some_and(|columns| used + gap + width > columns);
        if breaks {
            line.mark(out, false)?;
            write!(out, "\n{}", block.rest)?;
            used = 0;
        } else if gap == 1 {
            let at = previous_end.unwrap_or(start);
            let is_inside = line.marked_at(at) && line.marked_at(start.saturating_sub(1).max(at));
            line.mark(out, is_inside)?;
            write!(out, " ")?;
            used += 1;
        }
        line.unit(out, text, start, end)?;
        used += width;
        previous_end = Some(end);
    }
    line.mark(out, false)?;
    writeln!(out)
}

/// The state of the line being written.
struct Line<'a> {
    style: &'a Style,
    marks: &'a [Span],
    is_marked: bool,
}

impl Line<'_> {
    fn marked_at(&self, at: usize) -> bool {
        let next = self.marks.partition_point(|mark| mark.end() <= at);
        self.marks.get(next).is_some_and(|mark| mark.start() <= at)
    }

    fn mark(&mut self, out: &mut dyn Write, on: bool) -> io::Result<()> {
        if on != self.is_marked {
            self.is_marked = on;
            write!(out, "{}", if on { self.style.on(Role::Match) } else { self.style.off() })?;
        }
        Ok(())
    }

    /// Writes a stretch without blanks, cut where marks begin and end.
    fn unit(&mut self, out: &mut dyn Write, text: &str, start: usize, end: usize) -> io::Result<()> {
        let mut at = start;
        while at < end {
            let next = self.marks.partition_point(|mark| mark.end() <= at);
            let (is_marked, until) = match self.marks.get(next) {
                Some(mark) if mark.start() <= at => (true, mark.end().min(end)),
                Some(mark) => (false, mark.start().min(end)),
                None => (false, end),
            };
            // A mark that cuts a character is not from this text: leave the rest unmarked.
            let Some(piece) = text.get(at..until) else {
                self.mark(out, false)?;
                return write!(out, "{}", self.style.safe(text.get(at..end).unwrap_or("")));
            };
            self.mark(out, is_marked)?;
            write!(out, "{}", self.style.safe(piece))?;
            at = until;
        }
        Ok(())
    }
}

/// The stretches of `text` that no line may break within, in order.
fn units(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        while rest.next_if(|(_, character)| character.is_whitespace()).is_some() {}
        let (start, first) = rest.next()?;
        let mut end = start + first.len_utf8();
        let mut last = first;
        while let Some(&(at, character)) = rest.peek() {
            let may_break =
                is_wide(last) && character.is_alphanumeric() || is_wide(character) && last.is_alphanumeric();
            if character.is_whitespace() || may_break {
                break;
            }
            end = at + character.len_utf8();
            last = character;
            rest.next();
        }
        Some((start, end))
    })
}

fn is_wide(character: char) -> bool {
    character.is_alphanumeric() && character.width() == Some(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, width: Option<usize>, marks: &[(usize, usize)], want: &str) {
        let marks: Vec<Span> = marks.iter().map(|&(start, end)| Span::of(start, end)).collect();
        let style = Style { color: true, terminal: true, width };
        let mut out = Vec::new();
        fill(&mut out, &style, text, Block { first: "> ", rest: "  ", marks: &marks }).unwrap();
        let got = String::from_utf8(out).unwrap().replace("\x1b[1;31m", "[").replace("\x1b[0m", "]");
        assert_eq!(got, want, "{text:?}");
    }

    #[test]
    fn lines_break_at_the_width() {
        check("one two three four five six", Some(22), &[], "> one two three four\n  five six\n");
        check("one\n two\t three", None, &[], "> one two three\n");
        check("", Some(30), &[], "> \n");
    }

    #[test]
    fn a_long_word_stays_whole() {
        let address = "https://example.com/a/very/long/address/indeed";
        check(&format!("see {address} there"), Some(22), &[], &format!("> see\n  {address}\n  there\n"));
    }

    #[test]
    fn marks_go_over_blanks_and_close_at_line_ends() {
        check("the witch hunt goes on", None, &[(4, 14)], "> the [witch hunt] goes on\n");
        check("the witch, hunt", None, &[(4, 9), (11, 15)], "> the [witch], [hunt]\n");
        check("aaaa bbbb cccc witch hunt", Some(22), &[(15, 25)], "> aaaa bbbb cccc [witch]\n  [hunt]\n");
    }

    #[test]
    fn wide_characters_break_anywhere() {
        check("谁说的谁说的谁说的谁说的", Some(22), &[], "> 谁说的谁说的谁说的谁\n  说的\n");
    }

    #[test]
    fn control_characters_are_shown() {
        check("a\u{1b}[2Jb", None, &[], "> a␛[2Jb\n");
    }

    #[test]
    fn marks_of_another_text_do_no_harm() {
        check("“a” b", None, &[(1, 2), (40, 50)], "> “a” b\n");
    }
}
