//! Pages that stand alone: one file, no script, nothing loaded from elsewhere.
//!
//! What differs is told by colour and by a pattern (underlined, struck through), so that nobody needs
//! the colour. All text is escaped.

use std::io::{self, Write};

use crate::engine::{FamilyDetail, Variant};
use crate::families::labels::Mark;

const STYLE: &str = "body{font:16px/1.5 Georgia,serif;max-width:46em;margin:2em auto;padding:0 1em;color:#222;\
background:#fff}h1{font-size:1.3em}.meta{color:#555;font:14px sans-serif}ins{background:#d7f0d7;\
text-decoration:underline}del{background:#f6d5d5;text-decoration:line-through}.gap{color:#666}li{margin:1em 0}\
@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}.meta,.gap{color:#aaa}ins{background:#1f4a1f}\
del{background:#5a2323}}";

/// `text` as HTML has it, without what only a terminal would obey.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ if character.is_control() && character != '\n' => escaped.push(' '),
            // Marks that turn the order of what follows.
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {}
            _ => escaped.push(character),
        }
    }
    escaped
}

pub(super) fn head(out: &mut dyn Write, title: &str) -> io::Result<()> {
    writeln!(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>", escaped(title))?;
    writeln!(out, "<style>{STYLE}</style>\n</head>\n<body>")
}

/// Writes a family as a page.
pub fn family(out: &mut dyn Write, detail: &FamilyDetail) -> io::Result<()> {
    let family = &detail.family;
    head(out, &family.text)?;
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
    let meta: Vec<String> = meta.iter().map(|part| escaped(part)).collect();
    writeln!(out, "”<br><span class=\"meta\">{}</span></li>", meta.join(" · "))
}
