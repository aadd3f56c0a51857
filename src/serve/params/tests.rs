//! Addresses that make sense and that make none.

use super::*;
use crate::engine::Facet;
use crate::model::Date;
use crate::query::{Name, Query};

fn today() -> Date {
    Date::new(2020, 7, 20).unwrap()
}

fn search(query: &str) -> Result<Search, Problem> {
    let mut params = Params::of(Some(query))?;
    let search = Search::take(&mut params, &Limits::default())?;
    params.finish()?;
    Ok(search)
}

/// The status and the parameter of what is wrong.
#[track_caller]
fn check_wrong(query: &str, status: u16, parameter: &str) {
    let read = |query: &str| {
        let search = search(query)?;
        search.request(Query::All, today())
    };
    let problem = read(query).unwrap_err();
    assert_eq!((problem.status.as_u16(), problem.parameter.as_deref()), (status, Some(parameter)), "{query}");
}

#[test]
fn an_address_that_makes_no_sense_names_the_parameter() {
    check_wrong("limit=x", 400, "limit");
    check_wrong("limit=-1", 400, "limit");
    check_wrong("limit=1001", 400, "limit");
    check_wrong("limit=99999999999999999999999", 400, "limit");
    check_wrong("limit=1&limit=2", 400, "limit");
    check_wrong("sort=best", 400, "sort");
    check_wrong("facets=outlet,colour", 400, "facets");
    check_wrong("outlets=fox", 400, "outlets");
    check_wrong("outlet=--", 400, "outlet");
    check_wrong("from=2020-13-45", 400, "from");
    check_wrong("to=soon", 400, "to");
    check_wrong("from=2021&to=2020", 422, "from");
    check_wrong("q=%FF", 400, "q");
    check_wrong("any=maybe", 400, "any");
    check_wrong("date=2020", 400, "date");
    check_wrong("page=2&offset=3", 400, "page");
    check_wrong("syntax=nexis&any=true", 400, "syntax");
    check_wrong(&"q=a&".repeat(501), 400, "q");
}

#[test]
fn a_search_is_its_address() {
    for query in [
        "",
        "q=a",
        "q=%22witch%20hunt%22%20%26%20%E2%80%9Cx%E2%80%9D%20%2B1&any=true&outlet=%3DFox%20News&outlet=%3F&speaker=a\
         &author=b&lang=en&from=2020&to=7d&date=%3F&sort=newest&limit=20&offset=40&facets=outlet,date&by=year",
    ] {
        let read = search(query).unwrap();
        let address = read.address("/");
        assert_eq!(address.replace("%2C", ","), if query.is_empty() { "/".into() } else { format!("/?{query}") });
        assert_eq!(search(address.trim_start_matches(['/', '?'])).unwrap(), read);
    }
}

#[test]
fn empty_fields_of_a_form_are_none() {
    let read = search("q=&outlet=&from=&to=&sort=&limit=&any=&date=").unwrap();
    assert_eq!(read, Search::default());
    assert!(read.filters.is_empty());
    assert_eq!(search("q=a+b&q=").unwrap().filters.q, "a b");
}

#[test]
fn a_page_is_an_offset() {
    assert_eq!(search("page=3").unwrap().offset, 20);
    assert_eq!(search("page=3&limit=50").unwrap().offset, 100);
    assert_eq!(search("page=1").unwrap().offset, 0);
}

#[test]
fn names_are_typed_exact_or_unknown() {
    let read = search("outlet=fox&outlet=%3DFox+News&outlet=%3F&lang=EN&lang=%3F&date=%3F").unwrap();
    let request = read.request(Query::All, today()).unwrap();
    let name = |text: &str, exact| Name { text: text.to_owned(), exact };
    assert_eq!(request.outlets, [name("fox", false), name("Fox News", true)]);
    assert_eq!(request.languages, ["en"]);
    assert_eq!(request.unknown, [Facet::Outlet, Facet::Language, Facet::Date]);
    assert_eq!(value_of(Facet::Speaker, Some("Jeff Sessions")), "=Jeff Sessions");
    assert_eq!((value_of(Facet::Outlet, None), value_of(Facet::Language, Some("en"))), ("?".into(), "en".into()));
}

#[test]
fn dates_that_are_wrong_are_left_out_one_by_one() {
    let check = |query: &str, kept: (Option<&str>, Option<&str>), wrong: &[&str]| {
        let (filters, found) = search(query).unwrap().filters.with_valid_dates(today()).unwrap();
        assert_eq!((filters.from.as_deref(), filters.to.as_deref()), kept, "{query}");
        assert_eq!(found.map(|wrong| wrong.fields).unwrap_or_default(), wrong, "{query}");
    };
    check("from=2019&to=2020", (Some("2019"), Some("2020")), &[]);
    check("from=soon&to=2020", (None, Some("2020")), &["from"]);
    check("from=2019&to=2020-13", (Some("2019"), None), &["to"]);
    check("from=soon&to=later", (None, None), &["from", "to"]);
    check("from=2021&to=2020", (None, None), &["from", "to"]);
    assert!(search("from=soon&outlet=--").unwrap().filters.with_valid_dates(today()).is_err());
}

#[test]
fn text_is_read_as_typed() {
    let asked = search("q=witch+hunt").unwrap().filters.asked(today());
    assert_eq!(asked.searched, "witch hunt");
    let asked = search("q=hlead(a)&syntax=nexis").unwrap().filters.asked(today());
    assert_ne!(asked.searched, "hlead(a)");
}

#[test]
fn parts_of_a_concordance_need_each_other() {
    let wrong = |query: &str| {
        let mut params = Params::of(Some(query)).unwrap();
        Kwic::take(&mut params, &Limits::default()).unwrap_err().parameter.unwrap()
    };
    assert_eq!(wrong("group=left&collocates=2"), "group");
    assert_eq!(wrong("group_words=2"), "group_words");
    assert_eq!(wrong("group_words=0&group=left"), "group_words");
    assert_eq!(wrong("measure=log-dice"), "measure");
    assert_eq!(wrong("width=5000"), "width");
}
