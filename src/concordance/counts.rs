//! Counting the words of two sets of texts.

use rustc_hash::FxHashMap;

use crate::engine::keyness::Within;
use crate::model::Span;
use crate::text::Layout;

use super::quotations::Sides;

/// How often words occur in two sets of articles.
#[derive(Debug)]
pub struct WordCounts {
    /// Each folded word with its counts.
    pub words: FxHashMap<String, WordCount>,
    /// Number of words of each set.
    pub totals: [u64; 2],
    n_articles: u32,
    layout: Layout,
}

impl Default for WordCounts {
    fn default() -> WordCounts {
        // Sentences do not matter here.
        let layout = Layout::without_sentences();
        WordCounts { words: FxHashMap::default(), totals: [0; 2], n_articles: 0, layout }
    }
}

/// How often a word occurs.
#[derive(Clone, Copy, Debug, Default)]
pub struct WordCount {
    /// Occurrences in each set.
    pub counts: [u64; 2],
    /// Articles of each set.
    pub articles: [u64; 2],
    /// The last article that had it, from 1.
    last: u32,
}

impl WordCounts {
    /// Counts the words of one article.
    pub fn add(&mut self, sides: Sides, text: &str, boilerplate: &[Span], quotes: &[Span], within: Within) {
        self.n_articles += 1;
        let (article, sides) = (self.n_articles, sides.map(u64::from));
        let mut n_words = 0;
        let mut next_quote = 0;
        let words = &mut self.words;
        self.layout.read(text, boilerplate, &[], |token| {
            if !token.plain {
                return;
            }
            if within != Within::Text {
                while quotes.get(next_quote).is_some_and(|quote| quote.end() <= token.span.start()) {
                    next_quote += 1;
                }
                let is_said = quotes.get(next_quote).is_some_and(|quote| quote.start() <= token.span.start());
                if is_said != (within == Within::Said) {
                    return;
                }
            }
            n_words += 1;
            let count = match words.get_mut(token.term) {
                Some(count) => count,
                None => words.entry(token.term.to_owned()).or_default(),
            };
            let is_new = std::mem::replace(&mut count.last, article) != article;
            for (side, weight) in sides.iter().enumerate() {
                count.counts[side] += weight;
                count.articles[side] += weight * u64::from(is_new);
            }
        });
        for (total, weight) in self.totals.iter_mut().zip(sides) {
            *total += n_words * weight;
        }
    }

    /// Adds what was counted elsewhere.
    pub fn join(&mut self, other: WordCounts) {
        for side in 0..2 {
            self.totals[side] += other.totals[side];
        }
        for (word, count) in other.words {
            let entry = self.words.entry(word).or_default();
            for side in 0..2 {
                entry.counts[side] += count.counts[side];
                entry.articles[side] += count.articles[side];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `want`: words with the counts and articles of both sides, sorted.
    #[track_caller]
    fn check(articles: &[(&str, &str)], within: Within, want: &str) {
        let mut all = WordCounts::default();
        for (number, (sides, text)) in articles.iter().enumerate() {
            let quotes: Vec<Span> = text
                .match_indices('“')
                .map(|(at, mark)| Span::of(at + mark.len(), at + text[at..].find('”').unwrap()))
                .collect();
            let mut part = WordCounts::default();
            let target = if number % 2 == 0 { &mut all } else { &mut part };
            target.add([sides.contains('a'), sides.contains('b')], text, &[], &quotes, within);
            all.join(part);
        }
        let mut got: Vec<String> = all
            .words
            .iter()
            .map(|(word, count)| {
                let ([a, b], [in_a, in_b]) = (count.counts, count.articles);
                format!("{word} {a}/{in_a} {b}/{in_b}")
            })
            .collect();
        got.sort();
        assert_eq!(got.join(", "), want);
        let sum = |side: usize| all.words.values().map(|count| count.counts[side]).sum::<u64>();
        assert_eq!(all.totals, [sum(0), sum(1)]);
    }

    #[test]
    fn words_count_on_the_side_of_their_article() {
        let articles = [("a", "red red"), ("b", "Red fox"), ("ab", "fox"), ("a", "#red")];
        check(&articles, Within::Text, "fox 1/1 2/2, red 3/2 1/1");
    }

    #[test]
    fn quotations_and_narration_are_told_apart() {
        let articles = [("a", "“red fox” he said. “No.” So")];
        check(&articles, Within::Said, "fox 1/1 0/0, no 1/1 0/0, red 1/1 0/0");
        check(&articles, Within::Narration, "he 1/1 0/0, said 1/1 0/0, so 1/1 0/0");
    }
}
