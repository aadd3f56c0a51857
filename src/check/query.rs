//! How articles are asked for that may have a quotation.

use crate::query::{Form, Query, Word as QueryWord};
use crate::text::Words;

/// Most words of a phrase; a longer quotation is asked for as several phrases.
const PHRASE_WORDS: usize = 24;

/// Most words by which articles with near words are looked for.
const CANDIDATE_WORDS: usize = 24;

/// The words of a quotation as one types them, in order.
pub fn typed_words(text: &str) -> Vec<QueryWord> {
    let words = Words::of(text);
    let plain = words.iter().filter(|token| token.plain);
    plain.map(|token| QueryWord { text: token.span.of_text(text).to_owned(), form: Form::Folded }).collect()
}

/// The words side by side: one phrase, or several that must all occur.
pub fn phrases(words: &[QueryWord]) -> Query {
    let phrase = |words: &[QueryWord]| match words {
        [word] => Query::Word(word.clone()),
        _ => Query::Phrase { words: words.to_vec(), slop: 0 },
    };
    let mut parts: Vec<Query> = words.chunks(PHRASE_WORDS).map(phrase).collect();
    if parts.len() == 1 { parts.swap_remove(0) } else { Query::And(parts) }
}

/// The words that say most, in order; of a long quotation an even choice.
pub fn candidate_words(words: &[QueryWord]) -> Vec<Query> {
    let telling: Vec<&QueryWord> =
        words.iter().filter(|word| !crate::text::is_stop_word(&crate::text::fold(&word.text))).collect();
    let chosen: Vec<&QueryWord> = if telling.len() < 2 { words.iter().collect() } else { telling };
    let step = chosen.len().div_ceil(CANDIDATE_WORDS).max(1);
    chosen.into_iter().step_by(step).take(CANDIDATE_WORDS).map(|word| Query::Word(word.clone())).collect()
}
