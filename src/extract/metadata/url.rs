//! What an address tells: the day in its path, and the outlet by its host.

use super::dates::{self, Printed};
use crate::model::Date;

/// What the path of an address, or of a file, tells of the date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PathDate {
    /// The day, where the path names one.
    pub day: Option<Date>,
    /// Year and month, where it names only those.
    pub month: Option<(i16, u8)>,
}

/// Hosts on which anybody publishes, or that show pages of others: they name no outlet.
#[rustfmt::skip]
const NO_OUTLETS: &[&str] = &[
    "archive.org", "archive.is", "archive.ph", "archive.today", "archive.li", "archive.md", "archive.fo", "archive.vn", "blogspot.com", "bit.ly", "facebook.com",
    "flipboard.com", "github.com", "google.com", "instagram.com", "linkedin.com", "localhost", "medium.com",
    "news.google.com", "reddit.com", "substack.com", "t.co", "telegram.me", "t.me", "tinyurl.com", "tumblr.com",
    "twitter.com", "wikipedia.org", "wordpress.com", "x.com", "youtu.be", "youtube.com", "example.com", "example.org",
];

/// The address of the page itself, where `address` is that of an archived copy.
pub(crate) fn original(address: &str) -> &str {
    let is_archive = address.get(..60.min(address.len())).unwrap_or(address).contains("web.archive.org/");
    match address.get(8..).and_then(|rest| rest.find("http")) {
        Some(at) if is_archive => &address[8 + at..],
        // Some write the address in the archive without its scheme.
        None if is_archive => {
            address.find("/web/").and_then(|at| address[at + 5..].split_once('/')).map_or(address, |(_, rest)| rest)
        }
        Some(at) if is_moment(&address[..8 + at]) => &address[8 + at..],
        _ => address,
    }
}

/// True if an address ends in the folder of a moment, as those of archives do before that of the page:
/// `https://archive.ph/2021.03.10-120000/`, `https://arquivo.example/wayback/20060812192211id_/`.
fn is_moment(before: &str) -> bool {
    let folder = before.strip_suffix('/').and_then(|before| before.rsplit('/').next()).unwrap_or("");
    let digits = folder.bytes().filter(u8::is_ascii_digit).count();
    let moment = folder.trim_end_matches(|c: char| c.is_ascii_lowercase() || c == '_');
    (8..=14).contains(&digits) && moment.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'))
}

/// True if the host can stand for an outlet that the table does not know.
pub(super) fn may_be_outlet(host: &str) -> bool {
    let is_number = host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    !is_number
        && !NO_OUTLETS.iter().any(|known| host == *known || host.strip_suffix(known).is_some_and(|h| h.ends_with('.')))
}

/// Reads the date out of the path of an address; query and fragment are not looked at.
pub(crate) fn date_of_address(address: &str) -> PathDate {
    let address = original(address);
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = rest.split_once('/').map_or("", |(_, path)| path);
    date_of_path(path.split(['?', '#']).next().unwrap_or(""))
}

/// Reads the date out of a path: `2020/07/11`, `2020/jul/11`, `2020-07-11-slug`, `slug-20200711`.
pub(super) fn date_of_path(path: &str) -> PathDate {
    let mut found = PathDate::default();
    let parts: Vec<&str> = path.split('/').take(32).collect();
    for at in 0..parts.len() {
        let year = match parts[at].parse::<i16>() {
            Ok(year @ 1900..=2199) if parts[at].len() == 4 => year,
            _ => {
                if found.day.is_none() {
                    found.day = date_within(parts[at]);
                }
                continue;
            }
        };
        let Some(month) = parts.get(at + 1).and_then(|part| month_of(part)) else { continue };
        let day = parts.get(at + 2).and_then(|part| day_of(part)).and_then(|day| Date::new(year, month, day));
        match day {
            Some(day) => {
                found.day = Some(day);
                break;
            }
            None => found.month = found.month.or(Some((year, month))),
        }
    }
    found
}

