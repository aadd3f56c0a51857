//! What could not be understood in a query, shown below the query as typed.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::Style;
use super::style::Role;
use crate::model::Span;

/// Longest stretch of the query shown on either side of the place, in characters.
const AROUND: usize = 60;

/// Writes the part of `query` around `span`, and below it carets and the message.
pub fn diagnostic(out: &mut dyn Write, style: &Style, query: &str, span: Span, message: &str) -> io::Result<()> {
    let start = floor_boundary(query, span.start());
    let end = floor_boundary(query, span.end()).max(start);
    let before: Vec<char> = query[..start].chars().rev().take(AROUND + 1).collect();
    let is_cut = before.len() > AROUND;
    let before: String = before.into_iter().take(AROUND).collect::<Vec<_>>().into_iter().rev().collect();
    let marked: String = query[start..end].chars().take(AROUND).collect();
    let after: String = query[end..].chars().take(AROUND).collect();
    let ellipsis = if is_cut { "…" } else { "" };
    let one_line = |part: &str| style.safe(part).replace(['\n', '\t'], " ");
    let before = format!("{ellipsis}{}", one_line(&before));
    let marked = one_line(&marked);
    writeln!(out, "  {before}{marked}{}", one_line(&after))?;
    let pad = " ".repeat(before.width());
    let carets = "^".repeat(marked.width().max(1));
    writeln!(out, "  {pad}{}{carets}{} {}", style.on(Role::Match), style.off(), style.line(message))
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, span: (usize, usize), want: &str) {
        let mut out = Vec::new();
        diagnostic(&mut out, &Style::default(), query, Span::of(span.0, span.1), "read as words").unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), want, "{query:?}");
    }

    #[test]
    fn carets_stand_below_the_place() {
        check("a outlt:fox", (2, 8), "  a outlt:fox\n    ^^^^^^ read as words\n");
        check("日本 outlt:fox", (7, 13), "  日本 outlt:fox\n       ^^^^^^ read as words\n");
        check("a (b", (4, 4), "  a (b\n      ^ read as words\n");
        check("", (0, 0), "  \n  ^ read as words\n");
    }

    #[test]
    fn a_long_query_is_cut_around_the_place() {
        let query = format!("{}?{}", "a".repeat(100), "b".repeat(100));
        let want = format!("  …{}?{}\n   {}^ read as words\n", "a".repeat(60), "b".repeat(60), " ".repeat(60));
        check(&query, (100, 101), &want);
    }

    #[test]
    fn a_span_of_another_text_does_no_harm() {
        check("é", (1, 40), "  é\n  ^ read as words\n");
    }
}
