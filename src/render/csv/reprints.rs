//! Groups of reprints as a table, a row an article.

use std::io::{self, Write};

use super::Table;
use crate::engine::reprints::ReprintGroup;
use crate::render::Style;

/// Writes groups below a header; `first` is the number of the first of them.
pub fn reprints(out: &mut dyn Write, style: &Style, groups: &[ReprintGroup], first: usize) -> io::Result<()> {
    let mut table = Table::new(out, style);
    table.row(&["group", "size", "id", "kind", "title", "outlet", "date", "words", "url"])?;
    for (number, group) in (first..).zip(groups) {
        for member in &group.members {
            table.row(&[
                number.to_string().as_str(),
                &group.size.to_string(),
                &member.id,
                member.kind.name(),
                member.title.as_deref().unwrap_or(""),
                member.outlet.as_deref().unwrap_or(""),
                &member.date.map(|(date, _)| date.to_string()).unwrap_or_default(),
                &member.words.to_string(),
                member.url.as_deref().unwrap_or(""),
            ])?;
        }
    }
    Ok(())
}
