//! Answering a request for a concordance.
//!
//! The index says which articles match; their texts say where. Texts are read in the order in
//! which they are stored, by two threads, so that what was packed together is unpacked once, and of
//! the lines no more are kept than are asked for.
//!
//! Lines in an order of articles need the texts of the first articles alone, if the index can tell how many matches
//! each of the others has (`lower/counts.rs`). What is ordered or counted by words beside the matches needs all.

use std::collections::BinaryHeap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

use super::lower::Lowering;
use super::lower::counts::patterns_of;
use super::reader::{Address, Reader};
use super::search::{check_page, in_two};
use super::segment::text_of;
use crate::concordance::collocates::Nearby;
use crate::concordance::context::{around, folded_words, left_key, right_key};
use crate::concordance::statistics;
use crate::engine::concordance::{
    Association, Collocate, Collocation, ConcordanceRequest, ConcordanceResponse, Group, Grouping, Line, LineOrder,
    Side,
};
use crate::engine::{SearchRequest, Sort, stop};
use crate::error::{Error, Result};
use crate::model::{Article, Certainty, Date, Record, Source, Span};
use crate::query::Place;
use crate::query::matching::{Matcher, WholeMatch};
use crate::query::pattern::Pattern;

/// Articles whose matches are counted before one looks whether the answer is still wanted.
const STRIDE: usize = 1024;

/// Characters of context that words are taken from for grouping, for each of them.
const ROOM_OF_A_WORD: usize = 60;

/// The matching articles of a request, with the place of each in its order.
pub struct Matching {
    /// In the order in which they are stored.
    pub articles: Vec<(Address, u32)>,
    pub undated: u64,
    pub notes: Vec<String>,
}

impl Reader {
    /// Answers a request for a concordance.
    pub fn concordance(&self, request: &ConcordanceRequest) -> Result<ConcordanceResponse> {
        check_page(&request.search, "lines", "`--group` and `--collocates` count all of them")?;
        let is_listed = request.group.is_none() && request.collocates.is_none();
        // What is counted, or ordered by words, needs no order of articles.
        let order = if is_listed { request.order } else { LineOrder::Left };
        let mut matching = self.matching(&request.search, order)?;
        if !request.search.query.asks_words() {
            // No text needs to be read to know that nothing in it can be shown.
            matching.articles.clear();
        }
        let is_by_words = matches!(order, LineOrder::Left | LineOrder::Right);
        if let Some(patterns) = patterns_of(&request.search.query).filter(|_| !is_by_words) {
            return self.first_lines(request, matching, &patterns);
        }
        let all = self.read_all(&matching.articles, request)?;
        let mut response = ConcordanceResponse {
            total: all.total,
            articles: all.articles,
            undated: matching.undated,
            notes: matching.notes,
            ..ConcordanceResponse::default()
        };
        let (offset, limit) = (request.search.offset, request.search.limit);
        if let Some(collocation) = &request.collocates {
            response.collocates = self.collocates(all.nearby, all.total, collocation)?;
            response.collocates = response.collocates.into_iter().skip(offset).take(limit).collect();
        } else if request.group.is_some() {
            response.groups = ranked_groups(all.groups).skip(offset).take(limit).collect();
        } else {
            response.lines = self.lines(all.kept, offset)?;
        }
        Ok(response)
    }

    /// Reads these articles, which stand in the order in which they are stored.
    fn read_all(&self, articles: &[(Address, u32)], request: &ConcordanceRequest) -> Result<Found> {
        let read = |part: &[(Address, u32)]| -> Result<Found> {
            let mut found = Found::default();
            let matcher = Matcher::new(&request.search.query, &self.stemmers);
            for (address, rank) in part {
                self.read_matches(*address, *rank, &matcher, request, &mut found)?;
            }
            Ok(found)
        };
        let mut all = Found::default();
        for part in in_two(articles, read)? {
            all.join(part, request);
        }
        Ok(all)
    }

