//! The glyphs that a page draws, to lines: which of them stand beside each other, and where between them is a blank.
//!
//! A PDF knows glyphs and places, no words. Some programs draw the blanks, others leave room for them, and room there
//! is as well where a line is spaced out to its end, where letters are set apart for looks, and where two letters are
//! moved together or apart (kerning). So a jump between two glyphs is compared with the size of the font, with the
//! width of the glyph before it, and with the jumps that the letters of the same line all have.

use pdf_extract::{MediaBox, OutputDev, OutputError, Transform};

/// A jump that is a blank where the program draws none, in parts of the size of the font: the narrowest blanks of
/// lines that are justified have 0.15, kerning moves letters apart by less than 0.1.
const BLANK: f64 = 0.1;

/// The same where blanks are drawn: then a jump is one only where the font changes, and as wide as a drawn one.
const BLANK_BESIDE_DRAWN: f64 = 0.17;

/// The widest room between letters that are set apart, in parts of the size of the font.
const WIDEST_TRACKING: f64 = 0.6;

/// Glyphs of one line, at most.
const MAX_GLYPHS: usize = 20_000;

/// A line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Its words, with one blank between them.
    pub text: String,
    /// Where it begins and ends along its direction, in points.
    pub left: f64,
    pub right: f64,
    /// Where it stands across its direction, downwards, in points.
    pub y: f64,
    /// The size of its font, in points; of several that of most glyphs.
    pub size: f64,
    /// The largest of its sizes.
    pub largest: f64,
    /// Its direction, in degrees: 0 for what is read upright.
    pub turn: i32,
    /// How wide its first word is, in points.
    pub first_word: f64,
}

impl Line {
    /// Whether two stretches belong to one line, in whatever order they are drawn: Hebrew from right to left.
    fn is_beside(&self, other: &Line) -> bool {
        self.turn == other.turn
            && (self.y - other.y).abs() <= 0.2 * other.size
            && (self.size - other.size).abs() <= 0.1 * other.size
    }
}

struct Glyph {
    /// Where its letters end in the letters of the line.
    end: usize,
    left: f64,
    /// Where the next one stands if nothing moves it.
    right: f64,
    size: f64,
    is_blank: bool,
    is_letter: bool,
}

/// Takes the glyphs of a page in the order in which they are drawn.
#[derive(Default)]
pub struct Lines {
    /// The lines that are complete.
    pub lines: Vec<Line>,
    letters: String,
    glyphs: Vec<Glyph>,
    line: Line,
}

impl Lines {
    /// The lines of the page, in the order in which they are drawn.
    pub fn finish(mut self) -> Vec<Line> {
        self.end_line();
        self.lines
    }

    fn take(&mut self, letters: &str, glyph: Glyph, y: f64, turn: i32) {
        if self.begins_line(&glyph, y, turn) {
            self.end_line();
            self.line = Line { y, turn, largest: glyph.size, left: glyph.left, ..Line::default() };
        } else if glyph.size > self.line.largest * 1.1 {
            // The mark of a note stands before the words that it belongs to, higher and smaller.
            (self.line.y, self.line.largest) = (y, glyph.size);
        }
        for letter in letters.chars() {
            match ligature(letter) {
                Some(letters) => self.letters.push_str(letters),
                None => self.letters.push(letter),
            }
        }
        self.glyphs.push(Glyph { end: self.letters.len(), ..glyph });
    }

    fn begins_line(&self, glyph: &Glyph, y: f64, turn: i32) -> bool {
        let Some(last) = self.glyphs.last() else { return true };
        let (small, large) = (glyph.size.min(self.line.largest), glyph.size.max(self.line.largest));
        let off = (y - self.line.y).abs();
        turn != self.line.turn
            || self.glyphs.len() >= MAX_GLYPHS
            || off > 0.5 * large
            || (off > 0.3 * small && glyph.left < last.right - 0.5 * small)
            || glyph.left < last.left - large
    }

