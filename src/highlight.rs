//! What to show of an article that matched: passages of its text and the stretches that matched.
//!
//! Drawn from [`Matcher`], so only what made the article match is marked: for `"witch hunt"`
//! never a lone `hunt`, and nothing of a negated part. Returns ranges, never markup.
//!
//! A passage is one or more sentences of a paragraph, about 120 to 320 characters; a longer
//! sentence is cut at a clause or a word. The best come first into the selection: those that
//! show operands of the query not shown yet, then those with phrases, then the earliest.

use crate::engine::Passage;
use crate::model::Span;
use crate::query::matching::{ArticleView, Match, Matcher, Place};
use crate::text::{paragraphs, sentences};

/// Shorter passages take in their neighbours, in characters.
const SHORT: usize = 120;

/// Longer passages are cut, in characters. Two lines of a wide terminal, three of a page.
const LONG: usize = 320;

/// How much stands before the first match in a sentence that is cut, in characters.
const LEAD: usize = 80;

/// Most sentences looked at; the best passage of a book-length text is not worth more.
const MAX_CANDIDATES: usize = 2_000;

/// What to show of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Highlights {
    /// What matched in the title, in bytes of it, in order, disjoint.
    pub title: Vec<Span>,
    /// The best passages of the text, in its order, disjoint.
    pub passages: Vec<Passage>,
}

/// Returns what matched in title and text, with at most `most` passages.
///
/// Empty if the article does not match, or matches for its filters alone.
pub fn highlight(matcher: &Matcher<'_>, article: &ArticleView<'_>, most: usize) -> Highlights {
    let Some(matches) = matcher.matches(article) else { return Highlights::default() };
    let n_title = matches.partition_point(|found| found.place == Place::Title);
    let (title, text) = matches.split_at(n_title);
    Highlights { title: merged(title), passages: best_passages(text, article, most) }
}

/// Returns at most `most` passages of the text; see [`highlight`].
pub fn passages(matcher: &Matcher<'_>, article: &ArticleView<'_>, most: usize) -> Vec<Passage> {
    highlight(matcher, article, most).passages
}

/// A passage that could be shown.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    span: Span,
    /// The matches that lie in it.
    first: usize,
    end: usize,
}

fn best_passages(matches: &[Match], article: &ArticleView<'_>, most: usize) -> Vec<Passage> {
    if matches.is_empty() || most == 0 {
        return Vec::new();
    }
    let candidates = candidates(matches, article);
    let n_operands = matches.iter().map(|found| found.operand as usize + 1).max().unwrap_or(0);
    let mut shown = vec![false; n_operands];
    let mut seen = vec![usize::MAX; n_operands];
    let mut chosen: Vec<Candidate> = Vec::new();
    while chosen.len() < most {
        let mut best: Option<(usize, Candidate)> = None;
        for (number, candidate) in candidates.iter().enumerate() {
            if chosen.iter().any(|other| other.span.overlaps(candidate.span)) {
                continue;
            }
            let found = &matches[candidate.first..candidate.end];
            let (mut n_new, mut n_distinct, mut n_phrases) = (0, 0, 0);
            for one in found {
                let operand = one.operand as usize;
                if seen[operand] != number {
                    seen[operand] = number;
                    n_distinct += 1;
                    n_new += usize::from(!shown[operand]);
                }
                n_phrases += usize::from(one.span.of_text(article.text).contains(char::is_whitespace));
            }
            let score = n_new * 1000 + n_distinct * 100 + n_phrases.min(4) * 10 + found.len().min(8);
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, *candidate));
            }
        }
        seen.fill(usize::MAX);
        let Some((_, candidate)) = best else { break };
        matches[candidate.first..candidate.end].iter().for_each(|found| shown[found.operand as usize] = true);
        chosen.push(candidate);
    }
    chosen.sort_by_key(|candidate| candidate.span);
    // Code points are counted once over the text, from passage to passage.
    let (mut at, mut start) = (0, 0);
    let mut passages = Vec::with_capacity(chosen.len());
    for Candidate { span, first, end } in chosen {
        start += article.text.get(at..span.start()).map_or(0, |between| between.chars().count());
        at = span.start();
        let highlights = merged(&matches[first..end])
            .into_iter()
            .map(|found| Span::of(found.start() - span.start(), found.end() - span.start()))
            .collect();
        passages.push(Passage { text: span.of_text(article.text).to_owned(), start, highlights });
    }
    passages
}

/// The spans of matches in order, those that overlap joined.
pub(crate) fn merged(matches: &[Match]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::with_capacity(matches.len());
    for found in matches {
        match spans.last_mut() {
            Some(last) if found.span.start() < last.end() => {
                *last = Span::of(last.start(), last.end().max(found.span.end()));
            }
            _ => spans.push(found.span),
        }
    }
    spans
}

