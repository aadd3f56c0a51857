//! What all lists have alike: what stands above their results, and the links to their pages.

use std::time::{Duration, Instant};

use maud::{Markup, html};

use super::address::Address;
use super::facets::{Meant, chips};
use super::layout::carried;
use super::parts::{notes, problems, prose};
use crate::engine::SearchRequest;
use crate::query::parse::Diagnostic;
use crate::serve::charts::grouped;
use crate::serve::params::WrongDates;

/// A list as it was asked for.
pub struct List<'a> {
    /// Its own address.
    pub address: &'a Address,
    /// What of the query was not understood.
    pub diagnostics: &'a [Diagnostic],
    /// Dates that were left out, as they cannot be read or make no sense.
    pub wrong_dates: Option<&'a WrongDates>,
    /// What the names of its filters mean.
    pub meant: &'a Meant,
    /// Which of its results are on the page.
    pub paging: Paging,
    /// When work on it began.
    pub start: Instant,
}

impl List<'_> {
    /// How long it took so far.
    pub fn took(&self) -> Duration {
        self.start.elapsed()
    }

    /// What stands above the results: what was not understood, what is to be told, the filters that are
    /// set. The fields that the box to ask in does not have are sent along with it.
    pub fn above(&self, told: &[String], undated: u64, nouns: (&str, &str)) -> Markup {
        let asked: &[&str] = if self.address.path() == "/compare" { &["a", "b"] } else { &["q"] };
        html! {
            (carried(self.address, "ask", asked))
            (problems(self.address.get("q").unwrap_or_default(), self.diagnostics))
            @if let Some(wrong) = self.wrong_dates { (wrong_dates(wrong)) }
            (notes(told, undated, nouns))
            (chips(self.address, self.meant))
        }
    }

    /// Links to the same question as files: at that address of the API, a table at the one for tables, with those of its own fields that mean
    /// something there. Dates that are wrong, which a program would be refused, are left out.
    pub fn save(&self, label: &str, name: &str, fields: &[&str], fixed: &[(&str, &str)]) -> Markup {
        let mut address = self.address.elsewhere(&format!("/api/v1/{name}"));
        if fields.contains(&"a") {
            // Elsewhere the first of two queries is the only one.
            address = address.without("q");
        }
        for name in fields {
            address = self.address.get(name).map_or(address.clone(), |value| address.with(name, value));
        }
        for (name, value) in fixed {
            address = address.with(name, *value);
        }
        let wrong = self.wrong_dates.map(|wrong| wrong.fields.as_slice()).unwrap_or_default();
        let address = wrong.iter().fold(address, |address, name| address.without(name));
        html! {
            div.choice {
                span.label { (label) }
                a href=(address.at(&format!("/save/{name}")).with("format", "csv")) download { "CSV" }
                a href=(address.with("format", "jsonl")) download { "JSON lines" }
            }
        }
    }
}

fn wrong_dates(wrong: &WrongDates) -> Markup {
    html! {
        div.problems role="status" {
            div.problem {
                @for message in &wrong.messages { p { (prose(message)) } }
                p { "It is left out; what is shown has no such limit." }
            }
        }
    }
}

/// Which of all results are on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// Results left out before those of this page.
    pub offset: usize,
    /// Most results of a page.
    pub per_page: usize,
    /// Most that may be left out.
    pub most_offset: usize,
}

impl Paging {
    /// That of a request.
    pub fn of(request: &SearchRequest, most_offset: usize) -> Paging {
        Paging { offset: request.offset, per_page: request.limit, most_offset }
    }
}

/// How long a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// So many results.
    Known(u64),
    /// Nobody counted them; true if there are more than those shown.
    HasMore(bool),
}

impl From<u64> for Length {
    fn from(total: u64) -> Length {
        Length::Known(total)
    }
}

/// Links to the pages of a list, of which `shown` results are on this one.
pub fn pager(address: &Address, paging: Paging, shown: usize, length: impl Into<Length>) -> Markup {
    let Paging { offset, per_page, most_offset } = paging;
    let end = offset.saturating_add(shown);
    let (total, has_more) = match length.into() {
        Length::Known(total) => (Some(total), (end as u64) < total),
        Length::HasMore(has_more) => (None, has_more),
    };
    if offset == 0 && !has_more {
        return html! {};
    }
    let at = |offset: usize| address.with("offset", if offset == 0 { String::new() } else { offset.to_string() });
    if shown == 0 {
        // An old address of a list that is shorter now.
        let all = total.map_or(offset, |total| usize::try_from(total).unwrap_or(usize::MAX));
        let last = (all.saturating_sub(1) / per_page.max(1)).saturating_mul(per_page).min(most_offset);
        return html! {
            nav.pager aria-label="Pages of results" {
                span.soft { "The list ends before this page." }
                a rel="prev" href=(at(last)) { "‹ Last page" }
            }
        };
    }
    html! {
        nav.pager aria-label="Pages of results" {
            @if offset > 0 { a rel="prev" href=(at(offset.saturating_sub(per_page))) { "‹ Previous" } }
            span.soft {
                (grouped(offset as u64 + 1)) "–" (grouped(end as u64))
                @if let Some(total) = total { " of " (grouped(total)) }
            }
            @if has_more && end <= most_offset {
                a rel="next" href=(at(end)) { "Next ›" }
            } @else if has_more {
                span.soft { "There are more than can be leafed through: narrow the search, or save all as a file." }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(offset: usize, shown: usize, length: impl Into<Length>) -> String {
        let paging = Paging { offset, per_page: 10, most_offset: 100 };
        pager(&Address::new("/"), paging, shown, length).into_string()
    }

    #[test]
    fn a_list_that_fits_has_no_pages() {
        assert_eq!(shown(0, 3, 3), "");
        assert_eq!(shown(0, 10, Length::HasMore(false)), "");
    }

    #[test]
    fn other_pages_are_a_link_away() {
        let second = shown(10, 10, 31);
        assert!(second.contains(r#"href="/?offset=20""#) && second.contains(r#"rel="prev" href="/""#), "{second}");
        assert!(second.contains("11–20 of 31"), "{second}");
        let uncounted = shown(10, 10, Length::HasMore(true));
        assert!(uncounted.contains(r#"href="/?offset=20""#) && uncounted.contains("11–20<"), "{uncounted}");
        let beyond = shown(50, 0, 31);
        assert!(beyond.contains("ends before this page") && beyond.contains(r#"href="/?offset=30""#), "{beyond}");
    }

    #[test]
    fn no_link_leads_beyond_what_is_answered() {
        assert!(shown(90, 10, 1000).contains(r#"href="/?offset=100""#));
        let last = shown(100, 10, 1000);
        assert!(!last.contains("rel=\"next\"") && last.contains("save all as a file"), "{last}");
        assert!(shown(500, 0, 1000).contains(r#"href="/?offset=100""#));
    }
}
