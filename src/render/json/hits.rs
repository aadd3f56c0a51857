//! Answers of a search: hits, facets, and how the query was understood.

use std::io::{self, Write};

use serde::Serialize;

use super::beside::{Beside, BesideRecord};
use super::{VERSION, finite, finite_wide, write_alone, write_line};
use crate::engine::{Count, DateBucket, Facets, Hit, SearchResponse};
use crate::render::{CodePoints, Style};

/// What was asked, beside the answer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// Id of the query in a batch; `None` for a single query.
    pub qid: Option<&'a str>,
    /// The query as the user gave it.
    pub query: &'a str,
    /// The query that was searched, as the query language prints it.
    pub searched: &'a str,
    /// True if the phrase found nothing and its words were searched instead.
    pub relaxed: bool,
    /// True if reprints count once.
    pub distinct: bool,
    /// How long the search took, in milliseconds.
    pub took_ms: f64,
    /// What is to be told beside the answer.
    pub beside: Beside<'a>,
}

/// What every answer begins with.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct Head<'a> {
    version: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    qid: Option<&'a str>,
    query: &'a str,
    searched: &'a str,
    relaxed: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    distinct: bool,
    total: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    articles: Option<u64>,
    took_ms: f64,
    #[serde(flatten)]
    beside: BesideRecord<'a>,
}

impl<'a> Asked<'a> {
    /// The head of an answer; `articles`: how many, where something else is counted.
    pub(super) fn head(&self, total: u64, articles: Option<u64>) -> Head<'a> {
        Head {
            version: VERSION,
            qid: self.qid,
            query: self.query,
            searched: self.searched,
            relaxed: self.relaxed,
            distinct: self.distinct,
            total,
            articles,
            took_ms: finite_wide(self.took_ms),
            beside: self.beside.record(),
        }
    }
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct ResponseRecord<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    hits: Vec<HitRecord<'a>>,
    facets: FacetsRecord<'a>,
}

#[derive(Serialize)]
struct HitLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    qid: Option<&'a str>,
    #[serde(flatten)]
    hit: HitRecord<'a>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct HitRecord<'a> {
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
    #[serde(skip_serializing_if = "Option::is_none")]
    reprints: Option<u64>,
    passages: Vec<PassageRecord<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct PassageRecord<'a> {
    text: &'a str,
    start: usize,
    highlights: Vec<[usize; 2]>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct FacetsAnswer<'a> {
    total: u64,
    #[serde(flatten)]
    beside: BesideRecord<'a>,
    facets: FacetsRecord<'a>,
}

/// Only the facets that were asked for have a key.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct FacetsRecord<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    outlet: Option<Vec<Bucket<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Vec<Bucket<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<Vec<Bucket<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<Vec<Bucket<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<Vec<Bucket<'a>>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct Bucket<'a> {
    value: Option<&'a str>,
    count: u64,
}

/// Writes a whole answer as one line of JSON.
pub fn response(out: &mut dyn Write, style: &Style, asked: &Asked<'_>, response: &SearchResponse) -> io::Result<()> {
    let record = ResponseRecord {
        head: asked.head(response.total, None),
        hits: hit_records(&response.hits, asked.beside.reprints),
        facets: facets_record(&response.facets),
    };
    write_line(out, style, &record)
}

/// Writes the hits alone, one line of JSON each.
pub fn hits(out: &mut dyn Write, style: &Style, qid: Option<&str>, hits: &[Hit]) -> io::Result<()> {
    for hit in hits {
        write_alone(out, style, &HitLine { qid, hit: hit_record(hit) })?;
    }
    Ok(())
}

/// Writes the facets alone, as one line of JSON.
pub fn facets(out: &mut dyn Write, style: &Style, total: u64, facets: &Facets, beside: &Beside<'_>) -> io::Result<()> {
    write_alone(out, style, &FacetsAnswer { total, beside: beside.record(), facets: facets_record(facets) })
}

/// Hits with the number of other articles that each stands for, if that was counted.
fn hit_records<'a>(hits: &'a [Hit], reprints: &[u64]) -> Vec<HitRecord<'a>> {
    let record = |(at, hit)| HitRecord { reprints: reprints.get(at).copied(), ..hit_record(hit) };
    hits.iter().enumerate().map(record).collect()
}

