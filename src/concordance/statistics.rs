//! Measures of how strongly words go together, and how much one corpus has more of them.
//!
//! Sources:
//!
//! - log-likelihood of a two-by-two table: Dunning, *Accurate methods for the statistics of surprise
//!   and coincidence*, Computational Linguistics 19 (1993); of words near a match: Evert, *Corpora
//!   and collocations*, 2008; of two corpora: Rayson and Garside, *Comparing corpora using frequency
//!   profiling*, 2000. Above 3.84 chance explains less than 5 % of such differences, above 6.63
//!   1 %, above 10.83 0.1 %, above 15.13 0.01 %, for one word that was chosen before looking.
//! - logDice: Rychlý, *A lexicographer-friendly association score*, RASLAN 2008. It does not grow with
//!   the corpus; one more is twice as often.
//! - log ratio: Hardie, *Log ratio: an informal introduction*, 2014. The effect size that goes with
//!   log-likelihood: one more is twice as often.

/// `observed · ln(observed / expected)`, which is 0 for 0.
fn surprise(observed: f64, expected: f64) -> f64 {
    if observed <= 0.0 || expected <= 0.0 { 0.0 } else { observed * (observed / expected).ln() }
}

/// How often a word of this frequency would stand in a window of that many words by chance.
pub fn expected(frequency: u64, window: u64, total: u64) -> f64 {
    if total == 0 { 0.0 } else { frequency as f64 * window as f64 / total as f64 }
}

/// Dunning's log-likelihood of a word standing `near` times in windows of `window` words in all,
/// out of `frequency` times among `total` words.
///
/// Negative if it stands there less often than by chance.
pub fn log_likelihood_near(near: u64, frequency: u64, window: u64, total: u64) -> f64 {
    let total = total.max(frequency).max(window) as f64;
    let (near, frequency, window) = (near as f64, (frequency.max(near)) as f64, (window.max(near)) as f64);
    if total <= 0.0 {
        return 0.0;
    }
    let cell = |observed: f64, row: f64, column: f64| surprise(observed, row * column / total);
    let elsewhere = (total - frequency - window + near).max(0.0);
    let sum = cell(near, window, frequency)
        + cell(window - near, window, total - frequency)
        + cell(frequency - near, total - window, frequency)
        + cell(elsewhere, total - window, total - frequency);
    signed(2.0 * sum, near >= frequency * window / total)
}

/// Log-likelihood of a word that occurs `a` times in `total_a` words and `b` times in `total_b`.
///
/// Negative if it is rarer in the first.
pub fn log_likelihood(a: u64, total_a: u64, b: u64, total_b: u64) -> f64 {
    let (a, b, total_a, total_b) = (a as f64, b as f64, total_a as f64, total_b as f64);
    if total_a + total_b <= 0.0 {
        return 0.0;
    }
    let share = (a + b) / (total_a + total_b);
    let sum = surprise(a, total_a * share) + surprise(b, total_b * share);
    signed(2.0 * sum, a * total_b >= b * total_a)
}

fn signed(value: f64, is_more: bool) -> f64 {
    // Rounding may leave a hair below nothing.
    let value = value.max(0.0);
    if is_more { value } else { -value }
}

/// Hardie's log ratio: the binary logarithm of how many times more often the first has it, for
/// its size. What one of them does not have at all counts as half an occurrence.
pub fn log_ratio(a: u64, total_a: u64, b: u64, total_b: u64) -> f64 {
    let rate = |count: u64, total: u64| (count as f64).max(0.5) / total.max(1) as f64;
    (rate(a, total_a) / rate(b, total_b)).log2()
}

/// Rychlý's logDice of a word that stands `near` times near one of `matches`, out of `frequency`.
pub fn log_dice(near: u64, frequency: u64, matches: u64) -> f64 {
    let sum = frequency + matches;
    if near == 0 || sum == 0 { 0.0 } else { 14.0 + (2.0 * near as f64 / sum as f64).log2() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(got: f64, want: f64) {
        assert!((got - want).abs() < 0.01, "{got} instead of {want}");
    }

    #[test]
    fn two_corpora_compare_as_in_the_calculator_of_rayson() {
        // E1 = 1000 · 15 / 3000 = 5, E2 = 10; 2 · (10 ln 2 + 5 ln 0.5).
        check(log_likelihood(10, 1000, 5, 2000), 2.0 * (10.0 * 2f64.ln() - 5.0 * 2f64.ln()));
        check(log_likelihood(5, 2000, 10, 1000), -6.93);
        check(log_likelihood(7, 1000, 14, 2000), 0.0);
        check(log_likelihood(0, 1000, 0, 2000), 0.0);
        check(log_likelihood(0, 0, 0, 0), 0.0);
        // All of it on one side: 2 · 10 · ln(10 / (1000 · 10 / 3000)).
        check(log_likelihood(10, 1000, 0, 2000), 20.0 * 3f64.ln());
    }

    #[test]
    fn a_word_near_a_match_is_compared_with_the_whole_table() {
        // The table of Evert 2008: near 10, window 20, frequency 30, total 1000.
        let cells = [(10.0, 0.6), (10.0, 19.4), (20.0, 29.4), (960.0, 950.6)];
        let sum: f64 =
            cells.iter().map(|(observed, expected): &(f64, f64)| observed * (observed / expected).ln()).sum();
        check(log_likelihood_near(10, 30, 20, 1000), 2.0 * sum);
        check(expected(30, 20, 1000), 0.6);
        check(log_likelihood_near(2, 100, 20, 1000), 0.0);
        assert!(log_likelihood_near(0, 500, 100, 1000) < -100.0);
        check(log_likelihood_near(0, 0, 0, 0), 0.0);
        assert!(log_likelihood_near(9, 1, 2, 3).is_finite(), "numbers that cannot be do no harm");
    }

    #[test]
    fn one_more_is_twice_as_often() {
        check(log_ratio(8, 1000, 4, 1000), 1.0);
        check(log_ratio(4, 1000, 8, 2000), 0.0);
        check(log_ratio(0, 1000, 8, 1000), -4.0);
        check(log_ratio(0, 0, 0, 0), 0.0);
        check(log_dice(10, 10, 10), 14.0);
        check(log_dice(10, 30, 10), 13.0);
        check(log_dice(0, 0, 0), 0.0);
    }
}
