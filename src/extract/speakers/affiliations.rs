//! Party and place behind a name: `Ann Lee, D-Ohio,`, `Ann Lee (R–N.Y.)`, `Ann Lee (D)`.
//!
//! What stands there names nobody and separates nothing, so it is passed over like white space where more is said of
//! whom it belongs to: `Lee (D-Ohio), who` is `Lee, who`. Directly before a verb the marks stay, as the weights have
//! learned them: `Lee (D-Ohio) said`. Looks at [`LONGEST`] bytes at most.

/// Parties that stand alone in brackets, beside single letters.
const PARTIES: [&[u8]; 12] = [b"D", b"R", b"I", b"L", b"G", b"DFL", b"GOP", b"Lab", b"Con", b"SNP", b"DUP", b"Lib Dem"];

/// What opens more about somebody, with the comma before it.
const OPENERS: [&[u8]; 9] =
    [b", who ", b", who,", b", whose ", b", whom ", b", which ", b", a ", b", an ", b", the ", b", one "];

/// No affiliation is longer.
const LONGEST: usize = 40;

/// Where the affiliation ends that an opening bracket at `at` begins, behind the closing one.
pub fn in_brackets(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = &bytes[at + 1..bytes.len().min(at + 1 + LONGEST)];
    let close = rest.iter().position(|byte| matches!(byte, b')' | b']'))?;
    let inner = &rest[..close];
    let is_affiliation = PARTIES.contains(&inner) || whole(inner).is_some_and(|end| end == inner.len());
    let end = at + 1 + close + 1;
    (is_affiliation && bytes.get(end) == Some(&b',')).then_some(end)
}

/// Where the affiliation ends that a comma at `at` begins: at the comma behind it.
pub fn in_commas(bytes: &[u8], at: usize) -> Option<usize> {
    let blanks = bytes[at + 1..].iter().take(2).take_while(|byte| byte.is_ascii_whitespace()).count();
    let start = at + 1 + blanks;
    let rest = &bytes[start..bytes.len().min(start + LONGEST)];
    let end = whole(rest)?;
    let goes_on = OPENERS.iter().any(|opener| bytes[start + end..].starts_with(opener));
    (blanks > 0 && goes_on).then_some(start + end)
}

/// The length of `D-Ohio`, `R–N.Y.`, `DFL-St. Paul` at the beginning of `rest`.
fn whole(rest: &[u8]) -> Option<usize> {
    let party = rest.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let hyphen = match &rest[party..] {
        [b'-', ..] => 1,
        [0xE2, 0x80, 0x90..=0x93, ..] => 3,
        _ => return None,
    };
    let place = party + hyphen;
    let is_place = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'.';
    let mut end = place;
    for _ in 0..3 {
        let word = &rest[end..];
        let length = word.iter().take_while(|byte| is_place(byte)).count();
        if length == 0 || !word[0].is_ascii_uppercase() {
            return None;
        }
        end += length;
        if !(rest.get(end) == Some(&b' ') && rest.get(end + 1).is_some_and(u8::is_ascii_uppercase)) {
            break;
        }
        end += 1;
    }
    // `AFL-CIO` is no party of a place, `R-TX` is.
    let word = &rest[place..end];
    let is_written = word.len() == 2 || word.iter().any(|byte| byte.is_ascii_lowercase() || *byte == b'.');
    let is_party = matches!(&rest[..party], [b'D' | b'R' | b'I' | b'L' | b'G'] | [_, _] | [_, _, _]);
    (is_party && is_written).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn party_and_place_are_read_whole() {
        for (text, left) in [
            ("(D-Calif.), who", Some(", who")),
            ("(D), who", Some(", who")),
            ("(R–N.Y.), the", Some(", the")),
            ("(D-TX), who", Some(", who")),
            ("(DFL-St. Paul), who", Some(", who")),
            ("(D-Calif.) said", None),
            ("(CNN), who", None),
            ("(AFL-CIO), who", None),
            ("(D-Calif. and more", None),
            ("(COVID-19), who", None),
            ("(A-Level), who", None),
            ("(APC-Lagos), who", Some(", who")),
            ("(", None),
        ] {
            assert_eq!(in_brackets(text.as_bytes(), 0).map(|end| &text[end..]), left, "{text:?}");
        }
        for (text, left) in [
            (", D-Calif., who said", Some(", who said")),
            (", R-West Virginia, a lawyer", Some(", a lawyer")),
            (", R–N.C., whose bill", Some(", whose bill")),
            (", R-Ohio, said", None),
            (", D-Calif. He", None),
            (", X-Men, who", None),
            (",D-Calif.,", None),
            (", and", None),
            (",", None),
        ] {
            assert_eq!(in_commas(text.as_bytes(), 0).map(|end| &text[end..]), left, "{text:?}");
        }
    }
}
