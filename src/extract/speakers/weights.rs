//! The learned weights: feature code to small integer.

use std::sync::LazyLock;

/// Weights are whole numbers of this fraction.
pub const UNIT: f32 = 1.0 / 32.0;

/// A table from feature codes to weights, in units of [`UNIT`].
///
/// Open addressing over a power of two at most half full. A slot holds sixteen bits of the
/// scrambled code as its tag and the weight, so that the table stays within the first cache;
/// slot and tag together tell 26 or more bits of the code apart.
#[derive(Clone, Debug)]
pub struct Weights {
    slots: Vec<u32>,
    shift: u32,
    /// Constants by name, in the file as `name value`.
    pub constants: Constants,
}

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

    /// A table of the given codes and weights.
    pub fn new(pairs: &[(u32, i32)], constants: Constants) -> Weights {
        let size = (pairs.len() * 2).next_power_of_two().max(1 << 12);
        let mut weights = Weights { slots: vec![0; size], shift: 64 - size.trailing_zeros(), constants };
        for (code, weight) in pairs {
            let (mut at, tag) = weights.place(*code);
            while weights.slots[at] != 0 && weights.slots[at] >> 16 != tag {
                at = (at + 1) & (size - 1);
            }
            let weight = (*weight).clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16 as u16;
            weights.slots[at] = tag << 16 | u32::from(weight);
        }
        weights
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

    /// Slot and tag of a code; a tag is never 0.
    #[inline]
    fn place(&self, code: u32) -> (usize, u32) {
        let scrambled = u64::from(code).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        ((scrambled >> self.shift) as usize, (scrambled as u32 >> 8 & 0xFFFF) | 1)
    }

    /// The weight of a code, 0 if it has none.
    #[inline]
    pub fn get(&self, code: u32) -> i32 {
        let (mut at, tag) = self.place(code);
        loop {
            let slot = self.slots[at];
            if slot >> 16 == tag {
                return i32::from(slot as u16 as i16);
            }
            if slot == 0 {
                return 0;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// The sum of the weights of some codes.
    pub fn sum(&self, codes: &[u32]) -> i32 {
        codes.iter().map(|code| self.get(*code)).sum()
    }
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
