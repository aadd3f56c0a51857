//! Short sentences: those that an article begins and ends with, and articles of nothing else.
//!
//! A paragraph is weighed by its length, so that an answer or a closing quotation weighs nothing.
//! It belongs to the article if it is a sibling of a paragraph that does, with nothing foreign
//! between them.

use std::ops::Range;

use super::blocks::{Block, Blocks};
use super::body::{FOREIGN, Hints, Verdict, is_foreign};
use super::dom::Dom;
use super::phrases;
use super::roles::Roles;
use super::tag::Tag;
use super::title::key;

/// Blocks that are looked at on each side of the paragraphs.
const MAX_BLOCKS: usize = 200;

/// Letters from which a paragraph needs no mark at its end.
const MIN_LETTERS: u32 = 25;

/// The paragraphs `prose` of an article with the short sentences on both sides.
pub(super) fn widen(
    dom: &Dom<'_>,
    blocks: &Blocks,
    hints: &Hints<'_>,
    prose: Range<usize>,
    verdicts: &[Verdict],
) -> Range<usize> {
    let Range { start: mut first, end } = prose;
    let mut last = end - 1;
    let (Some(top), Some(bottom)) = (blocks.list.get(first), blocks.list.get(last)) else { return prose };
    if hints.heading.is_none() && article_around(dom, bottom.node).is_none() {
        return prose;
    }
    let is_sibling = |one: &Block, other: &Block| {
        one.node == other.node || (one.tag == Tag::P && dom.nodes[one.node].parent == dom.nodes[other.node].parent)
    };
    for (index, block) in blocks.list.iter().enumerate().take(first).rev().take(MAX_BLOCKS) {
        if verdicts[index] != Verdict::Kept || !hints.is_below_title(block) {
            break;
        }
        if is_sibling(block, top) && is_opening(blocks.text_of(block)) && is_short_prose(blocks, block) {
            first = index;
        }
    }
    for (index, block) in blocks.list.iter().enumerate().skip(last + 1).take(MAX_BLOCKS) {
        if verdicts[index] != Verdict::Kept {
            break;
        }
        if is_sibling(block, bottom) && is_short_prose(blocks, block) {
            last = index;
        }
    }
    first..last + 1
}

/// Decides of each block of a page without a paragraph of prose: its sentences are the text, those
/// of the article if one is marked, below the headline.
pub(super) fn verdicts(dom: &Dom<'_>, roles: &Roles, blocks: &Blocks, hints: &Hints<'_>) -> Vec<Verdict> {
    let articles = (1..dom.nodes.len()).filter(|at| is_article(dom.nodes[*at].tag));
    let root = match hints.heading {
        Some(heading) => article_around(dom, heading),
        None => articles.take(1).next(),
    };
    let range = dom.subtree(root.unwrap_or(0));
    let mut down = roles.own.clone();
    for index in 1..dom.nodes.len() {
        down[index] = down[index].with(down[dom.nodes[index].parent as usize]);
    }
    let title = hints.title.map(key).unwrap_or_default();
    let of = |block: &Block| {
        let text = blocks.text_of(block);
        let is_paragraph = block.tag == Tag::P && block.n_letters >= MIN_LETTERS && block.n_linked == 0;
        if !range.contains(&block.node) || !hints.is_below_title(block) {
            Verdict::Outside
        } else if is_foreign(block, down[block.node].with(block.role), FOREIGN) {
            Verdict::Foreign
        } else if block.tag.is_heading() || key(text) == title {
            Verdict::Title
        } else if phrases::is_phrase(text) {
            Verdict::Phrase
        } else if is_short_prose(blocks, block) || is_paragraph {
            Verdict::Kept
        } else {
            Verdict::Edge
        }
    };
    blocks.list.iter().map(of).collect()
}

/// The element around a node that is marked as an article, or as what the page is for.
fn article_around(dom: &Dom<'_>, node: usize) -> Option<usize> {
    let mut at = node;
    while at != 0 {
        if is_article(dom.nodes[at].tag) {
            return Some(at);
        }
        at = dom.nodes[at].parent as usize;
    }
    None
}

fn is_article(tag: Tag) -> bool {
    matches!(tag, Tag::Article | Tag::Main)
}

/// True for a sentence without a link, however short.
fn is_short_prose(blocks: &Blocks, block: &Block) -> bool {
    const CLOSING: [char; 9] = ['"', '”', '’', '\'', '»', '«', '“', ')', ']'];
    const ENDS: [char; 9] = ['.', '!', '?', '…', '。', '！', '？', '؟', '।'];
    let text = blocks.text_of(block);
    if block.n_letters < 2 || block.n_linked > 0 || block.tag.is_heading() || text.contains(['@', '©', '|']) {
        return false;
    }
    let bare = text.trim_end_matches([' ', ' ']).trim_end_matches(CLOSING);
    let is_quotation = bare.len() < text.len() && text.starts_with(['"', '“', '„', '«', '»', '‘', '\'']);
    let starts_small = text.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase);
    !starts_small && (bare.ends_with(ENDS) || is_quotation)
}

/// True unless a line above the first paragraph is more likely one of place, time or author.
fn is_opening(text: &str) -> bool {
    const MARKS: [char; 7] = ['"', '“', '„', '«', '»', '‘', '—'];
    let is_spoken = text.contains(MARKS) || text.ends_with(['?', '!']);
    let n_words = text.split_whitespace().count();
    is_spoken || (n_words >= 3 && !text.contains(|c: char| c.is_ascii_digit()))
}
