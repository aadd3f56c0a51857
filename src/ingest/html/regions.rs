//! Where on a page the article is: how much prose each element holds, which roles are believed,
//! and which element holds the article.

use rustc_hash::FxHashMap;

use super::blocks::{Block, Blocks};
use super::body::FOREIGN;
use super::dom::Dom;
use super::roles::{Role, Roles};
use super::tag::Tag;

/// The sum of the weights in the subtree of each node.
pub(super) fn sum_up(dom: &Dom<'_>, blocks: &Blocks, weights: &[f32], counts: impl Fn(&Block) -> bool) -> Vec<f32> {
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
pub(super) fn cards(dom: &Dom<'_>, blocks: &Blocks, mass: &[f32]) -> Vec<usize> {
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
pub(super) fn hand_down(
    dom: &Dom<'_>,
    roles: &Roles,
    mass: &[f32],
    cards: &[usize],
    heading: Option<usize>,
) -> Vec<Role> {
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
        let mut own = attributed(roles.own[index]);
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

/// Roles without those that the attribution of a quotation has by its tag and classes.
pub(super) fn attributed(role: Role) -> Role {
    const BY_NAME: Role = Role::FOOTER.with(Role::CAPTION).with(Role::META).with(Role::BOX);
    if role.has(Role::ATTRIBUTION) { role.without(BY_NAME.with(Role::ATTRIBUTION)) } else { role }
}

/// The element that holds the article.
pub(super) fn choose(dom: &Dom<'_>, roles: &Roles, mass: &[f32], heading: Option<usize>) -> usize {
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
