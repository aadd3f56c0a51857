//! What the markup of a page says of its article: meta tags, links, title, JSON-LD, the elements
//! that are marked as dates and authors. Collected in one walk, nothing chosen yet.

use super::dom::Dom;
use super::entities::decode;
use super::json_ld::JsonLd;
use super::tag::Tag;

/// Marked elements of each kind that are kept.
const MAX_MARKED: usize = 200;

/// Longest text of a marked element, in bytes.
const MAX_MARKED_BYTES: usize = 400;

/// Words of classes and other marks of elements that print dates.
#[rustfmt::skip]
const DATE_MARKS: &[&str] = &[
    "date", "time", "publish", "datum", "fecha", "posted", "pubdat", "entry-meta", "post-meta", "meta-info", "published", "timestamp", "dateline", "created", "artinfo", "article-info", "article__meta", "article-meta",
];

/// And of those that print authors.
#[rustfmt::skip]
const AUTHOR_MARKS: &[&str] = &[
    "author", "byline", "autor", "writer", "contributor", "credit", "redakteur", "vcard", "journalist", "person", "verfasser", "username", "submitted", "by-link",
];

/// And of those that print the headline.
#[rustfmt::skip]
const HEADLINE_MARKS: &[&str] = &[
    "headline", "entry-title", "post-title", "article-title", "article__title", "entry_title", "posttitle", "article__headline",
];

/// An element that is marked as a date or an author.
#[derive(Clone, Debug)]
pub(super) struct Marked {
    /// Index of the node.
    pub node: usize,
    /// What its attribute states, such as `datetime`.
    pub value: Option<String>,
    /// Its text.
    pub text: String,
    /// Its class, id and other marks, in lower case.
    pub mark: String,
}

/// What the markup of a page says of its article.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// Names, in lower case, and contents of meta tags, in the order of the page.
    pub metas: Vec<(String, String)>,
    /// `<link rel=canonical>`.
    pub canonical: Option<String>,
    /// `<base href>`.
    pub base: Option<String>,
    /// `<title>`.
    pub title: Option<String>,
    /// The language of `<html>` or `<body>`.
    pub language: Option<String>,
    /// What JSON-LD says.
    pub json_ld: JsonLd,
    /// Headings `<h1>` to `<h3>`: level, node and text.
    pub headings: Vec<(u8, usize, String)>,
    /// Elements marked as the article's headline.
    pub headlines: Vec<Marked>,
    /// `<time>` and elements marked as dates.
    pub dates: Vec<Marked>,
    /// Elements marked as authors.
    pub authors: Vec<Marked>,
}

impl Head {
    /// Collects.
    pub fn collect(dom: &Dom<'_>) -> Head {
        let mut head = Head::default();
        let mut scripts = Vec::new();
        for (index, node) in dom.nodes.iter().enumerate() {
            match node.tag {
                Tag::Text | Tag::Root => continue,
                Tag::Meta => head.meta(dom, index),
                Tag::Link => head.link(dom, index),
                Tag::Base if head.base.is_none() => {
                    head.base = dom.attribute(index, "href").map(|href| decode(href).trim().to_owned());
                }
                Tag::Title if head.title.is_none() => {
                    let text = dom.subtree(index).map(|inner| dom.raw_text(inner)).collect::<String>();
                    head.title = Some(squeeze(&decode(&text))).filter(|title| !title.is_empty());
                }
                Tag::Script => {
                    scripts.extend(dom.subtree(index).map(|inner| dom.raw_text(inner)).find(|s| !s.is_empty()))
                }
                Tag::Html | Tag::Body => {
                    let language = dom.attribute(index, "lang").or_else(|| dom.attribute(index, "xml:lang"));
                    head.language =
                        head.language.take().or_else(|| language.map(decode).filter(|it| !it.trim().is_empty()));
                }
                Tag::H1 | Tag::H2 | Tag::H3 => {
                    let level = match node.tag {
                        Tag::H1 => 1,
                        Tag::H2 => 2,
                        _ => 3,
                    };
                    if head.headings.len() < MAX_MARKED {
                        let text = text_of(dom, index, MAX_MARKED_BYTES);
                        if !text.is_empty() {
                            head.headings.push((level, index, text));
                        }
                    }
                }
                _ => {}
            }
            if node.tag != Tag::Meta && node.tag != Tag::Link && !node.tag.is_unseen() {
                head.marked(dom, index, node.tag);
            } else if node.tag == Tag::Meta {
                head.marked_meta(dom, index);
            }
        }
        head.json_ld = JsonLd::read(scripts.into_iter());
        head
    }

