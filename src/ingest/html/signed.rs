//! The text of an element that is made for the names of authors, with the lines it has on the screen.
//!
//! `<p>Jane Roe</p><p>Paris</p>` and `<span>By</span><span>Jane Roe</span>` stand apart there; one text of
//! the two would be another name.

use super::dom::Dom;
use super::entities::decode_into;
use super::tag::Tag;
use crate::extract::metadata::dates::{Printed, read_prefix};
use crate::extract::metadata::stated::{Label, label};

/// Nodes and bytes that are looked at.
const MAX_NODES: usize = 200;
const MAX_BYTES: usize = 400;

/// The text of the subtree at `index`, a line end where a block, a line or a glued element ends.
pub(super) fn lines_of(dom: &Dom<'_>, index: usize) -> String {
    let mut text = String::new();
    let range = dom.subtree(index);
    let mut at = range.start;
    let mut n_looked = 0;
    while at < range.end && text.len() < MAX_BYTES && n_looked < MAX_NODES {
        let node = &dom.nodes[at];
        n_looked += 1;
        match node.tag {
            Tag::Text => {
                let raw = dom.raw_text(at);
                let mut end = raw.len().min(2 * MAX_BYTES);
                while !raw.is_char_boundary(end) {
                    end -= 1;
                }
                let before = text.len();
                decode_into(&raw[..end], &mut text);
                let is_glued =
                    text[..before].ends_with(char::is_lowercase) && text[before..].starts_with(char::is_uppercase);
                if is_glued {
                    text.insert(before, '\n');
                }
            }
            tag if tag.is_unseen() => {
                at = (node.end as usize).max(at + 1);
                continue;
            }
            tag if tag.is_block() || tag == Tag::Br => text.push('\n'),
            _ => {}
        }
        at += 1;
    }
    let lines = text.split('\n').map(super::head::squeeze).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// What stands before the first day of a text: `Jane Roe May 11, 2021 9:30 pm`.
pub(super) fn before_day(text: &str) -> &str {
    let mut after_word = false;
    for (at, character) in text.char_indices().take(160) {
        let may_begin = !after_word && (character.is_ascii_digit() || character.is_uppercase());
        if may_begin && matches!(read_prefix(&text[at..]), Some((Printed::Day(_) | Printed::Either { .. }, _))) {
            return without_label(&text[..at]);
        }
        after_word = character.is_alphanumeric();
    }
    text
}

/// What stands before the words that label a day: `Jane Roe, updated:`. Other words with a colon label it
/// as a whole.
fn without_label(text: &str) -> &str {
    const MARKS: [char; 9] = [' ', '|', '-', '–', '—', '•', '·', ',', '\n'];
    let mut text = text.trim_end_matches(MARKS);
    for _ in 0..4 {
        let last = text.rsplit([' ', '|', ',', '\n']).next().unwrap_or("");
        if last.is_empty() || label(last) == Label::Nothing {
            break;
        }
        text = text[..text.len() - last.len()].trim_end_matches(MARKS);
    }
    if text.ends_with(':') { "" } else { text }
}

/// A value without the addresses in it: `Jane Roe jroe@ledger.example`.
pub(super) fn without_addresses(text: &str) -> String {
    text.split(' ').filter(|word| !is_mail_address(word)).collect::<Vec<_>>().join(" ")
}

fn is_mail_address(word: &str) -> bool {
    word.split_once('@')
        .is_some_and(|(user, host)| !user.trim_start_matches(['(', '<', '|']).is_empty() && host.contains('.'))
}

/// `text` without what stands in brackets: `Jane Roe (Paris, correspondent) and Max Poe`.
pub(super) fn without_brackets(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::with_capacity(text.len());
    while let Some((before, inner)) = rest.split_once('(') {
        let Some((_, after)) = inner.split_once(')') else { break };
        kept.push_str(before.trim_end());
        rest = after;
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_those_of_the_screen() {
        for (html, want) in [
            ("<div><p>Jane Roe</p><p>Paris</p></div>", "Jane Roe\nParis"),
            ("<div><a>Jane Roe</a><br>London</div>", "Jane Roe\nLondon"),
            ("<div><span>By</span><span>Jane Roe</span></div>", "By\nJane Roe"),
            ("<div><span>By</span> <span>Jane Roe</span></div>", "By Jane Roe"),
            ("<div><b>J</b>ane <i>Roe</i></div>", "Jane Roe"),
        ] {
            assert_eq!(lines_of(&Dom::parse(html), 1), want, "{html:?}");
        }
    }

    #[test]
    fn days_addresses_and_brackets_go() {
        assert_eq!(before_day("Jane Roe May 11, 2021 9:30 pm"), "Jane Roe");
        assert_eq!(before_day("Jane Roe | 11.05.2021"), "Jane Roe");
        assert_eq!(before_day("May Roe"), "May Roe");
        assert_eq!(before_day("Jane Roe | Updated: May 11, 2021"), "Jane Roe");
        assert_eq!(before_day("Next vote: May 11, 2021"), "");
        assert_eq!(without_addresses("Jane Roe jroe@ledger.example"), "Jane Roe");
        assert_eq!(without_addresses("Jane Roe @jroe"), "Jane Roe @jroe");
        assert_eq!(without_brackets("Jane Roe (Paris, on leave) and Max Poe"), "Jane Roe and Max Poe");
        assert_eq!(without_brackets("Jane Roe (Paris"), "Jane Roe (Paris");
    }
}
