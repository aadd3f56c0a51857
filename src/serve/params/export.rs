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
}

/// An export of articles, in order of id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Export {
    /// Query and filters.
    pub filters: Filters,
    /// How it is written.
    pub format: ExportFormat,
    /// Articles to return; all if the address does not say.
    pub limit: Option<usize>,
    /// Articles to leave out before them.
    pub offset: usize,
}

impl Export {
    const FORMATS: [(&'static str, ExportFormat); 2] = [("jsonl", ExportFormat::Jsonl), ("csv", ExportFormat::Csv)];

    /// Takes it out of the parameters.
    pub fn take(params: &mut Params) -> Result<Export, Problem> {
        Ok(Export {
            filters: Filters::take(params)?,
            format: params.take_named("format", &Export::FORMATS)?.unwrap_or_default(),
            limit: params.take_number("limit", 0, usize::MAX)?,
            offset: params.take_number("offset", 0, usize::MAX)?.unwrap_or(0),
        })
    }
}
