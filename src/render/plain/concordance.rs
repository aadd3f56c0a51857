//! Concordances: a match in the middle of each line, below the one before.

use std::borrow::Cow;
use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::hits::shown_date;
use crate::engine::{Collocate, Group, Line};
use crate::model::Span;
use crate::render::Style;
use crate::render::style::Role;

/// Most columns of a match; of a longer one the middle is left out.
const MOST_OF_A_MATCH: usize = 80;

/// What stands for the middle.
const ELISION: &str = " … ";

/// Fewest columns of context on either side, however narrow the terminal is.
const MIN_CONTEXT: usize = 12;

/// Writes lines: context, match, context, then date, outlet and id of the article. Matches stand
/// below each other, of a long one its beginning and its end; on a terminal, contexts are cut so
/// that a line fits.
pub fn lines(out: &mut dyn Write, style: &Style, lines: &[Line]) -> io::Result<()> {
    let most = style.width.map_or(MOST_OF_A_MATCH, |columns| (columns / 3).clamp(2 * MIN_CONTEXT, MOST_OF_A_MATCH));
    let lines: Vec<Cow<'_, Line>> = lines.iter().map(|line| elided(line, most)).collect();
    let shown: Vec<Shown> = lines.iter().map(|line| Shown::of(line, style)).collect();
    let widest = |part: fn(&Shown) -> &str| shown.iter().map(|line| part(line).width()).max().unwrap_or(0);
    let (left, middle, right) = (widest(|line| &line.left), widest(|line| &line.text), widest(|line| &line.right));
    let origin = widest(|line| &line.origin);
    let room = style.width.map_or(usize::MAX, |columns| {
        let rest = columns.saturating_sub(middle.min(columns / 3) + origin + 2);
        (rest / 2).max(MIN_CONTEXT)
    });
    let (left, right) = (left.min(room), right.min(room));
    for (line, Shown { left: before, text, right: behind, origin }) in lines.iter().zip(&shown) {
        let before = last_columns(before, left);
        write!(out, "{}{before}", " ".repeat(left - before.width()))?;
        write_marked(out, style, line, text)?;
        // A match that is longer than others takes room from what follows it.
        let taken = text.width();
        let behind = first_columns(behind, (middle + right).saturating_sub(taken).min(room));
        let pad = (middle + right).saturating_sub(taken + behind.width());
        writeln!(out, "{behind}{}  {}{origin}{}", " ".repeat(pad), style.on(Role::Faint), style.off())?;
    }
    Ok(())
}

/// The line with no more of its match than so many columns: the middle of a longer one is left out.
fn elided(line: &Line, columns: usize) -> Cow<'_, Line> {
    if line.text.width() <= columns {
        return Cow::Borrowed(line);
    }
    let room = columns.saturating_sub(ELISION.width());
    let head = first_columns(&line.text, room / 2).trim_end();
    let tail = last_columns(&line.text[head.len()..], room - room / 2).trim_start();
    let (from, to) = (head.len(), line.text.len() - tail.len());
    let moved = |at: usize| at - to + from + ELISION.len();
    let mut highlights = Vec::with_capacity(line.highlights.len());
    for mark in &line.highlights {
        if mark.start() < from {
            highlights.push(Span::of(mark.start(), mark.end().min(from)));
        }
        if mark.end() > to {
            highlights.push(Span::of(moved(mark.start().max(to)), moved(mark.end())));
        }
    }
    Cow::Owned(Line { text: format!("{head}{ELISION}{tail}"), highlights, ..line.clone() })
}

/// A line as it is printed.
struct Shown {
    left: String,
    text: String,
    right: String,
    origin: String,
}

impl Shown {
    fn of(line: &Line, style: &Style) -> Shown {
        let outlet = line.outlet.as_deref().unwrap_or("no outlet");
        Shown {
            left: one_line(style, &line.left),
            text: one_line(style, &line.text),
            right: one_line(style, &line.right),
            origin: format!("{}  {}  {}", shown_date(line.date), style.line(outlet), style.line(&line.article)),
        }
    }
}

