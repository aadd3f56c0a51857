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
pub const MORE_PARTICLES: &str = "abu af ap av bint binti dal dalla das degli dela des do e las lo los ould vom y zu \
    zum zur";

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

#[cfg(test)]
mod tests {
    use super::*;

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
