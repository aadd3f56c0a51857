//! Facts about the five articles in `seeds`: who published them, when, what is quoted in them and
//! who said it. Written down by readers of the articles, not by the program.

use serde_json::Value;

use crate::util::{Archive, found, seed_files, slice};

const FOX: &str = "000_774039ec22a965d7.txt";
const NBC: &str = "001_8c99b4070233d63e.txt";
const LIBERTY: &str = "002_6cbd762b0ddfde73.txt";
const WIRE: &str = "003_d18e6efe4b22adc9.txt";
const UNNAMED: &str = "004_078001b8b437f0f7.txt";

/// The records of all seeds, named as in the whole archive.
fn records() -> Vec<Value> {
    let records = Archive::of_seeds().run(["export"]).success().json_lines();
    assert_eq!(records.len(), 5);
    records
}

fn record<'r>(records: &'r [Value], id: &str) -> &'r Value {
    records.iter().find(|record| record["id"] == id).unwrap_or_else(|| panic!("no record {id}"))
}

/// The plain value of a sourced one, `None` for null.
fn value(sourced: &Value) -> Option<&str> {
    sourced["value"].as_str()
}

fn values(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().filter_map(value).collect()
}

#[test]
fn the_phrase_finds_the_three_articles_that_have_it() {
    let archive = Archive::of_seeds();
    assert_eq!(found(&archive, &["witch hunt"]), [FOX, NBC, LIBERTY]);
    assert_eq!(found(&archive, &["\"witch hunt\""]), [FOX, NBC, LIBERTY]);

    let answer = archive.run(["query", "witch hunt"]).success().tells(&["3 of 3 articles, "]);
    for id in [FOX, NBC, LIBERTY] {
        assert_eq!(answer.stdout.matches(id).count(), 1, "{id} in:\n{}", answer.stdout);
    }
}

#[test]
fn a_passage_marks_the_phrase_and_nothing_else() {
    let archive = Archive::of_seeds();
    let answer = archive.run(["query", "witch hunt", "--format", "json"]).success().json();
    let texts: Vec<(String, String)> = seed_files();
    for hit in answer["hits"].as_array().expect("hits") {
        let (_, text) = texts.iter().find(|(name, _)| hit["id"] == name.as_str()).expect("a seed");
        let passages = hit["passages"].as_array().expect("passages");
        assert!(!passages.is_empty());
        let mut n_marked = 0;
        for passage in passages {
            let start = passage["start"].as_u64().expect("a start") as usize;
            let words = passage["text"].as_str().expect("a text");
            let verbatim: String = text.chars().skip(start).take(words.chars().count()).collect();
            assert_eq!(verbatim, words);
            for highlight in passage["highlights"].as_array().expect("highlights") {
                let marked = slice(words, &highlight[0], &highlight[1]);
                assert_eq!(marked.to_lowercase(), "witch hunt");
                n_marked += 1;
            }
        }
        assert!(n_marked > 0, "{}", hit["id"]);
    }
}

#[test]
fn outlets_are_known_but_for_one() {
    let records = records();
    let outlets = [
        (FOX, Some("Fox News")),
        (NBC, Some("NBC News")),
        (LIBERTY, Some("Liberty Headlines")),
        (WIRE, Some("The Daily Wire")),
        (UNNAMED, None),
    ];
    for (id, outlet) in outlets {
        assert_eq!(value(&record(&records, id)["outlet"]), outlet, "{id}");
    }
}

#[test]
fn only_one_article_says_when_it_was_published() {
    let records = records();
    let dates = [(FOX, None), (NBC, None), (LIBERTY, None), (WIRE, Some("2020-07-11")), (UNNAMED, None)];
    for (id, date) in dates {
        assert_eq!(value(&record(&records, id)["date"]), date, "{id}");
    }
    let wire = record(&records, WIRE);
    assert_eq!(wire["date"]["source"], "header line");
    assert_eq!(record(&records, LIBERTY)["date_not_before"], "2020-03-04");
}

