//! Sorts of verbs that several rules ask for: the forms of `to be`, other verbs that join a subject to what it is,
//! and chosen verbs of speech in all their forms.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::lexicon::{Lexicon, class};
use super::tokens::{Token, hash_word, hash_words};

/// Forms of `to be`, denied ones too.
const BE: [u32; 13] = hash_words([
    "am", "is", "are", "was", "were", "be", "been", "being", "isn't", "aren't", "wasn't", "weren't", "ain't",
]);

/// Forms of `to get`, which make passives too: `got called`.
const GET: [u32; 4] = hash_words(["get", "gets", "got", "getting"]);

/// Other verbs with a predicate behind them: `remains “unfit”`, `felt “betrayed”`.
const LINKS: [u32; 34] = hash_words([
    "become",
    "becomes",
    "became",
    "becoming",
    "remain",
    "remains",
    "remained",
    "remaining",
    "stay",
    "stays",
    "stayed",
    "seem",
    "seems",
    "seemed",
    "appear",
    "appears",
    "appeared",
    "feel",
    "feels",
    "felt",
    "feeling",
    "look",
    "looks",
    "looked",
    "looking",
    "sound",
    "sounds",
    "sounded",
    "prove",
    "proves",
    "proved",
    "smelled",
    "tasted",
    "tastes",
]);

/// True for a form of `to be`.
pub fn is_be(token: &Token) -> bool {
    BE.contains(&token.hash)
}

/// True for a verb that makes a passive of the participle behind it.
pub fn makes_passive(token: &Token) -> bool {
    is_be(token) || GET.contains(&token.hash)
}

/// True for a verb that joins its subject to what it is.
pub fn is_copula(token: &Token) -> bool {
    is_be(token) || LINKS.contains(&token.hash)
}

/// Some verbs of speech.
#[derive(Debug)]
pub struct Verbs(FxHashSet<u16>);

impl Verbs {
    /// The verbs of speech with these plain forms.
    pub fn new(plain: &str) -> Verbs {
        let known = plain.split_whitespace().map(|word| Lexicon::get().known(hash_word(word)));
        Verbs(known.filter(|known| known.class & class::SPEECH != 0).map(|known| known.id).collect())
    }

    /// True if the token is a form of one of them.
    pub fn has(&self, token: &Token) -> bool {
        token.is(class::SPEECH) && self.0.contains(&token.word)
    }
}

/// Give what they name a name or a judgement: `call it “unfair”`, `describe it as “unfair”`.
pub static NAMES: LazyLock<Verbs> = LazyLock::new(|| Verbs::new("call label dub brand describe"));

/// The judgement stands behind `as`: `dismissed the claim as “nonsense”`.
pub static JUDGES: LazyLock<Verbs> = LazyLock::new(|| {
    Verbs::new(
        "describe characterize characterise dismiss denounce condemn deride decry attack reject hail praise slam blast \
         bash ridicule mock criticize criticise defend welcome tout quote cite applaud bemoan lament",
    )
});

/// A statement of their subject stands behind them as a clause: `insisted that it was “fair”`.
pub static REPORTS: LazyLock<Verbs> = LazyLock::new(|| {
    Verbs::new(
        "say tell add write tweet state note explain reply respond argue declare announce report recall conclude warn \
         acknowledge suggest admit insist predict remark promise vow pledge claim assert contend maintain allege \
         complain joke quip observe comment confirm concede confess emphasize emphasise stress reiterate repeat exclaim \
         boast brag lament retort agree answer post testify swear mention reveal assure reassure remind proclaim \
         opine clarify protest email message text blog counter deny",
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chosen_verbs_are_verbs_of_speech() {
        for verb in ["call", "dismiss", "say", "deny", "post", "text"] {
            assert_ne!(Lexicon::get().known(hash_word(verb)).class & class::SPEECH, 0, "{verb}");
        }
        let told = Lexicon::get().known(hash_word("told"));
        assert!(REPORTS.0.contains(&told.id) && !NAMES.0.contains(&told.id));
    }
}
