//! The day of publication of a page, out of all the places that print one.
//!
//! What markup states comes first, then the address, then what is printed near the title, then
//! the rest of the page. Days of embedded posts are never the page's.

use memchr::memmem;
use rustc_hash::FxHashMap;

use super::blocks::Blocks;
use super::bylines::{self, behind_day};
use super::dom::Dom;
use super::finds::{Finds, Place, is_of_the_web};
use super::head::Head;
use super::places::{Around, Nearness, Opening, Setting, Spot, is_range, label_of_day, number_of, setting};
use super::roles::{Role, Roles};
use super::title::{APART, around};
use crate::extract::metadata::dates::{Printed, read_prefix};
use crate::extract::metadata::stated::{self, Label};
use crate::extract::metadata::url::date_of_address;
use crate::model::{Date, Source};

/// Meta tags that state the day of publication, the surest first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "datepublished",
    "date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dc.date.created",
    "dcterms.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published-date",
    "publication_date",
    "sailthru.date",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "citation_date",
    "article.published",
    "article_date_original",
    "originalpublicationdate",
    "rnews:datepublished",
    "vr:published_time",
    "displaydate",
    "ptime",
    "bt:pubdate",
    "og:pubdate",
    "creation_date",
    "article.created",
    "firstpublished",
    "date_published",
];

/// Meta tags of a later day.
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dateupdate",
    "dateupdated",
    "last-modified",
    "lastmod",
    "dc.date.modified",
    "dcterms.modified",
    "modified",
];

