//! `search speakers`: who is quoted, how often, since when.

use std::io::Write;

use news_search::engine::SearchRequest;
use news_search::query::{Name, Query};
use news_search::render::{csv, json, plain};

use super::Global;
use super::ask::advise;
use super::format::ListFormat;
use super::outcome::{Failed, Status};
use super::ui::Ui;

/// List who is quoted: names, aliases, counts, first and last date
///
/// The most quoted come first. A NAME that equals a name or an alias means just that person, else
/// everyone whose name has its words. If nobody has the words of all NAMEs, each is looked for
/// by itself.
#[derive(clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// Names of people or organisations, or words of them [default: everyone]
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Print at most this many [default: all]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Print people in this format
    #[arg(long, value_enum, default_value_t)]
    format: ListFormat,
}

const EXAMPLES: &str = "\
Examples:
  search speakers --limit 20            who is quoted most
  search speakers jeff sessions         one person
  search speakers @realDonaldTrump      by an alias
  search speakers --format csv > speakers.csv";

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    if let Some(name) = args.names.iter().find(|name| !name.chars().any(char::is_alphanumeric)) {
        return Err(Failed::usage(format!("`search speakers` needs a name, not `{name}`")));
    }
    let index = global.open_index()?;
    let mut speakers = index.speakers_named(&args.names)?;
    let total = speakers.len();
    speakers.truncate(args.limit.unwrap_or(usize::MAX));
    let (mut out, style) = (ui.out(), ui.style());
    match args.format {
        ListFormat::Text => plain::speakers(&mut out, style, &speakers)?,
        ListFormat::Json => json::speakers(&mut out, style, total, &speakers)?,
        ListFormat::Jsonl => json::speaker_lines(&mut out, style, &speakers)?,
        ListFormat::Csv => csv::speakers(&mut out, style, &speakers)?,
    }
    out.flush()?;
    ui.note(format_args!("{} of {}", speakers.len(), plain::plural(total as u64, "speaker", "speakers")));
    if total == 0 && !args.names.is_empty() {
        let name = Name { text: args.names.join(" "), exact: false };
        advise(index, &SearchRequest { speakers: vec![name], ..SearchRequest::new(Query::All) }, ui)?;
    }
    Ok(Status::found(total > 0))
}
