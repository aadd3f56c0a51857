//! Bylines: `By Jane Roe`, `By JANE ROE and John Doe, Associated Press`, `Von …`,
//! `(Ben Sellers, Liberty Headlines)`.

use super::aliases;
use super::dates;
use super::jobs;
use super::names;
use super::outlets::Outlets;

/// What a byline tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Byline {
    /// Names of people, in the order printed.
    pub authors: Vec<String>,
    /// The outlet printed with them.
    pub outlet: Option<String>,
    /// Where in the text of the byline a date begins.
    pub date_at: Option<usize>,
}

/// Words that begin a byline in various languages.
#[rustfmt::skip]
const STARTS: &[&str] = &[
    "By:", "BY:", "By ", "BY ", "by ", "Von ", "VON ", "Par ", "PAR ", "Por ", "POR ", "Di ", "Door ", "Av ", "Af ",
    "Written by ", "Reported by ", "Story by ", "Posted by ", "Text: ", "Words by ",
];

/// Words for `by` that names begin with as well, with their language.
const PREPOSITIONS: &[(&str, &str)] = &[
    ("von", "de"),
    ("par", "fr"),
    ("por", "es"),
    ("por", "pt"),
    ("di", "it"),
    ("door", "nl"),
    ("av", "sv"),
    ("af", "da"),
];

/// Takes the word for `by` before a full name away: `Par Jane Roe`, `von Max Poe`, but not `von der
/// Leyen` and `Di Maio`. Where the text is in another language, the name must begin with a first name.
pub(super) fn without_by<'t>(text: &'t str, language: Option<&str>) -> &'t str {
    let text = text.trim_start();
    if let Some(rest) = ["By ", "BY ", "by "].iter().find_map(|by| text.strip_prefix(by)) {
        return rest.trim();
    }
    let Some((word, rest)) = text.split_once(' ') else { return text };
    let lower = word.to_lowercase();
    let mut languages = PREPOSITIONS.iter().filter(|(by, _)| *by == lower).map(|(_, language)| *language).peekable();
    if languages.peek().is_none() {
        return text;
    }
    let is_own = language.is_none_or(|language| languages.any(|one| one == language));
    let rest = rest.trim();
    let first = names::split_list(rest).next().unwrap_or("");
    let is_full = first.starts_with(char::is_uppercase)
        && (names::person(first).is_some() || jobs::name_before(first).is_some())
        && (is_own || jobs::begins_with_first_name(first));
    if is_full { rest } else { text }
}

/// Reads a line that is nothing but a byline; `None` if it is none.
pub(super) fn read(outlets: &Outlets, line: &str) -> Option<Byline> {
    if line.len() > 240 {
        return None;
    }
    // Written small, only a full name tells that the word is one for `by`.
    let width = match STARTS.iter().find(|start| line.starts_with(**start)) {
        Some(start) => start.len(),
        None => line.len() - Some(without_by(line, None)).filter(|names| names.len() < line.len())?.len(),
    };
    let mut byline = names_and_outlet(outlets, line.get(width..)?)?;
    byline.date_at = byline.date_at.map(|at| at + width);
    Some(byline)
}

/// Reads what follows the word `By`. Everything must be understood as name, outlet, role or
/// date, otherwise there is no byline.
pub(super) fn names_and_outlet(outlets: &Outlets, text: &str) -> Option<Byline> {
    let mut byline = Byline { date_at: date_start(text), ..Byline::default() };
    let list = &text[..byline.date_at.unwrap_or(text.len())];
    // `( @handle )`
    let list = list.find(['(', '@']).map_or(list, |at| &list[..at]);
    let list = list.trim_end_matches([' ', '|', '-', '–', '—', '•', '·', ',']);
    let list = list.split(" | ").next().unwrap_or(list);
    let list = [" Updated", " Published", " Posted", " - ", " – ", " — ", " on "]
        .iter()
        .fold(list, |list, mark| list.find(mark).map_or(list, |at| &list[..at]));
    for part in names::split_list(list) {
        // `Jane Roe, Valley Gazette`
        let is_paper = !byline.authors.is_empty() && is_outlet_like(part) && !jobs::begins_with_first_name(part);
        if let Some(name) = names::person(part).filter(|_| !is_paper) {
            byline.authors.push(name);
        } else if let Some(outlet) = outlet_of(outlets, part) {
            byline.outlet.get_or_insert(outlet);
        } else if !byline.authors.is_empty() && jobs::is_beside_name(part) {
            continue;
        } else if is_paper {
            byline.outlet.get_or_insert_with(|| part.to_owned());
        } else if let Some((name, outlet)) = name_before_outlet(outlets, part) {
            byline.authors.push(name);
            if let Some(outlet) = outlet {
                byline.outlet.get_or_insert(outlet);
            }
        } else if !is_role(part, byline.authors.is_empty()) {
            return None;
        }
    }
    (!byline.authors.is_empty() || byline.outlet.is_some()).then_some(byline)
}

