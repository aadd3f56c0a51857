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
use super::phrases;
use super::roles::{Role, Roles};
use super::shingles::Shingles;
use super::tag::Tag;
use super::title::key;

/// Roles whose text is not the article's.
const FOREIGN: Role = Role::NAVIGATION
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
}

/// Returns the main text of a page, a blank line between paragraphs.
pub(super) fn main_text(dom: &Dom<'_>, roles: &Roles, blocks: &Blocks, hints: &Hints<'_>) -> String {
    let verdicts = verdicts(dom, roles, blocks, hints);
    let mut text = String::new();
    for (block, verdict) in blocks.list.iter().zip(&verdicts) {
        if *verdict != Verdict::Kept {
            continue;
        }
        if !text.is_empty() {
            text.push_str(if block.is_line { "\n" } else { "\n\n" });
        }
        text.push_str(blocks.text_of(block));
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

/// The text of JSON-LD, which may hold markup and has line ends of any kind.
fn plain(stated: &str) -> String {
    let decoded = super::entities::decode(stated);
    let lines = decoded.lines().map(super::head::squeeze).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n\n")
}

/// Decides of each block.
pub(super) fn verdicts(dom: &Dom<'_>, roles: &Roles, blocks: &Blocks, hints: &Hints<'_>) -> Vec<Verdict> {
    let stated = hints.stated.filter(|text| text.len() > 300).map(Shingles::of);
    let mut weights: Vec<f32> = blocks.list.iter().map(|block| weight(blocks, block)).collect();
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
    let down = hand_down(dom, roles, &mass);
    let role_of = |block: &Block| block.role.with(down[block.node]);
    let own_mass = sum_up(dom, blocks, &weights, |block| !is_foreign(block, role_of(block)));
    let container = choose(dom, roles, &own_mass, hints.heading);
    let range = dom.subtree(container);
    let title = hints.title.map(key).unwrap_or_default();
    let mut verdicts: Vec<Verdict> = Vec::with_capacity(blocks.list.len());
    for block in &blocks.list {
        let text = blocks.text_of(block);
        verdicts.push(if !range.contains(&block.node) {
            Verdict::Outside
        } else if is_foreign(block, role_of(block)) || block.n_letters == 0 {
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
    for (index, verdict) in verdicts.iter_mut().enumerate() {
        if *verdict == Verdict::Kept && (index < first || index > last) {
            *verdict = Verdict::Edge;
        }
    }
    take_edges(dom, roles, blocks, container, hints, first, last, &mut verdicts);
    take_lead(blocks, &role_of, hints, first, &mut verdicts);
    drop_bare_headings(blocks, &mut verdicts);
    verdicts
}

/// True if a block of that role is none of the article's. Quoted posts are.
fn is_foreign(block: &Block, role: Role) -> bool {
    let role = if block.in_quotation { role.without(Role::EMBED) } else { role };
    role.has(FOREIGN)
}

/// True for a whole sentence that is a link, in a paragraph of its own.
fn is_linked_prose(block: &Block, text: &str) -> bool {
    block.tag == Tag::P && !block.in_list && block.n_letters > 80 && text.ends_with(['.', '”', '"', '»', '“'])
}

/// Takes the lead in, which often stands apart from the text: between title and first paragraph,
/// and either called so or equal to the description of the page.
fn take_lead(
    blocks: &Blocks,
    role_of: &dyn Fn(&Block) -> Role,
    hints: &Hints<'_>,
    first: usize,
    verdicts: &mut [Verdict],
) {
    let Some(first_block) = blocks.list.get(first) else { return };
    let first_key = key(blocks.text_of(first_block));
    let descriptions: Vec<String> =
        hints.descriptions.iter().map(|text| key(text)).filter(|text| text.len() >= 30).collect();
    let from = first.saturating_sub(60);
    for index in from..first {
        let block = &blocks.list[index];
        let is_below_title = hints.heading.is_none_or(|heading| block.node > heading);
        let text = blocks.text_of(block);
        if verdicts[index] == Verdict::Title || block.n_letters < 30 || block.n_linked * 2 > block.n_letters {
            continue;
        }
        let lead = key(text);
        let is_described = descriptions.iter().any(|known| {
            known == &lead
                || (known.len() >= 40 && lead.starts_with(known.get(..known.len().saturating_sub(8)).unwrap_or(known)))
        });
        let role = role_of(block);
        const NEVER: Role = Role::HIDDEN
            .with(Role::CAPTION)
            .with(Role::NAVIGATION)
            .with(Role::FOOTER)
            .with(Role::COMMENT)
            .with(Role::AD);
        let is_called_so =
            is_below_title && role.has(Role::LEAD) && !role.has(FOREIGN.without(Role::META).without(Role::RELATED));
        let is_there = first_key.starts_with(lead.get(..lead.len().min(40)).unwrap_or(&lead));
        if (is_called_so || (is_described && !role.has(NEVER))) && !is_there {
            verdicts[index] = Verdict::Kept;
        }
    }
}

/// Takes short lines at both ends back in where the element is marked as the text of the article:
/// salutations, signatures, a heading above the first paragraph.
fn take_edges(
    dom: &Dom<'_>,
    roles: &Roles,
    blocks: &Blocks,
    container: usize,
    hints: &Hints<'_>,
    first: usize,
    last: usize,
    verdicts: &mut [Verdict],
) {
    let is_marked = roles.own[container].has(Role::BODY);
    let is_after_title = |node: usize| hints.heading.is_none_or(|heading| node > heading);
    for index in (first.saturating_sub(8)..first).rev() {
        let block = &blocks.list[index];
        if verdicts[index] != Verdict::Edge || !is_after_title(block.node) {
            break;
        }
        let is_heading = block.tag.is_heading() && block.n_letters >= 25;
        if block.n_linked == 0 && (is_heading || is_marked) {
            verdicts[index] = Verdict::Kept;
        }
    }
    if is_marked {
        for index in last + 1..verdicts.len().min(last + 12) {
            let block = &blocks.list[index];
            if verdicts[index] != Verdict::Edge || block.n_linked > 0 {
                break;
            }
            verdicts[index] = Verdict::Kept;
        }
    }
    let _ = dom;
}

/// Drops headings whose text was left out.
fn drop_bare_headings(blocks: &Blocks, verdicts: &mut [Verdict]) {
    let mut has_text = false;
    for index in (0..verdicts.len()).rev() {
        if verdicts[index] != Verdict::Kept {
            continue;
        }
        if blocks.list[index].tag.is_heading() {
            let is_followed = verdicts.get(index + 1) == Some(&Verdict::Kept);
            if !has_text && !is_followed {
                verdicts[index] = Verdict::Heading;
            }
            has_text = false;
        } else {
            has_text = true;
        }
    }
}

/// How much a block looks like a paragraph of prose.
fn weight(blocks: &Blocks, block: &Block) -> f32 {
    let n = block.n_letters;
    if n < 25 || block.n_linked * 2 > n || block.tag.is_heading() {
        return 0.0;
    }
    let text = blocks.text_of(block);
    let end = text.trim_end_matches(['"', '”', '’', '\'', '»', ')', ']', '“', ' ']);
    let is_sentence = end.ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '؟', '।', ';']);
    if !is_sentence && n < 120 {
        return 0.0;
    }
    (n - block.n_linked) as f32
}

/// The sum of the weights in the subtree of each node.
fn sum_up(dom: &Dom<'_>, blocks: &Blocks, weights: &[f32], counts: impl Fn(&Block) -> bool) -> Vec<f32> {
    let mut mass = vec![0.0f32; dom.nodes.len()];
    for (block, weight) in blocks.list.iter().zip(weights) {
        if *weight > 0.0 && counts(block) {
            mass[block.node] += *weight;
        }
    }
    for index in (1..dom.nodes.len()).rev() {
        let parent = dom.nodes[index].parent as usize;
        mass[parent] += mass[index];
    }
    mass
}

/// The roles of each node with those of the elements around it, as far as they are believed.
fn hand_down(dom: &Dom<'_>, roles: &Roles, mass: &[f32]) -> Vec<Role> {
    let total = mass[0];
    // How much of the prose below an element is in one that is marked as the text.
    let mut marked = vec![0.0f32; dom.nodes.len()];
    for index in (1..dom.nodes.len()).rev() {
        if roles.own[index].has(Role::BODY) {
            marked[index] = mass[index];
        }
        let parent = dom.nodes[index].parent as usize;
        marked[parent] = marked[parent].max(marked[index]);
    }
    let mut down = vec![Role::NONE; dom.nodes.len()];
    for index in 1..dom.nodes.len() {
        let node = &dom.nodes[index];
        let mut own = roles.own[index];
        if total > 0.0 && own.has(FOREIGN) {
            // What holds most of the page's text is the article, whatever its name.
            let share = mass[index] / total;
            let is_around_text = marked[index] > 0.15 * total && marked[index] > 0.6 * mass[index];
            if share > 0.5 || is_around_text {
                own = own.without(FOREIGN.without(Role::COMMENT));
            }
            if share > 0.9 {
                own = own.without(Role::COMMENT);
            }
        }
        down[index] = down[node.parent as usize].with(own);
    }
    down
}

/// The element that holds the article.
fn choose(dom: &Dom<'_>, roles: &Roles, mass: &[f32], heading: Option<usize>) -> usize {
    let total = mass[0];
    let _ = heading;
    let mut best: Option<usize> = None;
    for index in 1..dom.nodes.len() {
        let is_marked = roles.own[index].has(Role::BODY) && mass[index] >= total * 0.4;
        if is_marked && best.is_none_or(|best| mass[index] > mass[best]) {
            best = Some(index);
        }
    }
    if let Some(best) = best {
        return with_siblings(dom, roles, mass, best);
    }
    let mut at = 0;
    loop {
        let mut child = at + 1;
        let end = dom.nodes[at].end as usize;
        let mut heaviest: Option<usize> = None;
        while child < end {
            if heaviest.is_none_or(|heaviest| mass[child] > mass[heaviest]) {
                heaviest = Some(child);
            }
            child = (dom.nodes[child].end as usize).max(child + 1);
        }
        match heaviest {
            Some(child) if mass[child] > 0.0 && mass[child] >= mass[at] * 0.75 => at = child,
            _ => return at,
        }
    }
}

/// The element marked as text, or the one around all of its kind: some pages print the text in
/// several, with boxes between them.
fn with_siblings(dom: &Dom<'_>, roles: &Roles, mass: &[f32], best: usize) -> usize {
    let class = dom.attribute(best, "class").unwrap_or("");
    let (mut from, mut to) = (best, best);
    let mut end = dom.nodes[best].end as usize;
    for index in 1..dom.nodes.len() {
        let is_alike = roles.own[index].has(Role::BODY)
            && mass[index] > mass[best] * 0.03
            && dom.nodes[index].tag == dom.nodes[best].tag
            && !dom.subtree(best).contains(&index)
            && !dom.subtree(index).contains(&best)
            && dom.attribute(index, "class").unwrap_or("") == class;
        if is_alike {
            from = from.min(index);
            to = to.max(index);
            end = end.max(dom.nodes[index].end as usize);
        }
    }
    if from == to {
        return best;
    }
    let mut around = best;
    while around != 0 && !(around <= from && dom.nodes[around].end as usize >= end) {
        around = dom.nodes[around].parent as usize;
    }
    around
}
