//! EPUB: the texts of a book in the order in which one reads them.

use std::collections::HashSet;
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
    let items: std::collections::HashMap<String, String> = xml
        .find(all(), "item")
        .filter_map(|at| Some((xml.attribute(at, "id")?.into_owned(), xml.attribute(at, "href")?.into_owned())))
        .collect();
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    // A part counts once, however often the list of contents names it or places in it.
    let mut seen: HashSet<String> = HashSet::new();
    let mut unpacked = 0;
    for at in xml.find(all(), "itemref").take(MAX_PARTS) {
        let Some(href) = xml.attribute(at, "idref").and_then(|id| items.get(&*id)) else { continue };
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
        let text = page.paragraphs_of(body);
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

    #[test]
    fn a_part_named_often_is_read_once() {
        let spine = "<itemref idref=\"a\"/><itemref idref=\"b\"/><itemref idref=\"a\"/>".repeat(100);
        let package = format!(
            "<package><manifest><item id=\"a\" href=\"one.xhtml\"/><item id=\"b\" href=\"one.xhtml#two\"/>\
             </manifest><spine>{spine}</spine></package>"
        );
        let container = "<container><rootfiles><rootfile full-path=\"book.opf\"/></rootfiles></container>";
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in [
            ("META-INF/container.xml", container),
            ("book.opf", &package),
            ("one.xhtml", "<html><body><p>A storm came.</p></body></html>"),
        ] {
            archive.start_file(name, SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        let bytes = archive.finish().unwrap().into_inner();
        assert_eq!(read(&bytes).unwrap().text, "A storm came.");
    }
}
