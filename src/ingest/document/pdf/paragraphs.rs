//! The lines of all pages, to paragraphs.
//!
//! A PDF does not say where a paragraph ends; its look does. A line ends one where the next stands farther below than
//! lines of this size usually do in this file, where the size changes, where the next begins further in and the
//! one after it does not, or where the next word would have had room: nobody broke that line but its author. Capitals say
//! nothing: names have them in the middle of a sentence.

use std::collections::HashMap;

use super::lines::Line;

/// How many lines before and behind one are compared with it.
const BESIDE: usize = 8;

/// The usual distance of lines is the smallest that so many of 100 have.
const SHARE_OF_USUAL: usize = 15;

/// The distance beyond which a paragraph ends where none is usual, in parts of the size of the font.
const FAR: f64 = 1.6;

/// How much farther than usual a line may stand in the middle of a sentence.
const A_LITTLE: f64 = 1.35;

/// What an entry of a list begins with, and nothing else does.
const BULLETS: &[char] = &['•', '‣', '◦', '▪', '■', '□', '●', '○', '►', '➢', '✓'];

/// The text of the pages, with a blank line between paragraphs.
pub fn joined(pages: Vec<Vec<Line>>) -> String {
    let pages: Vec<Vec<Line>> = pages.into_iter().map(with_letters_in_place).collect();
    let usual = Usual::of(&pages);
    let mut text = String::new();
    let mut above: Option<Place> = None;
    let mut n_lines = 0;
    for page in &pages {
        for at in 0..page.len() {
            let line = &page[at];
            let join = above.as_ref().map_or(Join::Begin, |above| join(above, page, at, n_lines, &usual));
            n_lines = if matches!(join, Join::Begin | Join::Part) { 1 } else { n_lines + 1 };
            match join {
                Join::Begin => {}
                Join::Part => text.push_str("\n\n"),
                Join::Letter => {}
                Join::Line => add_line_end(&mut text, &line.text),
            }
            text.push_str(&line.text);
            above = Some(Place { page, at });
        }
    }
    text.replace('\u{ad}', "")
}

/// A line on its page.
struct Place<'p> {
    page: &'p [Line],
    at: usize,
}

impl<'p> Place<'p> {
    fn line(&self) -> &'p Line {
        &self.page[self.at]
    }

    /// How far lines like this one reach around it, to the left and to the right.
    fn column(&self) -> (f64, f64) {
        let line = self.line();
        let around = &self.page[self.at.saturating_sub(BESIDE)..(self.at + BESIDE + 1).min(self.page.len())];
        let mates = around.iter().filter(|other| is_same_size(other, line) && stands_over(other, line));
        mates.fold((line.left, line.right), |(left, right), other| (left.min(other.left), right.max(other.right)))
    }

    /// How much room is left behind the line once `next` has its first word there, as a part of the column.
    fn room_beside(&self, next: &Line) -> f64 {
        let (left, right) = self.column();
        let word = next.first_word + 0.5 * next.size;
        (right - self.line().right - word) / (right - left).max(1.0)
    }

    /// Whether the line and those before or behind it are all as short, because something stands beside them.
    fn is_beside_picture(&self, next: &Line) -> bool {
        let line = self.line();
        let is_short = |beside: &[Line]| {
            let edge = beside.iter().fold(line.right, |edge, other| edge.max(other.right));
            let is_mate = |other: &Line| {
                is_same_size(other, line)
                    && (other.left - line.left).abs() <= 0.5 * line.size
                    && (other.y - line.y).abs() <= 12.0 * line.size
                    && other.right - other.left >= 0.75 * (edge - line.left)
            };
            beside.len() >= 3
                && beside.iter().chain([line]).all(is_mate)
                && beside.iter().filter(|other| ends_sentence(&other.text)).count() <= 1
                && edge - line.right < next.first_word + 0.5 * next.size
        };
        is_short(&self.page[self.at.saturating_sub(3)..self.at])
            || is_short(&self.page[self.at + 1..(self.at + 4).min(self.page.len())])
    }
}

