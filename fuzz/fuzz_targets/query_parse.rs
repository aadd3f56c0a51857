//! Any text reads as a query, prints, and reads back as the same query.
#![no_main]

use libfuzzer_sys::fuzz_target;
use news_search::Date;
use news_search::query::{ParseContext, parse};

fuzz_target!(|input: (&str, bool, bool)| {
    let (text, any, plain) = input;
    let context = ParseContext::new(Date::new(2020, 3, 4).expect("a day of the calendar"));
    let parsed = parse(text, &ParseContext { any, plain, ..context });
    for diagnostic in &parsed.diagnostics {
        assert!(text.get(diagnostic.span.range()).is_some(), "{diagnostic:?}");
    }
    let printed = parsed.query.to_string();
    assert_eq!(parse(&printed, &context).query, parsed.query, "{printed}");
});
