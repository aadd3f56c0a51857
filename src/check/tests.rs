use super::*;
use crate::model::{Field, RawArticle, Span};

const ARTICLES: [(&str, &str, &str); 4] = [
    (
        "a",
        "2020-03-02",
        "“The otters came back to the river & stayed,” Ann Lee said. “We counted nine of them last winter.”",
    ),
    (
        "b",
        "2020-03-01",
        "The mayor was glad. “The otters came back to the river and stayed,” Ann Lee said.\n\nIt rained.",
    ),
    ("c", "2020-03-03", "“Nobody,” said Bob Ray, “has ever seen a seal upstream of the old mill bridge.”"),
    ("d", "", "„Wir haben neun Otter gezählt“, sagte Ann Lee."),
];

fn index() -> (tempfile::TempDir, Index) {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Index::create(folder.path()).unwrap();
    for (path, date, text) in ARTICLES {
        writer.add(RawArticle::new(path, text).with(Field::Date, date)).unwrap();
    }
    writer.commit().unwrap();
    let index = Index::open(folder.path()).unwrap();
    (folder, index)
}

/// `verdict article…: pieces` where pieces are `[-removed-]`, `{+added+}`.
fn shown(checked: &Checked) -> String {
    let places: Vec<&str> = checked.places.iter().map(|place| place.article.as_str()).collect();
    let mut text = format!("{} {}", checked.verdict.name(), places.join(" "));
    if checked.verdict > Verdict::Verbatim
        && let Some(place) = checked.places.first()
    {
        text.push_str(": ");
        for piece in &place.pieces {
            let left = piece.left.of_text(&checked.quotation.text).trim();
            text.push_str(&match piece.change {
                Change::Same => format!("{left} "),
                _ if piece.right.is_empty() => format!("[-{left}-] "),
                _ if left.is_empty() => "{+…+} ".to_owned(),
                _ => format!("[-{left}-]{{+…+}} "),
            });
        }
    }
    text.trim().to_owned()
}

#[track_caller]
fn check(index: &Index, text: &str, want: &[&str]) {
    let checked = index.check(text, 3).unwrap();
    let got: Vec<String> = checked.iter().map(shown).collect();
    assert_eq!(got, want, "{text}");
    for one in &checked {
        for place in &one.places {
            let (_, _, article) = ARTICLES.iter().find(|(path, ..)| *path == place.article).unwrap();
            let there: String = article.chars().skip(place.start).take(place.end - place.start).collect();
            assert_eq!(place.text, there);
            // The pieces cover both wordings.
            let left: String = place.pieces.iter().map(|piece| piece.left.of_text(&one.quotation.text)).collect();
            let right: String = place.pieces.iter().map(|piece| piece.right.of_text(article)).collect();
            assert_eq!((left.as_str(), right.as_str()), (one.quotation.text.as_str(), place.text.as_str()));
        }
    }
}

#[test]
fn words_are_verbatim_different_or_not_there() {
    let (_folder, index) = index();
    check(&index, "“The otters came back to the river,”", &["verbatim b a"]);
    check(&index, "\"the OTTERS came back to the river and stayed\"", &["verbatim b"]);
    check(
        &index,
        "“We counted nine of them last summer.”",
        &["differs a: We counted nine of them last [-summer.-]{+…+}"],
    );
    check(&index, "“Nine of them were never counted by the ministry at all.”", &["not found"]);
    check(&index, "“Whales” and “otters”", &["not found", "verbatim b a"]);
    check(&index, "Sie sagte: „Wir haben neun Otter gezählt“", &["verbatim d"]);
    check(&index, "", &[]);
    check(&index, "“…”", &[]);
}

