//! What somebody says that another has said.

use super::check_speakers;

#[test]
fn the_words_of_another_are_theirs() {
    check_speakers(&[
        ("Prosecutor Mary Finch said Dorr had told officers he was “asleep in the car all night.”", "Dorr"),
        ("Sgt. Mary Finch said the driver, Paul Dorr, told officers he had “made a few bad turns.”", "Paul Dorr"),
        ("Mary Finch said Mr Dorr, her boss, had called her “a foolish little child”.", "Dorr"),
        ("Mary Finch told the court that colleague Paul Dorr said she was “only there for the cake”.", "Paul Dorr"),
        ("Detective Mary Finch testified that Dorr admitted he “just wanted to frighten them.”", "Dorr"),
        ("Mary Finch recalled that Governor Paul Dorr called the memo “a heap of wet straw.”", "Paul Dorr"),
        ("Prosecuting, Mary Finch said Paul Dorr texted his brother “we are going to be rich”.", "Paul Dorr"),
        ("Mary Finch told MPs that Paul Dorr had told her the strike was “all just for show”.", "Paul Dorr"),
        ("Mary Finch read out texts in which Paul Dorr told a boy to “keep this between the two of us.”", "Paul Dorr"),
        ("Police found a diary in which Paul Dorr wrote, “They will all remember me.”", "Paul Dorr"),
        ("Mary Finch said she heard Paul Dorr shout “this is for my brother”.", "Paul Dorr"),
        ("Mary Finch said Paul Dorr had once described her as “a scarecrow in boots.”", "Paul Dorr"),
    ]);
}

#[test]
fn the_words_of_somebody_unnamed_are_left_open() {
    check_speakers(&[
        ("Actress Mary Finch said a producer once dismissed her as “a lamp in heels.”", "-"),
        ("Mary Finch said her mother used to call her “the little weather girl.”", "-"),
        ("Nurse Mary Finch said a doctor told her the ward was “like a scene from a war”.", "-"),
        ("Mary Finch recalled how her teacher called her “a waste of a uniform.”", "-"),
        ("Mary Finch blushed when told the mayor had called her “a real guardian angel.”", "-"),
        ("Mary Finch laughed when reminded that a columnist described her as “a scarecrow in boots.”", "-"),
        ("Mary Finch said a man in the crowd called her “a waste of a uniform.”", "-"),
        ("Mary Finch hit back at readers after they branded her “a sad old fool.”", "-"),
        ("Sgt. Mary Finch said the note read, “Give me the money right now.”", "-"),
        ("Mary Finch said she had been told by managers to “keep quiet and smile”.", "-"),
    ]);
}

#[test]
fn what_the_outer_speaker_says_is_hers() {
    check_speakers(&[
        ("Mary Finch said she told officers she was “asleep in the car all night.”", "Mary Finch"),
        ("Mary Finch said Dorr was “asleep in the car all night.”", "Mary Finch"),
        ("Mary Finch said what Paul Dorr told her was “a pack of lies.”", "Mary Finch"),
        ("Mary Finch said the story Paul Dorr told her was “a pack of lies.”", "Mary Finch"),
        ("Mary Finch said Paul Dorr’s claim was “a pack of lies.”", "Mary Finch"),
        ("Mary Finch said Paul Dorr told the country a “pack of filthy lies.”", "Mary Finch"),
        ("Mary Finch said Paul Dorr wrote a book that was “a pack of lies.”", "Mary Finch"),
        ("Mary Finch said Paul Dorr told her the truth and that she was “glad to hear it.”", "Mary Finch"),
        ("Mary Finch said police reports were “a pack of lies.”", "Mary Finch"),
        ("Mary Finch said Paul Dorr called for “an end to the war.”", "Mary Finch"),
        ("Mary Finch said Paul Dorr promised “an end to the war.”", "Mary Finch"),
        ("Mary Finch said the talks with Paul Dorr were “a waste of time.”", "Mary Finch"),
        ("Mary Finch said the mayor should tell them “we were wrong about it.”", "Mary Finch"),
        ("Mary Finch released a statement saying “we were wrong about it.”", "Mary Finch"),
        ("Mary Finch said of Paul Dorr: “He told me to go home.”", "Mary Finch"),
        ("Asked what Paul Dorr said, Mary Finch replied: “He told us to go home.”", "Mary Finch"),
        ("Mary Finch told Paul Dorr he was “a sad old fool.”", "Mary Finch"),
        ("Mary Finch said Dorr left and called him “a sad old fool.”", "Mary Finch"),
    ]);
}
