//! What two sequences have in common, in order.
//!
//! A longest common subsequence where the table for it is small; in longer sequences what occurs once in
//! each anchors the rest (patience diff), so that time stays nearly linear. `families::align` has another task: it looks
//! for the stretches of two quotations that agree best, by the weights of their words, and leaves the rest alone.

use rustc_hash::FxHashMap;

/// Largest table.
const MAX_CELLS: usize = 1 << 20;

/// Anchors are looked for again between anchors this many times.
const MAX_DEPTH: u32 = 24;

/// Places of equal elements, ascending in both.
pub(super) fn common(left: &[u32], right: &[u32]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    between(left, right, (0, 0), 0, &mut found);
    found
}

fn between(left: &[u32], right: &[u32], at: (usize, usize), depth: u32, found: &mut Vec<(usize, usize)>) {
    let head = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    found.extend((0..head).map(|n| (at.0 + n, at.1 + n)));
    let (left, right, at) = (&left[head..], &right[head..], (at.0 + head, at.1 + head));
    let tail = left.iter().rev().zip(right.iter().rev()).take_while(|(a, b)| a == b).count();
    let (own_end, their_end) = (left.len() - tail, right.len() - tail);
    let (own, their) = (&left[..own_end], &right[..their_end]);
    if own.len().saturating_mul(their.len()) <= MAX_CELLS {
        by_table(own, their, at, found);
    } else if depth < MAX_DEPTH {
        let (mut a, mut b) = (0, 0);
        let anchors = anchors(own, their);
        if !anchors.is_empty() {
            for (next_a, next_b) in anchors.into_iter().chain([(own.len(), their.len())]) {
                between(&own[a..next_a], &their[b..next_b], (at.0 + a, at.1 + b), depth + 1, found);
                if next_a < own.len() {
                    found.push((at.0 + next_a, at.1 + next_b));
                }
                (a, b) = ((next_a + 1).min(own.len()), (next_b + 1).min(their.len()));
            }
        }
    }
    found.extend((0..tail).map(|n| (at.0 + own_end + n, at.1 + their_end + n)));
}

fn by_table(left: &[u32], right: &[u32], at: (usize, usize), found: &mut Vec<(usize, usize)>) {
    if left.is_empty() || right.is_empty() {
        return;
    }
    let width = right.len() + 1;
    // Length of what the ends from each place on have in common.
    let mut table = vec![0u32; width * (left.len() + 1)];
    for a in (0..left.len()).rev() {
        for b in (0..right.len()).rev() {
            table[a * width + b] = if left[a] == right[b] {
                table[(a + 1) * width + b + 1] + 1
            } else {
                table[(a + 1) * width + b].max(table[a * width + b + 1])
            };
        }
    }
    let (mut a, mut b) = (0, 0);
    while a < left.len() && b < right.len() {
        if left[a] == right[b] {
            found.push((at.0 + a, at.1 + b));
            (a, b) = (a + 1, b + 1);
        } else if table[(a + 1) * width + b] >= table[a * width + b + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
}

/// What occurs once in each, as far as it stands in the same order.
fn anchors(left: &[u32], right: &[u32]) -> Vec<(usize, usize)> {
    let mut seen: FxHashMap<u32, (u32, usize, u32, usize)> = FxHashMap::default();
    for (at, value) in left.iter().enumerate() {
        let entry = seen.entry(*value).or_default();
        (entry.0, entry.1) = (entry.0 + 1, at);
    }
    for (at, value) in right.iter().enumerate() {
        if let Some(entry) = seen.get_mut(value) {
            (entry.2, entry.3) = (entry.2 + 1, at);
        }
    }
    let mut once: Vec<(usize, usize)> =
        seen.values().filter(|entry| entry.0 == 1 && entry.2 == 1).map(|entry| (entry.1, entry.3)).collect();
    once.sort_unstable();
    // The longest ascending run of their places in the right one.
    let mut piles: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; once.len()];
    for (at, (_, place)) in once.iter().enumerate() {
        let pile = piles.partition_point(|top| once[*top].1 < *place);
        before[at] = pile.checked_sub(1).and_then(|below| piles.get(below).copied());
        if pile == piles.len() {
            piles.push(at);
        } else {
            piles[pile] = at;
        }
    }
    let mut chain = Vec::new();
    let mut next = piles.last().copied();
    while let Some(at) = next {
        chain.push(once[at]);
        next = before[at];
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(left: &str, right: &str, want: &str) {
        let of = |text: &str| text.bytes().map(u32::from).collect::<Vec<u32>>();
        let shared: String = common(&of(left), &of(right)).iter().map(|(at, _)| left.as_bytes()[*at] as char).collect();
        assert_eq!(shared, want, "{left} {right}");
    }

    #[test]
    fn as_much_as_possible_is_common() {
        check("abcdef", "abxdef", "abdef");
        check("abc", "xyz", "");
        check("", "abc", "");
        check("banana", "ananas", "anana");
        check("xaxbxcx", "abc", "abc");
    }

    #[test]
    fn long_sequences_are_anchored() {
        let left: Vec<u32> = (0..40_000).map(|n| if n % 3 == 0 { 7 } else { n }).collect();
        let mut right = left.clone();
        right.drain(10_000..10_050);
        right[20_000] = u32::MAX;
        assert_eq!(common(&left, &right).len(), left.len() - 51);
        // Without anchors nothing takes long.
        assert!(common(&vec![1; 50_000], &vec![2; 50_000]).is_empty());
    }

    proptest! {
        #[test]
        fn places_ascend_and_are_equal(left in prop::collection::vec(0u32..6, 0..60), right in prop::collection::vec(0u32..6, 0..60)) {
            let found = common(&left, &right);
            prop_assert!(found.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1));
            prop_assert!(found.iter().all(|(a, b)| left[*a] == right[*b]));
        }
    }
}