/// For each sentence with a match, the passage that begins there or just before.
fn candidates(matches: &[Match], article: &ArticleView<'_>) -> Vec<Candidate> {
    let text = article.text;
    let mut found = Vec::new();
    let mut next = 0;
    let mut bounds = Vec::new();
    for paragraph in paragraphs(text) {
        while next < matches.len() && matches[next].span.start() < paragraph.start() {
            next += 1;
        }
        let here = matches[next..].partition_point(|one| one.span.start() < paragraph.end());
        if here == 0 {
            continue;
        }
        bounds.clear();
        sentences(text, paragraph, &mut bounds);
        let bounds = without(text, &bounds, article.boilerplate);
        let mut from = next;
        for number in 0..bounds.len() {
            while from < next + here && matches[from].span.start() < bounds[number].start() {
                from += 1;
            }
            let has_match = from < next + here && matches[from].span.start() < bounds[number].end();
            if !has_match {
                continue;
            }
            // A sentence that is cut has a passage around each of its matches.
            let is_long = length(text, bounds[number].start(), bounds[number].end()) > LONG;
            let started = matches[from..next + here].iter().take_while(|one| one.span.start() < bounds[number].end());
            let n_starts = if is_long { started.count() } else { 1 };
            for start in from..from + n_starts {
                if found.len() == MAX_CANDIDATES {
                    return found;
                }
                let span = passage(text, &bounds, number, &matches[start..next + here]);
                let first = matches.partition_point(|one| one.span.start() < span.start());
                // A match that the passage cuts is not in it.
                let end = first + matches[first..].partition_point(|one| one.span.start() < span.end());
                let end =
                    (first..end).rev().find(|at| matches[*at].span.end() <= span.end()).map_or(first, |at| at + 1);
                if matches[first..end].iter().all(|one| one.span.end() <= span.end()) && first < end {
                    found.push(Candidate { span, first, end });
                }
            }
        }
        next += here;
    }
    found
}

/// Sentences without the boilerplate in them, which parts them.
fn without(text: &str, bounds: &[Span], boilerplate: &[Span]) -> Vec<Span> {
    let mut kept = Vec::with_capacity(bounds.len());
    for bound in bounds {
        let mut at = bound.start();
        let first = boilerplate.partition_point(|skipped| skipped.end() <= bound.start());
        for skipped in boilerplate[first..].iter().take_while(|skipped| skipped.start() < bound.end()) {
            kept.extend(trimmed(text, at, skipped.start()));
            at = at.max(skipped.end());
        }
        kept.extend(trimmed(text, at, bound.end()));
    }
    kept
}

/// The stretch without the white space around it; `None` if nothing is left.
fn trimmed(text: &str, start: usize, end: usize) -> Option<Span> {
    let slice = text.get(start..end.max(start))?;
    let from = end - slice.trim_start().len();
    Span::new(text, from..from + slice.trim().len())
}

/// The passage around the sentence of that number; `matches` are those from its start on.
fn passage(text: &str, bounds: &[Span], number: usize, matches: &[Match]) -> Span {
    let sentence = bounds[number];
    let length = |start, end| length(text, start, end);
    let joins = |left: Span, right: Span| text.get(left.end()..right.start()).is_some_and(|gap| gap.trim().is_empty());
    // Phrases may run over a sentence end.
    let reach = |end: usize| {
        let started = matches.iter().take_while(|one| one.span.start() < end).map(|one| one.span.end());
        started.max().unwrap_or(0)
    };
    let mut end = sentence.end();
    let mut last = number;
    while last + 1 < bounds.len() && joins(bounds[last], bounds[last + 1]) {
        let next = bounds[last + 1];
        let is_cut = reach(end) > end;
        let has_match =
            matches.iter().take_while(|one| one.span.start() < next.end()).any(|one| next.contains(one.span));
        let is_short = length(sentence.start(), end) < SHORT;
        let fits = length(sentence.start(), next.end()) <= LONG;
        if !(is_cut || fits && (has_match || is_short)) {
            break;
        }
        end = next.end();
        last += 1;
    }
    let mut start = sentence.start();
    let mut first = number;
    while first > 0 && joins(bounds[first - 1], bounds[first]) {
        let previous = bounds[first - 1];
        if length(start, end) >= SHORT || length(previous.start(), end) > LONG {
            break;
        }
        start = previous.start();
        first -= 1;
    }
    if length(start, end) <= LONG {
        return Span::of(start, end);
    }
    cut(text, Span::of(start, end), matches)
}

/// Number of characters, or anything above [`LONG`] for a stretch that is longer.
fn length(text: &str, start: usize, end: usize) -> usize {
    if end.saturating_sub(start) > 4 * LONG {
        return LONG + 1;
    }
    text.get(start..end).map_or(0, |slice| slice.chars().count())
}

