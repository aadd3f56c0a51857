//! Who is named, as a number that tells whether two names may be one person's.
//!
//! `Trump` may be `Donald Trump`, and `D. Trump` too; `Joe Biden` is not `Jill Biden`. A name is 16 bits
//! for its last word, one for `Jr.` and the like, and 15 for the first three letters of the first name, after
//! short forms are put in full.

use super::words::token_of;
use crate::text::fold;
use crate::text::names::is_suffix;

const LETTERS: u32 = 3;
const JUNIOR: u32 = 1 << 15;
const GIVEN: u32 = JUNIOR - 1;

/// Short forms that do not begin as the names they stand for do.
const SHORT_FORMS: &[(&str, &str)] = &[
    ("bill", "william"),
    ("billy", "william"),
    ("bob", "robert"),
    ("bobby", "robert"),
    ("beth", "elizabeth"),
    ("betsy", "elizabeth"),
    ("charlie", "charles"),
    ("chuck", "charles"),
    ("debbie", "deborah"),
    ("dick", "richard"),
    ("hank", "henry"),
    ("harry", "henry"),
    ("jack", "john"),
    ("jerry", "gerald"),
    ("jim", "james"),
    ("jimmy", "james"),
    ("joe", "joseph"),
    ("kathy", "katherine"),
    ("larry", "lawrence"),
    ("liz", "elizabeth"),
    ("maggie", "margaret"),
    ("meg", "margaret"),
    ("mike", "michael"),
    ("rick", "richard"),
    ("sue", "susan"),
    ("ted", "edward"),
    ("tom", "thomas"),
    ("tommy", "thomas"),
    ("tony", "anthony"),
];

/// What a last name of several words begins with: `Van Hollen` has no first name.
const PARTICLES: &[&str] =
    &["al", "bin", "da", "de", "del", "della", "di", "du", "el", "la", "le", "st", "ten", "van", "von"];

/// How two speakers stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speakers {
    /// The same name, as far as both are given.
    Same,
    /// One of the two is not known, or only one has `Jr.`.
    Unknown,
    /// Different names.
    Differ,
}

/// The number of a name; 0 of none.
pub fn number(name: &str, is_organisation: bool) -> u32 {
    let name = fold(name);
    let mut words: Vec<&str> = match is_organisation {
        true => vec![name.trim()],
        false => name.split_whitespace().map(|word| word.trim_end_matches(',')).collect(),
    };
    let mut junior = 0;
    if words.len() > 1
        && let Some(last) = words.last().map(|word| word.trim_end_matches('.'))
        && is_suffix(last)
    {
        // The elder one is named without it as well.
        junior = if last == "sr" { 0 } else { JUNIOR };
        words.pop();
    }
    let Some(last) = words.pop().filter(|last| !last.is_empty()) else { return 0 };
    let token = token_of(last);
    let family = ((token ^ token >> 16) & 0xFFFF).max(1);
    let given = words.first().filter(|first| !PARTICLES.contains(&first.trim_end_matches('.')));
    family << 16 | junior | given.map_or(0, |first| letters(first))
}

/// The first letters of a first name; one letter of initials.
fn letters(first: &str) -> u32 {
    let is_initials = first.contains('.') || first.len() == 2 && !first.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    let full = SHORT_FORMS.iter().find(|(short, _)| *short == first).map_or(first, |(_, full)| full);
    let known = if is_initials { 1 } else { LETTERS as usize };
    let letters = full.chars().filter(|c| c.is_alphanumeric()).take(known);
    // What is no letter of English shares what is left of the numbers.
    let code = |letter: char| match letter {
        'a'..='z' => letter as u32 - 'a' as u32 + 1,
        other => 27 + other as u32 % 5,
    };
    letters.zip(0..LETTERS).fold(0, |letters, (letter, at)| letters | code(letter) << (5 * (LETTERS - 1 - at)))
}

/// What all numbers of names that may be one have in common.
pub fn family_name(number: u32) -> u32 {
    number >> 16
}

/// Compares two speakers.
pub fn compare(one: u32, other: u32) -> Speakers {
    if one == 0 || other == 0 {
        return Speakers::Unknown;
    }
    if family_name(one) != family_name(other) {
        return Speakers::Differ;
    }
    let contradicts = (0..LETTERS).any(|at| {
        let (a, b) = (one >> (5 * at) & 31, other >> (5 * at) & 31);
        a != 0 && b != 0 && a != b
    });
    match (contradicts, (one ^ other) & JUNIOR == 0 || one & GIVEN == 0 || other & GIVEN == 0) {
        (true, _) => Speakers::Differ,
        (false, true) => Speakers::Same,
        (false, false) => Speakers::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: &str, other: &str, want: Speakers) {
        let (a, b) = (number(one, false), number(other, false));
        assert_eq!((compare(a, b), compare(b, a)), (want, want), "{one} {other}");
    }

    #[test]
    fn a_last_name_alone_may_be_anybody_of_it_and_full_names_are_compared() {
        check("Biden", "Joe Biden", Speakers::Same);
        check("Joe Biden", "Joseph R. Biden", Speakers::Same);
        check("J. Biden", "Joe Biden", Speakers::Same);
        check("Don Lee", "Donald Lee", Speakers::Same);
        check("J.D. Vance", "JD Vance", Speakers::Same);
        check("Joe Biden", "Jill Biden", Speakers::Differ);
        check("Ann Lee", "Ann Roe", Speakers::Differ);
        check("Donald Trump Jr.", "Robert F. Kennedy, Jr.", Speakers::Differ);
        check("Trump Jr.", "Donald Trump Jr", Speakers::Same);
        check("Donald Trump Jr.", "Donald Trump", Speakers::Unknown);
        check("Van Hollen", "Chris Van Hollen", Speakers::Same);
        check("Li", "", Speakers::Unknown);
        check("李 明", "李 强", Speakers::Differ);
    }

    #[test]
    fn an_organisation_is_all_of_its_name() {
        assert_ne!(number("City Council", true), number("County Council", true));
        assert_eq!(number(" ", true), 0);
    }
}
