//! Lines of metadata above the text: ` date 2020-07-11 https://…`, `Title: …`, `By Jane Roe`,
//! `Reuters | July 11, 2020`.
//!
//! A line counts only if all of it is understood as metadata; otherwise it is text.

use super::aliases;
use super::byline;
use super::dates::{self, Printed};
use super::found::Found;
use super::jobs;
use super::names;
use super::outlets::{Outlets, host_of};
use super::stated::{self, Label};
use crate::model::{Certainty, Field, Source};
use crate::text::fold;

/// One thing that a header line says.
enum Fact<'t> {
    Title(&'t str),
    Outlet(String),
    Author(String, Source),
    Date { printed: Option<Printed>, value: &'t str, is_update: bool },
    Url(&'t str),
    Language(&'t str),
    Nothing,
}

/// Takes in a header line; returns false, and takes nothing, if it is none.
pub(super) fn take(outlets: &Outlets, line: &str, found: &mut Found) -> bool {
    if line.len() > 600 {
        return false;
    }
    let mut facts = Vec::new();
    if !read_line(outlets, line, &mut facts) {
        facts.clear();
        if !read_tail(line, &mut facts) {
            return false;
        }
    }
    let n_sure = facts.iter().filter(|fact| !matches!(fact, Fact::Nothing | Fact::Outlet(_))).count();
    let n_outlets = facts.iter().filter(|fact| matches!(fact, Fact::Outlet(_))).count();
    let is_keyed = key_value(line).is_some();
    if n_sure + n_outlets == 0 {
        return false;
    }
    let certainty = if is_keyed || n_sure > 1 || line.contains("://") { Certainty::Exact } else { Certainty::Likely };
    for fact in facts {
        match fact {
            Fact::Title(title) => {
                found.titles.push(crate::model::Sourced::new(title.to_owned(), Source::HeaderLine, certainty))
            }
            // A line that is but the name of an outlet may be a credit as well.
            Fact::Outlet(name) if n_sure == 0 && !is_keyed => {
                found.outlet(&name, Source::HeaderLine, Certainty::Inferred)
            }
            Fact::Outlet(name) => found.outlet(&name, Source::HeaderLine, certainty),
            Fact::Author(name, source) => {
                let certainty = if source == Source::Byline { Certainty::Likely } else { certainty };
                found.author(name, source, certainty);
            }
            Fact::Date { printed, value, is_update } => {
                let certainty = if is_update { Certainty::Inferred } else { certainty };
                found.date(printed, value, Source::HeaderLine, certainty);
            }
            Fact::Url(url) => {
                found.urls.push(crate::model::Sourced::new(url.to_owned(), Source::HeaderLine, Certainty::Exact))
            }
            Fact::Language(code) => found.language = found.language.take().or_else(|| Some(code.to_lowercase())),
            Fact::Nothing => {}
        }
    }
    true
}

fn read_line<'t>(outlets: &Outlets, line: &'t str, facts: &mut Vec<Fact<'t>>) -> bool {
    if let Some((field, value, is_update)) = key_value(line) {
        return read_keyed(outlets, field, value, is_update, facts);
    }
    if line.len() > 400 {
        return false;
    }
    // Addresses stand anywhere in the line.
    let mut from = 0;
    let mut pieces: Vec<&str> = Vec::new();
    for (at, _) in line.match_indices("http").take(4) {
        let is_start = at >= from && (line[at..].starts_with("http://") || line[at..].starts_with("https://"));
        if !is_start {
            continue;
        }
        let width = line[at..].find(char::is_whitespace).unwrap_or(line.len() - at);
        let url = line[at..at + width].trim_end_matches([',', ';', ')', '>', '|']);
        if host_of(url).is_none() {
            return false;
        }
        pieces.push(&line[from..at]);
        facts.push(Fact::Url(url));
        from = at + width;
    }
    pieces.push(&line[from..]);
    for piece in pieces {
        for segment in piece.split(['|', '•', '·', '\t']) {
            if !read_segment(outlets, segment, facts) && !read_parts(outlets, segment, facts) {
                return false;
            }
        }
    }
    true
}

/// Reads date and address at the end of a line whose beginning is something else:
/// `Senate votes date 2020-07-11 https://…`. What stands before is not touched.
fn read_tail<'t>(line: &'t str, facts: &mut Vec<Fact<'t>>) -> bool {
    let Some((before, url)) = line.rsplit_once(' ') else { return false };
    let is_address = (url.starts_with("https://") || url.starts_with("http://")) && host_of(url).is_some();
    let before = before.trim_end();
    // ISO days have ten bytes.
    let from = before.len().saturating_sub(10);
    let Some(day) = before.get(from..).filter(|_| is_address) else { return false };
    let stands_alone = from == 0 || before[..from].ends_with(' ');
    match dates::read_prefix(day) {
        Some((printed, 10)) if stands_alone && day.as_bytes()[4] == b'-' => {
            facts.push(Fact::Date { printed: Some(printed), value: day, is_update: false });
            facts.push(Fact::Url(url));
            true
        }
        _ => false,
    }
}

/// `Reuters - July 11, 2020`, `Jane Roe, CNN`, `Jane Roe — July 11, 2020`.
fn read_parts<'t>(outlets: &Outlets, segment: &'t str, facts: &mut Vec<Fact<'t>>) -> bool {
    let segment = segment.trim();
    if segment.len() > 120 {
        return false;
    }
    for dash in [" - ", " – ", " — ", ", "] {
        let Some((left, right)) = segment.split_once(dash) else { continue };
        let before = facts.len();
        if let Some((outlet, printed, value)) = place_and_date(outlets, left, right) {
            facts.extend(outlet.map(Fact::Outlet));
            facts.push(Fact::Date { printed: Some(printed), value, is_update: false });
            return true;
        }
        if read_named(outlets, left, facts) && read_named(outlets, right, facts) {
            // Two names that are no outlet and no date are not enough.
            let is_sure = facts[before..].iter().any(|fact| matches!(fact, Fact::Date { .. } | Fact::Outlet(_)));
            let is_whole = facts[before..].len() >= 2;
            if is_sure && is_whole {
                return true;
            }
        }
        facts.truncate(before);
    }
    false
}

