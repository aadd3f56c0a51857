//! Bylines that nothing marks: lines near the title, and lines anywhere that label a name.
//!
//! A line names somebody by a word before the name (`Von Jane Roe`), by the kind of the text
//! (`Ein Beitrag von Jane Roe`), by a day before it (`04.02.2022 | 13:10 Uhr | Jane Roe`) or by a
//! label (`Autor: Jane Roe`).

use super::blocks::Blocks;
use super::body::weight;
use super::dom::Dom;
use super::people::{About, push};
use super::roles::{Role, Roles};
use super::signed::{before_day, without_brackets};
use super::title::around;
use crate::extract::metadata::byline::is_outlet_like;
use crate::extract::metadata::dates::{is_time, read_prefix};
use crate::extract::metadata::jobs::{self, begins_with_first_name};
use crate::extract::metadata::names;
use crate::text::fold;

/// Longest line, in bytes.
const MAX_BYTES: usize = 160;

/// Lines that label other people than the article's authors.
const ELSEWHERE: Role = Role::RELATED.with(Role::COMMENT).with(Role::NAVIGATION).with(Role::CAPTION);

/// Beginnings of words for the kind of a text, or for how it came onto the page, folded. Before
/// the author's name they make a byline of a line.
#[rustfmt::skip]
const KINDS: &[&str] = &[
    "artikel", "beitrag", "blogbeitrag", "gastbeitrag", "text", "bericht", "kommentar", "gastkommentar", "analyse", "essay", "kolumne",
    "reportage", "rezension", "kritik", "interview", "geschrieben", "verfasst", "gespeichert", "eingestellt", "eingereicht", "erstellt",
    "gepostet", "veroffentlicht", "article", "review", "report", "story", "column", "commentary", "analysis", "opinion", "written",
    "posted", "submitted", "published", "contributed", "recueilli", "publie", "ecrit", "texto", "escrito", "publicado", "scritto", "pubblicato",
];

/// Labels of authors, folded.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "autor", "autorin", "autoren", "autorin/autor", "autor/autorin", "autor/in", "autor(in)", "autor*in", "autor:in", "autor/-in", "autor(en)",
    "autor*innen", "autor:innen", "verfasser", "verfasserin", "author", "authors", "author(s)", "auteur", "auteurs", "autrice", "autore",
    "autora", "autores", "forfatter", "forfattare", "skribent", "szerzo", "text", "texte", "testo", "texto", "tekst", "words", "article by",
    "written by", "reporter", "redakteur", "redakteurin", "bericht", "text und foto", "text und fotos", "text und bild", "text und bilder", "text & foto",
    "text & fotos", "text & bild", "text/foto", "text/fotos", "text/bild", "bericht und foto", "bericht und fotos", "text and photos",
    "texte et photos", "testo e foto", "texto y fotos", "article", "автор", "авторы", "автор текста", "текст", "автори", "haber", "yazar",
    "yazan", "muhabir", "yazi", "kirjoittaja", "toimittaja", "teksti", "skriven av", "penulis", "tac gia", "συντακτης", "συντακτρια",
];

/// Words of the next credit in a line that began with the author's.
const CREDITS: &[&str] = &[
    "foto",
    "fotos",
    "photo",
    "photos",
    "bild",
    "bilder",
    "illustration",
    "illustrationen",
    "illustrations",
    "video",
    "images",
];

/// The people whom a line near the title names.
pub(super) fn near_title(dom: &Dom<'_>, roles: &Roles, blocks: &Blocks, about: &About<'_>) -> Vec<String> {
    let from = match about.heading {
        Some(heading) => blocks.number_at(heading).saturating_sub(4),
        // Without a headline, the lines above the first paragraph.
        None => match blocks.list.iter().position(|block| weight(blocks, block) > 0.0) {
            Some(first) => first.saturating_sub(6),
            None => return Vec::new(),
        },
    };
    for block in blocks.list.iter().skip(from).take(24) {
        let text = blocks.text_of(block);
        if text.len() > MAX_BYTES || around(dom, roles, block.node, about.heading).has(ELSEWHERE) {
            continue;
        }
        let people = of_line(text);
        if !people.is_empty() {
            return people;
        }
    }
    let Some(heading) = about.heading else { return Vec::new() };
    name_alone(dom, roles, blocks, about, heading).into_iter().collect()
}

