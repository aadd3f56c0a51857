//! Quotations of a text and who said them.
//!
//! Marks give the stretches (`marks`), signatures the embedded posts (`posts`). The front end
//! of `extract::speakers` gives mentions of people; `candidates` lays out for each quotation
//! which mentions may be its speaker and how they stand to it; `choose` picks one. Pure, and
//! linear in the length of the text.

mod candidates;
mod choose;
mod deceased;
mod denials;
mod exchange;
mod features;
mod fiction;
mod headline;
mod interview;
mod joint;
mod marks;
mod posts;
mod predicates;
mod reading;
mod reason;
mod searches;
mod seconds;
mod short;
mod signature;
mod sources;
#[doc(hidden)]
pub mod training;
mod unsaid;
mod works;

use super::speakers::mentions::NONE;
use super::speakers::weights::Weights;
use crate::model::{Alias, Quote, QuoteKind, Span, SpeakerName};

/// What is known of a text besides its words.
#[derive(Clone, Copy, Debug, Default)]
pub struct QuoteContext<'a> {
    /// ISO 639-1 code of the language. Unknown counts as English; in any other language
    /// quotations are found and attributed to nobody, but for signed posts.
    pub language: Option<&'a str>,
    /// Stretches that belong to the site and not to the article, in order: nothing in them is
    /// a quotation or a speaker.
    pub boilerplate: &'a [Span],
}

/// The quotations of a text, and other names it gives for their speakers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Quotations in order of their start, disjoint.
    pub quotes: Vec<Quote>,
    /// Handles from the signatures of posts, each once.
    pub aliases: Vec<Alias>,
}

/// Finds the quotations of `text` and who said them.
///
/// A speaker is named as fully as the text names them, without titles. Where the text does not
/// tell who speaks (`a spokesman said`), the speaker is `None` and the mention stays.
///
/// ```
/// use news_search::extract::quotes::{QuoteContext, quotes};
///
/// let text = "Mayor Ann Lee spoke on Monday. “We will not go,” Lee said. “Never.”";
/// let found = quotes(text, &QuoteContext::default());
/// let words: Vec<&str> = found.quotes.iter().map(|quote| quote.words.of_text(text)).collect();
/// assert_eq!(words, ["We will not go,", "Never."]);
/// assert_eq!(found.quotes[0].speaker.as_ref().map(|s| s.name.as_str()), Some("Ann Lee"));
/// ```
pub fn quotes(text: &str, context: &QuoteContext) -> Found {
    collect(text, context, Weights::learned())
}

/// The paragraphs of `text` and all that stands between a pair of quotation marks, quotation or not
/// (`the “winner”`), in order.
pub fn quoted_stretches(text: &str) -> (Vec<Span>, Vec<Span>) {
    let paragraphs = crate::text::paragraphs(text);
    let spans = closed(&marks::stretches(text, &paragraphs));
    (paragraphs, spans)
}

/// The same with what stands between single marks in a text of double ones, such as `the 'winner'`.
pub fn marked_stretches(text: &str) -> Vec<Span> {
    closed(&marks::all_stretches(text, &crate::text::paragraphs(text)))
}

fn closed(stretches: &[marks::Stretch]) -> Vec<Span> {
    let closed = stretches.iter().filter(|stretch| stretch.closed && stretch.start < stretch.end);
    closed.map(|stretch| Span::of(stretch.start as usize, stretch.end as usize)).collect()
}

fn collect(text: &str, context: &QuoteContext, weights: &Weights) -> Found {
    let Some(reading) = reading::read(text, context, weights, None) else { return Found::default() };
    let mut found = Found::default();
    let chosen = choose::choose(&reading, weights, None);
    let mut posts = reading.posts.iter().peekable();
    for (number, stretch) in reading.stretches.iter().enumerate() {
        while let Some(post) = posts.next_if(|post| post.whole.start() <= stretch.open as usize) {
            found.quotes.push(post_quote(&reading, post, &mut found.aliases));
        }
        let Some(choice) = chosen[number] else { continue };
        if !choice.is_quote {
            continue;
        }
        let candidate = choice.candidate;
        if stretch.lone && !stretch.partial && candidate.is_none_or(|candidate| candidate.verb == NONE) {
            continue;
        }
        let mention = candidate.map(|candidate| &reading.mentions[candidate.mention as usize]);
        let cue = candidate.filter(|candidate| candidate.verb != NONE).map(|candidate| {
            // `according to` is two words.
            let words = if candidate.order == candidates::Order::According { 2 } else { 1 };
            reading.span(candidate.verb, candidate.verb + words)
        });
        found.quotes.push(Quote {
            words: Span::of(stretch.start as usize, stretch.end as usize),
            kind: QuoteKind::Direct,
            speaker: choice.entity.map(|entity| reading.people.name(text, &reading.tokens, entity)),
            mention: mention.map(|mention| {
                let both = candidate.filter(|_| choice.entity.is_none()).and_then(|one| joint::pair(&reading, &one));
                let (first, last) = both.unwrap_or((mention.titled, mention.last));
                reading.span(first, last)
            }),
            cue,
            probability: if choice.entity.is_some() { choice.probability } else { 0.0 },
            reason: reason::reason(&reading, &choice),
        });
    }
    for post in posts {
        found.quotes.push(post_quote(&reading, post, &mut found.aliases));
    }
    signature::attribute(&reading, &mut found.quotes);
    headline::attribute(text, &reading.paragraphs, &mut found.quotes);
    found
}

fn post_quote(reading: &reading::Reading, post: &posts::Post, aliases: &mut Vec<Alias>) -> Quote {
    let speaker = match reading.entity_at(post.name) {
        Some(entity) => reading.people.name(reading.text, &reading.tokens, entity),
        None => SpeakerName { name: post.name.of_text(reading.text).to_string(), gender: None, organisation: false },
    };
    let alias = Alias { name: speaker.name.clone(), alias: post.handle.of_text(reading.text).to_string() };
    if !aliases.contains(&alias) && aliases.len() < 256 {
        aliases.push(alias);
    }
    Quote {
        words: post.words,
        kind: QuoteKind::Post,
        speaker: Some(speaker),
        mention: Some(post.name),
        cue: None,
        probability: 0.99,
        reason: "signature of the post".to_string(),
    }
}

#[cfg(test)]
mod tests;
