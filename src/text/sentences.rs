//! Sentences of a paragraph.

use memchr::{memchr3, memmem};

use crate::model::Span;

mod points;

/// Marks before the first word of a sentence.
const OPENING: [char; 17] = ['"', '“', '„', '‘', '\'', '(', '[', '«', '—', '–', '-', '.', '@', '#', '$', '€', '£'];

/// Appends the sentences of one paragraph of `text` to `out`, in order, without the white
/// space between them; together they cover the paragraph's words.
///
/// A sentence ends at `.`, `!`, `?` or `…`, with the quotation marks and brackets that close
/// there, if white space follows and what comes next can begin a sentence: no small letter. The
/// points of abbreviations, initials and ordinals do not end one (`points`).
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
        let first_letters = next_word.trim_start_matches(OPENING);
        let can_begin = first_letters.chars().next().is_none_or(|character| !character.is_lowercase());
        if !can_begin {
            continue;
        }
        let is_point = byte == b'.' && !next_word.is_empty();
        if is_point && points::goes_on(&text[start..mark_at], &text[at..after], next_word) {
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

    /// All of it is one sentence.
    #[track_caller]
    fn whole(text: &str) {
        check(text, &[text]);
    }

    /// There is an end at ` | ` and nowhere else.
    #[track_caller]
    fn parted(marked: &str) {
        let text = marked.replace(" | ", " ");
        check(&text, &marked.split(" | ").collect::<Vec<_>>());
    }

    #[test]
    fn abbreviations_and_numbers_do_not_end_them() {
        whole("Sen. Doug Jones won 3.5 percent.");
        parted("Donald J. Trump spoke. | “I won.”");
        whole("The U.S. Senate met.");
        whole("He said “no.” and left.");
        whole("SEN. DOUG JONES WON.");
        parted("They bank at ING. | Doch Roe nicht.");
        parted("They live in Fresno, CA. | Roe does not.");
        whole("Roe is 'No. 1' there.");
        whole("The No. 10 shirt and Nos. 3 and 4.");
        whole("Roe v. Wade, and Gov. Ann Lee of St. Louis near Mt. Hood and Ft. Knox.");
        whole("On Dec. 5 and Sept. 12.");
        parted("It was Dec. | Christmas came.");
        parted("He had one more rep. | Tom left.");
        parted("The Casino. | 10 people came.");
        parted("It stood on Main St. | The shop closed.");
    }

    #[test]
    fn what_follows_letters_with_points_says_whether_they_end_one() {
        whole("J. K. Rowling met George H.W. Bush and J.R.R. Tolkien.");
        whole("The F.B.I. Director and U.S. President Lee met the C.I.A. Deputy Director.");
        parted("He lives in the U.S. | The president said so.");
        parted("It happened in the U.S. | President Lee said so.");
        parted("She works for the F.B.I. | It is large.");
        parted("He went to Washington, D.C. | Lee stayed.");
        whole("Washington, D.C. Mayor Ann Lee.");
        parted("She is Jane Roe, M.D. | Tom Poe is not.");
        parted("It was Plan B. | The crew left.");
        whole("A. The dog.");
        parted("It was World War I. | Soldiers came.");
        parted("“We are from the U.S.” | Lee nodded.");
        parted("He is with the N.R.A. | “You know,” he said.");
        whole("Speaker J.W. “Bill” Roe.");
        whole("The office of the U.S. Attorney’s aides in the U.S. Attorney’s house.");
        parted("It was Ann Lee (R-S.D.). | Poe left.");
        parted("It was Ann Lee, R-N.H. | Poe left.");
        whole("It was Ann Lee (R-N.H.) Monday.");
    }

    #[test]
    fn times_go_on_with_zones_and_days() {
        whole("It begins at 8 p.m. Eastern on Friday.");
        whole("It begins at 9 a.m. Monday in Rome.");
        whole("It begins at 9 a.m. March 3 and ends at 5 P.M. (GMT).");
        parted("They met at 5 p.m. | She left.");
        parted("They met at 5 p.m. | Lee left.");
    }

    #[test]
    fn companies_go_on_with_roles() {
        whole("Apple Inc. President Ann Lee and Poe Corp. Chief Executive Tom Poe met.");
        whole("Ford Motor Co. Chairman Tom Poe.");
        whole("Die Roe GmbH & Co. KG wuchs.");
        parted("He works for Apple Inc. | The company said so.");
        parted("He works for Apple Inc. | Lee does not.");
        whole("Ala. Gov. Ann Lee.");
        parted("He lives in Mobile, Ala. | Gov. Ann Lee does not.");
        whole("On Martin Luther King Jr. Day they marched.");
        parted("He met Tom Poe Jr. | Lee did not.");
    }

    #[test]
    fn german_points() {
        whole("Das gilt z. B. Berlin, d. h. Berliner, u. a. Schüler und i. d. R. Männer.");
        whole("Das gilt z.B. Berlin, d.h. Berliner, u.a. Schüler.");
        parted("Dort gibt es Äpfel u. a. | Die Stadt wuchs.");
        whole("Sie kam am 3. März und am 4. und 5. April 2020.");
        whole("Der 12. Bundestag tagte im 19. Jahrhundert zum 5. Mal.");
        whole("Das war am 3. 4. 2020 in Bonn.");
        whole("1. FC Köln gegen den 1. FC Union.");
        whole("Nr. 5 kostet 3 Mio. Euro, vgl. Art. 12 und Abs. 3.");
        whole("Lt. Polizei kam Hr. Roe mit Fr. Poe, dem stellv. Vorsitzenden.");
        parted("Es war im Jahr 1990. | Die Stadt wuchs.");
        parted("Er kam auf Platz 3. | Bayern gewann.");
        parted("Es kostet 3 Mio. | Die Stadt zahlt.");
        parted("I am 12. | Tom is 14.");
        parted("There were 30. | Tom left.");
    }

    #[test]
    fn french_and_spanish_points() {
        whole("Ce jour, M. Dupont, Mme. Roe et MM. Le Pen et Poe.");
        whole("M. Le Drian a parlé.");
        whole("Habló el Sr. López con la Sra. Roe y la Dra. Poe en EE. UU. ayer.");
        whole("Ayer el Sr. Roe viajó a EE. UU. Roe lo confirmó.");
        parted("Viajó a EE. UU. | El ministro no.");
        parted("Viajó a EE.UU. | El ministro no.");
        whole("Sr. López, venga.");
    }
}
