//! The title of a page: where several places agree.
//!
//! Meta tags, `<title>`, JSON-LD and headings each vote for the wording they print; those of the
//! head also for what is left of theirs without the name of the site or of the section. What a
//! heading prints counts most: it is what the reader sees.

use rustc_hash::FxHashMap;

use super::blocks::Blocks;
use super::dom::Dom;
use super::head::{Head, squeeze, text_of};
use super::headline;
use super::roles::{Role, Roles};
use super::tag::Tag;
use crate::extract::metadata::Outlets;
use crate::model::Source;

/// Weights of the votes, chosen on annotated pages (docs/EVALUATION.md); only their order of
/// size matters much.
const JSON_LD: f32 = 0.8;
const OPEN_GRAPH: f32 = 0.6;
const TWITTER: f32 = 0.5;
const TITLE_ELEMENT: f32 = 0.5;
const LEVELS: [f32; 3] = [1.6, 0.6, 0.6];
const LATER_H1: f32 = 0.8;
const MARKED: f32 = 0.85;
/// A line that is set as a headline where the page has no heading.
const PLAIN: f32 = 1.3;

/// A title and where it was read.
#[derive(Clone, Debug)]
pub(super) struct Title {
    pub text: String,
    pub source: Source,
    /// The element that prints it, if one does.
    pub node: Option<usize>,
    /// True if that is but a line within an element.
    pub is_line: bool,
}

/// Chooses the title; `sites` are names of the site as [`key`] gives them.
pub(super) fn choose(dom: &Dom<'_>, roles: &Roles, head: &Head, blocks: &Blocks, sites: &[String]) -> Option<Title> {
    let mut votes = Votes { sites, all: Vec::new(), by_key: FxHashMap::default() };
    let stated = head.json_ld.works.iter().filter(|work| work.rank >= 2).find_map(|work| work.title.as_deref());
    let heads = [
        (stated.map(|title| squeeze(&super::entities::decode(title))), JSON_LD, Source::JsonLd),
        (head.meta_value(&["og:title"]).map(str::to_owned), OPEN_GRAPH, Source::MetaTag),
        (head.meta_value(&["twitter:title"]).map(str::to_owned), TWITTER, Source::MetaTag),
        (head.title.clone(), TITLE_ELEMENT, Source::MetaTag),
    ];
    let printed_in_head: Vec<String> = heads.iter().filter_map(|(text, ..)| text.clone()).collect();
    let keys_in_head: Vec<String> = printed_in_head.iter().map(|text| key(text)).collect();
    for (text, weight, source) in heads {
        if let Some(text) = text {
            votes.head(&text, weight, source);
        }
    }
    let mut n_first = 0;
    for (level, node, text) in &head.headings {
        // What the head of the page says as well is the title, whatever its frame is called.
        let is_stated = || {
            *level == 1
                && text.len() >= 12
                && keys_in_head.iter().any(|head| head.starts_with(&key(text)))
                && !around(dom, roles, *node, None).has(Role::NAVIGATION.with(Role::HIDDEN))
        };
        if (is_apart(dom, roles, *node) && !is_stated())
            || is_link_home(dom, *node)
            || (headline::is_logo(dom, *node) && head.headings.len() + head.headlines.len() > 1)
        {
            continue;
        }
        let mut weight = LEVELS[usize::from(*level).clamp(1, 3) - 1];
        if *level == 1 {
            if n_first > 0 {
                weight *= LATER_H1;
            }
            n_first += 1;
        }
        votes.seen(text, weight, *node);
        if let Some(rest) = headline::without_labels(dom, *node, &keys_in_head) {
            let of_whole = votes.by_key.get(&key(text)).map_or(0.0, |index| votes.all[*index].weight);
            votes.vote(&rest, of_whole.max(weight) + 0.1, Source::FirstHeading, Some(*node), 1);
        }
        // A kicker within the heading is no part of the title.
        if let Some(Kicker { kicker, rest, is_short }) = split_kicker(dom, *node, text) {
            // The head of the page prints the two with a mark between, or the rest alone.
            let is_parted = printed_in_head.iter().any(|head| {
                head.strip_prefix(kicker.as_str())
                    .is_some_and(|behind| behind.trim_start().starts_with([':', '-', '–', '|', '+']))
                    || (head.contains(&rest) && !head.contains(&kicker))
            });
            // So long a line is a kicker only if the head of the page leaves just it out.
            let is_stated = || keys_in_head.contains(&key(&rest));
            if is_parted && (is_short || is_stated()) {
                let of_whole = votes.by_key.get(&key(text)).map_or(0.0, |index| votes.all[*index].weight);
                votes.vote(&rest, of_whole.max(weight) + 0.1, Source::FirstHeading, Some(*node), 1);
            } else if is_short && has_kicker_class(dom, *node) {
                votes.seen(&rest, weight * 0.97, *node);
            }
        }
    }
    for marked in head.headlines.iter().filter(|marked| !is_apart(dom, roles, marked.node)).take(3) {
        votes.seen(&marked.text, MARKED, marked.node);
    }
    if let Some(block) = headline::without_heading(dom, roles, head, blocks).and_then(|number| blocks.list.get(number))
    {
        votes.seen(blocks.text_of(block), PLAIN, block.at);
    }
    let best = votes.all.into_iter().reduce(|best, next| if next.weight > best.weight { next } else { best })?;
    let is_line = best.node.is_some_and(|node| dom.nodes[node].tag == Tag::Text);
    Some(Title { text: best.text, source: best.source, node: best.node, is_line })
}

