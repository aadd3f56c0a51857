//! Exports of Nexis, in its two layouts.
//!
//! The old one numbers its articles (`3 of 250 DOCUMENTS`), centres outlet and date, and sets keys
//! in capitals before and after the text (`BYLINE:`, `LENGTH:`, `LOAD-DATE:`). The new one (Nexis
//! Uni, Lexis+, as RTF, DOCX or text) has a cover page that says `Documents (25)`, then for each
//! article title, outlet, date, copyright, keys, `Body`, the text, and `End of Document`.

use super::{Entry, Export, Line, date_part, lines, paragraphs};
use crate::model::Field;

/// Takes an export apart; `None` if the text is none.
pub fn split(text: &str) -> Option<Export> {
    let lines = lines(text);
    numbered(&lines).or_else(|| ended(&lines))
}

/// `3 of 250 DOCUMENTS`: the two numbers.
fn heading(line: &str) -> Option<(u64, u64)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let number = |word: &str| word.replace([',', '.'], "").parse::<u64>().ok();
    let is_of = |word: &str| matches!(word.to_lowercase().as_str(), "of" | "von" | "van" | "de" | "sur" | "di");
    let is_documents =
        |word: &str| word.chars().all(|c| c.is_uppercase()) && (word.starts_with("DO") && word.contains("UMENT"));
    match words.as_slice() {
        [at, of, all, documents] if is_of(of) && is_documents(documents) => Some((number(at)?, number(all)?)),
        [documents, at, of, all] if is_of(of) && is_documents(documents) => Some((number(at)?, number(all)?)),
        _ => None,
    }
}

