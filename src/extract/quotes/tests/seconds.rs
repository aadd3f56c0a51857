//! The second of two speakers, and those whom nobody can name.

use super::check_speakers;

#[test]
fn a_verb_left_out_is_that_of_the_clause_before() {
    check_speakers(&[
        (
            "Governor Mary Finch called it “a great day for Ohio”; Senator Otto Lang, “a sad day for labor.”",
            "Mary Finch | Otto Lang",
        ),
        ("Mary Finch called it “a great day for us,” and Otto Lang, “a sad day for labor.”", "Mary Finch | Otto Lang"),
        (
            "Mary Finch called it “a great day for us” and, like Otto Lang, “a first step for labor.”",
            "Mary Finch | Mary Finch",
        ),
        ("Mary Finch called it “a great day for us” and “a first step for labor.”", "Mary Finch | Mary Finch"),
    ]);
}

#[test]
fn someone_is_nobody_named() {
    check_speakers(&[
        ("As the president, Otto Lang, rose, someone in the gallery yelled “You lie to us all!” and was removed.", "-"),
        ("As Chancellor Otto Lang left, someone shouted: “You lie to us all!”", "-"),
        ("“You lie to us all!” someone in the gallery yelled at Otto Lang.", "-"),
        ("Otto Lang, angry with someone in the gallery, yelled “You lie to us all!”", "Otto Lang"),
        ("Otto Lang told someone in the gallery: “You lie to us all!”", "Otto Lang"),
        ("“You lie to us all!” Otto Lang yelled at someone in the gallery.", "Otto Lang"),
    ]);
}

#[test]
fn who_is_described_behind_the_verb_shouts_it() {
    check_speakers(&[
        (
            "“I understand the anger,” Otto Lang said, “but we have no money.” “Whose fault is that?” shouted a man at the back.",
            "Otto Lang | Otto Lang | -",
        ),
        ("Otto Lang rose. “Whose fault is that?” asked another student.", "-"),
        ("“I understand the anger,” said Otto Lang, a teacher.", "Otto Lang"),
        // `a student` is not the student who was named.
        ("Student Otto Lang rose. “Whose fault is that?” asked a student.", "-"),
    ]);
}

#[test]
fn younger_and_elder_tell_father_and_son_apart() {
    check_speakers(&[
        (
            "Owen Lang Jr. never met his father, Owen Lang Sr.\n\n“I have his boots now,” the younger Lang said.",
            "Owen Lang Jr.",
        ),
        (
            "Owen Lang Jr. sold the shop of his father, Owen Lang.\n\n“I have no boots now,” the elder Lang said.",
            "Owen Lang",
        ),
    ]);
}