/// A name in a line of its own between the title and the first paragraph.
fn name_alone(dom: &Dom<'_>, roles: &Roles, blocks: &Blocks, about: &About<'_>, heading: usize) -> Option<String> {
    let below = blocks.list.iter().skip(blocks.number_at(heading) + 1).take(6);
    let mut lines = below.take_while(|block| block.n_letters < 80).filter_map(|block| {
        let name = names::person(blocks.text_of(block)).filter(|name| begins_with_first_name(name))?;
        let role = around(dom, roles, block.node, about.heading);
        (!role.has(ELSEWHERE.with(Role::SIDE).with(Role::HEADLINE)) && !block.tag.is_heading()).then_some(name)
    });
    let name = lines.next()?;
    lines.next().is_none().then_some(name)
}

/// The people whom a line labels as authors, wherever it stands. None if more than two lines do:
/// those are of a list of articles.
pub(super) fn labelled(dom: &Dom<'_>, roles: &Roles, blocks: &Blocks, about: &About<'_>) -> Vec<String> {
    let mut found: Vec<Vec<String>> = Vec::new();
    for (number, block) in blocks.list.iter().enumerate() {
        let text = blocks.text_of(block);
        if text.len() > MAX_BYTES {
            continue;
        }
        let Some(named) = behind_label(text) else { continue };
        // `<dt>Autor:</dt><dd>Jane Roe</dd>`
        let next = || blocks.list.get(number + 1).map_or("", |next| blocks.text_of(next));
        let people = if named.is_empty() { people(next(), false) } else { people(named, false) };
        if people.is_empty() || around(dom, roles, block.node, about.heading).has(ELSEWHERE.with(Role::FOOTER)) {
            continue;
        }
        if !found.contains(&people) {
            found.push(people);
        }
        if found.len() > 2 {
            return Vec::new();
        }
    }
    found.into_iter().next().unwrap_or_default()
}

/// What stands behind a label of authors at the start of a line.
fn behind_label(text: &str) -> Option<&str> {
    let (label, rest) = match text.split_once(": ").or_else(|| text.strip_suffix(':').map(|label| (label, ""))) {
        Some(parts) => parts,
        // `Autorin/Autor Jane Roe`
        None => text.split_once(' ').filter(|(label, _)| label.contains('/'))?,
    };
    (label.len() <= 32 && LABELS.contains(&fold(label.trim()).as_str())).then_some(rest.trim())
}

/// The people whom a line names as a byline.
pub(super) fn of_line(text: &str) -> Vec<String> {
    let mut is_dated = false;
    for segment in
        text.split(['|', '·', '•', '»']).flat_map(|part| part.split(" – ")).flat_map(|part| part.split(" - "))
    {
        let segment = segment.trim();
        let behind_day = behind_day(segment);
        is_dated |= behind_day.is_some();
        let segment = behind_day.unwrap_or(segment);
        let rest = without_start(segment);
        let has_start = rest.len() < segment.len();
        // `04.02.2022 | Council` is no byline.
        if has_start || (is_dated && begins_with_first_name(segment)) {
            // Beside a day, `von olga` is a name.
            let is_sure = has_start && (is_dated || is_before_day(rest));
            let people = people(rest, is_sure);
            if !people.is_empty() {
                return people;
            }
        }
        if let Some(rest) = behind_kind(segment) {
            let people = people(rest, false);
            if !people.is_empty() {
                return people;
            }
        }
    }
    Vec::new()
}

/// True for `olga am 24. Juli 2017`.
fn is_before_day(rest: &str) -> bool {
    [" am ", " on ", " vom ", " le ", " el "]
        .iter()
        .any(|mark| rest.split_once(mark).and_then(|(_, behind)| behind_day(behind)).is_some_and(str::is_empty))
}

