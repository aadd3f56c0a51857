//! JSON: the shapes that scripts rely on.
//!
//! Every object that stands alone carries `"version": 1`; keys come in the documented order;
//! unknown values are `null`, unknown lists empty. Offsets are Unicode code points, so that a
//! Python or JavaScript program can slice with them. No number is ever `NaN`.

mod article;
mod beside;
mod check;
mod concordance;
mod csl;
mod diff;
mod explain;
mod families;
mod hits;
mod index;
mod keyness;
mod quotes;
mod record;
mod reprints;
mod similar;
mod stories;
mod tree;

use std::io::{self, Write};

use serde::Serialize;

use super::Style;
use super::sanitize::sanitize_json;

pub use article::{article, stored_article};
pub use beside::Beside;
pub use check::checked;
pub(super) use concordance::place_name;
pub use concordance::{Listed, concordance, concordance_lines};
pub use csl::Bibliography;
pub use diff::difference;
pub use explain::{Understood, explanation};
pub use families::{altered, families, family, family_lines, variant_lines};
pub use hits::{Asked, facets, hits, response};
pub use index::{failures, stats, verification};
pub(super) use keyness::side;
pub use keyness::{Compared, comparison, comparison_lines};
pub use quotes::{quote_lines, quotes, speaker_lines, speakers};
pub use record::{changes, read_record, record};
pub use reprints::{reprint_lines, reprints};
pub use similar::similar;
pub use stories::{stories, story, story_lines};
pub use tree::tree;

/// The shapes themselves, for the description of the HTTP API.
#[cfg(feature = "serve")]
pub(crate) mod shapes {
    pub(crate) use super::article::ArticleRecord;
    pub(crate) use super::check::CheckRecord;
    pub(crate) use super::concordance::ConcordanceRecord;
    pub(crate) use super::diff::DiffRecord;
    pub(crate) use super::explain::ExplanationRecord;
    pub(crate) use super::families::{AlteredRecord, DetailRecord as FamilyDetailRecord, FamiliesRecord};
    pub(crate) use super::hits::{FacetsAnswer, ResponseRecord};
    pub(crate) use super::index::StatsRecord;
    pub(crate) use super::keyness::ComparisonRecord;
    pub(crate) use super::quotes::{QuotesRecord, SpeakersRecord};
    pub(crate) use super::reprints::ReprintsRecord;
    pub(crate) use super::similar::SimilarRecord;
    pub(crate) use super::stories::{DetailRecord as StoryDetailRecord, StoriesRecord};
}

/// Version of all shapes: it changes when a key changes its meaning or goes.
const VERSION: u8 = 1;

/// Writes `value` as one line.
fn write_line(out: &mut dyn Write, style: &Style, value: &impl Serialize) -> io::Result<()> {
    if !style.terminal {
        serde_json::to_writer(&mut *out, value)?;
        return out.write_all(b"\n");
    }
    let line = serde_json::to_string(value)?;
    writeln!(out, "{}", sanitize_json(&line))
}

#[derive(Serialize)]
struct Versioned<'a, T> {
    version: u8,
    #[serde(flatten)]
    record: &'a T,
}

/// Writes a record that stands alone as one line, the version in front.
fn write_alone(out: &mut dyn Write, style: &Style, record: &impl Serialize) -> io::Result<()> {
    write_line(out, style, &Versioned { version: VERSION, record })
}

/// A number that JSON can hold, to thousandths: what is not finite becomes 0.
fn finite_wide(number: f64) -> f64 {
    if number.is_finite() { (number * 1000.0).round() / 1000.0 } else { 0.0 }
}

/// A number that JSON can hold: what is not finite becomes 0.
fn finite(number: f32) -> f32 {
    if number.is_finite() { number } else { 0.0 }
}
