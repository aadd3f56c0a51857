//! Who `he` and `she` are: a tracker of the people spoken of, and learned weights that pick one.
//!
//! Every `he` and `she` outside quotations is settled in order, also where nobody is quoted, so
//! that a chain of pronouns is followed. Gender excludes; the rest is weighed.

use super::genders::Gender;
use super::lexicon::class;
use super::mentions::{Form, Mention, NONE, gap};
use super::people::People;
use super::questions;
use super::relations::is_not_meant;
use super::tokens::{Kind, Token, hash_word};
use super::weights::{UNIT, Weights, softmax};

/// People kept in mind.
const MAX_RECENT: usize = 8;

/// How likely somebody is a person of whom nothing tells it but two capitals.
const DOUBT: f32 = 0.5;

/// How sure a pronoun must be to tell the gender of one of whom nothing else does.
const SURE: f32 = 0.9;

/// A person in mind.
#[derive(Clone, Copy, Debug)]
struct Recent {
    entity: u32,
    /// Last mention.
    mention: u32,
    /// Mentions so far, pronouns included.
    count: u32,
    /// True if the last mention was the subject of a verb of speech.
    spoke: bool,
    /// Paragraph where the person last was subject of a verb of speech.
    spoke_in: u32,
}

/// One choice to make: the people in question and the codes of each.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// The entities.
    pub entities: Vec<u32>,
    /// Codes of all, one entity after the other.
    pub codes: Vec<u32>,
    /// Number of codes per entity.
    pub width: usize,
}

/// Told each question, may say what the answer is; see [`resolve`].
pub type Teacher<'a> = dyn FnMut(u32, &Question) -> Option<u32> + 'a;

/// Links each `he`, `she` and `who` to an entity; returns for each mention how likely the link
/// is right, 0 for other mentions.
///
/// A teacher, in training, sees each question and may put the true answer in place of ours.
pub fn resolve(
    people: &People,
    genders: &[Gender],
    tokens: &[Token],
    mentions: &mut [Mention],
    weights: &Weights,
    mut teacher: Option<&mut Teacher>,
) -> Vec<f32> {
    let mut sure = vec![0.0; mentions.len()];
    let mut recent: Vec<Recent> = Vec::with_capacity(MAX_RECENT + 1);
    let mut question = Question::default();
    let mut scores = Vec::new();
    // What the text has called those of whose gender nothing else is known: -1 `he`, 1 `she`.
    let mut called = vec![0i8; people.entities.len()];
    for at in 0..mentions.len() {
        let mention = mentions[at];
        match mention.form {
            Form::He | Form::She => {
                let known = Known { genders, called: &called };
                ask(people, known, tokens, mentions, at, &recent, &mut question);
                let wanted = wanted(&mention);
                let at_most = |entity: u32| genders[entity as usize].at_most(wanted);
                if question.entities.is_empty() {
                    continue;
                }
                let is_doubtful = |entity: u32| people.entities[entity as usize].is_doubtful();
                let is_likely = |entity: &u32| people.entities[*entity as usize].is_likely_person();
                if teacher.is_none() && !question.entities.iter().any(is_likely) {
                    continue;
                }
                let mut call = |entity: u32| {
                    let before = &mut called[entity as usize];
                    *before = if *before == 0 { wanted as i8 } else { *before };
                };
                // Of one there is nothing to weigh.
                if question.entities.len() == 1 && teacher.is_none() {
                    mentions[at].entity = question.entities[0];
                    let only = question.entities[0];
                    call(only);
                    sure[at] = if is_doubtful(only) { DOUBT } else { at_most(only) };
                    see_if_named(&mut recent, people, &mentions[at], at as u32);
                    continue;
                }
                scores.clear();
                scores.extend(
                    question
                        .codes
                        .chunks(question.width)
                        .map(|codes| weights.sum(codes) as f32 * UNIT / weights.constants.pronoun_temperature),
                );
                if teacher.is_none() {
                    let unlikely = |entity: &u32| !people.entities[*entity as usize].is_likely_person();
                    let rows = scores.iter_mut().zip(&question.entities);
                    rows.filter(|(_, entity)| unlikely(entity)).for_each(|(score, _)| *score = f32::NEG_INFINITY);
                }
                softmax(&mut scores);
                let best = (0..scores.len()).rev().max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or(0);
                let told = teacher.as_mut().and_then(|teacher| teacher(at as u32, &question));
                mentions[at].entity = told.unwrap_or(question.entities[best]);
                let chosen = question.entities[best];
                if scores[best] >= SURE {
                    call(chosen);
                }
                sure[at] = (scores[best] * if is_doubtful(chosen) { DOUBT } else { 1.0 }).min(at_most(chosen));
            }
            Form::Who => {
                let sentence = tokens[mention.first as usize].sentence;
                let before = mentions[..at]
                    .iter()
                    .rev()
                    .take(4)
                    .take_while(|m| tokens[m.first as usize].sentence == sentence)
                    .filter(|m| !is_not_meant(tokens, m.titled))
                    .find(|m| m.form.is_name() || m.form == Form::Person);
                if let Some(before) = before {
                    mentions[at].entity = before.entity;
                    sure[at] = 0.85;
                }
            }
            _ => {}
        }
        see_if_named(&mut recent, people, &mentions[at], at as u32);
    }
    sure
}

