//! Groups of reprints of an index, and what counts once.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::engine::{ConcordanceRequest, Facet, Preference, QuoteRequest, ReprintRequest};
use crate::index::derived::Kind;
use crate::model::{Field, RawArticle};
use crate::query::{Name, ParseContext, parse};

/// `n` words that no other seed has, `otter` now and then.
fn prose(seed: usize, n: usize) -> String {
    let word = |at: usize| if at % 20 == 3 { "otter".to_owned() } else { format!("w{seed}x{at}") };
    (0..n).map(word).collect::<Vec<_>>().join(" ")
}

/// Pieces 0 to 3 by several outlets, and two articles of their own.
fn articles() -> Vec<(String, String, &'static str, &'static str)> {
    let outlets = ["Gazette", "Herald", "Post", ""];
    let dates = ["2020-03-05", "2020-01-01", "", "2020-02-02"];
    let mut all = Vec::new();
    for piece in 0..4 {
        for copy in 0..=piece {
            let text = prose(piece, 90 + piece * 30);
            let text = match copy {
                0 => format!("{text} “We saw the otter,” said Ann Lee."),
                1 => format!("{text} “We saw the otter,” said Ann Lee. Provided by the agency."),
                2 => text.split(' ').take(80).collect::<Vec<_>>().join(" "),
                _ => text.replacen(" otter ", " seal ", 1),
            };
            all.push((format!("p{piece}c{copy}"), text, outlets[copy], dates[(piece + copy) % 4]));
        }
    }
    all.push(("alone1".to_owned(), prose(8, 60), "Herald", "2020-01-01"));
    all.push(("alone2".to_owned(), "Otter.".to_owned(), "", ""));
    all
}

/// An index in which the articles came in commits of `size`.
fn index_of(articles: &[(String, String, &str, &str)], size: usize) -> (tempfile::TempDir, Index) {
    let folder = tempfile::tempdir().unwrap();
    for part in articles.chunks(size) {
        let mut writer = Index::create(folder.path()).unwrap();
        for (path, text, outlet, date) in part {
            let raw = RawArticle::new(path, text).with(Field::Outlet, *outlet).with(Field::Date, *date);
            writer.add(raw).unwrap();
        }
        writer.commit().unwrap();
        // The next ones are made from these.
        Index::open(folder.path()).unwrap().groups().unwrap();
    }
    let index = Index::open(folder.path()).unwrap();
    (folder, index)
}

/// The ids of each group, the one that stands for it first.
fn groups_of(index: &Index, preference: Preference) -> Vec<Vec<String>> {
    let found = index.reprints(&ReprintRequest { preference, limit: 100, ..ReprintRequest::default() }).unwrap();
    found.groups.iter().map(|group| group.members.iter().map(|member| member.id.clone()).collect()).collect()
}

fn asked(text: &str) -> SearchRequest {
    let context = ParseContext::new(Date::parse("2026-01-01").unwrap());
    SearchRequest { limit: 1000, passages: 0, facet_limit: 1000, ..SearchRequest::new(parse(text, &context).query) }
}

#[test]
fn groups_do_not_depend_on_how_articles_came() {
    let all = articles();
    let (_folder, index) = index_of(&all, 100);
    let groups = groups_of(&index, Preference::default());
    let sizes: Vec<usize> = groups.iter().map(Vec::len).collect();
    assert_eq!(sizes, [4, 3, 2], "{groups:?}");
    assert_eq!(groups[1], ["p2c1", "p2c2", "p2c0"], "in order of dates, unknown last");
    let (folder, by_and_by) = index_of(&all, 3);
    assert_eq!(groups_of(&by_and_by, Preference::default()), groups);
    let sketches = folder.path().join(format!("sketches-{}.bin", by_and_by.generation()));
    assert!(by_and_by.has_reprints() && sketches.exists(), "{}", sketches.display());
    let mut reversed = all.clone();
    reversed.reverse();
    assert_eq!(groups_of(&index_of(&reversed, 4).1, Preference::default()), groups);
    let longest = groups_of(&index, Preference { longest: true, ..Preference::default() });
    assert_eq!(longest[0][0], "p3c1");
    let herald = Name { text: "herald".to_owned(), exact: false };
    let preferred = groups_of(&index, Preference { outlets: vec![herald], longest: false });
    assert_eq!((preferred[0][0].as_str(), preferred[1][0].as_str()), ("p3c1", "p2c1"));
}

#[test]
fn an_article_that_goes_leaves_its_group() {
    let all = articles();
    let (folder, _) = index_of(&all, 100);
    let mut writer = Index::create(folder.path()).unwrap();
    assert!(writer.remove("p1c1", None));
    writer.commit().unwrap();
    let index = Index::open(folder.path()).unwrap();
    assert!(!index.has_reprints());
    let sizes: Vec<usize> = groups_of(&index, Preference::default()).iter().map(Vec::len).collect();
    assert_eq!(sizes, [4, 3]);
    assert!(index.kept(Kind::Reprints, crate::reprints::GROUP_VERSION).is_some_and(|kept| kept.is_current));
    let one = |id: &str| ReprintRequest { article: Some(id.to_owned()), ..ReprintRequest::default() };
    assert_eq!(index.reprints(&one("p2c0")).unwrap().articles, 3);
    assert_eq!(index.reprints(&one("alone1")).unwrap().total, 0);
    assert_eq!(index.reprints(&one("nobody")).unwrap().total, 0);
}

