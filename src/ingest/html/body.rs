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

use rustc_hash::{FxHashMap, FxHashSet};

use super::blocks::{Block, Blocks};
use super::dom::Dom;
use super::phrases;
use super::roles::{Role, Roles};
use super::shingles::Shingles;
use super::tag::Tag;
use super::title::key;

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
    let cards = cards(dom, blocks, &mass);
    let down = hand_down(dom, roles, &mass, &cards, hints.heading);
    let role_of = |block: &Block| block.role.with(down[block.node]);
    let own_mass = sum_up(dom, blocks, &weights, |block| !is_foreign(block, role_of(block), foreign));
    let container = choose(dom, roles, &own_mass, hints.heading);
    let range = dom.subtree(container);
    let title = hints.title.map(key).unwrap_or_default();
    let mut verdicts: Vec<Verdict> = Vec::with_capacity(blocks.list.len());
    for block in &blocks.list {
        let text = blocks.text_of(block);
        verdicts.push(if !range.contains(&block.node) {
            Verdict::Outside
        } else if is_foreign(block, role_of(block), foreign) || block.n_letters == 0 {
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
    drop_repeated(blocks, &mut verdicts);
    drop_bare_headings(blocks, &mut verdicts);
    verdicts
}

/// True if a block of that role is none of the article's. Quoted posts are.
fn is_foreign(block: &Block, role: Role, foreign: Role) -> bool {
    let role = if block.in_quotation { role.without(Role::EMBED) } else { role };
    role.has(foreign)
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
        let is_plain = hints.heading.is_some() && is_below_title && !role.has(FOREIGN) && weight(blocks, block) > 0.0;
        if (is_called_so || is_plain || (is_described && !role.has(NEVER))) && !is_there {
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
    for index in (first.saturating_sub(40)..first).rev() {
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
        for index in last + 1..verdicts.len().min(last + 40) {
            let block = &blocks.list[index];
            if verdicts[index] != Verdict::Edge || block.n_linked > 0 {
                break;
            }
            verdicts[index] = Verdict::Kept;
        }
    }
    let _ = dom;
}

/// Drops text that was printed before, for other screens or for machines: several paragraphs in a
/// row, or all of it in one.
fn drop_repeated(blocks: &Blocks, verdicts: &mut [Verdict]) {
    const IN_A_ROW: usize = 3;
    let mut known = FxHashSet::default();
    let mut row: Vec<usize> = Vec::new();
    let mut end_row = |row: &mut Vec<usize>, verdicts: &mut [Verdict]| {
        if row.len() >= IN_A_ROW {
            row.iter().for_each(|index| verdicts[*index] = Verdict::Twice);
        }
        row.clear();
    };
    let mut huge: Vec<usize> = Vec::new();
    for index in 0..verdicts.len() {
        let block = &blocks.list[index];
        if verdicts[index] != Verdict::Kept || block.n_letters < 40 {
            continue;
        }
        if block.n_letters > 1500 {
            huge.push(index);
        }
        if known.insert(blocks.text_of(block)) {
            end_row(&mut row, verdicts);
        } else {
            row.push(index);
        }
    }
    end_row(&mut row, verdicts);
    // The one that is looked at is the longest: it holds the others, if any does.
    let Some(longest) = huge.into_iter().max_by_key(|index| blocks.list[*index].n_letters) else { return };
    let others = (0..verdicts.len()).filter(|index| verdicts[*index] == Verdict::Kept && *index != longest);
    let others: Vec<&str> = others.map(|index| blocks.text_of(&blocks.list[index])).collect();
    if Shingles::of(&others.join("\n")).share(blocks.text_of(&blocks.list[longest])) > 0.8 {
        verdicts[longest] = Verdict::Twice;
    }
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
            // So long a line is an item of a list that is set in headings.
            let is_item = blocks.list[index].n_letters >= 50;
            if !has_text && !is_followed && !is_item {
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

/// Elements that are a linked headline with its teaser and nothing more: links to other articles.
fn cards(dom: &Dom<'_>, blocks: &Blocks, mass: &[f32]) -> Vec<usize> {
    let mut cards = Vec::new();
    for block in &blocks.list {
        if !block.tag.is_heading()
            || block.tag == Tag::H1
            || block.n_letters < 12
            || block.n_linked * 10 < block.n_letters * 9
        {
            continue;
        }
        let mut at = block.node;
        for _ in 0..4 {
            at = dom.nodes[at].parent as usize;
            if at == 0 || mass[at] > 0.0 {
                break;
            }
        }
        if mass[at] > 0.0 && mass[at] < 500.0 && mass[at] < mass[0] * 0.15 {
            cards.push(at);
        }
    }
    cards.sort_unstable();
    cards.dedup();
    cards
}

/// The roles of each node with those of the elements around it, as far as they are believed.
fn hand_down(dom: &Dom<'_>, roles: &Roles, mass: &[f32], cards: &[usize], heading: Option<usize>) -> Vec<Role> {
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
            let is_around_title = heading.is_some_and(|heading| dom.subtree(index).contains(&heading));
            const SEPARATE: Role = Role::COMMENT.with(Role::NOTICE);
            if share > 0.5 || is_around_text {
                own = own.without(FOREIGN.without(SEPARATE));
            }
            if share > 0.9 || (share > 0.5 && is_around_title) || (share > 0.5 && is_around_text) {
                own = own.without(SEPARATE);
            }
        }
        if cards.binary_search(&index).is_ok() {
            own = own.with(Role::RELATED);
        }
        down[index] = down[node.parent as usize].with(own);
    }
    down
}

/// The element that holds the article.
fn choose(dom: &Dom<'_>, roles: &Roles, mass: &[f32], heading: Option<usize>) -> usize {
    // Of several articles on a page it is the one with the title.
    let mut root = 0;
    let mut at = heading.unwrap_or(0);
    while at != 0 {
        if dom.nodes[at].tag == Tag::Article && mass[at] > 250.0 && mass[at] > mass[0] * 0.1 {
            root = at;
            break;
        }
        at = dom.nodes[at].parent as usize;
    }
    if let Some(marked) = marked_as_text(dom, roles, mass, root) {
        return marked;
    }
    let mut at = root;
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

/// Elements of one kind that are marked as text of an article.
struct Alike {
    mass: f32,
    from: usize,
    end: usize,
}

/// The element marked as the text of the article, or the one around all of its kind: some pages
/// print the text in several, with boxes between them.
fn marked_as_text(dom: &Dom<'_>, roles: &Roles, mass: &[f32], root: usize) -> Option<usize> {
    let mut kinds: FxHashMap<(Tag, &str), Alike> = FxHashMap::default();
    for index in dom.subtree(root) {
        if !roles.own[index].has(Role::BODY) || mass[index] <= 0.0 {
            continue;
        }
        let class = dom.attribute(index, "class").unwrap_or("");
        let end = dom.nodes[index].end as usize;
        let alike = kinds.entry((dom.nodes[index].tag, class)).or_insert(Alike { mass: 0.0, from: index, end: 0 });
        // One within another of its kind is counted already.
        if index >= alike.end {
            alike.mass += mass[index];
            alike.end = end;
        }
    }
    let best = kinds.into_values().reduce(|best, next| {
        // Of equally heavy ones the outer, which comes first.
        if next.mass > best.mass || (next.mass == best.mass && next.from < best.from) { next } else { best }
    })?;
    if best.mass < mass[root] * 0.4 {
        return None;
    }
    let mut around = best.from;
    while around != root && (dom.nodes[around].end as usize) < best.end {
        around = dom.nodes[around].parent as usize;
    }
    Some(around)
}
