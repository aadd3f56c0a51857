//! Whose verb it is, where a sentence has several: the subject that a conjunction puts before the
//! verb next to the quotation (`Brown said no, but Lee said: “…”`), and who is quoted.

use super::{Source, cue_after, cue_before, described, follows_be, goes_on, name_at};
use crate::extract::quotes::reading::Reading;
use crate::extract::speakers::lexicon::class;
use crate::extract::speakers::mentions::{Form, gap};
use crate::extract::speakers::tokens::{Kind, Token, hash_word, hash_words};

const HASH_AS: u32 = hash_word("as");
const HASH_SAYING: u32 = hash_word("saying");

/// Clauses with a subject of their own begin with these.
const OPENERS: [u32; 13] = hash_words([
    "but", "and", "yet", "while", "whereas", "although", "though", "as", "when", "after", "before", "until", "because",
]);

/// Verbs of thinking: what is thought is told by who said it before.
const THINKS: [u32; 22] = hash_words([
    "think", "thinks", "thought", "believe", "believes", "believed", "feel", "feels", "felt", "know", "knows", "knew",
    "hope", "hopes", "hoped", "fear", "fears", "feared", "mean", "means", "meant", "found",
]);

/// Words between the verb of a clause and the quotation.
const NEAR: usize = 8;

/// The subject of the verb next before the quotation, where a conjunction stands before it and another
/// subject has spoken earlier in the sentence.
pub(super) fn joined(reading: &Reading, place: usize) -> Option<Source> {
    let tokens = &reading.tokens;
    let cue = cue_before(reading, place).filter(|cue| place - cue <= NEAR && !THINKS.contains(&tokens[*cue].hash))?;
    // `after the report was released: “…”`, `as Lee called them – and their “…”`
    if follows_be(tokens, cue) || tokens[cue..place].iter().any(|token| token.kind == Kind::Dash) {
        return None;
    }
    let until = reading.mentions.partition_point(|mention| mention.last as usize <= cue);
    let index = before_apposition(reading, until.checked_sub(1)?);
    let mention = &reading.mentions[index];
    let mut is_subject = mention.verb_after as usize == cue && mention.gap_after <= gap::ADVERB;
    let mut start = mention.phrase as usize;
    // `and Paul Lee, her coach, said`
    is_subject |= mention.verb_after as usize == cue && mention.gap_after == gap::COMMA && index + 1 < until;
    // `and her coach, Paul Lee, said`
    if mention.gap_after == gap::COMMA && mention.verb_after as usize == cue && mention.form.is_name() && start > 0 {
        let before = super::mention_ending(reading, start - 1).filter(|_| tokens[start - 1].kind == Kind::Comma);
        if let Some((_, described)) = before.filter(|(_, described)| described.form.is_description()) {
            start = described.phrase as usize;
            is_subject = cue == mention.last as usize + 1 && tokens[cue - 1].kind == Kind::Comma;
        }
    }
    let opener = start.checked_sub(1).filter(|at| goes_on(tokens, *at, place))?;
    // Who a pronoun is depends on more than that.
    let speaks = mention.form.is_name() || mention.form.is_description() || mention.form == Form::Organisation;
    // `a new executive order`, `the proposed merger`: no verbs.
    let is_verb = !mention.form.is_description() || super::proxies::SAYS.contains(&tokens[cue].hash);
    if !is_subject || !speaks || !is_verb || !OPENERS.contains(&tokens[opener].hash) {
        return None;
    }
    // `Lee met Ford and Brown said`: with `and` alone it may be one of two subjects.
    let before =
        opener.checked_sub(1).map(|at| &tokens[at]).filter(|before| before.sentence == tokens[place].sentence)?;
    let is_pair = tokens[opener].is(class::CONJ) && before.kind != Kind::Comma && ends_name(reading, opener);
    // `as Lee said` and `and he said` are no news of who speaks if nobody else is named.
    let has_other = reading.mentions[..index].iter().rev().take(6).any(|other| {
        other.paragraph == mention.paragraph
            && tokens[other.first as usize].sentence == tokens[place].sentence
            && (other.entity != mention.entity || other.form.is_description())
    });
    (!is_pair && has_other).then_some(Source::Mention(index as u32))
}

/// The name before `, her deputy,`, if that stands at `index`.
fn before_apposition(reading: &Reading, index: usize) -> usize {
    let (tokens, mention) = (&reading.tokens, &reading.mentions[index]);
    let is_apart = |at: u32| tokens.get(at as usize).is_some_and(|token| token.kind == Kind::Comma);
    let name = index.checked_sub(1).filter(|before| {
        let name = &reading.mentions[*before];
        name.form.is_name() && name.last + 1 == mention.phrase && is_apart(name.last)
    });
    name.filter(|_| mention.form.is_description() && is_apart(mention.last)).unwrap_or(index)
}

