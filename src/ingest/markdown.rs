//! Markdown with front matter: metadata between lines `---` (or `+++`, then in TOML) before the
//! text.
//!
//! Front matter between `---` is called YAML and often is none: `title: Trump: no deal` is what people write
//! and what a YAML parser refuses, and dates and versions must come through as printed. So it
//! is read by rules of our own that take the part of YAML in use, line by line: `key: value`,
//! quoted strings, `[a, b]`, `- item`, indented maps, `|` and `>` blocks; a line that is none
//! of these is passed over with a warning. No crate for YAML is well kept today that would keep
//! going after such a line.

use std::borrow::Cow;
use std::io::Read;

use super::fields::Fields;
use super::keys::{KeyMap, inner_keys};
use super::run::{Place, Run, Stop};
use super::text::{decode_whole, read_whole};
use crate::model::{Field, Source};
use crate::text::normalise;

/// Reads a Markdown file.
pub(super) fn read(run: &mut Run<'_>, input: &mut dyn Read) -> Result<(), Stop> {
    let bytes = read_whole(input)?;
    run.whole(&bytes, Source::FrontMatter, |run| {
        let text: Cow<'_, str> = Cow::Owned(normalise(decode_whole(run, &bytes)?));
        let keys = &run.about.options.keys;
        let (body, (mut fields, odd_line)) = if let Some((matter, body)) = split(&text, "---") {
            (body, parse(matter, keys))
        } else if let Some((matter, body)) = split(&text, "+++") {
            (body, parse_toml(matter, keys))
        } else {
            (&*text, (Fields::default(), None))
        };
        if let Some(line) = odd_line {
            run.warn(Place::Line(line), "the front matter cannot be read here; the line was passed over".to_owned())?;
        }
        fields.set_text(Cow::Owned(body.to_owned()));
        Ok(Ok(fields))
    })
}

/// Splits front matter between lines of `mark` from the text behind it; `None` if there is none.
fn split<'t>(text: &'t str, mark: &str) -> Option<(&'t str, &'t str)> {
    let rest = text.strip_prefix(mark)?;
    let (first, rest) = rest.split_once('\n')?;
    if !first.trim().is_empty() {
        return None;
    }
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        let line_text = line.trim_end();
        let is_end = line_text == mark || (line_text == "..." && mark == "---");
        if is_end {
            let body = &rest[at + line.len()..];
            return Some((&rest[..at], body));
        }
        at += line.len();
    }
    None
}

/// Reads front matter in TOML; also returns the line of the file where it is none.
fn parse_toml(matter: &str, keys: &KeyMap) -> (Fields<'static>, Option<u64>) {
    let mut fields = Fields::default();
    let table = match matter.parse::<toml::Table>() {
        Ok(table) => table,
        Err(error) => {
            let before = matter.get(..error.span().map_or(0, |span| span.start)).unwrap_or("");
            return (fields, Some(before.matches('\n').count() as u64 + 2));
        }
    };
    for (key, value) in &table {
        if let Some(target) = keys.get(key) {
            let mut values = Vec::new();
            toml_values(value, target.0, &mut values);
            fields.offer_all(target, values.into_iter().map(Cow::Owned).collect());
        }
    }
    (fields, None)
}

fn toml_values(value: &toml::Value, field: Field, values: &mut Vec<String>) {
    match value {
        toml::Value::String(text) => values.push(text.clone()),
        toml::Value::Array(list) => list.iter().for_each(|one| toml_values(one, field, values)),
        toml::Value::Table(table) => {
            let inner = inner_keys(field).iter().find_map(|key| table.get(*key));
            inner.into_iter().for_each(|one| toml_values(one, field, values));
        }
        toml::Value::Boolean(_) => {}
        toml::Value::Integer(number) => values.push(number.to_string()),
        toml::Value::Float(number) => values.push(number.to_string()),
        toml::Value::Datetime(date) => values.push(date.to_string()),
    }
}

