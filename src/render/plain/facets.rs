//! Facets: bars on a terminal, columns for a program.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use crate::engine::Facets;
use crate::engine::answer::FacetRow;
use crate::render::Style;
use crate::render::style::Role;

/// Longest bar, in columns.
const MAX_BAR: usize = 30;

/// Columns that a value may take before it is cut.
const MAX_VALUE: usize = 40;

/// Eighths of a block, from one to seven.
const EIGHTHS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/// Writes the facets that were counted, with bars on a terminal.
///
/// Elsewhere a line is facet, value and count with tabs between; an unknown value is empty.
pub fn facets(out: &mut dyn Write, style: &Style, facets: &Facets) -> io::Result<()> {
    let mut is_first = true;
    for (name, rows) in facets.sections() {
        if style.terminal {
            if !is_first {
                writeln!(out)?;
            }
            write_bars(out, style, name, &rows)?;
        } else {
            for (value, count) in rows {
                writeln!(out, "{name}\t{}\t{count}", style.line(value.unwrap_or("")))?;
            }
        }
        is_first = false;
    }
    Ok(())
}

fn write_bars(out: &mut dyn Write, style: &Style, name: &str, rows: &[FacetRow<'_>]) -> io::Result<()> {
    writeln!(out, "{}", style.paint(Role::Heading, name))?;
    if rows.is_empty() {
        return writeln!(out, "  {}", style.paint(Role::Faint, "none"));
    }
    let values: Vec<String> = rows.iter().map(|(value, _)| cut(&style.line(value.unwrap_or("unknown")))).collect();
    let value_room = values.iter().map(|value| value.width()).max().unwrap_or(0);
    let most = rows.iter().map(|&(_, count)| count).max().unwrap_or(0);
    let count_room = most.to_string().len();
    let bar_room = style.width.map_or(MAX_BAR, |width| width.saturating_sub(value_room + count_room + 6).min(MAX_BAR));
    for ((value, count), shown) in rows.iter().zip(&values) {
        let pad = " ".repeat(value_room - shown.width());
        let role = if value.is_some() { Role::Meta } else { Role::Faint };
        let bar = bar(*count, most, bar_room);
        writeln!(out, "  {}{pad}  {count:>count_room$}  {bar}", style.paint(role, shown))?;
    }
    Ok(())
}

/// A bar in eighths of a column, never empty for a count above 0.
fn bar(count: u64, most: u64, room: usize) -> String {
    if count == 0 || most == 0 || room == 0 {
        return String::new();
    }
    let eighths = ((count as f64 / most as f64) * (room * 8) as f64).round().max(1.0) as usize;
    let mut bar = "█".repeat(eighths / 8);
    if let Some(last) = (eighths % 8).checked_sub(1) {
        bar.extend(EIGHTHS.get(last));
    }
    bar
}

/// A value cut to [`MAX_VALUE`] columns, with an ellipsis where it was cut.
fn cut(value: &str) -> String {
    if value.width() <= MAX_VALUE {
        return value.to_owned();
    }
    let mut short = String::new();
    for character in value.chars() {
        short.push(character);
        if short.width() > MAX_VALUE - 1 {
            short.pop();
            break;
        }
    }
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Count, DateBucket};

    fn sample() -> Facets {
        let count = |value: Option<&str>, count| Count { value: value.map(str::to_owned), count };
        Facets {
            outlet: Some(vec![count(Some("Fox\tNews"), 16), count(Some("日報"), 8), count(None, 1)]),
            date: Some(vec![DateBucket { value: Some("2020-07".to_owned()), count: 3 }]),
            speaker: Some(vec![]),
            ..Facets::default()
        }
    }

    #[test]
    fn in_a_pipe_counts_come_with_tabs() {
        let mut out = Vec::new();
        facets(&mut out, &Style::default(), &sample()).unwrap();
        let want = "outlet\tFox News\t16\noutlet\t日報\t8\noutlet\t\t1\ndate\t2020-07\t3\n";
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }

    #[test]
    fn on_a_terminal_bars_are_drawn_to_scale() {
        let mut out = Vec::new();
        facets(&mut out, &Style { color: false, terminal: true, width: Some(20) }, &sample()).unwrap();
        let want = concat!(
            "outlet\n",
            "  Fox News  16  ████\n",
            "  日報       8  ██\n",
            "  unknown    1  ▎\n",
            "\n",
            "date\n",
            "  2020-07  3  ██████\n",
            "\n",
            "speaker\n",
            "  none\n",
        );
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }

    #[test]
    fn a_small_count_still_shows() {
        assert_eq!(bar(1, 100_000, 30), "▏");
        assert_eq!(bar(0, 10, 30), "");
        assert_eq!(bar(10, 10, 30), "█".repeat(30));
    }

    #[test]
    fn long_values_are_cut() {
        assert_eq!(cut(&"x".repeat(50)), format!("{}…", "x".repeat(39)));
        assert_eq!(cut(&"報".repeat(30)), format!("{}…", "報".repeat(19)));
    }
}
