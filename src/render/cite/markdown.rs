//! Markdown: a list of sources, or quotations set off with their source below.

use std::io::{self, Write};

use super::{Citation, one_line};
use crate::render::Style;

/// Writes a citation: an article as an item of a list, a quotation as a block with its source.
pub fn markdown(out: &mut dyn Write, style: &Style, citation: &Citation<'_>) -> io::Result<()> {
    let remarks: Vec<String> =
        citation.remarks().iter().map(|(name, value)| format!("{name}: {}", escaped(value))).collect();
    let source = source(citation);
    let entry = match &citation.words {
        None => format!("- {source}  \n  <small>{}</small>\n", remarks.join("; ")),
        Some(words) => {
            let mut block = String::new();
            for paragraph in words.text.split('\n').map(one_line).filter(|paragraph| !paragraph.is_empty()) {
                if !block.is_empty() {
                    block.push_str(">\n");
                }
                block.push_str(&format!("> {}\n", escaped(&paragraph)));
            }
            let speaker = escaped(words.speaker.unwrap_or("Unknown speaker"));
            format!("{block}\n— {speaker}, in: {source}  \n<small>{}</small>\n\n", remarks.join("; "))
        }
    };
    // Line ends are ours; nothing else may act on a terminal.
    for line in entry.split_inclusive('\n') {
        write!(out, "{}", style.safe(line.trim_end_matches('\n')))?;
        if line.ends_with('\n') {
            writeln!(out)?;
        }
    }
    Ok(())
}

/// `Jane Roe: “Headline”. *Outlet*, 2020-07-11. <address>`
fn source(citation: &Citation<'_>) -> String {
    let mut parts = Vec::new();
    let title = match citation.title {
        Some(title) => format!("“{}”", escaped(title)),
        None => "\\[no title\\]".to_owned(),
    };
    let authors: Vec<String> = citation.authors.iter().map(|author| escaped(author)).collect();
    parts.push(if authors.is_empty() { title } else { format!("{}: {title}", authors.join(", ")) });
    let outlet = citation.outlet.map_or("unknown outlet".to_owned(), |outlet| format!("*{}*", escaped(outlet)));
    let date = citation.date.map_or("no date".to_owned(), |date| date.to_string());
    parts.push(format!("{outlet}, {date}"));
    let mut text = parts.join(". ");
    text.push('.');
    if let Some(url) = citation.url {
        text.push_str(&format!(" <{}>", address(url)));
    }
    text
}

/// Text in which nothing is a mark of Markdown or HTML.
fn escaped(text: &str) -> String {
    let text = one_line(text);
    let mut out = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        // At the start of a line these begin a list or a heading.
        let begins = at == 0 && matches!(c, '-' | '+' | '#');
        let is_number = matches!(c, '.' | ')') && at > 0 && text[..at].bytes().all(|byte| byte.is_ascii_digit());
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            _ if begins || is_number => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

fn address(url: &str) -> String {
    let url: String = url.split_whitespace().collect();
    url.replace('<', "%3C").replace('>', "%3E")
}
