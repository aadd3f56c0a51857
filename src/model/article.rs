//! Articles: as a file gives them, and as extraction leaves them.

use super::{Alias, Date, Field, Given, Quote, Source, Sourced, Span};

/// An article as its file gives it, before anything is read out of its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawArticle {
    /// Path below the source, with `/` between its parts.
    pub path: String,
    /// Which record of that file; `None` where the file is one article.
    pub record: Option<Record>,
    /// The text, UTF-8, line ends normalised to `\n`; empty if the record has only a title.
    pub text: String,
    /// What file, manifest and options state outright, in order of precedence.
    pub given: Vec<Given>,
}

impl RawArticle {
    /// An article of which only the text is known.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> RawArticle {
        RawArticle { path: path.into(), text: text.into(), ..RawArticle::default() }
    }

    /// The same with one more value, stated as a key of a record would state it.
    pub fn with(mut self, field: Field, value: impl Into<String>) -> RawArticle {
        self.given.push(Given { field, value: value.into(), source: Source::Record });
        self
    }
}

/// Which record of a file an article is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Record {
    /// The record's own id.
    Id(String),
    /// Its number in the file, from 1, where it has no id.
    Number(u32),
}

/// An article with all that was read out of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// Path below the source.
    pub path: String,
    /// Which record of that file.
    pub record: Option<Record>,
    /// Headline.
    pub title: Option<Sourced<String>>,
    /// Outlet, by its name in the outlet table where that knows it.
    pub outlet: Option<Sourced<String>>,
    /// Date of first publication.
    pub date: Option<Sourced<Date>>,
    /// The article cannot be older than this, for instance because it embeds a post of that day.
    pub date_not_before: Option<Date>,
    /// Dates that were found and not believed.
    pub rejected_dates: Vec<RejectedDate>,
    /// Authors, in the order printed.
    pub authors: Vec<Sourced<String>>,
    /// People credited for contributing, who are not the authors.
    pub contributors: Vec<Sourced<String>>,
    /// Address.
    pub url: Option<Sourced<String>>,
    /// ISO 639-1 code of the language, where the text is long enough to tell.
    pub language: Option<String>,
    /// The text.
    pub text: String,
    /// Stretches of `text` that belong to the site and not to the article, in order, disjoint.
    pub boilerplate: Vec<Span>,
    /// Quotations, in order of their start, disjoint.
    pub quotes: Vec<Quote>,
    /// Other names the article gives for its speakers.
    pub aliases: Vec<Alias>,
}

/// A date that was found and not believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedDate {
    /// The date as printed.
    pub value: String,
    /// Why it is not the date of publication, such as `a day in the future`.
    pub reason: String,
}
