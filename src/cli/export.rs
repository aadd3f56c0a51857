//! `search export`: every matching article or quotation, whole or as a citation.

use std::io::{self, BufWriter, StdoutLock, Write};
use std::ops::ControlFlow;

use clap::ValueEnum;
use news_search::Index;
use news_search::engine::{QuoteRequest, QuoteResponse, SearchRequest};
use news_search::index::StoredArticle;
use news_search::render::cite::{self, Citation};
use news_search::render::{Style, csv, json, plain};

use super::Global;
use super::ask::{Asked, advise, ask, search, tell_of_distinct, tell_of_notes};
use super::options::{QueryWords, SearchOptions, SortOrder};
use super::outcome::{Failed, Status};
use super::today::today;
use super::ui::Ui;

/// Print every matching article or quotation, in order of id, as JSON lines, CSV or citations
///
/// Without a query, all of them. The JSON of an article is that of `search extract`, with people
/// named as in the whole archive. The CSV can be indexed again.
///
/// Citations are of newspaper articles. With --quotes they are of quotations: the exact words, who
/// said them and how sure that is, where they stand, and a hash of the article's text.
#[derive(clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    words: QueryWords,
    #[command(flatten)]
    search: SearchOptions,
    /// Print quotations instead of articles; the query means what it means to `search quotes`
    #[arg(long)]
    quotes: bool,
    /// Print in this format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  search export > everything.jsonl
  search export recusal --from 2020 --format csv > recusal.csv
  search export 'speaker:sessions' | jq -r '.quotes[] | [.speaker, .text] | @tsv'
  search export recusal --format bibtex > recusal.bib
  search export --quotes recusal --speaker sessions --format markdown";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object for each
    #[default]
    #[value(alias = "json")]
    Jsonl,
    /// A table with a header
    Csv,
    /// BibTeX and biblatex
    #[value(alias = "bib")]
    Bibtex,
    /// RIS: EndNote, Zotero, Mendeley, catalogues
    Ris,
    /// CSL-JSON: Zotero, Pandoc
    #[value(alias = "csl")]
    CslJson,
    /// Markdown: a list of sources, or quotations with their sources
    #[value(alias = "md")]
    Markdown,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    let today = today();
    let asked = Asked::of_arguments(&args.words, &args.search.filters, today, ui)?;
    if args.search.filters.explain {
        return asked.explain(global, false, ui);
    }
    if args.search.sort != SortOrder::Relevance {
        ui.warn("an export is always in order of id; --sort has no effect");
    }
    let index = global.open_index()?;
    let mut request = args.search.request(asked.query.clone(), today)?;
    // What is counted first decides whether the phrase or its words are exported.
    let count = request.count_only();
    let total;
    (request.query, total) = if args.quotes {
        count_quotes(index, &asked, count, ui)?
    } else {
        let counted = search(index, &asked, &count, ui)?;
        (counted.query, counted.response.total)
    };

    let mut page = Page { to_skip: args.search.offset, room: args.search.limit.unwrap_or(usize::MAX) };
    let mut printer = Printer::new(args.format, args.quotes, ui)?;
    let mut outcome = Ok(());
    let mut go_on = |written: io::Result<()>, is_full: bool| {
        let is_broken = written.is_err();
        outcome = written;
        if is_broken || is_full { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    if args.quotes {
        index.export_quotes(&request, &mut |article, numbers| {
            let kept: Vec<usize> = numbers.iter().copied().filter(|_| page.takes_next()).collect();
            let written = if kept.is_empty() { Ok(()) } else { printer.quotes(&article, &kept) };
            go_on(written, page.room == 0)
        })?;
    } else {
        index.export(&request, &mut |article| {
            let written = if page.takes_next() { printer.article(&article) } else { Ok(()) };
            go_on(written, page.room == 0)
        })?;
    }
    outcome?;
    let n_written = printer.finish()?;
    ui.note(if args.quotes {
        plain::plural(n_written, "quotation", "quotations")
    } else {
        plain::plural(n_written, "article", "articles")
    });
    if total == 0 {
        advise(index, &request, ui)?;
    }
    Ok(Status::found(total > 0))
}

fn count_quotes(
    index: &Index,
    asked: &Asked,
    count: SearchRequest,
    ui: &Ui,
) -> Result<(news_search::Query, u64), Failed> {
    tell_of_distinct(index, &count, ui);
    let mut count = QuoteRequest::new(count);
    let answer = ask(
        asked,
        |response: &QuoteResponse| response.total,
        ui,
        |query| {
            count.search.query = query.clone();
            Ok(index.quotes(&count)?)
        },
    )?;
    tell_of_notes(&answer.response.notes, 0, ui);
    Ok((answer.query, answer.response.total))
}

/// Which of all are printed.
struct Page {
    to_skip: usize,
    room: usize,
}

impl Page {
    fn takes_next(&mut self) -> bool {
        if self.to_skip > 0 {
            self.to_skip -= 1;
            return false;
        }
        let takes = self.room > 0;
        self.room = self.room.saturating_sub(1);
        takes
    }
}

/// Prints one after another in one format.
struct Printer<'a> {
    format: Format,
    out: BufWriter<StdoutLock<'static>>,
    style: &'a Style,
    list: json::Bibliography,
    n_written: u64,
}

impl<'a> Printer<'a> {
    fn new(format: Format, of_quotes: bool, ui: &'a Ui) -> io::Result<Printer<'a>> {
        let mut out = ui.out();
        match (format, of_quotes) {
            (Format::Csv, false) => csv::articles_header(&mut out, ui.style())?,
            (Format::Csv, true) => csv::quotes_header(&mut out, ui.style())?,
            _ => {}
        }
        Ok(Printer { format, out, style: ui.style(), list: json::Bibliography::default(), n_written: 0 })
    }

    fn article(&mut self, article: &StoredArticle) -> io::Result<()> {
        self.n_written += 1;
        match self.format {
            Format::Jsonl => json::stored_article(&mut self.out, self.style, article),
            Format::Csv => csv::article(&mut self.out, self.style, article),
            _ => self.citation(&Citation::of_article(article)),
        }
    }

    fn quotes(&mut self, article: &StoredArticle, numbers: &[usize]) -> io::Result<()> {
        if matches!(self.format, Format::Jsonl | Format::Csv) {
            let mut hits = article.quotations(numbers);
            for hit in &mut hits {
                self.n_written += 1;
                hit.rank = usize::try_from(self.n_written).unwrap_or(usize::MAX);
            }
            return match self.format {
                Format::Csv => csv::quotes(&mut self.out, self.style, &hits),
                _ => json::quote_lines(&mut self.out, self.style, &hits),
            };
        }
        for citation in Citation::of_quotes(article, numbers) {
            self.n_written += 1;
            self.citation(&citation)?;
        }
        Ok(())
    }

    fn citation(&mut self, citation: &Citation<'_>) -> io::Result<()> {
        match self.format {
            Format::Ris => cite::ris(&mut self.out, self.style, citation),
            Format::CslJson => self.list.item(&mut self.out, self.style, citation),
            Format::Markdown => cite::markdown(&mut self.out, self.style, citation),
            Format::Bibtex | Format::Jsonl | Format::Csv => cite::bibtex(&mut self.out, self.style, citation),
        }
    }

    /// Ends the output and returns how many were written.
    fn finish(mut self) -> io::Result<u64> {
        if self.format == Format::CslJson {
            self.list.finish(&mut self.out)?;
        }
        self.out.flush()?;
        Ok(self.n_written)
    }
}
