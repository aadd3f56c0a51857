//! `search query`: ranked articles with the passages that matched.

use std::io::{BufWriter, StdoutLock, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;
use news_search::engine::{IdForm, SearchRequest, SearchResponse};
use news_search::query::Query;
use news_search::render::{csv, json, plain, trec};
use news_search::replay::Record;
use news_search::{Error, Index};

use super::Global;
use super::ask::{Answer, Asked, advise, search, tell_of_count};
use super::options::{QueryWords, SearchOptions};
use super::outcome::{Failed, Status};
use super::today::today;
use super::ui::{Ui, shown_duration};

/// Find articles, best first, with the passages that matched
///
/// Words must all occur; inflections, case and accents do not matter. An argument of several
/// words is a phrase: `search query "witch hunt"` finds the two side by side.
///
/// The query language knows "phrases", OR, NOT, parentheses, elect* (prefix), tubervile~1
/// (spelling), =hunting (this form only), ==Hunting (letter for letter), and the fields title:
/// outlet: author: speaker: date: lang: said: narration:
#[derive(clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    words: QueryWords,
    #[command(flatten)]
    search: SearchOptions,
    /// Print hits in this format
    ///
    /// json is one object, jsonl one object a hit, trec a run of the TREC tools
    /// (`qid Q0 docid rank score tag`), which implies --plain and --any.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Run every query of a file: one a line, as `id<TAB>query` (- for standard input)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "literal"])]
    batch: Option<PathBuf>,
    /// Record query, options, state of the index and answer, for `search replay`
    #[arg(long, value_name = "FILE", conflicts_with = "batch")]
    record: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  search query \"witch hunt\"                        a phrase
  search query senate race                         both words
  search query 'recus* OR \"step aside\"'            a prefix or a phrase
  search query 'said:\"witch hunt\" NOT outlet:cnn'  in a quotation, not in one outlet
  search query trump --speaker sessions --from 2020-03 --to 2020-07
  search query trump --facets outlet,date --by year
  search query trump --format json | jq '.hits[].id'
  search query --batch topics.tsv --format trec > run.txt
  search query 'said:hoax' --record hoax.json       to be repeated by `search replay`";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON object
    Json,
    /// One JSON object a hit
    Jsonl,
    /// A table with a header
    Csv,
    /// A TREC run
    Trec,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    let mut options = args.search.clone();
    if args.format == Format::Trec {
        options.filters.plain = true;
        options.filters.any = true;
    }
    if args.words.is_empty() && args.batch.is_none() {
        return Err(Failed::Usage {
            message: "no QUERY is given".to_owned(),
            hint: Some("say what to look for, or `search facets` and `search export` for all articles".to_owned()),
        });
    }
    let today = today();
    let queries: Vec<(Option<String>, Asked)> = match &args.batch {
        None => vec![(None, Asked::of_arguments(&args.words, &options.filters, today, ui)?)],
        Some(file) => read_batch(file)?
            .into_iter()
            .map(|(qid, text)| {
                let mut asked = Asked::of_line(&text, &options.filters, today, ui);
                if text.is_empty() {
                    // Nobody asks for every article with an empty line.
                    ui.note(format_args!("query {qid} is empty and finds nothing"));
                    asked.query = Query::nothing();
                }
                (Some(qid), asked)
            })
            .collect(),
    };
    if options.filters.explain {
        for (_, asked) in &queries {
            asked.explain(global, matches!(args.format, Format::Json | Format::Jsonl), ui)?;
        }
        return Ok(Status::Done);
    }
    let out = ui.out();

    let index = global.open_index()?;
    let mut printer = Printer::new(args.format, args.batch.is_some(), out, ui)?;
    let mut request = options.request(Query::All, today)?;
    request.passages = args.format.passages();
    request.ids_only = (args.format == Format::Trec).then_some(IdForm::Plain);
    let n_queries = queries.len();
    let mut found = false;
    let mut took = Duration::ZERO;
    for (qid, asked) in queries {
        request.query = asked.query.clone();
        let answer = search(index, &asked, &request, ui)?;
        found |= answer.response.total > 0;
        took += answer.took;
        printer.print(qid.as_deref(), &asked, &answer)?;
        if args.batch.is_none() {
            printer.out.flush()?;
            tell(index, &request, &answer, ui)?;
            if let Some(file) = &args.record {
                let request = SearchRequest { query: answer.query.clone(), ..request.clone() };
                write_record(file, &Record::take(index, &asked.text, answer.relaxed, &request)?)?;
            }
        }
    }
    printer.out.flush()?;
    if args.batch.is_some() {
        let queries = plain::plural(n_queries as u64, "query", "queries");
        ui.note(format_args!("{queries}, {}", shown_duration(took)));
    }
    Ok(Status::found(found))
}

