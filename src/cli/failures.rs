//! `search failures`: what could not be read.

use std::io::Write;

use clap::ValueEnum;
use news_search::render::{json, plain};

use super::Global;
use super::outcome::{Failed, Status};
use super::ui::Ui;

/// List files and records that could not be read, with the reason
#[derive(clap::Args)]
pub struct Args {
    /// Print in this format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One line each: file, place in it, reason
    #[default]
    Text,
    /// One JSON object each
    #[value(alias = "json")]
    Jsonl,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    let failures = global.open_index()?.failures()?;
    let mut out = ui.out();
    match args.format {
        Format::Text => plain::failures(&mut out, ui.style(), &failures)?,
        Format::Jsonl => json::failures(&mut out, ui.style(), &failures)?,
    }
    out.flush()?;
    ui.note(plain::plural(failures.len() as u64, "failure", "failures"));
    Ok(Status::Done)
}