/// What is compared of a title or name: its letters and digits.
pub(super) fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(600).collect()
}

struct Candidate {
    text: String,
    weight: f32,
    source: Source,
    node: Option<usize>,
    /// The kinds of places that voted, so that a heading printed twice counts once.
    voters: u32,
}

struct Votes<'s> {
    sites: &'s [String],
    all: Vec<Candidate>,
    by_key: FxHashMap<String, usize>,
}

impl Votes<'_> {
    fn vote(&mut self, text: &str, weight: f32, source: Source, node: Option<usize>, voter: u32) {
        let key = key(text);
        if key.is_empty() || self.sites.contains(&key) || text.len() > 600 || headline::is_placeholder(&key) {
            return;
        }
        match self.by_key.get(&key) {
            Some(index) => {
                let known = &mut self.all[*index];
                if known.voters & voter == 0 {
                    known.weight += weight;
                    known.voters |= voter;
                }
                // What a heading prints is shown as printed there; that the head states it as well
                // makes it sure.
                if known.node.is_none() && node.is_some() {
                    (known.node, known.text) = (node, text.to_owned());
                }
            }
            None => {
                self.by_key.insert(key, self.all.len());
                self.all.push(Candidate { text: text.to_owned(), weight, source, node, voters: voter });
            }
        }
    }

    /// A vote of the head of the page, with and without what stands around separators.
    fn head(&mut self, text: &str, weight: f32, source: Source) {
        let voter = 1 << (self.all.len() % 8 + 8);
        self.vote(text, weight, source, None, voter);
        for (at, length, is_colon) in separators(text).into_iter().take(12) {
            let (before, after) = (text[..at].trim(), text[at + length..].trim());
            for (kept, dropped, is_front) in [(before, after, true), (after, before, false)] {
                if kept.len() < 4 {
                    continue;
                }
                let is_site = self.sites.contains(&key(dropped));
                let factor = match (is_site, is_colon, is_front) {
                    (true, ..) => 1.2,
                    (_, true, true) => 0.2,
                    (_, true, false) => 0.12,
                    (_, false, true) => 0.5,
                    (_, false, false) => 0.3,
                };
                self.vote(kept, weight * factor, source, None, voter);
            }
        }
    }

    fn seen(&mut self, text: &str, weight: f32, node: usize) {
        self.vote(text, weight, Source::FirstHeading, Some(node), 1);
    }
}

/// The part of a title that the host is named after: `River Ledger` of `Dam holds - River Ledger`
/// on `riverledger.example`.
pub(super) fn site<'t>(title: &'t str, host: &str) -> Option<&'t str> {
    let bare = |name: &str| key(name.trim().strip_prefix("The ").unwrap_or(name.trim()));
    let labels: Vec<String> = host.split('.').rev().skip(1).map(key).filter(|label| label.len() >= 4).collect();
    let parts =
        separators(title).into_iter().take(12).flat_map(|(at, length, _)| [&title[at + length..], &title[..at]]);
    parts.map(str::trim).find(|part| labels.contains(&key(part)) || labels.contains(&bare(part)))
}

/// The part of a title, its first or last, that is the name of an outlet which the table knows.
pub(super) fn known_site(title: &str) -> Option<&str> {
    let marks: Vec<(usize, usize, bool)> = separators(title).into_iter().filter(|(.., is_colon)| !is_colon).collect();
    let (last, first) = (marks.last()?, marks.first()?);
    let parts = [title[last.0 + last.1..].trim(), title[..first.0].trim()];
    parts.into_iter().find(|part| {
        // `Print` is short for a paper, and what pages call their print version.
        let is_whole = |name: &str| part.contains(' ') || key(name) == key(part);
        part.len() >= 3 && Outlets::bundled().by_name(part).is_some_and(|outlet| is_whole(&outlet.name))
    })
}

/// Where something stands between parts of a title: place, length, and whether it is a colon.
fn separators(text: &str) -> Vec<(usize, usize, bool)> {
    let mut found = Vec::new();
    for (at, character) in text.char_indices() {
        let length = character.len_utf8();
        let is_spaced = text[..at].ends_with(' ') && text[at + length..].starts_with(' ');
        match character {
            '|' => found.push((at, length, false)),
            '-' | '–' | '—' | '·' | '•' | '»' | '«' | '/' | ':' if is_spaced => {
                found.push((at, length, false))
            }
            ':' if text[at + length..].starts_with(' ') => found.push((at, length, true)),
            _ => {}
        }
    }
    found
}

/// Nodes of a byline or a line with the date, at most, and how far behind the title such lines begin.
const LINE_NODES: usize = 16;
const NEAR_NODES: usize = 30;
const NEAR_BYTES: usize = 150;

