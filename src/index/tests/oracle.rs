//! The engine finds what the matcher says a query means: random queries over random archives.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use proptest::prelude::*;

use super::archive::{OUTLETS, PEOPLE, WORDS, archive};
use crate::engine::SearchRequest;
use crate::model::{Date, DateRange};
use crate::query::ast::UnknownField;
use crate::query::{Form, Name, Near, ParseContext, Query, Scope, Word, parse};

fn typed() -> impl Strategy<Value = Word> {
    let text = prop_oneof![
        12 => prop::sample::select(&WORDS[..]).prop_map(str::to_owned),
        1 => Just("Election".to_owned()),
        1 => Just("—".to_owned()),
        1 => Just("nowhere".to_owned()),
        1 => Just("motherinlaw".to_owned()),
        1 => Just("We".to_owned()),
    ];
    let form = prop_oneof![4 => Just(Form::Inflected), 2 => Just(Form::Folded), 2 => Just(Form::Literal)];
    (text, form).prop_map(|(text, form)| Word { text, form })
}

fn leaf() -> impl Strategy<Value = Query> {
    let phrase = (prop::collection::vec(typed(), 1..4), prop_oneof![3 => Just(0u32), 1 => 1u32..6])
        .prop_map(|(words, slop)| Query::Phrase { words, slop });
    let prefix = prop::sample::select(vec!["e", "rec", "run", "run-o", "o", "#m", "d", "5", "t"]);
    let fuzzy = (prop::sample::select(vec!["recuont", "runof", "teh", "#mgaa", "dy", "senates"]), 1u8..3);
    let regex = prop::sample::select(vec!["rec.*", "(run|off)", "#.*", ".*", "[a-d].*", "run.?off"]);
    prop_oneof![
        6 => typed().prop_map(Query::Word),
        5 => phrase,
        1 => prefix.prop_map(|text| Query::Prefix(text.to_owned())),
        1 => fuzzy.prop_map(|(word, distance)| Query::Fuzzy { word: word.to_owned(), distance }),
        1 => regex.prop_map(|pattern| Query::Regex(pattern.to_owned())),
    ]
}

pub fn name(of: &'static [&'static str]) -> impl Strategy<Value = Name> {
    (prop::sample::select(of), any::<bool>()).prop_map(|(text, exact)| Name { text: text.to_owned(), exact })
}

fn filter() -> impl Strategy<Value = Query> {
    let day = |month: u8, day: u8| Date::new(2020, month, day).unwrap();
    let unknown = prop::sample::select(vec![
        UnknownField::Title,
        UnknownField::Outlet,
        UnknownField::Author,
        UnknownField::Speaker,
        UnknownField::Date,
        UnknownField::Language,
    ]);
    const NAMES: &[&str] = &["roe", "Jane Roe", "lane", "poe", "nobody"];
    const PAPERS: &[&str] = &["zorblatt", "evening", "Zorblatt Evening", "quibbler", "none"];
    const AUTHORS: &[&str] = &["kim", "Night", "nobody"];
    prop_oneof![
        name(PAPERS).prop_map(Query::Outlet),
        prop::sample::select(AUTHORS).prop_map(|text| Query::Author(Name { text: text.to_owned(), exact: false })),
        name(NAMES).prop_map(Query::Speaker),
        prop::sample::select(vec!["en", "de", "fr"]).prop_map(|code| Query::Language(code.to_owned())),
        (1u8..3, 10u8..13).prop_map(move |(month, first)| {
            Query::Date(DateRange { from: Some(day(month, first)), to: Some(day(month + 1, first)) })
        }),
        unknown.prop_map(Query::Unknown),
        Just(Query::All),
    ]
}

fn near() -> impl Strategy<Value = Near> {
    prop_oneof![
        (0u32..8).prop_map(Near::Within),
        (0u32..8).prop_map(Near::Before),
        (0u32..8).prop_map(Near::NotWithin),
        Just(Near::Sentence),
        Just(Near::Paragraph),
    ]
}

fn scope() -> impl Strategy<Value = (Scope, Vec<Name>)> {
    const NAMES: &[&str] = &["roe", "lane", "Ada Poe", "nobody"];
    prop_oneof![
        Just((Scope::Title, Vec::new())),
        Just((Scope::Narration, Vec::new())),
        Just((Scope::Said, Vec::new())),
        prop::collection::vec(name(NAMES), 1..3).prop_map(|names| (Scope::Said, names)),
    ]
}

fn inside((scope, speakers): (Scope, Vec<Name>), query: Query) -> Query {
    Query::In { scope, query: Box::new(query), speakers }
}

/// What may be an operand of a distance.
pub fn placed() -> impl Strategy<Value = Query> {
    leaf().prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 2..4).prop_map(Query::Or),
            3 => (inner.clone(), near(), inner.clone())
                .prop_map(|(left, near, right)| Query::Near { left: Box::new(left), near, right: Box::new(right) }),
            1 => (scope(), inner).prop_map(|(scope, query)| inside(scope, query)),
        ]
    })
}

pub fn query() -> impl Strategy<Value = Query> {
    prop_oneof![4 => placed(), 1 => filter()].prop_recursive(4, 14, 3, |inner| {
        prop_oneof![
            2 => prop::collection::vec(inner.clone(), 2..4).prop_map(Query::And),
            2 => prop::collection::vec(inner.clone(), 2..4).prop_map(Query::Or),
            1 => inner.clone().prop_map(|query| Query::Not(Box::new(query))),
            1 => (1u32..5, inner.clone()).prop_map(|(count, query)| Query::AtLeast { count, query: Box::new(query) }),
            3 => (scope(), inner).prop_map(|(scope, query)| inside(scope, query)),
        ]
    })
}

