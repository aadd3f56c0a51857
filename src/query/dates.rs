//! Days and periods as people write them: `2020`, `2020-03`, `today`, `7d`, `last week`.
//!
//! Shared by the query language (`date:2020-03..today`) and the options `--from` and `--to`.
//! Today's date comes in as an argument, so nothing here reads the clock.
//!
//! | written | days |
//! |---|---|
//! | `2020`, `2020-03`, `2020-03-04` | that year, month, day |
//! | `today`, `yesterday` | that day |
//! | `7d`, `2w`, `3m`, `1y` | the one day so many days, weeks, months, years ago |
//! | `this week`, `last month`, … | that calendar week (from Monday), month or year |
//! | `A..B`, `A..`, `..B` | from the first day of A to the last day of B |
//! | `>=A`, `>A`, `<=A`, `<A` | from its first day; after its last; to its last; before its first |

use crate::model::{Date, DateRange};

/// What can be written where a date is read, for messages.
pub const EXAMPLES: &str = "`2020`, `2020-03`, `2020-03-04`, `today`, `yesterday`, `7d`, `last week`";

/// Reads the start of a range: the first day of a partial date.
///
/// The error is a message that names the value and says what is understood.
pub fn parse_from(text: &str, today: Date) -> Result<Date, String> {
    let (from, _) = period(text, today).ok_or_else(|| not_a_date(text))?;
    Ok(from)
}

/// Reads the end of a range: the last day of a partial date, so that `2020` includes December.
///
/// The error is a message that names the value and says what is understood.
pub fn parse_to(text: &str, today: Date) -> Result<Date, String> {
    let (_, to) = period(text, today).ok_or_else(|| not_a_date(text))?;
    Ok(to)
}

/// Reads the two ends of a range; `None` leaves that end open.
///
/// # Errors
///
/// A message if an end is not a date, or if the range would end before it starts.
pub fn parse_range(from: Option<&str>, to: Option<&str>, today: Date) -> Result<DateRange, String> {
    let range = DateRange {
        from: from.map(|text| parse_from(text, today)).transpose()?,
        to: to.map(|text| parse_to(text, today)).transpose()?,
    };
    if is_reversed(&range) {
        let (from, to) = (from.unwrap_or_default(), to.unwrap_or_default());
        return Err(format!("the dates from `{from}` to `{to}` end before they start"));
    }
    Ok(range)
}

/// Reads what stands behind `date:`: a period, a range or a comparison.
///
/// A range that ends before it starts comes back as written: it holds no day. The error is a
/// message that names the value.
pub fn parse_period(text: &str, today: Date) -> Result<DateRange, String> {
    let text = text.trim();
    let both = |text: &str| period(text, today).ok_or_else(|| not_a_date(text));
    if let Some(rest) = text.strip_prefix(">=").or_else(|| text.strip_prefix('≥')) {
        return Ok(DateRange { from: Some(both(rest)?.0), to: None });
    }
    if let Some(rest) = text.strip_prefix("<=").or_else(|| text.strip_prefix('≤')) {
        return Ok(DateRange { from: None, to: Some(both(rest)?.1) });
    }
    if let Some(rest) = text.strip_prefix('>') {
        return Ok(DateRange { from: Some(both(rest)?.1.plus_days(1)), to: None });
    }
    if let Some(rest) = text.strip_prefix('<') {
        return Ok(DateRange { from: None, to: Some(both(rest)?.0.plus_days(-1)) });
    }
    if let Some((from, to)) = text.split_once("..") {
        let end = |text: &str| if text.trim().is_empty() { Ok(None) } else { both(text).map(Some) };
        return Ok(DateRange { from: end(from)?.map(|days| days.0), to: end(to)?.map(|days| days.1) });
    }
    let (from, to) = both(text)?;
    Ok(DateRange { from: Some(from), to: Some(to) })
}

/// True if the range ends before it starts.
pub fn is_reversed(range: &DateRange) -> bool {
    matches!((range.from, range.to), (Some(from), Some(to)) if from > to)
}

/// Writes a range as the query language reads it, as short as it can be.
pub fn print_period(range: &DateRange) -> String {
    let (from, to) = match (range.from, range.to) {
        (None, None) => return "..".to_owned(),
        (Some(from), None) => return format!(">={from}"),
        (None, Some(to)) => return format!("<={to}"),
        (Some(from), Some(to)) => (from, to),
    };
    if from == to {
        return from.to_string();
    }
    let is_month = from.day() == 1 && to == from.end_of_month();
    let is_year = (from.month(), from.day(), to.month(), to.day()) == (1, 1, 12, 31) && from.year() == to.year();
    if is_year {
        format!("{:04}", from.year())
    } else if is_month {
        format!("{:04}-{:02}", from.year(), from.month())
    } else {
        format!("{from}..{to}")
    }
}

fn not_a_date(text: &str) -> String {
    format!("`{}` is not a date", text.trim())
}

/// First and last day of what `text` names.
fn period(text: &str, today: Date) -> Option<(Date, Date)> {
    let text = text.trim();
    if text.len() > 40 {
        return None;
    }
    let text = text.to_lowercase().replace(['_', ' '], "-");
    let day = |date: Date| Some((date, date));
    match text.as_str() {
        "today" => return day(today),
        "yesterday" => return day(today.plus_days(-1)),
        _ => {}
    }
    if let Some((which, unit)) = text.split_once('-')
        && matches!(which, "last" | "this")
    {
        return calendar_period(which == "last", unit, today);
    }
    numeric(&text).or_else(|| ago(&text, today))
}