/// What stands between a line and the one before it.
enum Join {
    /// The text begins.
    Begin,
    /// A paragraph ends.
    Part,
    /// Nothing: a large first letter and the rest of its word.
    Letter,
    /// The line ends, the paragraph goes on.
    Line,
}

fn join(above: &Place<'_>, page: &[Line], at: usize, n_lines: usize, usual: &Usual) -> Join {
    let (a, b) = (above.line(), &page[at]);
    let is_same_page = std::ptr::eq(above.page, page);
    if is_same_page && is_large_first_letter(a, b) {
        return Join::Letter;
    }
    let is_dropped =
        is_same_page && above.at.checked_sub(1).is_some_and(|before| is_large_first_letter(&page[before], a));
    if a.turn != b.turn || !is_same_size(a, b) {
        return Join::Part;
    }
    let distance = b.y - a.y;
    let is_below = is_same_page && distance > 0.3 * b.size && distance < 4.0 * b.size && stands_over(a, b);
    if !is_below {
        // The next column or page; or anything else.
        return if goes_on(above, b, n_lines) { Join::Line } else { Join::Part };
    }
    if b.text.starts_with(BULLETS) {
        return Join::Part;
    }
    let is_end = ends_sentence(&a.text);
    let room = above.room_beside(b);
    let usual = usual.distance(a.size).max(usual.distance(b.size));
    // What stands high in a line, such as the mark of a note, moves it down a little.
    let is_moved_down = !is_end && room <= 0.0 && distance <= usual * A_LITTLE;
    if distance > usual * 1.12 + 0.04 * b.size && !is_moved_down {
        return Join::Part;
    }
    if (room > 0.4 || (room > 0.0 && is_end)) && !above.is_beside_picture(b) {
        return Join::Part;
    }
    if is_end && !is_dropped && is_first_of_paragraph(a, b, page.get(at + 1)) { Join::Part } else { Join::Line }
}

/// Whether `b` begins further in than the lines around it.
fn is_first_of_paragraph(a: &Line, b: &Line, after: Option<&Line>) -> bool {
    let indent = |of: &Line, from: &Line| (0.8..8.0).contains(&((of.left - from.left) / of.size));
    match after.filter(|after| is_same_size(after, b) && stands_over(after, b)) {
        // In a list the lines below the first are further in, all of them.
        Some(after) => indent(b, after) && b.left > a.left - 0.5 * b.size,
        None => indent(b, a) && b.text.starts_with(|c: char| !c.is_lowercase()),
    }
}

/// Whether the sentence of a line goes on in the next column or on the next page.
fn goes_on(above: &Place<'_>, next: &Line, n_lines: usize) -> bool {
    let line = above.line();
    if ends_sentence(&line.text) {
        return false;
    }
    let is_word_parted = line.text.ends_with(|c: char| c.is_lowercase() || matches!(c, ',' | '-' | '‐' | '\u{ad}'));
    (is_word_parted && next.text.starts_with(char::is_lowercase)) || (n_lines > 1 && above.room_beside(next) <= 0.0)
}

/// A letter over several lines before the word that it begins, with the mark of a quotation or without.
fn is_large_first_letter(letter: &Line, word: &Line) -> bool {
    let mut letters = letter.text.chars().rev();
    letters.next().is_some_and(char::is_uppercase)
        && letters.all(|c| matches!(c, '"' | '“' | '„' | '«' | '‘' | '\''))
        && letter.text.chars().count() <= 2
        && letter.turn == word.turn
        && letter.size > 1.7 * word.size
        && (-0.5 * word.size..2.0 * word.size).contains(&(word.left - letter.right))
        && (letter.y - letter.size..letter.y + 0.2 * word.size).contains(&word.y)
}