/// Chooses the day; `heading` is the element that prints the title.
pub(super) fn choose(
    dom: &Dom<'_>,
    roles: &Roles,
    head: &Head,
    blocks: &Blocks,
    url: Option<&str>,
    heading: Option<usize>,
    month_first: Option<bool>,
) -> Option<(String, Source)> {
    let mut found = Finds { list: Vec::new(), month_first };
    for work in &head.json_ld.works {
        let rank = i32::from(work.rank);
        found.value(work.published.as_deref(), Place::new(97 + rank, Source::JsonLd));
        found.value(work.created.as_deref(), Place::new(70 + rank, Source::JsonLd));
        // A video within an article may be older or younger than it.
        found.value(work.uploaded.as_deref(), Place::new(80, Source::JsonLd));
        found.value(work.modified.as_deref(), Place::of_change(45 + rank, Source::JsonLd));
    }
    for (place, name) in PUBLISHED.iter().enumerate() {
        for (_, value) in head.metas.iter().filter(|(key, _)| key == name).take(2) {
            let rank = if place < 5 { 97 } else { 95 - place as i32 / 8 };
            found.value(Some(value), Place::new(rank, Source::MetaTag));
        }
    }
    // Sites invent names of their own: `product:uploaded`, `news_publish_time`.
    for (name, value) in &head.metas {
        let says_so = ["publish", "pubdate", "issued", "upload", "created"].iter().any(|word| name.contains(word));
        if says_so && !name.contains("modif") {
            found.value(Some(value), Place::new(82, Source::MetaTag));
        }
    }
    for name in MODIFIED {
        found.value(head.meta_value(&[name]), Place::of_change(45, Source::MetaTag));
    }
    if let Some(day) = url.and_then(|url| date_of_address(url).day) {
        found.push(Printed::Day(day), None, Place::new(88, Source::Url));
    } else if let Some(day) = url.and_then(day_first_in_address) {
        found.push(Printed::Day(day), None, Place::new(66, Source::Url));
    }
    for title in head.title.iter().map(String::as_str).chain(head.meta_value(&["og:title"])) {
        found.text(title, Place { is_own: false, ..Place::new(62, Source::MetaTag) });
    }
    let near = Nearness { blocks, heading: heading.map(|node| blocks.number_at(node)) };
    let opening = Opening::of(dom, roles, blocks, heading);
    let places = Around::of(dom, roles, blocks, heading);
    let mut n_alike: FxHashMap<&str, u32> = FxHashMap::default();
    for marked in &head.dates {
        *n_alike.entry(&marked.mark).or_default() += 1;
    }
    for marked in &head.dates {
        let around = around(dom, roles, marked.node, heading);
        let setting = setting(dom, roles, marked.node, heading);
        if setting == Setting::Post {
            continue;
        }
        if is_of_member(&marked.text) {
            continue;
        }
        let is_apart = around.has(APART.with(Role::EMBED));
        let says = |words: &[&str]| words.iter().any(|word| marked.mark.contains(word));
        let is_modified =
            says(&["modified", "update", "aktualisiert", "lastmod", "changed", "edited"]) || is_update(&marked.text);
        // WordPress marks a date as both where nothing was changed since.
        let is_modified = is_modified && !says(&["published"]);
        let is_property = says(&["datepublished", "datecreated"]);
        let is_published = is_property || says(&["publish", "pubdate", "entry-date", "posted", "created"]);
        let number = number_of(dom, blocks, marked.node);
        let spot = Spot {
            number,
            role: around,
            setting,
            is_opening: opening.holds(number, true),
            is_labelled: is_published
                || blocks.list.get(number).is_some_and(|block| begins_as_dated(blocks.text_of(block)))
                || begins_as_dated(&marked.text)
                || label_of_day(&marked.text) != Label::Nothing,
            is_marked: true,
            is_sentence: false,
        };
        if !is_property && places.is_of_others(blocks, &spot) {
            continue;
        }
        let mut rank = match (is_modified, is_property, is_published) {
            (true, ..) => 50 + near.of(marked.node),
            (_, true, _) if says(&["datecreated"]) => 90,
            (_, true, _) => 96,
            (_, _, true) => 84 + near.of(marked.node),
            _ => 78 + near.of(marked.node),
        };
        if is_apart {
            rank -= 50;
        }
        // Dates in a row are those of a list.
        if n_alike.get(marked.mark.as_str()).is_some_and(|count| *count > 3) && near.of(marked.node) < 10 {
            rank -= 8;
        }
        let is_own = !is_modified && !is_apart && setting == Setting::Page && spot.is_opening;
        // Some systems fill the attribute with another day than the reader is told.
        if marked.text.len() < 60 && stated::label(&marked.text) == Label::Published {
            found.contradicting(&marked.text, marked.value.as_deref(), Place::printed(rank + 1, is_own));
        }
        let place = |rank| Place { is_change: is_modified, ..Place::printed(rank, is_own) };
        found.value(marked.value.as_deref(), place(rank));
        found.text(&marked.text, place(rank - 4 - i32::from(marked.text.len() > 60) * 6));
    }
    let mut lines_alone: Vec<usize> = Vec::new();
    for (number, block) in blocks.list.iter().enumerate() {
        let text = blocks.text_of(block);
        if near.of(block.at) > 0
            && !places.is_above(number)
            && let Some(printed) = dateline(text)
        {
            found.push(printed, None, Place::printed(68, false));
        }
        if text.len() > 200 || !text.bytes().any(|byte| byte.is_ascii_digit()) || is_range(text) {
            continue;
        }
        let is_sentence = block.n_letters > 50 && text.ends_with(['.', '!', '?', '”', '"']);
        let mut rank = match text.len() {
            _ if is_sentence => 40,
            0..40 => 62,
            _ => 56,
        };
        rank += near.of(block.at);
        let is_labelled = !is_sentence && begins_as_dated(text);
        let is_alone = behind_day(text).is_some_and(str::is_empty);
        if is_labelled || is_alone {
            rank += 6;
        }
        let is_of_list = is_alone && !is_labelled && near.of(block.at) == 0;
        let is_update = is_update(text);
        let label = label_of_day(text);
        if is_update {
            rank -= 10;
        }
        let setting = setting(dom, roles, block.node, heading);
        if setting == Setting::Post {
            continue;
        }
        let role = around(dom, roles, block.node, heading);
        let is_apart = role.has(APART.with(Role::EMBED));
        let is_marked = is_labelled || role.has(Role::META);
        let spot = Spot {
            number,
            role,
            setting,
            is_opening: opening.holds(number, is_marked),
            is_labelled: is_labelled
                || label == Label::Published
                || (label == Label::Updated && !is_apart)
                || !bylines::of_line(text).is_empty(),
            is_marked: false,
            is_sentence,
        };
        if is_of_member(text) || places.is_of_others(blocks, &spot) {
            continue;
        }
        if is_apart {
            rank -= 40;
        } else if role.has(Role::CAPTION) {
            rank -= 25;
        }
        let is_own = !is_sentence
            && !is_update
            && !is_apart
            // Credits of the author are called like those of a picture.
            && (is_marked || !role.has(Role::CAPTION))
            && setting == Setting::Page
            && spot.is_opening;
        let number_of_find = found.list.len();
        found.text(text, Place { is_change: is_update, ..Place::printed(rank, is_own) });
        if is_of_list && found.list.len() > number_of_find {
            lines_alone.push(number_of_find);
        }
    }
    // Dates in lines of their own, one below the other, are those of a list.
    if lines_alone.len() > 2 {
        for index in lines_alone {
            if let Some(one) = found.list.get_mut(index) {
                one.place.rank -= 6;
            }
        }
    }
    if found.list.iter().all(|one| one.place.rank < 60) {
        found.value(in_scripts(dom.html(), &PUBLISHED_KEYS), Place::new(59, Source::Text));
    }
    if found.list.is_empty() {
        found.value(in_scripts(dom.html(), &CREATED_KEYS), Place::new(50, Source::Text));
    }
    found.settle()
}

/// Keys of scripts for the day of publication, after the letters all of them have.
const PUBLISHED_KEYS: (&str, &[&str]) = (
    "ub",
    &[
        "datePublished",
        "publishedDate",
        "publishDate",
        "publish_date",
        "published_at",
        "publishedAt",
        "pubDate",
        "firstPublished",
    ],
);

