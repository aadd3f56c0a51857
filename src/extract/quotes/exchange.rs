//! Who speaks where two people do: `who` behind a name, question and answer, and whoever does
//! something between two quotations.

use super::candidates::{Candidate, Side};
use super::choose::{Choice, Options};
use super::reading::Reading;
use crate::extract::speakers::lexicon::class;
use crate::extract::speakers::mentions::{Form, NONE, gap};
use crate::extract::speakers::tokens::{Kind, hash_word};

/// In favour of a subject that stands beside the quotation.
const FAVOUR: f32 = 4.0;

/// Tokens of the short sentence that may stand between two quotations.
const SHORT: usize = 6;

/// `Lee, pointing at Brown, who said: “…”` is said by Brown: the verb next to the quotation is
/// that of `who`.
pub fn favour_who(reading: &Reading, number: usize, options: &Options, scores: &mut [f32]) {
    let place = reading.places[number];
    let tokens = &reading.tokens;
    for (score, candidate) in scores.iter_mut().zip(&options.candidates) {
        let mention = &reading.mentions[candidate.mention as usize];
        let is_next = candidate.side == Side::Before
            && mention.form == Form::Who
            && mention.entity != NONE
            && mention.verb_after != NONE
            && mention.verb_after < place
            && mention.gap_after <= gap::ADVERB
            && candidate.nearest_verb;
        let to =
            tokens[..place as usize].iter().rev().take(2).any(|token| matches!(token.kind, Kind::Colon | Kind::Comma));
        if is_next && to && place - mention.verb_after <= SHORT as u32 {
            *score += FAVOUR;
        }
    }
}

/// `Lee asked her: “…” She paused. “…”` is hers: whoever alone acts between two quotations
/// speaks, not who spoke before.
pub fn favour_subject(reading: &Reading, number: usize, previous: Option<u32>, options: &Options, scores: &mut [f32]) {
    let Some(mention) = subject_between(reading, number) else { return };
    let entity = |mention: u32| reading.mentions[mention as usize].entity;
    let spoke = previous.map_or(NONE, entity);
    if entity(mention) == spoke && spoke != NONE {
        return;
    }
    for (score, candidate) in scores.iter_mut().zip(&options.candidates) {
        if candidate.mention == mention {
            *score += FAVOUR;
        } else if candidate.side == Side::Earlier || Some(candidate.mention) == previous {
            *score -= FAVOUR;
        }
    }
}

/// The mention that opens the one short sentence between a quotation and the one before.
fn subject_between(reading: &Reading, number: usize) -> Option<u32> {
    let before = number.checked_sub(1)?;
    let (from, to) = (reading.places[before], reading.places[number]);
    if from == NONE || to == NONE || reading.stretches[before].paragraph != reading.stretches[number].paragraph {
        return None;
    }
    let between = reading.tokens.get(from as usize + 1..to as usize)?;
    let (last, words) = between.split_last()?;
    let is_sentence = last.kind == Kind::Stop
        && words.len() < SHORT
        && (words.first()?.first || reading.tokens[from as usize].hash == 1)
        && words.iter().all(|token| token.is_word() && !token.is(class::SPEECH));
    let at = reading.mentions.partition_point(|mention| mention.first <= from);
    let mention = reading.mentions.get(at)?;
    let is_subject =
        mention.titled == from + 1 && (mention.form.is_name() || matches!(mention.form, Form::He | Form::She));
    (is_sentence && is_subject).then_some(at as u32)
}

const ASKS: [u32; 9] = [
    hash_word("ask"),
    hash_word("asks"),
    hash_word("asked"),
    hash_word("asking"),
    hash_word("inquired"),
    hash_word("enquired"),
    hash_word("queried"),
    hash_word("pressed"),
    hash_word("demanded"),
];

/// Words with which an answer begins.
const ANSWERS: [&str; 15] = [
    "yes",
    "no",
    "yeah",
    "yep",
    "nope",
    "nah",
    "sure",
    "certainly",
    "absolutely",
    "definitely",
    "never",
    "correct",
    "of course",
    "not at all",
    "not really",
];

/// `“Is that so?” asked Lee. “No, sir.”`: the answer is not that of who asked.
pub fn is_answer(reading: &Reading, number: usize, before: Option<&Choice>, choice: &Choice) -> bool {
    let (Some(candidate), Some(before)) = (choice.candidate, before) else { return false };
    let Some(asked) = before.candidate else { return false };
    let words = |number: usize| {
        let stretch = &reading.stretches[number];
        reading.text.get(stretch.start as usize..stretch.end as usize).unwrap_or("")
    };
    let is_same = choice.entity == before.entity && choice.entity.is_some() || candidate.mention == asked.mention;
    let has_asked = asked.verb != NONE && ASKS.contains(&reading.tokens[asked.verb as usize].hash);
    let is_near = reading.stretches[number - 1].paragraph == reading.stretches[number].paragraph;
    is_same
        && has_asked
        && is_near
        && is_alone(&candidate)
        && words(number - 1).ends_with('?')
        && answers(words(number))
}

/// True if the sentence of the quotation names no speaker.
fn is_alone(candidate: &Candidate) -> bool {
    !matches!(candidate.side, Side::Before | Side::After)
}

fn answers(words: &str) -> bool {
    ANSWERS.iter().any(|answer| {
        let mut letters = words.chars().flat_map(char::to_lowercase).map(|c| if c == '\'' { '’' } else { c });
        answer.chars().all(|c| letters.next() == Some(c)) && !letters.next().is_some_and(char::is_alphanumeric)
    })
}
