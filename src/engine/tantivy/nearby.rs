//! Two patterns at a distance from each other.
//!
//! Everything here is over sorted lists and takes time in their length and in the number of
//! pairs, which is bounded by [`MAX_PAIRS`].

use std::ops::Range;

use tantivy::{DocId, TERMINATED};

use super::positional::{Marks, Positional};
use super::postings::Place;
use crate::query::Near;

/// Most pairs in one article that are told apart. With more, every place is paired with its
/// nearest partners only: an article that matches still does, and as often; only a distance
/// around this one may take a wider pair for a narrow one.
const MAX_PAIRS: usize = 100_000;

/// Two parts near each other.
pub struct Nearby {
    left: Box<dyn Positional>,
    right: Box<dyn Positional>,
    near: Near,
    stretches: Stretches,
    doc: DocId,
    lefts: Vec<Place>,
    rights: Vec<Place>,
}

/// Boundaries that a distance regards.
pub enum Stretches {
    /// None: both parts stand anywhere in the field.
    Whole,
    /// Starts of sentences or paragraphs, for a distance that stays in one of them.
    Starts(Marks),
    /// First words and ends of quotations: what lies outside the quotation of the left part
    /// does not count against it.
    Quotes(Marks, Marks),
}

impl Nearby {
    /// Two parts of the same field.
    pub fn new(left: Box<dyn Positional>, right: Box<dyn Positional>, near: Near, stretches: Stretches) -> Nearby {
        let mut nearby = Nearby { left, right, near, stretches, doc: 0, lefts: Vec::new(), rights: Vec::new() };
        nearby.doc = nearby.candidate(0);
        nearby
    }

    fn candidate(&mut self, mut target: DocId) -> DocId {
        if matches!(self.near, Near::NotWithin(_)) {
            return self.left.seek(target);
        }
        loop {
            let left = self.left.seek(target);
            let right = if left == TERMINATED { TERMINATED } else { self.right.seek(left) };
            if left == right || right == TERMINATED {
                return right;
            }
            target = right;
        }
    }
}

impl Positional for Nearby {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.doc = self.candidate(target);
        }
        self.doc
    }

    fn cost(&self) -> u32 {
        match self.near {
            Near::NotWithin(_) => self.left.cost(),
            _ => self.left.cost().min(self.right.cost()),
        }
    }

    fn places(&mut self, out: &mut Vec<Place>) {
        out.clear();
        self.left.places(&mut self.lefts);
        self.rights.clear();
        if self.right.seek(self.doc) == self.doc {
            self.right.places(&mut self.rights);
        }
        let (lefts, rights, doc) = (&self.lefts, &self.rights, self.doc);
        match (self.near, &mut self.stretches) {
            (Near::NotWithin(count), Stretches::Quotes(firsts, ends)) => {
                let quotes = firsts.at(doc).iter().zip(ends.at(doc));
                let mut within = Vec::new();
                for (first, end) in quotes {
                    let from = lefts.partition_point(|place| place.start < *first);
                    let to = lefts.partition_point(|place| place.start < *end);
                    if from >= to {
                        continue;
                    }
                    within.clear();
                    let others = &rights[rights.partition_point(|place| place.start < *first)..];
                    let is_inside = |place: &&Place| place.end <= *end;
                    within.extend(others.iter().take_while(|place| place.start < *end).filter(is_inside));
                    let lefts = lefts[from..to].iter().filter(|place| place.end <= *end);
                    not_within(lefts, &within, count, out);
                }
            }
            (Near::NotWithin(count), _) => not_within(lefts.iter(), rights, count, out),
            (near, Stretches::Starts(marks)) => pairs(lefts, rights, near, marks.at(doc), out),
            (near, _) => pairs(lefts, rights, near, &[], out),
        }
    }
}

/// Places on the left that no other place on the right touches or is near to; one that is the
/// very same words does not count against itself.
fn not_within<'p>(lefts: impl Iterator<Item = &'p Place>, rights: &[Place], count: u32, out: &mut Vec<Place>) {
    let mut furthest: Vec<u32> = Vec::with_capacity(rights.len());
    for place in rights {
        furthest.push(place.end.max(furthest.last().copied().unwrap_or(0)));
    }
    out.extend(lefts.filter(|place| {
        let low = place.start.saturating_sub(count);
        let n_before_reach = rights.partition_point(|other| other.start < place.end.saturating_add(count));
        match rights.binary_search(place) {
            Ok(at) => n_before_reach == at + 1 && (at == 0 || furthest[at - 1] <= low),
            Err(_) => n_before_reach == 0 || furthest[n_before_reach - 1] <= low,
        }
    }));
}

/// The stretch between two of `starts` that holds `position`.
fn around(starts: &[u32], position: u32) -> Range<u32> {
    let next = starts.partition_point(|start| *start <= position);
    let start = next.checked_sub(1).map_or(0, |at| starts[at]);
    start..starts.get(next).copied().unwrap_or(u32::MAX)
}

/// What a partner must reach into: it ends behind the start of the range, or starts before the
/// end of it.
fn reach(place: Place, near: Near, starts: &[u32]) -> Range<u32> {
    match near {
        Near::Within(count) | Near::NotWithin(count) => {
            place.start.saturating_sub(count)..place.end.saturating_add(count)
        }
        Near::Before(count) => place.start..place.end.saturating_add(count),
        Near::Sentence | Near::Paragraph => around(starts, place.start),
    }
}

