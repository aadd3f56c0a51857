use super::*;

const ARTICLE: [&str; 3] = [
    "The harbor board voted on Monday to close the old lock, which has leaked since the flood of last spring.",
    "“We cannot wait for the state,” said the board's chairwoman, Ann Lee, who cast the vote that decided it.",
    "The lock closes in June. Boats will have to take the canal, which is longer by eleven miles.",
];

/// A message with a text and a page.
fn message(head: &str, plain: &str, page: &str) -> Vec<u8> {
    let part = |kind: &str, text: &str| format!("--b\nContent-Type: text/{kind}; charset=utf-8\n\n{text}\n");
    let kind = "Content-Type: multipart/alternative; boundary=\"b\"";
    format!("{head}MIME-Version: 1.0\n{kind}\n\n{}{}--b--\n", part("plain", plain), part("html", page)).into_bytes()
}

#[test]
fn the_page_is_taken_where_the_text_is_a_stub() {
    let page: String = ARTICLE.iter().map(|one| format!("<p>{one}</p>\n")).collect();
    let page = format!("<html><body>{page}</body></html>");
    let check = |plain: &str, expected: &str| {
        let read = read(&message("Subject: Lock\n", plain, &page)).unwrap().text;
        assert_eq!(read.trim(), expected, "{plain}");
    };
    let whole = ARTICLE.join("\n\n");
    check("", &whole);
    check("View this email in your browser: https://harborpost.example/1", &whole);
    // Addresses are no words, however long.
    check(&format!("Read on: https://harborpost.example/{}", "abc".repeat(500)), &whole);
    check(&format!("{}\nRead more: https://harborpost.example/1", ARTICLE[0]), &whole);
    // What says as much, or more, stays.
    let plain = format!("{whole}\n\nUnsubscribe: https://harborpost.example/u");
    check(&plain, &plain);
    check(&ARTICLE[..2].join("\n\n"), &ARTICLE[..2].join("\n\n"));
}
