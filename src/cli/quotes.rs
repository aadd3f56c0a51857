//! `search quotes`: who said what, in which words.

use std::io::Write;
use std::time::Instant;

use clap::ValueEnum;
use news_search::Index;
use news_search::engine::{QuoteRequest, QuoteResponse, SearchRequest};
use news_search::query::Query;
use news_search::render::{csv, json, plain};

use super::Global;
use super::ask::{Asked, advise};
use super::options::{QueryWords, SearchOptions};
use super::outcome::{Failed, Status};
use super::today::today;
use super::ui::{Ui, shown_duration};

/// Find quotations: who said what, in which article, in which words
///
/// Without a query, all quotations that pass the options. Words of the query are looked for in
/// the quotations' own words; --speaker and speaker: mean who said them. Outlet, author, date and
/// title: are those of the article. Facets count quotations.
#[derive(clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    words: QueryWords,
    #[command(flatten)]
    search: SearchOptions,
    /// Keep quotations whose speaker is at least that likely, from 0 to 1
    ///
    /// Above 0 this leaves out quotations whose speaker is not known.
    #[arg(long, value_name = "P", value_parser = probability)]
    min_probability: Option<f32>,
    /// Print quotations in this format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  search quotes \"witch hunt\"                     who said it, where
  search quotes --speaker sessions --sort oldest  all that he said, in order of time
  search quotes hoax --outlet nbc --from 2020-03
  search quotes recusal --min-probability 0.9 --facets speaker
  search quotes 'speaker:?' --format json | jq '.quotes[].text'";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON object
    Json,
    /// One JSON object a quotation
    Jsonl,
    /// A table with a header
    Csv,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    let today = today();
    let asked = Asked::of_arguments(&args.words, &args.search.filters, today, ui)?;
    if args.search.filters.explain {
        return asked.explain(global, matches!(args.format, Format::Json | Format::Jsonl), ui);
    }
    let mut out = ui.out();
    let index = global.open_index()?;
    let mut request = QuoteRequest::from(args.search.request(asked.query.clone(), today)?);
    request.min_probability = args.min_probability.unwrap_or(0.0);

    let start = Instant::now();
    let (response, relaxed) = search(index, &asked.relaxed, &mut request)?;
    let took = start.elapsed();
    if let Some(words) = &relaxed
        && response.total > 0
    {
        ui.note(format_args!("nothing has the phrase {}; searched instead: {words}", asked.query));
    }
    for note in &response.notes {
        ui.note(note);
    }
    if response.undated > 0 {
        let (more, have) = (plain::plural(response.undated, "more quotation", "more quotations"), "have no date");
        ui.note(format_args!("{more} would match but {}", if response.undated == 1 { "has no date" } else { have }));
    }

    let style = ui.style();
    match args.format {
        Format::Text => {
            plain::quotes(&mut out, style, &response.hits)?;
            if response.facets != Default::default() {
                if !response.hits.is_empty() {
                    writeln!(out)?;
                }
                plain::facets(&mut out, style, &response.facets)?;
            }
        }
        Format::Json => {
            let searched = relaxed.clone().unwrap_or_else(|| request.query.to_string());
            let told = json::Asked {
                qid: None,
                query: &asked.text,
                searched: &searched,
                relaxed: relaxed.is_some(),
                took_ms: took.as_secs_f64() * 1000.0,
            };
            json::quotes(&mut out, style, &told, &response)?;
        }
        Format::Jsonl => json::quote_lines(&mut out, style, &response.hits)?,
        Format::Csv => {
            csv::quotes_header(&mut out, style)?;
            csv::quotes(&mut out, style, &response.hits)?;
        }
    }
    out.flush()?;

    let shown = response.hits.len();
    let total = plain::plural(response.total, "quotation", "quotations");
    let took = shown_duration(took);
    if request.offset > 0 && shown > 0 {
        ui.note(format_args!("{} to {} of {total}, {took}", request.offset + 1, request.offset + shown));
    } else {
        ui.note(format_args!("{shown} of {total}, {took}"));
    }
    if response.total == 0 {
        let articles = SearchRequest { limit: 0, offset: 0, facets: Vec::new(), ..request.of_articles() };
        match index.search(&articles)?.total {
            0 => advise(index, &articles, ui)?,
            n_articles => ui.hint(format_args!(
                "no quotation has it, but {}: see `search query`",
                plain::plural(n_articles, "article does", "articles do")
            )),
        }
    }
    Ok(Status::found(response.total > 0))
}

/// Searches; if nothing has the phrase, for its words, whose text is returned then.
fn search(
    index: &Index,
    wider: &Option<(Query, String)>,
    request: &mut QuoteRequest,
) -> Result<(QuoteResponse, Option<String>), Failed> {
    let response = index.quotes(request)?;
    if response.total == 0
        && let Some((words, text)) = wider
    {
        request.query = words.clone();
        return Ok((index.quotes(request)?, Some(text.clone())));
    }
    Ok((response, None))
}

fn probability(text: &str) -> Result<f32, String> {
    let probability = text.parse().ok().filter(|probability| (0.0..=1.0).contains(probability));
    probability.ok_or_else(|| "a probability is a number from 0 to 1, such as 0.9".to_owned())
}
