//! Where the words of an article stand: positions, sentences, paragraphs, quotations.
//!
//! One numbering serves the index, the matcher and the highlights, so boundaries cannot
//! disagree. The words of boilerplate do not exist: they take no position, and what follows
//! a stretch of boilerplate begins a paragraph of its own. A word belongs to the quotation
//! that holds its first byte, so a boundary always falls between words.

use super::paragraphs::paragraphs_into;
use super::sentences::sentences;
use super::words::{Token, words};
use crate::model::Span;

/// The places of one text, as ordinals of its words from 0.
///
/// Reuse one value for many texts with [`Layout::read`]; nothing is allocated then.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// First byte of each word, by position, ascending.
    pub starts: Vec<u32>,
    /// Position of the first word of each sentence, ascending; starts with 0 unless empty.
    pub sentences: Vec<u32>,
    /// Position of the first word of each paragraph, ascending; each also begins a sentence.
    pub paragraphs: Vec<u32>,
    /// The quotations that hold a word, in order of their first word.
    pub quotes: Vec<QuotePlaces>,
    skip_sentences: bool,
    scratch: Vec<Span>,
    paragraph_spans: Vec<Span>,
}

/// The words of one quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotePlaces {
    /// Which of the quotations given, from 0.
    pub index: u32,
    /// Position of its first word.
    pub first: u32,
    /// Position of its last word.
    pub last: u32,
}

