//! What commands have in common that ask for groups of quotations or articles.

use std::cell::Cell;
use std::io::Write;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use news_search::Error;
use news_search::index::FamilyProgress;
use news_search::query::Query;
use news_search::render::plain;

use super::ask::{Answer, Asked, ask, tell_of_count};
use super::options::{SearchOptions, SortOrder};
use super::outcome::{Failed, Status};
use super::ui::{Ui, shown_duration};

/// Fewer new articles than this are grouped without a word.
const WORTH_TELLING: u64 = 1000;

/// Tells on standard error of how groups are brought up to date.
pub struct Telling<'a> {
    ui: &'a Ui,
    bar: ProgressBar,
    start: Instant,
    total: Cell<u64>,
}

impl<'a> Telling<'a> {
    /// Draws a bar if standard error is a terminal and there is much to do.
    pub fn new(ui: &'a Ui) -> Telling<'a> {
        Telling { ui, bar: ProgressBar::hidden(), start: Instant::now(), total: Cell::new(0) }
    }

    /// Takes note of how far it has come.
    pub fn advanced(&self, done: u64, total: u64) {
        if self.total.get() == 0 && total >= WORTH_TELLING && self.ui.may_animate() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
            if let Ok(style) = ProgressStyle::with_template("{bar:24} {percent:>3} %  grouping {len} new articles") {
                self.bar.set_style(style.progress_chars("█▉▊▋▌▍▎▏ "));
            }
            self.bar.set_length(total);
        }
        self.total.set(total);
        self.bar.set_position(done);
    }

    /// Takes the bar away and says what was done.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
        let total = self.total.take();
        if total >= WORTH_TELLING {
            let took = shown_duration(self.start.elapsed());
            self.ui.note(format_args!("grouped {}, {took}", plain::plural(total, "new article", "new articles")));
        }
    }
}

/// Refuses options that say nothing of groups: the first that is given.
pub fn refuse(what: &str, search: &SearchOptions) -> Result<(), Failed> {
    let given = [
        ("--distinct", search.filters.distinct),
        ("--prefer or --longest", search.filters.counts_groups()),
        ("--sort", search.sort != SortOrder::default()),
        ("--facets", !search.facets.is_empty()),
        ("--by", search.by.is_some()),
    ];
    match given.iter().find(|(_, is_given)| *is_given) {
        Some((option, _)) => Err(Failed::usage(format!("`{what}` has no {option}"))),
        None => Ok(()),
    }
}

/// A list of groups, as far as one needs it to tell of it.
pub struct Listed<'r> {
    /// How many there are.
    pub total: u64,
    /// What to tell the user.
    pub notes: &'r [String],
    /// How many are shown, from `offset` on.
    pub shown: usize,
    /// What one is called, and what several are.
    pub nouns: (&'static str, &'static str),
}

/// Asks for groups, writes them and says how many there are. `put` asks, `listed` looks at the answer.
pub fn list<R>(
    asked: &Asked,
    offset: usize,
    ui: &Ui,
    mut put: impl FnMut(&Query, FamilyProgress<'_>) -> Result<R, Error>,
    listed: impl Fn(&R) -> Listed<'_>,
    write: impl FnOnce(&mut dyn Write, &Answer<R>) -> std::io::Result<()>,
) -> Result<(Status, Answer<R>), Failed> {
    let telling = Telling::new(ui);
    let answer = ask(
        asked,
        |response: &R| listed(response).total,
        ui,
        |query| {
            let response = put(query, &mut |done, total| telling.advanced(done, total))?;
            telling.finish();
            Ok(response)
        },
    )?;
    let Listed { total, notes, shown, nouns } = listed(&answer.response);
    notes.iter().for_each(|note| ui.note(note));
    let mut out = ui.out();
    write(&mut out, &answer)?;
    out.flush()?;
    tell_of_count(offset, shown, plain::plural(total, nouns.0, nouns.1), answer.took, ui);
    Ok((Status::found(total > 0), answer))
}

/// Brings groups up to date for one of them, with a bar.
pub fn one<R>(ui: &Ui, put: impl FnOnce(FamilyProgress<'_>) -> Result<R, Error>) -> Result<R, Failed> {
    let telling = Telling::new(ui);
    let found = put(&mut |done, total| telling.advanced(done, total))?;
    telling.finish();
    Ok(found)
}
