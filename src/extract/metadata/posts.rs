//! Embedded posts: `— Jane Roe (@handle) March 4, 2020`. An article that embeds one is not older.

use memchr::memmem;

use super::dates::{self, Printed};
use crate::model::Date;

/// The day of the latest embedded post of `text`, of those not after `limit`.
pub(super) fn latest(text: &str, limit: Date) -> Option<Date> {
    let mut latest = None;
    for at in memmem::find_iter(text.as_bytes(), b"(@") {
        latest = latest.max(day_of_signature(text, at).filter(|day| *day <= limit));
    }
    latest
}

/// The day behind the handle whose bracket opens at `at`, if a dash and a name stand before it.
fn day_of_signature(text: &str, at: usize) -> Option<Date> {
    let before = &text[..at];
    let start = before.char_indices().rev().take(60).last().map_or(0, |(start, _)| start);
    let line = before[start..].rsplit('\n').next()?;
    let has_dash = line.contains(['—', '–', '―']) || line.contains("- ") || line.contains("--");
    if !has_dash {
        return None;
    }
    let rest = &text[at + 2..];
    let handle: usize = rest.bytes().take(40).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    let after = rest[handle..].strip_prefix(')')?;
    let after = after.trim_start_matches([' ', '\u{a0}', ',']);
    match dates::read_prefix(after)? {
        (Printed::Day(day), _) => Some(day),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: Option<&str>) {
        let limit = Date::new(2021, 1, 1).unwrap();
        assert_eq!(latest(text, limit).map(|day| day.to_string()).as_deref(), want, "{text:?}");
    }

    #[test]
    fn the_latest_post_counts() {
        check("No. https://t.co/x — Jane Roe (@roe) March 4, 2020", Some("2020-03-04"));
        check("a — J (@j) May 23, 2020\n\nb — K (@k_1) 11. Juli 2020", Some("2020-07-11"));
        check("a — J (@j) March 4, 2031", None);
    }

    #[test]
    fn handles_without_signature_do_not() {
        check("Jane Roe (@roe) March 4, 2020", None);
        check("— Jane Roe (@roe)", None);
        check("— Jane Roe (@roe) on March 31", None);
        check("(@", None);
    }
}
