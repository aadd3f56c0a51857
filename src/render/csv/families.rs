//! Families of quotations as tables.

use std::io::{self, Write};

use super::Table;
use crate::engine::{Family, Variant};
use crate::families::labels::Mark;
use crate::render::Style;

/// Writes families, one a row.
pub fn families(out: &mut dyn Write, style: &Style, families: &[Family]) -> io::Result<()> {
    let mut table = Table::new(out, style);
    let mut header = vec!["rank", "id", "text", "quote", "quotations", "articles", "wordings", "outlets"];
    header.extend(["first_date", "last_date", "speakers", "speakers_disagree"]);
    table.row(&header)?;
    for family in families {
        let names =
            |counts: &[(String, u64)]| counts.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join("; ");
        table.row(&[
            &family.rank.to_string(),
            &family.id,
            &family.text,
            &family.quote,
            &family.quotations.to_string(),
            &family.articles.to_string(),
            &family.wordings.to_string(),
            &names(&family.outlets),
            &family.dates.map(|(first, _)| first.to_string()).unwrap_or_default(),
            &family.dates.map(|(_, last)| last.to_string()).unwrap_or_default(),
            &names(&family.speakers),
            if family.speakers_disagree { "true" } else { "false" },
        ])?;
    }
    Ok(())
}

/// Writes variants, one a row, with the words that differ.
pub fn variants(out: &mut dyn Write, style: &Style, variants: &[Variant]) -> io::Result<()> {
    let mut table = Table::new(out, style);
    let mut header = vec!["family", "id", "article", "outlet", "date", "speaker", "kind", "text", "fidelity", "score"];
    header.extend(["inserted", "dropped", "omitted", "full"]);
    table.row(&header)?;
    for variant in variants {
        let stretches = |marks: &[Mark], own: bool| {
            let chosen = variant.segments.iter().filter(|segment| marks.contains(&segment.mark));
            let words = chosen.map(|segment| match own {
                true => segment.variant.of_text(&variant.text),
                false => segment.full.of_text(&variant.full),
            });
            words.collect::<Vec<_>>().join("; ")
        };
        table.row(&[
            &variant.family,
            &variant.id,
            &variant.article,
            variant.outlet.as_deref().unwrap_or(""),
            &variant.date.map(|(date, _)| date.to_string()).unwrap_or_default(),
            variant.speaker.as_deref().unwrap_or(""),
            variant.kind,
            &variant.text,
            variant.fidelity.name(),
            &format!("{:.3}", variant.score),
            &stretches(&[Mark::Inserted, Mark::Changed], true),
            &stretches(&[Mark::Dropped, Mark::Changed], false),
            &stretches(&[Mark::Omitted], false),
            &variant.full,
        ])?;
    }
    Ok(())
}
