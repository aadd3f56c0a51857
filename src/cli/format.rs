//! Forms in which several commands print.

use clap::ValueEnum;

/// A list: hits, people, lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people
    #[default]
    Text,
    /// One JSON object
    Json,
    /// One JSON object for each
    Jsonl,
    /// A table with a header
    Csv,
}

impl ListFormat {
    /// True if a program reads it as JSON.
    pub fn is_json(self) -> bool {
        matches!(self, ListFormat::Json | ListFormat::Jsonl)
    }
}

/// A report on one thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people
    #[default]
    Text,
    /// One JSON object
    #[value(alias = "jsonl")]
    Json,
}
