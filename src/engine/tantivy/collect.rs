//! Going over the matches of one segment: counting them, keeping the best, adding up facets.
//!
//! Every match is visited, so totals and facets are exact. Filters are applied here and not in
//! the query, because a facet's counts leave out the filter on that same facet.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;
use tantivy::columnar::StrColumn;
use tantivy::{DocId, TERMINATED};

use super::cursor::{Check, Cursor};
use super::segment::{NOBODY, Segment, text_of};
use super::window::Window;
use crate::engine::{By, Facet, SearchRequest, Sort};
use crate::error::Result;
use crate::people::People;

/// The filters of a request, as numbers of one segment.
pub struct Filters<'r> {
    /// Ordinals of outlets to keep, by ordinal; `None` for all.
    pub outlets: Option<Vec<bool>>,
    /// Ordinals of authors to keep.
    pub authors: Option<Vec<bool>>,
    /// People to keep, by number.
    pub people: Option<Vec<bool>>,
    /// First and last day to keep, as `yyyymmdd`.
    pub dates: Option<(u64, u64)>,
    /// What else must hold, asked last as it costs much.
    pub confirm: Option<Check<'r>>,
}

/// A match that is among the best of its segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kept {
    /// What it is ordered by, larger first: phrase and score, or the date.
    pub rank: u64,
    /// Ordinal of its id in the segment, smaller first.
    pub id: Reverse<u64>,
    /// Which document, earlier first: several articles may have the same id.
    pub doc: Reverse<DocId>,
}

/// What one segment contributes to an answer.
#[derive(Default)]
pub struct Collected {
    pub total: u64,
    pub undated: u64,
    pub best: Vec<Kept>,
    pub facets: FacetCounts,
}

/// Counts by value; the empty text and 0 stand for unknown.
#[derive(Default)]
pub struct FacetCounts {
    pub outlets: FxHashMap<String, u64>,
    pub languages: FxHashMap<String, u64>,
    pub authors: FxHashMap<String, u64>,
    pub people: FxHashMap<u32, u64>,
    pub dates: FxHashMap<u32, u64>,
}

/// The score part of a rank.
pub fn score_of(rank: u64) -> f32 {
    f32::from_bits(rank as u32)
}

/// Goes over all matches of `root`. `first`, if given, matches what is to be ranked before
/// everything else.
pub fn collect(
    segment: &Segment,
    root: &mut dyn Cursor,
    mut first: Option<&mut dyn Cursor>,
    request: &SearchRequest,
    filters: &Filters<'_>,
    people: &People,
    keep: usize,
) -> Result<Collected> {
    let mut collected = Collected::default();
    let mut heap: BinaryHeap<Reverse<Kept>> = BinaryHeap::new();
    let mut tally = Tally::new(segment, request, people)?;
    let has_deletes = segment.reader.has_deletes();
    let mut window = Window::new();
    while root.doc() != TERMINATED {
        window.move_to(root.doc());
        root.fill(&mut window);
        for doc in window.docs() {
            if has_deletes && segment.is_deleted(doc) {
                continue;
            }
            let passes = Passes::of(segment, filters, people, doc);
            if passes.fails <= 1 {
                tally.count(doc, &passes);
            }
            if passes.fails == 1 && passes.is_undated {
                collected.undated += 1;
            }
            if passes.fails == 0 {
                collected.total += 1;
                if keep > 0 {
                    let worst = if heap.len() < keep { None } else { heap.peek().map(|Reverse(worst)| *worst) };
                    let rank = match request.sort {
                        Sort::Newest => segment.date.first(doc).unwrap_or(0),
                        Sort::Oldest => match segment.date.first(doc).unwrap_or(0) {
                            0 => 0,
                            date => u64::from(u32::MAX) - date,
                        },
                        Sort::Relevance => {
                            let score = u64::from(window.score(doc).max(0.0).to_bits());
                            const IS_FIRST: u64 = 1 << 32;
                            // The places of a phrase are only read where it could still matter.
                            let could_matter = worst.is_none_or(|worst| IS_FIRST | score >= worst.rank);
                            let is_first = match &mut first {
                                Some(first) if could_matter => first.seek(doc) == doc,
                                _ => false,
                            };
                            if is_first { IS_FIRST | score } else { score }
                        }
                    };
                    if worst.is_none_or(|worst| rank >= worst.rank) {
                        let article = segment.article_of(doc);
                        let id = segment.id.as_ref().and_then(|ids| ids.ords().first(article)).unwrap_or(0);
                        let kept = Kept { rank, id: Reverse(id), doc: Reverse(doc) };
                        if worst.is_none_or(|worst| kept > worst) {
                            if heap.len() == keep {
                                heap.pop();
                            }
                            heap.push(Reverse(kept));
                        }
                    }
                }
            }
        }
    }
    collected.best = heap.into_iter().map(|Reverse(kept)| kept).collect();
    collected.best.sort_unstable_by(|a, b| b.cmp(a));
    collected.facets = tally.finish()?;
    Ok(collected)
}

/// Which filters a document passes.
struct Passes {
    outlet: bool,
    author: bool,
    people: bool,
    date: bool,
    is_undated: bool,
    fails: u32,
}

