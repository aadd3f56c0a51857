//! Title, outlet, date, authors, url, language and site text of an article, each value with
//! where it stood and how sure that makes us.
//!
//! Each rule has a module and adds what it finds to one list; the surest find wins.
//! Nothing is guessed silently: captions, embedded posts, events to come and quoted headlines
//! give neither date nor title, and what contradicts itself stays unknown.

mod aliases;
pub(crate) mod byline;
mod credits;
mod dateline;
pub(crate) mod dates;
mod found;
mod given;
mod header;
pub(crate) mod jobs;
pub(crate) mod lines;
mod mentions;
pub(crate) mod names;
mod outlets;
mod posts;
pub(crate) mod stated;
mod text;
mod title;
pub(crate) mod url;

pub use outlets::{Outlet, Outlets};

use super::{Context, boilerplate, language};
use crate::model::{Certainty, Date, RawArticle, RejectedDate, Source, Sourced, Span};
use found::{DayOrder, Found, surest, surest_group};

/// What is known of an article besides its text; the fields are those of
/// [`Article`](crate::model::Article).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Headline.
    pub title: Option<Sourced<String>>,
    /// Outlet, by its name in the outlet table where that knows it.
    pub outlet: Option<Sourced<String>>,
    /// Date of first publication.
    pub date: Option<Sourced<Date>>,
    /// The article cannot be older than this.
    pub date_not_before: Option<Date>,
    /// Dates that were found and not believed.
    pub rejected_dates: Vec<RejectedDate>,
    /// Authors, in the order printed.
    pub authors: Vec<Sourced<String>>,
    /// People credited for contributing, who are not the authors.
    pub contributors: Vec<Sourced<String>>,
    /// Address.
    pub url: Option<Sourced<String>>,
    /// ISO 639-1 code of the language, where the text is long enough to tell.
    pub language: Option<String>,
    /// Lines of the text that belong to the site, in order, disjoint.
    pub boilerplate: Vec<Span>,
}

/// Reads the metadata of an article out of what its file states and out of its text.
///
/// Takes time in proportion to the text and never fails. A date later than the day after
/// `context.today` is moved to `rejected_dates` unless a manifest states it.
pub fn read(raw: &RawArticle, context: &Context) -> Metadata {
    let outlets = &context.outlets;
    let mut found = Found::new(context.today.plus_days(1));
    let lines = lines::lines(&raw.text);
    let kinds: Vec<_> = lines.iter().map(boilerplate::kind).collect();
    let detected = given::language(raw).or_else(|| language::detect(&raw.text).map(str::to_owned));

    given::take_names(raw, outlets, detected.as_deref(), &mut found);
    let n_given = found.authors.len();
    given::take_dates(raw, &mut found);
    let dateline = text::take(raw, outlets, &lines, &kinds, &mut found);
    // Where the page's own byline is known, one within its text belongs to what it quotes.
    if let Some(source) = found.authors.first().filter(|_| n_given > 0).map(|author| author.source) {
        let mut number = 0;
        found.authors.retain(|author| {
            number += 1;
            number <= n_given || author.source != source
        });
    }
    let month = given::take_addresses(outlets, &mut found);
    if let Some(dateline) = dateline {
        text::take_day(&dateline, month, &mut found);
    }
    if found.outlets.iter().all(|outlet| outlet.certainty == Certainty::Inferred)
        && let Some((name, certainty)) = mentions::own_outlet(outlets, &raw.text, &lines, &kinds)
    {
        found.outlets.insert(0, Sourced::new(name, Source::SelfMention, certainty));
    }
    let outlet = surest(std::mem::take(&mut found.outlets));

    // The order of `07/11/2020` depends on who prints it.
    let known = outlet.as_ref().and_then(|outlet| outlets.by_name(&outlet.value));
    found.order = match (known.map_or("", |outlet| outlet.country), detected.as_deref()) {
        ("us" | "ph", _) => DayOrder::MonthFirst,
        ("", Some("en") | None) | ("ca", _) => DayOrder::Unknown,
        _ => DayOrder::DayFirst,
    };
    let mut dates = found.settle_dates();
    let date_not_before = posts::latest(&raw.text, found.limit);
    dates.retain(|date| {
        let is_too_old = date.certainty == Certainty::Inferred && date_not_before.is_some_and(|day| date.value < day);
        if is_too_old {
            found.reject(&date.value.to_string(), "older than a post in the text");
        }
        !is_too_old
    });
    let authors = surest_group(std::mem::take(&mut found.authors));
    let contributors = std::mem::take(&mut found.contributors).into_iter();
    let contributors =
        contributors.filter(|person| authors.iter().all(|author| author.value != person.value)).collect();
    Metadata {
        title: surest(found.titles),
        outlet,
        date: surest(dates),
        date_not_before,
        rejected_dates: found.rejected,
        authors,
        contributors,
        url: surest(found.urls),
        language: found.language.or(detected),
        boilerplate: lines.iter().zip(&kinds).filter(|(_, kind)| kind.is_some()).map(|(line, _)| line.span).collect(),
    }
}

#[cfg(test)]
mod tests;
