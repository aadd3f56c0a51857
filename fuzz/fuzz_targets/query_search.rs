//! Any query is answered, and every hit and every line of a concordance shows what matched.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use news_search::engine::ConcordanceRequest;
use news_search::query::{ParseContext, parse};
use news_search::{Date, Field, Index, RawArticle, SearchRequest};

const TEXTS: [&str; 4] = [
    "The run-off election was held. “The hoax is a hoax,” said Jane Roe.\n\nTurnout was low in the U.S.",
    "No witch hunt, no hoax. #MAGA/KAG @handle 50,000 of the of the",
    "“Witch hunt!” Mark Lane said. He said: “It was the runoff of 2020.”",
    "a b c a b c a a b",
];

fn index() -> &'static Index {
    static INDEX: OnceLock<(tempfile::TempDir, Index)> = OnceLock::new();
    let (_, index) = INDEX.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let mut writer = Index::create(folder.path()).expect("an index");
        for (number, text) in TEXTS.into_iter().enumerate() {
            let article = RawArticle::new(format!("{number}"), text).with(Field::Outlet, "Gazette");
            writer.add(article.with(Field::Title, "Runoff ahead")).expect("an article");
        }
        writer.commit().expect("a commit");
        let index = Index::open(folder.path()).expect("an index");
        (folder, index)
    });
    index
}

fuzz_target!(|text: &str| {
    let context = ParseContext::new(Date::new(2020, 3, 4).expect("a day of the calendar"));
    let request = SearchRequest::new(parse(text, &context).query);
    // Too large a query is refused in words.
    let Ok(response) = index().search(&request) else { return };
    for hit in &response.hits {
        for passage in &hit.passages {
            assert!(passage.highlights.iter().all(|span| !span.of_text(&passage.text).is_empty()));
        }
    }
    let lines = index().concordance(&ConcordanceRequest::new(request)).expect("lines");
    assert!(lines.articles <= response.total);
    assert!(lines.lines.iter().all(|line| !line.text.is_empty()));
});
