//! Passives: `Brown was told by Lee`. Whoever is told, warned or called something does not say
//! it; whoever stands behind `by` does.

use super::lexicon::class;
use super::tokens::{Kind, Token, hash_word};

const BE: [u32; 12] = [
    hash_word("am"),
    hash_word("is"),
    hash_word("are"),
    hash_word("was"),
    hash_word("were"),
    hash_word("be"),
    hash_word("been"),
    hash_word("being"),
    hash_word("got"),
    hash_word("gets"),
    hash_word("wasn't"),
    hash_word("weren't"),
];
const HASH_BY: u32 = hash_word("by");
const HASH_AS: u32 = hash_word("as");

/// Words looked at between a verb and its `by`.
const REACH: usize = 14;

/// True if the verb at `at` is done to its subject: `was told`, `called “a liar” by Lee`.
pub fn is_passive(tokens: &[Token], at: usize) -> bool {
    let verb = &tokens[at];
    if !verb.is(class::ADDRESSED) || verb.kind != Kind::Lower {
        return false;
    }
    let before = tokens[..at].iter().rev().take(4).find(|token| !token.is(class::ADVERB | class::FUNCTION));
    if before.is_some_and(|before| before.sentence == verb.sentence && BE.contains(&before.hash)) {
        return true;
    }
    // `Brown, told by Lee to go`, not `warned by phone`.
    tokens.get(at + 1).is_some_and(|next| next.hash == HASH_BY && next.kind == Kind::Lower)
        && tokens.get(at + 2).is_some_and(|agent| {
            agent.is_capital() || agent.is(class::DET | class::POSSESSIVE | class::PERSON | class::GROUP)
        })
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
