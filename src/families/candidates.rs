//! Which wordings are worth comparing.
//!
//! Two wordings of one utterance share a run of three words or two neighbouring words that say
//! something, so forms that share such a *feature* are candidates. Groups of forms with one feature
//! are kept in order of length, the longest first, and only their first few are ever looked at:
//! the cost is in proportion to the number of words, however often a phrase recurs.

use super::forms::{Forms, mix};
use super::words::{GAP, Token, is_frequent};

/// Forms of a group that are looked at.
const MAX_LOOKED_AT: usize = 24;

/// A larger group is a phrase of the language; of it only the longest few are looked at.
const MAX_GROUP: usize = 200;
const LOOKED_AT_OF_LARGE: usize = 3;

/// What the size of a group makes of it: how many of its forms are looked at, and how telling it is. Sizes between
/// two powers of two are alike, so that one form more hardly ever makes a difference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// Forms that are looked at, the longest.
    pub looked_at: usize,
    /// From 0 to 1.
    pub strength: f32,
}

impl Reach {
    /// Of a group of this size; all large ones are alike.
    pub fn of(size: usize) -> Reach {
        let size = size.min(MAX_GROUP + 1);
        let looked_at = if size > MAX_GROUP { LOOKED_AT_OF_LARGE } else { MAX_LOOKED_AT };
        Reach { looked_at, strength: 1.0 / (size.max(1).ilog2() as f32 + 0.75) }
    }
}

/// Candidates for the forms that were wanted. Forms are numbered the longest first.
pub struct Candidates {
    /// Feature in the upper half, form in the lower, sorted; no feature only once.
    pairs: Vec<u64>,
    /// For each form, where its groups begin in `groups`.
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

fn feature(pair: u64) -> u32 {
    (pair >> 32) as u32
}

impl Candidates {
    /// Looks for what the forms that are wanted share with those that are there.
    pub fn new(forms: &Forms, is_there: impl Fn(u32) -> bool, is_wanted: impl Fn(u32) -> bool) -> Candidates {
        let n_forms = forms.len() as u32;
        let wanted = || (0..n_forms).filter(|form| is_there(*form) && is_wanted(*form));
        let n_words: usize = wanted().map(|form| forms.tokens(form).len()).sum();
        // Two features a word, and room, so that few that are alone look as if they were not.
        let bits = (n_words * 8).next_power_of_two().trailing_zeros().clamp(12, 27);
        let slot = |feature: u32| (feature.wrapping_mul(0x9E37_79B1) >> (32 - bits)) as usize;
        let mut counts = vec![0u8; 1 << bits];
        for form in wanted() {
            features(forms.tokens(form), |feature| {
                let count = &mut counts[slot(feature)];
                *count = count.saturating_add(1);
            });
        }
        let is_all = (0..n_forms).all(|form| !is_there(form) || is_wanted(form));
        let least = if is_all { 2 } else { 1 };
        let mut pairs = Vec::new();
        for form in (0..n_forms).filter(|form| is_there(*form)) {
            features(forms.tokens(form), |feature| {
                if counts[slot(feature)] >= least {
                    pairs.push(u64::from(feature) << 32 | u64::from(form));
                }
            });
        }
        drop(counts);
        pairs.sort_unstable();
        pairs.dedup();
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
        Candidates::indexed(pairs, forms.len())
    }

    fn indexed(pairs: Vec<u64>, n_forms: usize) -> Candidates {
        let mut starts = vec![0u32; n_forms + 1];
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

    /// The groups that a form is in.
    fn groups_of(&self, form: u32) -> impl Iterator<Item = &[u64]> {
        let groups = &self.groups[self.starts[form as usize] as usize..self.starts[form as usize + 1] as usize];
        groups.iter().map(|group| &self.pairs[*group as usize..])
    }

    /// Calls `found` with the longer forms that share something with a form, each as often as it does, and how
    /// telling that is, from 0 to 1.
    pub fn of(&self, form: u32, mut found: impl FnMut(u32, f32)) {
        for group in self.groups_of(form) {
            let same = feature(group[0]);
            let size = group.iter().take(MAX_GROUP + 1).take_while(|pair| feature(**pair) == same).count();
            let Reach { looked_at, strength } = Reach::of(size);
            for pair in group[..size].iter().take(looked_at) {
                let other = *pair as u32;
                if other >= form {
                    break;
                }
                found(other, strength);
            }
        }
    }

    /// Calls `found` with the shorter forms for which a form is a candidate.
    pub fn below(&self, form: u32, mut found: impl FnMut(u32)) {
        for group in self.groups_of(form) {
            let same = feature(group[0]);
            let members = || group.iter().take_while(|pair| feature(**pair) == same).map(|pair| *pair as u32);
            let Reach { looked_at, .. } = Reach::of(members().take(MAX_GROUP + 1).count());
            if members().take(looked_at).any(|member| member == form) {
                members().filter(|member| *member > form).for_each(&mut found);
            }
        }
    }

    /// Calls `found` with each group.
    pub fn each_group(&self, mut found: impl FnMut(&mut dyn Iterator<Item = u32>)) {
        for group in self.pairs.chunk_by(|one, other| feature(*one) == feature(*other)) {
            found(&mut group.iter().map(|pair| *pair as u32));
        }
    }
}
