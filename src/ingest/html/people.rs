//! The authors of a page.
//!
//! JSON-LD and the meta tags that are made for it come first, then what elements marked as author
//! print, then bylines near the title, then the meta tags that often name the site. The site
//! itself counts as author only where nobody else is named.

use super::blocks::Blocks;
use super::bylines::{self, without_start};
use super::dom::Dom;
use super::entities::decode;
use super::head::{Head, Marked, squeeze, text_of};
use super::roles::{Role, Roles};
use super::signed::{before_day, lines_of, without_addresses};
use super::tag::Tag;
use super::title::{around, key};
use crate::extract::metadata::byline::is_outlet_like;
use crate::extract::metadata::jobs::{self, begins_with_first_name};
use crate::extract::metadata::names;
use crate::model::Source;

/// Meta tags that name authors and nothing else, the surest first.
const SURE: &[&str] = &[
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "citation_author",
    "article:author_name",
    "dc.creator",
    "dc:creator",
    "dcterms.creator",
    "shareaholic:article_author_name",
    "byl",
];

/// Meta tags that name authors or the site.
const UNSURE: &[&str] = &["author", "article:author", "og:article:author", "og:author"];

/// Most authors that a page has.
const MAX_AUTHORS: usize = 20;

/// Names of the site as [`key`] gives them, and where the title stands.
pub(super) struct About<'a> {
    pub sites: &'a [String],
    pub heading: Option<usize>,
}

/// The authors and where they were read; empty if none are named.
pub(super) fn choose(
    dom: &Dom<'_>,
    roles: &Roles,
    head: &Head,
    blocks: &Blocks,
    about: &About<'_>,
) -> (Vec<String>, Source) {
    let (stated, houses) = stated(head);
    let mut site_alone = None;
    let mut take = |names: Vec<String>, source| {
        let is_house = |name: &String| about.sites.contains(&key(name)) || houses.contains(&key(name));
        // Beside people a house is named on purpose: `Jane Roe, dpa`.
        if source == Source::JsonLd && !names.iter().all(is_house) {
            return Some((names, source));
        }
        let (sites, people): (Vec<String>, Vec<String>) = names.into_iter().partition(is_house);
        if people.is_empty() {
            site_alone = site_alone.take().or((!sites.is_empty()).then_some((sites, source)));
            return None;
        }
        Some((people, source))
    };
    let marked = marked(dom, roles, head, about);
    if let Some((stated, source)) = take(stated, Source::JsonLd) {
        // Many systems state the first author alone; the byline names the others as well.
        let is_part = stated.len() < marked.len()
            && stated.iter().all(|name| marked.iter().any(|one| key(one) == key(name)))
            && marked.iter().all(|name| begins_with_first_name(name) && names::person(name).is_some());
        // Or they state the name somebody logs in with.
        let is_login =
            stated.len() == 1 && is_login_of_one(&stated[0]) && marked.iter().any(|name| names::person(name).is_some());
        if is_part || is_login {
            return (marked, Source::Byline);
        }
        // Or a desk, and the byline who it was.
        if stated.iter().all(|name| is_desk(name) || is_login_of_one(name)) {
            let printed = if marked.is_empty() { bylines::near_title(dom, roles, blocks, about) } else { marked };
            if !printed.is_empty() && printed.iter().all(|name| names::person(name).is_some() && !is_desk(name)) {
                return (printed, Source::Byline);
            }
        }
        return (stated, source);
    }
    for name in SURE {
        if let Some(found) = take(of_meta(head, name), Source::MetaTag) {
            return found;
        }
    }
    let label = head.meta_value(&["twitter:label1"]).unwrap_or("").to_lowercase();
    if ["by", "von", "par", "por", "autor", "author", "verfasst", "geschrieben", "écrit", "escrito", "scritto"]
        .iter()
        .any(|word| label.contains(word))
        && let Some(found) = take(of_meta(head, "twitter:data1"), Source::MetaTag)
    {
        return found;
    }
    if let Some(found) = take(marked, Source::Byline) {
        return found;
    }
    if let Some(found) = take(bylines::near_title(dom, roles, blocks, about), Source::Byline) {
        return found;
    }
    if let Some(found) = take(bylines::labelled(dom, roles, blocks, about), Source::Byline) {
        return found;
    }
    for name in UNSURE {
        if let Some(found) = take(of_meta(head, name), Source::MetaTag) {
            return found;
        }
    }
    site_alone.unwrap_or((Vec::new(), Source::MetaTag))
}

