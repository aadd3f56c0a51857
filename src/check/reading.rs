//! Articles as they are compared with quotations, each read once.

use std::cell::OnceCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::words::{article_words, quoted_words};
use crate::engine::tantivy::Address;
use crate::error::Result;
use crate::extract::quotes::marked_stretches;
use crate::families::words::{Token, Word};
use crate::index::Index;
use crate::model::{Certainty, Date, Span};

/// Bytes of texts that are kept; beyond it all are read again.
const MAX_BYTES: usize = 8 << 20;

/// An article.
pub struct Reading {
    /// Its id.
    pub id: String,
    /// Its outlet.
    pub outlet: Option<String>,
    /// Date of publication and how sure it is.
    pub date: Option<(Date, Certainty)>,
    /// Who says each of its quotations.
    pub people: Vec<Option<String>>,
    /// Its text.
    pub text: Passage,
    /// Its headline.
    pub title: Option<Passage>,
}

/// The text or the headline of an article.
pub struct Passage {
    /// The text.
    pub text: String,
    /// Its words.
    pub words: Vec<Word>,
    /// The same as numbers.
    pub tokens: Vec<Token>,
    /// Its quotations.
    pub quotes: Vec<Span>,
    /// True of a headline.
    pub is_headline: bool,
    /// All stretches between quotation marks.
    stretches: OnceCell<Vec<Span>>,
}

impl Passage {
    fn new(text: String, words: Vec<Word>, quotes: Vec<Span>, is_headline: bool) -> Passage {
        let tokens = words.iter().map(|word| word.token).collect();
        Passage { text, words, tokens, quotes, is_headline, stretches: OnceCell::new() }
    }

    /// True if a stretch stands in a quotation, or between quotation marks.
    pub fn is_said(&self, span: Span) -> bool {
        let holds =
            |spans: &[Span]| spans.iter().any(|known| known.start() <= span.start() && span.end() <= known.end());
        holds(&self.quotes) || holds(self.stretches.get_or_init(|| marked_stretches(&self.text)))
    }
}

/// The articles that were read.
pub struct Readings<'i> {
    index: &'i Index,
    known: FxHashMap<(usize, u32), Rc<Reading>>,
    bytes: usize,
}

impl<'i> Readings<'i> {
    /// None yet.
    pub fn new(index: &'i Index) -> Readings<'i> {
        Readings { index, known: FxHashMap::default(), bytes: 0 }
    }

    /// An article.
    pub fn of(&mut self, address: Address) -> Result<Rc<Reading>> {
        let key = (address.segment, address.doc);
        if let Some(known) = self.known.get(&key) {
            return Ok(known.clone());
        }
        let stored = self.index.stored(address)?;
        let article = stored.article;
        if self.bytes + article.text.len() > MAX_BYTES {
            self.known.clear();
            self.bytes = 0;
        }
        self.bytes += article.text.len();
        let words = article_words(&article.text);
        let quotes = article.quotes.iter().map(|quote| quote.words).collect();
        let title = article.title.map(|title| {
            let words = quoted_words(&title.value);
            Passage::new(title.value, words, Vec::new(), true)
        });
        let reading = Rc::new(Reading {
            id: stored.id,
            outlet: article.outlet.map(|outlet| outlet.value),
            date: article.date.map(|date| (date.value, date.certainty)),
            people: stored.people,
            text: Passage::new(article.text, words, quotes, false),
            title,
        });
        self.known.insert(key, reading.clone());
        Ok(reading)
    }
}
