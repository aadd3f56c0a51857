//! The quotations of any text are disjoint slices of it, in order, and so is what is said of them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use news_search::extract::quotes::{QuoteContext, quotes};

fuzz_target!(|text: &str| {
    for language in [None, Some("en"), Some("de")] {
        let found = quotes(text, &QuoteContext { language, boilerplate: &[] });
        let mut end = 0;
        for quote in &found.quotes {
            assert!(quote.words.start() >= end && !quote.words.is_empty(), "{quote:?}");
            end = quote.words.end();
            for span in [Some(quote.words), quote.mention, quote.cue].into_iter().flatten() {
                assert!(text.get(span.range()).is_some(), "{quote:?}");
            }
            assert!((0.0..=1.0).contains(&quote.probability), "{quote:?}");
        }
    }
});
