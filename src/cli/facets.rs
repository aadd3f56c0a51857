//! `search facets`: counts by outlet, date, speaker, author, language.

use std::io::Write;

use clap::ValueEnum;
use news_search::engine::{Facet, SearchRequest};
use news_search::render::{csv, json, plain};

use super::Global;
use super::ask::{Asked, advise, search};
use super::options::{QueryWords, SearchOptions};
use super::outcome::{Failed, Status};
use super::today::today;
use super::ui::{Ui, shown_duration};

/// Count matching articles by outlet, date, speaker, author, language
///
/// Without a query, all articles. The counts of a facet leave out the filter on that same facet,
/// so that they show what else could be chosen. A speaker counts once for each article that
/// quotes him anywhere.
#[derive(clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    words: QueryWords,
    #[command(flatten)]
    search: SearchOptions,
    /// Print counts in this format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  search facets                             what the index holds
  search facets recusal --facets date --by year
  search facets 'said:hoax' --facets speaker --limit 50
  search facets trump --format json | jq '.facets.outlet'

--limit is the number of values of each facet, 0 for all.";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Bars on a terminal, else facet, value and count with tabs between
    #[default]
    Text,
    /// One JSON object
    #[value(alias = "jsonl")]
    Json,
    /// A table with a header
    Csv,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    let today = today();
    let asked = Asked::of_arguments(&args.words, &args.search.filters, today, ui)?;
    if args.search.filters.explain {
        return asked.explain(global, args.format == Format::Json, ui);
    }
    let mut out = ui.out();
    let index = global.open_index()?;
    let mut request = args.search.request(asked.query.clone(), today)?;
    request.limit = 0;
    request.offset = 0;
    request.passages = 0;
    request.facet_limit = match args.search.limit {
        Some(0) => usize::MAX,
        Some(limit) => limit,
        None => request.facet_limit,
    };
    if args.search.facets.is_empty() {
        request.facets = Facet::ALL.to_vec();
    }
    let answer = search(index, &asked, &request, ui)?;
    let (total, facets) = (answer.response.total, &answer.response.facets);
    match args.format {
        Format::Text => plain::facets(&mut out, ui.style(), facets)?,
        Format::Json => json::facets(&mut out, ui.style(), total, facets, &json::Beside::default())?,
        Format::Csv => csv::facets(&mut out, ui.style(), facets)?,
    }
    out.flush()?;
    ui.note(format_args!("{}, {}", plain::plural(total, "article", "articles"), shown_duration(answer.took)));
    if total == 0 {
        advise(index, &SearchRequest { query: answer.query, ..request }, ui)?;
    }
    Ok(Status::found(total > 0))
}
