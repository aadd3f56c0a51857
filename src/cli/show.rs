//! `search show`: articles with their metadata and where each value came from.

use std::io::Write;

use news_search::render::{json, plain};

use super::Global;
use super::format::ReportFormat;
use super::ids::one_article;
use super::outcome::{Failed, Status};
use super::ui::Ui;

/// Show articles: metadata and where it came from, quotations, text
///
/// An ID is what `search query` prints. A shorter form will do as long as it means one article.
#[derive(clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// Ids of articles
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
    /// Print articles in this format
    #[arg(long, value_enum, default_value_t)]
    format: ReportFormat,
}

const EXAMPLES: &str = "\
Examples:
  search show 2020/07/runoff.txt
  search show 2020/07/runoff.txt --format json | jq .quotes";

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    let index = global.open_index()?;
    let mut out = ui.out();
    let mut status = Status::Done;
    let mut n_shown = 0;
    for id in &args.ids {
        match one_article(index, id, ui)? {
            Ok(article) if args.format == ReportFormat::Json => json::stored_article(&mut out, ui.style(), &article)?,
            Ok(article) => {
                if n_shown > 0 {
                    writeln!(out, "\n")?;
                }
                plain::article(&mut out, ui.style(), &article)?;
                n_shown += 1;
            }
            Err(worse) => status = status.max(worse),
        }
        // What is told of the next one comes behind this one.
        out.flush()?;
    }
    out.flush()?;
    Ok(status)
}
