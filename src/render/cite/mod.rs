//! Citations of articles and quotations, for reference managers and for texts.
//!
//! What is cited is said once, in [`Citation`]; `bibtex`, `ris`, `markdown` and
//! [`super::json::Bibliography`] write it down. Everything that tells a reader how far to trust it goes along: id,
//! place of the words in code points, the hash of the text, where each value was read and how sure it is.
//!
//! An article is a newspaper article to every format. What is not known is left out, never filled
//! in; a name is taken apart only where it is surely a person's.

mod bibtex;
mod markdown;
mod names;
mod ris;

use std::fmt::Display;

use sha2::{Digest, Sha256};

use super::CodePoints;
use crate::index::StoredArticle;
use crate::ingest::NOTE_MARK;
use crate::model::{Date, Sourced};

pub use bibtex::bibtex;
pub use markdown::markdown;
pub(super) use names::{PersonName, person_name};
pub use ris::ris;

/// An article, or a quotation in one, as it is cited.
#[derive(Clone, Debug, PartialEq)]
pub struct Citation<'a> {
    /// What `search show` takes; of a quotation with `#q` and its number.
    pub id: String,
    /// The same of letters, digits, `.`, `_`, `:` and `-` alone; different for different ids.
    pub key: String,
    /// Headline.
    pub title: Option<&'a str>,
    /// Outlet.
    pub outlet: Option<&'a str>,
    /// Day of publication.
    pub date: Option<Date>,
    /// Authors.
    pub authors: Vec<&'a str>,
    /// Address: of the web, nothing else becomes a link.
    pub url: Option<&'a str>,
    /// ISO 639-1 code.
    pub language: Option<&'a str>,
    /// SHA-256 of the article's text (UTF-8, as `search export` prints it), in hexadecimal.
    pub sha256: String,
    /// Where title, outlet, date, author and address were read, and how sure each is.
    pub origins: Vec<Origin>,
    /// The quotation, if one is cited.
    pub words: Option<CitedWords<'a>>,
}

/// Where a value was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// `title`, `outlet`, `date`, `author`, `url`.
    pub field: &'static str,
    /// Such as `byline`; empty for a value that is not known.
    pub source: &'static str,
    /// `exact`, `likely`, `inferred`; `unknown` for a value that is not known.
    pub certainty: &'static str,
}

/// A quotation as it is cited.
#[derive(Clone, Debug, PartialEq)]
pub struct CitedWords<'a> {
    /// The words, a verbatim slice of the article's text.
    pub text: &'a str,
    /// First code point in the article's text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Who said it, named as in the whole archive.
    pub speaker: Option<&'a str>,
    /// How likely that is right.
    pub probability: f32,
    /// Why.
    pub reason: &'a str,
}

impl<'a> Citation<'a> {
    /// Cites an article.
    pub fn of_article(stored: &'a StoredArticle) -> Citation<'a> {
        let article = &stored.article;
        let mut origins = vec![
            origin("title", article.title.as_ref()),
            origin("outlet", article.outlet.as_ref()),
            origin("date", article.date.as_ref()),
        ];
        // The authors of an article are read in one place.
        origins.push(origin("author", article.authors.first()));
        let url = article.url.as_ref().filter(|url| is_web_address(&url.value));
        origins.push(origin("url", url));
        Citation {
            id: stored.id.clone(),
            key: key(&stored.id),
            title: value(article.title.as_ref()),
            outlet: value(article.outlet.as_ref()),
            date: article.date.as_ref().map(|date| date.value),
            authors: article.authors.iter().map(|author| author.value.as_str()).collect(),
            url: value(url),
            language: article.language.as_deref(),
            sha256: sha256(&article.text),
            origins,
            words: None,
        }
    }

    /// Cites quotations of an article by their numbers, from 0; the text is hashed once.
    pub fn of_quotes(stored: &'a StoredArticle, numbers: &[usize]) -> Vec<Citation<'a>> {
        let article = Citation::of_article(stored);
        let text = &stored.article.text;
        let points = CodePoints::of(text);
        let cited = numbers.iter().filter_map(|number| {
            let quote = stored.article.quotes.get(*number)?;
            let id = format!("{}#q{}", stored.id, number + 1);
            let words = CitedWords {
                text: quote.words.of_text(text),
                start: points.at(quote.words.start()),
                end: points.at(quote.words.end()),
                speaker: stored.people.get(*number).and_then(|person| person.as_deref()),
                probability: if quote.probability.is_finite() { quote.probability } else { 0.0 },
                reason: &quote.reason,
            };
            Some(Citation { key: key(&id), id, words: Some(words), ..article.clone() })
        });
        cited.collect()
    }

    /// Everything that has no field of its own, as `name: value`, in a fixed order.
    pub fn remarks(&self) -> Vec<(&'static str, String)> {
        let mut remarks = vec![("id", self.id.clone())];
        if let Some(words) = &self.words {
            remarks.push(("characters", format!("{}-{}", words.start, words.end)));
            let speaker = match words.speaker {
                Some(name) => format!("{name} ({:.2}, {})", words.probability, one_line(words.reason)),
                None => "unknown".to_owned(),
            };
            remarks.push(("speaker", speaker));
        }
        remarks.push(("sha256 of the text", self.sha256.clone()));
        for origin in &self.origins {
            let text = match origin.source {
                "" => origin.certainty.to_owned(),
                source => format!("{} ({source})", origin.certainty),
            };
            remarks.push((origin.field, text));
        }
        remarks
    }

    /// [`Citation::remarks`] as one line.
    fn note(&self) -> String {
        let remarks: Vec<String> = self.remarks().iter().map(|(name, value)| format!("{name}: {value}")).collect();
        format!("{NOTE_MARK}{}", remarks.join("; "))
    }
}

/// SHA-256 of a text, in hexadecimal.
pub fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn value(sourced: Option<&Sourced<String>>) -> Option<&str> {
    sourced.map(|sourced| sourced.value.as_str()).filter(|value| !value.trim().is_empty())
}

fn is_web_address(url: &str) -> bool {
    let starts = |scheme: &str| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    starts("http://") || starts("https://")
}

fn origin<T: Display>(field: &'static str, sourced: Option<&Sourced<T>>) -> Origin {
    match sourced {
        Some(sourced) => Origin { field, source: sourced.source.name(), certainty: sourced.certainty.name() },
        None => Origin { field, source: "", certainty: "unknown" },
    }
}

/// An id that every format takes as a key. What had to be replaced is told apart by a hash.
fn key(id: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | ':' | '-');
    let key: String = id.replace("#q", "-q").chars().map(|c| if fits(c) { c } else { '-' }).collect();
    // `a-q1` may be an id of its own, so every id that was changed gets its hash.
    if key == id { key } else { format!("{key}-{:06x}", xxhash_rust::xxh3::xxh3_64(id.as_bytes()) >> 40) }
}

/// White space runs as one blank, control characters gone: these formats have a line a value.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests;