impl Passes {
    #[inline]
    fn of(segment: &Segment, filters: &Filters<'_>, people: &People, doc: DocId) -> Passes {
        let mut passes = Passes { outlet: true, author: true, people: true, date: true, is_undated: false, fails: 0 };
        if let Some(kept) = &filters.outlets {
            passes.outlet = any_ord(&segment.outlet, doc, kept);
        }
        if let Some(kept) = &filters.authors {
            passes.author = any_ord(&segment.author, segment.article_of(doc), kept);
        }
        if let Some(kept) = &filters.people {
            passes.people = segment.speaker.as_ref().is_some_and(|column| {
                column.term_ords(doc).any(|ord| kept.get(segment.person(ord, people) as usize) == Some(&true))
            });
        }
        if let Some((from, to)) = filters.dates {
            let date = segment.date.first(doc).unwrap_or(0);
            passes.date = date != 0 && (from..=to).contains(&date);
            passes.is_undated = date == 0;
        }
        passes.fails = [passes.outlet, passes.author, passes.people, passes.date]
            .into_iter()
            .map(|passed| u32::from(!passed))
            .sum();
        // One that fails twice counts nowhere.
        if passes.fails <= 1 && filters.confirm.as_ref().is_some_and(|confirm| !confirm(doc)) {
            passes.fails = 2;
        }
        passes
    }
}

fn any_ord(column: &Option<StrColumn>, doc: DocId, kept: &[bool]) -> bool {
    column.as_ref().is_some_and(|column| column.term_ords(doc).any(|ord| kept.get(ord as usize) == Some(&true)))
}

/// Counts facets by the numbers of one segment; names come at the end.
struct Tally<'s> {
    segment: &'s Segment,
    people_table: &'s People,
    outlets: Option<Vec<u32>>,
    languages: Option<Vec<u32>>,
    authors: Option<(Vec<u32>, u64)>,
    people: Option<Vec<u32>>,
    nobody: u64,
    dates: Option<FxHashMap<u32, u64>>,
    divisor: u32,
    scratch: Vec<u32>,
}

impl<'s> Tally<'s> {
    fn new(segment: &'s Segment, request: &SearchRequest, people: &'s People) -> Result<Tally<'s>> {
        let wants = |facet: Facet| request.facets.contains(&facet);
        let slots = |column: &Option<StrColumn>| vec![0; column.as_ref().map_or(0, |column| column.num_terms())];
        Ok(Tally {
            segment,
            people_table: people,
            outlets: wants(Facet::Outlet).then(|| slots(&segment.outlet)),
            languages: wants(Facet::Language).then(|| slots(&segment.language)),
            authors: wants(Facet::Author).then(|| (slots(&segment.author), 0)),
            people: wants(Facet::Speaker).then(|| vec![0; people.len()]),
            nobody: 0,
            dates: wants(Facet::Date).then(FxHashMap::default),
            divisor: match request.by {
                By::Year => 10_000,
                By::Month => 100,
                By::Day => 1,
            },
            scratch: Vec::new(),
        })
    }

    /// Counts a document in each facet whose own filter is the only one it may fail.
    #[inline]
    fn count(&mut self, doc: DocId, passes: &Passes) {
        let others = |own: bool| passes.fails == 0 || !own;
        let first = |column: &Option<StrColumn>| column.as_ref().and_then(|column| column.ords().first(doc));
        if let Some(counts) = &mut self.outlets
            && others(passes.outlet)
            && let Some(slot) = first(&self.segment.outlet).and_then(|ord| counts.get_mut(ord as usize))
        {
            *slot += 1;
        }
        if let Some(counts) = &mut self.languages
            && others(true)
            && let Some(slot) = first(&self.segment.language).and_then(|ord| counts.get_mut(ord as usize))
        {
            *slot += 1;
        }
        if let Some(dates) = &mut self.dates
            && others(passes.date)
        {
            let date = self.segment.date.first(doc).unwrap_or(0) as u32;
            *dates.entry(date / self.divisor).or_default() += 1;
        }
        if let Some((counts, unknown)) = &mut self.authors
            && others(passes.author)
        {
            self.scratch.clear();
            if let Some(column) = &self.segment.author {
                self.scratch.extend(column.term_ords(self.segment.article_of(doc)).map(|ord| ord as u32));
            }
            self.scratch.sort_unstable();
            self.scratch.dedup();
            *unknown += u64::from(self.scratch.is_empty());
            for ord in &self.scratch {
                if let Some(slot) = counts.get_mut(*ord as usize) {
                    *slot += 1;
                }
            }
        }
        if let Some(counts) = &mut self.people
            && others(passes.people)
        {
            self.scratch.clear();
            if let Some(column) = &self.segment.speaker {
                for ord in column.term_ords(doc) {
                    let person = self.segment.person(ord, self.people_table);
                    if person != NOBODY && !self.scratch.contains(&person) {
                        self.scratch.push(person);
                    }
                }
            }
            self.nobody += u64::from(self.scratch.is_empty());
            for person in &self.scratch {
                if let Some(slot) = counts.get_mut(*person as usize) {
                    *slot += 1;
                }
            }
        }
    }

    fn finish(self) -> Result<FacetCounts> {
        let mut facets = FacetCounts { dates: self.dates.unwrap_or_default(), ..FacetCounts::default() };
        let name = |column: &Option<StrColumn>, counts: Vec<u32>, into: &mut FxHashMap<String, u64>| -> Result<()> {
            for (ord, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
                *into.entry(text_of(column, ord as u64)?).or_default() += u64::from(count);
            }
            Ok(())
        };
        name(&self.segment.outlet, self.outlets.unwrap_or_default(), &mut facets.outlets)?;
        name(&self.segment.language, self.languages.unwrap_or_default(), &mut facets.languages)?;
        if let Some((counts, unknown)) = self.authors {
            name(&self.segment.author, counts, &mut facets.authors)?;
            if unknown > 0 {
                *facets.authors.entry(String::new()).or_default() += unknown;
            }
        }
        for (person, count) in self.people.unwrap_or_default().into_iter().enumerate().filter(|(_, count)| *count > 0) {
            facets.people.insert(person as u32, u64::from(count));
        }
        if self.nobody > 0 {
            facets.people.insert(NOBODY, self.nobody);
        }
        Ok(facets)
    }
}
