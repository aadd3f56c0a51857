//! One article: its metadata and where each value came from, its quotations, its text.

use std::fmt::Display;
use std::io::{self, Write};

use super::plural;
use crate::index::StoredArticle;
use crate::model::{Article, QuoteKind, Sourced};
use crate::render::Style;
use crate::render::style::Role;
use crate::render::wrap::{Block, fill};

/// Columns of the labels.
const LABEL: usize = 13;

/// Writes an article as `search show` prints it.
pub fn article(out: &mut dyn Write, style: &Style, stored: &StoredArticle) -> io::Result<()> {
    let article = &stored.article;
    writeln!(out, "{}", style.paint(Role::Heading, &stored.id))?;
    write_metadata(out, style, stored)?;
    writeln!(out)?;
    write_quotes(out, style, stored)?;
    if !article.text.trim().is_empty() {
        writeln!(out)?;
        write_text(out, style, article)?;
    }
    Ok(())
}

fn write_metadata(out: &mut dyn Write, style: &Style, stored: &StoredArticle) -> io::Result<()> {
    let article = &stored.article;
    write_value(out, style, "title", article.title.as_ref())?;
    write_value(out, style, "outlet", article.outlet.as_ref())?;
    write_value(out, style, "date", article.date.as_ref())?;
    if let Some(date) = article.date_not_before {
        write_field(out, style, "not before", &date.to_string(), "")?;
    }
    for rejected in &article.rejected_dates {
        write_field(out, style, "rejected date", &rejected.value, &rejected.reason)?;
    }
    if article.authors.is_empty() {
        write_value::<String>(out, style, "author", None)?;
    }
    for author in &article.authors {
        write_value(out, style, "author", Some(author))?;
    }
    for contributor in &article.contributors {
        write_value(out, style, "contributor", Some(contributor))?;
    }
    write_value(out, style, "url", article.url.as_ref())?;
    match &article.language {
        Some(language) => write_field(out, style, "language", language, "")?,
        None => write_value::<String>(out, style, "language", None)?,
    }
    write_field(out, style, "source", &stored.source, "")?;
    write_field(out, style, "path", &article.path, "")?;
    for path in &stored.paths {
        write_field(out, style, "same file", path, "")?;
    }
    for id in &stored.copies {
        write_field(out, style, "same text", id, "")?;
    }
    for span in &article.boilerplate {
        write_field(out, style, "boilerplate", span.of_text(&article.text), "")?;
    }
    Ok(())
}

fn write_value<T: Display>(
    out: &mut dyn Write,
    style: &Style,
    label: &str,
    value: Option<&Sourced<T>>,
) -> io::Result<()> {
    match value {
        Some(sourced) => {
            let origin = format!("{}, {}", sourced.source.name(), sourced.certainty.name());
            write_field(out, style, label, &sourced.value.to_string(), &origin)
        }
        None => writeln!(out, "{label:<LABEL$}  {}", style.paint(Role::Faint, "unknown")),
    }
}

fn write_field(out: &mut dyn Write, style: &Style, label: &str, value: &str, note: &str) -> io::Result<()> {
    write!(out, "{label:<LABEL$}  {}", style.line(value))?;
    if !note.is_empty() {
        write!(out, "  {}", style.paint(Role::Faint, &format!("({note})")))?;
    }
    writeln!(out)
}

