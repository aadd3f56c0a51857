//! Exports of Factiva, as text or as a page.
//!
//! An article ends with its accession number (`Document NYTF000020200304eg3400008`). With indexing
//! its parts are named by codes of two letters (`HD` headline, `PD` date, `SN` source); without, they
//! stand one below the other: title, byline, number of words, date, source, code, language.

use super::nexis::language;
use super::{Entry, Export, Line, date_part, lines, paragraphs};
use crate::model::Field;

/// Takes an export apart; `None` if the text is none.
pub fn split(text: &str) -> Option<Export> {
    let lines = lines(text);
    let ends: Vec<(usize, &str)> =
        lines.iter().enumerate().filter_map(|(at, line)| Some((at, accession(line.text)?))).collect();
    let layout = Layout::of(&lines);
    if ends.is_empty() || !lines.iter().any(|line| n_words(line.text, layout).is_some()) {
        return None;
    }
    let mut export = Export { vendor: "Factiva", announced: announced(&lines), ..Export::default() };
    let mut from = 0;
    for (end, id) in ends {
        let chunk = &lines[from..=end];
        from = end + 1;
        let is_coded = chunk.iter().any(|line| code(line.text, layout).is_some_and(|(code, _)| code == "HD"));
        match if is_coded { coded(chunk, layout) } else { plain(chunk, layout) } {
            Some(mut entry) => {
                entry.set(Field::Id, id);
                export.entries.push(entry);
            }
            None => {
                export.problems.push((lines[end].number, format!("the article `{id}` has no head that is known")));
            }
        }
    }
    Some(export)
}

