//! Sentences of a paragraph.

use memchr::{memchr3, memmem};

use crate::model::Span;

/// Appends the sentences of one paragraph of `text` to `out`, in order, without the white
/// space between them; together they cover the paragraph's words.
///
/// A sentence ends at `.`, `!`, `?` or `…`, with the quotation marks and brackets that close
/// there, if white space follows and what comes next can begin a sentence. A point does not
/// end one after an abbreviation that stands before a name (`Sen.`), an initial (`J.`), or
/// when a lower-case letter follows.
pub fn sentences(text: &str, paragraph: Span, out: &mut Vec<Span>) {
    let bytes = text.as_bytes();
    let limit = paragraph.end().min(text.len());
    let mut start = paragraph.start().min(limit);
    let mut at = start;
    let find_ellipsis = |from: usize| memmem::find(&bytes[from..limit], "…".as_bytes()).map(|found| from + found);
    let mut ellipsis = find_ellipsis(at);
    while at < limit {
        if ellipsis.is_some_and(|found| found < at) {
            ellipsis = find_ellipsis(at);
        }
        let point = memchr3(b'.', b'!', b'?', &bytes[at..limit]).map(|found| at + found);
        let Some(mark_at) = [point, ellipsis].into_iter().flatten().min() else { break };
        let byte = bytes[mark_at];
        at = mark_at;
        at += if byte < 0x80 { 1 } else { 3 };
        let after = skip_closing(text, at, limit);
        let rest = &text[after..limit];
        let next_word = rest.trim_start();
        if next_word.len() == rest.len() && !rest.is_empty() {
            continue; // no white space: `3.5`, `U.S.`, `t.co`
        }
        let before = &text[start..mark_at];
        let is_number = before.ends_with("No") && next_word.starts_with(|c: char| c.is_ascii_digit());
        if byte == b'.' && (is_number || is_abbreviated(before)) {
            continue;
        }
        if !can_begin(next_word) {
            continue;
        }
        out.push(Span::of(start, after));
        start = limit - next_word.len();
        at = start;
    }
    if start < limit {
        out.push(Span::of(start, limit));
    }
}

/// Skips further end marks and the quotation marks and brackets that close after them.
fn skip_closing(text: &str, from: usize, limit: usize) -> usize {
    let mut at = from;
    for character in text[from..limit].chars() {
        match character {
            '.' | '!' | '?' | '…' | '"' | '”' | '’' | '\'' | ')' | ']' | '»' => at += character.len_utf8(),
            _ => break,
        }
    }
    // A mark that stands off from the words closes too: `Not even once. ”`
    let rest = &text[at..limit];
    if let Some(spaced) = rest.strip_prefix(' ')
        && let Some(after) = spaced.strip_prefix('”')
        && (after.is_empty() || after.starts_with(char::is_whitespace))
    {
        at = limit - after.len();
    }
    at
}

/// True if a sentence may begin with `rest`.
fn can_begin(rest: &str) -> bool {
    let first =
        rest.trim_start_matches(['"', '“', '‘', '\'', '(', '[', '«', '—', '–', '-', '.', '@', '#', '$', '€', '£']);
    first.chars().next().is_none_or(|character| !character.is_lowercase())
}

/// True if the point after `before` belongs to an abbreviation rather than ending a sentence.
fn is_abbreviated(before: &str) -> bool {
    let word_start = before
        .rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“' | '‘' | '—' | '–' | '-'))
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let word = &before[word_start..];
    let mut letters = word.chars();
    let is_initial =
        matches!((letters.next(), letters.next()), (Some(first), None) if first.is_uppercase() && first != 'I');
    if is_initial {
        return true;
    }
    let mut lower = [0u8; 8];
    let bytes = word.as_bytes();
    if bytes.is_empty() || bytes.len() > lower.len() {
        return false;
    }
    lower[..bytes.len()].copy_from_slice(bytes);
    lower[..bytes.len()].make_ascii_lowercase();
    // Before a name; after these a sentence all but never ends.
    matches!(
        &lower[..bytes.len()],
        b"adm"
            | b"brig"
            | b"capt"
            | b"cmdr"
            | b"col"
            | b"cpl"
            | b"dr"
            | b"fr"
            | b"gen"
            | b"gov"
            | b"hon"
            | b"lt"
            | b"maj"
            | b"mme"
            | b"mr"
            | b"mrs"
            | b"ms"
            | b"msgr"
            | b"mt"
            | b"pres"
            | b"prof"
            | b"rep"
            | b"reps"
            | b"rev"
            | b"sen"
            | b"sens"
            | b"sgt"
            | b"st"
            | b"supt"
            | b"vs"
            | b"v"
            | b"atty"
            | b"asst"
            | b"sec"
            | b"dept"
            | b"u.n"
            | b"u.k"
            | b"u.s"
            | b"ft"
            | b"op"
            | b"cit"
            | b"approx"
            | b"e.g"
            | b"i.e"
            | b"jan"
            | b"feb"
            | b"aug"
            | b"sept"
            | b"oct"
            | b"nov"
            | b"dec"
            | b"hr"
            | b"dipl"
            | b"bzw"
            | b"ca"
            | b"mlle"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let mut spans = Vec::new();
        sentences(text, Span::of(0, text.len()), &mut spans);
        let got: Vec<&str> = spans.iter().map(|span| span.of_text(text)).collect();
        assert_eq!(got, want, "{text:?}");
    }

    #[test]
    fn sentences_end_at_marks() {
        check("He won. She lost! Why? No…", &["He won.", "She lost!", "Why?", "No…"]);
        check("“No.” He left. (Really.) Yes", &["“No.”", "He left.", "(Really.)", "Yes"]);
        check("\"No.\" She left.", &["\"No.\"", "She left."]);
        check("Not even once. ” Then he left.", &["Not even once. ”", "Then he left."]);
    }

    #[test]
    fn abbreviations_and_numbers_do_not_end_them() {
        check("Sen. Doug Jones won 3.5 percent.", &["Sen. Doug Jones won 3.5 percent."]);
        check("Donald J. Trump spoke. “I won.”", &["Donald J. Trump spoke.", "“I won.”"]);
        check("The U.S. Senate met.", &["The U.S. Senate met."]);
        check("He said “no.” and left.", &["He said “no.” and left."]);
    }
}
