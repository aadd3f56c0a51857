//! Going over the matches of one segment: counting them, keeping the best, adding up facets.
//!
//! Every match is visited, so totals and facets are exact. Filters are applied here and not in
//! the query, because a facet's counts leave out the filter on that same facet.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::columnar::StrColumn;
use tantivy::{DocId, TERMINATED};

use super::cursor::{Check, Cursor};
use super::distinct::Repeats;
use super::segment::Segment;
use super::tally::{FacetCounts, Tally};
use super::window::Window;
use crate::engine::{SearchRequest, Sort};
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
    /// What was seen of groups of reprints, where these count once.
    pub repeats: Option<Repeats>,
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
                    // The places of a phrase are only read where it could still matter.
                    let is_first = match &mut first {
                        Some(first) if request.sort == Sort::Relevance => {
                            let most = rank(segment, request.sort, doc, window.score(doc), true);
                            worst.is_none_or(|worst| most >= worst.rank) && first.seek(doc) == doc
                        }
                        _ => false,
                    };
                    let rank = rank(segment, request.sort, doc, window.score(doc), is_first);
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

/// What a match is ordered by, larger first. `is_first`: it is ranked before everything that is not.
#[inline]
pub fn rank(segment: &Segment, sort: Sort, doc: DocId, score: f32, is_first: bool) -> u64 {
    const IS_FIRST: u64 = 1 << 32;
    match sort {
        Sort::Newest => segment.date.first(doc).unwrap_or(0),
        Sort::Oldest => match segment.date.first(doc).unwrap_or(0) {
            0 => 0,
            date => u64::from(u32::MAX) - date,
        },
        Sort::Relevance => {
            let score = u64::from(score.max(0.0).to_bits());
            if is_first { IS_FIRST | score } else { score }
        }
    }
}

/// Which filters a document passes.
pub struct Passes {
    pub outlet: bool,
    pub author: bool,
    pub people: bool,
    pub date: bool,
    pub is_undated: bool,
    /// How many it fails.
    pub fails: u32,
}

impl Passes {
    /// Asks the filters.
    #[inline]
    pub fn of(segment: &Segment, filters: &Filters<'_>, people: &People, doc: DocId) -> Passes {
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
