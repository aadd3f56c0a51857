//! The parts of a person's name, and when two names may be one person's.

use crate::text::names;
pub use crate::text::names::{is_suffix, suffix_of};

/// A folded name, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameParts {
    /// First name, the middle names that are written out, last name and suffix: what must be equal.
    pub key: String,
    /// The letters of initials between first and last name: `hw` of `George H.W. Bush`.
    pub initials: String,
    /// The first name; empty if there is but one name.
    pub first: String,
    /// The last name, with the small words before it, or the only name.
    pub last: String,
}

impl NameParts {
    /// Takes a folded name apart.
    pub fn of(folded: &str) -> NameParts {
        let mut words: Vec<&str> = folded.split_whitespace().map(|word| word.trim_end_matches(',')).collect();
        let suffix = words.last().and_then(|word| suffix_of(word)).filter(|_| words.len() > 1);
        if suffix.is_some() {
            words.pop();
        }
        let mut last = words.pop().unwrap_or("").to_owned();
        while words.len() > 1
            && let Some(particle) = words.pop_if(|word| is_particle(word))
        {
            last = format!("{particle} {last}");
        }
        let mut words = words.into_iter().peekable();
        let mut first = words.next().unwrap_or("").to_owned();
        if let Some(mut letters) = letters_of(&first) {
            // `J. K.` is `J.K.`: a first name of initials.
            while let Some(more) = words.peek().and_then(|word| letters_of(word)) {
                letters.push_str(&more);
                words.next();
            }
            first = letters;
        }
        let (mut middle, mut initials) = (Vec::new(), String::new());
        for word in words {
            match letters_of(word) {
                Some(letters) => initials.push_str(&letters),
                None => middle.push(word),
            }
        }
        let key = format!("{first} {} {last} {}", middle.join(" "), suffix.unwrap_or(""));
        NameParts { key, initials, first, last }
    }

    /// True if it is more than one name.
    pub fn is_full(&self) -> bool {
        !self.first.is_empty()
    }

    /// True if the first word may as well begin a last name: `de Blasio`, `Van Gogh`.
    pub fn may_be_last_name(&self) -> bool {
        is_particle(&self.first)
    }

    /// True if both are full names and nothing in them tells the people apart: initials may be left out.
    pub fn may_be(&self, other: &NameParts) -> bool {
        self.is_full() && self.key == other.key && may_be_same_initials(&self.initials, &other.initials)
    }
}

/// True if one begins like the other: `H.` is `H.W.`, and none may be any.
pub fn may_be_same_initials(a: &str, b: &str) -> bool {
    a.starts_with(b) || b.starts_with(a)
}

/// True for small words that begin last names; folded, `ben` is more often a first name, and
/// `e` an initial.
fn is_particle(folded: &str) -> bool {
    names::is_particle(folded) && !matches!(folded, "ben" | "e" | "e.")
}

/// The letters of a word that holds nothing but initials: `hw` of `h.w.`, `w` of `w` and of `w.`.
pub fn letters_of(word: &str) -> Option<String> {
    let is_letter = |part: &str| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    };
    let parts = word.strip_suffix('.').unwrap_or(word).split('.');
    parts.map(|part| is_letter(part).then_some(part)).collect::<Option<Vec<&str>>>().map(|parts| parts.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(a: &str, b: &str, may_be: bool) {
        let (a, b) = (NameParts::of(a), NameParts::of(b));
        assert_eq!((a.may_be(&b), b.may_be(&a)), (may_be, may_be), "{a:?} {b:?}");
    }

    #[test]
    fn initials_may_be_left_out_and_nothing_else() {
        check("george w. bush", "george bush", true);
        check("george w. bush", "george w bush", true);
        check("george w. bush", "george h.w. bush", false);
        check("george h. w. bush", "george h.w. bush", true);
        check("george h. bush", "george h.w. bush", true);
        check("donald trump jr.", "donald trump jr", true);
        check("donald j. trump jr.", "donald trump, jr.", true);
        check("donald trump jr.", "donald trump", false);
        check("j. k. rowling", "j.k. rowling", true);
        check("ann marie lee", "ann lee", false);
        check("trump", "trump", false);
        check("trump jr.", "trump jr.", false);
        check("ii", "ii", false);
    }

    #[test]
    fn small_words_belong_to_the_last_name() {
        let last_of = |name: &str| NameParts::of(name).last;
        assert_eq!(last_of("ursula von der leyen"), "von der leyen");
        assert_eq!(last_of("bill de blasio jr."), "de blasio");
        assert_eq!(last_of("ann lee"), "lee");
        assert_eq!(last_of("jill st. john"), "st. john");
        assert_eq!(last_of("mohamed ould abdel aziz"), "aziz");
        assert_eq!(last_of("ali abu trika"), "abu trika");
        assert_eq!((last_of("ann ben lee").as_str(), last_of("ann e lee").as_str()), ("lee", "lee"));
        assert!(!NameParts::of("ben lee").may_be_last_name());
        assert!(NameParts::of("de blasio").may_be_last_name() && !NameParts::of("bill de blasio").may_be_last_name());
    }
}
