//! Names of people as bylines and credits print them.

use crate::text::names;

/// Words that no person's name has, so that `News Staff` is not read as one.
#[rustfmt::skip]
const NOT_NAMES: &[&str] = &[
    "agency", "agencies", "analysis", "and", "associated", "board", "bureau", "business", "by", "chief", "columnist",
    "company", "congress", "contributor", "contributors", "correspondent", "correspondents", "court", "daily",
    "department", "desk", "digital", "director", "economics", "editor", "editorial", "editors", "editor-in-chief",
    "exclusive", "fact", "foundation", "gmbh", "group", "house", "images", "inc", "llc", "magazine", "media",
    "minister", "national", "network", "news", "newspaper", "newsroom", "opinion", "photo", "photographer",
    "politics", "political", "post", "president", "press", "producer", "public", "published", "radio", "redaktion",
    "reporter", "reporters", "research", "researcher", "senior", "service", "services", "special", "sports", "staff",
    "state", "states", "street", "team", "the", "this", "times", "today", "tribune", "tv", "united", "university",
    "updated", "video", "washington", "wire", "wires", "writer", "writers", "with", "from", "our", "rédaction",
    "redacción", "redazione", "agence", "agencia", "york", "zeitung", "zeitschrift", "nachrichten", "tageblatt", "anzeiger",
    "rundschau", "courrier", "gazette", "gazzetta", "giornale", "corriere", "periódico", "diario", "noticias", "jornal", "journal",
    "magazin", "presse", "dagblad", "krant", "tidning", "tidende", "herald", "chronicle", "newsletter",
];

/// Words that begin a headline or the name of a paper, and no name of a person.
const ARTICLES: &[&str] = &["der", "die", "das", "ein", "eine", "los", "las", "une", "the"];

/// True for `Jr.`, `Sr.`, `III`: what stands behind a name and belongs to it.
pub(crate) fn is_suffix(word: &str) -> bool {
    let word = word.trim().trim_end_matches(['.', ',']);
    let is_cased = word.starts_with(char::is_uppercase);
    is_cased && word.len() <= 3 && names::is_suffix(&word.to_ascii_lowercase())
}

/// Titles that bylines print before a name and that are no part of it.
const TITLES: &[&str] = &["dr.", "dr", "prof.", "mr.", "mrs.", "ms.", "sir", "dame"];

/// Returns the name if `text` is that of a person and nothing else: two to five words, each
/// with a capital or a particle. Names all in capitals come back as `Jane Roe`.
pub(crate) fn person(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches([',', ';', ':']);
    // `Tablet’s Jane Roe` is a person with an employer.
    if ["’s ", "'s "].iter().any(|owner| text.contains(owner)) {
        return None;
    }
    if !(5..=60).contains(&text.len()) {
        return None;
    }
    let mut words: Vec<&str> = text.split_whitespace().collect();
    if words.first().is_some_and(|word| TITLES.contains(&word.to_lowercase().as_str())) {
        words.remove(0);
    }
    // `John Smith, Jr.`
    let n_before_suffix = words.len().saturating_sub(usize::from(words.last().is_some_and(|word| is_suffix(word))));
    if n_before_suffix >= 2
        && n_before_suffix < words.len()
        && let Some(bare) = words[n_before_suffix - 1].strip_suffix(',')
    {
        words[n_before_suffix - 1] = bare;
    }
    if !(2..=5).contains(&words.len()) || ARTICLES.contains(&words[0].to_lowercase().as_str()) {
        return None;
    }
    let mut capitals = 0;
    for (index, word) in words.iter().enumerate() {
        let lower = word.to_lowercase();
        if names::is_particle(word) && index + 1 < words.len() {
            continue;
        }
        let is_last = index + 1 == words.len();
        // `Hafenzeitung`, `Nordwestanzeiger`
        let is_paper = ["zeitung", "tageblatt", "nachrichten", "anzeiger"].iter().any(|end| lower.ends_with(end));
        if is_paper || NOT_NAMES.contains(&lower.trim_end_matches('.')) || !is_name_word(word, is_last) {
            return None;
        }
        capitals += 1;
    }
    let last = words.last()?;
    if capitals < 2 || last.trim_end_matches('.').chars().count() < 2 {
        return None;
    }
    let is_all_capitals = words.iter().all(|word| !word.chars().any(char::is_lowercase));
    let name = if is_all_capitals {
        words.iter().map(|word| title_case(word)).collect::<Vec<_>>().join(" ")
    } else {
        words.join(" ")
    };
    Some(name.trim_end_matches(['.', ',']).to_owned()).map(|name| restore_suffix(name, last))
}

