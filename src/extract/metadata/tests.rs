//! Whole articles: the seeds, and rows for each rule and its limits.

use super::*;
use crate::model::{Field, Given};

fn context() -> Context {
    Context { today: Date::new(2021, 6, 1).unwrap(), outlets: Outlets::bundled() }
}

fn seed(number: &str) -> (RawArticle, Metadata) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds");
    let file = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .find(|entry| entry.file_name().to_string_lossy().starts_with(number))
        .unwrap();
    let raw = RawArticle {
        path: file.file_name().to_string_lossy().into_owned(),
        text: std::fs::read_to_string(file.path()).unwrap(),
        ..RawArticle::default()
    };
    let metadata = read(&raw, &context());
    (raw, metadata)
}

fn value<T: ToString>(sourced: &Option<Sourced<T>>) -> Option<(String, &'static str)> {
    sourced.as_ref().map(|sourced| (sourced.value.to_string(), sourced.source.name()))
}

fn some(value: &str, source: &'static str) -> Option<(String, &'static str)> {
    Some((value.to_owned(), source))
}

fn names(people: &[Sourced<String>]) -> Vec<&str> {
    people.iter().map(|person| person.value.as_str()).collect()
}

#[test]
fn seed_000_is_credited_to_fox_news() {
    let (_, got) = seed("000");
    assert_eq!(value(&got.outlet), some("Fox News", "credit line"));
    assert_eq!(names(&got.contributors), ["Ronn Blitzer", "Alex Pappas", "Marisa Schultz"]);
    assert_eq!((value(&got.date), value(&got.title), names(&got.authors)), (None, None, vec![]));
    assert_eq!((got.date_not_before, got.boilerplate, got.language.as_deref()), (None, vec![], Some("en")));
}

#[test]
fn seed_001_speaks_of_nbc_news_as_itself() {
    let (raw, got) = seed("001");
    assert_eq!(value(&got.outlet), some("NBC News", "self-mention"));
    assert_eq!(
        value(&got.title),
        some("Trump endorses Jeff Sessions' opponent in Alabama Senate race", "first heading")
    );
    assert_eq!((value(&got.date), got.date_not_before, names(&got.authors)), (None, None, vec![]));
    let site: Vec<&str> = got.boilerplate.iter().map(|span| span.of_text(&raw.text)).collect();
    assert_eq!(site.len(), 4, "{site:?}");
    assert!(site[0].starts_with("IE 11 is not supported."));
    assert!(site[1].starts_with("Image: Jeff Sessions Is Sworn In"));
    assert!(site[2].ends_with("via Getty Images file"));
    assert_eq!(site[3], "Download the NBC News app for breaking news and politics");
}

#[test]
fn seed_002_has_author_and_outlet_in_brackets() {
    let (_, got) = seed("002");
    assert_eq!(value(&got.outlet), some("Liberty Headlines", "byline"));
    assert_eq!(names(&got.authors), ["Ben Sellers"]);
    assert_eq!((value(&got.date), value(&got.title)), (None, None));
    assert_eq!(got.date_not_before, Date::parse("2020-03-04"));
    assert_eq!((got.boilerplate, names(&got.contributors)), (vec![], vec![]));
}

#[test]
fn seed_003_has_a_header_line() {
    let (_, got) = seed("003");
    assert_eq!(value(&got.outlet), some("The Daily Wire", "url"));
    assert_eq!(value(&got.date), some("2020-07-11", "header line"));
    let url = "https://www.dailywire.com/news/trump-dunks-on-sessions-tweets-support-for-run-off-opponent-sessions-hits-back-juvenile-insults";
    assert_eq!(value(&got.url), some(url, "header line"));
    assert_eq!((value(&got.title), names(&got.authors), got.boilerplate), (None, vec![], vec![]));
    assert_eq!(got.date_not_before, Date::parse("2020-07-11"));
}

#[test]
fn seed_004_stays_unknown() {
    let (_, got) = seed("004");
    assert_eq!((value(&got.outlet), value(&got.date), value(&got.title), value(&got.url)), (None, None, None, None));
    assert_eq!((names(&got.authors), names(&got.contributors), got.date_not_before), (vec![], vec![], None));
    assert_eq!((got.boilerplate, got.rejected_dates), (vec![], vec![]));
}

