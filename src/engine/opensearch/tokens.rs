//! The words of a text as one string that the `whitespace` tokenizer takes apart.
//!
//! What a word is, is decided by [`crate::text`] alone: the cluster is handed finished words. One
//! blank-separated part stands for one place of the text, and the terms of one place stand between
//! bars in it, which a `pattern_capture` filter puts at the same position:
//!
//! ```text
//! O’Brien said run-off   ⇒   obrien|o'brien|[s|[p said run|<2runoff off|>2runoff|]s|]p
//! ```
//!
//! | term | stands at |
//! |---|---|
//! | `run` | the place of the word |
//! | `<2runoff`, `>2runoff` | the first and the last of the places that a joined word covers (2 or 3) |
//! | `[s` `]s`, `[p` `]p` | the first and last word of a sentence, of a paragraph |
//! | `[]s`, `[]p` | the only word of one |
//! | `[q` | each word of a quotation |
//!
//! No word of a text begins with one of these marks, holds a bar or a blank.

use rustc_hash::FxHashSet;

use crate::model::Span;
use crate::text::{Layout, Token, words};

/// Between the terms of one place.
const BAR: char = '|';
/// The first word of a sentence, the last, the only one.
pub const SENTENCE: [&str; 3] = ["[s", "]s", "[]s"];
/// The first word of a paragraph, the last, the only one.
pub const PARAGRAPH: [&str; 3] = ["[p", "]p", "[]p"];
/// A word of a quotation.
pub const QUOTED: &str = "[q";

/// The terms of a word that covers several places, at its first and its last.
pub fn joined(term: &str, width: u32) -> [String; 2] {
    [format!("<{width}{term}"), format!(">{width}{term}")]
}

/// The field of a text: what is sent, and how many words it counts for the length of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tokens {
    /// What is sent.
    pub text: String,
    /// Number of terms, those of one place each for itself, marks apart: what the embedded engine
    /// takes for the length of the field.
    pub count: u32,
}

/// The terms of a text by place.
#[derive(Debug, Default)]
struct Places {
    places: Vec<String>,
    count: u32,
}

impl Places {
    fn add(&mut self, position: u32, term: &str) {
        let position = position as usize;
        while self.places.len() <= position {
            self.places.push(String::new());
        }
        let place = &mut self.places[position];
        if !place.is_empty() {
            place.push(BAR);
        }
        place.push_str(term);
    }

    fn word(&mut self, token: &Token<'_>, position: u32, forms: &mut FxHashSet<String>) {
        self.count += 1;
        if token.width == 1 {
            self.add(position, token.term);
            remember(forms, token.term);
        } else {
            let width = token.width.min(3);
            let [first, last] = joined(token.term, width);
            self.add(position, &first);
            self.add(position + width - 1, &last);
            remember(forms, &first);
        }
    }

    fn mark(&mut self, position: u32, mark: &str) {
        if (position as usize) < self.places.len() {
            self.add(position, mark);
        }
    }

    /// Marks the first and last places of stretches that begin at `starts`, up to `end`.
    fn mark_stretches(&mut self, starts: &[u32], first: u32, end: u32, marks: [&str; 3]) {
        let inside = starts.iter().copied().filter(|start| (first..end).contains(start));
        let mut begins: Vec<u32> = vec![first];
        begins.extend(inside);
        begins.dedup();
        for (at, start) in begins.iter().enumerate() {
            let next = begins.get(at + 1).copied().unwrap_or(end);
            if next - 1 == *start {
                self.mark(start - first, marks[2]);
            } else {
                self.mark(start - first, marks[0]);
                self.mark(next - 1 - first, marks[1]);
            }
        }
    }

    fn finish(self) -> Tokens {
        Tokens { text: self.places.join(" "), count: self.count }
    }
}

fn remember(forms: &mut FxHashSet<String>, form: &str) {
    if !forms.contains(form) {
        forms.insert(form.to_owned());
    }
}

/// The words of a headline; it is one sentence and one paragraph, so it has no marks.
pub fn of_title(title: &str, forms: &mut FxHashSet<String>) -> Tokens {
    let mut places = Places::default();
    words(title, |token| places.word(&token, token.position, forms));
    places.finish()
}

/// The words of a text and of each of its quotations, in order; `forms` takes in every form that is
/// new to it. A quotation without a word has no term.
pub fn of_text(
    text: &str,
    boilerplate: &[Span],
    quotes: &[Span],
    forms: &mut FxHashSet<String>,
) -> (Tokens, Vec<Tokens>, Layout) {
    let mut body = Places::default();
    let mut said: Vec<Places> = quotes.iter().map(|_| Places::default()).collect();
    let (mut quote, mut quote_first) = (0, None);
    let layout = Layout::of(text, boilerplate, quotes, |token| {
        body.word(&token, token.position, forms);
        // Words of a quotation are those whose first byte lies in it, as in the layout.
        let start = token.span.start();
        while quotes.get(quote).is_some_and(|span| span.end() <= start) {
            quote += 1;
            quote_first = None;
        }
        if quotes.get(quote).is_some_and(|span| span.start() <= start) {
            let first = *quote_first.get_or_insert(token.position);
            if let (Some(position), Some(said)) = (token.position.checked_sub(first), said.get_mut(quote)) {
                said.word(&token, position, forms);
            }
        }
    });
    let end = layout.len();
    for place in &layout.quotes {
        for position in place.first..=place.last {
            body.mark(position, QUOTED);
        }
        if let Some(said) = said.get_mut(place.index as usize) {
            said.mark_stretches(&layout.sentences, place.first, place.last + 1, SENTENCE);
            said.mark_stretches(&layout.paragraphs, place.first, place.last + 1, PARAGRAPH);
        }
    }
    if end > 0 {
        body.mark_stretches(&layout.sentences, 0, end, SENTENCE);
        body.mark_stretches(&layout.paragraphs, 0, end, PARAGRAPH);
    }
    (body.finish(), said.into_iter().map(Places::finish).collect(), layout)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, quoted: &[&str], want: &str, want_said: &[&str]) {
        let quotes: Vec<Span> = quoted
            .iter()
            .map(|part| {
                let at = text.find(part).unwrap();
                Span::of(at, at + part.len())
            })
            .collect();
        let (body, said, _) = of_text(text, &[], &quotes, &mut FxHashSet::default());
        assert_eq!(body.text, want, "{text:?}");
        assert_eq!(said.iter().map(|said| said.text.as_str()).collect::<Vec<_>>(), want_said, "{text:?}");
    }

    #[test]
    fn places_are_parts_and_terms_of_a_place_stand_together() {
        check("One two. Three!", &[], "one|[s|[p two|]s three|[]s|]p", &[]);
        check("run-off", &[], "run|<2runoff|[s|[p off|>2runoff|]s|]p", &[]);
        check("O'Brien", &[], "obrien|o'brien|[]s|[]p", &[]);
        check("", &[], "", &[]);
    }

    #[test]
    fn words_of_quotations_are_marked_and_stand_by_themselves() {
        check(
            "“No deal. None,” she said.",
            &["No deal. None,"],
            "no|[q|[s|[p deal|[q|]s none|[q|[s she said|]s|]p",
            &["no|[s|[p deal|]s none|[]s|]p"],
        );
    }

    #[test]
    fn forms_are_gathered_once() {
        let mut forms = FxHashSet::default();
        of_title("Run-off: a run", &mut forms);
        let mut forms: Vec<String> = forms.into_iter().collect();
        forms.sort();
        assert_eq!(forms, ["<2runoff", "a", "off", "run"]);
    }
}