    /// Answers with lines in an order of articles: all matches are counted, and the texts of those articles are read
    /// whose lines are asked for.
    fn first_lines(
        &self,
        request: &ConcordanceRequest,
        matching: Matching,
        patterns: &[Pattern],
    ) -> Result<ConcordanceResponse> {
        let counts = self.count_matches(&matching.articles, patterns)?;
        let (offset, limit) = (request.search.offset, request.search.limit);
        let mut in_order: Vec<((Address, u32), u64)> =
            matching.articles.into_iter().zip(counts.iter().copied()).collect();
        in_order.sort_unstable_by_key(|((_, rank), _)| *rank);
        // Lines of articles before the first that is read, and of those before the next.
        let (mut n_before, mut n_lines) = (0, 0);
        let mut shown: Vec<(Address, u32)> = Vec::new();
        for (article, count) in in_order {
            if n_lines >= offset.saturating_add(limit) {
                break;
            }
            n_lines = n_lines.saturating_add(usize::try_from(count).unwrap_or(usize::MAX));
            if n_lines <= offset {
                n_before = n_lines;
            } else if count > 0 {
                shown.push(article);
            }
        }
        shown.sort_unstable_by_key(|(address, _)| (address.segment, address.doc));
        let offset = offset - n_before.min(offset);
        let of_shown =
            ConcordanceRequest { search: SearchRequest { offset, ..request.search.clone() }, ..request.clone() };
        let mut lines = self.lines(self.read_all(&shown, &of_shown)?.kept, offset)?;
        lines.iter_mut().for_each(|line| line.rank += n_before);
        Ok(ConcordanceResponse {
            total: counts.iter().sum(),
            articles: counts.iter().filter(|count| **count > 0).count() as u64,
            undated: matching.undated,
            notes: matching.notes,
            lines,
            ..ConcordanceResponse::default()
        })
    }

    /// How many lines each of these articles, which stand in the order in which they are stored, has.
    fn count_matches(&self, articles: &[(Address, u32)], patterns: &[Pattern]) -> Result<Vec<u64>> {
        let (parts, _) = self.on_segments(
            || Ok(Lowering::new(self)),
            |lowering, segment| {
                let from = articles.partition_point(|(address, _)| address.segment < segment);
                let to = articles.partition_point(|(address, _)| address.segment <= segment);
                let here = articles.get(from..to).unwrap_or_default();
                let mut counts = Vec::with_capacity(here.len());
                if here.is_empty() {
                    return Ok(counts);
                }
                let mut counted = lowering.counts(segment, patterns)?;
                for (number, (address, _)) in here.iter().enumerate() {
                    if number % STRIDE == 0 {
                        stop::check()?;
                    }
                    let (in_title, in_text) = counted.of(address.doc);
                    // The same words once; few headlines have them, and only what is stored says where one was read.
                    let is_twice = in_title > 0 && is_title_in_text(&self.stored(*address)?.0);
                    counts.push(if is_twice { in_text } else { in_title + in_text });
                }
                Ok(counts)
            },
        )?;
        Ok(parts.into_iter().flatten().collect())
    }

    /// The articles that a request finds; its limit, order and facets are not regarded.
    pub fn matching(&self, search: &SearchRequest, order: LineOrder) -> Result<Matching> {
        let sort = match order {
            LineOrder::Relevance => Sort::Relevance,
            LineOrder::Oldest | LineOrder::Outlet => Sort::Oldest,
            LineOrder::Newest | LineOrder::Left | LineOrder::Right => Sort::Newest,
        };
        let all = SearchRequest { sort, offset: 0, limit: usize::MAX, facets: Vec::new(), ..search.clone() };
        let (mut parts, notes) = self.collect_all(&all, usize::MAX)?;
        let undated = parts.iter().map(|part| part.undated).sum();
        if search.distinct.is_some() {
            let mut all: Vec<(usize, super::collect::Kept)> = Vec::new();
            for (number, part) in parts.iter_mut().enumerate() {
                all.extend(part.best.drain(..).map(|kept| (number, kept)));
            }
            self.keep_preferred(search, &mut all, |(segment, kept)| Address { segment: *segment, doc: kept.doc.0 })?;
            for (number, kept) in all {
                if let Some(part) = parts.get_mut(number) {
                    part.best.push(kept);
                }
            }
        }
        let mut articles: Vec<(Address, u32)> = match order {
            LineOrder::Left | LineOrder::Right => {
                let documents = parts.iter().enumerate().flat_map(|(segment, part)| {
                    part.best.iter().map(move |kept| (Address { segment, doc: kept.doc.0 }, 0))
                });
                documents.collect()
            }
            _ => {
                let mut ordered: Vec<Address> =
                    self.merge(&mut parts, &all)?.into_iter().map(|(_, address)| address).collect();
                if order == LineOrder::Outlet {
                    self.sort_by_outlet(&mut ordered)?;
                }
                ordered.into_iter().enumerate().map(|(rank, address)| (address, rank as u32)).collect()
            }
        };
        articles.sort_unstable_by_key(|(address, _)| (address.segment, address.doc));
        if matches!(order, LineOrder::Left | LineOrder::Right) {
            articles.iter_mut().enumerate().for_each(|(number, (_, rank))| *rank = number as u32);
        }
        Ok(Matching { articles, undated, notes })
    }

