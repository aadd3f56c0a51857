//! Who may have said a quotation: the mentions around it and how each stands to it.

use super::reading::Reading;
use crate::extract::speakers::lexicon::class;
use crate::extract::speakers::mentions::{Form, Mention, NONE, gap};
use crate::extract::speakers::relations::is_not_meant;
use crate::extract::speakers::tokens::Kind;

/// Candidates before and behind a quotation in its own paragraph; more are not looked at, so
/// that a paragraph with hundreds of names stays linear.
const NEAR_BEFORE: usize = 14;
const NEAR_AFTER: usize = 8;
/// Candidates in the two paragraphs before and the one behind.
const FAR_BEFORE: usize = 6;
const FAR_AFTER: usize = 2;

/// Mentions looked at on each side, candidates or not.
const MAX_SEEN: usize = 60;

/// On which side of the quotation a mention stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Side {
    /// Before it in the same sentence.
    Before,
    /// Behind it in the same sentence.
    After,
    /// In an earlier sentence of the paragraph.
    Earlier,
    /// In a later sentence of the paragraph.
    Later,
    /// In the paragraph before.
    Previous,
    /// Two paragraphs before.
    Further,
    /// In the next paragraph.
    Next,
}

/// Where the verb of speech stands that goes with a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Order {
    /// Mention, then verb.
    SubjectVerb,
    /// Verb, then mention.
    VerbSubject,
    /// `according to`, then mention.
    According,
    /// Mention, then colon or dash, no verb.
    Colon,
    /// No verb.
    None,
}

/// A mention as a candidate for a quotation.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// Number of the mention.
    pub mention: u32,
    /// Its side.
    pub side: Side,
    /// Rank by distance among the candidates of its side, from 0.
    pub rank: u8,
    /// How verb and mention stand.
    pub order: Order,
    /// What lies between mention and verb; see [`gap`].
    pub gap: u8,
    /// The verb's token, or [`NONE`].
    pub verb: u32,
    /// Tokens between the quotation and the nearer of mention's phrase and verb, up to 255.
    pub distance: u8,
    /// Quotations between, up to 3.
    pub quotes_between: u8,
    /// True if it is the first mention of its sentence.
    pub opens_sentence: bool,
    /// True if no other verb of speech stands between the quotation and this one's verb.
    pub nearest_verb: bool,
}

/// Appends the candidates of stretch `number` to `found`, which is cleared first.
///
/// The fewer the better for speed: behind a quotation that its speaker follows at once
/// (`“…,” Lee said`) and in a paragraph that has a subject with a verb of speech, what stands
/// further off is left out. The mention chosen for the quotation before always comes along.
pub fn candidates(reading: &Reading, number: usize, previous: Option<u32>, found: &mut Vec<Candidate>) {
    found.clear();
    let place = reading.places[number];
    if place == NONE {
        return;
    }
    let paragraph = reading.stretches[number].paragraph;
    let split = reading.mentions.partition_point(|mention| mention.last <= place);
    let mut ranks = [0u8; 7];
    let mut is_told = false; // a speaker follows at once
    let mut has_verb = false; // someone in the paragraph speaks
    let behind = split..reading.mentions.len().min(split + MAX_SEEN);
    for index in behind {
        let mention = &reading.mentions[index];
        if mention.first < place || is_idle(mention) || is_told_it(reading, mention, place) {
            continue;
        }
        let near = found.len();
        if mention.paragraph != paragraph || near >= if is_told { NEAR_AFTER / 3 } else { NEAR_AFTER } {
            break;
        }
        let here = candidate(reading, place, paragraph, index, &mut ranks);
        let speaks = matches!(here.order, Order::SubjectVerb | Order::VerbSubject | Order::According);
        is_told |= speaks && here.side == Side::After && here.distance <= 1 && here.gap <= gap::COMMA;
        has_verb |= speaks && here.side == Side::After;
        found.push(here);
    }
    let limit = found.len() + if is_told { NEAR_BEFORE / 2 } else { NEAR_BEFORE };
    let before = split.saturating_sub(MAX_SEEN)..split;
    let mut far = 0..0;
    for index in before.rev() {
        let mention = &reading.mentions[index];
        if mention.paragraph != paragraph || found.len() >= limit {
            far = 0..index + 1;
            break;
        }
        if !is_idle(mention) && !is_told_it(reading, mention, place) {
            let here = candidate(reading, place, paragraph, index, &mut ranks);
            has_verb |= here.order != Order::None;
            found.push(here);
        }
    }
    let opens = reading.first_tokens[paragraph as usize] == place;
    let is_introduced = opens && place > 0 && reading.tokens[place as usize - 1].kind == Kind::Colon;
    let goes_on = is_introduced || number > 0 && reading.stretches[number - 1].goes_on;
    if let Some(previous) = previous.filter(|mention| !found.iter().any(|c| c.mention == *mention)) {
        found.push(candidate(reading, place, paragraph, previous as usize, &mut ranks));
    }
    if has_verb && !goes_on {
        return;
    }
    let limit = found.len() + FAR_BEFORE;
    for index in far.rev().take(MAX_SEEN) {
        let mention = &reading.mentions[index];
        if mention.paragraph + 2 < paragraph || found.len() >= limit {
            break;
        }
        // Further off only who can speak.
        if mention.paragraph != paragraph && !is_far_fetched(mention) && previous != Some(index as u32) {
            found.push(candidate(reading, place, paragraph, index, &mut ranks));
        }
    }
    let next = reading.mentions[split..].iter().take(MAX_SEEN).position(|mention| mention.paragraph > paragraph);
    let next = next.map_or(reading.mentions.len(), |offset| split + offset);
    for (index, mention) in reading.mentions.iter().enumerate().skip(next).take(FAR_AFTER) {
        if mention.paragraph == paragraph + 1 {
            found.push(candidate(reading, place, paragraph, index, &mut ranks));
        }
    }
}

