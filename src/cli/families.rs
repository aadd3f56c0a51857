//! `search quotes --families` and `--altered`: quotations by utterance.

use std::cell::Cell;
use std::io::Write;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use news_search::Index;
use news_search::engine::{AlteredResponse, FamilyRequest, FamilyResponse};
use news_search::render::{csv, json, plain};

use super::ask::{Asked, ask, tell_of_count};
use super::format::ListFormat;
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

/// Lists families.
pub fn list(
    index: &Index,
    asked: &Asked,
    mut request: FamilyRequest,
    format: ListFormat,
    ui: &Ui,
) -> Result<Status, Failed> {
    let telling = Telling::new(ui);
    let answer = ask(
        asked,
        |response: &FamilyResponse| response.total,
        ui,
        |query| {
            request.search.query = query.clone();
            let response = index.family_list(&request, &mut |done, total| telling.advanced(done, total))?;
            telling.finish();
            Ok(response)
        },
    )?;
    let response = &answer.response;
    response.notes.iter().for_each(|note| ui.note(note));
    let (mut out, style) = (ui.out(), ui.style());
    match format {
        ListFormat::Text => plain::families(&mut out, style, &response.hits)?,
        ListFormat::Json => json::families(&mut out, style, &answer.told(None, asked), response)?,
        ListFormat::Jsonl => json::family_lines(&mut out, style, &response.hits)?,
        ListFormat::Csv => csv::families(&mut out, style, &response.hits)?,
    }
    out.flush()?;
    let all = plain::plural(response.total, "family", "families");
    tell_of_count(request.search.offset, response.hits.len(), all, answer.took, ui);
    Ok(Status::found(response.total > 0))
}

/// Lists wordings that one outlet alone has.
pub fn altered(
    index: &Index,
    asked: &Asked,
    mut request: FamilyRequest,
    format: ListFormat,
    ui: &Ui,
) -> Result<Status, Failed> {
    let telling = Telling::new(ui);
    let answer = ask(
        asked,
        |response: &AlteredResponse| response.total,
        ui,
        |query| {
            request.search.query = query.clone();
            let response = index.altered(&request, &mut |done, total| telling.advanced(done, total))?;
            telling.finish();
            Ok(response)
        },
    )?;
    let response = &answer.response;
    response.notes.iter().for_each(|note| ui.note(note));
    let (mut out, style) = (ui.out(), ui.style());
    match format {
        ListFormat::Text => plain::altered(&mut out, style, &response.variants)?,
        ListFormat::Json => json::altered(&mut out, style, &answer.told(None, asked), response)?,
        ListFormat::Jsonl => json::variant_lines(&mut out, style, &response.variants)?,
        ListFormat::Csv => csv::variants(&mut out, style, &response.variants)?,
    }
    out.flush()?;
    let all = plain::plural(response.total, "wording that differs", "wordings that differ");
    tell_of_count(request.search.offset, response.variants.len(), all, answer.took, ui);
    Ok(Status::found(response.total > 0))
}
