//! BibTeX: `@article{key, title = {…}, author = "A and B"}`.

use super::nexis::language;
use super::{Entry, Export, inverted};
use crate::extract::metadata::dates::month_number;
use crate::model::Field;

/// Takes a file apart; `None` if it has no entry.
pub fn split(text: &str) -> Option<Export> {
    let mut export = Export { vendor: "BibTeX", ..Export::default() };
    let bytes = text.as_bytes();
    let (mut at, mut line, mut counted) = (0, 1u64, 0);
    while let Some(found) = memchr::memchr(b'@', &bytes[at..]) {
        let start = at + found;
        line += memchr::memchr_iter(b'\n', &bytes[counted..start]).count() as u64;
        counted = start;
        let name_end = start + 1 + bytes[start + 1..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let kind = text[start + 1..name_end].to_ascii_lowercase();
        let open = name_end + bytes[name_end..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        // An `@` in other text, as in a mail address, is no entry.
        let is_line_start =
            start == 0 || bytes[..start].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t')) == Some(&b'\n');
        if kind.is_empty() || !is_line_start || !matches!(bytes.get(open), Some(b'{' | b'(')) {
            at = start + 1;
            continue;
        }
        let Some(end) = closing(bytes, open) else {
            export.problems.push((line, format!("the entry `@{kind}` has no end: the file may be cut short")));
            break;
        };
        at = end + 1;
        if matches!(kind.as_str(), "comment" | "preamble" | "string") {
            continue;
        }
        let mut entry = entry(&text[open + 1..end]);
        (entry.line, entry.bytes) = (line, start..end + 1);
        export.entries.push(entry);
    }
    (!export.entries.is_empty() || !export.problems.is_empty()).then_some(export)
}

/// The bracket that closes the one at `open`.
fn closing(bytes: &[u8], open: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = open;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'{' => depth += 1,
            b'(' if at == open => depth += 1,
            b'}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            b')' if depth == 1 && bytes[open] == b'(' => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

fn entry(content: &str) -> Entry {
    let mut entry = Entry::default();
    let (key, mut rest) = content.split_once(',').unwrap_or((content, ""));
    entry.set(Field::Id, key.trim());
    let (mut year, mut month_of, mut day) = (String::new(), None, None);
    let mut outlets: Vec<(u8, String)> = Vec::new();
    while let Some((name, after)) = rest.split_once('=') {
        let name = name.trim_matches(|c: char| c.is_whitespace() || c == ',').to_lowercase();
        let (value, after) = value(after.trim_start());
        rest = after;
        let plain = plain(&value);
        match name.as_str() {
            "title" => entry.set(Field::Title, plain),
            "author" => names(&value).into_iter().for_each(|name| entry.set(Field::Author, author(name))),
            "journal" | "journaltitle" | "newspaper" => outlets.push((0, plain)),
            "howpublished" | "organization" if !plain.contains("http") => outlets.push((1, plain)),
            "publisher" => outlets.push((2, plain)),
            "date" => entry.set(Field::Date, plain.split('/').next().unwrap_or("").to_owned()),
            "year" => year = plain,
            "month" => {
                month_of = month_number(plain.trim_end_matches('.')).map(u32::from).or_else(|| plain.parse().ok())
            }
            "day" => day = plain.parse::<u32>().ok(),
            "url" => entry.set(Field::Url, address(&value)),
            "language" | "langid" => entry.set(Field::Language, language(&plain)),
            "abstract" => entry.text = plain,
            "file" => entry.attached = attachment(&value),
            _ => {}
        }
    }
    if let (Some(month), Some(day)) = (month_of, day) {
        entry.set(Field::Date, format!("{year}-{month:02}-{day:02}"));
    } else if let Some(month) = month_of {
        entry.set(Field::Date, format!("{year}-{month:02}"));
    } else {
        entry.set(Field::Date, year);
    }
    outlets.sort();
    entry.set(Field::Outlet, outlets.into_iter().next().map(|(_, name)| name).unwrap_or_default());
    entry
}

/// A value at the start of `text`, and what follows it.
fn value(text: &str) -> (String, &str) {
    let bytes = text.as_bytes();
    match bytes.first() {
        Some(b'{') => match closing(bytes, 0) {
            Some(end) => (text[1..end].to_owned(), &text[end + 1..]),
            None => (text[1..].to_owned(), ""),
        },
        Some(b'"') => {
            let mut depth = 0i32;
            for (at, byte) in bytes.iter().enumerate().skip(1) {
                match byte {
                    b'{' => depth += 1,
                    b'}' => depth -= 1,
                    b'"' if depth <= 0 => return (text[1..at].to_owned(), &text[at + 1..]),
                    _ => {}
                }
            }
            (text[1..].to_owned(), "")
        }
        _ => {
            let end = text.find(',').unwrap_or(text.len());
            (text[..end].trim().to_owned(), &text[end..])
        }
    }
}

/// The names of a list joined by `and`; braces keep one in one piece.
fn names(value: &str) -> Vec<&str> {
    let bytes = value.as_bytes();
    let mut found = Vec::new();
    let (mut depth, mut start, mut at) = (0i32, 0, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'{' => depth += 1,
            b'}' => depth -= 1,
            b'a' | b'A' if depth <= 0 && at > start && bytes[at - 1].is_ascii_whitespace() => {
                // Not `And`, which is a name.
                let is_and = bytes.get(at..at + 3).is_some_and(|word| word == b"and" || word == b"AND");
                if is_and && bytes.get(at + 3).is_some_and(u8::is_ascii_whitespace) {
                    found.push(&value[start..at]);
                    start = at + 3;
                    at += 2;
                }
            }
            _ => {}
        }
        at += 1;
    }
    found.push(&value[start..]);
    found
}

/// A name; one in braces is an organisation's and stays as it is.
fn author(name: &str) -> String {
    let name = name.trim();
    let is_whole = name.starts_with('{') && closing(name.as_bytes(), 0) == Some(name.len() - 1);
    if is_whole { plain(name) } else { inverted(&plain(name)) }
}

/// An address, which stands as it is or with the usual marks before `_`, `%`, `&`, `#` and `~`.
fn address(value: &str) -> String {
    let value = value.trim().trim_start_matches("\\url").trim_matches(['{', '}']);
    value.replace("{\\textasciitilde}", "~").replace("\\textasciitilde{}", "~").replace('\\', "")
}

/// The path in a `file` value: `:files/1/a.pdf:PDF`, `Full Text:files/1/a.html:text/html`, or a path.
fn attachment(value: &str) -> Option<String> {
    let one = value.split(';').next()?.trim();
    let parts: Vec<&str> = one.split(':').collect();
    let path = match parts.as_slice() {
        [path] => path,
        [_, path, _] => path,
        _ => return None,
    };
    Some(path.replace("\\_", "_")).filter(|path| !path.is_empty())
}

/// A command of TeX, as far as it means something for words.
enum Command {
    /// A letter or sign.
    Is(&'static str),
    /// A mark on the letter that follows.
    Marks(char),
}

/// What a command means, by its letters or its sign.
fn command(name: &str) -> Option<Command> {
    use Command::{Is, Marks};
    Some(match name {
        "\"" => Marks('\u{308}'),
        "'" => Marks('\u{301}'),
        "`" => Marks('\u{300}'),
        "^" => Marks('\u{302}'),
        "~" => Marks('\u{303}'),
        "=" => Marks('\u{304}'),
        "." => Marks('\u{307}'),
        "c" => Marks('\u{327}'),
        "v" => Marks('\u{30C}'),
        "H" => Marks('\u{30B}'),
        "k" => Marks('\u{328}'),
        "u" => Marks('\u{306}'),
        "r" => Marks('\u{30A}'),
        "d" => Marks('\u{323}'),
        "b" => Marks('\u{331}'),
        "&" => Is("&"),
        "%" => Is("%"),
        "$" => Is("$"),
        "#" => Is("#"),
        "_" => Is("_"),
        "{" => Is("{"),
        "}" => Is("}"),
        "ss" => Is("ß"),
        "o" => Is("ø"),
        "O" => Is("Ø"),
        "l" => Is("ł"),
        "L" => Is("Ł"),
        "ae" => Is("æ"),
        "AE" => Is("Æ"),
        "oe" => Is("œ"),
        "OE" => Is("Œ"),
        "aa" => Is("å"),
        "AA" => Is("Å"),
        "dh" => Is("ð"),
        "DH" => Is("Ð"),
        "dj" => Is("đ"),
        "DJ" => Is("Đ"),
        "th" => Is("þ"),
        "TH" => Is("Þ"),
        // Without their points, to carry accents.
        "i" => Is("i"),
        "j" => Is("j"),
        "textbackslash" => Is("\\"),
        "textasciitilde" => Is("~"),
        "textasciicircum" => Is("^"),
        "textbraceleft" => Is("{"),
        "textbraceright" => Is("}"),
        "textendash" => Is("–"),
        "textemdash" => Is("—"),
        "textquoteleft" => Is("‘"),
        "textquoteright" => Is("’"),
        "textquotedblleft" => Is("“"),
        "textquotedblright" => Is("”"),
        "ldots" | "dots" | "textellipsis" => Is("…"),
        "euro" | "texteuro" => Is("€"),
        "pounds" | "textsterling" => Is("£"),
        "S" | "textsection" => Is("§"),
        _ => return None,
    })
}

/// The command behind a backslash, taken off: its letters with the blanks that end them, or one sign.
fn take_command(rest: &mut &str) -> String {
    let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    if length == 0 {
        let sign: String = rest.chars().take(1).collect();
        *rest = &rest[sign.len()..];
        return sign;
    }
    let (name, after) = rest.split_at(length);
    // Only where it stands for something do the blanks belong to it: `\emph now`.
    *rest = if command(name).is_some() { after.trim_start_matches(' ') } else { after };
    name.to_owned()
}

/// Text without braces, accents put on their letters.
fn plain(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    // A mark waits for its letter.
    let mut mark: Option<char> = None;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        let letter: String = match c {
            '{' | '}' => continue,
            ' ' if mark.is_some() => continue,
            '~' => " ".to_owned(),
            '\\' => match command(&take_command(&mut rest)) {
                Some(Command::Marks(next)) => {
                    mark = Some(next);
                    continue;
                }
                Some(Command::Is(letter)) => letter.to_owned(),
                // One that means nothing for the words: `\emph`.
                None => continue,
            },
            c => c.to_string(),
        };
        text.push_str(&letter);
        text.extend(mark.take());
    }
    use unicode_normalization::UnicodeNormalization;
    text.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::{address, author, names, plain};

    #[test]
    fn accents_are_put_on_their_letters() {
        assert_eq!(plain(r#"{M}{\"u}ller and Caf\'{e} \& B\"ar, \emph{now}"#), "Müller and Café & Bär, now");
        assert_eq!(plain(r"Fran\c cois, Fran\c{c}ois"), "François, François");
        assert_eq!(
            plain(r"Dvo\v{r}\'{a}k, Erd\H{o}s, \L{}\'od\'z, Garc\'{\i}a, Stra\ss e"),
            "Dvořák, Erdős, Łódź, García, Straße"
        );
    }

    #[test]
    fn commands_are_known_by_all_their_letters() {
        assert_eq!(
            plain(r"Th\'er\`ese Hus\o{}y, \OE uvre, \oe{}uf, \omega, \AA rhus"),
            "Thérèse Husøy, Œuvre, œuf, , Århus"
        );
        assert_eq!(plain(r"\emph{a} \textbf b 5\,\% {\'E}"), "a  b 5% É");
        assert_eq!(plain("\\"), "");
    }

    #[test]
    fn names_stay_whole_in_braces_and_addresses_as_they_are() {
        let read = |value: &str| names(value).into_iter().map(author).collect::<Vec<_>>();
        assert_eq!(
            read("Roe, Jane and {Lee and Sons, Inc.} AND Bob Ray"),
            ["Jane Roe", "Lee and Sons, Inc.", "Bob Ray"]
        );
        assert_eq!(read("Anders And and Rand Andover"), ["Anders And", "Rand Andover"]);
        assert_eq!(address(r"https://a.example/~b\_c?d=1\&e"), "https://a.example/~b_c?d=1&e");
        assert_eq!(plain(r"{\textbraceleft}a{\textbackslash}b{\textbraceright} \{c\}"), r"{a\b} {c}");
    }
}
