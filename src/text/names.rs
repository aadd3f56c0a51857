//! Small words and suffixes of people's names: `von`, `bin`, `Jr.`, `III`.
//!
//! The one list of them, for whoever reads names out of a text (`extract::speakers`), out of
//! bylines (`extract::metadata`) or takes them apart (`people`). Each may leave out what is another word
//! where it looks, and says so there.

/// Words behind a last name that tell one bearer of a name from another, without a point.
pub const SUFFIXES: &str = "jr sr ii iii iv";

/// Small words with which last names begin or are joined.
///
/// The learned weights of speakers know these by their order, so it stays; new ones go to
/// [`MORE_PARTICLES`].
pub const PARTICLES: &str = "de da di del della der den van von la le el al bin ibn ben dos du st ter ten";

/// Further ones.
pub const MORE_PARTICLES: &str = "abu af ap av bint binti dal dalla das degli dela des do e las lo los mac nic ould vom \
    y zu zum zur";

/// `jr` of `jr.`; `None` if the folded word is no suffix.
pub fn suffix_of(folded: &str) -> Option<&'static str> {
    let word = folded.trim_end_matches('.');
    SUFFIXES.split(' ').find(|suffix| *suffix == word)
}

/// True for `jr` and the like, folded, with or without a point.
pub fn is_suffix(folded: &str) -> bool {
    suffix_of(folded).is_some()
}

/// True for small words of names, in small letters, with or without a point (`st.`).
pub fn is_particle(word: &str) -> bool {
    let word = word.strip_suffix('.').unwrap_or(word);
    word.len() <= 5 && PARTICLES.split(' ').chain(MORE_PARTICLES.split_whitespace()).any(|particle| particle == word)
}

/// True if a name has this word, both folded: `o'neill` by itself, as `oneill` and by `neill`; `anne-marie` by
/// itself, as `annemarie` and by `marie`.
pub fn has_word(name: &str, word: &str) -> bool {
    let is_mark = |c: char| !c.is_alphanumeric();
    let letters = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    if word.chars().all(is_mark) {
        return false;
    }
    let is_plain = !word.contains(is_mark);
    name.split_whitespace().any(|known| {
        // Most names have no marks, and there are many.
        if known == word || is_plain && !known.contains(is_mark) {
            return known == word;
        }
        let wanted: Vec<&str> = word.split(is_mark).filter(|part| !part.is_empty()).collect();
        let parts: Vec<&str> = known.split(is_mark).filter(|part| !part.is_empty()).collect();
        parts.windows(wanted.len()).any(|parts| parts == wanted) || letters(known) == letters(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_a_name_is_found_as_it_is_typed() {
        let check = |name: &str, found: &[&str], not: &[&str]| {
            for word in found {
                assert!(has_word(name, word), "{name:?} by {word:?}");
            }
            for word in not {
                assert!(!has_word(name, word), "{name:?} by {word:?}");
            }
        };
        check("jane o'neill", &["o'neill", "oneill", "neill", "jane", "jane."], &["neil", "o'ne", "janeo", "'", ""]);
        check("anne-marie roe", &["anne-marie", "annemarie", "marie", "anne"], &["marie-anne", "marieroe"]);
        check("j.d. lee", &["j.d.", "jd", "j"], &["d.j."]);
        check("l'echo", &["l'echo", "lecho", "echo"], &["ech"]);
    }

    #[test]
    fn suffixes_have_one_form() {
        for (word, want) in [("jr", Some("jr")), ("sr.", Some("sr")), ("iii", Some("iii")), ("lee", None), ("", None)] {
            assert_eq!(suffix_of(word), want, "{word:?}");
        }
    }

    #[test]
    fn particles_stand_in_one_list_once() {
        for word in ["von", "st.", "st", "ould", "zur", "y"] {
            assert!(is_particle(word), "{word:?}");
        }
        for word in ["", ".", "Von", "lee", "van der"] {
            assert!(!is_particle(word), "{word:?}");
        }
        let mut words: Vec<&str> = PARTICLES.split(' ').chain(MORE_PARTICLES.split(' ')).collect();
        let n_words = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), n_words);
    }
}
