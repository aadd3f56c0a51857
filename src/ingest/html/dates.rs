//! The day of publication of a page, out of all the places that print one.
//!
//! What markup states comes first, then the address, then what is printed near the title, then
//! the rest of the page. A time in UTC may name the day before or after the one that the page
//! prints: where address or text have that other day, it is the local one and is taken.

use memchr::memmem;
use rustc_hash::FxHashMap;

use super::blocks::Blocks;
use super::dom::Dom;
use super::head::Head;
use super::roles::{Role, Roles};
use super::title::{APART, around};
use crate::extract::metadata::dates::{Printed, read_prefix, read_value};
use crate::extract::metadata::url::date_of_address;
use crate::model::{Date, Source};

/// A day and how far the place where it stands is trusted.
#[derive(Clone, Copy, Debug)]
struct Dated {
    day: Date,
    /// The other reading of `03/04/2020`.
    other: Option<Date>,
    /// A time in UTC, so that the local day may be another.
    is_utc: bool,
    rank: i32,
    source: Source,
}

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
    month_first: bool,
) -> Option<(Date, Source)> {
    let mut found = Finds { list: Vec::new(), month_first };
    for work in &head.json_ld.works {
        let rank = i32::from(work.rank);
        found.value(work.published.as_deref(), 97 + rank, Source::JsonLd);
        found.value(work.created.as_deref(), 70 + rank, Source::JsonLd);
        found.value(work.modified.as_deref(), 45 + rank, Source::JsonLd);
    }
    for (place, name) in PUBLISHED.iter().enumerate() {
        for (_, value) in head.metas.iter().filter(|(key, _)| key == name).take(2) {
            let rank = if place < 5 { 97 } else { 95 - place as i32 / 8 };
            found.value(Some(value), rank, Source::MetaTag);
        }
    }
    // Sites invent names of their own: `product:uploaded`, `news_publish_time`.
    for (name, value) in &head.metas {
        let says_so = ["publish", "pubdate", "issued", "upload", "created"].iter().any(|word| name.contains(word));
        if says_so && !name.contains("modif") {
            found.value(Some(value), 82, Source::MetaTag);
        }
    }
    for name in MODIFIED {
        found.value(head.meta_value(&[name]), 45, Source::MetaTag);
    }
    if let Some(day) = url.and_then(|url| date_of_address(url).day) {
        found.list.push(Dated { day, other: None, is_utc: false, rank: 88, source: Source::Url });
    } else if let Some(day) = url.and_then(day_first_in_address) {
        found.list.push(Dated { day, other: None, is_utc: false, rank: 66, source: Source::Url });
    }
    for title in head.title.iter().map(String::as_str).chain(head.meta_value(&["og:title"])) {
        found.text(title, 62, Source::MetaTag);
    }
    let near = Nearness { blocks, heading: heading.map(|node| blocks.number_at(node)) };
    let mut n_alike: FxHashMap<&str, u32> = FxHashMap::default();
    for marked in &head.dates {
        *n_alike.entry(&marked.mark).or_default() += 1;
    }
    for marked in &head.dates {
        let is_apart = around(dom, roles, marked.node, heading).has(APART);
        let says = |words: &[&str]| words.iter().any(|word| marked.mark.contains(word));
        let is_modified =
            says(&["modified", "update", "aktualisiert", "lastmod", "changed", "edited"]) || is_update(&marked.text);
        // WordPress marks a date as both where nothing was changed since.
        let is_modified = is_modified && !says(&["published"]);
        let is_property = says(&["datepublished", "datecreated"]);
        let is_published = is_property || says(&["publish", "pubdate", "entry-date", "posted", "created"]);
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
        found.value(marked.value.as_deref(), rank, Source::HeaderLine);
        found.text(&marked.text, rank - 4 - i32::from(marked.text.len() > 60) * 6, Source::HeaderLine);
    }
    for block in &blocks.list {
        let text = blocks.text_of(block);
        if text.len() > 200 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let is_sentence = block.n_letters > 50 && text.ends_with(['.', '!', '?', '”', '"']);
        let mut rank = match text.len() {
            _ if is_sentence => 40,
            0..40 => 62,
            _ => 56,
        };
        rank += near.of(block.at);
        if !is_sentence && begins_as_dated(text) {
            rank += 6;
        }
        if is_update(text) {
            rank -= 10;
        }
        let role = around(dom, roles, block.node, heading);
        if role.has(APART) {
            rank -= 40;
        } else if role.has(Role::CAPTION) {
            rank -= 25;
        }
        found.text(text, rank, Source::HeaderLine);
    }
    if found.list.iter().all(|one| one.rank < 60) {
        found.value(in_scripts(dom.html()), 59, Source::Text);
    }
    found.settle()
}

