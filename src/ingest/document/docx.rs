//! DOCX: the paragraphs of a document, read out of the XML in its zip archive.

use std::io::{Cursor, Read};

use ::zip::ZipArchive;

use super::super::MAX_RECORD_BYTES;
use super::super::xml::{Node, Xml, decode};
use super::Document;
use crate::model::{Field, Source};

/// Reads a document.
pub fn read(bytes: &[u8]) -> Result<Document, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
        let is_old = bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]);
        if is_old { "is protected by a password, or a .doc under another name" } else { "is no DOCX" }.to_owned()
    })?;
    let content = member(&mut archive, "word/document.xml")?.ok_or("is no DOCX: it has no document in it")?;
    let xml = Xml::parse(&content);
    let mut document = Document { text: paragraphs(&xml), warning: xml.warning(), ..Document::default() };
    if let Ok(Some(core)) = member(&mut archive, "docProps/core.xml") {
        let xml = Xml::parse(&core);
        let title = xml.find(0..xml.nodes.len(), "title").next().map(|at| xml.text_of(at)).unwrap_or_default();
        // One word is a file's name more often than a title.
        if title.trim().contains(' ') && !title.to_lowercase().starts_with("microsoft word") {
            document.state(Field::Title, title, Source::MetaTag);
        }
    }
    Ok(document)
}

/// A member of a zip archive as text; `None` if there is none of that name.
pub fn member(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<String>, String> {
    let Ok(member) = archive.by_name(name) else { return Ok(None) };
    let mut bytes = Vec::new();
    let outcome = member.take(MAX_RECORD_BYTES as u64 + 1).read_to_end(&mut bytes);
    if bytes.len() > MAX_RECORD_BYTES {
        return Err(format!("unpacks to over {} MiB", MAX_RECORD_BYTES >> 20));
    }
    match outcome {
        Ok(_) => Ok(Some(decode(&bytes))),
        Err(error) => Err(format!("is damaged ({error})")),
    }
}

fn paragraphs(xml: &Xml<'_>) -> String {
    let mut text = String::new();
    let mut paragraph = String::new();
    let mut text_until = 0;
    // Deleted text and codes of fields are no text of the document.
    let mut skip_until = 0;
    for (at, node) in xml.nodes.iter().enumerate() {
        if at < skip_until {
            continue;
        }
        match node {
            Node::Element { name: "del" | "instrText" | "fldData" | "txbxContent", end, .. } => skip_until = *end,
            Node::Element { name: "p", .. } => flush(&mut text, &mut paragraph),
            Node::Element { name: "t", end, .. } => text_until = *end,
            Node::Element { name: "tab", .. } => paragraph.push('\t'),
            Node::Element { name: "br" | "cr", .. } => paragraph.push('\n'),
            Node::Element { name: "noBreakHyphen", .. } => paragraph.push('-'),
            Node::Element { .. } => {}
            Node::Text(raw) if at < text_until => paragraph.push_str(&super::html::plain(raw)),
            Node::Raw(raw) if at < text_until => paragraph.push_str(raw),
            _ => {}
        }
    }
    flush(&mut text, &mut paragraph);
    text
}

fn flush(text: &mut String, paragraph: &mut String) {
    if !paragraph.trim().is_empty() {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(paragraph.trim());
    }
    paragraph.clear();
}