impl Layout {
    /// Reads the places of `text`, and hands its words to `sink`; see [`Layout::read`].
    pub fn of(text: &str, boilerplate: &[Span], quotes: &[Span], sink: impl FnMut(Token<'_>)) -> Layout {
        let mut layout = Layout::default();
        layout.read(text, boilerplate, quotes, sink);
        layout
    }

    /// A layout that takes each paragraph for one sentence, which saves a tenth of the time where
    /// nobody asks for sentences.
    pub fn without_sentences() -> Layout {
        Layout { skip_sentences: true, ..Layout::default() }
    }

    /// Replaces the places by those of `text`, and hands its words to `sink` in the order of
    /// [`words`].
    ///
    /// `boilerplate` and `quotes` are spans of `text` in order of their start; spans that
    /// overlap, run past the text or cut a character do no harm.
    pub fn read(&mut self, text: &str, boilerplate: &[Span], quotes: &[Span], mut sink: impl FnMut(Token<'_>)) {
        self.starts.clear();
        self.sentences.clear();
        self.paragraphs.clear();
        self.quotes.clear();
        let starts = &mut self.starts;
        let mut piece = |from: usize, to: usize| {
            let Some(slice) = text.get(from..to) else { return };
            let before = starts.len() as u32;
            words(slice, |token| {
                let token = Token {
                    span: Span::of(from + token.span.start(), from + token.span.end()),
                    position: before + token.position,
                    ..token
                };
                if token.position as usize == starts.len() {
                    starts.push(token.span.start() as u32);
                }
                sink(token);
            });
        };
        let mut at = 0;
        for skipped in boilerplate {
            let start = floor_char(text, skipped.start().min(text.len()));
            let end = floor_char(text, skipped.end().min(text.len()));
            if start > at {
                piece(at, start);
            }
            at = at.max(end);
        }
        if at < text.len() {
            piece(at, text.len());
        }
        self.find_sentences(text, boilerplate);
        self.find_quotes(quotes);
    }

    /// Number of words.
    pub fn len(&self) -> u32 {
        self.starts.len() as u32
    }

    /// True if there is no word.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Which sentence the word at `position` is in, from 0.
    pub fn sentence_of(&self, position: u32) -> usize {
        self.sentences.partition_point(|first| *first <= position).saturating_sub(1)
    }

    /// Which paragraph the word at `position` is in, from 0.
    pub fn paragraph_of(&self, position: u32) -> usize {
        self.paragraphs.partition_point(|first| *first <= position).saturating_sub(1)
    }

    fn find_sentences(&mut self, text: &str, boilerplate: &[Span]) {
        if self.starts.is_empty() {
            return;
        }
        let mut paragraph_spans = std::mem::take(&mut self.paragraph_spans);
        paragraph_spans.clear();
        paragraphs_into(text, &mut paragraph_spans);
        let mut next_word = 0;
        for paragraph in &paragraph_spans {
            let Some(position) = first_from(&self.starts, next_word, paragraph.start() as u32) else { break };
            next_word = position;
            if self.starts[position] as usize >= paragraph.end() {
                continue;
            }
            push_new(&mut self.paragraphs, position as u32);
            if self.skip_sentences {
                push_new(&mut self.sentences, position as u32);
                continue;
            }
            self.scratch.clear();
            sentences(text, *paragraph, &mut self.scratch);
            for sentence in &self.scratch {
                let Some(position) = first_from(&self.starts, next_word, sentence.start() as u32) else { break };
                next_word = position;
                if (self.starts[position] as usize) < sentence.end() {
                    push_new(&mut self.sentences, position as u32);
                }
            }
        }
        self.paragraph_spans = paragraph_spans;
        // What stands behind boilerplate begins anew.
        if !boilerplate.is_empty() {
            for skipped in boilerplate {
                let position = self.starts.partition_point(|start| (*start as usize) < skipped.end());
                if position < self.starts.len() {
                    self.sentences.push(position as u32);
                    self.paragraphs.push(position as u32);
                }
            }
            for positions in [&mut self.sentences, &mut self.paragraphs] {
                positions.sort_unstable();
                positions.dedup();
            }
        }
    }

    fn find_quotes(&mut self, quotes: &[Span]) {
        let mut from = 0;
        let mut last_start = 0;
        for (index, quote) in quotes.iter().enumerate() {
            if quote.start() < last_start {
                from = 0; // out of order: harmless, only slower
            }
            last_start = quote.start();
            let Some(first) = first_from(&self.starts, from, quote.start() as u32) else { continue };
            from = first;
            let length = self.starts[first..].partition_point(|start| (*start as usize) < quote.end());
            if length > 0 {
                let last = (first + length - 1) as u32;
                self.quotes.push(QuotePlaces { index: index as u32, first: first as u32, last });
            }
        }
        self.quotes.sort_by_key(|quote| (quote.first, quote.last));
    }
}

/// The first position at or behind `from` whose word starts at or behind the byte `start`.
fn first_from(starts: &[u32], from: usize, start: u32) -> Option<usize> {
    // Gallop: the next boundary is nearly always a few words on.
    let mut step = 1;
    let mut low = from;
    while low + step < starts.len() && starts[low + step] < start {
        low += step;
        step *= 2;
    }
    let high = (low + step + 1).min(starts.len());
    let position = low + starts.get(low..high)?.partition_point(|word| *word < start);
    (position < starts.len()).then_some(position)
}

/// Appends `position` unless it is there already.
fn push_new(positions: &mut Vec<u32>, position: u32) {
    if positions.last().is_none_or(|last| *last < position) {
        positions.push(position);
    }
}

fn floor_char(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn span_of(text: &str, part: &str) -> Span {
        let at = text.find(part).unwrap();
        Span::of(at, at + part.len())
    }

    /// `want`: words by position; `¶` before a paragraph, `|` before a sentence, `[` `]`
    /// around a quotation.
    #[track_caller]
    fn check(text: &str, boilerplate: &[&str], quotes: &[&str], want: &str) {
        let skipped: Vec<Span> = boilerplate.iter().map(|part| span_of(text, part)).collect();
        let quoted: Vec<Span> = quotes.iter().map(|part| span_of(text, part)).collect();
        let mut terms = Vec::new();
        let layout = Layout::of(text, &skipped, &quoted, |token| {
            // Of two terms at one place, the one handed out last is the word as written.
            if token.width == 1 {
                terms.truncate(token.position as usize);
                terms.push(token.term.to_owned());
            }
        });
        let mut got = String::new();
        for (position, term) in terms.iter().enumerate() {
            let position = position as u32;
            if layout.paragraphs.contains(&position) {
                got.push('¶');
            } else if layout.sentences.contains(&position) {
                got.push('|');
            }
            if layout.quotes.iter().any(|quote| quote.first == position) {
                got.push('[');
            }
            got.push_str(term);
            if layout.quotes.iter().any(|quote| quote.last == position) {
                got.push(']');
            }
            got.push(' ');
        }
        assert_eq!(got.trim_end(), want, "{text:?}");
    }

    #[test]
    fn sentences_and_paragraphs_begin_at_words() {
        check("One two. Three!\n\n— \n\nFour.", &[], &[], "¶one two |three ¶four");
        check("", &[], &[], "");
        check("… — !", &[], &[], "");
    }

    #[test]
    fn words_of_boilerplate_do_not_exist() {
        check("Get the app.\n\nOne.", &["Get the app."], &[], "¶one");
        check("One two.\n\nGet the app.\n\nThree four.", &["Get the app."], &[], "¶one two ¶three four");
        check("One.\n\nGet the app.", &["Get the app."], &[], "¶one");
        check("Get it.", &["Get it."], &[], "");
    }

    #[test]
    fn boilerplate_within_a_line_breaks_the_paragraph() {
        check(
            "The witch (Photo: X) hunt began. It went on.",
            &["(Photo: X)"],
            &[],
            "¶the witch ¶hunt began |it went on",
        );
        check("(Photo: X) The hunt began.", &["(Photo: X)"], &[], "¶the hunt began");
        check("a XX b YY c", &["XX", "YY"], &[], "¶a ¶b ¶c");
    }

    #[test]
    fn quotations_hold_the_words_that_begin_in_them() {
        check("“No deal,” she said. “None.”", &[], &["No deal,", "None."], "¶[no deal] she said |[none]");
        check("the ‘dogs’said he", &[], &["dogs"], "¶the [dogs'said] he");
        check("“…” he said", &[], &["…"], "¶he said");
    }

    proptest! {
        #[test]
        fn boundaries_are_ordered_whatever_the_spans(
            text in "[a-zA-Z.!? \n\"“”’é-]{0,80}",
            cuts in prop::collection::vec((0usize..90, 0usize..30), 0..4),
        ) {
            let mut spans: Vec<Span> = cuts.iter().map(|(start, len)| Span::of(*start, start + len)).collect();
            spans.sort();
            let mut count = 0;
            let layout = Layout::of(&text, &spans, &spans, |token| {
                count = count.max(token.position + 1);
                assert!(text.get(token.span.range()).is_some());
            });
            prop_assert_eq!(count, layout.len());
            prop_assert!(layout.starts.is_sorted());
            for bounds in [&layout.sentences, &layout.paragraphs] {
                prop_assert!(bounds.windows(2).all(|pair| pair[0] < pair[1]));
                prop_assert_eq!(bounds.first().copied(), (count > 0).then_some(0));
                prop_assert!(bounds.last().is_none_or(|last| *last < count));
            }
            prop_assert!(layout.paragraphs.iter().all(|first| layout.sentences.contains(first)));
        }
    }
}
