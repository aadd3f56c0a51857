//! First names and the gender they tell, from a bundled table.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::tokens::hash_word;

static TABLE: LazyLock<FxHashMap<u32, u8>> = LazyLock::new(|| {
    let mut table = FxHashMap::default();
    for line in include_str!("first_names.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split(' ');
        let Some(ninths) = words.next().and_then(|digit| digit.parse().ok()) else { continue };
        for name in words {
            table.insert(hash_word(name), ninths);
        }
    }
    table
});

/// One bit per name in a table small enough to stay in cache: most capitalised words are no
/// first names, and the question is asked of each.
static FILTER: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut bits = vec![0u64; 1 << 11];
    for hash in TABLE.keys() {
        let bit = *hash as usize & ((1 << 17) - 1);
        bits[bit >> 6] |= 1 << (bit & 63);
    }
    bits
});

/// True if the word is a first name of the table.
pub fn is_first_name(hash: u32) -> bool {
    let bit = hash as usize & ((1 << 17) - 1);
    FILTER[bit >> 6] >> (bit & 63) & 1 == 1 && TABLE.contains_key(&hash)
}

/// How many of nine bearers of a first name are women; `None` if the name is not in the table.
pub fn ninths_female(hash: u32) -> Option<u8> {
    TABLE.get(&hash).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_names_tell_gender() {
        assert_eq!(ninths_female(hash_word("Mary")), Some(9));
        assert_eq!(ninths_female(hash_word("JOHN")), Some(0));
        assert!(ninths_female(hash_word("Leslie")).is_some_and(|n| (3..9).contains(&n)));
        assert_eq!(ninths_female(hash_word("Xqzzt")), None);
    }
}
