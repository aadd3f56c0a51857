//! Stretches between quotation marks.
//!
//! Marks are paired within a paragraph and forgotten at its end, so that one mistyped mark
//! spoils one paragraph and never the rest of the text. A stretch left open runs to the end of
//! its paragraph. Straight and curly marks, two apostrophes, guillemets and the low marks of
//! other languages are read; single marks in texts that quote with them (see [`uses_single_marks`]),
//! and in others where what stands between them is clearly an utterance ([`lone_singles`]), or may be a part of a
//! sentence ([`stretches_and_parts`]). Linear in the
//! length of the text.

mod pairing;

use self::pairing::{Style, Tags, is_plain, pair};
use crate::model::Span;

/// A stretch between marks, within one paragraph.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    /// First byte of the opening mark.
    pub open: u32,
    /// First byte of the words.
    pub start: u32,
    /// One past the last byte of the words.
    pub end: u32,
    /// One past the closing mark; `end` if it is missing.
    pub close: u32,
    /// Number of the paragraph.
    pub paragraph: u32,
    /// Number of words, counted up to 40.
    pub words: u8,
    /// False if the closing mark is missing.
    pub closed: bool,
    /// True for single marks.
    pub single: bool,
    /// True for single marks in a text that quotes with double ones: only a verb of speech makes it a quotation.
    pub lone: bool,
    /// True for such a part of a sentence, which no point or comma closes: `said it was 'a sad day' for all`.
    pub partial: bool,
    /// True if the words begin with their speaker's label, as in `“LEE: We go.`
    pub labelled: bool,
    /// True if it goes on in the next paragraph, which opens with a mark.
    pub goes_on: bool,
}

/// Finds the stretches of `text`, whose paragraphs are given, in order.
pub fn stretches(text: &str, paragraphs: &[Span]) -> Vec<Stretch> {
    find(text, paragraphs, |stretch| is_utterance(text, paragraphs, stretch))
}

/// The same, with parts of sentences between single marks, of which the sentence must tell that they are said.
pub fn stretches_and_parts(text: &str, paragraphs: &[Span]) -> Vec<Stretch> {
    let mut found = find(text, paragraphs, |stretch| is_utterance(text, paragraphs, stretch) || is_part(text, stretch));
    for stretch in found.iter_mut().filter(|stretch| stretch.lone) {
        stretch.partial = !is_utterance(text, paragraphs, stretch);
    }
    found
}

/// Apostrophes abound: an utterance has some words, a comma or point before its closing mark, and is no heading.
fn is_utterance(text: &str, paragraphs: &[Span], stretch: &Stretch) -> bool {
    let ends = text.as_bytes().get((stretch.end as usize).wrapping_sub(1));
    let whole = paragraphs.get(stretch.paragraph as usize).is_none_or(|paragraph| {
        paragraph.start() == stretch.open as usize && paragraph.end() == stretch.close as usize
    });
    stretch.words >= 3 && matches!(ends, Some(b',' | b'.' | b'!' | b'?')) && !whole
}

/// Words of a part of a sentence at most: behind more the closing mark is an apostrophe.
const MAX_PART: u8 = 30;

/// True for what may be a part of a sentence: it begins with a small letter, and a letter stands before its closing
/// mark.
fn is_part(text: &str, stretch: &Stretch) -> bool {
    let words = text.get(stretch.start as usize..stretch.end as usize).unwrap_or("");
    (1..=MAX_PART).contains(&stretch.words)
        && words.starts_with(char::is_lowercase)
        && words.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '.'))
        && !words.trim_end_matches('.').contains(". ")
}

/// The same, with all that stands between single marks outside of double ones.
pub fn all_stretches(text: &str, paragraphs: &[Span]) -> Vec<Stretch> {
    find(text, paragraphs, |_| true)
}

