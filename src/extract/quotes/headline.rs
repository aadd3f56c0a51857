//! Headlines that quote: a first paragraph wholly in quotation marks.

use crate::model::{Quote, QuoteKind, Span};

/// Marks a quotation that is the whole first paragraph as a headline, and gives it the speaker
/// of the quotation or post that it shortens.
pub fn attribute(text: &str, paragraphs: &[Span], quotes: &mut [Quote]) {
    let Some(first) = paragraphs.first() else { return };
    let Some((headline, rest)) = quotes.split_first_mut() else { return };
    let is_whole = headline.kind == QuoteKind::Direct
        && headline.words.start() <= first.start() + 4
        && headline.words.end() + 4 >= first.end()
        && first.len() < 400
        && paragraphs.len() > 1;
    if !is_whole {
        return;
    }
    headline.kind = QuoteKind::Headline;
    let parts: Vec<String> = headline
        .words
        .of_text(text)
        .split(['…'])
        .flat_map(|part| part.split("..."))
        .map(plain)
        .filter(|part| part.split(' ').count() >= 3)
        .collect();
    let source = rest.iter().take(200).find(|quote| {
        let words = plain(quote.words.of_text(text));
        !parts.is_empty() && quote.speaker.is_some() && parts.iter().all(|part| words.contains(part.as_str()))
    });
    if let Some(source) = source {
        headline.speaker = source.speaker.clone();
        headline.probability = source.probability;
        headline.mention = None;
        headline.cue = None;
        headline.reason =
            format!("shortens the words of this {}", if source.kind == QuoteKind::Post { "post" } else { "quote" });
    }
}

/// Words in small letters, one blank between.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.extend(word.chars().flat_map(char::to_lowercase));
    }
    plain
}
