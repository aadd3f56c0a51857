//! Last names of several words, nicknames, titles that are first names, and what stands behind a name.

use super::check;
use super::names::check_named;

#[test]
fn a_last_name_may_be_two_words() {
    let rows = [
        ("Nora Bonham Quist", "Bonham Quist said."),
        ("Ana García Prado", "García Prado said."),
        ("Ana García Prado", "García said."),
        ("Ana García Prado", "Prado said."),
        ("Seán Ó Murnaigh", "Mr Ó Murnaigh said."),
        ("Aoife Ní Bhroin", "Ms Ní Bhroin said."),
        ("Colm Mac Aodha", "Mac Aodha said."),
        ("Íñigo Sáenz de Olano y Prats", "Sáenz de Olano said."),
        ("Sara da Silva Prado", "Da Silva Prado said."),
        ("Lena St. Cloude", "St. Cloude said."),
        ("Ivo Duncan Prowse", "Mr Duncan Prowse said."),
        ("Kristin Scott Prowse", "Scott Prowse said."),
        ("Sam Running Elk", "Running Elk said."),
        ("K.T. Rama Naidoo", "Rama Naidoo said."),
    ];
    for (name, row) in rows {
        check_named(&format!("The singer {name} came."), &[(row, name)]);
    }
}

#[test]
fn the_end_of_a_name_may_be_somebody_else() {
    let (kristin, scott) = ("Kristin Scott Prowse", "Scott Prowse");
    let rows = [("her brother Scott Prowse said.", scott), ("Scott Prowse said.", scott)];
    check_named("The singer Kristin Scott Prowse came.", &rows);
    check_named("The singer Kristin Scott Prowse came.", &[("Mr Scott Prowse said.", scott)]);
    check_named("Scott Prowse, 44, came, and so did Kristin Scott Prowse.", &[("Scott Prowse said.", scott)]);
    let both = "Ana García Prado and Luis García Prado came to the hall late in the day.";
    check_named(both, &[("García Prado said.", "García Prado"), ("Ana García Prado said.", "Ana García Prado")]);
    check_named("Mary Ann Lee came.", &[("Lee said.", "Mary Ann Lee"), ("said Ann Moss.", "Ann Moss")]);
    check_named("Kristin Scott Prowse came.", &[("Mary Prowse said.", "Mary Prowse"), ("she said.", "Mary Prowse")]);
    let _ = kristin;
}

#[test]
fn a_nickname_is_part_of_nothing() {
    let rows = [
        ("Rob “Bomber” Hollis came.", "Hollis said.", "Rob Hollis"),
        ("Jim “The Cat” Dolan came.", "said Dolan.", "Jim Dolan"),
        ("Maria Luisa “Malou” de la Vara came.", "De la Vara said.", "Maria Luisa de la Vara"),
    ];
    for (intro, row, want) in rows {
        check_named(intro, &[(row, want)]);
    }
    check(
        "It was late. Asked by Rob “Bomber” said nothing. “We will go,” said Rob “Bomber” Hollis.",
        &[("We will go,", "Rob Hollis")],
    );
}

#[test]
fn party_and_state_are_nobody() {
    let rows = [
        ("He was met by Rep. Alma Green (D-Calif.), who called his bill “a letter to our miners.”", "Alma Green"),
        ("He was met by Rep. Alma Green, D-Calif., who called his bill “a letter to our miners.”", "Alma Green"),
        ("They cheered Dr. Alma Green (D), who called his bill “a letter to our miners.”", "Alma Green"),
        ("Sen. Alma Green, R-N.Y., said the bill was “a letter to our miners.”", "Alma Green"),
    ];
    for (text, speaker) in rows {
        check(text, &[("a letter to our miners.", speaker)]);
    }
    check_named("It was late.", &[("the AFL-CIO said.", "AFL-CIO"), ("said Alma Green (D–Ohio).", "Alma Green")]);
}

#[test]
fn a_title_behind_a_trade_is_a_first_name() {
    for title in ["Dean", "Prince", "Major", "Judge", "Col", "Bishop", "Baron", "King", "Justice", "Sheriff"] {
        let name = format!("{title} Hollis");
        let intro = format!("Designer {name} drew it and his brother, Rob Hollis, built it.");
        check_named(&intro, &[(&format!("{name} said."), &name), ("Rob Hollis said.", "Rob Hollis")]);
    }
    check_named("The farmer Dean Hollis lost a barn.", &[("Hollis said.", "Dean Hollis")]);
    check_named("Mr Dean Hollis lost a barn.", &[("Hollis said.", "Dean Hollis")]);
    // Titles they stay elsewhere.
    let rows = [
        ("said Chief Judge Hollis.", "Hollis"),
        ("Mr Justice Hollis said.", "Hollis"),
        ("said Police Sergeant Hollis.", "Hollis"),
        ("the lawyer Lord Hollis said.", "Hollis"),
    ];
    for (row, want) in rows {
        check_named("It was late.", &[(row, want)]);
    }
    check_named("Sheriff Hollis came with Tom Hollis.", &[("Tom Hollis said.", "Tom Hollis")]);
}

#[test]
fn who_is_called_by_two_words_is_not_meant_by_one_that_somebody_else_bears() {
    check_named(
        "Maria Reyes Luna sued her cousin Ana Luna over the mill.",
        &[
            ("Luna said.", "Ana Luna"),
            ("Reyes Luna said.", "Maria Reyes Luna"),
            ("said Ana Luna.", "Ana Luna"),
            ("Luna added.", "Ana Luna"),
        ],
    );
    check_named(
        "Nora Bonham Quist came to the mill.",
        &[("Bonham Quist said.", "Nora Bonham Quist"), ("Quist said.", "Nora Bonham Quist")],
    );
}