/// What stands behind a day at the start of a segment, and behind the time after it.
pub(super) fn behind_day(segment: &str) -> Option<&str> {
    let (_, width) = read_prefix(segment)?;
    let mut rest = segment[width..].trim_start_matches([',', ' ', '-', '–', '/']);
    loop {
        let word = rest.split(' ').next().unwrap_or("");
        let bare = word.trim_end_matches([',', ':']);
        let is_of_time = !word.is_empty() && (is_time(bare) || matches!(bare, "Uhr" | "um" | "at" | "à" | "kl." | "h"));
        if !is_of_time {
            return Some(rest);
        }
        rest = rest[word.len()..].trim_start_matches([',', ' ', '-', '–', '/']);
    }
}

/// What stands behind `Ein Beitrag von`, `A review by`.
fn behind_kind(segment: &str) -> Option<&str> {
    [" von ", " by ", " par ", " por ", " di "].iter().find_map(|word| {
        let (before, rest) = segment.split_once(word)?;
        let mut words = before.split(' ');
        let last = fold(words.next_back()?.rsplit('-').next()?);
        (words.count() <= 3 && KINDS.iter().any(|kind| last.starts_with(kind))).then_some(rest)
    })
}

/// The names at the start of `rest`; a lone word is one only if `may_be_short`.
fn people(rest: &str, may_be_short: bool) -> Vec<String> {
    let mut people = Vec::new();
    let rest = [" am ", " on ", " vom ", " @ "].iter().fold(rest, |rest, mark| rest.split(mark).next().unwrap_or(rest));
    let mut at = 0;
    let end = rest.split(' ').find_map(|word| {
        let from = at;
        at += word.len() + 1;
        CREDITS.contains(&fold(word.trim_end_matches(':')).as_str()).then_some(from)
    });
    let rest = without_brackets(before_day(rest[..end.unwrap_or(rest.len())].trim()));
    let rest = rest.as_str();
    for part in names::split_list(rest) {
        let part = part.split(['(', '@', '–', '·', '|']).next().unwrap_or(part).trim();
        // `Jane Roe, Valley Gazette`
        if !people.is_empty() && is_outlet_like(part) && !begins_with_first_name(part) {
            continue;
        }
        match names::person(part).or_else(|| jobs::name_before(part)) {
            Some(name) => push(&mut people, &name),
            None if !people.is_empty() && jobs::is_beside_name(part) => {}
            None => break,
        }
    }
    let is_short = (2..=24).contains(&rest.len())
        && rest.starts_with(char::is_alphabetic)
        && rest.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if people.is_empty() && may_be_short && is_short {
        push(&mut people, rest);
    }
    people
}

/// Cuts what stands before the names of a byline off: `By`, `Ein Beitrag von`, `Interview:`.
pub(super) fn without_start(text: &str) -> &str {
    #[rustfmt::skip]
    const STARTS: &[&str] = &[
        "by:", "by ", "von:", "von ", "vom ", "par ", "por ", "di ", "door ", "av ", "af ", "text:", "text von ", "autor:",
        "autor ", "autorin:", "author:", "author ", "written by ", "words by ", "story by ", "posted by ", "published by ",
        "publié par ", "ein artikel von ", "ein beitrag von ", "geschrieben von ", "verfasst von ", "erstellt von ", "veröffentlicht von ",
        "eingestellt von ", "beitrag von ", "beitragvon ", "interview:", "interview ", "escribe ", "escrito por ", "scritto da ",
        "a cura di ", "redaktion:", "post author", "reported by ", "gepostet von ", "artikel von ", "kommentar von ", "ein kommentar von ",
        "eine analyse von ", "a guest post by ", "tekst:", "autore:", "auteur:", "texte:", "texto:", "gespeichert von ", "eingereicht von ",
        "submitted by ", "bericht von ", "gastbeitrag von ", "ein gastbeitrag von ", "autoren:", "authors:", "words:", "auteur ", "autore ",
    ];
    let mut text = text.trim().trim_start_matches([',', '·', '|', '-', '–', '/', ' ']);
    // `Post author By Jane Roe` has two of them.
    for _ in 0..2 {
        let found =
            STARTS.iter().find(|start| text.get(..start.len()).is_some_and(|head| head.to_lowercase() == **start));
        match found {
            Some(start) => text = text[start.len()..].trim_start(),
            None => break,
        }
    }
    text
}
