//! Where on a page a day is printed, and whether it can be the article's there.
//!
//! Captions, teasers, comments, footers and mastheads print days as well: of pictures, of other articles,
//! of today. The article's own stands near its headline or byline, or says what it is.

use super::blocks::Blocks;
use super::body::weight;
use super::dom::Dom;
use super::roles::{Role, Roles};
use super::tag::Tag;
use super::title::{APART, around, key};
use crate::extract::metadata::dates::{Printed, read_prefix};
use crate::extract::metadata::stated::{self, Label};

/// Where a node stands from the title, in blocks, and what that adds to the rank of a date there:
/// most right below the title, a little less above it.
pub(super) struct Nearness<'b> {
    pub blocks: &'b Blocks,
    pub heading: Option<usize>,
}

impl Nearness<'_> {
    pub fn of(&self, node: usize) -> i32 {
        let Some(heading) = self.heading else { return 0 };
        let number = self.blocks.number_at(node);
        match number.checked_sub(heading) {
            Some(0..=5) => 10,
            Some(6..=15) => 6,
            Some(_) => 0,
            None if heading - number <= 4 => 9,
            None => 0,
        }
    }
}

/// The number of the block that a node's text stands in, which may begin before the node.
pub(super) fn number_of(dom: &Dom<'_>, blocks: &Blocks, node: usize) -> usize {
    let number = blocks.number_at(node);
    let is_its_own = blocks.list.get(number).is_some_and(|block| block.at < dom.subtree(node).end);
    match number.checked_sub(1) {
        Some(before) if !is_its_own && dom.subtree(blocks.list[before].node).contains(&node) => before,
        _ => number,
    }
}

/// The head of an article: the blocks around its title, before its running text.
pub(super) struct Opening {
    /// The block of the title, where one prints it.
    heading: Option<usize>,
    /// The first two blocks of running text.
    prose: [usize; 2],
}

impl Opening {
    pub fn of(dom: &Dom<'_>, roles: &Roles, blocks: &Blocks, heading: Option<usize>) -> Opening {
        let title = heading.map(|node| blocks.number_at(node));
        let from = title.map_or(0, |number| number + 1);
        let mut prose = blocks.list.iter().enumerate().skip(from).filter(|(_, block)| {
            let text = blocks.text_of(block);
            block.n_letters > 50
                && block.n_linked * 2 < block.n_letters
                && text.trim_end_matches(['"', '”', '’', '»', ')']).ends_with(['.', '!', '?', '…', '。'])
                && !around(dom, roles, block.node, heading).has(APART.with(Role::CAPTION).with(Role::HIDDEN))
        });
        let mut next = || prose.next().map_or(usize::MAX, |(number, _)| number);
        Opening { heading: title, prose: [next(), next()] }
    }

    /// True for a block of the head. What is marked as a date may have a lead before it.
    pub fn holds(&self, number: usize, is_marked: bool) -> bool {
        let is_near = self.heading.is_none_or(|heading| heading.saturating_sub(number) <= 4);
        is_near && number < self.prose[usize::from(is_marked)]
    }
}

/// What holds an element, besides its role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    Page,
    /// A block quotation, or a figure with its caption.
    Within,
    /// An embedded post.
    Post,
}

pub(super) fn setting(dom: &Dom<'_>, roles: &Roles, node: usize, heading: Option<usize>) -> Setting {
    let mut setting = Setting::Page;
    let mut at = node;
    while at != 0 {
        let is_quotation = dom.nodes[at].tag == Tag::Blockquote;
        let is_within = is_quotation || matches!(dom.nodes[at].tag, Tag::Figure | Tag::Figcaption);
        // Old pages set whole articles within such elements.
        if is_within && heading.is_none_or(|heading| !dom.subtree(at).contains(&heading)) {
            if is_quotation && roles.own[at].has(Role::EMBED) {
                return Setting::Post;
            }
            setting = Setting::Within;
        }
        at = dom.nodes[at].parent as usize;
    }
    setting
}

/// A place where a day is printed.
pub(super) struct Spot {
    /// Its block.
    pub number: usize,
    /// The roles around it.
    pub role: Role,
    pub setting: Setting,
    /// True in the head of the article.
    pub is_opening: bool,
    /// True if words or classes say that it is the day of publication, or who wrote something then.
    pub is_labelled: bool,
    /// True for an element that is marked as a date.
    pub is_marked: bool,
    pub is_sentence: bool,
}

/// What of a page a spot is compared with.
pub(super) struct Around {
    /// The block of the title and its words, where one prints it.
    heading: Option<usize>,
    title: String,
    /// The last block of running text.
    last: usize,
}

impl Around {
    pub fn of(dom: &Dom<'_>, roles: &Roles, blocks: &Blocks, heading: Option<usize>) -> Around {
        let heading_node = heading;
        let heading = heading.map(|node| blocks.number_at(node));
        let title = heading.and_then(|number| blocks.list.get(number)).map(|block| key(blocks.text_of(block)));
        let last = blocks.list.iter().rposition(|block| {
            weight(blocks, block) > 0.0 && !around(dom, roles, block.node, heading_node).has(APART.with(Role::CAPTION))
        });
        Around { heading, title: title.unwrap_or_default(), last: last.unwrap_or(usize::MAX) }
    }

