//! Where the archive has a quotation, or something near it.

use rustc_hash::FxHashMap;

use super::reading::{Passage, Reading, Readings};
use super::speaker::DraftSpeaker;
use super::words::quoted_words;
use super::{Agreement, Checked, FoundPlace, Quotation, Verdict, compare, pieces, query};
use crate::engine::tantivy::Address;
use crate::engine::{SearchRequest, Sort};
use crate::error::Result;
use crate::families::align::Aligner;
use crate::families::words::{GAP, Token, Word, is_frequent};
use crate::index::Index;
use crate::model::{Date, Span};
use crate::query::{Query, Scope};

/// Articles of a phrase that are compared, the earliest first.
const COMPARED: usize = 64;

/// Articles that are read before it is seen whether more need to be.
const READ_AT_ONCE: usize = 8;

/// Occurrences of the words in an article among which one within a quotation is looked for.
const OCCURRENCES: usize = 64;

/// Articles that are aligned with a quotation that stands nowhere verbatim.
const CANDIDATES: usize = 16;

/// Share of a quotation's words, by weight, that an article must have in order for the two to be
/// wordings of one utterance.
const LEAST_LIKENESS: f32 = 0.5;

/// How sure it must be who says something according to the text for an article that names somebody else to
/// contradict it: who accuses on a guess is soon not listened to.
const SURE: f32 = 0.8;

/// Looks quotations up.
pub struct Checker<'i> {
    index: &'i Index,
    aligner: Aligner,
    readings: Readings<'i>,
    known: FxHashMap<(Vec<Token>, Option<String>), (String, LookedUp)>,
    speakers: FxHashMap<String, Option<DraftSpeaker>>,
    most_places: usize,
}

type LookedUp = (Verdict, u64, Vec<FoundPlace>);

/// A quotation that is looked for.
#[derive(Clone, Copy)]
struct Wanted<'q> {
    text: &'q str,
    words: &'q [Word],
    tokens: &'q [Token],
    speaker: Option<&'q str>,
}

