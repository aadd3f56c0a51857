//! CSL-JSON: what Zotero, Pandoc and citeproc read. A list, written as it comes.
//!
//! Keys are those of the CSL schema, so there is no `version` outside of `custom`, where the schema has room
//! for what is ours.

use std::io::{self, Write};

use serde::Serialize;

use super::{VERSION, finite};
use crate::render::Style;
use crate::render::cite::{Citation, PersonName, person_name};
use crate::render::sanitize::sanitize_json;

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(rename = "container-title", skip_serializing_if = "Option::is_none")]
    outlet: Option<&'a str>,
    #[serde(skip_serializing_if = "<[CslName]>::is_empty")]
    author: Vec<CslName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Issued>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(rename = "abstract", skip_serializing_if = "Option::is_none")]
    words: Option<&'a str>,
    custom: Custom<'a>,
}

#[derive(Serialize)]
struct CslName {
    #[serde(skip_serializing_if = "Option::is_none")]
    family: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    given: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    literal: Option<String>,
}

#[derive(Serialize)]
struct Issued {
    #[serde(rename = "date-parts")]
    date: [[u32; 3]; 1],
}

#[derive(Serialize)]
struct Custom<'a> {
    version: u8,
    article: &'a str,
    sha256: &'a str,
    certainty: Vec<CslOrigin>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quotation: Option<CslQuotation<'a>>,
}

#[derive(Serialize)]
struct CslOrigin {
    field: &'static str,
    source: Option<&'static str>,
    certainty: &'static str,
}

#[derive(Serialize)]
struct CslQuotation<'a> {
    start: usize,
    end: usize,
    speaker: Option<&'a str>,
    probability: f32,
    reason: &'a str,
}

/// Writes a list of citations, one a line.
#[derive(Debug, Default)]
pub struct Bibliography {
    is_open: bool,
}

impl Bibliography {
    /// Writes the next item.
    pub fn item(&mut self, out: &mut dyn Write, style: &Style, citation: &Citation<'_>) -> io::Result<()> {
        out.write_all(if self.is_open { b",\n" } else { b"[\n" })?;
        self.is_open = true;
        let line = serde_json::to_string(&item(citation))?;
        if style.terminal { write!(out, "{}", sanitize_json(&line)) } else { out.write_all(line.as_bytes()) }
    }

    /// Ends the list; an empty one is `[]`.
    pub fn finish(self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.is_open { b"\n]\n" } else { b"[]\n" })
    }
}

fn item<'a>(citation: &'a Citation<'_>) -> Item<'a> {
    let name = |author: &&str| match person_name(author) {
        PersonName::Parts { given, family } => CslName { family: Some(family), given: Some(given), literal: None },
        PersonName::Whole(name) => CslName { family: None, given: None, literal: Some(name) },
    };
    let origin = |origin: &crate::render::cite::Origin| CslOrigin {
        field: origin.field,
        source: (!origin.source.is_empty()).then_some(origin.source),
        certainty: origin.certainty,
    };
    let quotation = citation.words.as_ref().map(|words| CslQuotation {
        start: words.start,
        end: words.end,
        speaker: words.speaker,
        probability: finite(words.probability),
        reason: words.reason,
    });
    Item {
        id: &citation.key,
        kind: "article-newspaper",
        title: citation.title,
        outlet: citation.outlet,
        author: citation.authors.iter().map(name).collect(),
        issued: citation.date.map(|date| Issued {
            date: [[u32::from(date.year().unsigned_abs()), u32::from(date.month()), u32::from(date.day())]],
        }),
        url: citation.url,
        language: citation.language,
        words: citation.words.as_ref().map(|words| words.text),
        custom: Custom {
            version: VERSION,
            article: &citation.id,
            sha256: &citation.sha256,
            certainty: citation.origins.iter().map(origin).collect(),
            quotation,
        },
    }
}
