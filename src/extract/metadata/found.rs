//! What the rules have found so far, and the choice between several finds.

use super::dates::Printed;
use super::stated::{self, Label};
use crate::model::{Certainty, Date, RejectedDate, Source, Sourced};

/// Which number of `07/11/2020` is the month, as far as language and country tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayOrder {
    MonthFirst,
    DayFirst,
    Unknown,
}

/// Finds of all rules, in the order in which they were made.
#[derive(Debug)]
pub(super) struct Found {
    /// Dates after this day are not believed.
    pub limit: Date,
    pub order: DayOrder,
    pub titles: Vec<Sourced<String>>,
    pub outlets: Vec<Sourced<String>>,
    /// Dates as printed, their printed form, and where.
    pub printed: Vec<(Option<Printed>, String, Sourced<()>)>,
    pub rejected: Vec<RejectedDate>,
    pub authors: Vec<Sourced<String>>,
    pub contributors: Vec<Sourced<String>>,
    pub urls: Vec<Sourced<String>>,
    pub language: Option<String>,
}

impl Found {
    pub fn new(limit: Date) -> Found {
        Found {
            limit,
            order: DayOrder::Unknown,
            titles: Vec::new(),
            outlets: Vec::new(),
            printed: Vec::new(),
            rejected: Vec::new(),
            authors: Vec::new(),
            contributors: Vec::new(),
            urls: Vec::new(),
            language: None,
        }
    }

    /// Takes in a date as printed. Whether it can be the day of publication is decided once all
    /// are known, by [`Found::settle_dates`].
    pub fn date(&mut self, printed: Option<Printed>, value: &str, source: Source, certainty: Certainty) {
        if self.printed.len() < 100 {
            self.printed.push((printed, value.trim().chars().take(80).collect(), Sourced::new((), source, certainty)));
        }
    }

    /// Takes in a day.
    pub fn day(&mut self, day: Date, source: Source, certainty: Certainty) {
        self.date(Some(Printed::Day(day)), &day.to_string(), source, certainty);
    }

    /// Reads and takes in a whole value. The day of a change alone proves little.
    pub fn date_value(&mut self, value: &str, source: Source, certainty: Certainty) {
        match stated::read(value, Label::Nothing) {
            Some((printed, true)) => self.date(Some(printed), value, source, Certainty::Inferred),
            read => self.date(read.map(|(printed, _)| printed), value, source, certainty),
        }
    }

    /// Returns the days that can be that of publication, in order; what cannot is kept as rejected.
    pub fn settle_dates(&mut self) -> Vec<Sourced<Date>> {
        let mut dates: Vec<Sourced<Date>> = Vec::new();
        let printed = std::mem::take(&mut self.printed);
        let days: Vec<Date> = printed
            .iter()
            .filter_map(|(printed, ..)| match printed {
                Some(Printed::Day(day)) => Some(*day),
                _ => None,
            })
            .collect();
        for (printed, value, Sourced { source, certainty, .. }) in printed {
            let day = match printed {
                Some(Printed::Day(day)) => Ok((day, certainty)),
                Some(Printed::Either { month_first, day_first }) => {
                    Ok(self.choose(&days, month_first, day_first, certainty))
                }
                Some(Printed::Impossible) => Err("the calendar has no such day"),
                Some(Printed::Incomplete) => Err("names no day"),
                None => Err("not a date"),
            };
            match day {
                Ok((day, _)) if day > self.limit && source != Source::Manifest => {
                    self.reject(&value, "a day in the future")
                }
                Ok((day, certainty)) => dates.push(Sourced::new(day, source, certainty)),
                Err(reason) => self.reject(&value, reason),
            }
        }
        dates
    }

    pub fn reject(&mut self, value: &str, reason: &str) {
        let value: String = value.trim().chars().take(80).collect();
        let is_known = self.rejected.iter().any(|known| known.value == value);
        if !value.is_empty() && !is_known {
            self.rejected.push(RejectedDate { value, reason: reason.to_owned() });
        }
    }

    /// Which day `07/11/2020` means.
    fn choose(&self, days: &[Date], month_first: Date, day_first: Date, certainty: Certainty) -> (Date, Certainty) {
        // Another place that names one of the two settles it.
        if let Some(day) = days.iter().find(|day| **day == month_first || **day == day_first) {
            return (*day, certainty);
        }
        let likely = certainty.min(Certainty::Likely);
        match self.order {
            DayOrder::MonthFirst => (month_first, likely),
            DayOrder::DayFirst => (day_first, likely),
            DayOrder::Unknown if month_first > self.limit => (day_first, likely),
            DayOrder::Unknown if day_first > self.limit => (month_first, likely),
            DayOrder::Unknown => (month_first, Certainty::Inferred),
        }
    }

    pub fn author(&mut self, name: String, source: Source, certainty: Certainty) {
        push_name(&mut self.authors, name, source, certainty);
    }

    pub fn contributor(&mut self, name: String, source: Source, certainty: Certainty) {
        push_name(&mut self.contributors, name, source, certainty);
    }

    pub fn outlet(&mut self, name: &str, source: Source, certainty: Certainty) {
        self.outlets.push(Sourced::new(name.to_owned(), source, certainty));
    }
}

fn push_name(names: &mut Vec<Sourced<String>>, name: String, source: Source, certainty: Certainty) {
    let is_known = names.iter().any(|known| known.source == source && known.value == name);
    if !is_known && names.len() < 100 {
        names.push(Sourced::new(name, source, certainty));
    }
}

/// The surest of several finds, the first of equally sure ones.
///
/// What a command-line option says fills gaps: it gives way to what article or file state, and
/// wins over what is only concluded.
pub(super) fn surest<T>(finds: Vec<Sourced<T>>) -> Option<Sourced<T>> {
    let mut best: Option<Sourced<T>> = None;
    for find in finds {
        if best.as_ref().is_none_or(|best| rank(&find) > rank(best)) {
            best = Some(find);
        }
    }
    best
}

/// All finds that come from the place of the surest one, such as the names of one byline.
pub(super) fn surest_group<T>(finds: Vec<Sourced<T>>) -> Vec<Sourced<T>> {
    let Some(best) = finds.iter().map(rank).max() else { return finds };
    let source = finds.iter().find(|find| rank(find) == best).map(|find| find.source);
    finds.into_iter().filter(|find| Some(find.source) == source).collect()
}

fn rank<T>(find: &Sourced<T>) -> u8 {
    match (find.source, find.certainty) {
        (Source::Option, _) => 2,
        (Source::Manifest, _) => 6,
        (_, Certainty::Inferred) => 1,
        (_, Certainty::Likely) => 3,
        (_, Certainty::Exact) => 4,
    }
}
