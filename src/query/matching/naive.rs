//! What a query means for one text, found by trying everything: for tests alone.
//!
//! Shares nothing with the matcher, the highlights and the engine but the cutting of a text into
//! words, sentences and paragraphs. Knows words in one form, phrases, distances, counts, quotations.

use proptest::prelude::*;

use crate::model::Span;
use crate::query::{Form, Near, Query, Scope, Word};
use crate::text::{Words, paragraphs, sentences};

/// The words between curly marks.
pub fn quotes_of(text: &str) -> Vec<Span> {
    let opens = text.match_indices('“').map(|(at, mark)| at + mark.len());
    let closes = text.match_indices('”').map(|(at, _)| at);
    opens.zip(closes).map(|(start, end)| Span::of(start, end)).collect()
}

/// A text as lists, and what a query means there, by trying everything.
pub struct Naive {
    words: Vec<String>,
    sentence: Vec<usize>,
    paragraph: Vec<usize>,
    quote: Vec<Option<usize>>,
}

pub type Extents = Vec<(usize, usize)>;

impl Naive {
    /// A text whose quotations stand between curly marks.
    pub fn of(text: &str) -> Naive {
        Naive::with(text, &quotes_of(text))
    }

    /// A text with these quotations.
    pub fn with(text: &str, quotes: &[Span]) -> Naive {
        let mut naive = Naive { words: vec![], sentence: vec![], paragraph: vec![], quote: vec![] };
        let mut bounds = Vec::new();
        let whole = paragraphs(text);
        whole.iter().for_each(|paragraph| sentences(text, *paragraph, &mut bounds));
        for token in Words::of(text).iter() {
            naive.words.push(token.term.to_owned());
            let within = |spans: &[Span]| spans.iter().position(|span| span.contains(token.span));
            naive.sentence.push(within(&bounds).unwrap());
            naive.paragraph.push(within(&whole).unwrap());
            naive.quote.push(within(quotes));
        }
        naive
    }

