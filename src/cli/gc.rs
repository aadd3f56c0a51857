//! `search gc`: reclaims what no commit needs.

use news_search::index::gc;
use news_search::render::plain;

use super::Global;
use super::outcome::{Failed, Status};
use super::ui::Ui;

/// Remove files that interrupted runs left behind
///
/// With --purge, also rewrite what still holds deleted articles, so that neither their texts nor
/// their words are left in any file. Without it they are found by no query, but lie in the files
/// until those are next merged.
#[derive(clap::Args)]
pub struct Args {
    /// Take what was deleted out of the files for good
    #[arg(long)]
    purge: bool,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    let reclaimed = gc(global.place()?.folder("collecting garbage")?, args.purge)?;
    let files = plain::plural(reclaimed.files, "file", "files");
    let bytes = plain::bytes(reclaimed.bytes);
    match args.purge {
        true => {
            let purged = plain::plural(reclaimed.purged, "deleted document", "deleted documents");
            ui.note(format_args!("{files} removed, {purged} purged, {bytes} reclaimed"));
        }
        false => ui.note(format_args!("{files} removed, {bytes} reclaimed")),
    }
    Ok(Status::Done)
}
