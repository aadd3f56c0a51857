//! What others claim, shout and charge.

use super::check_speakers;

#[test]
fn disputed_claims_are_those_of_who_makes_them() {
    check_speakers(&[
        ("Mary Finch brushed off Paul Dorr’s suggestion that she was “past her best days.”", "Paul Dorr"),
        ("Mary Finch disputed Paul Dorr’s claim that the plan was “dead on arrival.”", "Paul Dorr"),
        ("Mary Finch rejected claims by Paul Dorr that the plan was “dead on arrival.”", "Paul Dorr"),
        ("Nora Vale dismissed Karl Weiss’s warning that the bridge was “about to fall.”", "Karl Weiss"),
        ("Nora Vale scoffed at Karl Weiss’s prediction that she would be “gone by Easter.”", "Karl Weiss"),
        ("Karl Weiss stood by his claim that the bridge was “about to fall.”", "Karl Weiss"),
    ]);
}

#[test]
fn claims_charges_and_shouts_of_nobody_named_are_left_open() {
    check_speakers(&[
        ("Mary Finch denied allegations that she had been “reckless with public money.”", "-"),
        ("Mary Finch dismissed reports that she was “on her way out.”", "-"),
        ("Mary Finch hit back at suggestions that she had “lost the dressing room.”", "-"),
        ("Paul Dorr was convicted of “outraging public decency at night.”", "-"),
        ("Paul Dorr was charged with “assault with a deadly weapon.”", "-"),
        ("Mary Finch walked on stage to chants of “four more years now!”", "-"),
        ("Mary Finch was greeted by shouts of “go home and stay there.”", "-"),
        ("Mary Finch was met with calls of “out, out, out of here!”", "-"),
        ("Mary Finch faces accusations that she “misled the house on purpose.”", "-"),
        ("Mary Finch rejected the accusation that she had “sold her people out.”", "-"),
        ("Mary Finch could hear the crowd chanting “sack the board right now.”", "-"),
        ("Karl Weiss faces charges of “theft from the poor box.”", "-"),
        ("Karl Weiss faces a claim for “loss of earnings and pride.”", "-"),
        ("Karl Weiss called for an inquiry into claims that staff were “bullied every day.”", "-"),
        ("Nora Vale urged calm amid reports that the bridge was “about to fall.”", "-"),
        ("Karl Weiss was found guilty of “theft from the poor box.”", "-"),
        ("Karl Weiss was accused of “theft from the poor box.”", "-"),
        ("The crowd broke into chants of “out, out, out of here!”", "-"),
    ]);
}

#[test]
fn who_disputes_a_claim_still_speaks() {
    check_speakers(&[
        ("Rosa Kemp answered Otto Lang’s claim: “It is a pack of lies.”", "Rosa Kemp"),
        ("Rosa Kemp took to the stage to claim that “the roof will fall in by June.”", "Rosa Kemp"),
        ("Rosa Kemp said the firm was guilty of “theft from the poor box.”", "Rosa Kemp"),
        ("Mary Finch repeated her claim that the plan was “dead on arrival.”", "Mary Finch"),
        ("Mary Finch defended her description of the plan as “dead on arrival.”", "Mary Finch"),
        ("Mary Finch made the claim that the plan was “dead on arrival.”", "Mary Finch"),
        ("Mary Finch rejected the plan as “dead on arrival.”", "Mary Finch"),
        ("Mary Finch dismissed the claims as “a pack of lies.”", "Mary Finch"),
        ("Mary Finch rejected claims that she had lied, saying: “I told the truth.”", "Mary Finch"),
        ("Mary Finch denied claims that she had lied as “a pack of lies.”", "Mary Finch"),
        ("Mary Finch, who denies claims of fraud, said: “I told the truth.”", "Mary Finch"),
        ("Mary Finch pleaded guilty and said she was “deeply sorry for it.”", "Mary Finch"),
        ("Mary Finch pleaded with them to “leave the children alone.”", "Mary Finch"),
        ("Mary Finch called for “an end to the war.”", "Mary Finch"),
        ("Mary Finch accused the mayor of “selling out the town.”", "Mary Finch"),
        ("Mary Finch rejected the report and its claims, calling them “dead on arrival.”", "Mary Finch"),
        ("Mary Finch dismissed allegations of fraud, telling the court: “I told the truth.”", "Mary Finch"),
        ("Mary Finch warned of “a long and cold winter.”", "Mary Finch"),
        ("Nora Vale hit out at what she called “a smear by cowards.”", "Nora Vale"),
        ("Nora Vale rejected Weiss as “a smear merchant of old.”", "Nora Vale"),
        ("Nora Vale responded to the report by calling it “a smear by cowards.”", "Nora Vale"),
        ("Nora Vale said Karl Weiss’s claim was “a smear by cowards.”", "Nora Vale"),
        ("“Karl Weiss’s claim is a smear,” Nora Vale said.", "Nora Vale"),
        ("Nora Vale issued a warning that the bridge was “about to fall.”", "Nora Vale"),
        ("Karl Weiss was accused by Nora Vale of “theft from the poor box.”", "Nora Vale"),
        ("Nora Vale accused Karl Weiss of “theft from the poor box.”", "Nora Vale"),
        ("Nora Vale led chants of “out, out, out of here!”", "Nora Vale"),
        ("Nora Vale denied she was “a party to the fraud.”", "Nora Vale"),
        ("Nora Vale denied the charge: “I was never there at all.”", "Nora Vale"),
        ("Nora Vale denied reports of a rift. “I was never there at all,” she said.", "Nora Vale"),
        ("Nora Vale rejected suggestions she would quit, insisting: “I am here to stay.”", "Nora Vale"),
        ("Nora Vale faced criticism over it but said: “I am here to stay.”", "Nora Vale"),
        ("Nora Vale answered the criticism: “I am here to stay.”", "Nora Vale"),
        ("Nora Vale dismissed the criticism as “a smear by cowards.”", "Nora Vale"),
        ("Nora Vale made the comment that it was “a smear by cowards.”", "Nora Vale"),
    ]);
}
