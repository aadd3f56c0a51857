//! `search verify`: is the index whole?

use std::io::Write;

use news_search::render::{json, plain};

use super::Global;
use super::format::ReportFormat;
use super::outcome::{Failed, Status};
use super::ui::Ui;

/// Check that the index is whole
///
/// Reads every byte: the checksum of each file, every article, every quotation's article, and
/// whether the counts agree. The exit status is 2 if anything is wrong; each fault is named with its file.
/// Files that an interrupted run left are no fault; `search gc` or the next run removes them.
#[derive(clap::Args)]
pub struct Args {
    /// Print in this format
    #[arg(long, value_enum, default_value_t)]
    format: ReportFormat,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    let found = global.place()?.verify()?;
    let mut out = ui.out();
    match args.format {
        ReportFormat::Text => plain::verification(&mut out, ui.style(), &found)?,
        ReportFormat::Json => json::verification(&mut out, ui.style(), &found)?,
    }
    out.flush()?;
    if found.generation.is_some() && !found.has_sums && found.faults.is_empty() {
        ui.note("the last run was interrupted before it wrote checksums; the next one does");
    }
    if !found.unreferenced.is_empty() {
        let files = plain::plural(found.unreferenced.len() as u64, "file", "files");
        let bytes = plain::bytes(found.unreferenced_bytes);
        ui.hint(format_args!(
            "{files} ({bytes}) of interrupted runs, or of one that is going on; `search gc` removes the former"
        ));
    }
    if found.faults.is_empty() {
        return Ok(Status::Done);
    }
    let faults = plain::plural(found.faults.len() as u64, "fault", "faults");
    ui.error(format_args!("{faults}; the first: {}: {}", found.faults[0].path.display(), found.faults[0].what));
    ui.hint("`search index --rebuild` reads the sources again");
    Ok(Status::Error)
}
