//! What belongs to an article besides its paragraphs, and what of them does not: leads, short
//! lines at both ends, headings, text that is printed twice.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::blocks::{Block, Blocks};
use super::body::{FOREIGN, Hints, Verdict, weight};
use super::roles::Role;
use super::shingles::Shingles;
use super::title::key;

/// Short lines that are looked at on each side of the paragraphs.
const MAX_LINES: usize = 40;

/// Takes the lead in, which often stands apart from the text: between title and first paragraph,
/// and either called so or equal to the description of the page.
pub(super) fn take_lead(
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
    for (index, block) in blocks.list.iter().enumerate().take(first).skip(from) {
        let is_below_title = hints.is_below_title(block);
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

/// Takes short lines at both ends back in, for an element that is marked as the text of the
/// article: salutations, signatures, lists. `prose` is from the first paragraph to the last.
pub(super) fn take_ends(blocks: &Blocks, hints: &Hints<'_>, prose: Range<usize>, verdicts: &mut [Verdict]) {
    for index in (prose.start.saturating_sub(MAX_LINES)..prose.start).rev() {
        let block = &blocks.list[index];
        if verdicts[index] != Verdict::Edge || !hints.is_below_title(block) {
            break;
        }
        if block.n_linked == 0 {
            verdicts[index] = Verdict::Kept;
        }
    }
    for index in prose.end..verdicts.len().min(prose.end + MAX_LINES) {
        if verdicts[index] != Verdict::Edge || blocks.list[index].n_linked > 0 {
            break;
        }
        verdicts[index] = Verdict::Kept;
    }
}

/// Takes a heading above the first paragraph back in.
pub(super) fn take_heading(blocks: &Blocks, hints: &Hints<'_>, first: usize, verdicts: &mut [Verdict]) {
    for index in (first.saturating_sub(MAX_LINES)..first).rev() {
        let block = &blocks.list[index];
        if verdicts[index] != Verdict::Edge || !hints.is_below_title(block) {
            break;
        }
        if block.n_linked == 0 && block.tag.is_heading() && block.n_letters >= 25 {
            verdicts[index] = Verdict::Kept;
        }
    }
}

/// Drops text that was printed before, for other screens or for machines: several paragraphs in a
/// row, or all of it in one.
pub(super) fn drop_repeated(blocks: &Blocks, verdicts: &mut [Verdict]) {
    const IN_A_ROW: usize = 3;
    let mut known = FxHashSet::default();
    let mut row: Vec<usize> = Vec::new();
    let end_row = |row: &mut Vec<usize>, verdicts: &mut [Verdict]| {
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
pub(super) fn drop_bare_headings(blocks: &Blocks, verdicts: &mut [Verdict]) {
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
