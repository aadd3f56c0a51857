//! Hits: what a reader needs to decide which article to open.

use std::io::{self, Write};

use crate::engine::Hit;
use crate::model::{Certainty, Date};
use crate::render::Style;
use crate::render::style::Role;
use crate::render::wrap::{Block, fill};

/// Most people named in the line of a hit.
const MAX_SPEAKERS: usize = 5;

/// Writes hits: rank, date, outlet and title; id and who is quoted; the passages that matched.
///
/// A `~` before a date says that it is not stated as the date of publication but concluded.
pub fn hits(out: &mut dyn Write, style: &Style, hits: &[Hit]) -> io::Result<()> {
    // Ranks of one answer take the same room, so that dates stand below each other.
    let room = hits.iter().map(|hit| hit.rank).max().unwrap_or(1).to_string().len();
    for (at, hit) in hits.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        write_hit(out, style, hit, room)?;
    }
    Ok(())
}

fn write_hit(out: &mut dyn Write, style: &Style, hit: &Hit, room: usize) -> io::Result<()> {
    let date = style.paint(Role::Meta, &shown_date(hit.date));
    let outlet = style.paint(Role::Meta, hit.outlet.as_deref().unwrap_or("no outlet"));
    let title = match &hit.title {
        Some(title) => style.paint(Role::Heading, title),
        None => style.paint(Role::Faint, "no title"),
    };
    writeln!(out, "{:>room$}  {date}  {outlet}  {title}", hit.rank)?;

    let indent = " ".repeat(room + 2);
    write!(out, "{indent}{}", style.paint(Role::Faint, &hit.id))?;
    if !hit.speakers.is_empty() {
        let named: Vec<String> =
            hit.speakers.iter().take(MAX_SPEAKERS).map(|name| style.paint(Role::Person, name)).collect();
        write!(out, "  quotes {}", named.join(", "))?;
        if let Some(more) = hit.speakers.len().checked_sub(MAX_SPEAKERS + 1) {
            write!(out, " and {} more", more + 1)?;
        }
    }
    writeln!(out)?;

    let first = format!("{indent}> ");
    let rest = format!("{indent}  ");
    for passage in &hit.passages {
        let block = Block { first: &first, rest: &rest, marks: &passage.highlights };
        fill(out, style, &passage.text, block)?;
    }
    Ok(())
}

/// `2020-07-11`, `~2020-07-11` where it is not exact, `no date`.
pub(super) fn shown_date(date: Option<(Date, Certainty)>) -> String {
    match date {
        Some((date, Certainty::Exact)) => date.to_string(),
        Some((date, _)) => format!("~{date}"),
        None => "no date".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Passage;
    use crate::model::Span;

    fn sample() -> Vec<Hit> {
        let known = Hit {
            rank: 9,
            score: 2.5,
            id: "a/one.txt".to_owned(),
            path: "a/one.txt".to_owned(),
            title: Some("A \u{1b}[2Jstorm\nin spring".to_owned()),
            outlet: Some("Gazette".to_owned()),
            date: Date::new(2019, 5, 2).map(|date| (date, Certainty::Exact)),
            authors: vec!["Ann Lee".to_owned()],
            speakers: ["A", "B", "C", "D", "E", "F", "G"].map(str::to_owned).to_vec(),
            url: None,
            passages: vec![
                Passage { text: "The witch\nhunt began.".to_owned(), start: 0, highlights: vec![Span::of(4, 14)] },
                Passage { text: "It ended.".to_owned(), start: 90, highlights: vec![] },
            ],
        };
        let unknown = Hit {
            rank: 10,
            id: "two.txt".to_owned(),
            title: None,
            outlet: None,
            date: None,
            speakers: vec![],
            passages: vec![],
            ..known.clone()
        };
        let unsure = Hit {
            rank: 11,
            date: Date::new(2019, 5, 3).map(|date| (date, Certainty::Likely)),
            speakers: vec!["A".to_owned()],
            outlet: Some("Herald".to_owned()),
            ..unknown.clone()
        };
        vec![known, unknown, unsure]
    }

    #[track_caller]
    fn check(style: Style, want: &str) {
        let mut out = Vec::new();
        hits(&mut out, &style, &sample()).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }

    #[test]
    fn in_a_pipe_a_hit_is_plain_text_and_raw() {
        check(
            Style::default(),
            concat!(
                " 9  2019-05-02  Gazette  A \u{1b}[2Jstorm in spring\n",
                "    a/one.txt  quotes A, B, C, D, E and 2 more\n",
                "    > The witch hunt began.\n",
                "    > It ended.\n",
                "\n",
                "10  no date  no outlet  no title\n",
                "    two.txt\n",
                "\n",
                "11  ~2019-05-03  Herald  no title\n",
                "    two.txt  quotes A\n",
            ),
        );
    }

    #[test]
    fn on_a_terminal_control_characters_are_shown_and_lines_wrapped() {
        let mut out = Vec::new();
        hits(&mut out, &Style { color: false, terminal: true, width: Some(26) }, &sample()[..1]).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            concat!(
                "9  2019-05-02  Gazette  A ␛[2Jstorm in spring\n",
                "   a/one.txt  quotes A, B, C, D, E and 2 more\n",
                "   > The witch hunt began.\n",
                "   > It ended.\n",
            )
        );
    }

    #[test]
    fn colour_marks_what_matched() {
        let mut out = Vec::new();
        hits(&mut out, &Style { color: true, terminal: true, width: None }, &sample()[..1]).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("> The \x1b[1;31mwitch hunt\x1b[0m began.\n"), "{text:?}");
        assert!(text.starts_with("9  \x1b[36m2019-05-02\x1b[0m  "), "{text:?}");
    }
}
