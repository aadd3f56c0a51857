//! What an index says of itself and of one article.

use crate::engine::QuoteHit;
use crate::engine::tantivy::quote_hit;
use crate::ingest::Options;
use crate::model::Article;

use super::state::SourceState;

/// An article of the index, with what only the index knows of it.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredArticle {
    /// The id to show.
    pub id: String,
    /// Name of the source it came from.
    pub source: String,
    /// The article as extraction left it; speakers named as within the article.
    pub article: Article,
    /// For each of the article's quotations, in order, who said it, named as in the whole
    /// archive.
    pub people: Vec<Option<String>>,
    /// Other files of the source that have the same bytes and are this article too. Only
    /// [`Index::article`](super::Index::article) looks for them.
    pub paths: Vec<String>,
    /// Ids of other articles with the same text. Only [`Index::article`](super::Index::article) looks for them.
    pub copies: Vec<String>,
}

impl StoredArticle {
    /// Some of the article's quotations as hits, by their numbers from 0; ranks and scores are 0.
    pub fn quotations(&self, numbers: &[usize]) -> Vec<QuoteHit> {
        // Code points are counted once over the text, from quotation to quotation.
        let text = &self.article.text;
        let (mut at, mut count) = (0, 0);
        let mut points = |to: usize| {
            if to < at {
                (at, count) = (0, 0);
            }
            count += text.get(at..to).map_or(0, |between| between.chars().count());
            at = to;
            count
        };
        let hit = |number: &usize| {
            let words = self.article.quotes.get(*number)?.words;
            let place = (points(words.start()), points(words.end()));
            quote_hit(&self.id, &self.article, *number, self.people.get(*number).cloned().flatten(), place)
        };
        numbers.iter().filter_map(hit).collect()
    }
}

/// By what a record is told from the others of its file, as it was read.
#[derive(Clone, Debug)]
pub struct RecordMarks {
    /// Hash of what was added to the file from outside.
    pub context: u64,
    /// The hashes of its bytes.
    pub hashes: Vec<u64>,
    /// How the file was read.
    pub options: Options,
}

/// What [`Index::article`](super::Index::article) found for an id.
#[derive(Clone, Debug, PartialEq)]
pub enum Lookup {
    /// One article.
    Found(Box<StoredArticle>),
    /// The id may mean several; their full ids, in order.
    Ambiguous(Vec<String>),
    /// No article has it.
    Unknown,
}

/// What to tell a user whose query found nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Advice {
    /// Parts of the query that match nothing by themselves, as typed.
    pub empty_parts: Vec<String>,
    /// Words that do not occur, with the nearest spelling that does.
    pub spellings: Vec<(String, String)>,
    /// Names that do not occur (`outlet`, name as typed), with the nearest ones that do.
    pub names: Vec<(&'static str, String, Vec<String>)>,
    /// The query with the words of its phrases anywhere in an article, and how many articles that finds, if any.
    pub apart: Option<(String, u64)>,
}

impl Advice {
    /// The same in sentences for whoever asked.
    pub fn hints(&self) -> Vec<String> {
        let Advice { empty_parts, spellings, names, apart } = self;
        let mut hints = Vec::new();
        for (word, nearest) in spellings {
            hints.push(format!("`{word}` does not occur; did you mean `{nearest}`?"));
        }
        for (field, name, nearest) in names {
            let nearest: Vec<String> = nearest.iter().map(|name| format!("`{name}`")).collect();
            if nearest.is_empty() {
                hints.push(format!("there is no {field} `{name}`"));
            } else {
                hints.push(format!("there is no {field} `{name}`; the nearest: {}", nearest.join(", ")));
            }
        }
        // A part that is a misspelt word has been told already.
        for part in empty_parts.iter().filter(|part| spellings.iter().all(|(word, _)| word != *part)) {
            hints.push(format!("nothing matches `{part}` by itself"));
        }
        if let Some((query, count)) = apart {
            let articles = if *count == 1 { "article has" } else { "articles have" };
            hints.push(format!("{count} {articles} the words, but not side by side: search for `{query}`"));
        }
        hints
    }
}

/// A source of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceInfo {
    /// Short name.
    pub name: String,
    /// Real path; empty for articles that a program added.
    pub root: String,
    /// Articles.
    pub articles: u64,
    /// Files, a container counted as one.
    pub files: u64,
    /// Files and records that could not be read.
    pub failures: u64,
    /// True if only the files that were named belong to it, and not all below its root.
    pub is_listed: bool,
    /// Options that it is read with, as one types them; those of a part of it as `(PATH: OPTIONS)`.
    pub options: Vec<String>,
}

impl From<(String, SourceState)> for SourceInfo {
    fn from((name, source): (String, SourceState)) -> SourceInfo {
        SourceInfo {
            articles: source.articles(),
            files: source.files.values().filter(|file| file.container.is_none()).count() as u64,
            failures: source.files.values().map(|file| file.failures.len() as u64).sum(),
            is_listed: source.options.listed,
            options: source.options.typed(),
            name,
            root: source.root,
        }
    }
}

/// Size and content of an index.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stats {
    /// Articles.
    pub articles: u64,
    /// Quotations.
    pub quotations: u64,
    /// People and organisations that are quoted.
    pub speakers: u64,
    /// Outlets.
    pub outlets: u64,
    /// Articles whose outlet is unknown.
    pub without_outlet: u64,
    /// Articles whose date is unknown.
    pub without_date: u64,
    /// First and last date.
    pub dates: Option<(crate::model::Date, crate::model::Date)>,
    /// Articles whose text another one has too, beyond the first of each text.
    pub copies: u64,
    /// Files that have the same bytes as another file of their source and are one article with it.
    pub same_files: u64,
    /// Bytes of text of all articles.
    pub bytes_text: u64,
    /// Bytes of the index folder.
    pub bytes_index: u64,
    /// Segments of the search engine.
    pub segments: u64,
    /// Sources: name, real path (empty for articles that a program added), articles.
    pub sources: Vec<(String, String, u64)>,
    /// Files and records that could not be read.
    pub failures: u64,
    /// Number of the commit, from 1.
    pub generation: u64,
    /// Languages with the number of their articles, most frequent first.
    pub languages: Vec<(Option<String>, u64)>,
}
