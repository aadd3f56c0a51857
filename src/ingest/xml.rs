//! XML as a flat list of elements, read by rules that never fail: exports are often cut short or
//! not quite well-formed. Linear, without recursion, whatever the depth.

use std::borrow::Cow;

use encoding_rs::Encoding;
use rustc_hash::FxHashMap;

use super::document::Document;

/// Elements and texts of one file that are kept.
const MAX_NODES: usize = if cfg!(test) { 500_000 } else { 5_000_000 };

/// A part of a document.
#[derive(Clone, Debug)]
pub(super) enum Node<'x> {
    /// An element: name without its prefix, attributes as written; it ends before node `end`.
    Element { name: &'x str, attributes: &'x str, end: usize, start_byte: usize, end_byte: usize },
    /// Text with its references.
    Text(&'x str),
    /// Text as it is.
    Raw(&'x str),
}

/// A document: nodes in order, those within an element right behind it.
#[derive(Debug, Default)]
pub(super) struct Xml<'x> {
    pub nodes: Vec<Node<'x>>,
    is_cut: bool,
}

/// Decodes a file by its mark or its declaration.
pub(super) fn decode(bytes: &[u8]) -> String {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let declared = head.split_once("encoding=").map(|(_, rest)| rest);
    let name = declared.and_then(|rest| rest.get(1..)?.split(['"', '\'']).next().map(str::to_owned));
    let name = name.filter(|name| Encoding::for_label(name.as_bytes()).is_some_and(|one| one.is_ascii_compatible()));
    // A declaration that is wrong is more common than one that is needed.
    let is_utf8 = std::str::from_utf8(bytes).is_ok();
    Document::decode(bytes, name.as_deref().filter(|_| !is_utf8))
}

impl<'x> Xml<'x> {
    /// Reads a document.
    pub fn parse(text: &'x str) -> Xml<'x> {
        let mut xml = Xml::default();
        let mut open: Vec<usize> = Vec::new();
        // Open elements by name: an end tag of none of them is not looked for.
        let mut n_open: FxHashMap<&str, usize> = FxHashMap::default();
        let mut at = 0;
        while at < text.len() {
            if xml.nodes.len() >= MAX_NODES {
                xml.is_cut = true;
                break;
            }
            let rest = &text[at..];
            let Some(found) = memchr::memchr(b'<', rest.as_bytes()) else {
                xml.text(rest);
                break;
            };
            xml.text(&rest[..found]);
            at += found;
            let rest = &text[at..];
            let special = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")];
            if let Some((start, end)) = special.iter().find(|(start, _)| rest.starts_with(start)) {
                let inner = &rest[start.len()..];
                let length = memchr::memmem::find(inner.as_bytes(), end.as_bytes());
                if *start == "<![CDATA[" {
                    xml.nodes.push(Node::Raw(&inner[..length.unwrap_or(inner.len())]));
                }
                at = length.map_or(text.len(), |length| at + start.len() + length + end.len());
                continue;
            }
            let Some(end) = tag_end(rest) else {
                xml.text(rest);
                break;
            };
            let tag = &rest[1..end];
            at += end + 1;
            if let Some(name) = tag.strip_prefix('/') {
                let name = local(name.trim());
                // An end tag closes its element and those left open in it; one of nothing, nothing.
                let mut is_open = n_open.get(name).is_some_and(|count| *count > 0);
                while is_open {
                    let Some(last) = open.pop() else { break };
                    if let Some(Node::Element { name: closed, .. }) = xml.nodes.get(last) {
                        is_open = *closed != name;
                        if let Some(count) = n_open.get_mut(closed) {
                            *count -= 1;
                        }
                    }
                    xml.close(last, at);
                }
                continue;
            }
            let is_empty = tag.ends_with('/');
            let tag = tag.strip_suffix('/').unwrap_or(tag);
            let name_end = tag.find(|c: char| c.is_whitespace()).unwrap_or(tag.len());
            let number = xml.nodes.len();
            let (name, attributes) = (local(&tag[..name_end]), &tag[name_end..]);
            xml.nodes.push(Node::Element { name, attributes, end: number + 1, start_byte: at - end - 1, end_byte: at });
            if !is_empty {
                open.push(number);
                *n_open.entry(name).or_default() += 1;
            }
        }
        for one in open {
            xml.close(one, text.len());
        }
        xml
    }

    /// What is to be told if not all of the document was read.
    pub fn warning(&self) -> Option<String> {
        self.is_cut.then(|| format!("has over {MAX_NODES} elements; the rest was not read"))
    }

    fn text(&mut self, text: &'x str) {
        if !text.is_empty() {
            self.nodes.push(Node::Text(text));
        }
    }

    fn close(&mut self, number: usize, byte: usize) {
        let count = self.nodes.len();
        if let Some(Node::Element { end, end_byte, .. }) = self.nodes.get_mut(number) {
            (*end, *end_byte) = (count, byte);
        }
    }

    /// The elements of a name within an element, or anywhere for `None`, in order.
    pub fn find<'n>(&'n self, within: std::ops::Range<usize>, name: &'n str) -> impl Iterator<Item = usize> + 'n {
        within.filter(move |at| matches!(self.nodes.get(*at), Some(Node::Element { name: known, .. }) if known.eq_ignore_ascii_case(name)))
    }

    /// Like `find`, without those that lie in one of the same name: what is done with each of
    /// them is linear however they nest.
    pub fn outermost<'n>(&'n self, within: std::ops::Range<usize>, name: &'n str) -> impl Iterator<Item = usize> + 'n {
        let mut end = within.start;
        self.find(within, name).filter(move |at| {
            let is_outer = *at >= end;
            if is_outer {
                end = self.inside(*at).end;
            }
            is_outer
        })
    }

    /// What lies in an element.
    pub fn inside(&self, at: usize) -> std::ops::Range<usize> {
        match self.nodes.get(at) {
            Some(Node::Element { end, .. }) => at + 1..*end,
            _ => 0..0,
        }
    }

    /// All text in an element, as it stands.
    pub fn text_of(&self, at: usize) -> String {
        let mut text = String::new();
        for node in &self.nodes[self.inside(at)] {
            match node {
                Node::Text(raw) => text.push_str(&super::html::plain(raw)),
                Node::Raw(raw) => text.push_str(raw),
                Node::Element { .. } => {}
            }
        }
        text
    }

    /// All text of an element with its blocks as paragraphs.
    pub fn paragraphs_of(&self, at: usize) -> String {
        self.paragraphs_in(self.inside(at))
    }

    /// All text between two nodes with its blocks as paragraphs.
    pub fn paragraphs_in(&self, within: std::ops::Range<usize>) -> String {
        let mut text = String::new();
        for node in self.nodes.get(within).unwrap_or_default() {
            match node {
                Node::Text(raw) => push(&mut text, &super::html::plain(raw)),
                Node::Raw(raw) => push(&mut text, raw),
                Node::Element { name, .. } => {
                    const BLOCKS: &[&str] = &[
                        "p",
                        "div",
                        "block",
                        "hl2",
                        "h1",
                        "h2",
                        "h3",
                        "h4",
                        "li",
                        "tr",
                        "table",
                        "blockquote",
                        "ul",
                        "ol",
                    ];
                    if BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block)) {
                        let length = text.trim_end().len();
                        text.truncate(length);
                        if !text.is_empty() {
                            text.push_str("\n\n");
                        }
                    } else if name.eq_ignore_ascii_case("br") {
                        text.push('\n');
                    }
                }
            }
        }
        text.trim().to_owned()
    }

    /// The value of an attribute, by its name without a prefix.
    pub fn attribute(&self, at: usize, name: &str) -> Option<Cow<'_, str>> {
        let Some(Node::Element { attributes, .. }) = self.nodes.get(at) else { return None };
        let mut rest = *attributes;
        while let Some((key, after)) = rest.split_once('=') {
            let after = after.trim_start();
            let mark = after.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
            let (value, behind) = after[1..].split_once(mark)?;
            if local(key.trim()).eq_ignore_ascii_case(name) {
                return Some(Cow::Owned(super::html::plain(value)));
            }
            rest = behind;
        }
        None
    }
}

