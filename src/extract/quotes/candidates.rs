//! Who may have said a quotation: the mentions around it and how each stands to it.

use super::reading::Reading;
use crate::extract::speakers::lexicon::class;
use crate::extract::speakers::mentions::{Form, Mention, NONE, gap};
use crate::extract::speakers::tokens::Kind;

/// Candidates before and behind a quotation in its own paragraph; more are not looked at, so
/// that a paragraph with hundreds of names stays linear.
const NEAR_BEFORE: usize = 14;
const NEAR_AFTER: usize = 8;
/// Candidates in the two paragraphs before and the one behind.
const FAR_BEFORE: usize = 6;
const FAR_AFTER: usize = 2;

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
pub fn candidates(reading: &Reading, number: usize, found: &mut Vec<Candidate>) {
    found.clear();
    let place = reading.places[number];
    if place == NONE {
        return;
    }
    let paragraph = reading.stretches[number].paragraph;
    let split = reading.mentions.partition_point(|mention| mention.last <= place);
    let (mut near, mut far) = (0, 0);
    let mut ranks = [0u8; 7];
    for index in (0..split).rev() {
        let mention = &reading.mentions[index];
        if mention.paragraph == paragraph {
            near += 1;
            if near > NEAR_BEFORE {
                break;
            }
        } else if mention.paragraph + 2 >= paragraph && far < FAR_BEFORE {
            // Further off only who can speak.
            if is_far_fetched(mention) {
                continue;
            }
            far += 1;
        } else {
            break;
        }
        found.push(candidate(reading, place, paragraph, index, &mut ranks));
    }
    let (mut near, mut far) = (0, 0);
    for index in split..reading.mentions.len() {
        let mention = &reading.mentions[index];
        if mention.first < place {
            continue;
        }
        if mention.paragraph == paragraph && near < NEAR_AFTER {
            near += 1;
        } else if mention.paragraph == paragraph + 1 && far < FAR_AFTER {
            far += 1;
        } else {
            break;
        }
        found.push(candidate(reading, place, paragraph, index, &mut ranks));
    }
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
    // `said Trump`: the verb before, if nothing stands between; else the verb behind.
    let verb_before_fits = mention.verb_before != NONE && mention.gap_before <= gap::ADVERB;
    let side_fits = !before && mention.verb_before > place || before;
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
