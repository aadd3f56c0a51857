//! RIS: a line a value, `TY  - NEWS` to `ER  - `.

use super::nexis::language;
use super::{Entry, Export, inverted, lines};
use crate::model::Field;

/// Takes a file apart; `None` if it has no record.
pub fn split(text: &str) -> Option<Export> {
    let mut export = Export { vendor: "RIS", ..Export::default() };
    let mut values: Vec<(String, String)> = Vec::new();
    let mut open: Option<(u64, usize)> = None;
    for line in lines(text) {
        let tag = tag(line.text);
        match tag {
            Some(("TY", _)) => {
                if let Some((start, _)) = open {
                    export.problems.push((start, "the record has no end (`ER  -`)".to_owned()));
                    export.entries.push(entry(&values, start, open.map_or(0, |(_, at)| at)..line.start));
                }
                values.clear();
                open = Some((line.number, line.start));
            }
            Some(("ER", _)) => {
                if let Some((start, at)) = open.take() {
                    export.entries.push(entry(&values, start, at..line.end));
                }
            }
            Some((tag, value)) => values.push((tag.to_owned(), value.to_owned())),
            None => {
                // A value may go on in the next line.
                if let Some((_, last)) = values.last_mut()
                    && open.is_some()
                {
                    last.push_str(if line.text.is_empty() { "\n\n" } else { "\n" });
                    last.push_str(line.text);
                }
            }
        }
    }
    if let Some((start, at)) = open {
        export.problems.push((start, "the last record has no end (`ER  -`): the file may be cut short".to_owned()));
        export.entries.push(entry(&values, start, at..text.len()));
    }
    (!export.entries.is_empty()).then_some(export)
}

fn tag(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = line.split_at_checked(2)?;
    let is_tag = tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let rest = rest.trim_start();
    let value = rest.strip_prefix('-')?;
    (is_tag && (value.is_empty() || value.starts_with(' '))).then(|| (tag, value.trim()))
}

fn entry(values: &[(String, String)], line: u64, bytes: std::ops::Range<usize>) -> Entry {
    let mut entry = Entry { line, bytes, ..Entry::default() };
    let all = |wanted: &'static [&'static str]| {
        wanted
            .iter()
            .flat_map(move |tag| values.iter().filter(move |(known, _)| known == tag).map(|(_, value)| value.as_str()))
    };
    let first = |wanted: &'static [&'static str]| all(wanted).map(str::trim).find(|value| !value.is_empty());
    entry.set(Field::Title, first(&["TI", "T1", "CT", "BT"]).unwrap_or(""));
    entry.set(
        Field::Outlet,
        first(&["JF", "T2", "JO", "JA", "BT", "PB", "DP"]).map(super::proquest::publication).unwrap_or_default(),
    );
    entry.set(Field::Date, first(&["DA", "Y1", "PY"]).map(date).unwrap_or_default());
    for name in all(&["AU", "A1"]) {
        entry.set(Field::Author, inverted(name));
    }
    entry.set(Field::Url, first(&["UR"]).unwrap_or(""));
    entry.set(Field::Language, first(&["LA"]).map(language).unwrap_or_default());
    entry.set(Field::Id, first(&["ID", "AN"]).unwrap_or(""));
    entry.attached = first(&["L1", "L2"]).map(str::to_owned);
    // A note in which this program says where a citation comes from is no text.
    let is_text = |value: &&str| !value.starts_with(super::NOTE_MARK);
    entry.text = first(&["N2", "AB", "N1"]).filter(is_text).unwrap_or("").to_owned();
    entry
}

/// `2020/03/04/` and `2020/03/04/Wednesday` as `2020-03-04`; anything else as it is.
fn date(value: &str) -> String {
    let parts: Vec<&str> = value.split('/').map(str::trim).filter(|part| !part.is_empty()).collect();
    let number = |part: &&str| part.parse::<u32>().ok();
    match parts.as_slice() {
        [year, month, day, ..] if year.len() == 4 => match (number(month), number(day)) {
            (Some(month), Some(day)) => format!("{year}-{month:02}-{day:02}"),
            _ => value.to_owned(),
        },
        _ => super::date_part(value).unwrap_or_else(|| value.to_owned()),
    }
}