impl Format {
    /// How many passages of a hit the format can show.
    fn passages(self) -> usize {
        match self {
            Format::Text | Format::Json | Format::Jsonl => 3,
            Format::Csv => 1,
            Format::Trec => 0,
        }
    }
}

/// Says how many were found, and what to do if none were.
fn tell(index: &Index, request: &SearchRequest, answer: &Answer<SearchResponse>, ui: &Ui) -> Result<(), Failed> {
    let all = plain::plural(answer.response.total, "article", "articles");
    tell_of_count(request.offset, answer.response.hits.len(), all, answer.took, ui);
    ui.detail(format_args!("searched: {}", answer.searched));
    if answer.response.total == 0 {
        advise(index, &SearchRequest { query: answer.query.clone(), ..request.clone() }, ui)?;
    }
    Ok(())
}

fn write_record(file: &Path, record: &Record) -> Result<(), Failed> {
    let mut bytes = Vec::new();
    json::record(&mut bytes, record)?;
    std::fs::write(file, bytes).map_err(|source| Error::Write { path: file.to_owned(), source })?;
    Ok(())
}

/// Prints answers one after another in one format.
struct Printer<'a> {
    format: Format,
    out: BufWriter<StdoutLock<'static>>,
    is_batch: bool,
    n_printed: usize,
    ui: &'a Ui,
}

impl<'a> Printer<'a> {
    fn new(
        format: Format,
        is_batch: bool,
        mut out: BufWriter<StdoutLock<'static>>,
        ui: &'a Ui,
    ) -> Result<Printer<'a>, Failed> {
        if format == Format::Csv {
            csv::hits_header(&mut out, ui.style(), is_batch)?;
        }
        Ok(Printer { format, out, is_batch, n_printed: 0, ui })
    }

    fn print(&mut self, qid: Option<&str>, asked: &Asked, answer: &Answer<SearchResponse>) -> Result<(), Failed> {
        let (out, style) = (&mut self.out, self.ui.style());
        let response = &answer.response;
        match self.format {
            Format::Text => {
                if self.is_batch {
                    if self.n_printed > 0 {
                        writeln!(out)?;
                    }
                    let heading = format!("# {}: {}", qid.unwrap_or_default(), asked.text);
                    writeln!(out, "{}", style.line(&heading))?;
                }
                plain::hits(out, style, &response.hits)?;
                if response.facets != Default::default() {
                    if !response.hits.is_empty() {
                        writeln!(out)?;
                    }
                    plain::facets(out, style, &response.facets)?;
                }
            }
            Format::Json => {
                json::response(out, style, &answer.told(qid, asked), response)?;
            }
            Format::Jsonl => json::hits(out, style, qid, &response.hits)?,
            Format::Csv => csv::hits(out, style, if self.is_batch { qid } else { None }, &response.hits)?,
            Format::Trec => trec::run(out, style, qid.unwrap_or("1"), &response.hits)?,
        }
        self.n_printed += 1;
        Ok(())
    }
}

/// Reads lines `id<TAB>query`; a line without a tab or an id is a query with its number as id.
fn read_batch(file: &Path) -> Result<Vec<(String, String)>, Failed> {
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes).map(|_| bytes)
    } else {
        std::fs::read(file)
    };
    let bytes = bytes.map_err(|source| Error::Read { path: file.to_owned(), source })?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    Ok(batch_lines(text))
}

fn batch_lines(text: &str) -> Vec<(String, String)> {
    let mut queries = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let (qid, query) = match line.split_once('\t') {
            Some((qid, query)) if !qid.trim().is_empty() => (qid.trim().to_owned(), query),
            Some((_, query)) => ((at + 1).to_string(), query),
            None => ((at + 1).to_string(), line),
        };
        queries.push((qid, query.trim().to_owned()));
    }
    queries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_read_line_by_line() {
        let queries = batch_lines("q1\twitch hunt\n\n  \nsenate race\r\nq 3\t a\tb \nq4\t\n\tdam\n \t \n");
        let queries: Vec<(&str, &str)> = queries.iter().map(|(qid, text)| (qid.as_str(), text.as_str())).collect();
        assert_eq!(queries, [("q1", "witch hunt"), ("4", "senate race"), ("q 3", "a\tb"), ("q4", ""), ("7", "dam")]);
    }
}
