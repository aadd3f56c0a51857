//! Reading the articles of an index out anew from what is stored there, without their sources.
//!
//! What files, manifests and options stated outright is stored with its source and is stated
//! again; all else is read out of the text as if for the first time.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::pipeline::Feed;
use super::sources::Run;
use crate::engine::SearchRequest;
use crate::engine::tantivy::Reader;
use crate::error::Result;
use crate::index::state::State;
use crate::model::{Article, Field, Given, RawArticle, Source, Sourced};
use crate::query::Query;

/// Hands every article of `reader` on.
pub fn read(reader: &Reader, state: &mut State, run: &mut Run<'_>, feed: &mut Feed<'_>) -> Result<()> {
    let mut names: FxHashMap<String, Arc<str>> = FxHashMap::default();
    for address in reader.matches(&SearchRequest::new(Query::All))? {
        let (article, source) = reader.stored(address)?;
        let source = names.entry(source).or_insert_with_key(|name| name.as_str().into()).clone();
        run.summary.changed += 1;
        run.summary.bytes += article.text.len() as u64;
        run.progress.advanced(1, article.text.len() as u64);
        feed.article(raw(article), &source, 0, false);
        if run.progress.is_cancelled() || feed.has_failed() {
            run.summary.cancelled = true;
            break;
        }
    }
    // What the files held is now read out by this version.
    let extraction = run.extraction();
    for file in state.sources.values_mut().flat_map(|source| source.files.values_mut()) {
        file.extraction = extraction;
    }
    Ok(())
}

/// The article as its file gave it.
pub fn raw(article: Article) -> RawArticle {
    let mut given = Vec::new();
    let mut state = |field: Field, value: &Sourced<String>| {
        if is_outright(value.source) {
            given.push(Given { field, value: value.value.clone(), source: value.source });
        }
    };
    article.title.iter().for_each(|title| state(Field::Title, title));
    article.outlet.iter().for_each(|outlet| state(Field::Outlet, outlet));
    article.authors.iter().for_each(|author| state(Field::Author, author));
    article.url.iter().for_each(|url| state(Field::Url, url));
    if let Some(date) = &article.date {
        state(Field::Date, &Sourced::new(date.value.to_string(), date.source, date.certainty));
    }
    given.sort_by_key(|given| given.source == Source::Option);
    RawArticle { path: article.path, record: article.record, text: article.text, given }
}

/// True for what is stated beside the text and cannot be read out of it.
fn is_outright(source: Source) -> bool {
    match source {
        Source::Manifest
        | Source::Option
        | Source::FrontMatter
        | Source::Record
        | Source::JsonLd
        | Source::MetaTag
        | Source::FileName
        | Source::Folder => true,
        Source::Url
        | Source::HeaderLine
        | Source::Byline
        | Source::Dateline
        | Source::CreditLine
        | Source::SelfMention
        | Source::FirstHeading
        | Source::Text => false,
    }
}
