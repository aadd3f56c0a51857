//! Comparisons as tables: words, then quotations, which have no counts of words.

use std::io::{self, Write};

use super::Table;
use super::concordance::rounded;
use crate::engine::ComparisonResponse;
use crate::render::Style;
use crate::render::json::side;

/// Writes a comparison below a header.
pub fn comparison(out: &mut dyn Write, style: &Style, response: &ComparisonResponse) -> io::Result<()> {
    let mut table = Table::new(out, style);
    let mut header = vec!["kind", "side", "text", "speaker", "count_a", "count_b", "articles_a", "articles_b"];
    header.extend(["per_million_a", "per_million_b", "log_likelihood", "log_ratio"]);
    table.row(&header)?;
    for word in &response.words {
        table.row(&[
            "word",
            side(word.keyness),
            &word.word,
            "",
            &word.counts[0].to_string(),
            &word.counts[1].to_string(),
            &word.articles[0].to_string(),
            &word.articles[1].to_string(),
            &rounded(word.per_million[0]),
            &rounded(word.per_million[1]),
            &rounded(word.keyness.log_likelihood),
            &rounded(word.keyness.log_ratio),
        ])?;
    }
    for quotation in &response.quotations {
        table.row(&[
            "quotation",
            side(quotation.keyness),
            &quotation.text,
            quotation.speaker.as_deref().unwrap_or(""),
            "",
            "",
            &quotation.articles[0].to_string(),
            &quotation.articles[1].to_string(),
            "",
            "",
            &rounded(quotation.keyness.log_likelihood),
            &rounded(quotation.keyness.log_ratio),
        ])?;
    }
    Ok(())
}
