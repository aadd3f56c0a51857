//! Quotations of a text looked up in the archive: verbatim there, different, or not found.
//!
//! For the fact-checker who has a draft and asks whether it quotes as the archive does. Every stretch
//! between quotation marks is looked at, whether extraction takes it for someone's words or not. A phrase
//! search finds what is verbatim, and words that are the reporter's own are told apart; otherwise articles that share its words are aligned with it, word by word.
//!
//! **Invariant:** says what the archive has and never what is true: a wording that differs may be the
//! right one. Reads no more articles than a bounded number for each quotation.

mod compare;
mod draft;
mod find;
mod negation;
mod speaker;
mod words;

use rustc_hash::FxHashMap;

use crate::engine::{SearchRequest, Sort};
use crate::error::Result;
use crate::extract::quotes::quoted_stretches;
use crate::families::align::Aligner;
use crate::families::words::{GAP, Token, Word, is_frequent};
use crate::index::{Index, StoredArticle};
use crate::model::{Certainty, Date, Span};
use crate::query::{Form, Query, Scope, Word as QueryWord};
use crate::text::Words;

pub use compare::{Change, Piece};
pub(crate) use compare::{pieces, whole_pieces};
pub use draft::{Draft, read_draft};
pub use find::{Quotation, quotations};
pub use speaker::Agreement;
use speaker::DraftSpeaker;
use words::{article_words, quoted_words};

/// Most words of a phrase; a longer quotation is asked for as several phrases.
const PHRASE_WORDS: usize = 24;

/// Articles of a phrase that are compared, the earliest first.
const COMPARED: usize = 64;

/// Occurrences of the words in an article among which one within a quotation is looked for.
const OCCURRENCES: usize = 64;

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
    /// The same words or those of a shortened one, but nowhere as a quotation: they are the reporter's own.
    Narration,
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
            Verdict::Narration => "narration",
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
    /// How many articles have its words side by side if it is verbatim, else 0.
    pub articles: u64,
    /// Where, those within a quotation before others, the earliest first; where nothing is verbatim, the
    /// nearest first.
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
    /// True if they stand between quotation marks there; of near words, if some do.
    pub is_quoted: bool,
    /// True if they are the whole headline.
    pub is_headline: bool,
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
        let (mut verdict, mut articles, mut places) = looked_up;
        if verdict == Verdict::Narration && quotation.speaker.is_none() && places.iter().any(|place| place.is_headline)
        {
            // Nobody's words: the text names an article.
            places.retain(|place| place.is_headline);
            (verdict, articles) = (Verdict::Verbatim, places.len() as u64);
        }
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
        let mut said = places.iter().filter(|place| place.is_quoted).peekable();
        let other_speaker = said.peek().is_some() && said.all(|place| place.speaker_agrees == Agreement::Differs);
        places.truncate(self.most_places);
        Ok(Checked { quotation, verdict, articles, places, other_speaker })
    }

    fn look_up(&mut self, text: &str, words: &[Word], tokens: &[Token]) -> Result<LookedUp> {
        let typed = typed_words(text);
        if typed.is_empty() {
            return Ok((Verdict::NotFound, 0, Vec::new()));
        }
        let (articles, mut near) = self.phrase_places(phrases(&typed), text, words, tokens)?;
        if articles > COMPARED as u64 && near.iter().all(|(verdict, _)| *verdict != Verdict::Verbatim) {
            let said = Query::In { scope: Scope::Said, query: Box::new(phrases(&typed)), speakers: Vec::new() };
            near.extend(self.phrase_places(said, text, words, tokens)?.1);
        }
        if near.iter().any(|(verdict, _)| *verdict == Verdict::Verbatim) {
            let narration = near.iter().filter(|(verdict, _)| *verdict == Verdict::Narration).cloned();
            let narration: Vec<(Verdict, FoundPlace)> = narration.collect();
            near.retain(|(verdict, _)| *verdict == Verdict::Verbatim);
            near.extend(narration);
            return Ok((Verdict::Verbatim, articles, near.into_iter().map(|(_, place)| place).collect()));
        }
        let (_, candidates) = self.index.best_articles(&SearchRequest {
            limit: CANDIDATES,
            ..SearchRequest::new(Query::Or(candidate_words(&typed)))
        })?;
        for article in &candidates {
            if near.iter().all(|(_, place)| place.article != article.id) {
                near.extend(self.compare(text, words, tokens, article));
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
    fn phrase_places(
        &mut self,
        phrase: Query,
        text: &str,
        words: &[Word],
        tokens: &[Token],
    ) -> Result<(u64, Vec<(Verdict, FoundPlace)>)> {
        let request = SearchRequest { sort: Sort::Oldest, limit: COMPARED, ..SearchRequest::new(phrase) };
        let (articles, found) = self.index.best_articles(&request)?;
        let mut places: Vec<(Verdict, FoundPlace)> =
            found.iter().filter_map(|article| self.compare(text, words, tokens, article)).collect();
        places.retain(|(verdict, _)| *verdict <= Verdict::Narration);
        Ok((articles, places))
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
        let quotes: Vec<Span> = article.quotes.iter().map(|quote| quote.words).collect();
        let mut stretches: Option<Vec<Span>> = None;
        let mut is_said = |word: Option<&Word>| {
            let holds = |spans: &[Span], word: &Word| {
                spans.iter().any(|span| span.start() <= word.span.start() && word.span.end() <= span.end())
            };
            word.is_some_and(|word| {
                holds(&quotes, word) || holds(stretches.get_or_insert_with(|| quoted_stretches(&article.text).1), word)
            })
        };
        let (pairs, window, weight) = match said_first(tokens, &their_tokens, |at| is_said(theirs.get(at))) {
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
        let mut verdict = compare::verdict(words, &theirs, &pairs, &quotes);
        let is_same = verdict <= Verdict::Shortened;
        let is_said = pairs.iter().all(|(_, their)| is_said(theirs.get(*their)));
        let is_headline = verdict == Verdict::Verbatim
            && article.title.as_ref().is_some_and(|title| {
                let title = quoted_words(&title.value);
                title.iter().map(|word| word.token).eq(tokens.iter().copied())
            });
        if is_same && !is_said {
            verdict = Verdict::Narration;
        }
        let (first, last) = (theirs.get(pairs.first()?.1)?, theirs.get(pairs.last()?.1)?);
        let span = Span::of(first.span.start(), last.span.end());
        let quote = quotes.iter().position(|quote| quote.start() < span.end() && quote.end() > span.start());
        let quote = quote.filter(|_| verdict != Verdict::Narration);
        let points = |to: usize| article.text.get(..to).map_or(0, |before| before.chars().count());
        let place = FoundPlace {
            article: stored.id.clone(),
            title: article.title.as_ref().map(|title| title.value.clone()),
            outlet: article.outlet.as_ref().map(|outlet| outlet.value.clone()),
            date: article.date.as_ref().map(|date| (date.value, date.certainty)),
            text: span.of_text(&article.text).to_owned(),
            start: points(span.start()),
            end: points(span.end()),
            is_quoted: quote.is_some() || (is_same && is_said),
            is_headline,
            speaker: quote.and_then(|quote| stored.people.get(quote).cloned().flatten()),
            speaker_agrees: Agreement::Unknown,
            likeness: if is_same { 1.0 } else { likeness.min(1.0) },
            pieces,
        };
        Some((verdict, place))
    }
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