/// `Jr.` keeps its point.
fn restore_suffix(mut name: String, last: &str) -> String {
    if matches!(last, "Jr." | "Sr." | "JR." | "SR.") {
        name.push('.');
    }
    name
}

fn is_name_word(word: &str, is_last: bool) -> bool {
    let word = if is_last { word.trim_end_matches('.') } else { word };
    let mut letters = word.chars();
    let begins = letters.next().is_some_and(|first| first.is_uppercase() || is_caseless_letter(first));
    // `d'Ancona`, `al-Sisi`
    let begins = begins
        || (word.contains(['\'', '’', '-'])
            && word.len() > 3
            && word.chars().skip(1).any(char::is_uppercase)
            && word.starts_with(char::is_alphabetic));
    begins && letters.all(|c| c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '-' | '‐' | '\u{301}'))
}

fn is_caseless_letter(character: char) -> bool {
    character.is_alphabetic() && !character.is_lowercase() && !character.is_uppercase()
}

/// `ROE` to `Roe`, `O'BRIEN` to `O'Brien`, `MCCAIN` to `McCain`; initials stay.
fn title_case(word: &str) -> String {
    let is_number = matches!(word, "II" | "III" | "IV");
    if is_number || (word.contains('.') && !is_suffix(word)) {
        return word.to_owned();
    }
    let mut cased = String::with_capacity(word.len());
    let mut at_start = true;
    for character in word.chars() {
        if at_start {
            cased.push(character);
        } else {
            cased.extend(character.to_lowercase());
        }
        at_start = matches!(character, '-' | '\'' | '’');
        if cased == "Mc" {
            at_start = true;
        }
    }
    cased
}

/// Splits a list of names at commas, semicolons, slashes and `and`, in several languages. The comma of
/// `John Smith, Jr.` parts nothing, nor does the slash of `and/or`.
pub(crate) fn split_list(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    let parts = std::iter::from_fn(move || {
        let current = rest?;
        for (at, mark) in current.match_indices([',', ';', '|', '•', '/', '\n']) {
            let after = &current[at + mark.len()..];
            let is_within = match mark {
                "," => at > 0 && begins_with_suffix(after),
                "/" => !after.trim_start_matches(' ').starts_with(char::is_uppercase),
                _ => false,
            };
            if !is_within {
                rest = Some(after);
                return Some(&current[..at]);
            }
        }
        rest = None;
        Some(current)
    });
    parts.flat_map(split_and).map(str::trim).filter(|part| !part.is_empty())
}

/// True if the next word of `text` is `Jr.` or the like.
fn begins_with_suffix(text: &str) -> bool {
    let text = text.trim_start_matches(' ');
    let width = text.find([' ', ',', ';', '|', '\n']).unwrap_or(text.len());
    // `Jane Roe, Sr. Juan Poe`
    let after = text[width..].trim_start_matches(' ');
    is_suffix(&text[..width]) && !after.starts_with(char::is_uppercase)
}

/// Splits at `and`, in several languages.
pub(super) fn split_and(text: &str) -> impl Iterator<Item = &str> {
    const JOINERS: &[&str] = &["and", "&", "und", "et", "AND", "UND", "ET", "with", "WITH"];
    /// Those before an agency: `Jean Roe avec AFP`, but not `Roe mit dem Hund`.
    const BESIDE: &[&str] = &["avec", "mit", "con", "AVEC", "MIT", "CON"];
    /// Those that stand within names as well: `José Ortega y Gasset`.
    const NAME_JOINERS: &[&str] = &["e", "y", "en", "och", "og", "E", "Y", "EN", "OCH", "OG"];
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let current = rest?;
        let mut at = 0;
        for word in current.split(' ') {
            let end = at + word.len();
            let behind = current.get(end..).unwrap_or("");
            let is_joiner = JOINERS.contains(&word)
                || (BESIDE.contains(&word) && begins_with_agency(behind))
                || (NAME_JOINERS.contains(&word) && is_between_names(&current[..at], behind));
            if is_joiner {
                rest = Some(current.get(end..).unwrap_or(""));
                return Some(&current[..at]);
            }
            at = end + 1;
        }
        rest = None;
        Some(current)
    })
}

