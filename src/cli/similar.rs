//! `search similar`: articles about what one article is about.

use std::io::Write;
use std::time::Instant;

use news_search::render::{json, plain};

use super::Global;
use super::ask::tell_of_count;
use super::format::ReportFormat;
use super::ids::one_article;
use super::outcome::{Failed, Status};
use super::ui::Ui;

/// Find articles like one, with the words and quotations that they share
///
/// Likeness is the share of the words that say most of what the article is about (frequent in it, rare in the
/// archive), and what both quote, in the same words or nearly.
#[derive(clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// Id of an article
    #[arg(value_name = "ID")]
    id: String,
    /// Return at most this many
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Print in this format
    #[arg(long, value_enum, default_value_t)]
    format: ReportFormat,
}

const EXAMPLES: &str = "\
Examples:
  search similar 2020/07/runoff.txt
  search similar 2020/07/runoff.txt --format json | jq '.hits[] | [.score, .id]'";

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    let index = global.open_index()?;
    let article = match one_article(index, &args.id, ui)? {
        Ok(article) => article,
        Err(status) => return Ok(status),
    };
    let start = Instant::now();
    let found = index.similar(&article.id, args.limit)?.unwrap_or_default();
    let mut out = ui.out();
    match args.format {
        ReportFormat::Text => plain::similar(&mut out, ui.style(), &found.hits)?,
        ReportFormat::Json => json::similar(&mut out, ui.style(), &article.id, &found)?,
    }
    out.flush()?;
    let all = plain::plural(found.hits.len() as u64, "article", "articles");
    tell_of_count(0, found.hits.len(), all, start.elapsed(), ui);
    Ok(Status::found(!found.hits.is_empty()))
}
