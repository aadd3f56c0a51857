//! What bylines and records print beside a name and is none: jobs, degrees, places of work.
//!
//! A job may hold the name of the outlet (`Los Angeles Times Staff Writer`). That name counts only
//! if the table of outlets knows it.

use super::aliases;
use super::names;
use super::outlets::{Outlet, Outlets};
use crate::extract::speakers::names::is_first_name;
use crate::extract::speakers::tokens::hash_word;
use crate::text::fold;

/// Words of which a job has one, folded.
#[rustfmt::skip]
const JOBS: &[&str] = &[
    "writer", "writers", "reporter", "reporters", "correspondent", "correspondents", "editor", "editors", "columnist", "columnists",
    "staff", "staffer", "contributor", "contributors", "producer", "producers", "bureau", "critic", "analyst", "journalist",
    "journalists", "photographer", "photojournalist", "blogger", "freelancer", "commentator", "fellow", "intern", "researcher",
    "anchor", "newsroom", "director", "professor", "presenter", "redakteur", "redakteurin", "korrespondent", "korrespondentin", "reporterin", "chefredakteur",
    "chefredakteurin", "kolumnist", "kolumnistin", "volontar", "volontarin", "journalistin", "redaktion", "correspondant",
    "correspondante", "journaliste", "envoye", "envoyee", "redacteur", "redactrice", "chroniqueur", "chroniqueuse", "corresponsal",
    "periodista", "redactor", "redactora", "enviado", "enviada", "columnista", "corrispondente", "inviato", "inviata", "giornalista",
    "redattore", "redattrice", "correspondente", "colunista", "jornalista", "verslaggever", "verslaggeefster", "redactie",
];

/// Two words that make a job together.
const JOBS_OF_TWO: &[[&str; 2]] = &[["foreign", "service"], ["special", "to"]];

/// Degrees and honours, without points.
#[rustfmt::skip]
const DEGREES: &[&str] = &[
    "PhD", "PHD", "MD", "DO", "JD", "MBA", "MPH", "MPP", "MPA", "MFA", "MSc", "BSc", "MS", "BS", "MA", "BA", "RN", "Esq", "ESQ", "LLM",
    "LLB", "DDS", "DVM", "CPA", "CFA", "RD", "OBE", "MBE", "CBE", "KC", "QC", "MP", "PsyD", "EdD", "DPhil", "FRS",
];

/// Where papers keep their people, folded. Names that people bear as first names are left out.
#[rustfmt::skip]
const PLACES: &[&str] = &[
    "paris", "london", "londres", "londra", "londen", "berlin", "berlino", "bonn", "munchen", "munich", "hamburg", "koln", "cologne",
    "frankfurt", "stuttgart", "leipzig", "dresden", "wien", "vienna", "bern", "zurich", "genf", "geneva", "geneve", "brussels",
    "brussel", "bruxelles", "bruselas", "madrid", "barcelona", "lisbon", "lisboa", "rome", "roma", "rom", "milan", "milano", "athens",
    "athen", "amsterdam", "den haag", "the hague", "rotterdam", "copenhagen", "stockholm", "oslo", "helsinki", "dublin", "belfast",
    "edinburgh", "glasgow", "manchester", "warsaw", "warschau", "prague", "prag", "budapest", "bucharest", "kyiv", "kiev", "moscow",
    "moskau", "moscou", "istanbul", "ankara", "jerusalem", "tel aviv", "beirut", "cairo", "kairo", "tehran", "baghdad", "kabul",
    "damascus", "riyadh", "dubai", "doha", "nairobi", "lagos", "johannesburg", "cape town", "dakar", "new delhi", "delhi", "mumbai",
    "islamabad", "karachi", "dhaka", "colombo", "bangkok", "hanoi", "jakarta", "manila", "singapore", "hong kong", "beijing", "peking",
    "pekin", "shanghai", "taipei", "seoul", "tokyo", "tokio", "canberra", "melbourne", "wellington", "auckland", "washington",
    "washington d.c", "washington dc", "d.c", "dc", "new york", "nueva york", "los angeles", "san francisco", "chicago", "boston", "seattle",
    "miami", "atlanta", "detroit", "philadelphia", "denver", "ottawa", "toronto", "montreal", "vancouver", "mexico city", "ciudad de mexico",
    "havana", "bogota", "lima", "quito", "caracas", "santiago", "buenos aires", "montevideo", "sao paulo", "rio de janeiro", "brasilia",
    "lyon", "marseille", "toulouse", "strasbourg", "napoli", "torino", "sevilla", "valencia", "porto",
];

/// The outlet that a job is at.
pub(super) struct Job<'o> {
    pub outlet: Option<&'o Outlet>,
    /// False if the name of the outlet is a short form, or that of a wire service.
    pub is_sure: bool,
}

