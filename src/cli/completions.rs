//! `search completions`: what a shell needs to complete our command line.

use std::io::Write;

use clap_complete::Shell;

use super::outcome::{Failed, Status};
use super::ui::Ui;

/// Print the completions for a shell
#[derive(clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// Name of the shell
    #[arg(value_enum)]
    shell: Shell,
}

const EXAMPLES: &str = "\
Examples:
  search completions bash > ~/.local/share/bash-completion/completions/search
  search completions zsh > ~/.zfunc/_search
  search completions fish > ~/.config/fish/completions/search.fish";

/// Runs the command.
pub fn run(args: &Args, ui: &Ui) -> Result<Status, Failed> {
    // Made in memory first, since the generator panics where writing fails.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::definition(), "search", &mut script);
    let mut out = ui.out();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Status::Done)
}