/// Reads `(Ben Sellers, Liberty Headlines)` at the start of a paragraph.
pub(super) fn read_bracketed(outlets: &Outlets, paragraph: &str) -> Option<Byline> {
    let inner = paragraph.strip_prefix('(')?;
    let close = inner.char_indices().take(100).find(|(_, c)| *c == ')')?.0;
    let (inner, after) = (&inner[..close], &inner[close + 1..]);
    if after.trim_start().is_empty() && !after.is_empty() {
        return None;
    }
    let mut byline = Byline::default();
    let parts: Vec<&str> = inner.split([',', '/', '|']).map(str::trim).collect();
    let (last, people) = parts.split_last()?;
    for person in people.iter().flat_map(|part| names::split_list(part)) {
        byline.authors.push(names::person(person)?);
    }
    if byline.authors.is_empty() {
        return None;
    }
    byline.outlet = match aliases::whole(outlets, last) {
        Some(named) => Some(named.outlet.name.clone().into_owned()),
        None if is_outlet_like(last) => Some((*last).to_owned()),
        None => {
            byline.authors.push(names::person(last)?);
            None
        }
    };
    Some(byline)
}

/// True if a name that the table does not know looks like that of an outlet.
pub(crate) fn is_outlet_like(name: &str) -> bool {
    #[rustfmt::skip]
    const MARKS: &[&str] = &[
        "news", "times", "post", "daily", "press", "herald", "tribune", "journal", "gazette", "chronicle", "observer",
        "headlines", "report", "review", "media", "magazine", "wire", "star", "sun", "standard", "mail", "telegraph",
        "examiner", "register", "sentinel", "ledger", "courier", "dispatch", "globe", "independent", "zeitung",
        "nachrichten", "anzeiger", "tageblatt", "radio", "tv", "agency", "network", "today", "weekly", "monitor",
        "inquirer", "record", "presse", "blatt", "bote", "kurier", "rundschau", "diario", "noticias", "jornal",
        "gazzetta", "giornale", "corriere", "courrier", "periódico", "dagblad", "krant", "tidning", "tidende",
    ];
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_name = (1..=5).contains(&words.len())
        && words.iter().all(|word| {
            word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                || matches!(
                    *word,
                    "of" | "the"
                        | "and"
                        | "&"
                        | "de"
                        | "der"
                        | "du"
                        | "des"
                        | "del"
                        | "della"
                        | "di"
                        | "la"
                        | "für"
                        | "van"
                )
        });
    is_name
        && words.iter().any(|word| {
            let lower = word.to_lowercase();
            MARKS.iter().any(|mark| lower == *mark || (mark.len() > 5 && lower.ends_with(mark)))
        })
}

/// Where a date begins that stands behind the names.
fn date_start(text: &str) -> Option<usize> {
    text.char_indices().take(160).find_map(|(at, c)| {
        let after_word = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let may_begin = !after_word && (c.is_ascii_digit() || c.is_uppercase());
        (may_begin && dates::read_prefix(&text[at..]).is_some()).then_some(at)
    })
}

/// The outlet that a part of a byline is: `Reuters`, `BBC defence correspondent`, `for The Hill`.
fn outlet_of(outlets: &Outlets, part: &str) -> Option<String> {
    let part = ["for ", "of ", "at ", "special to ", "Special to ", "in "]
        .iter()
        .find_map(|word| part.strip_prefix(word))
        .unwrap_or(part);
    if let Some(named) = aliases::at_start(outlets, part) {
        let rest = part[named.len..].trim();
        let is_known =
            rest.is_empty() || (named.is_distinct && rest.split_whitespace().all(|word| !word.contains('.')));
        if is_known {
            return Some(named.outlet.name.clone().into_owned());
        }
    }
    // `Globe Staff`
    jobs::read(outlets, part)?.outlet.map(|outlet| outlet.name.clone().into_owned())
}

/// `JANE ROE Associated Press`, `Jane Roe for The Hill`, `Jane Roe in Berlin`.
fn name_before_outlet(outlets: &Outlets, part: &str) -> Option<(String, Option<String>)> {
    for (at, _) in part.match_indices(' ').skip(1).take(5) {
        let (head, tail) = (&part[..at], part[at + 1..].trim());
        let Some(name) = names::person(head) else { continue };
        if let Some(outlet) = outlet_of(outlets, tail) {
            return Some((name, Some(outlet)));
        }
        let is_place = ["in ", "for ", "For "].iter().find_map(|word| tail.strip_prefix(word)).is_some_and(|place| {
            let mut words = place.split(' ');
            place.split(' ').count() <= 4
                && (tail.starts_with("in ") || words.all(|word| word == "the" || word.starts_with(char::is_uppercase)))
        });
        if is_place || is_role(tail, false) {
            return Some((name, None));
        }
    }
    None
}

