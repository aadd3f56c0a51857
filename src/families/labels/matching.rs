//! Which words two wordings have in common, in order.

use crate::families::align::{Aligner, FULL};
use crate::families::words::{Token, is_frequent};

/// Places of the words that two wordings have in common, in order.
pub fn common(full: &[Token], variant: &[Token]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    match_all(&mut Aligner::default(), (full, 0), (variant, 0), Side::Whole, &mut pairs, 0);
    pairs.sort_unstable();
    pairs
}

/// Where words are looked for: everywhere, or before or after those that are matched already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Whole,
    Before,
    After,
}

/// A word by itself is the same word only so near to others that are.
const NEAR: usize = 3;

/// Finds all words that are the same in order: where the two agree best, then before and after.
fn match_all(
    aligner: &mut Aligner,
    (full, full_start): (&[Token], usize),
    (variant, variant_start): (&[Token], usize),
    side: Side,
    pairs: &mut Vec<(usize, usize)>,
    depth: usize,
) {
    let alignment = aligner.align(full, variant, |token| if is_frequent(token) { FULL * 3 / 5 } else { FULL });
    let is_far = match side {
        Side::Whole => false,
        Side::Before => full.len() - alignment.left().end > NEAR || variant.len() - alignment.right().end > NEAR,
        Side::After => alignment.left().start > NEAR || alignment.right().start > NEAR,
    };
    let says_something =
        alignment.run >= 2 && alignment.pairs.iter().filter(|(at, _)| !is_frequent(full[*at as usize])).count() >= 2;
    if alignment.pairs.is_empty() || depth > 8 || is_far && !says_something {
        return;
    }
    pairs.extend(alignment.pairs.iter().map(|(a, b)| (*a as usize + full_start, *b as usize + variant_start)));
    let (left, right) = (alignment.left(), alignment.right());
    let before = ((&full[..left.start], full_start), (&variant[..right.start], variant_start));
    match_all(aligner, before.0, before.1, Side::Before, pairs, depth + 1);
    let (after, beyond) = (left.end, right.end);
    let after = ((&full[after..], full_start + after), (&variant[beyond..], variant_start + beyond));
    match_all(aligner, after.0, after.1, Side::After, pairs, depth + 1);
}