#[test]
fn what_counts_once_is_what_one_would_count_by_hand() {
    let all = articles();
    for size in [100, 3] {
        let (_folder, index) = index_of(&all, size);
        let mut group_of: BTreeMap<String, String> = BTreeMap::new();
        for group in groups_of(&index, Preference::default()) {
            group.iter().for_each(|id| {
                group_of.insert(id.clone(), group[0].clone());
            });
        }
        let group = |id: &str| group_of.get(id).cloned().unwrap_or_else(|| id.to_owned());
        let distinct =
            |request: &SearchRequest| SearchRequest { distinct: Some(Preference::default()), ..request.clone() };
        for text in ["", "otter", "seal", "provided", "outlet:herald", "NOT otter", "w3x5", "date:2020-01", "=nothing"]
        {
            for outlet in [None, Some("Gazette"), Some("Herald")] {
                let mut request = asked(text);
                request.facets = vec![Facet::Outlet, Facet::Date, Facet::Speaker];
                request.outlets = outlet.iter().map(|name| Name { text: (*name).to_owned(), exact: true }).collect();
                let plain = index.search(&request).unwrap();
                let once = index.search(&distinct(&request)).unwrap();
                let groups: BTreeSet<String> = plain.hits.iter().map(|hit| group(&hit.id)).collect();
                let shown: BTreeSet<String> = once.hits.iter().map(|hit| group(&hit.id)).collect();
                assert_eq!((once.total, once.hits.len()), (groups.len() as u64, groups.len()), "{text} {outlet:?}");
                assert_eq!(shown, groups, "{text} {outlet:?}");
                // The facet of outlets leaves the filter of outlets out.
                let open = index.search(&SearchRequest { outlets: Vec::new(), ..request.clone() }).unwrap();
                let mut wanted: BTreeMap<Option<String>, BTreeSet<String>> = BTreeMap::new();
                for hit in &open.hits {
                    wanted.entry(hit.outlet.clone()).or_default().insert(group(&hit.id));
                }
                let got: BTreeMap<Option<String>, u64> =
                    once.facets.outlet.iter().flatten().map(|count| (count.value.clone(), count.count)).collect();
                let wanted: BTreeMap<Option<String>, u64> =
                    wanted.into_iter().map(|(value, groups)| (value, groups.len() as u64)).collect();
                assert_eq!(got, wanted, "{text} {outlet:?}");
                let mut months: BTreeMap<Option<String>, BTreeSet<String>> = BTreeMap::new();
                for hit in &plain.hits {
                    let month = hit.date.map(|(date, _)| date.to_string()[..7].to_owned());
                    months.entry(month).or_default().insert(group(&hit.id));
                }
                for bucket in once.facets.date.iter().flatten() {
                    assert_eq!(months.get(&bucket.value).map(|groups| groups.len() as u64), Some(bucket.count));
                }
                // Exports and concordances go over the same articles.
                let mut exported = Vec::new();
                let mut take = |stored: crate::index::StoredArticle| {
                    exported.push(stored.id);
                    std::ops::ControlFlow::Continue(())
                };
                index.export(&distinct(&request), &mut take).unwrap();
                exported.sort();
                let mut hits: Vec<String> = once.hits.iter().map(|hit| hit.id.clone()).collect();
                hits.sort();
                assert_eq!(exported, hits, "{text} {outlet:?}");
                let lines = index.concordance(&ConcordanceRequest::new(distinct(&request))).unwrap();
                assert!(lines.articles <= once.total);
                let page = index.search(&SearchRequest { limit: 2, offset: 1, ..distinct(&request) }).unwrap();
                let two: Vec<&String> = once.hits.iter().skip(1).take(2).map(|hit| &hit.id).collect();
                assert_eq!(page.hits.iter().map(|hit| &hit.id).collect::<Vec<_>>(), two, "{text}");
            }
        }
    }
}

#[test]
fn quotations_of_reprints_count_once() {
    let (_folder, index) = index_of(&articles(), 3);
    let request = SearchRequest { facets: vec![Facet::Speaker], ..asked("otter") };
    let plain = index.quotes(&QuoteRequest::new(request.clone())).unwrap();
    let once = SearchRequest { distinct: Some(Preference::default()), ..request };
    let once = index.quotes(&QuoteRequest::new(once)).unwrap();
    assert_eq!((plain.total, once.total, once.hits.len()), (7, 4, 4));
    assert_eq!(once.facets.speaker.unwrap_or_default()[0].count, 4);
}
