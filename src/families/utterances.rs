//! What an article says in quotation marks: its quotations, and fragments in its own sentences.

use crate::extract::quotes::quoted_stretches;
use crate::model::{Article, QuoteKind, Span};

use super::speakers;
use super::update::NewItem;
use super::words::{GAP, MAX_WORDS, Token, Word, is_frequent, words};

/// Most of a writer's own words between two parts of a sentence.
const MAX_CUE_WORDS: usize = 9;

/// A quotation or fragment of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Utterance {
    /// The words, without the marks around them.
    pub span: Span,
    /// Its place among the article's quotations, or among its fragments.
    pub number: u16,
    /// True if extraction did not take it for a quotation.
    pub is_fragment: bool,
    /// Number of its paragraph.
    pub paragraph: u16,
    /// True if it carries on the sentence of the one before it, over a cue: `“A,” he said, “b”`.
    pub carries_on: bool,
}

/// Lists what stands in quotation marks or is an embedded post, in order of the text.
pub fn utterances(article: &Article) -> Vec<Utterance> {
    let text = article.text.as_str();
    let (paragraphs, stretches) = if article.quotes.is_empty() && !may_quote(text) {
        return Vec::new();
    } else {
        quoted_stretches(text)
    };
    let mut found: Vec<Utterance> = Vec::new();
    let utterance = |span, number: usize, is_fragment| Utterance {
        span,
        number: number.min(usize::from(u16::MAX)) as u16,
        is_fragment,
        paragraph: 0,
        carries_on: false,
    };
    found.extend(article.quotes.iter().enumerate().map(|(number, quote)| utterance(quote.words, number, false)));
    let taken = |span: Span| {
        let next = article.quotes.partition_point(|quote| quote.words.end() <= span.start());
        let boilerplate = article.boilerplate.partition_point(|skipped| skipped.end() <= span.start());
        article.quotes.get(next).is_some_and(|quote| quote.words.overlaps(span))
            || article.boilerplate.get(boilerplate).is_some_and(|skipped| skipped.overlaps(span))
    };
    let fragments = stretches.into_iter().filter(|span| !taken(*span));
    found.extend(fragments.enumerate().map(|(number, span)| utterance(span, number, true)));
    found.sort_by_key(|one| one.span);
    let mut paragraph = 0;
    for one in &mut found {
        while paragraphs.get(paragraph + 1).is_some_and(|next| next.start() <= one.span.start()) {
            paragraph += 1;
        }
        one.paragraph = paragraph.min(usize::from(u16::MAX)) as u16;
    }
    for at in 1..found.len() {
        found[at].carries_on = carries_on(article, &found[at - 1], &found[at]);
    }
    found
}

/// Longest title, in words.
const MAX_TITLE: usize = 12;

/// True of the title of a book or a song, or of a slogan set like one: every word that says something has
/// a capital, and no point ends it. What everybody calls by its name is no utterance.
fn is_title(text: &str) -> bool {
    if text.trim_end().ends_with(['.', '!', '?']) {
        return false;
    }
    let found = words(text);
    if !(2..=MAX_TITLE).contains(&found.len()) {
        return false;
    }
    let telling: Vec<bool> = found
        .iter()
        .filter(|word| !is_frequent(word.token))
        .map(|word| word.span.of_text(text).starts_with(|c: char| !c.is_lowercase()))
        .collect();
    let has_case = text.chars().any(char::is_lowercase);
    has_case && telling.len() >= 2 && telling.iter().all(|is_capital| *is_capital)
}

fn may_quote(text: &str) -> bool {
    text.contains(['“', '”', '"', '„', '«', '»', '「', '‘', '\''])
}

/// True if `next` goes on with the sentence that `one` began.
fn carries_on(article: &Article, one: &Utterance, next: &Utterance) -> bool {
    if one.is_fragment || next.is_fragment || one.paragraph != next.paragraph {
        return false;
    }
    let quote = |utterance: &Utterance| article.quotes.get(usize::from(utterance.number));
    let (Some(first), Some(second)) = (quote(one), quote(next)) else { return false };
    if first.kind != QuoteKind::Direct || second.kind != QuoteKind::Direct {
        return false;
    }
    if first.speaker.is_some() && second.speaker.is_some() && first.speaker != second.speaker {
        return false;
    }
    let text = article.text.as_str();
    let between = text.get(one.span.end()..next.span.start()).unwrap_or("");
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '“' | '”' | '"' | '„' | '«' | '»' | '‘' | '’' | '\'');
    let cue = between.trim_matches(is_mark);
    // The sentence is not over before the cue, nor in it, and begins no other one behind it.
    let is_open = one.span.of_text(text).trim_end().ends_with(',') || cue.starts_with(',');
    // `said Sen. Ann Lee,` has a point and no end.
    let is_end = |word: &str| word.ends_with('.') && word.len() > 4 && word.starts_with(char::is_lowercase);
    let has_end = cue.contains(['?', '!', ';', ':']) || cue.split_whitespace().any(is_end);
    let is_short = cue.split_whitespace().count() <= MAX_CUE_WORDS && !cue.ends_with(" that,");
    let words = next.span.of_text(text).trim_start();
    let goes_on = words.starts_with(|c: char| !c.is_uppercase()) || is_i(words);
    let says = [first.cue, second.cue].into_iter().flatten();
    let is_cue = says.into_iter().any(|cue| one.span.end() <= cue.start() && cue.end() <= next.span.start());
    is_open
        && !has_end
        && cue.ends_with(',')
        && is_short
        && goes_on
        && (is_cue || first.cue.is_none() && second.cue.is_none())
}

