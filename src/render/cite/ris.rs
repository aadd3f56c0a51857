//! RIS: a line a value, which EndNote, Zotero, Mendeley and library catalogues read.

use std::io::{self, Write};

use super::{Citation, PersonName, one_line, person_name};
use crate::render::Style;

/// Writes a citation as one RIS record.
pub fn ris(out: &mut dyn Write, style: &Style, citation: &Citation<'_>) -> io::Result<()> {
    let mut record = String::from("TY  - NEWS\r\n");
    let mut line = |tag: &str, value: &str| {
        let value = one_line(value);
        if !value.is_empty() {
            record.push_str(&format!("{tag}  - {value}\r\n"));
        }
    };
    line("ID", &citation.key);
    line("TI", citation.title.unwrap_or_default());
    for author in &citation.authors {
        match person_name(author) {
            PersonName::Parts { given, family } => line("AU", &format!("{family}, {given}")),
            // Behind a comma stand given names.
            PersonName::Whole(name) => line("AU", &name.replace(',', "")),
        }
    }
    line("T2", citation.outlet.unwrap_or_default());
    if let Some(date) = citation.date {
        line("PY", &format!("{:04}", date.year()));
        line("DA", &format!("{:04}/{:02}/{:02}", date.year(), date.month(), date.day()));
    }
    line("UR", citation.url.unwrap_or_default());
    line("LA", citation.language.unwrap_or_default());
    if let Some(words) = &citation.words {
        line("AB", words.text);
    }
    line("N1", &citation.note());
    record.push_str("ER  - \r\n\r\n");
    // A carriage return is no control character here.
    let safe: Vec<_> = record.split("\r\n").map(|line| style.safe(line)).collect();
    write!(out, "{}", safe.join("\r\n"))
}
