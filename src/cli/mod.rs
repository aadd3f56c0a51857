//! The command line: arguments, dispatch, exit status.
//!
//! Belongs to the program, not to the library, so the compiler sees to it that it uses what
//! every embedder can use. One file per subcommand: an `Args` whose doc comments are the help,
//! and a `run`. Results go to standard output, all else through [`ui::Ui`] to standard error.

mod ask;
mod check;
#[cfg(feature = "opensearch")]
mod cluster;
mod compare;
mod completions;
mod dashes;
mod diff;
mod export;
mod extract;
mod facets;
mod failures;
mod families;
mod family;
mod format;
mod gc;
mod groups;
mod ids;
mod index;
mod kwic;
mod man;
mod options;
mod outcome;
mod pages;
mod progress;
mod query;
mod quotes;
mod remove;
mod replay;
mod reprints;
#[cfg(feature = "serve")]
mod serve;
mod show;
mod similar;
mod sources;
mod speakers;
mod stats;
mod stories;
mod story;
mod today;
mod ui;
mod verify;
#[cfg(feature = "watch")]
mod watch;

use std::io::Write;
use std::path::{Path, PathBuf};
#[cfg(feature = "opensearch")]
use std::sync::Once;
use std::sync::OnceLock;

use clap::{Args, CommandFactory, Parser, Subcommand};
use news_search::Index;
use news_search::index::Place;

use outcome::{Failed, Status};
use ui::{ColorChoice, Ui};

/// Search collections of news articles: who said what, in which words, in which outlet
///
/// `search index PATH` reads articles from files and folders into an index folder,
/// `search query QUERY` finds them again. Everything happens on this machine.
#[derive(Parser)]
#[command(name = "search", version, after_long_help = EXAMPLES, max_term_width = 100)]
#[command(propagate_version = true, subcommand_required = true, arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  search index ~/articles                     read a folder of articles
  search query \"witch hunt\"                   find a phrase
  search query trump --outlet 'Fox News'      find a word in one outlet
  search quotes hoax --speaker trump           find quotations: who said what
  search facets recusal --by year             count articles by outlet, date, speaker
  search show ID                              show an article and its quotations

Exit status: 0 if something was found or done, 1 if nothing was found, 2 after an error,
130 after an interrupt.";

/// Options of every subcommand.
#[derive(Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Index folder [default: $SEARCH_INDEX, else `index`]
    #[arg(long, global = true, value_name = "DIR")]
    index: Option<PathBuf>,
    /// When to use colour
    ///
    /// `auto` colours on a terminal, unless NO_COLOR is set or TERM is `dumb`.
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    color: ColorChoice,
    /// Print errors only, no counts and hints
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more of what is done
    #[arg(short, long, global = true)]
    verbose: bool,
    #[cfg(feature = "opensearch")]
    #[command(flatten)]
    cluster: cluster::ClusterArgs,
}

/// The index that the command asks.
static OPENED: OnceLock<&'static Index> = OnceLock::new();

impl Global {
    /// The index folder: the option, else the environment, else `index`.
    fn index_folder(&self) -> PathBuf {
        let from_environment = || std::env::var_os("SEARCH_INDEX").filter(|dir| !dir.is_empty()).map(PathBuf::from);
        self.index.clone().or_else(from_environment).unwrap_or_else(|| Path::new("index").to_owned())
    }

    /// Where the index is.
    fn place(&self) -> Result<Place, Failed> {
        #[cfg(feature = "opensearch")]
        if let Some(chosen) = self.cluster.cluster()? {
            static SAID: Once = Once::new();
            if let Some(file) = &chosen.by_file {
                let said =
                    format!("`{}` in this folder chose the cluster {}", file.display(), chosen.options.urls.join(","));
                SAID.call_once(|| Ui::new(self.color, self.quiet, self.verbose).note(said));
            }
            return Ok(Place::Cluster(Box::new(chosen.options)));
        }
        Ok(Place::Folder(self.index_folder()))
    }

    /// Opens the index for the rest of the process, whose end gives it back faster than we can.
    fn open_index(&self) -> Result<&'static Index, Failed> {
        let opened = Box::leak(Box::new(self.place()?.open()?));
        Ok(OPENED.get_or_init(|| opened))
    }
}

