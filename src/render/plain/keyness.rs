//! Comparisons: what each side uses more, in columns.

use std::io::{self, Write};

use super::concordance::columns;
use super::plural;
use crate::engine::{ComparisonResponse, KeyQuotation, KeyWord, SetSize};
use crate::render::Style;
use crate::render::style::Role;

/// Writes a comparison; `names` are the two queries as given.
pub fn comparison(
    out: &mut dyn Write,
    style: &Style,
    names: [&str; 2],
    response: &ComparisonResponse,
) -> io::Result<()> {
    for (label, name, size) in [("A", names[0], response.a), ("B", names[1], response.b)] {
        writeln!(out, "{label}  {}  {}", style.paint(Role::Meta, name), sizes(size))?;
    }
    for (label, is_first) in [("A", true), ("B", false)] {
        let words = response.words.iter().filter(|word| word.keyness.is_of_first() == is_first);
        let rows: Vec<Vec<String>> = words.map(|word| word_row(style, word)).collect();
        if !rows.is_empty() {
            writeln!(out, "\n{}", style.paint(Role::Heading, &format!("words used more in {label}")))?;
            columns(out, style, &["A", "B", "A/million", "B/million", "log-likelihood", "log ratio", "word"], rows)?;
        }
    }
    for (label, is_first) in [("A", true), ("B", false)] {
        let found = response.quotations.iter().filter(|one| one.keyness.is_of_first() == is_first);
        let rows: Vec<Vec<String>> = found.map(|one| quotation_row(style, one)).collect();
        if !rows.is_empty() {
            writeln!(out, "\n{}", style.paint(Role::Heading, &format!("quoted more in {label}, by articles")))?;
            columns(out, style, &["A", "B", "log-likelihood", "log ratio", "quotation"], rows)?;
        }
    }
    Ok(())
}

fn sizes(size: SetSize) -> String {
    let articles = plural(size.articles, "article", "articles");
    let words = plural(size.words, "word", "words");
    let quotations = plural(size.quotations, "quotation", "quotations");
    format!("{articles}, {words}, {quotations}")
}

fn word_row(style: &Style, word: &KeyWord) -> Vec<String> {
    vec![
        word.counts[0].to_string(),
        word.counts[1].to_string(),
        format!("{:.0}", word.per_million[0]),
        format!("{:.0}", word.per_million[1]),
        format!("{:.1}", word.keyness.log_likelihood.abs()),
        format!("{:+.1}", word.keyness.log_ratio),
        style.line(&word.word),
    ]
}

fn quotation_row(style: &Style, quotation: &KeyQuotation) -> Vec<String> {
    let speaker = quotation.speaker.as_deref().map(|name| format!(" — {name}")).unwrap_or_default();
    vec![
        quotation.articles[0].to_string(),
        quotation.articles[1].to_string(),
        format!("{:.1}", quotation.keyness.log_likelihood.abs()),
        format!("{:+.1}", quotation.keyness.log_ratio),
        style.line(&format!("“{}”{speaker}", quotation.text)),
    ]
}
