//! Quotations that were looked up: each with its verdict, where it stands, and what differs.

use std::io::{self, Write};

use super::hits::shown_date;
use super::plural;
use crate::check::{Agreement, Change, Checked, FoundPlace, Piece, Verdict};
use crate::render::Style;
use crate::render::style::Role;
use crate::render::wrap::{Block, fill};

/// Writes what was found of each quotation. `[-words-]` stand only in the checked text, `{+words+}` only in
/// the article.
pub fn checked(out: &mut dyn Write, style: &Style, all: &[Checked]) -> io::Result<()> {
    all.iter().enumerate().try_for_each(|(at, one)| checked_one(out, style, one, at == 0))
}

/// Writes one of them.
pub fn checked_one(out: &mut dyn Write, style: &Style, one: &Checked, is_first: bool) -> io::Result<()> {
    if !is_first {
        writeln!(out)?;
    }
    let role = match one.verdict {
        Verdict::Verbatim | Verdict::Shortened => Role::Heading,
        Verdict::Narration | Verdict::Differs | Verdict::NotFound => Role::Match,
    };
    let verdict = style.paint(role, one.verdict.name());
    let pad = " ".repeat("not found".len() - one.verdict.name().len());
    fill(
        out,
        style,
        &one.quotation.text,
        Block { first: &format!("{verdict}{pad}  "), rest: "           ", marks: &[] },
    )?;
    if one.verdict == Verdict::Narration {
        writeln!(out, "           {}", style.paint(Role::Faint, "in the archive, but not as a quotation:"))?;
    }
    if one.verdict == Verdict::Verbatim && one.articles > one.places.len() as u64 {
        let all = plural(one.articles, "article", "articles");
        writeln!(out, "           {}", style.paint(Role::Faint, &format!("in {all}, the first of them:")))?;
    }
    for place in &one.places {
        write_place(out, style, one, place)?;
    }
    Ok(())
}

fn write_place(out: &mut dyn Write, style: &Style, checked: &Checked, place: &FoundPlace) -> io::Result<()> {
    let date = style.paint(Role::Meta, &shown_date(place.date));
    let outlet = style.paint(Role::Meta, place.outlet.as_deref().unwrap_or("no outlet"));
    let who = match (&place.speaker, place.is_quoted) {
        (Some(speaker), _) => style.paint(Role::Person, speaker),
        (None, _) if place.is_headline => style.paint(Role::Faint, "the headline"),
        (None, _) if place.in_headline => style.paint(Role::Faint, "in the headline"),
        (None, true) => style.paint(Role::Faint, "unknown speaker"),
        (None, false) => style.paint(Role::Faint, "not in quotation marks there"),
    };
    let id = style.paint(Role::Faint, &format!("{} {}-{}", place.article, place.start, place.end));
    writeln!(out, "           {date}  {outlet}  {who}  {id}")?;
    if let (Agreement::Differs, Some(speaker)) = (place.speaker_agrees, &place.speaker) {
        let said = style.paint(Role::Match, &format!("said there by {}", style.line(speaker)));
        writeln!(out, "             {said}")?;
    }
    if checked.verdict > Verdict::Verbatim && place.pieces.iter().any(|piece| piece.change != Change::Same) {
        let marked = marked(style, &place.pieces, &checked.quotation.text, |piece| place.right_of(piece));
        writeln!(out, "             {marked}")?;
    }
    Ok(())
}

/// Two wordings in one line: `the [-wild-] {+old+} dam`.
pub(super) fn marked<'t>(style: &Style, pieces: &[Piece], left: &str, right: impl Fn(&Piece) -> &'t str) -> String {
    let mut words: Vec<String> = Vec::new();
    for piece in pieces {
        let (left, right) = (style.line(piece.left.of_text(left)), style.line(right(piece)));
        if piece.change == Change::Same {
            words.push(right);
            continue;
        }
        if !left.is_empty() {
            words.push(format!("{}[-{left}-]{}", style.on(Role::Removed), style.off()));
        }
        if !right.is_empty() {
            words.push(format!("{}{{+{right}+}}{}", style.on(Role::Added), style.off()));
        }
    }
    words.retain(|word| !word.is_empty());
    words.join(" ")
}
