use super::*;

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
            ("Coach Tommy Tuberville, a winner", trump),
            ("I love Alabama!", trump),
            ("was a terrific head football coach", trump),
            ("a REAL LEADER who will never", trump),
            ("Looking forward to helping you", tuberville),
            ("can endorse anyone he chooses", sessions),
            ("This is what happens to someone who loyally", trump),
            ("Recuses himself on FIRST DAY", trump),
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