/// What JSON-LD states of the surest work that names anybody, and the keys of those that are
/// organisations.
fn stated(head: &Head) -> (Vec<String>, Vec<String>) {
    let works = head.json_ld.works.iter().filter(|work| !work.authors.is_empty());
    let Some(work) = works.reduce(|best, next| if next.rank > best.rank { next } else { best }) else {
        return (Vec::new(), Vec::new());
    };
    let mut people = Vec::new();
    for name in &work.authors {
        add(&mut people, &squeeze(&decode(name)));
    }
    (people, work.organisations.iter().map(|name| key(&decode(name))).collect())
}

fn of_meta(head: &Head, name: &str) -> Vec<String> {
    let mut people = Vec::new();
    for (_, value) in head.metas.iter().filter(|(key, _)| key == name) {
        add(&mut people, value);
    }
    people
}

/// The names that elements marked as author print.
fn marked(dom: &Dom<'_>, roles: &Roles, head: &Head, about: &About<'_>) -> Vec<String> {
    let mut best: (i32, Vec<String>) = (0, Vec::new());
    let mut last_end = 0;
    let near = about.heading.map(|heading| heading.saturating_sub(60)..heading + 120);
    for marked in &head.authors {
        if marked.text.len() > 200 {
            continue;
        }
        let Some(rank) = rank(dom, roles, marked, about) else { continue };
        let is_near = near.as_ref().is_some_and(|near| near.contains(&marked.node));
        let people = printed(dom, marked, is_near);
        if people.is_empty() {
            continue;
        }
        let end = dom.nodes[marked.node].end as usize;
        // `<p class=author><b class=name>Jane Roe</b> Editor</p>`
        let is_name_within = marked.node < last_end
            && matches!((&people[..], &best.1[..]), ([one], [known]) if known.len() > one.len() && known.starts_with(one.as_str()));
        if is_name_within {
            best.1 = people;
        } else if rank > best.0 {
            best = (rank, people);
            last_end = end;
        } else if rank == best.0 && marked.node >= last_end && marked.node - last_end < 25 {
            // The next of several authors, each in an element of its own.
            people.iter().for_each(|name| push(&mut best.1, name));
            last_end = end;
        }
    }
    best.1
}

/// How surely an element names the authors of the article; `None` if it stands elsewhere.
fn rank(dom: &Dom<'_>, roles: &Roles, marked: &Marked, about: &About<'_>) -> Option<i32> {
    let role = around(dom, roles, marked.node, about.heading);
    const ELSEWHERE: Role = Role::NAVIGATION
        .with(Role::FOOTER)
        .with(Role::RELATED)
        .with(Role::COMMENT)
        .with(Role::NOTICE)
        .with(Role::CAPTION)
        .with(Role::ATTRIBUTION);
    // `Posted by Jane Roe` in the foot of the article itself.
    let is_signed = role.has(Role::FOOTER) && is_in_own_foot(dom, roles, marked.node, about.heading);
    let role = if is_signed { role.without(Role::FOOTER) } else { role };
    if role.has(ELSEWHERE) || marked.mark.contains("comment") || marked.mark.contains("photo") {
        return None;
    }
    let says = |word: &str| marked.mark.split_whitespace().any(|part| part == word);
    let mut rank = if marked.mark.contains("author") || marked.mark.contains("autor") {
        30
    } else if marked.mark.contains("byline") {
        28
    } else {
        10
    };
    if says("author") || says("author-name") || says("fn") {
        rank += 5;
    }
    if role.has(Role::SIDE.with(Role::BOX)) {
        rank -= 8;
    }
    rank += match about.heading {
        Some(heading) if marked.node >= heading && marked.node - heading < 120 => 8,
        Some(heading) if marked.node < heading && heading - marked.node < 60 => 4,
        _ => 0,
    };
    Some(rank)
}

/// True if the foot around a node is that of an element for articles, with the title in it.
fn is_in_own_foot(dom: &Dom<'_>, roles: &Roles, node: usize, heading: Option<usize>) -> bool {
    let Some(heading) = heading else { return false };
    let mut at = node;
    while at != 0 && !dom.subtree(at).contains(&heading) {
        at = dom.nodes[at].parent as usize;
    }
    at != 0 && roles.own[at].has(Role::ARTICLE) && dom.nodes[at].tag != Tag::Body
}

