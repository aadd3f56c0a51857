//! Which wordings are quoted in how many articles of two sets.
//!
//! Outlets cut quotations differently: what one has as `“witch hunt”` stands in another within a whole
//! sentence. A wording is a quotation of a few words; it counts for every article that quotes these
//! words side by side, alone or within a longer quotation.

use rustc_hash::FxHashMap;

use crate::text::{is_stop_word, words};

/// Fewest and most words of a wording. One word alone is a word, not a wording; longer quotations
/// seldom return as they are, and are found by the shorter ones in them.
const WORDS: std::ops::RangeInclusive<usize> = 2..=12;

/// Which of two sets an article belongs to.
pub type Sides = [bool; 2];

/// Quotations of many articles, to be counted by wording.
#[derive(Debug, Default)]
pub struct Quoted {
    /// Every folded word with its number.
    numbers: FxHashMap<String, u32>,
    is_stop: Vec<bool>,
    /// The words of all quotations, one after another.
    text: Vec<u32>,
    /// Where each quotation begins in `text`, with its article.
    starts: Vec<(u32, u32)>,
    articles: Vec<Sides>,
    /// Each wording as first printed, and who said it.
    wordings: FxHashMap<Vec<u32>, (String, Option<String>)>,
}

/// A wording, and how many articles of either set quote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// As first printed.
    pub text: String,
    /// Who said it, as far as it is known.
    pub speaker: Option<String>,
    /// How many articles.
    pub articles: [u64; 2],
}

impl Quoted {
    /// Adds the quotations of one article: their words, and who said each.
    pub fn add<'q>(&mut self, sides: Sides, quotations: impl Iterator<Item = (&'q str, Option<String>)>) {
        let article = self.articles.len() as u32;
        self.articles.push(sides);
        for (text, speaker) in quotations {
            let start = self.text.len();
            words(text, |token| {
                if token.plain {
                    let number = number_of(&mut self.numbers, &mut self.is_stop, token.term);
                    self.text.push(number);
                }
            });
            self.starts.push((start as u32, article));
            let found = &self.text[start..];
            let says_something = found.iter().any(|word| !self.is_stop[*word as usize]);
            if !WORDS.contains(&found.len()) || !says_something {
                continue;
            }
            match self.wordings.get_mut(found) {
                Some((_, known)) => *known = known.take().or(speaker),
                None => {
                    let shown: Vec<&str> = text.split_whitespace().collect();
                    self.wordings.insert(found.to_vec(), (shown.join(" "), speaker));
                }
            }
        }
    }

    /// Adds what was read elsewhere.
    pub fn join(&mut self, other: Quoted) {
        let mut renumbered = vec![0; other.numbers.len()];
        for (word, number) in &other.numbers {
            renumbered[*number as usize] = number_of(&mut self.numbers, &mut self.is_stop, word);
        }
        let (n_words, n_articles) = (self.text.len() as u32, self.articles.len() as u32);
        self.text.extend(other.text.iter().map(|word| renumbered[*word as usize]));
        self.starts.extend(other.starts.iter().map(|(start, article)| (start + n_words, article + n_articles)));
        self.articles.extend(other.articles);
        for (wording, (text, speaker)) in other.wordings {
            let wording: Vec<u32> = wording.iter().map(|word| renumbered[*word as usize]).collect();
            let entry = self.wordings.entry(wording).or_insert((text, None));
            entry.1 = entry.1.take().or(speaker);
        }
    }

    /// Counts for every wording the articles that quote it.
    pub fn count(self) -> Vec<Wording> {
        // Which lengths a wording that begins with these two words can have, a bit each.
        let mut lengths: FxHashMap<(u32, u32), u16> = FxHashMap::default();
        let mut counted: FxHashMap<&[u32], ([u64; 2], u32)> = FxHashMap::default();
        for wording in self.wordings.keys() {
            *lengths.entry((wording[0], wording[1])).or_default() |= 1 << wording.len();
            counted.insert(wording, ([0; 2], u32::MAX));
        }
        for (number, (start, article)) in self.starts.iter().enumerate() {
            let end = self.starts.get(number + 1).map_or(self.text.len(), |next| next.0 as usize);
            let quotation = &self.text[*start as usize..end];
            for at in 0..quotation.len().saturating_sub(1) {
                let Some(&possible) = lengths.get(&(quotation[at], quotation[at + 1])) else { continue };
                for length in WORDS.filter(|length| possible & (1 << length) != 0) {
                    let Some((counts, last)) = quotation.get(at..at + length).and_then(|words| counted.get_mut(words))
                    else {
                        continue;
                    };
                    // Each article once: its quotations follow each other.
                    if std::mem::replace(last, *article) != *article {
                        let sides = self.articles[*article as usize];
                        counts[0] += u64::from(sides[0]);
                        counts[1] += u64::from(sides[1]);
                    }
                }
            }
        }
        let count_of = |wording: &Vec<u32>| counted.get(wording.as_slice()).map_or([0; 2], |found| found.0);
        self.wordings
            .iter()
            .map(|(wording, (text, speaker))| Wording {
                text: text.clone(),
                speaker: speaker.clone(),
                articles: count_of(wording),
            })
            .collect()
    }
}

fn number_of(numbers: &mut FxHashMap<String, u32>, is_stop: &mut Vec<bool>, word: &str) -> u32 {
    if let Some(known) = numbers.get(word) {
        return *known;
    }
    let number = numbers.len() as u32;
    numbers.insert(word.to_owned(), number);
    is_stop.push(is_stop_word(word));
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `articles`: sides and quotations. `want`: wordings with the counts of both sides, sorted.
    #[track_caller]
    fn check(articles: &[(&str, &[&str])], want: &str) {
        let add = |all: &[(&str, &[&str])]| {
            let mut quoted = Quoted::default();
            for (sides, quotations) in all {
                let sides = [sides.contains('a'), sides.contains('b')];
                quoted.add(sides, quotations.iter().map(|text| (*text, None)));
            }
            quoted
        };
        let shown = |quoted: Quoted| {
            let mut rows: Vec<String> = quoted
                .count()
                .iter()
                .map(|found| format!("{} {}-{}", found.text, found.articles[0], found.articles[1]))
                .collect();
            rows.sort();
            rows.join(", ")
        };
        assert_eq!(shown(add(articles)), want);
        let (first, second) = articles.split_at(articles.len() / 2);
        let mut joined = add(first);
        joined.join(add(second));
        assert_eq!(shown(joined), want, "in two parts");
    }

    #[test]
    fn a_wording_counts_where_it_is_part_of_a_longer_quotation() {
        check(
            &[
                ("a", &["witch hunt", "a witch hunt, the witch hunt"]),
                ("b", &["It is the phony Russia Witch Hunt and it has to end, today or tomorrow or some time."]),
                ("b", &["hunt that witch"]),
                ("ab", &["WITCH  hunt"]),
            ],
            "a witch hunt, the witch hunt 1-0, hunt that witch 0-1, witch hunt 2-2",
        );
    }

    #[test]
    fn words_alone_and_function_words_are_no_wordings() {
        check(&[("a", &["hoax", "of the", "", "—"]), ("b", &["of the hoax"])], "of the hoax 0-1");
    }

    #[test]
    fn the_first_who_is_known_said_it() {
        let mut quoted = Quoted::default();
        quoted.add([true, false], [("red fox", None)].into_iter());
        quoted
            .add([true, false], [("red fox", Some("Ann".to_owned())), ("red fox", Some("Bob".to_owned()))].into_iter());
        assert_eq!(quoted.count()[0].speaker.as_deref(), Some("Ann"));
    }
}
