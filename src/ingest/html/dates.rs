//! The day of publication of a page, out of all the places that print one.
//!
//! What markup states comes first, then the address, then what is printed near the title, then
//! the rest of the page. A time in UTC may name the day before or after the one that the page
//! prints: where address or text have that other day, it is the local one and is taken.

use super::blocks::Blocks;
use super::dom::Dom;
use super::head::Head;
use super::roles::Roles;
use super::title::is_apart;
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
            found.value(Some(value), 97 - place as i32 / 8, Source::MetaTag);
        }
    }
    for name in MODIFIED {
        found.value(head.meta_value(&[name]), 45, Source::MetaTag);
    }
    if let Some(day) = url.and_then(|url| date_of_address(url).day) {
        found.list.push(Dated { day, other: None, is_utc: false, rank: 88, source: Source::Url });
    }
    for marked in &head.dates {
        let is_apart = is_apart(dom, roles, marked.node);
        let says = |words: &[&str]| words.iter().any(|word| marked.mark.contains(word));
        let is_modified =
            says(&["modified", "update", "aktualisiert", "lastmod", "changed", "edited"]) || is_update(&marked.text);
        let is_property = says(&["datepublished", "datecreated"]);
        let is_published = is_property || says(&["publish", "pubdate", "entry-date", "posted", "created"]);
        let mut rank = match (is_modified, is_property, is_published) {
            (true, ..) => 50,
            (_, true, _) => 96,
            (_, _, true) => 84,
            _ => 78,
        };
        rank += nearness(heading, marked.node);
        if is_apart {
            rank -= 50;
        }
        found.value(marked.value.as_deref(), rank, Source::HeaderLine);
        found.text(&marked.text, rank - 4 - i32::from(marked.text.len() > 60) * 6, Source::HeaderLine);
    }
    for block in &blocks.list {
        let text = blocks.text_of(block);
        if text.len() > 200 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let mut rank = if text.len() < 40 { 64 } else { 58 } + nearness(heading, block.node);
        if is_update(text) {
            rank -= 10;
        }
        if is_apart(dom, roles, block.node) {
            rank -= 40;
        }
        found.text(text, rank, Source::HeaderLine);
    }
    found.settle()
}

/// Adds to the rank of what stands right below the title, a little less of what is above.
fn nearness(heading: Option<usize>, node: usize) -> i32 {
    match heading {
        Some(heading) if node >= heading && node - heading < 60 => 6,
        Some(heading) if node < heading && heading - node < 40 => 5,
        Some(heading) if node >= heading && node - heading < 200 => 3,
        _ => 0,
    }
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
            if !after_word
                && character.is_alphanumeric()
                && let Some((printed, _)) = read_prefix(&text[at..])
            {
                if matches!(printed, Printed::Day(_) | Printed::Either { .. }) {
                    self.push(printed, false, rank, source);
                    return;
                }
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
            let mut local: Option<&Dated> = None;
            for one in self.list.iter().filter(|one| !one.is_utc && one.rank >= 60) {
                if local.is_none_or(|local| one.rank > local.rank) {
                    local = Some(one);
                }
            }
            if let Some(local) = local
                && (local.day == best.day.plus_days(1) || local.day == best.day.plus_days(-1))
            {
                return Some((local.day, local.source));
            }
        }
        Some((best.day, best.source))
    }
}