/// `Madrid - 21 jul 2022 - 12:33 CEST`, `The Observer, Sunday 7 March 2010`: a place or an outlet, even
/// one whose name is a common word, beside a day. The name of the outlet comes first.
fn place_and_date<'t>(outlets: &Outlets, left: &str, right: &'t str) -> Option<(Option<String>, Printed, &'t str)> {
    let value = right.trim();
    let printed = whole_date(value)?;
    let name = left.trim();
    if let Some(named) = aliases::whole(outlets, name) {
        return Some((Some(named.outlet.name.clone().into_owned()), printed, value));
    }
    let has_clock = value.split(' ').any(|word| word.contains(':') && dates::is_time(word));
    let is_name = name.split(' ').count() <= 3
        && name
            .split(' ')
            .all(|word| word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || c == '.'))
        && names::person(name).is_none();
    (jobs::is_place(name) || (has_clock && is_name)).then_some((None, printed, value))
}

fn read_named<'t>(outlets: &Outlets, text: &'t str, facts: &mut Vec<Fact<'t>>) -> bool {
    if read_segment(outlets, text, facts) {
        return !text.trim().is_empty();
    }
    if let Some(name) = names::person(text) {
        facts.push(Fact::Author(name, Source::Byline));
        return true;
    }
    // `BBC News, Washington`
    if let Some((head, tail)) = text.split_once(", ")
        && aliases::whole(outlets, head).is_some()
        && tail.split(' ').count() <= 3
    {
        return read_segment(outlets, head, facts);
    }
    false
}

