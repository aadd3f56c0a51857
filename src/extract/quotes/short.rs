//! Quotations of one and two words that are whole utterances: told from scare quotes by the verb of speech that
//! introduces or follows them, whoever speaks. Those that are part of a sentence are told by `predicates`.

use super::marks::Stretch;
use super::reading::Reading;
use crate::extract::speakers::lexicon::class;
use crate::extract::speakers::tokens::{Kind, Token};
use crate::extract::speakers::verbs::NAMES;

/// Words looked at between a verb and its quotation.
const REACH: usize = 8;

/// True for one or two words that are a whole utterance: `“No,”`, not `the “winner”`.
pub fn is_utterance(words: &str) -> bool {
    words.starts_with(char::is_uppercase) && words.ends_with([',', '.', '!', '?', '…'])
}

/// True if a verb of speech tells that a short stretch is an utterance: `said: “No.”`,
/// `“Go home!” a man shouted`.
pub fn is_told(reading: &Reading, number: usize) -> bool {
    let stretch = &reading.stretches[number];
    let words = reading.text.get(stretch.start as usize..stretch.end as usize).unwrap_or("");
    if !words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
        return false;
    }
    if is_told_abroad(reading.text, stretch) {
        return true;
    }
    if !reading.attributes {
        return false;
    }
    let tokens = &reading.tokens;
    let place = reading.places[number] as usize;
    let here = &tokens[place];
    let is_verb = |at: usize| {
        let noun = at.checked_sub(1).is_some_and(|b| tokens[b].is(class::DET | class::POSSESSIVE));
        let verb = &tokens[at];
        verb.is(class::SPEECH) && verb.kind == Kind::Lower && !noun && !NAMES.has(verb)
    };
    let Some(before) = place.checked_sub(1) else { return is_followed(tokens, place, words, &is_verb) };
    let same = |at: &usize| tokens[*at].sentence == here.sentence;
    let reach = match tokens[before].kind {
        Kind::Colon => REACH,
        Kind::Comma => 1,
        _ => 0,
    };
    let is_introduced = (before.saturating_sub(reach)..before).rev().take_while(same).any(&is_verb);
    let behind = reading.text.get(stretch.close as usize..).and_then(|rest| rest.chars().next());
    let is_whole = is_utterance(words) || tokens[before].kind == Kind::Colon && matches!(behind, Some('.' | '!' | '?'));
    is_introduced && same(&before) && is_whole || is_followed(tokens, place, words, &is_verb)
}

/// True if a stretch that opens its sentence is followed by a subject and a verb of speech.
fn is_followed(tokens: &[Token], place: usize, words: &str, is_verb: &dyn Fn(usize) -> bool) -> bool {
    let here = &tokens[place];
    is_utterance(words)
        && (here.first || place == 0)
        && (place + 1..tokens.len().min(place + 1 + REACH))
            .take_while(|at| tokens[*at].sentence == here.sentence && tokens[*at].is_word())
            .any(is_verb)
}

/// Verbs of speech of other languages, beside a quotation.
const VERBS_ABROAD: &str = " sagte sagt rief ruft erklärte meinte fragte antwortete entgegnete betonte schrieb \
    dit lance lancé répond répondu déclare déclaré assure assuré affirme explique expliqué souffle lâche lâché ajoute demande \
    dijo dice añadió respondió preguntó aseguró afirmó exclamó gritó contestó disse rispose chiese zei antwoordde ";

/// As [`is_told`], of texts in other languages: `« Jamais », a-t-il lancé`, `rief er: „Nein!“`
fn is_told_abroad(text: &str, stretch: &Stretch) -> bool {
    let trim = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let is_verb = |word: &str| {
        let word = trim(word);
        let inverted = ["-il", "-elle", "-ils", "-elles", "-on"].iter().any(|end| word.ends_with(end));
        !word.is_empty() && (inverted || VERBS_ABROAD.contains(&format!(" {word} ")))
    };
    let behind = text.get(stretch.close as usize..).unwrap_or("");
    let line = behind.split('\n').next().unwrap_or("");
    let after = line.trim_start_matches([' ', '\u{A0}', '\u{202F}']);
    let near = |line: &str, count: usize| line.split_whitespace().take(count).any(is_verb);
    if let Some(rest) = after.strip_prefix(',').filter(|rest| rest.starts_with(' ')) {
        return near(rest, 2);
    }
    let from = text.get(..stretch.open as usize).unwrap_or("");
    let line = from.rsplit('\n').next().unwrap_or("").trim_end();
    line.ends_with(':') && line.rsplit(' ').take(5).any(is_verb)
}
