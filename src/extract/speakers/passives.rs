//! Passives: `Brown was told by Lee`. Whoever is told, warned or called something does not say
//! it; whoever stands behind `by` does. Whoever is asked says no question, but may answer.

use super::lexicon::class;
use super::tokens::{Kind, Token, hash_word};
use super::verbs::makes_passive;

const HASH_BY: u32 = hash_word("by");
const HASH_AS: u32 = hash_word("as");

/// Verbs whose object answers: `was asked by Lee: “Will you go?”`
const ASKED: [u32; 6] = [
    hash_word("asked"),
    hash_word("questioned"),
    hash_word("queried"),
    hash_word("pressed"),
    hash_word("begged"),
    hash_word("implored"),
];

/// Before a clause that tells on what occasion something is said: `when he was asked by Lee`.
const OCCASIONS: [u32; 8] = [
    hash_word("when"),
    hash_word("whenever"),
    hash_word("after"),
    hash_word("if"),
    hash_word("while"),
    hash_word("as"),
    hash_word("once"),
    hash_word("because"),
];

/// Words of a clause before its verb that are looked at.
const CLAUSE: usize = 12;

/// Words between a verb of asking and its `by`: `asked repeatedly by Lee`.
const NEAR_BY: usize = 4;

/// Words looked at between a verb and its `by`.
const REACH: usize = 14;

/// True if the verb at `at` is done to its subject: `was told`, `called “a liar” by Lee`.
#[inline]
pub fn is_passive(tokens: &[Token], at: usize) -> bool {
    let verb = &tokens[at];
    // Few words are: this is asked of every word behind a name.
    verb.is(class::SPEECH | class::ADDRESSED) && verb.kind == Kind::Lower && is_done_to(tokens, at)
}

fn is_done_to(tokens: &[Token], at: usize) -> bool {
    let verb = &tokens[at];
    if is_asking(verb) {
        return follows_be(tokens, at) && is_question(tokens, at);
    }
    // `Brown, told by Lee to go`, not `warned by phone`.
    verb.is(class::ADDRESSED) && (follows_be(tokens, at) || has_agent(tokens, at + 1))
}

/// True if the object of the verb answers.
pub fn is_asking(verb: &Token) -> bool {
    ASKED.contains(&verb.hash)
}

/// True if the verb at `at` is a participle behind a form of `be`.
fn follows_be(tokens: &[Token], at: usize) -> bool {
    let before = tokens[..at].iter().rev().take(4).find(|token| !token.is(class::ADVERB | class::FUNCTION));
    before.is_some_and(|before| before.sentence == tokens[at].sentence && makes_passive(before))
}

/// True if `by` stands at `by` and somebody behind it.
fn has_agent(tokens: &[Token], by: usize) -> bool {
    tokens.get(by).is_some_and(|token| token.hash == HASH_BY && token.kind == Kind::Lower)
        && tokens.get(by + 1).is_some_and(|agent| {
            agent.is_capital() || agent.is(class::DET | class::POSSESSIVE | class::PERSON | class::GROUP)
        })
}

/// True if who is asked at `at` is asked by somebody, or with the quotation itself, and the clause
/// is not the occasion of an answer.
fn is_question(tokens: &[Token], at: usize) -> bool {
    let sentence = tokens[at].sentence;
    let ends = |token: &Token| token.sentence != sentence || matches!(token.kind, Kind::Comma | Kind::Semicolon);
    let mut clause = tokens[..at].iter().rev().take(CLAUSE).take_while(|token| !ends(token));
    if clause.any(|token| OCCASIONS.contains(&token.hash)) {
        return false;
    }
    let mut behind = tokens[at + 1..].iter().take_while(|token| token.sentence == sentence);
    match behind.next().map(|token| token.kind) {
        // `“Will you go?” he was asked.`
        None | Some(Kind::Stop | Kind::Quote) => true,
        Some(Kind::Colon | Kind::Comma) => behind.next().is_some_and(|token| token.kind == Kind::Quote),
        _ => {
            let words = tokens[at + 1..].iter().take(NEAR_BY).take_while(|token| token.is_word() && !ends(token));
            (at + 1..).zip(words).any(|(by, _)| has_agent(tokens, by))
        }
    }
}

/// The passive verb whose agent the phrase that begins at `phrase` is: `told by Lee`.
pub(super) fn agent_of(tokens: &[Token], phrase: usize) -> Option<usize> {
    let by = phrase.checked_sub(1)?;
    let sentence = tokens[by].sentence;
    if tokens[by].hash != HASH_BY || tokens[by].kind != Kind::Lower || tokens.get(phrase)?.sentence != sentence {
        return None;
    }
    for at in (by.saturating_sub(REACH)..by).rev() {
        let token = &tokens[at];
        let ends = matches!(token.kind, Kind::Comma | Kind::Stop | Kind::Colon | Kind::Semicolon)
            || token.is(class::SUBJECT | class::SUBORD) && token.hash != HASH_AS;
        if token.sentence != sentence || ends {
            return None;
        }
        if token.is(class::SPEECH) && token.kind == Kind::Lower && !token.is(class::PLAIN) {
            return is_passive(tokens, at).then_some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::speakers::lexicon::Lexicon;

    #[test]
    fn verbs_of_asking_are_verbs_of_speech() {
        for verb in ASKED {
            assert_ne!(Lexicon::get().known(verb).class & (class::SPEECH | class::ADDRESSED), 0, "{verb}");
        }
    }
}
