//! Groups of reprints: the article that stands for each, and the others below it.

use std::io::{self, Write};

use super::hits::shown_date;
use super::plural;
use crate::engine::reprints::{ReprintGroup, ReprintKind};
use crate::render::Style;
use crate::render::style::Role;

/// Writes groups; `first` is the number of the first of them.
pub fn reprints(out: &mut dyn Write, style: &Style, groups: &[ReprintGroup], first: usize) -> io::Result<()> {
    for (number, group) in (first..).zip(groups) {
        if number > first {
            writeln!(out)?;
        }
        let title = group.members.first().and_then(|member| member.title.as_deref());
        let title = match title {
            Some(title) => style.paint(Role::Heading, title),
            None => style.paint(Role::Faint, "no title"),
        };
        writeln!(out, "{number}  {}  {title}", plural(group.size, "article", "articles"))?;
        for member in &group.members {
            let date = style.paint(Role::Meta, &shown_date(member.date));
            let outlet = style.paint(Role::Meta, member.outlet.as_deref().unwrap_or("no outlet"));
            let kind = match member.kind {
                ReprintKind::Representative => String::new(),
                kind => format!("  {}", kind.name()),
            };
            let words = plural(u64::from(member.words), "word", "words");
            let id = style.paint(Role::Faint, &member.id);
            writeln!(out, "   {date}  {outlet}  {words}{kind}  {id}")?;
        }
        if let Some(more) = group.size.checked_sub(group.members.len() as u64).filter(|more| *more > 0) {
            writeln!(out, "   {}", style.paint(Role::Faint, &format!("and {} more", super::grouped(more))))?;
        }
    }
    Ok(())
}
