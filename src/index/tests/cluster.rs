//! A collection on a real cluster gives the answers of an index folder: random queries over the same archive.
//!
//! Needs the address of a cluster in NEWS_SEARCH_CLUSTER_URL (`scripts/opensearch up`); without it nothing is
//! compared.

use std::ops::ControlFlow;
use std::sync::OnceLock;

use proptest::prelude::*;

use super::archive::{Archive, archive, fill};
use super::oracle::{config, name, placed, query};
use super::*;
use crate::engine::opensearch::ClusterOptions;
use crate::engine::{
    Association, Collocation, ComparisonRequest, ConcordanceRequest, Grouping, LineOrder, QuoteHit, QuoteRequest,
    SearchRequest, SearchResponse, Side, Sort, Within,
};
use crate::model::{Date, DateRange};
use crate::query::{ParseContext, Query, parse};

/// The cluster to compare with, if there is one.
fn cluster(collection: &str) -> Option<ClusterOptions> {
    let urls = std::env::var("NEWS_SEARCH_CLUSTER_URL").ok()?;
    let urls = urls.split(',').map(str::to_owned).collect();
    let collection = format!("{collection}-{}", std::process::id());
    Some(ClusterOptions { shards: 2, replicas: 0, ..ClusterOptions::new(urls, collection) })
}

/// The collection that holds what [`archive`] holds.
fn collection(is_worn: bool) -> Option<&'static Index> {
    static COLLECTIONS: [OnceLock<Option<Index>>; 2] = [OnceLock::new(), OnceLock::new()];
    let made = COLLECTIONS[usize::from(is_worn)].get_or_init(|| {
        let options_of = cluster(if is_worn { "worn" } else { "fresh" })?;
        let source = tempfile::tempdir().unwrap();
        fill(source.path(), is_worn, &mut || {
            update_cluster(&options_of, &options(&[source.path()]), &Silent).unwrap();
        });
        Some(Index::connect(&options_of).unwrap())
    });
    made.as_ref()
}

fn all_facets(query: &Query, sort: Sort) -> SearchRequest {
    SearchRequest {
        limit: 1000,
        facet_limit: 1000,
        facets: Facet::ALL.to_vec(),
        by: crate::engine::By::Day,
        sort,
        ..SearchRequest::new(query.clone())
    }
}

/// Both answers, without scores and ranks where the engines may differ in them.
fn same(archive: &Archive, there: &Index, request: &SearchRequest, is_scored: bool) -> Result<(), TestCaseError> {
    let here = archive.index.search(request).unwrap();
    let there = there.search(request).unwrap();
    let ids = |answer: &SearchResponse| answer.hits.iter().map(|hit| hit.id.clone()).collect::<Vec<_>>();
    let (ours, theirs) = (ids(&here), ids(&there));
    let only = |one: &[String], other: &[String]| {
        one.iter().filter(|id| !other.contains(id)).cloned().collect::<Vec<_>>().join(" ")
    };
    prop_assert_eq!(
        &ours,
        &theirs,
        "{}: only here {}; only there {}",
        request.query,
        only(&ours, &theirs),
        only(&theirs, &ours)
    );
    prop_assert_eq!((here.total, here.articles, here.undated), (there.total, there.articles, there.undated));
    prop_assert_eq!(&here.facets, &there.facets, "{}", request.query);
    prop_assert_eq!(here.notes, there.notes);
    for (mut one, mut other) in here.hits.into_iter().zip(there.hits) {
        if is_scored {
            let difference = (one.score - other.score).abs();
            prop_assert!(difference <= 1e-3 * one.score.max(1.0), "{} {} {}", one.id, one.score, other.score);
        }
        (one.score, other.score) = (0.0, 0.0);
        prop_assert_eq!(one, other);
    }
    Ok(())
}

fn agree(query: &Query, is_worn: bool) -> Result<(), TestCaseError> {
    let Some(there) = collection(is_worn) else { return Ok(()) };
    same(archive(is_worn), there, &all_facets(query, Sort::Newest), false)
}