    fn end_line(&mut self) {
        let (glyphs, letters) = (std::mem::take(&mut self.glyphs), std::mem::take(&mut self.letters));
        let mut line = std::mem::take(&mut self.line);
        let has_blanks = glyphs.iter().any(|glyph| glyph.is_blank);
        let beside = if has_blanks { BLANK_BESIDE_DRAWN } else { BLANK };
        let is_run = |one: &Glyph, next: &Glyph| {
            (one.size - next.size).abs() <= 0.02 * one.size && one.is_blank == next.is_blank
        };
        let of_line = tracking(&glyphs, 3).unwrap_or(0.0);
        let (mut from, mut word_left, mut is_parted) = (0, None, false);
        for run in glyphs.chunk_by(is_run) {
            // Between drawn blanks is one word.
            let tracking = tracking(run, if has_blanks { 2 } else { 3 }).unwrap_or(of_line) * run[0].size;
            let mut before: Option<&Glyph> = None;
            for glyph in run {
                let letters = &letters[from..glyph.end];
                from = glyph.end;
                let jump = before.map_or(0.0, |before| glyph.left - before.right);
                let is_first_of_run = before.is_none();
                before = Some(glyph);
                // Where the size changes, the line is as far as it is.
                let jump = if is_first_of_run && !line.text.is_empty() { glyph.left - line.right } else { jump };
                is_parted |= glyph.is_blank || jump > tracking + beside * glyph.size;
                if glyph.is_blank || letters.is_empty() {
                    continue;
                }
                if is_parted && !line.text.is_empty() {
                    line.text.push(' ');
                    word_left.get_or_insert(line.right);
                }
                is_parted = false;
                if line.text.is_empty() {
                    line.left = glyph.left;
                }
                line.text.push_str(letters.trim());
                line.right = glyph.right;
            }
        }
        line.size = usual_size(&glyphs);
        line.first_word = word_left.unwrap_or(line.right) - line.left;
        if line.text.is_empty() {
            return;
        }
        match self.lines.last_mut().filter(|last| last.is_beside(&line)) {
            // Some programs draw words twice, a little apart, to have them bold.
            Some(last) if last.text == line.text && (last.left - line.left).abs() <= 0.3 * line.size => {}
            Some(last) => {
                last.text.push(' ');
                last.text.push_str(&line.text);
                (last.left, last.right) = (last.left.min(line.left), last.right.max(line.right));
                last.largest = last.largest.max(line.largest);
            }
            None => self.lines.push(line),
        }
    }
}

/// The size of most glyphs.
fn usual_size(glyphs: &[Glyph]) -> f64 {
    let mut sizes: Vec<f64> = glyphs.iter().filter(|glyph| !glyph.is_blank).map(|glyph| glyph.size).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    let same = sizes.chunk_by(|one, next| next - one <= 0.02 * one);
    same.max_by_key(|sizes| sizes.len()).and_then(|sizes| sizes.last().copied()).unwrap_or(0.0)
}

/// How far letters are set apart, in parts of the size of the font: the jump that most of them have, if most have the
/// same. `None` if there are fewer jumps than `n_least`.
fn tracking(glyphs: &[Glyph], n_least: usize) -> Option<f64> {
    let are_letters = |pair: &&[Glyph]| pair.iter().all(|glyph| glyph.is_letter);
    let mut jumps: Vec<f64> =
        glyphs.windows(2).filter(are_letters).map(|pair| (pair[1].left - pair[0].right) / pair[1].size).collect();
    if jumps.len() < n_least {
        return None;
    }
    let middle = jumps.len() / 2;
    let usual = *jumps.select_nth_unstable_by(middle, f64::total_cmp).1;
    let n_like = jumps.iter().filter(|jump| (*jump - usual).abs() <= 0.05).count();
    let is_even = n_like * 10 >= jumps.len() * 6;
    Some(if is_even && usual > 0.0 && usual <= WIDEST_TRACKING { usual } else { 0.0 })
}

/// The letters of a ligature that stands for nothing else.
fn ligature(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        _ => return None,
    })
}

