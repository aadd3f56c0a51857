use std::ops::ControlFlow;

use super::*;
use crate::ingest::{Item, Options, read_bytes};
use crate::model::{Article, Certainty, Field, Quote, QuoteKind, RawArticle, Source, Span};
use crate::render::Style;
use crate::render::json::Bibliography;

const URL: &str = "https://gazette.example/~roe/a_b?c=1&d=%20#e";

/// An article with what each format has to escape.
fn stored(authors: &[&str]) -> StoredArticle {
    let text = "“We pay 5% more & {that} is_it, ^no~ \\way,” she said.\n\n“TY  - NEWS”";
    let at = |part: &str| text.find(part).expect("in the text");
    let words = Span::new(text, at("We")..at("”")).expect("a span");
    let likely = |value: &str| Sourced::new(value.to_owned(), Source::Byline, Certainty::Likely);
    let article = Article {
        path: "a b.txt".to_owned(),
        title: Some(likely("50% of {A} & B_c: “Müller’s #1” ~ \\o/")),
        outlet: Some(likely("The Gazette & Post")),
        date: Date::new(2020, 7, 4).map(|date| Sourced::new(date, Source::Url, Certainty::Exact)),
        authors: authors.iter().map(|name| likely(name)).collect(),
        url: Some(likely(URL)),
        language: Some("en".to_owned()),
        text: text.to_owned(),
        quotes: vec![Quote {
            words,
            kind: QuoteKind::Direct,
            speaker: None,
            mention: None,
            cue: None,
            probability: 0.96,
            reason: "said".to_owned(),
        }],
        ..Article::default()
    };
    StoredArticle {
        id: "a b.txt".to_owned(),
        source: "s".to_owned(),
        article,
        people: vec![Some("Ann Lee".to_owned())],
        paths: Vec::new(),
        copies: Vec::new(),
    }
}

const AUTHORS: [&str; 4] = ["Jane van Roe", "Associated Press", "Lee and Sons, Inc.", "Siân O’Brien"];

fn written(format: &str, citations: &[Citation<'_>]) -> String {
    let mut out = Vec::new();
    let mut list = Bibliography::default();
    for citation in citations {
        match format {
            "bib" => bibtex(&mut out, &Style::default(), citation),
            "ris" => ris(&mut out, &Style::default(), citation),
            "json" => list.item(&mut out, &Style::default(), citation),
            _ => markdown(&mut out, &Style::default(), citation),
        }
        .expect("a Vec takes everything");
    }
    if format == "json" {
        list.finish(&mut out).expect("a Vec takes everything");
    }
    String::from_utf8(out).expect("UTF-8")
}

/// What our own reader finds in a file of that ending.
fn read_back(format: &str, text: &str) -> Vec<RawArticle> {
    let mut found = Vec::new();
    read_bytes(&format!("x.{format}"), &mut text.as_bytes(), &Options::default(), None, &mut |item| {
        match item {
            Item::Article { article, .. } => found.push(article),
            other => panic!("{other:?} in\n{text}"),
        }
        ControlFlow::Continue(())
    });
    found
}

fn values(article: &RawArticle, field: Field) -> Vec<&str> {
    article.given.iter().filter(|given| given.field == field).map(|given| given.value.as_str()).collect()
}

#[test]
fn what_is_written_reads_back_the_same() {
    let stored = stored(&AUTHORS);
    let article = Citation::of_article(&stored);
    let quotation = Citation::of_quotes(&stored, &[0]).remove(0);
    for format in ["bib", "ris", "json"] {
        let text = written(format, &[article.clone(), quotation.clone()]);
        let found = read_back(format, &text);
        assert_eq!(found.len(), 2, "{text}");
        for read in &found {
            assert_eq!(values(read, Field::Title), ["50% of {A} & B_c: “Müller’s #1” ~ \\o/"], "{text}");
            assert_eq!(values(read, Field::Outlet), ["The Gazette & Post"], "{text}");
            assert_eq!(values(read, Field::Date)[0], "2020-07-04", "{text}");
            let mut authors = AUTHORS;
            if format == "ris" {
                authors[2] = "Lee and Sons Inc";
            }
            assert_eq!(values(read, Field::Author), authors, "{text}");
            assert_eq!(values(read, Field::Url), [URL], "{text}");
            assert_eq!(values(read, Field::Language), ["en"], "{text}");
        }
        assert_eq!(found[0].text, "", "{text}");
        assert_eq!(found[1].text, "We pay 5% more & {that} is_it, ^no~ \\way,", "{text}");
    }
}

#[test]
fn place_hash_and_certainty_go_along() {
    let stored = stored(&["Jane Roe"]);
    let quotation = Citation::of_quotes(&stored, &[0, 7]);
    assert_eq!(quotation.len(), 1, "there is no eighth");
    let hash = sha256(&stored.article.text);
    for (format, parts) in [
        ("bib", vec!["characters = {1--42}", "probability = {0.96}", "speaker = {Ann Lee}", "date: exact (url)"]),
        ("ris", vec!["TY  - NEWS\r\n", "characters: 1-42", "speaker: Ann Lee (0.96, said)", "date: exact (url)"]),
        ("json", vec![r#""start":1,"end":42"#, r#""probability":0.96"#, r#""type":"article-newspaper""#]),
        (
            "md",
            vec![
                "> We pay 5% more &amp; {that} is\\_it, ^no\\~ \\\\way,\n",
                "characters: 1-42",
                "*The Gazette &amp; Post*",
            ],
        ),
    ] {
        let text = written(format, &quotation);
        for part in parts.into_iter().chain([hash.as_str()]) {
            assert!(text.contains(part), "no {part:?} in\n{text}");
        }
    }
    assert_eq!(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#[test]
fn keys_are_plain_and_differ() {
    assert_eq!(key("2020-03_a.txt"), "2020-03_a.txt");
    let quotation = key("a.txt#q1");
    assert!(quotation.starts_with("a.txt-q1-"), "{quotation}");
    assert_ne!(key("a b"), key("a,b"));
    assert_ne!(key("a-q1"), key("a#q1"));
}

#[test]
fn unknown_values_are_left_out() {
    let mut stored = stored(&[]);
    let article = &mut stored.article;
    (article.title, article.outlet, article.date, article.url) = (None, None, None, None);
    article.language = None;
    let citation = Citation::of_article(&stored);
    let bib = written("bib", std::slice::from_ref(&citation));
    assert!(!bib.contains("title =") && !bib.contains("author") || bib.contains("author: unknown"), "{bib}");
    assert!(!bib.contains("journal") && !bib.contains("year"), "{bib}");
    assert_eq!(written("json", &[]), "[]\n");
    let text = written("md", &[citation]);
    assert!(text.starts_with("- \\[no title\\]. unknown outlet, no date."), "{text}");
}

#[test]
fn only_addresses_of_the_web_are_cited() {
    let mut stored = stored(&[]);
    for (url, is_cited) in [
        ("javascript:alert(1)", false),
        ("data:text/html,x", false),
        ("java\nscript:x", false),
        ("HTTPS://a.test/x", true),
        ("http://a.test/x", true),
    ] {
        if let Some(own) = &mut stored.article.url {
            own.value = url.to_owned();
        }
        let citation = Citation::of_article(&stored);
        assert_eq!(citation.url.is_some(), is_cited, "{url}");
        for format in ["bib", "ris", "json", "md"] {
            let text = written(format, std::slice::from_ref(&citation));
            assert_eq!(text.contains(url), is_cited, "{format} {text}");
        }
    }
}
