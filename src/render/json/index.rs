//! What an index says of itself: size, content, failures.

use std::io::{self, Write};

use serde::Serialize;

use super::{VERSION, write_line};
use crate::index::{Stats, Verification};
use crate::ingest::Failure;
use crate::render::Style;

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct StatsRecord<'a> {
    version: u8,
    articles: u64,
    quotations: u64,
    speakers: u64,
    outlets: u64,
    without_outlet: u64,
    without_date: u64,
    first_date: Option<String>,
    last_date: Option<String>,
    copies: u64,
    same_files: u64,
    bytes_text: u64,
    bytes_index: u64,
    segments: u64,
    sources: Vec<SourceRecord<'a>>,
    failures: u64,
    generation: u64,
    languages: Vec<LanguageRecord<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct SourceRecord<'a> {
    name: &'a str,
    path: &'a str,
    articles: u64,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct LanguageRecord<'a> {
    value: Option<&'a str>,
    count: u64,
}

#[derive(Serialize)]
struct FailureRecord<'a> {
    version: u8,
    path: std::borrow::Cow<'a, str>,
    place: Option<&'a str>,
    reason: &'a str,
}

/// Writes size and content of an index as one line of JSON.
pub fn stats(out: &mut dyn Write, style: &Style, stats: &Stats) -> io::Result<()> {
    let record = StatsRecord {
        version: VERSION,
        articles: stats.articles,
        quotations: stats.quotations,
        speakers: stats.speakers,
        outlets: stats.outlets,
        without_outlet: stats.without_outlet,
        without_date: stats.without_date,
        first_date: stats.dates.map(|(first, _)| first.to_string()),
        last_date: stats.dates.map(|(_, last)| last.to_string()),
        copies: stats.copies,
        same_files: stats.same_files,
        bytes_text: stats.bytes_text,
        bytes_index: stats.bytes_index,
        segments: stats.segments,
        sources: stats
            .sources
            .iter()
            .map(|(name, path, articles)| SourceRecord { name, path, articles: *articles })
            .collect(),
        failures: stats.failures,
        generation: stats.generation,
        languages: stats
            .languages
            .iter()
            .map(|(value, count)| LanguageRecord { value: value.as_deref(), count: *count })
            .collect(),
    };
    write_line(out, style, &record)
}

#[derive(Serialize)]
struct VerificationRecord<'a> {
    version: u8,
    generation: Option<u64>,
    files: u64,
    bytes: u64,
    articles: u64,
    quotations: u64,
    faults: Vec<FaultRecord<'a>>,
    has_checksums: bool,
    unreferenced_files: usize,
    unreferenced_bytes: u64,
}

#[derive(Serialize)]
struct FaultRecord<'a> {
    path: std::borrow::Cow<'a, str>,
    what: &'a str,
}

/// Writes how an index was found as one line of JSON.
pub fn verification(out: &mut dyn Write, style: &Style, found: &Verification) -> io::Result<()> {
    let record = VerificationRecord {
        version: VERSION,
        generation: found.generation,
        files: found.files,
        bytes: found.bytes,
        articles: found.articles,
        quotations: found.quotations,
        faults: found
            .faults
            .iter()
            .map(|fault| FaultRecord { path: fault.path.to_string_lossy(), what: &fault.what })
            .collect(),
        has_checksums: found.has_sums,
        unreferenced_files: found.unreferenced.len(),
        unreferenced_bytes: found.unreferenced_bytes,
    };
    write_line(out, style, &record)
}

/// Writes what could not be read, one line of JSON each.
pub fn failures(out: &mut dyn Write, style: &Style, failures: &[Failure]) -> io::Result<()> {
    for failure in failures {
        let record = FailureRecord {
            version: VERSION,
            path: failure.path.to_string_lossy(),
            place: Some(failure.place.as_str()).filter(|place| !place.is_empty()),
            reason: &failure.reason,
        };
        write_line(out, style, &record)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stats_have_the_documented_keys() {
        let content = Stats {
            articles: 5,
            sources: vec![("seeds".to_owned(), "/news/seeds".to_owned(), 5)],
            languages: vec![(Some("en".to_owned()), 4), (None, 1)],
            generation: 2,
            ..Stats::default()
        };
        let mut out = Vec::new();
        stats(&mut out, &Style::default(), &content).unwrap();
        let want = concat!(
            r#"{"version":1,"articles":5,"quotations":0,"speakers":0,"outlets":0,"without_outlet":0,"#,
            r#""without_date":0,"first_date":null,"last_date":null,"copies":0,"same_files":0,"bytes_text":0,"bytes_index":0,"segments":0,"#,
            r#""sources":[{"name":"seeds","path":"/news/seeds","articles":5}],"failures":0,"generation":2,"#,
            r#""languages":[{"value":"en","count":4},{"value":null,"count":1}]}"#,
            "\n"
        );
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }

    #[test]
    fn a_failure_names_file_place_and_reason() {
        let failed = [
            Failure { path: "a.jsonl".into(), place: "line 3".to_owned(), reason: "not JSON".to_owned() },
            Failure { path: "b.bin".into(), place: String::new(), reason: "binary".to_owned() },
        ];
        let mut out = Vec::new();
        failures(&mut out, &Style::default(), &failed).unwrap();
        let want = concat!(
            r#"{"version":1,"path":"a.jsonl","place":"line 3","reason":"not JSON"}"#,
            "\n",
            r#"{"version":1,"path":"b.bin","place":null,"reason":"binary"}"#,
            "\n"
        );
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }
}
