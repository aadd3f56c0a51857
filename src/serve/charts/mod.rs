//! Charts as inline SVG: pure functions from counts to markup.
//!
//! Places along the width are percentages, so a chart fits any screen without a script, a style
//! attribute or text that is stretched. Every chart says in a table or in its own text what it
//! shows, and nothing is told by colour alone.
//!
//! **Invariant:** no request, no index, no clock; linear in what is drawn, and what is drawn is
//! bounded.

pub mod bars;
pub mod calendar;
pub mod histogram;
pub mod multiples;

/// A number as people read it: `12,345`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// A number of things, `1 article` or `2 articles`.
pub fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

/// `part` of `whole` as a percentage for an attribute, with two decimals.
fn percent(part: f64, whole: f64) -> String {
    let share = if whole > 0.0 { 100.0 * part / whole } else { 0.0 };
    let mut text = format!("{share:.2}");
    while text.ends_with('0') {
        text.pop();
    }
    if text.ends_with('.') {
        text.pop();
    }
    text.push('%');
    text
}

/// The end of an axis that reaches at least `most`: a round number whose half is a whole one.
fn axis_end(most: u64) -> u64 {
    let mut power: u64 = 1;
    loop {
        let steps: &[u64] = if power == 1 { &[2, 4, 6, 8] } else { &[1, 2, 3, 4, 5, 6, 8] };
        for step in steps {
            let end = power.saturating_mul(*step);
            if end >= most.max(2) {
                return end;
            }
        }
        power = power.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        let shown: Vec<String> = [0, 12, 999, 1000, 12_345, 1_234_567].into_iter().map(grouped).collect();
        assert_eq!(shown, ["0", "12", "999", "1,000", "12,345", "1,234,567"]);
        assert_eq!(counted(1, "article", "articles"), "1 article");
    }

    #[test]
    fn an_axis_ends_at_a_round_number_and_halves_to_a_whole_one() {
        let ends: Vec<u64> = [0, 1, 2, 3, 5, 7, 9, 11, 25, 60, 61, 4_100].into_iter().map(axis_end).collect();
        assert_eq!(ends, [2, 2, 2, 4, 6, 8, 10, 20, 30, 60, 80, 5_000]);
        assert!(axis_end(u64::MAX) == u64::MAX);
    }

    #[test]
    fn shares_are_short() {
        assert_eq!(percent(1.0, 3.0), "33.33%");
        assert_eq!(percent(1.0, 2.0), "50%");
        assert_eq!(percent(1.0, 0.0), "0%");
    }
}
