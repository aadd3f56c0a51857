//! `search diff`: what one article has cut, added and changed of another.

use std::io::Write;

use clap::ValueEnum;
use news_search::diff;
use news_search::render::{html, json, plain};

use super::Global;
use super::ids::one_article;
use super::outcome::{Failed, Status};
use super::ui::Ui;

/// Show what one article has cut, added and changed of another
///
/// Sentences are compared first, then words within those that resemble each other. Case, accents and
/// typography make no difference. Lines with - stand in the first article only, with + in the second only, with ~
/// in both: [-words-] of the first, {+words+} of the second.
#[derive(clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// Id of the article to start from
    #[arg(value_name = "ID")]
    left: String,
    /// Id of the article that may have cut or added
    #[arg(value_name = "ID")]
    right: String,
    /// Show every sentence that is the same, not their number
    #[arg(long)]
    whole: bool,
    /// Print in this format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  search diff wire/4711 gazette/storm.html
  search diff a.txt b.txt --format html > cut.html
  search diff a.txt b.txt --format json | jq '.sentences[] | select(.change == \"removed\").left.text'";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON object
    #[value(alias = "jsonl")]
    Json,
    /// A page that stands alone
    Html,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    let index = global.open_index()?;
    let (left, right) = match (one_article(index, &args.left, ui)?, one_article(index, &args.right, ui)?) {
        (Ok(left), Ok(right)) => (left, right),
        (Err(status), Ok(_)) | (Ok(_), Err(status)) => return Ok(status),
        (Err(status), Err(other)) => return Ok(status.max(other)),
    };
    let found =
        diff::diff(&left.article.text, &right.article.text, [&left.article.boilerplate, &right.article.boilerplate]);
    let mut out = ui.out();
    let sides = [&*left, &*right];
    match args.format {
        Format::Text => plain::difference(&mut out, ui.style(), sides, &found, args.whole)?,
        Format::Json => json::difference(&mut out, ui.style(), sides, &found)?,
        Format::Html => html::difference(&mut out, sides, &found)?,
    }
    out.flush()?;
    let number = |count: usize| plain::grouped(count as u64);
    ui.note(format_args!(
        "{} of {} and {} words are the same",
        number(found.same_words),
        number(found.left_words),
        number(found.right_words)
    ));
    Ok(Status::Done)
}
