//! Files that news databases export: many articles in one file, in a layout made for paper.
//!
//! Each vendor's file announces how many articles it holds, somewhere. That number is compared
//! with the number found: an export that was cut short, or that is laid out in a way not known
//! here, must not pass as complete.

mod bibtex;
mod factiva;
mod nexis;
mod people;
mod proquest;
mod ris;
mod xml_records;

use std::borrow::Cow;
use std::io::Read;

use super::fields::Fields;
use super::run::{Place, Run, Stop};
use super::text::{decode_whole, read_whole};
use crate::extract::metadata::dates::{Printed, month_number, read_value};
use crate::model::{Field, Given, Source};
use crate::text::normalise;

pub(super) use people::inverted;

/// What begins a note in which this program says where a citation comes from.
pub(crate) const NOTE_MARK: &str = "news-search: ";

/// Authors of one article that are kept.
const MAX_AUTHORS: usize = 1000;

/// An article of an export.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// The line it begins in, from 1.
    pub line: u64,
    /// Its bytes in the text, by which it is known at the next run.
    pub bytes: std::ops::Range<usize>,
    pub text: String,
    pub values: Vec<(Field, String)>,
    /// A file beside the export that holds the text.
    pub attached: Option<String>,
}

impl Entry {
    fn set(&mut self, field: Field, value: impl Into<String>) {
        let value: String = value.into();
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_known = field != Field::Author && self.values.iter().any(|(known, _)| *known == field);
        if !value.is_empty() && !is_known && self.values.len() < MAX_AUTHORS + 20 {
            self.values.push((field, value));
        }
    }
}

/// What an export holds.
#[derive(Debug, Default)]
pub(super) struct Export {
    /// Whose it is, for messages.
    pub vendor: &'static str,
    pub entries: Vec<Entry>,
    /// The number of articles that the file announces, and the line where it does.
    pub announced: Option<(u64, u64)>,
    /// What is wrong with it: line and reason.
    pub problems: Vec<(u64, String)>,
}

/// Takes a text apart if it is an export.
pub(super) fn of_text(text: &str) -> Option<Export> {
    nexis::split(text).or_else(|| factiva::split(text)).or_else(|| proquest::split(text))
}

/// True if bytes may be an export, so that it is worth decoding them to see.
pub(super) fn may_be_export(bytes: &[u8]) -> bool {
    let marks: [&[u8]; 5] = [b"DOCUMENT", b"DOKUMENT", b"End of Document", b"Ende des Dokuments", b"ProQuest"];
    marks.iter().any(|mark| memchr::memmem::find(bytes, mark).is_some()) || factiva::has_accession(bytes)
}

/// Takes a page apart if it is an export of Factiva.
pub(super) fn of_page(bytes: &[u8]) -> Option<(String, Export)> {
    let marks: [&[u8]; 4] = [b"deArticle", b"enArticle", b"Factiva", b"factiva"];
    if !marks.iter().any(|mark| memchr::memmem::find(bytes, mark).is_some()) {
        return None;
    }
    let text = normalise(Cow::Owned(factiva::lines_of_page(&super::document::Document::decode(bytes, None))));
    let export = factiva::split(&text)?;
    Some((text, export))
}

/// Hands the articles of an export on, and compares their number with the one announced.
pub(super) fn hand_on(run: &mut Run<'_>, text: &str, export: Export) -> Result<(), Stop> {
    let found = export.entries.len() as u64;
    for (number, entry) in (1u32..).zip(export.entries) {
        let raw = text.as_bytes().get(entry.bytes.clone()).unwrap_or(b"");
        if let Some(name) = &entry.attached {
            run.depends_on(name);
        }
        run.record(raw, number, Place::Line(entry.line), |run| fields(run, entry).map(Ok))?;
    }
    for (line, what) in export.problems {
        run.fail(Place::Line(line), what)?;
    }
    if let Some((announced, line)) = export.announced
        && announced != found
    {
        let articles = if announced == 1 { "article" } else { "articles" };
        let what = format!("this {} file announces {announced} {articles}, and {found} were found", export.vendor);
        return run.fail(Place::Line(line), what);
    }
    Ok(())
}

