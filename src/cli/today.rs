//! The day of the run.

use news_search::model::Date;

/// Today by the system's clock and time zone, or what `SEARCH_TODAY` says.
///
/// The variable exists so that tests and reports that are made again need no clock.
pub fn today() -> Date {
    let given = std::env::var("SEARCH_TODAY").ok().and_then(|day| Date::parse(&day));
    given.unwrap_or_else(|| {
        let now = jiff::Zoned::now().date();
        let (year, month, day) = (now.year(), now.month().unsigned_abs(), now.day().unsigned_abs());
        // The clock of a machine may show any year; a day outside the calendar is no day we know.
        Date::new(year, month, day)
            .or_else(|| Date::new(1970, 1, 1))
            .unwrap_or_else(|| unreachable!("1970 has a January"))
    })
}