#[test]
fn other_words_at_the_edges_stand_beside_those_of_the_article() {
    let (_folder, index) = index();
    for (draft, want, text) in [
        ("“We counted nine of them last summer.”", "{+…+}", "We counted nine of them last winter"),
        ("“They saw nine of them last winter.”", "[-They saw-]{+…+}", "We counted nine of them last winter"),
        ("“And we counted nine of them last winter.”", "[-And-]", "We counted nine of them last winter"),
        (
            "“We counted nine of them last winter in Riverton.”",
            "[-in Riverton.-]",
            "We counted nine of them last winter",
        ),
        (
            "“ever seen a seal upstream of the new dam.”",
            "[-new dam.-]{+…+}",
            "ever seen a seal upstream of the old mill",
        ),
    ] {
        let checked = index.check(draft, 3).unwrap();
        let shown = shown(&checked[0]);
        assert!(shown.starts_with("differs") && shown.contains(want), "{draft}: {shown}");
        assert_eq!(checked[0].places[0].text, text, "{draft}");
    }
}

#[test]
fn what_is_marked_as_left_out_is_no_difference() {
    let (_folder, index) = index();
    check(&index, "“The otters … stayed,”", &["shortened b a: The otters [-…-]{+…+} stayed,"]);
    check(
        &index,
        "“[T]he otters came back to the [wild] river”",
        &["shortened b a: [T]he otters came back to the [-[wild]-] river"],
    );
    check(
        &index,
        "“Nobody has ever seen a seal upstream of the old mill bridge.”",
        &["shortened c: Nobody {+…+} has ever seen a seal upstream of the old mill bridge."],
    );
}

#[test]
fn a_place_says_who_said_it_there() {
    let (_folder, index) = index();
    let checked = index.check("“We counted nine of them”, said Bob Ray. “It rained.”", 3).unwrap();
    let place = &checked[0].places[0];
    assert_eq!((place.speaker.as_deref(), place.is_quoted), (Some("Ann Lee"), true));
    let place = &checked[1].places[0];
    assert_eq!((place.speaker.as_deref(), place.is_quoted), (None, false));
}

#[test]
fn odd_texts_do_no_harm() {
    let (_folder, index) = index();
    for text in [
        "“".repeat(500),
        format!("“{}”", "otters ".repeat(5_000)),
        "> \n> ".to_owned(),
        "\"\u{0}\" '' “[”]”".to_owned(),
    ] {
        index.check(&text, 3).unwrap();
    }
}

#[test]
fn the_reporters_own_words_are_no_quotation() {
    let (_folder, index) = index();
    check(&index, "“The mayor was glad.”", &["narration b: The mayor was glad."]);
    check(&index, "“The mayor … glad.”", &["narration b: The mayor [-…-]{+…+} glad."]);
    check(&index, "“river and stayed, Ann Lee said”", &["narration b a: river and stayed, Ann Lee said"]);
}

#[test]
fn a_mark_takes_or_adds_no_negation() {
    let (_folder, index) = index();
    check(&index, "“We counted [not] nine of them”", &["differs a: We counted [-[not]-] nine of them"]);
    check(&index, "“We counted [some] nine of them”", &["shortened a: We counted [-[some]-] nine of them"]);
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Index::create(folder.path()).unwrap();
    writer.add(RawArticle::new("n", "“The old bridge is certainly not safe at all,” Ann Lee said.")).unwrap();
    writer.commit().unwrap();
    let index = Index::open(folder.path()).unwrap();
    for (draft, want) in [
        ("“The old bridge is … safe at all”", Verdict::Differs),
        ("“The old bridge is [quite] safe at all”", Verdict::Differs),
        ("“The old bridge is … not safe at all”", Verdict::Shortened),
    ] {
        let checked = index.check(draft, 3).unwrap();
        assert_eq!(checked[0].verdict, want, "{draft}");
    }
}