fn ends_name(reading: &Reading, end: usize) -> bool {
    super::mention_ending(reading, end)
        .is_some_and(|(_, mention)| mention.form.is_name() || matches!(mention.form, Form::Organisation | Form::Place))
}

const QUOTES: [u32; 8] = hash_words(["quote", "quotes", "quoted", "quoting", "cite", "cites", "cited", "citing"]);

/// Verbs of hearing, seeing and remembering somebody say something.
const WITNESSES: [u32; 27] = hash_words([
    "hear",
    "hears",
    "heard",
    "hearing",
    "saw",
    "sees",
    "seen",
    "watched",
    "show",
    "shows",
    "showed",
    "shown",
    "showing",
    "recall",
    "recalls",
    "recalled",
    "recalling",
    "remember",
    "remembers",
    "remembered",
    "remembering",
    "recorded",
    "caught",
    "filmed",
    "captured",
    "records",
    "quoted",
]);

/// `Brown quoted Lee as saying: “…”`, `“…,” Brown quoted Lee as saying`, `Brown recalled Lee saying “…”`: Lee’s words.
pub(super) fn quoted(reading: &Reading, place: usize) -> Option<Source> {
    let tokens = &reading.tokens;
    let from = place.saturating_sub(super::REACH);
    let before = (from..place).rev().take_while(|at| goes_on(tokens, *at, place));
    for at in before {
        let is_quoting = QUOTES.contains(&tokens[at].hash) && !follows_be(tokens, at);
        let is_witness = WITNESSES.contains(&tokens[at].hash);
        if !is_quoting && !is_witness || tokens[at].kind != Kind::Lower && !tokens[at].first {
            continue;
        }
        if let Some((index, name)) = name_at(reading, at + 1) {
            let next = name.last as usize;
            let has_said = says(tokens, next) && cue_before(reading, place) == Some(next + 1);
            let is_his = is_quoting && (tokens[next].kind == Kind::Colon && next + 1 == place || has_said)
                || is_witness && (is_saying(tokens, next, place) || is_shout(tokens, at, next, place));
            return is_his.then_some(Source::Mention(index));
        }
        return is_witness.then(|| crowd(reading, at, place)).flatten();
    }
    let verb = cue_after(reading, place).filter(|verb| QUOTES.contains(&tokens[*verb].hash))?;
    let (index, name) = name_at(reading, verb + 1).filter(|_| !follows_be(tokens, verb))?;
    says(tokens, name.last as usize).then_some(Source::Mention(index))
}

/// True if `as saying` stands at `at`.
fn says(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.hash == HASH_AS)
        && tokens.get(at + 1).is_some_and(|token| token.is(class::ING) && token.is(class::SPEECH))
}

/// True if a participle of speech stands at `at` and the quotation follows, perhaps behind a listener:
/// `saying`, `telling her:`.
fn is_saying(tokens: &[Token], at: usize, place: usize) -> bool {
    let is_participle = tokens[at].is(class::ING) && tokens[at].is(class::SPEECH);
    is_participle && place - at <= 4 && !tokens[at..place].iter().any(|token| token.kind == Kind::Comma)
}

/// True if `shout` stands at `at`, behind `heard Brown`, and the quotation follows.
fn is_shout(tokens: &[Token], verb: usize, at: usize, place: usize) -> bool {
    const HEARS: [u32; 6] = hash_words(["hear", "hears", "heard", "saw", "watched", "sees"]);
    let is_infinitive = tokens[at].is(class::PLAIN) && tokens[at].is(class::SPEECH) && tokens[at].kind == Kind::Lower;
    HEARS.contains(&tokens[verb].hash)
        && is_infinitive
        && place - at <= 4
        && !tokens[at..place - 1].iter().any(|token| token.kind == Kind::Comma)
}

/// `heard voices shouting “…”`: who shouts, between the verb at `verb` and the participle.
fn crowd(reading: &Reading, verb: usize, place: usize) -> Option<Source> {
    let tokens = &reading.tokens;
    let shout = (verb + 2..place).find(|at| is_saying(tokens, *at, place))?;
    let words = &tokens[verb + 1..shout];
    let is_phrase = words.len() <= 5 && words.iter().all(|token| token.is_word() && !token.is(class::SUBORD));
    let is_crowd = tokens[shout].hash != HASH_SAYING || words.last()?.kind == Kind::Lower;
    (is_phrase && is_crowd && !words.iter().any(Token::is_capital)).then(|| described(reading, shout - 1))
}
