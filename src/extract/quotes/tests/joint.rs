//! Two who speak together, and one clause of several.

use super::check_speakers;

#[test]
fn two_who_speak_together_are_left_open() {
    check_speakers(&[
        ("“We will stand together,” said Mary Finch and Paul Dorr.", "-"),
        ("Mary Finch and her husband Paul Dorr told the court: “We want him home.”", "-"),
        ("Mary Finch, Paul Dorr and Jill Roe said it was “a very dark day.”", "-"),
        ("Senators Mary Finch and Paul Dorr wrote in a letter: “We stand together on this.”", "-"),
        ("“We stand together on this,” Mary Finch and Paul Dorr wrote.", "-"),
        ("In a joint statement, Mary Finch and Paul Dorr said: “We stand together on this.”", "-"),
        ("Nora Vale and the mayor said it was “a very good day.”", "-"),
        ("“It was a joy to make,” agreed Nora Vale and Karl Weiss.", "-"),
    ]);
}

#[test]
fn one_beside_another_speaks_alone() {
    check_speakers(&[
        ("Rosa Kemp said that because the proposed merger “is a bad deal,” she would vote no.", "Rosa Kemp"),
        ("Otto and Kemp’s chief executive, Rosa Lang, said: “The road is long and hard.”", "Rosa Lang"),
        ("As Rosa Kemp said after the report was released: “The road is long and hard.”", "Rosa Kemp"),
        ("Otto Lang quoted Rosa Kemp as saying so, adding that he was “not in the least surprised.”", "Otto Lang"),
        ("Mary Finch met Jill Roe and Paul Dorr said: “We stand together on this.”", "Paul Dorr"),
        ("Mary Finch left, and Paul Dorr said: “We stand together on this.”", "Paul Dorr"),
        ("“We stand together on this,” said Mary Finch, and Paul Dorr agreed.", "Mary Finch"),
        ("Asked about Jill Roe and Paul Dorr, Mary Finch said: “We stand together on this.”", "Mary Finch"),
        (
            "“We stand together on this,” said Mary Finch, who chairs the board with Jill Roe and Paul Dorr.",
            "Mary Finch",
        ),
        ("Mary Finch was quoted as saying “it is now or never.”", "Mary Finch"),
        ("Mary Finch quoted a price and said: “It is now or never.”", "Mary Finch"),
        ("Mary Finch told Paul Dorr: “It is now or never.”", "Mary Finch"),
        ("Mary Finch quoted Paul Dorr and added: “It is now or never.”", "Mary Finch"),
        ("Nora Vale said she was sorry, and Karl Weiss, her deputy, said: “We will be back by June.”", "Karl Weiss"),
        ("Nora Vale wept as she said: “We will be back by June.”", "Nora Vale"),
        ("When Karl Weiss told her to go, Nora Vale said: “We will be back by June.”", "Nora Vale"),
        ("Nora Vale said that when Karl Weiss told her to go she was “not in the least afraid.”", "Nora Vale"),
        ("As Karl Weiss said, “we will be back by June.”", "Karl Weiss"),
        ("Nora Vale said Karl Weiss told the truth and “did his best for us.”", "Nora Vale"),
        ("“We will be back by June,” said Nora Vale, as Karl Weiss and Ned Moss said nothing.", "Nora Vale"),
        ("Nora Vale and Karl Weiss are at odds, and Weiss said: “We will be back by June.”", "Karl Weiss"),
        ("Between Nora Vale and Karl Weiss said little: “We will be back by June.”", "Karl Weiss"),
        ("Nora Vale thanked Ned Moss and Karl Weiss: “You did your best for us.”", "Nora Vale"),
        ("Nora Vale told Ned Moss and Karl Weiss: “You did your best for us.”", "Nora Vale"),
        ("“It was a joy to make,” said Nora Vale of her work with Ned Moss and Karl Weiss.", "Nora Vale"),
        ("“It was a joy to make,” said Nora Vale, while Karl Weiss quoted Ned Moss as saying so.", "Nora Vale"),
        ("Nora Vale cited Karl Weiss as an example and said: “He did his best for us.”", "Nora Vale"),
        ("Nora Vale saw Karl Weiss leave, saying “he did his best for us.”", "Nora Vale"),
        ("A film shows Nora Vale as she says: “He did his best for us.”", "Nora Vale"),
    ]);
}

#[test]
fn the_subject_of_the_last_clause_speaks() {
    check_speakers(&[
        ("Rosa Kemp bowed her head as the clerk read out: “You may leave the court.”", "-"),
        ("Mary Finch called the deal a failure, whereas Paul Dorr described it as “a bright new dawn.”", "Paul Dorr"),
        (
            "Mary Finch told the court she was innocent, yet Paul Dorr insisted that she was “guilty as charged.”",
            "Paul Dorr",
        ),
        ("Mary Finch argued for delay; Paul Dorr replied that it was “now or never.”", "Paul Dorr"),
        ("Mary Finch praised the team, and her coach, Paul Dorr, said it was “a bright new dawn.”", "Paul Dorr"),
        ("Mary Finch asked for time but Paul Dorr told her: “It is now or never.”", "Paul Dorr"),
        ("The mayor said it was over, but Paul Dorr said it was “a bright new dawn.”", "Paul Dorr"),
        ("Mary Finch said it was over, but a union leader called it “a bright new dawn.”", "-"),
        ("Mary Finch said that the plan was good and that the mayor had been “a great help.”", "Mary Finch"),
        ("Mary Finch said Paul Dorr was a friend and “a great help to all.”", "Mary Finch"),
        ("Mary Finch said that Paul Dorr knew and that it was “a great help to all.”", "Mary Finch"),
        ("Mary Finch, who told the court that Paul Dorr lied, called it “a bright new dawn.”", "Mary Finch"),
        ("Mary Finch met Paul Dorr and said it was “a bright new dawn.”", "Mary Finch"),
        ("Mary Finch said the plan was bad but she thought it was “a great help to all.”", "Mary Finch"),
    ]);
}
