//! Counts by day gathered into buckets of a unit that suits their span.

use crate::engine::DateBucket;
use crate::model::{Date, DateRange};

/// Most buckets of days, and of months, before the next larger unit is taken.
const MOST: [usize; 2] = [62, 132];

/// Most years before they are drawn as decades: an archive has one wrong year sooner than two
/// centuries.
const MOST_YEARS: usize = 150;

/// Fewer buckets than this are set among empty neighbours, so that one day is not one slab.
const LEAST: usize = 12;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A stretch of the calendar that is counted as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// One day.
    Day,
    /// One month.
    Month,
    /// One year.
    Year,
    /// Ten years, from one that ends in 0.
    Decade,
}

/// A unit's stretch of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
    /// What was counted.
    pub count: u64,
}

/// Buckets without gaps, in order of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// What one bucket is.
    pub unit: Unit,
    /// The buckets; empty if nothing has a date.
    pub buckets: Vec<Bucket>,
    /// What was counted of unknown date.
    pub undated: u64,
}

impl Series {
    /// Gathers counts by day (or by any longer stretch, which counts at its first day) within
    /// `range`.
    pub fn of(counts: &[DateBucket], range: DateRange) -> Series {
        let mut days = Vec::with_capacity(counts.len());
        let mut undated = 0;
        for bucket in counts {
            match bucket.value.as_deref().and_then(first_day) {
                Some(day) if range.contains(day) => days.push((day, bucket.count)),
                Some(_) => {}
                None => undated += bucket.count,
            }
        }
        days.sort_unstable();
        let (Some(first), Some(last)) = (days.first(), days.last()) else {
            return Series { unit: Unit::Month, buckets: Vec::new(), undated };
        };
        // A stretch that was asked for is shown whole unless its ends are far from anything.
        let near = |day: Option<Date>, other: Date| day.filter(|day| months(*day).abs_diff(months(other)) <= 24);
        let first = near(range.from, first.0).unwrap_or(first.0).min(first.0);
        let last = near(range.to, last.0).unwrap_or(last.0).max(last.0);
        let unit = Unit::fit(first, last);
        let mut series = Series { unit, buckets: unit.buckets(first, last), undated };
        for (day, count) in days {
            series.add(day, count);
        }
        series
    }

    /// The same buckets, with other counts.
    pub fn with(&self, counts: &[DateBucket]) -> Series {
        let mut series = self.clone();
        series.undated = 0;
        series.buckets.iter_mut().for_each(|bucket| bucket.count = 0);
        for bucket in counts {
            match bucket.value.as_deref().and_then(first_day) {
                Some(day) => series.add(day, bucket.count),
                None => series.undated += bucket.count,
            }
        }
        series
    }

    /// Counts of the fullest bucket.
    pub fn most(&self) -> u64 {
        self.buckets.iter().map(|bucket| bucket.count).max().unwrap_or(0)
    }

    fn add(&mut self, day: Date, count: u64) {
        let at = self.buckets.partition_point(|bucket| bucket.last < day);
        if let Some(bucket) = self.buckets.get_mut(at).filter(|bucket| bucket.first <= day) {
            bucket.count += count;
        }
    }
}

impl Unit {
    /// The smallest unit that cuts a stretch into few enough buckets.
    fn fit(first: Date, last: Date) -> Unit {
        let n_months = months(last).saturating_sub(months(first)) + 1;
        // Days are only counted where they can be few.
        if n_months <= 3 && day_number(last).saturating_sub(day_number(first)) < MOST[0] {
            Unit::Day
        } else if n_months <= MOST[1] {
            Unit::Month
        } else if n_months / 12 <= MOST_YEARS {
            Unit::Year
        } else {
            Unit::Decade
        }
    }

