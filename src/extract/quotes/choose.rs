//! Picks the speaker of each quotation among its candidates.

use super::candidates::{Candidate, Order, Side, candidates, has_joined_verb};
use super::marks::Stretch;
use super::reading::Reading;
use crate::extract::speakers::mentions::{Form, NONE, gap};

/// What was chosen for a quotation.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// False for titles of works and scare quotes.
    pub is_quote: bool,
    /// The mention, if any.
    pub mention: Option<u32>,
    /// How it stands to the quotation.
    pub candidate: Option<Candidate>,
    /// Whom it names, if anybody.
    pub entity: Option<u32>,
    /// Token of the verb.
    pub cue: Option<u32>,
    /// How likely the entity is right.
    pub probability: f32,
    /// True if taken over from the quotation before.
    pub carried_on: bool,
}

/// Chooses for every stretch; `None` for those that are no candidates for a quotation.
pub fn choose(reading: &Reading) -> Vec<Option<Choice>> {
    let mut chosen: Vec<Option<Choice>> = Vec::with_capacity(reading.stretches.len());
    let mut around = Vec::new();
    let mut previous: Option<(u32, u32)> = None; // paragraph, mention
    for (number, stretch) in reading.stretches.iter().enumerate() {
        if reading.places[number] == NONE {
            chosen.push(None);
            continue;
        }
        let mut choice = Choice {
            is_quote: stretch.words >= 3,
            mention: None,
            candidate: None,
            entity: None,
            cue: None,
            probability: 0.0,
            carried_on: false,
        };
        if reading.attributes {
            candidates(reading, number, &mut around);
            let joined = has_joined_verb(reading, reading.places[number]);
            let before = previous.filter(|(paragraph, _)| *paragraph == stretch.paragraph).map(|(_, mention)| mention);
            let goes_on = number > 0 && reading.stretches[number - 1].goes_on;
            let best = around
                .iter()
                .map(|c| (score(reading, c, before, goes_on, joined), c))
                .max_by_key(|(score, c)| (*score, std::cmp::Reverse(c.mention)));
            if let Some((score, best)) = best {
                choice.mention = Some(best.mention);
                choice.candidate = Some(*best);
                choice.cue = (best.verb != NONE).then_some(best.verb);
                choice.probability = (score as f32 / 120.0).clamp(0.05, 0.95);
                choice.carried_on = before == Some(best.mention);
                choice.entity = entity(reading, best.mention);
                choice.is_quote |= score >= 70 && is_utterance(reading.text, stretch);
                previous = Some((stretch.paragraph, best.mention));
            }
        }
        chosen.push(Some(choice));
    }
    chosen
}

/// True for one or two words that are a whole utterance: `“No,”`, not `the “winner”`.
fn is_utterance(text: &str, stretch: &Stretch) -> bool {
    let words = text.get(stretch.start as usize..stretch.end as usize).unwrap_or("");
    words.starts_with(char::is_uppercase) && words.ends_with([',', '.', '!', '?', '…'])
}

/// Whom a mention names, if the text tells.
pub fn entity(reading: &Reading, mention: u32) -> Option<u32> {
    let mention = &reading.mentions[mention as usize];
    if mention.entity != NONE {
        return Some(mention.entity);
    }
    if mention.form == Form::Person {
        let head = &reading.tokens[mention.last as usize - 1];
        return reading.people.with_role(head.word);
    }
    None
}

fn score(reading: &Reading, candidate: &Candidate, before: Option<u32>, goes_on: bool, joined: bool) -> i32 {
    let mention = &reading.mentions[candidate.mention as usize];
    let near = 12 - i32::from(candidate.distance.min(12));
    let mut score = match (candidate.side, candidate.order) {
        (Side::After, Order::VerbSubject | Order::According) if candidate.distance <= 2 => 110,
        (Side::After, Order::SubjectVerb) if candidate.distance <= 2 => 110 - 2 * i32::from(candidate.gap),
        (Side::After, Order::Colon) => 90,
        (Side::Before, Order::SubjectVerb) if candidate.nearest_verb => 80 - 4 * i32::from(candidate.gap),
        (Side::Before, Order::Colon) => 85,
        (Side::Before, Order::SubjectVerb) => 60 - 4 * i32::from(candidate.gap),
        (Side::Before, Order::According) => 60,
        (Side::Before, Order::VerbSubject) => 40,
        (Side::Before, Order::None) => 30 - 2 * i32::from(candidate.rank),
        (Side::After, Order::SubjectVerb) if candidate.gap <= gap::COMMA => 45,
        (Side::Earlier, Order::SubjectVerb) => 40 - 2 * i32::from(candidate.rank),
        (Side::Earlier, _) => 25 - i32::from(candidate.rank),
        (Side::Later, Order::VerbSubject) => 30,
        (Side::Previous, Order::SubjectVerb) => 15 - i32::from(candidate.rank),
        _ => 5 - i32::from(candidate.rank),
    };
    score += near;
    if mention.possessive || mention.modifies {
        score -= 25;
    }
    if mention.preposition != 0 && !mention.according {
        score -= 35;
    }
    if mention.form.is_description() && candidate.gap >= gap::WORDS && candidate.order == Order::SubjectVerb {
        score -= 20;
    }
    score -= match mention.form {
        Form::Thing => 15,
        Form::Place => 30,
        Form::It | Form::They | Form::Own => 10,
        _ => 0,
    };
    if joined && candidate.side == Side::Before && candidate.order == Order::SubjectVerb {
        score += if candidate.opens_sentence && mention.preposition == 0 { 35 } else { -10 };
    }
    if before == Some(candidate.mention) {
        score += 40;
    }
    if goes_on && candidate.side as u8 >= Side::Previous as u8 {
        score += 40;
    }
    score
}
