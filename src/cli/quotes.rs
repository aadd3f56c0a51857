//! `search quotes`: who said what, in which words.

use std::io::Write;

use news_search::engine::{FamilyRequest, QuoteRequest, QuoteResponse};
use news_search::render::{csv, json, plain};

use super::Global;
use super::ask::{Asked, advise, ask, tell_of_count, tell_of_distinct};
use super::format::ListFormat;
use super::options::{QueryWords, SearchOptions};
use super::outcome::{Failed, Status};
use super::today::today;
use super::ui::Ui;
use super::{families, groups};

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
    /// List utterances instead, each in all its wordings: what `search family` shows
    ///
    /// Those that have spread over most outlets come first. With a query or filters, utterances of
    /// which one quotation matches.
    #[arg(long)]
    families: bool,
    /// List wordings that one outlet alone has, each beside the one that most outlets have
    ///
    /// Where no wording has more than one outlet, all that differ are listed, the fullest as well.
    #[arg(long, conflicts_with = "families")]
    altered: bool,
    /// With --families or --altered: utterances in at least this many known outlets
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_outlets: u32,
    /// With --families and JSON: the ids of all quotations of each
    #[arg(long, requires = "families")]
    members: bool,
    /// Print quotations in this format
    #[arg(long, value_enum, default_value_t)]
    format: ListFormat,
}

const EXAMPLES: &str = "\
Examples:
  search quotes \"witch hunt\"                     who said it, where
  search quotes --speaker sessions --sort oldest  all that he said, in order of time
  search quotes hoax --outlet nbc --from 2020-03
  search quotes recusal --min-probability 0.9 --facets speaker
  search quotes --families --min-outlets 3         what was said, in all its wordings
  search quotes 'speaker:?' --format json | jq '.quotes[].text'";

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    if args.families || args.altered {
        let what = if args.families { "search quotes --families" } else { "search quotes --altered" };
        groups::refuse(what, &args.search)?;
        if args.min_probability.is_some() {
            return Err(Failed::usage(format!("`{what}` has no --min-probability")));
        }
    }
    let today = today();
    let asked = Asked::of_arguments(&args.words, &args.search.filters, today, ui)?;
    if args.search.filters.explain {
        return asked.explain(global, args.format.is_json(), ui);
    }
    let mut out = ui.out();
    let index = global.open_index()?;
    if args.families || args.altered {
        let request = FamilyRequest {
            search: args.search.request(asked.query.clone(), today)?,
            least_outlets: args.min_outlets,
            members: args.members,
        };
        return match args.altered {
            true => families::altered(index, &asked, request, args.format, ui),
            false => families::list(index, &asked, request, args.format, ui),
        };
    }
    let mut request = QuoteRequest::new(args.search.request(asked.query.clone(), today)?);
    request.min_probability = args.min_probability.unwrap_or(0.0);
    tell_of_distinct(index, &request.search, ui);
    let answer = ask(
        &asked,
        |response: &QuoteResponse| response.total,
        ui,
        |query| {
            request.search.query = query.clone();
            Ok(index.quotes(&request)?)
        },
    )?;
    let response = &answer.response;
    for note in &response.notes {
        ui.note(note);
    }
    if response.undated > 0 {
        let (more, have) = (plain::plural(response.undated, "more quotation", "more quotations"), "have no date");
        ui.note(format_args!("{more} would match but {}", if response.undated == 1 { "has no date" } else { have }));
    }

    let style = ui.style();
    match args.format {
        ListFormat::Text => {
            plain::quotes(&mut out, style, &response.hits)?;
            if response.facets != Default::default() {
                if !response.hits.is_empty() {
                    writeln!(out)?;
                }
                plain::facets(&mut out, style, &response.facets)?;
            }
        }
        ListFormat::Json => json::quotes(&mut out, style, &answer.told(None, &asked), response)?,
        ListFormat::Jsonl => json::quote_lines(&mut out, style, &response.hits)?,
        ListFormat::Csv => {
            csv::quotes_header(&mut out, style)?;
            csv::quotes(&mut out, style, &response.hits)?;
        }
    }
    out.flush()?;

    let all = plain::plural(response.total, "quotation", "quotations");
    tell_of_count(request.search.offset, response.hits.len(), all, answer.took, ui);
    if response.total == 0 {
        let articles = request.search.count_only();
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

fn probability(text: &str) -> Result<f32, String> {
    let probability = text.parse().ok().filter(|probability| (0.0..=1.0).contains(probability));
    probability.ok_or_else(|| "a probability is a number from 0 to 1, such as 0.9".to_owned())
}
