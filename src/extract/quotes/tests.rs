use super::*;

mod antecedents;
mod claims;
mod clauses;
mod compounds;
mod deceased;
mod descriptions;
mod exchange;
mod genders;
mod interview;
mod joint;
mod names;
mod predicates;
mod proxies;
mod questions;
mod relayed;
mod seconds;
mod short;
mod unsaid;
mod word_names;
mod writings;

/// Each quotation as `words|speaker`, with `-` for nobody.
#[track_caller]
pub(super) fn check(text: &str, want: &[(&str, &str)]) {
    let found = quotes(text, &QuoteContext::default());
    let got: Vec<(&str, String)> = found
        .quotes
        .iter()
        .map(|quote| {
            let speaker = quote.speaker.as_ref().map_or("-".to_string(), |speaker| speaker.name.clone());
            (quote.words.of_text(text), speaker)
        })
        .collect();
    let got: Vec<(&str, &str)> = got.iter().map(|(words, speaker)| (*words, speaker.as_str())).collect();
    assert_eq!(got, want, "{text:?}");
}

/// The speakers of each text, with `-` for nobody.
#[track_caller]
fn check_speakers(rows: &[(&str, &str)]) {
    for (text, want) in rows {
        let found = quotes(text, &QuoteContext::default());
        let name = |quote: &Quote| quote.speaker.as_ref().map_or("-".to_string(), |speaker| speaker.name.clone());
        let got: Vec<String> = found.quotes.iter().map(name).collect();
        assert_eq!(got.join(" | "), *want, "{text:?}");
    }
}

#[test]
fn every_quotation_of_the_seeds_has_its_speaker() {
    let (trump, sessions, tuberville) = ("Donald Trump", "Jeff Sessions", "Tommy Tuberville");
    check_seed(
        include_str!("../../../seeds/000_774039ec22a965d7.txt"),
        &[
            ("Tommy Tuberville is running for the US Senate", "Trump"),
            ("He is a REAL LEADER", "Trump"),
            ("This is what happens to someone who is loyally", "Trump"),
            ("Dismiss the FIRST DAY at the office", "Trump"),
            ("couldn’t agree more", tuberville),
            ("help will be on the way", tuberville),
            ("has my full support.", sessions),
            ("When I left President Trump’s office", sessions),
            ("I’ll tell you why: first", sessions),
        ],
    );
    check_seed(
        include_str!("../../../seeds/001_8c99b4070233d63e.txt"),
        &[
            ("winner.", trump),
            ("Coach Tommy Tuberville, a winner", trump),
            ("I love Alabama!", trump),
            ("was a terrific head football coach", trump),
            ("a REAL LEADER who will never", trump),
            ("Looking forward to helping you", tuberville),
            ("can endorse anyone he chooses", sessions),
            ("This is what happens to someone who loyally", trump),
            ("Recuses himself on FIRST DAY", trump),
            ("biggest mistake", trump),
        ],
    );
    check_seed(
        include_str!("../../../seeds/002_6cbd762b0ddfde73.txt"),
        &[("This is what happens to someone who …", trump), ("This is what happens to someone who loyally", trump)],
    );
    check_seed(
        include_str!("../../../seeds/003_d18e6efe4b22adc9.txt"),
        &[
            ("Big Senate Race in Alabama on Tuesday.", trump),
            ("I’ve taken the road less travelled.", sessions),
            ("I’ve taken the road less travelled.", sessions),
            ("let our country down.", trump),
            ("Look, I know your anger", sessions),
            ("Look, I know your anger", sessions),
            ("pray that super liberal", trump),
        ],
    );
    check_seed(
        include_str!("../../../seeds/004_078001b8b437f0f7.txt"),
        &[
            ("3 years ago, after Jeff Sessions", trump),
            ("Look, I know your anger", sessions),
            ("I did my duty, and you’re damn fortunate", sessions),
            ("to the wolves.", tuberville),
            ("When faced with supporting POTUS", tuberville),
            ("Tuberville’s a coward who is rightly", sessions),
            ("He says you’re wrong on China", sessions),
        ],
    );
}

