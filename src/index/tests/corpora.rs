//! Small archives made by chance: the engine finds what trying everything finds, in an index of
//! several segments, with articles that were changed and removed.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use proptest::prelude::*;

use super::*;
use crate::engine::{ConcordanceRequest, LineOrder, SearchRequest};
use crate::model::{Field, RawArticle, Span};
use crate::query::Query;
use crate::query::matching::naive::{Naive, cases, placed, text, tree};

/// An index of these texts: each in a commit of its own, the first of them changed once, and one
/// more that was removed.
fn index_of(texts: &[String]) -> (tempfile::TempDir, Index) {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Index::create(folder.path()).unwrap();
    writer.add(RawArticle::new("0", "a b c a b c")).unwrap();
    writer.add(RawArticle::new("gone", "a a b b c c “a b” c")).unwrap();
    writer.commit().unwrap();
    for (number, text) in texts.iter().enumerate() {
        writer.add(RawArticle::new(number.to_string(), text.as_str())).unwrap();
        if number == 1 {
            assert!(writer.remove("gone", None));
        }
        writer.commit().unwrap();
    }
    drop(writer);
    let index = Index::open(folder.path()).unwrap();
    (folder, index)
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 400, ..cases(24) })]

    #[test]
    fn the_engine_finds_what_trying_everything_finds(
        texts in prop::collection::vec(text(), 2..5),
        queries in prop::collection::vec(prop_oneof![tree(), placed()], 20..40),
    ) {
        let (_folder, index) = index_of(&texts);
        let mut articles = Vec::new();
        index.export(&SearchRequest::new(Query::All), &mut |stored| {
            articles.push(stored);
            ControlFlow::Continue(())
        }).unwrap();
        prop_assert_eq!(articles.len(), texts.len());
        for query in &queries {
            let mut meant = BTreeSet::new();
            let mut n_matches = 0;
            for stored in &articles {
                prop_assert!(stored.article.boilerplate.is_empty());
                let quotes: Vec<Span> = stored.article.quotes.iter().map(|quote| quote.words).collect();
                let naive = Naive::with(&stored.article.text, &quotes);
                if naive.holds(query, &|_| true) {
                    meant.insert(stored.id.clone());
                    n_matches += if is_placed(query) { naive.most_apart(query, &|_| true) } else { 0 };
                }
            }
            let response = index.search(&SearchRequest { limit: 100, ..SearchRequest::new(query.clone()) }).unwrap();
            let found: BTreeSet<String> = response.hits.iter().map(|hit| hit.id.clone()).collect();
            prop_assert_eq!(&found, &meant, "{}", query);
            prop_assert_eq!(response.total, meant.len() as u64);
            for hit in &response.hits {
                // What can be shown in the text is shown.
                prop_assert!(!is_placed(query) || !hit.passages.is_empty(), "{} in {}", query, hit.id);
            }
            counts_alike(&index, query);
            if is_placed(query) {
                let search = SearchRequest { limit: 10_000, ..SearchRequest::new(query.clone()) };
                let lines = index.concordance(&ConcordanceRequest::new(search)).unwrap();
                prop_assert_eq!((lines.total, lines.articles), (n_matches as u64, response.total), "{}", query);
                prop_assert_eq!(lines.lines.len(), n_matches);
            }
        }
    }
}

/// A concordance by relevance, of which only the first texts are read, has the matches that it has when all texts are.
#[track_caller]
fn counts_alike(index: &Index, query: &Query) {
    let ask = |order, offset, limit| {
        let search = SearchRequest { offset, limit, ..SearchRequest::new(query.clone()) };
        index.concordance(&ConcordanceRequest { order, ..ConcordanceRequest::new(search) }).unwrap()
    };
    let (all, read) = (ask(LineOrder::Relevance, 0, 10_000), ask(LineOrder::Left, 0, 10_000));
    assert_eq!((all.total, all.articles), (read.total, read.articles), "{query}");
    assert_eq!(all.lines.len(), read.lines.len(), "{query}");
    let (offset, limit) = (all.lines.len() / 3, 2);
    let some = ask(LineOrder::Relevance, offset, limit);
    assert_eq!((some.total, some.articles), (all.total, all.articles), "{query}");
    assert_eq!(some.lines, all.lines[offset..all.lines.len().min(offset + limit)], "{query}");
}

#[test]
fn a_headline_that_stands_in_the_text_counts_once_and_another_for_itself() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Index::create(folder.path()).unwrap();
    let text = "The otter swims\n\nBy Ann Lee\n\nAn otter and an otter were seen by the otters of the dam on Monday.\n";
    writer.add(RawArticle::new("read", text)).unwrap();
    let told = RawArticle::new("told", "A fox was seen. The otter was not, and no otter, otter, otter.");
    writer.add(told.with(Field::Title, "The otter, the otter and the fox")).unwrap();
    writer.add(RawArticle::new("none", "Nothing of the kind.")).unwrap();
    writer.commit().unwrap();
    drop(writer);
    let index = Index::open(folder.path()).unwrap();
    for query in
        ["otter", "\"the otter\"", "otter fox", "the otter NOT dam", "title:otter", "otter W/3 fox", "=otter OR fox"]
    {
        let query =
            crate::query::parse(query, &crate::query::ParseContext::new(Date::parse("2026-01-01").unwrap())).query;
        counts_alike(&index, &query);
    }
}

/// True for a query whose matches are places of the text.
fn is_placed(query: &Query) -> bool {
    match query {
        Query::Word(_) | Query::Phrase { .. } => true,
        Query::Or(parts) => parts.iter().all(is_placed),
        Query::Near { left, right, .. } => is_placed(left) && is_placed(right),
        Query::In { query, .. } => is_placed(query),
        _ => false,
    }
}
