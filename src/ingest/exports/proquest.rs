//! Exports of ProQuest as text: articles between lines of `_`, each with keys and its full text.

use super::nexis::language;
use super::{Entry, Export, Line, date_part, inverted, lines, paragraphs};
use crate::model::Field;

/// Takes an export apart; `None` if the text is none.
pub fn split(text: &str) -> Option<Export> {
    let lines = lines(text);
    let is_rule = |line: &Line<'_>| line.text.len() >= 30 && line.text.bytes().all(|byte| byte == b'_');
    let is_ours =
        lines.iter().any(|line| line.text.starts_with("ProQuest document ID") || line.text == "Contact ProQuest");
    if !is_ours || !lines.iter().any(is_rule) {
        return None;
    }
    let mut export = Export { vendor: "ProQuest", ..Export::default() };
    let mut chunks: Vec<&[Line<'_>]> = Vec::new();
    for chunk in lines.split(is_rule) {
        chunks.push(chunk);
    }
    for chunk in chunks {
        for line in chunk {
            if let Some((_, all)) = counted(line.text)
                && export.announced.is_none()
            {
                export.announced = Some((all, line.number));
            }
        }
        let has_keys = chunk.iter().any(|line| {
            key(line.text).is_some_and(|(key, _)| {
                matches!(key, "Title" | "Full text" | "Publication title" | "ProQuest document ID")
            })
        });
        if has_keys {
            export.entries.push(article(chunk));
        }
    }
    Some(export)
}

/// `Document 3 of 50`.
fn counted(line: &str) -> Option<(u64, u64)> {
    let rest = line.strip_prefix("Document ")?;
    let (at, all) = rest.split_once(" of ")?;
    Some((at.trim().parse().ok()?, all.trim().replace(',', "").parse().ok()?))
}

/// A key at the start of a line.
fn key(line: &str) -> Option<(&str, &str)> {
    const KEYS: &[&str] = &[
        "Title",
        "Author",
        "Publication title",
        "Publication date",
        "Publication year",
        "Publication info",
        "Publication subject",
        "Publisher",
        "Place of publication",
        "Country of publication",
        "Full text",
        "Full Text",
        "Abstract",
        "Subject",
        "Location",
        "People",
        "Company / organization",
        "Identifier / keyword",
        "First page",
        "Pages",
        "Section",
        "Dateline",
        "ISSN",
        "Source type",
        "Language of publication",
        "Document type",
        "ProQuest document ID",
        "Document URL",
        "Copyright",
        "Last updated",
        "Database",
        "Links",
        "Volume",
        "Issue",
        "Column",
        "Credit",
        "Correspondence author",
        "Alternate title",
        "Classification",
        "Document feature",
        "Accession number",
        "Publication identifier",
        "Caption",
        "Illustration",
    ];
    let (key, value) = line.split_once(':')?;
    KEYS.contains(&key).then(|| (key, value.trim()))
}

/// Keys behind the text with which no line of a text begins.
const SURELY_BEHIND: &[&str] = &[
    "Publication title",
    "Publication date",
    "Publication year",
    "Publication info",
    "Publication subject",
    "Publication identifier",
    "Country of publication",
    "Source type",
    "Language of publication",
    "ProQuest document ID",
    "Document URL",
];

/// The lines of an article that are its full text, but for the one it begins in, whatever they begin
/// with (`Location: the Grand Hotel`): up to the keys before one that is surely none of it, else up to the
/// keys at the end.
fn text_of(lines: &[Line<'_>]) -> std::ops::Range<usize> {
    let is_text = |name: &str| matches!(name, "Full text" | "Full Text");
    let Some(start) = lines.iter().position(|line| key(line.text).is_some_and(|(name, _)| is_text(name))) else {
        return 0..0;
    };
    let start = start + 1;
    let behind = &lines[start..];
    let sure = behind.iter().position(|line| key(line.text).is_some_and(|(name, _)| SURELY_BEHIND.contains(&name)));
    let mut end = start + sure.unwrap_or(behind.len());
    // Values of more than a line belong to the key that their block begins with.
    let mut from = end;
    while from > start {
        from -= 1;
        if key(lines[from].text).is_some() {
            end = from;
        } else if !lines[from].text.is_empty() {
            let block = lines[start..from].iter().rposition(|line| line.text.is_empty()).map(|blank| start + blank + 1);
            match block.filter(|block| key(lines[*block].text).is_some()) {
                Some(block) => (from, end) = (block, block),
                None => break,
            }
        }
    }
    start..end
}

fn article(lines: &[Line<'_>]) -> Entry {
    let first = lines.iter().find(|line| !line.text.is_empty() && counted(line.text).is_none()).unwrap_or(&lines[0]);
    let mut entry = Entry { line: first.number, bytes: first.start..lines[lines.len() - 1].end, ..Entry::default() };
    let mut body: Vec<&str> = Vec::new();
    let mut summary: Vec<&str> = Vec::new();
    let mut current = "";
    let is_text = text_of(lines);
    for (at, line) in lines.iter().enumerate() {
        let found = if is_text.contains(&at) { None } else { key(line.text) };
        let Some((name, value)) = found else {
            match current {
                "Full text" => body.push(line.text),
                "Abstract" => summary.push(line.text),
                _ => {}
            }
            continue;
        };
        current = if name == "Full Text" { "Full text" } else { name };
        match current {
            "Full text" => body.push(value),
            "Abstract" => summary.push(value),
            "Title" => entry.set(Field::Title, value),
            "Author" => value.split(';').for_each(|name| entry.set(Field::Author, inverted(name))),
            "Publication title" => entry.set(Field::Outlet, publication(value)),
            "Publication date" => entry.set(Field::Date, date_part(value).unwrap_or_default()),
            "Language of publication" => entry.set(Field::Language, language(value)),
            "ProQuest document ID" => entry.set(Field::Id, value),
            "Document URL" => entry.set(Field::Url, value),
            _ => {}
        }
    }
    // The title stands at the top too, without a key.
    if key(first.text).is_none() {
        entry.set(Field::Title, first.text);
    }
    entry.text = paragraphs(body);
    if entry.text.is_empty() || entry.text.starts_with("Not available") {
        entry.text = paragraphs(summary);
    }
    entry
}

/// `New York Times, Late Edition (East Coast); New York, N.Y.`: the name without edition and place.
pub fn publication(value: &str) -> String {
    let name = value.split(';').next().unwrap_or(value).trim();
    match name.split_once(',') {
        Some((plain, edition)) if edition.to_lowercase().contains("edition") => plain.trim().to_owned(),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of an article whose lines from `Full text:` on are these.
    #[track_caller]
    fn check(rest: &str, want: &str) {
        let text = format!(
            "{}\nOtters\n\nAuthor: Roe, Jane\n\nProQuest document ID: 1\n\nFull text: {rest}\n",
            "_".repeat(60)
        );
        assert_eq!(split(&text).unwrap().entries[0].text, want, "{rest}");
    }

    #[test]
    fn a_paragraph_that_begins_like_a_key_is_text() {
        let behind = "Subject: Otters;\nRivers\n\nLocation: Otterford\n\nTitle: Otters\n\nPublication title: Gazette";
        for begin in ["Location", "People", "Section", "Subject", "Copyright"] {
            let text = format!("One.\n\n{begin}: two.\n\nThree.");
            check(&format!("{text}\n\n{behind}"), &text);
            check(&text, &text);
        }
        check(&format!("One.\n\n{behind}"), "One.");
        check("One.\n\nSubject: Otters\n\nLocation: Otterford", "One.");
        check("One.\nSubject: Otters\nPublication title: Gazette", "One.");
    }
}
