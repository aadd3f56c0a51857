//! `search stats`: size and content of the index.

use std::io::Write;

use news_search::render::{json, plain};

use super::Global;
use super::format::ReportFormat;
use super::outcome::{Failed, Status};
use super::ui::Ui;

/// Show what the index holds and how large it is
#[derive(clap::Args)]
pub struct Args {
    /// Print in this format
    #[arg(long, value_enum, default_value_t)]
    format: ReportFormat,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    let stats = global.open_index()?.stats()?;
    let mut out = ui.out();
    match args.format {
        ReportFormat::Text => plain::stats(&mut out, ui.style(), &stats)?,
        ReportFormat::Json => json::stats(&mut out, ui.style(), &stats)?,
    }
    out.flush()?;
    Ok(Status::Done)
}
