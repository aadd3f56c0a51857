//! Quotations found by their words, their speakers and the values of their articles.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::archive::{archive, holds, is_person};
use super::oracle::{config, query};
use super::*;
use crate::engine::{Count, Facet, QuoteRequest, QuoteResponse, Sort};
use crate::model::Span;
use crate::query::matching::{ArticleView, Matcher};
use crate::query::{Name, ParseContext, Scope, parse};

const ARTICLES: &str = r#"{"id":"a","title":"Dam","text":"“The dam will hold. We checked,” said Jane Roe.\n\n“Will it?” Mark Lane asked.","outlet":"Zorblatt Morning","date":"2020-01-05","author":"Kim Day"}
{"id":"b","title":"Otters","text":"The dam is old. “A dam, a dam, nothing but a Dam,” said Mark Lane. “Otters are what we fear,” the mayor said.","outlet":"Quibbler","date":"2020-02-05"}
{"id":"c","text":"“The hoax goes on,” said Mark Lane."}"#;

fn small() -> Index {
    let (folder, source) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(source.path().join("all.jsonl"), ARTICLES).unwrap();
    update(folder.path(), &options(&[source.path()]), &Silent).unwrap();
    Index::open(folder.path()).unwrap()
}

fn asked(text: &str) -> SearchRequest {
    let context = ParseContext::new(Date::parse("2026-01-01").unwrap());
    SearchRequest { limit: 1000, ..SearchRequest::new(parse(text, &context).query) }
}

fn ids(response: &QuoteResponse) -> Vec<&str> {
    response.hits.iter().map(|hit| hit.id.as_str()).collect()
}

/// More speakers than are looked up one by one; the last by key speaks in the first article.
#[test]
fn speakers_are_counted_alike_whatever_was_looked_up_before() {
    let (folder, source) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut records = String::new();
    for number in 0..344 {
        let letter = |at: usize| char::from(b'a' + (25 - number / at % 26) as u8);
        let name = format!("{}{}{}", letter(26).to_ascii_uppercase(), letter(1), "ander");
        records.push_str(&format!("{{\"id\":\"{number}\",\"text\":\"“We will go on,” said Ann {name}.\"}}\n"));
    }
    fs::write(source.path().join("all.jsonl"), records).unwrap();
    update(folder.path(), &options(&[source.path()]), &Silent).unwrap();
    let all = |index: &Index| {
        let request = SearchRequest { facets: vec![Facet::Speaker], facet_limit: usize::MAX, ..asked("go") };
        index.search(&request).unwrap().facets.speaker.unwrap()
    };
    let joined = all(&Index::open(folder.path()).unwrap());
    assert!(joined.len() > 150 && joined.iter().all(|one| one.value.is_some()), "{joined:?}");
    for name in fs::read_dir(folder.path()).unwrap().flatten() {
        if name.file_name().to_string_lossy().starts_with("joins-") {
            fs::remove_file(name.path()).unwrap();
        }
    }
    for first in ["ann", "aaander", "zzander", "zyander"] {
        let index = Index::open(folder.path()).unwrap();
        index.search(&SearchRequest { facets: vec![Facet::Speaker], ..asked(first) }).unwrap();
        assert_eq!(all(&index), joined, "after {first}");
    }
}

#[test]
fn a_quotation_is_found_by_its_own_words_and_its_articles_values() {
    let index = small();
    let check = |query: &str, want: &[&str]| {
        let request = QuoteRequest::new(SearchRequest { sort: Sort::Oldest, ..asked(query) });
        let response = index.quotes(&request).unwrap();
        assert_eq!((ids(&response).as_slice(), response.total), (want, want.len() as u64), "{query}");
    };
    check("", &["a#q1", "a#q2", "b#q1", "b#q2", "c#q1"]);
    check("dam", &["a#q1", "b#q1"]);
    check("will", &["a#q1", "a#q2"]);
    check("old", &[]);
    check("\"dam will\"", &["a#q1"]);
    check("dam W/2 hold", &["a#q1"]);
    check("dam W/S hold", &["a#q1"]);
    check("dam W/S checked", &[]);
    check("dam W/P checked", &["a#q1"]);
    check("==Dam", &["b#q1"]);
    check("ATLEAST3(dam)", &["b#q1"]);
    check("title:dam", &["a#q1", "a#q2"]);
    check("dam title:otters", &["b#q1"]);
    check("NOT title:dam", &["b#q1", "b#q2", "c#q1"]);
    check("title:?", &["c#q1"]);
    check("author:day", &["a#q1", "a#q2"]);
    check("author:?", &["b#q1", "b#q2", "c#q1"]);
    check("speaker:lane", &["a#q2", "b#q1", "c#q1"]);
    check("said:will @lane", &["a#q2"]);
    check("quote(speaker:roe said:dam)", &["a#q1"]);
    check("narration:dam", &[]);
    check("dam NOT narration:old", &["a#q1", "b#q1"]);
    check("outlet:quibbler OR hoax", &["b#q1", "b#q2", "c#q1"]);
    check("date:2020-01", &["a#q1", "a#q2"]);
}