/// `last week`, `this month` and the like, as calendar units.
fn calendar_period(is_last: bool, unit: &str, today: Date) -> Option<(Date, Date)> {
    let back = i32::from(is_last);
    Some(match unit {
        "week" => {
            let monday = today.plus_days(1 - i32::from(today.weekday()) - 7 * back);
            (monday, monday.plus_days(6))
        }
        "month" => {
            let first = months_before(today, back).map_or(today, first_of_month);
            (first, first.end_of_month())
        }
        "year" => {
            let year = today.year() - i16::from(is_last);
            (Date::new(year, 1, 1)?, Date::new(year, 12, 31)?)
        }
        _ => return None,
    })
}

/// `2020`, `2020-03` and `2020-03-04`.
fn numeric(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.split('-');
    let mut number = |digits: usize| -> Option<Option<i16>> {
        let Some(part) = parts.next() else { return Some(None) };
        let is_number = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse().ok())
    };
    let (year, month, day) = (number(4)??, number(2)?, number(2)?);
    if parts.next().is_some() {
        return None;
    }
    match (month, day) {
        (None, _) => Some((Date::new(year, 1, 1)?, Date::new(year, 12, 31)?)),
        (Some(month), None) => {
            let first = Date::new(year, month as u8, 1)?;
            Some((first, first.end_of_month()))
        }
        (Some(month), Some(day)) => {
            let date = Date::new(year, month as u8, day as u8)?;
            Some((date, date))
        }
    }
}

/// `7d`, `2w`, `3m`, `1y`: one day, so long ago.
fn ago(text: &str, today: Date) -> Option<(Date, Date)> {
    let unit = text.chars().next_back()?;
    let count = text.strip_suffix(unit)?;
    if count.is_empty() || count.len() > 6 || !count.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let count: i32 = count.parse().ok()?;
    let date = match unit {
        'd' => today.plus_days(-count),
        'w' => today.plus_days(-7 * count),
        'm' => months_before(today, count)?,
        'y' => months_before(today, count.checked_mul(12)?)?,
        _ => return None,
    };
    Some((date, date))
}

/// The same day so many months earlier, or that month's last day.
fn months_before(date: Date, months: i32) -> Option<Date> {
    let month = i32::from(date.year()) * 12 + i32::from(date.month()) - 1 - months;
    let first = Date::new(month.div_euclid(12).try_into().ok()?, month.rem_euclid(12) as u8 + 1, 1)?;
    let last = first.end_of_month();
    Some(first.plus_days(i32::from(date.day().min(last.day())) - 1))
}

fn first_of_month(date: Date) -> Date {
    date.plus_days(1 - i32::from(date.day()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Date {
        Date::new(2020, 3, 31).unwrap() // a Tuesday
    }

    #[track_caller]
    fn check(text: &str, want: &str) {
        let got = match parse_period(text, today()) {
            Ok(DateRange { from, to }) => {
                let end = |date: Option<Date>| date.map_or("…".to_owned(), |date| date.to_string());
                format!("{} {}", end(from), end(to))
            }
            Err(message) => message,
        };
        assert_eq!(got, want, "{text:?}");
    }

    #[test]
    fn partial_dates_are_periods() {
        check("2020", "2020-01-01 2020-12-31");
        check("2020-02", "2020-02-01 2020-02-29");
        check("2020-02-03", "2020-02-03 2020-02-03");
        for bad in
            ["2020-13", "2020-13-45", "20", "2020-2", "2020-02-30", "2020-02-03-04", "x", "", "2020-", "9999999999d"]
        {
            check(bad, &format!("`{bad}` is not a date"));
        }
    }

    #[test]
    fn relative_days_and_calendar_periods() {
        check("today", "2020-03-31 2020-03-31");
        check("Yesterday", "2020-03-30 2020-03-30");
        check("7d", "2020-03-24 2020-03-24");
        check("1m", "2020-02-29 2020-02-29");
        check("2y", "2018-03-31 2018-03-31");
        check("last week", "2020-03-23 2020-03-29");
        check("this week", "2020-03-30 2020-04-05");
        check("last-month", "2020-02-01 2020-02-29");
        check("last year", "2019-01-01 2019-12-31");
        check("last day", "`last day` is not a date");
    }

    #[test]
    fn ranges_and_comparisons() {
        check("2020-03..2020-07", "2020-03-01 2020-07-31");
        check("2020..", "2020-01-01 …");
        check("..2020", "… 2020-12-31");
        check("..", "… …");
        check(">=2020-03-01", "2020-03-01 …");
        check(">2020-03", "2020-04-01 …");
        check("<2020-03", "… 2020-02-29");
        check("<=2020-03", "… 2020-03-31");
        check("2020-07..2020-03", "2020-07-01 2020-03-31");
    }

    #[test]
    fn options_read_first_and_last_day() {
        assert_eq!(parse_from("2020", today()).map(|date| date.to_string()).as_deref(), Ok("2020-01-01"));
        assert_eq!(parse_to("2020-02", today()).map(|date| date.to_string()).as_deref(), Ok("2020-02-29"));
        assert!(parse_range(Some("2020"), Some("2020"), today()).is_ok());
        assert!(parse_range(None, None, today()).is_ok_and(|range| range.is_open()));
        let reversed = parse_range(Some("2020-07"), Some("2020-03"), today());
        assert_eq!(reversed, Err("the dates from `2020-07` to `2020-03` end before they start".to_owned()));
        assert_eq!(parse_range(Some("soon"), None, today()), Err("`soon` is not a date".to_owned()));
    }

    #[test]
    fn printed_periods_read_back() {
        for text in
            ["2020", "2020-02", "2020-02-03", "2020-03..2020-07", ">=2020-03-01", "<=2020", "..", "2020-07..2020-03"]
        {
            let range = parse_period(text, today()).unwrap();
            assert_eq!(parse_period(&print_period(&range), today()), Ok(range), "{text:?}");
        }
    }
}