    /// True for a block above the title.
    pub fn is_above(&self, number: usize) -> bool {
        self.heading.is_some_and(|heading| number < heading)
    }

    /// True if what is printed there dates something else than the article.
    pub fn is_of_others(&self, blocks: &Blocks, spot: &Spot) -> bool {
        let block = |number: usize| blocks.list.get(number);
        let text = |number: usize| block(number).map_or("", |block| blocks.text_of(block));
        let before = || spot.number.checked_sub(1).map_or("", text);
        // `<dt>Published</dt><dd>May 3, 2021</dd>`
        let is_told = || before().len() <= 40 && stated::label(before()) == Label::Published;
        const FIGURE: Role = Role::CAPTION.with(Role::EMBED);
        if spot.is_sentence && !spot.is_labelled {
            return true;
        }
        if (spot.role.has(FIGURE) || spot.setting != Setting::Page) && !spot.role.has(Role::META) {
            return self.heading.is_some() && !spot.is_labelled && !is_told();
        }
        let is_near = self.heading.is_some_and(|heading| (heading..=heading + NEAR).contains(&spot.number));
        if spot.role.has(APART.with(Role::EMBED)) && self.heading.is_some() && !spot.is_opening {
            // A list of the latest articles may have this one as well; a foot may sign it.
            let is_own = !self.title.is_empty()
                && (spot.number.saturating_sub(3)..spot.number + 2)
                    .any(|near| Some(near) != self.heading && key(text(near)) == self.title);
            // What stands right above long running text dates that.
            let is_above_text = !spot.role.has(Role::COMMENT)
                && begins_with_day(text(spot.number))
                && (spot.number + 1..spot.number + 4)
                    .filter_map(block)
                    .any(|block| block.n_letters >= LONG && block.n_linked * 4 < block.n_letters);
            const OTHERS: Role = Role::RELATED.with(Role::COMMENT).with(Role::NAVIGATION).with(Role::SIDE);
            let is_signed = spot.is_labelled && is_near && !spot.role.has(OTHERS);
            return !is_own && !is_above_text && !is_signed && !is_told();
        }
        let Some(heading) = self.heading else { return false };
        // A third of a line with a day is much: the day is part of it.
        let is_linked = block(spot.number).is_some_and(|block| block.n_linked * 3 > block.n_letters);
        if spot.number < heading {
            // Today's, in the masthead, or that of a teaser.
            return !spot.is_marked && !spot.is_labelled && (spot.role.has(Role::HEADER) || is_linked);
        }
        if spot.is_opening || spot.number <= self.last || spot.is_labelled {
            return false;
        }
        // Behind the text, a day is that of what is printed beside it.
        let is_teaser = |number: usize| {
            block(number).is_some_and(|block| block.tag.is_heading() || block.n_linked * 2 > block.n_letters.max(1))
        };
        let is_beside_teaser =
            is_linked || is_teaser(spot.number + 1) || spot.number.checked_sub(1).is_some_and(is_teaser);
        is_beside_teaser || !(spot.is_marked || begins_with_day(text(spot.number)))
    }
}

/// Letters of a paragraph that is no teaser.
const LONG: u32 = 200;

/// Blocks behind the title that are near it.
const NEAR: usize = 15;

fn begins_with_day(text: &str) -> bool {
    matches!(read_prefix(text), Some((Printed::Day(_) | Printed::Either { .. }, _)))
}

/// What the words right before the first day of a text say of it: `Last edited 2021-03-04`, but not `cows
/// stand at the farm`.
pub(super) fn label_of_day(text: &str) -> Label {
    const WORDS: usize = 4;
    let mut after_word = false;
    for (at, character) in text.char_indices().take(200) {
        if !after_word && character.is_alphanumeric() && begins_with_day(&text[at..]) {
            let from = text[..at].trim_end().rmatch_indices(' ').nth(WORDS - 1).map_or(0, |(from, _)| from);
            return stated::label(&text[from..at]);
        }
        after_word = character.is_alphanumeric();
    }
    Label::Nothing
}

/// True for a line that is but a stretch of time: `12 Aug 2006 - 3 Mar 2019`.
pub(super) fn is_range(text: &str) -> bool {
    let Some((Printed::Day(from), width)) = read_prefix(text) else { return false };
    let rest = text[width..].trim_start();
    let behind = ["-", "–", "—", "to ", "bis ", "until ", "au ", "al ", "hasta ", "tot "]
        .iter()
        .find_map(|mark| rest.strip_prefix(mark));
    let Some((Printed::Day(to), width)) = behind.map(str::trim_start).and_then(read_prefix) else { return false };
    let behind = behind.unwrap_or("").trim_start();
    from < to && behind[width..].trim().is_empty()
}
