//! Queries as typed over four small articles, and what is found, counted and advised.

use std::fs;
use std::sync::OnceLock;

use super::archive::{Archive, archive};
use super::*;
use crate::engine::{By, Count, Facet, Sort};
use crate::model::DateRange;
use crate::query::{Name, ParseContext, parse};

const ARTICLES: &str = r#"{"id":"a","title":"Runoff ahead","text":"The run-off election was held. Turnout was low.","outlet":"Zorblatt Morning","date":"2020-01-05","author":"Kim Day"}
{"id":"b","text":"The runoff election is over. To be to be, that is it.","outlet":"Zorblatt Evening","date":"2020-02-05"}
{"id":"c","text":"“The hoax is a hoax and a hoax,” said Jane Roe.\n\n“No hoax,” said Mark Lane. The Hoax went on.","outlet":"Quibbler"}
{"id":"d","text":"Of the of the people. Nothing else was written here.","date":"2020-02-06"}"#;

fn small() -> &'static Archive {
    static ARCHIVE: OnceLock<Archive> = OnceLock::new();
    ARCHIVE.get_or_init(|| build(&[("all.jsonl", ARTICLES)]))
}

fn build(files: &[(&str, &str)]) -> Archive {
    let folders = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for (name, text) in files {
        fs::write(folders.1.path().join(name), text).unwrap();
    }
    update(folders.0.path(), &options(&[folders.1.path()]), &Silent).unwrap();
    Archive::open(folders)
}

fn read(text: &str) -> Query {
    parse(text, &ParseContext::new(Date::parse("2020-03-04").unwrap())).query
}

/// `want`: the ids, each one letter.
#[track_caller]
fn check(query: &str, want: &str) {
    let query = read(query);
    let archive = small();
    let mut found: Vec<String> = archive.answer(&query).hits.into_iter().map(|hit| hit.id).collect();
    found.sort();
    assert_eq!(found.concat(), want, "{query}");
    assert_eq!(archive.meant(&query).into_iter().collect::<Vec<_>>().concat(), want, "{query}, by the matcher");
}

#[test]
fn queries_without_a_word_to_look_for() {
    check("", "abcd");
    for text in
        ["— … !", "🌧", "\"…\"", "said:…", "hoax W/9 …", "ATLEAST2(…)", "narration:…", "title:(… &)", "… lang:en"]
    {
        check(text, "");
    }
    check("NOT …", "abcd");
    check("NOT said:…", "abcd");
    check("hoax NOT W/9 …", "c");
    check("hoax OR …", "c");
    check("NOT body:\"hoax is\"", "abcd");
    check("hoax — …", "c");
    check("NOT", "");
    check("NOT runoff", "cd");
    check("NOT runoff NOT hoax", "d");
    check("nowhere", "");
    check("NOT nowhere", "abcd");
    check("/.*/", "abcd");
    check("a*", "ac");
}

#[test]
fn phrases() {
    check("\"of the of the\"", "d");
    check("\"of the people\"", "d");
    check("\"the of the of\"", "");
    check("\"the runoff election\"", "ab");
    check("\"the run-off election\"", "ab");
    check("\"the run off election\"", "a");
    check("\"turnout\"", "a");
    check("\"to be to be\"", "b");
    check("\"to be to be to\"", "");
    check("\"held turnout\"", "a");
    check("\"roe no\"", "");
}

#[test]
fn distances() {
    check("hoax W/2 hoax", "");
    check("hoax W/3 hoax", "c");
    check("hoax NOT W/3 hoax", "c");
    check("hoax NOT W/5 hoax", "");
    check("hoax NOT W/5 nowhere", "c");
    check("nowhere NOT W/5 hoax", "");
    check("roe W/1 no", "c");
    check("roe W/P no", "");
    check("(jane W/9 lane) W/1 said", "c");
    check("==hoax W/1 ==The", "c");
    check("==Hoax W/1 ==the", "");
    check("hoax NOT W/1 ==The", "c");
    check("turnout NOT W/1 ==Held", "a");
}