fn month_of(part: &str) -> Option<u8> {
    let is_short = matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
    match part.parse::<u8>() {
        Ok(month @ 1..=12) if is_short => Some(month),
        _ if part.len() >= 3 && part.bytes().all(|byte| byte.is_ascii_alphabetic()) => dates::month_number(part),
        _ => None,
    }
}

/// `11` or `11.html`; not `10-reasons`.
fn day_of(part: &str) -> Option<u8> {
    let digits = part.bytes().take_while(u8::is_ascii_digit).count();
    let ends = part[digits..].is_empty() || part[digits..].starts_with('.');
    if !(1..=2).contains(&digits) || !ends {
        return None;
    }
    part[..digits].parse().ok().filter(|day| (1..=31).contains(day))
}

/// A date of eight digits, or of year, month and day with `-` or `_` between, that stands by
/// itself within one part of a path.
pub(super) fn date_within(part: &str) -> Option<Date> {
    let bytes = part.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let end = at + bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if bytes[at..end].iter().all(u8::is_ascii_digit) && part.is_char_boundary(at) && part.is_char_boundary(end) {
            let found = match end - at {
                8 => part[at..end].parse().ok().and_then(Date::from_number),
                4 => year_first(&part[at..]),
                _ => None,
            };
            let found = found.filter(|date| (1900..2200).contains(&date.year()));
            if found.is_some() {
                return found;
            }
        }
        at = end;
    }
    None
}

fn year_first(text: &str) -> Option<Date> {
    let separator = *text.as_bytes().get(4)?;
    if !matches!(separator, b'-' | b'_') || text.as_bytes().get(7) != Some(&separator) {
        return None;
    }
    let after = text.as_bytes().get(10);
    if after.is_some_and(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match dates::read_prefix(&text.get(..10)?.replace('_', "-"))? {
        (Printed::Day(day), 10) => Some(day),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(address: &str, want: &str) {
        let found = date_of_address(address);
        let got = match (found.day, found.month) {
            (Some(day), _) => day.to_string(),
            (None, Some((year, month))) => format!("{year}-{month:02}"),
            _ => String::new(),
        };
        assert_eq!(got, want, "{address}");
    }

    #[test]
    fn dates_in_addresses() {
        check("https://a.com/news/2020/07/11/slug.html", "2020-07-11");
        check("https://a.com/news/2018/jan/23/slug/", "2018-01-23");
        check("https://a.com/2020-07-11-slug", "2020-07-11");
        check("https://a.com/slug-20200711", "2020-07-11");
        check("https://a.com/slug_2020_07_11.html", "2020-07-11");
        check("https://a.com/story/2013/03/slug-89042.html?hp=t3_3", "2013-03");
        check("https://web.archive.org/web/20210101000000/https://a.com/2020/07/11/x", "2020-07-11");
        check("https://web.archive.org/web/20210101000000/a.com/2020/07/11/x", "2020-07-11");
        check("https://archive.ph/2021.03.10-120000/https://a.com/2020/07/11/x", "2020-07-11");
        check("https://archive.ph/20210310120000/https://a.com/2020/07/11/x", "2020-07-11");
        check("https://a.com/2020/07/11/share/https://b.com/x", "2020-07-11");
    }

    #[test]
    fn numbers_that_are_no_dates() {
        check("https://a.com/story?id=20200711", "");
        check("https://a.com/article/12345678", "");
        check("https://a.com/000_774039ec22a965d7", "");
        check("https://a.com/2020/13/45/x", "");
        check("https://a.com/2020/07/3-reasons/", "2020-07");
        check("https://a.com/x20200711y", "");
        check("20200711.com", "");
    }

    #[test]
    fn hosts_of_everybody_are_no_outlets() {
        assert!(may_be_outlet("ledger.example"));
        assert!(!may_be_outlet("x.com") && !may_be_outlet("me.medium.com") && !may_be_outlet("10.0.0.1"));
    }
}
