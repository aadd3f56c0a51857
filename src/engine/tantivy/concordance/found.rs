//! What was found in some of the articles, and what becomes of it: lines, groups, collocates.

use std::collections::BinaryHeap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::concordance::collocates::Nearby;
use crate::concordance::context::{around, folded_words};
use crate::concordance::statistics;
use crate::engine::concordance::{
    Association, Collocate, Collocation, ConcordanceRequest, ConcordanceResponse, Group, Grouping, Line, Side,
};
use crate::error::Result;
use crate::model::{Article, Certainty, Date, Record};
use crate::query::Place;
use crate::query::matching::WholeMatch;

/// Characters of context that words are taken from for grouping, for each of them.
const ROOM_OF_A_WORD: usize = 60;

/// What a line is ordered by, the smallest first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// Words beside the match; empty in an order of articles.
    pub words: String,
    /// The article in its order, and the match in the article.
    pub place: (u32, u32),
}

/// A line that is among the first, and what it shares with others of its article.
pub(super) struct Kept {
    pub key: Key,
    pub line: Line,
    pub shared: Arc<Shared>,
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
pub(crate) struct Shared {
    pub source: String,
    pub path: String,
    pub record: Option<Record>,
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub date: Option<(Date, Certainty)>,
    pub url: Option<String>,
}

/// What was found in some of the articles.
#[derive(Default)]
pub(crate) struct Found {
    pub(super) total: u64,
    pub(super) articles: u64,
    pub(super) kept: BinaryHeap<Kept>,
    /// Matches and articles by the words beside.
    groups: FxHashMap<String, (u64, u64)>,
    pub(super) nearby: Nearby,
}

impl Found {
    /// Counts the words beside the matches of an article.
    pub(super) fn group(&mut self, article: &Article, matches: &[WholeMatch], grouping: Grouping) {
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

    /// Takes in what was found in other articles.
    pub(crate) fn join(&mut self, other: Found, request: &ConcordanceRequest) {
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

/// The ids to show of some articles.
pub(crate) type Ids<'a> = &'a dyn Fn(&[&Shared]) -> Result<Vec<String>>;

/// How often words occur in the texts of the archive, and how many words these have.
pub(crate) type Occurrences<'a> = &'a dyn Fn(&[String]) -> Result<(Vec<u64>, u64)>;

impl Found {
    /// What was asked for, of all articles.
    pub(crate) fn answer(
        self,
        request: &ConcordanceRequest,
        ids: Ids<'_>,
        occurrences: Occurrences<'_>,
    ) -> Result<ConcordanceResponse> {
        let mut response =
            ConcordanceResponse { total: self.total, articles: self.articles, ..ConcordanceResponse::default() };
        let (offset, limit) = (request.search.offset, request.search.limit);
        if let Some(collocation) = &request.collocates {
            let found = collocates(self.nearby, self.total, collocation, occurrences)?;
            response.collocates = found.into_iter().skip(offset).take(limit).collect();
        } else if request.group.is_some() {
            response.groups = ranked_groups(self.groups).skip(offset).take(limit).collect();
        } else {
            response.lines = Found::lines(self.kept, offset, ids)?;
        }
        Ok(response)
    }

    fn lines(kept: BinaryHeap<Kept>, offset: usize, ids: Ids<'_>) -> Result<Vec<Line>> {
        let kept: Vec<Kept> = kept.into_sorted_vec().into_iter().skip(offset).collect();
        let mut numbers: FxHashMap<*const Shared, usize> = FxHashMap::default();
        let mut articles: Vec<&Shared> = Vec::new();
        for one in &kept {
            numbers.entry(Arc::as_ptr(&one.shared)).or_insert_with(|| {
                articles.push(&one.shared);
                articles.len() - 1
            });
        }
        let ids = ids(&articles)?;
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
}

fn collocates(
    nearby: Nearby,
    n_matches: u64,
    collocation: &Collocation,
    occurrences: Occurrences<'_>,
) -> Result<Vec<Collocate>> {
    let window = nearby.window;
    let (mut words, mut counts) = (Vec::new(), Vec::new());
    for (word, count) in nearby.counts.into_iter().filter(|(_, (count, _))| *count >= collocation.least_count.max(1)) {
        words.push(word);
        counts.push(count);
    }
    let (frequencies, total) = occurrences(&words)?;
    let mut found = Vec::new();
    for ((word, (count, left)), frequency) in words.into_iter().zip(counts).zip(frequencies) {
        let frequency = frequency.max(count);
        found.push(Collocate {
            word,
            count,
            left,
            frequency,
            expected: statistics::expected(frequency, window, total),
            log_likelihood: statistics::log_likelihood_near(count, frequency, window, total),
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
