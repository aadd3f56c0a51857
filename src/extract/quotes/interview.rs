//! Interviews and press conferences: whom a question names does not answer it, and who asks is a label.

use super::candidates::Side;
use super::choose::Options;
use super::reading::Reading;
use crate::extract::speakers::lexicon::class;
use crate::extract::speakers::tokens::{Kind, Token, hash_words};

/// Against who is named in a question.
const AGAINST: f32 = 8.0;

/// Tokens of an answer that is nothing but quotations.
const SHORT: usize = 8;

/// Labels of those who ask.
const ASKERS: [u32; 12] = hash_words([
    "question",
    "questioner",
    "q",
    "reporter",
    "reporters",
    "interviewer",
    "moderator",
    "journalist",
    "audience",
    "member",
    "caller",
    "correspondent",
]);

/// True behind a label such as `Question:` that opens its paragraph.
pub fn is_asked(reading: &Reading, number: usize) -> bool {
    let place = reading.places[number] as usize;
    let first = reading.first_tokens[reading.stretches[number].paragraph as usize] as usize;
    let Some((colon, label)) = reading.tokens.get(first..place).and_then(<[Token]>::split_last) else { return false };
    let is_asker = |token: &Token| ASKERS.contains(&token.hash);
    colon.kind == Kind::Colon
        && (1..=3).contains(&label.len())
        && label.iter().all(|token| is_asker(token) || token.kind == Kind::Number || token.is(class::DET))
        && label.iter().any(is_asker)
}

/// A quotation that stands alone behind a question, or before the next one, is not that of who is named in
/// the question.
pub fn favour_interviewed(reading: &Reading, number: usize, options: &Options, scores: &mut [f32]) {
    let place = reading.places[number] as usize;
    let paragraph = reading.stretches[number].paragraph as usize;
    let Some(before) = paragraph.checked_sub(1) else { return };
    let first = reading.first_tokens[paragraph] as usize;
    let end = reading.first_tokens.get(paragraph + 1).map_or(reading.tokens.len(), |end| *end as usize);
    let is_alone = end - first <= SHORT
        && reading.tokens[first..end].iter().all(|token| token.kind == Kind::Quote || !token.is_word());
    if place < first || !is_alone || !is_question(reading, before) {
        return;
    }
    // It stays as likely a quotation as it was.
    let unnamed = options.candidates.len();
    scores[unnamed] = scores[..=unnamed].iter().copied().fold(f32::MIN, f32::max);
    for (score, candidate) in scores.iter_mut().zip(&options.candidates) {
        let at = reading.mentions[candidate.mention as usize].paragraph as usize;
        let is_next = candidate.side == Side::Next && is_question(reading, at);
        if at == before || is_next {
            *score -= AGAINST;
        }
    }
}

/// True if a paragraph ends in a question that stands in no quotation marks.
fn is_question(reading: &Reading, paragraph: usize) -> bool {
    let first = reading.first_tokens[paragraph] as usize;
    let end = reading.first_tokens.get(paragraph + 1).map_or(reading.tokens.len(), |end| *end as usize);
    let last = reading.tokens[first..end].iter().rev().take(6).find(|token| token.kind != Kind::Other);
    last.is_some_and(|last| last.kind == Kind::Stop && last.hash == u32::from(b'?'))
}