/// True for `AFP`, `dpa`, `agences`: what a paper's people write with.
fn begins_with_agency(text: &str) -> bool {
    let word = text.trim_start().split([' ', ',', '/']).next().unwrap_or("");
    let is_short = (2..=5).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase());
    is_short || matches!(word, "dpa" | "agences" | "agence" | "agencias" | "agenzie" | "agenturen" | "Reuters")
}

/// True if a full name ends before a word and another begins behind it.
fn is_between_names(before: &str, behind: &str) -> bool {
    let (before, behind) = (before.trim(), behind.trim());
    if before.len() > 60 {
        return false;
    }
    // The next name of three may be followed by another such word.
    let next = behind.find(" e ").or_else(|| behind.find(" y ")).map_or(behind, |at| &behind[..at]);
    person(before).is_some() && next.len() <= 60 && person(next).is_some()
}

/// `John Roe, Jr.` as `John Roe Jr.`; anything else stays.
pub(crate) fn without_comma(name: &str) -> String {
    match name.rsplit_once(',') {
        Some((name, suffix)) if is_suffix(suffix) => format!("{} {}", name.trim_end(), suffix.trim()),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: Option<&str>) {
        assert_eq!(person(text).as_deref(), want, "{text:?}");
    }

    #[test]
    fn people() {
        check("Ben Sellers", Some("Ben Sellers"));
        check("JANE ROE", Some("Jane Roe"));
        check("PATRICK O'BRIEN", Some("Patrick O'Brien"));
        check("MARY MCCAIN-SMITH", Some("Mary McCain-Smith"));
        check("J. Scott Roe", Some("J. Scott Roe"));
        check("Ursula von der Leyen", Some("Ursula von der Leyen"));
        check("Maria do Carmo Roe", Some("Maria do Carmo Roe"));
        check("Tahar ben Roe", Some("Tahar ben Roe"));
        check("Dr. Jane Roe", Some("Jane Roe"));
        check("John Roe Jr.", Some("John Roe Jr."));
        check("John Roe, Jr.", Some("John Roe Jr."));
        check("JOHN ROE, JR.", Some("John Roe Jr."));
        check("John Roe, III", Some("John Roe III"));
        check("Le Thanh Hai", Some("Le Thanh Hai"));
        check("Matthew d'Ancona.", Some("Matthew d'Ancona"));
        check("Jörg Müller", Some("Jörg Müller"));
    }

    #[test]
    fn what_is_nobody() {
        for text in [
            "",
            "Reuters",
            "Associated Press",
            "News Staff",
            "the president",
            "Jane",
            "Jane roe",
            "Jane Roe 3",
            "Jane Roe went to the market there",
            "By Jane",
            "Jane R",
            "New York",
            "Hafen Zeitung",
            "Neue Hafenzeitung",
            "Le Courrier du Port",
            "Der Streit",
            "Roe, Jr.",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn lists_split() {
        let got: Vec<_> = split_list("A B, C D and E F; G H & I J und K L, ").collect();
        assert_eq!(got, ["A B", "C D", "E F", "G H", "I J", "K L"]);
        let got: Vec<_> = split_list("John Roe, Jr., Jane Poe and Max Lee, III").collect();
        assert_eq!(got, ["John Roe, Jr.", "Jane Poe", "Max Lee, III"]);
        let got: Vec<_> = split_list("Jane Roe / John Doe/Max Lee").collect();
        assert_eq!(got, ["Jane Roe", "John Doe", "Max Lee"]);
        let got: Vec<_> = split_list("Ana Souza e João Lima, José Ortega y Gasset y Eva Paz").collect();
        assert_eq!(got, ["Ana Souza", "João Lima", "José Ortega y Gasset", "Eva Paz"]);
        assert_eq!(split_list("Sandra Andrews").collect::<Vec<_>>(), ["Sandra Andrews"]);
        assert_eq!(split_list("Anne Roe avec AFP").collect::<Vec<_>>(), ["Anne Roe", "AFP"]);
        assert_eq!(split_list("Interview mit Jane Roe").collect::<Vec<_>>(), ["Interview mit Jane Roe"]);
    }
}
