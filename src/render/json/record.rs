//! Recorded searches as files, and what differs when one is repeated.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{VERSION, tree, write_line};
use crate::engine::{By, Facet, Preference, SearchRequest, Sort};
use crate::model::{Date, DateRange};
use crate::query::{Name, ParseContext, parse};
use crate::render::Style;
use crate::replay::{Changes, Record, RecordedAnswer};

/// What says that a file is a recorded search.
const KIND: &str = "recorded search";

/// The tree is written for programs that read it; `searched` is the same as text, and is what is
/// read back.
#[derive(Serialize, Deserialize)]
struct FileRecord {
    version: u8,
    kind: String,
    program: String,
    query: String,
    searched: String,
    relaxed: bool,
    #[serde(default)]
    tree: Value,
    options: OptionsRecord,
    index: IndexRecord,
    answer: AnswerRecord,
}

#[derive(Serialize, Deserialize)]
struct OptionsRecord {
    outlets: Vec<NameRecord>,
    speakers: Vec<NameRecord>,
    authors: Vec<NameRecord>,
    from: Option<String>,
    to: Option<String>,
    sort: String,
    limit: usize,
    offset: usize,
    facets: Vec<String>,
    by: String,
    facet_limit: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    distinct: Option<DistinctRecord>,
}

#[derive(Serialize, Deserialize)]
struct DistinctRecord {
    prefer: Vec<NameRecord>,
    longest: bool,
}

#[derive(Serialize, Deserialize)]
struct NameRecord {
    text: String,
    exact: bool,
}

#[derive(Serialize, Deserialize)]
struct IndexRecord {
    generation: u64,
    content: String,
    articles: u64,
}

#[derive(Serialize, Deserialize)]
struct AnswerRecord {
    total: u64,
    undated: u64,
    ids: Vec<String>,
    ids_hash: String,
    facets: Vec<FacetCount>,
}

#[derive(Serialize, Deserialize)]
struct FacetCount {
    facet: String,
    value: Option<String>,
    count: u64,
}

#[derive(Serialize)]
struct ChangesRecord<'a> {
    version: u8,
    same: bool,
    program_changed: bool,
    content_changed: bool,
    generation_then: u64,
    generation_now: u64,
    total_then: u64,
    total_now: u64,
    new: &'a [String],
    gone: &'a [String],
    first_moved: Option<usize>,
    facets: Vec<FacetChange<'a>>,
}

#[derive(Serialize)]
struct FacetChange<'a> {
    facet: &'a str,
    value: Option<&'a str>,
    count_then: u64,
    count_now: u64,
}

const SORTS: [(&str, Sort); 3] = [("relevance", Sort::Relevance), ("newest", Sort::Newest), ("oldest", Sort::Oldest)];
const UNITS: [(&str, By); 3] = [("year", By::Year), ("month", By::Month), ("day", By::Day)];
const FACETS: [(&str, Facet); 5] = [
    ("outlet", Facet::Outlet),
    ("date", Facet::Date),
    ("speaker", Facet::Speaker),
    ("author", Facet::Author),
    ("language", Facet::Language),
];

fn name_of<T: PartialEq + Copy>(table: &[(&str, T)], value: T) -> String {
    table.iter().find(|(_, known)| *known == value).map_or_else(String::new, |(name, _)| (*name).to_owned())
}

fn value_of<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    table.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

/// Writes a recorded search as one JSON object, indented for readers.
pub fn record(out: &mut dyn Write, record: &Record) -> io::Result<()> {
    let request = &record.request;
    let names = |names: &[Name]| -> Vec<NameRecord> {
        names.iter().map(|name| NameRecord { text: name.text.clone(), exact: name.exact }).collect()
    };
    let file = FileRecord {
        version: VERSION,
        kind: KIND.to_owned(),
        program: record.program.clone(),
        query: record.query.clone(),
        searched: request.query.to_string(),
        relaxed: record.relaxed,
        tree: tree(&request.query),
        options: OptionsRecord {
            outlets: names(&request.outlets),
            speakers: names(&request.speakers),
            authors: names(&request.authors),
            from: request.dates.from.map(|date| date.to_string()),
            to: request.dates.to.map(|date| date.to_string()),
            sort: name_of(&SORTS, request.sort),
            limit: request.limit,
            offset: request.offset,
            facets: request.facets.iter().map(|facet| name_of(&FACETS, *facet)).collect(),
            by: name_of(&UNITS, request.by),
            facet_limit: request.facet_limit,
            distinct: request
                .distinct
                .as_ref()
                .map(|by| DistinctRecord { prefer: names(&by.outlets), longest: by.longest }),
        },
        index: IndexRecord {
            generation: record.generation,
            content: record.content.clone(),
            articles: record.articles,
        },
        answer: AnswerRecord {
            total: record.answer.total,
            undated: record.answer.undated,
            ids: record.answer.ids.clone(),
            ids_hash: record.answer.ids_hash.clone(),
            facets: record
                .answer
                .facets
                .iter()
                .map(|(facet, value, count)| FacetCount {
                    facet: facet.clone(),
                    value: (!value.is_empty()).then(|| value.clone()),
                    count: *count,
                })
                .collect(),
        },
    };
    serde_json::to_writer_pretty(&mut *out, &file)?;
    out.write_all(b"\n")
}