#[test]
fn authors_are_told_from_contributors() {
    let records = records();
    for (id, authors) in
        [(FOX, vec![]), (NBC, vec![]), (LIBERTY, vec!["Ben Sellers"]), (WIRE, vec![]), (UNNAMED, vec![])]
    {
        assert_eq!(values(&record(&records, id)["authors"]), authors, "{id}");
    }
    let contributors = values(&record(&records, FOX)["contributors"]);
    assert_eq!(contributors, ["Ronn Blitzer", "Alex Pappas", "Marisa Schultz"]);
    assert!(values(&record(&records, NBC)["contributors"]).is_empty());
}

#[test]
fn only_one_article_has_a_title() {
    let records = records();
    let title = "Trump endorses Jeff Sessions' opponent in Alabama Senate race";
    for (id, title) in [(FOX, None), (NBC, Some(title)), (LIBERTY, None), (WIRE, None), (UNNAMED, None)] {
        assert_eq!(value(&record(&records, id)["title"]), title, "{id}");
    }
}

#[test]
fn the_address_is_read_from_the_first_line() {
    let records = records();
    let url = "https://www.dailywire.com/news/trump-dunks-on-sessions-tweets-support-for-run-off-opponent-\
               sessions-hits-back-juvenile-insults";
    assert_eq!(value(&record(&records, WIRE)["url"]), Some(url));
    for id in [FOX, NBC, LIBERTY, UNNAMED] {
        assert_eq!(value(&record(&records, id)["url"]), None, "{id}");
    }
}

#[test]
fn lines_of_the_site_are_listed_as_such() {
    let records = records();
    let nbc = record(&records, NBC);
    let text = nbc["text"].as_str().expect("a text");
    let spans = nbc["boilerplate"].as_array().expect("a list");
    let lines: Vec<String> = spans.iter().map(|span| slice(text, &span[0], &span[1]).trim().to_owned()).collect();
    for line in [
        "IE 11 is not supported. For an optimal experience visit our site on another browser.",
        "Download the NBC News app for breaking news and politics",
    ] {
        assert!(lines.iter().any(|got| got == line), "{line:?} in {lines:?}");
    }
}

/// Checks that the article has a quotation that opens with these words at about this place, and
/// that this person said it.
#[track_caller]
fn check_quote(records: &[Value], id: &str, place: u64, opening: &str, speaker: &str) {
    let record = record(records, id);
    let text = record["text"].as_str().expect("a text");
    let quotes = record["quotes"].as_array().expect("quotes");
    let near = |quote: &&Value| quote["start"].as_u64().is_some_and(|start| start == place || start == place + 1);
    let quote = quotes.iter().find(near).unwrap_or_else(|| panic!("no quotation at {place} of {id}: {opening}"));
    let words = quote["text"].as_str().expect("words");
    assert!(words.starts_with(opening), "{words:?} opens with {opening:?}");
    assert_eq!(slice(text, &quote["start"], &quote["end"]), words, "the words are a slice of the text");
    assert_eq!(quote["speaker"], speaker, "who said {opening:?}");
}

#[test]
fn the_president_of_the_first_article_is_found_by_his_full_name() {
    let records = records();
    let check = |place, opening, speaker| check_quote(&records, FOX, place, opening, speaker);
    check(198, "Tommy Tuberville is running for the US Senate", "Donald Trump");
    check(310, "He is a REAL LEADER who will never let MAGA / KAG", "Donald Trump");
    check(850, "This is what happens to someone who is loyally appointed", "Donald Trump");
    check(1135, "Dismiss the FIRST DAY at the office", "Donald Trump");
    check(1661, "couldn’t agree more", "Tommy Tuberville");
    check(1692, "help will be on the way", "Tommy Tuberville");
    check(2240, "has my full support.", "Jeff Sessions");
    check(2325, "When I left President Trump’s office", "Jeff Sessions");
    check(2523, "I’ll tell you why: first", "Jeff Sessions");
}

