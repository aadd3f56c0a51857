//! First names that are months or verbs.

use super::check_speakers;

#[test]
fn a_month_behind_a_word_of_kinship_is_a_first_name() {
    check_speakers(&[
        (
            "Owen Pugh runs the ferry. His daughter, June, sells tickets.\n\n“He will not wear the coat,” she says.\n\n“He is like that,” June says.",
            "June | June",
        ),
        (
            "Owen Pugh lives there with his wife April and his son Will.\n\n“He will not wear the coat,” April said.\n\n“I know that well,” Will said.",
            "April | Will",
        ),
        ("June Tolland runs the ferry.\n\n“It will not run today,” June says.", "June Tolland"),
        ("A girl named April found it.\n\n“It was under the bed,” April said.", "April"),
    ]);
}

#[test]
fn a_month_is_a_month_elsewhere() {
    check_speakers(&[
        ("Owen Pugh came in June. “It was raining then,” he said.", "Owen Pugh"),
        ("Owen Pugh met his daughter, April 5, in Luton. “It was raining then,” he said.", "Owen Pugh"),
        ("Owen Pugh saw his wife in April. By April he was ill. “It was raining then,” he said.", "Owen Pugh"),
        ("His daughter, April, was born in April. Owen Pugh wept. “It was raining then,” he said.", "Owen Pugh"),
    ]);
}

#[test]
fn a_saint_is_a_last_name_behind_a_first_name() {
    check_speakers(&[
        ("Ana St. Clair was not convinced. “It was raining then,” St. Clair said.", "Ana St. Clair"),
        ("Owen Pugh lives in St. Ives. “It was raining then,” he said.", "Owen Pugh"),
        ("Owen Clair moved to St. Clair in June. “It was raining then,” he said.", "Owen Clair"),
    ]);
}
