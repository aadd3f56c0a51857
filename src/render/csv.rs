//! CSV with a header, for spreadsheets and data frames.
//!
//! Lists are joined by `; `. The columns of [`article`] carry the names that `search index`
//! reads, so an export can be indexed again.

mod concordance;
mod families;
mod keyness;
mod stories;
mod reprints;

use std::io::{self, Write};

use super::Style;
use crate::engine::{Facets, Hit, QuoteHit, Speaker};
use crate::index::StoredArticle;
use crate::model::{Date, Sourced};

pub use concordance::{collocates, groups, lines};
pub use families::{families, variants};
pub use reprints::reprints;
pub use keyness::comparison;
pub use stories::{stories, story};

/// Writes the header above [`hits`]; `qid` is the first column of a batch.
pub fn hits_header(out: &mut dyn Write, style: &Style, has_qid: bool) -> io::Result<()> {
    let mut header = vec!["rank", "score", "id", "path", "title", "outlet", "date", "date_certainty"];
    header.extend(["authors", "speakers", "url", "passage"]);
    if has_qid {
        header.insert(0, "qid");
    }
    Table::new(out, style).row(&header)
}

/// Writes one row for each hit, with its best passage.
pub fn hits(out: &mut dyn Write, style: &Style, qid: Option<&str>, hits: &[Hit]) -> io::Result<()> {
    let mut table = Table::new(out, style);
    for hit in hits {
        let rank = hit.rank.to_string();
        let score = if hit.score.is_finite() { hit.score } else { 0.0 }.to_string();
        let date = hit.date.map(|(date, _)| date.to_string()).unwrap_or_default();
        let certainty = hit.date.map(|(_, certainty)| certainty.name()).unwrap_or_default();
        let authors = hit.authors.join("; ");
        let speakers = hit.speakers.join("; ");
        let mut row: Vec<&str> = qid.into_iter().collect();
        row.extend([rank.as_str(), &score, &hit.id, &hit.path, hit.title.as_deref().unwrap_or("")]);
        row.extend([hit.outlet.as_deref().unwrap_or(""), &date, certainty, &authors, &speakers]);
        row.push(hit.url.as_deref().unwrap_or(""));
        row.push(hit.passages.first().map_or("", |passage| passage.text.as_str()));
        table.row(&row)?;
    }
    Ok(())
}

/// Writes the header above [`article`]s.
pub fn articles_header(out: &mut dyn Write, style: &Style) -> io::Result<()> {
    let mut header = vec!["id", "path", "title", "outlet", "date", "date_certainty", "date_not_before"];
    header.extend(["authors", "contributors", "url", "language", "speakers", "quotations", "text"]);
    Table::new(out, style).row(&header)
}

/// Writes the row of an article; its speakers once each, in order of first quotation.
pub fn article(out: &mut dyn Write, style: &Style, stored: &StoredArticle) -> io::Result<()> {
    let article = &stored.article;
    let date = article.date.as_ref().map(|date| date.value.to_string()).unwrap_or_default();
    let certainty = article.date.as_ref().map(|date| date.certainty.name()).unwrap_or_default();
    let not_before = article.date_not_before.map(|date| date.to_string()).unwrap_or_default();
    let authors: Vec<&str> = article.authors.iter().map(|author| author.value.as_str()).collect();
    let contributors: Vec<&str> = article.contributors.iter().map(|person| person.value.as_str()).collect();
    let mut speakers: Vec<&str> = Vec::new();
    for person in stored.people.iter().flatten() {
        if !speakers.contains(&person.as_str()) {
            speakers.push(person);
        }
    }
    Table::new(out, style).row(&[
        stored.id.as_str(),
        &article.path,
        value_of(&article.title),
        value_of(&article.outlet),
        &date,
        certainty,
        &not_before,
        &authors.join("; "),
        &contributors.join("; "),
        value_of(&article.url),
        article.language.as_deref().unwrap_or(""),
        &speakers.join("; "),
        &article.quotes.len().to_string(),
        &article.text,
    ])
}

fn value_of(value: &Option<Sourced<String>>) -> &str {
    value.as_ref().map_or("", |sourced| sourced.value.as_str())
}

/// Writes the header above [`quotes`].
pub fn quotes_header(out: &mut dyn Write, style: &Style) -> io::Result<()> {
    let mut header = vec!["rank", "score", "id", "article", "title", "outlet", "date", "date_certainty", "url"];
    header.extend(["speaker", "mention", "cue", "kind", "text", "start", "end", "probability", "reason"]);
    Table::new(out, style).row(&header)
}

