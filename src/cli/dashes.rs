//! Words of a query that begin with a dash, which the command line would read as options.
//!
//! `search query witch -hunt` would print the help for `-h`. Such a word is refused before the
//! options are parsed, in an error that says what to write instead.

use std::ffi::OsString;

use super::outcome::Failed;

/// Subcommands that take a query.
const WITH_QUERY: [&str; 6] = ["query", "quotes", "kwic", "compare", "facets", "export"];

/// Our one-letter options; none of them takes a value.
const SHORT_OPTIONS: &str = "hqvV";

/// Returns the error for the first argument of a query that looks like a heap of options.
pub fn check(arguments: &[OsString]) -> Option<Failed> {
    let mut texts = arguments.iter().skip(1).map(|argument| argument.to_string_lossy());
    let command = texts.by_ref().find(|text| WITH_QUERY.contains(&text.as_ref()))?;
    let mut follows_option = false;
    let word = texts.take_while(|text| text != "--").find(|text| {
        // `--width -3` is a mistake of its own, which the option tells.
        let is_its_number = std::mem::replace(&mut follows_option, text.starts_with("--") && !text.contains('='));
        let Some(letters) = text.strip_prefix('-') else { return false };
        if is_its_number && letters.bytes().all(|byte| byte.is_ascii_digit()) {
            return false;
        }
        let is_long = letters.starts_with('-');
        !letters.is_empty() && !is_long && !letters.chars().all(|letter| SHORT_OPTIONS.contains(letter))
    })?;
    let bare = word.trim_start_matches('-');
    Some(Failed::Usage {
        message: format!("`{word}` begins with a dash and would be read as options"),
        hint: Some(format!(
            "to leave out articles with it, write `NOT {bare}`, or put `--` before the query: `search {command} -- … {word}`"
        )),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_line(line: &str, want: Option<&str>) {
        let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        let got = check(&arguments).map(|failed| failed.lines().remove(0));
        let want = want.map(|word| format!("`{word}` begins with a dash and would be read as options"));
        assert_eq!(got, want, "{line}");
    }

    #[test]
    fn a_word_with_a_dash_is_refused() {
        check_line("search query witch -hunt", Some("-hunt"));
        check_line("search -q query -vote", Some("-vote"));
        check_line("search facets -5", Some("-5"));
        check_line("search kwic hunt --width=30 -3", Some("-3"));
    }

    #[test]
    fn options_and_what_follows_two_dashes_pass() {
        check_line("search query witch -q -vh --limit 5", None);
        check_line("search query -- witch -hunt", None);
        check_line("search query -", None);
        check_line("search kwic hunt --width -3", None);
        check_line("search index -hunt", None);
        check_line("search", None);
    }
}
