//! Distances and days as Nexis writes them.

use crate::extract::metadata::dates;
use crate::query::ParseContext;
use crate::query::dates::parse_period;
use crate::query::parse::lex::is_mark;

/// How loose distances that are no number bind: behind all numbers.
const SENTENCE: u32 = u32::MAX - 2;
const PARAGRAPH: u32 = u32::MAX - 1;
const SEGMENT: u32 = u32::MAX;

/// Reads `w/5`, `/5`, `pre/5`, `+5`, `w/s`, `/p`: our operator, and how loose it binds.
pub fn distance(lower: &str) -> Option<(String, u32)> {
    let (name, reach) = match lower.strip_prefix('+') {
        Some(reach) => ("pre", reach),
        None => lower.split_once('/')?,
    };
    let is_ordered = match name {
        "" | "w" | "near" => false,
        "pre" | "onear" => true,
        _ => return None,
    };
    match reach {
        "s" | "sent" => Some(("W/S".to_owned(), SENTENCE)),
        "p" | "para" => Some(("W/P".to_owned(), PARAGRAPH)),
        "seg" => Some(("W/1000".to_owned(), SEGMENT)),
        _ => {
            let is_number = (1..=6).contains(&reach.len()) && reach.bytes().all(|byte| byte.is_ascii_digit());
            let count: u32 = if is_number { reach.parse().ok()? } else { return None };
            Some((format!("{}/{count}", if is_ordered { "PRE" } else { "W" }), count))
        }
    }
}

/// A number compared: `length > 100`.
pub struct Comparison<'t> {
    pub name: &'t str,
    pub sign: &'t str,
    pub value: &'t str,
    /// Bytes from the name to the end of the value.
    pub length: usize,
}

/// Reads a comparison at the beginning of a text, if one stands there.
pub fn comparison(text: &str) -> Option<Comparison<'_>> {
    let name_end = text.find(|c: char| !c.is_alphanumeric() && c != '-').filter(|end| *end > 0)?;
    let (name, behind) = text.split_at(name_end);
    let signed = behind.trim_start();
    let unsigned = signed.trim_start_matches(['<', '>', '=']);
    let sign = signed.strip_suffix(unsigned).filter(|sign| !sign.is_empty())?;
    let value = unsigned.trim_start();
    let ends = |c: char| c.is_whitespace() || matches!(c, '(' | ')') || is_mark(c);
    let date = spelled_date(value).filter(|_| name.eq_ignore_ascii_case("date"));
    let value_end = date.map_or_else(|| value.find(ends).unwrap_or(value.len()), str::len);
    Some(Comparison { name, sign, value: &value[..value_end], length: text.len() - value.len() + value_end })
}

pub fn split_and(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for word in text.split_whitespace() {
        if word.eq_ignore_ascii_case("and") {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(' ');
            last.push_str(word);
        }
    }
    parts
}

/// The day behind `between` or `bet`, if a condition begins so.
pub fn after_between(condition: &str) -> Option<&str> {
    let (word, rest) = condition.trim_start().split_once(char::is_whitespace)?;
    matches!(word.to_ascii_lowercase().as_str(), "between" | "bet").then_some(rest)
}

/// The periods that what lies between two days, these included, is in; `None` if either is no date.
pub fn between(first: &str, last: &str, context: &ParseContext) -> Option<Vec<String>> {
    let bound = |sign: &str, day: &str| period(&format!("{sign} {}", day.trim()), context);
    Some(vec![bound("geq", first)?, bound("leq", last)?])
}

/// `aft 1/31/2020` as `>2020-01-31`; `None` if it is no date.
pub fn period(text: &str, context: &ParseContext) -> Option<String> {
    let text = text.trim();
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or(("", text));
    let (sign, day) = match word.to_ascii_lowercase().as_str() {
        "aft" | "after" | ">" => (">", rest),
        "bef" | "before" | "<" => ("<", rest),
        "geq" | ">=" => (">=", rest),
        "leq" | "<=" => ("<=", rest),
        "is" | "=" => ("", rest),
        _ => {
            let day = text.trim_start_matches(['<', '>', '=']);
            (&text[..text.len() - day.len()], day)
        }
    };
    let period = format!("{}{}", sign.trim_start_matches('=').replace("==", "="), ours(day.trim())?);
    parse_period(&period, context.today).is_ok().then_some(period)
}

/// The longest date of several words with which a text begins: `march 5, 2020`, `5 march 2020`, `march 2020`.
pub fn spelled_date(text: &str) -> Option<&str> {
    let words = text.match_indices(|c: char| c.is_whitespace() || matches!(c, '(' | ')'));
    let ends = words.map(|(at, _)| at).chain([text.len()]).take(3).collect::<Vec<_>>();
    let dates = ends.into_iter().rev().map(|end| &text[..end]);
    dates.into_iter().find(|date| date.contains(' ') && spelled(date.trim()).is_some()).map(str::trim_end)
}

/// A day or month with its name.
fn spelled(date: &str) -> Option<String> {
    let is_whole = |date: &str| match dates::read_prefix(date) {
        Some((dates::Printed::Day(day), length)) if length == date.len() => Some(day.to_string()),
        _ => None,
    };
    if !date.contains(char::is_alphabetic) {
        return None;
    }
    is_whole(date).or_else(|| {
        let (month, year) = date.split_once(' ')?;
        let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        let first = is_whole(&format!("{month} 1, {year}")).filter(|_| is_year)?;
        first.rsplit_once('-').map(|(month, _)| month.to_owned())
    })
}

/// A day as printed in America, or as we have it.
fn ours(day: &str) -> Option<String> {
    if let Some(date) = spelled(day) {
        return Some(date);
    }
    let parts: Vec<&str> = day.split('/').collect();
    let number = |text: &str| -> Option<u32> { (1..=4).contains(&text.len()).then(|| text.parse().ok()).flatten() };
    match parts.as_slice() {
        [month, day, year] => Some(format!("{:04}-{:02}-{:02}", number(year)?, number(month)?, number(day)?)),
        [month, year] => Some(format!("{:04}-{:02}", number(year)?, number(month)?)),
        [only] if !only.is_empty() && only.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') => {
            Some((*only).to_owned())
        }
        _ => None,
    }
}
