//! Whatever the bytes are: no panic, and articles that keep their promises.

use proptest::prelude::*;

use super::*;

/// Bytes that look like what readers look for, mixed with any others.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..8),
        proptest::sample::select(vec![
            "{\"text\":\"a",
            "\"}",
            "[",
            "]",
            "{",
            "}",
            ",",
            ":",
            "\"",
            "\\",
            "\n",
            "\r\n",
            "---\n",
            "+++\n",
            "title: ",
            "text,title\n",
            "id",
            "\u{FEFF}",
            "é",
            "\\ud83d",
            "NaN",
            "- ",
            "|",
            "{\"id\":1,\"text\":\"x\"}\n",
            "path",
            ";",
            "\t",
            "#",
            "authors: [",
            "<p>",
            "</p>",
            "<div class='article-body'>",
            "</div>",
            "<h1>",
            "<script type=application/ld+json>{\"@type\":\"Article\",\"headline\":\"",
            "</script>",
            "<meta property=og:title content='",
            "<time datetime=2020-03-04>",
            "<!--",
            "&#x1F;&amp;",
            "Content-Type: text/html\n\n",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
        Just(vec![0xFF, 0xFE]),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_give_articles_or_failures(bytes in bytes(), packed in 0..3u8) {
        for ending in extensions() {
            let (name, bytes) = match packed {
                0 => (format!("a.{ending}"), bytes.clone()),
                1 => (format!("a.{ending}.gz"), gzip(&bytes)),
                _ => (format!("a.{ending}.zst"), bytes.clone()),
            };
            let (items, summary) = read_all(&name, &bytes, &Options::default());
            prop_assert!(!items.is_empty(), "nothing was told of {}", name);
            let failures = items.iter().filter(|item| matches!(item, Item::Failure(_))).count();
            prop_assert_eq!(failures as u64, summary.failures);
            prop_assert!(summary.complete || failures > 0);
            for item in &items {
                if let Item::Article { article, .. } = item {
                    prop_assert!(!article.text.contains(['\0', '\r']));
                    prop_assert!(article.given.iter().all(|given| !given.value.trim().is_empty()));
                    let has_title = article.given.iter().any(|given| given.field == Field::Title);
                    prop_assert!(has_title || !article.text.trim().is_empty());
                }
            }
        }
    }

    #[test]
    fn a_second_reading_knows_every_record(bytes in bytes()) {
        for ending in ["jsonl", "json", "csv", "txt"] {
            let name = format!("a.{ending}");
            let (items, first) = read_all(&name, &bytes, &Options::default());
            let known = remember(&items);
            let has_twins = known.len() as u64 != first.articles;
            let again = read_bytes(
                &name, &mut &bytes[..], &Options::default(), Some(&|hash| known.get(&hash).copied()),
                &mut |_| ControlFlow::Continue(()),
            );
            prop_assert!(has_twins || (again.articles == 0 && again.unchanged == first.articles), "{} {:?} {:?}", name, first, again);
            prop_assert_eq!(first.failures, again.failures);
        }
    }
}