/// Writes one row for each quotation.
pub fn quotes(out: &mut dyn Write, style: &Style, hits: &[QuoteHit]) -> io::Result<()> {
    let mut table = Table::new(out, style);
    for hit in hits {
        let optional = |value: &Option<String>| value.clone().unwrap_or_default();
        table.row(&[
            hit.rank.to_string().as_str(),
            &if hit.score.is_finite() { hit.score } else { 0.0 }.to_string(),
            &hit.id,
            &hit.article,
            &optional(&hit.title),
            &optional(&hit.outlet),
            &hit.date.map(|(date, _)| date.to_string()).unwrap_or_default(),
            hit.date.map(|(_, certainty)| certainty.name()).unwrap_or_default(),
            &optional(&hit.url),
            &optional(&hit.speaker),
            &optional(&hit.mention),
            &optional(&hit.cue),
            hit.kind.name(),
            &hit.text,
            &hit.start.to_string(),
            &hit.end.to_string(),
            &hit.probability.to_string(),
            &hit.reason,
        ])?;
    }
    Ok(())
}

/// Writes people below a header.
pub fn speakers(out: &mut dyn Write, style: &Style, speakers: &[Speaker]) -> io::Result<()> {
    let mut table = Table::new(out, style);
    table.row(&["name", "aliases", "articles", "quotations", "first_date", "last_date"])?;
    for speaker in speakers {
        let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        table.row(&[
            speaker.name.as_str(),
            &speaker.aliases.join("; "),
            &speaker.articles.to_string(),
            &speaker.quotations.to_string(),
            &date(speaker.dates.map(|(first, _)| first)),
            &date(speaker.dates.map(|(_, last)| last)),
        ])?;
    }
    Ok(())
}

/// Writes facets as rows of facet, value and count; an unknown value is empty.
pub fn facets(out: &mut dyn Write, style: &Style, facets: &Facets) -> io::Result<()> {
    let mut table = Table::new(out, style);
    table.row(&["facet", "value", "count"])?;
    for (name, rows) in facets.sections() {
        for (value, count) in rows {
            table.row(&[name, value.unwrap_or(""), &count.to_string()])?;
        }
    }
    Ok(())
}

struct Table<'a> {
    out: &'a mut dyn Write,
    row: Vec<u8>,
    style: Style,
}

impl<'a> Table<'a> {
    fn new(out: &'a mut dyn Write, style: &Style) -> Table<'a> {
        Table { out, row: Vec::new(), style: *style }
    }

    /// Writes one row. Each is built whole first: `csv` buffers on its own, and an error of the
    /// stream must reach the caller as it is.
    fn row(&mut self, cells: &[&str]) -> io::Result<()> {
        self.row.clear();
        let mut writer = csv::WriterBuilder::new().buffer_capacity(256).from_writer(&mut self.row);
        for cell in cells {
            writer.write_field(self.style.safe(cell).as_bytes())?;
        }
        writer.write_record(None::<&[u8]>)?;
        writer.flush()?;
        drop(writer);
        self.out.write_all(&self.row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Count, Passage};
    use crate::model::{Article, Certainty, Source};

    #[test]
    fn hits_are_rows_below_a_header() {
        let hit = Hit {
            rank: 1,
            score: 1.5,
            id: "a.txt".to_owned(),
            path: "a.txt".to_owned(),
            title: Some("Say \"no\", twice".to_owned()),
            outlet: None,
            date: Date::new(2020, 7, 11).map(|date| (date, Certainty::Exact)),
            authors: vec!["Ann Lee".to_owned(), "Bob Ray".to_owned()],
            speakers: vec![],
            url: None,
            passages: vec![Passage { text: "One\ntwo.".to_owned(), start: 0, highlights: vec![] }],
        };
        let mut out = Vec::new();
        hits_header(&mut out, &Style::default(), true).unwrap();
        hits(&mut out, &Style::default(), Some("q1"), &[hit]).unwrap();
        let want = concat!(
            "qid,rank,score,id,path,title,outlet,date,date_certainty,authors,speakers,url,passage\n",
            "q1,1,1.5,a.txt,a.txt,\"Say \"\"no\"\", twice\",,2020-07-11,exact,Ann Lee; Bob Ray,,,\"One\ntwo.\"\n",
        );
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }

    #[test]
    fn articles_name_each_person_once() {
        let stored = StoredArticle {
            id: "a".to_owned(),
            source: "s".to_owned(),
            article: Article {
                path: "a".to_owned(),
                outlet: Some(Sourced::new("Gazette".to_owned(), Source::Url, Certainty::Likely)),
                text: "Hello".to_owned(),
                ..Article::default()
            },
            paths: Vec::new(),
            copies: Vec::new(),
            people: vec![Some("Jane Roe".to_owned()), None, Some("Jane Roe".to_owned())],
        };
        let mut out = Vec::new();
        article(&mut out, &Style::default(), &stored).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "a,a,,Gazette,,,,,,,,Jane Roe,0,Hello\n");
    }

    #[test]
    fn facets_are_rows_too() {
        let counted = Facets { outlet: Some(vec![Count { value: None, count: 2 }]), ..Facets::default() };
        let mut out = Vec::new();
        facets(&mut out, &Style::default(), &counted).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "facet,value,count\noutlet,,2\n");
    }
}
