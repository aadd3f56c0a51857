//! Two people speak in turn.

use super::check;

#[test]
fn the_answer_is_not_that_of_who_asked() {
    check(
        "Ann Lee met Mark Brown.\n\n“You made it up, did you not?” asked Lee. “No, sir.”",
        &[("You made it up, did you not?", "Ann Lee"), ("No, sir.", "-")],
    );
    check(
        "Ann Lee met Mark Brown.\n\n“You made it up?” asked Lee. “Yes, all of it.”",
        &[("You made it up?", "Ann Lee"), ("Yes, all of it.", "-")],
    );
    check(
        "Ann Lee met Mark Brown.\n\n“Why are we here?” asked Lee. “We are here to win.”",
        &[("Why are we here?", "Ann Lee"), ("We are here to win.", "Ann Lee")],
    );
}

#[test]
fn who_acts_between_two_quotations_speaks() {
    check(
        "“So who knew of it?” Pratt said. “You will have to ask them,” Nolan said.\n\nPratt pressed her: “Is that an answer?” She paused. “It is the only one I have.”",
        &[
            ("So who knew of it?", "Pratt"),
            ("You will have to ask them,", "Nolan"),
            ("Is that an answer?", "Pratt"),
            ("It is the only one I have.", "Nolan"),
        ],
    );
    check(
        "Ann Lee said: “We will stay here.” She smiled. “It is good here.”",
        &[("We will stay here.", "Ann Lee"), ("It is good here.", "Ann Lee")],
    );
}

#[test]
fn who_belongs_to_the_name_before_it() {
    check(
        "“Rents are up again,” Ann Lee told the crowd, pointing at Mark Brown, who shot back: “You own half the town.”",
        &[("Rents are up again,", "Ann Lee"), ("You own half the town.", "Mark Brown")],
    );
    check(
        "Ann Lee spoke of Mark Brown, who told reporters: “I own half the town.”",
        &[("I own half the town.", "Mark Brown")],
    );
}

#[test]
fn who_sentenced_somebody_adds_to_it() {
    for (judge, listener) in
        [("Judge Nell Dyer", "Pratt"), ("Judge Nell Dyer", "her"), ("Sentencing, Judge Nell Dyer", "him")]
    {
        check(
            &format!("{judge} told {listener}: “You are a danger to us.”\n\nShe added: “You will go to prison.”"),
            &[("You are a danger to us.", "Nell Dyer"), ("You will go to prison.", "Nell Dyer")],
        );
    }
}
