//! Quotations set apart with who said them in a line below: `“We will stay.”`, then `— Ann Lee, mayor`.

use super::reading::Reading;
use crate::extract::metadata::names;
use crate::model::{Quote, QuoteKind, Span, SpeakerName};

/// Longest line of a signature, in bytes.
const MAX_BYTES: usize = 160;

/// Bytes of marks between words and the ends of their paragraph.
const MAX_MARKS: usize = 4;

/// Gives quotations that are whole paragraphs the speaker whose signature is the next one.
pub fn attribute(reading: &Reading, quotes: &mut [Quote]) {
    let text = reading.text;
    let mut next = 0;
    for pair in reading.paragraphs.windows(2) {
        let (said, below) = (pair[0], pair[1]);
        let Some(name) = name_of(text, below) else { continue };
        next += quotes[next..].partition_point(|quote| quote.words.end() <= said.start());
        // The last within the paragraph; it may have begun in an earlier one.
        let n_within = quotes[next..].partition_point(|quote| quote.words.end() <= said.end());
        let Some(quote) = quotes[next..next + n_within].last_mut().filter(|_| n_within == 1) else { continue };
        let is_whole = quote.kind == QuoteKind::Direct
            && quote.words.start() <= said.start() + MAX_MARKS
            && quote.words.end() + MAX_MARKS >= said.end();
        let Some(speaker) = is_whole.then(|| speaker(reading, name)).flatten() else { continue };
        quote.speaker = Some(speaker);
        quote.mention = Some(name);
        quote.cue = None;
        // Not learned: of the nine that the development data have, eight name who spoke.
        quote.probability = 0.9;
        quote.reason = "signature below the quotation".to_owned();
    }
}

/// The name in a line that is a signature: a dash, a name, perhaps what the person is.
fn name_of(text: &str, line: Span) -> Option<Span> {
    let printed = line.of_text(text);
    if printed.len() > MAX_BYTES || printed.contains(['“', '”', '"', '«', '»']) {
        return None;
    }
    let rest = ["—", "–", "―", "--", "- "].iter().find_map(|dash| printed.strip_prefix(dash))?.trim_start();
    let name = rest.split([',', '(', ';', ':']).next()?.trim_end().trim_end_matches('.');
    let from = line.start() + printed.len() - rest.len();
    Span::new(text, from..from + name.len())
}

/// Who that is: somebody named elsewhere too, or a full name.
fn speaker(reading: &Reading, name: Span) -> Option<SpeakerName> {
    let printed = name.of_text(reading.text);
    let is_name = printed.split(' ').count() <= 5 && printed.starts_with(char::is_uppercase);
    let known = reading
        .entity_at(name)
        .filter(|_| is_name)
        .map(|entity| reading.people.name(reading.text, &reading.tokens, entity));
    known.or_else(|| names::person(printed).map(|name| SpeakerName { name, gender: None, organisation: false }))
}
