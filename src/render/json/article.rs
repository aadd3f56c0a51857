//! The record of one article, as `extract` and `export` print it.

use std::fmt::Display;
use std::io::{self, Write};

use serde::Serialize;

use super::{VERSION, finite, write_line};
use crate::index::StoredArticle;
use crate::model::{Article, Quote, Record, Sourced};
use crate::render::{CodePoints, Style};

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct ArticleRecord<'a> {
    version: u8,
    id: &'a str,
    path: &'a str,
    title: Option<SourcedValue<'a>>,
    outlet: Option<SourcedValue<'a>>,
    date: Option<SourcedValue<'a>>,
    date_not_before: Option<String>,
    rejected_dates: Vec<Rejected<'a>>,
    authors: Vec<SourcedValue<'a>>,
    contributors: Vec<SourcedValue<'a>>,
    url: Option<SourcedValue<'a>>,
    language: Option<&'a str>,
    text: &'a str,
    boilerplate: Vec<[usize; 2]>,
    quotes: Vec<QuoteRecord<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    other_paths: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    copies: &'a [String],
}

/// A value with its origin.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct SourcedValue<'a> {
    value: std::borrow::Cow<'a, str>,
    source: &'static str,
    certainty: &'static str,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct Rejected<'a> {
    value: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct QuoteRecord<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    kind: &'static str,
    speaker: Option<&'a str>,
    speaker_start: Option<usize>,
    speaker_end: Option<usize>,
    cue: Option<&'a str>,
    probability: f32,
    reason: &'a str,
}

/// Writes an article as one line of JSON, speakers named as within the article.
///
/// Its `id` is the record's own id where it has one, else its path, with the record's number
/// behind a `#` where the file holds several.
pub fn article(out: &mut dyn Write, style: &Style, article: &Article) -> io::Result<()> {
    let id = local_id(article);
    write_article(out, style, &id, article, (&[], &[]), |quote, _| {
        quote.speaker.as_ref().map(|speaker| speaker.name.as_str())
    })
}

/// Writes an article of an index as one line of JSON, speakers named as in the whole archive.
pub fn stored_article(out: &mut dyn Write, style: &Style, stored: &StoredArticle) -> io::Result<()> {
    let same = (stored.paths.as_slice(), stored.copies.as_slice());
    write_article(out, style, &stored.id, &stored.article, same, |_, at| stored.people.get(at)?.as_deref())
}

fn write_article<'a>(
    out: &mut dyn Write,
    style: &Style,
    id: &str,
    article: &'a Article,
    (other_paths, copies): (&[String], &[String]),
    speaker: impl Fn(&'a Quote, usize) -> Option<&'a str>,
) -> io::Result<()> {
    let points = CodePoints::of(&article.text);
    let record = ArticleRecord {
        version: VERSION,
        id,
        path: &article.path,
        title: article.title.as_ref().map(text_value),
        outlet: article.outlet.as_ref().map(text_value),
        date: article.date.as_ref().map(shown_value),
        date_not_before: article.date_not_before.map(|date| date.to_string()),
        rejected_dates: article
            .rejected_dates
            .iter()
            .map(|rejected| Rejected { value: &rejected.value, reason: &rejected.reason })
            .collect(),
        authors: article.authors.iter().map(text_value).collect(),
        contributors: article.contributors.iter().map(text_value).collect(),
        url: article.url.as_ref().map(text_value),
        language: article.language.as_deref(),
        text: &article.text,
        boilerplate: article.boilerplate.iter().map(|&span| points.span(span)).collect(),
        quotes: article
            .quotes
            .iter()
            .enumerate()
            .map(|(at, quote)| QuoteRecord {
                start: points.at(quote.words.start()),
                end: points.at(quote.words.end()),
                text: quote.words.of_text(&article.text),
                kind: quote.kind.name(),
                speaker: speaker(quote, at),
                speaker_start: quote.mention.map(|mention| points.at(mention.start())),
                speaker_end: quote.mention.map(|mention| points.at(mention.end())),
                cue: quote.cue.map(|cue| cue.of_text(&article.text)),
                probability: finite(quote.probability),
                reason: &quote.reason,
            })
            .collect(),
        other_paths,
        copies,
    };
    write_line(out, style, &record)
}

fn text_value(sourced: &Sourced<String>) -> SourcedValue<'_> {
    SourcedValue {
        value: sourced.value.as_str().into(),
        source: sourced.source.name(),
        certainty: sourced.certainty.name(),
    }
}