/// Reads what [`record`] wrote.
///
/// # Errors
/// A message that says what is wrong with the text.
pub fn read_record(text: &str) -> Result<Record, String> {
    let file: FileRecord = serde_json::from_str(text).map_err(|error| format!("is no recorded search ({error})"))?;
    if file.kind != KIND {
        return Err("is no recorded search".to_owned());
    }
    if file.version != VERSION {
        return Err(format!("has version {}, this program reads version {VERSION}", file.version));
    }
    // What is printed holds no day that would depend on today.
    let parsed = parse(&file.searched, &ParseContext::new(Date::MAX));
    if let Some(found) = parsed.diagnostics.first() {
        return Err(format!("holds a query that cannot be read: {}", found.message));
    }
    let options = file.options;
    let day = |text: &Option<String>| match text {
        None => Ok(None),
        Some(text) => Date::parse(text).map(Some).ok_or_else(|| format!("holds a day that does not exist, `{text}`")),
    };
    let names = |names: Vec<NameRecord>| -> Vec<Name> {
        names.into_iter().map(|name| Name { text: name.text, exact: name.exact }).collect()
    };
    let unknown = |what: &str, value: &str| format!("holds an unknown {what}, `{value}`");
    let mut facets = Vec::new();
    for facet in &options.facets {
        facets.push(value_of(&FACETS, facet).ok_or_else(|| unknown("facet", facet))?);
    }
    let request = SearchRequest {
        outlets: names(options.outlets),
        speakers: names(options.speakers),
        authors: names(options.authors),
        dates: DateRange { from: day(&options.from)?, to: day(&options.to)? },
        sort: value_of(&SORTS, &options.sort).ok_or_else(|| unknown("order", &options.sort))?,
        limit: options.limit,
        offset: options.offset,
        facets,
        by: value_of(&UNITS, &options.by).ok_or_else(|| unknown("unit", &options.by))?,
        facet_limit: options.facet_limit,
        distinct: options.distinct.map(|by| Preference { outlets: names(by.prefer), longest: by.longest }),
        ..SearchRequest::new(parsed.query)
    };
    Ok(Record {
        program: file.program,
        query: file.query,
        relaxed: file.relaxed,
        request,
        generation: file.index.generation,
        content: file.index.content,
        articles: file.index.articles,
        answer: RecordedAnswer {
            total: file.answer.total,
            undated: file.answer.undated,
            ids: file.answer.ids,
            ids_hash: file.answer.ids_hash,
            facets: file
                .answer
                .facets
                .into_iter()
                .map(|count| (count.facet, count.value.unwrap_or_default(), count.count))
                .collect(),
        },
    })
}

/// Writes what differs as one line of JSON.
pub fn changes(
    out: &mut dyn Write,
    style: &Style,
    (then, now): (&Record, &Record),
    changes: &Changes,
) -> io::Result<()> {
    let record = ChangesRecord {
        version: VERSION,
        same: !changes.answer,
        program_changed: changes.program.is_some(),
        content_changed: changes.content,
        generation_then: then.generation,
        generation_now: now.generation,
        total_then: changes.total.0,
        total_now: changes.total.1,
        new: &changes.new,
        gone: &changes.gone,
        first_moved: changes.first_moved,
        facets: changes
            .facets
            .iter()
            .map(|(facet, value, then, now)| FacetChange {
                facet,
                value: (!value.is_empty()).then_some(value),
                count_then: *then,
                count_now: *now,
            })
            .collect(),
    };
    write_line(out, style, &record)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_comes_back_as_it_was() {
        let context = ParseContext::new(Date::new(2020, 3, 4).unwrap());
        let query = parse("said:(recus* W/5 =law) @\"Jo Roe\" NOT date:>=7d", &context).query;
        let then = Record {
            program: "p".to_owned(),
            query: "typed".to_owned(),
            relaxed: true,
            request: SearchRequest {
                outlets: vec![Name { text: "Fox".to_owned(), exact: true }],
                dates: DateRange { from: Date::new(2020, 1, 1), to: None },
                sort: Sort::Oldest,
                facets: vec![Facet::Outlet, Facet::Date],
                by: By::Year,
                limit: 3,
                offset: 2,
                distinct: Some(Preference { outlets: Vec::new(), longest: true }),
                ..SearchRequest::new(query)
            },
            generation: 4,
            content: "ab".to_owned(),
            articles: 9,
            answer: RecordedAnswer {
                total: 2,
                undated: 1,
                ids: vec!["a".to_owned(), "b".to_owned()],
                ids_hash: "cd".to_owned(),
                facets: vec![("outlet".to_owned(), String::new(), 2)],
            },
        };
        let mut out = Vec::new();
        record(&mut out, &then).unwrap();
        assert_eq!(read_record(&String::from_utf8(out).unwrap()), Ok(then));
    }

    #[test]
    fn what_is_no_record_is_told() {
        assert!(read_record("{}").unwrap_err().starts_with("is no recorded search ("));
        assert!(read_record("").is_err());
    }
}
