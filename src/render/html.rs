//! Pages that stand alone: one file, no script, nothing loaded from elsewhere.
//!
//! What differs is told by colour and by a pattern (underlined, struck through), so that nobody needs
//! the colour. All text is escaped.

use std::io::{self, Write};

use crate::engine::{FamilyDetail, StoryDetail, Variant};
use crate::families::labels::Mark;

const STYLE: &str = "body{font:16px/1.5 Georgia,serif;max-width:46em;margin:2em auto;padding:0 1em;color:#222;\
background:#fff}h1{font-size:1.3em}.meta{color:#555;font:14px sans-serif}ins{background:#d7f0d7;\
text-decoration:underline}del{background:#f6d5d5;text-decoration:line-through}.gap{color:#666}li{margin:1em 0}td,th{padding:.2em .5em;text-align:left;vertical-align:top}\
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

/// Writes a story as a page: timeline, outlets without it, and the matrix of utterances and outlets.
pub fn story(out: &mut dyn Write, detail: &StoryDetail) -> io::Result<()> {
    let title = detail.story.title.as_deref().unwrap_or("A story");
    head(out, title)?;
    writeln!(out, "<h1>{}</h1>\n<h2>Timeline</h2>\n<table>", escaped(title))?;
    for article in &detail.timeline {
        let date = article.date.map_or("no date".to_owned(), |(date, _)| date.to_string());
        let cells = [&date, article.outlet.as_deref().unwrap_or("no outlet"), article.title.as_deref().unwrap_or("")];
        let cells: Vec<String> = cells.iter().map(|cell| format!("<td>{}</td>", escaped(cell))).collect();
        writeln!(out, "<tr>{}<td class=\"meta\">{}</td></tr>", cells.join(""), escaped(&article.id))?;
    }
    writeln!(out, "</table>")?;
    if !detail.absent.is_empty() {
        let absent: Vec<String> =
            detail.absent.iter().map(|(outlet, articles)| format!("{} ({articles})", escaped(outlet))).collect();
        writeln!(out, "<h2>Not covered by</h2>\n<p class=\"meta\">{}</p>", absent.join(", "))?;
    }
    if !detail.utterances.is_empty() {
        write!(out, "<h2>Who carried what</h2>\n<table>\n<tr><th></th>")?;
        for outlet in &detail.columns {
            write!(out, "<th>{}</th>", escaped(outlet.as_deref().unwrap_or("no outlet")))?;
        }
        writeln!(out, "</tr>")?;
    }
    for utterance in &detail.utterances {
        let speaker = utterance.speaker.as_deref().unwrap_or("unknown");
        write!(out, "<tr><td>“{}” <span class=\"meta\">{}</span></td>", escaped(&utterance.text), escaped(speaker))?;
        for cell in &utterance.cells {
            match cell {
                Some((id, count)) => write!(out, "<td title=\"{}\"><ins>{count}</ins></td>", escaped(id))?,
                None => write!(out, "<td class=\"gap\">–</td>")?,
            }
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "{}</body>\n</html>", if detail.utterances.is_empty() { "" } else { "</table>\n" })
}
