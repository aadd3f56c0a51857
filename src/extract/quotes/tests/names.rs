//! Names that are hard to read: last names that are words, particles, suffixes, initials.

use super::check;

/// Behind an opening sentence in English, paragraphs `“One two three,” ROW`, each with its speaker.
#[track_caller]
pub(super) fn check_named(intro: &str, rows: &[(&str, &str)]) {
    let mut text = format!("The vote of the town was held on a cold day.\n\n{intro}");
    for (row, _) in rows {
        text.push_str(&format!("\n\n“One two three,” {row}"));
    }
    let want: Vec<(&str, &str)> = rows.iter().map(|(_, speaker)| ("One two three,", *speaker)).collect();
    check(&text, &want);
}

#[test]
fn a_last_name_may_be_a_word() {
    let rows = [
        ("Theresa May said on Tuesday.", "Theresa May"),
        ("said Prime Minister Theresa May.", "Theresa May"),
        ("said Mrs May.", "Theresa May"),
        ("May said.", "Theresa May"),
        ("said George Will, who left in May.", "George Will"),
        ("Will said.", "George Will"),
        ("said Fredric March on March 5.", "Fredric March"),
        ("March said on March 6.", "Fredric March"),
        ("said Sandra Oh.", "Sandra Oh"),
        ("Oh said.", "Sandra Oh"),
        ("said Jack White.", "Jack White"),
        ("White said.", "Jack White"),
        ("said Steve King.", "Steve King"),
        ("King said.", "Steve King"),
        ("said Bob Hope.", "Bob Hope"),
        ("Hope said.", "Bob Hope"),
        ("said Bill Long.", "Bill Long"),
        ("said Mark Strange.", "Mark Strange"),
        ("Rose Banks said.", "Rose Banks"),
        ("Strange said.", "Mark Strange"),
    ];
    check_named("The mayor spoke.", &rows);
}

#[test]
fn a_month_is_no_person_and_a_title_none_either() {
    let rows = [
        ("Ann Lee said in May.", "Ann Lee"),
        ("Lee said. May 5 is the day", "Ann Lee"),
        ("said Lee on March 5.", "Ann Lee"),
    ];
    check_named("Brian May and Ann Lee came in March.", &rows);
    check("Steve King came.\n\n“One two three,” the King said.", &[("One two three,", "-")]);
}

#[test]
fn a_place_is_a_person_where_somebody_bears_its_name() {
    let rows =
        [("Washington said.", "Kerry Washington"), ("said London.", "Jack London"), ("Paris said.", "Ann Paris")];
    check_named("Kerry Washington and Jack London met Mayor Ann Paris.", &rows);
    check_named("The talks ended in Washington.", &[("Washington said.", "-"), ("London said.", "-")]);
}

#[test]
fn small_words_belong_to_the_name() {
    let rows = [
        ("said Ursula von der Leyen.", "Ursula von der Leyen"),
        ("von der Leyen said.", "Ursula von der Leyen"),
        ("Karl-Theodor zu Guttenberg said.", "Karl-Theodor zu Guttenberg"),
        ("Luiz Inácio Lula da Silva said.", "Luiz Inácio Lula da Silva"),
        ("said Mohammed bin Salman.", "Mohammed bin Salman"),
        ("bin Salman said.", "Mohammed bin Salman"),
        ("Bashar al-Assad said.", "Bashar al-Assad"),
        ("al-Assad said.", "Bashar al-Assad"),
        ("Valéry Giscard d’Estaing said.", "Valéry Giscard d’Estaing"),
        ("de Blasio said.", "Bill de Blasio"),
        ("De Blasio said.", "Bill de Blasio"),
        ("said Alexander Van der Bellen.", "Alexander Van der Bellen"),
        ("Van der Bellen said.", "Alexander Van der Bellen"),
        ("said de la Cruz.", "de la Cruz"),
    ];
    check_named("Mayor Bill de Blasio spoke.", &rows);
    check_named("It was late.", &[("said Mayor de Blasio.", "de Blasio")]);
    check("It was late.\n\n“We will not go there,” ten Republicans said.", &[("We will not go there,", "-")]);
}

