//! What differs when a search is repeated.

use std::io::{self, Write};

use super::{grouped, plural};
use crate::render::Style;
use crate::render::style::Role;
use crate::replay::{Changes, Record};

/// Most ids listed of those that came or went.
const MOST_SHOWN: usize = 50;

/// Writes what was asked, of which index then and now, and what differs.
pub fn changes(out: &mut dyn Write, style: &Style, then: &Record, now: &Record, changes: &Changes) -> io::Result<()> {
    writeln!(out, "{}", style.paint(Role::Heading, &then.request.query.to_string()))?;
    for (label, record) in [("then", then), ("now ", now)] {
        let total = plural(record.answer.total, "article", "articles");
        let all = grouped(record.articles);
        let content = record.content.get(..8).unwrap_or(&record.content);
        writeln!(
            out,
            "{label}  {total} of {all}, commit {}, content {content}, {}",
            record.generation, record.program
        )?;
    }
    if !changes.content {
        writeln!(out, "the indexed articles are the same")?;
    }
    for (mark, ids) in [('+', &changes.new), ('-', &changes.gone)] {
        for id in ids.iter().take(MOST_SHOWN) {
            writeln!(out, "{mark} {}", style.line(id))?;
        }
        if ids.len() > MOST_SHOWN {
            writeln!(out, "{mark} and {} more", grouped((ids.len() - MOST_SHOWN) as u64))?;
        }
    }
    let has_lists = !changes.new.is_empty() || !changes.gone.is_empty();
    for (facet, value, then, now) in &changes.facets {
        let value = if value.is_empty() { "unknown" } else { value };
        writeln!(out, "{facet} {}: {then} then, {now} now", style.line(value))?;
    }
    match changes.first_moved {
        _ if !changes.answer => writeln!(out, "the answer is the same"),
        Some(rank) if !has_lists && changes.total.0 == changes.total.1 => {
            writeln!(out, "the same articles in another order, from rank {rank} on")
        }
        Some(_) => writeln!(out, "the others stand in another order"),
        None => Ok(()),
    }
}
