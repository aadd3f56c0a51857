//! The main text of a page: which part of it holds the article, and which blocks of that part
//! belong to it.

use super::blocks::{Block, Blocks};
use super::dom::Dom;
use super::roles::{Role, Roles};
use super::tag::Tag;

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

/// Returns the main text of a page, a blank line between paragraphs.
pub(super) fn main_text(dom: &Dom<'_>, roles: &Roles, blocks: &Blocks, title: Option<&str>) -> String {
    let weights: Vec<f32> = blocks.list.iter().map(|block| weight(blocks, block)).collect();
    let mass = sum_up(dom, blocks, &weights, |_| true);
    let total = mass[0];
    let down = hand_down(dom, roles, &mass, total);
    let role_of = |block: &Block| block.role.with(down[block.node]);
    let own_mass = sum_up(dom, blocks, &weights, |block| !role_of(block).has(FOREIGN));
    let container = choose(dom, roles, &own_mass);
    let range = dom.subtree(container);
    let inside: Vec<usize> = (0..blocks.list.len()).filter(|index| range.contains(&blocks.list[*index].node)).collect();
    let title = title.map(letters).unwrap_or_default();
    let mut kept: Vec<usize> = Vec::new();
    for index in inside {
        let block = &blocks.list[index];
        if role_of(block).has(FOREIGN) || block.n_letters == 0 {
            continue;
        }
        if block.n_linked * 10 > block.n_letters * 6 {
            continue;
        }
        let text = blocks.text_of(block);
        if block.tag == Tag::H1 || (!title.is_empty() && text.len() < 400 && letters(text) == title) {
            continue;
        }
        kept.push(index);
    }
    // What stands before the first and behind the last paragraph is rarely of the article.
    let is_prose = |index: &usize| weights[*index] > 0.0;
    let first = kept.iter().position(is_prose).unwrap_or(0);
    let last = kept.iter().rposition(is_prose).map_or(0, |last| last + 1);
    let kept = kept.get(first..last).unwrap_or_default();
    let mut text = String::new();
    for (position, index) in kept.iter().enumerate() {
        let block = &blocks.list[*index];
        // A heading without text of its own is the title of something that was left out.
        if block.tag.is_heading() && kept.get(position + 1).is_none_or(|next| blocks.list[*next].tag.is_heading()) {
            continue;
        }
        if !text.is_empty() {
            text.push_str(if block.is_line { "\n" } else { "\n\n" });
        }
        text.push_str(blocks.text_of(block));
    }
    text
}

/// The letters and digits of `text`, in lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
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
fn hand_down(dom: &Dom<'_>, roles: &Roles, mass: &[f32], total: f32) -> Vec<Role> {
    let mut down = vec![Role::NONE; dom.nodes.len()];
    for index in 1..dom.nodes.len() {
        let node = &dom.nodes[index];
        let mut own = roles.own[index];
        if total > 0.0 && own.has(FOREIGN) {
            // What holds most of the page's text is the article, whatever its name.
            let share = mass[index] / total;
            if share > 0.5 {
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
fn choose(dom: &Dom<'_>, roles: &Roles, mass: &[f32]) -> usize {
    let total = mass[0];
    let mut best: Option<usize> = None;
    for index in 1..dom.nodes.len() {
        if roles.own[index].has(Role::BODY)
            && mass[index] >= total * 0.4
            && best.is_none_or(|best| mass[index] > mass[best])
        {
            best = Some(index);
        }
    }
    if let Some(best) = best {
        return best;
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
            Some(child) if mass[child] > 0.0 && mass[child] >= mass[at] * 0.75 && !dom.nodes[child].tag.is_void() => {
                at = child
            }
            _ => return at,
        }
    }
}
