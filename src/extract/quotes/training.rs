//! What a program needs that learns the weights: every choice with its codes, and extraction
//! with weights other than the bundled ones.
//!
//! Used by `examples/train_speakers.rs`; no part of the stable interface.

use super::choose::{self, Options};
use super::reading::{self, Reading};
use super::{Found, QuoteContext, collect};
pub use crate::extract::speakers::weights::{Constants, UNIT, Weights};
use crate::model::Span;

/// One choice: for each answer its codes, and which answers are right.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// Codes of each answer.
    pub answers: Vec<Vec<u32>>,
    /// Numbers of the right answers, at least one.
    pub right: Vec<usize>,
    /// How much it counts.
    pub weight: f32,
}

/// What is true of a stretch.
#[derive(Clone, Debug, PartialEq)]
pub enum Truth {
    /// Not known: no training item.
    Unknown,
    /// No quotation.
    Nobody,
    /// A quotation whose speaker is mentioned at one of these places (head words).
    Heads(Vec<Span>),
}

/// Knows the truth about one text.
pub trait Gold {
    /// The truth about the stretch with these words.
    fn stretch(&self, words: Span) -> Truth;
    /// Who the pronoun at this byte is: a test of names, and how sure the truth is.
    fn pronoun(&self, at: usize) -> Option<(&str, f32)>;
    /// True if a name of ours is the gold's name.
    fn same(&self, ours: &str, gold: &str) -> bool;
}

/// The choices of one text: mentions, then pronouns.
pub fn items(text: &str, gold: &dyn Gold, weights: &Weights) -> (Vec<Item>, Vec<Item>) {
    let mut pronouns = Vec::new();
    let mut mentions = Vec::new();
    let mut teach = |at: u32, question: &crate::extract::speakers::pronouns::Question, name: &dyn Fn(u32) -> String| {
        let (want, weight) = gold.pronoun(at as usize)?;
        let right: Vec<usize> =
            (0..question.entities.len()).filter(|i| gold.same(&name(question.entities[*i]), want)).collect();
        let first = *right.first()?;
        let answers = question.codes.chunks(question.width).map(<[u32]>::to_vec).collect();
        pronouns.push(Item { answers, right, weight });
        Some(question.entities[first])
    };
    let context = QuoteContext::default();
    let Some(reading) = reading::read(text, &context, weights, Some(&mut teach)) else { return Default::default() };
    let mut teach = |number: usize, reading: &Reading, options: &Options| {
        let stretch = &reading.stretches[number];
        let truth = gold.stretch(Span::of(stretch.start as usize, stretch.end as usize));
        let right: Vec<usize> = match truth {
            Truth::Unknown => return None,
            Truth::Nobody => vec![options.candidates.len() + 1],
            Truth::Heads(heads) => (0..options.candidates.len())
                .filter(|i| {
                    let mention = &reading.mentions[options.candidates[*i].mention as usize];
                    let span = reading.span(mention.titled, mention.last);
                    heads.iter().any(|head| head.overlaps(span))
                })
                .collect(),
        };
        let right = if right.is_empty() { vec![options.candidates.len()] } else { right };
        let first = right[0];
        let answers = (0..options.ends.len()).map(|i| options.codes_of(i).to_vec()).collect();
        mentions.push(Item { answers, right, weight: 1.0 });
        options.candidates.get(first).map(|candidate| candidate.mention)
    };
    choose::choose(&reading, weights, Some(&mut teach));
    (mentions, pronouns)
}

/// As [`super::quotes`], with these weights.
pub fn quotes_with(text: &str, context: &QuoteContext, weights: &Weights) -> Found {
    collect(text, context, weights)
}
