//! BibTeX, in a form that BibTeX, biblatex and reference managers all read.
//!
//! `@article` with `journal` is what classic styles know; `entrysubtype = {newspaper}` and `date` are for
//! biblatex. `sha256`, `characters`, `speaker` and `certainty` are fields of our own, which styles pass over.

use std::io::{self, Write};

use super::{Citation, PersonName, one_line, person_name};
use crate::render::Style;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Writes a citation as one BibTeX entry.
pub fn bibtex(out: &mut dyn Write, style: &Style, citation: &Citation<'_>) -> io::Result<()> {
    let mut entry = format!("@article{{{},\n", citation.key);
    // Double braces: styles must not change the case of a headline.
    let title = citation.title.map(|title| format!("{{{}}}", escaped(title)));
    field(&mut entry, "title", &title.unwrap_or_default());
    let authors: Vec<String> = citation.authors.iter().map(|author| author_of(author)).collect();
    field(&mut entry, "author", &authors.join(" and "));
    field(&mut entry, "journal", &citation.outlet.map(escaped).unwrap_or_default());
    field(&mut entry, "entrysubtype", "newspaper");
    if let Some(date) = citation.date {
        field(&mut entry, "date", &date.to_string());
        field(&mut entry, "year", &format!("{:04}", date.year()));
        // A macro of every style, so that the month is printed as the style prints months.
        let month = MONTHS.get(usize::from(date.month()).wrapping_sub(1)).unwrap_or(&"jan");
        entry.push_str(&format!("  month = {month},\n"));
        field(&mut entry, "day", &date.day().to_string());
    }
    field(&mut entry, "url", &citation.url.map(address).unwrap_or_default());
    field(&mut entry, "language", citation.language.unwrap_or_default());
    if let Some(words) = &citation.words {
        field(&mut entry, "abstract", &escaped(words.text));
        field(&mut entry, "characters", &format!("{}--{}", words.start, words.end));
        field(&mut entry, "speaker", &words.speaker.map(escaped).unwrap_or_default());
        field(&mut entry, "probability", &words.probability.to_string());
    }
    field(&mut entry, "sha256", &citation.sha256);
    field(&mut entry, "note", &escaped(&citation.note()));
    for line in entry.lines() {
        writeln!(out, "{}", style.safe(line))?;
    }
    out.write_all(b"}\n\n")
}

fn field(entry: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        entry.push_str(&format!("  {name} = {{{value}}},\n"));
    }
}

/// A name for a list joined by `and`: braces keep what is no person's name in one piece.
fn author_of(name: &str) -> String {
    match person_name(name) {
        PersonName::Parts { given, family } => format!("{}, {}", escaped(&family), escaped(&given)),
        PersonName::Whole(name) => format!("{{{}}}", escaped(&name)),
    }
}

/// Text with the characters that mean something to TeX taken as they are.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in one_line(text).chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            // BibTeX counts braces even behind a backslash.
            '{' => out.push_str("{\\textbraceleft}"),
            '}' => out.push_str("{\\textbraceright}"),
            '\\' => out.push_str("{\\textbackslash}"),
            '~' => out.push_str("{\\textasciitilde}"),
            '^' => out.push_str("{\\textasciicircum}"),
            _ => out.push(c),
        }
    }
    out
}

/// An address stands as it is, but for what would end the value.
fn address(url: &str) -> String {
    let url: String = url.split_whitespace().collect();
    url.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")
}
