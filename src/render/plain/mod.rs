//! Text for people: on a terminal with marks and bars, in a pipe with one thing a line.

mod article;
mod check;
mod concordance;
mod diff;
mod explain;
mod facets;
mod families;
mod hits;
mod index;
mod keyness;
mod quotes;
mod replay;
mod reprints;
mod similar;
mod stories;

pub use article::article;
pub use check::{checked, checked_one};
pub use concordance::{collocates, groups, lines};
pub use diff::difference;
pub use explain::explanation;
pub use facets::facets;
pub use families::{altered, families, family};
pub use hits::hits;
pub use index::{failures, sources, stats, verification};
pub use keyness::comparison;
pub use quotes::{quotes, speakers};
pub use replay::changes;
pub use reprints::reprints;
pub use similar::similar;
pub use stories::{stories, story};

/// `1 article`, `2 articles`.
pub fn plural(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// A number with a comma between thousands.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of bytes in the largest decimal unit that keeps it above one.
pub fn bytes(number: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if number < 1000 {
        return format!("{number} B");
    }
    let mut amount = number as f64;
    let mut unit = "B";
    for next in UNITS {
        if amount < 999.95 {
            break;
        }
        amount /= 1000.0;
        unit = next;
    }
    format!("{amount:.1} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_sizes_rounded() {
        assert_eq!(plural(1, "article", "articles"), "1 article");
        assert_eq!(plural(0, "article", "articles"), "0 articles");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(100), "100");
        assert_eq!(bytes(999), "999 B");
        assert_eq!(bytes(1000), "1.0 kB");
        assert_eq!(bytes(999_960), "1.0 MB");
        assert_eq!(bytes(12_345_678), "12.3 MB");
    }
}