fn hit_record(hit: &Hit) -> HitRecord<'_> {
    HitRecord {
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
        reprints: None,
        passages: hit
            .passages
            .iter()
            .map(|passage| {
                let points = CodePoints::of(&passage.text);
                PassageRecord {
                    text: &passage.text,
                    start: passage.start,
                    highlights: passage.highlights.iter().map(|&span| points.span(span)).collect(),
                }
            })
            .collect(),
    }
}

pub(super) fn facets_record(facets: &Facets) -> FacetsRecord<'_> {
    FacetsRecord {
        outlet: facets.outlet.as_deref().map(buckets),
        date: facets
            .date
            .as_ref()
            .map(|days| days.iter().map(|DateBucket { value, count }| bucket(value, *count)).collect()),
        speaker: facets.speaker.as_deref().map(buckets),
        author: facets.author.as_deref().map(buckets),
        language: facets.language.as_deref().map(buckets),
    }
}

fn buckets(counts: &[Count]) -> Vec<Bucket<'_>> {
    counts.iter().map(|count| bucket(&count.value, count.count)).collect()
}

fn bucket(value: &Option<String>, count: u64) -> Bucket<'_> {
    Bucket { value: value.as_deref(), count }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Passage;
    use crate::model::{Certainty, Date, Span};

    fn sample() -> SearchResponse {
        SearchResponse {
            total: 3,
            articles: 5,
            hits: vec![Hit {
                rank: 1,
                score: f32::NAN,
                id: "a.txt".to_owned(),
                path: "a.txt".to_owned(),
                title: None,
                outlet: Some("Gazette".to_owned()),
                date: Date::new(2020, 7, 11).map(|date| (date, Certainty::Likely)),
                authors: vec![],
                speakers: vec!["Jane Roe".to_owned()],
                url: None,
                passages: vec![Passage {
                    text: "“Witch hunt!”".to_owned(),
                    start: 40,
                    highlights: vec![Span::of(3, 13)],
                }],
            }],
            facets: Facets {
                outlet: Some(vec![
                    Count { value: Some("Gazette".to_owned()), count: 2 },
                    Count { value: None, count: 1 },
                ]),
                date: Some(vec![DateBucket { value: Some("2020-07".to_owned()), count: 3 }]),
                ..Facets::default()
            },
            ..SearchResponse::default()
        }
    }

    const HIT: &str = concat!(
        r#""rank":1,"score":0.0,"id":"a.txt","path":"a.txt","title":null,"outlet":"Gazette","#,
        r#""date":"2020-07-11","date_certainty":"likely","authors":[],"speakers":["Jane Roe"],"url":null,"#,
        r#""passages":[{"text":"“Witch hunt!”","start":40,"highlights":[[1,11]]}]"#
    );

    const FACETS: &str = concat!(
        r#""facets":{"outlet":[{"value":"Gazette","count":2},{"value":null,"count":1}],"#,
        r#""date":[{"value":"2020-07","count":3}]}"#
    );

    #[test]
    fn an_answer_is_one_line_with_its_keys_in_order() {
        let asked = Asked { query: "witch hunt", searched: "\"witch hunt\"", took_ms: 1.23456, ..Asked::default() };
        let mut out = Vec::new();
        response(&mut out, &Style::default(), &asked, &sample()).unwrap();
        let want = format!(
            concat!(
                r#"{{"version":1,"query":"witch hunt","searched":"\"witch hunt\"","relaxed":false,"total":3,"#,
                r#""took_ms":1.235,"hits":[{{{}}}],{}}}"#,
                "\n"
            ),
            HIT, FACETS
        );
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }

    #[test]
    fn hits_come_one_a_line_and_know_their_query_in_a_batch() {
        let mut out = Vec::new();
        hits(&mut out, &Style::default(), None, &sample().hits).unwrap();
        hits(&mut out, &Style::default(), Some("q7"), &sample().hits).unwrap();
        let want = format!("{{\"version\":1,{HIT}}}\n{{\"version\":1,\"qid\":\"q7\",{HIT}}}\n");
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }

    #[test]
    fn facets_stand_alone_with_their_total() {
        let mut out = Vec::new();
        facets(&mut out, &Style::default(), 3, &sample().facets, &Beside::default()).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), format!("{{\"version\":1,\"total\":3,{FACETS}}}\n"));
    }
}
