//! The quotations of a text that is to be checked.

use crate::extract::quotes::{QuoteContext, marked_stretches, quotes};
use crate::model::Span;

/// A quotation of a text that is to be checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    /// The words, without the marks around them.
    pub text: String,
    /// Where they start in the text, in bytes; a block quotation with its marks between.
    pub span: Span,
    /// Who says them according to the text, if it tells.
    pub speaker: Option<String>,
    /// How sure that is, from 0 to 1; 0 if there is none.
    pub probability: f32,
}

/// Every stretch between quotation marks of any language, every embedded post, and every block whose
/// lines begin with `>`, in order.
pub fn quotations(text: &str) -> Vec<Quotation> {
    let mut found: Vec<Quotation> = Vec::new();
    let of = |span: Span, speaker: Option<String>, probability: f32| Quotation {
        text: span.of_text(text).to_owned(),
        span,
        speaker,
        probability,
    };
    let unwrapped = &unwrapped(text);
    let attributed = quotes(unwrapped, &QuoteContext::default()).quotes;
    let spans: Vec<Span> = attributed.iter().map(|quote| quote.words).collect();
    found.extend(attributed.into_iter().map(|quote| match quote.speaker {
        Some(speaker) => of(quote.words, Some(speaker.name), quote.probability),
        None => of(quote.words, None, 0.0),
    }));
    for span in marked_stretches(unwrapped) {
        let after = spans.partition_point(|known| known.end() <= span.start());
        if spans.get(after).is_none_or(|known| !known.overlaps(span)) {
            found.push(of(span, None, 0.0));
        }
    }
    for block in blocks(text) {
        // Marks within a block are part of what it quotes.
        found.retain(|quotation| !quotation.span.overlaps(block.span));
        found.push(block);
    }
    for quotation in &mut found {
        // `— Ann Lee, in: “Headline”`: the source, and nobody's words.
        let before = text.get(..quotation.span.start()).unwrap_or("");
        if before.trim_end_matches(['“', '"', '„', '«', ' ']).ends_with(", in:") {
            (quotation.speaker, quotation.probability) = (None, 0.0);
        }
    }
    found.retain(|quotation| quotation.text.chars().any(char::is_alphanumeric));
    found.sort_by_key(|quotation| quotation.span.start());
    found
}

/// The text with its lines joined to paragraphs, byte for byte: a draft may be wrapped at some width, and a
/// quotation go on in the next line. Where blank lines part the paragraphs, single line ends do not; elsewhere a line
/// that ends a sentence ends a paragraph.
fn unwrapped(text: &str) -> String {
    let has_blank_lines = text.contains("\n\n");
    let mut joined = String::with_capacity(text.len());
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let body = line.trim_end();
        let next = lines.peek().map_or("", |next| next.trim());
        let is_list =
            next.starts_with(['>', '-', '*', '#', '|', '•']) || next.starts_with(|c: char| c.is_ascii_digit());
        let ends = body.ends_with(['.', '!', '?', ':', '”', '"', '»', '“']) && !has_blank_lines;
        let goes_on = line.ends_with('\n') && !body.is_empty() && !next.is_empty() && !is_list && !ends;
        match line.strip_suffix('\n').filter(|_| goes_on) {
            Some(line) => {
                joined.push_str(line);
                joined.push(' ');
            }
            None => joined.push_str(line),
        }
    }
    joined
}

/// Blocks of lines that begin with `>`, as Markdown and mail set off what they quote.
fn blocks(text: &str) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut open: Option<(usize, Vec<&str>)> = None;
    let mut at = 0;
    // The last line stands for the end.
    for line in text.split_inclusive('\n').chain([""]) {
        match (line.trim_start().strip_prefix('>'), &mut open) {
            (Some(rest), Some((_, words))) => words.push(rest.trim_start_matches('>').trim()),
            (Some(rest), None) => open = Some((at, vec![rest.trim_start_matches('>').trim()])),
            (None, _) => {
                if let Some((start, words)) = open.take() {
                    let words = unescaped(words.join(" ").trim());
                    let inner = words.strip_prefix(['“', '"', '„', '«']).unwrap_or(&words);
                    let inner = inner.strip_suffix(['”', '"', '“', '»']).unwrap_or(inner);
                    found.push(Quotation {
                        text: inner.to_owned(),
                        span: Span::of(start, at),
                        speaker: None,
                        probability: 0.0,
                    });
                }
            }
        }
        at += line.len();
    }
    found
}

/// Marks of Markdown taken as the characters they stand for.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if letters.peek().is_some_and(char::is_ascii_punctuation) => plain.extend(letters.next()),
            _ => plain.push(letter),
        }
    }
    plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let found = quotations(text);
        let got: Vec<&str> = found.iter().map(|quotation| quotation.text.as_str()).collect();
        assert_eq!(got, want, "{text:?}");
        for quotation in found {
            assert!(text.get(quotation.span.range()).is_some());
        }
    }

    #[test]
    fn marks_of_several_languages_are_read() {
        check("“We go,” said Ann Lee.", &["We go,"]);
        check("Sie sagte: „Wir gehen jetzt nicht weg.“", &["Wir gehen jetzt nicht weg."]);
        check("Elle a dit : « Nous partons demain matin. »", &["Nous partons demain matin."]);
        check("The plan, so \"ill-starred\", failed.", &["ill-starred"]);
        check("他说：「我们走」。", &["我们走"]);
        check("No marks at all.", &[]);
        check(
            "Bob Ray said: \"We go.\"\n\n'Nobody knows why,' said Ann Lee of the dogs' 'so-called' owner.",
            &["We go.", "Nobody knows why,", "so-called"],
        );
    }

    #[test]
    fn a_quotation_goes_on_in_the_next_line() {
        check(
            "He said: “We go\nnow.\nAnd never\ncome back.”\n\nSo “it” is.",
            &["We go\nnow.\nAnd never\ncome back.", "it"],
        );
        check("He “went\nhome” early.\nShe said “no.”", &["went\nhome", "no."]);
    }

    #[test]
    fn blocks_are_quotations() {
        check(
            "He wrote:\n\n> We go \\& never\n> “come back” &amp; so on.\n\n— Ann Lee",
            &["We go & never “come back” & so on."],
        );
    }
}
