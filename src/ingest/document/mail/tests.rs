use super::*;
use crate::model::{Field, Given, Source};

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

#[test]
fn a_sender_is_likely_and_no_more() {
    let check = |head: &str, expected: &[(Field, &str, Source)]| {
        let given = read(format!("{head}\n{}\n", ARTICLE[0]).as_bytes()).unwrap().given;
        let expected = expected.iter().map(|(field, value, source)| Given {
            field: *field,
            value: (*value).to_owned(),
            source: *source,
        });
        assert_eq!(given, expected.collect::<Vec<_>>(), "{head}");
    };
    let lee = (Field::Author, "Ann Lee", Source::HeaderLine);
    let post = (Field::Outlet, "Harbor Post", Source::HeaderLine);
    let lock = (Field::Title, "Lock", Source::Record);
    check("From: Ann Lee <ann@mail.example>\nSubject: Lock\n", &[lock, lee]);
    check("From: Harbor Post <news@harborpost.example>\nSubject: Lock\n", &[lock, post]);
    check("From: Ann Lee from Harbor Post <news@harborpost.example>\nSubject: Lock\n", &[lock, lee, post]);
    check("From: ann@mail.example\nSubject: Lock\n", &[lock]);
}

#[test]
fn a_mail_that_hands_on_an_article_states_what_that_has() {
    let head = "From: Carol Poe <carol@mail.example>\nSubject: Fwd: Lock\nDate: Mon, 15 Mar 2021 10:00:00 -0500\n";
    let within = "From: Harbor Post <news@harborpost.example>\nDate: Tue, Mar 2, 2021\nSubject: Lock\nTo: Carol";
    let mail = format!("{head}\nLook.\n\n---- Forwarded message ----\n{within}\n\n{}\n", ARTICLE[0]);
    let mail = read(mail.as_bytes()).unwrap();
    assert_eq!(mail.text, ARTICLE[0]);
    let given: Vec<String> = mail.given.iter().map(|one| format!("{:?} {}", one.field, one.value)).collect();
    assert_eq!(given, ["Title Lock", "Date Tue, Mar 2, 2021", "Outlet Harbor Post"]);
}
