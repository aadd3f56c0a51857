//! Concordances as tables.

use std::io::{self, Write};

use super::Table;
use crate::engine::{Collocate, Group, Line};
use crate::render::Style;
use crate::render::json::place_name;

/// Writes lines below a header.
pub fn lines(out: &mut dyn Write, style: &Style, lines: &[Line]) -> io::Result<()> {
    let mut table = Table::new(out, style);
    let mut header = vec!["rank", "article", "title", "outlet", "date", "date_certainty", "url", "place"];
    header.extend(["left", "text", "right", "start", "end", "quoted", "speaker"]);
    table.row(&header)?;
    for line in lines {
        table.row(&[
            line.rank.to_string().as_str(),
            &line.article,
            line.title.as_deref().unwrap_or(""),
            line.outlet.as_deref().unwrap_or(""),
            &line.date.map(|(date, _)| date.to_string()).unwrap_or_default(),
            line.date.map(|(_, certainty)| certainty.name()).unwrap_or_default(),
            line.url.as_deref().unwrap_or(""),
            place_name(line.place),
            &line.left,
            &line.text,
            &line.right,
            &line.start.to_string(),
            &line.end.to_string(),
            &line.quoted.to_string(),
            line.speaker.as_deref().unwrap_or(""),
        ])?;
    }
    Ok(())
}

/// Writes groups below a header.
pub fn groups(out: &mut dyn Write, style: &Style, groups: &[Group]) -> io::Result<()> {
    let mut table = Table::new(out, style);
    table.row(&["words", "count", "articles"])?;
    for group in groups {
        table.row(&[group.words.as_str(), &group.count.to_string(), &group.articles.to_string()])?;
    }
    Ok(())
}

/// Writes collocates below a header.
pub fn collocates(out: &mut dyn Write, style: &Style, found: &[Collocate]) -> io::Result<()> {
    let mut table = Table::new(out, style);
    table.row(&["word", "count", "left", "right", "frequency", "expected", "log_likelihood", "log_dice"])?;
    for one in found {
        table.row(&[
            one.word.as_str(),
            &one.count.to_string(),
            &one.left.to_string(),
            &(one.count - one.left).to_string(),
            &one.frequency.to_string(),
            &rounded(one.expected),
            &rounded(one.log_likelihood),
            &rounded(one.log_dice),
        ])?;
    }
    Ok(())
}

/// A measure with three digits behind the point.
pub(super) fn rounded(number: f64) -> String {
    format!("{:.3}", if number.is_finite() { number } else { 0.0 })
}