/// Reads a piece between separators: a date, an outlet, a byline, an address, or a trifle.
fn read_segment<'t>(outlets: &Outlets, segment: &'t str, facts: &mut Vec<Fact<'t>>) -> bool {
    let segment = segment.trim().trim_end_matches([',', ';', '-', '–', '—']).trim();
    if segment.is_empty() {
        return true;
    }
    if segment.len() > 160 {
        return false;
    }
    if let Some((field, value, is_update)) = key_value(segment) {
        return read_keyed(outlets, field, value, is_update, facts);
    }
    let (rest, is_update) = without_label(segment);
    if let Some(date) = whole_date(rest) {
        facts.push(Fact::Date { printed: Some(date), value: rest, is_update });
        return true;
    }
    if let Some((printed, is_update)) = stated::line_of_days(segment) {
        facts.push(Fact::Date { printed: Some(printed), value: segment, is_update });
        return true;
    }
    let is_nothing = matches!(rest, "None" | "none" | "null" | "nan" | "NaN" | "unknown");
    if rest.is_empty() || is_nothing || dates::is_time(rest) {
        facts.push(Fact::Nothing);
        return true;
    }
    if segment.starts_with("www.") && !segment.contains(' ') && host_of(segment).is_some() {
        facts.push(Fact::Url(segment));
        return true;
    }
    if let Some(named) = aliases::whole(outlets, segment).filter(|named| named.is_distinct) {
        facts.push(Fact::Outlet(named.outlet.name.clone().into_owned()));
        return true;
    }
    if let Some(byline) = byline::read(outlets, segment) {
        if let Some(at) = byline.date_at {
            let value = &segment[at..];
            facts.push(Fact::Date {
                printed: dates::read_prefix(value).map(|(printed, _)| printed),
                value,
                is_update: false,
            });
        }
        facts.extend(byline.authors.into_iter().map(|name| Fact::Author(name, Source::Byline)));
        facts.extend(byline.outlet.map(Fact::Outlet));
        return true;
    }
    is_trifle(segment) && {
        facts.push(Fact::Nothing);
        true
    }
}

/// A date with nothing else but a time of day before or behind it.
fn whole_date(text: &str) -> Option<Printed> {
    if text.len() > 80 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    for (at, character) in text.char_indices() {
        let after_word = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        if after_word || !character.is_alphanumeric() {
            continue;
        }
        if let Some((printed, width)) = dates::read_prefix(&text[at..]) {
            if printed == Printed::Incomplete {
                return None;
            }
            let behind = &text[at + width..];
            let is_whole = dates::is_time(&text[..at])
                && (dates::is_time(behind.trim_start_matches('T'))
                    || is_page(behind.trim_start_matches([';', ',', ' '])));
            return is_whole.then_some(printed);
        }
    }
    None
}

/// True for the page of a printed paper: `A01`, `Page B-3`, `Seite 4`.
fn is_page(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "page", "pages", "pg", "p", "pp", "seite", "seiten", "s", "página", "pagina", "pág", "pag", "side", "sida",
        "sid", "blz",
    ];
    let text = text.trim().trim_end_matches(['.', ',']);
    let (word, number) = match text.split_once(' ') {
        Some((word, number)) => (word.trim_end_matches(['.', ':']).to_lowercase(), number.trim()),
        None => (String::new(), text),
    };
    let letters = number.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = number[letters..].trim_start_matches('-');
    let is_number = (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    // Without the word it may be a time.
    is_number && letters <= 2 && (WORDS.contains(&word.as_str()) || (word.is_empty() && letters > 0))
}

/// Takes the word before a date away: `Published on`, `Updated`.
fn without_label(segment: &str) -> (&str, bool) {
    #[rustfmt::skip]
    const LABELS: &[(&str, bool)] = &[
        ("first published on", false), ("first published at", false), ("first published", false),
        ("published on", false), ("published at", false), ("published", false), ("posted on", false),
        ("posted at", false), ("posted", false), ("date", false), ("created on", false), ("veröffentlicht am", false),
        ("erstellt am", false), ("publié le", false), ("publicado el", false), ("publicado em", false),
        ("pubblicato il", false), ("vom", false), ("le", false), ("last updated on", true), ("last updated at", true),
        ("last updated", true), ("last modified", true), ("updated on", true), ("updated at", true),
        ("updated", true), ("aktualisiert am", true), ("stand", true), ("mis à jour le", true),
        ("actualizado el", true), ("on", false),
    ];
    let first = segment.chars().next().map(|c| c.to_ascii_lowercase());
    for (label, is_update) in LABELS.iter().filter(|(label, _)| label.chars().next() == first) {
        let head = segment.get(..label.len());
        if head.is_some_and(|head| head.to_lowercase() == *label) {
            let rest = &segment[label.len()..];
            if rest.starts_with([' ', ':']) || rest.is_empty() {
                return (rest.trim_start_matches([':', ' ']), *is_update);
            }
        }
    }
    (segment, false)
}

fn is_trifle(segment: &str) -> bool {
    let lower = segment.to_lowercase();
    let is_reading_time = lower.starts_with(|c: char| c.is_ascii_digit())
        && ["min read", "minute read", "minutes read", "comments", "comment", "shares", "min"]
            .iter()
            .any(|end| lower.ends_with(end));
    is_reading_time || matches!(lower.as_str(), "share" | "print" | "url" | "source" | "link" | "by" | "date")
}

