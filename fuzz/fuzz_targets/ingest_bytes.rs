//! Any bytes, read as any format, give articles that keep their promises, or failures. The
//! first byte picks the format and the compression.
#![no_main]

mod guarded;

use std::ops::ControlFlow;

use libfuzzer_sys::fuzz_target;
use news_search::ingest::{Item, Options, extensions, read_bytes};
use news_search::model::Field;

fuzz_target!(init: guarded::pass_over(), |bytes: &[u8]| {
    let Some((first, mut bytes)) = bytes.split_first() else { return };
    let endings: Vec<&str> = extensions().collect();
    let ending = endings[usize::from(*first) % endings.len()];
    let packed = ["", ".gz", ".zst"][usize::from(*first) / endings.len() % 3];
    let mut items = Vec::new();
    let summary = read_bytes(&format!("a.{ending}{packed}"), &mut bytes, &Options::default(), None, &mut |item| {
        items.push(item);
        ControlFlow::Continue(())
    });
    assert!(!items.is_empty(), "nothing was told");
    let failures = items.iter().filter(|item| matches!(item, Item::Failure(_))).count();
    assert_eq!(failures as u64, summary.failures);
    assert!(summary.complete || failures > 0);
    for item in &items {
        if let Item::Article { article, .. } = item {
            assert!(!article.text.contains(['\0', '\r']));
            assert!(article.given.iter().all(|given| !given.value.trim().is_empty()));
            let has_title = article.given.iter().any(|given| given.field == Field::Title);
            assert!(has_title || !article.text.trim().is_empty());
        }
    }
});
