//! Names of people as bylines and credits print them.

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
    "redacción", "redazione", "agence", "agencia", "york",
];

/// Words of names that are written small.
const PARTICLES: &[&str] = &[
    "al", "af", "av", "bin", "bint", "da", "dal", "das", "de", "degli", "del", "della", "den", "der", "des", "di",
    "dos", "du", "e", "el", "ibn", "la", "le", "st.", "ten", "ter", "van", "von", "y", "zu", "zum", "zur",
];

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
    if !(2..=5).contains(&words.len()) {
        return None;
    }
    let mut capitals = 0;
    for (index, word) in words.iter().enumerate() {
        let lower = word.to_lowercase();
        if PARTICLES.contains(word) && index + 1 < words.len() {
            continue;
        }
        let is_last = index + 1 == words.len();
        if NOT_NAMES.contains(&lower.trim_end_matches('.')) || !is_name_word(word, is_last) {
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
    if matches!(last, "Jr." | "Sr.") {
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
    if word.contains('.') {
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

/// Splits a list of names at commas, semicolons and `and`, in several languages.
pub(crate) fn split_list(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '|', '•', '\n']).flat_map(split_and).map(str::trim).filter(|part| !part.is_empty())
}

fn split_and(text: &str) -> impl Iterator<Item = &str> {
    const JOINERS: &[&str] = &["and", "&", "und", "et", "AND", "UND", "ET", "with", "WITH"];
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let current = rest?;
        let mut at = 0;
        for word in current.split(' ') {
            let end = at + word.len();
            if JOINERS.contains(&word) {
                rest = Some(current.get(end..).unwrap_or(""));
                return Some(&current[..at]);
            }
            at = end + 1;
        }
        rest = None;
        Some(current)
    })
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
        check("Dr. Jane Roe", Some("Jane Roe"));
        check("John Roe Jr.", Some("John Roe Jr."));
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
        ] {
            check(text, None);
        }
    }

    #[test]
    fn lists_split() {
        let got: Vec<_> = split_list("A B, C D and E F; G H & I J und K L, ").collect();
        assert_eq!(got, ["A B", "C D", "E F", "G H", "I J", "K L"]);
        assert_eq!(split_list("Sandra Andrews").collect::<Vec<_>>(), ["Sandra Andrews"]);
    }
}