/// Cuts a passage that is too long to what stands around its first matches.
fn cut(text: &str, whole: Span, matches: &[Match]) -> Span {
    let Some(first) = matches.first() else { return whole };
    let from = back(text, first.span.start(), LEAD).max(whole.start());
    let limit = forward(text, from, LONG).min(whole.end());
    // The matches that fit; one that is longer than any passage is shown whole.
    let mut needed = first.span.end();
    for one in matches.iter().take_while(|one| one.span.start() < limit) {
        if one.span.end() <= limit {
            needed = needed.max(one.span.end());
        }
    }
    let start = if from == whole.start() { from } else { start_of_clause(text, from, first.span.start()) };
    let end = if limit == whole.end() { limit } else { end_of_clause(text, needed, limit.max(needed)) };
    // No match may stick out.
    let end = matches.iter().take_while(|one| one.span.start() < end).map(|one| one.span.end()).fold(end, usize::max);
    trimmed(text, start, end.min(whole.end())).unwrap_or(whole)
}

/// The byte `count` characters before `at`.
fn back(text: &str, at: usize, count: usize) -> usize {
    let before = text.get(..at).unwrap_or("");
    before.char_indices().rev().take(count).last().map_or(at, |(at, _)| at)
}

/// The byte `count` characters behind `at`.
fn forward(text: &str, at: usize, count: usize) -> usize {
    let behind = text.get(at..).unwrap_or("");
    behind.char_indices().nth(count).map_or(text.len(), |(offset, _)| at + offset)
}

/// Where a clause, or else a word, begins from `from` on, not behind `to`.
fn start_of_clause(text: &str, from: usize, to: usize) -> usize {
    let slice = text.get(from..to).unwrap_or("");
    let mut word = None;
    let mut previous = ' ';
    for (at, character) in slice.char_indices() {
        let is_start = !character.is_whitespace() && previous.is_whitespace();
        if is_start && at > 0 {
            let before = slice[..at].trim_end();
            if before.ends_with([',', ';', ':', '—', '–', ')', '”', '"', '.', '!', '?']) {
                return from + at;
            }
            word.get_or_insert(from + at);
        }
        previous = character;
    }
    // A long run without blanks is a script that has none, and begins anywhere.
    let has_words = slice.contains(char::is_whitespace) || slice.len() < LEAD;
    word.unwrap_or(if has_words { to } else { from })
}

