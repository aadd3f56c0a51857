//! The lines of one article: what is shown of a match and what stands around it.

use std::sync::Arc;

use super::found::{Found, Kept, Key, Shared};
use super::is_title_in_text;
use crate::concordance::context::{around, left_key, right_key};
use crate::engine::concordance::{ConcordanceRequest, Line, LineOrder};
use crate::engine::tantivy::prepared::Prepared;
use crate::engine::tantivy::reader::Reader;
use crate::engine::tantivy::stored::speaker_key;
use crate::model::{Article, Span};
use crate::query::Place;
use crate::query::matching::WholeMatch;

impl Reader {
    /// Takes in the matches of an article, which need not be one of this index, of that place in the order.
    pub(crate) fn matches_of(
        &self,
        article: &Article,
        source: String,
        rank: u32,
        query: &Prepared<'_>,
        request: &ConcordanceRequest,
        found: &mut Found,
    ) {
        let Some((mut matches, layout)) = self.view(article, query, |view| query.matcher.whole_matches(view)) else {
            return;
        };
        leave_out_repeats(article, &mut matches);
        found.total += matches.len() as u64;
        found.articles += u64::from(!matches.is_empty());
        if let Some(collocation) = &request.collocates {
            let from = matches.partition_point(|found| found.place == Place::Title);
            found.nearby.add(&article.text, &layout, &matches[from..], collocation.distance);
            return;
        }
        if let Some(grouping) = &request.group {
            found.group(article, &matches, *grouping);
            return;
        }
        let mut lines = LinesOf { reader: self, article, source, shared: None, counted: (0, 0) };
        let keep = request.search.offset.saturating_add(request.search.limit);
        for (number, one) in matches.iter().enumerate() {
            let place = (rank, number as u32);
            let by_words = matches!(request.order, LineOrder::Left | LineOrder::Right);
            let worst = if found.kept.len() < keep { None } else { found.kept.peek().map(|kept| &kept.key) };
            if keep == 0 || !by_words && worst.is_some_and(|worst| worst.place < place) {
                break;
            }
            let text = lines.text_of(one);
            let skipped = if one.place == Place::Text { article.boilerplate.as_slice() } else { &[] };
            let (left, right) = around(text, skipped, one.span, request.width);
            let words = match request.order {
                // Words to order by come also from beyond a narrow context.
                LineOrder::Left => left_key(around(text, skipped, one.span, request.width.max(80)).0.of_text(text)),
                LineOrder::Right => right_key(around(text, skipped, one.span, request.width.max(80)).1.of_text(text)),
                _ => String::new(),
            };
            let key = Key { words, place };
            if worst.is_some_and(|worst| *worst < key) {
                continue;
            }
            let kept = lines.line(one, left, right, key);
            if found.kept.len() == keep {
                found.kept.pop();
            }
            found.kept.push(kept);
        }
    }
}

/// Leaves out what matches in a headline that was read out of the text, where it matches there as well: the same
/// words once.
pub(super) fn leave_out_repeats(article: &Article, matches: &mut Vec<WholeMatch>) {
    if !is_title_in_text(article) {
        return;
    }
    let title = article.title.as_ref().map_or("", |title| &title.value);
    let from = matches.partition_point(|found| found.place == Place::Title);
    let in_text: Vec<Span> = matches[from..].iter().map(|found| found.span).collect();
    let place = article.text.find(title);
    matches.retain(|found| match place {
        _ if found.place == Place::Text => true,
        Some(place) => !in_text.contains(&Span::of(place + found.span.start(), place + found.span.end())),
        None => in_text.is_empty(),
    });
}

/// Makes the lines of one article.
struct LinesOf<'a> {
    reader: &'a Reader,
    article: &'a Article,
    source: String,
    shared: Option<Arc<Shared>>,
    /// A byte of the text, and the code points before it.
    counted: (usize, usize),
}

impl<'a> LinesOf<'a> {
    fn text_of(&self, found: &WholeMatch) -> &'a str {
        match found.place {
            Place::Text => &self.article.text,
            Place::Title => self.article.title.as_ref().map_or("", |title| &title.value),
        }
    }

    fn line(&mut self, found: &WholeMatch, left: Span, right: Span, key: Key) -> Kept {
        let text = self.text_of(found);
        let quote = match found.place {
            Place::Text => self.quote_around(found.span),
            Place::Title => None,
        };
        let said_by = quote.and_then(|number| self.article.quotes[number].speaker.as_ref());
        let speaker = said_by.map(|speaker| {
            let people = &self.reader.people;
            let person = people.of_key(&speaker_key(speaker));
            person.map_or(speaker.name.clone(), |person| people.name(person).to_owned())
        });
        let start = match found.place {
            Place::Text => self.code_points(found.span.start()),
            Place::Title => text.get(..found.span.start()).map_or(0, |before| before.chars().count()),
        };
        let matched = found.span.of_text(text);
        let inside = |mark: &Span| Span::of(mark.start() - found.span.start(), mark.end() - found.span.start());
        let line = Line {
            rank: 0,
            article: String::new(),
            title: None,
            outlet: None,
            date: None,
            url: None,
            place: found.place,
            left: left.of_text(text).to_owned(),
            text: matched.to_owned(),
            right: right.of_text(text).to_owned(),
            start,
            end: start + matched.chars().count(),
            highlights: found.marks.iter().map(inside).collect(),
            quoted: quote.is_some(),
            speaker,
        };
        Kept { key, line, shared: self.shared() }
    }

    fn shared(&mut self) -> Arc<Shared> {
        let article = self.article;
        let value = |value: &Option<crate::model::Sourced<String>>| value.as_ref().map(|sourced| sourced.value.clone());
        let shared = self.shared.get_or_insert_with(|| {
            Arc::new(Shared {
                source: std::mem::take(&mut self.source),
                path: article.path.clone(),
                record: article.record.clone(),
                title: value(&article.title),
                outlet: value(&article.outlet),
                date: article.date.as_ref().map(|date| (date.value, date.certainty)),
                url: value(&article.url),
            })
        });
        shared.clone()
    }

    /// The quotation that holds all of a stretch.
    fn quote_around(&self, span: Span) -> Option<usize> {
        let quotes = &self.article.quotes;
        let number = quotes.partition_point(|quote| quote.words.start() <= span.start()).checked_sub(1)?;
        quotes[number].words.contains(span).then_some(number)
    }

    fn code_points(&mut self, to: usize) -> usize {
        let (at, count) = self.counted;
        let (from, count) = if at <= to { (at, count) } else { (0, 0) };
        let between = self.article.text.get(from..to).map_or(0, |between| between.chars().count());
        self.counted = (to, count + between);
        count + between
    }
}
