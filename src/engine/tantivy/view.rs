//! A stored article as the language of queries sees it: for passages, and for what the index
//! cannot decide by itself.

use tantivy::DocId;

use super::cursor::Check;
use super::reader::{Address, Reader};
use crate::error::Result;
use crate::highlight;
use crate::model::{Article, Span};
use crate::query::Query;
use crate::query::matching::{ArticleView, Matcher};

impl Reader {
    /// Passages of an article that matches `query`.
    pub fn passages(&self, matcher: &Matcher<'_>, article: &Article, most: usize) -> Vec<crate::engine::Passage> {
        self.view(article, |view| highlight::passages(matcher, view, most))
    }

    /// Tells by the stored text whether an article matches a query without filters.
    pub fn matches_stored(&self, query: &Query, address: Address) -> Result<bool> {
        let matcher = Matcher::new(query, &self.stemmers);
        let (article, _) = self.stored(address)?;
        Ok(self.view(&article, |view| matcher.matches(view).is_some()))
    }

    /// Hands the article to `look`; filters are taken to hold.
    fn view<T>(&self, article: &Article, look: impl FnOnce(&ArticleView<'_>) -> T) -> T {
        let quotes: Vec<Span> = article.quotes.iter().map(|quote| quote.words).collect();
        let people = self.person_numbers(article);
        let said_by = |quote: usize, names: &[crate::query::Name]| {
            let wanted = self.resolver().people(names);
            people.get(quote).copied().flatten().is_some_and(|person| wanted.get(person as usize) == Some(&true))
        };
        look(&ArticleView {
            title: article.title.as_ref().map_or("", |title| &title.value),
            text: &article.text,
            boilerplate: &article.boilerplate,
            quotes: &quotes,
            said_by: &said_by,
            holds: &|_| true,
        })
    }

    fn person_numbers(&self, article: &Article) -> Vec<Option<u32>> {
        let number = |quote: &crate::model::Quote| {
            quote.speaker.as_ref().and_then(|speaker| self.people.of_key(&super::stored::speaker_key(speaker)))
        };
        article.quotes.iter().map(number).collect()
    }
}

/// A check of documents of one segment against their stored texts.
///
/// Slow, for what positions of folded words cannot tell. An article that cannot be read does
/// not match; opening it for display will say why.
pub fn stored_check(reader: &Reader, segment: usize, query: Query) -> Check<'_> {
    Box::new(move |doc: DocId| reader.matches_stored(&query, Address { segment, doc }).unwrap_or(false))
}
