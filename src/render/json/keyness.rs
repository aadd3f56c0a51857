//! Comparisons of two sets of articles.

use std::io::{self, Write};

use serde::Serialize;

use super::beside::{Beside, BesideRecord};
use super::{VERSION, finite_wide, write_line};
use crate::engine::{ComparisonResponse, KeyQuotation, KeyWord, Keyness, SetSize};
use crate::render::Style;

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct ComparisonRecord<'a> {
    version: u8,
    a: SetRecord<'a>,
    b: SetRecord<'a>,
    both: u64,
    took_ms: f64,
    #[serde(flatten)]
    beside: BesideRecord<'a>,
    words: Vec<WordRecord<'a>>,
    quotations: Vec<QuotationRecord<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct SetRecord<'a> {
    query: &'a str,
    searched: &'a str,
    articles: u64,
    words: u64,
    quotations: u64,
    #[serde(flatten)]
    beside: BesideRecord<'a>,
}

#[derive(Serialize)]
struct ItemLine<T: Serialize> {
    version: u8,
    kind: &'static str,
    #[serde(flatten)]
    item: T,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct WordRecord<'a> {
    side: &'static str,
    word: &'a str,
    count_a: u64,
    count_b: u64,
    articles_a: u64,
    articles_b: u64,
    per_million_a: f64,
    per_million_b: f64,
    log_likelihood: f64,
    log_ratio: f64,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct QuotationRecord<'a> {
    side: &'static str,
    text: &'a str,
    speaker: Option<&'a str>,
    articles_a: u64,
    articles_b: u64,
    log_likelihood: f64,
    log_ratio: f64,
}

/// The two queries of a comparison: each as given, and as searched.
#[derive(Clone, Copy, Debug, Default)]
pub struct Compared<'a> {
    /// The first.
    pub a: (&'a str, &'a str),
    /// The second.
    pub b: (&'a str, &'a str),
    /// How long it took, in milliseconds.
    pub took_ms: f64,
    /// What is to be told beside the first set and the second.
    pub beside: [Beside<'a>; 2],
    /// What is to be told beside the whole.
    pub notes: &'a [String],
}

/// Writes a whole comparison as one line of JSON.
pub fn comparison(
    out: &mut dyn Write,
    style: &Style,
    compared: &Compared<'_>,
    response: &ComparisonResponse,
) -> io::Result<()> {
    let record = ComparisonRecord {
        version: VERSION,
        a: set(compared.a, response.a, &compared.beside[0]),
        b: set(compared.b, response.b, &compared.beside[1]),
        both: response.both,
        took_ms: finite_wide(compared.took_ms),
        beside: Beside { notes: compared.notes, ..Beside::default() }.record(),
        words: response.words.iter().map(word).collect(),
        quotations: response.quotations.iter().map(quotation).collect(),
    };
    write_line(out, style, &record)
}

/// Writes words, then quotations, one line of JSON each.
pub fn comparison_lines(out: &mut dyn Write, style: &Style, response: &ComparisonResponse) -> io::Result<()> {
    for item in response.words.iter().map(word) {
        write_line(out, style, &ItemLine { version: VERSION, kind: "word", item })?;
    }
    for item in response.quotations.iter().map(quotation) {
        write_line(out, style, &ItemLine { version: VERSION, kind: "quotation", item })?;
    }
    Ok(())
}

fn set<'a>((query, searched): (&'a str, &'a str), size: SetSize, beside: &Beside<'a>) -> SetRecord<'a> {
    let SetSize { articles, words, quotations, .. } = size;
    SetRecord { query, searched, articles, words, quotations, beside: beside.record() }
}

/// Which set has more: `a` or `b`.
pub(in crate::render) fn side(keyness: Keyness) -> &'static str {
    if keyness.log_likelihood >= 0.0 { "a" } else { "b" }
}

fn word(word: &KeyWord) -> WordRecord<'_> {
    WordRecord {
        side: side(word.keyness),
        word: &word.word,
        count_a: word.counts[0],
        count_b: word.counts[1],
        articles_a: word.articles[0],
        articles_b: word.articles[1],
        per_million_a: finite_wide(word.per_million[0]),
        per_million_b: finite_wide(word.per_million[1]),
        log_likelihood: finite_wide(word.keyness.log_likelihood),
        log_ratio: finite_wide(word.keyness.log_ratio),
    }
}

fn quotation(quotation: &KeyQuotation) -> QuotationRecord<'_> {
    QuotationRecord {
        side: side(quotation.keyness),
        text: &quotation.text,
        speaker: quotation.speaker.as_deref(),
        articles_a: quotation.articles[0],
        articles_b: quotation.articles[1],
        log_likelihood: finite_wide(quotation.keyness.log_likelihood),
        log_ratio: finite_wide(quotation.keyness.log_ratio),
    }
}
