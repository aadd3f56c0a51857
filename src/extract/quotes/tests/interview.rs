//! Interviews and press conferences.

use super::check_speakers;

#[test]
fn whom_a_question_names_does_not_answer_it() {
    check_speakers(&[
        (
            "Mary Finch was asked about it. “What will Paul Dorr do now?” she said.\n\n“It is now or never for him,” Finch added.",
            "Mary Finch | Mary Finch",
        ),
        ("Mary Finch spoke on Monday. Would she resign?\n\n“I will not go now,” she said.", "Mary Finch"),
        (
            "Rosa Kemp met us on the quay.\n\nDid Otto Lang build the boat?\n\n“He built most of it with his own hands.”",
            "Rosa Kemp",
        ),
        ("Would Otto Lang sell the boat? “I will never sell her,” Lang said.", "Otto Lang"),
    ]);
}

#[test]
fn labels_of_who_asks_and_accounts_are_nobodys_names() {
    check_speakers(&[
        (
            "Q: “Who pays for the new road?”\n\nMayor Paul Dorr: “We all do, my friend.”\n\nReporter: “When will it open then?”",
            "- | Paul Dorr | -",
        ),
        (
            "Mayor Paul Dorr: “We all do, my friend.”\n\nInterviewer: “When will it open then?”\n\nAudience member: “And who pays for it?”",
            "Paul Dorr | - | -",
        ),
        ("Mary Finch’s Twitter account posted: “We stand together on this.”", "-"),
        ("An account on X wrote: “We stand together on this.”", "-"),
    ]);
}
