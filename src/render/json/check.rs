//! Quotations that were looked up, and texts compared.

use std::io::{self, Write};

use serde::Serialize;

use super::{finite, write_alone};
use crate::check::{Change, Checked, FoundPlace, Piece, Verdict};
use crate::render::{CodePoints, Style};

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct CheckRecord<'a> {
    total: usize,
    verbatim: usize,
    shortened: usize,
    narration: usize,
    differs: usize,
    not_found: usize,
    quotes: Vec<CheckedRecord<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct CheckedRecord<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    speaker: Option<&'a str>,
    probability: f32,
    verdict: &'static str,
    articles: u64,
    places: Vec<PlaceRecord<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct PlaceRecord<'a> {
    article: &'a str,
    title: Option<&'a str>,
    outlet: Option<&'a str>,
    date: Option<String>,
    date_certainty: Option<&'static str>,
    start: usize,
    end: usize,
    text: &'a str,
    in_headline: bool,
    quoted: bool,
    speaker: Option<&'a str>,
    speaker_agrees: &'static str,
    likeness: f32,
    pieces: Vec<PieceRecord<'a>>,
}

/// A piece of two wordings.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct PieceRecord<'a> {
    change: &'static str,
    left: &'a str,
    right: &'a str,
}

/// The pieces of two texts. `right_from`: where the right text begins that their offsets count from.
pub(super) fn piece_records<'a>(
    pieces: &[Piece],
    left: &'a str,
    right: impl Fn(&Piece) -> &'a str,
) -> Vec<PieceRecord<'a>> {
    let record = |piece: &Piece| PieceRecord {
        change: piece.change.name(),
        left: piece.left.of_text(left),
        right: right(piece),
    };
    pieces.iter().map(record).collect()
}

/// Writes what was found of the quotations of `text` as one line of JSON.
pub fn checked(out: &mut dyn Write, style: &Style, text: &str, all: &[Checked]) -> io::Result<()> {
    let points = CodePoints::of(text);
    let count = |verdict: Verdict| all.iter().filter(|one| one.verdict == verdict).count();
    let record = CheckRecord {
        total: all.len(),
        verbatim: count(Verdict::Verbatim),
        shortened: count(Verdict::Shortened),
        narration: count(Verdict::Narration),
        differs: count(Verdict::Differs),
        not_found: count(Verdict::NotFound),
        quotes: all
            .iter()
            .map(|one| CheckedRecord {
                start: points.at(one.quotation.span.start()),
                end: points.at(one.quotation.span.end()),
                text: &one.quotation.text,
                speaker: one.quotation.speaker.as_deref(),
                // To a thousandth, as the index keeps it.
                probability: finite((one.quotation.probability * 1000.0).round() / 1000.0),
                verdict: one.verdict.name(),
                articles: one.articles,
                places: one.places.iter().map(|place| place_record(one, place)).collect(),
            })
            .collect(),
    };
    write_alone(out, style, &record)
}

fn place_record<'a>(checked: &'a Checked, place: &'a FoundPlace) -> PlaceRecord<'a> {
    PlaceRecord {
        article: &place.article,
        title: place.title.as_deref(),
        outlet: place.outlet.as_deref(),
        date: place.date.map(|(date, _)| date.to_string()),
        date_certainty: place.date.map(|(_, certainty)| certainty.name()),
        start: place.start,
        end: place.end,
        text: &place.text,
        in_headline: place.in_headline,
        quoted: place.is_quoted,
        speaker: place.speaker.as_deref(),
        speaker_agrees: place.speaker_agrees.name(),
        likeness: finite(place.likeness),
        pieces: match place.pieces.as_slice() {
            // Of what is the same there is nothing to tell.
            [only] if only.change == Change::Same => Vec::new(),
            pieces => piece_records(pieces, &checked.quotation.text, |piece| place.right_of(piece)),
        },
    }
}