#[test]
fn quotations_between_straight_marks_have_their_speakers() {
    let records = records();
    let check = |place, opening, speaker| check_quote(&records, NBC, place, opening, speaker);
    check(624, "Coach Tommy Tuberville, a winner", "Donald Trump");
    check(758, "I love Alabama!", "Donald Trump");
    check(815, "was a terrific head football coach", "Donald Trump");
    check(856, "a REAL LEADER who will never", "Donald Trump");
    check(968, "Looking forward to helping you", "Tommy Tuberville");
    check(1562, "can endorse anyone he chooses", "Jeff Sessions");
    check(1847, "This is what happens to someone who loyally", "Donald Trump");
    check(2050, "Recuses himself on FIRST DAY", "Donald Trump");
}

#[test]
fn an_embedded_post_is_said_by_who_signs_it() {
    let records = records();
    check_quote(&records, LIBERTY, 0, "This is what happens to someone who", "Donald Trump");
    let opening = "This is what happens to someone who loyally gets appointed Attorney General";
    check_quote(&records, LIBERTY, 799, opening, "Donald Trump");

    let check = |place, opening, speaker| check_quote(&records, WIRE, place, opening, speaker);
    check(365, "Big Senate Race in Alabama on Tuesday.", "Donald Trump");
    check(742, "I’ve taken the road less travelled.", "Jeff Sessions");
    check(1068, "I’ve taken the road less travelled.", "Jeff Sessions");
    check(2125, "let our country down.", "Donald Trump");
    check(2170, "Look, I know your anger, but recusal was required by law.", "Jeff Sessions");
    check(2454, "Look, I know your anger, but recusal was required by law.", "Jeff Sessions");
    check(3124, "pray that super liberal", "Donald Trump");

    let kinds = |id: &str| -> usize {
        let quotes = record(&records, id)["quotes"].as_array().expect("quotes");
        quotes.iter().filter(|quote| quote["kind"] == "post").count()
    };
    assert_eq!((kinds(LIBERTY), kinds(WIRE)), (1, 2));
}

#[test]
fn an_article_without_an_outlet_has_its_speakers() {
    let records = records();
    let check = |place, opening, speaker| check_quote(&records, UNNAMED, place, opening, speaker);
    check(778, "3 years ago, after Jeff Sessions recused himself", "Donald Trump");
    check(1176, "Look, I know your anger, but recusal was required by law,", "Jeff Sessions");
    check(1254, "I did my duty, and you’re damn fortunate", "Jeff Sessions");
    check(1603, "to the wolves.", "Tommy Tuberville");
    check(1620, "When faced with supporting POTUS", "Tommy Tuberville");
    check(2406, "Tuberville’s a coward who is rightly", "Jeff Sessions");
    check(2505, "He says you’re wrong on China", "Jeff Sessions");
}

#[test]
fn a_name_is_joined_across_articles_without_reading_the_first_again() {
    let seeds = seed_files();
    let archive = Archive::new().file("seeds/000.txt", &seeds[0].1);
    archive.run(["index", "seeds"]).success();
    let speakers = |archive: &Archive| {
        let answer = archive.run(["facets", "--facets", "speaker", "--format", "json"]).success().json();
        answer["facets"]["speaker"].as_array().expect("people").clone()
    };
    let count =
        |people: &[Value], name: &str| people.iter().find(|one| one["value"] == name).map(|one| one["count"].clone());
    let before = speakers(&archive);
    assert_eq!(count(&before, "Trump"), Some(1.into()), "{before:?}");

    archive.write("seeds/001.txt", &seeds[1].1);
    archive.run(["index"]).success().tells(&["1 added, 0 changed, 1 unchanged"]);
    let after = speakers(&archive);
    assert_eq!(count(&after, "Donald Trump"), Some(2.into()), "{after:?}");
    assert_eq!(count(&after, "Trump"), None);
}
