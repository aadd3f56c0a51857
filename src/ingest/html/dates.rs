//! The day of publication of a page, out of all the places that print one.
//!
//! What markup states comes first, then the address, then what is printed near the title, then
//! the rest of the page. A time in UTC may name the day before or after the local one: where the
//! address or the head of the article has that other day, and there is a zone in which it is that day
//! then, it is taken. Days of embedded posts are never the page's.

use memchr::memmem;
use rustc_hash::FxHashMap;

use super::blocks::Blocks;
use super::dom::Dom;
use super::head::Head;
use super::roles::{Role, Roles};
use super::tag::Tag;
use super::title::{APART, around};
use crate::extract::metadata::dates::Printed;
use crate::extract::metadata::stated::{self, Label};
use crate::extract::metadata::url::date_of_address;
use crate::model::{Date, Source};

/// A day and how far the place where it stands is trusted.
#[derive(Clone, Copy, Debug)]
struct Dated {
    day: Date,
    /// The other reading of `03/04/2020`.
    other: Option<Date>,
    /// The time, where one is stated with its zone.
    time: Option<Time>,
    place: Place,
}

/// A time of day in minutes, and how far its zone is ahead of UTC.
#[derive(Clone, Copy, Debug)]
struct Time {
    minute: i32,
    offset: i32,
}

impl Dated {
    /// The minute of the day, if the time is in UTC: the local day may be another then.
    fn utc(&self) -> Option<i32> {
        self.time.filter(|time| time.offset == 0).map(|time| time.minute)
    }
}

/// Where a day stands.
#[derive(Clone, Copy, Debug)]
struct Place {
    rank: i32,
    source: Source,
    /// Plainly the page's own day, so that it may tell the local day of a time in UTC.
    is_own: bool,
}

impl Place {
    fn new(rank: i32, source: Source) -> Place {
        Place { rank, source, is_own: matches!(source, Source::MetaTag | Source::Url) }
    }

    /// What is printed within the page.
    fn printed(rank: i32, is_own: bool) -> Place {
        Place { rank, source: Source::HeaderLine, is_own }
    }
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
        found.value(work.published.as_deref(), Place::new(97 + rank, Source::JsonLd));
        found.value(work.created.as_deref(), Place::new(70 + rank, Source::JsonLd));
        found.value(work.modified.as_deref(), Place::new(45 + rank, Source::JsonLd));
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
        found.value(head.meta_value(&[name]), Place::new(45, Source::MetaTag));
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
        let is_apart = around.has(APART.with(Role::EMBED));
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
        let is_own =
            !is_modified && !is_apart && setting == Setting::Page && opening.holds(blocks.number_at(marked.node), true);
        found.value(marked.value.as_deref(), Place::printed(rank, is_own));
        found.text(&marked.text, Place::printed(rank - 4 - i32::from(marked.text.len() > 60) * 6, is_own));
    }
    for (number, block) in blocks.list.iter().enumerate() {
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
        let is_labelled = !is_sentence && begins_as_dated(text);
        if is_labelled {
            rank += 6;
        }
        let is_update = is_update(text);
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
            && opening.holds(number, is_marked);
        found.text(text, Place::printed(rank, is_own));
    }
    if found.list.iter().all(|one| one.place.rank < 60) {
        found.value(in_scripts(dom.html()), Place::new(59, Source::Text));
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

/// The head of an article: the blocks around its title, before its running text.
struct Opening {
    /// The block of the title, where one prints it.
    heading: Option<usize>,
    /// The first two blocks of running text.
    prose: [usize; 2],
}

impl Opening {
    fn of(dom: &Dom<'_>, roles: &Roles, blocks: &Blocks, heading: Option<usize>) -> Opening {
        let title = heading.map(|node| blocks.number_at(node));
        let from = title.map_or(0, |number| number + 1);
        let mut prose = blocks.list.iter().enumerate().skip(from).filter(|(_, block)| {
            let text = blocks.text_of(block);
            block.n_letters > 50
                && block.n_linked * 2 < block.n_letters
                && text.trim_end_matches(['"', '”', '’', '»', ')']).ends_with(['.', '!', '?', '…', '。'])
                && !around(dom, roles, block.node, heading).has(APART.with(Role::CAPTION).with(Role::HIDDEN))
        });
        let mut next = || prose.next().map_or(usize::MAX, |(number, _)| number);
        Opening { heading: title, prose: [next(), next()] }
    }

    /// True for a block of the head. What is marked as a date may have a lead before it.
    fn holds(&self, number: usize, is_marked: bool) -> bool {
        let is_near = self.heading.is_none_or(|heading| heading.saturating_sub(number) <= 4);
        is_near && number < self.prose[usize::from(is_marked)]
    }
}

/// What holds an element, besides its role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Setting {
    Page,
    /// A block quotation, or a figure with its caption.
    Within,
    /// An embedded post.
    Post,
}