/// As [`check`], with the first words of each quotation.
#[track_caller]
fn check_seed(text: &str, want: &[(&str, &str)]) {
    let found = quotes(text, &QuoteContext::default());
    let mut got = String::new();
    let mut expected = String::new();
    for (index, quote) in found.quotes.iter().enumerate() {
        let words = quote.words.of_text(text);
        let opening = want.get(index).map_or("", |(words, _)| *words);
        let shown = if words.starts_with(opening) { opening } else { words };
        let speaker = quote.speaker.as_ref().map_or("-", |speaker| &speaker.name);
        got.push_str(&format!("{shown} | {speaker} ({})\n", quote.reason));
        if let Some((words, speaker)) = want.get(index) {
            expected.push_str(&format!("{words} | {speaker} ({})\n", quote.reason));
        }
    }
    assert_eq!(found.quotes.len(), want.len(), "{got}");
    assert_eq!(got, expected);
}

#[test]
fn speakers_by_position() {
    let intro = "Mayor Ann Lee met Robert Hall in Springfield on Monday.\n\n";
    let rows: &[(&str, &[(&str, &str)])] = &[
        ("“We will stay here,” Lee said.", &[("We will stay here,", "Ann Lee")]),
        ("“We will stay here,” said Lee.", &[("We will stay here,", "Ann Lee")]),
        ("“We will stay here,” says Hall.", &[("We will stay here,", "Robert Hall")]),
        ("Lee said, “We will stay here.”", &[("We will stay here.", "Ann Lee")]),
        ("Hall told reporters: “We will stay here.”", &[("We will stay here.", "Robert Hall")]),
        ("“It is a gift to the rich,” according to Hall.", &[("It is a gift to the rich,", "Robert Hall")]),
        (
            "“We will stay here,” Lee said. “Nobody can move us.”",
            &[("We will stay here,", "Ann Lee"), ("Nobody can move us.", "Ann Lee")],
        ),
        (
            "“We will stay here,” Lee said. “You will not,” Hall replied.",
            &[("We will stay here,", "Ann Lee"), ("You will not,", "Robert Hall")],
        ),
        ("“We will stay here,” said Hall, a former coach who lives nearby.", &[("We will stay here,", "Robert Hall")]),
        ("“No,” Lee said.", &[("No,", "Ann Lee")]),
        ("“We will stay here,” a spokesman said.", &[("We will stay here,", "-")]),
    ];
    for (text, want) in rows {
        check(&format!("{intro}{text}"), want);
    }
}

#[test]
fn labels_and_signatures_name_the_speaker() {
    check(
        "Ann Lee spoke to us.\n\nAnn Lee: “We will stay here for good.”",
        &[("We will stay here for good.", "Ann Lee")],
    );
    check("“We will stay here for good.” ― Ann Lee", &[("We will stay here for good.", "Ann Lee")]);
    for below in
        ["— Ann Lee", "— Ann Lee, mayor of Otterford", "- Ann Lee (mayor)", "Ann Lee is the mayor.", "— and so on"]
    {
        let text = format!(
            "Robert Hall said that he would go.\n\n“We will stay here for good.”\n\n{below}\n\nThe council meets on Monday."
        );
        let speaker = if below.starts_with(['—', '-']) && below.contains("Lee") { "Ann Lee" } else { "Robert Hall" };
        check(&text, &[("We will stay here for good.", speaker)]);
    }
    check(
        "Robert Hall asked Ann Lee.\n\n“HALL: Will you stay here?\n\n“LEE: We will stay for good.”",
        &[("HALL: Will you stay here?", "Robert Hall"), ("LEE: We will stay for good.", "Ann Lee")],
    );
}

