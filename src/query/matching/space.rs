//! One text with the words in it that a query asks for.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_canonical;

use super::places::Occurrence;
use super::terms::{Memo, Terms};
use crate::model::Span;
use crate::text::{Layout, Stemmer};

/// The title or the text of an article: positions do not go over from one to the other.
pub(super) struct Space {
    pub is_title: bool,
    pub layout: Layout,
    /// Per leaf, the words that satisfy it, by position.
    pub found: Vec<Vec<FoundWord>>,
}

/// A word that satisfies a leaf.
#[derive(Clone, Copy, Debug)]
pub(super) struct FoundWord {
    pub first: u32,
    pub end: u32,
    pub start_byte: u32,
    pub end_byte: u32,
}

impl Space {
    pub fn read(
        text: &str,
        skipped: &[Span],
        quotes: &[Span],
        terms: &Terms,
        languages: &[Stemmer],
        memo: &mut Memo,
        asks_sentences: bool,
    ) -> Space {
        let mut found: Vec<Vec<FoundWord>> = vec![Vec::new(); terms.len()];
        let mut layout = if asks_sentences { Layout::default() } else { Layout::without_sentences() };
        layout.read(text, skipped, quotes, |token| {
            terms.recall(token.term, languages, memo, |leaf| {
                if let Some(literal) = terms.literal(leaf)
                    && !says(text, token.span, literal)
                {
                    return;
                }
                let (first, end) = (token.position, token.position + token.width);
                let (start_byte, end_byte) = (token.span.start() as u32, token.span.end() as u32);
                found[leaf].push(FoundWord { first, end, start_byte, end_byte });
            });
        });
        for words in &mut found {
            // A word over several places comes after the words it is made of.
            if !words.is_sorted_by_key(|word| (word.first, word.end)) {
                words.sort_by_key(|word| (word.first, word.end));
            }
        }
        Space { is_title: false, layout, found }
    }

    /// True if a word from `first` up to `end` lies in a quotation.
    pub fn is_quoted(&self, first: u32, end: u32) -> bool {
        let quotes = &self.layout.quotes;
        let next = quotes.partition_point(|quote| quote.last < first);
        quotes.get(next).is_some_and(|quote| quote.first < end)
    }

    pub fn begins_paragraph(&self, position: u32) -> bool {
        self.layout.paragraphs.binary_search(&position).is_ok()
    }

    pub fn paragraph_start(&self, position: u32) -> u32 {
        around(&self.layout.paragraphs, position, self.layout.len()).0
    }

    pub fn paragraph_end(&self, position: u32) -> u32 {
        around(&self.layout.paragraphs, position, self.layout.len()).1
    }

    /// First position of the sentence, and one past its last.
    pub fn sentence(&self, position: u32) -> (u32, u32) {
        around(&self.layout.sentences, position, self.layout.len())
    }

    pub fn is_one_sentence(&self, one: &Occurrence, other: &Occurrence) -> bool {
        let (start, end) = self.sentence(one.first);
        one.end <= end && start <= other.first && other.end <= end
    }

    pub fn is_one_paragraph(&self, one: &Occurrence, other: &Occurrence) -> bool {
        let (start, end) = around(&self.layout.paragraphs, one.first, self.layout.len());
        one.end <= end && start <= other.first && other.end <= end
    }
}

/// The stretch between two of `starts` that holds `position`; the last one ends at `len`.
fn around(starts: &[u32], position: u32, len: u32) -> (u32, u32) {
    let next = starts.partition_point(|start| *start <= position);
    let start = next.checked_sub(1).map_or(0, |at| starts[at]);
    (start, starts.get(next).copied().unwrap_or(len))
}

/// True if the text says `literal` at `span`, any apostrophe for any other, and letters with their
/// accents in one character or in several.
fn says(text: &str, span: Span, literal: &str) -> bool {
    let text = text.get(span.start()..).unwrap_or("");
    let mut rest = text.chars();
    let mut length = 0;
    for wanted in literal.chars() {
        let Some(got) = rest.next() else { return false };
        if got != wanted && !(is_apostrophe(got) && is_apostrophe(wanted)) {
            let may_be_composed = !got.is_ascii() || !wanted.is_ascii();
            return may_be_composed && says_decomposed(text, span.len(), literal);
        }
        length += got.len_utf8();
    }
    // A possessive ending may be asked for, and stands behind the word.
    length >= span.len()
}

/// The same, compared with letters and accents apart. Looks at as many characters of the text as the
/// literal has, at `at_least` bytes of it or more.
fn says_decomposed(text: &str, at_least: usize, literal: &str) -> bool {
    let plain = |c: char| if is_apostrophe(c) { '\'' } else { c };
    let wanted: Vec<char> = literal.nfd().map(plain).collect();
    let (mut n_decomposed, mut length) = (0, 0);
    for got in text.chars() {
        if n_decomposed >= wanted.len() {
            break;
        }
        decompose_canonical(got, |_| n_decomposed += 1);
        length += got.len_utf8();
    }
    length >= at_least && text[..length].nfd().map(plain).eq(wanted)
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’' | '‘' | 'ʼ' | '＇' | '´')
}