fn setting(dom: &Dom<'_>, roles: &Roles, node: usize, heading: Option<usize>) -> Setting {
    let mut setting = Setting::Page;
    let mut at = node;
    while at != 0 {
        let is_quotation = dom.nodes[at].tag == Tag::Blockquote;
        let is_within = is_quotation || matches!(dom.nodes[at].tag, Tag::Figure | Tag::Figcaption);
        // Old pages set whole articles within such elements.
        if is_within && heading.is_none_or(|heading| !dom.subtree(at).contains(&heading)) {
            if is_quotation && roles.own[at].has(Role::EMBED) {
                return Setting::Post;
            }
            setting = Setting::Within;
        }
        at = dom.nodes[at].parent as usize;
    }
    setting
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
    fn push(&mut self, printed: Printed, time: Option<Time>, mut place: Place) {
        let (day, other) = match printed {
            Printed::Day(day) => (day, None),
            Printed::Either { month_first, day_first } if self.month_first => (month_first, Some(day_first)),
            Printed::Either { month_first, day_first } => (day_first, Some(month_first)),
            Printed::Impossible | Printed::Incomplete => return,
        };
        if (1900..2100).contains(&day.year()) && self.list.len() < 1000 {
            // Older days are those of print, or of what an article tells.
            place.rank -= if is_of_the_web(&day) { 0 } else { 30 };
            self.list.push(Dated { day, other, time, place });
        }
    }

    /// A value that is a date and nothing else.
    fn value(&mut self, value: Option<&str>, place: Place) {
        let Some(value) = value.map(str::trim).filter(|value| !value.is_empty() && value.len() < 100) else { return };
        if let Some((printed, _)) = stated::read(value, Label::Nothing) {
            self.push(printed, time_of(value), place);
        }
    }

    /// The first date within a text.
    fn text(&mut self, text: &str, place: Place) {
        if let Some(printed) = stated::first_within(text, 300) {
            self.push(printed, None, place);
        }
    }

    fn settle(self) -> Option<(Date, Source)> {
        let mut best: Option<&Dated> = None;
        for one in &self.list {
            if best.is_none_or(|best| one.place.rank > best.place.rank) {
                best = Some(one);
            }
        }
        let best = best?;
        let is_known = |day: Date| self.list.iter().any(|one| one.other.is_none() && one.day == day);
        if let Some(other) = best.other {
            let day = if is_known(other) && !is_known(best.day) { other } else { best.day };
            return Some((day, best.place.source));
        }
        if let Some(minute) = best.utc() {
            // The same instant elsewhere, with the zone of the place.
            let is_same = |one: &&Dated| {
                one.time.filter(|time| time.offset != 0).is_some_and(|time| {
                    let days = (minute - time.minute + time.offset).div_euclid(MINUTES_OF_A_DAY);
                    (minute - time.minute + time.offset) % MINUTES_OF_A_DAY == 0 && one.day == best.day.plus_days(days)
                })
            };
            if let Some(local) = self.list.iter().find(is_same) {
                let source = if local.day == best.day { best.place.source } else { local.place.source };
                return Some((local.day, source));
            }
            // The local day that the surest other place prints.
            let mut local: Option<&Dated> = None;
            for one in self.list.iter().filter(|one| one.utc().is_none() && one.place.is_own && one.place.rank >= 60) {
                let is_possible = one.day == best.day
                    || (one.day == best.day.plus_days(1) && minute + MOST_EAST >= MINUTES_OF_A_DAY)
                    || (one.day == best.day.plus_days(-1) && minute < MOST_WEST);
                if is_possible && local.is_none_or(|local| one.place.rank > local.place.rank) {
                    local = Some(one);
                }
            }
            let is_confirmed =
                self.list.iter().any(|one| one.utc().is_none() && one.place.rank >= 75 && one.day == best.day);
            if let Some(local) = local.filter(|local| local.day != best.day && !is_confirmed) {
                return Some((local.day, local.place.source));
            }
        }
        Some((best.day, best.place.source))
    }
}

const MINUTES_OF_A_DAY: i32 = 24 * 60;

/// How far local times are ahead of UTC at most, in minutes.
const MOST_EAST: i32 = 14 * 60;

/// And behind it.
const MOST_WEST: i32 = 12 * 60;

/// The time of a value that states one with its zone, or counts seconds.
fn time_of(value: &str) -> Option<Time> {
    if value.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: i64 = value.parse().ok()?;
        let minute = match value.len() {
            9..=11 => (number.rem_euclid(86_400) / 60) as i32,
            13 => (number.rem_euclid(86_400_000) / 60_000) as i32,
            _ => return None,
        };
        return Some(Time { minute, offset: 0 });
    }
    let (before, after) = value.split_once(':')?;
    let digits_from = before.len() - before.bytes().rev().take(2).take_while(u8::is_ascii_digit).count();
    let hour: i32 = before[digits_from..].parse().ok()?;
    let minute: i32 = after.get(..2)?.parse().ok()?;
    let zone = after[2..].trim_start_matches([':', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']).trim();
    let offset = match zone {
        "Z" | "GMT" | "UTC" => 0,
        _ => {
            let digits: String = zone.get(1..)?.chars().filter(|c| *c != ':').collect();
            let number: i32 = digits.parse().ok().filter(|_| digits.len() == 4)?;
            let minutes = number / 100 * 60 + number % 100;
            match zone.as_bytes()[0] {
                b'+' => minutes,
                b'-' => -minutes,
                _ => return None,
            }
        }
    };
    Some(Time { minute: hour * 60 + minute, offset })
}
