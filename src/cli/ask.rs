//! From the words on the command line to an answer: what the shell left of the query, what was
//! not understood of it, and the words of a phrase that nothing has.

use std::fmt::Display;
use std::io::Write;
use std::time::{Duration, Instant};

use news_search::engine::{SearchRequest, SearchResponse};
use news_search::model::Date;
use news_search::query::parse::Diagnostic;
use news_search::query::{ParseContext, Query, Syntax, import, parse, shell};
use news_search::render::diagnostic::diagnostic;
use news_search::render::{json, plain};
use news_search::{Error, Index};

use super::Global;
use super::options::{Filters, QueryWords};
use super::outcome::{Failed, Status};
use super::ui::{Ui, shown_duration};

/// A query as asked, and as understood.
pub struct Asked {
    /// As the user gave it.
    pub text: String,
    /// As understood.
    pub query: Query,
    /// What to search if nothing has the phrases that the shell made, and its text.
    pub relaxed: Option<(Query, String)>,
    /// True if reprints count once.
    distinct: bool,
    /// As the parser got it.
    typed: String,
    /// What was not understood.
    diagnostics: Vec<Diagnostic>,
}

/// An answer, and how it came about.
pub struct Answer<R> {
    /// What was found.
    pub response: R,
    /// The query that was searched.
    pub query: Query,
    /// The same, as the query language has it.
    pub searched: String,
    /// True if the phrase found nothing and its words were searched instead.
    pub relaxed: bool,
    /// How long it took.
    pub took: Duration,
}

impl<R> Answer<R> {
    /// What JSON says of the question. `qid`: its id in a batch.
    pub fn told<'a>(&'a self, qid: Option<&'a str>, asked: &'a Asked) -> json::Asked<'a> {
        json::Asked {
            qid,
            query: &asked.text,
            searched: &self.searched,
            relaxed: self.relaxed,
            distinct: asked.distinct,
            took_ms: self.took.as_secs_f64() * 1000.0,
            // It is told on standard error.
            beside: json::Beside::default(),
        }
    }
}

impl Asked {
    /// Reads the arguments of a command line; see [`shell`].
    pub fn of_arguments(words: &QueryWords, options: &Filters, today: Date, ui: &Ui) -> Result<Asked, Failed> {
        let context = context(options, today);
        if options.syntax.syntax() != Syntax::Own {
            return Ok(Asked::imported(&words.text(), options, &context, ui));
        }
        let read = shell::from_arguments(&words.query, &words.literal, &context).map_err(Failed::usage)?;
        warn_of(&read.text, &read.parsed.diagnostics, "not understood in the query", ui);
        Ok(Asked {
            text: words.text(),
            query: read.parsed.query,
            relaxed: read.relaxed,
            distinct: options.counts_groups(),
            typed: read.text,
            diagnostics: read.parsed.diagnostics,
        })
    }

    /// Reads a text in the syntax of another system, and tells what has no translation.
    fn imported(text: &str, options: &Filters, context: &ParseContext, ui: &Ui) -> Asked {
        let imported = import(text, options.syntax.syntax(), context);
        warn_of(text, &imported.untranslated, "not the same in this program", ui);
        ui.detail(format_args!("translated: {}", imported.query));
        Asked {
            text: text.to_owned(),
            query: imported.query,
            relaxed: None,
            distinct: options.counts_groups(),
            typed: text.to_owned(),
            diagnostics: imported.untranslated,
        }
    }

    /// Reads a line of a file as typed, and tells what was not understood.
    pub fn of_line(text: &str, options: &Filters, today: Date, ui: &Ui) -> Asked {
        let context = &context(options, today);
        if options.syntax.syntax() != Syntax::Own {
            return Asked::imported(text, options, context, ui);
        }
        let parsed = parse(text, context);
        warn_of(text, &parsed.diagnostics, "not understood in the query", ui);
        Asked {
            text: text.to_owned(),
            query: parsed.query,
            relaxed: None,
            distinct: options.counts_groups(),
            typed: text.to_owned(),
            diagnostics: parsed.diagnostics,
        }
    }

