//! Picks the speaker of each quotation among its candidates.
//!
//! One softmax over the candidates and `nobody`; quotations are settled in order, each knowing
//! what was chosen for the one before. The person is the one with the most probability over all
//! mentions of him or her, the mention the likeliest of that person.

use super::candidates::{Candidate, Order, Side, candidates, has_joined_verb};
use super::deceased;
use super::denials;
use super::exchange;
use super::features::{Before, frame, mention_codes, nobody_codes, unnamed_codes};
use super::fiction;
use super::interview;
use super::joint;
use super::marks::{self, Stretch};
use super::predicates;
use super::reading::Reading;
use super::searches;
use super::seconds;
use super::short;
use super::sources;
use super::unsaid;
use super::works;
use crate::extract::speakers::lexicon::class;
use crate::extract::speakers::mentions::{Form, NONE};
use crate::extract::speakers::passives::{is_asking, is_passive};
use crate::extract::speakers::weights::{UNIT, Weights, softmax};

/// What was chosen for a quotation.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// False for titles of works and scare quotes.
    pub is_quote: bool,
    /// How it stands to the quotation, with its mention.
    pub candidate: Option<Candidate>,
    /// Whom it names, if anybody.
    pub entity: Option<u32>,
    /// How likely the entity is right.
    pub probability: f32,
    /// True if taken over from the quotation before.
    pub carried_on: bool,
}

/// One choice to make: the candidates and the codes of each; behind them stand the codes of
/// `unnamed` (a quotation whose speaker the text around does not mention) and of `nobody`
/// (no quotation).
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The candidates.
    pub candidates: Vec<Candidate>,
    /// Codes of all, one candidate after the other.
    pub codes: Vec<u32>,
    /// Where the codes of each candidate end, then of `unnamed` and `nobody`.
    pub ends: Vec<usize>,
}

impl Options {
    /// The codes of an answer.
    pub fn codes_of(&self, index: usize) -> &[u32] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.codes[start..self.ends[index]]
    }
}

/// Told each choice (number of the stretch), may say which candidate is right.
pub type Teacher<'a> = dyn FnMut(usize, &Reading, &Options) -> Option<u32> + 'a;

/// Chooses for every stretch; `None` for those that are no candidates for a quotation.
pub fn choose(reading: &Reading, weights: &Weights, mut teacher: Option<&mut Teacher>) -> Vec<Option<Choice>> {
    let mut chosen: Vec<Option<Choice>> = Vec::with_capacity(reading.stretches.len());
    let mut options = Options::default();
    let mut scores = Vec::new();
    let mut previous: Option<Before> = None;
    let dead = deceased::dead(reading);
    for (number, stretch) in reading.stretches.iter().enumerate() {
        if reading.places[number] == NONE {
            chosen.push(None);
            continue;
        }
        if !reading.attributes {
            let is_quote = !stretch.partial && (stretch.words >= 3 || short::is_told(reading, number));
            chosen.push(Some(Choice { is_quote, candidate: None, entity: None, probability: 0.0, carried_on: false }));
            continue;
        }
        lay_out(reading, number, previous, &mut options);
        scores.clear();
        let temperature = weights.constants.mention_temperature;
        scores.extend((0..options.ends.len()).map(|i| weights.sum(options.codes_of(i)) as f32 * UNIT / temperature));
        favour_agent(reading, number, &options, &mut scores);
        exchange::favour_who(reading, number, &options, &mut scores);
        let spoke = previous.map(|before| before.mention);
        exchange::favour_subject(reading, number, spoke, &options, &mut scores);
        interview::favour_interviewed(reading, number, &options, &mut scores);
        let is_part = stretch.words < 3 || stretch.partial;
        let verb = if is_part { predicates::verb(reading, number) } else { None };
        let is_said = verb.is_some();
        favour_subject_of(verb, &options, &mut scores);
        sources::favour_source(reading, number, is_said, &options, &mut scores);
        seconds::favour_second(reading, number, &options, &mut scores);
        softmax(&mut scores);
        let mut choice = pick(reading, &options, &scores, weights, previous);
        let is_asked = interview::is_asked(reading, number);
        choice.is_quote |= stretch.labelled || is_asked;
        choice.is_quote &= !works::is_work(reading, number);
        if stretch.words < 3 {
            let words = words_of(reading.text, stretch);
            let is_sure = choice.probability >= 0.8 || stretch.words == 2 && marks::is_clause(words);
            choice.is_quote &= short::is_utterance(words) && is_sure;
            let is_told = is_said || short::is_told(reading, number);
            if !choice.is_quote && is_told && !works::is_work(reading, number) {
                let is_subject = choice.candidate.is_some_and(|who| verb.is_some_and(|verb| verb == who.verb as usize));
                let is_likely = is_subject || choice.probability >= 0.5;
                choice.is_quote = true;
                choice.candidate = choice.candidate.filter(|_| is_likely || choice.entity.is_none());
                choice.entity = choice.entity.filter(|_| is_likely);
            }
        }
        if stretch.partial {
            choice.is_quote = is_said;
        }
        let before = chosen.last().and_then(Option::as_ref);
        if let Some(before) = before.filter(|before| before.is_quote && is_part && !choice.is_quote)
            && predicates::is_joined(reading, number)
        {
            choice = Choice { carried_on: true, ..*before };
        }
        let place = reading.places[number];
        let is_open = is_asked
            || denials::is_denied(reading, place)
            || unsaid::is_unsaid(reading, place)
            || fiction::is_line(reading, place)
            || searches::is_search(reading, place)
            || exchange::is_answer(reading, number, before, &choice);
        if is_open {
            choice = Choice { candidate: None, entity: None, probability: 0.0, carried_on: false, ..choice };
        }
        if choice.candidate.is_some_and(|candidate| joint::pair(reading, &candidate).is_some()) {
            (choice.entity, choice.probability) = (None, 0.0);
        }
        if choice.candidate.is_some_and(|candidate| deceased::is_doubtful(reading, &candidate, &dead)) {
            choice.probability = choice.probability.min(deceased::AT_MOST);
        }
        let told = teacher.as_mut().and_then(|teacher| teacher(number, reading, &options));
        let mention = told.or(choice.candidate.map(|candidate| candidate.mention));
        if let Some(mention) = mention.filter(|_| choice.is_quote || told.is_some()) {
            let entity = reading.mentions[mention as usize].entity;
            previous = Some(Before { paragraph: stretch.paragraph, mention, entity });
        }
        chosen.push(Some(choice));
    }
    join_parts(reading, &mut chosen);
    chosen
}