/// Where a clause, or else a word, ends before `to`, not before `from`.
fn end_of_clause(text: &str, from: usize, to: usize) -> usize {
    let slice = text.get(from..to).unwrap_or("");
    let mut word = None;
    for (at, character) in slice.char_indices().rev() {
        if !character.is_whitespace() {
            continue;
        }
        let before = slice[..at].trim_end();
        // The later half, so that a clause end does not cost most of the passage.
        if before.ends_with([',', ';', ':', '—', '–', ')', '”', '"', '.', '!', '?']) && at * 2 > slice.len() {
            return from + before.len();
        }
        word.get_or_insert(from + before.len());
    }
    // A long run without blanks is a script that has none, and ends anywhere.
    let has_words = slice.contains(char::is_whitespace) || slice.len() < LEAD;
    word.unwrap_or(if has_words { from } else { to })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Date;
    use crate::query::{ParseContext, parse};
    use crate::text::Stemmer;

    fn highlights(query: &str, article: &ArticleView<'_>, most: usize) -> Highlights {
        let query = parse(query, &ParseContext::new(Date::new(2020, 3, 4).unwrap())).query;
        let languages = [Stemmer::of("en").unwrap()];
        highlight(&Matcher::new(&query, &languages), article, most)
    }

    fn shown(passage: &Passage) -> String {
        let mut text = passage.text.clone();
        for span in passage.highlights.iter().rev() {
            text.insert(span.end(), ']');
            text.insert(span.start(), '[');
        }
        text
    }

    #[track_caller]
    fn check(query: &str, text: &str, want: &[&str]) {
        let got = highlights(query, &ArticleView::new("", text), 3).passages;
        for passage in &got {
            let slice: String = text.chars().skip(passage.start).take(passage.text.chars().count()).collect();
            assert_eq!(slice, passage.text, "a passage is a slice of the text");
        }
        assert_eq!(got.iter().map(shown).collect::<Vec<_>>(), want, "{query:?}");
    }

    const FILLER: &str = "This sentence has nothing to say, and says it in as many words as it takes to make \
                          a passage long enough to stand alone on the page.";

    #[test]
    fn only_true_matches_are_marked() {
        check("\"witch hunt\"", "A hunt. The witch hunt, a witch.", &["A hunt. The [witch hunt], a witch."]);
        check("witch hunt", "A hunt. The witch.", &["A [hunt]. The [witch]."]);
        check("witch NOT hunter", "The witch, a hunt.", &["The [witch], a hunt."]);
        check("witch OR \"witch hunt\"", "The witch hunt.", &["The [witch hunt]."]);
        check("witch W/2 hunt", "A witch. The hunt. Witch, x y hunt.", &["A [witch]. The [hunt]. [Witch], x y hunt."]);
        check("outlet:fox", "A witch.", &[]);
        check("nothing", "A witch.", &[]);
    }

    #[test]
    fn passages_are_whole_sentences_of_one_paragraph() {
        let text = format!("{FILLER} The witch hunt began. {FILLER}\n\n{FILLER}");
        let want = format!("The [witch hunt] began. {FILLER}");
        check("\"witch hunt\"", &text, &[&want]);
        check("\"witch hunt\"", "Short one.\n\nThe witch hunt.\n\nAnother.", &["The [witch hunt]."]);
        check("\"witch hunt\"", "The witch. Hunts go on.", &["The [witch. Hunts] go on."]);
    }

    #[test]
    fn best_passages_show_all_operands_and_stand_in_text_order() {
        let paragraphs = ["One witch.", FILLER, "One hunt, one witch.", FILLER, "One hunt.", "One senate."];
        check(
            "witch hunt senate",
            &paragraphs.join("\n\n"),
            &["One [witch].", "One [hunt], one [witch].", "One [senate]."],
        );
        let many = ["A witch."; 9].join("\n\n");
        check("witch", &many, &["A [witch].", "A [witch].", "A [witch]."]);
        assert_eq!(highlights("witch", &ArticleView::new("", &many), 1).passages.len(), 1);
        assert_eq!(highlights("witch", &ArticleView::new("", &many), 0).passages.len(), 0);
    }

    #[test]
    fn long_sentences_are_cut_at_clauses_or_words() {
        let clause = "and so it went on and on without an end in sight, ";
        let text = format!("It began, {}the witch hunt came, {}and it ended.", clause.repeat(8), clause.repeat(8));
        let got = highlights("\"witch hunt\"", &ArticleView::new("", &text), 3).passages;
        assert_eq!(got.len(), 1);
        let passage = &got[0].text;
        assert!(passage.starts_with("and so it went on"), "{passage:?}");
        assert!(passage.ends_with("in sight,"), "{passage:?}");
        assert!((120..=LONG).contains(&passage.chars().count()), "{passage:?}");
        let text = format!("{}魔女狩り{}", "東京".repeat(400), "大阪".repeat(400));
        let got = highlights("魔女狩り", &ArticleView::new("", &text), 3).passages;
        assert_eq!(got.len(), 1);
        assert!(got[0].text.chars().count() <= LONG);
        assert_eq!(got[0].highlights.len(), 1);
    }

    #[test]
    fn boilerplate_is_not_shown() {
        let text = "The witch (Photo: XX) hunt.";
        let skipped = [Span::of(10, 21)];
        let view = ArticleView { boilerplate: &skipped, ..ArticleView::new("", text) };
        let got = highlights("witch hunt", &view, 3).passages;
        assert_eq!(got.iter().map(shown).collect::<Vec<_>>(), ["The [witch]", "[hunt]."]);
    }

    #[test]
    fn titles_are_apart() {
        let got = highlights("witch hunt", &ArticleView::new("A witch hunt", "The hunt."), 3);
        assert_eq!(got.title, [Span::of(2, 7), Span::of(8, 12)]);
        assert_eq!(got.passages.iter().map(shown).collect::<Vec<_>>(), ["The [hunt]."]);
    }

    proptest! {
        #[test]
        fn passages_are_disjoint_slices_with_marks_inside(
            words in prop::collection::vec("[abcé]{1,3}[.,!]{0,1}[ \n]{1,2}|“a |b” |東", 0..200),
            query in "[abc]|\"a b\"|a W/3 b|a OR b|a\\* c",
            cuts in prop::collection::vec((0usize..500, 0usize..40), 0..3),
        ) {
            let text = words.concat();
            let mut skipped: Vec<Span> = cuts
                .iter()
                .filter_map(|(start, length)| Span::new(&text, *start..start + length))
                .collect();
            skipped.sort();
            let view = ArticleView { boilerplate: &skipped, ..ArticleView::new("", &text) };
            let got = highlights(&query, &view, 3).passages;
            let mut end = 0;
            for passage in &got {
                let slice: String = text.chars().skip(passage.start).take(passage.text.chars().count()).collect();
                prop_assert_eq!(&slice, &passage.text);
                prop_assert!(passage.start >= end);
                end = passage.start + passage.text.chars().count();
                prop_assert!(!passage.highlights.is_empty());
                let mut at = 0;
                for span in &passage.highlights {
                    prop_assert!(span.start() >= at && passage.text.get(span.range()).is_some() && !span.is_empty());
                    at = span.end();
                }
            }
        }
    }
}
