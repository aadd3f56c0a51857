//! Families of quotations: lists, and one beside its fullest wording.

use std::io::{self, Write};

use super::hits::shown_date;
use super::plural;
use crate::engine::{Family, FamilyDetail, Variant};
use crate::families::labels::Mark;
use crate::model::{Date, Span};
use crate::render::Style;
use crate::render::style::Role;
use crate::render::wrap::{Block, fill};

/// Names of outlets and speakers in a line; the rest is counted.
const MAX_NAMES: usize = 6;

/// Writes families: the fullest wording, how far it has spread, who is named as the speaker.
pub fn families(out: &mut dyn Write, style: &Style, families: &[Family]) -> io::Result<()> {
    let room = families.iter().map(|family| family.rank).max().unwrap_or(1).to_string().len();
    let indent = " ".repeat(room + 2);
    for (at, family) in families.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        let first = format!("{:>room$}  ", family.rank);
        fill(out, style, &family.text, Block { first: &first, rest: &indent, marks: &[] })?;
        head(out, style, family, &indent)?;
    }
    Ok(())
}

fn head(out: &mut dyn Write, style: &Style, family: &Family, indent: &str) -> io::Result<()> {
    writeln!(out, "{indent}— {}, {}", speakers(style, family), style.paint(Role::Meta, &days(family.dates)))?;
    let mut outlets = names(&family.outlets);
    if family.without_outlet > 0 {
        outlets.push("no outlet".to_owned());
    }
    writeln!(out, "{indent}  {}", style.paint(Role::Meta, &outlets.join(", ")))?;
    let counts = [
        plural(family.quotations, "quotation", "quotations"),
        plural(family.articles, "article", "articles"),
        plural(family.wordings, "wording", "wordings"),
    ];
    writeln!(out, "{indent}  {}", style.paint(Role::Faint, &format!("{}  {}", family.id, counts.join(", "))))
}

pub(super) fn names(counts: &[(String, u64)]) -> Vec<String> {
    let mut names: Vec<String> = counts.iter().take(MAX_NAMES).map(|(name, _)| name.clone()).collect();
    if counts.len() > MAX_NAMES {
        names.push(format!("and {} more", counts.len() - MAX_NAMES));
    }
    names
}

fn speakers(style: &Style, family: &Family) -> String {
    if family.speakers.is_empty() {
        return style.paint(Role::Faint, "unknown");
    }
    let named = style.paint(Role::Person, &names(&family.speakers).join(" or "));
    if family.speakers_disagree { format!("{named} (articles name different speakers)") } else { named }
}

pub(super) fn days(dates: Option<(Date, Date)>) -> String {
    match dates {
        Some((first, last)) if first == last => first.to_string(),
        Some((first, last)) => format!("{first} to {last}"),
        None => "no date".to_owned(),
    }
}

/// Writes a family: its fullest wording, then each variant with what differs from it.
///
/// `[-words-]` are only in the fullest wording, `{+words+}` only in the variant, `(…)` is left out at an
/// end or at an ellipsis.
pub fn family(out: &mut dyn Write, style: &Style, detail: &FamilyDetail) -> io::Result<()> {
    fill(out, style, &detail.family.text, Block { first: "", rest: "", marks: &[] })?;
    head(out, style, &detail.family, "")?;
    for variant in &detail.variants {
        writeln!(out)?;
        self::variant(out, style, variant, "  ")?;
    }
    Ok(())
}

/// Writes wordings of one outlet alone, each below the fullest wording of its family.
pub fn altered(out: &mut dyn Write, style: &Style, variants: &[Variant]) -> io::Result<()> {
    let mut last = ("", "");
    for (at, one) in variants.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        if (one.family.as_str(), one.full.as_str()) != last {
            fill(out, style, &one.full, Block { first: "", rest: "", marks: &[] })?;
            writeln!(out, "{}", style.paint(Role::Faint, &one.family))?;
            last = (&one.family, &one.full);
        }
        variant(out, style, one, "  ")?;
    }
    Ok(())
}

fn variant(out: &mut dyn Write, style: &Style, variant: &Variant, indent: &str) -> io::Result<()> {
    let (text, marks) = marked(variant);
    fill(out, style, &text, Block { first: indent, rest: indent, marks: &marks })?;
    let outlet = style.paint(Role::Meta, variant.outlet.as_deref().unwrap_or("no outlet"));
    let date = style.paint(Role::Meta, &shown_date(variant.date));
    let speaker = match &variant.speaker {
        Some(speaker) => style.paint(Role::Person, speaker),
        None => style.paint(Role::Faint, if variant.kind == "fragment" { "fragment" } else { "unknown" }),
    };
    let differs = if variant.fidelity.differs() { "differs: " } else { "" };
    let label = format!("{differs}{} {:.2}", variant.fidelity.name(), variant.score);
    writeln!(out, "{indent}— {speaker}, {outlet}, {date}  {label}")?;
    writeln!(out, "{indent}  {}", style.paint(Role::Faint, &variant.id))
}

/// The words of both wordings in one line, with the stretches that are not the same.
fn marked(variant: &Variant) -> (String, Vec<Span>) {
    let mut line = String::new();
    let mut marks = Vec::new();
    for segment in &variant.segments {
        if !line.is_empty() {
            line.push(' ');
        }
        let start = line.len();
        let (full, own) = (segment.full.of_text(&variant.full), segment.variant.of_text(&variant.text));
        match segment.mark {
            Mark::Same => line.push_str(own),
            Mark::Changed => line.push_str(&format!("[-{full}-]{{+{own}+}}")),
            Mark::Inserted => line.push_str(&format!("{{+{own}+}}")),
            Mark::Dropped => line.push_str(&format!("[-{full}-]")),
            Mark::Omitted => line.push_str("(…)"),
        }
        if !matches!(segment.mark, Mark::Same | Mark::Omitted) {
            marks.push(Span::of(start, line.len()));
        }
    }
    (line, marks)
}
