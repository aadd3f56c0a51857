//! The last name of one whom the text calls dead.

use super::{QuoteContext, quotes};

#[test]
fn of_the_dead_a_last_name_alone_is_no_sure_answer() {
    for (text, is_sure) in [
        ("Otto Lang died in 2011. His son builds boats. “He taught me all of it,” Mr. Lang said.", false),
        ("Otto Lang, who was 91, died in Hull. “He taught me all of it,” said Lang.", false),
        ("The late Otto Lang built boats. “He taught me all of it,” Lang said.", false),
        ("Otto Lang’s widow builds boats. “He taught me all of it,” Lang said.", false),
        ("The funeral of Otto Lang was small. “He taught me all of it,” Lang said.", false),
        ("Otto Lang passed away in May. “He taught me all of it,” Lang said.", false),
        ("Otto Lang builds boats. “He taught me all of it,” Lang said.", true),
        ("Otto Lang said his father had died. “He taught me all of it,” Lang said.", true),
        ("Otto Lang was late. “He taught me all of it,” Lang said.", true),
        ("Otto Lang died in 2011. “I will build boats all my life,” Otto Lang said in 1990.", true),
    ] {
        let found = quotes(text, &QuoteContext::default());
        let quote = &found.quotes[0];
        assert_eq!(quote.speaker.as_ref().map(|speaker| speaker.name.as_str()), Some("Otto Lang"), "{text:?}");
        assert_eq!(quote.probability > 0.9, is_sure, "{text:?} {}", quote.probability);
    }
}