fn find(text: &str, paragraphs: &[Span], is_wanted: impl Fn(&Stretch) -> bool) -> Vec<Stretch> {
    let mut double = pair_all(text, paragraphs, false);
    let quoted = double.iter().filter(|stretch| stretch.words >= 3).count();
    if uses_single_marks(text, paragraphs, quoted) {
        return pair_all(text, paragraphs, true);
    }
    let mut singles = lone_singles(text, paragraphs, &double);
    singles.retain(is_wanted);
    singles.iter_mut().for_each(|single| single.lone = true);
    if let Some(headline) = single_headline(text, paragraphs, &double) {
        singles.retain(|single| single.open >= headline.close);
        singles.insert(0, headline);
    }
    if !singles.is_empty() {
        double.append(&mut singles);
        double.sort_by_key(|stretch| stretch.open);
    }
    double
}

/// What stands between single marks outside of the double ones and is closed, in order.
fn lone_singles(text: &str, paragraphs: &[Span], double: &[Stretch]) -> Vec<Stretch> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let may_open =
        ["‘", " '", "\n'", "('", "—'", "–'"].iter().any(|open| memchr::memmem::find(bytes, open.as_bytes()).is_some());
    if !may_open && bytes.first() != Some(&b'\'') {
        return found;
    }
    let mut tags = Tags { next_close: 0 };
    let style = Style { single: true, is_plain: is_plain(bytes) };
    let mut next = double.iter().peekable();
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let mut at = paragraph.start();
        while at < paragraph.end() {
            let stretch = next.next_if(|stretch| (stretch.open as usize) < paragraph.end());
            let end = stretch.map_or(paragraph.end(), |stretch| stretch.open as usize);
            // `“Witch hunt”'s`: behind a mark nothing opens.
            let rest = text.get(at..end).unwrap_or("");
            let is_first = at == paragraph.start();
            let start = if is_first { at } else { end - rest.trim_start_matches(['\'', '’', '‘']).len() };
            if start < end {
                pair(text, Span::of(start, end), number as u32, style, &mut tags, &mut found);
            }
            at = stretch.map_or(end, |stretch| stretch.close as usize);
        }
    }
    found.retain(|stretch| stretch.closed && stretch.single);
    found
}

/// A first paragraph wholly between single marks: a headline that quotes.
fn single_headline(text: &str, paragraphs: &[Span], double: &[Stretch]) -> Option<Stretch> {
    let first = *paragraphs.first()?;
    let words = first.of_text(text);
    let inner = words.strip_prefix('‘').and_then(|rest| rest.strip_suffix('’'));
    let inner = inner.or_else(|| words.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')))?;
    let is_plain = !inner.is_empty() && !inner.starts_with(['\'', ' ']) && !inner.contains('‘') && paragraphs.len() > 1;
    let start = first.start() + (words.len() - inner.len()) / 2;
    let free = double.first().is_none_or(|stretch| stretch.open as usize >= first.end());
    (is_plain && free).then_some(Stretch {
        open: first.start() as u32,
        start: start as u32,
        end: (start + inner.len()) as u32,
        close: first.end() as u32,
        paragraph: 0,
        words: count_words(inner),
        closed: true,
        single: true,
        lone: false,
        partial: false,
        labelled: false,
        goes_on: false,
    })
}

/// True if a text quotes with single marks, as British papers do: it has at least twice as many
/// stretches that open with a single mark and close behind a point or comma as double ones.
fn uses_single_marks(text: &str, paragraphs: &[Span], quoted: usize) -> bool {
    let bytes = text.as_bytes();
    let mut closings = 0usize;
    for at in memchr::memmem::find_iter(bytes, "’")
        .map(|at| (at, 3))
        .chain(memchr::memchr_iter(b'\'', bytes).map(|at| (at, 1)))
    {
        let (at, width) = at;
        let behind_point = at > 0 && matches!(bytes[at - 1], b',' | b'.' | b'!' | b'?');
        let before_blank = bytes.get(at + width).is_none_or(u8::is_ascii_whitespace);
        closings += usize::from(behind_point && before_blank);
    }
    if closings == 0 || closings < quoted * 2 {
        return false;
    }
    let single = pair_all(text, paragraphs, true);
    let with_point = single
        .iter()
        .filter(|s| s.single && s.closed && s.end > 0)
        .filter(|s| s.words >= 3 || is_clause(text.get(s.start as usize..s.end as usize).unwrap_or("")))
        .filter(|s| matches!(bytes[s.end as usize - 1], b',' | b'.' | b'!' | b'?'))
        .count();
    with_point >= 1 && with_point >= quoted * 2
}

fn pair_all(text: &str, paragraphs: &[Span], single: bool) -> Vec<Stretch> {
    let mut found = Vec::new();
    let mut tags = Tags { next_close: 0 };
    let is_plain = is_plain(text.as_bytes());
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let before = found.len();
        pair(text, *paragraph, number as u32, Style { single, is_plain }, &mut tags, &mut found);
        // A paragraph that opens with a mark carries on what the one before left open.
        let carries_on = found.get(before).is_some_and(|first| first.open as usize == paragraph.start());
        if carries_on && before > 0 {
            let last = &mut found[before - 1];
            if !last.closed && last.paragraph + 1 == number as u32 {
                last.goes_on = true;
            }
        }
    }
    found
}