#[test]
fn reason_and_cue_say_why() {
    let text = "“We will stay here,” said Ann Lee. It is “a good place,” according to Robert Hall.";
    let found = quotes(text, &QuoteContext::default());
    let told: Vec<(&str, Option<&str>)> =
        found.quotes.iter().map(|quote| (quote.reason.as_str(), quote.cue.map(|cue| cue.of_text(text)))).collect();
    let want = [
        ("said + full name after the quote", Some("said")),
        ("according to + full name after the quote", Some("according to")),
    ];
    assert_eq!(told, want);
}

#[test]
fn titles_of_works_are_no_quotations() {
    check("Mary Hill played the lead in “Gone With the Wind” and later moved to Rome.", &[]);
}

#[test]
fn he_and_she_are_who_was_spoken_of() {
    check(
        "Mary Hill and John Ford opened the museum. Hill thanked the city.\n\n“We are proud of this day,” she said.",
        &[("We are proud of this day,", "Mary Hill")],
    );
    check(
        "Mary Hill and John Ford opened the museum. Ford thanked the city.\n\n“We are proud of this day,” he said.",
        &[("We are proud of this day,", "John Ford")],
    );
}

#[test]
fn organisations_speak() {
    check(
        "Acme Corp reported a loss. “We expect growth next year,” Acme Corp said in a statement.",
        &[("We expect growth next year,", "Acme Corp")],
    );
}

#[test]
fn british_papers_quote_with_single_marks() {
    check(
        "Arsenal manager Peter Stone was pleased. ‘We played very well today,’ said Stone. ‘The lads’ effort was great.’",
        &[("We played very well today,", "Peter Stone"), ("The lads’ effort was great.", "Peter Stone")],
    );
}

#[test]
fn single_marks_beside_double_ones_need_a_verb_of_speech() {
    check(
        "“The mill is lost for good,” said Ann Lee.\n\n'We shall mend the wheel,' said Bob Ray. 'Nobody knows how.'",
        &[
            ("The mill is lost for good,", "Ann Lee"),
            ("We shall mend the wheel,", "Bob Ray"),
            ("Nobody knows how.", "Bob Ray"),
        ],
    );
    check(
        "“The mill is lost for good,” said Ann Lee. “It burned all night,” she said.\n\n'A cold dark night.'\n\n\
         Then she sang 'Come Back To Me.'",
        &[("The mill is lost for good,", "Ann Lee"), ("It burned all night,", "Ann Lee")],
    );
}

#[test]
fn a_quotation_goes_on_in_the_next_line() {
    check(
        "Valley Post\nBy Jane Moss\nMay 3, 2021\n\nAsked whether the mayor would go, Ann Lee said: “You will\nhave to \
         wait.”",
        &[("You will\nhave to wait.", "Ann Lee")],
    );
    check(
        "The Minis-\nter, Mr. Harold Wood-\nbridge, said: “It is done now.”",
        &[("It is done now.", "Harold Woodbridge")],
    );
}

#[test]
fn a_quotation_over_paragraphs_has_one_speaker() {
    check(
        "Ann Lee spoke on Monday. “This is the first part of it,” Lee said. “It goes on.\n\n“And this is the second part.”",
        &[
            ("This is the first part of it,", "Ann Lee"),
            ("It goes on.", "Ann Lee"),
            ("And this is the second part.", "Ann Lee"),
        ],
    );
}

#[test]
fn other_languages_are_found_and_attributed_to_nobody() {
    let text = "„Wir bleiben hier“, sagte Anna Schmidt. «Nous restons ici», dit-elle.";
    let context = QuoteContext { language: Some("de"), ..QuoteContext::default() };
    let found = quotes(text, &context);
    let words: Vec<&str> = found.quotes.iter().map(|quote| quote.words.of_text(text)).collect();
    assert_eq!(words, ["Wir bleiben hier", "Nous restons ici"]);
    assert!(found.quotes.iter().all(|quote| quote.speaker.is_none() && quote.probability == 0.0));
}

