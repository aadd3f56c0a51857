//! `search stories`: articles by the event they are about.

use news_search::engine::{StoryRequest, StoryResponse};
use news_search::render::{csv, json, plain};

use super::Global;
use super::ask::{Asked, advise};
use super::format::ListFormat;
use super::groups::{self, Listed};
use super::options::{QueryWords, SearchOptions};
use super::outcome::{Failed, Status};
use super::today::today;
use super::ui::Ui;

/// List stories: articles about one event, by shared utterances, names and words
///
/// Those with most matching articles come first. Without a query, all stories that pass the options.
/// The first call groups what is indexed, later ones only what is new.
#[derive(clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    words: QueryWords,
    #[command(flatten)]
    search: SearchOptions,
    /// Only stories of at least this many articles
    #[arg(long, value_name = "N", default_value_t = 2)]
    min_articles: u32,
    /// With JSON: the ids of all articles of each
    #[arg(long)]
    members: bool,
    /// Print stories in this format
    #[arg(long, value_enum, default_value_t)]
    format: ListFormat,
}

const EXAMPLES: &str = "\
Examples:
  search stories                              the largest stories
  search stories recusal --from 2020-03       those with an article that matches
  search stories --outlet 'Fox News' --format json";

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    groups::refuse("search stories", &args.search)?;
    let today = today();
    let asked = Asked::of_arguments(&args.words, &args.search.filters, today, ui)?;
    if args.search.filters.explain {
        return asked.explain(global, args.format.is_json(), ui);
    }
    let index = global.open_index()?;
    let mut request = StoryRequest {
        search: args.search.request(asked.query.clone(), today)?,
        least_articles: args.min_articles,
        members: args.members,
    };
    let (offset, style) = (request.search.offset, ui.style());
    let (status, answer) = groups::list(
        &asked,
        offset,
        ui,
        |query, progress| {
            request.search.query = query.clone();
            index.story_list(&request, progress)
        },
        |StoryResponse { total, notes, hits, .. }| {
            let nouns = ("story", "stories");
            Listed { total: *total, notes, shown: hits.len(), nouns }
        },
        |out, answer| {
            let response = &answer.response;
            match args.format {
                ListFormat::Text => plain::stories(out, style, &response.hits),
                ListFormat::Json => json::stories(out, style, &answer.told(None, &asked), response),
                ListFormat::Jsonl => json::story_lines(out, style, &response.hits),
                ListFormat::Csv => csv::stories(out, style, &response.hits),
            }
        },
    )?;
    if answer.response.total == 0 {
        advise(index, &request.search, ui)?;
    }
    Ok(status)
}
