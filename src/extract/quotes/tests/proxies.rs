//! Who speaks for another.

use super::check_speakers;

#[test]
fn who_speaks_for_another_is_not_who_they_speak_for() {
    check_speakers(&[
        ("After the hearing, a solicitor acting for Mary Finch said: “My client will appeal the verdict.”", "-"),
        ("“She is devastated by the news,” said a friend who has known Mary Finch for years.", "-"),
        ("On Friday, a representative of Paul Dorr told the Post that the actor “will not be returning.”", "-"),
        ("Outside, Mary Finch’s former husband said: “She deserves better than that.”", "-"),
        ("But a person close to Paul Dorr said he “would never sign it.”", "-"),
        ("Anyone who has met Paul Dorr will say: “He is a gentle soul.”", "-"),
        ("“He never saw the paper,” an attorney advising Paul Dorr told the court.", "-"),
        ("In a statement on Tuesday, a publicist for Mary Finch said: “She asks for privacy at this time.”", "-"),
        ("A senior adviser to Governor Paul Dorr said that the governor was “very angry about it.”", "-"),
        ("Later, the parents of Mary Finch said: “We are so proud of her.”", "-"),
        ("At the weekend Paul Dorr’s ex-wife said: “He was never at home.”", "-"),
        ("Yesterday, Paul Dorr’s press secretary said he had “never seen the letter.”", "-"),
        ("Lawyers representing Paul Dorr said in a filing that he had “acted in good faith.”", "-"),
        ("A campaign spokesman for Paul Dorr said the senator is “focused on the job.”", "-"),
        ("People who worked with Mary Finch said she was “a joy to be around.”", "-"),
        ("Paul Dorr’s team said he was “looking forward to the debate.”", "-"),
        ("“It is a sad day for us,” a cousin of the late singer Nora Vale told the Echo.", "-"),
        ("“It is a sad day for us,” said the family of Nora Vale.", "-"),
        ("Neighbours of Karl Weiss said he “kept himself to himself.”", "-"),
        ("An associate with knowledge of Karl Weiss’s plans said: “He will go soon.”", "-"),
        ("Those who know Karl Weiss say he is “hard as nails.”", "-"),
        ("The woman who accused Karl Weiss said: “He ruined my life.”", "-"),
        ("A consultant hired by Karl Weiss warned that “the roof will fall in.”", "-"),
        ("Counsel for Karl Weiss told the jury: “He was never there.”", "-"),
        ("Karl Weiss’s manager said: “He will be back by June.”", "-"),
        ("Karl Weiss’s longtime business partner said: “He will be back by June.”", "-"),
        ("“He will be back by June,” Karl Weiss’s sister told the Echo.", "-"),
        ("“He will be back by June,” said Karl Weiss’s oldest friend.", "-"),
        ("The family of nurse Karl Weiss said he was “the best of men.”", "-"),
    ]);
}

#[test]
fn a_name_beside_such_a_person_still_speaks() {
    check_speakers(&[
        ("“The road is long,” Rosa Kemp, senior editor at Lang House told the Echo.", "Rosa Kemp"),
        ("Rosa Kemp, chief economist at Lang House said: “The road is long and hard.”", "Rosa Kemp"),
        ("The Acme Group, a trade body representing small firms, said: “The road is long.”", "Acme Group"),
        ("A lawyer for Paul Dorr, Mary Finch, said: “We will appeal the verdict.”", "Mary Finch"),
        ("Mary Finch, a lawyer for Paul Dorr, said: “We will appeal the verdict.”", "Mary Finch"),
        ("“We will appeal the verdict,” said Mary Finch, a lawyer representing Paul Dorr.", "Mary Finch"),
        ("Paul Dorr’s lawyer, Mary Finch, said he was “glad to be home.”", "Mary Finch"),
        (
            "A meeting with lawyers for the union left Paul Dorr tired. “We will appeal the verdict,” Dorr said.",
            "Paul Dorr",
        ),
        ("In a letter to Mary Finch, Paul Dorr said: “We will appeal the verdict.”", "Paul Dorr"),
        ("At a dinner for Mary Finch, Paul Dorr said: “We will appeal the verdict.”", "Paul Dorr"),
        ("After talks with a lawyer for the union, Paul Dorr said: “We will appeal the verdict.”", "Paul Dorr"),
        ("A friend of the family, Paul Dorr, said: “We will appeal the verdict.”", "Paul Dorr"),
        ("The head of the bank, Paul Dorr, told a friend of Mary Finch: “We will appeal the verdict.”", "Paul Dorr"),
        ("Manager Paul Dorr said of Mary Finch’s agent: “He is a clever man.”", "Paul Dorr"),
        ("Asked about Mary Finch’s widow, Paul Dorr said: “We will look after her.”", "Paul Dorr"),
        ("Paul Dorr, who knows Mary Finch, said: “We will appeal the verdict.”", "Paul Dorr"),
        ("Paul Dorr, a spokesman for the mayor, said: “We will appeal the verdict.”", "Paul Dorr"),
        ("Mary Finch’s brother Paul Dorr said: “We will appeal the verdict.”", "Paul Dorr"),
        ("A spokesman for Karl Weiss declined to comment. “I have nothing to add,” Weiss said.", "Karl Weiss"),
        ("Nora Vale, who has worked with Karl Weiss, said: “He will be back by June.”", "Nora Vale"),
        ("Nora Vale, chair of the council, said of Karl Weiss: “He will be back by June.”", "Nora Vale"),
        ("The judge in the trial of Karl Weiss, Nora Vale, said: “He will be back by June.”", "Nora Vale"),
        ("Nora Vale, speaking for Karl Weiss, said: “He will be back by June.”", "Nora Vale"),
        ("Nora Vale told friends of Karl Weiss: “He will be back by June.”", "Nora Vale"),
        ("Standing with members of the board, Nora Vale said: “We will be back by June.”", "Nora Vale"),
        ("In a message to staff Nora Vale wrote: “We will be back by June.”", "Nora Vale"),
        ("Campaigning for Mayor Karl Weiss, Nora Vale said: “We will be back by June.”", "Nora Vale"),
        ("Coach Karl Weiss of the Hull Rovers said: “We will be back by June.”", "Karl Weiss"),
        ("The president of France, Karl Weiss, said: “We will be back by June.”", "Karl Weiss"),
        ("University of Leeds professor Karl Weiss said: “We will be back by June.”", "Karl Weiss"),
        ("Karl Weiss, the leader of the party, said: “We will be back by June.”", "Karl Weiss"),
        ("Friends with Karl Weiss since school, Nora Vale said: “We will be back by June.”", "Nora Vale"),
        ("The Bank of Hull said: “We will be back by June.”", "Bank of Hull"),
        ("The White House said: “We will be back by June.”", "White House"),
    ]);
}