#[test]
fn what_two_people_said_is_no_quotation_of_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Index::create(folder.path()).unwrap();
    let text = "“The minister must resign before the summer,” Ann Lee told reporters. “She knows that well,” said Lee. \
                “That is an absurd idea,” said Peter Falk, the minister.";
    writer.add(RawArticle::new("n", text)).unwrap();
    writer.commit().unwrap();
    let index = Index::open(folder.path()).unwrap();
    for (draft, want) in [
        ("“The minister must resign before the summer. That is an absurd idea.”", Verdict::Differs),
        ("“The minister must resign before the summer … That is an absurd idea.”", Verdict::Differs),
        ("“The minister must resign before the summer. She knows that well.”", Verdict::Shortened),
    ] {
        let checked = index.check(draft, 3).unwrap();
        assert_eq!(checked[0].verdict, want, "{draft}");
    }
}

#[test]
fn the_verdict_does_not_depend_on_how_many_places_are_told() {
    let words = |from: usize, to: usize| (from..to).map(|n| format!("word{n}")).collect::<Vec<_>>().join(" ");
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Index::create(folder.path()).unwrap();
    for day in 1..=9 {
        let text = format!("“{},” Ann Lee said.\n\n“{},” Bob Ray said.", words(24, 40), words(0, 24));
        let article = RawArticle::new(format!("old{day}"), text);
        writer.add(article.with(Field::Date, format!("2020-01-0{day}"))).unwrap();
    }
    let text = format!("“{},” Ann Lee said.", words(0, 40));
    writer.add(RawArticle::new("new", text).with(Field::Date, "2020-02-01")).unwrap();
    writer.commit().unwrap();
    let index = Index::open(folder.path()).unwrap();
    for most_places in [0, 1, 3, 50] {
        let checked = index.check(&format!("“{}”", words(0, 40)), most_places).unwrap();
        assert_eq!(checked[0].verdict, Verdict::Verbatim, "{most_places}");
        assert_eq!(checked[0].places.len(), most_places.min(1));
    }
}

#[test]
fn what_stands_in_the_headline_alone_is_found_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Index::create(folder.path()).unwrap();
    let text = "It rained all night, and the people of the town left their houses.";
    let article = RawArticle::new("h", text).with(Field::Title, "Mayor: “Old dam burst twice” as river valley floods");
    writer.add(article).unwrap();
    writer.commit().unwrap();
    let index = Index::open(folder.path()).unwrap();
    for (draft, verdict, want) in [
        ("“as river valley floods”", Verdict::Narration, "as river valley floods"),
        ("“Old dam burst”", Verdict::Verbatim, "Old dam burst"),
        ("“Old dam burst never”", Verdict::Differs, "Old dam burst twice"),
        ("“it rained all night”", Verdict::Narration, "It rained all night"),
    ] {
        let checked = index.check(draft, 3).unwrap();
        let place = &checked[0].places[0];
        assert_eq!((checked[0].verdict, place.text.as_str()), (verdict, want), "{draft}");
        assert_eq!(place.in_headline, !want.starts_with("It"), "{draft}");
    }
}

#[test]
fn each_is_told_as_soon_as_it_is_known() {
    let (_folder, index) = index();
    let mut told = Vec::new();
    let draft = "“We counted nine of them” and “whales” and “otters”";
    let ended = index.check_each(draft, 3, &mut |all, one| {
        told.push((all, one.verdict));
        if told.len() == 2 { Err(crate::Error::Invalid("enough".to_owned())) } else { Ok(()) }
    });
    assert!(ended.is_err());
    assert_eq!(told, [(3, Verdict::Verbatim), (3, Verdict::NotFound)]);
}

#[test]
fn who_says_it_by_a_guess_is_not_contradicted() {
    let (_folder, index) = index();
    let check = |probability: f32| {
        let text = "The otters came back to the river and stayed";
        let speaker = Some("Bob Ray".to_owned());
        let quotation = Quotation { text: text.to_owned(), span: Span::of(0, text.len()), speaker, probability };
        let checked = lookup::Checker::new(&index, 3).check(quotation).unwrap();
        (checked.verdict, checked.other_speaker, checked.places[0].speaker_agrees)
    };
    assert_eq!(check(0.97), (Verdict::Verbatim, true, Agreement::Differs));
    assert_eq!(check(0.5), (Verdict::Verbatim, false, Agreement::Unknown));
}
