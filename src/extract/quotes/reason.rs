//! Why a speaker was chosen, in words a reader understands.

use super::candidates::{Order, Side};
use super::choose::Choice;
use super::reading::Reading;
use crate::extract::speakers::mentions::{Form, NONE};

/// Says why, such as `said + full name after the quote`.
pub fn reason(reading: &Reading, choice: &Choice) -> String {
    if !reading.attributes {
        return "speakers are told in English texts only".to_string();
    }
    let Some(candidate) = choice.candidate else { return "no speaker named nearby".to_string() };
    let mention = &reading.mentions[candidate.mention as usize];
    let what = match mention.form {
        Form::Full => "full name",
        Form::Single => "name",
        Form::Titled => "title and name",
        Form::Organisation => "organisation",
        Form::Place => "place",
        Form::He => "he",
        Form::She => "she",
        Form::Who => "who",
        Form::It => "it",
        Form::They => "they",
        Form::Own => "I or we",
        _ => "description",
    };
    let place = match candidate.side {
        Side::Before => "before the quote",
        Side::After => "after the quote",
        Side::Earlier => "earlier in the paragraph",
        Side::Later => "later in the paragraph",
        Side::Previous => "in the paragraph before",
        Side::Further => "two paragraphs before",
        Side::Next => "in the next paragraph",
    };
    let mut text = String::with_capacity(48);
    let verb = (candidate.verb != NONE).then(|| reading.span(candidate.verb, candidate.verb + 1).of_text(reading.text));
    match (candidate.order, verb) {
        (Order::SubjectVerb, Some(verb)) => text.extend([what, " + ", verb]),
        (Order::VerbSubject, Some(verb)) => text.extend([verb, " + ", what]),
        (Order::According, _) => text.extend(["according to + ", what]),
        (Order::Colon, _) => text.extend([what, " as a label"]),
        _ => text.push_str(what),
    }
    text.extend([" ", place]);
    if choice.carried_on {
        text.push_str(", as for the quote before");
    }
    text
}
