//! The words of a checked quotation and of an article, in one numbering.

use crate::families::words::{Word, token_of, words};
use crate::text::{fold, paragraphs};

/// Stretches of a text that are read at once: of a longer one not all words might be read.
const STRETCH_BYTES: usize = 8_000;

/// All words of an article's text, in order, however long it is.
pub fn article_words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    for paragraph in paragraphs(text) {
        let mut start = paragraph.start();
        while start < paragraph.end() {
            let end = stretch_end(text, start, paragraph.end());
            let Some(stretch) = text.get(start..end) else { break };
            found.extend(words(stretch).into_iter().map(|word| Word {
                span: crate::model::Span::of(start + word.span.start(), start + word.span.end()),
                ..word
            }));
            start = end;
        }
    }
    found
}

/// Where a stretch from `start` on ends: at a blank, if there is one.
fn stretch_end(text: &str, start: usize, end: usize) -> usize {
    if end - start <= STRETCH_BYTES {
        return end;
    }
    let mut cut = start + STRETCH_BYTES;
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    let blank = text.get(start..cut).and_then(|stretch| stretch.rfind(char::is_whitespace));
    blank.map_or(cut, |blank| start + blank).max(start + 1)
}

/// The words of a quotation; `[W]e` is one word, and the speaker's.
pub fn quoted_words(text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    for mut word in words(text) {
        if word.bracketed && text.get(..word.span.start()).is_some_and(|before| before.ends_with('[')) {
            word.span = crate::model::Span::of(word.span.start() - 1, word.span.end());
        }
        if let Some(before) = found.last_mut()
            && before.bracketed
            && !word.bracketed
            && before.span.len() <= 5
            && text.get(before.span.end()..word.span.start()) == Some("]")
        {
            let whole = format!("{}{}", before.span.of_text(text).trim_start_matches('['), word.span.of_text(text));
            before.token = token_of(&fold(&whole).replace('\'', ""));
            before.span = crate::model::Span::of(before.span.start(), word.span.end());
            before.bracketed = false;
            continue;
        }
        found.push(word);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_of_a_long_text_are_read_and_stand_where_they_say() {
        let text = format!("{}\n\n{}", "straße über ".repeat(3_000), "x".repeat(20_000));
        let found = article_words(&text);
        assert!(found.len() > 6_000);
        assert!(found[..6_000].iter().all(|word| ["straße", "über"].contains(&word.span.of_text(&text))));
    }

    #[test]
    fn a_letter_in_brackets_belongs_to_its_word() {
        let tokens = |text| quoted_words(text).iter().map(|word| word.token).collect::<Vec<_>>();
        assert_eq!(tokens("[W]e will"), tokens("We will"));
        assert!(quoted_words("the [old] dam")[1].bracketed);
    }
}
