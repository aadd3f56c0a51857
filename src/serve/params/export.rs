//! An export: everything that matches, in a file.

use super::{Filters, Params, Problem};

/// How an export is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExportFormat {
    /// One JSON object a line.
    #[default]
    Jsonl,
    /// A table with a header.
    Csv,
    /// Citations in BibTeX.
    Bibtex,
    /// Citations in RIS.
    Ris,
    /// Citations in CSL-JSON.
    CslJson,
    /// Citations in Markdown.
    Markdown,
}

impl ExportFormat {
    /// Their names in addresses.
    pub const NAMED: [(&'static str, ExportFormat); 6] = [
        ("jsonl", ExportFormat::Jsonl),
        ("csv", ExportFormat::Csv),
        ("bibtex", ExportFormat::Bibtex),
        ("ris", ExportFormat::Ris),
        ("csl-json", ExportFormat::CslJson),
        ("markdown", ExportFormat::Markdown),
    ];

    /// The type of content, and the ending of a file.
    pub fn content_type(self) -> (&'static str, &'static str) {
        match self {
            ExportFormat::Jsonl => ("application/x-ndjson", "jsonl"),
            ExportFormat::Csv => ("text/csv; charset=utf-8", "csv"),
            ExportFormat::Bibtex => ("application/x-bibtex; charset=utf-8", "bib"),
            ExportFormat::Ris => ("application/x-research-info-systems; charset=utf-8", "ris"),
            ExportFormat::CslJson => ("application/vnd.citationstyles.csl+json", "json"),
            ExportFormat::Markdown => ("text/markdown; charset=utf-8", "md"),
        }
    }
}

/// An export, in order of id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Export {
    /// Query and filters.
    pub filters: Filters,
    /// Quotations, not articles.
    pub of_quotes: bool,
    /// Of quotations: how likely the speaker must be right.
    pub min_probability: f32,
    /// How it is written.
    pub format: ExportFormat,
    /// Articles or quotations to return; all if the address does not say.
    pub limit: Option<usize>,
    /// Articles or quotations to leave out before them.
    pub offset: usize,
}

impl Export {
    /// Takes it out of the parameters.
    pub fn take(params: &mut Params) -> Result<Export, Problem> {
        let of_quotes = params.take_named("of", &[("articles", false), ("quotes", true)])?.unwrap_or_default();
        let min_probability = params.take_number("min_probability", 0.0, 1.0)?;
        if min_probability.is_some() && !of_quotes {
            return Err(Problem::parameter("min_probability", "`min_probability` needs `of=quotes`"));
        }
        Ok(Export {
            filters: Filters::take(params)?,
            of_quotes,
            min_probability: min_probability.unwrap_or(0.0),
            format: params.take_named("format", &ExportFormat::NAMED)?.unwrap_or_default(),
            limit: params.take_number("limit", 0, usize::MAX)?,
            offset: params.take_number("offset", 0, usize::MAX)?.unwrap_or(0),
        })
    }
}
