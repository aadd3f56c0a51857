//! The main text of a page: which part of it holds the article, and which blocks of that part
//! belong to it.
//!
//! 1. Each block is weighed as prose: long, ending as a sentence, little of it linked.
//! 2. Roles ([`super::roles`]) are handed down from element to element, unless an element that
//!    is called something foreign holds most of the page's prose: then the name is not believed.
//! 3. The element that holds the article is the one marked as its body, else the innermost that
//!    holds most of the prose without a foreign role.
//! 4. Of its blocks those stay that are neither foreign, nor links, nor known phrases of sites;
//!    what stands before the first and behind the last paragraph goes, the lead comes in.
//!
//! Where JSON-LD prints the text of the article as well, blocks that occur in it are the prose.

use super::blocks::{Block, Blocks};
use super::dom::Dom;
use super::regions::{attributed, cards, choose, hand_down, sum_up};
use super::roles::{Role, Roles};
use super::shingles::Shingles;
use super::tag::Tag;
use super::title::key;
use super::{brief, captions, comments, edges, linked, phrases};

/// Roles whose text is not the article's.
pub(super) const FOREIGN: Role = Role::NAVIGATION
    .with(Role::FOOTER)
    .with(Role::SIDE)
    .with(Role::RELATED)
    .with(Role::SHARE)
    .with(Role::COMMENT)
    .with(Role::CAPTION)
    .with(Role::AD)
    .with(Role::META)
    .with(Role::SIGN_UP)
    .with(Role::NOTICE)
    .with(Role::TOOL)
    .with(Role::HIDDEN)
    .with(Role::BOX)
    .with(Role::EMBED);

/// Roles whose text is never an article's, not even where nothing else is there.
const NEVER: Role = Role::NAVIGATION
    .with(Role::FOOTER)
    .with(Role::SHARE)
    .with(Role::SIGN_UP)
    .with(Role::NOTICE)
    .with(Role::HIDDEN)
    .with(Role::AD);

/// What a page says of its article that helps to find the text.
#[derive(Debug, Default)]
pub(super) struct Hints<'h> {
    /// The title, and the element that prints it.
    pub title: Option<&'h str>,
    pub heading: Option<usize>,
    /// The text, as JSON-LD prints it.
    pub stated: Option<&'h str>,
    /// Descriptions, as the head of the page prints them.
    pub descriptions: Vec<&'h str>,
}

impl Hints<'_> {
    /// True unless a block is known to stand above the title.
    pub fn is_below_title(&self, block: &Block) -> bool {
        self.heading.is_none_or(|heading| block.node > heading)
    }
}

/// What became of a block, for tests and for who improves the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Of the article.
    Kept,
    /// Outside of the element that holds the article.
    Outside,
    /// Has a foreign role.
    Foreign,
    /// Most of it is links.
    Linked,
    /// The title once more.
    Title,
    /// Something that sites print between paragraphs.
    Phrase,
    /// Before the first or behind the last paragraph.
    Edge,
    /// A heading without text.
    Heading,
    /// A paragraph that stands there once more.
    Twice,
}

/// Returns the main text of a page, a blank line between paragraphs.
pub(super) fn main_text(dom: &Dom<'_>, roles: &Roles, blocks: &Blocks, hints: &Hints<'_>) -> String {
    let mut text = join(blocks, &verdicts(dom, roles, blocks, hints, FOREIGN));
    if text.is_empty() {
        // Pages built by script have it in JSON-LD alone; a brief has sentences and no paragraph.
        text = match hints.stated.map(plain) {
            Some(stated) if !stated.is_empty() => return stated,
            _ => join(blocks, &brief::verdicts(dom, roles, blocks, hints)),
        };
    }
    if text.len() < 100 {
        // Picture galleries, forums: the captions or comments are the text.
        let other = join(blocks, &verdicts(dom, roles, blocks, hints, NEVER));
        if other.len() > 2 * text.len() {
            text = other;
        }
    }
    // Some pages have their text in JSON-LD alone and build the rest by script.
    if let Some(stated) = hints.stated
        && stated.len() > 400
        && text.len() * 4 < stated.len()
    {
        return plain(stated);
    }
    text
}

/// The blocks that are kept.
fn join(blocks: &Blocks, verdicts: &[Verdict]) -> String {
    let mut text = String::new();
    for (block, _) in blocks.list.iter().zip(verdicts).filter(|(_, verdict)| **verdict == Verdict::Kept) {
        if !text.is_empty() {
            text.push_str(if block.is_line { "\n" } else { "\n\n" });
        }
        text.push_str(blocks.text_of(block));
    }
    text
}

/// The text of JSON-LD, which may hold markup and has line ends of any kind.
fn plain(stated: &str) -> String {
    let decoded = super::entities::decode(stated);
    let lines = decoded.lines().map(super::head::squeeze).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n\n")
}

