//! The choice between what a page says of its article in several places.

use super::blocks::Blocks;
use super::dom::Dom;
use super::head::{Head, squeeze};
use super::roles::Roles;
use super::title::{self, key};
use super::{dates, people, publisher, saved};
use crate::extract::metadata::Outlets;
use crate::extract::metadata::url::original;
use crate::model::{Field, Given, Source};

/// What is believed of a page's article.
#[derive(Debug, Default)]
pub(super) struct Choice {
    /// The values, at most one a field except for authors.
    pub given: Vec<Given>,
    /// Title as printed.
    pub title: Option<String>,
    /// The element that prints the title.
    pub heading: Option<usize>,
}

/// Chooses.
pub(super) fn choose(dom: &Dom<'_>, roles: &Roles, head: &Head, blocks: &Blocks, url: Option<&str>) -> Choice {
    let mut choice = Choice::default();
    let mut put = |field, value: String, source| choice.given.push(Given { field, value, source });
    let address = address(dom, head, url);
    let known = address.as_ref().map(|(address, _)| original(address));
    let sites = sites(head, known);
    let title = title::choose(dom, roles, head, blocks, &sites);
    let heading = title.as_ref().and_then(|title| title.node);
    if let Some(title) = &title {
        put(Field::Title, title.text.clone(), title.source);
    }
    if let Some((name, source)) = publisher::outlet(head, known) {
        put(Field::Outlet, name, source);
    }
    let language = head.language.clone().or_else(|| head.json_ld.works.iter().find_map(|work| work.language.clone()));
    let language = language
        .or_else(|| head.meta_value(&["og:locale", "language", "content-language", "dc.language"]).map(str::to_owned));
    let month_first = month_first(language.as_deref(), known);
    if let Some((day, source)) = dates::choose(dom, roles, head, blocks, known, heading, month_first) {
        put(Field::Date, day, source);
    }
    let (authors, source) = people::choose(dom, roles, head, blocks, &people::About { sites: &sites, heading });
    for author in authors {
        put(Field::Author, author, source);
    }
    if let Some((address, source)) = address {
        put(Field::Url, address, source);
    }
    if let Some(language) = language {
        put(Field::Language, language, Source::MetaTag);
    }
    // Where the headline is but a line, what stands above and below it is not told by elements.
    choice.heading = heading.filter(|_| title.as_ref().is_some_and(|title| !title.is_line));
    choice.title = title.map(|title| title.text);
    choice
}

/// The address: the one that is known, else the one the page states, else the one it was saved from.
/// Of a copy in an archive that states its own, it is that of the page itself.
fn address(dom: &Dom<'_>, head: &Head, url: Option<&str>) -> Option<(String, Source)> {
    let is_whole = |address: &&str| address.starts_with("http://") || address.starts_with("https://");
    if let Some(url) = url.map(str::trim).filter(is_whole) {
        return Some((url.to_owned(), Source::Url));
    }
    let stated = head
        .canonical
        .as_deref()
        .filter(is_whole)
        .or_else(|| head.meta_value(&["og:url", "twitter:url"]).filter(is_whole));
    if let Some(stated) = stated {
        return Some((own(stated), Source::MetaTag));
    }
    let work = head.json_ld.works.iter().find_map(|work| work.url.as_deref().filter(is_whole));
    let work = work.map(|address| (own(address), Source::JsonLd));
    work.or_else(|| saved::address(dom, head).map(|address| (own(&address), Source::Url)))
}

/// Whether `03/04/2021` is March 4 there: as the language has it, the country of the outlet, the end of the
/// host. English without a country tells nothing.
fn month_first(language: Option<&str>, address: Option<&str>) -> Option<bool> {
    let lower = language.map(str::to_lowercase);
    let (code, place) = lower.as_deref().map_or(("", ""), |lower| lower.split_once(['-', '_']).unwrap_or((lower, "")));
    let may_be_first = match code {
        "en" | "eng" | "english" => matches!(place, "" | "us" | "ph" | "ca"),
        _ => code.is_empty(),
    };
    if !may_be_first {
        return Some(false);
    }
    let outlets = Outlets::bundled();
    let country = address.and_then(|address| outlets.by_domain(address)).map_or("", |outlet| outlet.country);
    match country {
        "us" | "ph" => return Some(true),
        "" | "ca" => {}
        _ => return Some(false),
    }
    let ends = [".uk/", ".au/", ".in/", ".ie/", ".nz/", ".za/", ".eu/"];
    if address.is_some_and(|address| ends.iter().any(|end| address.contains(end))) {
        return Some(false);
    }
    matches!(place, "us" | "ph").then_some(true)
}

/// The address of a page without that of the archive that has a copy of it.
fn own(address: &str) -> String {
    let page = original(address);
    if page.contains("://") { page.to_owned() } else { format!("http://{page}") }
}

/// Names of the site, as [`key`] gives them: what is no title and no author.
fn sites(head: &Head, address: Option<&str>) -> Vec<String> {
    let mut sites: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        let name = key(name);
        if !name.is_empty() && !sites.contains(&name) && sites.len() < 50 {
            sites.push(name);
        }
    };
    for name in head.json_ld.site.iter().chain(head.json_ld.works.iter().filter_map(|work| work.publisher.as_ref())) {
        add(&squeeze(name));
    }
    for name in ["og:site_name", "application-name", "apple-mobile-web-app-title"] {
        if let Some(name) = head.meta_value(&[name]) {
            add(name);
        }
    }
    if let Some(name) = head.title.as_deref().and_then(title::known_site) {
        add(name);
    }
    if let Some(host) = address.and_then(host) {
        add(host);
        if let Some((name, _)) = host.rsplit_once('.') {
            add(name);
        }
        if let Some(outlet) = Outlets::bundled().by_domain(host) {
            add(&outlet.name);
        }
    }
    sites
}

pub(super) fn host(address: &str) -> Option<&str> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    host.contains('.').then_some(host)
}