    /// Sorts by the name of the outlet, unknown last; those of one outlet keep their order.
    fn sort_by_outlet(&self, articles: &mut [Address]) -> Result<()> {
        let mut known: FxHashMap<(usize, u64), String> = FxHashMap::default();
        let mut ordinal = |address: &Address| -> Result<(usize, u64)> {
            let column = &self.segments[address.segment].outlet;
            let ordinal = column.as_ref().and_then(|column| column.ords().first(address.doc)).unwrap_or(u64::MAX);
            let key = (address.segment, ordinal);
            if ordinal != u64::MAX && !known.contains_key(&key) {
                known.insert(key, text_of(column, ordinal)?);
            }
            Ok(key)
        };
        let mut keyed = Vec::with_capacity(articles.len());
        for address in articles.iter() {
            keyed.push((ordinal(address)?, *address));
        }
        let name = |key: &(usize, u64)| known.get(key).filter(|name| !name.is_empty());
        keyed.sort_by(|(a, _), (b, _)| (name(a).is_none(), name(a)).cmp(&(name(b).is_none(), name(b))));
        for (slot, (_, address)) in articles.iter_mut().zip(keyed) {
            *slot = address;
        }
        Ok(())
    }

    fn read_matches(
        &self,
        address: Address,
        rank: u32,
        matcher: &Matcher<'_>,
        request: &ConcordanceRequest,
        found: &mut Found,
    ) -> Result<()> {
        let (article, source) = self.stored(address)?;
        let Some((mut matches, layout)) = self.view(&article, |view| matcher.whole_matches(view)) else {
            return Ok(());
        };
        if is_title_in_text(&article) {
            // The same words once.
            matches.retain(|found| found.place == Place::Text);
        }
        found.total += matches.len() as u64;
        found.articles += u64::from(!matches.is_empty());
        if let Some(collocation) = &request.collocates {
            let from = matches.partition_point(|found| found.place == Place::Title);
            found.nearby.add(&article.text, &layout, &matches[from..], collocation.distance);
            return Ok(());
        }
        if let Some(grouping) = &request.group {
            found.group(&article, &matches, *grouping);
            return Ok(());
        }
        let mut lines = LinesOf { reader: self, article: &article, source, shared: None, counted: (0, 0) };
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
        Ok(())
    }

    fn lines(&self, kept: BinaryHeap<Kept>, offset: usize) -> Result<Vec<Line>> {
        let kept: Vec<Kept> = kept.into_sorted_vec().into_iter().skip(offset).collect();
        // Each article once, on two threads: an id is looked up in every segment.
        let mut numbers: FxHashMap<*const Shared, usize> = FxHashMap::default();
        let mut articles: Vec<&Shared> = Vec::new();
        for one in &kept {
            numbers.entry(Arc::as_ptr(&one.shared)).or_insert_with(|| {
                articles.push(&one.shared);
                articles.len() - 1
            });
        }
        let name = |part: &[&Shared]| -> Result<Vec<String>> {
            part.iter().map(|one| self.shortest_id(&one.path, one.record.as_ref(), &one.source)).collect()
        };
        let ids: Vec<String> = in_two(&articles, name)?.into_iter().flatten().collect();
        let mut lines = Vec::with_capacity(kept.len());
        for (number, Kept { mut line, shared, .. }) in kept.into_iter().enumerate() {
            let id = numbers.get(&Arc::as_ptr(&shared)).and_then(|at| ids.get(*at));
            line.rank = offset + number + 1;
            line.article = id.cloned().unwrap_or_default();
            line.title.clone_from(&shared.title);
            line.outlet.clone_from(&shared.outlet);
            line.url.clone_from(&shared.url);
            line.date = shared.date;
            lines.push(line);
        }
        Ok(lines)
    }

    fn collocates(&self, nearby: Nearby, n_matches: u64, collocation: &Collocation) -> Result<Vec<Collocate>> {
        let total = self.n_words()?;
        let mut found = Vec::new();
        for (word, (count, left)) in nearby.counts {
            if count < collocation.least_count.max(1) {
                continue;
            }
            let frequency = self.occurrences_of(&word)?.max(count);
            found.push(Collocate {
                word,
                count,
                left,
                frequency,
                expected: statistics::expected(frequency, nearby.window, total),
                log_likelihood: statistics::log_likelihood_near(count, frequency, nearby.window, total),
                log_dice: statistics::log_dice(count, frequency, n_matches),
            });
        }
        let strength = |one: &Collocate| match collocation.measure {
            Association::LogLikelihood => one.log_likelihood,
            Association::LogDice => one.log_dice,
        };
        found.sort_by(|a, b| strength(b).total_cmp(&strength(a)).then_with(|| a.word.cmp(&b.word)));
        Ok(found)
    }