/// A line of front matter.
struct Line<'t> {
    indent: usize,
    text: &'t str,
}

/// Reads front matter into fields; also returns the first line of the file that is odd.
fn parse(matter: &str, keys: &KeyMap) -> (Fields<'static>, Option<u64>) {
    let lines: Vec<Line<'_>> = matter
        .lines()
        .map(|line| {
            let text = line.trim_start_matches([' ', '\t']);
            Line { indent: line.len() - text.len(), text: text.trim_end() }
        })
        .collect();
    let mut fields = Fields::default();
    let mut odd_line = None;
    let mut at = 0;
    while at < lines.len() {
        let line = &lines[at];
        at += 1;
        if line.text.is_empty() || line.text.starts_with('#') {
            continue;
        }
        let Some((key, value)) = split_key(line.text).filter(|_| line.indent == 0) else {
            // The first line of the file is the one with the marks.
            odd_line = odd_line.or(Some(at as u64 + 1));
            continue;
        };
        let start = at;
        while at < lines.len() && belongs(&lines[at]) {
            at += 1;
        }
        let block = &lines[start..at];
        if let Some(target) = keys.get(&key) {
            let values = values(value, block, target.0);
            fields.offer_all(target, values.into_iter().map(Cow::Owned).collect());
        }
    }
    (fields, odd_line)
}

/// True for a line that goes on with the key before it.
fn belongs(line: &Line<'_>) -> bool {
    line.indent > 0 || line.text.is_empty() || line.text == "-" || line.text.starts_with("- ")
}

/// The values of a key: what stands behind it, or in the lines below.
fn values(value: &str, block: &[Line<'_>], field: Field) -> Vec<String> {
    let value = without_comment(value);
    if let Some(style) = value.strip_prefix(['|', '>'])
        && style.chars().all(|c| matches!(c, '+' | '-' | '0'..='9'))
    {
        return vec![block_text(block, value.starts_with('>'))];
    }
    if value.starts_with(['[', '{']) {
        // A list may run over several lines.
        let whole: Vec<&str> =
            std::iter::once(value).chain(block.iter().map(|line| without_comment(line.text))).collect();
        let whole = whole.join(" ");
        return flow_values(whole.trim(), field);
    }
    if !value.is_empty() {
        let whole: Vec<&str> =
            std::iter::once(value).chain(block.iter().map(|line| line.text)).filter(|text| !text.is_empty()).collect();
        return scalar(&whole.join(" ")).into_iter().collect();
    }
    let mut values = Vec::new();
    let mut map: Vec<(String, String)> = Vec::new();
    for line in block {
        let is_item = line.text == "-" || line.text.starts_with("- ");
        let text = if is_item { line.text[1..].trim_start() } else { line.text };
        if is_item {
            values.extend(inner_value(&mut map, field));
        }
        let text = without_comment(text);
        match split_key(text).filter(|(key, _)| inner_keys(field).contains(&key.as_str()) || !is_item) {
            Some((key, value)) => {
                if let Some(value) = scalar(value) {
                    map.push((key, value));
                }
            }
            None if text.starts_with('[') || text.starts_with('{') => values.extend(flow_values(text, field)),
            None => values.extend(scalar(text)),
        }
    }
    values.extend(inner_value(&mut map, field));
    values
}

/// The wanted value of a map, which is emptied.
fn inner_value(map: &mut Vec<(String, String)>, field: Field) -> Option<String> {
    let mut found = None;
    for key in inner_keys(field) {
        found = found.or_else(|| map.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone()));
    }
    map.clear();
    found
}

