//! Any bytes, read as the format that their first line names, and read out: no panic, and articles
//! that keep their promises. The corpus comes from `tests/samples`: `fuzz/make-corpus`.
#![no_main]

mod guarded;

use std::ops::ControlFlow;

use libfuzzer_sys::fuzz_target;
use news_search::extract::metadata::Outlets;
use news_search::extract::{Context, article};
use news_search::ingest::{Item, Options, extensions, read_bytes};
use news_search::model::Date;

fuzz_target!(init: guarded::pass_over(), |bytes: &[u8]| {
    let Some(end) = bytes.iter().position(|byte| *byte == b'\n') else { return };
    let (name, mut content) = (String::from_utf8_lossy(&bytes[..end]).into_owned(), &bytes[end + 1..]);
    let is_known = extensions().any(|known| name.split('.').any(|part| part == known));
    if !is_known || name.contains('/') {
        return;
    }
    let mut items = Vec::new();
    let summary = read_bytes(&format!("a.{name}"), &mut content, &Options::default(), None, &mut |item| {
        items.push(item);
        ControlFlow::Continue(())
    });
    assert!(!items.is_empty(), "nothing was told");
    let failures = items.iter().filter(|item| matches!(item, Item::Failure(_))).count();
    assert_eq!(failures as u64, summary.failures);
    let context = Context { today: Date::new(2020, 3, 4).expect("a day of the calendar"), outlets: Outlets::bundled() };
    for item in items {
        if let Item::Article { article: raw, .. } = item {
            assert!(!raw.text.contains(['\0', '\r']));
            let text = raw.text.clone();
            let found = article(raw, &context);
            assert!(found.quotes.iter().all(|quote| text.get(quote.words.range()).is_some()));
        }
    }
});