fn given(rows: &[(Field, &str, Source)], text: &str) -> Metadata {
    let given =
        rows.iter().map(|(field, value, source)| Given { field: *field, value: (*value).to_owned(), source: *source });
    let raw = RawArticle { path: "a.txt".into(), text: text.into(), given: given.collect(), ..RawArticle::default() };
    read(&raw, &context())
}

#[test]
fn dates_that_cannot_be_are_rejected_with_their_reason() {
    for (value, reason) in [
        ("2020-13-45", "the calendar has no such day"),
        ("2031-01-01", "a day in the future"),
        ("July 2020", "names no day"),
        ("soon", "not a date"),
    ] {
        let got = given(&[(Field::Date, value, Source::Record)], "");
        assert_eq!(got.date, None, "{value}");
        assert_eq!(got.rejected_dates, [RejectedDate { value: value.into(), reason: reason.into() }]);
    }
    let got = given(&[(Field::Date, "2031-01-01", Source::Manifest)], "");
    assert_eq!(value(&got.date), some("2031-01-01", "manifest"));
    let got = given(&[(Field::Date, "2021-06-02", Source::Record)], "");
    assert_eq!(value(&got.date), some("2021-06-02", "record"));
}

#[test]
fn the_day_of_a_change_gives_way() {
    for (printed, want, certainty) in [
        ("Updated: July 14, 2020; Published: July 11, 2020", "2020-07-11", Certainty::Exact),
        ("Aktualisiert: 14.07.2020, veröffentlicht: 11.07.2020", "2020-07-11", Certainty::Exact),
        ("Updated: July 14, 2020", "2020-07-14", Certainty::Inferred),
    ] {
        let got = given(&[(Field::Date, printed, Source::Record)], "").date.unwrap();
        assert_eq!((got.value.to_string().as_str(), got.certainty), (want, certainty), "{printed}");
    }
}

#[test]
fn the_order_of_day_and_month_follows_the_outlet() {
    for (outlet, want, certainty) in [
        ("CNN", "2020-07-11", Certainty::Likely),
        ("BBC", "2020-11-07", Certainty::Likely),
        ("Alabama Ledger", "2020-07-11", Certainty::Inferred),
    ] {
        let got =
            given(&[(Field::Outlet, outlet, Source::Record), (Field::Date, "07/11/2020", Source::Record)], "").date;
        let got = got.unwrap();
        assert_eq!((got.value.to_string().as_str(), got.certainty), (want, certainty), "{outlet}");
    }
}

#[test]
fn an_option_fills_gaps_only() {
    let option = [(Field::Outlet, "Politico", Source::Option)];
    assert_eq!(value(&given(&option, "The vote was held.").outlet), some("Politico", "option"));
    let credit = "The vote was held.\n\nJane Roe of Fox News contributed to this report.";
    assert_eq!(value(&given(&option, credit).outlet), some("Fox News", "credit line"));
    let wire = "WASHINGTON (AP) — The vote was held on Tuesday in the senate, where all members were present.";
    assert_eq!(value(&given(&option, wire).outlet), some("Politico", "option"));
    assert_eq!(value(&given(&[], wire).outlet), some("Associated Press", "dateline"));
}

#[test]
fn what_a_manifest_says_wins() {
    let rows = [(Field::Outlet, "nyt", Source::Manifest), (Field::Outlet, "CNN", Source::Record)];
    assert_eq!(value(&given(&rows, "").outlet), some("The New York Times", "manifest"));
}

const BODY: &str = "The senate met on Tuesday to vote on the bill. All members were there, as the clerk said.\n\n\
                    The bill had passed the house in the week before, and it was sent back twice.\n";

#[track_caller]
fn check_header(header: &str, title: Option<&str>, outlet: Option<&str>, date: Option<&str>, authors: &[&str]) {
    let got = given(&[], &format!("{header}\n\n{BODY}"));
    let plain = |found: Option<(String, &str)>| found.map(|(value, _)| value);
    assert_eq!(plain(value(&got.title)).as_deref(), title, "title of {header:?}");
    assert_eq!(plain(value(&got.outlet)).as_deref(), outlet, "outlet of {header:?}");
    assert_eq!(plain(value(&got.date)).as_deref(), date, "date of {header:?}");
    assert_eq!(names(&got.authors), authors, "authors of {header:?}");
}