/// The values of `[a, "b, c"]` or `{name: a}`.
fn flow_values(text: &str, field: Field) -> Vec<String> {
    let is_map = text.starts_with('{');
    let inner = text.trim_start_matches(['[', '{']).trim_end_matches([']', '}']);
    let parts = split_flow(inner);
    if is_map || parts.iter().any(|part| part.trim_start().starts_with('{')) {
        let mut values = Vec::new();
        let mut map = Vec::new();
        for part in parts {
            let part = part.trim();
            if part.starts_with('{') {
                values.extend(inner_value(&mut map, field));
            }
            if let Some((key, value)) = split_key(part.trim_matches(['{', '}'])) {
                map.extend(scalar(value).map(|value| (key, value)));
            }
        }
        values.extend(inner_value(&mut map, field));
        return values;
    }
    parts.into_iter().filter_map(scalar).collect()
}

/// Splits at the commas outside quotation marks.
fn split_flow(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut mark = None;
    let mut is_at_start = true;
    for (at, byte) in text.bytes().enumerate() {
        match (mark, byte) {
            (None, b'"' | b'\'') if is_at_start => mark = Some(byte),
            (Some(open), _) if open == byte => mark = None,
            (None, b',') => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
        is_at_start = mark.is_none() && (byte == b',' || byte == b':' || (is_at_start && byte == b' '));
    }
    parts.push(&text[start..]);
    parts
}

/// Splits `key: value`; the key may stand in quotation marks.
fn split_key(text: &str) -> Option<(String, &str)> {
    let (key, value) = match text.chars().next()? {
        mark @ ('"' | '\'') => {
            let (key, rest) = text[1..].split_once(mark)?;
            (key, rest.trim_start().strip_prefix(':')?)
        }
        _ => {
            let colon = text.match_indices(':').map(|(at, _)| at).find(|at| {
                let after = text.as_bytes().get(at + 1);
                after.is_none_or(|byte| *byte == b' ' || *byte == b'\t')
            })?;
            (&text[..colon], &text[colon + 1..])
        }
    };
    let key = key.trim();
    let is_key = !key.is_empty() && key.len() <= 100 && !key.starts_with('-');
    is_key.then(|| (key.to_lowercase(), value.trim()))
}

/// A value without quotation marks; `None` for an empty one, `null` and `~`.
fn scalar(text: &str) -> Option<String> {
    let text = text.trim();
    let quoted = |mark: char| text.len() >= 2 && text.starts_with(mark) && text.ends_with(mark);
    let value = if quoted('"') {
        unescape(&text[1..text.len() - 1])
    } else if quoted('\'') {
        text[1..text.len() - 1].replace("''", "'")
    } else if matches!(text, "~" | "null" | "Null" | "NULL") {
        String::new()
    } else {
        text.to_owned()
    };
    (!value.trim().is_empty()).then_some(value)
}

fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            plain.push(letter);
            continue;
        }
        match letters.next() {
            Some('n') => plain.push('\n'),
            Some('t') => plain.push('\t'),
            Some(code @ ('u' | 'x' | 'U')) => {
                let length = match code {
                    'x' => 2,
                    'u' => 4,
                    _ => 8,
                };
                let digits: String = letters.clone().take(length).collect();
                let character = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
                let is_whole = digits.len() == length;
                plain.push(character.filter(|_| is_whole).unwrap_or('\u{FFFD}'));
                if is_whole {
                    letters.nth(length - 1);
                }
            }
            Some(other) => plain.push(other),
            None => plain.push('\\'),
        }
    }
    plain
}

/// A value without the comment behind it, ` # …`.
fn without_comment(value: &str) -> &str {
    let value = value.trim();
    let from = match value.bytes().next() {
        // Marks may hold a `#`; the comment can only stand behind the closing one.
        Some(mark @ (b'"' | b'\'')) => match value[1..].rfind(char::from(mark)) {
            Some(end) => end + 1,
            None => return value,
        },
        Some(b'#') => return "",
        _ => 0,
    };
    match value[from..].find(" #") {
        Some(found) => value[..from + found].trim_end(),
        None => value,
    }
}

