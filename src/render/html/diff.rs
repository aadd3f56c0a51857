//! Two articles compared, as a page: what was cut is struck through, what was added is underlined, so that
//! the two differ without colour too.

use std::io::{self, Write};

use super::{escaped, head};
use crate::check::Change;
use crate::diff::{Difference, Sentence};
use crate::index::StoredArticle;

const STYLE: &str = "body{font:1rem/1.5 Georgia,serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#222;\
background:#fff}h1{font-size:1.2rem}table{border-collapse:collapse;font:.9rem sans-serif}td,th{padding:.2rem .8rem .2rem 0;\
text-align:left}del{background:#fbe3e1;color:#7a1a12;text-decoration:line-through}ins{background:#dff1e1;color:#14491d;\
text-decoration:underline}.moved{border-left:3px dotted #888;padding-left:.3rem}@media(prefers-color-scheme:dark){\
body{background:#181818;color:#ddd}del{background:#4a1d1a;color:#f5c4bf}ins{background:#183d1f;color:#bfe8c6}}";

/// Writes a page with both texts in one: words of the left article alone in `<del>`, words of the right one
/// alone in `<ins>`.
pub fn difference(out: &mut dyn Write, [left, right]: [&StoredArticle; 2], difference: &Difference) -> io::Result<()> {
    let title = format!("{} and {}", left.id, right.id);
    out.write_all(head(&title, STYLE).as_bytes())?;
    writeln!(out, "<body>\n<h1>{}</h1>\n<table>", escaped(&title))?;
    writeln!(out, "<tr><th></th><th>article</th><th>outlet</th><th>date</th><th>words</th></tr>")?;
    for (mark, stored, words) in
        [("<del>only here</del>", left, difference.left_words), ("<ins>only here</ins>", right, difference.right_words)]
    {
        let article = &stored.article;
        let outlet = article.outlet.as_ref().map_or("unknown", |outlet| outlet.value.as_str());
        let date = article.date.as_ref().map_or("unknown".to_owned(), |date| date.value.to_string());
        writeln!(
            out,
            "<tr><td>{mark}</td><td>{}</td><td>{}</td><td>{}</td><td>{words}</td></tr>",
            escaped(&stored.id),
            escaped(outlet),
            escaped(&date)
        )?;
    }
    writeln!(out, "</table>\n<p>{} words are the same.</p>", difference.same_words)?;
    let mut paragraph = None;
    for sentence in &difference.sentences {
        let here = (sentence.right_paragraph, sentence.left_paragraph);
        // A sentence of one text alone goes on with the paragraph that it stands in.
        let is_new = match (paragraph, here) {
            (None, _) => true,
            (Some((Some(before), _)), (Some(now), _)) => before != now,
            (Some((_, Some(before))), (_, Some(now))) => before != now,
            _ => true,
        };
        if is_new {
            write!(out, "{}<p>", if paragraph.is_some() { "</p>\n" } else { "" })?;
        } else {
            out.write_all(b" ")?;
        }
        paragraph = Some(here);
        write_sentence(out, [&left.article.text, &right.article.text], sentence)?;
    }
    writeln!(out, "{}</body>\n</html>", if paragraph.is_some() { "</p>\n" } else { "" })
}

fn write_sentence(out: &mut dyn Write, [left, right]: [&str; 2], sentence: &Sentence) -> io::Result<()> {
    let one = sentence.left.map_or("", |span| span.of_text(left));
    let other = sentence.right.map_or("", |span| span.of_text(right));
    let class = if sentence.is_moved { " class=\"moved\" title=\"stands elsewhere in the other\"" } else { "" };
    match sentence.change {
        Change::Same => write!(out, "{}", escaped(other)),
        Change::Removed => write!(out, "<del{class}>{}</del>", escaped(one)),
        Change::Added => write!(out, "<ins{class}>{}</ins>", escaped(other)),
        Change::Changed => {
            for piece in &sentence.pieces {
                let (one, other) = (piece.left.of_text(one), piece.right.of_text(other));
                if piece.change == Change::Same {
                    write!(out, "{}", escaped(other))?;
                    continue;
                }
                for (tag, text) in [("del", one), ("ins", other)] {
                    // The blank behind the last word is no part of what differs.
                    let words = text.trim_end();
                    if !words.is_empty() {
                        write!(out, "<{tag}>{}</{tag}>", escaped(words))?;
                    }
                    if words.len() < text.len() {
                        out.write_all(b" ")?;
                    }
                }
            }
            Ok(())
        }
    }
}
