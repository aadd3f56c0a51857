//! Verbs that are verbs of speech only with a small word behind them: `shot back: “…”`.

use super::lexicon::{Lexicon, class};
use super::tokens::{Kind, Token, hash_word};

const HASH_BACK: u32 = hash_word("back");

const VERBS: [u32; 8] = [
    hash_word("shot"),
    hash_word("shoots"),
    hash_word("hit"),
    hash_word("hits"),
    hash_word("clapped"),
    hash_word("pushed"),
    hash_word("punched"),
    hash_word("came"),
];

/// Makes verbs of speech of such verbs, where an utterance follows; `speech` are the numbers of the
/// tokens that are verbs of speech, in order.
pub fn mark(tokens: &mut [Token], speech: &mut Vec<u32>) {
    let known = Lexicon::get().known(hash_word("retorted"));
    let mut found = false;
    for back in 1..tokens.len().saturating_sub(1) {
        if tokens[back].hash != HASH_BACK {
            continue;
        }
        let (verb, next) = (&tokens[back - 1], &tokens[back + 1]);
        let is_utterance = matches!(next.kind, Kind::Quote | Kind::Colon | Kind::Comma | Kind::Stop);
        if verb.kind == Kind::Lower && is_utterance && VERBS.contains(&verb.hash) {
            let verb = &mut tokens[back - 1];
            (verb.class, verb.word) = (class::SPEECH, known.id);
            speech.push(back as u32 - 1);
            found = true;
        }
    }
    if found {
        speech.sort_unstable();
        speech.dedup();
    }
}
