//! First names: the gender they tell, from a bundled table, and their short forms.

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

/// First names and their short forms, which may differ at the first letter.
const SHORT_FORMS: &[&str] = &[
    "bernie bernard",
    "tim timothy",
    "mike michael",
    "ted edward theodore",
    "joe joseph",
    "bill william billy will",
    "chris christopher christine",
    "jim james jimmy",
    "bob robert rob bobby",
    "tom thomas tommy",
    "dave david",
    "dan daniel danny",
    "matt matthew",
    "steve steven stephen",
    "ben benjamin",
    "nick nicholas",
    "ken kenneth kenny",
    "ed edward eddie",
    "rick richard dick rich",
    "ron ronald ronnie",
    "don donald",
    "greg gregory",
    "jeff jeffrey",
    "larry lawrence",
    "liz elizabeth beth betsy",
    "kate katherine kathleen kathy catherine",
    "sam samuel",
    "tony anthony",
    "andy andrew",
    "alex alexander alexandra",
    "pat patrick patricia",
    "al albert alan alfred",
    "chuck charles charlie",
    "jerry gerald jerome",
    "debbie deborah",
    "sue susan",
    "jen jennifer jenny",
    "doug douglas",
    "zach zachary",
    "josh joshua",
    "phil philip phillip",
    "ray raymond",
    "russ russell",
    "walt walter",
    "hank henry harry",
    "jack john",
    "jon jonathan",
    "gabe gabriel",
    "nate nathan nathaniel",
    "vince vincent",
    "meg megan margaret maggie",
    "mitch mitchell",
    "vicky victoria",
    "nicky nicola",
    "abby abigail",
];

/// True if two first names, as hashes, are one name and its short form, or two such forms.
pub fn short_form(a: u32, b: u32) -> bool {
    SHORT_FORMS.iter().any(|group| {
        let mut has = (false, false);
        for name in group.split(' ') {
            let name = hash_word(name);
            has = (has.0 || name == a, has.1 || name == b);
        }
        has.0 && has.1
    })
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
