//! Which name of a site is that of its outlet: JSON-LD states a publisher, a meta tag the site.
//!
//! The publisher is often the company that owns the paper, the host of the page or the login of who set
//! the system up; the name of the site is what readers know the outlet by.

use super::choose::host;
use super::head::{Head, squeeze};
use super::title::{self, key};
use crate::model::Source;

/// Systems that state themselves as the publisher of what is written or kept in them.
#[rustfmt::skip]
const SYSTEMS: &[&str] = &[
    "blogger", "wordpress", "wordpresscom", "tumblr", "medium", "squarespace", "wixcom", "jimdo", "archiveph",
    "archiveis", "archivetoday", "archiveorg", "webarchiveorg", "waybackmachine", "internetarchive",
];

/// Words by which companies are told, without points; of two letters in the case they are written in.
#[rustfmt::skip]
const COMPANIES: &[&str] = &[
    "LLC", "Inc", "Ltd", "Limited", "Corp", "Corporation", "Company", "plc", "PLC", "LP", "LLP", "Pty", "Pvt", "Holding", "Holdings",
    "GmbH", "AG", "KG", "KGaA", "mbH", "OHG", "eG", "Verlagshaus", "Verlagsgesellschaft", "Mediengruppe", "SA", "SAS", "SARL", "SpA", "SPA",
    "Srl", "SRL", "BV", "NV", "AB", "ApS", "Oy", "Oyj", "SL", "SLU", "Ltda", "SpZoo", "Kft", "Zrt", "doo", "sro", "ООО", "АО",
];

/// The outlet as the page names it. What the table of outlets knows of the host is added where
/// articles are read, since users have tables of their own.
pub(super) fn outlet(head: &Head, address: Option<&str>) -> Option<(String, Source)> {
    const SITES: [&str; 5] =
        ["og:site_name", "application-name", "apple-mobile-web-app-title", "publisher", "dc.publisher"];
    let publisher = head.json_ld.works.iter().find_map(|work| work.publisher.as_deref());
    let stated = [publisher, head.json_ld.site.as_deref()].into_iter().flatten().find(|name| is_name(name));
    let stated = stated.map(|name| squeeze(&super::entities::decode(name)));
    let site = head.meta_value(&["og:site_name"]).filter(|name| is_name(name) && !is_owner(name));
    if let Some(name) = stated {
        return match site.filter(|_| is_owner(&name)) {
            Some(site) => Some((site.to_owned(), Source::MetaTag)),
            None => Some((name, Source::JsonLd)),
        };
    }
    let name = SITES
        .iter()
        .find_map(|name| head.meta_value(&[name]))
        .filter(|name| is_name(name))
        .or_else(|| title::site(head.title.as_deref()?, address.and_then(host)?))
        .or_else(|| title::known_site(head.title.as_deref()?))?;
    Some((name.to_owned(), Source::MetaTag))
}

fn is_name(name: &str) -> bool {
    let is_system = || SYSTEMS.contains(&key(name).as_str());
    !name.trim().is_empty() && name.len() < 100 && !name.contains("://") && !name.starts_with('@') && !is_system()
}

/// True for the name of a company, a host or a login.
fn is_owner(name: &str) -> bool {
    let name = name.trim();
    let is_one_word = !name.contains(char::is_whitespace);
    let is_host = || {
        name.rsplit_once('.').is_some_and(|(before, end)| {
            before.len() >= 2 && (2..=12).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_lowercase())
        })
    };
    let is_login = || {
        name.len() >= 4
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte))
    };
    if is_one_word {
        return is_host() || is_login();
    }
    let words =
        name.split([' ', ',', '(', ')']).skip(1).map(|word| word.chars().filter(|c| *c != '.').collect::<String>());
    words.into_iter().any(|word| COMPANIES.contains(&word.as_str()))
        || name.starts_with("Verlagshaus ")
        || name.starts_with("ООО ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn companies_hosts_and_logins_are_owners() {
        for name in [
            "Ledger Satellite Network, LLC",
            "Creek Media Limited",
            "Verlagshaus Roe GmbH & Co. KG",
            "riverledger.example",
            "webadmin",
            "Roe Media Pty Ltd",
            "Roe S.p.A.",
            "River Ledger Co., Inc.",
        ] {
            assert!(is_owner(name), "{name:?}");
        }
        for name in
            ["River Ledger", "The Incident", "Ledger", "AG Weekly", "Le Monde SUD", "San Roe Times", "Die Zeitung"]
        {
            assert!(!is_owner(name), "{name:?}");
        }
    }
}