fn fields(run: &mut Run<'_>, entry: Entry) -> Result<Fields<'static>, Stop> {
    let mut fields = Fields::default();
    // What the record says comes before what the file attached to it says.
    let given = entry.values.into_iter().map(|(field, value)| Given { field, value, source: Source::Record });
    fields.state(given.collect());
    let mut text = entry.text;
    if let Some(name) = &entry.attached {
        match super::attached::read(run, name) {
            Ok(document) => {
                fields.state(document.given);
                if !document.text.trim().is_empty() {
                    text = document.text;
                }
            }
            // The record is still worth having.
            Err(why) => run.warn(Place::Line(entry.line), format!("the attached file `{name}` was not read: {why}"))?,
        }
    }
    fields.set_text(Cow::Owned(text));
    Ok(fields)
}

/// Reads a file of RIS records.
pub(super) fn read_ris(run: &mut Run<'_>, input: &mut dyn Read) -> Result<(), Stop> {
    read_with(run, input, ris::split)
}

/// Reads a BibTeX file.
pub(super) fn read_bibtex(run: &mut Run<'_>, input: &mut dyn Read) -> Result<(), Stop> {
    read_with(run, input, bibtex::split)
}

/// Reads an XML file of articles.
pub(super) fn read_xml(run: &mut Run<'_>, input: &mut dyn Read) -> Result<(), Stop> {
    let bytes = read_whole(input)?;
    let text = super::xml::decode(&bytes);
    match xml_records::split(&text) {
        Some(export) => hand_on(run, &text, export),
        None => Err(Stop::Failed(
            "is XML of a kind that is not known (there are NewsML, NITF, ProQuest, RSS and Atom)".to_owned(),
        )),
    }
}

fn read_with(run: &mut Run<'_>, input: &mut dyn Read, split: fn(&str) -> Option<Export>) -> Result<(), Stop> {
    let bytes = read_whole(input)?;
    let text = normalise(decode_whole(run, &bytes)?);
    match split(&text) {
        Some(export) => hand_on(run, &text, export),
        None => Err(Stop::Failed("holds no record".to_owned())),
    }
}

/// A line of an export.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    /// From 1.
    pub number: u64,
    pub start: usize,
    pub end: usize,
    /// Without white space around it.
    pub text: &'t str,
    /// White space before it, in characters.
    pub indent: usize,
}

/// The lines of a text; form feeds are blank.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (number, line) in (1u64..).zip(text.split_inclusive('\n')) {
        let end = start + line.len();
        let trimmed = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{C}' || c == '\u{FEFF}');
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        found.push(Line { number, start, end, text: trimmed, indent });
        start = end;
    }
    found
}

/// Joins lines to paragraphs at blank ones.
///
/// Exports break paragraphs into lines of one width; the lines of one belong together.
pub(super) fn paragraphs<'t>(lines: impl IntoIterator<Item = &'t str>) -> String {
    let mut text = String::new();
    let mut is_new = true;
    for line in lines {
        if line.is_empty() {
            is_new = true;
            continue;
        }
        if !text.is_empty() {
            text.push_str(if is_new { "\n\n" } else { " " });
        }
        text.push_str(line);
        is_new = false;
    }
    text
}

/// The day that a line names with its month in letters, as `2020-03-04`; `None` if it names none.
///
/// `March 4, 2020 Wednesday`, `4 March 2020`, `Mittwoch 4. März 2020 10:12 AM`.
pub(super) fn date_part(line: &str) -> Option<String> {
    // In numbers alone it may be anything, and what is longer is a sentence.
    let mut words = line.split(|c: char| !c.is_alphabetic());
    if line.chars().count() > 80 || !words.any(|word| month_number(word).is_some()) {
        return None;
    }
    match read_value(line)? {
        Printed::Day(day) => Some(day.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_exports_are_read() {
        for (line, want) in [
            ("March 4, 2020 Wednesday", Some("2020-03-04")),
            ("4 March 2020", Some("2020-03-04")),
            ("Mittwoch 4. März 2020 10:12 AM GMT", Some("2020-03-04")),
            ("Mar 4, 2020", Some("2020-03-04")),
            ("4 de marzo de 2020", Some("2020-03-04")),
            ("10 juillet 2020", Some("2020-07-10")),
            ("Load-Date: Sept. 4, 2020", Some("2020-09-04")),
            ("04/03/2020", None),
            ("3 juin 2020", Some("2020-06-03")),
            ("March 2020", None),
            ("The New York Times", None),
            ("32 March 2020", None),
        ] {
            assert_eq!(date_part(line).as_deref(), want, "{line}");
        }
    }
}