#[test]
fn boilerplate_holds_no_quotation() {
    let text = "Ann Lee came. “Sign up for our letter now,” Lee said.\n\n“We will stay here,” Lee said.";
    let boilerplate = [Span::of(0, 54)];
    let context = QuoteContext { boilerplate: &boilerplate, ..QuoteContext::default() };
    let found = quotes(text, &context);
    assert_eq!(found.quotes.len(), 1);
    assert_eq!(found.quotes[0].words.of_text(text), "We will stay here,");
}

#[test]
fn posts_give_the_handle_as_an_alias() {
    let text = "It is law now. https://t.co/x — Jane Q. Roe (@janeroe) March 4, 2020\n\nJane Roe left.";
    let found = quotes(text, &QuoteContext::default());
    assert_eq!(found.aliases, [Alias { name: "Jane Roe".into(), alias: "@janeroe".into() }]);
    assert_eq!(found.quotes[0].kind, QuoteKind::Post);
}

/// Spans slice, lie in order and do not overlap; probabilities are probabilities.
#[track_caller]
fn check_sound(text: &str) {
    for language in [None, Some("de")] {
        let found = quotes(text, &QuoteContext { language, ..QuoteContext::default() });
        let mut end = 0;
        for quote in &found.quotes {
            assert!(Span::new(text, quote.words.range()).is_some(), "{quote:?}");
            assert!(quote.words.start() >= end, "{quote:?} overlaps");
            end = quote.words.end();
            for span in [quote.mention, quote.cue].into_iter().flatten() {
                assert!(Span::new(text, span.range()).is_some(), "{span:?}");
            }
            assert!((0.0..=1.0).contains(&quote.probability), "{quote:?}");
            assert!(quote.speaker.as_ref().is_none_or(|speaker| !speaker.name.is_empty()), "{quote:?}");
        }
    }
}

#[test]
fn odd_texts_are_read_without_harm() {
    let rows = [
        String::new(),
        "“".repeat(3000),
        "\"".repeat(3001),
        "“a ".repeat(3000),
        "''".repeat(1000),
        "'".repeat(1001),
        "x".repeat(20_000),
        "“x”".repeat(2000),
        "<a <b ".repeat(2000),
        "(@a) — ".repeat(2000),
        "‏“שלום לכולם כאן” אמר דוד.".to_string(),
        "“We go now,” said <a href=\"x\">https://t.co/abc</a>.".to_string(),
        "Trump ".repeat(3000) + "“one two three,” he said.",
        "A. B. C. D. “one two three,” U.S. said".to_string(),
        "“one two three,” said Dr.".to_string(),
        "“one two three,” said Jr., Sr.".to_string(),
        "\u{FEFF}“\u{200B}”\u{A0}‘’".to_string(),
    ];
    for text in &rows {
        check_sound(text);
    }
}

#[test]
fn growth_is_linear_in_the_length() {
    let part = "Ann Lee said, “We will stay here and fight,” and John Ford told her: \"no way at all\" on Monday. ";
    let time = |count: usize| {
        let text = part.repeat(count);
        let start = std::time::Instant::now();
        assert!(quotes(&text, &QuoteContext::default()).quotes.len() >= count);
        start.elapsed().as_secs_f64()
    };
    let (short, long) = (time(200), time(4000));
    // Twenty times the text; a quadratic step would take four hundred times as long.
    assert!(long < short * 100.0 + 0.5, "{short} s, then {long} s");
}

proptest::proptest! {
    #[test]
    fn any_text_gives_sound_quotations(text in "(?s).{0,300}") {
        check_sound(&text);
    }

    #[test]
    fn any_mix_of_marks_and_names_gives_sound_quotations(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "“", "”", "\"", "''", "'", "‘", "’", "„", "«", "»", " ", "\n", "\n\n", ",", ".", "?", "…", " said ",
                "Ann Lee", "Lee", "Mr. Ford", "he", "She ", "the president", "according to ", ":", "—", "(@lee)",
                "https://t.co/x", "LEE: ", "one two three", "é", "東京", "<b>", "of", "King", "Dr.", "U.S.", "Jr.",
            ]),
            0..60,
        )
    ) {
        check_sound(&parts.concat());
    }
}
