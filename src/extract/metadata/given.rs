//! What file, manifest, options and addresses state outright.

use super::byline;
use super::credits;
use super::found::Found;
use super::jobs;
use super::names;
use super::outlets::{Outlets, host_of, plain_host};
use super::url::{self, PathDate};
use crate::model::{Certainty, Field, Given, RawArticle, Source, Sourced};

/// How far a statement is trusted: names of files and folders, and what a page prints but does
/// not mark, less than the rest.
fn certainty(source: Source) -> Certainty {
    match source {
        Source::FileName
        | Source::Folder
        | Source::Url
        | Source::HeaderLine
        | Source::Byline
        | Source::FirstHeading
        | Source::Text => Certainty::Likely,
        _ => Certainty::Exact,
    }
}

fn of_field(raw: &RawArticle, field: Field) -> impl Iterator<Item = (&str, Source)> {
    raw.given
        .iter()
        .filter(move |given| given.field == field)
        .map(|Given { value, source, .. }| (value.trim(), *source))
        .filter(|(value, _)| !is_nothing(value))
}

/// Values that records print where there is none.
fn is_nothing(value: &str) -> bool {
    value.is_empty()
        || ["none", "null", "nan", "n/a", "na", "unknown", "-", "undefined", "[]"]
            .iter()
            .any(|word| value.eq_ignore_ascii_case(word))
}

/// The language that is stated, as ISO 639-1: `en`, `en-US`, `English`.
pub(super) fn language(raw: &RawArticle) -> Option<String> {
    of_field(raw, Field::Language).find_map(|(value, _)| {
        let code = value.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
        let known = match code.as_str() {
            "eng" | "english" => "en",
            "deu" | "ger" | "german" | "deutsch" => "de",
            "fra" | "fre" | "french" | "français" => "fr",
            "spa" | "spanish" | "español" => "es",
            "ita" | "italian" | "italiano" => "it",
            "por" | "portuguese" | "português" => "pt",
            "nld" | "dut" | "dutch" | "nederlands" => "nl",
            "rus" | "russian" => "ru",
            "ara" | "arabic" => "ar",
            "zho" | "chi" | "chinese" => "zh",
            "jpn" | "japanese" => "ja",
            _ if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase()) => &code,
            _ => return None,
        };
        Some(known.to_owned())
    })
}

/// Takes in titles, outlets, authors and addresses.
pub(super) fn take_names(raw: &RawArticle, outlets: &Outlets, language: Option<&str>, found: &mut Found) {
    for (value, source) in of_field(raw, Field::Title) {
        let title = value.split_whitespace().collect::<Vec<_>>().join(" ");
        found.titles.push(Sourced::new(title, source, certainty(source)));
    }
    for (value, source) in of_field(raw, Field::Outlet) {
        found.outlets.push(Sourced::new(outlets.resolve(value), source, certainty(source)));
    }
    for (value, source) in of_field(raw, Field::Url) {
        found.urls.push(Sourced::new(value.to_owned(), source, certainty(source)));
    }
    let first = of_field(raw, Field::Author).next().map(|(_, source)| source);
    for (value, source) in of_field(raw, Field::Author).filter(|(_, source)| Some(*source) == first) {
        let (value, contributors) = credits::split_off(outlets, value);
        for name in contributors {
            found.contributor(name, source, certainty(source));
        }
        for name in authors(outlets, value, language) {
            found.author(name, source, certainty(source));
        }
    }
}

/// The names in the value of a key `author`: `Jane Roe, John Doe`, `By Jane Roe, Reuters`,
/// `Roe, Jane`. What is no list of names stays as printed, but for jobs, degrees and places behind a name.
fn authors(outlets: &Outlets, value: &str, language: Option<&str>) -> Vec<String> {
    let value = value.trim_matches(['[', ']', '"', '\'']).trim();
    let mut value = byline::without_by(value, language);
    if let Some(name) = turned_round(outlets, value) {
        return vec![name];
    }
    if let Some(people) = turned_round_list(outlets, value) {
        return people;
    }
    let mut parts: Vec<&str> = names::split_list(value).map(|part| part.trim_matches(['"', '\''])).collect();
    let n_printed = parts.len();
    let (mut is_first, mut is_behind_name) = (true, false);
    parts.retain(|part| {
        let is_kept = is_first
            || !(jobs::is_job_alone(part)
                || (is_behind_name && (jobs::is_beside_name(part) || jobs::is_desk(outlets, part))));
        is_first = false;
        is_behind_name |= names::person(part).is_some();
        is_kept
    });
    if let ([name], true) = (&parts[..], n_printed > 1) {
        value = name;
    }
    if parts.len() > 1 {
        if let Some(byline) = byline::names_and_outlet(outlets, value).filter(|byline| byline.authors.len() > 1) {
            return byline.authors;
        }
        let people: Vec<String> =
            parts.iter().filter(|part| names::person(part).is_some()).map(|part| (*part).to_owned()).collect();
        // Behind a job words may go on: `Jane Roe, Columnist Covering Schools, Public Policy`.
        if parts.len() == n_printed && people.len() * 2 >= parts.len() {
            return parts
                .into_iter()
                .filter(|part| outlets.by_name(part).is_none())
                .map(names::without_comma)
                .collect();
        }
        if !people.is_empty() {
            return people;
        }
    }
    let is_capitals = !value.chars().any(char::is_lowercase);
    match names::person(value) {
        Some(name) if is_capitals => vec![name],
        // `Jane Roe in Paris`
        None if let Some(name) = jobs::name_before(value) => vec![name],
        _ if value.is_empty() => Vec::new(),
        _ => vec![names::without_comma(value)],
    }
}