    /// How often a folded word occurs in the texts of the archive.
    fn occurrences_of(&self, word: &str) -> Result<u64> {
        let doing = "counting a word";
        let term = Term::from_field_text(self.fields.body, word);
        let mut count = 0;
        for segment in &self.segments {
            let inverted = segment.inverted(self.fields.body)?;
            let Some(mut postings) =
                inverted.read_postings(&term, IndexRecordOption::WithFreqs).map_err(Error::engine(doing))?
            else {
                continue;
            };
            let has_deletes = segment.reader.has_deletes();
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if !(has_deletes && segment.is_deleted(doc)) {
                    count += u64::from(postings.term_freq());
                }
                doc = postings.advance();
            }
        }
        Ok(count)
    }

    /// Number of words in the texts of the archive; articles deleted by a later commit count until
    /// their segment is merged away.
    fn n_words(&self) -> Result<u64> {
        let mut count = 0;
        for segment in &self.segments {
            count += segment.inverted(self.fields.body)?.total_num_tokens();
        }
        Ok(count)
    }
}

/// True if the headline was read out of the text, so that its words stand there as well.
fn is_title_in_text(article: &Article) -> bool {
    article.title.as_ref().is_some_and(|title| matches!(title.source, Source::FirstHeading | Source::Text))
}

/// What a line is ordered by, the smallest first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    /// Words beside the match; empty in an order of articles.
    words: String,
    /// The article in its order, and the match in the article.
    place: (u32, u32),
}

/// A line that is among the first, and what it shares with others of its article.
struct Kept {
    key: Key,
    line: Line,
    shared: Arc<Shared>,
}

impl PartialEq for Kept {
    fn eq(&self, other: &Kept) -> bool {
        self.key == other.key
    }
}

impl Eq for Kept {}

impl PartialOrd for Kept {
    fn partial_cmp(&self, other: &Kept) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Kept {
    fn cmp(&self, other: &Kept) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

/// What is shown of an article beside each of its lines.
struct Shared {
    source: String,
    path: String,
    record: Option<Record>,
    title: Option<String>,
    outlet: Option<String>,
    date: Option<(Date, Certainty)>,
    url: Option<String>,
}

/// What was found in some of the articles.
#[derive(Default)]
struct Found {
    total: u64,
    articles: u64,
    kept: BinaryHeap<Kept>,
    /// Matches and articles by the words beside.
    groups: FxHashMap<String, (u64, u64)>,
    nearby: Nearby,
}

impl Found {
    fn group(&mut self, article: &Article, matches: &[WholeMatch], grouping: Grouping) {
        let mut seen: FxHashSet<String> = FxHashSet::default();
        for one in matches {
            let (text, skipped) = match one.place {
                Place::Text => (article.text.as_str(), article.boilerplate.as_slice()),
                Place::Title => (article.title.as_ref().map_or("", |title| title.value.as_str()), &[][..]),
            };
            let room = ROOM_OF_A_WORD.saturating_mul(grouping.n_words.max(1));
            let (left, right) = around(text, skipped, one.span, room);
            let mut words = folded_words(if grouping.side == Side::Left { left } else { right }.of_text(text));
            match grouping.side {
                Side::Left => drop(words.drain(..words.len().saturating_sub(grouping.n_words))),
                Side::Right => words.truncate(grouping.n_words),
            }
            let words = words.join(" ");
            let entry = self.groups.entry(words.clone()).or_default();
            entry.0 += 1;
            entry.1 += u64::from(seen.insert(words));
        }
    }

    fn join(&mut self, other: Found, request: &ConcordanceRequest) {
        self.total += other.total;
        self.articles += other.articles;
        self.nearby.join(other.nearby);
        for (words, (count, articles)) in other.groups {
            let entry = self.groups.entry(words).or_default();
            entry.0 += count;
            entry.1 += articles;
        }
        self.kept.extend(other.kept);
        let keep = request.search.offset.saturating_add(request.search.limit);
        while self.kept.len() > keep {
            self.kept.pop();
        }
    }
}

fn ranked_groups(groups: FxHashMap<String, (u64, u64)>) -> impl Iterator<Item = Group> {
    let mut groups: Vec<Group> =
        groups.into_iter().map(|(words, (count, articles))| Group { words, count, articles }).collect();
    groups.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.words.cmp(&b.words)));
    groups.into_iter()
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
            let person = people.of_key(&super::stored::speaker_key(speaker));
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