/// The match with its marks; without colour, just the match.
fn write_marked(out: &mut dyn Write, style: &Style, line: &Line, shown: &str) -> io::Result<()> {
    let is_whole = matches!(line.highlights.as_slice(), [only] if *only == Span::of(0, line.text.len()));
    if !style.color || is_whole {
        return write!(out, "{}{shown}{}", style.on(Role::Match), style.off());
    }
    let mut at = 0;
    for mark in &line.highlights {
        let between = line.text.get(at..mark.start()).unwrap_or("");
        let marked = one_line(style, mark.of_text(&line.text));
        write!(out, "{}{}{marked}{}", one_line(style, between), style.on(Role::Match), style.off())?;
        at = mark.end();
    }
    write!(out, "{}", one_line(style, line.text.get(at..).unwrap_or("")))
}

/// Line ends and runs of blanks as one blank, harmless on a terminal.
fn one_line(style: &Style, text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut is_blank = false;
    for character in style.safe(text).chars() {
        if !character.is_whitespace() {
            line.push(character);
        } else if !is_blank {
            line.push(' ');
        }
        is_blank = character.is_whitespace();
    }
    line
}

/// The end of a text that takes at most so many columns, from the start of a word on if it has one.
fn last_columns(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, character) in text.char_indices().rev() {
        used += character.width().unwrap_or(0);
        if used > columns {
            let rest = &text[at + character.len_utf8()..];
            let is_cut = !character.is_whitespace();
            let word = rest.trim_end().find(' ').filter(|_| is_cut);
            return word.map_or(rest, |blank| &rest[blank + 1..]);
        }
    }
    text
}

/// The beginning of a text that takes at most so many columns, up to the end of a word if it has
/// one.
fn first_columns(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, character) in text.char_indices() {
        used += character.width().unwrap_or(0);
        if used > columns {
            let rest = &text[..at];
            let word = rest.rfind(' ').filter(|blank| !character.is_whitespace() && !rest[..*blank].trim().is_empty());
            return word.map_or(rest, |blank| &rest[..blank]);
        }
    }
    text
}

/// Writes groups: matches, articles, words.
pub fn groups(out: &mut dyn Write, style: &Style, groups: &[Group]) -> io::Result<()> {
    let rows = groups.iter().map(|group| {
        let words = if group.words.is_empty() { "(none)" } else { group.words.as_str() };
        vec![group.count.to_string(), group.articles.to_string(), style.line(words)]
    });
    columns(out, style, &["count", "articles", "words"], rows.collect())
}

/// Writes collocates with their counts and measures.
pub fn collocates(out: &mut dyn Write, style: &Style, found: &[Collocate]) -> io::Result<()> {
    let rows = found.iter().map(|one| {
        vec![
            one.count.to_string(),
            one.left.to_string(),
            (one.count - one.left).to_string(),
            one.frequency.to_string(),
            format!("{:.1}", one.log_likelihood),
            format!("{:.1}", one.log_dice),
            style.line(&one.word),
        ]
    });
    let heads = ["count", "left", "right", "in all", "log-likelihood", "logDice", "word"];
    columns(out, style, &heads, rows.collect())
}

