//! Two articles compared.

use std::io::{self, Write};

use serde::Serialize;

use super::check::{PieceRecord, piece_records};
use super::write_alone;
use crate::check::Change;
use crate::diff::{Difference, Sentence};
use crate::index::StoredArticle;
use crate::model::Span;
use crate::render::{CodePoints, Style};

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct DiffRecord<'a> {
    left: SideRecord<'a>,
    right: SideRecord<'a>,
    words_same: usize,
    sentences: Vec<SentenceRecord<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct SideRecord<'a> {
    article: &'a str,
    title: Option<&'a str>,
    outlet: Option<&'a str>,
    date: Option<String>,
    words: usize,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct SentenceRecord<'a> {
    change: &'static str,
    moved: bool,
    left: Option<StretchRecord<'a>>,
    right: Option<StretchRecord<'a>>,
    pieces: Vec<PieceRecord<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct StretchRecord<'a> {
    paragraph: usize,
    start: usize,
    end: usize,
    text: &'a str,
}

/// Writes the comparison of two articles as one line of JSON.
pub fn difference(
    out: &mut dyn Write,
    style: &Style,
    [left, right]: [&StoredArticle; 2],
    difference: &Difference,
) -> io::Result<()> {
    let points = [CodePoints::of(&left.article.text), CodePoints::of(&right.article.text)];
    let record = DiffRecord {
        left: side(left, difference.left_words),
        right: side(right, difference.right_words),
        words_same: difference.same_words,
        sentences: difference
            .sentences
            .iter()
            .map(|sentence| record(sentence, [&left.article.text, &right.article.text], &points))
            .collect(),
    };
    write_alone(out, style, &record)
}

fn side(stored: &StoredArticle, words: usize) -> SideRecord<'_> {
    let article = &stored.article;
    SideRecord {
        article: &stored.id,
        title: article.title.as_ref().map(|title| title.value.as_str()),
        outlet: article.outlet.as_ref().map(|outlet| outlet.value.as_str()),
        date: article.date.as_ref().map(|date| date.value.to_string()),
        words,
    }
}

fn record<'a>(sentence: &Sentence, [left, right]: [&'a str; 2], points: &[CodePoints<'_>; 2]) -> SentenceRecord<'a> {
    let stretch = |span: Option<Span>, paragraph: Option<usize>, text: &'a str, points: &CodePoints<'_>| {
        let span = span?;
        let [start, end] = points.span(span);
        Some(StretchRecord { paragraph: paragraph.unwrap_or(0) + 1, start, end, text: span.of_text(text) })
    };
    let one = sentence.left.map_or("", |span| span.of_text(left));
    let other = sentence.right.map_or("", |span| span.of_text(right));
    SentenceRecord {
        change: sentence.change.name(),
        moved: sentence.is_moved,
        left: stretch(sentence.left, sentence.left_paragraph, left, &points[0]),
        right: stretch(sentence.right, sentence.right_paragraph, right, &points[1]),
        pieces: match sentence.change {
            Change::Changed => piece_records(&sentence.pieces, one, |piece| piece.right.of_text(other)),
            _ => Vec::new(),
        },
    }
}