    /// Prints the query as understood, and what its words and names mean in the index if there is
    /// one.
    pub fn explain(&self, global: &Global, as_json: bool, ui: &Ui) -> Result<Status, Failed> {
        let explanation = match global.open_index() {
            Ok(index) => Some(index.explain(&self.query)?),
            // Without an index a query can still be read.
            Err(Failed::Library(Error::NothingIndexed { .. })) => None,
            Err(Failed::Library(error)) => {
                ui.warn(format_args!("what the words mean is not known: {error}"));
                None
            }
            Err(other) => return Err(other),
        };
        let mut out = ui.out();
        let style = ui.style();
        let relaxed_to = self.relaxed.as_ref().map(|(_, text)| text.as_str());
        if as_json {
            let understood = json::Understood {
                text: &self.typed,
                query: &self.query,
                relaxed_to,
                diagnostics: &self.diagnostics,
                explanation: explanation.as_ref(),
            };
            json::explanation(&mut out, style, &understood)?;
        } else {
            writeln!(out, "{}", style.line(&self.query.to_string()))?;
            if let Some(explanation) = &explanation {
                plain::explanation(&mut out, style, explanation)?;
            }
            if let Some(relaxed) = relaxed_to {
                ui.note(format_args!("if nothing has the phrase: {relaxed}"));
            }
        }
        out.flush()?;
        Ok(Status::Done)
    }
}

/// Tells what was not understood in a query.
fn warn_of(text: &str, diagnostics: &[Diagnostic], what: &str, ui: &Ui) {
    for found in diagnostics {
        ui.warn(what);
        let mut lines = Vec::new();
        // A Vec takes everything.
        let _ = diagnostic(&mut lines, &ui.error_style(), text, found.span, &found.message);
        ui.block(&lines);
        if let Some(hint) = &found.hint {
            ui.hint(hint);
        }
    }
}

/// How the options say to read a query.
fn context(options: &Filters, today: Date) -> ParseContext {
    ParseContext { today, any: options.any, plain: options.plain }
}

/// Searches for what was asked; if nothing has the phrase, for its words.
pub fn search(
    index: &Index,
    asked: &Asked,
    request: &SearchRequest,
    ui: &Ui,
) -> Result<Answer<SearchResponse>, Failed> {
    tell_of_distinct(index, request, ui);
    let mut request = request.clone();
    let answer = ask(
        asked,
        |response: &SearchResponse| response.total,
        ui,
        |query| {
            request.query = query.clone();
            Ok(index.search(&request)?)
        },
    )?;
    tell_of_notes(&answer.response.notes, answer.response.undated, ui);
    Ok(answer)
}

/// Asks with the query; if the answer counts nothing and the query was a phrase that the shell
/// made, with its words, and says so.
pub fn ask<R>(
    asked: &Asked,
    count: impl Fn(&R) -> u64,
    ui: &Ui,
    mut put: impl FnMut(&Query) -> Result<R, Failed>,
) -> Result<Answer<R>, Failed> {
    let start = Instant::now();
    let mut query = asked.query.clone();
    let mut searched = query.to_string();
    let mut response = put(&query)?;
    let mut relaxed = false;
    if count(&response) == 0
        && let Some((wider, text)) = &asked.relaxed
    {
        response = put(wider)?;
        (query, searched, relaxed) = (wider.clone(), text.clone(), true);
    }
    let took = start.elapsed();
    if relaxed {
        ui.note(format_args!("nothing has the phrase {}; searched instead: {searched}", asked.query));
    }
    Ok(Answer { response, query, searched, relaxed, took })
}

/// Says that reprints count once, and that they are to be found first where that takes some time.
pub fn tell_of_distinct(index: &Index, request: &SearchRequest, ui: &Ui) {
    if request.distinct.is_some() {
        super::reprints::tell_of_making(index, ui);
        ui.note("reprints count once");
    }
}

/// Says how many of all are shown, and how long it took.
pub fn tell_of_count(offset: usize, shown: usize, all: impl Display, took: Duration, ui: &Ui) {
    let took = shown_duration(took);
    if offset > 0 && shown > 0 {
        ui.note(format_args!("{} to {} of {all}, {took}", offset + 1, offset + shown));
    } else {
        ui.note(format_args!("{shown} of {all}, {took}"));
    }
}

/// Tells what an answer has to tell beside its hits; `undated` articles match all but a date limit.
pub fn tell_of_notes(notes: &[String], undated: u64, ui: &Ui) {
    for note in notes {
        ui.note(note);
    }
    if undated > 0 {
        let (articles, have) = if undated == 1 { ("article", "has") } else { ("articles", "have") };
        ui.note(format_args!("{undated} more {articles} would match but {have} no date"));
    }
}

/// Tells a user whose query found nothing what is near it.
pub fn advise(index: &Index, request: &SearchRequest, ui: &Ui) -> Result<(), Failed> {
    for hint in index.advise(request)?.hints() {
        ui.hint(hint);
    }
    Ok(())
}