/// True for what stands in bylines beside names: `Staff Writer`, `Washington correspondent`.
fn is_role(part: &str, alone: bool) -> bool {
    #[rustfmt::skip]
    const ROLES: &[&str] = &[
        "writer", "writers", "correspondent", "correspondents", "reporter", "reporters", "editor", "editors",
        "columnist", "staff", "bureau", "contributor", "producer", "chief", "opinion", "analyst", "wire", "service",
        "services", "special", "report", "reports", "newsroom", "korrespondent", "redakteur", "redakteurin",
        "correspondant", "envoyé", "corresponsal", "fellow", "network", "politics",
    ];
    let words = part.split_whitespace().count();
    let has_role =
        part.split_whitespace().any(|word| ROLES.contains(&word.to_lowercase().trim_end_matches(['.', ','])));
    // Places stand behind names: `Jane Roe, Washington`.
    let is_place = !alone && words <= 2 && part.starts_with(char::is_uppercase) && !part.contains('.');
    words <= 6 && (has_role || is_place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, authors: &[&str], outlet: Option<&str>) {
        let outlets = Outlets::bundled();
        let got = read(&outlets, line).or_else(|| read_bracketed(&outlets, line)).unwrap_or_default();
        assert_eq!(
            (got.authors.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), got.outlet.as_deref()),
            (authors, outlet),
            "{line:?}"
        );
    }

    #[test]
    fn bylines() {
        check("By Jane Roe", &["Jane Roe"], None);
        check("BY JANE ROE", &["Jane Roe"], None);
        check("By JANE ROE and John Doe, Associated Press", &["Jane Roe", "John Doe"], Some("Associated Press"));
        check("By JANE ROE Associated Press", &["Jane Roe"], Some("Associated Press"));
        check("By Jane Roe, Staff writer", &["Jane Roe"], None);
        check("By Jane Roe, John Doe and Max Poe, CNN", &["Jane Roe", "John Doe", "Max Poe"], Some("CNN"));
        check("By Jane Roe, BBC defence and diplomatic correspondent", &["Jane Roe"], Some("BBC News"));
        check("By Jane Roe - October 20, 2014", &["Jane Roe"], None);
        check("By Jane Roe | July 11, 2020", &["Jane Roe"], None);
        check("By Jane Roe, Globe Staff", &["Jane Roe"], Some("The Boston Globe"));
        check("By Jane Roe, Times Staff Writer", &["Jane Roe"], None);
        check("By Jane Roe, City Hall Bureau", &["Jane Roe"], None);
        check("By Jane Roe, Ph.D.", &["Jane Roe"], None);
        check("By Reuters", &[], Some("Reuters"));
        check("Von Jörg Müller, Berlin", &["Jörg Müller"], None);
        check("Par Jeanne Dupont", &["Jeanne Dupont"], None);
        check("Por Juan Pérez", &["Juan Pérez"], None);
        check("di Marco Galluzzo", &["Marco Galluzzo"], None);
        check("par Anne Dupont et Luc Petit", &["Anne Dupont", "Luc Petit"], None);
        check("Por Ana Souza e João Lima", &["Ana Souza", "João Lima"], None);
        check("von Jörg Müller, Berlin", &["Jörg Müller"], None);
        check("By Jane Roe / John Doe", &["Jane Roe", "John Doe"], None);
        check(
            "(Ben Sellers, Liberty Headlines) Facing a runoff, he lost.",
            &["Ben Sellers"],
            Some("Liberty Headlines"),
        );
        check("By John Roe, Jr.", &["John Roe Jr."], None);
        check("By Jane Roe, Valley Gazette", &["Jane Roe"], Some("Valley Gazette"));
        check("By Jane Roe for RiverOnline", &["Jane Roe"], None);
        check("By Jane Roe for the River Ledger-Star", &["Jane Roe"], None);
        check("Par Jeanne Dupont et Luc Petit avec AFP", &["Jeanne Dupont", "Luc Petit"], Some("Agence France-Presse"));
        check("(Jane Roe, Alabama Gazette) Facing a runoff, he lost.", &["Jane Roe"], Some("Alabama Gazette"));
    }

    #[test]
    fn sentences_are_no_bylines() {
        for line in [
            "By Tuesday the vote was over.",
            "By all accounts he lost",
            "By the time Jane Roe arrived, it was late",
            "Von der Leyen sagte am Dienstag nichts",
            "Por eso no vino",
            "von der Leyen",
            "von der Leyen sagte nichts",
            "Di Maio",
            "par Jean",
            "di Roma",
            "(D-Ala., 2020) He",
            "(Jane Roe) The",
            "(Really, Not) A",
            "(",
            "",
        ] {
            check(line, &[], None);
        }
    }
}
