//! The title of a page: where several places agree.
//!
//! Meta tags, `<title>`, JSON-LD and headings each vote for the wording they print; those of the
//! head also for what is left of theirs without the name of the site or of the section. What a
//! heading prints counts most: it is what the reader sees.

use rustc_hash::FxHashMap;

use super::dom::Dom;
use super::head::{Head, squeeze};
use super::roles::{Role, Roles};
use super::tag::Tag;
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

/// A title and where it was read.
#[derive(Clone, Debug)]
pub(super) struct Title {
    pub text: String,
    pub source: Source,
    /// The element that prints it, if one does.
    pub node: Option<usize>,
}

/// Chooses the title; `sites` are names of the site as [`key`] gives them.
pub(super) fn choose(dom: &Dom<'_>, roles: &Roles, head: &Head, sites: &[String]) -> Option<Title> {
    let mut votes = Votes { sites, all: Vec::new(), by_key: FxHashMap::default() };
    let stated = head.json_ld.works.iter().filter(|work| work.rank >= 2).find_map(|work| work.title.as_deref());
    let heads = [
        (stated.map(|title| squeeze(&super::entities::decode(title))), JSON_LD, Source::JsonLd),
        (head.meta_value(&["og:title"]).map(str::to_owned), OPEN_GRAPH, Source::MetaTag),
        (head.meta_value(&["twitter:title"]).map(str::to_owned), TWITTER, Source::MetaTag),
        (head.title.clone(), TITLE_ELEMENT, Source::MetaTag),
    ];
    for (text, weight, source) in heads {
        if let Some(text) = text {
            votes.head(&text, weight, source);
        }
    }
    let mut n_first = 0;
    for (level, node, text) in &head.headings {
        if is_apart(dom, roles, *node) {
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
        // A kicker within the heading is no part of the title.
        if let Some(rest) = without_kicker(dom, roles, *node) {
            votes.seen(&rest, weight * 0.97, *node);
        }
    }
    for marked in head.headlines.iter().filter(|marked| !is_apart(dom, roles, marked.node)).take(3) {
        votes.seen(&marked.text, MARKED, marked.node);
    }
    let best = votes.all.into_iter().reduce(|best, next| if next.weight > best.weight { next } else { best })?;
    Some(Title { text: best.text, source: best.source, node: best.node })
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
        if key.is_empty() || self.sites.contains(&key) || text.len() > 600 {
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
        if !is_frame {
            role = role.with(roles.own[at]);
        }
        at = dom.nodes[at].parent as usize;
    }
    role
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

/// The text of a heading without its first part, if that is an element of its own that is
/// called a kicker; `None` if there is none.
fn without_kicker(dom: &Dom<'_>, roles: &Roles, node: usize) -> Option<String> {
    let _ = roles;
    let end = dom.nodes[node].end as usize;
    let kicker = (node + 1..end.min(node + 12)).find(|index| {
        dom.nodes[*index].tag != Tag::Text
            && dom.attribute(*index, "class").is_some_and(|class| {
                let class = class.to_ascii_lowercase();
                KICKERS.iter().any(|word| class.contains(word))
            })
    })?;
    let kicker_text = super::head::text_of(dom, kicker, 400);
    let whole = super::head::text_of(dom, node, 600);
    let rest = whole.strip_prefix(&kicker_text)?.trim_start_matches([':', '-', '–', ' ', '|', '/', '•']).trim();
    (!rest.is_empty()).then(|| rest.to_owned())
}

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
