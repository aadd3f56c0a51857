//! The learned weights: feature code to small integer.

use std::sync::LazyLock;

/// Weights are whole numbers of this fraction.
pub const UNIT: f32 = 1.0 / 32.0;

/// A table from feature codes to weights, in units of [`UNIT`].
///
/// Open addressing over a power of two at most half full; one probe answers most questions.
#[derive(Clone, Debug)]
pub struct Weights {
    slots: Vec<(u32, i32)>,
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
        let size = (pairs.len() * 2).next_power_of_two().max(16);
        let shift = 32 - size.trailing_zeros();
        let mut weights = Weights { slots: vec![(0, 0); size], shift, constants };
        for (code, weight) in pairs {
            let mut at = weights.slot(*code);
            while weights.slots[at].0 != 0 && weights.slots[at].0 != *code {
                at = (at + 1) & (size - 1);
            }
            weights.slots[at] = (*code, *weight);
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

    fn slot(&self, code: u32) -> usize {
        (code.wrapping_mul(0x9E37_79B1) >> self.shift) as usize
    }

    /// The weight of a code, 0 if it has none.
    pub fn get(&self, code: u32) -> i32 {
        let mut at = self.slot(code);
        loop {
            let (found, weight) = self.slots[at];
            if found == code {
                return weight;
            }
            if found == 0 {
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
