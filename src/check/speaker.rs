//! Does the archive name the speaker that the text names?

use crate::index::Index;
use crate::people::suffix_of;
use crate::text::fold;

/// Whether the speaker of a text and that of a place are one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// The same name, another name of the same person, or a surname alone that fits.
    Same,
    /// One of them is not known or not named, or may be a short form of the other's name.
    Unknown,
    /// Two names of different people.
    Differs,
}

impl Agreement {
    /// The name used in output.
    pub fn name(self) -> &'static str {
        match self {
            Agreement::Same => "same",
            Agreement::Unknown => "unknown",
            Agreement::Differs => "differs",
        }
    }
}

/// The speaker of a text, with the names that the archive has for them.
pub struct DraftSpeaker {
    name: Vec<String>,
    suffix: Option<&'static str>,
    /// Folded; everybody's whom the name may mean.
    known: Vec<String>,
}

impl DraftSpeaker {
    /// Looks a name up among the people of the archive; `None` if it names nobody (`a spokesman`).
    pub fn of(index: &Index, name: &str) -> crate::Result<Option<DraftSpeaker>> {
        if !is_name(name) {
            return Ok(None);
        }
        let mut known = vec![fold(name.trim())];
        for speaker in index.speakers(Some(name))? {
            known.extend(speaker.aliases.iter().chain([&speaker.name]).map(|name| fold(name)));
        }
        Ok(Some(DraftSpeaker { name: parts(name), suffix: suffix(name), known }))
    }

    /// Compares them with the speaker of a place.
    pub fn agreement(&self, there: Option<&str>) -> Agreement {
        let Some(there) = there.filter(|there| is_name(there)) else { return Agreement::Unknown };
        let (their, their_suffix) = (parts(there), suffix(there));
        // `Ann Lee Jr.` may be an Ann Lee whom articles name without it, or her child; a bare `Lee` says nothing of it.
        let is_bare = |name: &[String], suffix: Option<&str>| suffix.is_none() && name.len() == 1;
        let may_be_other =
            self.suffix != their_suffix && !is_bare(&self.name, self.suffix) && !is_bare(&their, their_suffix);
        if may_be_other {
            return by_parts(&self.name, &their).max(Agreement::Unknown);
        }
        if self.known.contains(&fold(there.trim())) {
            return Agreement::Same;
        }
        by_parts(&self.name, &their)
    }
}

fn by_parts(own: &[String], their: &[String]) -> Agreement {
    let (Some(own_last), Some(their_last)) = (own.last(), their.last()) else { return Agreement::Unknown };
    let initial = |name: &[String]| name.first().and_then(|first| first.chars().next());
    match own_last == their_last {
        true if own == their || own.len() == 1 || their.len() == 1 => Agreement::Same,
        // `Joe` may be `Joseph`, and is not `Hunter`.
        true if initial(own) == initial(their) => Agreement::Unknown,
        _ => Agreement::Differs,
    }
}

/// The words of a name, folded, without what may be left out.
fn parts(name: &str) -> Vec<String> {
    let folded = fold(name);
    let words = folded.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let words = words.filter(|word| !matches!(*word, "" | "the") && suffix_of(word).is_none());
    words.map(str::to_owned).collect()
}

/// `jr` of `Ann Lee, Jr.`
fn suffix(name: &str) -> Option<&'static str> {
    name.split_whitespace().skip(1).last().and_then(|last| suffix_of(&fold(last)))
}

/// True unless it begins as what is no name does.
fn is_name(name: &str) -> bool {
    let mut words = name.split_whitespace().skip_while(|word| fold(word) == "the");
    words.next().is_some_and(|word| !word.chars().find(|c| c.is_alphabetic()).is_none_or(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(own: &str, their: &str, want: Agreement) {
        let of = |name: &str| DraftSpeaker { name: parts(name), suffix: suffix(name), known: vec![fold(name)] };
        let agreement = |own: &str, their: &str| match is_name(own) {
            true => of(own).agreement(Some(their)),
            false => Agreement::Unknown,
        };
        assert_eq!(agreement(own, their), want, "{own}, {their}");
        assert_eq!(agreement(their, own), want, "{their}, {own}");
    }

    #[test]
    fn a_surname_alone_agrees_and_another_first_name_does_not() {
        check("Ann Lee", "ann lée", Agreement::Unknown);
        check("Ann Lee", "Ann Lée", Agreement::Same);
        check("Lee", "Ann Lee", Agreement::Same);
        check("Ann Lee Jr.", "Ann Lee", Agreement::Unknown);
        check("Ann Lee Jr.", "Ann Lee, Jr", Agreement::Same);
        check("Lee Jr.", "Ann Lee Jr.", Agreement::Same);
        check("Lee Jr.", "Ann Lee", Agreement::Unknown);
        check("Ann Lee Jr.", "Lee", Agreement::Same);
        check("Ann Lee Jr.", "Bob Roe", Agreement::Differs);
        check("Joe Roe", "Joseph Roe", Agreement::Unknown);
        check("Joe Roe", "Hunter Roe", Agreement::Differs);
        check("Roe", "Lee", Agreement::Differs);
        check("a spokesman", "Ann Lee", Agreement::Unknown);
        check("the mayor", "Ann Lee", Agreement::Unknown);
    }
}
