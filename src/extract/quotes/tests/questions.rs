//! Who asked does not answer.

use super::check_speakers;

#[test]
fn who_asks_somebody_is_not_who_answers() {
    check_speakers(&[
        (
            "When host Mary Finch asked singer Rosa Kemp if she would tour again, the singer laughed. “Not this year I won’t,” she said.",
            "Rosa Kemp",
        ),
        (
            "When host Paul Dorr asked singer Otto Lang if he would tour again, the singer laughed. “Not this year I won’t,” he said.",
            "Otto Lang",
        ),
        (
            "Rosa Kemp spoke to moderator Mary Finch on Monday.\n\nWhen Finch asked whether she kept the cat, Kemp paused. “I kept both of them,” she said.",
            "Rosa Kemp",
        ),
        (
            "Reporter Mary Finch asked Senator Rosa Kemp if she would resign. “I have no plans to do that,” she said.",
            "Rosa Kemp",
        ),
        ("Mary Finch met Rosa Kemp. Finch asked her about the boat. “It sank last year,” she said.", "Rosa Kemp"),
    ]);
}

#[test]
fn who_asks_for_something_may_tell_why() {
    check_speakers(&[
        ("Mary Finch asked Rosa Kemp for a loan. “I was at my wits’ end,” she said.", "Mary Finch"),
        ("Mary Finch asked whether the vote was legal. “We need to know that,” she said.", "Mary Finch"),
        ("Mary Finch asked the nominee whether he had read it. “I doubt that very much,” she said.", "Mary Finch"),
        ("Mary Finch asked Otto Lang if he would go. “I was so worried then,” she said.", "Mary Finch"),
        (
            "Rosa Kemp was in court. Mary Finch asked if she could speak. “I have a right to it,” Finch said.",
            "Mary Finch",
        ),
    ]);
}