/// True for `Staff Writer`, `Science Correspondent`, `Editor-in-Chief`; also with a name before it.
pub(super) fn is_job(text: &str) -> bool {
    if text.len() > 80 || !text.chars().all(|c| c.is_alphabetic() || " .-‐/&'’".contains(c)) {
        return false;
    }
    let words: Vec<String> = text
        .split([' ', '-', '‐', '/'])
        .map(|word| fold(word.trim_matches('.')))
        .filter(|word| !word.is_empty())
        .collect();
    words.len() <= 7
        && (words.iter().any(|word| JOBS.contains(&word.as_str()))
            || words.windows(2).any(|pair| JOBS_OF_TWO.iter().any(|job| pair == job)))
}

/// True for `Ph.D.`, `MD`.
fn is_degree(text: &str) -> bool {
    let letters: String = text.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
    (2..=9).contains(&text.len()) && DEGREES.contains(&letters.as_str())
}

/// True for the name of a city where many papers have people.
pub(super) fn is_place(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.');
    text.len() <= 20 && text.starts_with(char::is_uppercase) && PLACES.contains(&fold(text).as_str())
}

/// True for what stands behind a name and names nobody else: a job, a degree, a place.
pub(crate) fn is_beside_name(text: &str) -> bool {
    let text = text.trim();
    is_degree(text) || is_place(text) || is_job_alone(text)
}

/// True for a job without the name of a person: `Asia Business Correspondent`, but not `Jane Roe Reporter`, `Jane Fellow`.
pub(super) fn is_job_alone(text: &str) -> bool {
    is_job(text) && !(begins_with_first_name(text) && (names::person(text).is_some() || name_before(text).is_some()))
}

/// True for a desk or a person's job behind the name of its outlet: `CNN Library`, `NBC News Wires`.
pub(super) fn is_desk(outlets: &Outlets, text: &str) -> bool {
    let Some(named) = aliases::at_start(outlets, text).filter(|named| named.is_distinct) else { return false };
    let rest = text[named.len..].trim();
    !rest.is_empty() && names::person(rest).is_none() && !begins_with_first_name(text) && !begins_with_first_name(rest)
}

/// True if the first word is a first name that many bear.
pub(crate) fn begins_with_first_name(text: &str) -> bool {
    let word = text.trim_start().split([' ', '-']).next().unwrap_or("");
    word.starts_with(char::is_uppercase) && is_first_name(hash_word(word))
}

/// Words between a name and the place or the paper somebody writes from or for.
const BESIDE: &[&str] = &["in ", "at ", "for ", "For ", "FOR ", "from ", "à ", "en ", "desde ", "aus ", "da "];

/// The name before a place or a job in `Jane Roe in Paris`, `Jane Roe Staff Writer`.
pub(crate) fn name_before(text: &str) -> Option<String> {
    if text.len() > 120 {
        return None;
    }
    text.match_indices(' ').skip(1).take(4).find_map(|(at, _)| {
        let (head, tail) = (&text[..at], text[at + 1..].trim());
        let is_at = BESIDE.iter().find_map(|word| tail.strip_prefix(word)).is_some_and(|place| {
            let mut words = place.split(' ');
            place.split(' ').count() <= 3 && words.all(|word| word == "the" || word.starts_with(char::is_uppercase))
        });
        let is_told = is_at || (begins_with_first_name(head) && is_job(tail));
        if is_told { names::person(head) } else { None }
    })
}

/// Reads a line that is a job and nothing else: `Globe Staff`, `Washington Post Foreign Service`,
/// `Special to The Post`, `Staff Writer, Chicago Tribune`. `None` if it is no such line.
pub(super) fn read<'o>(outlets: &'o Outlets, line: &str) -> Option<Job<'o>> {
    let line = line.trim().trim_matches(['|', '-', '–', '—', '•', '·', '(', ')', '*', '/', ',', ' ']);
    if line.len() > 80 || line.is_empty() || line.ends_with(['!', '?', ':', ';']) {
        return None;
    }
    const SPECIAL: [&str; 5] = ["Special to ", "SPECIAL TO ", "special to ", "Special for ", "For "];
    if let Some(name) = SPECIAL.iter().find_map(|start| line.strip_prefix(start)) {
        let is_name = name.split(' ').count() <= 6
            && name
                .split(' ')
                .all(|word| word.starts_with(|c: char| !c.is_lowercase()) || matches!(word, "the" | "of"));
        let job = at(outlets, name);
        // `For the first time`, `For Love and Money`
        return (is_name && (job.outlet.is_some() || !line.starts_with("For "))).then_some(job);
    }
    // `The Hollywood Reporter` is no job.
    if aliases::whole(outlets, line).is_some() || begins_with_first_name(line) {
        return None;
    }
    for (name, job) in
        [line.split_once(", "), line.rsplit_once(", ").map(|(job, name)| (name, job))].into_iter().flatten()
    {
        if is_job(job) && !is_job(name) {
            return Some(at(outlets, name));
        }
    }
    // `Envoyé spécial`, where other languages write small.
    let is_short = line.split(' ').count() <= 4 && line.starts_with(char::is_uppercase) && !line.ends_with('.');
    let is_set = is_short
        || line.split(' ').all(|word| {
            word.starts_with(|c: char| c.is_uppercase() || c == '&')
                || matches!(
                    word,
                    "in" | "of" | "for" | "at" | "and" | "the" | "to" | "de" | "der" | "für" | "en" | "du" | "di"
                )
                || is_job(word)
        });
    if !is_job(line) || !is_set {
        return None;
    }
    // The longest name behind which a job is left.
    let ends = line.match_indices(' ').map(|(at, _)| at).rev();
    let named = ends.map(|end| (&line[..end], &line[end + 1..])).filter(|(_, job)| is_job(job));
    Some(
        named
            .map(|(name, _)| at(outlets, name))
            .find(|job| job.outlet.is_some())
            .unwrap_or(Job { outlet: None, is_sure: false }),
    )
}

