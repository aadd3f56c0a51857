//! Who `he` and `she` may be: people, not months, towns, papers and cars.

use super::{QuoteContext, check, quotes};

/// Each text with the speaker of its only quotation, `“One two three,”`.
#[track_caller]
fn check_rows(rows: &[(&str, &str)]) {
    for (text, speaker) in rows {
        check(text, &[("One two three,", speaker)]);
    }
}

#[test]
fn a_month_cut_short_is_nobody() {
    check_rows(&[
        ("After the Jan. 6 attack he was quiet. “One two three,” he said.", "-"),
        ("The mayor took office on Dec. 3. “One two three,” she said.", "-"),
        ("Owen Pugh was held on Feb. 9. “One two three,” he said.", "Owen Pugh"),
        ("The rains of last Sept. hit Owen Pugh. “One two three,” he said.", "Owen Pugh"),
        ("Jan Pugh came home in Jan. 2020. “One two three,” she said.", "Jan Pugh"),
        ("Jan Pugh came home. “One two three,” Jan said.", "Jan Pugh"),
    ]);
}

#[test]
fn a_town_is_no_antecedent() {
    check_rows(&[
        ("Owen Pugh, from Brecon, lost his barn. “One two three,” he said.", "Owen Pugh"),
        ("Nell Dyer, of Luton, was not convinced. “One two three,” she said.", "Nell Dyer"),
        ("The mayor moved from Luton to Ripon. “One two three,” she said.", "-"),
        ("The mayor moved to St. Ives. “One two three,” she said.", "-"),
        ("A letter of Dyer was found. Dyer was in town. “One two three,” she said.", "Dyer"),
    ]);
}

#[test]
fn a_name_that_nothing_tells_to_be_one_of_a_person_is_doubtful() {
    let rows = [
        ("The mayor supports Ripley Villa. “One two three,” she said.", false),
        ("The mayor met Zoltana Ripley, a teacher of music. “One two three,” she said.", true),
        ("Zoltana Ripley was there. “One two three,” she said.", true),
    ];
    for (text, is_sure) in rows {
        let found = quotes(text, &QuoteContext::default());
        assert_eq!(found.quotes[0].probability > 0.6, is_sure, "{text}: {:?}", found.quotes[0]);
    }
}

#[test]
fn a_thing_with_a_capital_is_no_antecedent() {
    check_rows(&[
        ("The mayor had Covid. “One two three,” she said.", "-"),
        ("The mayor drives a Fiat Uno. “One two three,” she said.", "-"),
        ("The mayor wrote to the Morning Echo. “One two three,” she said.", "-"),
        ("The mayor met Ann Lee. “One two three,” she said.", "Ann Lee"),
    ]);
    check(
        "Owen Pugh came. “We were wrong,” he told the Morning Echo.\n\nNell Dyer, 29, was not convinced. “One two three,” she said.",
        &[("We were wrong,", "Owen Pugh"), ("One two three,", "Nell Dyer")],
    );
}