/// Takes in a mention that stands for somebody, outside titles.
fn see_if_named(recent: &mut Vec<Recent>, people: &People, mention: &Mention, at: u32) {
    if mention.entity != NONE && mention.form != Form::Who && !mention.in_title {
        see(recent, people, mention, at);
    }
}

fn see(recent: &mut Vec<Recent>, people: &People, mention: &Mention, at: u32) {
    if !people.entities[mention.entity as usize].may_be_person() {
        return;
    }
    let spoke = speaks(mention);
    let before = recent.iter().position(|seen| seen.entity == mention.entity).map(|index| recent.remove(index));
    let spoke_in = if spoke { mention.paragraph } else { before.map_or(NONE, |seen| seen.spoke_in) };
    let count = before.map_or(0, |seen| seen.count) + 1;
    recent.push(Recent { entity: mention.entity, mention: at, count, spoke, spoke_in });
    if recent.len() > MAX_RECENT {
        recent.remove(0);
    }
}

fn speaks(mention: &Mention) -> bool {
    mention.gap_after <= gap::COMMA || mention.gap_before <= gap::ADVERB && mention.preposition == 0
}

/// The gender of a pronoun: -1 for `he`, 1 for `she`.
fn wanted(pronoun: &Mention) -> i32 {
    if pronoun.form == Form::He { -1 } else { 1 }
}

/// What is known of the genders of people.
#[derive(Clone, Copy)]
struct Known<'a> {
    genders: &'a [Gender],
    called: &'a [i8],
}