/// Decides of each block; those of a `foreign` role are left out.
pub(super) fn verdicts(
    dom: &Dom<'_>,
    roles: &Roles,
    blocks: &Blocks,
    hints: &Hints<'_>,
    foreign: Role,
) -> Vec<Verdict> {
    let stated = hints.stated.filter(|text| text.len() > 300).map(Shingles::of);
    let weigh = if foreign == NEVER { captions::weight_of } else { weight };
    let mut weights: Vec<f32> = blocks.list.iter().map(|block| weigh(blocks, block)).collect();
    let comments = comments::below_heading(dom, blocks, &weights);
    if foreign.has(Role::COMMENT) {
        weights.get_mut(comments.clone()).unwrap_or_default().fill(0.0);
    }
    if let Some(stated) = &stated {
        let is_known: Vec<bool> = blocks.list.iter().map(|block| stated.share(blocks.text_of(block)) > 0.6).collect();
        let known = |(index, block): (usize, &Block)| if is_known[index] { block.n_letters } else { 0 };
        let n_known: u32 = blocks.list.iter().enumerate().map(known).sum();
        if n_known > 300 {
            for (index, block) in blocks.list.iter().enumerate() {
                weights[index] = if is_known[index] { block.n_letters as f32 } else { weights[index] * 0.1 };
            }
        }
    }
    let mass = sum_up(dom, blocks, &weights, |_| true);
    let cards = cards(dom, blocks, &mass);
    let down = hand_down(dom, roles, &mass, &cards, hints.heading);
    let role_of = |block: &Block| attributed(block.role).with(down[block.node]);
    let own_mass = sum_up(dom, blocks, &weights, |block| !is_foreign(block, role_of(block), foreign));
    let container = choose(dom, roles, &own_mass, hints.heading);
    // A paragraph that is longer than all others holds the article no more than they do.
    let container = match dom.nodes[container].tag {
        Tag::P => dom.nodes[container].parent as usize,
        _ => container,
    };
    let range = dom.subtree(container);
    let title = hints.title.map(key).unwrap_or_default();
    let mut verdicts: Vec<Verdict> = Vec::with_capacity(blocks.list.len());
    for (number, block) in blocks.list.iter().enumerate() {
        let text = blocks.text_of(block);
        verdicts.push(if !range.contains(&block.node) {
            Verdict::Outside
        } else if is_foreign(block, role_of(block), foreign)
            || block.n_letters == 0
            || (comments.contains(&number) && foreign.has(Role::COMMENT))
        {
            Verdict::Foreign
        } else if block.n_linked * 10 > block.n_letters * 6 && !is_linked_prose(block, text) {
            Verdict::Linked
        } else if block.tag == Tag::H1 || (!title.is_empty() && text.len() < 400 && key(text) == title) {
            Verdict::Title
        } else if phrases::is_phrase(text) {
            Verdict::Phrase
        } else {
            Verdict::Kept
        });
    }
    let is_prose = |index: usize, verdicts: &[Verdict]| verdicts[index] == Verdict::Kept && weights[index] > 0.0;
    let first = (0..verdicts.len()).find(|index| is_prose(*index, &verdicts)).unwrap_or(0);
    let last = (0..verdicts.len()).rev().find(|index| is_prose(*index, &verdicts)).unwrap_or(0);
    let prose = brief::widen(dom, blocks, hints, first..last + 1, &verdicts);
    let (first, last) = (prose.start, prose.end - 1);
    linked::take_sentences(dom, blocks, first..last + 1, &mut verdicts);
    // Who said it stands below the quotation that an article ends with.
    let is_signed = blocks.list.get(last + 1).is_some_and(|below| {
        verdicts[last + 1] == Verdict::Kept
            && blocks.list[last].in_quotation
            && is_attribution(roles, below, blocks.text_of(below))
    });
    for (index, verdict) in verdicts.iter_mut().enumerate() {
        if *verdict == Verdict::Kept && (index < first || index > last) {
            *verdict = Verdict::Edge;
        }
    }
    if roles.own[container].has(Role::BODY) {
        edges::take_ends(blocks, hints, first..last + 1, &mut verdicts);
    } else {
        edges::take_heading(blocks, hints, first, &mut verdicts);
    }
    if is_signed {
        verdicts[last + 1] = Verdict::Kept;
    }
    edges::take_lead(blocks, &role_of, hints, first, &mut verdicts);
    edges::drop_repeated(blocks, &mut verdicts);
    edges::drop_bare_headings(blocks, &mut verdicts);
    verdicts
}

/// True if a block says who said the quotation it belongs to.
fn is_attribution(roles: &Roles, block: &Block, text: &str) -> bool {
    let is_signed = block.in_quotation && text.len() < 200 && text.starts_with(['—', '–', '―']);
    is_signed || roles.own[block.node].with(block.role).has(Role::ATTRIBUTION)
}

/// True if a block of that role is none of the article's. Quoted posts are.
pub(super) fn is_foreign(block: &Block, role: Role, foreign: Role) -> bool {
    let role = if block.in_quotation { role.without(Role::EMBED) } else { role };
    role.has(foreign)
}

/// True for a whole sentence that is a link, in a paragraph of its own.
fn is_linked_prose(block: &Block, text: &str) -> bool {
    block.tag == Tag::P && !block.in_list && block.n_letters > 80 && text.ends_with(['.', '”', '"', '»', '“'])
}

/// How much a block looks like a paragraph of prose.
pub(super) fn weight(blocks: &Blocks, block: &Block) -> f32 {
    let n = block.n_letters;
    let text = blocks.text_of(block);
    let is_title = block.tag.is_heading() && !(n >= 40 && text.ends_with('.'));
    if n < 25 || block.n_linked * 2 > n || is_title {
        return 0.0;
    }
    let end = text.trim_end_matches(['"', '”', '’', '\'', '»', ')', ']', '“', ' ']);
    let is_sentence = end.ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '؟', '।', ';']);
    if !is_sentence && n < 120 {
        return 0.0;
    }
    (n - block.n_linked) as f32
}