#[test]
fn the_first_and_the_last_word() {
    check("\"of the of\" PRE/1 the", "d");
    check("of PRE/9 here", "d");
    check("\"written here\"", "d");
    check("here W/1 written", "d");
    check("written PRE/1 here", "d");
    check("here PRE/9 written", "");
    check("written W/S here", "d");
    check("people W/S here", "");
    check("people W/P here", "d");
    check("here NOT W/1 written", "");
    check("=\"of the\" NOT W/1 people", "d");
    check("\"the run-off\" W/9 low", "a");
    check("hoax W/P went", "c");
}

#[test]
fn one_word_on_both_sides() {
    check("hoax W/99 hoax", "c");
    check("\"hoax is\" W/9 hoax", "c");
    check("\"hoax is a\" W/1 \"a hoax\"", "");
    check("hoax W/S hoax", "c");
    check("turnout W/P turnout", "");
    check("hoax NOT W/99 hoax", "");
    check("turnout NOT W/99 turnout", "a");
    check("(hoax OR the) W/1 hoax", "c");
    check("\"to be\" W/1 \"to be\"", "b");
    check("\"be to\" PRE/1 \"be to\"", "");
    check("ATLEAST2(\"to be\")", "b");
    check("ATLEAST3(\"to be\")", "");
    check("ATLEAST2(\"of the of\")", "");
}

#[test]
fn operands_that_are_empty_or_occur_nowhere() {
    check("— W/5 hoax", "");
    check("hoax W/5 —", "");
    check("() W/5 hoax", "");
    check("\"\" W/5 hoax", "");
    check("hoax NOT W/5 ()", "c");
    check("nowhere W/5 hoax", "");
    check("hoax W/5 nowhere", "");
    check("(nowhere OR hoax) W/5 roe", "c");
    check("hoax W/S nowhere", "");
    check("said:nowhere", "");
    check("narration:(hoax W/5 nowhere)", "");
    check("ATLEAST1(nowhere)", "");
    check("zzz* W/5 hoax", "");
    check("hoax W/0 hoax", "");
    check("the W/3 of", "d");
    check("to W/1 be", "b");
}

#[test]
fn quotations() {
    check("said:(hoax NOT W/9 no)", "c");
    check("said:(hoax NOT no)", "c");
    check("said:(hoax NOT is) @lane", "c");
    check("said:(hoax NOT is) @roe", "");
    check("said:(hoax no) @roe", "");
    check("said:ATLEAST3(hoax)", "c");
    check("said:ATLEAST4(hoax)", "");
    check("ATLEAST4(said:hoax)", "c");
    check("ATLEAST5(said:hoax)", "");
    check("ATLEAST5(hoax)", "c");
    check("ATLEAST2(hoax W/3 hoax)", "");
    check("narration:(jane W/9 mark)", "c");
    check("narration:hoax", "c");
    check("narration:ATLEAST2(hoax)", "");
    check("quote(speaker:roe)", "c");
    check("quote(speaker:roe NOT hoax)", "");
    check("quote(speaker:lane NOT is)", "c");
    check("NOT said:hoax", "abd");
}

#[test]
fn letters() {
    check("==Hoax", "c");
    check("==Runoff OR ==nowhere", "a");
    check("hoax NOT ==Hoax", "");
    check("hoax NOT ==HOAX", "c");
    check("title:==Runoff", "a");
    check("title:==runoff", "");
    check("said:==Hoax", "");
}

#[test]
fn long_queries_are_answered_or_refused_by_number() {
    let deep = format!("{}hoax{}", "(".repeat(10_000), ")".repeat(10_000));
    small().index.search(&SearchRequest::new(read(&deep))).unwrap();
    for operator in [" ", " OR ", " W/3 "] {
        let words: Vec<String> = (0..5_000).map(|number| format!("w{number}")).collect();
        let request = SearchRequest::new(read(&words.join(operator)));
        let error = small().index.search(&request).map(|answer| answer.total).unwrap_err().to_string();
        assert!(error.contains("5000") && error.contains("4096"), "{operator:?}: {error}");
    }
    let request = SearchRequest::new(read(&vec!["hoax"; 5_000].join(" OR ")));
    assert_eq!(small().index.search(&request).unwrap().total, 1);
}

