//! `search compare`: what one set of articles uses more than another.

use std::io::Write;
use std::time::Instant;

use clap::ValueEnum;
use news_search::engine::{ComparisonRequest, SearchRequest, Within};
use news_search::render::{csv, json, plain};

use super::Global;
use super::ask::{Asked, advise, tell_of_distinct, tell_of_notes};
use super::format::ListFormat;
use super::options::{Filters, QueryWords};
use super::outcome::{Failed, Status};
use super::today::today;
use super::ui::{Ui, shown_duration};

/// Compare the articles of two queries: which words and quotations one uses more (keyness)
///
/// Each query is one argument. The options keep articles on both sides; an article that both find
/// counts on both. log-likelihood says how sure a difference is (from 3.84 on, chance explains
/// less than 5 % of such; from 15.13 on 0.01 %), log ratio how large: +1 is twice as often in A.
#[derive(clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// Which articles are A
    #[arg(value_name = "A")]
    a: String,
    /// Which articles are B
    #[arg(value_name = "B")]
    b: String,
    #[command(flatten)]
    filters: Filters,
    /// Compare these words
    #[arg(long = "in", value_enum, value_name = "WHERE", default_value_t)]
    within: Where,
    /// Leave out words that occur less often in both together
    #[arg(long, value_name = "N", default_value_t = 2)]
    min_count: u64,
    /// Leave out quotations that fewer articles of both together have
    #[arg(long, value_name = "N", default_value_t = 2)]
    min_articles: u64,
    /// Return at most this many words and quotations of each side
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Print in this format
    #[arg(long, value_enum, default_value_t)]
    format: ListFormat,
}

const EXAMPLES: &str = "\
Examples:
  search compare 'outlet:\"Fox News\"' 'outlet:\"NBC News\"'
  search compare outlet:fox 'NOT outlet:fox' --from 2020 --limit 50
  search compare speaker:trump speaker:biden --in said
  search compare date:2019 date:2020 --format csv > change.csv";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Where {
    /// All words of the texts
    #[default]
    Text,
    /// Those in quotations
    Said,
    /// Those outside of quotations
    Narration,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    let today = today();
    let read = |text: &str| {
        let words = QueryWords { query: vec![text.to_owned()], literal: Vec::new() };
        Asked::of_arguments(&words, &args.filters, today, ui)
    };
    let (a, b) = (read(&args.a)?, read(&args.b)?);
    if args.filters.explain {
        let as_json = args.format.is_json();
        a.explain(global, as_json, ui)?;
        return b.explain(global, as_json, ui);
    }
    let mut out = ui.out();
    let index = global.open_index()?;
    let request = ComparisonRequest {
        within: match args.within {
            Where::Text => Within::Text,
            Where::Said => Within::Said,
            Where::Narration => Within::Narration,
        },
        least_count: args.min_count,
        least_articles: args.min_articles,
        limit: args.limit,
        ..ComparisonRequest::new(
            args.filters.request(a.query.clone(), today)?,
            args.filters.request(b.query.clone(), today)?,
        )
    };
    let start = Instant::now();
    tell_of_distinct(index, &request.a, ui);
    let response = index.compare(&request)?;
    let took = start.elapsed();
    tell_of_notes(&response.notes, response.a.undated.max(response.b.undated), ui);

    let style = ui.style();
    match args.format {
        ListFormat::Text => plain::comparison(&mut out, style, [&args.a, &args.b], &response)?,
        ListFormat::Json => {
            let (searched_a, searched_b) = (a.query.to_string(), b.query.to_string());
            let compared = json::Compared {
                a: (&args.a, &searched_a),
                b: (&args.b, &searched_b),
                took_ms: took.as_secs_f64() * 1000.0,
                ..json::Compared::default()
            };
            json::comparison(&mut out, style, &compared, &response)?;
        }
        ListFormat::Jsonl => json::comparison_lines(&mut out, style, &response)?,
        ListFormat::Csv => csv::comparison(&mut out, style, &response)?,
    }
    out.flush()?;

    if response.both > 0 {
        ui.note(format_args!("{} in both", plain::plural(response.both, "article is", "articles are")));
    }
    let (n_a, n_b) = (plain::grouped(response.a.articles), plain::plural(response.b.articles, "article", "articles"));
    ui.note(format_args!("{n_a} and {n_b} compared, {}", shown_duration(took)));
    let is_either_empty = response.a.articles == 0 || response.b.articles == 0;
    if !is_either_empty && response.words.is_empty() && response.quotations.is_empty() {
        ui.note("neither side uses a word or a quotation more than the other");
    }
    for (size, asked, request) in [(response.a, &a, &request.a), (response.b, &b, &request.b)] {
        if size.articles == 0 {
            ui.hint(format_args!("nothing matches `{}`", asked.text));
            advise(index, &SearchRequest { limit: 0, ..request.clone() }, ui)?;
        }
    }
    Ok(Status::found(!is_either_empty))
}
