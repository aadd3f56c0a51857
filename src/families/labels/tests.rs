//! Labels, on a few words.

use super::*;

#[track_caller]
fn check(full: &str, variant: &str, want: &str, fidelity: Fidelity) {
    let comparison = compare(full, variant);
    let mut shown = Vec::new();
    for segment in &comparison.segments {
        let (a, b) = (segment.full.of_text(full), segment.variant.of_text(variant));
        shown.push(match segment.mark {
            Mark::Same => b.to_owned(),
            Mark::Changed => format!("{{{a}>{b}}}"),
            Mark::Inserted => format!("+{b}+"),
            Mark::Dropped => format!("-{a}-"),
            Mark::Omitted => format!("({a})"),
        });
    }
    assert_eq!((shown.join(" ").as_str(), comparison.fidelity), (want, fidelity), "{full:?} {variant:?}");
    assert!((0.0..=1.0).contains(&comparison.score));
}

#[test]
fn every_departure_has_its_label() {
    let full = "The dam will hold, and we checked it for years.";
    check(full, full, "The dam will hold, and we checked it for years", Fidelity::Verbatim);
    check(
        full,
        "The dam will hold, and we checked it for years,",
        "The dam will hold, and we checked it for years",
        Fidelity::Verbatim,
    );
    check(
        full,
        "the dam will hold & we checked it for years",
        "the dam will hold & we checked it for years",
        Fidelity::Typography,
    );
    check(full, "we checked it", "(The dam will hold, and) we checked it (for years)", Fidelity::Part);
    check(full, "The dam will hold … for years.", "The dam will hold (and we checked it) for years", Fidelity::Elided);
    check(
        full,
        "The dam will hold, and [Roe] checked it for years.",
        "The dam will hold, and {we>Roe} checked it for years",
        Fidelity::Bracketed,
    );
    check(
        full,
        "The dam will hold, and we for years.",
        "The dam will hold, and we -checked it- for years",
        Fidelity::Altered,
    );
    check(
        full,
        "The old dam will hold, and we checked it for years.",
        "The +old+ dam will hold, and we checked it for years",
        Fidelity::Altered,
    );
    check(
        full,
        "Water! we checked it",
        "(The dam will hold, and) +Water+ we checked it (for years)",
        Fidelity::Altered,
    );
    check(
        full,
        "Our dam must stand, and we tested it",
        "{The>Our} dam {will hold>must stand} and we {checked>tested} it (for years)",
        Fidelity::Reworded,
    );
}

#[test]
fn an_ellipsis_elides_where_it_stands() {
    let full = "The dam will hold … and we checked it for years.";
    check(full, "The dam will hold", "The dam will hold (and we checked it for years)", Fidelity::Part);
    let whole = "The dam will hold, and we checked it for years.";
    check(whole, "The dam … we checked it", "The dam (will hold, and) we checked it (for years)", Fidelity::Elided);
}

#[test]
fn sentences_that_only_one_of_them_has_at_an_end_are_no_change() {
    let full = "The dam will hold. We checked it for years.";
    check(
        full,
        "We checked it for years. Nobody was ever in danger.",
        "(The dam will hold) We checked it for years +Nobody was ever in danger+",
        Fidelity::Part,
    );
    check(full, "Go home. The dam will hold.", "+Go home+ The dam will hold (We checked it for years)", Fidelity::Part);
    check(
        full,
        "The dam will hold. Nobody was ever in danger.",
        "The dam will hold +Nobody was ever in danger+ (We checked it for years)",
        Fidelity::Part,
    );
    check(
        full,
        "We never checked it for years. Nobody was ever in danger.",
        "(The dam will hold) We +never+ checked it for years +Nobody was ever in danger+",
        Fidelity::Altered,
    );
}

#[test]
fn words_alone_tell_whether_wordings_differ_unless_their_ends_do() {
    let tokens = |text: &str| words(text).iter().map(|word| word.token).collect::<Vec<_>>();
    let full = "The dam will hold, and we checked it for years.";
    for (variant, want) in [
        ("the dam will hold & we checked it for years", Some(false)),
        ("we checked it", Some(false)),
        ("The dam will hold … for years.", Some(false)),
        ("The old dam will hold, and we checked it for years.", Some(true)),
        ("Water! The dam will hold, and we checked it for months and weeks", None),
        ("nothing of it", None),
    ] {
        assert_eq!(differ(&tokens(full), &tokens(variant)), want, "{variant}");
        if let Some(want) = want {
            assert_eq!(compare(full, variant).fidelity.differs(), want, "{variant}");
        }
    }
}

#[test]
fn nothing_in_common_is_no_panic() {
    for (full, variant) in [("", ""), ("a b", ""), ("", "a b"), ("a b", "c d"), ("…", "…"), ("[", "]")] {
        assert!(compare(full, variant).score <= 1.0, "{full:?} {variant:?}");
    }
}