fn name(text: &str) -> Name {
    Name { text: text.to_owned(), exact: false }
}

fn february() -> DateRange {
    DateRange { from: Date::parse("2020-02-01"), to: Date::parse("2020-02-29") }
}

fn all() -> SearchRequest {
    SearchRequest {
        facets: vec![Facet::Outlet, Facet::Date, Facet::Speaker],
        by: By::Month,
        ..SearchRequest::new(Query::All)
    }
}

/// `want`: per facet the values with their counts, `?` for unknown.
#[track_caller]
fn check_counts(request: &SearchRequest, total: u64, undated: u64, want: [&str; 3]) {
    let answer = small().index.search(request).unwrap();
    assert_eq!((answer.total, answer.undated), (total, undated));
    let shown = |value: &Option<String>, count: u64| format!("{} {count}", value.as_deref().unwrap_or("?"));
    let list = |counts: Vec<Count>| counts.iter().map(|count| shown(&count.value, count.count)).collect::<Vec<_>>();
    let facets = answer.facets;
    let dates: Vec<String> = facets.date.unwrap().iter().map(|bucket| shown(&bucket.value, bucket.count)).collect();
    let got = [list(facets.outlet.unwrap()), dates, list(facets.speaker.unwrap())];
    assert_eq!(got.map(|list| list.join(", ")), want);
}

#[test]
fn a_facet_leaves_its_own_filter_out() {
    let outlets = "Quibbler 1, Zorblatt Evening 1, Zorblatt Morning 1, ? 1";
    check_counts(&all(), 4, 0, [outlets, "2020-01 1, 2020-02 2, ? 1", "? 3, Jane Roe 1, Mark Lane 1"]);
    let request = SearchRequest { outlets: vec![name("zorblatt")], ..all() };
    check_counts(&request, 2, 0, [outlets, "2020-01 1, 2020-02 1", "? 2"]);
    let request = SearchRequest { dates: february(), ..all() };
    check_counts(&request, 2, 1, ["Zorblatt Evening 1, ? 1", "2020-01 1, 2020-02 2, ? 1", "? 2"]);
    let request = SearchRequest { dates: february(), outlets: vec![name("zorblatt")], ..all() };
    check_counts(&request, 1, 0, ["Zorblatt Evening 1, ? 1", "2020-01 1, 2020-02 1", "? 1"]);
    let request = SearchRequest { speakers: vec![name("roe")], ..all() };
    check_counts(&request, 1, 0, ["Quibbler 1", "? 1", "? 3, Jane Roe 1, Mark Lane 1"]);
}

#[test]
fn a_date_in_the_query_tells_what_it_leaves_out() {
    let undated = |query: &str, request: SearchRequest| {
        let request = SearchRequest { query: read(query), ..request };
        let quotes = small().index.quotes(&crate::engine::QuoteRequest::new(request.clone())).unwrap();
        let lines = small().index.concordance(&crate::engine::ConcordanceRequest::new(request.clone())).unwrap();
        let articles = small().index.search(&request).unwrap().undated;
        assert_eq!(lines.undated, articles, "{query}");
        (articles, quotes.undated)
    };
    let plain = || SearchRequest::new(Query::All);
    assert_eq!(undated("date:2020-02", plain()), (1, 2));
    assert_eq!(undated("hoax date:2020", plain()), (1, 2));
    assert_eq!(undated("election date:2020", plain()), (0, 0));
    assert_eq!(undated("hoax OR date:2020", plain()), (0, 0));
    assert_eq!(undated("date:? OR date:2020", plain()), (0, 0));
    assert_eq!(undated("hoax NOT date:2020", plain()), (0, 0));
    assert_eq!(undated("hoax date:2020 NOT date:2020-02", plain()), (1, 2));
    assert_eq!(undated("lane date:2020", plain()), (1, 0));
    assert_eq!(undated("speaker:lane date:2020", plain()), (1, 1));
    assert_eq!(undated("hoax date:2020", SearchRequest { dates: february(), ..plain() }), (1, 2));
    assert_eq!(undated("hoax date:2020", SearchRequest { outlets: vec![name("zorblatt")], ..plain() }), (0, 0));
}

