//! Which sentences of two runs resemble each other.

use crate::families::words::{GAP, Token, is_frequent};

/// Most comparisons of sentences in one stretch; in a larger one only what lies near is compared.
const MAX_CELLS: usize = 40_000;

/// Least share of words that two wordings of a sentence have in common.
const LEAST: f32 = 0.45;

/// Pairs of sentences that resemble each other, ascending in both, as much as possible in all.
pub(super) fn pairs(left: &[Vec<Token>], right: &[Vec<Token>]) -> Vec<(usize, usize)> {
    if left.is_empty() || right.is_empty() {
        return Vec::new();
    }
    let sorted = |runs: &[Vec<Token>]| {
        let sort = |tokens: &Vec<Token>| {
            let mut tokens = tokens.clone();
            tokens.sort_unstable();
            tokens
        };
        runs.iter().map(sort).collect::<Vec<_>>()
    };
    let (left, right) = (sorted(left), sorted(right));
    let side = (MAX_CELLS as f64).sqrt() as usize;
    let mut found = Vec::new();
    let (mut own, mut their) = (0, 0);
    while own < left.len() && their < right.len() {
        let (own_end, their_end) = ((own + side).min(left.len()), (their + side).min(right.len()));
        let block = by_table(&left[own..own_end], &right[their..their_end]);
        found.extend(block.into_iter().map(|(a, b)| (own + a, their + b)));
        (own, their) = (own_end, their_end);
    }
    found
}

fn by_table(left: &[Vec<Token>], right: &[Vec<Token>]) -> Vec<(usize, usize)> {
    let width = right.len() + 1;
    let mut table = vec![0f32; width * (left.len() + 1)];
    let mut likeness_of = vec![0f32; width * left.len()];
    for a in (0..left.len()).rev() {
        for b in (0..right.len()).rev() {
            let alike = likeness(&left[a], &right[b]);
            likeness_of[a * width + b] = alike;
            let paired = if alike >= LEAST { table[(a + 1) * width + b + 1] + alike } else { 0.0 };
            table[a * width + b] = paired.max(table[(a + 1) * width + b]).max(table[a * width + b + 1]);
        }
    }
    let mut found = Vec::new();
    let (mut a, mut b) = (0, 0);
    while a < left.len() && b < right.len() {
        let here = table[a * width + b];
        if here <= 0.0 {
            break;
        }
        if here == table[(a + 1) * width + b] {
            a += 1;
        } else if here == table[a * width + b + 1] {
            b += 1;
        } else {
            found.push((a, b));
            (a, b) = (a + 1, b + 1);
        }
    }
    found
}

/// Share of their words, both sorted, that two sentences have in common; frequent words count less.
fn likeness(left: &[Token], right: &[Token]) -> f32 {
    let weight = |token: Token| match token {
        GAP => 0.0,
        _ if is_frequent(token) => 0.25,
        _ => 1.0,
    };
    let (mut at, mut shared) = (0, 0.0);
    for token in left {
        while right.get(at).is_some_and(|other| other < token) {
            at += 1;
        }
        if right.get(at) == Some(token) {
            shared += weight(*token);
            at += 1;
        }
    }
    let all: f32 = left.iter().chain(right).map(|token| weight(*token)).sum();
    if all > 0.0 { 2.0 * shared / all } else { 0.0 }
}
