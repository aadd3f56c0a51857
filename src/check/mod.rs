//! Quotations of a text looked up in the archive: verbatim there, different, or not found.
//!
//! For the fact-checker who has a draft and asks whether it quotes as the archive does. Every stretch
//! between quotation marks is looked at, whether extraction takes it for someone's words or not. A phrase
//! search finds what is verbatim; otherwise articles that share its words are aligned with it, word by word.
//!
//! **Invariant:** says what the archive has and never what is true: a wording that differs may be the
//! right one. Reads no more articles than a bounded number for each quotation.

mod compare;
mod find;
mod speaker;
mod words;

use rustc_hash::FxHashMap;

use crate::engine::{SearchRequest, Sort};
use crate::error::Result;
use crate::families::align::Aligner;
use crate::families::words::{GAP, Token, Word, is_frequent};
use crate::index::{Index, StoredArticle};
use crate::model::{Certainty, Date, Span};
use crate::query::{Form, Query, Word as QueryWord};
use crate::text::Words;

pub use compare::{Change, Piece};
pub(crate) use compare::{pieces, whole_pieces};
pub use find::{Quotation, quotations};
pub use speaker::Agreement;
use speaker::DraftSpeaker;
use words::{article_words, quoted_words};

/// Most words of a phrase; a longer quotation is asked for as several phrases.
const PHRASE_WORDS: usize = 24;

/// Articles that are aligned with a quotation that stands nowhere verbatim.
const CANDIDATES: usize = 16;

/// Most words by which they are looked for.
const CANDIDATE_WORDS: usize = 24;

/// Share of a quotation's words, by weight, that an article must have in order for the two to be
/// wordings of one utterance.
const LEAST_LIKENESS: f32 = 0.5;

/// What the archive has of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The same words in the same order; case, accents and typography are not looked at.
    Verbatim,
    /// The same words but for what is left out at an ellipsis, put into square brackets, or said by the
    /// reporter in between (`“A,” he said, “B”`).
    Shortened,
    /// Near words.
    Differs,
    /// Nothing near it.
    NotFound,
}

impl Verdict {
    /// The name used in output.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Verbatim => "verbatim",
            Verdict::Shortened => "shortened",
            Verdict::Differs => "differs",
            Verdict::NotFound => "not found",
        }
    }
}

/// A quotation and what the archive has of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// As it stands in the text.
    pub quotation: Quotation,
    /// What the archive has.
    pub verdict: Verdict,
    /// How many articles have it verbatim; 0 if none has.
    pub articles: u64,
    /// Where, the earliest first; where nothing is verbatim, the nearest first.
    pub places: Vec<FoundPlace>,
    /// True if the text names a speaker, and every place that was compared names another.
    pub other_speaker: bool,
}

/// Where an article has a quotation or something near it.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundPlace {
    /// The article's id.
    pub article: String,
    /// Headline.
    pub title: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// Date of publication and how sure it is.
    pub date: Option<(Date, Certainty)>,
    /// The words there, a verbatim slice of the article's text.
    pub text: String,
    /// Where they start in it, in code points.
    pub start: usize,
    /// Where they end in it, in code points.
    pub end: usize,
    /// True if they begin within a quotation there.
    pub is_quoted: bool,
    /// Who said it there, named as in the whole archive.
    pub speaker: Option<String>,
    /// Whether that is the speaker whom the checked text names.
    pub speaker_agrees: Agreement,
    /// Share of the words that are the same, by weight, from 0 to 1.
    pub likeness: f32,
    /// The two wordings side by side: left is the checked one, right that of the article, in bytes of
    /// their texts.
    pub pieces: Vec<Piece>,
}

impl FoundPlace {
    /// The words of a piece there.
    pub fn right_of(&self, piece: &Piece) -> &str {
        // Pieces count from the start of the article's text, and the first begins where `text` does.
        let from = self.pieces.first().map_or(0, |first| first.right.start());
        let range = piece.right.start().saturating_sub(from)..piece.right.end().saturating_sub(from);
        self.text.get(range).unwrap_or("")
    }
}

/// Looks every quotation of a text up; at most `most_places` places of each are told.
pub fn check(index: &Index, text: &str, most_places: usize) -> Result<Vec<Checked>> {
    let mut checker = Checker {
        index,
        aligner: Aligner::default(),
        known: FxHashMap::default(),
        speakers: FxHashMap::default(),
        most_places,
    };
    let mut all = Vec::new();
    for quotation in quotations(text) {
        let words = quoted_words(&quotation.text);
        let tokens: Vec<Token> = words.iter().map(|word| word.token).collect();
        // A text often has the same words twice.
        let known =
            checker.known.get(&tokens).filter(|(text, _)| *text == quotation.text).map(|(_, known)| known.clone());
        let looked_up = match known {
            Some(known) => known,
            None => {
                let found = checker.look_up(&quotation.text, &words, &tokens)?;
                checker.known.insert(tokens, (quotation.text.clone(), found.clone()));
                found
            }
        };
        all.push(checker.concluded(quotation, looked_up)?);
    }
    Ok(all)
}

struct Checker<'i> {
    index: &'i Index,
    aligner: Aligner,
    known: FxHashMap<Vec<Token>, (String, LookedUp)>,
    speakers: FxHashMap<String, Option<DraftSpeaker>>,
    most_places: usize,
}

type LookedUp = (Verdict, u64, Vec<FoundPlace>);

