//! `search stories`: articles by the event they are about.

use std::io::Write;

use news_search::engine::{StoryRequest, StoryResponse};
use news_search::render::{csv, json, plain};

use super::Global;
use super::ask::{Asked, advise, ask, tell_of_count};
use super::families::{Telling, refuse};
use super::format::ListFormat;
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
    refuse("search stories", &args.search)?;
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
    let telling = Telling::new(ui);
    let answer = ask(
        &asked,
        |response: &StoryResponse| response.total,
        ui,
        |query| {
            request.search.query = query.clone();
            let response = index.story_list(&request, &mut |done, total| telling.advanced(done, total))?;
            telling.finish();
            Ok(response)
        },
    )?;
    let response = &answer.response;
    response.notes.iter().for_each(|note| ui.note(note));
    let (mut out, style) = (ui.out(), ui.style());
    match args.format {
        ListFormat::Text => plain::stories(&mut out, style, &response.hits)?,
        ListFormat::Json => json::stories(&mut out, style, &answer.told(None, &asked), response)?,
        ListFormat::Jsonl => json::story_lines(&mut out, style, &response.hits)?,
        ListFormat::Csv => csv::stories(&mut out, style, &response.hits)?,
    }
    out.flush()?;
    let all = plain::plural(response.total, "story", "stories");
    tell_of_count(request.search.offset, response.hits.len(), all, answer.took, ui);
    if response.total == 0 {
        advise(index, &request.search, ui)?;
    }
    Ok(Status::found(response.total > 0))
}