impl OutputDev for Lines {
    fn begin_page(&mut self, _: u32, _: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        to_page: &Transform,
        width: f64,
        spacing: f64,
        font_size: f64,
        letters: &str,
    ) -> Result<(), OutputError> {
        // Along the line one unit of the text is so many points; across it another number.
        let along = to_page.m11.hypot(to_page.m12);
        let across = (to_page.m11 * to_page.m22 - to_page.m12 * to_page.m21).abs() / along;
        let size = across * font_size.abs();
        // A size below zero turns the text round.
        let sign = font_size.signum();
        let angle = (sign * to_page.m12).atan2(sign * to_page.m11);
        let (sine, cosine) = angle.sin_cos();
        let (x, y) = (to_page.m31, to_page.m32);
        let left = x * cosine + y * sine;
        let advance = sign * (width * font_size + spacing) * along;
        if !(left.is_finite() && y.is_finite() && advance.is_finite() && size.is_finite() && size > 0.0) {
            return Ok(());
        }
        let is_blank = !letters.is_empty() && letters.trim().is_empty();
        let is_letter = !letters.is_empty() && letters.chars().all(char::is_alphabetic);
        let glyph = Glyph { end: 0, left, right: left + advance, size, is_blank, is_letter };
        self.take(letters, glyph, x * sine - y * cosine, angle.to_degrees().round() as i32);
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of strings that are drawn at these places, in a font of size 10 whose glyphs are 5 wide.
    fn drawn(strings: &[(f64, f64, &str)]) -> Vec<String> {
        let mut lines = Lines::default();
        for (x, y, string) in strings {
            for (at, letter) in string.chars().enumerate() {
                let to_page = Transform::row_major(1.0, 0.0, 0.0, 1.0, x + 5.0 * at as f64, *y);
                lines.output_character(&to_page, 0.5, 0.0, 10.0, &letter.to_string()).unwrap();
            }
        }
        lines.finish().into_iter().map(|line| line.text).collect()
    }

    #[track_caller]
    fn check(strings: &[(f64, f64, &str)], expected: &[&str]) {
        assert_eq!(drawn(strings), expected, "{strings:?}");
    }

    /// Each letter drawn on its own, so far behind the one before.
    fn spaced(x: f64, word: &str, by: f64) -> Vec<(f64, f64, String)> {
        word.chars().enumerate().map(|(at, letter)| (x + at as f64 * (5.0 + by), 0.0, letter.to_string())).collect()
    }

    #[test]
    fn a_jump_is_a_blank_by_its_width() {
        // Moved together, and a little apart.
        check(&[(0.0, 0.0, "far"), (14.5, 0.0, "mers")], &["farmers"]);
        check(&[(0.0, 0.0, "far"), (15.8, 0.0, "mers")], &["farmers"]);
        // Blanks that nobody draws: narrow ones, usual ones, and none where one is drawn.
        check(&[(0.0, 0.0, "far"), (17.0, 0.0, "more")], &["far more"]);
        check(&[(0.0, 0.0, "far"), (25.0, 0.0, "more")], &["far more"]);
        check(&[(0.0, 0.0, "far "), (20.0, 0.0, "more")], &["far more"]);
        check(&[(0.0, 0.0, "far "), (28.0, 0.0, " more")], &["far more"]);
        // Beside drawn ones a jump has to be as wide as they are.
        check(&[(0.0, 0.0, "so far"), (31.5, 0.0, "mers")], &["so farmers"]);
        check(&[(0.0, 0.0, "so far"), (32.5, 0.0, "more")], &["so far more"]);
    }

    #[test]
    fn letters_that_are_set_apart_are_one_word() {
        let check = |words: &[(f64, &str)], by: f64, expected: &str| {
            let strings: Vec<_> = words.iter().flat_map(|(x, word)| spaced(*x, word, by)).collect();
            let strings: Vec<_> = strings.iter().map(|(x, y, letter)| (*x, *y, letter.as_str())).collect();
            check(&strings, &[expected]);
        };
        check(&[(0.0, "HARBOR")], 2.0, "HARBOR");
        check(&[(0.0, "HARBOR TALK")], 2.0, "HARBOR TALK");
        check(&[(0.0, "HARBOR TALK")], 5.0, "HARBOR TALK");
        check(&[(0.0, "HARBOR"), (47.0, "TALK")], 2.0, "HARBOR TALK");
        check(&[(0.0, "HARBOR"), (33.0, "TALK")], 0.0, "HARBOR TALK");
        // Short words between drawn blanks, on a line that has others.
        check(&[(0.0, "UP IN TOWN")], 3.0, "UP IN TOWN");
        // Figures of a table, and a few letters, are not.
        check(&[(0.0, "12345")], 3.0, "1 2 3 4 5");
        check(&[(0.0, "ABC")], 3.0, "A B C");
        check(&[(0.0, "ABCDE")], 9.0, "A B C D E");
    }

    #[test]
    fn a_line_ends_where_the_next_glyph_stands_lower_or_before_it() {
        check(&[(0.0, 50.0, "One"), (0.0, 38.0, "two")], &["One", "two"]);
        // At the end of the line, and the column beside.
        check(&[(0.0, 50.0, "One"), (20.0, 38.0, "two")], &["One", "two"]);
        check(&[(0.0, 38.0, "One"), (90.0, 90.0, "two")], &["One", "two"]);
        // Stretches of one line in any order, and words drawn twice.
        check(&[(90.0, 50.0, "right"), (0.0, 50.0, "left"), (0.0, 38.0, "two")], &["right left", "two"]);
        check(&[(0.0, 50.0, "One two"), (0.3, 50.0, "One two"), (0.0, 38.0, "One two")], &["One two", "One two"]);
        // Marks of notes and accents belong to their line.
        check(&[(0.0, 50.0, "One"), (15.0, 53.0, "2"), (20.0, 50.0, " two")], &["One2 two"]);
        check(&[(0.0, 50.0, "Kaf"), (12.0, 50.0, "´")], &["Kaf´"]);
        check(&[(0.0, 50.0, "Northﬁeld ﬂew")], &["Northfield flew"]);
        check(&[(0.0, 50.0, " "), (0.0, 30.0, "")], &[]);
    }

    #[test]
    fn numbers_that_are_none_are_passed_over() {
        let mut lines = Lines::default();
        for odd in [f64::NAN, f64::INFINITY, 0.0, -1e300] {
            for to_page in
                [Transform::row_major(odd, odd, odd, odd, odd, odd), Transform::row_major(1.0, 0.0, 0.0, 1.0, odd, 0.0)]
            {
                for (width, size) in [(odd, 10.0), (0.5, odd), (0.5, 10.0)] {
                    lines.output_character(&to_page, width, odd, size, "x").unwrap();
                }
            }
        }
        let _ = super::super::paragraphs::joined(vec![lines.finish()]);
    }
}
