//! Articles like one, each with what they share.

use std::io::{self, Write};

use super::hits::hits;
use crate::engine::similar::SimilarHit;
use crate::render::Style;
use crate::render::style::Role;
use crate::render::wrap::{Block, fill};

/// Most words told of those that two articles share.
const MAX_TERMS: usize = 10;

/// Most quotations told of those that two articles share.
const MAX_QUOTATIONS: usize = 3;

/// Writes the articles, likest first: the hit, the words that both have, what both quote.
pub fn similar(out: &mut dyn Write, style: &Style, likes: &[SimilarHit]) -> io::Result<()> {
    let room = likes.iter().map(|like| like.hit.rank).max().unwrap_or(1).to_string().len();
    let indent = " ".repeat(room + 2);
    for (at, like) in likes.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        hits(out, style, std::slice::from_ref(&like.hit))?;
        let mut words = like.terms.iter().take(MAX_TERMS).cloned().collect::<Vec<_>>().join(", ");
        if let Some(more) = like.terms.len().checked_sub(MAX_TERMS + 1) {
            words.push_str(&format!(" and {} more", more + 1));
        }
        let likeness = style.paint(Role::Faint, &format!("{:.2}", like.hit.score));
        let words = if words.is_empty() { String::new() } else { format!("  both have {words}") };
        fill(out, style, &format!("{likeness}{words}"), Block { first: &indent, rest: &indent, marks: &[] })?;
        for shared in like.quotations.iter().take(MAX_QUOTATIONS) {
            let first = format!("{indent}“ ");
            let rest = format!("{indent}  ");
            fill(out, style, &shared.other_text, Block { first: &first, rest: &rest, marks: &[] })?;
        }
        if like.quotations.len() > MAX_QUOTATIONS {
            let more = format!("and {} more quotations of both", like.quotations.len() - MAX_QUOTATIONS);
            writeln!(out, "{indent}{}", style.paint(Role::Faint, &more))?;
        }
    }
    Ok(())
}