/// Words behind a part that shares its end with a later one: `harbor- and lockkeepers`, `Land- und Seewege`.
const CONJUNCTIONS: &[&str] =
    &["and", "or", "to", "und", "oder", "bis", "sowie", "bzw.", "en", "of", "och", "eller", "og", "et", "ou", "y", "o"];

/// Adds what a line end within a paragraph is: a blank, or nothing where it parts a word.
fn add_line_end(text: &mut String, next: &str) {
    if text.ends_with('\u{ad}') {
        return;
    }
    let before = text.strip_suffix(['-', '‐']).and_then(|rest| rest.chars().next_back());
    let is_shared = || next.split(' ').next().is_some_and(|word| CONJUNCTIONS.contains(&word));
    if !before.is_some_and(char::is_alphanumeric) || is_shared() {
        text.push(' ');
    } else if before.is_some_and(char::is_lowercase) && next.starts_with(char::is_lowercase) {
        // Whether the hyphen is the word's own cannot be seen; most often it is not.
        text.pop();
    } else if !next.starts_with(char::is_alphanumeric) {
        text.push(' ');
    }
}

/// Whether a text ends as a sentence does, with the marks that may stand behind it.
fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '“', '’', '\'', '»', '«', ')', ']', ' ']).ends_with(['.', '!', '?', '…', ':'])
}

fn is_same_size(one: &Line, other: &Line) -> bool {
    let is_near = |one: f64, other: f64| (one - other).abs() <= 0.1 * one;
    // Small capitals have two sizes, and so has a line with a word that is set larger.
    one.turn == other.turn && (is_near(one.size, other.size) || is_near(one.largest, other.largest))
}

/// Whether two lines share half of the width of the shorter one.
fn stands_over(one: &Line, other: &Line) -> bool {
    let shared = one.right.min(other.right) - one.left.max(other.left);
    shared >= 0.5 * (one.right - one.left).min(other.right - other.left)
}

/// Sizes that are taken for the same.
fn class(size: f64) -> i64 {
    (size * 2.0).round() as i64
}

/// How far below each other lines of a size usually stand.
struct Usual {
    distances: HashMap<i64, f64>,
    /// The same in parts of the size of the font, for sizes of which there are but a few lines: as the text has it.
    share: f64,
}

impl Usual {
    fn of(pages: &[Vec<Line>]) -> Usual {
        let mut distances: HashMap<i64, Vec<f64>> = HashMap::new();
        for pair in pages.iter().flat_map(|page| page.windows(2)) {
            let [a, b] = pair else { continue };
            let distance = b.y - a.y;
            if is_same_size(a, b) && stands_over(a, b) && (0.8..4.0).contains(&(distance / b.size)) {
                distances.entry(class(b.size)).or_default().push(distance);
            }
        }
        let mut usual = Usual { distances: HashMap::new(), share: FAR };
        let mut most = (0, 0);
        for (class, mut distances) in distances {
            distances.sort_unstable_by(f64::total_cmp);
            let n_needed = (distances.len() * SHARE_OF_USUAL).div_ceil(100).max(2);
            let is_usual = |window: &&[f64]| window.last().is_some_and(|last| *last <= window[0] * 1.08);
            let Some(distance) = distances.windows(n_needed).find(is_usual).and_then(|window| window.last()) else {
                continue;
            };
            if (distances.len(), class) > most {
                most = (distances.len(), class);
                usual.share = FAR.max(distance * 2.0 / class as f64);
            }
            usual.distances.insert(class, *distance);
        }
        usual
    }

    fn distance(&self, size: f64) -> f64 {
        self.distances.get(&class(size)).copied().unwrap_or(self.share * size)
    }
}

/// Large first letters that one may look for on a page.
const MAX_LETTERS: usize = 20;

