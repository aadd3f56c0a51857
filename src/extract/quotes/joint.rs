//! Two who speak together: `Lee and Brown said in a joint statement`. The words are neither’s alone, so the
//! speaker is left open and both are the mention.

use super::candidates::{Candidate, Order};
use super::reading::Reading;
use super::sources::{mention_ending, name_at};
use crate::extract::speakers::lexicon::class;
use crate::extract::speakers::mentions::{Form, Mention, NONE, gap};
use crate::extract::speakers::tokens::{Kind, hash_word};

const HASH_AND: u32 = hash_word("and");

/// The tokens of both names, if the mention is one of two that share its verb of speech.
pub fn pair(reading: &Reading, candidate: &Candidate) -> Option<(u32, u32)> {
    let tokens = &reading.tokens;
    let mention = &reading.mentions[candidate.mention as usize];
    if !matches!(candidate.order, Order::SubjectVerb | Order::VerbSubject) || !mention.form.is_name() {
        return None;
    }
    let is_and = |at: usize| tokens.get(at).is_some_and(|token| token.hash == HASH_AND && token.kind == Kind::Lower);
    // `Lee and her husband Brown`
    let owner = |at: usize| usize::from(tokens.get(at).is_some_and(|token| token.is(class::POSSESSIVE)));
    let last = mention.last as usize;
    let joined = is_and(last).then(|| name_at(reading, last + 1 + owner(last + 1))).flatten();
    if let Some((_, second)) = joined.filter(|(_, second)| share(reading, candidate, mention, second)) {
        return Some((mention.titled, second.last));
    }
    let before = (mention.phrase as usize).checked_sub(1)?;
    let and = before.checked_sub(owner(before)).filter(|and| is_and(*and))?;
    let (_, first) = mention_ending(reading, and)?;
    share(reading, candidate, first, mention).then_some((first.titled, mention.last))
}

/// True if both are people of whom one verb tells.
fn share(reading: &Reading, candidate: &Candidate, first: &Mention, second: &Mention) -> bool {
    let tokens = &reading.tokens;
    let are_two = first.entity != second.entity && is_known(reading, first) && is_known(reading, second);
    let mut start = first.titled as usize;
    // `both Lee and`, `the senators Lee and`
    let is_before = |at: usize| {
        let token = &tokens[at];
        token.sentence == tokens[start].sentence
            && (token.is(class::DET | class::PERSON | class::TITLE) && token.is_word())
    };
    start -= (1..=start.min(3)).take_while(|back| is_before(start - back)).count();
    let is_subject = tokens[start].first
        || start.checked_sub(1).is_none_or(|at| {
            let before = &tokens[at];
            before.sentence != tokens[start].sentence
                || matches!(before.kind, Kind::Comma | Kind::Quote | Kind::Colon | Kind::Dash)
                || before.is(class::SUBORD)
        });
    let told = match candidate.order {
        Order::VerbSubject => first.verb_before == candidate.verb && second.gap_after > gap::ADVERB,
        _ => is_subject && second.verb_after == candidate.verb && second.gap_after <= gap::WORDS,
    };
    are_two && told && candidate.verb != NONE
}

/// True if the text names a person by a first name or with a title: `Marks and Spencer`, `President and
/// CEO` are none, and `Ben and Jerry’s` speak for nobody.
fn is_known(reading: &Reading, mention: &Mention) -> bool {
    let tokens = &reading.tokens;
    if !mention.form.is_name() || mention.entity == NONE || mention.possessive {
        return false;
    }
    let entity = &reading.people.entities[mention.entity as usize];
    let is_office = tokens[mention.last as usize - 1].is(class::TITLE | class::PERSON | class::ORG);
    let is_person =
        tokens[entity.name.0 as usize].is(class::FIRST_NAME) || mention.form == Form::Titled || entity.titled;
    let is_body = tokens[mention.first as usize..mention.last as usize].iter().any(|token| token.is(class::ORG));
    is_person && !is_office && !is_body
}
