//! `search show`: articles with their metadata and where each value came from.

use std::io::Write;

use news_search::index::Lookup;
use news_search::render::{json, plain};

use super::Global;
use super::format::ReportFormat;
use super::outcome::{Failed, Status};
use super::ui::Ui;

/// Most candidates listed for an id that may mean several articles.
const MAX_CANDIDATES: usize = 20;

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
        match index.article(id)? {
            Lookup::Found(article) => {
                if args.format == ReportFormat::Json {
                    json::stored_article(&mut out, ui.style(), &article)?;
                    continue;
                }
                if n_shown > 0 {
                    writeln!(out, "\n")?;
                }
                plain::article(&mut out, ui.style(), &article)?;
                n_shown += 1;
            }
            Lookup::Ambiguous(candidates) => {
                out.flush()?;
                ui.error(format_args!("`{id}` may mean {} articles", candidates.len()));
                for candidate in candidates.iter().take(MAX_CANDIDATES) {
                    ui.note(format_args!("  {candidate}"));
                }
                if candidates.len() > MAX_CANDIDATES {
                    ui.note(format_args!("  and {} more", candidates.len() - MAX_CANDIDATES));
                }
                status = status.max(Status::Error);
            }
            Lookup::Unknown => {
                out.flush()?;
                ui.error(format_args!("there is no article `{id}`"));
                status = status.max(Status::NothingFound);
            }
        }
    }
    out.flush()?;
    Ok(status)
}
