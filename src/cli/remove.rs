//! `search remove`: takes sources and articles out of the index.

use news_search::index::Removal;
use news_search::render::plain;

use super::Global;
use super::outcome::{Failed, Status};
use super::ui::Ui;

/// Most candidates listed for an id that may mean several articles.
const MAX_CANDIDATES: usize = 20;

/// Take sources or articles out of the index; files are left alone
///
/// A NAME is a source (its name or path, see `search index --sources`) or the id of an article.
/// A source is forgotten. An article stays out, also at later runs over its source, until it is
/// restored. `search gc --purge` removes what is left of them in the index's files.
#[derive(clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// Sources, or ids of articles
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    /// Let articles that were taken out come in again at the next run
    #[arg(long)]
    restore: bool,
}

const EXAMPLES: &str = "\
Examples:
  search remove 2020/07/runoff.txt            an article
  search remove old-dump                      a source
  search remove --restore 2020/07/runoff.txt";

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    let place = global.place()?;
    let mut status = Status::Done;
    if args.restore {
        for (name, count) in args.names.iter().zip(place.restore(&args.names)?) {
            match count {
                0 => {
                    ui.error(format_args!("no article `{name}` was taken out"));
                    status = status.max(Status::NothingFound);
                }
                count => ui.note(format_args!(
                    "{} will come in again at the next `search index`",
                    plain::plural(count, "article", "articles")
                )),
            }
        }
        return Ok(status);
    }
    for (name, removal) in args.names.iter().zip(place.take_out(&args.names)?) {
        match removal {
            Removal::Source { name, articles } => {
                let articles = plain::plural(articles, "article", "articles");
                ui.note(format_args!("source `{name}` removed: {articles}"));
            }
            Removal::Article(id) => ui.note(format_args!("article `{id}` removed")),
            Removal::Ambiguous(ids) => {
                ui.error(format_args!("`{name}` may mean {} articles", ids.len()));
                ids.iter().take(MAX_CANDIDATES).for_each(|id| ui.note(format_args!("  {id}")));
                status = status.max(Status::Error);
            }
            Removal::Unknown => {
                ui.error(format_args!("there is no source and no article `{name}`"));
                status = status.max(Status::NothingFound);
            }
        }
    }
    Ok(status)
}