/// The people whom a marked element names: its links, else the names in its text.
fn printed(dom: &Dom<'_>, marked: &Marked, is_near: bool) -> Vec<String> {
    let mut people = Vec::new();
    let links = dom.subtree(marked.node).filter(|index| *index != marked.node && dom.nodes[*index].tag == Tag::A);
    for link in links.take(MAX_AUTHORS) {
        if let Some(name) = names::person(without_start(&text_of(dom, link, 100))) {
            push(&mut people, &name);
        }
    }
    if people.len() > 1 {
        return people;
    }
    people.clear();
    // `<p>Jane Roe</p><p>Paris</p>`
    let lines = lines_of(dom, marked.node);
    let n_lines = lines.split('\n').count();
    let lines: Vec<&str> = lines.split('\n').filter(|line| !is_start_alone(line)).collect();
    if let Some(people) = of_lines(&lines) {
        return people;
    }
    let whole = without_addresses(if let [line] = lines[..] { line } else { &marked.text });
    let text = without_start(&whole);
    let has_start = text.len() < whole.len() || lines.len() < n_lines;
    // `Jane Roe am 21. April 2020`
    let text = [" am ", " on ", " — ", " | ", " · ", " » "]
        .iter()
        .fold(text, |text, mark| text.split(mark).next().unwrap_or(text))
        .trim();
    let (dated, text) = (text, before_day(text));
    for part in names::split_list(text).flat_map(|part| part.split(" / ")) {
        let part = part.split(['(', '@', '–', '·']).next().unwrap_or(part).trim();
        let part = without_start(part);
        // `Jane Roe, Valley Gazette`
        let is_paper = !people.is_empty() && is_outlet_like(part) && !begins_with_first_name(part);
        if let Some(name) = names::person(part).or_else(|| jobs::name_before(part)).filter(|_| !is_paper) {
            push(&mut people, &name);
        }
    }
    // An element that is made for a name may hold one of a single word.
    let says = |word: &str| marked.mark.split_whitespace().any(|part| part == word);
    let is_made_for_it = (says("author") && (says("vcard") || says("fn") || says("url")))
        || says("fn")
        || says("byline")
        || says("by-author")
        || (says("username") && is_near)
        || (has_start && (marked.mark.contains("author") || marked.mark.contains("byline")))
        || (is_near
            && ["author", "author-name", "post-author", "entry-author", "post_author", "autor"]
                .iter()
                .any(|word| says(word)));
    let n_words = text.split_whitespace().count();
    let is_name = (1..=3).contains(&n_words)
        && text.len() < 40
        && !text.contains([':', '|', '·', '@', '*'])
        && !text.contains(".com")
        && !text.chars().any(|c| c.is_ascii_digit() && n_words > 1);
    if people.is_empty() && is_made_for_it && is_name && text.len() == dated.len() {
        push(&mut people, text);
    }
    people
}

/// The people whom the first of several lines name; `None` if there is but one line, or the first names nobody.
fn of_lines(lines: &[&str]) -> Option<Vec<String>> {
    if lines.len() < 2 {
        return None;
    }
    let mut people = Vec::new();
    for (number, line) in lines.iter().take(MAX_AUTHORS).enumerate() {
        let line = without_addresses(before_day(without_start(line)));
        let mut parts = names::split_list(&line).map(|part| {
            let part = part.split(['(', '@', '–', '·']).next().unwrap_or(part).trim();
            names::person(part).or_else(|| jobs::name_before(part))
        });
        // `Edit with Jane Roe`
        let Some(first) = parts.next().flatten() else { break };
        let named: Vec<String> = std::iter::once(first).chain(parts.flatten()).collect();
        // Below a name stands a place as well: `Green Bay`.
        let is_believed = number == 0 || named.first().is_some_and(|name| begins_with_first_name(name));
        if !is_believed {
            break;
        }
        named.iter().for_each(|name| push(&mut people, name));
    }
    (!people.is_empty()).then_some(people)
}

/// True for `By`, `and`: a word before or between names in a line of its own.
fn is_start_alone(line: &str) -> bool {
    const JOINERS: &[&str] = &["and", "und", "et", "y", "e", "en", "&"];
    let lower = line.to_lowercase();
    JOINERS.contains(&lower.as_str()) || without_start(&format!("{lower} x")) == "x"
}