/// True if a word of these is a subject and its verb, or a verb denied: `She’s lying`, `Don’t`.
pub fn is_clause(words: &str) -> bool {
    words.split_whitespace().take(4).any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let Some((head, tail)) = word.split_once(['\'', '’']) else { return false };
        match tail {
            "t" => head.ends_with('n'),
            "re" | "ve" | "ll" | "m" | "d" => true,
            "s" => ["he", "she", "it", "that", "there", "what", "who", "here", "where", "let"]
                .iter()
                .any(|subject| head.eq_ignore_ascii_case(subject)),
            _ => false,
        }
    })
}

/// Words counted at most; more make no difference.
const MAX_WORDS: u8 = 40;

/// Number of words: runs of letters and digits, or single characters of scripts without blanks.
fn count_words(text: &str) -> u8 {
    let mut words = 0u8;
    let mut inside = false;
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() && words < MAX_WORDS {
        let byte = bytes[at];
        if byte < 0x80 {
            let is_word = byte.is_ascii_alphanumeric();
            words += u8::from(is_word && !inside);
            // An apostrophe or hyphen within a word does not part it.
            inside = is_word || (inside && matches!(byte, b'\'' | b'-' | b'.' | b'&'));
            at += 1;
            continue;
        }
        let Some(character) = text[at..].chars().next() else { break };
        if character >= '\u{2E80}' && character.is_alphanumeric() {
            words += 1;
            inside = false;
        } else {
            let is_word = character.is_alphanumeric();
            words += u8::from(is_word && !inside);
            inside = is_word || (inside && character == '’');
        }
        at += character.len_utf8();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let found = stretches(text, &text::paragraphs(text));
        let got: Vec<&str> = found.iter().map(|s| &text[s.start as usize..s.end as usize]).collect();
        assert_eq!(got, want, "{text:?}");
    }

    #[test]
    fn marks_of_all_kinds_pair_up() {
        check("“No deal,” she said. “None.”", &["No deal,", "None."]);
        check("\"No deal,\" she said. \"None.\"", &["No deal,", "None."]);
        check("''No deal,'' she said. ''He said 'go away'''", &["No deal,", "He said 'go away'"]);
        check("„Kein Wort“, sagte er. »Nie«, sagte sie.", &["Kein Wort", "Nie"]);
        check("« Jamais », dit-il.", &["Jamais"]);
        check("“Our roads are potholed,\" she said.", &["Our roads are potholed,"]);
        check("彼は「行かない」と言った", &["行かない"]);
    }

    #[test]
    fn a_wrong_mark_spoils_one_paragraph_only() {
        check("“I was there. “\n\n“And then,” he said.", &["I was there.", "And then,"]);
        check("“Not even once. ”", &["Not even once."]);
        check("She said, “I left\n\nHe came.", &["I left"]);
        check("”No,” he said.", &["No,"]);
        check("“a “b “c", &["a", "b", "c"]);
        check("no,” he said. ”", &[]);
        check("The 6'5\" guard said \"yes\".", &["yes"]);
    }

    #[test]
    fn nested_marks_belong_to_the_outer_stretch() {
        check("“He told me \"go away\" twice,” she said.", &["He told me \"go away\" twice,"]);
        check("“They say ‘never’ a lot.”", &["They say ‘never’ a lot."]);
    }

    #[test]
    fn single_marks_count_where_a_text_quotes_with_them() {
        check(
            "‘It’s the dogs’ dinner,’ said Ann. ‘He said “never” to us.’",
            &["It’s the dogs’ dinner,", "He said “never” to us."],
        );
        check("'We don't know yet,' he said.", &["We don't know yet,"]);
        check(
            "The plan is 'ridiculous' and dead. Ann Lee said: 'It is a farce.' It was 'lies' by all. 'No, it was not,' she said.",
            &["ridiculous", "It is a farce.", "lies", "No, it was not,"],
        );
        check("'The dogs' owners' house is big,' said Ann.", &["The dogs' owners' house is big,"]);
        check("The teachers’ union said so. It’s Bill’s.", &[]);
    }

    #[test]
    fn single_marks_beside_double_ones_count_where_they_hold_an_utterance() {
        check("“One two three,” he said. ‘Four five six,’ said Ann.", &["One two three,", "Four five six,"]);
        check("\"One two three,\" he said.\n\n'Four five six,' said Ann.", &["One two three,", "Four five six,"]);
        check("“One ‘two three four.’ Five,” he said.", &["One ‘two three four.’ Five,"]);
        check("“One two three,” he said of ‘dogs’ and 'cats'.", &["One two three,"]);
        check("“One two three”'s author is Bill's. “Four's is not,” he said.", &["One two three", "Four's is not,"]);
        check("\"One,\" said Ann of the '90s and the dogs' owners.", &["One,"]);
        let text = "“One two three,” he said of ‘dogs’ and 'cats'.";
        let all = all_stretches(text, &text::paragraphs(text));
        assert_eq!(all.iter().filter(|stretch| stretch.single).count(), 2);
    }

    #[test]
    fn parts_of_sentences_between_single_marks_are_marked() {
        let parts = |text: &str| -> Vec<String> {
            let found = stretches_and_parts(text, &text::paragraphs(text));
            let parts = found.iter().filter(|stretch| stretch.partial);
            parts.map(|s| text[s.start as usize..s.end as usize].to_string()).collect()
        };
        assert_eq!(parts("Ann said it was 'a sad day' for 'em and the 'big plan' too."), ["a sad day", "big plan"]);
        assert_eq!(parts("“One two three,” said Ann of ‘one more day’, in ‘The Big Day’."), ["one more day"]);
        assert!(parts("‘One two three,’ said Ann of ‘one more day’.").is_empty());
        assert!(parts("The lads' day and the '90s and 'ow. He's Ann's.").is_empty());
    }

    #[test]
    fn a_plural_possessive_does_not_end_a_running_quotation() {
        check(
            "'We closed the gate,' said Ann.\n\n'Then we closed the yard and the lodgers' hall.\n\n'It was late.'",
            &["We closed the gate,", "Then we closed the yard and the lodgers' hall.", "It was late."],
        );
        check(
            "'We closed the gate,' said Ann.\n\n'lies' by all.\n\n'It was late.'",
            &["We closed the gate,", "lies", "It was late."],
        );
    }

    #[test]
    fn marks_in_tags_are_none() {
        check("<a href=\"x y\">Go “on then” now</a>", &["on then"]);
    }
}
