//! The learned weights: feature code to small integer.

use std::sync::LazyLock;

/// Weights are whole numbers of this fraction.
pub const UNIT: f32 = 1.0 / 32.0;

/// A table from feature codes to weights, in units of [`UNIT`].
///
/// A perfect hash by displacement (Fox, Heath, Chen, Daoud, SIGIR 1992; in the form of Belazzougui,
/// Botelho, Dietzfelbinger, ESA 2009): codes fall into groups, and each group has a number that sends
/// all its codes to slots of their own. So a look is one slot and no branch, whether the code
/// is known or, as most are, not. A slot holds sixteen bits of the scrambled code as its tag and the
/// weight, so that the table stays within the first cache.
#[derive(Clone, Debug)]
pub struct Weights {
    slots: Vec<u32>,
    /// By group; a power of two as many.
    displaced: Vec<u32>,
    /// An odd number that scrambles codes.
    factor: u64,
    /// Constants by name, in the file as `name value`.
    pub constants: Constants,
}

/// Codes to a group, at most and on average. Larger groups take longer to place.
const GROUP: usize = 4;

/// The fractional part of the golden ratio (Knuth, TAOCP 3, 6.4); the first factor tried.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// What turns scores into probabilities; fitted by cross-validation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constants {
    /// Divides the scores of mentions.
    pub mention_temperature: f32,
    /// Divides the scores of people behind a pronoun.
    pub pronoun_temperature: f32,
    /// How often a name alone means the bearer we link it to.
    pub name_link: f32,
    /// How often `the senator` means the holder of that role.
    pub role_link: f32,
}

impl Default for Constants {
    fn default() -> Constants {
        Constants { mention_temperature: 1.0, pronoun_temperature: 1.0, name_link: 0.97, role_link: 0.6 }
    }
}

static LEARNED: LazyLock<Weights> = LazyLock::new(|| Weights::parse(include_str!("weights.txt")));

impl Weights {
    /// The weights that come with the program.
    pub fn learned() -> &'static Weights {
        &LEARNED
    }

    /// A table of the given codes and weights. Of a code that comes twice the last weight counts.
    pub fn new(pairs: &[(u32, i32)], constants: Constants) -> Weights {
        let mut pairs = pairs.to_vec();
        pairs.reverse();
        pairs.sort_by_key(|(code, _)| *code);
        pairs.dedup_by_key(|(code, _)| *code);
        // At most half full, so that places are found at once.
        let mut size = (pairs.len() * 2).next_power_of_two().max(1 << 12);
        loop {
            // Two codes of a group may fall on one slot wherever they are sent: another factor.
            let mut factors = (0..16).map(|number: u64| GOLDEN.wrapping_add(number << 32));
            if let Some(weights) = factors.find_map(|factor| Weights::placed(&pairs, size, factor, constants)) {
                return weights;
            }
            size *= 2;
        }
    }

    /// The table of a size and a factor, if all codes find a place in it.
    fn placed(pairs: &[(u32, i32)], size: usize, factor: u64, constants: Constants) -> Option<Weights> {
        let n_groups = (pairs.len() / GROUP).next_power_of_two();
        let mut weights = Weights { slots: vec![0; size], displaced: vec![0; n_groups], factor, constants };
        let mut groups: Vec<Vec<(u32, i32)>> = vec![Vec::new(); n_groups];
        pairs.iter().for_each(|pair| groups[weights.group(weights.scrambled(pair.0))].push(*pair));
        let mut order: Vec<usize> = (0..n_groups).collect();
        order.sort_by_key(|group| std::cmp::Reverse(groups[*group].len()));
        for group in order {
            let codes = &groups[group];
            let scrambled = |pair: &(u32, i32)| weights.scrambled(pair.0);
            let is_free = |displaced: u32| {
                codes.iter().enumerate().all(|(number, pair)| {
                    let slot = weights.slot(scrambled(pair), displaced);
                    let is_shared = |other| weights.slot(scrambled(other), displaced) == slot;
                    weights.slots[slot] == 0 && !codes[..number].iter().any(is_shared)
                })
            };
            let displaced = (0..size as u32).find(|displaced| is_free(*displaced))?;
            weights.displaced[group] = displaced;
            for (code, weight) in codes {
                let scrambled = weights.scrambled(*code);
                let weight = (*weight).clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16 as u16;
                let slot = weights.slot(scrambled, displaced);
                weights.slots[slot] = tag(scrambled) << 16 | u32::from(weight);
            }
        }
        Some(weights)
    }

    /// Reads the format of `weights.txt`: `#` comments, `name value` constants, `code weight`
    /// with the code in hexadecimal. Lines that are neither are skipped.
    pub fn parse(text: &str) -> Weights {
        let mut constants = Constants::default();
        let mut pairs = Vec::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((key, value)) = line.split_once(' ') else { continue };
            let number = value.parse::<f32>().unwrap_or(0.0);
            match key {
                "mention_temperature" => constants.mention_temperature = number.max(0.1),
                "pronoun_temperature" => constants.pronoun_temperature = number.max(0.1),
                "name_link" => constants.name_link = number,
                "role_link" => constants.role_link = number,
                _ => {
                    if let (Ok(code), Ok(weight)) = (u32::from_str_radix(key, 16), value.parse()) {
                        pairs.push((code, weight));
                    }
                }
            }
        }
        Weights::new(&pairs, constants)
    }

    #[inline]
    fn scrambled(&self, code: u32) -> u64 {
        u64::from(code).wrapping_mul(self.factor)
    }

    #[inline]
    fn group(&self, scrambled: u64) -> usize {
        (scrambled >> 48) as usize & (self.displaced.len() - 1)
    }

    #[inline]
    fn slot(&self, scrambled: u64, displaced: u32) -> usize {
        ((scrambled >> 32) as u32 ^ displaced) as usize & (self.slots.len() - 1)
    }

    /// The weight of a code, 0 if it has none.
    #[inline]
    pub fn get(&self, code: u32) -> i32 {
        let scrambled = self.scrambled(code);
        let slot = self.slots[self.slot(scrambled, self.displaced[self.group(scrambled)])];
        let is_known = slot >> 16 == tag(scrambled);
        i32::from(slot as u16 as i16) * i32::from(is_known)
    }

    /// The sum of the weights of some codes.
    pub fn sum(&self, codes: &[u32]) -> i32 {
        codes.iter().map(|code| self.get(*code)).sum()
    }
}

/// What tells codes apart that fall on one slot; never 0.
#[inline]
fn tag(scrambled: u64) -> u32 {
    (scrambled as u32 >> 8 & 0xFFFF) | 1
}

/// Turns scores into probabilities, in place.
pub fn softmax(scores: &mut [f32]) {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut total = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - top).exp();
        total += *score;
    }
    if total > 0.0 {
        scores.iter_mut().for_each(|score| *score /= total);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_found_under_their_codes() {
        let weights = Weights::parse("# note\nname_link 0.5\n1a 7\nffffffff -3\nbad line\n");
        assert_eq!((weights.get(0x1a), weights.get(u32::MAX), weights.get(2)), (7, -3, 0));
        assert_eq!(weights.constants.name_link, 0.5);
        let many: Vec<(u32, i32)> = (1..5000).map(|n| (n * 7919, n as i32)).collect();
        let weights = Weights::new(&many, Constants::default());
        assert!(many.iter().all(|(code, weight)| weights.get(*code) == *weight));
    }
}
