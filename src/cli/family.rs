//! `search family`: one utterance in all its wordings.

use std::io::Write;

use clap::ValueEnum;
use news_search::render::{csv, html, json, plain};

use super::Global;
use super::groups;
use super::outcome::{Failed, Status};
use super::ui::Ui;

/// Show one utterance in all its wordings, each beside the fullest one
///
/// IDs are those that `search quotes --families` prints; they stay when articles come and go. Each
/// wording is marked word for word: {+only here+}, [-only in the fullest-], (…) left out at an end
/// or at an ellipsis. `differs` says that words were changed without a mark of it, not who is right.
#[derive(clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// Id of a family
    #[arg(value_name = "ID")]
    id: String,
    /// Show at most this many quotations
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: usize,
    /// Leave out this many before them
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
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
    Json,
    /// One JSON object for each quotation
    Jsonl,
    /// A table with a header, a row for each quotation
    Csv,
    /// A page that stands alone
    Html,
}

const EXAMPLES: &str = "\
Examples:
  search quotes --families witch hunt            which utterances there are, with their ids
  search family d5qkw3na
  search family d5qkw3na --format html > family.html";

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    let index = global.open_index()?;
    let detail = groups::one(ui, |progress| index.family_detail(&args.id, args.offset, args.limit, progress))?;
    let Some(detail) = detail else {
        ui.note(format_args!("no family has the id `{}`; `search quotes --families` lists them", args.id));
        return Ok(Status::found(false));
    };
    let (mut out, style) = (ui.out(), ui.style());
    match args.format {
        Format::Text => plain::family(&mut out, style, &detail)?,
        Format::Json => json::family(&mut out, style, &detail)?,
        Format::Jsonl => json::variant_lines(&mut out, style, &detail.variants)?,
        Format::Csv => csv::variants(&mut out, style, &detail.variants)?,
        Format::Html => html::family(&mut out, &detail)?,
    }
    out.flush()?;
    let all = plain::plural(detail.family.parts, "quotation or part of one", "quotations and parts of them");
    ui.note(format_args!("{} of {all}", detail.variants.len()));
    Ok(Status::found(true))
}
