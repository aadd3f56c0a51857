//! Matches as a reader counts them: each whole, from left to right, none over another.
//!
//! `ATLEAST3(…)` counts them, and a concordance shows them one a line.

use super::places::{Occurrence, Piece};
use super::{ArticleView, Matcher, Place, Reading, gather};
use crate::model::Span;
use crate::text::Layout;

/// A match as a whole: of a distance everything from its first word to its last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WholeMatch {
    /// In title or text.
    pub place: Place,
    /// Position of its first word, and one past that of its last; see [`Layout::starts`].
    pub words: (u32, u32),
    /// From its first byte to its last.
    pub span: Span,
    /// What matched within it, in bytes of title or text, in order, disjoint: the words of a
    /// distance, without those between.
    pub marks: Vec<Span>,
}

impl Matcher<'_> {
    /// Compares with one article, and tells its matches as a reader counts them.
    ///
    /// `None` if the article does not match; otherwise its matches in order of place and start, no
    /// two over each other, and the layout of the text. No matches if only filters and negations
    /// made it match.
    pub fn whole_matches(&self, article: &ArticleView<'_>) -> Option<(Vec<WholeMatch>, Layout)> {
        self.compare(article, |reading| {
            let chosen = extended(apart(&reading.marks), reading);
            chosen.into_iter().filter_map(|(place, found)| whole(reading, place, found)).collect()
        })
    }
}

/// As many of the marks as do not overlap, by reading from left to right: of those that could come
/// next, the one that ends first.
pub(super) fn apart(marks: &[(Place, Occurrence)]) -> Vec<(Place, Occurrence)> {
    let mut extents = marks.to_vec();
    extents.sort_unstable_by_key(|(place, found)| (*place, found.end, found.first));
    let mut chosen: Vec<(Place, Occurrence)> = Vec::new();
    for (place, found) in extents {
        if chosen.last().is_none_or(|last| last.0 != place || found.first >= last.1.end) {
            chosen.push((place, found));
        }
    }
    chosen
}

/// Gives each match the longest stretch that begins with it and leaves the next one alone:
/// `witch OR "witch hunt"` shows the hunt. A distance stays with its nearest words.
fn extended(mut chosen: Vec<(Place, Occurrence)>, reading: &Reading<'_>) -> Vec<(Place, Occurrence)> {
    let mut stretches: Vec<(Place, Occurrence)> = reading.marks.clone();
    stretches.retain(|(place, found)| matches!(piece(reading, *place, found), Some(Piece::Text { .. })));
    stretches.sort_unstable_by_key(|(place, found)| (*place, found.first, found.end));
    for at in 0..chosen.len() {
        let (place, found) = chosen[at];
        let limit = chosen.get(at + 1).filter(|next| next.0 == place).map_or(u32::MAX, |next| next.1.first);
        let is_stretch = matches!(piece(reading, place, &found), Some(Piece::Text { .. }));
        if !is_stretch {
            continue;
        }
        let from = stretches.partition_point(|other| (other.0, other.1.first) < (place, found.first));
        let same = stretches[from..].iter().take_while(|other| other.0 == place && other.1.first == found.first);
        if let Some(longest) = same.filter(|other| other.1.end <= limit).last() {
            chosen[at] = *longest;
        }
    }
    chosen
}

fn piece(reading: &Reading<'_>, place: Place, found: &Occurrence) -> Option<Piece> {
    let places = if place == Place::Title { &reading.title } else { &reading.text };
    places.pieces.get(found.piece as usize).copied()
}

fn whole(reading: &Reading<'_>, place: Place, found: Occurrence) -> Option<WholeMatch> {
    let places = if place == Place::Title { &reading.title } else { &reading.text };
    let mut parts = Vec::new();
    gather(&places.pieces, std::iter::once(found.piece), place, &mut parts);
    parts.sort_unstable();
    let mut marks: Vec<Span> = Vec::with_capacity(parts.len());
    for part in parts {
        match marks.last_mut() {
            Some(last) if part.span.start() < last.end() => {
                *last = Span::of(last.start(), last.end().max(part.span.end()));
            }
            _ => marks.push(part.span),
        }
    }
    let span = Span::of(marks.first()?.start(), marks.last()?.end());
    Some(WholeMatch { place, words: (found.first, found.end), span, marks })
}

#[cfg(test)]
mod tests {
    use crate::model::Date;
    use crate::query::{ArticleView, Matcher, ParseContext, parse};
    use crate::text::Stemmer;

    /// `want`: the matches, the marks of each in brackets where they are not all of it.
    #[track_caller]
    fn check(query: &str, text: &str, want: &[&str]) {
        let query = parse(query, &ParseContext::new(Date::new(2020, 3, 4).unwrap())).query;
        let languages = [Stemmer::of("en").unwrap()];
        let found = Matcher::new(&query, &languages).whole_matches(&ArticleView::new("", text));
        let mut got = Vec::new();
        for one in found.map(|(found, _)| found).unwrap_or_default() {
            let mut shown = one.span.of_text(text).to_owned();
            if one.marks != [one.span] {
                for mark in one.marks.iter().rev() {
                    shown.insert(mark.end() - one.span.start(), ']');
                    shown.insert(mark.start() - one.span.start(), '[');
                }
            }
            got.push(shown);
        }
        assert_eq!(got, want, "{query} in {text:?}");
    }

    #[test]
    fn each_match_is_told_once() {
        check("hoax", "Hoax, a hoax.", &["Hoax", "hoax"]);
        check("hoax NOT the", "a hoax", &["hoax"]);
        check("NOT the", "a hoax", &[]);
        check("hoax", "nothing", &[]);
        check("a b", "b a b", &["b", "a", "b"]);
    }

    #[test]
    fn a_distance_is_one_match_from_its_first_word_to_its_last() {
        check("a W/3 b", "a x b", &["[a] x [b]"]);
        check("a W/3 b", "a x b b", &["[a] x [b]"]);
        check("a W/3 b", "a x b y a", &["[a] x [b]"]);
        check("a W/3 b", "a b b a", &["[a] [b]", "[b] [a]"]);
        check("\"a b\"~2", "a x b", &["[a] x [b]"]);
    }

    #[test]
    fn of_stretches_that_begin_alike_the_longest_is_told() {
        check("witch OR \"witch hunt\"", "a witch hunt", &["witch hunt"]);
        check("witch OR hunt OR \"witch hunt\"", "a witch hunt", &["witch", "hunt"]);
        check("\"a a\"", "a a a a a", &["a a", "a a"]);
    }
}