/// The accession number in the last line of an article: `Document NYTF000020200304eg3400008`.
fn accession(line: &str) -> Option<&str> {
    // With indexing the code `AN` may stand in the same line.
    let line = line.strip_prefix("AN").map_or(line, str::trim_start);
    let id = ACCESSION_WORDS.iter().find_map(|word| line.strip_prefix(word))?.trim();
    (is_id(id.as_bytes()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(id)
}

/// What stands before an accession number, by the language of the export.
const ACCESSION_WORDS: [&str; 3] = ["Document ", "Dokument ", "Documento "];

/// True for what has the length and the digits of an accession number.
fn is_id(id: &[u8]) -> bool {
    (18..=40).contains(&id.len()) && id.iter().filter(|byte| byte.is_ascii_digit()).count() >= 8
}

/// True if a text may hold an accession number, wherever in a line.
pub fn has_accession(bytes: &[u8]) -> bool {
    ACCESSION_WORDS.iter().any(|word| {
        memchr::memmem::find_iter(bytes, word.as_bytes()).any(|at| {
            let rest = bytes[at + word.len()..].trim_ascii_start();
            let width = rest.iter().take(41).take_while(|byte| byte.is_ascii_alphanumeric()).count();
            is_id(&rest[..width])
        })
    })
}

/// `1,234 words`.
fn n_words(line: &str, layout: Layout) -> Option<u64> {
    let line = code(line, layout).map_or(line, |(_, value)| value);
    let (number, word) = line.split_once(' ')?;
    let is_words =
        matches!(word.trim(), "words" | "word" | "Wörter" | "mots" | "palabras" | "parole" | "woorden" | "palavras");
    if is_words { number.replace([',', '.', '\u{A0}', '\u{202F}'], "").parse().ok() } else { None }
}

/// The number of articles that the summary of the search states.
fn announced(lines: &[Line<'_>]) -> Option<(u64, u64)> {
    lines.iter().enumerate().find_map(|(at, line)| {
        let rest = ["Results Found", "Gefundene Ergebnisse", "Total Results"]
            .iter()
            .find_map(|mark| line.text.strip_prefix(mark))?;
        let next = lines[at + 1..].iter().map(|line| line.text).find(|text| !text.is_empty()).unwrap_or("");
        let value = if rest.trim_matches([':', ' ', '\t']).is_empty() { next } else { rest };
        Some((value.trim_matches([':', ' ', '\t']).replace([',', '.'], "").parse().ok()?, line.number))
    })
}

/// How codes are set off from their values.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// By two blanks or a tab, as most programs do.
    Wide,
    /// By one blank.
    Narrow,
}

impl Layout {
    /// Told by the line of an accession number, which has no other form: `AN Document …`.
    fn of(lines: &[Line<'_>]) -> Layout {
        let is_narrow = |line: &Line<'_>| {
            line.text.strip_prefix("AN ").is_some_and(|rest| !rest.starts_with([' ', '\t']))
                && accession(line.text).is_some()
        };
        if lines.iter().any(is_narrow) { Layout::Narrow } else { Layout::Wide }
    }
}

/// A code that stands alone in its line or before its value.
fn code(line: &str, layout: Layout) -> Option<(&str, &str)> {
    const CODES: &[&str] = &[
        "HD", "BY", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD", "CO", "IN", "NS", "RE",
        "IPC", "IPD", "PUB", "AN", "SE", "CR", "CLM", "ART", "RF", "CT", "DLN", "PT",
    ];
    let end = line.find([' ', '\t']).unwrap_or(line.len());
    let (code, rest) = line.split_at(end);
    let is_set_off = rest.trim().is_empty()
        || layout == Layout::Narrow && rest.starts_with(' ')
        || rest.starts_with(['\t', '\u{A0}'])
        || rest.starts_with("  ")
        || rest.starts_with(" \t");
    (CODES.contains(&code) && is_set_off).then(|| (code, rest.trim()))
}

/// With codes.
fn coded(lines: &[Line<'_>], layout: Layout) -> Option<Entry> {
    let start = lines
        .iter()
        .position(|line| code(line.text, layout).is_some_and(|(code, _)| matches!(code, "HD" | "SE" | "CLM")))?;
    let mut entry =
        Entry { line: lines[start].number, bytes: lines[start].start..lines[lines.len() - 1].end, ..Entry::default() };
    let mut parts: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in &lines[start..] {
        if let Some((code, rest)) = code(line.text, layout) {
            // A code comes once; in a text it is a word.
            if !parts.iter().any(|(known, _)| *known == code) {
                parts.push((code, if rest.is_empty() { Vec::new() } else { vec![rest] }));
                continue;
            }
        }
        if let Some((_, values)) = parts.last_mut() {
            values.push(line.text);
        }
    }
    let value = |wanted: &str| {
        let part = parts.iter().find(|(code, _)| *code == wanted);
        part.map(|(_, values)| values.iter().filter(|line| !line.is_empty()).copied().collect::<Vec<_>>().join(" "))
    };
    entry.set(Field::Title, value("HD").unwrap_or_default());
    entry.set(Field::Author, value("BY").unwrap_or_default());
    entry.set(Field::Outlet, value("SN").unwrap_or_default());
    entry.set(Field::Date, value("PD").and_then(|date| date_part(&date)).unwrap_or_default());
    entry.set(Field::Language, value("LA").map(|name| language(&name)).unwrap_or_default());
    let body = parts.iter().filter(|(code, _)| matches!(*code, "LP" | "TD"));
    // A blank line between the two parts, whatever the layout.
    entry.text = paragraphs(body.flat_map(|(_, values)| values.iter().copied().chain([""])));
    Some(entry)
}

/// Without codes.
fn plain(lines: &[Line<'_>], layout: Layout) -> Option<Entry> {
    let words = lines.iter().position(|line| n_words(line.text, layout).is_some())?;
    // Above: the title, perhaps a byline, perhaps a section.
    let above: Vec<&Line<'_>> = lines[..words]
        .iter()
        .rev()
        .take_while({
            let mut n_blank = 0;
            move |line| {
                // Blocks are set apart by a blank line at most.
                n_blank = if line.text.is_empty() { n_blank + 1 } else { 0 };
                n_blank < 3
            }
        })
        .filter(|line| !line.text.is_empty())
        .collect();
    let first = above.last()?;
    let mut entry = Entry { line: first.number, bytes: first.start..lines[lines.len() - 1].end, ..Entry::default() };
    let is_byline = |text: &str| {
        let lower = text.to_lowercase();
        ["by ", "von ", "par ", "por ", "door "].iter().any(|by| lower.starts_with(by)) && text.chars().count() < 120
    };
    let (byline, title) = match above.as_slice() {
        [byline, .., title] if is_byline(byline.text) => (Some(byline.text), title.text),
        [byline, title] if byline.text.split_whitespace().count() <= 4 => (Some(byline.text), title.text),
        [.., title] => (None, title.text),
        [] => return None,
    };
    entry.set(Field::Title, title);
    entry.set(Field::Author, byline.unwrap_or(""));
    // Below: date, perhaps time, source, code, edition, page, language, copyright; then the text.
    let below: Vec<&Line<'_>> = lines[words + 1..lines.len() - 1].iter().collect();
    let filled = || below.iter().enumerate().filter(|(_, line)| !line.text.is_empty());
    let mut body_from = 0;
    let mut is_dated = false;
    for (at, line) in filled().take(12) {
        let lower = line.text.to_lowercase();
        let is_time = line.text.len() <= 8 && line.text.contains(':');
        if lower.starts_with("copyright") || lower.starts_with("(c)") || lower.starts_with('©') {
            body_from = at + 1;
            break;
        }
        match date_part(line.text) {
            Some(date) if !is_dated => {
                entry.set(Field::Date, date);
                is_dated = true;
            }
            _ if is_time => {}
            _ if is_dated && !entry.values.iter().any(|(field, _)| *field == Field::Outlet) => {
                entry.set(Field::Outlet, line.text);
            }
            _ if LANGUAGES.contains(&line.text) => {
                entry.set(Field::Language, language(line.text));
                body_from = at + 1;
            }
            _ => {}
        }
    }
    if !is_dated {
        return None;
    }
    entry.text = paragraphs(below[body_from..].iter().map(|line| line.text));
    Some(entry)
}

const LANGUAGES: &[&str] = &[
    "English",
    "German",
    "Deutsch",
    "French",
    "Français",
    "Spanish",
    "Español",
    "Italian",
    "Italiano",
    "Dutch",
    "Nederlands",
    "Portuguese",
    "Português",
    "Swedish",
    "Danish",
    "Norwegian",
    "Polish",
    "Russian",
    "Englisch",
    "Französisch",
    "Spanisch",
    "Italienisch",
    "Niederländisch",
];

/// The lines that a page shows, as text: elements that stand below each other in lines of their
/// own, cells of a table set apart by a tab.
pub fn lines_of_page(html: &str) -> String {
    let mut text = String::with_capacity(html.len() / 2);
    let mut rest = html;
    let mut skip_until: Option<&str> = None;
    while let Some(open) = memchr::memchr(b'<', rest.as_bytes()) {
        if skip_until.is_none() {
            push_words(&mut text, &rest[..open]);
        }
        rest = &rest[open + 1..];
        let end = memchr::memchr(b'>', rest.as_bytes()).unwrap_or(rest.len());
        let tag = &rest[..end];
        rest = rest.get(end + 1..).unwrap_or("");
        let is_end = tag.starts_with('/');
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        if let Some(until) = skip_until {
            if is_end && name == until {
                skip_until = None;
            }
            continue;
        }
        match name.as_str() {
            "script" if !is_end => skip_until = Some("script"),
            "style" if !is_end => skip_until = Some("style"),
            "title" if !is_end => skip_until = Some("title"),
            "p" => text.push_str("\n\n"),
            "td" | "th" if is_end => text.push('\t'),
            "br" | "div" | "tr" | "li" | "table" | "h1" | "h2" | "h3" | "h4" | "hr" | "body" => text.push('\n'),
            _ => {}
        }
    }
    if skip_until.is_none() {
        push_words(&mut text, rest);
    }
    text
}

/// Appends text with its white space folded and its character references replaced.
fn push_words(text: &mut String, raw: &str) {
    let plain = super::super::html::plain(raw);
    for (at, word) in plain.split_whitespace().enumerate() {
        let is_apart = at > 0 || plain.starts_with(char::is_whitespace);
        if is_apart && !text.ends_with(['\n', '\t', ' ']) && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    if plain.ends_with(char::is_whitespace) && !text.ends_with(['\n', '\t', ' ']) {
        text.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::super::{may_be_export, of_text};
    use super::*;

    /// An export of two articles with codes, whose last line of each is `end`.
    fn export(end: &str) -> String {
        let article = |title: &str, id: &str| {
            format!(
                "HD  {title}\nBY  By Jane Roe\nWC  12 words\nPD  4 March 2020\nSN  The Valley Gazette\nLA  English\n\n\
                 LP\n\nOTTERFORD -- The otters are back.\n\nNS  gcat\n{}\n\n",
                end.replace("ID", id)
            )
        };
        article("Otters return", "VGAZ000020200304eg3400008") + &article("Fishers sue", "VGAZ000020200304eg3400009")
    }

    #[test]
    fn the_accession_number_stands_beside_its_code_or_below_it() {
        for end in [
            "AN  Document ID",
            "AN\tDocument ID",
            "AN\nDocument ID",
            "AN  Dokument ID",
            "AN\nDokument ID",
            "AN  Documento ID",
            "AN Document ID",
        ] {
            let text = export(end);
            // With one blank there, all codes have but one.
            let text = if end == "AN Document ID" { text.replace("  ", " ") } else { text };
            assert!(may_be_export(text.as_bytes()), "{end:?}");
            let found = of_text(&text).map_or(Vec::new(), |export| export.entries);
            let got: Vec<String> = found
                .iter()
                .map(|entry| entry.values.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(" | "))
                .collect();
            let want =
                ["Otters return", "Fishers sue"].map(|title| format!("{title} | By Jane Roe | The Valley Gazette"));
            assert_eq!(got.len(), 2, "{end:?}");
            assert!(got.iter().zip(&want).all(|(got, want)| got.starts_with(want.as_str())), "{got:?}");
            assert!(got[0].contains("2020-03-04") && got[0].ends_with("VGAZ000020200304eg3400008"), "{got:?}");
        }
    }

    #[test]
    fn texts_that_speak_of_documents_are_no_exports() {
        for text in
            ["The Document 12 was found.", "AN  Document\n", "Document ", "Document internationalisation of laws"]
        {
            assert!(!has_accession(text.as_bytes()), "{text:?}");
        }
    }
}
