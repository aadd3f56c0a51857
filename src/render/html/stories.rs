//! A story as a page: when who published, and who carried which words.

use std::io::{self, Write};

use super::{STYLE, escaped, head};
use crate::engine::StoryDetail;
use crate::engine::stories::StoryCell;

/// Writes a story as a page: timeline, outlets without it, and the matrix of utterances and outlets.
pub fn story(out: &mut dyn Write, detail: &StoryDetail) -> io::Result<()> {
    let title = detail.story.title.as_deref().unwrap_or("A story");
    writeln!(out, "{}<body>", head(title, STYLE))?;
    writeln!(out, "<h1>{}</h1>\n<h2>Timeline</h2>\n<table>", escaped(title))?;
    for article in &detail.timeline {
        let date = article.date.map_or("no date".to_owned(), |(date, _)| date.to_string());
        let cells = [&date, article.outlet.as_deref().unwrap_or("no outlet"), article.title.as_deref().unwrap_or("")];
        let cells: Vec<String> = cells.iter().map(|cell| format!("<td>{}</td>", escaped(cell))).collect();
        writeln!(out, "<tr>{}<td class=\"meta\">{}</td></tr>", cells.join(""), escaped(&article.id))?;
    }
    writeln!(out, "</table>")?;
    if !detail.absent.is_empty() {
        let is_dated = detail.story.dates.is_some();
        let shown = |(outlet, articles): &(String, u64)| match is_dated {
            true => format!("{} ({articles})", escaped(outlet)),
            false => escaped(outlet).to_string(),
        };
        let absent: Vec<String> = detail.absent.iter().map(shown).collect();
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
                Some(StoryCell { quote, quotations, fidelity, differs }) => {
                    let mark = if *differs { "del" } else { "ins" };
                    let (title, label) = (escaped(quote), fidelity.name());
                    write!(out, "<td title=\"{title}\"><{mark}>{quotations}</{mark}> {label}</td>")?;
                }
                None => write!(out, "<td class=\"gap\">–</td>")?,
            }
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "{}</body>\n</html>", if detail.utterances.is_empty() { "" } else { "</table>\n" })
}
