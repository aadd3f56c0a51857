//! Folding: case, accents and typography, which a reader does not mean when searching.

use unicode_normalization::UnicodeNormalization;

/// Returns `text` folded: lower case, without accents, ligatures taken apart, curly
/// apostrophes straight, characters without width dropped.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Appends `text` folded to `out`; see [`fold`].
pub fn fold_into(text: &str, out: &mut String) {
    for character in text.chars() {
        fold_char(character, out);
    }
}

/// Appends the folded form of one character.
pub(super) fn fold_char(character: char, out: &mut String) {
    match character {
        'A'..='Z' => out.push(character.to_ascii_lowercase()),
        _ if character.is_ascii() => out.push(character),
        '’' | '‘' | 'ʼ' | '＇' | '´' => out.push('\''),
        _ if is_ignored(character) => {}
        'ß' | 'ẞ' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'ø' | 'Ø' => out.push('o'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'ł' | 'Ł' => out.push('l'),
        'þ' | 'Þ' => out.push_str("th"),
        'ı' | 'İ' => out.push('i'),
        // Hangul syllables are letters of their own, not accents on letters.
        '\u{AC00}'..='\u{D7A3}' => out.push(character),
        _ => {
            for lower in character.to_lowercase().nfkd() {
                if !is_ignored(lower) {
                    // A compatibility form may decompose into capitals (`№` to `No`).
                    out.extend(lower.to_lowercase());
                }
            }
        }
    }
}

/// Accents, vowel points and characters without width, which do not tell words apart.
///
/// Vowel signs of Indic scripts are marks as well and do tell words apart, so the ranges are
/// named one by one.
pub(super) fn is_ignored(character: char) -> bool {
    matches!(character,
        '\u{00AD}'                      // soft hyphen
        | '\u{0300}'..='\u{036F}'       // combining accents
        | '\u{0591}'..='\u{05C7}'       // Hebrew points
        | '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}' // Arabic tatweel and vowels
        | '\u{200B}'..='\u{200F}'       // no width, directions
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{20D0}'..='\u{20FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &str) {
        assert_eq!(fold(text), want, "{text:?}");
    }

    #[test]
    fn case_accents_and_typography_fold() {
        check("Don’t", "don't");
        check("ÉLECTION", "election");
        check("e\u{301}lection", "election");
        check("Straße", "strasse");
        check("ﬁnal", "final");
        check("elec\u{AD}tion", "election");
        check("İstanbul", "istanbul");
        check("서울", "서울");
        check("हिन्दी", "हिन्दी");
    }
}
