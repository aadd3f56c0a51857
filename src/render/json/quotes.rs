//! Quotations as hits, and who is quoted.

use std::io::{self, Write};

use serde::Serialize;

use super::hits::{Asked, FacetsRecord, Head, facets_record};
use super::{finite, write_alone, write_line};
use crate::engine::{QuoteHit, QuoteResponse, Speaker};
use crate::render::{CodePoints, Style};

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct QuotesRecord<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    quotes: Vec<QuoteHitRecord<'a>>,
    facets: FacetsRecord<'a>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct QuoteHitRecord<'a> {
    rank: usize,
    score: f32,
    id: &'a str,
    article: &'a str,
    title: Option<&'a str>,
    outlet: Option<&'a str>,
    date: Option<String>,
    date_certainty: Option<&'static str>,
    url: Option<&'a str>,
    speaker: Option<&'a str>,
    mention: Option<&'a str>,
    cue: Option<&'a str>,
    kind: &'static str,
    text: &'a str,
    start: usize,
    end: usize,
    highlights: Vec<[usize; 2]>,
    probability: f32,
    reason: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct SpeakersRecord<'a> {
    total: usize,
    speakers: Vec<SpeakerRecord<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct SpeakerRecord<'a> {
    name: &'a str,
    aliases: &'a [String],
    articles: u64,
    quotations: u64,
    first_date: Option<String>,
    last_date: Option<String>,
}

/// Writes a whole answer of quotations as one line of JSON.
pub fn quotes(out: &mut dyn Write, style: &Style, asked: &Asked<'_>, response: &QuoteResponse) -> io::Result<()> {
    let record = QuotesRecord {
        head: asked.head(response.total, None),
        quotes: response.hits.iter().map(quote_record).collect(),
        facets: facets_record(&response.facets),
    };
    write_line(out, style, &record)
}

/// Writes quotations alone, one line of JSON each.
pub fn quote_lines(out: &mut dyn Write, style: &Style, hits: &[QuoteHit]) -> io::Result<()> {
    for hit in hits {
        write_alone(out, style, &quote_record(hit))?;
    }
    Ok(())
}

/// Writes people as one line of JSON; `total` counts those left out by a limit as well.
pub fn speakers(out: &mut dyn Write, style: &Style, total: usize, speakers: &[Speaker]) -> io::Result<()> {
    let speakers = speakers.iter().map(speaker_record).collect();
    write_alone(out, style, &SpeakersRecord { total, speakers })
}

/// Writes people, one line of JSON each.
pub fn speaker_lines(out: &mut dyn Write, style: &Style, speakers: &[Speaker]) -> io::Result<()> {
    for speaker in speakers {
        write_alone(out, style, &speaker_record(speaker))?;
    }
    Ok(())
}

fn quote_record(hit: &QuoteHit) -> QuoteHitRecord<'_> {
    let points = CodePoints::of(&hit.text);
    QuoteHitRecord {
        rank: hit.rank,
        score: finite(hit.score),
        id: &hit.id,
        article: &hit.article,
        title: hit.title.as_deref(),
        outlet: hit.outlet.as_deref(),
        date: hit.date.map(|(date, _)| date.to_string()),
        date_certainty: hit.date.map(|(_, certainty)| certainty.name()),
        url: hit.url.as_deref(),
        speaker: hit.speaker.as_deref(),
        mention: hit.mention.as_deref(),
        cue: hit.cue.as_deref(),
        kind: hit.kind.name(),
        text: &hit.text,
        start: hit.start,
        end: hit.end,
        highlights: hit.highlights.iter().map(|&span| points.span(span)).collect(),
        probability: finite(hit.probability),
        reason: &hit.reason,
    }
}

fn speaker_record(speaker: &Speaker) -> SpeakerRecord<'_> {
    SpeakerRecord {
        name: &speaker.name,
        aliases: &speaker.aliases,
        articles: speaker.articles,
        quotations: speaker.quotations,
        first_date: speaker.dates.map(|(first, _)| first.to_string()),
        last_date: speaker.dates.map(|(_, last)| last.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Certainty, Date, QuoteKind, Span};

    #[test]
    fn a_quotation_has_every_key_in_order_and_counts_code_points() {
        let hit = QuoteHit {
            rank: 1,
            score: f32::NAN,
            id: "a.txt#q1".to_owned(),
            article: "a.txt".to_owned(),
            title: None,
            outlet: Some("Gazette".to_owned()),
            date: Date::new(2020, 7, 11).map(|date| (date, Certainty::Exact)),
            url: None,
            kind: QuoteKind::Direct,
            speaker: Some("Jane Roe".to_owned()),
            mention: Some("she".to_owned()),
            cue: Some("said".to_owned()),
            text: "C’est fini".to_owned(),
            start: 1,
            end: 11,
            probability: 0.97,
            reason: "said".to_owned(),
            highlights: vec![Span::of(8, 12)],
        };
        let mut out = Vec::new();
        quote_lines(&mut out, &Style::default(), &[hit]).unwrap();
        let want = concat!(
            r#"{"version":1,"rank":1,"score":0.0,"id":"a.txt#q1","article":"a.txt","title":null,"outlet":"Gazette","#,
            r#""date":"2020-07-11","date_certainty":"exact","url":null,"speaker":"Jane Roe","mention":"she","#,
            r#""cue":"said","kind":"direct","text":"C’est fini","start":1,"end":11,"highlights":[[6,10]],"#,
            r#""probability":0.97,"reason":"said"}"#,
            "\n"
        );
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }

    #[test]
    fn people_come_with_their_total() {
        let speaker = Speaker {
            name: "Jane Roe".to_owned(),
            aliases: vec!["@roe".to_owned()],
            articles: 2,
            quotations: 3,
            dates: None,
        };
        let mut out = Vec::new();
        speakers(&mut out, &Style::default(), 7, &[speaker]).unwrap();
        let want = concat!(
            r#"{"version":1,"total":7,"speakers":[{"name":"Jane Roe","aliases":["@roe"],"articles":2,"#,
            r#""quotations":3,"first_date":null,"last_date":null}]}"#,
            "\n"
        );
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }
}
