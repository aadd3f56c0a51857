//! Quotations, and who is quoted.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::hits::shown_date;
use super::plural;
use crate::engine::{QuoteHit, Speaker};
use crate::model::QuoteKind;
use crate::render::Style;
use crate::render::style::Role;
use crate::render::wrap::{Block, fill};

/// Columns that a name may take before the counts leave their column.
const MAX_NAME: usize = 30;

/// Most other names of a person in a line.
const MAX_ALIASES: usize = 5;

/// Writes quotations: the words, who said them in which outlet and when, and how that is known.
///
/// A `~` before a date says that it is not stated as the date of publication but concluded.
pub fn quotes(out: &mut dyn Write, style: &Style, hits: &[QuoteHit]) -> io::Result<()> {
    let room = hits.iter().map(|hit| hit.rank).max().unwrap_or(1).to_string().len();
    let indent = " ".repeat(room + 2);
    for (at, hit) in hits.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        let first = format!("{:>room$}  ", hit.rank);
        fill(out, style, &hit.text, Block { first: &first, rest: &indent, marks: &hit.highlights })?;
        let speaker = match &hit.speaker {
            Some(speaker) => style.paint(Role::Person, speaker),
            None => style.paint(Role::Faint, "unknown"),
        };
        let outlet = style.paint(Role::Meta, hit.outlet.as_deref().unwrap_or("no outlet"));
        let date = style.paint(Role::Meta, &shown_date(hit.date));
        writeln!(out, "{indent}— {speaker}, {outlet}, {date}")?;
        let why = style.paint(Role::Faint, &format!("({})", why(hit).join("; ")));
        writeln!(out, "{indent}  {}  {why}", style.paint(Role::Faint, &hit.id))?;
    }
    Ok(())
}

/// Kind unless it is the usual one, probability, reason.
fn why(hit: &QuoteHit) -> Vec<String> {
    let mut why = Vec::new();
    if hit.kind != QuoteKind::Direct {
        why.push(hit.kind.name().to_owned());
    }
    if hit.speaker.is_some() {
        why.push(format!("{:.2}", hit.probability));
    }
    if !hit.reason.is_empty() {
        why.push(hit.reason.clone());
    }
    if why.is_empty() {
        why.push("no speaker found".to_owned());
    }
    why
}

/// Writes one line a person: name, articles and quotations, first and last date, other names.
pub fn speakers(out: &mut dyn Write, style: &Style, speakers: &[Speaker]) -> io::Result<()> {
    let room = |count: fn(&Speaker) -> u64| speakers.iter().map(count).max().unwrap_or(0).to_string().len();
    let (articles, quotations) = (room(|speaker| speaker.articles), room(|speaker| speaker.quotations));
    let names: Vec<String> = speakers.iter().map(|speaker| style.line(&speaker.name)).collect();
    let name_room = names.iter().map(|name| name.width()).max().unwrap_or(0).min(MAX_NAME);
    for (speaker, name) in speakers.iter().zip(&names) {
        let pad = " ".repeat(name_room.saturating_sub(name.width()));
        let dates = match speaker.dates {
            Some((first, last)) if first == last => first.to_string(),
            Some((first, last)) => format!("{first} to {last}"),
            None => "no date".to_owned(),
        };
        let quoted = format!("{:>quotations$} {:<10}", speaker.quotations, noun(speaker.quotations, "quotation"));
        let counted = format!("{:>articles$} {:<8}", speaker.articles, noun(speaker.articles, "article"));
        write!(
            out,
            "{}{pad}  {quoted}  {counted}  {}",
            style.paint(Role::Person, name),
            style.paint(Role::Meta, &dates)
        )?;
        if !speaker.aliases.is_empty() {
            let mut aliases: Vec<String> = speaker.aliases.iter().take(MAX_ALIASES).cloned().collect();
            if let Some(more) = speaker.aliases.len().checked_sub(MAX_ALIASES + 1) {
                aliases.push(format!("and {} more", more + 1));
            }
            write!(out, "  {}", style.paint(Role::Faint, &format!("also {}", aliases.join(", "))))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn noun(count: u64, one: &str) -> String {
    let text = plural(count, one, &format!("{one}s"));
    text.split(' ').next_back().unwrap_or(one).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Certainty, Date, Span};

    fn sample() -> QuoteHit {
        QuoteHit {
            rank: 1,
            score: 1.0,
            id: "a.txt#q2".to_owned(),
            article: "a.txt".to_owned(),
            title: None,
            outlet: Some("Gazette".to_owned()),
            date: Date::new(2019, 5, 2).map(|date| (date, Certainty::Likely)),
            url: None,
            kind: QuoteKind::Post,
            speaker: Some("Jane Roe".to_owned()),
            mention: Some("she".to_owned()),
            cue: Some("said".to_owned()),
            text: "A witch\nhunt".to_owned(),
            start: 4,
            end: 16,
            probability: 0.966,
            reason: "said + name".to_owned(),
            highlights: vec![Span::of(2, 12)],
        }
    }

    #[test]
    fn the_words_come_first_and_then_who_said_them() {
        let nobody = QuoteHit {
            rank: 2,
            speaker: None,
            outlet: None,
            date: None,
            kind: QuoteKind::Direct,
            reason: String::new(),
            ..sample()
        };
        let mut out = Vec::new();
        quotes(&mut out, &Style::default(), &[sample(), nobody]).unwrap();
        let want = concat!(
            "1  A witch hunt\n",
            "   — Jane Roe, Gazette, ~2019-05-02\n",
            "     a.txt#q2  (post; 0.97; said + name)\n",
            "\n",
            "2  A witch hunt\n",
            "   — unknown, no outlet, no date\n",
            "     a.txt#q2  (no speaker found)\n",
        );
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }

    #[test]
    fn people_stand_below_each_other() {
        let day = |day| Date::new(2019, 5, day).unwrap();
        let roe = Speaker {
            name: "Jane Roe".to_owned(),
            aliases: ["@roe", "Roe"].map(str::to_owned).to_vec(),
            articles: 2,
            quotations: 11,
            dates: Some((day(2), day(9))),
        };
        let lane = Speaker { name: "Lane".to_owned(), aliases: vec![], articles: 1, quotations: 1, dates: None };
        let mut out = Vec::new();
        speakers(&mut out, &Style::default(), &[roe, lane]).unwrap();
        let want = concat!(
            "Jane Roe  11 quotations  2 articles  2019-05-02 to 2019-05-09  also @roe, Roe\n",
            "Lane       1 quotation   1 article   no date\n",
        );
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }
}