#[derive(Subcommand)]
enum Command {
    Index(index::Args),
    Query(query::Args),
    Quotes(quotes::Args),
    Family(family::Args),
    Stories(stories::Args),
    Story(story::Args),
    Speakers(speakers::Args),
    Kwic(kwic::Args),
    Compare(compare::Args),
    Facets(facets::Args),
    Diff(diff::Args),
    Similar(similar::Args),
    Reprints(reprints::Args),
    Replay(replay::Args),
    Check(check::Args),
    Show(show::Args),
    Extract(extract::Args),
    Export(export::Args),
    #[cfg(feature = "serve")]
    Serve(serve::Args),
    Stats(stats::Args),
    Failures(failures::Args),
    Verify(verify::Args),
    Gc(gc::Args),
    Remove(remove::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Runs the program on the process's arguments and returns its exit status.
pub fn run() -> i32 {
    be_quiet_about_guarded_panics();
    let arguments: Vec<_> = std::env::args_os().collect();
    if let Some(failed) = dashes::check(&arguments) {
        Ui::plain().report(&failed);
        return Status::Error.code();
    }
    if let [_, only] = arguments.as_slice()
        && (only == "--version" || only == "-V")
    {
        // What scripts ask first needs no definition of a command line.
        let _ = writeln!(std::io::stdout(), "search {}", env!("CARGO_PKG_VERSION"));
        return Status::Done.code();
    }
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Printing fails only if nobody reads; the status still tells.
            let _ = error.print();
            return error.exit_code();
        }
    };
    let ui = Ui::new(cli.global.color, cli.global.quiet, cli.global.verbose);
    let outcome = dispatch(cli.command, &cli.global, &ui);
    match outcome {
        Ok(_) if OPENED.get().is_some_and(|index| index.was_partial()) => {
            ui.error("the answer is partial: a part of the collection did not answer (a shard is missing or too slow)");
            Status::Error.code()
        }
        Ok(status) => status.code(),
        // `search query x | head`: the reader has seen enough.
        Err(failed) if failed.is_broken_pipe() => Status::Done.code(),
        Err(failed) => {
            ui.report(&failed);
            Status::Error.code()
        }
    }
}

/// What breaks in a thread that was made to break in is told as a failure of its file.
fn be_quiet_about_guarded_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().name() != Some(news_search::ingest::GUARDED_THREAD) {
            usual(info);
        }
    }));
}

fn dispatch(command: Command, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    match command {
        Command::Index(args) => index::run(&args, global, ui),
        Command::Query(args) => query::run(&args, global, ui),
        Command::Quotes(args) => quotes::run(&args, global, ui),
        Command::Family(args) => family::run(&args, global, ui),
        Command::Stories(args) => stories::run(&args, global, ui),
        Command::Story(args) => story::run(&args, global, ui),
        Command::Speakers(args) => speakers::run(&args, global, ui),
        Command::Kwic(args) => kwic::run(&args, global, ui),
        Command::Compare(args) => compare::run(&args, global, ui),
        Command::Facets(args) => facets::run(&args, global, ui),
        Command::Check(args) => check::run(&args, global, ui),
        Command::Diff(args) => diff::run(&args, global, ui),
        Command::Reprints(args) => reprints::run(&args, global, ui),
        Command::Similar(args) => similar::run(&args, global, ui),
        Command::Replay(args) => replay::run(&args, global, ui),
        Command::Show(args) => show::run(&args, global, ui),
        Command::Extract(args) => extract::run(&args, ui),
        Command::Export(args) => export::run(&args, global, ui),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(&args, global, ui),
        Command::Stats(args) => stats::run(&args, global, ui),
        Command::Failures(args) => failures::run(&args, global, ui),
        Command::Verify(args) => verify::run(&args, global, ui),
        Command::Gc(args) => gc::run(&args, global, ui),
        Command::Remove(args) => remove::run(&args, global, ui),
        Command::Completions(args) => completions::run(&args, ui),
        Command::Man(args) => man::run(&args, ui),
    }
}

/// The definition of the command line, for what is generated from it.
fn definition() -> clap::Command {
    Cli::command()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_consistent() {
        definition().debug_assert();
    }

    #[test]
    fn every_option_and_subcommand_is_explained() {
        for command in definition().get_subcommands() {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{} of {}", argument.get_id(), command.get_name());
            }
        }
    }
}