fn quotations_agree(query: &Query, least: f32) -> Result<(), TestCaseError> {
    let Some(there) = collection(true) else { return Ok(()) };
    let request = QuoteRequest { min_probability: least, ..QuoteRequest::new(all_facets(query, Sort::Oldest)) };
    let here = archive(true).index.quotes(&request).unwrap();
    let there = there.quotes(&request).unwrap();
    let ids = |hits: &[QuoteHit]| hits.iter().map(|hit| hit.id.clone()).collect::<Vec<_>>();
    prop_assert_eq!(ids(&here.hits), ids(&there.hits), "{}", query);
    for (one, other) in here.hits.into_iter().zip(there.hits) {
        prop_assert_eq!(one, other, "{}", query);
    }
    prop_assert_eq!((here.total, here.quotations, here.undated), (there.total, there.quotations, there.undated));
    prop_assert_eq!(here.facets, there.facets);
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_cluster_finds_what_a_folder_finds(query in query()) {
        agree(&query, false)?;
    }

    #[test]
    fn places_mean_the_same_to_a_cluster(query in placed()) {
        agree(&query, true)?;
    }

    #[test]
    fn a_cluster_finds_the_quotations_that_a_folder_finds(query in query(), least in prop_oneof![Just(0.0f32), 0.3f32..1.0]) {
        quotations_agree(&query, least)?;
    }

    #[test]
    fn filters_beside_a_query_narrow_it_on_a_cluster(
        query in placed(),
        outlets in prop::collection::vec(name(&["zorblatt", "evening", "quibbler"]), 0..3),
        speakers in prop::collection::vec(name(&["roe", "Mark Lane", "nobody"]), 0..3),
        unknown in prop::sample::subsequence(Facet::ALL.to_vec(), 0..3),
        month in 0u8..4,
    ) {
        let Some(there) = collection(true) else { return Ok(()) };
        let day = |month: u8, day: u8| Date::new(2020, month, day);
        let dates = if month == 0 { DateRange::default() } else { DateRange { from: day(month, 11), to: day(3, 12) } };
        let request = SearchRequest { outlets, speakers, dates, unknown, ..all_facets(&query, Sort::Newest) };
        same(archive(true), there, &request, false)?;
    }
}

fn parsed(text: &str) -> Query {
    parse(text, &ParseContext::new(Date::new(2020, 3, 4).unwrap())).query
}

/// Words and phrases are scored alike; distances and clauses about quotations are not.
#[test]
fn scores_and_order_are_those_of_a_folder() {
    for text in [
        "election",
        "recount senate",
        "\"the recount\"",
        "recount OR the OR senate",
        "rec* -maga",
        "run-off",
        "title:senate recount",
        "said:recount",
        "U.S. election",
    ] {
        let Some(there) = collection(false) else { return };
        for (offset, limit) in [(0, 1000), (0, 3), (3, 4), (50, 10)] {
            let request = SearchRequest { offset, limit, ..all_facets(&parsed(text), Sort::Relevance) };
            same(archive(false), there, &request, true).unwrap_or_else(|error| panic!("{text}: {error}"));
        }
    }
}

#[test]
fn words_near_matches_and_sets_of_articles_are_counted_as_in_a_folder() {
    // Without articles that are gone, whose words a folder counts until their segment is merged.
    let Some(there) = collection(false) else { return };
    let here = &archive(false).index;
    for text in ["recount", "senate OR \"the recount\"", "said:recount", "run-off", "recount W/3 senate"] {
        for measure in [Association::LogLikelihood, Association::LogDice] {
            let search = SearchRequest { limit: 1000, ..SearchRequest::new(parsed(text)) };
            let collocates = Some(Collocation { distance: 3, least_count: 1, measure });
            let request = ConcordanceRequest { collocates, ..ConcordanceRequest::new(search) };
            let found = here.concordance(&request).unwrap();
            assert!(found.collocates.len() > 3, "{text}");
            assert_eq!(found, there.concordance(&request).unwrap(), "{text}");
        }
    }
    for (a, b) in [("recount", "senate"), ("lang:de", "*"), ("date:2016..", "maga"), ("the", "said:the")] {
        for within in [Within::Text, Within::Said, Within::Narration] {
            let [a, b] = [a, b].map(|text| SearchRequest::new(parsed(text)));
            let request = ComparisonRequest {
                within,
                least_count: 1,
                least_articles: 1,
                limit: 500,
                ..ComparisonRequest::new(a, b)
            };
            let found = here.compare(&request).unwrap();
            assert_eq!(found, there.compare(&request).unwrap(), "{request:?}");
        }
    }
}