#[test]
fn a_short_headline_above_the_outlet_is_no_author() {
    let below =
        "Reuters | July 11, 2020\n\nThe town saw the heaviest rain in years, and the northern parts most of all.";
    #[track_caller]
    fn check(above: &str, below: &str, authors: &[&str]) {
        let raw = RawArticle { text: format!("{above}\n{below}"), ..RawArticle::default() };
        assert_eq!(names(&read(&raw, &context()).authors), authors, "{above:?}");
    }
    check("Summer Rain", below, &[]);
    check("Northern Lights", below, &[]);
    check("Coast Braces", below, &[]);
    check("Rain falls again\nNorthern Lights", below, &[]);
    check("Jane Roe", below, &["Jane Roe"]);
    check("Summer Rain\nJane Roe", below, &["Jane Roe"]);
    check("Rain falls again\nXaoli Roe", below, &["Xaoli Roe"]);
    check("Jane Roe, Xaoli Poe", below, &["Jane Roe", "Xaoli Poe"]);
}

#[test]
fn header_lines() {
    let day = Some("2020-07-11");
    check_header("Reuters | July 11, 2020", None, Some("Reuters"), day, &[]);
    check_header("July 11, 2020 · The Hill", None, Some("The Hill"), day, &[]);
    check_header("https://www.politico.com/news/2020/07/11/x-1", None, Some("Politico"), day, &[]);
    check_header(
        "Title: Senate votes\nDate: 11 July 2020\nBy: Jane Roe\nSource: CNN",
        Some("Senate votes"),
        Some("CNN"),
        day,
        &["Jane Roe"],
    );
    check_header(
        "Senate passes the bill at last\n\nBy Jane Roe, NBC News\nPublished July 11, 2020, 9:43 PM EDT",
        Some("Senate passes the bill at last"),
        Some("NBC News"),
        day,
        &["Jane Roe"],
    );
    check_header("Senate votes date 2020-07-11 https://www.cnn.com/x", None, Some("CNN"), day, &[]);
    check_header("date None https://www.cnn.com/x", None, Some("CNN"), None, &[]);
    check_header("2020-07-11T10:00:00Z https://www.cnn.com/x", None, Some("CNN"), day, &[]);
    check_header("Senate passes the bill\n======", Some("Senate passes the bill"), None, None, &[]);
    check_header("By Jane Roe | July 11, 2020 | 3 min read", None, None, day, &["Jane Roe"]);
    check_header("# Senate passes the bill", Some("Senate passes the bill"), None, None, &[]);
    check_header("Veröffentlicht am 11. Juli 2020\nVon Jörg Müller", None, None, day, &["Jörg Müller"]);
    check_header("Published July 11, 2020\nUpdated July 14, 2020", None, None, day, &[]);
    check_header("Updated: July 14, 2020; Published: July 11, 2020", None, None, day, &[]);
    check_header("Updated July 14, 2020, first published July 11, 2020", None, None, day, &[]);
    check_header("Mis à jour le 14 juillet 2020 | Publié le 11 juillet 2020", None, None, day, &[]);
    check_header("Stand: 14.07.2020, veröffentlicht 11.07.2020", None, None, day, &[]);
    check_header("Jane Roe and John Doe\n\nUSA TODAY", None, Some("USA TODAY"), None, &["Jane Roe", "John Doe"]);
    check_header("Jane Roe, CNN", None, Some("CNN"), None, &["Jane Roe"]);
}

#[test]
fn lines_of_a_day_may_hold_page_place_and_time() {
    let day = Some("2020-07-11");
    for line in [
        "Saturday, July 11, 2020; A01",
        "Saturday, July 11, 2020; Page A01",
        "July 11, 2020, Page B-3",
        "11. Juli 2020, Seite 4",
        "11 de julho de 2020 às 10h15",
        "11 de julio de 2020 a las 10:15 h",
        "11 luglio 2020 alle ore 10:15",
        "Publié le 11 juillet 2020 à 20h44",
        "Madrid - 11 jul 2020 - 12:33 CEST",
        "Otterford - 11 jul 2020 - 12:33 CEST",
        "Paris, 11 juillet 2020",
    ] {
        check_header(line, None, None, day, &[]);
    }
    check_header("The Observer, Saturday 11 July 2020", None, Some("The Observer"), day, &[]);
    for line in ["Otterford votes - July 11, 2020", "July 11, 2020; 100 people", "July 11, 2020; a day of war"] {
        assert_eq!(given(&[], &format!("{line}\n\n{BODY}")).date, None, "{line:?}");
    }
}

