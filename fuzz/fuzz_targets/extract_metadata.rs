//! Any text, path and stated value can be read for metadata, and boilerplate is disjoint.
#![no_main]

use libfuzzer_sys::fuzz_target;
use news_search::extract::Context;
use news_search::extract::metadata::{Outlets, read};
use news_search::model::{Date, Field, RawArticle};

fuzz_target!(|input: (&str, &str, &str)| {
    let (text, stated, path) = input;
    let context = Context { today: Date::new(2020, 3, 4).expect("a day of the calendar"), outlets: Outlets::bundled() };
    let mut raw = RawArticle::new(path, text);
    if !stated.is_empty() {
        for field in [Field::Title, Field::Outlet, Field::Date, Field::Author, Field::Url, Field::Language] {
            raw = raw.with(field, stated);
        }
    }
    let found = read(&raw, &context);
    let mut end = 0;
    for span in found.boilerplate {
        assert!(span.start() >= end && text.get(span.range()).is_some_and(|text| !text.is_empty()), "{span:?}");
        end = span.end();
    }
    assert!(found.date.is_none_or(|date| date.value <= context.today.plus_days(1)));
});