#[test]
fn a_suffix_tells_people_apart() {
    let (senior, junior) = ("Donald Trump", "Donald Trump Jr.");
    check_named(
        "It was late.",
        &[("President Donald Trump said.", senior), ("his son Donald Trump Jr. said.", junior)],
    );
    check_named("It was late.", &[("President Trump said.", "Trump"), ("said Donald Trump Jr.", junior)]);
    check_named("It was late.", &[("said Donald Trump Jr.", junior), ("President Trump said.", "Trump")]);
    check_named(
        "On that day Donald Trump Jr. walked there with Donald Trump.",
        &[("Trump said.", senior), ("Trump Jr. said.", junior)],
    );
    let kennedy = "Robert Kennedy Jr.";
    check_named("Robert F. Kennedy Jr. came.", &[("Kennedy said.", kennedy), ("Mr. Kennedy said.", kennedy)]);
    check_named("Adm. Harry Harris Jr. came.", &[("Admiral Harris said.", "Harry Harris Jr.")]);
}

#[test]
fn initials_tell_people_apart_within_an_article() {
    let (father, son) = ("George H.W. Bush", "George W. Bush");
    check_named("It was late.", &[("George H.W. Bush said.", father), ("said George W. Bush.", son)]);
    check_named("It was late.", &[("George H. W. Bush said.", father), ("said George H.W. Bush.", father)]);
    check_named("It was late.", &[("John A. Smith said.", "John A. Smith"), ("said John B. Smith.", "John B. Smith")]);
    check_named("John A. Smith came.", &[("said John Smith.", "John Smith"), ("said John A. Smith.", "John Smith")]);
}

#[test]
fn the_name_of_an_organisation_is_whole() {
    let rows = [
        ("the White House said.", "White House"),
        ("said the White House.", "White House"),
        ("Scotland Yard said.", "Scotland Yard"),
        ("Downing Street said.", "Downing Street"),
        ("Black Lives Matter said.", "Black Lives Matter"),
        ("Save the Children said.", "Save the Children"),
        ("said Stop the War.", "Stop the War"),
        ("Doctors Without Borders said.", "Doctors Without Borders"),
        ("Amnesty International said.", "Amnesty International"),
        ("said the Republican National Committee.", "Republican National Committee"),
        ("said Republican Kasich.", "Kasich"),
        ("said Republican John Ford.", "John Ford"),
        ("Sanders said.", "Sanders"),
        ("as he won New Hampshire Sanders said.", "Sanders"),
    ];
    check_named("The mayor spoke.", &rows);
    check("It was late.\n\nThe White House said: “We will not go.”", &[("We will not go.", "White House")]);
    check("It was late.\n\n“We will not go,” said a New Hampshire Republican.", &[("We will not go,", "-")]);
    check("It was late. In New Hampshire Sanders said: “We will not go.”", &[("We will not go.", "Sanders")]);
}

#[test]
fn offices_ranks_and_trades_are_no_part_of_a_name() {
    let titles = [
        "Councillor",
        "Cllr",
        "Labour MP",
        "MEP",
        "MSP",
        "Fine Gael TD",
        "PC",
        "DCI",
        "KC",
        "Baroness",
        "Brigadier",
        "Taoiseach",
        "Assemblyman",
        "Supervisor",
        "Striker",
        "Midfielder",
        "Goalkeeper",
        "Manager",
        "Farmer",
        "Neighbour",
        "Spokesman",
        "Spokeswoman",
        "Tory",
        "Tory MP",
        "Chief Executive",
        "Commuter",
        "Herr",
        "Bundeskanzler",
        "Madame",
        "Señor",
        "Ministerpräsident",
        "Lord",
        "Dr",
        "Teacher",
    ];
    for title in titles {
        check_named("It was late.", &[(&format!("said {title} Odo Batt."), "Odo Batt"), ("Batt said.", "Odo Batt")]);
        check(&format!("It was late. {title} Odo Batt said: “We will go.”"), &[("We will go.", "Odo Batt")]);
    }
    let rows = [
        ("Odo Batt MP said.", "Odo Batt"),
        ("said Odo Batt KC.", "Odo Batt"),
        ("said Adam Driver.", "Adam Driver"),
        ("Guy Farmer said.", "Guy Farmer"),
        ("TD Bank said.", "TD Bank"),
        ("said Tory Burch.", "Tory Burch"),
        ("Ann Lee, CEO of Luton Garden Association, said.", "Ann Lee"),
        ("said Ann Lee, MP for Luton.", "Ann Lee"),
    ];
    check_named("It was late.", &rows);
}
