//! Captions, where they are all the text that a page has: those of a picture gallery.

use super::blocks::{Block, Blocks};
use super::body::weight;

/// Longest credit behind a caption, in bytes.
const MAX_CREDIT: usize = 90;

/// How much a block looks like a paragraph of prose, a credit at its end left out.
pub(super) fn weight_of(blocks: &Blocks, block: &Block) -> f32 {
    const ENDS: [char; 6] = ['.', '!', '?', '…', '。', '！'];
    let whole = weight(blocks, block);
    let bare = without_credit(blocks.text_of(block)).trim_end_matches(['"', '”', '’', '\'', '»', ' ']);
    let is_caption = whole == 0.0
        && !block.tag.is_heading()
        && block.n_letters >= 25
        && block.n_linked * 2 <= block.n_letters
        && bare.ends_with(ENDS);
    if is_caption { (block.n_letters - block.n_linked) as f32 } else { whole }
}

/// A caption without `(Jane Roe/River Ledger)`, `Photo: Jane Roe`, `© Jane Roe`.
fn without_credit(text: &str) -> &str {
    #[rustfmt::skip]
    const STARTS: &[&str] = &[
        "photo", "foto", "©", "(c)", "credit", "image", "picture", "bild", "crédit", "fotografía", "ap ", "getty", "courtesy", "copyright", "by ",
    ];
    let text = text.trim_end();
    if let Some((before, inner)) = text.strip_suffix(')').and_then(|open| open.rsplit_once('('))
        && inner.len() <= MAX_CREDIT
    {
        return before.trim_end();
    }
    let mut from = text.len().saturating_sub(MAX_CREDIT);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let ends = text[from..].match_indices(['.', '!', '?', '”', '"', '»']).map(|(at, mark)| from + at + mark.len());
    let behind =
        |at: usize| text[at..].trim_start().get(..12).unwrap_or_else(|| text[at..].trim_start()).to_lowercase();
    ends.into_iter().find(|at| STARTS.iter().any(|start| behind(*at).starts_with(start))).map_or(text, |at| &text[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_told_from_captions() {
        for (text, want) in [
            ("The dam on Monday. (Jane Roe/River Ledger)", "The dam on Monday."),
            ("The dam on Monday. Photo: Jane Roe", "The dam on Monday."),
            ("“It held.” © Jane Roe / Getty Images", "“It held.”"),
            ("The dam (left) on Monday.", "The dam (left) on Monday."),
            ("The dam. It held.", "The dam. It held."),
        ] {
            assert_eq!(without_credit(text), want);
        }
    }
}
