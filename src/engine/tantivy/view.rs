//! A stored article as the language of queries sees it: for passages, and for what the index
//! cannot decide by itself.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use tantivy::DocId;

use super::cursor::Check;
use super::lower::Target;
use super::prepared::Prepared;
use super::reader::{Address, Reader};
use crate::error::{Error, Result};
use crate::highlight;
use crate::model::{Article, Span};
use crate::query::matching::{ArticleView, Matcher};
use crate::query::{Name, Place, Query, Scope};

impl Reader {
    /// Passages of an article that matches.
    pub fn passages(&self, query: &Prepared<'_>, article: &Article, most: usize) -> Vec<crate::engine::Passage> {
        self.view(article, query, |view| highlight::passages(&query.matcher, view, most))
    }

    /// What `query` matches in title and text of an article, in bytes, in order, disjoint; nothing if
    /// the article does not match.
    pub fn marks(&self, query: &Prepared<'_>, article: &Article) -> (Vec<Span>, Vec<Span>) {
        let found = self.view(article, query, |view| query.matcher.matches(view)).unwrap_or_default();
        let n_title = found.partition_point(|one| one.place == Place::Title);
        let (title, text) = found.split_at(n_title);
        (highlight::merged(title), highlight::merged(text))
    }

    /// What matched in the quotation of this number, in bytes of its words, in order, disjoint; filters are
    /// taken to hold.
    pub fn quote_marks(&self, query: &Prepared<'_>, article: &Article, number: usize) -> Vec<Span> {
        let Some(quote) = article.quotes.get(number) else { return Vec::new() };
        let (words, person) = (quote.words, self.person_numbers(article).get(number).copied().flatten());
        let said_by = |_: usize, names: &[Name]| person.is_some_and(|person| query.means(names, person));
        let found = query.matcher.matches(&ArticleView {
            title: "",
            text: &article.text,
            boilerplate: &article.boilerplate,
            quotes: &[words],
            said_by: &said_by,
            holds: &|_| true,
        });
        highlight::merged(&found.unwrap_or_default())
            .into_iter()
            .filter(|found| words.contains(*found))
            .map(|found| Span::of(found.start() - words.start(), found.end() - words.start()))
            .collect()
    }

    /// Hands the article to `look` as the query sees it.
    pub fn view<T>(&self, article: &Article, query: &Prepared<'_>, look: impl FnOnce(&ArticleView<'_>) -> T) -> T {
        let quotes: Vec<Span> = article.quotes.iter().map(|quote| quote.words).collect();
        let people = self.person_numbers(article);
        let said_by = |quote: usize, names: &[Name]| {
            people.get(quote).copied().flatten().is_some_and(|person| query.means(names, person))
        };
        look(&ArticleView {
            title: article.title.as_ref().map_or("", |title| &title.value),
            text: &article.text,
            boilerplate: &article.boilerplate,
            quotes: &quotes,
            said_by: &said_by,
            holds: &|filter| query.holds(filter, article, &people),
        })
    }

    fn person_numbers(&self, article: &Article) -> Vec<Option<u32>> {
        let number = |quote: &crate::model::Quote| {
            quote.speaker.as_ref().and_then(|speaker| self.people.of_key(&super::stored::speaker_key(speaker)))
        };
        article.quotes.iter().map(number).collect()
    }
}

/// Why a stored article could not be read while matches were looked for. A test of a document can
/// only say yes or no; the request asks here at its end.
#[derive(Clone, Default)]
pub struct Unread(Rc<RefCell<Option<Error>>>);

impl Unread {
    /// What was read, or `None` with the reason kept.
    pub fn note<T>(&self, read: Result<T>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(error) => {
                self.0.borrow_mut().get_or_insert(error);
                None
            }
        }
    }

    /// The first reason, if something could not be read.
    pub fn check(&self) -> Result<()> {
        self.0.borrow_mut().take().map_or(Ok(()), Err)
    }
}

/// What holds within a quotation.
pub fn said(query: Query) -> Query {
    Query::In { scope: Scope::Said, query: Box::new(query), speakers: Vec::new() }
}

/// A check of documents of one segment against their stored texts.
///
/// `filters`: what the filters in the query say; `speakers`: the people its lists of names mean.
/// For quotations the query means what it means within `said:`.
/// Slow, for what positions of folded words cannot tell. An article that cannot be read does
/// not match, and `unread` has the reason.
pub fn stored_check<'r>(
    reader: &'r Reader,
    (segment, target): (usize, Target),
    query: &Query,
    filters: FxHashMap<Query, Check<'r>>,
    speakers: FxHashMap<Vec<Name>, Vec<bool>>,
    unread: Unread,
) -> Check<'r> {
    let matcher = match target {
        Target::Articles => Matcher::new(query, &reader.stemmers),
        Target::Quotations => Matcher::new(&said(query.clone()), &reader.stemmers),
    };
    Box::new(move |doc: DocId| {
        let stored = reader.segments.get(segment).map(|segment| (segment.article_of(doc), segment.ordinal(doc)));
        let Some((article, ordinal)) = stored else { return false };
        let read = unread.note(reader.stored(Address { segment, doc: article }));
        let Some((mut article, _)) = read else { return false };
        if target == Target::Quotations {
            // Of a quotation's article only that quotation is there.
            article.quotes = article.quotes.into_iter().skip((ordinal as usize).saturating_sub(1)).take(1).collect();
        }
        let quotes: Vec<Span> = article.quotes.iter().map(|quote| quote.words).collect();
        let people = reader.person_numbers(&article);
        let said_by = |quote: usize, names: &[Name]| {
            let person = people.get(quote).copied().flatten();
            person
                .is_some_and(|person| speakers.get(names).is_some_and(|kept| kept.get(person as usize) == Some(&true)))
        };
        let view = ArticleView {
            title: article.title.as_ref().map_or("", |title| &title.value),
            text: &article.text,
            boilerplate: &article.boilerplate,
            quotes: &quotes,
            said_by: &said_by,
            holds: &|filter| filters.get(filter).is_some_and(|check| check(doc)),
        };
        matcher.matches(&view).is_some()
    })
}
