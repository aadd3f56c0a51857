//! What stands around a match.

use crate::model::Span;
use crate::text::words;

/// Most words of context that lines are ordered by.
const MAX_KEY_WORDS: usize = 12;

/// The stretches before and behind a match: at most `width` characters each, cut between words,
/// without white space at the outer ends. Neither runs into `skipped` (spans in order).
pub fn around(text: &str, skipped: &[Span], found: Span, width: usize) -> (Span, Span) {
    let before = skipped[..skipped.partition_point(|span| span.end() <= found.start())].last();
    let behind = skipped.get(skipped.partition_point(|span| span.start() < found.end()));
    let first = before.map_or(0, |span| span.end());
    let last = behind.map_or(text.len(), |span| span.start()).max(found.end());
    (left(text, first, found.start(), width), right(text, found.end(), last, width))
}

fn left(text: &str, first: usize, end: usize, width: usize) -> Span {
    let slice = text.get(first..end).unwrap_or("");
    let mut start = slice.char_indices().rev().take(width).last().map_or(slice.len(), |(at, _)| at);
    let is_cut = slice[..start].chars().next_back().is_some_and(|character| !character.is_whitespace());
    if is_cut && let Some(gap) = slice[start..].find(char::is_whitespace) {
        start += gap;
    }
    start = slice.len() - slice[start..].trim_start().len();
    // Only blanks: they belong to the gap before the match.
    if start == slice.len() {
        return Span::of(end, end);
    }
    Span::of(end - (slice.len() - start), end)
}

fn right(text: &str, start: usize, last: usize, width: usize) -> Span {
    let slice = text.get(start..last).unwrap_or("");
    let mut end = slice.char_indices().nth(width).map_or(slice.len(), |(at, _)| at);
    let is_cut = slice[end..].chars().next().is_some_and(|character| !character.is_whitespace());
    if is_cut && let Some(gap) = slice[..end].rfind(char::is_whitespace) {
        end = gap;
    }
    end = slice[..end].trim_end().len();
    Span::of(start, start + end)
}

/// The words of a stretch, folded, in order.
pub fn folded_words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    words(text, |token| {
        if token.plain {
            found.push(token.term.to_owned());
        }
    });
    found
}

/// What lines are ordered by on the right: the first words behind the match.
pub fn right_key(context: &str) -> String {
    let mut found = folded_words(context);
    found.truncate(MAX_KEY_WORDS);
    found.join(" ")
}

/// What lines are ordered by on the left: the last words before the match, the last one first.
pub fn left_key(context: &str) -> String {
    let mut found = folded_words(context);
    found.reverse();
    found.truncate(MAX_KEY_WORDS);
    found.join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, width: usize, want: (&str, &str)) {
        let start = text.find('[').unwrap();
        let text = text.replacen('[', "", 1);
        let end = text.find(']').unwrap();
        let text = text.replacen(']', "", 1);
        let skipped: Vec<Span> = text.match_indices("##").map(|(at, _)| Span::of(at, at + 2)).collect();
        let (left, right) = around(&text, &skipped, Span::of(start, end), width);
        assert_eq!((left.of_text(&text), right.of_text(&text)), want, "{text:?}");
    }

    #[test]
    fn contexts_are_cut_between_words() {
        check("one two [three] four five", 100, ("one two ", " four five"));
        check("one two [three] four five", 7, ("two ", " four"));
        check("one two [three] four five", 4, ("two ", ""));
        check("one two [three] four five", 5, ("two ", " four"));
        check("one two [three] four five", 0, ("", ""));
        check("one “[three]” four", 2, ("“", "”"));
        check("[three]", 9, ("", ""));
        check(" \n[three]\n ", 9, ("", ""));
        check("日本語日本語[三]日本語日本語", 4, ("語日本語", "日本語日"));
    }

    #[test]
    fn contexts_stop_at_what_does_not_count() {
        check("one ## two [three] four ## five", 100, ("two ", " four"));
        check("##[three]##", 100, ("", ""));
    }

    #[test]
    fn keys_are_folded_words_from_the_match_on() {
        assert_eq!(right_key(", Said “Élan” Vital’s"), "said elan vital");
        assert_eq!(left_key("it was a «Great "), "great a was it");
        assert_eq!(left_key(""), "");
    }

    proptest! {
        #[test]
        fn contexts_touch_the_match_and_keep_the_width(text in "[a-c é\\n日“]{0,40}", at in 0usize..40, width in 0usize..9) {
            let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let (start, end) = (starts[at.min(starts.len() - 1)], starts[(at + 2).min(starts.len() - 1)]);
            let (left, right) = around(&text, &[], Span::of(start, end), width);
            prop_assert_eq!((left.end(), right.start()), (start, end));
            prop_assert!(text.get(left.range()).is_some() && text.get(right.range()).is_some());
            prop_assert!(left.of_text(&text).chars().count() <= width);
            prop_assert!(right.of_text(&text).chars().count() <= width);
        }
    }
}
