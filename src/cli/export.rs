//! `search export`: every matching article, whole.

use std::io::Write;
use std::ops::ControlFlow;

use clap::ValueEnum;
use news_search::engine::SearchRequest;
use news_search::render::{csv, json, plain};

use super::Global;
use super::ask::{Asked, advise, search};
use super::options::{QueryWords, SearchOptions, SortOrder};
use super::outcome::{Failed, Status};
use super::today::today;
use super::ui::Ui;

/// Print every matching article as JSON lines or CSV, in order of id
///
/// Without a query, all articles. The JSON is that of `search extract`, with people named as in
/// the whole archive. The CSV can be indexed again.
#[derive(clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    words: QueryWords,
    #[command(flatten)]
    search: SearchOptions,
    /// Print articles in this format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  search export > everything.jsonl
  search export recusal --from 2020 --format csv > recusal.csv
  search export 'speaker:sessions' | jq -r '.quotes[] | [.speaker, .text] | @tsv'";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object an article
    #[default]
    #[value(alias = "json")]
    Jsonl,
    /// A table with a header
    Csv,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    let today = today();
    let asked = Asked::of_arguments(&args.words, &args.search.filters, today, ui)?;
    if args.search.filters.explain {
        return asked.explain(global, false, ui);
    }
    let mut out = ui.out();
    if args.search.sort != SortOrder::Relevance {
        ui.warn("an export is always in order of id; --sort has no effect");
    }
    let index = global.open_index()?;
    let mut request = args.search.request(asked.query.clone(), today)?;
    // What is counted first decides whether the phrase or its words are exported.
    let count = SearchRequest { limit: 0, offset: 0, passages: 0, facets: Vec::new(), ..request.clone() };
    let counted = search(index, &asked, &count, ui)?;
    request.query = counted.query;

    if args.format == Format::Csv {
        csv::articles_header(&mut out, ui.style())?;
    }
    let mut to_skip = args.search.offset;
    let mut room = args.search.limit.unwrap_or(usize::MAX);
    let mut n_written = 0u64;
    let mut outcome = Ok(());
    index.export(&request, &mut |article| {
        if to_skip > 0 {
            to_skip -= 1;
            return ControlFlow::Continue(());
        }
        if room == 0 {
            return ControlFlow::Break(());
        }
        room -= 1;
        outcome = match args.format {
            Format::Jsonl => json::stored_article(&mut out, ui.style(), &article),
            Format::Csv => csv::article(&mut out, ui.style(), &article),
        };
        n_written += u64::from(outcome.is_ok());
        if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    outcome?;
    out.flush()?;
    ui.note(plain::plural(n_written, "article", "articles"));
    if counted.response.total == 0 {
        advise(index, &request, ui)?;
    }
    Ok(Status::found(counted.response.total > 0))
}
