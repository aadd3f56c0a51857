//! What a heading prints besides the headline, and headlines that no heading prints.
//!
//! Labels and buttons stand within a heading behind its words (`Dam holds VIDEO 12 comments`). Old pages
//! have no headings at all: there the headline is a line in bold or large type above the byline.

use super::blocks::{Block, Blocks};
use super::body::weight;
use super::bylines;
use super::dom::Dom;
use super::entities::decode_into;
use super::head::{Head, squeeze};
use super::roles::{Role, Roles};
use super::tag::Tag;
use super::title::{APART, around, key};
use crate::extract::metadata::stated;

/// Nodes of a heading that are looked at.
const MAX_NODES: usize = 40;

/// Shortest headline that is told from a label behind it, in bytes of its key.
const MIN_KEY: usize = 10;

/// Lines between a headline and the first paragraph, at most.
const MAX_LINES: usize = 6;

/// What a heading prints before its last elements, if the head of the page prints just that.
pub(super) fn without_labels(dom: &Dom<'_>, node: usize, keys_in_head: &[String]) -> Option<String> {
    let mut text = String::new();
    let mut found = None;
    let mut at = node + 1;
    let end = dom.subtree(node).end.min(node + MAX_NODES);
    while at < end {
        let inner = &dom.nodes[at];
        if inner.tag == Tag::Text {
            decode_into(dom.raw_text(at), &mut text);
        } else if inner.tag.is_unseen() {
            at = (inner.end as usize).max(at + 1);
            continue;
        } else if text.len() <= 600 {
            let before = key(&text);
            if before.len() >= MIN_KEY && keys_in_head.contains(&before) {
                found = Some(squeeze(&text));
            }
        }
        at += 1;
    }
    // More words must follow, or it is but the heading.
    found.filter(|found| key(found) != key(&text))
}

/// True for a heading that is marked as the name or the logo of the site.
pub(super) fn is_logo(dom: &Dom<'_>, node: usize) -> bool {
    const WORDS: &[&str] =
        &["logo", "sitetitle", "sitename", "sitebrand", "branding", "masthead", "blogtitle", "websitetitle"];
    ["class", "id"].iter().filter_map(|name| dom.attribute(node, name)).any(|value| {
        value.split_ascii_whitespace().take(8).any(|name| {
            let name: String =
                name.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).take(40).collect();
            WORDS.iter().any(|word| name == *word || name.ends_with(word))
        })
    })
}

/// True for what programs that make pages write as a title where none is given.
pub(super) fn is_placeholder(key: &str) -> bool {
    #[rustfmt::skip]
    const TITLES: &[&str] = &[
        "untitled", "untitleddocument", "untitledpage", "newpage", "newpage1", "documentsanstitre", "unbenanntesdokument", "documentosintitulo",
        "documentosintítulo", "documentosenzatitolo", "documentosemtitulo", "naamloosdocument", "notitle", "justamoment", "attentionrequiredcloudflare",
    ];
    TITLES.contains(&key)
}

/// The block that prints the headline of a page without headings: emphasised, above a byline or a day,
/// which stand above the first paragraph.
pub(super) fn without_heading(dom: &Dom<'_>, roles: &Roles, head: &Head, blocks: &Blocks) -> Option<usize> {
    if !head.headings.is_empty() || !head.headlines.is_empty() {
        return None;
    }
    let first = blocks.list.iter().position(|block| weight(blocks, block) > 0.0 && block.n_letters >= 40)?;
    let from = first.saturating_sub(MAX_LINES);
    let mut is_signed = false;
    for number in (from..first).rev() {
        let block = &blocks.list[number];
        let text = blocks.text_of(block);
        if is_headline(dom, block, text)
            && is_signed
            && !around(dom, roles, block.node, None).has(APART.with(Role::CAPTION))
        {
            return Some(number);
        }
        is_signed |=
            text.len() <= 160 && (!bylines::of_line(text).is_empty() || stated::first_within(text, 100).is_some());
    }
    None
}

/// True for a line that is set as a headline.
fn is_headline(dom: &Dom<'_>, block: &Block, text: &str) -> bool {
    let n_words = text.split_whitespace().count();
    let is_short = (3..=25).contains(&n_words) && text.len() <= 200 && !text.ends_with(['.', ':', ';', ',']);
    let is_line = block.n_linked == 0 && is_short && bylines::of_line(text).is_empty();
    is_line && (block.is_strong || is_large(dom, block))
}

/// True for large type, or an element called a headline.
fn is_large(dom: &Dom<'_>, block: &Block) -> bool {
    let mut at = block.at;
    for _ in 0..4 {
        at = dom.nodes[at].parent as usize;
        if at == 0 {
            return false;
        }
        let size = dom.attribute(at, "size").filter(|_| dom.nodes[at].tag == Tag::Font);
        let is_large =
            size.is_some_and(|size| matches!(size.trim(), "4" | "5" | "6" | "7" | "+1" | "+2" | "+3" | "+4"));
        let is_called = dom.attribute(at, "class").is_some_and(|class| {
            class.split_ascii_whitespace().any(|name| {
                matches!(
                    name.to_ascii_lowercase().as_str(),
                    "hed" | "head" | "headline" | "title" | "storyhead" | "story-head" | "heading"
                )
            })
        });
        if is_large || is_called || matches!(dom.nodes[at].tag, Tag::Big) {
            return true;
        }
        if at == block.node {
            return false;
        }
    }
    false
}