impl<'i> Checker<'i> {
    /// For an index; at most `most_places` places of each quotation are told.
    pub fn new(index: &'i Index, most_places: usize) -> Checker<'i> {
        Checker {
            index,
            aligner: Aligner::default(),
            readings: Readings::new(index),
            known: FxHashMap::default(),
            speakers: FxHashMap::default(),
            most_places,
        }
    }

    /// Looks a quotation up.
    pub fn check(&mut self, quotation: Quotation) -> Result<Checked> {
        let words = quoted_words(&quotation.text);
        let tokens: Vec<Token> = words.iter().map(|word| word.token).collect();
        if let Some(name) = &quotation.speaker
            && !self.speakers.contains_key(name)
        {
            self.speakers.insert(name.clone(), DraftSpeaker::of(self.index, name)?);
        }
        // A text often has the same words twice.
        let key = (tokens, quotation.speaker.clone());
        let known = self.known.get(&key).filter(|(text, _)| *text == quotation.text).map(|(_, known)| known.clone());
        let looked_up = match known {
            Some(known) => known,
            None => {
                let speaker = quotation.speaker.as_deref();
                let wanted = Wanted { text: &quotation.text, words: &words, tokens: &key.0, speaker };
                let found = self.look_up(wanted)?;
                self.known.insert(key, (quotation.text.clone(), found.clone()));
                found
            }
        };
        Ok(self.concluded(quotation, looked_up))
    }

    /// What was found, for a quotation.
    fn concluded(&self, quotation: Quotation, looked_up: LookedUp) -> Checked {
        let (mut verdict, mut articles, mut places) = looked_up;
        if verdict == Verdict::Narration && quotation.speaker.is_none() && places.iter().any(|place| place.is_headline)
        {
            // Nobody's words: the text names an article.
            places.retain(|place| place.is_headline);
            (verdict, articles) = (Verdict::Verbatim, places.len() as u64);
        }
        if quotation.probability < SURE {
            places.iter_mut().for_each(|place| place.speaker_agrees = place.speaker_agrees.min(Agreement::Unknown));
        }
        let mut said = places.iter().filter(|place| place.is_quoted).peekable();
        let other_speaker = said.peek().is_some() && said.all(|place| place.speaker_agrees == Agreement::Differs);
        places.truncate(self.most_places);
        Checked { quotation, verdict, articles, places, other_speaker }
    }

    fn look_up(&mut self, wanted: Wanted<'_>) -> Result<LookedUp> {
        let typed = query::typed_words(wanted.text);
        if typed.is_empty() {
            return Ok((Verdict::NotFound, 0, Vec::new()));
        }
        let (articles, mut near) = self.phrase_places(query::phrases(&typed), wanted)?;
        if articles > COMPARED as u64 && near.iter().all(|(verdict, _)| *verdict != Verdict::Verbatim) {
            let said = Query::In { scope: Scope::Said, query: Box::new(query::phrases(&typed)), speakers: Vec::new() };
            near.extend(self.phrase_places(said, wanted)?.1);
        }
        if near.iter().any(|(verdict, _)| *verdict == Verdict::Verbatim) {
            near.retain(|(verdict, _)| matches!(verdict, Verdict::Verbatim | Verdict::Narration));
            // Those within a quotation first; the sort is stable.
            near.sort_by_key(|(verdict, _)| *verdict);
            return Ok((Verdict::Verbatim, articles, near.into_iter().map(|(_, place)| place).collect()));
        }
        let request =
            SearchRequest { limit: CANDIDATES, ..SearchRequest::new(Query::Or(query::candidate_words(&typed))) };
        for address in self.index.best_places(&request)?.1 {
            let id = self.readings.of(address)?.id.clone();
            if near.iter().all(|(_, place)| place.article != id) {
                near.extend(self.compare(wanted, address)?);
            }
        }
        let day = |place: &FoundPlace| place.date.map_or(Date::MAX, |(date, _)| date);
        near.sort_by(|(a, one), (b, other)| {
            a.cmp(b).then(other.likeness.total_cmp(&one.likeness)).then(day(one).cmp(&day(other)))
        });
        let Some(best) = near.first().map(|(verdict, _)| *verdict) else {
            return Ok((Verdict::NotFound, 0, Vec::new()));
        };
        // Words that stand side by side only for us (`&` for `and`) are verbatim all the same.
        let articles = near.iter().filter(|(verdict, _)| *verdict == Verdict::Verbatim).count() as u64;
        near.retain(|(verdict, _)| *verdict == best);
        Ok((best, articles, near.into_iter().map(|(_, place)| place).collect()))
    }

    /// The articles of a phrase, how many, and what the earliest have of a quotation: in its words or shortened.
    /// No more are read when there are verbatim places enough, one of them by the speaker who is looked for.
    fn phrase_places(&mut self, phrase: Query, wanted: Wanted<'_>) -> Result<(u64, Vec<(Verdict, FoundPlace)>)> {
        let request = SearchRequest { sort: Sort::Oldest, limit: COMPARED, ..SearchRequest::new(phrase) };
        let (articles, found) = self.index.best_places(&request)?;
        let mut places: Vec<(Verdict, FoundPlace)> = Vec::new();
        for some in found.chunks(READ_AT_ONCE) {
            for address in some {
                places.extend(self.compare(wanted, *address)?.filter(|(verdict, _)| *verdict <= Verdict::Narration));
            }
            let verbatim = || places.iter().filter(|(verdict, _)| *verdict == Verdict::Verbatim);
            let is_theirs = verbatim().any(|(_, place)| place.speaker_agrees != Agreement::Differs);
            if is_theirs && verbatim().count() >= self.most_places {
                break;
            }
        }
        Ok((articles, places))
    }

    /// What an article has of a quotation, in its text or in its headline; `None` if nothing near it.
    fn compare(&mut self, wanted: Wanted<'_>, address: Address) -> Result<Option<(Verdict, FoundPlace)>> {
        let reading = self.readings.of(address)?;
        let mut found = self.beside(wanted, &reading, &reading.text);
        if let Some(title) = &reading.title
            && found.as_ref().is_none_or(|(verdict, _)| *verdict > Verdict::Narration)
            && let Some(other) = self.beside(wanted, &reading, title)
            && found.as_ref().is_none_or(|(verdict, _)| other.0 < *verdict)
        {
            found = Some(other);
        }
        Ok(found)
    }

    /// What a passage of an article has of a quotation.
    fn beside(&mut self, wanted: Wanted<'_>, reading: &Reading, passage: &Passage) -> Option<(Verdict, FoundPlace)> {
        let Wanted { text, words, tokens, speaker } = wanted;
        let theirs = &passage.words;
        let is_said = |word: Option<&Word>| word.is_some_and(|word| passage.is_said(word.span));
        let (pairs, window, weight) = match said_first(tokens, &passage.tokens, |at| is_said(theirs.get(at))) {
            Some(at) => {
                let pairs: Vec<(u32, u32)> = (0..tokens.len() as u32).map(|place| (place, place + at as u32)).collect();
                (pairs, 0, total_weight(tokens))
            }
            None => {
                let window = compare::window(tokens, &passage.tokens);
                let alignment = self.aligner.align(tokens, passage.tokens.get(window.clone())?, weight_of);
                (alignment.pairs, window.start, alignment.weight)
            }
        };
        let likeness = weight as f32 / total_weight(tokens).max(1) as f32;
        let said = tokens.iter().filter(|token| **token != GAP).count();
        let telling =
            pairs.iter().filter(|(own, _)| tokens.get(*own as usize).is_some_and(|token| !is_frequent(*token)));
        let is_enough = pairs.len() == said || (pairs.len() >= 3 && telling.count() >= 2);
        if likeness < LEAST_LIKENESS || !is_enough {
            return None;
        }
        let pairs: Vec<(usize, usize)> =
            pairs.into_iter().map(|(own, their)| (own as usize, their as usize + window)).collect();
        let mut verdict = compare::verdict(words, theirs, &pairs, &passage.quotes);
        let is_same = verdict <= Verdict::Shortened;
        let is_said = pairs.iter().all(|(_, their)| is_said(theirs.get(*their)));
        let title = reading.title.as_ref();
        let is_headline = verdict == Verdict::Verbatim && title.is_some_and(|title| title.tokens == tokens);
        if is_same && !is_said {
            verdict = Verdict::Narration;
        } else if verdict == Verdict::Shortened && has_several_speakers(reading, passage, &pairs) {
            // Nobody said that: it is put together from what two people said.
            verdict = Verdict::Differs;
        }
        let mut told = pairs.first()?.1..pairs.last()?.1 + 1;
        if verdict == Verdict::Differs {
            told = compare::beside(words, (&passage.text, theirs), &pairs, |word| passage.is_said(word.span));
        }
        let pieces = pieces((text, words), (&passage.text, theirs), told.clone(), &pairs);
        let (first, last) = (theirs.get(told.start)?, theirs.get(told.end - 1)?);
        let span = Span::of(first.span.start(), last.span.end());
        let quote = passage.quotes.iter().position(|quote| quote.start() < span.end() && quote.end() > span.start());
        let quote = quote.filter(|_| verdict != Verdict::Narration);
        let points = |to: usize| passage.text.get(..to).map_or(0, |before| before.chars().count());
        let said_by = quote.and_then(|quote| reading.people.get(quote).cloned().flatten());
        let draft = speaker.and_then(|speaker| self.speakers.get(speaker)?.as_ref());
        let place = FoundPlace {
            article: reading.id.clone(),
            title: title.map(|title| title.text.clone()),
            outlet: reading.outlet.clone(),
            date: reading.date,
            text: span.of_text(&passage.text).to_owned(),
            start: points(span.start()),
            end: points(span.end()),
            is_quoted: quote.is_some() || (is_same && is_said),
            is_headline,
            in_headline: passage.is_headline,
            speaker_agrees: draft.map_or(Agreement::Unknown, |draft| draft.agreement(said_by.as_deref())),
            speaker: said_by,
            likeness: if is_same { 1.0 } else { likeness.min(1.0) },
            pieces,
        };
        Some((verdict, place))
    }
}

/// True if the paired words of an article stand in quotations of people that it names, and not of one alone.
fn has_several_speakers(reading: &Reading, passage: &Passage, pairs: &[(usize, usize)]) -> bool {
    let mut first = None;
    let mut at = 0;
    for (_, their) in pairs {
        let Some(word) = passage.words.get(*their) else { continue };
        while passage.quotes.get(at).is_some_and(|quote| quote.end() <= word.span.start()) {
            at += 1;
        }
        let holds = passage.quotes.get(at).is_some_and(|quote| quote.start() <= word.span.start());
        let Some(speaker) = reading.people.get(at).and_then(Option::as_ref).filter(|_| holds) else { continue };
        if *first.get_or_insert(speaker) != speaker {
            return true;
        }
    }
    false
}

/// Where the words stand side by side in an article: first where all are said, else where they stand first.
fn said_first(tokens: &[Token], article: &[Token], mut is_said: impl FnMut(usize) -> bool) -> Option<usize> {
    let first = Aligner::find(tokens, article)?;
    let mut at = first;
    for _ in 0..OCCURRENCES {
        if (at..at + tokens.len()).all(&mut is_said) {
            return Some(at);
        }
        let Some(next) = article.get(at + 1..).and_then(|rest| Aligner::find(tokens, rest)) else { break };
        at += 1 + next;
    }
    Some(first)
}

/// Frequent words say little.
fn weight_of(token: Token) -> i32 {
    match token {
        GAP => 0,
        _ if is_frequent(token) => 25,
        _ => 100,
    }
}

fn total_weight(tokens: &[Token]) -> i32 {
    tokens.iter().map(|token| weight_of(*token)).sum()
}
