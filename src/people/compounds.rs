//! Last names of several words, by what an archive has: `Bonham Carver` where somebody is Helena Bonham Carver.
//!
//! Such a name looks like a first and a last name. It is a last name if longer names end so, and its first word is
//! nobody's first name, in the archive or in general: `Scott Vance` stays apart from Kristin Scott Vance.

use rustc_hash::FxHashSet;

use super::names::NameParts;
use crate::extract;

/// The ends of long names that are names of the archive, too.
#[derive(Debug, Default)]
pub struct Compounds(FxHashSet<String>);

impl Compounds {
    /// Finds them among the folded full names of an archive.
    pub fn of<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Compounds {
        let all: FxHashSet<&str> = names.clone().filter(|name| n_words(name) >= 2).collect();
        let ends: FxHashSet<&str> = names.clone().flat_map(ends).filter(|end| all.contains(end)).collect();
        if ends.is_empty() {
            return Compounds::default();
        }
        let first = |name: &str| name.split(' ').next().unwrap_or("").to_owned();
        let first_names: FxHashSet<String> =
            all.iter().filter(|name| !ends.contains(*name)).map(|n| first(n)).collect();
        let is_last_name = |name: &&str| {
            let first = first(name);
            !first_names.contains(&first) && !extract::is_first_name(&first)
        };
        Compounds(ends.into_iter().filter(is_last_name).map(str::to_owned).collect())
    }

    /// True if the folded name is a last name of several words.
    pub fn contains(&self, folded: &str) -> bool {
        !self.0.is_empty() && self.0.contains(folded)
    }

    /// Such a last name with which a folded name ends.
    pub fn end_of<'a>(&self, folded: &'a str) -> Option<&'a str> {
        if self.0.is_empty() {
            return None;
        }
        ends(folded).find(|end| self.0.contains(*end))
    }
}

/// The ends of a name of three words or more, of two words or more, without its first word and without suffix.
fn ends(folded: &str) -> impl Iterator<Item = &str> {
    let is_plain = NameParts::of(folded).is_full() && !has_suffix(folded);
    let starts = folded.match_indices(' ').map(|(at, _)| &folded[at + 1..]);
    starts.filter(move |end| is_plain && end.contains(' '))
}

fn has_suffix(folded: &str) -> bool {
    folded.rsplit(' ').next().is_some_and(super::names::is_suffix)
}

fn n_words(folded: &str) -> usize {
    folded.split(' ').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_a_last_name_if_its_first_word_is_no_first_name() {
        let names = [
            "helena bonham carver",
            "bonham carver",
            "kristin scott vance",
            "scott vance",
            "jose luis vega",
            "cathal mac giolla jr.",
            "mac giolla",
            "li wurm zhang",
            "wurm zhang",
            "wurm tao",
        ];
        let compounds = Compounds::of(names.iter().copied());
        let got: Vec<&str> = names.into_iter().filter(|name| compounds.contains(name)).collect();
        assert_eq!(got, ["bonham carver"]);
        assert_eq!(compounds.end_of("helena bonham carver"), Some("bonham carver"));
        assert_eq!(compounds.end_of("kristin scott vance"), None);
    }
}
