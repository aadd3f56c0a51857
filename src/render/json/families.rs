//! Families of quotations.

use std::io::{self, Write};

use serde::Serialize;

use super::hits::{Asked, Head};
use super::{finite_wide, write_alone, write_line};
use crate::engine::{AlteredResponse, Family, FamilyDetail, FamilyResponse, Variant};
use crate::families::labels::Segment;
use crate::render::{CodePoints, Style};

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct FamiliesRecord<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    families: Vec<FamilyRecord<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct CountRecord<'a> {
    value: &'a str,
    count: u64,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct FamilyRecord<'a> {
    rank: usize,
    id: &'a str,
    text: &'a str,
    quote: &'a str,
    quotations: u64,
    articles: u64,
    wordings: u64,
    outlets: Vec<CountRecord<'a>>,
    without_outlet: u64,
    first_date: Option<String>,
    last_date: Option<String>,
    speakers: Vec<CountRecord<'a>>,
    speakers_disagree: bool,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    members: &'a [String],
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = FamilyDetailRecord))]
pub(crate) struct DetailRecord<'a> {
    family: FamilyRecord<'a>,
    variants: Vec<VariantRecord<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct AlteredRecord<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    variants: Vec<VariantRecord<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct VariantRecord<'a> {
    family: &'a str,
    id: &'a str,
    article: &'a str,
    title: Option<&'a str>,
    outlet: Option<&'a str>,
    date: Option<String>,
    date_certainty: Option<&'static str>,
    url: Option<&'a str>,
    kind: &'static str,
    speaker: Option<&'a str>,
    text: &'a str,
    start: usize,
    end: usize,
    fidelity: &'static str,
    differs: bool,
    score: f64,
    full: &'a str,
    segments: Vec<SegmentRecord<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct SegmentRecord<'a> {
    mark: &'static str,
    text: &'a str,
    full: &'a str,
    start: usize,
    end: usize,
    full_start: usize,
    full_end: usize,
}

/// Writes a list of families as one line of JSON.
pub fn families(out: &mut dyn Write, style: &Style, asked: &Asked<'_>, response: &FamilyResponse) -> io::Result<()> {
    let families = response.hits.iter().map(family_record).collect();
    write_line(out, style, &FamiliesRecord { head: asked.head(response.total, None), families })
}

/// Writes families alone, one line of JSON each.
pub fn family_lines(out: &mut dyn Write, style: &Style, families: &[Family]) -> io::Result<()> {
    families.iter().try_for_each(|family| write_alone(out, style, &family_record(family)))
}

/// Writes a family with its variants as one line of JSON.
pub fn family(out: &mut dyn Write, style: &Style, detail: &FamilyDetail) -> io::Result<()> {
    let variants = detail.variants.iter().map(variant_record).collect();
    write_alone(out, style, &DetailRecord { family: family_record(&detail.family), variants })
}

/// Writes wordings of one outlet alone as one line of JSON.
pub fn altered(out: &mut dyn Write, style: &Style, asked: &Asked<'_>, response: &AlteredResponse) -> io::Result<()> {
    let variants = response.variants.iter().map(variant_record).collect();
    write_line(out, style, &AlteredRecord { head: asked.head(response.total, None), variants })
}

/// Writes variants alone, one line of JSON each.
pub fn variant_lines(out: &mut dyn Write, style: &Style, variants: &[Variant]) -> io::Result<()> {
    variants.iter().try_for_each(|variant| write_alone(out, style, &variant_record(variant)))
}

fn counts(counts: &[(String, u64)]) -> Vec<CountRecord<'_>> {
    counts.iter().map(|(value, count)| CountRecord { value, count: *count }).collect()
}

fn family_record(family: &Family) -> FamilyRecord<'_> {
    FamilyRecord {
        rank: family.rank,
        id: &family.id,
        text: &family.text,
        quote: &family.quote,
        quotations: family.quotations,
        articles: family.articles,
        wordings: family.wordings,
        outlets: counts(&family.outlets),
        without_outlet: family.without_outlet,
        first_date: family.dates.map(|(first, _)| first.to_string()),
        last_date: family.dates.map(|(_, last)| last.to_string()),
        speakers: counts(&family.speakers),
        speakers_disagree: family.speakers_disagree,
        members: &family.members,
    }
}

fn variant_record(variant: &Variant) -> VariantRecord<'_> {
    VariantRecord {
        family: &variant.family,
        id: &variant.id,
        article: &variant.article,
        title: variant.title.as_deref(),
        outlet: variant.outlet.as_deref(),
        date: variant.date.map(|(date, _)| date.to_string()),
        date_certainty: variant.date.map(|(_, certainty)| certainty.name()),
        url: variant.url.as_deref(),
        kind: variant.kind,
        speaker: variant.speaker.as_deref(),
        text: &variant.text,
        start: variant.start,
        end: variant.end,
        fidelity: variant.fidelity.name(),
        differs: variant.fidelity.differs(),
        score: finite_wide(variant.score),
        full: &variant.full,
        segments: segments(variant),
    }
}

fn segments(variant: &Variant) -> Vec<SegmentRecord<'_>> {
    let own = CodePoints::of(&variant.text);
    let theirs = CodePoints::of(&variant.full);
    let record = |segment: &Segment| {
        let [start, end] = own.span(segment.variant);
        let [full_start, full_end] = theirs.span(segment.full);
        SegmentRecord {
            mark: segment.mark.name(),
            text: segment.variant.of_text(&variant.text),
            full: segment.full.of_text(&variant.full),
            start,
            end,
            full_start,
            full_end,
        }
    };
    variant.segments.iter().map(record).collect()
}