#[test]
fn a_hit_tells_all_of_the_quotation() {
    let index = small();
    let response = index.quotes(&QuoteRequest::new(asked("will title:dam speaker:roe"))).unwrap();
    let [hit] = response.hits.as_slice() else { panic!("{:?}", response.hits) };
    assert_eq!((hit.rank, hit.article.as_str(), hit.outlet.as_deref()), (1, "a", Some("Zorblatt Morning")));
    assert_eq!((hit.start, hit.end, hit.text.as_str()), (1, 31, "The dam will hold. We checked,"));
    assert_eq!((hit.speaker.as_deref(), hit.mention.as_deref()), (Some("Jane Roe"), Some("Jane Roe")));
    assert_eq!(hit.cue.as_deref(), Some("said"));
    let marked: Vec<&str> = hit.highlights.iter().map(|span| span.of_text(&hit.text)).collect();
    assert_eq!(marked, ["will"]);
    assert!(hit.probability > 0.5 && !hit.reason.is_empty());
}

#[test]
fn options_filter_and_facets_leave_their_own_filter_out() {
    let index = small();
    let name = |text: &str| Name { text: text.to_owned(), exact: false };
    let search = SearchRequest { speakers: vec![name("roe")], facets: vec![Facet::Speaker], ..asked("dam") };
    let response = index.quotes(&QuoteRequest::new(search)).unwrap();
    assert_eq!((ids(&response), response.quotations), (vec!["a#q1"], 5));
    let count = |value: &str, count| Count { value: Some(value.to_owned()), count };
    assert_eq!(response.facets.speaker, Some(vec![count("Jane Roe", 1), count("Mark Lane", 1)]));

    let search = SearchRequest { authors: vec![name("kim day")], offset: 1, limit: 1, ..asked("") };
    let response = index.quotes(&QuoteRequest::new(search)).unwrap();
    assert_eq!((ids(&response), response.total, response.hits[0].rank), (vec!["a#q2"], 2, 2));
}

#[test]
fn those_less_likely_than_asked_for_do_not_count() {
    let index = small();
    let all = index.quotes(&QuoteRequest::new(asked(""))).unwrap();
    for least in [0.001, 0.5, 0.9, 0.97, 1.0] {
        let search = SearchRequest { facets: vec![Facet::Outlet], ..asked("") };
        let request = QuoteRequest { search, min_probability: least };
        let response = index.quotes(&request).unwrap();
        let want = all.hits.iter().filter(|hit| hit.probability >= least).count() as u64;
        assert_eq!(response.total, want, "{least}");
        assert_eq!(response.facets.outlet.unwrap().iter().map(|count| count.count).sum::<u64>(), want);
    }
}

/// What a query means for one quotation, by the matcher alone.
fn means(stored: &StoredArticle, number: usize, query: &Query, index: &Index) -> bool {
    let all = |parts: &[Query]| parts.iter().map(|part| means(stored, number, part, index)).collect::<Vec<bool>>();
    let person = stored.people[number].as_deref();
    let is_by = |names: &[Name]| person.is_some_and(|person| names.iter().any(|name| is_person(name, person)));
    let holds_here = |filter: &Query| match filter {
        Query::Speaker(name) => is_by(std::slice::from_ref(name)),
        Query::Unknown(crate::query::ast::UnknownField::Speaker) => person.is_none(),
        other => holds(stored, other),
    };
    let matches =
        |query: &Query, quotes: &[Span], said_by: &dyn Fn(usize, &[Name]) -> bool, holds: &dyn Fn(&Query) -> bool| {
            let article = &stored.article;
            let view = ArticleView {
                title: article.title.as_ref().map_or("", |title| &title.value),
                text: &article.text,
                boilerplate: &article.boilerplate,
                quotes,
                said_by,
                holds,
            };
            Matcher::new(query, &index.reader.stemmers).matches(&view).is_some()
        };
    let inside =
        |scope: Scope, query: &Query| Query::In { scope, query: Box::new(query.clone()), speakers: Vec::new() };
    match query {
        Query::All => true,
        Query::And(parts) => !all(parts).contains(&false),
        Query::Or(parts) => all(parts).contains(&true),
        Query::Not(inner) => !means(stored, number, inner, index),
        Query::In { scope: Scope::Narration, .. } => false,
        Query::In { scope: Scope::Said, query, speakers } => {
            means(stored, number, query, index) && (speakers.is_empty() || is_by(speakers))
        }
        Query::In { scope: Scope::Title, query, .. } => {
            let quotes: Vec<Span> = stored.article.quotes.iter().map(|quote| quote.words).collect();
            matches(&inside(Scope::Title, query), &quotes, &|_, _| true, &|filter| holds(stored, filter))
        }
        Query::Outlet(_)
        | Query::Author(_)
        | Query::Speaker(_)
        | Query::Language(_)
        | Query::Date(_)
        | Query::Unknown(_) => holds_here(query),
        words => {
            let quote = stored.article.quotes[number].words;
            matches(&inside(Scope::Said, words), &[quote], &|_, names| is_by(names), &holds_here)
        }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_engine_finds_the_quotations_that_a_query_means(query in query(), is_worn in any::<bool>()) {
        let archive = archive(is_worn);
        let mut meant = BTreeSet::new();
        for stored in &archive.articles {
            for number in 0..stored.article.quotes.len() {
                if means(stored, number, &query, &archive.index) {
                    meant.insert(format!("{}#q{}", stored.id, number + 1));
                }
            }
        }
        let request = QuoteRequest::new(SearchRequest { limit: 10_000, ..SearchRequest::new(query.clone()) });
        let response = archive.index.quotes(&request).unwrap();
        let found: BTreeSet<String> = response.hits.iter().map(|hit| hit.id.clone()).collect();
        prop_assert_eq!(&found, &meant, "{}", query);
        prop_assert_eq!((response.total, response.hits.len()), (meant.len() as u64, meant.len()));
        for hit in &response.hits {
            prop_assert!(hit.highlights.iter().all(|span| hit.text.get(span.range()).is_some()));
        }
    }
}