/// And for the day when something was written.
const CREATED_KEYS: (&str, &[&str]) = ("eated", &["createdAt", "created_at", "dateCreated"]);

/// What a script gives as the day under one of the keys: `"publishedDate":"2016-11-04T20:37:27Z"`.
fn in_scripts<'h>(html: &'h str, (common, keys): &(&str, &[&str])) -> Option<&'h str> {
    memmem::find_iter(html.as_bytes(), common).filter(|at| *at > 12).take(20_000).find_map(|at| {
        keys.iter().find_map(|key| {
            let from = at.checked_sub(key.find(common)?)?;
            let rest = html.get(from..)?.strip_prefix(key)?;
            let rest = rest.trim_start_matches(['\\', '"', '\'', ' ', ':']);
            let length =
                rest.bytes().take(30).take_while(|byte| byte.is_ascii_digit() || b"-T:Z+.".contains(byte)).count();
            (length >= 10).then(|| rest.get(..length)).flatten()
        })
    })
}

/// A day in an address in a form that ids could have as well: `29-10-2021`, `202601291432…`.
fn day_first_in_address(url: &str) -> Option<Date> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest).split_once('/')?.1;
    let path = path.split(['?', '#']).next()?;
    path.split(|c: char| !c.is_ascii_digit() && c != '-' && c != '.' && c != '_').take(64).find_map(|part| {
        let numbers: Vec<&str> = part.split(['-', '.', '_']).filter(|number| !number.is_empty()).collect();
        if let [.., day, month, year] = numbers[..]
            && day.len() <= 2
            && month.len() <= 2
            && year.len() == 4
        {
            return Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).filter(is_of_the_web);
        }
        let long = numbers.iter().find(|number| (12..=20).contains(&number.len()))?;
        let (hour, minute) = (long[8..10].parse::<u8>().ok()?, long[10..12].parse::<u8>().ok()?);
        let day = Date::from_number(long[..8].parse().ok()?).filter(is_of_the_web);
        day.filter(|_| hour < 24 && minute < 60)
    })
}

/// The day that a paragraph opens with: `(21. November 2022) The town …`, `Berlin, 21. November 2022 – The town …`.
fn dateline(text: &str) -> Option<Printed> {
    let is_day = |printed: &Printed| matches!(printed, Printed::Day(_) | Printed::Either { .. });
    if let Some(rest) = text.strip_prefix('(') {
        let (printed, width) = read_prefix(rest)?;
        return rest[width..].starts_with(')').then_some(printed).filter(is_day);
    }
    let (place, rest) = text.split_once(',').filter(|(place, _)| place.len() <= 30)?;
    let is_place = place.split(' ').all(|word| word.starts_with(char::is_uppercase)) && place.split(' ').count() <= 3;
    let rest = rest.trim_start().trim_start_matches("den ").trim_start_matches("am ");
    let (printed, width) = read_prefix(rest).filter(|_| is_place)?;
    let behind = rest[width..].trim_start();
    let is_end = behind.is_empty() || behind.starts_with(['–', '—', '-', '(', ':', '|', '.', '/']);
    is_end.then_some(printed).filter(is_day)
}

/// True for a line that begins as those that tell the day of publication.
fn begins_as_dated(text: &str) -> bool {
    #[rustfmt::skip]
    const STARTS: &[&str] = &[
        "by ", "par ", "von ", "por ", "datum", "date", "publi", "veröffentlicht", "posted", "stand", "erstellt", "erschienen",
        "fecha", "pubblicato", "gepubliceerd", "opublikowano", "publicerad", "publisert", "le ", "am ", "vom ",
    ];
    let lower = text.get(..text.len().min(40)).unwrap_or(text).to_lowercase();
    STARTS.iter().any(|start| lower.starts_with(start))
}

/// True for a line that tells since when a writer has been a member of a forum.
fn is_of_member(text: &str) -> bool {
    #[rustfmt::skip]
    const WORDS: &[&str] = &[
        "registriert", "mitglied seit", "dabei seit", "anmeldungsdatum", "beitritt", "joined", "join date", "member since", "registered",
        "inscrit", "inscription", "membre depuis", "registrado", "miembro desde", "iscritto", "membro desde", "lid sinds", "geregistreerd",
    ];
    let lower = text.get(..text.len().min(40)).unwrap_or(text).to_lowercase();
    WORDS.iter().any(|word| lower.starts_with(word))
}

/// True for a line that tells when something was changed.
fn is_update(text: &str) -> bool {
    let lower = text.get(..text.len().min(80)).unwrap_or(text).to_lowercase();
    const WORDS: &[&str] = &[
        "updat",
        "modif",
        "aktualis",
        "zuletzt",
        "letzte änderung",
        "geändert",
        "mis à jour",
        "actualizado",
        "aggiornat",
        "atualizado",
        "editiert",
    ];
    WORDS.iter().any(|word| lower.contains(word))
        && !["publish", "veröffentlicht", "publié", "publicado", "posted", "erstellt"]
            .iter()
            .any(|word| lower.contains(word))
}