/// The roles of an element and of all around it, but for those of elements that hold the title
/// (`heading`) or most of the page: whatever they are called, they say nothing of a part.
pub(super) fn around(dom: &Dom<'_>, roles: &Roles, node: usize, heading: Option<usize>) -> Role {
    let mut role = Role::NONE;
    let mut at = node;
    while at != 0 {
        let range = dom.subtree(at);
        let is_frame = matches!(dom.nodes[at].tag, Tag::Body | Tag::Html | Tag::Main | Tag::Article)
            || heading.is_some_and(|heading| at < heading && range.contains(&heading))
            || range.len() * 10 > dom.nodes.len() * 6;
        // Lines right below the title are its own, also in what is called a foot or a teaser.
        let is_line = range.len() <= LINE_NODES
            && roles.own[at].has(Role::FOOTER.with(Role::RELATED))
            && heading.is_some_and(|heading| is_right_below(dom, heading, at));
        if is_line {
            role = role.with(roles.own[at].without(Role::FOOTER.with(Role::RELATED)));
        } else if !is_frame {
            role = role.with(roles.own[at]);
        }
        at = dom.nodes[at].parent as usize;
    }
    role
}

/// True if an element begins within a few nodes and words of the end of another.
fn is_right_below(dom: &Dom<'_>, heading: usize, node: usize) -> bool {
    let end = dom.subtree(heading).end;
    (end..end + NEAR_NODES).contains(&node)
        && (end..node).map(|between| dom.raw_text(between).len()).sum::<usize>() <= NEAR_BYTES
}

/// Parts of a page that are not the article's.
pub(super) const APART: Role = Role::NAVIGATION
    .with(Role::FOOTER)
    .with(Role::SIDE)
    .with(Role::RELATED)
    .with(Role::COMMENT)
    .with(Role::NOTICE)
    .with(Role::SIGN_UP);

/// True if an element stands in a part of the page that is not the article's.
pub(super) fn is_apart(dom: &Dom<'_>, roles: &Roles, node: usize) -> bool {
    around(dom, roles, node, None).has(APART)
}

/// True for a heading that is but a link to the first page of a site: the site's name.
fn is_link_home(dom: &Dom<'_>, node: usize) -> bool {
    let link = dom.subtree(node).skip(1).take(4).find(|index| dom.nodes[*index].tag == Tag::A);
    let Some((link, address)) = link.and_then(|link| Some((link, dom.attribute(link, "href")?.trim()))) else {
        return false;
    };
    let path = match address.split_once("//") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => address.strip_prefix('/').unwrap_or(address),
    };
    let is_first_page = !address.is_empty() && (path.is_empty() || matches!(path, "index.html" | "index.php"));
    is_first_page && text_of(dom, link, 200) == text_of(dom, node, 200)
}

/// The line above a headline that stands within its element.
struct Kicker {
    kicker: String,
    /// The headline.
    rest: String,
    /// Whether it is shorter than the headline, as such lines are.
    is_short: bool,
}

/// Splits a heading at the end of its first element: `<span>Floods</span> Dam holds`.
fn split_kicker(dom: &Dom<'_>, node: usize, whole: &str) -> Option<Kicker> {
    let first = kicker_of(dom, node)?;
    let kicker = text_of(dom, first, 200);
    let rest = whole.strip_prefix(&kicker)?.trim_start_matches([':', '-', '–', ' ', '|', '/', '•']).trim();
    if kicker.is_empty() || kicker.len() > 80 || rest.len() < 6 {
        return None;
    }
    let is_short = kicker.len() < rest.len();
    Some(Kicker {
        kicker: kicker.trim_end_matches([':', ' ', '-', '–', '|']).to_owned(),
        rest: rest.to_owned(),
        is_short,
    })
}

/// The first element within a heading that has text and does not hold all of it.
fn kicker_of(dom: &Dom<'_>, node: usize) -> Option<usize> {
    let end = dom.nodes[node].end as usize;
    (node + 1..end.min(node + 12)).find(|index| {
        let inner = &dom.nodes[*index];
        let is_part =
            inner.tag != Tag::Text && !inner.tag.is_void() && !inner.tag.is_unseen() && (inner.end as usize) < end;
        is_part && !text_of(dom, *index, 200).is_empty()
    })
}

fn has_kicker_class(dom: &Dom<'_>, node: usize) -> bool {
    kicker_of(dom, node).and_then(|first| dom.attribute(first, "class")).is_some_and(|class| {
        let class = class.to_ascii_lowercase();
        KICKERS.iter().any(|word| class.contains(word))
    })
}

/// Words of classes of the line above a headline, within it.
const KICKERS: &[&str] = &[
    "kicker",
    "overline",
    "dachzeile",
    "topline",
    "roofline",
    "eyebrow",
    "spitzmarke",
    "label",
    "tagline",
    "prefix",
    "antetitulo",
    "surtitre",
    "rubric",
    "ressort",
    "topic",
    "preheadline",
    "pre-headline",
    "supertitle",
    "section",
    "intro",
    "vorzeile",
    "top-line",
    "category",
    "sup-title",
    "pretitle",
];
