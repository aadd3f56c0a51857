//! Conditions of which all must hold in one and the same quotation.

use std::cell::RefCell;

use tantivy::DocId;

use super::cursor::Check;
use super::pattern::count_apart;
use super::positional::{Marks, Positional};
use super::postings::Place;
use super::scope::QuoteFilter;

/// A condition on a quotation.
pub enum QuoteTest<'r> {
    /// A pattern occurs in it so often.
    Occurs(Occurs),
    /// Its article passes a check; with the outcome for the article read last.
    Passes(Check<'r>, bool),
    /// The right person said it; with the outcomes for the article read last.
    Counts(QuoteFilter, Vec<bool>),
    /// All hold.
    All(Vec<QuoteTest<'r>>),
    /// At least one holds.
    Any(Vec<QuoteTest<'r>>),
    /// It does not hold.
    Not(Box<QuoteTest<'r>>),
}

/// Places of a pattern in the article read last.
pub struct Occurs {
    /// `None` if it occurs nowhere.
    pattern: Option<Box<dyn Positional>>,
    at_least: usize,
    places: Vec<Place>,
    within: Vec<Place>,
}

impl Occurs {
    /// A pattern of the body.
    pub fn new(pattern: Option<Box<dyn Positional>>, at_least: usize) -> Occurs {
        Occurs { pattern, at_least: at_least.max(1), places: Vec::new(), within: Vec::new() }
    }

    fn read(&mut self, doc: DocId) {
        self.places.clear();
        if let Some(pattern) = &mut self.pattern
            && pattern.seek(doc) == doc
        {
            pattern.places(&mut self.places);
        }
    }

    fn holds(&mut self, first: u32, end: u32) -> bool {
        let from = self.places.partition_point(|place| place.start < first);
        let inside = self.places[from..].iter().take_while(|place| place.start < end).filter(|place| place.end <= end);
        self.within.clear();
        self.within.extend(inside);
        self.within.len() >= self.at_least && (self.at_least == 1 || count_apart(&mut self.within) >= self.at_least)
    }
}

impl<'r> QuoteTest<'r> {
    /// A check of articles, which must be given in order: does a quotation pass?
    pub fn check(self, firsts: Marks, ends: Marks) -> Check<'r> {
        let state = RefCell::new((self, firsts, ends));
        Box::new(move |doc| {
            let Ok(mut state) = state.try_borrow_mut() else { return false };
            let (test, firsts, ends) = &mut *state;
            test.read(doc);
            let quotes = firsts.at(doc).iter().zip(ends.at(doc)).enumerate();
            let mut holds = quotes.map(|(quote, (first, end))| test.holds(quote, *first, *end));
            holds.any(|holds| holds)
        })
    }

    fn read(&mut self, doc: DocId) {
        match self {
            QuoteTest::Occurs(occurs) => occurs.read(doc),
            QuoteTest::Passes(check, outcome) => *outcome = check(doc),
            QuoteTest::Counts(filter, outcomes) => {
                outcomes.clear();
                filter(doc, outcomes);
            }
            QuoteTest::All(tests) | QuoteTest::Any(tests) => tests.iter_mut().for_each(|test| test.read(doc)),
            QuoteTest::Not(test) => test.read(doc),
        }
    }

    fn holds(&mut self, quote: usize, first: u32, end: u32) -> bool {
        match self {
            QuoteTest::Occurs(occurs) => occurs.holds(first, end),
            QuoteTest::Passes(_, outcome) => *outcome,
            QuoteTest::Counts(_, outcomes) => outcomes.get(quote) == Some(&true),
            QuoteTest::All(tests) => tests.iter_mut().all(|test| test.holds(quote, first, end)),
            QuoteTest::Any(tests) => tests.iter_mut().any(|test| test.holds(quote, first, end)),
            QuoteTest::Not(test) => !test.holds(quote, first, end),
        }
    }
}
