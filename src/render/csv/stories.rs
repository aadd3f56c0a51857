//! Stories as tables.

use std::io::{self, Write};

use super::Table;
use crate::engine::{Story, StoryDetail};
use crate::render::Style;

/// Writes stories, one a row.
pub fn stories(out: &mut dyn Write, style: &Style, stories: &[Story]) -> io::Result<()> {
    let mut table = Table::new(out, style);
    let mut header = vec!["rank", "id", "title", "article", "articles", "matching", "outlets"];
    header.extend(["first_date", "last_date", "speakers", "utterances"]);
    table.row(&header)?;
    for story in stories {
        let names =
            |counts: &[(String, u64)]| counts.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join("; ");
        table.row(&[
            &story.rank.to_string(),
            &story.id,
            story.title.as_deref().unwrap_or(""),
            &story.article,
            &story.articles.to_string(),
            &story.matching.to_string(),
            &names(&story.outlets),
            &story.dates.map(|(first, _)| first.to_string()).unwrap_or_default(),
            &story.dates.map(|(_, last)| last.to_string()).unwrap_or_default(),
            &names(&story.speakers),
            &story.utterances.to_string(),
        ])?;
    }
    Ok(())
}

/// Writes the matrix of a story: an utterance a row; for each outlet a column with how many of its quotations carry it,
/// and one that says how faithful they are.
pub fn story(out: &mut dyn Write, style: &Style, detail: &StoryDetail) -> io::Result<()> {
    let mut table = Table::new(out, style);
    let mut header = vec!["family", "speaker", "text"];
    let outlets = || detail.columns.iter().map(|outlet| outlet.as_deref().unwrap_or("no outlet"));
    let labels: Vec<String> = outlets().map(|outlet| format!("{outlet}: fidelity")).collect();
    header.extend(outlets().zip(&labels).flat_map(|(outlet, label)| [outlet, label.as_str()]));
    table.row(&header)?;
    for utterance in &detail.utterances {
        let cells = utterance.cells.iter().flat_map(|cell| match cell {
            Some(cell) if cell.differs && !cell.fidelity.differs() => {
                [cell.quotations.to_string(), format!("{}, differs elsewhere", cell.fidelity.name())]
            }
            Some(cell) => [cell.quotations.to_string(), cell.fidelity.name().to_owned()],
            None => ["0".to_owned(), String::new()],
        });
        let cells: Vec<String> = cells.collect();
        let mut row = vec![utterance.family.as_str(), utterance.speaker.as_deref().unwrap_or(""), &utterance.text];
        row.extend(cells.iter().map(String::as_str));
        table.row(&row)?;
    }
    Ok(())
}