fn shown_value<T: Display>(sourced: &Sourced<T>) -> SourcedValue<'static> {
    SourcedValue {
        value: sourced.value.to_string().into(),
        source: sourced.source.name(),
        certainty: sourced.certainty.name(),
    }
}

fn local_id(article: &Article) -> String {
    match &article.record {
        Some(Record::Id(id)) => id.clone(),
        Some(Record::Number(number)) => format!("{}#{number}", article.path),
        None => article.path.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Certainty, Date, QuoteKind, RejectedDate, Source, Span, SpeakerName};

    fn sample() -> Article {
        let text = "“Non – c’est fini,” she said.";
        let start = text.find('N').unwrap();
        let end = text.find('”').unwrap();
        let she = text.find("she").unwrap();
        Article {
            path: "a/b.txt".to_owned(),
            outlet: Some(Sourced::new("Gazette".to_owned(), Source::Url, Certainty::Likely)),
            date: Date::new(2020, 7, 11).map(|date| Sourced::new(date, Source::HeaderLine, Certainty::Exact)),
            rejected_dates: vec![RejectedDate { value: "July 14".to_owned(), reason: "a coming event".to_owned() }],
            text: text.to_owned(),
            quotes: vec![Quote {
                words: Span::new(text, start..end).unwrap(),
                kind: QuoteKind::Direct,
                speaker: Some(SpeakerName { name: "Roe".to_owned(), gender: None, organisation: false }),
                mention: Span::new(text, she..she + 3),
                cue: Span::new(text, she + 4..she + 8),
                probability: 0.97,
                reason: "said".to_owned(),
            }],
            ..Article::default()
        }
    }

    #[test]
    fn a_record_has_every_key_in_order_and_counts_code_points() {
        let mut out = Vec::new();
        article(&mut out, &Style::default(), &sample()).unwrap();
        let want = concat!(
            r#"{"version":1,"id":"a/b.txt","path":"a/b.txt","title":null,"#,
            r#""outlet":{"value":"Gazette","source":"url","certainty":"likely"},"#,
            r#""date":{"value":"2020-07-11","source":"header line","certainty":"exact"},"date_not_before":null,"#,
            r#""rejected_dates":[{"value":"July 14","reason":"a coming event"}],"#,
            r#""authors":[],"contributors":[],"url":null,"language":null,"#,
            r#""text":"“Non – c’est fini,” she said.","boilerplate":[],"#,
            r#""quotes":[{"start":1,"end":18,"text":"Non – c’est fini,","kind":"direct","speaker":"Roe","#,
            r#""speaker_start":20,"speaker_end":23,"cue":"said","probability":0.97,"reason":"said"}]}"#,
            "\n"
        );
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }

    #[test]
    fn an_article_of_an_index_names_people_as_the_archive_does() {
        let stored = StoredArticle {
            id: "b.txt".to_owned(),
            source: "a".to_owned(),
            article: sample(),
            people: vec![Some("Jane Roe".to_owned())],
            paths: vec!["c.txt".to_owned()],
            copies: vec!["d.txt".to_owned()],
        };
        let mut out = Vec::new();
        stored_article(&mut out, &Style::default(), &stored).unwrap();
        let line = String::from_utf8(out).unwrap();
        assert!(line.starts_with(r#"{"version":1,"id":"b.txt","path":"a/b.txt","#), "{line}");
        assert!(line.contains(r#""speaker":"Jane Roe","#), "{line}");
        assert!(line.ends_with("\"other_paths\":[\"c.txt\"],\"copies\":[\"d.txt\"]}\n"), "{line}");
    }

    #[test]
    fn a_record_without_an_id_of_its_own_is_numbered() {
        let mut article = sample();
        article.record = Some(Record::Number(7));
        assert_eq!(local_id(&article), "a/b.txt#7");
        article.record = Some(Record::Id("x-1".to_owned()));
        assert_eq!(local_id(&article), "x-1");
    }

    #[test]
    fn on_a_terminal_control_characters_are_escaped() {
        let mut sample = sample();
        sample.text = "a\u{202E}b\u{9b}c".to_owned();
        sample.quotes.clear();
        let mut out = Vec::new();
        article(&mut out, &Style { terminal: true, ..Style::default() }, &sample).unwrap();
        let line = String::from_utf8(out).unwrap();
        assert!(line.contains(r#""text":"a\u202eb\u009bc""#), "{line}");
    }
}
