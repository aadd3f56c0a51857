//! Counting the words that stand near matches.

use rustc_hash::FxHashMap;

use super::context::folded_words;
use crate::query::matching::WholeMatch;
use crate::text::Layout;

/// Words near matches, over many texts.
#[derive(Debug, Default)]
pub struct Nearby {
    /// Each word with how often it stands near a match, and how often of that before one.
    pub counts: FxHashMap<String, (u64, u64)>,
    /// Number of words looked at: the size of all windows together.
    pub window: u64,
}

impl Nearby {
    /// Counts the words of one text whose position differs by at most `distance` from the nearest
    /// word of a match, as in `W/n`.
    ///
    /// Each place counts once, however many matches are near it, as behind the match before it
    /// where it could count as either; the words of the matches do not count. `matches` are in
    /// order, none over another.
    pub fn add(&mut self, text: &str, layout: &Layout, matches: &[WholeMatch], distance: u32) {
        let mut free = 0;
        for (number, found) in matches.iter().enumerate() {
            let (first, end) = found.words;
            let next = matches.get(number + 1).map_or(layout.len(), |next| next.words.0);
            self.count(text, layout, (first.saturating_sub(distance).max(free), first), true);
            let to = end.saturating_add(distance).min(next).min(layout.len());
            self.count(text, layout, (end, to), false);
            free = to.max(end);
        }
    }

    fn count(&mut self, text: &str, layout: &Layout, (first, end): (u32, u32), is_left: bool) {
        if first >= end {
            return;
        }
        // Each word by itself, as boilerplate may stand between two of them.
        let byte = |position: u32| layout.starts.get(position as usize).map(|start| *start as usize);
        let Some(start) = byte(first) else { return };
        let stop = byte(end).unwrap_or(text.len());
        let slice = text.get(start..stop).unwrap_or("");
        for word in folded_words(slice).into_iter().take((end - first) as usize) {
            let entry = self.counts.entry(word).or_default();
            entry.0 += 1;
            entry.1 += u64::from(is_left);
            self.window += 1;
        }
    }

    /// Adds what was counted elsewhere.
    pub fn join(&mut self, other: Nearby) {
        self.window += other.window;
        for (word, (count, left)) in other.counts {
            let entry = self.counts.entry(word).or_default();
            entry.0 += count;
            entry.1 += left;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Date, Span};
    use crate::query::{ArticleView, Matcher, ParseContext, parse};
    use crate::text::Stemmer;

    /// `want`: word, count and count on the left, in order of the words.
    #[track_caller]
    fn check(query: &str, text: &str, distance: u32, want: &str) {
        let query = parse(query, &ParseContext::new(Date::new(2020, 3, 4).unwrap())).query;
        let languages = [Stemmer::of("en").unwrap()];
        let skipped: Vec<Span> =
            text.match_indices("skip it").map(|(at, found)| Span::of(at, at + found.len())).collect();
        let view = ArticleView { boilerplate: &skipped, ..ArticleView::new("", text) };
        let (matches, layout) = Matcher::new(&query, &languages).whole_matches(&view).unwrap();
        let mut nearby = Nearby::default();
        nearby.add(text, &layout, &matches, distance);
        let mut got: Vec<String> =
            nearby.counts.iter().map(|(word, (count, left))| format!("{word} {count} {left}")).collect();
        got.sort();
        assert_eq!(got.join(", "), want, "{query} in {text:?}");
        assert_eq!(nearby.window, nearby.counts.values().map(|(count, _)| count).sum::<u64>());
    }

    #[test]
    fn words_within_the_distance_count() {
        check("x", "a b x c d", 1, "b 1 1, c 1 0");
        check("x", "a b x c d", 9, "a 1 1, b 1 1, c 1 0, d 1 0");
        check("x", "x", 9, "");
        check("\"x y\"", "a x y b", 1, "a 1 1, b 1 0");
        check("x W/5 y", "a x m y b", 1, "a 1 1, b 1 0");
    }

    #[test]
    fn a_place_counts_once() {
        check("x", "x a x", 5, "a 1 0");
        check("x", "a x b c x d", 1, "a 1 1, b 1 0, c 1 1, d 1 0");
        check("x", "a x x a", 3, "a 2 1");
    }

    #[test]
    fn what_is_skipped_is_not_counted() {
        check("x", "a skip it x b", 2, "a 1 1, b 1 0");
    }
}