#[test]
fn lines_between_title_and_date_are_no_people() {
    let day = Some("2020-07-11");
    check_header(
        "Der Streit\n\nVon Anna Weiß\nHafen Zeitung\n11. Juli 2020",
        Some("Der Streit"),
        Some("Hafen Zeitung"),
        day,
        &["Anna Weiß"],
    );
    check_header(
        "La maire démissionne\n\nPar Élodie Dupont\nLe Courrier du Port\n11 juillet 2020",
        Some("La maire démissionne"),
        Some("Le Courrier du Port"),
        day,
        &["Élodie Dupont"],
    );
    check_header("Mayor Quits\nBy Jane Roe\nJuly 11, 2020", Some("Mayor Quits"), None, day, &["Jane Roe"]);
    check_header("Port Gazette\n\nBy Jane Roe\nJuly 11, 2020", None, None, day, &["Jane Roe"]);
    check_header("Jane Roe\nThe Port Gazette\nJuly 11, 2020", None, Some("The Port Gazette"), day, &["Jane Roe"]);
    check_header(
        "Mayor Faces Free Press\n\nBy Jane Roe\nJuly 11, 2020",
        Some("Mayor Faces Free Press"),
        None,
        day,
        &["Jane Roe"],
    );
    check_header("Opinion\n\nBy Jane Roe", None, None, None, &["Jane Roe"]);
}

#[test]
fn the_line_below_a_byline_may_name_a_job() {
    let day = Some("2020-07-11");
    for (job, outlet) in [
        ("Los Angeles Times Staff Writer", Some("Los Angeles Times")),
        ("Washington Post Foreign Service", Some("The Washington Post")),
        ("Globe Staff", Some("The Boston Globe")),
        ("Globe Correspondent", Some("The Boston Globe")),
        ("Port Gazette Staff Writer", None),
        ("Times Staff Writer", None),
        ("Chief Political Correspondent", None),
        ("Special to The Post", None),
    ] {
        let header = format!("Harvest fails\n\nBy Jane Roe\n{job}\nJuly 11, 2020");
        check_header(&header, Some("Harvest fails"), outlet, day, &["Jane Roe"]);
        let header = format!("Harvest fails\n\nBy Jane Roe, {job}\nJuly 11, 2020");
        check_header(&header, Some("Harvest fails"), outlet, day, &["Jane Roe"]);
    }
}

#[test]
fn first_lines_that_are_no_headings() {
    for line in [
        "‘This is what happens … to those who doubt the hunt…’",
        "“A quoted headline of some other paper”",
        "The senate met on Tuesday.",
        "He is a hero. He won the war",
        "analysis of the vote in the senate",
        "Opinion",
        "Image: The senate at work in the capitol",
        "What follows is a list of the members:",
    ] {
        check_header(line, None, None, None, &[]);
    }
    // Set off, but no article follows; or not set off.
    assert_eq!(given(&[], "Senate passes the bill at last\n\nYes.").title, None);
    assert_eq!(given(&[], &format!("Senate passes the bill at last\n{BODY}")).title, None);
}

#[test]
fn dates_of_captions_posts_and_events_are_not_the_articles() {
    for line in [
        "Image: The senate on July 11, 2020",
        "The senate on Feb. 9, 2017.Jane Roe / Bloomberg via Getty Images file",
        "He wrote. https://t.co/x — Jane Roe (@roe) March 4, 2020",
        "He faces a primary runoff July 14 against Jane Roe.",
        "On July 11, 2020, the senate met.",
    ] {
        check_header(line, None, None, None, &[]);
    }
}

#[test]
fn a_dateline_without_year_needs_an_address_that_has_it() {
    let text = "LONDON, March 3 (Reuters) - The senate met on Tuesday to vote on the bill that the house had passed, as he said.";
    assert_eq!(given(&[], text).date, None);
    for (url, want) in
        [("https://a.example/2020/03/x", some("2020-03-03", "dateline")), ("https://a.example/2020/05/x", None)]
    {
        assert_eq!(value(&given(&[(Field::Url, url, Source::Record)], text).date), want, "{url}");
    }
}

