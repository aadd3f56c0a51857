//! `search replay`: a recorded search asked again.

use std::io::Write;
use std::path::PathBuf;

use news_search::Error;
use news_search::render::{json, plain};

use super::Global;
use super::format::ReportFormat;
use super::outcome::{Failed, Status};
use super::ui::Ui;

/// Run a search again that `search query --record` recorded, and say what has changed
///
/// The query is asked as it was understood then, with the days that `today` and `7d` meant.
/// Exit status: 0 if the answer is the same, 1 if it differs.
#[derive(clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// The recorded search
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print what differs in this format
    #[arg(long, value_enum, default_value_t)]
    format: ReportFormat,
}

const EXAMPLES: &str = "\
Examples:
  search query 'said:hoax date:>=30d' --facets outlet --record hoax.json
  search replay hoax.json
  search replay hoax.json --format json | jq '.new[]'";

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    let text = std::fs::read_to_string(&args.file).map_err(|source| Error::Read { path: args.file.clone(), source })?;
    let then = json::read_record(&text).map_err(|what| Error::Malformed { path: args.file.clone(), what })?;
    let index = global.open_index()?;
    let now = then.again(index)?;
    let changes = then.changes(&now);
    let mut out = ui.out();
    match args.format {
        ReportFormat::Text => plain::changes(&mut out, ui.style(), &then, &now, &changes)?,
        ReportFormat::Json => json::changes(&mut out, ui.style(), (&then, &now), &changes)?,
    }
    out.flush()?;
    if let Some((before, after)) = &changes.program {
        ui.note(format_args!("recorded by {before}, replayed by {after}"));
    }
    Ok(if changes.answer { Status::NothingFound } else { Status::Done })
}
