//! What the command line tells on standard error, for those who get the answer alone.
//!
//! A program that asks over HTTP sees no standard error. What of its query was not understood, which
//! names were widened and how many articles a limit of dates left out stand in the answer, each only
//! if there is something to tell.

use serde::Serialize;

use crate::query::parse::Diagnostic;
use crate::render::CodePoints;

/// What is to be told beside an answer; nothing by default, as on the command line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    /// The query as the parser got it: the places of the diagnostics are in it.
    pub typed: &'a str,
    /// What of it was not understood.
    pub diagnostics: &'a [Diagnostic],
    /// What the answer has to tell: names that were widened to several.
    pub notes: &'a [String],
    /// Articles that match all but a limit of dates, as they have none.
    pub undated: u64,
    /// For each hit how many other articles it stands for, where reprints count once.
    pub reprints: &'a [u64],
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct BesideRecord<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<WarningRecord<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    notes: &'a [String],
    #[serde(skip_serializing_if = "is_zero")]
    undated: u64,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct WarningRecord<'a> {
    start: usize,
    end: usize,
    message: &'a str,
    hint: Option<&'a str>,
}

impl<'a> Beside<'a> {
    pub(super) fn record(&self) -> BesideRecord<'a> {
        BesideRecord { warnings: warnings(self.typed, self.diagnostics), notes: self.notes, undated: self.undated }
    }
}

/// What was not understood of a text, with its places in code points.
pub(super) fn warnings<'a>(typed: &str, diagnostics: &'a [Diagnostic]) -> Vec<WarningRecord<'a>> {
    let points = CodePoints::of(typed);
    let record = |found: &'a Diagnostic| {
        let [start, end] = points.span(found.span);
        WarningRecord { start, end, message: &found.message, hint: found.hint.as_deref() }
    };
    diagnostics.iter().map(record).collect()
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}