/// Appends text with its white space folded.
fn push(text: &mut String, raw: &str) {
    for (at, word) in raw.split_whitespace().enumerate() {
        let is_apart = at > 0 || raw.starts_with(char::is_whitespace);
        if is_apart && !text.is_empty() && !text.ends_with(char::is_whitespace) {
            text.push(' ');
        }
        text.push_str(word);
    }
    if raw.ends_with(char::is_whitespace) && !text.is_empty() && !text.ends_with(char::is_whitespace) {
        text.push(' ');
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Where a tag at the start of `text` ends; a `>` between quotation marks does not end it.
fn tag_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    loop {
        at += memchr::memchr3(b'>', b'"', b'\'', bytes.get(at..)?)?;
        match bytes[at] {
            b'>' => return Some(at),
            mark => match memchr::memchr2(mark, b'<', &bytes[at + 1..]) {
                Some(found) if bytes[at + 1 + found] == mark => at += found + 2,
                // A mark that is not closed before the next tag is none.
                _ => at += 1,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_end_where_they_should_and_what_is_not_closed_ends_with_its_parent() {
        let xml = Xml::parse("<?xml version='1.0'?><a x:n=\"1 &gt; 0\"><b>one<c/>two</b><d>three</a><e>four");
        let name = |name: &'static str| xml.find(0..xml.nodes.len(), name).next().unwrap();
        assert_eq!(xml.text_of(name("a")), "onetwothree");
        assert_eq!(xml.text_of(name("b")), "onetwo");
        assert_eq!(xml.text_of(name("d")), "three");
        assert_eq!(xml.text_of(name("e")), "four");
        assert_eq!(xml.attribute(name("a"), "n").as_deref(), Some("1 > 0"));
        assert_eq!(xml.attribute(name("a"), "m"), None);
    }

    #[test]
    fn deep_and_broken_documents_are_read_in_linear_time() {
        let deep = "<a>".repeat(200_000);
        assert_eq!(Xml::parse(&deep).nodes.len(), 200_000);
        // End tags of nothing, and of what lies far below.
        let start = std::time::Instant::now();
        let unmatched = format!("{}{}", "<a>".repeat(400_000), "</b>".repeat(400_000));
        assert_eq!(Xml::parse(&unmatched).nodes.len(), 400_000);
        let crossed = format!("<b>{}{}x", "<a>".repeat(400_000), "</b></a>".repeat(400_000));
        let xml = Xml::parse(&crossed);
        assert_eq!((xml.nodes.len(), xml.inside(0)), (400_002, 1..400_001));
        assert!(start.elapsed() < std::time::Duration::from_secs(20), "{:?}", start.elapsed());
        let long = "<a/>".repeat(MAX_NODES + 1);
        assert_eq!((Xml::parse(&long).nodes.len(), Xml::parse(&long).warning().is_some()), (MAX_NODES, true));
        assert_eq!(xml.warning(), None);
        for odd in ["<", "<a", "<a b='", "</a>", "<![CDATA[x", "<!--", "<a b=\"<c>\">", "&", "<>", "<é>"] {
            let _ = Xml::parse(odd);
        }
    }
}