/// True for mentions that never speak: things and places without a verb of speech.
fn is_idle(mention: &Mention) -> bool {
    let is_weak = matches!(mention.form, Form::Thing | Form::Place);
    is_weak
        && mention.verb_after == NONE
        && mention.verb_before == NONE
        && (mention.preposition != 0 || mention.form == Form::Place)
}

/// True for who is told or called something in the sentence of the quotation, and for who is
/// named as not the one.
fn is_told_it(reading: &Reading, mention: &Mention, place: u32) -> bool {
    is_not_meant(&reading.tokens, mention.titled)
        || mention.patient && reading.tokens[mention.first as usize].sentence == reading.tokens[place as usize].sentence
}

/// True for mentions that hardly speak from another paragraph.
fn is_far_fetched(mention: &Mention) -> bool {
    matches!(mention.form, Form::Thing | Form::Place | Form::Which | Form::His | Form::It)
        || mention.possessive
        || mention.modifies
}

fn candidate(reading: &Reading, place: u32, paragraph: u32, index: usize, ranks: &mut [u8; 7]) -> Candidate {
    let mention = &reading.mentions[index];
    let tokens = &reading.tokens;
    let before = mention.last <= place;
    let quote = &tokens[place as usize];
    let sentence = tokens[mention.first as usize].sentence;
    // Behind a quotation that ends a sentence the next one begins a new one.
    let side = match (before, mention.paragraph == paragraph) {
        (true, true) if sentence == quote.sentence => Side::Before,
        (false, true) if sentence == quote.sentence => Side::After,
        (true, true) => Side::Earlier,
        (false, true) => Side::Later,
        (true, false) if mention.paragraph + 1 == paragraph => Side::Previous,
        (true, false) => Side::Further,
        (false, false) => Side::Next,
    };
    let rank = ranks[side as usize];
    ranks[side as usize] = rank.saturating_add(1);
    let (order, gap, verb) = order(reading, mention, place, before);
    let (from, to) = if before {
        (mention.last.max(if verb != NONE && verb < place { verb + 1 } else { 0 }), place)
    } else {
        (place + 1, mention.phrase.min(verb).max(place + 1))
    };
    let between = &tokens[from as usize..to.max(from) as usize];
    let mut quotes_between = 0;
    let mut nearest_verb = true;
    for token in between.iter().take(200) {
        quotes_between += u8::from(token.kind == Kind::Quote);
        nearest_verb &= !token.is(class::SPEECH);
    }
    let opens_sentence = index == 0
        || tokens[reading.mentions[index - 1].first as usize].sentence != tokens[mention.first as usize].sentence;
    Candidate {
        mention: index as u32,
        side,
        rank,
        order,
        gap,
        verb,
        distance: between.len().min(255) as u8,
        quotes_between: quotes_between.min(3),
        nearest_verb,
        opens_sentence,
    }
}

fn order(reading: &Reading, mention: &Mention, place: u32, before: bool) -> (Order, u8, u32) {
    if mention.according {
        return (Order::According, gap::NONE, mention.verb_before);
    }
    if mention.agent {
        return (Order::VerbSubject, gap::NONE, mention.verb_before);
    }
    // `said Trump`: the verb before, if nothing stands between; else the verb behind.
    let verb_before_fits = mention.verb_before != NONE && mention.gap_before <= gap::ADVERB;
    let side_fits = before || mention.verb_before > place;
    if verb_before_fits && side_fits && (!before || mention.verb_after == NONE) {
        return (Order::VerbSubject, mention.gap_before, mention.verb_before);
    }
    if mention.verb_after != NONE {
        return (Order::SubjectVerb, mention.gap_after, mention.verb_after);
    }
    let next = reading.tokens.get(mention.last as usize);
    let is_label = before && next.is_some_and(|token| token.kind == Kind::Colon);
    let is_signed = !before && mention.phrase > 0 && reading.tokens[mention.phrase as usize - 1].kind == Kind::Dash;
    if is_label || is_signed {
        return (Order::Colon, gap::NONE, NONE);
    }
    (Order::None, gap::ABSENT, NONE)
}

/// True if the verb of speech nearest before a quotation is joined to an earlier one by `and`,
/// or a participle behind a comma: then the subject of the sentence speaks.
pub fn has_joined_verb(reading: &Reading, place: u32) -> bool {
    let tokens = &reading.tokens[..place as usize];
    let sentence = reading.tokens[place as usize].sentence;
    let verb = tokens.iter().rev().take(30).take_while(|t| t.sentence == sentence).position(|t| t.is(class::SPEECH));
    let Some(verb) = verb else { return false };
    let before = tokens[..tokens.len() - 1 - verb].iter().rev().find(|token| !token.is(class::ADVERB | class::AUX));
    let is_participle = tokens[tokens.len() - 1 - verb].is(class::ING);
    before.is_some_and(|token| token.is(class::CONJ) || (is_participle && token.kind == Kind::Comma))
}
