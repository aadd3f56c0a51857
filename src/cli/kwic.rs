//! `search kwic`: matches in the middle of their lines.

use std::io::Write;

use clap::ValueEnum;
use news_search::engine::{
    Association, Collocation, ConcordanceRequest, ConcordanceResponse, Grouping, LineOrder, Side,
};
use news_search::render::{csv, json, plain};

use super::Global;
use super::ask::{Asked, advise, ask, tell_of_count, tell_of_distinct, tell_of_notes};
use super::format::ListFormat;
use super::options::{Filters, QueryWords};
use super::outcome::{Failed, Status};
use super::today::today;
use super::ui::{Ui, shown_duration};

/// Show every match in a line with what stands around it (a concordance)
///
/// One line for each match, in the headline or the text; matches are read from left to right
/// and none overlaps another. --group counts the words beside the matches instead, --collocates
/// the words near them.
#[derive(clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    words: QueryWords,
    #[command(flatten)]
    filters: Filters,
    /// Show at most this many characters on either side
    #[arg(long, value_name = "N", default_value_t = 40, allow_negative_numbers = true, value_parser = characters)]
    width: usize,
    /// Order of the lines
    #[arg(long, value_enum, value_name = "ORDER", default_value_t)]
    sort: Order,
    /// Count what stands on this side of the matches
    #[arg(long, value_enum, value_name = "SIDE", conflicts_with = "collocates")]
    group: Option<SideName>,
    /// Count groups of this many words
    #[arg(long, value_name = "N", default_value_t = 1, requires = "group", value_parser = at_least_one)]
    group_words: usize,
    /// Count the words at most this far from a match, as in W/n
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    collocates: Option<usize>,
    /// Order collocates by this measure
    #[arg(long, value_enum, value_name = "MEASURE", default_value_t, requires = "collocates")]
    measure: Measure,
    /// Leave out collocates that are counted less often
    #[arg(long, value_name = "N", default_value_t = 2, requires = "collocates")]
    min_count: u64,
    /// Return at most this many lines, groups or collocates
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
  search kwic \"witch hunt\" --sort right            what is said of it
  search kwic 'recus*' --sort left --limit 100
  search kwic 'said:hoax @trump' --sort oldest
  search kwic witch --group right                  what follows the word, counted
  search kwic recusal --collocates 5               the words around it
  search kwic recusal --collocates 5 --measure log-dice --format csv";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Order {
    /// Best article first
    #[default]
    Relevance,
    /// Latest article first, unknown dates last
    Newest,
    /// Earliest article first, unknown dates last; also `date`
    #[value(alias = "date")]
    Oldest,
    /// By the words behind the match
    Right,
    /// By the words before the match, the last of them first
    Left,
    /// By outlet, each from its earliest article on
    Outlet,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SideName {
    /// Before the match
    Left,
    /// Behind the match
    Right,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Measure {
    /// How sure it is that they go together
    #[default]
    LogLikelihood,
    /// How exclusively they do
    LogDice,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    if args.words.is_empty() {
        return Err(Failed::Usage {
            message: "no QUERY is given".to_owned(),
            hint: Some("say which words to show in their context".to_owned()),
        });
    }
    let today = today();
    let asked = Asked::of_arguments(&args.words, &args.filters, today, ui)?;
    if args.filters.explain {
        return asked.explain(global, args.format.is_json(), ui);
    }
    let mut out = ui.out();
    let index = global.open_index()?;
    let mut search_request = args.filters.request(asked.query.clone(), today)?;
    search_request.limit = args.limit;
    search_request.offset = args.offset;
    let mut request = ConcordanceRequest {
        width: args.width,
        order: args.order(),
        group: args.group.map(|side| Grouping {
            side: if side == SideName::Left { Side::Left } else { Side::Right },
            n_words: args.group_words,
        }),
        collocates: args.collocates.map(|distance| Collocation {
            distance: u32::try_from(distance).unwrap_or(u32::MAX),
            least_count: args.min_count,
            measure: match args.measure {
                Measure::LogLikelihood => Association::LogLikelihood,
                Measure::LogDice => Association::LogDice,
            },
        }),
        ..ConcordanceRequest::new(search_request)
    };

    tell_of_distinct(index, &request.search, ui);
    let answer = ask(
        &asked,
        |response: &ConcordanceResponse| response.total,
        ui,
        |query| {
            request.search.query = query.clone();
            Ok(index.concordance(&request)?)
        },
    )?;
    let response = &answer.response;
    tell_of_notes(&response.notes, response.undated, ui);

    let style = ui.style();
    let listed = match (&request.group, &request.collocates) {
        (_, Some(_)) => json::Listed::Collocates,
        (Some(_), None) => json::Listed::Groups,
        (None, None) => json::Listed::Lines,
    };
    match (args.format, listed) {
        (ListFormat::Json, _) => json::concordance(&mut out, style, &answer.told(None, &asked), response, listed)?,
        (ListFormat::Jsonl, _) => json::concordance_lines(&mut out, style, response)?,
        (ListFormat::Text, json::Listed::Lines) => plain::lines(&mut out, style, &response.lines)?,
        (ListFormat::Text, _) if response.total == 0 => {}
        (ListFormat::Text, json::Listed::Groups) => plain::groups(&mut out, style, &response.groups)?,
        (ListFormat::Text, json::Listed::Collocates) => plain::collocates(&mut out, style, &response.collocates)?,
        (ListFormat::Csv, json::Listed::Lines) => csv::lines(&mut out, style, &response.lines)?,
        (ListFormat::Csv, json::Listed::Groups) => csv::groups(&mut out, style, &response.groups)?,
        (ListFormat::Csv, json::Listed::Collocates) => csv::collocates(&mut out, style, &response.collocates)?,
    }
    out.flush()?;

    let matches = plain::plural(response.total, "match", "matches");
    let articles = plain::plural(response.articles, "article", "articles");
    let all = format_args!("{matches} in {articles}");
    match listed {
        json::Listed::Lines => tell_of_count(args.offset, response.lines.len(), all, answer.took, ui),
        _ => ui.note(format_args!("{all}, {}", shown_duration(answer.took))),
    }
    if response.total == 0 {
        advise(index, &request.search, ui)?;
    }
    Ok(Status::found(response.total > 0))
}

impl Args {
    fn order(&self) -> LineOrder {
        match self.sort {
            Order::Relevance => LineOrder::Relevance,
            Order::Newest => LineOrder::Newest,
            Order::Oldest => LineOrder::Oldest,
            Order::Right => LineOrder::Right,
            Order::Left => LineOrder::Left,
            Order::Outlet => LineOrder::Outlet,
        }
    }
}

fn characters(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| "a number of characters from 0 on".to_owned())
}

fn at_least_one(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|count| *count > 0).ok_or_else(|| "a number from 1 on".to_owned())
}