#[test]
fn concordances_articles_and_exports_are_those_of_a_folder() {
    let Some(there) = collection(true) else { return };
    let here = &archive(true).index;
    for (order, group) in [
        (LineOrder::Left, None),
        (LineOrder::Newest, None),
        (LineOrder::Oldest, None),
        (LineOrder::Outlet, None),
        (LineOrder::Right, None),
        (LineOrder::Left, Some(Grouping { side: Side::Right, n_words: 1 })),
    ] {
        let search = SearchRequest { limit: 200, ..SearchRequest::new(parsed("recount OR \"the senate\"")) };
        let request = ConcordanceRequest { order, group, ..ConcordanceRequest::new(search) };
        let lines = |index: &Index| {
            let mut answer = index.concordance(&request).unwrap();
            if matches!(order, LineOrder::Left | LineOrder::Right) {
                // Equal lines stand in the order in which their articles are stored.
                answer.lines.iter_mut().for_each(|line| line.rank = 0);
                answer
                    .lines
                    .sort_by_key(|line| (line.left.clone(), line.right.clone(), line.article.clone(), line.start));
            }
            answer
        };
        assert_eq!(lines(here), lines(there), "{order:?}");
    }
    // The whole of it page by page, and few lines of it.
    for order in [LineOrder::Relevance, LineOrder::Newest, LineOrder::Outlet] {
        for (offset, limit) in [(0, 3), (5, 4), (0, 0)] {
            let search = SearchRequest { offset, limit, ..SearchRequest::new(parsed("the OR a OR recount")) };
            let request = ConcordanceRequest { order, ..ConcordanceRequest::new(search) };
            assert_eq!(here.concordance(&request).unwrap(), there.concordance(&request).unwrap(), "{order:?}");
        }
    }
    let everything = |index: &Index| {
        let mut all = Vec::new();
        let sink = &mut |mut article: StoredArticle| {
            article.source.clear();
            all.push(article);
            ControlFlow::Continue(())
        };
        index.export(&SearchRequest::new(Query::All), sink).unwrap();
        all
    };
    let articles = everything(here);
    assert_eq!(articles.len(), 61);
    assert_eq!(articles, everything(there));
    let quotations = |index: &Index| {
        let mut all = Vec::new();
        let sink = &mut |article: StoredArticle, numbers: &[usize]| {
            all.push((article.id, numbers.to_vec()));
            ControlFlow::Continue(())
        };
        index.export_quotes(&SearchRequest::new(parsed("recount")), sink).unwrap();
        all
    };
    assert!(quotations(here).len() > 5);
    assert_eq!(quotations(here), quotations(there));
    for id in ["n002", "n003", "n006", "nowhere"] {
        let found = |index: &Index| match index.article(id).unwrap() {
            Lookup::Found(mut stored) => {
                stored.source.clear();
                Lookup::Found(stored)
            }
            other => other,
        };
        assert_eq!(found(here), found(there), "{id}");
    }
    for pattern in [None, Some("roe"), Some("nobody")] {
        assert_eq!(here.speakers(pattern).unwrap(), there.speakers(pattern).unwrap());
    }
    let (mut one, mut other) = (here.stats().unwrap(), there.stats().unwrap());
    for stats in [&mut one, &mut other] {
        (stats.bytes_index, stats.segments, stats.generation) = (0, 0, 0);
        stats.sources.iter_mut().for_each(|(name, root, _)| (*name, *root) = (String::new(), String::new()));
    }
    assert_eq!(one, other);
    for text in ["recuont", "outlet:zorblat", "recount W/3 senate AND NOT lang:de", "@roe rec*"] {
        assert_eq!(here.explain(&parsed(text)).unwrap(), there.explain(&parsed(text)).unwrap(), "{text}");
    }
}
