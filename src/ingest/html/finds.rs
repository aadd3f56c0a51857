//! Days that a page prints, and which of them counts.
//!
//! What is trusted most wins. A time in UTC may name the day before or after the local one: where the
//! address or the head of the article has that other day, and there is a zone in which it is that day
//! then, it is taken.

use crate::extract::metadata::dates::Printed;
use crate::extract::metadata::stated::{self, Label};
use crate::model::{Date, Source};

/// A day and how far the place where it stands is trusted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dated {
    day: Date,
    /// The other reading of `03/04/2020`.
    other: Option<Date>,
    /// The time, where one is stated with its zone.
    time: Option<Time>,
    pub place: Place,
}

/// A time of day in minutes, and how far its zone is ahead of UTC.
#[derive(Clone, Copy, Debug)]
pub(super) struct Time {
    minute: i32,
    offset: i32,
}

impl Dated {
    /// The minute of the day, if the time is in UTC: the local day may be another then.
    fn utc(&self) -> Option<i32> {
        self.time.filter(|time| time.offset == 0).map(|time| time.minute)
    }
}

/// Where a day stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub rank: i32,
    pub source: Source,
    /// Plainly the page's own day, so that it may tell the local day of a time in UTC.
    pub is_own: bool,
    /// The day of a change, which proves little of that of publication.
    pub is_change: bool,
}

impl Place {
    pub fn new(rank: i32, source: Source) -> Place {
        Place { rank, source, is_own: matches!(source, Source::MetaTag | Source::Url), is_change: false }
    }

    /// The day of a change.
    pub fn of_change(rank: i32, source: Source) -> Place {
        Place { is_change: true, ..Place::new(rank, source) }
    }

    /// What is printed within the page.
    pub fn printed(rank: i32, is_own: bool) -> Place {
        Place { rank, source: Source::HeaderLine, is_own, is_change: false }
    }
}

/// What a page prints.
pub(super) struct Finds {
    pub list: Vec<Dated>,
    /// How `03/04/2020` is read, where the page or its outlet tells.
    pub month_first: Option<bool>,
}

impl Finds {
    /// Takes a day in, unless it is none.
    pub fn push(&mut self, printed: Printed, time: Option<Time>, mut place: Place) {
        let (day, other) = match printed {
            Printed::Day(day) => (day, None),
            Printed::Either { month_first, day_first } if self.month_first != Some(false) => {
                (month_first, Some(day_first))
            }
            Printed::Either { month_first, day_first } => (day_first, Some(month_first)),
            Printed::Impossible | Printed::Incomplete => return,
        };
        if (1900..2100).contains(&day.year()) && self.list.len() < 1000 {
            // Older days are those of print, or of what an article tells.
            place.rank -= if is_of_the_web(&day) { 0 } else { 30 };
            self.list.push(Dated { day, other, time, place });
        }
    }

    /// A value that is a date and nothing else.
    pub fn value(&mut self, value: Option<&str>, place: Place) {
        let Some(value) = value.map(str::trim).filter(|value| !value.is_empty() && value.len() < 100) else { return };
        if let Some((printed, _)) = stated::read(value, Label::Nothing) {
            self.push(printed, time_of(value), place);
        }
    }

    /// The first date within a text, if it is more than a day from `value`.
    pub fn contradicting(&mut self, text: &str, value: Option<&str>, place: Place) {
        let day = |printed: Option<Printed>| match printed {
            Some(Printed::Day(day)) => Some(day),
            _ => None,
        };
        let stated =
            value.and_then(|value| day(stated::read(value.trim(), Label::Nothing).map(|(printed, _)| printed)));
        let told = day(stated::first_within(text, 300));
        if let (Some(stated), Some(told)) = (stated, told)
            && (-1..=1).all(|days| stated.plus_days(days) != told)
        {
            self.push(Printed::Day(told), None, place);
        }
    }

    /// The first date within a text.
    pub fn text(&mut self, text: &str, place: Place) {
        if let Some(printed) = stated::first_within(text, 300) {
            self.push(printed, None, place);
        }
    }

    /// The day that counts, as it is to be read, and where it stands. One that nothing decides on stays
    /// as printed, and that of a change is called so.
    pub fn settle(self) -> Option<(String, Source)> {
        let order = self.month_first;
        let settled = self.best()?;
        let Settled { day, source, is_open, is_change } = settled;
        let value = match (is_open && order.is_none(), is_change) {
            (true, false) => format!("{:02}/{:02}/{}", day.month(), day.day(), day.year()),
            (_, true) => format!("updated {day}"),
            _ => day.to_string(),
        };
        Some((value, source))
    }

