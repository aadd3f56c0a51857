//! Credit lines: `Jane Roe of Fox News contributed to this report.`, `Contributing: …`,
//! `Reporting by Jane Roe; Editing by John Doe`.

use std::sync::OnceLock;

use memchr::memmem;

use super::aliases;
use super::lines::Line;
use super::names;
use super::outlets::Outlets;

/// What the credit lines of a text tell.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Credits {
    /// People who helped.
    pub contributors: Vec<String>,
    /// People who are credited with the report itself.
    pub reporters: Vec<String>,
    /// The outlet that the credited people work for.
    pub outlet: Option<String>,
}

/// Reads the credit lines of a text.
pub(super) fn read(outlets: &Outlets, text: &str, lines: &[Line<'_>]) -> Credits {
    let mut credits = Credits::default();
    let bytes = text.as_bytes();
    static MARKS: OnceLock<[memmem::Finder<'static>; 2]> = OnceLock::new();
    let marks = MARKS.get_or_init(|| ["ontribut", "eporting by"].map(memmem::Finder::new));
    let has_any = marks.iter().any(|mark| mark.find(bytes).is_some());
    if !has_any {
        return credits;
    }
    for line in lines.iter().rev().take(25).rev() {
        read_line(outlets, line.text, &mut credits);
    }
    credits
}

/// A byline without the credit behind it, and who is named in that: `By Jane Roe; Ann Lee contributed reporting.`
pub(super) fn split_off<'v>(outlets: &Outlets, value: &'v str) -> (&'v str, Vec<String>) {
    let mut credits = Credits::default();
    let mut kept = value;
    if let Some(at) = value.find([';', '.']).filter(|at| value[*at..].contains(" contributed")) {
        // `J. Roe` has a point as well.
        let starts = value[at..].match_indices([';', '.']).map(|(behind, _)| at + behind);
        for start in starts.collect::<Vec<_>>().into_iter().rev() {
            read_line(outlets, value[start + 1..].trim(), &mut credits);
            if !credits.contributors.is_empty() {
                kept = value[..start].trim_end();
                break;
            }
        }
    }
    (kept, credits.contributors)
}

fn read_line(outlets: &Outlets, line: &str, credits: &mut Credits) {
    for list in ["Contributing:", "Additional reporting by", "With additional reporting by"] {
        if let Some(rest) = line.trim_start_matches(['(', '*', '_', '-', '—', ' ']).strip_prefix(list) {
            if rest.len() < 400 {
                read_people(outlets, rest.trim_end_matches([')', '.', ' ']), credits);
            }
            return;
        }
    }
    let lower = line.to_ascii_lowercase();
    if let Some(at) = lower.find("reporting by ").filter(|at| *at < 2 || !lower[..*at].ends_with("additional ")) {
        read_agency_credit(&line[at..], credits);
        return;
    }
    for (at, word) in lower.match_indices(" contributed") {
        let after = lower[at + word.len()..].trim_start();
        let is_credit = after.is_empty()
            || after.starts_with(['.', ';', ')', ','])
            || ["to this ", "to the report", "reporting", "research", "additional reporting"]
                .iter()
                .any(|next| after.starts_with(next));
        if is_credit {
            // A window keeps long lines with many such words linear.
            let window = line[..at].char_indices().rev().take(500).last().map_or(0, |(from, _)| from);
            let start = sentence_start(&line[window..at]);
            if start > 0 || window == 0 {
                read_people(outlets, &line[window + start..at], credits);
            }
        }
    }
}

/// `Reporting by Jane Roe in Berlin and John Doe; Writing by Max Poe; Editing by Ann Low)`.
fn read_agency_credit(text: &str, credits: &mut Credits) {
    for part in text.split([';', ')']).take(8) {
        let part = part.trim();
        let Some(at) = part.to_ascii_lowercase().find(" by ") else { continue };
        let (task, people) = (part[..at].to_ascii_lowercase(), &part[at + 4..]);
        let is_author = task.ends_with("reporting") && !task.contains("additional") || task.ends_with("writing");
        for piece in names::split_list(people) {
            let Some(name) = names::person(without_place(piece)) else { continue };
            let list = if is_author { &mut credits.reporters } else { &mut credits.contributors };
            if !list.contains(&name) {
                list.push(name);
            }
        }
    }
}

/// Reads a list of people with the outlets they work for.
fn read_people(outlets: &Outlets, list: &str, credits: &mut Credits) {
    let list = list.trim_matches(['•', '⦁', '-', '—', '–', '*', '_', '(', '[', ' ', '·', '●', '/']);
    let mut after_place = false;
    for piece in names::split_list(list) {
        let piece = piece.trim_start_matches(['(', '"', '-', '—', ' ']);
        if let Some(named) = aliases::at_start(outlets, piece) {
            let rest = piece[named.len..].trim();
            let name = named.outlet.name.clone().into_owned();
            if rest.is_empty() {
                // An outlet beside people helped or is theirs: `Jane Roe, USA TODAY; AP`.
                continue;
            }
            let rest = without_role(rest);
            let Some(person) = names::person(without_place(rest)) else { continue };
            push(&mut credits.contributors, person);
            // The people of a wire service are credited wherever its report is printed.
            if !named.outlet.is_wire {
                credits.outlet.get_or_insert(name);
            }
            continue;
        }
        let (person, employer) = match piece.split_once(" of ") {
            Some((person, employer)) => (person, Some(employer)),
            None => (piece, None),
        };
        let has_place = person.contains(" in ") || person.contains(" from ");
        match names::person(without_role(without_place(person))) {
            // `in Washington, West Virginia` names no second person.
            Some(_) if after_place && !has_place && employer.is_none() && is_region(person) => {}
            Some(name) => push(&mut credits.contributors, name),
            None => {}
        }
        let employer = employer.and_then(|employer| aliases::at_start(outlets, employer));
        if let Some(named) = employer.filter(|named| !named.outlet.is_wire) {
            credits.outlet.get_or_insert_with(|| named.outlet.name.clone().into_owned());
        }
        after_place = has_place;
    }
    // `Contributing: Courtney Roe, USA TODAY.`
    if credits.outlet.is_none() && !credits.contributors.is_empty() {
        let mut own = names::split_list(list)
            .filter_map(|piece| aliases::whole(outlets, piece))
            .filter(|named| !named.outlet.is_wire);
        if let (Some(named), None) = (own.next(), own.next())
            && list.contains(", ")
            && !list.contains(" and ")
        {
            credits.outlet = Some(named.outlet.name.clone().into_owned());
        }
    }
}

fn push(list: &mut Vec<String>, name: String) {
    if !list.contains(&name) && list.len() < 50 {
        list.push(name);
    }
}

/// `West Virginia`, `New York`: places of two words that follow a city.
fn is_region(text: &str) -> bool {
    let first = text.split(' ').next().unwrap_or("");
    matches!(
        first,
        "New"
            | "North"
            | "South"
            | "West"
            | "East"
            | "Rhode"
            | "Saudi"
            | "Puerto"
            | "Sri"
            | "San"
            | "Los"
            | "United"
            | "Costa"
            | "El"
    )
}

/// Cuts `in Berlin`, `from London`, `at the White House` off.
fn without_place(text: &str) -> &str {
    [" in ", " from ", " at ", " on "]
        .iter()
        .fold(text, |text, mark| text.find(mark).map_or(text, |at| &text[..at]))
        .trim()
}

/// Cuts `writers`, `staff writer`, `White House correspondent` before a name off.
fn without_role(text: &str) -> &str {
    #[rustfmt::skip]
    const ROLES: &[&str] = &[
        "writer", "writers", "reporter", "reporters", "correspondent", "correspondents", "editor", "editors",
        "researcher", "researchers", "producer", "producers", "intern", "photographer", "journalist", "journalists",
        "colleague", "columnist",
    ];
    let mut cut = 0;
    let mut at = 0;
    for word in text.split(' ').take(8) {
        at += word.len() + 1;
        if ROLES.contains(&word.to_ascii_lowercase().as_str()) {
            cut = at.min(text.len());
        }
    }
    text[cut..].trim()
}

/// Where the sentence begins that `text` ends in the middle of.
fn sentence_start(text: &str) -> usize {
    let mut start = 0;
    for (at, mark) in text.match_indices(['.', '!', '?', '…', '”', ')', '•', '—', '/']) {
        let after = &text[at + mark.len()..];
        if !after.starts_with(' ') && !matches!(mark, "•" | "—" | "/") {
            continue;
        }
        if mark == "." {
            let word = text[..at].rsplit([' ', '\u{a0}', '(']).next().unwrap_or("");
            // Initials and abbreviations do not end a sentence.
            if word.chars().count() <= 3 && word.starts_with(char::is_uppercase) {
                continue;
            }
        }
        start = at + mark.len();
    }
    start
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    #[track_caller]
    fn check(text: &str, contributors: &[&str], reporters: &[&str], outlet: Option<&str>) {
        let got = read(&Outlets::bundled(), text, &lines(text));
        assert_eq!(got.contributors, contributors, "{text:?}");
        assert_eq!(got.reporters, reporters, "{text:?}");
        assert_eq!(got.outlet.as_deref(), outlet, "{text:?}");
    }

    #[test]
    fn contributions() {
        check(
            "Ann Roe, Alex Doe and Mary Poe of Fox News contributed to this report.",
            &["Ann Roe", "Alex Doe", "Mary Poe"],
            &[],
            Some("Fox News"),
        );
        check(
            "Fox News’ Ann Roe and the Associated Press contributed to this report",
            &["Ann Roe"],
            &[],
            Some("Fox News"),
        );
        check("- CNN's Ann Roe and Max Poe contributed to this report.", &["Ann Roe", "Max Poe"], &[], Some("CNN"));
        check("The Associated Press contributed to this report.", &[], &[], None);
        check("• Ann Roe contributed to this report from Detroit.", &["Ann Roe"], &[], None);
        check(
            "Associated Press writers Ann Roe in Rieti, Italy, and Max Poe in Charleston, West Virginia, contributed to this report.",
            &["Ann Roe", "Max Poe"],
            &[],
            None,
        );
        check("He left on Monday. Ann Roe contributed reporting.", &["Ann Roe"], &[], None);
        check("Contributing: Ann Roe, USA TODAY", &["Ann Roe"], &[], Some("USA TODAY"));
        check("Contributing: The Associated Press", &[], &[], None);
    }

    #[test]
    fn agency_credits() {
        check(
            "(Reporting by Ann Roe in Berlin and Max Poe; additional reporting by Al Low; Editing by Jo Ray)",
            &["Al Low", "Jo Ray"],
            &["Ann Roe", "Max Poe"],
            None,
        );
    }

    #[test]
    fn sentences_are_no_credits() {
        check("Ann Roe contributed $500 to the campaign.", &[], &[], None);
        check("The storm contributed to the delay.", &[], &[], None);
    }
}