/// The job at an outlet that may be named by a short form.
fn at<'o>(outlets: &'o Outlets, name: &str) -> Job<'o> {
    let found = outlets.by_short_name(name.trim());
    Job {
        outlet: found.map(|(outlet, _)| outlet),
        is_sure: found.is_some_and(|(outlet, is_sure)| is_sure && !outlet.is_wire),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, want: Option<Option<&str>>) {
        let outlets = Outlets::bundled();
        let got = read(&outlets, line).map(|job| job.outlet.map(|outlet| outlet.name.to_string()));
        assert_eq!(got.as_ref().map(Option::as_deref), want, "{line:?}");
    }

    #[test]
    fn a_job_tells_the_outlet_that_the_table_knows() {
        check("Los Angeles Times Staff Writer", Some(Some("Los Angeles Times")));
        check("Washington Post Foreign Service", Some(Some("The Washington Post")));
        check("Washington Post Staff Writer", Some(Some("The Washington Post")));
        check("The Washington Post Staff Writers", Some(Some("The Washington Post")));
        check("Globe Staff", Some(Some("The Boston Globe")));
        check("Globe Correspondent", Some(Some("The Boston Globe")));
        check("Chicago Tribune Washington Bureau", Some(Some("Chicago Tribune")));
        check("Staff Writer, Chicago Tribune", Some(Some("Chicago Tribune")));
        check("Chicago Tribune, Staff Writer", Some(Some("Chicago Tribune")));
        check("Special to the Los Angeles Times", Some(Some("Los Angeles Times")));
        check("For The Washington Post", Some(Some("The Washington Post")));
        check("AP Science Writer", Some(Some("Associated Press")));
        check("Correspondant du Monde", Some(None));
    }

    #[test]
    fn what_the_table_does_not_know_stays_unknown() {
        for line in [
            "Staff Writer",
            "Chief Political Correspondent",
            "Valley Gazette Staff",
            "Times Staff Writer",
            "Herald Reporter",
            "Tribune staff reporter",
            "Special to The Post",
            "Editor-in-Chief",
            "Redakteurin",
            "Envoyé spécial",
        ] {
            check(line, Some(None));
        }
    }

    #[test]
    fn other_lines_are_no_jobs() {
        for line in [
            "",
            "The Hollywood Reporter",
            "Jane Roe",
            "Jane Roe, Staff Writer",
            "Los Angeles Times",
            "The staff of the mayor was told to leave on Monday",
            "For the first time in years",
            "March 7, 2010",
            "Mayor fires editor?",
        ] {
            check(line, None);
        }
    }

    #[test]
    fn what_stands_beside_names_is_told_from_names() {
        for text in [
            "Staff Writer",
            "Ph.D.",
            "PhD",
            "MD",
            "M.D.",
            "Paris",
            "New York",
            "D.C.",
            "City Hall Bureau",
            "Guest Contributor",
            "Asia Business Correspondent",
        ] {
            assert!(is_beside_name(text), "{text:?}");
        }
        for text in ["Jane Roe", "Jo Fellow", "Ma", "John", "Reuters", "Roe", "", "Jane Roe Staff Writer"] {
            assert!(!is_beside_name(text), "{text:?}");
        }
        assert_eq!(name_before("Jane Roe in Paris").as_deref(), Some("Jane Roe"));
        assert_eq!(name_before("Jane Roe Staff Writer").as_deref(), Some("Jane Roe"));
        assert_eq!(name_before("Jane Roe for RiverOnline").as_deref(), Some("Jane Roe"));
        assert_eq!(name_before("Jane Roe for years"), None);
        assert_eq!(name_before("City Hall Bureau"), None);
        assert_eq!(name_before("Sen. Jane Roe"), None);
    }
}