    fn meta(&mut self, dom: &Dom<'_>, index: usize) {
        let Some(content) = dom.attribute(index, "content") else { return };
        let name = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| dom.attribute(index, key));
        let Some(name) = name else { return };
        if self.metas.len() < 500 && !content.trim().is_empty() {
            let content: String = squeeze(&decode(content)).chars().take(2000).collect();
            self.metas.push((decode(name).trim().to_lowercase(), content));
        }
    }

    fn link(&mut self, dom: &Dom<'_>, index: usize) {
        let Some(rel) = dom.attribute(index, "rel") else { return };
        if rel.eq_ignore_ascii_case("canonical") && self.canonical.is_none() {
            self.canonical = dom.attribute(index, "href").map(|href| decode(href).trim().to_owned());
        }
    }

    /// Dates in microdata: `<meta itemprop=datePublished content=…>`.
    fn marked_meta(&mut self, dom: &Dom<'_>, index: usize) {
        if let (Some(property), Some(content)) = (dom.attribute(index, "itemprop"), dom.attribute(index, "content"))
            && property.to_ascii_lowercase().contains("date")
            && self.dates.len() < MAX_MARKED
        {
            let mark = property.to_lowercase();
            self.dates.push(Marked { node: index, value: Some(decode(content)), text: String::new(), mark });
        }
    }

    fn marked(&mut self, dom: &Dom<'_>, index: usize, tag: Tag) {
        let attributes = dom.attributes(index);
        if attributes.is_empty() && tag != Tag::Time {
            return;
        }
        let mut mark = String::new();
        let mut value = None;
        for (name, content) in attributes {
            let name = name.to_ascii_lowercase();
            match name.as_str() {
                "class" | "id" | "itemprop" | "rel" | "property" | "data-testid" | "data-component" | "data-qa"
                    if mark.len() + content.len() < 600 =>
                {
                    mark.push_str(content);
                    mark.push(' ');
                }
                "href" if tag == Tag::A && is_of_author(content) => mark.push_str("by-link "),
                "datetime" | "content" | "data-datetime" | "data-timestamp" | "data-date" => {
                    value = value.or_else(|| Some(decode(content)).filter(|it| !it.trim().is_empty()));
                }
                _ => {}
            }
        }
        if mark.is_empty() && tag != Tag::Time {
            return;
        }
        let mark = mark.to_lowercase();
        let is_date = tag == Tag::Time || DATE_MARKS.iter().any(|word| mark.contains(word));
        if is_date && self.dates.len() < MAX_MARKED {
            let text = text_of(dom, index, MAX_MARKED_BYTES);
            if text.len() < 300 && (!text.is_empty() || value.is_some()) {
                self.dates.push(Marked { node: index, value: value.clone(), text, mark: mark.clone() });
            }
        }
        let is_author = AUTHOR_MARKS.iter().any(|word| mark.contains(word));
        if is_author && self.authors.len() < MAX_MARKED {
            let text = text_of(dom, index, MAX_MARKED_BYTES);
            if !text.is_empty() {
                self.authors.push(Marked { node: index, value: value.clone(), text, mark: mark.clone() });
            }
        }
        let is_headline = HEADLINE_MARKS.iter().any(|word| mark.contains(word));
        if is_headline && self.headlines.len() < MAX_MARKED {
            let text = text_of(dom, index, MAX_MARKED_BYTES);
            if !text.is_empty() {
                self.headlines.push(Marked { node: index, value, text, mark });
            }
        }
    }

    /// The content of the first meta tag of one of these names, in the order of the names.
    pub fn meta_value(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            self.metas.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
        })
    }
}

/// True for the address of the page of an author: `/autoren/jane-roe`.
fn is_of_author(address: &str) -> bool {
    let is_folder = |folder: &str| {
        (5..=12).contains(&folder.len())
            && matches!(
                folder,
                "author"
                    | "authors"
                    | "autor"
                    | "autoren"
                    | "autorin"
                    | "autores"
                    | "auteur"
                    | "auteurs"
                    | "autore"
                    | "autori"
                    | "redakteur"
                    | "redakteure"
                    | "journalist"
                    | "journalists"
                    | "journaliste"
                    | "journalistes"
                    | "periodista"
                    | "periodistas"
                    | "contributor"
                    | "contributors"
                    | "writer"
                    | "writers"
                    | "columnist"
                    | "columnists"
                    | "reporter"
                    | "reporters"
                    | "staff"
                    | "signataires"
                    | "firmas"
                    | "byline"
                    | "bylines"
            )
    };
    address.len() < 300 && address.split(['/', '?', '=', '#']).rev().skip(1).take(3).any(is_folder)
}

/// The text of a subtree in one line, at most `limit` bytes of it.
pub(super) fn text_of(dom: &Dom<'_>, index: usize, limit: usize) -> String {
    let mut text = String::new();
    let range = dom.subtree(index);
    let mut at = range.start;
    // Empty elements without end cost as well.
    let mut n_looked = 0;
    while at < range.end && text.len() < limit && n_looked < 400 {
        let node = &dom.nodes[at];
        n_looked += 1;
        match node.tag {
            Tag::Text => {
                let raw = dom.raw_text(at);
                let mut end = raw.len().min(limit * 2 + 64);
                while !raw.is_char_boundary(end) {
                    end -= 1;
                }
                // `<span>28.09.19</span><span>12:44</span>` are two numbers.
                let joins_numbers =
                    text.ends_with(|c: char| c.is_ascii_digit()) && raw.starts_with(|c: char| c.is_ascii_digit());
                if joins_numbers {
                    text.push(' ');
                }
                super::entities::decode_into(&raw[..end], &mut text);
            }
            tag if tag.is_unseen() => {
                at = node.end as usize;
                continue;
            }
            tag if tag.is_block() || tag == Tag::Br => text.push(' '),
            _ => {}
        }
        at += 1;
    }
    squeeze(&text)
}

/// `text` with each run of white space as one blank, and without invisible characters.
pub(super) fn squeeze(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{AD}' | '\u{200B}' | '\u{FEFF}' | '\u{2060}' => {}
            _ if character.is_whitespace() || character.is_control() => {
                if !squeezed.is_empty() && !squeezed.ends_with(' ') {
                    squeezed.push(' ');
                }
            }
            _ => squeezed.push(character),
        }
    }
    squeezed.truncate(squeezed.trim_end().len());
    squeezed
}
