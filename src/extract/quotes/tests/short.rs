//! Quotations of one and two words.

use super::{QuoteContext, check, quotes};

/// Each text with the quotations found in it and their speakers.
#[track_caller]
fn check_rows(rows: &[(&str, &[(&str, &str)])]) {
    for (text, want) in rows {
        check(&format!("The minister left the town at noon.\n\n{text}"), want);
    }
}

#[test]
fn a_verb_of_speech_makes_a_short_quotation() {
    check_rows(&[
        ("A police spokesman said: \"No comment.\"", &[("No comment.", "-")]),
        ("He said: “No comment.”", &[("No comment.", "-")]),
        ("He said: “No comment”.", &[("No comment", "-")]),
        ("Someone in the crowd shouted: “At last!”", &[("At last!", "-")]),
        ("A voter, asked about it, replied: “Which tax?”", &[("Which tax?", "-")]),
        ("“Go home!” a man shouted at her.", &[("Go home!", "-")]),
        ("@annlee tweeted: “No comment.” Ann Lee said: “Yes.”", &[("No comment.", "-"), ("Yes.", "Ann Lee")]),
        ("Ann Lee said: “No comment.”", &[("No comment.", "Ann Lee")]),
    ]);
}

#[test]
fn scare_quotes_and_titles_are_none() {
    check_rows(&[
        ("The so-called “deal” was off, a spokesman said.", &[]),
        ("A plan dubbed “Otter” was dropped, Ann Lee said.", &[]),
        ("Ann Lee was called “Otter” at school.", &[]),
        ("Ann Lee called for “action” on Monday.", &[]),
        ("Ann Lee said the “deal” was off.", &[]),
        ("Ann Lee said that she watched “Otters” twice.", &[]),
        ("The band played “Help!” and left, a man said.", &[]),
        ("Prices of “Bio” goods rose.", &[]),
    ]);
}

#[test]
fn what_somebody_says_of_a_thing_is_a_short_quotation() {
    check_rows(&[
        ("Ann Lee called the inquiry a “witch hunt” on Monday.", &[("witch hunt", "Ann Lee")]),
        ("Ann Lee described Max Poe as “unfit.”", &[("unfit.", "Ann Lee")]),
        ("Ann Lee calls it “fake news,” and so does her party.", &[("fake news,", "Ann Lee")]),
        ("It is what Ann Lee calls “fake news.”", &[("fake news.", "Ann Lee")]),
        ("Ann Lee said Max Poe was “a liar.”", &[("a liar.", "Ann Lee")]),
        ("Ann Lee said on Monday that the plan is “very sad” and dear.", &[("very sad", "Ann Lee")]),
        ("A spokesman called it “unfair” on Monday.", &[("unfair", "-")]),
    ]);
}

#[test]
fn short_quotations_are_found_in_other_languages() {
    let rows = [
        ("fr", "Il est parti. « C’est possible », a-t-il lancé. Le « deal » est mort.", "C’est possible"),
        ("de", "Er ging. „Niemals“, sagte er. Der „Deal“, der kam, ist tot.", "Niemals"),
        ("de", "Da rief sie: „Geh heim!“ Der „Deal“ ist tot.", "Geh heim!"),
        ("es", "Se fue. «Nunca», dijo. El «trato» murió.", "Nunca"),
    ];
    for (language, text, want) in rows {
        let found = quotes(text, &QuoteContext { language: Some(language), ..QuoteContext::default() });
        let words: Vec<&str> = found.quotes.iter().map(|quote| quote.words.of_text(text)).collect();
        assert_eq!(words, [want], "{text}");
    }
}