    /// All extents `(first, last)` of a query that has a place, among the words allowed.
    pub fn extents(&self, query: &Query, allowed: &dyn Fn(usize) -> bool) -> Extents {
        let n_words = self.words.len();
        let mut found = Extents::new();
        match query {
            Query::Word(word) => {
                found.extend((0..n_words).filter(|at| self.words[*at] == word.text && allowed(*at)).map(|at| (at, at)))
            }
            Query::Phrase { words, slop } => {
                for first in 0..n_words {
                    let mut lasts: Vec<usize> = Vec::new();
                    self.phrase(words, first, first, &mut lasts, allowed);
                    let room = words.len() + *slop as usize;
                    let last = lasts.into_iter().filter(|last| last - first < room).min();
                    found.extend(last.map(|last| (first, last)));
                }
            }
            Query::Or(parts) => parts.iter().for_each(|part| found.extend(self.extents(part, allowed))),
            Query::In { scope: Scope::Said, query, .. } => {
                for quote in 0..n_words {
                    found.extend(self.extents(query, &|at| allowed(at) && self.quote[at] == Some(quote)));
                }
            }
            Query::In { query, .. } => found.extend(self.extents(query, &|at| allowed(at) && self.quote[at].is_none())),
            Query::Near { left, near, right } => {
                let (left, right) = (self.extents(left, allowed), self.extents(right, allowed));
                for one in &left {
                    let is_near = |other: &&(usize, usize)| self.is_near(*one, **other, *near);
                    if matches!(near, Near::NotWithin(_)) {
                        found.extend((!right.iter().any(|other| is_near(&other))).then_some(*one));
                    } else {
                        found
                            .extend(right.iter().filter(is_near).map(|other| (one.0.min(other.0), one.1.max(other.1))));
                    }
                }
            }
            _ => unreachable!("not placed"),
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The most occurrences, none over another: of the first n words, with or without one that ends
    /// there.
    pub fn most_apart(&self, query: &Query, allowed: &dyn Fn(usize) -> bool) -> usize {
        let extents = self.extents(query, allowed);
        let mut most = vec![0; self.words.len() + 1];
        for end in 1..most.len() {
            let ending = extents.iter().filter(|(_, last)| last + 1 == end).map(|(first, _)| most[*first] + 1);
            most[end] = ending.max().unwrap_or(0).max(most[end - 1]);
        }
        most[self.words.len()]
    }

    fn phrase(&self, words: &[Word], from: usize, at: usize, lasts: &mut Vec<usize>, allowed: &dyn Fn(usize) -> bool) {
        let Some(word) = words.first() else { return };
        let is_first = from == at && lasts.is_empty();
        for next in at..self.words.len().min(if is_first { at + 1 } else { usize::MAX }) {
            if self.words[next] != word.text || !allowed(next) || self.paragraph[next] != self.paragraph[from] {
                continue;
            }
            if words.len() == 1 {
                lasts.push(next);
            } else {
                // Deeper calls look at all later words; the flag above is for the first alone.
                let mut deeper = vec![usize::MAX];
                self.phrase(&words[1..], from, next + 1, &mut deeper, allowed);
                lasts.extend(deeper.into_iter().filter(|last| *last != usize::MAX));
            }
        }
    }

    fn is_near(&self, one: (usize, usize), other: (usize, usize), near: Near) -> bool {
        let gap = if one.1 < other.0 {
            Some(other.0 - one.1)
        } else if other.1 < one.0 {
            Some(one.0 - other.1)
        } else {
            None
        };
        let is_same =
            |of: &[usize]| gap.is_some() && [one.0, one.1, other.0, other.1].iter().all(|at| of[*at] == of[one.0]);
        match near {
            Near::Within(count) => gap.is_some_and(|gap| gap <= count as usize),
            Near::Before(count) => one.1 < other.0 && gap.is_some_and(|gap| gap <= count as usize),
            Near::NotWithin(count) => one != other && gap.is_none_or(|gap| gap <= count as usize),
            Near::Sentence => is_same(&self.sentence),
            Near::Paragraph => is_same(&self.paragraph),
        }
    }

    /// True if the query holds among the words allowed.
    pub fn holds(&self, query: &Query, allowed: &dyn Fn(usize) -> bool) -> bool {
        match query {
            Query::And(parts) => parts.iter().all(|part| self.holds(part, allowed)),
            Query::Or(parts) => parts.iter().any(|part| self.holds(part, allowed)),
            Query::Not(inner) => !self.holds(inner, allowed),
            Query::AtLeast { count, query } => self.most_apart(query, allowed) >= *count as usize,
            Query::In { scope: Scope::Said, query, .. } => {
                let quotes: Vec<usize> =
                    (0..self.words.len()).filter(|at| allowed(*at)).filter_map(|at| self.quote[at]).collect();
                quotes.iter().any(|quote| self.holds(query, &|at| allowed(at) && self.quote[at] == Some(*quote)))
            }
            Query::In { query, .. } => self.holds(query, &|at| allowed(at) && self.quote[at].is_none()),
            placed => !self.extents(placed, allowed).is_empty(),
        }
    }
}

pub fn text() -> impl Strategy<Value = String> {
    let word = || prop_oneof!["[abc]", "[abc]", "x"];
    let piece = prop_oneof![
        8 => word().prop_map(|word| format!("{word} ")),
        2 => (word(), word()).prop_map(|(one, other)| format!("“{one} {other}” ")),
        1 => word().prop_map(|word| format!("{word}. X ")),
        1 => word().prop_map(|word| format!("{word}.\n\n")),
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

pub fn placed() -> impl Strategy<Value = Query> {
    let word = || "[abc]".prop_map(|text| Word { text, form: Form::Folded });
    let leaf = prop_oneof![
        12 => word().prop_map(Query::Word),
        1 => Just(Query::Word(Word { text: "…".to_owned(), form: Form::Inflected })),
        4 => (prop::collection::vec(word(), 2..4), 0u32..4).prop_map(|(words, slop)| Query::Phrase { words, slop }),
    ];
    let near = prop_oneof![
        (1u32..5).prop_map(Near::Within),
        (1u32..5).prop_map(Near::Before),
        (1u32..5).prop_map(Near::NotWithin),
        Just(Near::Sentence),
        Just(Near::Paragraph),
    ];
    leaf.prop_recursive(3, 6, 2, move |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 2..3).prop_map(Query::Or),
            3 => (inner.clone(), near.clone(), inner.clone()).prop_map(|(left, near, right)| Query::Near {
                left: Box::new(left),
                near,
                right: Box::new(right)
            }),
            1 => (scope(), inner).prop_map(|(scope, query)| Query::In { scope, query: Box::new(query), speakers: vec![] }),
        ]
    })
}

fn scope() -> impl Strategy<Value = Scope> {
    prop_oneof![Just(Scope::Said), Just(Scope::Narration)]
}

pub fn tree() -> impl Strategy<Value = Query> {
    placed().prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..3).prop_map(Query::And),
            prop::collection::vec(inner.clone(), 2..3).prop_map(Query::Or),
            inner.clone().prop_map(|query| Query::Not(Box::new(query))),
            (1u32..5, placed()).prop_map(|(count, query)| Query::AtLeast { count, query: Box::new(query) }),
            (scope(), inner).prop_map(|(scope, query)| Query::In { scope, query: Box::new(query), speakers: vec![] }),
        ]
    })
}

/// So many cases, or as many as the variable `PROPTEST_CASES` says.
pub fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(usual), ..ProptestConfig::default() }
}
