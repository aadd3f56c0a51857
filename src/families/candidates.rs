//! Which wordings are worth comparing.
//!
//! Two wordings of one utterance share a run of three words or two neighbouring words that say
//! something, so forms that share such a *feature* are candidates. Groups of forms with one feature
//! are kept in order of length, the longest first, and only their first few are ever looked at:
//! the cost is in proportion to the number of words, however often a phrase recurs.

use super::store::{Forms, mix};
use super::words::{GAP, Token, is_frequent};

/// Forms of a group that are looked at.
const MAX_LOOKED_AT: usize = 24;

/// A larger group is a phrase of the language; of it only the longest few are looked at.
const MAX_GROUP: usize = 200;
const LOOKED_AT_OF_LARGE: usize = 3;

/// Candidates for every form of an order.
pub struct Candidates {
    /// Feature in the upper half, rank in the lower, sorted; no feature only once.
    pairs: Vec<u64>,
    /// For each rank, where its groups begin in `groups`.
    starts: Vec<u32>,
    /// Where groups begin in `pairs`.
    groups: Vec<u32>,
}

/// Calls `found` with each feature of some words; a feature may come twice.
fn features(tokens: &[Token], mut found: impl FnMut(u32)) {
    for three in tokens.windows(3) {
        let says_something = three.iter().any(|token| !is_frequent(*token));
        if says_something && !three.contains(&GAP) {
            let hash = three.iter().fold(3, |hash, token| mix(hash ^ u64::from(*token)));
            found(hash as u32);
        }
    }
    let mut last = None;
    for token in tokens.iter().filter(|token| !is_frequent(**token)) {
        if let Some(last) = last {
            found(mix(mix(2 ^ u64::from(last)) ^ u64::from(*token)) as u32);
        }
        last = Some(*token);
    }
}

impl Candidates {
    /// Looks for what the forms of `order` (the longest first) share. Forms for which `is_new` is
    /// false are known not to share anything among each other that matters.
    pub fn new(forms: &Forms, order: &[u32], is_new: impl Fn(u32) -> bool) -> Candidates {
        let n_words: usize = order.iter().filter(|form| is_new(**form)).map(|form| forms.tokens(*form).len()).sum();
        // Two features a word, and room, so that few that are alone look as if they were not.
        let bits = (n_words * 8).next_power_of_two().trailing_zeros().clamp(12, 27);
        let slot = |feature: u32| (feature.wrapping_mul(0x9E37_79B1) >> (32 - bits)) as usize;
        let mut counts = vec![0u8; 1 << bits];
        for form in order.iter().filter(|form| is_new(**form)) {
            features(forms.tokens(*form), |feature| {
                let count = &mut counts[slot(feature)];
                *count = count.saturating_add(1);
            });
        }
        let all_new = order.iter().all(|form| is_new(*form));
        let least = if all_new { 2 } else { 1 };
        let mut pairs = Vec::new();
        for (rank, form) in order.iter().enumerate() {
            features(forms.tokens(*form), |feature| {
                if counts[slot(feature)] >= least {
                    pairs.push(u64::from(feature) << 32 | rank as u64);
                }
            });
        }
        drop(counts);
        pairs.sort_unstable();
        pairs.dedup();
        let feature = |pair: u64| pair >> 32;
        let mut kept = 0;
        let mut at = 0;
        while at < pairs.len() {
            let end = at + pairs[at..].iter().take_while(|pair| feature(**pair) == feature(pairs[at])).count();
            if end - at > 1 {
                pairs.copy_within(at..end, kept);
                kept += end - at;
            }
            at = end;
        }
        pairs.truncate(kept);
        pairs.shrink_to_fit();
        let mut starts = vec![0u32; order.len() + 1];
        for pair in &pairs {
            starts[*pair as u32 as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut groups = vec![0u32; pairs.len()];
        let mut group = 0;
        for (at, pair) in pairs.iter().enumerate() {
            if at > 0 && feature(pairs[at - 1]) != feature(*pair) {
                group = at;
            }
            let slot = &mut next[*pair as u32 as usize];
            groups[*slot as usize] = group as u32;
            *slot += 1;
        }
        Candidates { pairs, starts, groups }
    }

    /// Calls `found` with the ranks of longer forms that share something with the form of `rank`,
    /// each as often as it does, and how telling that is, from 0 to 1.
    pub fn of(&self, rank: usize, mut found: impl FnMut(usize, f32)) {
        for group in &self.groups[self.starts[rank] as usize..self.starts[rank + 1] as usize] {
            let group = &self.pairs[*group as usize..];
            let feature = group[0] >> 32;
            let size = group.iter().take(MAX_GROUP + 1).take_while(|pair| **pair >> 32 == feature).count();
            let looked_at = if size > MAX_GROUP { LOOKED_AT_OF_LARGE } else { MAX_LOOKED_AT };
            let strength = 1.0 / (size as f32 + 1.0).log2();
            for pair in group[..size].iter().take(looked_at) {
                let other = *pair as u32 as usize;
                if other >= rank {
                    break;
                }
                found(other, strength);
            }
        }
    }
}
