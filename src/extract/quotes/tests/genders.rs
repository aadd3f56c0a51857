//! What the article's own pronouns tell of who `he` and `she` are.

use super::{QuoteContext, check, quotes};

/// Each text with the speaker of its only quotation, `“One two three,”`.
#[track_caller]
fn check_rows(rows: &[(&str, &str)]) {
    for (text, speaker) in rows {
        check(text, &[("One two three,", speaker)]);
    }
}

#[test]
fn a_man_of_an_unknown_first_name_is_not_she() {
    check_rows(&[
        ("Vorzan Tebb lost his barn in the flood. A nurse brought him soup.\n\n“One two three,” she said.", "-"),
        (
            "Vorzan Tebb lost his barn in the flood. A nurse brought him soup.\n\n“One two three,” he said.",
            "Vorzan Tebb",
        ),
        ("Gov. Vorzan Tebb signed it. He was joined by an aide.\n\n“One two three,” she said.", "-"),
        ("Vorzan Tebb told the court that he acted alone. The judge frowned.\n\n“One two three,” she said.", "-"),
        ("Vorzan Tebb runs the ferry. His aunt sells tickets.\n\n“One two three,” she says.", "-"),
        ("Vorzan Tebb runs the ferry with his aunt.\n\n“One two three,” he says.", "Vorzan Tebb"),
    ]);
}

#[test]
fn a_woman_of_an_unknown_first_name_is_not_he() {
    check_rows(&[
        ("Xilda Tebb sells soup on the square with her brother.\n\n“One two three,” he said.", "-"),
        ("Xilda Tebb sells soup on the square with her brother.\n\n“One two three,” she said.", "Xilda Tebb"),
        ("Xilda Tebb opened a bakery. Her husband, Rovan, drives the van.\n\n“One two three,” he said.", "Rovan"),
        ("Xilda Tebb opened a bakery. Her husband, Rovan, drives the van.\n\n“One two three,” she said.", "Xilda Tebb"),
    ]);
}

#[test]
fn pronouns_behind_the_quotation_tell_it_too() {
    check_rows(&[
        ("Vorzan Tebb met a nurse.\n\n“One two three,” she said.\n\nTebb went home to his wife. He slept.", "-"),
        (
            "Vorzan Tebb met a nurse.\n\n“One two three,” he said.\n\nTebb went home to his wife. He slept.",
            "Vorzan Tebb",
        ),
    ]);
}

#[test]
fn a_pronoun_of_somebody_else_tells_nothing() {
    check_rows(&[
        // The home may be either’s, so Tebb may be she.
        (
            "Owen Pugh was seen with Vorzan Tebb near his home.\n\nTebb was tired. “One two three,” she said.",
            "Vorzan Tebb",
        ),
        ("Vorzan Tebb met Rovan at his shop.\n\n“One two three,” she said.", "Vorzan Tebb"),
        // A neighbour does not make himself tea.
        ("Xilda Tebb wept. A postman made her tea. He sat down.\n\n“One two three,” she said.", "Xilda Tebb"),
        ("Nell Dyer praised Vorzan Tebb and her staff.\n\n“One two three,” he said.", "Vorzan Tebb"),
    ]);
}

#[test]
fn a_first_name_mostly_borne_by_others_yields_to_the_text() {
    check_rows(&[
        // Of nine people called Ollie, seven are women.
        (
            "Striker Ollie Tebb has told of his feud with manager Owen Pugh.\n\nTebb said Pugh had never liked him.\n\n“One two three,” he laughed.",
            "Ollie Tebb",
        ),
        ("Ollie Tebb opened her shop in Luton.\n\n“One two three,” she said.", "Ollie Tebb"),
    ]);
}

#[test]
fn who_was_she_is_not_he() {
    check(
        "Minister Vorzan Tebb met his counterpart, Xilda Morv, at the old harbour before noon.\n\n“We stand together,” she said.\n\n“I will not forget it,” he said.",
        &[("We stand together,", "Xilda Morv"), ("I will not forget it,", "Vorzan Tebb")],
    );
}

#[test]
fn a_pronoun_alone_makes_nobody_of_unknown_gender_certain() {
    let rows = [
        ("Vorzan Tebb left early. A neighbour stayed. “One two three,” she said.", 0.95),
        (
            "“Four five six,” Vorzan Tebb said. “Six seven eight,” he said.\n\nA nurse wept. “One two three,” she said.",
            0.6,
        ),
    ];
    for (text, at_most) in rows {
        let found = quotes(text, &QuoteContext::default());
        let last = found.quotes.last().map_or(1.0, |quote| quote.probability);
        assert!(last <= at_most, "{text}: {:?}", found.quotes);
    }
    let sure = [
        "Owen Pugh left early. “One two three,” he said.",
        "Vorzan Tebb left his house early. “One two three,” he said.",
        "Mr Vorzan Tebb left early. “One two three,” he said.",
    ];
    for text in sure {
        let found = quotes(text, &QuoteContext::default());
        assert!(found.quotes[0].probability > 0.95, "{text}: {:?}", found.quotes);
    }
}