#[test]
fn unknown_is_a_value_that_a_filter_can_keep() {
    let outlets = "Quibbler 1, Zorblatt Evening 1, Zorblatt Morning 1, ? 1";
    let request = SearchRequest { unknown: vec![Facet::Outlet], ..all() };
    check_counts(&request, 1, 0, [outlets, "2020-02 1", "? 1"]);
    let request = SearchRequest { unknown: vec![Facet::Outlet], outlets: vec![name("quibbler")], ..all() };
    check_counts(&request, 2, 0, [outlets, "2020-02 1, ? 1", "Jane Roe 1, Mark Lane 1, ? 1"]);
    let dates = "2020-01 1, 2020-02 2, ? 1";
    let request = SearchRequest { unknown: vec![Facet::Date], ..all() };
    check_counts(&request, 1, 0, ["Quibbler 1", dates, "Jane Roe 1, Mark Lane 1"]);
    let request = SearchRequest { unknown: vec![Facet::Date], dates: february(), ..all() };
    check_counts(&request, 3, 0, ["Quibbler 1, Zorblatt Evening 1, ? 1", dates, "? 2, Jane Roe 1, Mark Lane 1"]);
    let speakers = "? 3, Jane Roe 1, Mark Lane 1";
    let request = SearchRequest { unknown: vec![Facet::Speaker], ..all() };
    check_counts(&request, 3, 0, ["Zorblatt Evening 1, Zorblatt Morning 1, ? 1", "2020-01 1, 2020-02 2", speakers]);
    let request = SearchRequest { unknown: vec![Facet::Speaker], speakers: vec![name("roe")], ..all() };
    check_counts(&request, 4, 0, [outlets, dates, speakers]);
    check_names(SearchRequest { unknown: vec![Facet::Author], ..all() }, "bcd", &[]);
    check_names(SearchRequest { unknown: vec![Facet::Author], authors: vec![name("kim")], ..all() }, "abcd", &[]);
}

#[test]
fn a_filter_of_languages_is_left_out_of_their_facet() {
    let all = SearchRequest { facets: vec![Facet::Language], ..all() };
    let ask = |request: &SearchRequest| {
        let answer = small().index.search(request).unwrap();
        let counts = answer.facets.language.unwrap().into_iter().map(|count| (count.value, count.count));
        (answer.total, counts.collect::<Vec<_>>())
    };
    let (total, languages) = ask(&all);
    assert_eq!((total, languages.iter().map(|(_, count)| count).sum()), (4, 4u64));
    let mut sum = 0;
    for (value, count) in &languages {
        let request = match value {
            Some(code) => SearchRequest { languages: vec![code.clone()], ..all.clone() },
            None => SearchRequest { unknown: vec![Facet::Language], ..all.clone() },
        };
        assert_eq!(ask(&request), (*count, languages.clone()), "{value:?}");
        sum += count;
    }
    assert_eq!(sum, total);
}

/// `want`: the ids; `notes`: what the user is told.
#[track_caller]
fn check_names(request: SearchRequest, want: &str, notes: &[&str]) {
    let answer = small().index.search(&request).unwrap();
    let mut ids: Vec<String> = answer.hits.into_iter().map(|hit| hit.id).collect();
    ids.sort();
    assert_eq!((ids.concat().as_str(), answer.notes), (want, notes.iter().map(|note| note.to_string()).collect()));
}