/// Lays out who may be meant.
fn ask(
    people: &People,
    known: Known,
    tokens: &[Token],
    mentions: &[Mention],
    at: usize,
    recent: &[Recent],
    question: &mut Question,
) {
    let pronoun = &mentions[at];
    let wanted = wanted(pronoun);
    question.entities.clear();
    question.codes.clear();
    let agreement = |seen: &Recent| i32::from(known.genders[seen.entity as usize].known) * wanted;
    let fits_gender = |entity: u32| i32::from(known.genders[entity as usize].known) * wanted > -2;
    let fits = |seen: &&Recent| agreement(seen) > -2;
    let not_meant =
        who_addressed(tokens, mentions, at).or_else(|| questions::who_asked(&fits_gender, tokens, mentions, at));
    let fits = |seen: &&Recent| fits(seen) && not_meant != Some(seen.entity);
    // Who was `she` a moment ago is not `he`, if somebody else can be.
    let is_contrary = |seen: &Recent| agreement(seen) == 0 && i32::from(known.called[seen.entity as usize]) == -wanted;
    let has_other = recent.iter().filter(fits).any(|seen| !is_contrary(seen));
    let fits = |seen: &&Recent| fits(seen) && !(has_other && is_contrary(seen));
    let fitting = recent.iter().filter(fits).count().min(3) as u32;
    let last_speaker = recent.iter().rev().find(|seen| seen.spoke).map(|seen| seen.entity);
    let here = &tokens[pronoun.first as usize];
    let opens = u32::from(here.first);
    let behind_quote = u32::from(pronoun.first > 0 && tokens[pronoun.first as usize - 1].kind == Kind::Quote);
    let talks = u32::from(speaks(pronoun));
    let own = opens | behind_quote << 1 | talks << 2; // 3 bits
    for (rank, seen) in recent.iter().rev().filter(fits).enumerate() {
        let last = &mentions[seen.mention as usize];
        let there = &tokens[last.first as usize];
        let rank = rank.min(5) as u32; // 3 bits
        let sentences = match here.sentence.saturating_sub(there.sentence) {
            0 => 0,
            1 => 1,
            2 => 2,
            3..=4 => 3,
            5..=8 => 4,
            _ => 5,
        }; // 3 bits
        let paragraphs = (pronoun.paragraph - last.paragraph).min(3); // 2 bits
        let gender = match agreement(seen) {
            2.. => 2,
            1 => 1,
            _ => 0u32,
        }; // 2 bits
        let form = match last.form {
            Form::He | Form::She => 0,
            Form::Full => 1,
            Form::Single => 2,
            Form::Titled => 3,
            _ => 4u32,
        }; // 3 bits
        let begins = u32::from(tokens[last.phrase as usize].first);
        let acts = u32::from(last.acts);
        let role = u32::from(seen.spoke)
            | begins << 1
            | u32::from(last.preposition != 0) << 2
            | u32::from(last.possessive) << 3
            | u32::from(last.modifies) << 4; // 5 bits
        let count = match seen.count {
            1 => 0,
            2 => 1,
            3..=5 => 2,
            _ => 3u32,
        }; // 2 bits
        let speaker = u32::from(last_speaker == Some(seen.entity));
        let spoke_back = if seen.spoke_in == NONE { 3 } else { (pronoun.paragraph - seen.spoke_in).min(2) }; // 2 bits
        let person = u32::from(people.entities[seen.entity as usize].sort == super::people::Sort::Person);
        question.entities.push(seen.entity);
        let mut width = 0;
        let mut push = |number: u32, answer: u32| {
            question.codes.push(number << 26 | answer);
            width += 1;
        };
        push(40, rank | fitting << 3);
        push(41, rank | sentences << 3 | paragraphs << 6);
        push(42, gender | person << 2 | rank << 3);
        push(43, role | sentences << 5);
        push(44, role | form << 5 | rank << 8);
        push(45, form | paragraphs << 3 | own << 5);
        push(46, speaker | spoke_back << 1 | rank << 3);
        push(47, speaker | spoke_back << 1 | own << 3 | paragraphs << 6);
        push(48, count | rank << 2 | gender << 5);
        push(49, own | sentences << 3 | role << 6);
        push(60, speaker | seen_before_here(here, there) << 1 | form << 2 | own << 5);
        push(61, count | paragraphs << 2 | speaker << 4 | fitting << 5);
        push(59, 1 << 24 | acts | begins << 1 | paragraphs << 2 | rank << 4);
        push(59, 1 << 25 | acts | begins << 1 | speaker << 2 | sentences << 3 | own << 6);
        push(62, gender | person << 2 | speaker << 3 | paragraphs << 4);
        question.width = width;
    }
}

/// Who spoke to `her` in the sentence before: in `Lee asked her: “…” She paused`, she is not Lee.
fn who_addressed(tokens: &[Token], mentions: &[Mention], at: usize) -> Option<u32> {
    let pronoun = &mentions[at];
    let here = pronoun.first as usize;
    if pronoun.verb_after != NONE || here < 4 || tokens[here - 1].kind != Kind::Quote {
        return None;
    }
    let object = if pronoun.form == Form::He { hash_word("him") } else { hash_word("her") };
    let mark = here - 2;
    let to = if matches!(tokens[mark].kind, Kind::Colon | Kind::Comma) { mark - 1 } else { mark };
    let is_addressed = tokens[to].hash == object && to > 0 && tokens[to - 1].is(class::SPEECH);
    let speaker = mentions[..at].iter().rev().take(3).find(|m| m.verb_after as usize + 1 == to && m.gap_after <= 1)?;
    (is_addressed && speaker.entity != NONE).then_some(speaker.entity)
}

fn seen_before_here(here: &Token, there: &Token) -> u32 {
    u32::from(here.sentence == there.sentence)
}