pub fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(150);
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 4000, ..ProptestConfig::default() }
}

fn agree(query: &Query, is_worn: bool) -> Result<(), TestCaseError> {
    let archive = archive(is_worn);
    let meant = archive.meant(query);
    let answer = archive.answer(query);
    let found: BTreeSet<String> = answer.hits.iter().map(|hit| hit.id.clone()).collect();
    prop_assert_eq!(&found, &meant, "{}", query);
    prop_assert_eq!(answer.articles, archive.articles.len() as u64);
    prop_assert_eq!(answer.total, meant.len() as u64);
    prop_assert_eq!(answer.hits.len(), meant.len());
    let count =
        |counts: Option<Vec<crate::engine::Count>>| counts.unwrap().iter().map(|count| count.count).sum::<u64>();
    prop_assert_eq!(count(answer.facets.outlet), answer.total);
    prop_assert_eq!(count(answer.facets.language), answer.total);
    prop_assert_eq!(answer.facets.date.unwrap().iter().map(|bucket| bucket.count).sum::<u64>(), answer.total);
    let exported =
        archive.index.export(&SearchRequest::new(query.clone()), &mut |_| ControlFlow::Continue(())).unwrap();
    prop_assert_eq!(exported, answer.total);
    prop_assert!(answer.facets.speaker.unwrap().iter().all(|count| (1..=answer.total).contains(&count.count)));
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_engine_finds_what_a_query_means(query in query()) {
        agree(&query, false)?;
    }

    #[test]
    fn places_mean_the_same_to_the_engine(query in placed()) {
        agree(&query, false)?;
    }

    #[test]
    fn changed_and_removed_articles_do_not_count(query in query()) {
        agree(&query, true)?;
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_query_as_typed_means_the_same(query in query()) {
        let context = ParseContext::new(Date::new(2020, 3, 4).unwrap());
        agree(&parse(&query.to_string(), &context).query, false)?;
    }

    #[test]
    fn all_of_it_holds_in_one_quotation(
        words in prop::collection::vec(prop::sample::select(&WORDS[..]), 1..4),
        distance in near(),
        speakers in prop::collection::vec(name(&["roe", "lane", "poe"]), 0..2),
        other in query(),
        shape in 0usize..6,
    ) {
        let word = |at: usize| Query::Word(Word { text: words[at % words.len()].to_owned(), form: Form::Inflected });
        let near = Query::Near { left: Box::new(word(0)), near: distance, right: Box::new(word(1)) };
        let not = |query: Query| Query::Not(Box::new(query));
        let inner = match shape {
            0 => Query::And(vec![word(0), word(1)]),
            1 => Query::And(vec![word(0), not(word(1))]),
            2 => Query::And(vec![near, not(word(2))]),
            3 => Query::And(vec![word(0), other]),
            4 => Query::And(vec![not(near), Query::AtLeast { count: 2, query: Box::new(word(2)) }]),
            _ => near,
        };
        agree(&inside((Scope::Said, speakers), inner), false)?;
    }

    #[test]
    fn filters_beside_a_query_narrow_it(
        query in placed(),
        outlets in prop::collection::vec(name(&["zorblatt", "evening", "quibbler"]), 0..3),
        speakers in prop::collection::vec(name(&["roe", "Mark Lane", "nobody"]), 0..3),
        month in 0u8..4,
    ) {
        let day = |month: u8, day: u8| Date::new(2020, month, day);
        let dates = if month == 0 { DateRange::default() } else { DateRange { from: day(month, 11), to: day(3, 12) } };
        let any = |filters: Vec<Query>| (!filters.is_empty()).then_some(Query::Or(filters));
        let mut parts = vec![query.clone()];
        parts.extend(any(outlets.iter().cloned().map(Query::Outlet).collect()));
        parts.extend(any(speakers.iter().cloned().map(Query::Speaker).collect()));
        parts.extend((month > 0).then_some(Query::Date(dates)));
        let archive = archive(true);
        let meant = archive.meant(&Query::And(parts.clone()));
        let request = SearchRequest { outlets, speakers, dates, limit: 1000, ..SearchRequest::new(query) };
        let answer = archive.index.search(&request).unwrap();
        let found: BTreeSet<String> = answer.hits.into_iter().map(|hit| hit.id).collect();
        prop_assert_eq!(&found, &meant);
        prop_assert_eq!(answer.total, meant.len() as u64);
        parts.retain(|part| !matches!(part, Query::Date(_)));
        parts.push(Query::Unknown(UnknownField::Date));
        let undated = if month > 0 { archive.meant(&Query::And(parts)).len() } else { 0 };
        prop_assert_eq!(answer.undated, undated as u64);
    }
}

#[test]
fn the_archive_holds_what_queries_ask_for() {
    for is_worn in [false, true] {
        let archive = archive(is_worn);
        assert_eq!(archive.articles.len(), if is_worn { 61 } else { 60 });
        let said: Vec<&str> =
            archive.articles.iter().flat_map(|article| article.people.iter().flatten()).map(String::as_str).collect();
        assert!(PEOPLE.iter().all(|person| said.iter().filter(|name| *name == person).count() >= 10), "{said:?}");
        let outlet =
            |article: &super::StoredArticle| article.article.outlet.as_ref().map(|outlet| outlet.value.clone());
        assert!(
            OUTLETS.iter().all(|name| archive.articles.iter().any(|article| outlet(article).as_deref() == Some(name)))
        );
        let segments = archive.index.stats().unwrap().segments;
        assert!(!is_worn || segments > 1, "{segments} segments");
    }
}