#[test]
fn an_address_wins_over_a_lone_date_line() {
    let got = given(
        &[(Field::Url, "https://a.example/2016/12/25/x", Source::Record)],
        &format!("November 20, 2018\n\n{BODY}"),
    );
    assert_eq!(value(&got.date), some("2016-12-25", "url"));
}

#[test]
fn long_lines_of_metadata_can_be_read() {
    for piece in [
        "(@a) ",
        " contributed to this report",
        "told CNN ",
        "http://a.b ",
        "By Jane Roe, ",
        "© 2020 ",
        "- (@",
        "9",
        "\n",
        "A.B ",
    ] {
        let text = piece.repeat(100_000 / piece.len());
        given(
            &[
                (Field::Author, &text, Source::Record),
                (Field::Date, &text, Source::Record),
                (Field::Url, &text, Source::Record),
            ],
            &text,
        );
    }
}

#[test]
fn days_in_file_and_folder_names() {
    for (path, want) in [
        ("2020-07-11-senate.txt", some("2020-07-11", "file name")),
        ("cnn_20200711.txt", some("2020-07-11", "file name")),
        ("2020/07/11/senate.txt", some("2020-07-11", "folder")),
        ("004_078001b8b437f0f7.txt", None),
        ("2020-13-45.txt", None),
        ("12345678.txt", None),
    ] {
        let raw = RawArticle { path: path.into(), text: BODY.into(), ..RawArticle::default() };
        assert_eq!(value(&read(&raw, &context()).date), want, "{path}");
    }
}

#[test]
fn authors_of_records_come_apart() {
    for (printed, want) in [
        ("Jane Roe, John Doe", vec!["Jane Roe", "John Doe"]),
        ("By Jane Roe and John Doe, Associated Press", vec!["Jane Roe", "John Doe"]),
        ("Roe, Jane", vec!["Jane Roe"]),
        ("Garcia Marquez, Gabriel", vec!["Gabriel Garcia Marquez"]),
        ("Jane Roe, John", vec!["Jane Roe", "John"]),
        ("Reuters Staff, John Doe", vec!["Reuters Staff", "John Doe"]),
        ("Roe, Jane; Poe, Max", vec!["Jane Roe", "Max Poe"]),
        ("Roe, J.; Poe, M.", vec!["J. Roe", "M. Poe"]),
        ("Roe, Jane; Poe, Max; Garcia Marquez, Gabriel", vec!["Jane Roe", "Max Poe", "Gabriel Garcia Marquez"]),
        ("Roe, Jane and Poe, Max", vec!["Jane Roe", "Max Poe"]),
        ("Roe, Jane; Reuters", vec!["Jane Roe"]),
        ("Jane Roe; Max Poe", vec!["Jane Roe", "Max Poe"]),
        ("Jane Roe and Max Poe", vec!["Jane Roe", "Max Poe"]),
        ("Jane Roe, Max Poe and Ann Lee", vec!["Jane Roe", "Max Poe", "Ann Lee"]),
        ("John Roe, Jr.", vec!["John Roe Jr."]),
        ("John Roe, Jr., Jane Poe", vec!["John Roe Jr.", "Jane Poe"]),
        ("Roe, John, Jr.", vec!["John Roe Jr."]),
        ("Roe Jr., John", vec!["John Roe Jr."]),
        ("JANE ROE", vec!["Jane Roe"]),
        ("Sen. Jane Roe", vec!["Sen. Jane Roe"]),
        ("Associated Press", vec!["Associated Press"]),
        ("null", vec![]),
        ("JANE ROE, Staff Writer", vec!["Jane Roe"]),
        ("Jane Roe, Staff Writer", vec!["Jane Roe"]),
        ("Jane Roe, Ph.D.", vec!["Jane Roe"]),
        ("Jane Roe, MD, John Doe, PhD", vec!["Jane Roe", "John Doe"]),
        ("Jane Roe, Science Correspondent", vec!["Jane Roe"]),
        ("Jane Roe, Deputy Editor, and John Doe, Reporter", vec!["Jane Roe", "John Doe"]),
        ("Jane Roe, City Hall Bureau", vec!["Jane Roe"]),
        ("Jane Roe, Guest Contributor", vec!["Jane Roe"]),
        ("Jane Roe, Asia Business Correspondent", vec!["Jane Roe"]),
        ("Jane Roe, Columnist Covering Schools, Public Policy", vec!["Jane Roe"]),
        ("Jane Roe, CNN Library", vec!["Jane Roe"]),
        ("Jane Roe, Cnn Political Director", vec!["Jane Roe"]),
        ("Analysis Jane Roe, CNN Editor-at-large", vec!["Analysis Jane Roe"]),
        ("Jane Roe, Paris", vec!["Jane Roe"]),
        ("Jane Roe in Paris", vec!["Jane Roe"]),
        ("Jane Roe Staff Writer", vec!["Jane Roe"]),
        ("Jane Roe / John Doe", vec!["Jane Roe", "John Doe"]),
        ("Jane Roe/AP", vec!["Jane Roe"]),
        ("Par Jeanne Dupont", vec!["Jeanne Dupont"]),
        ("par Jeanne Dupont et Luc Petit", vec!["Jeanne Dupont", "Luc Petit"]),
        ("Von Jörg Müller", vec!["Jörg Müller"]),
        ("von Jörg Müller, Berlin", vec!["Jörg Müller"]),
        ("Por Ana Souza y Eva Paz", vec!["Ana Souza", "Eva Paz"]),
        ("di Marco Rossi", vec!["Marco Rossi"]),
        ("Ursula von der Leyen", vec!["Ursula von der Leyen"]),
        ("von der Leyen, Ursula", vec!["Ursula von der Leyen"]),
        ("Di Maio, Luigi", vec!["Luigi Di Maio"]),
        ("Luigi Di Maio", vec!["Luigi Di Maio"]),
        ("Staff Writer", vec!["Staff Writer"]),
    ] {
        assert_eq!(names(&given(&[(Field::Author, printed, Source::Record)], "").authors), want, "{printed}");
    }
}

