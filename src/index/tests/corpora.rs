//! Small archives made by chance: the engine finds what trying everything finds, in an index of
//! several segments, with articles that were changed and removed.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use proptest::prelude::*;

use super::*;
use crate::engine::{ConcordanceRequest, SearchRequest};
use crate::model::{RawArticle, Span};
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
            if is_placed(query) {
                let search = SearchRequest { limit: 10_000, ..SearchRequest::new(query.clone()) };
                let lines = index.concordance(&ConcordanceRequest::new(search)).unwrap();
                prop_assert_eq!((lines.total, lines.articles), (n_matches as u64, response.total), "{}", query);
                prop_assert_eq!(lines.lines.len(), n_matches);
            }
        }
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