/// Writes rows below their heads; all columns are numbers, set to the right, but for the last.
pub(super) fn columns(out: &mut dyn Write, style: &Style, heads: &[&str], rows: Vec<Vec<String>>) -> io::Result<()> {
    let n_numbers = heads.len() - 1;
    let rooms: Vec<usize> = (0..n_numbers)
        .map(|at| rows.iter().map(|row| row[at].width()).chain([heads[at].width()]).max().unwrap_or(0))
        .collect();
    let set = |row: &[&str]| -> String {
        row.iter().zip(&rooms).map(|(cell, room)| format!("{}{cell}  ", " ".repeat(room - cell.width()))).collect()
    };
    let head = format!("{}{}", set(&heads[..n_numbers]), heads[n_numbers]);
    writeln!(out, "{}{head}{}", style.on(Role::Heading), style.off())?;
    for row in &rows {
        let cells: Vec<&str> = row.iter().map(String::as_str).collect();
        writeln!(out, "{}{}", set(&cells[..n_numbers]), cells[n_numbers])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;
    use crate::query::Place;

    fn line(left: &str, text: &str, right: &str) -> Line {
        Line {
            rank: 1,
            article: "a.txt".to_owned(),
            title: None,
            outlet: Some("Gazette".to_owned()),
            date: Date::new(2020, 7, 11).map(|date| (date, crate::model::Certainty::Exact)),
            url: None,
            place: Place::Text,
            left: left.to_owned(),
            text: text.to_owned(),
            right: right.to_owned(),
            start: 0,
            end: 0,
            highlights: vec![Span::of(0, text.len())],
            quoted: false,
            speaker: None,
        }
    }

    #[track_caller]
    fn check(style: Style, rows: &[Line], want: &str) {
        let mut out = Vec::new();
        lines(&mut out, &style, rows).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }

    #[test]
    fn matches_stand_below_each_other() {
        check(
            Style::default(),
            &[line("it was\n\nno ", "hunt", ", he said."), line("“", "witch  hunt", "”"), line("日本", "語", " a")],
            concat!(
                "it was no hunt, he said.        2020-07-11  Gazette  a.txt\n",
                "         “witch hunt”           2020-07-11  Gazette  a.txt\n",
                "      日本語 a                  2020-07-11  Gazette  a.txt\n",
            ),
        );
    }

    #[test]
    fn on_a_terminal_a_line_fits_and_is_harmless() {
        let style = Style { color: false, terminal: true, width: Some(60) };
        let row = line("one two three four ", "five", " six\u{1b}[2J seven eight nine");
        check(style, &[row], "   three four five six␛[2J seven  2020-07-11  Gazette  a.txt\n");
    }

    #[test]
    fn of_a_distance_the_operands_are_marked() {
        let mut row = line("a ", "b x c", " d");
        row.highlights = vec![Span::of(0, 1), Span::of(4, 5)];
        let style = Style { color: true, terminal: true, width: None };
        let mut out = Vec::new();
        lines(&mut out, &style, &[row]).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("a \x1b[1;31mb\x1b[0m x \x1b[1;31mc\x1b[0m d  "), "{text:?}");
    }

    #[test]
    fn of_a_long_match_the_middle_is_left_out() {
        let text = format!("senators{} hoax", " said".repeat(100));
        let mut row = line("a ", &text, " d");
        row.highlights = vec![Span::of(0, 8), Span::of(text.len() - 4, text.len())];
        let (before, behind) = (" said".repeat(6), "said ".repeat(7));
        let want = format!("a senators{before} … {behind}hoax d  2020-07-11  Gazette  a.txt\n");
        check(Style::default(), std::slice::from_ref(&row), &want);
        let mut out = Vec::new();
        lines(&mut out, &Style { color: true, terminal: true, width: None }, &[row]).unwrap();
        let want = format!("a \x1b[1;31msenators\x1b[0m{before} … {behind}\x1b[1;31mhoax\x1b[0m d  ");
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with(&want), "{text:?}");
        for text in ["語".repeat(90), "a".repeat(90), " ".repeat(90)] {
            check_width(&line("", &text, ""), 52);
        }
    }

    /// `most`: columns of a line on a narrow terminal.
    #[track_caller]
    fn check_width(row: &Line, most: usize) {
        let mut out = Vec::new();
        lines(&mut out, &Style { color: false, terminal: true, width: Some(30) }, std::slice::from_ref(row)).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.trim_end_matches('\n').width() <= most, "{text:?}");
    }

    #[test]
    fn counts_stand_in_columns() {
        let mut out = Vec::new();
        let found = [("hunt", 12, 3), ("", 1, 1)];
        let found: Vec<Group> =
            found.map(|(words, count, articles)| Group { words: words.to_owned(), count, articles }).to_vec();
        groups(&mut out, &Style::default(), &found).unwrap();
        let want = "count  articles  words\n   12         3  hunt\n    1         1  (none)\n";
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }
}