/// Sets `out` to the extents of pairs that do not overlap and are near enough.
fn pairs(lefts: &[Place], rights: &[Place], near: Near, starts: &[u32], out: &mut Vec<Place>) {
    let by_end = sorted_by_end(rights);
    let mut ranges = Vec::with_capacity(lefts.len());
    let mut n_pairs = 0;
    for place in lefts {
        let reach = reach(*place, near, starts);
        let behind_from = rights.partition_point(|other| other.start < place.end);
        let behind_to = rights.partition_point(|other| other.start < reach.end).max(behind_from);
        let before_to = by_end.partition_point(|other| other.end <= place.start);
        let before_from = by_end.partition_point(|other| other.end <= reach.start).min(before_to);
        n_pairs += (behind_to - behind_from) + (before_to - before_from);
        ranges.push((behind_from..behind_to, before_from..before_to));
    }
    let is_one_stretch = |left: Place, right: Place| match near {
        Near::Sentence | Near::Paragraph => {
            let stretch = around(starts, left.start);
            left.end <= stretch.end && stretch.start <= right.start && right.end <= stretch.end
        }
        _ => true,
    };
    let mut join = |left: Place, right: Place| {
        if is_one_stretch(left, right) {
            out.push(Place { start: left.start.min(right.start), end: left.end.max(right.end) });
        }
    };
    let is_bounded = n_pairs <= MAX_PAIRS;
    let most = if is_bounded { usize::MAX } else { 1 };
    for (place, (behind, before)) in lefts.iter().zip(ranges) {
        rights[behind].iter().take(most).for_each(|other| join(*place, *other));
        by_end[before].iter().rev().take(most).for_each(|other| join(*place, *other));
    }
    if !is_bounded {
        // So that every place on the right has its nearest partners too.
        let left_by_end = sorted_by_end(lefts);
        for other in rights {
            let before = left_by_end.partition_point(|place| place.end <= other.start);
            let behind = lefts.partition_point(|place| place.start < other.end);
            if let Some(place) = before.checked_sub(1).map(|at| left_by_end[at])
                && other.start < reach(place, near, starts).end
            {
                join(place, *other);
            }
            if let Some(place) = lefts.get(behind)
                && other.end > reach(*place, near, starts).start
                && !matches!(near, Near::Before(_))
            {
                join(*place, *other);
            }
        }
    }
    out.sort_unstable();
    out.dedup();
}

fn sorted_by_end(places: &[Place]) -> Vec<Place> {
    let mut by_end = places.to_vec();
    if !by_end.is_sorted_by_key(|place| place.end) {
        by_end.sort_by_key(|place| place.end);
    }
    by_end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(extents: &[(u32, u32)]) -> Vec<Place> {
        extents.iter().map(|&(start, end)| Place { start, end }).collect()
    }

    #[track_caller]
    fn check(left: &[(u32, u32)], near: Near, right: &[(u32, u32)], want: &[(u32, u32)]) {
        let (left, right) = (places(left), places(right));
        let mut got = Vec::new();
        match near {
            Near::NotWithin(count) => not_within(left.iter(), &right, count, &mut got),
            near => pairs(&left, &right, near, &[0, 10, 20], &mut got),
        }
        assert_eq!(got, places(want), "{left:?} {near:?} {right:?}");
    }

    #[test]
    fn a_distance_counts_from_the_nearest_ends() {
        check(&[(0, 2)], Near::Within(1), &[(2, 3)], &[(0, 3)]);
        check(&[(0, 2)], Near::Within(1), &[(3, 4)], &[]);
        check(&[(5, 6)], Near::Within(2), &[(2, 4), (3, 4)], &[(2, 6), (3, 6)]);
        check(&[(5, 6)], Near::Before(9), &[(2, 4), (8, 9)], &[(5, 9)]);
        check(&[(5, 7)], Near::Within(9), &[(6, 7), (5, 7)], &[]);
        check(&[(5, 6)], Near::Within(0), &[(6, 7)], &[]);
        check(&[(9, 10)], Near::Sentence, &[(0, 1), (10, 11)], &[(0, 10)]);
        check(&[(12, 13)], Near::Paragraph, &[(19, 20), (19, 21)], &[(12, 20)]);
    }

    #[test]
    fn what_overlaps_counts_against_an_occurrence_unless_it_is_the_same() {
        check(&[(5, 6)], Near::NotWithin(1), &[(5, 6)], &[(5, 6)]);
        check(&[(5, 7)], Near::NotWithin(0), &[(6, 7)], &[]);
        check(&[(5, 7)], Near::NotWithin(3), &[(0, 2), (10, 11)], &[(5, 7)]);
        check(&[(5, 7)], Near::NotWithin(3), &[(0, 3)], &[]);
        check(&[(5, 7)], Near::NotWithin(3), &[], &[(5, 7)]);
    }

    #[test]
    fn thousands_of_places_in_one_article_take_no_squared_time() {
        let left: Vec<Place> = (0..50_000).map(|at| Place { start: 2 * at, end: 2 * at + 1 }).collect();
        let right: Vec<Place> = (0..50_000).map(|at| Place { start: 2 * at + 1, end: 2 * at + 2 }).collect();
        let mut out = Vec::new();
        for near in [Near::Within(1_000_000), Near::Before(1_000_000), Near::Sentence, Near::Paragraph] {
            out.clear();
            pairs(&left, &right, near, &[], &mut out);
            assert!((50_000..250_000).contains(&out.len()), "{near:?}: {}", out.len());
        }
        out.clear();
        not_within(left.iter(), &right, 1_000_000, &mut out);
        assert_eq!(out, []);
    }
}
