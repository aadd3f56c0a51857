//! Stories: lists, and one with who published what and when.

use std::io::{self, Write};

use super::families::{days, names};
use super::hits::shown_date;
use super::plural;
use crate::engine::stories::StoryCell;
use crate::engine::{Story, StoryDetail};
use crate::families::labels::Fidelity;
use crate::render::Style;
use crate::render::style::Role;
use crate::render::wrap::{Block, fill};

/// Writes stories: headline, days, outlets, who is quoted.
pub fn stories(out: &mut dyn Write, style: &Style, stories: &[Story]) -> io::Result<()> {
    let room = stories.iter().map(|story| story.rank).max().unwrap_or(1).to_string().len();
    let indent = " ".repeat(room + 2);
    for (at, story) in stories.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        write!(out, "{:>room$}  ", story.rank)?;
        head(out, style, story, &indent)?;
    }
    Ok(())
}

fn head(out: &mut dyn Write, style: &Style, story: &Story, indent: &str) -> io::Result<()> {
    writeln!(out, "{}", style.paint(Role::Heading, story.title.as_deref().unwrap_or("no title")))?;
    let counts = format!(
        "{} in {}, {}",
        plural(story.articles, "article", "articles"),
        plural(story.outlets.len() as u64, "outlet", "outlets"),
        plural(story.utterances, "shared utterance", "shared utterances")
    );
    writeln!(out, "{indent}{}  {counts}", style.paint(Role::Meta, &days(story.dates)))?;
    let mut outlets = names(&story.outlets);
    if story.without_outlet > 0 {
        outlets.push("no outlet".to_owned());
    }
    writeln!(out, "{indent}{}", style.paint(Role::Meta, &outlets.join(", ")))?;
    if !story.speakers.is_empty() {
        writeln!(out, "{indent}quotes {}", style.paint(Role::Person, &names(&story.speakers).join(", ")))?;
    }
    writeln!(out, "{indent}{}", style.paint(Role::Faint, &story.id))
}

/// Writes a story: its timeline, the outlets that have nothing of it, and each utterance with the
/// outlets that carried it and those that left it out.
pub fn story(out: &mut dyn Write, style: &Style, detail: &StoryDetail) -> io::Result<()> {
    head(out, style, &detail.story, "")?;
    writeln!(out, "\n{}", style.paint(Role::Heading, "Timeline"))?;
    for article in &detail.timeline {
        let date = style.paint(Role::Meta, &shown_date(article.date));
        let outlet = style.paint(Role::Meta, article.outlet.as_deref().unwrap_or("no outlet"));
        let title = style.line(article.title.as_deref().unwrap_or("no title"));
        writeln!(out, "{date}  {outlet}  {title}  {}", style.paint(Role::Faint, &article.id))?;
    }
    if !detail.absent.is_empty() {
        writeln!(out, "\n{}", style.paint(Role::Heading, "Not covered by"))?;
        for (outlet, articles) in detail.absent.iter().take(20) {
            let outlet = style.paint(Role::Meta, outlet);
            // Without a date there are no days to count on.
            if detail.story.dates.is_none() {
                writeln!(out, "{outlet}")?;
                continue;
            }
            let others = format!("{} on these days", plural(*articles, "other article", "other articles"));
            writeln!(out, "{outlet}  {}", style.paint(Role::Faint, &others))?;
        }
        if detail.absent.len() > 20 {
            writeln!(out, "and {} more", detail.absent.len() - 20)?;
        }
    }
    if !detail.utterances.is_empty() {
        writeln!(out, "\n{}", style.paint(Role::Heading, "Who carried what"))?;
    }
    for utterance in &detail.utterances {
        fill(out, style, &utterance.text, Block { first: "", rest: "", marks: &[] })?;
        let speaker = style.paint(Role::Person, utterance.speaker.as_deref().unwrap_or("unknown"));
        writeln!(out, "  — {speaker}  {}", style.paint(Role::Faint, &utterance.family))?;
        let mut carried = Vec::new();
        let mut omitted = Vec::new();
        for (outlet, cell) in detail.columns.iter().zip(&utterance.cells) {
            let outlet = outlet.as_deref().unwrap_or("no outlet");
            match cell {
                Some(cell) => carried.push(carried_by(outlet, cell)),
                None => omitted.push(outlet.to_owned()),
            }
        }
        for (label, outlets) in [("carried by", carried), ("left out by", omitted)] {
            if !outlets.is_empty() {
                let first = format!("  {label} ");
                fill(out, style, &outlets.join(", "), Block { first: &first, rest: "    ", marks: &[] })?;
            }
        }
    }
    Ok(())
}

/// `Gazette (2, altered)`: how often, if not once, and how, if not in the words of the usual wording.
fn carried_by(outlet: &str, cell: &StoryCell) -> String {
    let mut told = Vec::new();
    if cell.quotations > 1 {
        told.push(cell.quotations.to_string());
    }
    if !matches!(cell.fidelity, Fidelity::Verbatim | Fidelity::Typography) {
        told.push(cell.fidelity.name().to_owned());
    } else if cell.differs {
        told.push("differs in one".to_owned());
    }
    if told.is_empty() { outlet.to_owned() } else { format!("{outlet} ({})", told.join(", ")) }
}
