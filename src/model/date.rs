//! Calendar days.

use std::fmt;

/// A day of the Gregorian calendar, from 0001-01-01 to 9999-12-31, without time or zone.
///
/// Ordered by time. Stored as the number `yyyymmdd`, so that year and month of many dates can
/// be counted by division alone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(u32);

impl Date {
    /// The last day there is, 9999-12-31.
    pub const MAX: Date = Date(99_991_231);

    /// Returns the day, or `None` if the calendar has no such day.
    pub fn new(year: i16, month: u8, day: u8) -> Option<Date> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        jiff::civil::Date::new(year, month as i8, day as i8).ok()?;
        Some(Date(year as u32 * 10_000 + u32::from(month) * 100 + u32::from(day)))
    }

    /// Reads `2020-03-04`, exactly that form.
    pub fn parse(text: &str) -> Option<Date> {
        let bytes = text.as_bytes();
        let is_iso = bytes.len() == 10
            && bytes.iter().enumerate().all(|(at, byte)| match at {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !is_iso {
            return None;
        }
        Date::new(text[0..4].parse().ok()?, text[5..7].parse().ok()?, text[8..10].parse().ok()?)
    }

    /// Year, 1 to 9999.
    pub fn year(self) -> i16 {
        (self.0 / 10_000) as i16
    }

    /// Month, 1 to 12.
    pub fn month(self) -> u8 {
        (self.0 / 100 % 100) as u8
    }

    /// Day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        (self.0 % 100) as u8
    }

    /// The number `yyyymmdd`.
    pub fn number(self) -> u32 {
        self.0
    }

    /// The day of the number `yyyymmdd`, or `None` if there is none.
    pub fn from_number(number: u32) -> Option<Date> {
        Date::new((number / 10_000).try_into().ok()?, (number / 100 % 100) as u8, (number % 100) as u8)
    }

    /// The day `days` later (earlier if negative), clamped to the calendar's ends.
    pub fn plus_days(self, days: i32) -> Date {
        let civil = self.civil().saturating_add(jiff::Span::new().days(days.clamp(-4_000_000, 4_000_000)));
        Date::from_civil(civil)
    }

    /// The last day of this day's month.
    pub fn end_of_month(self) -> Date {
        Date::from_civil(self.civil().last_of_month())
    }

    /// Monday = 1 … Sunday = 7.
    pub fn weekday(self) -> u8 {
        self.civil().weekday().to_monday_one_offset() as u8
    }

    fn civil(self) -> jiff::civil::Date {
        jiff::civil::date(self.year(), self.month() as i8, self.day() as i8)
    }

    fn from_civil(date: jiff::civil::Date) -> Date {
        Date::new(date.year(), date.month() as u8, date.day() as u8).unwrap_or(Date(10_101))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A stretch of days, both ends included; an open end is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct DateRange {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

impl DateRange {
    /// True if `date` lies in the range.
    pub fn contains(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }

    /// True if no end is set.
    pub fn is_open(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_exist() {
        assert_eq!(Date::parse("2020-02-29").map(|d| d.to_string()).as_deref(), Some("2020-02-29"));
        for bad in ["2020-13-45", "2019-02-29", "2020-2-29", "20200229", "0000-01-01", "２020-02-2"] {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn days_are_counted_over_month_ends() {
        let day = Date::parse("2020-02-28").unwrap();
        assert_eq!(day.plus_days(2).to_string(), "2020-03-01");
        assert_eq!(day.plus_days(-59).to_string(), "2019-12-31");
        assert_eq!(day.end_of_month().to_string(), "2020-02-29");
        assert_eq!(day.weekday(), 5);
        assert_eq!((Date::from_number(99_991_231), Date::MAX.plus_days(1)), (Some(Date::MAX), Date::MAX));
    }
}
