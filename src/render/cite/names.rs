//! Names of authors, taken apart where they are surely a person's.

use crate::text::names;

/// A name as catalogues have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::render) enum PersonName {
    /// Given names, and the family name with what belongs to it (`van`, `de la`).
    Parts {
        /// `Jane M.`
        given: String,
        /// `van Roe`
        family: String,
    },
    /// An organisation, or a name that one cannot be sure of: as it is.
    Whole(String),
}

/// Words that begin a family name.
const PARTICLES: [&str; 22] = [
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "du", "la", "le", "el", "al", "bin",
    "ibn", "ben", "ter", "zu", "af",
];

/// Words of organisations and of bylines that name nobody.
const ORGANISATIONS: [&str; 48] = [
    "press",
    "news",
    "staff",
    "wire",
    "agency",
    "times",
    "post",
    "journal",
    "editors",
    "editor",
    "editorial",
    "board",
    "team",
    "desk",
    "bureau",
    "network",
    "magazine",
    "report",
    "reports",
    "service",
    "services",
    "media",
    "radio",
    "television",
    "tv",
    "online",
    "group",
    "institute",
    "university",
    "associated",
    "reuters",
    "bloomberg",
    "bbc",
    "cnn",
    "nbc",
    "abc",
    "npr",
    "the",
    "and",
    "of",
    "for",
    "by",
    "inc",
    "llc",
    "reporter",
    "correspondent",
    "contributor",
    "writer",
];

/// Takes a name apart if it is surely a person's.
pub(in crate::render) fn person_name(name: &str) -> PersonName {
    let name = super::one_line(name);
    let whole = || PersonName::Whole(name.clone());
    let words: Vec<&str> = name.split(' ').collect();
    if !(2..=5).contains(&words.len()) {
        return whole();
    }
    let is_name = |word: &str| {
        let is_letter = |c: char| c.is_alphabetic() || matches!(c, '.' | '-' | '’' | '\'');
        word.chars().all(is_letter) && word.chars().any(char::is_alphabetic)
    };
    let lower: Vec<String> = words.iter().map(|word| word.trim_matches('.').to_lowercase()).collect();
    // `AP`, `CNN`: an organisation; `J. R.`, `JJ`: initials, which stand in front.
    let is_shouted = |word: &str| word.chars().count() > 2 && !word.contains('.') && word == word.to_uppercase();
    let is_suffix = |word: &String| names::is_suffix(word) || matches!(word.as_str(), "phd" | "md");
    let begins_small = |word: &str| word.chars().next().is_some_and(char::is_lowercase);
    if !words.iter().all(|word| is_name(word))
        || lower.iter().any(|word| ORGANISATIONS.contains(&word.as_str()))
        || words.iter().any(|word| is_shouted(word))
        || lower.last().is_some_and(is_suffix)
        || words.last().is_some_and(|last| last.chars().filter(|c| c.is_alphabetic()).count() < 2)
    {
        return whole();
    }
    let mut first_of_family = words.len() - 1;
    while first_of_family > 1 && PARTICLES.contains(&lower[first_of_family - 1].as_str()) {
        first_of_family -= 1;
    }
    if words[..first_of_family].iter().any(|word| begins_small(word)) || words.last().is_some_and(|w| begins_small(w)) {
        return whole();
    }
    PersonName::Parts { given: words[..first_of_family].join(" "), family: words[first_of_family..].join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, want: Option<(&str, &str)>) {
        let want = match want {
            Some((given, family)) => PersonName::Parts { given: given.to_owned(), family: family.to_owned() },
            None => PersonName::Whole(name.to_owned()),
        };
        assert_eq!(person_name(name), want, "{name}");
    }

    #[test]
    fn people_are_taken_apart_and_organisations_are_not() {
        check("Jane Roe", Some(("Jane", "Roe")));
        check("Jane M. van der Roe", Some(("Jane M.", "van der Roe")));
        check("Ludwig von Mises", Some(("Ludwig", "von Mises")));
        check("J. D. Vance", Some(("J. D.", "Vance")));
        check("Siân O’Brien-Müller", Some(("Siân", "O’Brien-Müller")));
        check("Associated Press", None);
        check("The Editorial Board", None);
        check("Reuters", None);
        check("Jane Roe, CNN", None);
        check("CNN Wire", None);
        check("Martin King Jr.", None);
        check("Jane R.", None);
        check("jane roe", None);
        check("", None);
    }
}