/// What a script gives as the day of publication: `"publishedDate":"2016-11-04T20:37:27Z"`.
fn in_scripts(html: &str) -> Option<&str> {
    const KEYS: &[&str] = &[
        "datePublished",
        "publishedDate",
        "publishDate",
        "publish_date",
        "published_at",
        "publishedAt",
        "pubDate",
        "firstPublished",
    ];
    memmem::find_iter(html.as_bytes(), b"ub").filter(|at| *at > 5).take(20_000).find_map(|at| {
        KEYS.iter().find_map(|key| {
            let from = at.checked_sub(key.find("ub")?)?;
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

/// True for days on which a page could be published.
fn is_of_the_web(day: &Date) -> bool {
    (1993..2100).contains(&day.year())
}

/// Where a node stands from the title, in blocks, and what that adds to the rank of a date there:
/// most right below the title, a little less above it.
struct Nearness<'b> {
    blocks: &'b Blocks,
    heading: Option<usize>,
}

impl Nearness<'_> {
    fn of(&self, node: usize) -> i32 {
        let Some(heading) = self.heading else { return 0 };
        let number = self.blocks.number_at(node);
        match number.checked_sub(heading) {
            Some(0..=5) => 10,
            Some(6..=15) => 6,
            Some(_) => 0,
            None if heading - number <= 4 => 9,
            None => 0,
        }
    }
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

struct Finds {
    list: Vec<Dated>,
    month_first: bool,
}

impl Finds {
    fn push(&mut self, printed: Printed, is_utc: bool, rank: i32, source: Source) {
        let (day, other) = match printed {
            Printed::Day(day) => (day, None),
            Printed::Either { month_first, day_first } if self.month_first => (month_first, Some(day_first)),
            Printed::Either { month_first, day_first } => (day_first, Some(month_first)),
            Printed::Impossible | Printed::Incomplete => return,
        };
        if (1900..2100).contains(&day.year()) && self.list.len() < 1000 {
            // Older days are those of print, or of what an article tells.
            let rank = if is_of_the_web(&day) { rank } else { rank - 30 };
            self.list.push(Dated { day, other, is_utc, rank, source });
        }
    }

    /// A value that is a date and nothing else.
    fn value(&mut self, value: Option<&str>, rank: i32, source: Source) {
        let Some(value) = value.map(str::trim).filter(|value| !value.is_empty() && value.len() < 100) else { return };
        if let Some(printed) = read_value(value) {
            let is_number = value.bytes().all(|byte| byte.is_ascii_digit())
                && value.len() >= 9
                && value.len() != 14
                && value.len() != 12;
            let has_time = value.contains(':');
            let is_utc = is_number
                || (has_time
                    && (value.ends_with('Z')
                        || value.ends_with("+00:00")
                        || value.ends_with("+0000")
                        || value.ends_with("GMT")
                        || value.ends_with("UTC")));
            self.push(printed, is_utc, rank, source);
        }
    }

    /// The first date within a text.
    fn text(&mut self, text: &str, rank: i32, source: Source) {
        let mut after_word = false;
        for (at, character) in text.char_indices().take_while(|(at, _)| *at < 300) {
            // `Erstellt am09.02.2022`: the parts of a line are not always parted.
            let may_begin =
                !after_word || (character.is_ascii_digit() && !text[..at].ends_with(|c: char| c.is_ascii_digit()));
            if may_begin
                && character.is_alphanumeric()
                && let Some((printed @ (Printed::Day(_) | Printed::Either { .. }), _)) = read_prefix(&text[at..])
            {
                self.push(printed, false, rank, source);
                return;
            }
            after_word = character.is_alphanumeric();
        }
    }

    fn settle(self) -> Option<(Date, Source)> {
        let mut best: Option<&Dated> = None;
        for one in &self.list {
            if best.is_none_or(|best| one.rank > best.rank) {
                best = Some(one);
            }
        }
        let best = best?;
        let is_known = |day: Date| self.list.iter().any(|one| one.other.is_none() && one.day == day);
        if let Some(other) = best.other {
            let day = if is_known(other) && !is_known(best.day) { other } else { best.day };
            return Some((day, best.source));
        }
        if best.is_utc {
            // The local day that the surest other place prints.
            let (before, after) = (best.day.plus_days(-1), best.day.plus_days(1));
            let mut local: Option<&Dated> = None;
            for one in self.list.iter().filter(|one| !one.is_utc && one.rank >= 60 && one.source != Source::JsonLd) {
                if (before..=after).contains(&one.day) && local.is_none_or(|local| one.rank > local.rank) {
                    local = Some(one);
                }
            }
            let is_confirmed = self.list.iter().any(|one| !one.is_utc && one.rank >= 75 && one.day == best.day);
            if let Some(local) = local.filter(|local| local.day != best.day && !is_confirmed) {
                return Some((local.day, local.source));
            }
        }
        Some((best.day, best.source))
    }
}