    /// The buckets from that of `first` to that of `last`, with empty ones around if they are few.
    fn buckets(self, first: Date, last: Date) -> Vec<Bucket> {
        let mut buckets = Vec::new();
        let mut at = self.start(first);
        while at <= last && buckets.len() < 1_200 {
            let bucket = self.bucket(at);
            buckets.push(bucket);
            if bucket.last == Date::MAX {
                break;
            }
            at = bucket.last.plus_days(1);
        }
        let mut before = true;
        while buckets.len() < LEAST {
            let (Some(start), Some(end)) = (buckets.first(), buckets.last()) else { break };
            if before && start.first.number() > 10_101 {
                let earlier = self.bucket(self.start(start.first.plus_days(-1)));
                buckets.insert(0, earlier);
            } else if end.last < Date::MAX {
                let later = self.bucket(end.last.plus_days(1));
                buckets.push(later);
            }
            before = !before;
        }
        buckets
    }

    fn start(self, day: Date) -> Date {
        match self {
            Unit::Day => day,
            Unit::Month => of(i32::from(day.year()), day.month(), 1),
            Unit::Year => of(i32::from(day.year()), 1, 1),
            Unit::Decade => of(i32::from(day.year()) / 10 * 10, 1, 1),
        }
    }

    fn bucket(self, first: Date) -> Bucket {
        let last = match self {
            Unit::Day => first,
            Unit::Month => first.end_of_month(),
            Unit::Year => of(i32::from(first.year()), 12, 31),
            Unit::Decade => of(i32::from(first.year()) / 10 * 10 + 9, 12, 31),
        };
        Bucket { first, last, count: 0 }
    }

    /// A bucket's name in full: `4 March 2020`, `March 2020`, `2020`, `2020 to 2029`.
    pub fn name(self, bucket: &Bucket) -> String {
        match self {
            Unit::Day => long(bucket.first),
            Unit::Month => format!("{} {}", month_name(bucket.first), bucket.first.year()),
            Unit::Year => bucket.first.year().to_string(),
            Unit::Decade => format!("{} to {}", bucket.first.year(), bucket.last.year()),
        }
    }

    /// A name short enough for an axis: `4 Mar`, `Mar 2020`, `2020`.
    pub fn short(self, bucket: &Bucket) -> String {
        match self {
            Unit::Day => format!("{} {}", bucket.first.day(), short_month(bucket.first)),
            Unit::Month => format!("{} {}", short_month(bucket.first), bucket.first.year()),
            Unit::Year | Unit::Decade => bucket.first.year().to_string(),
        }
    }

    /// A bucket's ends as a query says them, as short as they may be: `2020-03`.
    pub fn ends(self, bucket: &Bucket) -> (String, String) {
        let end = |day: Date| match self {
            Unit::Day => day.to_string(),
            Unit::Month => format!("{:04}-{:02}", day.year(), day.month()),
            Unit::Year | Unit::Decade => format!("{:04}", day.year()),
        };
        (end(bucket.first), end(bucket.last))
    }
}

/// A day in full: `4 March 2020`.
pub fn long(day: Date) -> String {
    format!("{} {} {}", day.day(), month_name(day), day.year())
}

/// A day with a short month: `4 Mar 2020`.
pub fn medium(day: Date) -> String {
    format!("{} {} {}", day.day(), short_month(day), day.year())
}

fn month_name(day: Date) -> &'static str {
    MONTHS[usize::from(day.month().clamp(1, 12)) - 1]
}

fn short_month(day: Date) -> &'static str {
    let name = month_name(day);
    if name.len() > 4 { &name[..3] } else { name }
}

/// The first day of what `2020`, `2020-07` or `2020-07-11` names.
fn first_day(value: &str) -> Option<Date> {
    match value.len() {
        4 => Date::parse(&format!("{value}-01-01")),
        7 => Date::parse(&format!("{value}-01")),
        _ => Date::parse(value),
    }
}

fn of(year: i32, month: u8, day: u8) -> Date {
    // Year 0 does not exist; the decade of year 7 begins with year 1.
    let year = year.clamp(1, 9999) as i16;
    Date::new(year, month, day).unwrap_or(Date::MAX)
}

fn months(day: Date) -> usize {
    usize::try_from(day.year()).unwrap_or(0) * 12 + usize::from(day.month())
}

