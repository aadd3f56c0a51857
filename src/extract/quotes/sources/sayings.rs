//! Words of another that somebody remembers: `Lee recalled her father’s motto: “…”`.

use super::{Source, goes_on, mention_ending};
use crate::extract::quotes::reading::Reading;
use crate::extract::speakers::lexicon::class;
use crate::extract::speakers::tokens::{Kind, Token, hash_words};

/// What somebody says, behind who says it.
const SAYINGS: [u32; 28] = hash_words([
    "words",
    "word",
    "motto",
    "saying",
    "advice",
    "mantra",
    "maxim",
    "phrase",
    "line",
    "lines",
    "catchphrase",
    "adage",
    "dictum",
    "warning",
    "remark",
    "quip",
    "promise",
    "message",
    "refrain",
    "joke",
    "prayer",
    "counsel",
    "quote",
    "quotation",
    "slogan",
    "proverb",
    "poem",
    "verse",
]);

/// What is done to the words of another.
const RECALLS: [u32; 37] = hash_words([
    "recall",
    "recalls",
    "recalled",
    "recalling",
    "remember",
    "remembers",
    "remembered",
    "remembering",
    "recite",
    "recites",
    "recited",
    "reciting",
    "quote",
    "quotes",
    "quoted",
    "quoting",
    "repeat",
    "repeats",
    "repeated",
    "repeating",
    "echo",
    "echoes",
    "echoed",
    "echoing",
    "invoke",
    "invokes",
    "invoked",
    "invoking",
    "cite",
    "cites",
    "cited",
    "citing",
    "paraphrased",
    "paraphrasing",
    "borrowed",
    "borrowing",
    "mentioned",
]);

/// What is hardly done to one’s own.
const REMEMBERS: [u32; 10] = hash_words([
    "recall",
    "recalls",
    "recalled",
    "recalling",
    "remember",
    "remembers",
    "remembered",
    "remembering",
    "recited",
    "quoted",
]);

/// Whoever owns the words that are recalled.
pub(super) fn source(reading: &Reading, place: usize) -> Option<Source> {
    let tokens = &reading.tokens;
    let mark = place.checked_sub(1).filter(|at| matches!(tokens[*at].kind, Kind::Colon | Kind::Comma));
    let noun = mark.unwrap_or(place).checked_sub(1).filter(|at| SAYINGS.contains(&tokens[*at].hash))?;
    let is_adjective = |token: &&Token| {
        token.kind == Kind::Lower
            && (!token.is(class::BREAK | class::DET | class::POSSESSIVE) || token.is(class::ADVERB))
    };
    let adjectives = tokens[..noun].iter().rev().take(2).take_while(is_adjective).count();
    let owner = noun.checked_sub(adjectives + 1).filter(|at| goes_on(tokens, *at, noun))?;
    if tokens[owner].is(class::POSSESSIVE) {
        // `recalled his words`, not `repeated her promise`
        let is_recalled = owner > 0 && REMEMBERS.contains(&tokens[owner - 1].hash);
        return is_recalled.then_some(Source::Unnamed);
    }
    if tokens[owner].kind != Kind::Possessive {
        return None;
    }
    let mention = mention_ending(reading, owner);
    // `her late father’s` may be no mention of its own.
    let article = || (owner.saturating_sub(4)..owner).rev().find(|at| tokens[*at].is(class::DET | class::POSSESSIVE));
    let start = mention.map(|(_, mention)| mention.phrase as usize).or_else(article)?;
    let verb = start.checked_sub(1).filter(|at| goes_on(tokens, *at, noun))?;
    RECALLS.contains(&tokens[verb].hash).then_some(match mention {
        Some((index, mention)) if mention.form.is_name() => Source::Mention(index),
        Some((index, _)) => Source::Noun(index),
        None => Source::Unnamed,
    })
}
