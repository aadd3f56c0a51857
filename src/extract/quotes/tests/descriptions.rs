//! Descriptions and honorifics before names, and descriptions that name nobody.

use super::check;
use super::names::check_named;

#[test]
fn descriptions_are_no_part_of_a_name() {
    let descriptions = [
        "Churchwarden",
        "Survivor",
        "Crewman",
        "Mother-of-two",
        "Dad-of-three",
        "Dad",
        "Grandmother",
        "Eyewitness",
        "Trawlerman",
        "Ex-soldier",
        "Passerby",
        "Homeowner",
        "Dispatcher",
        "Nutritionist",
        "Bassist",
        "Forward",
        "Baker",
        "Chancellor-designate",
        "Governor-elect",
        "Then-Mayor",
        "Widow",
        "Frenchman",
        "Gamekeeper",
        "Sportswoman",
        "Herpetologist",
    ];
    for description in descriptions {
        let text = format!("It was late. {description} Nora Quill said: “We will go.”");
        check(&text, &[("We will go.", "Nora Quill")]);
    }
    // A word of the text in small letters; a name that stands without it elsewhere.
    check("The glazier came. Glazier Nora Quill said: “We will go.”", &[("We will go.", "Nora Quill")]);
    check("Whetter Nora Quill said: “We will go.” Later Nora Quill left.", &[("We will go.", "Nora Quill")]);
}

#[test]
fn first_names_stay_in_a_name() {
    for name in [
        "Baker Mayhew",
        "Forward Quill",
        "Christian Mason Cole",
        "Mason Cole",
        "Hunter Boyd",
        "Hunter Mary Boyd",
        "Carter James Boyd",
        "Osman Ali Boyd",
        "Nasser Ali Boyd",
        "Suleiman Ali Boyd",
        "Jean-Claude Mary Boyd",
        "Tyler Perry Boyd",
        "Goldman Quill",
        "Chandler Van Quill",
        "Oluwaseun Michael Boyd",
    ] {
        check(&format!("It was late. {name} said: “We will go.”"), &[("We will go.", name)]);
    }
    check("The baker and the hunter came. Baker Mayhew said: “We will go.”", &[("We will go.", "Baker Mayhew")]);
}

#[test]
fn nouns_in_the_plural_stand_before_two_names() {
    let rows = [
        ("Newlyweds Ada Sorel and Ben Moss met in a lift.", "Sorel said.", "Ada Sorel"),
        ("Brothers Sam and Joe Pike run a farm.", "Sam said.", "Sam Pike"),
        ("The brothers Sam and Joe Pike run a farm.", "Sam said.", "Sam Pike"),
        ("Parents Lou and Kim Hart run a shop.", "Lou said.", "Lou Hart"),
        ("Their neighbours, Tom and Bec Lawley, left in the night.", "Tom said.", "Tom Lawley"),
        ("Twins Amy and Beth Lane won.", "Amy said.", "Amy Lane"),
        ("Neighbours Pat Cole and Vi Marsh disagree.", "Cole said.", "Pat Cole"),
        ("Great-grandparents Stan and Joan Fell came home late that day.", "Stan said.", "Stan Fell"),
        // Two last names, no pair.
        ("Senators Kelly and Mark Dunn came.", "Mark Dunn said.", "Mark Dunn"),
        ("Hillary and Joe Pike came.", "Joe Pike said.", "Joe Pike"),
        ("Brothers Sam Reed and Joe Pike run a farm.", "Sam Reed said.", "Sam Reed"),
    ];
    for (intro, row, want) in rows {
        check_named(intro, &[(row, want)]);
    }
}

#[test]
fn honorifics_are_no_part_of_a_name() {
    let titles = [
        "Shri",
        "Smt.",
        "Alhaji",
        "Hajia",
        "Maulana",
        "Datuk",
        "Tan Sri",
        "Tun",
        "Mzee",
        "Oba",
        "Pandit",
        "Ustaz",
        "SP",
        "DCP",
        "Sqn Ldr",
        "Canon",
        "Sr.",
        "Engr.",
        "Barr.",
        "Otunba",
        "Union Minister Shri",
    ];
    for title in titles {
        check(&format!("It was late. {title} Odo Batt said: “We will go.”"), &[("We will go.", "Odo Batt")]);
    }
    // The same words as names.
    for name in ["Sri Batt", "Tan Batt", "Tun Batt", "Oba Batt", "Ann Pandit", "Tan Boon Batt", "Canon Batt"] {
        check(&format!("It was late. {name} said: “We will go.”"), &[("We will go.", name)]);
    }
    check("It was late. Odo Batt Sr. said: “We will go.”", &[("We will go.", "Odo Batt Sr.")]);
}

#[test]
fn common_words_and_offices_are_no_names() {
    let rows = [
        ("Fans chanted “We want Cody back now!” as rain fell.", "We want Cody back now!"),
        ("Investigators said “foul play was not at work”.", "foul play was not at work"),
        ("A Red Cross volunteer, 24, said: “We carried the old ones.”", "We carried the old ones."),
        ("A Blue Heart helper, 24, said: “We carried the old ones.”", "We carried the old ones."),
        ("The Trade and Cost of Living Minister said: “We stand with you.”", "We stand with you."),
        ("The Foreign and Commonwealth Minister said: “We stand with you.”", "We stand with you."),
        ("The Duke of Wessex said: “We stand with you.”", "We stand with you."),
        ("The PM said: “We stand with you.”", "We stand with you."),
    ];
    for (text, words) in rows {
        check(text, &[(words, "-")]);
    }
    let rows = [("the DP said.", "Zeno Otiende")];
    check_named("Deputy President Zeno Otiende spoke.", &rows);
    check_named("Jo Edwards came.", &[("Edwards said.", "Jo Edwards"), ("said Duke Ellis.", "Duke Ellis")]);
    let rows = [("said Chief Justice of Pakistan Umar Zafarullah Butt.", "Umar Zafarullah Butt")];
    check_named("It was late.", &rows);
    check_named("It was late.", &[("said Secretary of State John Moss.", "John Moss")]);
    check_named("It was late.", &[("said Archbishop of Armagh Eamon Duffy Voss.", "Eamon Duffy Voss")]);
    check_named("It was late.", &[("said Minister of State for Health Anita Roa.", "Anita Roa")]);
    check_named("It was late.", &[("said Inspector General of Police Musa Bello Danja.", "Musa Bello Danja")]);
    check_named("It was late.", &[("said FBI Special Agent in Charge Warren Oakes.", "Warren Oakes")]);
    check_named("It was late.", &[("said the firm’s chief of staff, Noel Hart.", "Noel Hart")]);
    check(
        "The firm’s general counsel, Beth Rourke, said the claim “was never a good one.”",
        &[("was never a good one.", "Beth Rourke")],
    );
    check(
        "The firm’s chief of staff, Noel Hart, said the claim “was never a good one.”",
        &[("was never a good one.", "Noel Hart")],
    );
}