/// Days since about year 0, only for differences of a few months.
fn day_number(day: Date) -> usize {
    months(day) * 31 + usize::from(day.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).expect("a day")
    }

    fn counts(days: &[(&str, u64)]) -> Vec<DateBucket> {
        let bucket = |(value, count): &(&str, u64)| DateBucket {
            value: (!value.is_empty()).then(|| (*value).to_owned()),
            count: *count,
        };
        days.iter().map(bucket).collect()
    }

    /// Unit, number of buckets, and those that hold something.
    #[track_caller]
    fn check(days: &[(&str, u64)], unit: Unit, n_buckets: usize, want: &[(&str, u64)]) {
        let series = Series::of(&counts(days), DateRange::default());
        let filled: Vec<(String, u64)> = series
            .buckets
            .iter()
            .filter(|bucket| bucket.count > 0)
            .map(|bucket| (series.unit.name(bucket), bucket.count))
            .collect();
        let filled: Vec<(&str, u64)> = filled.iter().map(|(name, count)| (name.as_str(), *count)).collect();
        assert_eq!((series.unit, series.buckets.len(), filled.as_slice()), (unit, n_buckets, want), "{days:?}");
    }

    #[test]
    fn the_unit_suits_the_span() {
        check(&[("2020-03-04", 2), ("2020-03-30", 1)], Unit::Day, 27, &[("4 March 2020", 2), ("30 March 2020", 1)]);
        check(&[("2020-03-04", 2), ("2021-03-30", 1)], Unit::Month, 13, &[("March 2020", 2), ("March 2021", 1)]);
        check(&[("1999-03-04", 2), ("2021-03-30", 1)], Unit::Year, 23, &[("1999", 2), ("2021", 1)]);
        check(&[("0007-03-04", 2), ("2021-03-30", 1)], Unit::Decade, 203, &[("1 to 9", 2), ("2020 to 2029", 1)]);
    }

    #[test]
    fn a_single_day_stands_among_empty_ones() {
        check(&[("2020-03-04", 2)], Unit::Day, 12, &[("4 March 2020", 2)]);
        check(&[("0001-01-01", 2)], Unit::Day, 12, &[("1 January 1", 2)]);
        check(&[("9999-12-31", 2)], Unit::Day, 12, &[("31 December 9999", 2)]);
    }

    #[test]
    fn nothing_dated_is_no_bucket() {
        check(&[], Unit::Month, 0, &[]);
        assert_eq!(Series::of(&counts(&[("", 3)]), DateRange::default()).undated, 3);
    }

    #[test]
    fn buckets_follow_each_other_without_gap() {
        for days in [&["2019-12-30", "2020-01-02"], &["2019-02-03", "2021-11-30"], &["1999-05-05", "2030-01-01"]] {
            let series = Series::of(&counts(&[(days[0], 1), (days[1], 1)]), DateRange::default());
            for pair in series.buckets.windows(2) {
                assert_eq!(pair[0].last.plus_days(1), pair[1].first);
            }
        }
    }

    #[test]
    fn a_stretch_that_is_asked_for_is_shown_whole_and_nothing_else() {
        let range = DateRange { from: Some(day("2020-03-01")), to: Some(day("2020-03-31")) };
        let series = Series::of(&counts(&[("2020-02-11", 5), ("2020-03-10", 1), ("", 2)]), range);
        assert_eq!((series.buckets.len(), series.most(), series.undated), (31, 1, 2));
        let far = DateRange { from: Some(day("0001-01-01")), to: None };
        assert_eq!(Series::of(&counts(&[("2020-02-11", 5)]), far).buckets.len(), 12);
    }

    #[test]
    fn ends_are_as_short_as_a_query_takes_them() {
        let series = Series::of(&counts(&[("2020-02-11", 5), ("2021-02-11", 5)]), DateRange::default());
        assert_eq!(series.unit.ends(&series.buckets[0]), ("2020-02".to_owned(), "2020-02".to_owned()));
        assert_eq!(series.unit.short(&series.buckets[0]), "Feb 2020");
    }

    #[test]
    fn other_counts_fall_into_the_same_buckets() {
        let series = Series::of(&counts(&[("2020-02-11", 5), ("2021-02-11", 5)]), DateRange::default());
        let other = series.with(&counts(&[("2020-03-01", 2), ("1980-01-01", 9), ("", 1)]));
        assert_eq!((other.buckets.len(), other.most(), other.undated), (13, 2, 1));
    }
}
