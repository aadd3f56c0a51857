//! Datelines: `WASHINGTON (AP) —`, `LONDON, March 3 (Reuters) -`, `(CNN) -`.

use super::aliases::{self, Named};
use super::dates::{self, Printed};
use super::outlets::Outlets;

/// What the dateline of a paragraph tells.
#[derive(Clone, Copy)]
pub(super) struct Dateline<'o> {
    /// The outlet in brackets.
    pub outlet: Option<Named<'o>>,
    /// The day, if printed with its year.
    pub date: Option<Printed>,
    /// Month and day, if printed without a year.
    pub day: Option<(u8, u8)>,
}

/// Reads the dateline that a paragraph begins with.
pub(super) fn read<'o>(outlets: &'o Outlets, paragraph: &str) -> Option<Dateline<'o>> {
    let head_end = paragraph.char_indices().map(|(at, _)| at).take(110).last()?;
    let head = &paragraph[..head_end];
    // Nearly all paragraphs: neither bracket, slash nor dash.
    if !head.bytes().any(|byte| matches!(byte, b'(' | b'/' | b'-' | 0xE2)) {
        return None;
    }
    let mut found = Dateline { outlet: None, date: None, day: None };
    let place = match head.find('(') {
        Some(open) if is_place(&head[..open]) => {
            let close = open + head[open..].find(')')?;
            let inner = &head[open + 1..close];
            found.outlet =
                aliases::whole(outlets, inner).or_else(|| aliases::whole(outlets, inner.split(['/', ',']).next()?));
            found.outlet?;
            let after = head[close + 1..].trim_start();
            // `(CNN)The president` has no dash; `(Reuters) The president` neither.
            let goes_on =
                after.starts_with(['-', '–', '—', '―', ':', '.', '|']) || after.starts_with(char::is_uppercase);
            if !goes_on {
                return None;
            }
            // `LONDON (Reuters), March 3, 2020 -` is rare; the day stands before the bracket.
            &head[..open]
        }
        _ => {
            let slash = head.find(" /").and_then(|at| {
                let inner = head[at + 2..].split('/').next()?;
                aliases::whole(outlets, inner).map(|named| (at, named))
            });
            match slash {
                Some((at, named)) if is_place(&head[..at]) => {
                    found.outlet = Some(named);
                    &head[..at]
                }
                _ => {
                    let dash = [" — ", " – ", " - ", " -- ", "— "].iter().filter_map(|dash| head.find(dash)).min()?;
                    let place = &head[..dash];
                    let city = place.split(',').next().unwrap_or("");
                    let is_set_in_capitals =
                        city.chars().any(char::is_uppercase) && !city.chars().any(char::is_lowercase);
                    if !is_set_in_capitals || !is_place(place) {
                        return None;
                    }
                    place
                }
            }
        }
    };
    for (at, _) in place.match_indices(' ').chain([(0, "")]) {
        let rest = place[at..].trim_start();
        match dates::read_prefix(rest) {
            Some((printed @ Printed::Day(_), _)) => {
                found.date = Some(printed);
                found.day = None;
                break;
            }
            _ => found.day = found.day.or_else(|| day_without_year(rest)),
        }
    }
    Some(found)
}

/// True if `text` may be the place and day before a dateline's bracket or dash: a few words,
/// all with capitals or digits.
fn is_place(text: &str) -> bool {
    let text = text.trim();
    text.len() <= 70
        && text.split_whitespace().count() <= 9
        && text.split([' ', '/']).filter(|word| !word.is_empty()).all(|word| {
            let first = word.chars().next().unwrap_or(' ');
            first.is_uppercase()
                || first.is_ascii_digit()
                || matches!(word, "de" | "of" | "the" | "and" | "del" | "la" | "am" | "on")
        })
}

/// `March 3`, `3 March`.
fn day_without_year(text: &str) -> Option<(u8, u8)> {
    let mut words = text.split([' ', ',', '.']).filter(|word| !word.is_empty());
    let (first, second) = (words.next()?, words.next()?);
    let (month, day) = match dates::month_number(first) {
        Some(month) => (month, second),
        None => (dates::month_number(second)?, first),
    };
    let day: u8 = day.parse().ok()?;
    (1..=31).contains(&day).then_some((month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, outlet: Option<&str>, date: Option<&str>, day: Option<(u8, u8)>) {
        let outlets = Outlets::bundled();
        let got = read(&outlets, text);
        let name = got.and_then(|found| found.outlet).map(|named| named.outlet.name.as_ref());
        let got_date = match got.and_then(|found| found.date) {
            Some(Printed::Day(date)) => Some(date.to_string()),
            _ => None,
        };
        assert_eq!((name, got_date.as_deref(), got.and_then(|found| found.day)), (outlet, date, day), "{text:?}");
    }

    const REST: &str =
        "The senate met on Tuesday to vote on the bill that the house had passed in the week before, he said.";

    #[test]
    fn wires_places_and_days() {
        check(&format!("WASHINGTON (AP) — {REST}"), Some("Associated Press"), None, None);
        check(&format!("LONDON, March 3 (Reuters) - {REST}"), Some("Reuters"), None, Some((3, 3)));
        check(&format!("LONDON, 3 March 2020 (Reuters) - {REST}"), Some("Reuters"), Some("2020-03-03"), None);
        check(&format!("(CNN){REST}"), Some("CNN"), None, None);
        check(&format!("KOBANI, Syria (Reuters) - {REST}"), Some("Reuters"), None, None);
        check(
            &format!("NEW YORK, July 11, 2020 /PRNewswire/ -- {REST}"),
            Some("PR Newswire"),
            Some("2020-07-11"),
            None,
        );
        check(&format!("NEW YORK, July 11, 2020 — {REST}"), None, Some("2020-07-11"), None);
        check(&format!("BERLIN (dpa) - {REST}"), Some("Deutsche Presse-Agentur"), None, None);
    }

    #[test]
    fn sentences_are_no_datelines() {
        check(&format!("He spoke to his aides (AP) — {REST}"), None, None, None);
        check("Trump (R) - who was there", None, None, None);
        check(&format!("Sessions — who ran in 2020 — {REST}"), None, None, None);
        check("(", None, None, None);
    }
}