/// The text of a block behind `|` (line by line) or `>` (folded).
fn block_text(block: &[Line<'_>], is_folded: bool) -> String {
    let lines: Vec<&str> = block.iter().map(|line| line.text).collect();
    let text = lines.join(if is_folded { " " } else { "\n" });
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Given;

    #[track_caller]
    fn check(matter: &str, want: &[(Field, &str)]) {
        let (fields, odd_line) = parse(matter, &KeyMap::default());
        let mut given: Vec<Given> = Vec::new();
        fields.give(Source::FrontMatter, &mut given);
        let got: Vec<_> = given.iter().map(|one| (one.field, one.value.as_str())).collect();
        assert_eq!(got, want, "{matter:?}");
        assert_eq!(odd_line, None, "{matter:?}");
    }

    use Field::{Author, Date, Outlet, Title};

    #[test]
    fn values_come_as_printed() {
        check("Title: Trump: no deal\ndate: 2020-03-04 # first\n", &[(Title, "Trump: no deal"), (Date, "2020-03-04")]);
        check("title: \"Say \\\"no\\\" # 1\" # note", &[(Title, "Say \"no\" # 1")]);
        check("title: 'It''s over'", &[(Title, "It's over")]);
        check("title: “Witch hunt”, he says", &[(Title, "“Witch hunt”, he says")]);
        check("title:\noutlet: ~\ndate: null\n", &[]);
        check("# a comment\n\ntitle: a\n  goes on\n", &[(Title, "a goes on")]);
        check("title: >-\n  One\n  two\n", &[(Title, "One two")]);
        check("title: \"caf\\u00e9 \\ud83d\"", &[(Title, "café \u{FFFD}")]);
    }

    #[test]
    fn lists_give_all_authors() {
        let both = [(Author, "Ann Lee"), (Author, "Ray, Bob")];
        check("authors: [Ann Lee, \"Ray, Bob\"]", &both);
        check("authors: [Ann Lee,\n  'Ray, Bob']", &both);
        check("authors:\n- Ann Lee\n- \"Ray, Bob\"\n", &both);
        check("authors:\n  - name: Ann Lee\n    email: a@b.c\n  - name: Ray, Bob\n", &both);
        check("authors: [{name: Ann Lee, x: y}, {name: \"Ray, Bob\"}]", &both);
        check("author: Ann Lee", &both[..1]);
        check("author: []", &[]);
    }

    #[test]
    fn maps_give_the_wanted_key() {
        check("source:\n  url: https://fox.com\n  name: Fox\n", &[(Outlet, "Fox")]);
        check("source: {name: Fox, url: https://fox.com}", &[(Outlet, "Fox")]);
    }

    #[test]
    fn toml_stands_between_plus_signs() {
        let (fields, odd_line) =
            parse_toml("title = \"a\"\ndate = 2020-03-04\nauthors = [\"Ann\", {name = \"Bob\"}]", &KeyMap::default());
        let mut given = Vec::new();
        fields.give(Source::FrontMatter, &mut given);
        let got: Vec<&str> = given.iter().map(|one| one.value.as_str()).collect();
        assert_eq!((got, odd_line), (vec!["Ann", "Bob", "2020-03-04", "a"], None));
        assert_eq!(parse_toml("title = \"a\"\nno toml\n", &KeyMap::default()).1, Some(3));
    }

    #[test]
    fn an_odd_line_is_told_and_passed_over() {
        let (fields, odd_line) = parse("title: a\nwhat is this\ndate: 2020\n", &KeyMap::default());
        assert_eq!((fields.get(Title), fields.get(Date), odd_line), (Some("a"), Some("2020"), Some(3)));
    }

    #[test]
    fn front_matter_needs_both_marks() {
        assert_eq!(split("---\na: b\n---\n\nText\n", "---"), Some(("a: b\n", "\nText\n")));
        assert_eq!(split("---\r\na: b\r\n...\r\nText", "---"), Some(("a: b\r\n", "Text")));
        assert_eq!(split("---\n---", "---"), Some(("", "")));
        for none in ["", "---", "---\na: b\n", "--- x\n---\n", "text\n---\n---\n"] {
            assert_eq!(split(none, "---"), None, "{none:?}");
        }
    }
}
