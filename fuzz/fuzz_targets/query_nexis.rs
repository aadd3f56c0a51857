//! Any text reads as a terms and connectors of Nexis, and what it is translated to prints and reads back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use news_search::Date;
use news_search::query::{ParseContext, Syntax, import, parse};

fuzz_target!(|text: &str| {
    let context = ParseContext::new(Date::new(2020, 3, 4).expect("a day of the calendar"));
    let imported = import(text, Syntax::Nexis, &context);
    for found in &imported.untranslated {
        assert!(text.get(found.span.range()).is_some(), "{found:?}");
    }
    let printed = imported.query.to_string();
    assert_eq!(parse(&printed, &context).query, imported.query, "{printed}");
});