#[test]
fn who_is_credited_behind_a_byline_contributed() {
    for (printed, authors, contributors) in [
        ("By JANE ROE and BOB POE; Ann Lee contributed reporting.", vec!["Jane Roe", "Bob Poe"], vec!["Ann Lee"]),
        (
            "By J. D. Roe. Ann Lee and Max Poe contributed to this report.",
            vec!["J. D. Roe"],
            vec!["Ann Lee", "Max Poe"],
        ),
        ("Jane Roe; Bob Poe", vec!["Jane Roe", "Bob Poe"], vec![]),
    ] {
        let found = given(&[(Field::Author, printed, Source::Record)], "");
        assert_eq!((names(&found.authors), names(&found.contributors)), (authors, contributors), "{printed}");
    }
}

#[test]
fn one_mention_proves_no_outlet() {
    let one = format!("{BODY}\nHe told CNN that he would not go.");
    assert_eq!(given(&[], &one).outlet, None);
    let two =
        format!("{BODY}\nHe told CNN that he would not go. She told Fox News the same, and a friend told CNN so.");
    assert_eq!(given(&[], &two).outlet, None);
    let own =
        format!("{BODY}\nHe told CNN that he would not go. A spokesman did not respond to CNN's request for comment.");
    assert_eq!(value(&given(&[], &own).outlet), some("CNN", "self-mention"));
}

proptest::proptest! {
    #[test]
    fn any_text_can_be_read(text in "(\\PC{0,40}\n?){0,8}", stated in "\\PC{0,40}", path in "\\PC{0,20}") {
        let fields = [Field::Title, Field::Outlet, Field::Date, Field::Author, Field::Url, Field::Language];
        let given = fields.map(|field| Given { field, value: stated.clone(), source: Source::Record });
        let raw = RawArticle { path, text: text.clone(), given: given.to_vec(), ..RawArticle::default() };
        let got = read(&raw, &context());
        let mut end = 0;
        for span in got.boilerplate {
            proptest::prop_assert!(span.start() >= end && !span.of_text(&text).is_empty());
            end = span.end();
        }
    }

    #[test]
    fn pieces_of_metadata_in_any_order_can_be_read(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "By ", "Jane Roe", ", ", "CNN", " | ", "July", " 11", ", 2020", "2020-13-45", "https://", "www.cnn.com/2020/07/11/", "\n", "\n\n",
                "Date: ", "(", ")", "AP", " — ", "@roe", " contributed to this report.", "told ", "’s", "©", "é", "“", "Reporting by ", ";",
            ]),
            0..30,
        ),
    ) {
        let text = pieces.concat();
        let raw = RawArticle { path: text.clone(), text, ..RawArticle::default() };
        read(&raw, &context());
    }
}
