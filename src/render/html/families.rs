//! A family as a page: every wording beside the fullest one.

use std::io::{self, Write};

use super::{STYLE, escaped, head};
use crate::engine::{FamilyDetail, Variant};
use crate::families::labels::Mark;

/// Writes a family as a page.
pub fn family(out: &mut dyn Write, detail: &FamilyDetail) -> io::Result<()> {
    let family = &detail.family;
    writeln!(out, "{}<body>", head(&family.text, STYLE))?;
    writeln!(out, "<h1>“{}”</h1>", escaped(&family.text))?;
    let names: Vec<&str> = family.speakers.iter().map(|(name, _)| name.as_str()).collect();
    let speakers = if names.is_empty() { "unknown".to_owned() } else { names.join(" or ") };
    let days = family.dates.map_or("no date".to_owned(), |(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first} to {last}"),
    });
    let counts =
        format!("{} quotations in {} articles of {} outlets", family.quotations, family.articles, family.outlets.len());
    writeln!(out, "<p class=\"meta\">{} · {days} · {counts}</p>", escaped(&speakers))?;
    if family.speakers_disagree {
        writeln!(out, "<p class=\"meta\">Articles name different speakers.</p>")?;
    }
    writeln!(out, "<ol>")?;
    for one in &detail.variants {
        variant(out, one)?;
    }
    writeln!(out, "</ol>\n</body>\n</html>")
}

fn variant(out: &mut dyn Write, variant: &Variant) -> io::Result<()> {
    write!(out, "<li>“")?;
    for (at, segment) in variant.segments.iter().enumerate() {
        if at > 0 {
            write!(out, " ")?;
        }
        let full = escaped(segment.full.of_text(&variant.full));
        let own = escaped(segment.variant.of_text(&variant.text));
        match segment.mark {
            Mark::Same => write!(out, "{own}")?,
            Mark::Changed => write!(out, "<del>{full}</del> <ins>{own}</ins>")?,
            Mark::Inserted => write!(out, "<ins>{own}</ins>")?,
            Mark::Dropped => write!(out, "<del>{full}</del>")?,
            Mark::Omitted => write!(out, "<span class=\"gap\" title=\"{full}\">(…)</span>")?,
        }
    }
    let mut meta = vec![
        variant.outlet.as_deref().unwrap_or("no outlet").to_owned(),
        variant.date.map_or("no date".to_owned(), |(date, _)| date.to_string()),
        variant.speaker.clone().unwrap_or_else(|| variant.kind.to_owned()),
    ];
    let differs = if variant.fidelity.differs() { "differs: " } else { "" };
    meta.push(format!("{differs}{} {:.2}", variant.fidelity.name(), variant.score));
    meta.push(variant.id.clone());
    let meta: Vec<_> = meta.iter().map(|part| escaped(part)).collect();
    writeln!(out, "”<br><span class=\"meta\">{}</span></li>", meta.join(" · "))
}
