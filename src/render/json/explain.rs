//! How a query was understood.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use super::beside::{WarningRecord, warnings};
use super::{VERSION, tree, write_line};
use crate::engine::Explanation;
use crate::query::Query;
use crate::query::parse::Diagnostic;
use crate::render::Style;

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct ExplanationRecord<'a> {
    version: u8,
    query: &'a str,
    searched: String,
    relaxed_to: Option<&'a str>,
    tree: Value,
    terms: Option<Vec<TermRecord<'a>>>,
    names: Option<Vec<NameRecord<'a>>>,
    warnings: Vec<WarningRecord<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct TermRecord<'a> {
    term: &'a str,
    kind: &'static str,
    articles: u64,
    n_forms: u64,
    forms: Vec<FormRecord<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct FormRecord<'a> {
    form: &'a str,
    articles: u64,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct NameRecord<'a> {
    field: &'static str,
    name: &'a str,
    means: &'a [String],
}

/// A query and how it was read.
#[derive(Clone, Copy, Debug)]
pub struct Understood<'a> {
    /// As the parser got it: the places of the diagnostics are in it.
    pub text: &'a str,
    /// What it was read as.
    pub query: &'a Query,
    /// What is searched if nothing has the phrase; `None` if there is no such thing.
    pub relaxed_to: Option<&'a str>,
    /// What was not understood.
    pub diagnostics: &'a [Diagnostic],
    /// What its words and names mean; `None` without an index.
    pub explanation: Option<&'a Explanation>,
}

/// Writes how a query was understood as one line of JSON.
pub fn explanation(out: &mut dyn Write, style: &Style, understood: &Understood<'_>) -> io::Result<()> {
    let record = ExplanationRecord {
        version: VERSION,
        query: understood.text,
        searched: understood.query.to_string(),
        relaxed_to: understood.relaxed_to,
        tree: tree(understood.query),
        terms: understood.explanation.map(term_records),
        names: understood.explanation.map(|found| {
            found
                .names
                .iter()
                .map(|name| NameRecord { field: name.field, name: &name.name, means: &name.means })
                .collect()
        }),
        warnings: warnings(understood.text, understood.diagnostics),
    };
    write_line(out, style, &record)
}

fn term_records(explanation: &Explanation) -> Vec<TermRecord<'_>> {
    explanation
        .terms
        .iter()
        .map(|term| TermRecord {
            term: &term.term,
            kind: term.kind.name(),
            articles: term.articles,
            n_forms: term.n_forms,
            forms: term.forms.iter().map(|(form, articles)| FormRecord { form, articles: *articles }).collect(),
        })
        .collect()
}
