//! EPUB: the texts of a book in the order in which one reads them.

use std::collections::{HashMap, HashSet};
use std::io::Cursor;

use ::zip::ZipArchive;

use super::super::MAX_RECORD_BYTES;
use super::super::xml::Xml;
use super::Document;
use super::docx::member;
use crate::model::{Field, Source};

/// Parts of one book, at most.
const MAX_PARTS: usize = 10_000;

/// Bytes of all parts unpacked, at most; markup takes more room than text.
const MAX_UNPACKED_BYTES: usize = 4 * MAX_RECORD_BYTES;

/// Reads a book.
pub fn read(bytes: &[u8]) -> Result<Document, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| "is no EPUB".to_owned())?;
    let container = member(&mut archive, "META-INF/container.xml")?.ok_or("is no EPUB: it has no list of contents")?;
    let xml = Xml::parse(&container);
    let path = xml
        .find(0..xml.nodes.len(), "rootfile")
        .find_map(|at| xml.attribute(at, "full-path"))
        .map(|path| path.into_owned());
    let path = path.ok_or("is no EPUB: its list of contents names no book")?;
    let package = member(&mut archive, &path)?.ok_or("is damaged: its book is missing")?;
    let xml = Xml::parse(&package);
    let all = || 0..xml.nodes.len();
    let mut document = Document::default();
    for (name, field) in [
        ("title", Field::Title),
        ("creator", Field::Author),
        ("date", Field::Date),
        ("publisher", Field::Outlet),
        ("language", Field::Language),
    ] {
        for at in xml.find(all(), name).take(if field == Field::Author { 20 } else { 1 }) {
            document.state(field, xml.text_of(at), Source::Record);
        }
    }
    let item = |at| {
        let is_contents = xml
            .attribute(at, "properties")
            .is_some_and(|properties| properties.split_whitespace().any(|property| property == "nav"));
        Some((xml.attribute(at, "id")?.into_owned(), (xml.attribute(at, "href")?.into_owned(), is_contents)))
    };
    let items: HashMap<String, (String, bool)> = xml.find(all(), "item").filter_map(item).collect();
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    // A part counts once, however often the list of contents names it or places in it.
    let mut seen: HashSet<String> = HashSet::new();
    let mut unpacked = 0;
    for at in xml.find(all(), "itemref").take(MAX_PARTS) {
        let Some((href, is_contents)) = xml.attribute(at, "idref").and_then(|id| items.get(&*id)) else { continue };
        let href = href.split('#').next().unwrap_or(href);
        let name = if folder.is_empty() { unescaped(href) } else { format!("{folder}/{}", unescaped(href)) };
        if !seen.insert(name.clone()) {
            continue;
        }
        let Some(part) = member(&mut archive, &name)? else { continue };
        unpacked += part.len();
        if unpacked > MAX_UNPACKED_BYTES {
            return Err(format!("unpacks to over {} MiB", MAX_UNPACKED_BYTES >> 20));
        }
        let page = Xml::parse(&part);
        document.warning = document.warning.or_else(|| page.warning().map(|what| format!("`{name}` {what}")));
        let Some(body) = page.find(0..page.nodes.len(), "body").next() else { continue };
        let text = if *is_contents { beside_contents(&page, body) } else { page.paragraphs_of(body) };
        if !text.is_empty() {
            if !document.text.is_empty() {
                document.text.push_str("\n\n");
            }
            document.text.push_str(&text);
        }
        if document.text.len() > MAX_RECORD_BYTES {
            return Err(format!("has a text of over {} MiB", MAX_RECORD_BYTES >> 20));
        }
    }
    if document.text.is_empty() {
        return Err("has no text in it".to_owned());
    }
    Ok(document)
}

/// The text of the part that holds the table of contents: what stands beside it, be it a whole book. A heading alone is
/// the table's.
fn beside_contents(page: &Xml<'_>, body: usize) -> String {
    let inside = page.inside(body);
    let mut tables: Vec<_> = page.outermost(inside.clone(), "nav").map(|at| at..page.inside(at).end).collect();
    tables.push(inside.end..inside.end);
    let mut texts = Vec::new();
    let mut from = inside.start;
    for table in tables {
        texts.push(page.paragraphs_in(from..table.start));
        from = table.end;
    }
    texts.retain(|text| !text.is_empty());
    let has_paragraph = page.find(inside, "p").next().is_some();
    if has_paragraph { texts.join("\n\n") } else { String::new() }
}

/// A path of a link: `a%20b.xhtml`.
fn unescaped(href: &str) -> String {
    let mut bytes = Vec::with_capacity(href.len());
    let mut rest = href.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *byte == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        match code.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(code) => {
                bytes.push(code);
                rest = &after[2..];
            }
            None => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use ::zip::ZipWriter;
    use ::zip::write::SimpleFileOptions;

    use super::*;

    /// The text of a book with this list of contents and these files.
    fn text(package: &str, files: &[(&str, &str)]) -> Result<String, String> {
        let container = "<container><rootfiles><rootfile full-path=\"book.opf\"/></rootfiles></container>";
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in [("META-INF/container.xml", container), ("book.opf", package)].iter().chain(files) {
            archive.start_file(*name, SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        read(&archive.finish().unwrap().into_inner()).map(|document| document.text)
    }

    #[test]
    fn a_part_named_often_is_read_once() {
        let spine = "<itemref idref=\"a\"/><itemref idref=\"b\"/><itemref idref=\"a\"/>".repeat(100);
        let package = format!(
            "<package><manifest><item id=\"a\" href=\"one.xhtml\"/><item id=\"b\" href=\"one.xhtml#two\"/>\
             </manifest><spine>{spine}</spine></package>"
        );
        let page = "<html><body><p>A storm came.</p></body></html>";
        assert_eq!(text(&package, &[("one.xhtml", page)]).as_deref(), Ok("A storm came."));
    }

    #[test]
    fn the_table_of_contents_is_no_text() {
        let check = |properties: &str, first: &str, expected: &str| {
            let package = format!(
                "<package><manifest><item id=\"n\" href=\"n.xhtml\" {properties}/><item id=\"a\" href=\"a.xhtml\"/>\
                 </manifest><spine><itemref idref=\"n\" linear=\"no\"/><itemref idref=\"a\"/></spine></package>"
            );
            let first = format!("<html><body>{first}</body></html>");
            let page = "<html><body><p>A storm came.</p></body></html>";
            let got = text(&package, &[("n.xhtml", &first), ("a.xhtml", page)]);
            assert_eq!(got.as_deref(), Ok(expected), "{properties} {first}");
        };
        let table = "<nav><h1>Contents</h1><ol><li><a href=\"a.xhtml\">Storm</a></li></ol></nav>";
        check("properties=\"nav\"", table, "A storm came.");
        check("properties=\"scripted nav\"", &format!("<h1>In this issue</h1><div>{table}</div>"), "A storm came.");
        // A part with a text of its own keeps it, and notes are no table.
        let both = format!("<p>Before.</p>{table}{table}<p>Behind.</p>");
        check("properties=\"nav\"", &both, "Before.\n\nBehind.\n\nA storm came.");
        check("properties=\"navigation\"", "<p>A note.</p>", "A note.\n\nA storm came.");
        check("", "<ol><li>First,</li></ol>", "First,\n\nA storm came.");
    }
}
