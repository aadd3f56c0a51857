//! Articles like one.

use std::io::{self, Write};

use serde::Serialize;

use super::{finite, write_alone};
use crate::engine::similar::{SharedQuotation, SimilarHit, SimilarResponse};
use crate::render::Style;

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct SimilarRecord<'a> {
    article: &'a str,
    terms: Vec<TermRecord<'a>>,
    hits: Vec<SimilarHitRecord<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = CommonTermRecord))]
pub(crate) struct TermRecord<'a> {
    term: &'a str,
    articles: u64,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct SimilarHitRecord<'a> {
    rank: usize,
    score: f32,
    id: &'a str,
    path: &'a str,
    title: Option<&'a str>,
    outlet: Option<&'a str>,
    date: Option<String>,
    date_certainty: Option<&'static str>,
    authors: &'a [String],
    speakers: &'a [String],
    url: Option<&'a str>,
    terms: &'a [String],
    quotations: Vec<SharedRecord<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct SharedRecord<'a> {
    number: usize,
    text: &'a str,
    other_number: usize,
    other_text: &'a str,
}

/// Writes the articles like `article` as one line of JSON.
pub fn similar(out: &mut dyn Write, style: &Style, article: &str, response: &SimilarResponse) -> io::Result<()> {
    let terms = response.terms.iter().map(|(term, articles)| TermRecord { term, articles: *articles }).collect();
    write_alone(out, style, &SimilarRecord { article, terms, hits: response.hits.iter().map(hit_record).collect() })
}

fn hit_record(like: &SimilarHit) -> SimilarHitRecord<'_> {
    let hit = &like.hit;
    SimilarHitRecord {
        rank: hit.rank,
        score: finite(hit.score),
        id: &hit.id,
        path: &hit.path,
        title: hit.title.as_deref(),
        outlet: hit.outlet.as_deref(),
        date: hit.date.map(|(date, _)| date.to_string()),
        date_certainty: hit.date.map(|(_, certainty)| certainty.name()),
        authors: &hit.authors,
        speakers: &hit.speakers,
        url: hit.url.as_deref(),
        terms: &like.terms,
        quotations: like.quotations.iter().map(shared_record).collect(),
    }
}

fn shared_record(shared: &SharedQuotation) -> SharedRecord<'_> {
    SharedRecord {
        number: shared.number,
        text: &shared.text,
        other_number: shared.other_number,
        other_text: &shared.other_text,
    }
}
