//! Who speaks in passives and behind possessives; short clauses between single marks.

use super::check;

#[track_caller]
fn check_rows(rows: &[(&str, &str, &str)]) {
    for (text, words, speaker) in rows {
        check(&format!("The town met on a cold day.\n\n{text}"), &[(words, speaker)]);
    }
}

#[test]
fn in_a_passive_the_agent_speaks() {
    check_rows(&[
        ("Mark Brown was told by Ann Lee: “You will regret this vote.”", "You will regret this vote.", "Ann Lee"),
        (
            "Mark Brown was called “a disgrace to the office” by Ann Lee on Monday.",
            "a disgrace to the office",
            "Ann Lee",
        ),
        ("The plan was described as “a great mistake” by Mayor Ann Lee.", "a great mistake", "Ann Lee"),
        ("“You are a liar,” Ted Cruz was told by Marco Rubio.", "You are a liar,", "Marco Rubio"),
        (
            "Ted Cruz has been described by Marco Rubio as “a man without a plan.”",
            "a man without a plan.",
            "Marco Rubio",
        ),
        ("Mark Brown said he would go, and “that is that,” Brown added.", "that is that,", "Mark Brown"),
    ]);
}

#[test]
fn who_is_told_does_not_say_it() {
    check_rows(&[
        ("Mark Brown was warned that “you will regret this vote.”", "you will regret this vote.", "-"),
        (
            "Mark Brown came home. On Monday he was told by police to “stop making false comments” about it.",
            "stop making false comments",
            "-",
        ),
        ("Mark Brown was told to go home, but he said: “I will stay here.”", "I will stay here.", "Mark Brown"),
        ("Mark Brown was quoted as saying “we will stay here.”", "we will stay here.", "Mark Brown"),
    ]);
}

#[test]
fn who_asks_speaks_and_who_is_asked_answers() {
    let question = "Will you stay here for long?";
    check_rows(&[
        ("Mark Brown was asked by Ann Lee: “Will you stay here for long?”", question, "Ann Lee"),
        ("Mark Brown was asked on Monday by Ann Lee: “Will you stay here for long?”", question, "Ann Lee"),
        ("When it was over, Mark Brown was asked by Ann Lee, “Will you stay here for long?”", question, "Ann Lee"),
        ("“Will you stay here for long?” Mark Brown was asked by Ann Lee.", question, "Ann Lee"),
        (
            "Mark Brown was asked by Ann Lee whether he was “a friend of the mayor.”",
            "a friend of the mayor.",
            "Ann Lee",
        ),
        ("Mark Brown was asked by a reporter: “Will you stay here for long?”", question, "-"),
        ("Mark Brown was asked: “Will you stay here for long?”", question, "-"),
        ("“Will you stay here for long?” Mark Brown was asked.", question, "-"),
        ("Asked by Ann Lee about the vote, Mark Brown said: “I will stay here.”", "I will stay here.", "Mark Brown"),
        (
            "When asked by Ann Lee about it, Mark Brown was clear: “I will stay here.”",
            "I will stay here.",
            "Mark Brown",
        ),
        ("“I will stay here,” Mark Brown said when he was asked by Ann Lee.", "I will stay here,", "Mark Brown"),
        ("Mark Brown was asked by Ann Lee and said “I will stay here.”", "I will stay here.", "Mark Brown"),
        ("Mark Brown was asked by Ann Lee if he would. “I will stay here.”", "I will stay here.", "Mark Brown"),
        ("Mark Brown was asked about the vote: “I will stay here.”", "I will stay here.", "Mark Brown"),
    ]);
}

#[test]
fn an_owner_is_not_the_speaker() {
    check_rows(&[
        ("“He was at home,” said Mark Brown’s lawyer, Ann Lee.", "He was at home,", "Ann Lee"),
        ("“He was at home,” said Mark Brown's campaign manager, Ann Lee, who left.", "He was at home,", "Ann Lee"),
        ("“He was at home,” said Mark Brown’s lawyer Ann Lee.", "He was at home,", "Ann Lee"),
        ("“He’s gone for good,” said Bob Ray’s brother, Tim Ray.", "He’s gone for good,", "Tim Ray"),
        ("“He is gone for good,” said Bob Ray’s son, Grant, on Monday.", "He is gone for good,", "Grant"),
        ("Mark Brown came. “He was at home,” Mr. Brown's lawyer said.", "He was at home,", "-"),
        ("It was over, according to Mark Brown’s lawyer, Ann Lee: “He was at home.”", "He was at home.", "Ann Lee"),
    ]);
}

#[test]
fn a_short_clause_between_single_marks_is_a_quotation() {
    check_rows(&[
        ("'She's lying,' Mr Ellery's wife, Sandra Ellery, said.", "She's lying,", "Sandra Ellery"),
        ("‘She’s lying,’ Mr Ellery’s wife, Sandra Ellery, said.", "She’s lying,", "Sandra Ellery"),
        ("“I don’t,” said Sandra Ellery.", "I don’t,", "Sandra Ellery"),
    ]);
    check("The town met in the '90s.\n\nThe teachers' union and the dogs' owner came, rock 'n' roll played.", &[]);
}

#[test]
fn what_somebody_did_not_say_is_not_theirs() {
    check_rows(&[
        ("Mark Brown never said “let them wait for it.”", "let them wait for it.", "-"),
        ("Mark Brown has never actually said “let them wait for it.”", "let them wait for it.", "-"),
        ("Mark Brown denied saying “let them wait for it.”", "let them wait for it.", "-"),
        ("Mark Brown denied that he had ever said “let them wait for it.”", "let them wait for it.", "-"),
        ("Mayor Mark Brown did not say “let them wait for it.”", "let them wait for it.", "-"),
        ("Mark Brown didn’t tell her: “Wait for it all.”", "Wait for it all.", "-"),
        ("Mark Brown not only said “let them wait for it.”", "let them wait for it.", "Mark Brown"),
        ("“I did not say that at all,” Mark Brown said.", "I did not say that at all,", "Mark Brown"),
        ("Mark Brown did not say whether he would go. He said “it is too late.”", "it is too late.", "Mark Brown"),
    ]);
    check(
        "The town met.\n\nMark Brown said “this cannot be our way,” not “this can be our way.”",
        &[("this cannot be our way,", "Mark Brown"), ("this can be our way.", "-")],
    );
}

#[test]
fn who_is_named_as_another_is_not_the_one() {
    check_rows(&[
        (
            "It was Sen. Mark Brown, not Sen. Ann Lee, who said, “We will stay here.”",
            "We will stay here.",
            "Mark Brown",
        ),
        ("It was Ann Lee, not Mark Brown, who said: “We will stay here.”", "We will stay here.", "Ann Lee"),
    ]);
}