impl Checker<'_> {
    /// What was found, for a quotation and its speaker.
    fn concluded(&mut self, quotation: Quotation, looked_up: LookedUp) -> Result<Checked> {
        let (verdict, articles, mut places) = looked_up;
        if let Some(name) = &quotation.speaker {
            if !self.speakers.contains_key(name) {
                self.speakers.insert(name.clone(), DraftSpeaker::of(self.index, name)?);
            }
            if let Some(Some(speaker)) = self.speakers.get(name) {
                for place in &mut places {
                    place.speaker_agrees = speaker.agreement(place.speaker.as_deref());
                }
            }
        }
        let other_speaker = !places.is_empty() && places.iter().all(|place| place.speaker_agrees == Agreement::Differs);
        places.truncate(self.most_places);
        Ok(Checked { quotation, verdict, articles, places, other_speaker })
    }

    fn look_up(&mut self, text: &str, words: &[Word], tokens: &[Token]) -> Result<LookedUp> {
        let typed = typed_words(text);
        if typed.is_empty() {
            return Ok((Verdict::NotFound, 0, Vec::new()));
        }
        let (articles, found) = self.index.best_articles(&SearchRequest {
            sort: Sort::Oldest,
            limit: self.most_places.max(1),
            ..SearchRequest::new(phrases(&typed))
        })?;
        let mut places = Vec::new();
        let mut best = Verdict::NotFound;
        for article in &found {
            if let Some((verdict, place)) = self.compare(text, words, tokens, article)
                && verdict == Verdict::Verbatim
            {
                best = verdict;
                places.push(place);
            }
        }
        if best == Verdict::Verbatim {
            return Ok((best, articles, places));
        }
        let (_, candidates) = self.index.best_articles(&SearchRequest {
            limit: CANDIDATES,
            ..SearchRequest::new(Query::Or(candidate_words(&typed)))
        })?;
        let mut near: Vec<(Verdict, FoundPlace)> =
            candidates.iter().filter_map(|article| self.compare(text, words, tokens, article)).collect();
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
        near.truncate(self.most_places);
        Ok((best, articles, near.into_iter().map(|(_, place)| place).collect()))
    }

    /// What an article has of a quotation; `None` if nothing near it.
    fn compare(
        &mut self,
        text: &str,
        words: &[Word],
        tokens: &[Token],
        stored: &StoredArticle,
    ) -> Option<(Verdict, FoundPlace)> {
        let article = &stored.article;
        let theirs = article_words(&article.text);
        let their_tokens: Vec<Token> = theirs.iter().map(|word| word.token).collect();
        let (pairs, window, weight) = match Aligner::find(tokens, &their_tokens) {
            Some(at) => {
                let pairs: Vec<(u32, u32)> = (0..tokens.len() as u32).map(|place| (place, place + at as u32)).collect();
                (pairs, 0, total_weight(tokens))
            }
            None => {
                let window = compare::window(tokens, &their_tokens);
                let alignment = self.aligner.align(tokens, their_tokens.get(window.clone())?, weight_of);
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
        let pieces = pieces((text, words), (&article.text, &theirs), &pairs);
        let quotes: Vec<Span> = article.quotes.iter().map(|quote| quote.words).collect();
        let verdict = compare::verdict(words, &theirs, &pairs, &quotes);
        let (first, last) = (theirs.get(pairs.first()?.1)?, theirs.get(pairs.last()?.1)?);
        let span = Span::of(first.span.start(), last.span.end());
        let quote = quotes.iter().position(|quote| quote.start() < span.end() && quote.end() > span.start());
        let points = |to: usize| article.text.get(..to).map_or(0, |before| before.chars().count());
        let place = FoundPlace {
            article: stored.id.clone(),
            title: article.title.as_ref().map(|title| title.value.clone()),
            outlet: article.outlet.as_ref().map(|outlet| outlet.value.clone()),
            date: article.date.as_ref().map(|date| (date.value, date.certainty)),
            text: span.of_text(&article.text).to_owned(),
            start: points(span.start()),
            end: points(span.end()),
            is_quoted: quote.is_some(),
            speaker: quote.and_then(|quote| stored.people.get(quote).cloned().flatten()),
            speaker_agrees: Agreement::Unknown,
            likeness: if verdict <= Verdict::Shortened { 1.0 } else { likeness.min(1.0) },
            pieces,
        };
        Some((verdict, place))
    }
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

/// The words of a quotation as one types them, in order.
fn typed_words(text: &str) -> Vec<QueryWord> {
    let words = Words::of(text);
    let plain = words.iter().filter(|token| token.plain);
    plain.map(|token| QueryWord { text: token.span.of_text(text).to_owned(), form: Form::Folded }).collect()
}

/// The words side by side: one phrase, or several that must all occur.
fn phrases(words: &[QueryWord]) -> Query {
    let phrase = |words: &[QueryWord]| match words {
        [word] => Query::Word(word.clone()),
        _ => Query::Phrase { words: words.to_vec(), slop: 0 },
    };
    let mut parts: Vec<Query> = words.chunks(PHRASE_WORDS).map(phrase).collect();
    if parts.len() == 1 { parts.swap_remove(0) } else { Query::And(parts) }
}

/// The words that say most, in order; of a long quotation an even choice.
fn candidate_words(words: &[QueryWord]) -> Vec<Query> {
    let telling: Vec<&QueryWord> =
        words.iter().filter(|word| !crate::text::is_stop_word(&crate::text::fold(&word.text))).collect();
    let chosen: Vec<&QueryWord> = if telling.len() < 2 { words.iter().collect() } else { telling };
    let step = chosen.len().div_ceil(CANDIDATE_WORDS).max(1);
    chosen.into_iter().step_by(step).take(CANDIDATE_WORDS).map(|word| Query::Word(word.clone())).collect()
}

#[cfg(test)]
mod tests;
