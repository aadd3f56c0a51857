//! A mail that hands on another one: the article is what was handed on, with the sender and the day of that.

/// A mail within a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forwarded<'m> {
    pub subject: &'m str,
    /// Name and address of its sender.
    pub from: (Option<&'m str>, &'m str),
    /// Its day, as printed.
    pub date: Option<&'m str>,
    pub text: String,
}

/// What mail programs put before the subject of a mail that they hand on; answers have other marks.
const MARKS: &[&str] =
    &["fwd", "fw", "wg", "tr", "rv", "i", "inoltro", "enc", "doorst", "vb", "vs", "vl", "pd", "tov", "ilt", "πρθ"];

/// Lines of a head that are looked at.
const MAX_HEAD: usize = 12;

/// Finds the mail that `text` hands on: a head that names the subject behind the mark, and an address.
pub fn find<'m>(subject: &str, text: &'m str) -> Option<Forwarded<'m>> {
    let (mark, rest) = subject.trim().trim_start_matches('[').split_once(':')?;
    if !MARKS.contains(&mark.trim().to_lowercase().as_str()) {
        return None;
    }
    let wanted = words_of(rest.trim_end_matches(']'));
    if wanted.is_empty() {
        return None;
    }
    let lines: Vec<&str> = text.lines().map(unquoted).collect();
    let value = |line: &'m str| {
        let (key, value) = line.split_once(':')?;
        let key = key.trim_matches(|c: char| c == '*' || c.is_whitespace());
        let is_key = !key.is_empty() && key.chars().count() <= 24 && key.split_whitespace().count() <= 3;
        is_key.then(|| value.trim_matches(|c: char| c == '*' || c.is_whitespace()))
    };
    let at_subject = lines.iter().position(|line| value(line).is_some_and(|value| words_of(value) == wanted))?;
    // The lines around that have the form of a head; an address may be broken over two of them.
    let is_of_head = |line: &&&'m str| line.trim().is_empty() || value(line).is_some() || line.contains('@');
    let above = lines[..at_subject].iter().rev().take(MAX_HEAD).take_while(is_of_head).count();
    let below = lines[at_subject..].iter().take(MAX_HEAD).take_while(is_of_head).count();
    let head = &lines[at_subject - above..at_subject + below];
    let values = || head.iter().filter_map(|line| value(line));
    // The sender stands before who it is to.
    let from = address(values().find(|value| value.contains('@'))?);
    let has_year = |value: &&str| {
        value.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4 && digits.starts_with(['1', '2']))
    };
    let date = values().filter(|value| !value.contains('@') && words_of(value) != wanted).find(has_year);
    // Behind the head comes a line without a key; it is the article's.
    let mut end = at_subject + 1;
    while lines.get(end).is_some_and(|line| value(line).is_some() || line.contains('@')) {
        end += 1;
    }
    let text = lines[end..].join("\n").trim().to_owned();
    let before: usize = lines[..at_subject - above].iter().map(|line| line.len()).sum();
    let subject = value(lines[at_subject])?;
    (text.len() > before).then_some(Forwarded { subject, from, date, text })
}

/// `Name <address>`, `Name [mailto:address]` or an address alone.
fn address(value: &str) -> (Option<&str>, &str) {
    let marks = |c: char| matches!(c, '<' | '>' | '[' | ']' | '(' | ')' | '"' | ' ' | '*');
    let address = value.split(marks).find(|word| word.contains('@')).unwrap_or("");
    let name = value.find(['<', '[']).map(|at| value[..at].trim_matches(marks)).filter(|name| !name.is_empty());
    (name, address.strip_prefix("mailto:").unwrap_or(address))
}

/// A line without the marks of what is quoted.
fn unquoted(line: &str) -> &str {
    line.trim_start_matches(['>', ' ']).trim_end()
}

fn words_of(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: &str = "By Ann Lee\n\nThe storm came at night: nobody slept.\n\nIt left at noon.";

    #[track_caller]
    fn check(subject: &str, text: &str, expected: Option<(&str, &str, &str, &str)>) {
        let got = find(subject, text);
        let got = got.as_ref().map(|mail| {
            assert_eq!(mail.text, ARTICLE, "{text}");
            (mail.subject, mail.from.0.unwrap_or("-"), mail.from.1, mail.date.unwrap_or("-"))
        });
        assert_eq!(got, expected, "{subject}\n{text}");
    }

    #[test]
    fn the_head_of_what_is_handed_on_is_found_by_its_subject() {
        let day = "Tue, Mar 2, 2021 at 10:20 PM";
        let found = Some(("Storm", "Harbor Post", "news@harborpost.example", day));
        let from = "Harbor Post <news@harborpost.example>";
        let head = format!("From: {from}\nDate: {day}\nSubject: Storm\nTo: <carol@mail.example>\n\n\n");
        check("Fwd: Storm", &format!("Look.\n\n------ Forwarded message ------\n{head}{ARTICLE}"), found);
        check("FW: storm", &format!("{head}{ARTICLE}"), found);
        check("[Fwd: Storm]", &format!("{head}{ARTICLE}"), found);
        let german = format!("Von: {from}\nGesendet: {day}\nAn: Carol\nBetreff: Storm\n\n{ARTICLE}");
        check("WG: Storm", &format!("________________________________\n{german}"), found);
        let quoted: String = format!("{head}{ARTICLE}").lines().map(|line| format!("> {line}\n")).collect();
        check("Fwd: Storm", &format!("Begin forwarded message:\n\n{quoted}"), found);
        let bold = format!("*From:* {from}\n*Date:* {day}\n*Subject:* Storm\n\n{ARTICLE}");
        check("Fwd: Storm", &bold, found);
        let bare = format!("From: news@harborpost.example\nSubject: Storm\n\n{ARTICLE}");
        check("Fwd: Storm", &bare, Some(("Storm", "-", "news@harborpost.example", "-")));
        // An answer, another subject, no address, and more words before than behind.
        check("Re: Storm", &format!("{head}{ARTICLE}"), None);
        check("Storm", &format!("{head}{ARTICLE}"), None);
        check("Fwd: Calm", &format!("{head}{ARTICLE}"), None);
        check("Fwd: ", &format!("{head}{ARTICLE}"), None);
        check("Fwd: Storm", &format!("From: Ann\nSubject: Storm\n\n{ARTICLE}"), None);
        check("Fwd: Storm", &format!("{}\n\n{head}{ARTICLE}", "We met. ".repeat(50)), None);
        check("Fwd: Storm", ARTICLE, None);
        check("Fwd: Storm", "", None);
    }
}