/// `Roe, Jane`, `Roe, Jane, Jr.`, `Garcia Marquez, Gabriel` as one says it; `None` if it is no such name.
fn turned_round(outlets: &Outlets, value: &str) -> Option<String> {
    let (value, suffix) = match value.rsplit_once(',') {
        Some((name, suffix)) if names::is_suffix(suffix) => (name.trim_end(), Some(suffix.trim())),
        _ => (value, None),
    };
    let (last, first) = value.split_once(',').map(|(last, first)| (last.trim(), first.trim()))?;
    let is_turned = !first.is_empty()
        && !first.contains([',', ';'])
        && (!last.contains(' ') || is_turned_round(last, first))
        && !jobs::is_beside_name(first)
        // `CNN, Reuters`
        && outlets.by_name(first).is_none()
        && names::person(&format!("{first} {last}")).is_some();
    let name = || match suffix {
        Some(suffix) => format!("{first} {last} {suffix}"),
        None => format!("{first} {last}"),
    };
    is_turned.then(name)
}

/// `Lee, Ann; Ray, Bob`: names parted by other marks than the comma within each. `None` if no part has a comma.
fn turned_round_list(outlets: &Outlets, value: &str) -> Option<Vec<String>> {
    let is_parted = value.contains([';', '|', '\n', '•']);
    let parts: Vec<&str> = if is_parted {
        value.split([';', '|', '\n', '•']).flat_map(names::split_and).map(str::trim).collect()
    } else {
        names::split_and(value).map(|part| part.trim().trim_end_matches(',')).collect()
    };
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if parts.len() < 2 || parts.len() > 100 {
        return None;
    }
    let turned: Vec<Option<String>> = parts.iter().map(|part| turned_round(outlets, part)).collect();
    let n_turned = turned.iter().flatten().count();
    // `Lee, Ann and Bob Ray` is one list of the two forms; `Cy, Ann Lee and Bob Ray` is none.
    if n_turned == 0 || (!is_parted && n_turned < parts.len()) {
        return None;
    }
    let mut people = Vec::new();
    for (part, turned) in parts.into_iter().zip(turned) {
        match turned {
            Some(name) => people.push(name),
            None if outlets.by_name(part).is_some() => {}
            // `Ann Lee, London`
            None => match part.split_once(',') {
                Some((name, _)) if names::person(name).is_some() && !names::is_suffix(&part[name.len() + 1..]) => {
                    people.push(name.to_owned())
                }
                _ => people.push(names::without_comma(part)),
            },
        }
    }
    Some(people)
}

/// True for `Garcia Marquez, Gabriel`: a first name behind a name of several words that does not begin with one, where
/// `Jane Roe, John Doe` are two people.
fn is_turned_round(last: &str, first: &str) -> bool {
    last.split(' ').count() <= 3 && first.split(' ').count() <= 2 && jobs::begins_with_first_name(first) && !jobs::begins_with_first_name(last)
        // `Reuters Staff, John Doe` names a person of two words behind it.
        && first.split(' ').skip(1).all(|word| word.trim_end_matches('.').chars().count() == 1)
}

/// Takes in the dates that are stated, and those in the names of file and folders.
pub(super) fn take_dates(raw: &RawArticle, found: &mut Found) {
    for (value, source) in of_field(raw, Field::Date) {
        found.date_value(value, source, certainty(source));
    }
    if raw.record.is_none() {
        take_path(raw, found);
    }
}

/// Dates in the names of file and folders: `2020-07-11-slug.txt`, `2020/07/11/slug.txt`.
fn take_path(raw: &RawArticle, found: &mut Found) {
    let (folders, file) = raw.path.rsplit_once('/').map_or(("", raw.path.as_str()), |(folders, file)| (folders, file));
    if let Some(day) = url::date_within(file) {
        let is_first = file.starts_with(|c: char| c.is_ascii_digit());
        let certainty = if is_first { Certainty::Likely } else { Certainty::Inferred };
        found.day(day, Source::FileName, certainty);
    } else if let Some(day) = url::date_of_path(folders).day {
        found.day(day, Source::Folder, Certainty::Likely);
    }
}

/// Takes in what the addresses found so far tell: outlet and date. Returns the month that an
/// address names without a day.
pub(super) fn take_addresses(outlets: &Outlets, found: &mut Found) -> PathDate {
    let mut hint = PathDate::default();
    for index in 0..found.urls.len() {
        let address = found.urls[index].value.clone();
        let page = url::original(&address);
        match outlets.by_domain(page) {
            // What a web page calls its site is often the name of a section or of an app.
            Some(outlet)
                if found.outlets.iter().any(|outlet| matches!(outlet.source, Source::JsonLd | Source::MetaTag)) =>
            {
                found.outlets.insert(0, Sourced::new(outlet.name.to_string(), Source::Url, Certainty::Exact));
            }
            Some(outlet) => found.outlet(&outlet.name, Source::Url, Certainty::Likely),
            None => {
                if let Some(host) =
                    host_of(page).filter(|host| page.contains("://") && url::may_be_outlet(plain_host(host)))
                {
                    found.outlet(plain_host(&host), Source::Url, Certainty::Inferred);
                }
            }
        }
        let date = url::date_of_address(page);
        if let Some(day) = date.day {
            // Before what is as likely: a lone date above a text may be part of it.
            found.day(day, Source::Url, Certainty::Likely);
            found.printed.rotate_right(1);
        }
        hint.month = hint.month.or(date.month);
        hint.day = hint.day.or(date.day);
    }
    hint
}