/// A quotation over several paragraphs has one speaker: the surer of those found at its first
/// and at its last part.
fn join_parts(reading: &Reading, chosen: &mut [Option<Choice>]) {
    let mut first = 0;
    while first < chosen.len() {
        let parts = reading.stretches[first..].iter().take_while(|stretch| stretch.goes_on).count();
        let last = (first + parts).min(chosen.len() - 1);
        if let (true, Some(head), Some(tail)) = (parts > 0, chosen[first], chosen[last]) {
            let surer = if tail.probability > head.probability { tail } else { head };
            for (number, part) in chosen[first..=last].iter_mut().enumerate() {
                let carried_on = number > 0 || surer.carried_on;
                *part = part.map(|own| match own.entity == surer.entity && own.candidate.is_some() {
                    true => Choice { is_quote: true, probability: surer.probability, ..own },
                    false => Choice { is_quote: true, carried_on, ..surer },
                });
            }
        }
        first = last + 1;
    }
}

fn lay_out(reading: &Reading, number: usize, previous: Option<Before>, options: &mut Options) {
    let paragraph = reading.stretches[number].paragraph;
    let carried = previous.filter(|before| paragraph - before.paragraph <= 4).map(|before| before.mention);
    candidates(reading, number, carried, &mut options.candidates);
    let joined = has_joined_verb(reading, reading.places[number]);
    let mut frame = frame(reading, number, joined, previous);
    frame.according =
        options.candidates.iter().any(|c| c.order == Order::According && matches!(c.side, Side::Before | Side::After));
    options.codes.clear();
    options.ends.clear();
    for candidate in &options.candidates {
        mention_codes(reading, &frame, candidate, &mut options.codes);
        options.ends.push(options.codes.len());
    }
    unnamed_codes(reading, &frame, &mut options.codes);
    options.ends.push(options.codes.len());
    nobody_codes(reading, &frame, &mut options.codes);
    options.ends.push(options.codes.len());
}

/// In favour of the subject of the verb that tells that the words are said.
const SUBJECT: f32 = 2.0;

fn favour_subject_of(verb: Option<usize>, options: &Options, scores: &mut [f32]) {
    let has_verb = |candidate: &&Candidate| verb.is_some_and(|verb| verb == candidate.verb as usize);
    // In `the mayor said candidate Lee was “unfit”` the verb has its subject before it.
    let order = match options.candidates.iter().filter(has_verb).any(|one| one.order == Order::SubjectVerb) {
        true => Order::SubjectVerb,
        false => Order::VerbSubject,
    };
    for (score, candidate) in scores.iter_mut().zip(&options.candidates) {
        if has_verb(&candidate) && candidate.order == order {
            *score += SUBJECT;
        }
    }
}

/// In favour of the agent of a passive, and of nobody named where it has none.
const AGENT: f32 = 4.0;

/// `Brown was told by Lee: “…”` is said by Lee, `Brown was told: “…”` by we know not whom.
fn favour_agent(reading: &Reading, number: usize, options: &Options, scores: &mut [f32]) {
    let place = reading.places[number] as usize;
    let Some(verb) = passive_cue(reading, place) else { return favour_answer(reading, place, options, scores) };
    let is_agent = |candidate: &Candidate| {
        let mention = &reading.mentions[candidate.mention as usize];
        mention.agent && mention.verb_before as usize == verb
    };
    let mut found = false;
    for (score, candidate) in scores.iter_mut().zip(&options.candidates) {
        if is_agent(candidate) {
            // Far behind it the quotation is another matter: `called by Lee to force …`.
            *score += if candidate.distance <= NEAR { AGENT } else { 0.0 };
            found = true;
        }
    }
    if !found && let Some(unnamed) = scores.get_mut(options.candidates.len()) {
        *unnamed += AGENT;
    }
}

