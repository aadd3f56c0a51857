//! `search story`: one event, who published what and when.

use std::io::Write;

use clap::ValueEnum;
use news_search::render::{csv, html, json, plain};

use super::Global;
use super::groups;
use super::outcome::{Failed, Status};
use super::ui::Ui;

/// Show a story: who published when, who did not, and which outlet carried or left out what
///
/// IDs are those that `search stories` prints; they stay when articles come and go. CSV has the table of
/// utterances and outlets alone.
#[derive(clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// Id of a story
    #[arg(value_name = "ID")]
    id: String,
    /// Show at most this many articles
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: usize,
    /// Leave out this many before them
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// Show at most this many utterances
    #[arg(long, value_name = "N", default_value_t = 30)]
    utterances: usize,
    /// Print in this format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON object
    #[value(alias = "jsonl")]
    Json,
    /// The utterances as a table, an outlet a column
    Csv,
    /// A page that stands alone
    Html,
}

const EXAMPLES: &str = "\
Examples:
  search stories recusal                      which stories there are, with their ids
  search story b7x2mq4d
  search story b7x2mq4d --format csv > matrix.csv";

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    let index = global.open_index()?;
    let page = (args.offset, args.limit);
    let detail = groups::one(ui, |progress| index.story_detail(&args.id, page, Some(args.utterances), progress))?;
    let Some(detail) = detail else {
        ui.note(format_args!("no story has the id `{}`; `search stories` lists them", args.id));
        return Ok(Status::found(false));
    };
    let (mut out, style) = (ui.out(), ui.style());
    match args.format {
        Format::Text => plain::story(&mut out, style, &detail)?,
        Format::Json => json::story(&mut out, style, &detail)?,
        Format::Csv => csv::story(&mut out, style, &detail)?,
        Format::Html => html::story(&mut out, &detail)?,
    }
    out.flush()?;
    let all = plain::plural(detail.story.articles, "article", "articles");
    ui.note(format_args!("{} of {all}", detail.timeline.len()));
    Ok(Status::found(true))
}