/// Adds the people that a value states as authors.
fn add(people: &mut Vec<String>, value: &str) {
    let value = without_addresses(value.trim());
    let value = without_start(value.trim());
    if value.len() > 300 || value.contains("://") {
        return;
    }
    let parts: Vec<&str> = names::split_list(value).collect();
    let n_people = parts.iter().filter(|part| names::person(part).is_some()).count();
    if parts.len() > 1 && n_people > 0 {
        for part in parts {
            if names::person(part).is_some() {
                push(people, &names::without_comma(part));
            }
        }
        return;
    }
    // `det/dpa`
    for part in value.split('/') {
        push(people, &names::without_comma(part.trim()));
    }
}

/// True for `News Desk`, `Staff`, `Guest User`: words for whoever wrote it.
fn is_desk(name: &str) -> bool {
    #[rustfmt::skip]
    const WORDS: &[&str] = &[
        "staff", "news", "desk", "newsroom", "editorial", "team", "editors", "editor", "reporter", "reporters", "writer", "writers",
        "contributor", "contributors", "contributed", "guest", "user", "users", "admin", "administrator", "web", "online", "digital", "wire",
        "wires", "service", "services", "agency", "agencies", "report", "reports", "correspondent", "correspondents", "bureau", "local", "author",
        "authors", "default", "publisher", "publishing", "webmaster", "webdesk", "content", "press", "release", "community", "and", "the", "our", "by",
        "redaktion", "onlineredaktion", "redazione", "redacción", "rédaction", "redactie", "redação", "la", "die", "de", "from", "submitted",
    ];
    name.split([' ', '-', '/'])
        .filter(|word| !word.is_empty())
        .all(|word| WORDS.contains(&word.to_lowercase().as_str()))
}

/// True for `jane-roe`, `jroe`.
fn is_login_of_one(name: &str) -> bool {
    name.len() <= 30
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte))
}

/// `Gazette-Redakteurin Jane Roe`, `Opinion By Jane Roe` without what stands before the name.
fn without_job(name: &str) -> &str {
    #[rustfmt::skip]
    const JOBS: &[&str] = &[
        "experte", "expertin", "autor", "autorin", "gastautor", "gastautorin", "redakteur", "redakteurin", "chefredakteur",
        "chefredakteurin", "korrespondent", "korrespondentin", "reporter", "reporterin", "kolumnist", "kolumnistin", "mitarbeiter",
        "mitarbeiterin", "volontär", "volontärin", "correspondent", "editor", "columnist", "contributor",
    ];
    if let Some((first, rest)) = name.split_once(' ')
        && JOBS.contains(&first.rsplit('-').next().unwrap_or(first).to_lowercase().as_str())
        && names::person(rest).is_some()
    {
        return rest;
    }
    [" Von ", " VON ", " By ", " BY "]
        .iter()
        .find_map(|word| name.split_once(word))
        .filter(|(before, rest)| !begins_with_first_name(before) && names::person(rest).is_some())
        .map_or(name, |(_, rest)| rest)
}

/// Adds a name unless it is none or there already.
pub(super) fn push(people: &mut Vec<String>, name: &str) {
    let name = without_job(name);
    let name = name.split(['(', '<']).next().unwrap_or(name).trim();
    // The point of `Jr.` is part of the name.
    let marks: &[char] = &[',', ';', ':', '.', '-', '–', '|'];
    let marks = if name.ends_with(" Jr.") || name.ends_with(" Sr.") { &[][..] } else { marks };
    let name = name.trim_end_matches(marks).trim();
    let is_address = name.contains('@') || name.starts_with("http") || name.contains("www.");
    let has_letter = name.chars().any(char::is_alphabetic);
    let is_nobody = matches!(
        name.to_lowercase().as_str(),
        "admin"
            | "administrator"
            | "webmaster"
            | "editor"
            | "unknown"
            | "none"
            | "null"
            | "author"
            | "autor"
            | "guest"
            | "undefined"
            | "name"
    );
    // Buttons beside the name.
    const NETWORKS: &[&str] = &[
        "twitter",
        "facebook",
        "instagram",
        "linkedin",
        "whatsapp",
        "pinterest",
        "youtube",
        "reddit",
        "xing",
        "mastodon",
    ];
    let is_button = name.split(' ').any(|word| NETWORKS.contains(&word.to_lowercase().as_str()));
    let is_new = !people.iter().any(|one| key(one) == key(name));
    if has_letter && !is_address && !is_nobody && !is_button && name.len() < 100 && people.len() < MAX_AUTHORS && is_new
    {
        people.push(name.to_owned());
    }
}
