//! `search man`: manual pages.

use std::io::Write;

use clap_mangen::Man;

use super::outcome::{Failed, Status};
use super::ui::Ui;

/// Print a manual page
#[derive(clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// Subcommand to print the page of; none for the program's
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  search man > search.1
  search man query | man -l -";

/// Runs the command.
pub fn run(args: &Args, ui: &Ui) -> Result<Status, Failed> {
    let mut definition = super::definition();
    definition.build();
    let page = match &args.command {
        None => definition,
        Some(name) => {
            let found = definition.find_subcommand(name).cloned();
            found.ok_or_else(|| Failed::usage(format!("there is no subcommand `{name}`")))?
        }
    };
    let mut out = ui.out();
    Man::new(page).render(&mut out)?;
    out.flush()?;
    Ok(Status::Done)
}
