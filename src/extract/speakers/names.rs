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