fn numbered(lines: &[Line<'_>]) -> Option<Export> {
    let headings: Vec<(usize, u64, u64)> =
        lines.iter().enumerate().filter_map(|(at, line)| heading(line.text).map(|(n, of)| (at, n, of))).collect();
    let (_, first, all) = *headings.first()?;
    if first > all {
        return None;
    }
    let mut export = Export { vendor: "Nexis", ..Export::default() };
    // A file may hold the second hundred of a larger export.
    let last = headings.last().map_or(first, |(_, number, _)| *number);
    match last.checked_sub(first) {
        _ if first == 1 => export.announced = Some((all, lines[headings[0].0].number)),
        Some(after) => export.announced = Some((after.saturating_add(1), lines[headings[0].0].number)),
        None => {
            let what =
                format!("the documents are numbered from {first} down to {last}; how many there should be is open");
            export.problems.push((lines[headings[0].0].number, what));
        }
    }
    let mut expected = first;
    for (index, (at, number, _)) in headings.iter().enumerate() {
        if *number != expected {
            let what = format!("document {number} follows where document {expected} should stand");
            export.problems.push((lines[*at].number, what));
        }
        expected = number.saturating_add(1);
        let end = headings.get(index + 1).map_or(lines.len(), |(next, ..)| *next);
        export.entries.push(article(&lines[*at..end]));
    }
    Some(export)
}

/// A key in capitals at the start of a line: `LOAD-DATE: March 4, 2020`.
fn key(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let is_key = (2..=25).contains(&key.len())
        && key.chars().all(|c| c.is_uppercase() || matches!(c, '-' | ' ' | '/'))
        && key.starts_with(char::is_uppercase);
    (is_key && (value.is_empty() || value.starts_with(' '))).then(|| (key.trim(), value.trim()))
}

/// Keys that stand between the number of words and the text, where a paragraph may begin in
/// capitals as well (`NEW DELHI: The council …`).
const BEFORE: &[&str] = &[
    "BYLINE",
    "AUTHOR",
    "VON",
    "HEADLINE",
    "TITLE",
    "ÜBERSCHRIFT",
    "DATELINE",
    "HIGHLIGHT",
    "BODY",
    "SERIES",
    "SECTION",
    "RUBRIK",
    "DISTRIBUTION",
    "LENGTH",
    "LÄNGE",
    "LONGUEUR",
    "LENGTE",
    "URL",
    "LANGUAGE",
    "SPRACHE",
];

/// Keys that stand behind the text; most of them may begin a paragraph of it, too.
const BEHIND: &[&str] = &[
    "LOAD-DATE",
    "LANGUAGE",
    "PUBLICATION-TYPE",
    "JOURNAL-CODE",
    "DOCUMENT-TYPE",
    "GRAPHIC",
    "SUBJECT",
    "ISSN",
    "CORRECTION-DATE",
    "ORGANIZATION",
    "COMPANY",
    "PERSON",
    "CITY",
    "STATE",
    "COUNTRY",
    "GEOGRAPHIC",
    "INDUSTRY",
    "TICKER",
    "CATEGORY",
    "ACC-NO",
    "NOTES",
    "URL",
    "UPDATE",
    "RUBRIK",
    "SPRACHE",
    "PUBLICATION-SUBTYPE",
];

/// Keys with which no paragraph begins.
const SURELY_BEHIND: &[&str] =
    &["LOAD-DATE", "PUBLICATION-TYPE", "PUBLICATION-SUBTYPE", "JOURNAL-CODE", "DOCUMENT-TYPE", "ACC-NO", "ISSN"];

/// True for the mark of a copyright, which stands above or below an article.
fn is_copyright(line: &str) -> bool {
    ["Copyright", "All Rights Reserved", "©"].iter().any(|mark| line.starts_with(mark))
}

/// For each block, whether it may be one of those behind the text: it begins with such a key, and so
/// do all up to one that is surely there, or up to the end.
fn tails(blocks: &[&[Line<'_>]]) -> Vec<bool> {
    let mut tails = vec![false; blocks.len()];
    let mut is_next = true;
    for (at, block) in blocks.iter().enumerate().rev() {
        is_next = match key(block[0].text) {
            Some((name, _)) if SURELY_BEHIND.contains(&name) => true,
            // A number or a day; else it is news.
            Some(("UPDATE", value)) => is_next && value.len() <= 30 && value.bytes().any(|byte| byte.is_ascii_digit()),
            Some((name, _)) => is_next && BEHIND.contains(&name),
            None => is_next && is_copyright(block[0].text),
        };
        tails[at] = is_next;
    }
    tails
}

fn article(lines: &[Line<'_>]) -> Entry {
    let mut entry =
        Entry { line: lines[0].number, bytes: lines[0].start..lines[lines.len() - 1].end, ..Entry::default() };
    let mut body: Vec<&str> = Vec::new();
    let mut title: Vec<&str> = Vec::new();
    let (mut has_length, mut has_body, mut is_behind, mut n_centred, mut has_key) = (false, false, false, 0, false);
    let is_flat = lines.iter().all(|line| line.indent < 12);
    let has_head_keys = lines
        .iter()
        .any(|line| key(line.text).is_some_and(|(name, _)| matches!(name, "BYLINE" | "SECTION" | "LENGTH")));
    let has_date = |entry: &Entry| entry.values.iter().any(|(field, _)| *field == Field::Date);
    let blocks: Vec<&[Line<'_>]> =
        lines[1..].split(|line| line.text.is_empty()).filter(|block| !block.is_empty()).collect();
    let tails = tails(&blocks);
    for (block, is_tail) in blocks.into_iter().zip(tails) {
        let first = block[0];
        // Out of a document, nothing is indented: outlet, then date.
        let is_head =
            is_flat && (n_centred == 0 || (block.len() == 1 && !has_date(&entry) && date_part(first.text).is_some()));
        let is_centred = is_head || block.iter().all(|line| line.indent >= 12);
        if is_copyright(first.text) && (is_centred || !has_length) {
            continue;
        }
        if is_centred && !has_length && title.is_empty() {
            for line in block {
                match date_part(line.text) {
                    Some(date) => entry.set(Field::Date, date),
                    None if n_centred == 0 => entry.set(Field::Outlet, line.text),
                    None => {}
                }
                n_centred += 1;
            }
            continue;
        }
        is_behind |= is_tail && has_body;
        let is_key = |name: &str| {
            if is_behind || !has_length {
                // Behind the text everything is a key or belongs to one.
                return true;
            }
            !has_body && BEFORE.contains(&name)
        };
        if let Some((name, value)) = key(first.text).filter(|(name, _)| is_key(name)) {
            let whole = || {
                let more = block[1..].iter().map(|line| line.text);
                std::iter::once(value).chain(more).collect::<Vec<_>>().join(" ")
            };
            match name {
                "BYLINE" | "AUTHOR" | "VON" => entry.set(Field::Author, whole()),
                "HEADLINE" | "TITLE" | "ÜBERSCHRIFT" => entry.set(Field::Title, whole()),
                "URL" => entry.set(Field::Url, value),
                "LANGUAGE" | "SPRACHE" => entry.set(Field::Language, language(&whole())),
                "LENGTH" | "LÄNGE" | "LONGUEUR" | "LENGTE" => has_length = true,
                "BODY" => {
                    (has_length, has_body) = (true, true);
                    body.extend(std::iter::once(value).chain(block[1..].iter().map(|line| line.text)));
                    body.push("");
                }
                _ => {}
            }
            has_key = true;
            continue;
        }
        if is_behind {
            continue;
        }
        // Without indents an edition looks like a title; the title is the last before the keys.
        let may_be_title = title.is_empty() || (is_flat && !has_key && has_head_keys);
        if may_be_title && !has_length && !entry.values.iter().any(|(field, _)| *field == Field::Title) {
            title = block.iter().map(|line| line.text).collect();
            continue;
        }
        if has_length || !title.is_empty() {
            (has_length, has_body) = (true, true);
            // What is left of a block whose paragraph is over: exports indent first lines.
            for (at, line) in block.iter().enumerate() {
                if at > 0 && line.indent > block[at - 1].indent + 1 {
                    body.push("");
                }
                body.push(line.text);
            }
            body.push("");
        }
    }
    entry.set(Field::Title, title.join(" "));
    entry.text = paragraphs(body);
    entry
}

/// `ENGLISH` as a code, where it is one of the usual languages.
pub fn language(name: &str) -> String {
    let name = name.split([';', ',', ' ']).next().unwrap_or("").to_lowercase();
    let code = match name.as_str() {
        "english" | "englisch" | "anglais" | "engels" => "en",
        "german" | "deutsch" | "allemand" | "duits" => "de",
        "french" | "französisch" | "français" | "francais" => "fr",
        "spanish" | "spanisch" | "español" => "es",
        "italian" | "italienisch" | "italiano" => "it",
        "dutch" | "niederländisch" | "nederlands" => "nl",
        "portuguese" | "português" => "pt",
        "swedish" | "svenska" => "sv",
        "danish" | "dansk" => "da",
        "norwegian" | "norsk" => "no",
        "polish" | "polski" => "pl",
        "russian" => "ru",
        _ => name.as_str(),
    };
    code.to_owned()
}

const END: [&str; 4] = ["End of Document", "Ende des Dokuments", "Fin du document", "Einde van document"];

/// The new layout.
fn ended(lines: &[Line<'_>]) -> Option<Export> {
    let ends: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| END.contains(&line.text)).map(|(at, _)| at).collect();
    let has_keys =
        lines.iter().any(|line| modern_key(line.text).is_some_and(|(key, _)| key == "length" || key == "load-date"));
    if ends.is_empty() || !has_keys {
        return None;
    }
    let mut export = Export { vendor: "Nexis", ..Export::default() };
    let cover = &lines[..ends[0]];
    export.announced = cover.iter().find_map(|line| {
        let rest = ["Documents (", "Dokumente (", "Document (", "Dokument ("]
            .iter()
            .find_map(|mark| line.text.strip_prefix(mark))?;
        Some((rest.strip_suffix(')')?.replace([',', '.'], "").parse().ok()?, line.number))
    });
    let mut from = 0;
    for end in &ends {
        match modern_article(&lines[from..=*end]) {
            Some(entry) => export.entries.push(entry),
            None => export
                .problems
                .push((lines[*end].number, "an article that ends here has no head that is known".to_owned())),
        }
        from = end + 1;
    }
    // Something after the last end that looks like an article is one whose end is missing.
    if lines[from..].iter().any(|line| modern_key(line.text).is_some_and(|(key, _)| key == "length"))
        && let Some(entry) = modern_article(&lines[from..])
    {
        export
            .problems
            .push((entry.line, "the last article has no `End of Document`: the file is cut short".to_owned()));
        export.entries.push(entry);
    }
    Some(export)
}

/// A key of the new layout: `Load-Date: March 4, 2020`.
fn modern_key(line: &str) -> Option<(String, &str)> {
    const KEYS: &[&str] = &[
        "section",
        "length",
        "byline",
        "dateline",
        "highlight",
        "load-date",
        "classification",
        "graphic",
        "notes",
        "correction-date",
        "länge",
        "rubrik",
        "autor",
        "url",
        "language",
        "series",
    ];
    let (key, value) = line.split_once(':')?;
    let key = key.trim().to_lowercase();
    KEYS.contains(&key.as_str()).then(|| (key, value.trim()))
}

fn modern_article(lines: &[Line<'_>]) -> Option<Entry> {
    let is_body = |line: &Line<'_>| matches!(line.text, "Body" | "Full Text" | "Text" | "Haupttext" | "Volltext");
    let head_end = lines.iter().position(|line| {
        modern_key(line.text).is_some_and(|(key, _)| !matches!(key.as_str(), "load-date" | "language")) || is_body(line)
    })?;
    let is_copyright = |line: &str| {
        let lower = line.to_lowercase();
        lower.starts_with("copyright")
            || lower.starts_with('©')
            || lower.contains("all rights reserved")
            || lower.contains("alle rechte vorbehalten")
    };
    let head: Vec<&Line<'_>> =
        lines[..head_end].iter().filter(|line| !line.text.is_empty() && !is_copyright(line.text)).collect();
    let date_at = head.iter().rposition(|line| date_part(line.text).is_some())?;
    let outlet = head.get(date_at.checked_sub(1)?)?;
    let title = date_at.checked_sub(2).and_then(|at| head.get(at));
    let first = title.unwrap_or(outlet);
    let mut entry = Entry { line: first.number, bytes: first.start..lines[lines.len() - 1].end, ..Entry::default() };
    entry.set(Field::Title, title.map_or("", |line| line.text));
    entry.set(Field::Outlet, outlet.text);
    entry.set(Field::Date, date_part(head[date_at].text)?);
    let has_body_mark = lines[head_end..].iter().any(is_body);
    let mut body: Vec<&str> = Vec::new();
    let mut is_in_body = false;
    for line in &lines[head_end..head_end + modern_end(&lines[head_end..])] {
        if is_body(line) && !is_in_body {
            is_in_body = true;
            continue;
        }
        match modern_key(line.text) {
            Some((key, value)) if !is_in_body => match key.as_str() {
                "byline" | "autor" => entry.set(Field::Author, value),
                "url" => entry.set(Field::Url, value),
                "language" => entry.set(Field::Language, language(value)),
                _ => {}
            },
            _ => {
                // Without a mark the text begins behind the keys.
                is_in_body |= !has_body_mark && !line.text.is_empty();
                if is_in_body {
                    body.push(line.text);
                    // Every line is a paragraph in what was a document.
                    body.push("");
                }
            }
        }
    }
    entry.text = paragraphs(body);
    Some(entry)
}

/// How many of the lines of an article, without its head, stand before what is behind the text.
fn modern_end(lines: &[Line<'_>]) -> usize {
    /// Keys of the list that is headed `Classification`.
    const CLASSES: &[&str] = &[
        "language",
        "publication-type",
        "publication-subtype",
        "journal code",
        "document-type",
        "subject",
        "company",
        "organization",
        "ticker",
        "industry",
        "person",
        "geographic",
        "load-date",
        "acc-no",
    ];
    /// Lines that a caption or note has at most; more is text below a heading of that name.
    const MAX_NOTES: usize = 10;
    let end = lines.iter().position(|line| END.contains(&line.text)).unwrap_or(lines.len());
    let lines = &lines[..end];
    let is_class =
        |line: &str| line.split_once(':').is_some_and(|(key, _)| CLASSES.contains(&key.trim().to_lowercase().as_str()));
    let mut next = "";
    let mut tail = lines.len();
    for (at, line) in lines.iter().enumerate().rev() {
        let is_tail = match modern_key(line.text) {
            Some((key, value)) if key == "load-date" => date_part(value).is_some(),
            Some((key, _)) if key == "classification" => next.is_empty() || is_class(next),
            _ => line.text == "Load-Date" || (line.text == "Classification" && is_class(next)),
        };
        if is_tail {
            tail = at;
        }
        if !line.text.is_empty() {
            next = line.text;
        }
    }
    // Pictures and notes stand before it, below a heading.
    let mut n_lines = 0;
    let mut at = tail;
    while at > 0 && n_lines <= MAX_NOTES {
        at -= 1;
        if matches!(lines[at].text, "Graphic" | "Notes" | "Correction") {
            (tail, n_lines) = (at, 0);
        }
        n_lines += usize::from(!lines[at].text.is_empty());
    }
    tail
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of an article of the old layout whose lines behind its number of words are these.
    #[track_caller]
    fn check(rest: &str, want: &str) {
        let text = format!("1 of 1 DOCUMENTS\n\n{:20}Gazette\n\n{:20}March 4, 2020\n\nOtters\n\n{rest}", "", "");
        let export = split(&text).unwrap();
        assert_eq!(export.entries[0].text, want, "{rest}");
    }

    const LENGTH: &str = "BYLINE: Jane Roe\n\nLENGTH: 9 words\n\n";
    const BEHIND: &str = "LOAD-DATE: March 4, 2020\n\nLANGUAGE: ENGLISH\n";

    #[test]
    fn a_paragraph_that_begins_like_a_key_is_text() {
        for begin in ["UPDATE", "NOTES", "CITY", "PERSON", "GRAPHIC"] {
            let text = format!("One.\n\n{begin}: Two.\n\nThree.");
            check(&format!("{LENGTH}{text}\n\n{BEHIND}"), &text);
            check(&format!("{LENGTH}{text}"), &text);
        }
        check(&format!("{LENGTH}One.\n\nUPDATE: Two.\n\n{BEHIND}"), "One.\n\nUPDATE: Two.");
    }

    #[test]
    fn a_text_may_begin_like_a_key() {
        for begin in ["UPDATE", "NEW DELHI", "RUBRIK"] {
            let text = format!("{begin}: One.\n\nTwo.");
            let want = if begin == "RUBRIK" { "Two." } else { &text };
            check(&format!("{LENGTH}{text}\n\n{BEHIND}"), want);
        }
        check(&format!("LÄNGE: 9 Wörter\n\nZWEI: Zwei.\n\n{BEHIND}"), "ZWEI: Zwei.");
    }

    #[test]
    fn keys_behind_the_text_are_no_text() {
        let graphic = "SUBJECT: OTTERS (90%)\n\nGRAPHIC: An otter.\n\nUPDATE: 20200304\n\n";
        check(&format!("{LENGTH}One.\n\n{graphic}{BEHIND}"), "One.");
        check(&format!("{LENGTH}One.\n\n{graphic}"), "One.");
        check(&format!("{LENGTH}One.\n\n{BEHIND}\nGRAPHIC: An otter.\n\nAnd another.\n"), "One.");
    }

    #[test]
    fn an_article_of_many_keys_takes_linear_time() {
        let text = format!("{LENGTH}{}", "DATELINE: X\n\n".repeat(100_000));
        // Each against each takes minutes.
        check(&text, "");
    }

    /// The text of an article of the new layout whose lines behind its head are these.
    #[track_caller]
    fn check_new(rest: &str, want: &str) {
        let text = format!("Otters\nGazette\nMarch 4, 2020\n\nLength: 9 words\nBody\n\n{rest}\n\nEnd of Document\n");
        let export = split(&text).unwrap();
        assert_eq!(export.entries[0].text, want, "{rest}");
    }

    #[test]
    fn the_new_layout_keeps_paragraphs_that_begin_like_keys() {
        let load = "Load-Date: March 4, 2020";
        check_new(&format!("One.\n\nTwo.\n\n{load}"), "One.\n\nTwo.");
        check_new(
            &format!("One.\n\nClassification: two.\n\nThree.\n\n{load}"),
            "One.\n\nClassification: two.\n\nThree.",
        );
        check_new(&format!("One.\n\nLoad-date: not known.\n\nTwo.\n\n{load}"), "One.\n\nLoad-date: not known.\n\nTwo.");
        check_new(&format!("One.\n\nGraphic\n\nAn otter.\n\nNotes\n\nA note.\n\n{load}"), "One.");
        check_new("One.\n\nClassification\n\nLanguage: ENGLISH\n\nSubject: OTTERS\n\nLoad-Date: March 4, 2020", "One.");
        let more: String = (0..20).map(|number| format!("Line {number}.\n\n")).collect();
        let text = format!("One.\n\nNotes\n\n{more}");
        check_new(&format!("{text}{load}"), text.trim_end());
    }
}