#[test]
fn names_are_widened_and_the_user_is_told() {
    let told = &["outlet `zorblatt` means Zorblatt Evening, Zorblatt Morning"][..];
    check_names(SearchRequest { outlets: vec![name("zorblatt")], ..all() }, "ab", told);
    check_names(SearchRequest::new(read("outlet:zorblatt")), "ab", told);
    check_names(SearchRequest::new(read("outlet:\"zorblatt evening\"")), "b", &[]);
    check_names(SearchRequest::new(read("outlet:=\"Zorblatt\"")), "", &[]);
    check_names(SearchRequest { speakers: vec![name("roe"), name("nobody")], ..all() }, "c", &[]);
    check_names(SearchRequest { authors: vec![name("kim")], ..all() }, "a", &[]);
    check_names(SearchRequest { authors: vec![name("ki")], ..all() }, "", &[]);
}

#[test]
fn articles_without_a_date_come_last() {
    let ids = |sort: Sort| -> Vec<String> {
        let request = SearchRequest { sort, ..SearchRequest::new(Query::All) };
        small().index.search(&request).unwrap().hits.into_iter().map(|hit| hit.id).collect()
    };
    assert_eq!(ids(Sort::Newest).concat(), "dbac");
    assert_eq!(ids(Sort::Oldest).concat(), "abdc");
}

#[track_caller]
fn check_pages(archive: &Archive, query: &Query, size: usize) {
    for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest] {
        let ask = |offset: usize, limit: usize| -> Vec<(String, String)> {
            let request = SearchRequest { sort, offset, limit, passages: 0, ..SearchRequest::new(query.clone()) };
            let hits = archive.index.search(&request).unwrap().hits;
            hits.into_iter().map(|hit| (hit.id, hit.path)).collect()
        };
        let whole = ask(0, 1000);
        let pages: Vec<(String, String)> = (0..=whole.len() / size).flat_map(|page| ask(page * size, size)).collect();
        assert_eq!(pages, whole, "{query}, {sort:?}");
    }
}

#[test]
fn pages_neither_repeat_nor_leave_out() {
    for size in [1, 7] {
        check_pages(archive(true), &Query::All, size);
        check_pages(archive(true), &read("election OR the"), size);
    }
}

// Within a segment the later of two equal ids is kept first (`collect::Kept`), over all segments
// the earlier is shown first (`search::merge`).
#[test]
fn pages_keep_one_order_of_articles_of_the_same_id() {
    let two = "{\"id\":\"x\",\"text\":\"hoax\"}\n{\"id\":\"y\",\"text\":\"hoax\"}\n";
    let same = build(&[("one.jsonl", two), ("other.jsonl", two), ("third.jsonl", two)]);
    check_pages(&same, &read("hoax"), 1);
}

/// `want`: empty parts, then spellings, then names, as shown by `Debug`.
#[track_caller]
fn check_advice(query: &str, want: &str) {
    let advice = small().index.advise(&SearchRequest::new(read(query))).unwrap();
    let spellings = advice.spellings.iter().map(|(typed, known)| format!("{typed}→{known}"));
    let names = advice.names.iter().map(|(kind, typed, known)| format!("{kind} {typed}→{}", known.join("/")));
    let parts = advice.empty_parts.iter().map(|part| format!("no {part}"));
    assert_eq!(parts.chain(spellings).chain(names).collect::<Vec<_>>().join("; "), want, "{query}");
}

#[test]
fn an_empty_answer_names_what_is_near() {
    check_advice("electoin", "electoin→election");
    check_advice("election turnuot", "no turnuot; turnuot→turnout");
    check_advice("election hoax", "");
    check_advice("ATLEAST2(electoin)", "electoin→election");
    check_advice("said:electoin", "electoin→election");
    check_advice("hoax \"turnuot was\" NOT nothingg", "no \"turnuot was\"; turnuot→turnout");
    check_advice("turnuot W/3 low", "turnuot→turnout");
    check_advice("outlet:zorblat hoax", "no outlet:zorblat; outlet zorblat→Zorblatt Evening/Zorblatt Morning");
    check_advice("outlet:quibler", "outlet quibler→Quibbler");
    check_advice("speaker:lanes", "speaker lanes→Mark Lane");
    check_advice("said:hoax @rowe", "speaker rowe→Jane Roe");
    check_advice("xyzzy", "");
}