/// `Brown was asked by Lee if he would. “…”`: what follows a question is the answer, if no verb says otherwise.
fn favour_answer(reading: &Reading, place: usize, options: &Options, scores: &mut [f32]) {
    let tokens = &reading.tokens;
    let around = place.saturating_sub(REACH)..tokens.len().min(place + REACH);
    let is_cue = |at: &usize| tokens[*at].is(class::SPEECH);
    let Some(verb) = around.clone().take_while(|at| *at < place).filter(is_cue).last() else { return };
    let has_own = around.clone().filter(is_cue).any(|at| tokens[at].sentence == tokens[place].sentence);
    let is_next = tokens[verb].sentence + 1 == tokens[place].sentence;
    if has_own || !is_next || !is_asking(&tokens[verb]) || !is_passive(tokens, verb) {
        return;
    }
    for (score, candidate) in scores.iter_mut().zip(&options.candidates) {
        let mention = &reading.mentions[candidate.mention as usize];
        if mention.patient && tokens[mention.first as usize].sentence == tokens[verb].sentence {
            *score += AGENT / 2.0;
        }
    }
}

/// Words that may stand between the agent and the quotation.
const NEAR: u8 = 6;

/// Verbs looked for among so many tokens on each side of a quotation.
const REACH: usize = 20;

/// The verb of speech of a quotation's sentence, if it is a passive on the one side and there is
/// none on the other.
fn passive_cue(reading: &Reading, place: usize) -> Option<usize> {
    let tokens = &reading.tokens;
    let sentence = tokens[place].sentence;
    let is_verb = |at: &usize| tokens[*at].is(class::SPEECH) && tokens[*at].sentence == sentence;
    let before = (place.saturating_sub(REACH)..place).rev().find(is_verb);
    let after = (place + 1..tokens.len().min(place + 1 + REACH)).find(is_verb);
    match (before, after) {
        (Some(verb), None) | (None, Some(verb)) => is_passive(tokens, verb).then_some(verb),
        _ => None,
    }
}

fn pick(reading: &Reading, options: &Options, scores: &[f32], weights: &Weights, previous: Option<Before>) -> Choice {
    let nobody = scores.last().copied().unwrap_or(0.0);
    let mut choice =
        Choice { is_quote: nobody < 0.5, candidate: None, entity: None, probability: 0.0, carried_on: false };
    // Probability of each candidate with all others that name the same entity; among those of
    // one entity the likeliest mention.
    let unnamed = scores[options.candidates.len()];
    let floor = if unnamed >= 0.6 * (1.0 - nobody) { unnamed } else { -1.0 };
    let mut best = (floor, floor, None);
    for (index, candidate) in options.candidates.iter().enumerate() {
        let link = entity(reading, candidate.mention, weights);
        let mut total = scores[index];
        let mut is_likeliest = true;
        if let Some((entity, _)) = link {
            for (other, second) in options.candidates.iter().enumerate() {
                if other != index && reading.mentions[second.mention as usize].entity == entity {
                    total += scores[other];
                    is_likeliest &= scores[index] >= scores[other];
                }
            }
        }
        if is_likeliest && (total, scores[index]) > (best.0, best.1) {
            best = (total, scores[index], Some((candidate, link)));
        }
    }
    if let (total, _, Some((candidate, link))) = best {
        choice.candidate = Some(*candidate);
        choice.carried_on = previous.is_some_and(|before| before.mention == candidate.mention);
        if let Some((entity, sure)) = link {
            choice.entity = Some(entity);
            choice.probability = total / (1.0 - nobody).max(0.01) * sure;
        }
    }
    choice
}

/// Whom a mention names, if the text tells, and how likely that is right.
fn entity(reading: &Reading, mention: u32, weights: &Weights) -> Option<(u32, f32)> {
    let found = &reading.mentions[mention as usize];
    if found.entity != NONE {
        let sure = reading.sure[mention as usize];
        let link = match found.form {
            Form::Full => 1.0,
            Form::He | Form::She | Form::Who => sure,
            _ => weights.constants.name_link,
        };
        return Some((found.entity, link));
    }
    // `a senator` is none that holds the role here.
    if found.form == Form::Person && !seconds::is_new(&reading.tokens, found) {
        let head = &reading.tokens[found.last as usize - 1];
        return reading.people.with_role(head.word).map(|entity| (entity, weights.constants.role_link));
    }
    None
}

fn words_of<'t>(text: &'t str, stretch: &Stretch) -> &'t str {
    text.get(stretch.start as usize..stretch.end as usize).unwrap_or("")
}
