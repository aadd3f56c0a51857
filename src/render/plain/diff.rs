//! Two articles compared, for people: what the second cut, added and changed.

use std::io::{self, Write};

use super::check::marked;
use super::hits::shown_date;
use super::plural;
use crate::check::Change;
use crate::diff::{Difference, Sentence};
use crate::index::StoredArticle;
use crate::render::Style;
use crate::render::style::Role;
use crate::render::wrap::{Block, fill};

/// Sentences that are the same are shown up to this many in a row.
const SHOWN: usize = 1;

/// Writes what the right article has cut (`-`), added (`+`) and changed (`~`, with `[-cut-]` and `{+added+}`).
/// Runs of sentences that are the same are counted, unless `whole` asks for them.
pub fn difference(
    out: &mut dyn Write,
    style: &Style,
    [left, right]: [&StoredArticle; 2],
    difference: &Difference,
    whole: bool,
) -> io::Result<()> {
    for (mark, stored, words) in [("-", left, difference.left_words), ("+", right, difference.right_words)] {
        let article = &stored.article;
        let outlet = article.outlet.as_ref().map_or("no outlet", |outlet| outlet.value.as_str());
        let date = article.date.as_ref().map(|date| (date.value, date.certainty));
        let about = format!("{}  {}  {}", shown_date(date), outlet, plural(words as u64, "word", "words"));
        let id = style.paint(Role::Heading, &stored.id);
        writeln!(out, "{mark}{mark}{mark} {id}  {}", style.paint(Role::Meta, &about))?;
    }
    let mut rest = difference.sentences.as_slice();
    while let Some(sentence) = rest.first() {
        let run = rest.iter().take_while(|sentence| sentence.change == Change::Same).count();
        if run > SHOWN && !whole {
            let words: usize = rest.iter().take(run).map(|sentence| sentence.words).sum();
            let text = format!(
                "{} the same, {}",
                plural(run as u64, "sentence", "sentences"),
                plural(words as u64, "word", "words")
            );
            writeln!(out, "  … {}", style.paint(Role::Faint, &text))?;
            rest = rest.get(run..).unwrap_or_default();
            continue;
        }
        write_sentence(out, style, [&left.article.text, &right.article.text], sentence)?;
        rest = rest.get(1..).unwrap_or_default();
    }
    Ok(())
}

fn write_sentence(out: &mut dyn Write, style: &Style, [left, right]: [&str; 2], sentence: &Sentence) -> io::Result<()> {
    let one = sentence.left.map_or("", |span| span.of_text(left));
    let other = sentence.right.map_or("", |span| span.of_text(right));
    let (mark, role, text) = match sentence.change {
        Change::Same => (" ", None, other),
        Change::Removed => ("-", Some(Role::Removed), one),
        Change::Added => ("+", Some(Role::Added), other),
        Change::Changed => {
            return writeln!(out, "~ {}", marked(style, &sentence.pieces, one, |piece| piece.right.of_text(other)));
        }
    };
    let moved = match (sentence.is_moved, sentence.change) {
        (true, Change::Removed) => "(moved) ",
        (true, _) => "(moved here) ",
        _ => "",
    };
    let (on, off) = role.map_or(("", ""), |role| (style.on(role), style.off()));
    write!(out, "{on}")?;
    fill_within(out, style, text, &format!("{mark} {moved}"))?;
    write!(out, "{off}")
}

fn fill_within(out: &mut dyn Write, style: &Style, text: &str, first: &str) -> io::Result<()> {
    fill(out, style, text, Block { first, rest: "  ", marks: &[] })
}