/// The lines with every large first letter before its word: what floats is drawn before the text.
fn with_letters_in_place(mut lines: Vec<Line>) -> Vec<Line> {
    let is_letter = |line: &Line| line.text.chars().count() <= 2 && line.text.ends_with(char::is_uppercase);
    let letters: Vec<Line> = lines.iter().filter(|line| is_letter(line)).take(MAX_LETTERS).cloned().collect();
    for letter in letters {
        let words = lines.iter().enumerate().filter(|(_, line)| is_large_first_letter(&letter, line));
        let first = words.min_by(|(_, one), (_, other)| one.y.total_cmp(&other.y)).map(|(at, _)| at);
        let place = lines.iter().position(|line| *line == letter);
        if let (Some(first), Some(place)) = (first, place) {
            let letter = lines.remove(place);
            lines.insert(if place < first { first - 1 } else { first }, letter);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page as typewritten: rows so many points apart, letters 6 wide, in a font of size 10; ` | ` begins a second
    /// column, which comes behind the first.
    fn page(rows: &[&str], distance: f64) -> Vec<Line> {
        let mut lines = Vec::new();
        for column in 0..2 {
            for (number, row) in rows.iter().enumerate() {
                let Some(text) = row.split(" | ").nth(column) else { continue };
                let words = text.trim();
                if words.is_empty() {
                    continue;
                }
                let width = |text: &str| text.chars().count() as f64 * 6.0;
                let offset = if column == 0 { 0.0 } else { row.find(" | ").map_or(0.0, |at| width(&row[..at]) + 18.0) };
                let left = offset + width(text) - width(text.trim_start());
                let first_word = width(words.split(' ').next().unwrap_or(""));
                let right = left + width(words);
                let y = number as f64 * distance;
                let text = words.to_owned();
                lines.push(Line { text, left, right, y, size: 10.0, largest: 10.0, turn: 0, first_word });
            }
        }
        lines
    }

    #[track_caller]
    fn check(pages: &[&[&str]], expected: &[&str]) {
        for distance in [11.0, 15.0, 21.0] {
            let pages = pages.iter().map(|rows| page(rows, distance)).collect();
            let text = joined(pages);
            assert_eq!(text.split("\n\n").collect::<Vec<_>>(), expected, "{distance}");
        }
    }

    #[test]
    fn a_paragraph_ends_where_more_is_left_blank_than_between_lines() {
        let rows = [
            "The board of the harbor said that Caleb",
            "Whitcomb will have to leave the old lock",
            "of Eastwick by June.",
            "",
            "Boats take the canal, said a man named",
            "Harold Stein, who lives at the lock and",
            "Saw it close.",
        ];
        let text = [
            "The board of the harbor said that Caleb Whitcomb will have to leave the old lock of Eastwick by June.",
            "Boats take the canal, said a man named Harold Stein, who lives at the lock and Saw it close.",
        ];
        check(&[&rows], &text);
    }

    #[test]
    fn a_line_that_is_moved_or_has_a_larger_word_goes_on() {
        let rows = [
            "The board of the harbor said that Caleb",
            "Whitcomb will have to leave the old lock",
            "of Eastwick before June, which is when a",
            "new one opens.",
        ];
        let mut lines = page(&rows, 12.0);
        lines[0].largest = 14.0;
        lines[2].size = 8.0;
        lines[3].y += 3.0;
        assert_eq!(joined(vec![lines.clone()]), rows.join(" "));
        // A line of another size, and one that stands much lower.
        lines[3].y += 9.0;
        (lines[0].size, lines[0].largest) = (14.0, 14.0);
        let parts = [rows[0].to_owned(), rows[1..3].join(" "), rows[3].to_owned()];
        assert_eq!(joined(vec![lines]), parts.join("\n\n"));
    }

    #[test]
    fn a_paragraph_ends_where_the_next_word_had_room() {
        let rows = [
            "By Ann Lee",
            "The board of the harbor said that Caleb",
            "Whitcomb will leave it by June.",
            "“Boats take the canal now,” said a man of",
            "Eastwick. Harold Stein, of the old locks",
            "association, saw it close.",
            "He left.",
        ];
        let text = [
            "By Ann Lee",
            "The board of the harbor said that Caleb Whitcomb will leave it by June.",
            "“Boats take the canal now,” said a man of Eastwick. Harold Stein, of the old locks association, saw it close.",
            "He left.",
        ];
        check(&[&rows], &text);
    }

    #[test]
    fn a_paragraph_begins_further_in() {
        let rows = [
            "The board of the harbor said that Caleb",
            "Whitcomb will leave the lock before June.",
            "   Boats take the canal, said a man from",
            "Eastwick, and the board has to pay them.",
            "   He left.",
        ];
        let text = [
            "The board of the harbor said that Caleb Whitcomb will leave the lock before June.",
            "Boats take the canal, said a man from Eastwick, and the board has to pay them.",
            "He left.",
        ];
        check(&[&rows], &text);
        // An entry of a list, however long the one before.
        let rows =
            ["The locks of the harbor board are these:", "• Eastwick, which will be closed from the", "• Summer on"];
        check(&[&rows], &[rows[0], rows[1], rows[2]]);
        // Not in a list, whose lines below the first are further in.
        let rows =
            ["1. The board of the harbor said Caleb is", "   Sent away to the Lock. And to no other", "   House."];
        check(&[&rows], &["1. The board of the harbor said Caleb is Sent away to the Lock. And to no other House."]);
    }

    #[test]
    fn a_sentence_goes_on_in_the_next_column_and_on_the_next_page() {
        let rows = ["The board said that a | Whitcomb, of the old", "man by the name Caleb | lock, left in June."];
        check(&[&rows], &["The board said that a man by the name Caleb Whitcomb, of the old lock, left in June."]);
        let (one, two) =
            (["The board said that a", "man by the name Caleb"], ["Whitcomb, of the old", "lock, left in June."]);
        check(&[&one, &two], &["The board said that a man by the name Caleb Whitcomb, of the old lock, left in June."]);
        // A sentence that ends, a heading, and a word that is parted.
        let one = ["The board said that a", "man left on June 1."];
        check(
            &[&one, &two],
            &["The board said that a man left on June 1.", "Whitcomb, of the old lock, left in June."],
        );
        let three = ["Whitcomb, of the old", "lock at the new road", "left in June."];
        check(&[&["By Ann Lee"], &three], &["By Ann Lee", "Whitcomb, of the old lock at the new road left in June."]);
        check(&[&["It was the har-"], &["bor board."]], &["It was the harbor board."]);
        check(
            &[&["It was har-", "bor- or lock-", "keepers -", "no more."]],
            &["It was harbor- or lockkeepers - no more."],
        );
        check(
            &[&["It was the wood-", "bridge of the North-", "South line."]],
            &["It was the woodbridge of the North-South line."],
        );
    }

    #[test]
    fn a_large_first_letter_belongs_to_its_word() {
        let mut lines = page(
            &[
                "      he board of the harbor said a man",
                "      named Caleb. Whitcomb left it all.",
                "Boats take the canal from here on now.",
            ],
            12.0,
        );
        let large = Line {
            text: "“T".into(),
            left: 0.0,
            right: 30.0,
            y: 14.0,
            size: 30.0,
            largest: 30.0,
            turn: 0,
            first_word: 30.0,
        };
        lines.insert(0, large);
        let expected = "“The board of the harbor said a man named Caleb. Whitcomb left it all. Boats take the canal from here on now.";
        assert_eq!(joined(vec![lines.clone()]), expected);
        lines.rotate_left(1);
        assert_eq!(joined(vec![lines.clone()]), expected);
        lines.rotate_right(1);
        (lines[0].size, lines[0].largest) = (11.0, 11.0);
        assert!(joined(vec![lines]).starts_with("“T\n\nhe"));
    }
}