fn write_quotes(out: &mut dyn Write, style: &Style, stored: &StoredArticle) -> io::Result<()> {
    let article = &stored.article;
    let heading = plural(article.quotes.len() as u64, "quotation", "quotations");
    writeln!(out, "{}", style.paint(Role::Heading, &heading))?;
    let room = article.quotes.len().to_string().len();
    for (at, quote) in article.quotes.iter().enumerate() {
        let person = stored.people.get(at).and_then(|person| person.as_deref());
        let local = quote.speaker.as_ref().map(|speaker| speaker.name.as_str());
        let name = match person.or(local) {
            Some(name) => style.paint(Role::Person, name),
            None => style.paint(Role::Faint, "unknown"),
        };
        let mut why: Vec<String> = Vec::new();
        if quote.kind != QuoteKind::Direct {
            why.push(quote.kind.name().to_owned());
        }
        if let Some(cue) = quote.cue {
            why.push(format!("“{}”", cue.of_text(&article.text)));
        }
        if quote.speaker.is_some() {
            why.push(format!("{:.2}", quote.probability));
        }
        if !quote.reason.is_empty() {
            why.push(quote.reason.clone());
        }
        let why = style.paint(Role::Faint, &format!("({})", why.join("; ")));
        writeln!(out, "{:>room$}  {name}  {why}", at + 1)?;
        let indent = " ".repeat(room + 2);
        let block = Block { first: &indent, rest: &indent, marks: &[] };
        fill(out, style, quote.words.of_text(&article.text), block)?;
    }
    Ok(())
}

/// Writes the text: as it is in a pipe, its lines filled to the width on a terminal.
fn write_text(out: &mut dyn Write, style: &Style, article: &Article) -> io::Result<()> {
    if style.width.is_none() {
        let text = style.safe(&article.text);
        write!(out, "{text}")?;
        return if text.ends_with('\n') { Ok(()) } else { writeln!(out) };
    }
    for line in article.text.trim_end().lines() {
        if line.trim().is_empty() {
            writeln!(out)?;
        } else {
            fill(out, style, line, Block { first: "", rest: "", marks: &[] })?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Certainty, Date, Quote, RejectedDate, Source, Span, SpeakerName};

    fn sample() -> StoredArticle {
        let text = "“No deal,” Roe said.\n\n“Never.”";
        let quote = |start: usize, end: usize| Quote {
            words: Span::new(text, start..end).unwrap(),
            kind: QuoteKind::Direct,
            speaker: None,
            mention: None,
            cue: None,
            probability: 0.0,
            reason: "no one is named near it".to_owned(),
        };
        let said = text.find("said").unwrap();
        let never = text.find("Never").unwrap();
        let first = Quote {
            speaker: Some(SpeakerName { name: "Roe".to_owned(), gender: None, organisation: false }),
            cue: Span::new(text, said..said + 4),
            probability: 0.968,
            reason: "said + name".to_owned(),
            ..quote(3, 11)
        };
        StoredArticle {
            id: "b.txt".to_owned(),
            source: "seeds".to_owned(),
            article: Article {
                path: "b.txt".to_owned(),
                title: Some(Sourced::new("No deal".to_owned(), Source::FirstHeading, Certainty::Likely)),
                date_not_before: Date::new(2020, 3, 4),
                rejected_dates: vec![RejectedDate { value: "July 14".to_owned(), reason: "a coming event".to_owned() }],
                text: text.to_owned(),
                quotes: vec![first, quote(never, never + 6)],
                ..Article::default()
            },
            paths: Vec::new(),
            copies: Vec::new(),
            people: vec![Some("Jane Roe".to_owned()), None],
        }
    }

    #[test]
    fn every_value_says_where_it_came_from() {
        let mut out = Vec::new();
        article(&mut out, &Style::default(), &sample()).unwrap();
        let want = concat!(
            "b.txt\n",
            "title          No deal  (first heading, likely)\n",
            "outlet         unknown\n",
            "date           unknown\n",
            "not before     2020-03-04\n",
            "rejected date  July 14  (a coming event)\n",
            "author         unknown\n",
            "url            unknown\n",
            "language       unknown\n",
            "source         seeds\n",
            "path           b.txt\n",
            "\n",
            "2 quotations\n",
            "1  Jane Roe  (“said”; 0.97; said + name)\n",
            "   No deal,\n",
            "2  unknown  (no one is named near it)\n",
            "   Never.\n",
            "\n",
            "“No deal,” Roe said.\n",
            "\n",
            "“Never.”\n",
        );
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }

    #[test]
    fn on_a_terminal_the_text_is_filled() {
        let mut out = Vec::new();
        write_text(&mut out, &Style { width: Some(20), terminal: true, color: false }, &sample().article).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "“No deal,” Roe said.\n\n“Never.”\n");
    }
}
