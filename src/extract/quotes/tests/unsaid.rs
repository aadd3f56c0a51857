//! Words that were not said.

use super::check_speakers;

#[test]
fn what_was_not_said_or_might_have_been_is_left_open() {
    check_speakers(&[
        ("Mary Finch should have said “we were wrong about this,” her critics argue.", "-"),
        ("Mary Finch might have replied “we were wrong about this” and left.", "-"),
        ("Mary Finch would not say if she had been “misled by her staff.”", "-"),
        ("Mary Finch refused to say whether she would “go before the summer.”", "-"),
        ("Mary Finch fell short of describing the deal as “a betrayal of trust.”", "-"),
        ("Mary Finch did not call the plan “a betrayal of trust.”", "-"),
        ("Mary Finch has never described it as “a betrayal of trust.”", "-"),
        ("It is not true that Mary Finch said “we were wrong about this.”", "-"),
        ("There is no evidence that Mary Finch said “we were wrong about this.”", "-"),
        ("A doctored video appears to show Mary Finch saying “we were wrong about this.”", "-"),
        ("In a fabricated clip, Mary Finch says: “We were wrong about this.”", "-"),
        ("Mary Finch never wrote “we were wrong about this,” a spokesman said.", "-"),
        ("Mary Finch wasn’t going to say “we were wrong about this.”", "-"),
        ("Mary Finch stopped short of saying it was “a betrayal of trust.”", "-"),
        ("Posts falsely claim that Mary Finch said “we were wrong about this.”", "-"),
        ("Nora Vale was not going to call it “a disgrace to us all.”", "-"),
        ("Nora Vale refused to describe him as “a danger to the town.”", "-"),
        ("Nora Vale declined to call him “a danger to the town.”", "-"),
        ("Nora Vale could have called it “a disgrace to us all” but held her tongue.", "-"),
        ("There was no proof that Nora Vale wrote “burn the lot of it.”", "-"),
        ("It was not true that Nora Vale had said “burn the lot of it.”", "-"),
        ("A forged letter in which Nora Vale writes “burn the lot of it” was found.", "-"),
        ("If Nora Vale tells them “burn the lot of it,” they will.", "-"),
    ]);
}

#[test]
fn what_was_said_beside_a_denial_keeps_its_speaker() {
    check_speakers(&[
        ("Mary Finch said she could have done more: “We were wrong about this.”", "Mary Finch"),
        ("Mary Finch said it could be “a betrayal of trust.”", "Mary Finch"),
        ("Mary Finch said she would not be “a party to fraud.”", "Mary Finch"),
        ("Mary Finch said the mayor should say “we were wrong about this.”", "Mary Finch"),
        ("Mary Finch would say later: “We were wrong about this.”", "Mary Finch"),
        ("Mary Finch declined to comment, saying only: “We were wrong about this.”", "Mary Finch"),
        ("Mary Finch declined to say more. “We were wrong about this,” she said.", "Mary Finch"),
        ("Mary Finch did not mince words, calling it “a betrayal of trust.”", "Mary Finch"),
        ("Mary Finch not only called it “a betrayal of trust” but left.", "Mary Finch"),
        ("Mary Finch refused to resign, saying it was “a betrayal of trust.”", "Mary Finch"),
        ("Mary Finch said it is false that she left: “I am still here.”", "Mary Finch"),
        ("Mary Finch, asked about the fake video, said: “We were wrong about this.”", "Mary Finch"),
        ("Mary Finch said in a video: “We were wrong about this.”", "Mary Finch"),
        ("A video shows Mary Finch saying “we were wrong about this.”", "Mary Finch"),
        ("Mary Finch could not hide her anger: “We were wrong about this.”", "Mary Finch"),
        ("Mary Finch had to say “we were wrong about this” twice.", "Mary Finch"),
        ("Mary Finch did not hesitate to call it “a betrayal of trust.”", "Mary Finch"),
        ("If the vote fails, Mary Finch said, “we will go home and weep.”", "Mary Finch"),
        ("Nora Vale could not have been clearer: “I am here to stay.”", "Nora Vale"),
        ("Nora Vale might have lost, but she said: “I am here to stay.”", "Nora Vale"),
        ("Nora Vale did not reply to calls. “I am here to stay,” she said later.", "Nora Vale"),
        ("Nora Vale refused to go. “I am here to stay,” she said.", "Nora Vale"),
        ("Nora Vale did not just call it wrong, she called it “a smear by cowards.”", "Nora Vale"),
        ("Nora Vale never tires of saying “I am here to stay.”", "Nora Vale"),
        ("Nora Vale would often say “I am here to stay.”", "Nora Vale"),
        ("Nora Vale should be ashamed, Karl Weiss said, adding: “She must go.”", "Karl Weiss"),
        ("Nora Vale should “go and never come back,” Karl Weiss said.", "Karl Weiss"),
        ("“She should have said sorry,” Karl Weiss said.", "Karl Weiss"),
        ("Karl Weiss said Nora Vale should have said “I am sorry for it.”", "Karl Weiss"),
        ("Whatever happens, Nora Vale says, “I am here to stay.”", "Nora Vale"),
        ("Asked about the doctored video, Nora Vale said: “I am here to stay.”", "Nora Vale"),
        ("The fake news must stop, Nora Vale said: “I am here to stay.”", "Nora Vale"),
        ("Nora Vale did say “I am here to stay.”", "Nora Vale"),
        ("Nora Vale said no evidence had been found: “I am here to stay.”", "Nora Vale"),
        ("Nora Vale, who never said sorry, told them: “I am here to stay.”", "Nora Vale"),
        ("Nora Vale had not planned to speak but said: “I am here to stay.”", "Nora Vale"),
    ]);
}