    fn best(self) -> Option<Settled> {
        let mut best: Option<&Dated> = None;
        for one in &self.list {
            if best.is_none_or(|best| one.place.rank > best.place.rank) {
                best = Some(one);
            }
        }
        let best = best?;
        let is_known = |day: Date| self.list.iter().any(|one| one.other.is_none() && one.day == day);
        if let Some(other) = best.other {
            let day = if is_known(other) && !is_known(best.day) { other } else { best.day };
            let is_open = !is_known(other) && !is_known(best.day);
            return Some(Settled { is_open, ..Settled::new(day, best.place) });
        }
        // No page prints an earlier day than that of its publication: a meta tag with a later one tells
        // when it was last written, as those called `date` often do.
        let least = if best.place.rank > 95 { 80 } else { 70 };
        let is_told_before = |one: &&Dated| {
            one.place.source == Source::HeaderLine && one.place.is_own && one.place.rank >= least && one.day < best.day
        };
        if best.place.source == Source::MetaTag
            && let Some(told) = self.list.iter().filter(is_told_before).max_by_key(|one| one.place.rank)
        {
            return Some(Settled::new(told.day, told.place));
        }
        if let Some(minute) = best.utc() {
            // The same instant elsewhere, with the zone of the place.
            let is_same = |one: &&Dated| {
                one.time.filter(|time| time.offset != 0).is_some_and(|time| {
                    let days = (minute - time.minute + time.offset).div_euclid(MINUTES_OF_A_DAY);
                    (minute - time.minute + time.offset) % MINUTES_OF_A_DAY == 0 && one.day == best.day.plus_days(days)
                })
            };
            if let Some(local) = self.list.iter().find(is_same) {
                let source = if local.day == best.day { best.place.source } else { local.place.source };
                return Some(Settled { source, ..Settled::new(local.day, best.place) });
            }
            // The local day that the surest other place prints.
            let mut local: Option<&Dated> = None;
            for one in self.list.iter().filter(|one| one.utc().is_none() && one.place.is_own && one.place.rank >= 60) {
                let is_possible = one.day == best.day
                    || (one.day == best.day.plus_days(1) && minute + MOST_EAST >= MINUTES_OF_A_DAY)
                    || (one.day == best.day.plus_days(-1) && minute < MOST_WEST);
                if is_possible && local.is_none_or(|local| one.place.rank > local.place.rank) {
                    local = Some(one);
                }
            }
            let is_confirmed =
                self.list.iter().any(|one| one.utc().is_none() && one.place.rank >= 75 && one.day == best.day);
            if let Some(local) = local.filter(|local| local.day != best.day && !is_confirmed) {
                return Some(Settled::new(local.day, local.place));
            }
        }
        Some(Settled::new(best.day, best.place))
    }
}

/// The day that counts.
struct Settled {
    day: Date,
    source: Source,
    /// Whether the order of its numbers is open.
    is_open: bool,
    is_change: bool,
}

impl Settled {
    fn new(day: Date, place: Place) -> Settled {
        Settled { day, source: place.source, is_open: false, is_change: place.is_change }
    }
}

/// True for days on which a page could be published.
pub(super) fn is_of_the_web(day: &Date) -> bool {
    (1993..2100).contains(&day.year())
}

const MINUTES_OF_A_DAY: i32 = 24 * 60;

/// How far local times are ahead of UTC at most, in minutes.
const MOST_EAST: i32 = 14 * 60;

/// And behind it.
const MOST_WEST: i32 = 12 * 60;

/// The time of a value that states one with its zone, or counts seconds.
fn time_of(value: &str) -> Option<Time> {
    if value.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: i64 = value.parse().ok()?;
        let minute = match value.len() {
            9..=11 => (number.rem_euclid(86_400) / 60) as i32,
            13 => (number.rem_euclid(86_400_000) / 60_000) as i32,
            _ => return None,
        };
        return Some(Time { minute, offset: 0 });
    }
    let (before, after) = value.split_once(':')?;
    let digits_from = before.len() - before.bytes().rev().take(2).take_while(u8::is_ascii_digit).count();
    let hour: i32 = before[digits_from..].parse().ok()?;
    let minute: i32 = after.get(..2)?.parse().ok()?;
    let zone = after[2..].trim_start_matches([':', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']).trim();
    let offset = match zone {
        "Z" | "GMT" | "UTC" => 0,
        _ => {
            let digits: String = zone.get(1..)?.chars().filter(|c| *c != ':').collect();
            let number: i32 = digits.parse().ok().filter(|_| digits.len() == 4)?;
            let minutes = number / 100 * 60 + number % 100;
            match zone.as_bytes()[0] {
                b'+' => minutes,
                b'-' => -minutes,
                _ => return None,
            }
        }
    };
    Some(Time { minute: hour * 60 + minute, offset })
}