/// True if the first word is `I`, which has a capital wherever it stands.
fn is_i(words: &str) -> bool {
    words.strip_prefix('I').is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
}

/// The utterances of an article as families are made of them; those without a word are left out.
pub fn items(article: &Article) -> Vec<NewItem> {
    let found = utterances(article);
    let read: Vec<Vec<Word>> = found.iter().map(|one| words(one.span.of_text(&article.text))).collect();
    let texts: Vec<Vec<Token>> = read.iter().map(|words| words.iter().map(|word| word.token).collect()).collect();
    let mut items = Vec::with_capacity(found.len());
    let mut at = 0;
    while at < found.len() {
        let end = at + 1 + found[at + 1..].iter().take_while(|one| one.carries_on).count();
        let mut whole: Vec<Token> = texts[at..end].concat();
        whole.truncate(MAX_WORDS);
        let first = items.len();
        let is_bracketed = read[at..end].iter().flatten().any(|word| word.bracketed);
        // Of a sentence in several parts places would have to be counted through; hardly any quotes.
        let inner = if end == at + 1 { inner(found[at].span.of_text(&article.text), &read[at]) } else { (0, 0) };
        for (one, own) in found[at..end].iter().zip(&texts[at..end]) {
            if own.iter().all(|token| *token == GAP) {
                continue;
            }
            let quote = article.quotes.get(usize::from(one.number)).filter(|_| !one.is_fragment);
            let is_set = quote.is_some_and(|quote| matches!(quote.kind, QuoteKind::Post | QuoteKind::Headline));
            if !is_set && is_title(one.span.of_text(&article.text)) {
                continue;
            }
            items.push(NewItem {
                words: whole.clone(),
                speaker: quote
                    .and_then(|quote| quote.speaker.as_ref())
                    .map_or(0, |who| speakers::number(&who.name, who.organisation)),
                number: one.number,
                paragraph: one.paragraph,
                is_fragment: one.is_fragment,
                carries_on: items.len() > first,
                is_bracketed,
                inner,
            });
        }
        at = end;
    }
    items
}

/// The words between quotation marks within a quotation, the longest stretch of them; a few single words are only
/// set off.
fn inner(text: &str, words: &[Word]) -> (u16, u16) {
    if !text.contains(['“', '"', '‘', '\'', '«', '„', '‹']) {
        return (0, 0);
    }
    let place = |span: Span| {
        let from = words.partition_point(|word| word.span.end() <= span.start());
        let to = words.partition_point(|word| word.span.start() < span.end());
        (from.min(usize::from(u16::MAX)) as u16, to.min(usize::from(u16::MAX)) as u16)
    };
    let stretches = quoted_stretches(text).1.into_iter().map(place).filter(|(from, to)| from + 1 < *to);
    // What is quoted from the beginning on is quoted once.
    let within = stretches.filter(|(from, _)| *from > 0);
    within.max_by_key(|(from, to)| (to - from, std::cmp::Reverse(*from))).unwrap_or((0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &[(&str, bool, bool)]) {
        let article = crate::extract::text(text);
        let found = utterances(&article);
        let got: Vec<(&str, bool, bool)> =
            found.iter().map(|one| (one.span.of_text(text), one.is_fragment, one.carries_on)).collect();
        assert_eq!(got, want, "{text:?}");
    }

    #[test]
    fn a_sentence_over_a_cue_is_one_and_fragments_are_listed() {
        check(
            "“We will hold the dam,” Ann Lee said, “until the rain has stopped.”",
            &[("We will hold the dam,", false, false), ("until the rain has stopped.", false, true)],
        );
        check(
            "“We will hold the dam,” Ann Lee said. “The rain has stopped.”",
            &[("We will hold the dam,", false, false), ("The rain has stopped.", false, false)],
        );
        check(
            "“We will hold the dam,” Ann Lee said, and later she wrote to the mayor and to others, “until the rain.”",
            &[("We will hold the dam,", false, false), ("until the rain.", false, false)],
        );
        check("The mayor spoke of a “winner” there.", &[("winner", true, false)]);
        check("No marks here, and 6 o’clock.", &[]);
    }

    #[test]
    fn titles_are_no_utterances() {
        for (text, want) in [
            ("Fire and Fury: Inside the Trump White House,", true),
            ("The Lead with Jake Tapper", true),
            ("fire and fury", false),
            ("I love Alabama!", false),
            ("Donald Trump will win", false),
            ("Ann", false),
            ("", false),
        ] {
            assert_eq!(is_title(text), want, "{text}");
        }
    }
}
