//! Any bytes, read as a page or as a saved page, give one article that keeps its promises, or a
//! failure, in time that grows with the page. Named by its ending so that the fuzzer spends all
//! its time on pages; `ingest_bytes` reads every format.
#![no_main]

mod guarded;

use std::ops::ControlFlow;

use libfuzzer_sys::fuzz_target;
use news_search::ingest::{Item, Options, read_bytes};
use news_search::model::{Date, Field};

fuzz_target!(init: guarded::pass_over(), |bytes: &[u8]| {
    for ending in ["html", "mhtml"] {
        let mut articles = Vec::new();
        read_bytes(&format!("a.{ending}"), &mut &bytes[..], &Options::default(), None, &mut |item| {
            if let Item::Article { article, .. } = item {
                articles.push(article);
            }
            ControlFlow::Continue(())
        });
        assert!(articles.len() <= 1);
        for article in &articles {
            assert!(!article.text.contains(['\0', '\r']));
            assert!(!article.text.contains("\n\n\n"), "paragraphs are one blank line apart");
            for given in &article.given {
                assert!(!given.value.trim().is_empty());
                // What a page states of its date is chosen and written as a day.
                assert!(given.field != Field::Date || Date::parse(&given.value).is_some(), "{given:?}");
            }
            let count = |field| article.given.iter().filter(|given| given.field == field).count();
            assert!([Field::Title, Field::Outlet, Field::Date, Field::Url, Field::Language].into_iter().all(|field| count(field) <= 1));
        }
    }
});