/// Splits `Published: July 11, 2020` into field, value and whether it is the date of a change.
fn key_value(line: &str) -> Option<(Field, &str, bool)> {
    let colon = line.as_bytes().iter().take(28).position(|byte| *byte == b':')?;
    let (key, value) =
        (line[..colon].trim_matches([' ', '*', '_', '#']), line[colon + 1..].trim_start_matches(['*', '_']).trim());
    if value.is_empty() || value.starts_with("//") || key.is_empty() {
        return None;
    }
    let key = fold(key);
    let label = stated::label_alone(&key);
    let is_update = label == Label::Updated;
    let field = match key.as_str() {
        "title" | "headline" | "titel" | "titre" | "titulo" | "titolo" | "uberschrift" => Field::Title,
        "date" | "published" | "publication date" | "pub date" | "pubdate" | "date published" | "published on"
        | "published at" | "posted" | "posted on" | "datum" | "veroffentlicht" | "veroffentlicht am" | "erschienen"
        | "fecha" | "data" | "publie" | "publie le" | "publicado" | "load-date" | "load date" | "release date"
        | "first published" => Field::Date,
        // Such words begin many a line; with a day behind them they speak of the article.
        _ if label != Label::Nothing && stated::read(value, label).is_some() => Field::Date,
        "by" | "author" | "authors" | "byline" | "autor" | "autorin" | "autoren" | "auteur" | "auteurs" | "autora"
        | "autore" | "writer" | "reporter" | "von" | "par" | "por" => Field::Author,
        "source" | "outlet" | "publisher" | "publication" | "newspaper" | "quelle" | "fuente" | "fonte" | "medium"
        | "site" | "website" => Field::Outlet,
        "url" | "link" | "address" | "source url" | "article url" | "original url" | "permalink" => Field::Url,
        "language" | "sprache" | "langue" | "idioma" | "lang" => Field::Language,
        _ => return None,
    };
    Some((field, value, is_update))
}

fn read_keyed<'t>(outlets: &Outlets, field: Field, value: &'t str, is_update: bool, facts: &mut Vec<Fact<'t>>) -> bool {
    match field {
        Field::Title if value.len() <= 400 => facts.push(Fact::Title(value)),
        Field::Date if value.len() <= 100 => {
            let key = if is_update { Label::Updated } else { Label::Nothing };
            let read = stated::read(value, key);
            let is_update = read.map_or(is_update, |(_, is_update)| is_update);
            facts.push(Fact::Date { printed: read.map(|(printed, _)| printed), value, is_update })
        }
        Field::Author if value.len() <= 300 => match byline::names_and_outlet(outlets, value) {
            Some(byline) => {
                if let Some(at) = byline.date_at {
                    let value = &value[at..];
                    facts.push(Fact::Date { printed: dates::read_value(value), value, is_update: false });
                }
                facts.extend(byline.authors.into_iter().map(|name| Fact::Author(name, Source::HeaderLine)));
                facts.extend(byline.outlet.map(Fact::Outlet));
            }
            None if value.len() <= 60 && !value.ends_with('.') => {
                facts.push(Fact::Author(value.to_owned(), Source::HeaderLine))
            }
            None => return false,
        },
        Field::Outlet | Field::Url if value.contains("://") || value.starts_with("www.") => {
            if value.contains(' ') || host_of(value).is_none() {
                return false;
            }
            facts.push(Fact::Url(value));
        }
        Field::Outlet if value.len() <= 80 => {
            let name = value.split(['|', '•', '·']).next().unwrap_or(value).trim();
            // `Source: interviews with …` names no outlet.
            let is_name =
                name.split(' ').count() <= 3 && name.split(' ').all(|word| !word.starts_with(char::is_lowercase));
            if outlets.by_name(name).is_none() && !is_name && !byline::is_outlet_like(name) {
                return false;
            }
            facts.push(Fact::Outlet(outlets.resolve(name)));
        }
        Field::Language if value.len() == 2 && value.is_ascii() => facts.push(Fact::Language(value)),
        Field::Language => facts.push(Fact::Nothing),
        _ => return false,
    }
    true
}
