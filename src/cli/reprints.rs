//! `search reprints`: articles that are the same piece.

use std::io::Write;
use std::time::Instant;

use news_search::Index;
use news_search::engine::ReprintRequest;
use news_search::render::{csv, json, plain};

use super::Global;
use super::ask::tell_of_count;
use super::format::ListFormat;
use super::ids::one_article;
use super::options::Chosen;
use super::outcome::{Failed, Status};
use super::ui::Ui;

/// Articles shown of a group as text; `search reprints ID` shows all.
const SHOWN_MEMBERS: usize = 10;

/// List articles that are the same piece: copies, wire stories with small edits, excerpts
///
/// Groups of two or more, the largest first; with an ID the group of that article. In a group the article
/// that stands for it comes first: the earliest, unless the options say otherwise. Of the others, `exact` has
/// the same text, `edited` is about as long, `excerpt` less than two thirds as long, `longer` more than half as
/// long again.
///
/// Articles that only quote the same words are no reprints. An article of less than some fifty words is only
/// found in a longer one if the texts are the same.
#[derive(clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// Id of an article: show its group
    #[arg(value_name = "ID")]
    id: Option<String>,
    #[command(flatten)]
    chosen: Chosen,
    /// Return at most this many groups
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Leave out this many before them
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// Print in this format
    #[arg(long, value_enum, default_value_t)]
    format: ListFormat,
}

const EXAMPLES: &str = "\
Examples:
  search reprints                            the most reprinted pieces
  search reprints wire/4711                  who ran this one
  search reprints --prefer 'Associated Press' --prefer Reuters
  search reprints --limit 100000 --format csv > reprints.csv
  search facets flood --distinct --by month   count pieces instead of articles";

/// Says that the groups are to be made, which takes some time.
pub fn tell_of_making(index: &Index, ui: &Ui) {
    if !index.has_reprints() {
        ui.note("comparing all articles with each other, once for this state of the index");
    }
}

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    let index = global.open_index()?;
    let article = match &args.id {
        None => None,
        Some(id) => match one_article(index, id, ui)? {
            Ok(article) => Some(article.id),
            Err(status) => return Ok(status),
        },
    };
    tell_of_making(index, ui);
    let start = Instant::now();
    let is_short = args.format == ListFormat::Text && article.is_none();
    let request = ReprintRequest {
        article,
        preference: args.chosen.preference()?,
        limit: args.limit,
        offset: args.offset,
        members: if is_short { SHOWN_MEMBERS } else { 0 },
    };
    let found = index.reprints(&request)?;
    let mut out = ui.out();
    let (style, first) = (ui.style(), args.offset + 1);
    match args.format {
        ListFormat::Text => plain::reprints(&mut out, style, &found.groups, first)?,
        ListFormat::Json => json::reprints(&mut out, style, &found)?,
        ListFormat::Jsonl => json::reprint_lines(&mut out, style, &found.groups)?,
        ListFormat::Csv => csv::reprints(&mut out, style, &found.groups, first)?,
    }
    out.flush()?;
    let articles = plain::plural(found.articles, "article", "articles");
    let all = format!("{} of {articles}", plain::plural(found.total, "group", "groups"));
    tell_of_count(args.offset, found.groups.len(), all, start.elapsed(), ui);
    Ok(Status::found(found.total > 0))
}
