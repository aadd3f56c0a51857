//! The authors of a page.

use super::dom::Dom;
use super::head::{Head, squeeze};
use super::roles::Roles;
use super::title::{is_apart, key};
use crate::extract::metadata::names;
use crate::model::Source;

/// Meta tags that name authors, the surest first.
const NAMES: &[&str] = &[
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "citation_author",
    "article:author_name",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "author",
    "article:author",
    "og:author",
    "twitter:data1",
];

/// Most authors that a page has.
const MAX_AUTHORS: usize = 20;

/// The authors; `sites` are names of the site as [`key`] gives them.
pub(super) fn choose(
    dom: &Dom<'_>,
    roles: &Roles,
    head: &Head,
    sites: &[String],
    heading: Option<usize>,
) -> (Vec<String>, Source) {
    let stated = head.json_ld.works.iter().filter(|work| !work.authors.is_empty()).max_by_key(|work| work.rank);
    if let Some(work) = stated {
        let mut people = Vec::new();
        for name in &work.authors {
            add(&mut people, &squeeze(&super::entities::decode(name)), sites);
        }
        if !people.is_empty() {
            return (people, Source::JsonLd);
        }
    }
    for name in &NAMES[..7] {
        let mut people = Vec::new();
        for (_, value) in head.metas.iter().filter(|(key, _)| key == name) {
            add(&mut people, value, sites);
        }
        if !people.is_empty() {
            return (people, Source::MetaTag);
        }
    }
    let people = printed(dom, roles, head, sites, heading);
    if !people.is_empty() {
        return (people, Source::Byline);
    }
    for name in &NAMES[7..] {
        let mut people = Vec::new();
        for (_, value) in head.metas.iter().filter(|(key, _)| key == name) {
            if *name != "author" && names::person(value).is_none() {
                continue;
            }
            add(&mut people, value, sites);
        }
        if !people.is_empty() {
            return (people, Source::MetaTag);
        }
    }
    (Vec::new(), Source::Byline)
}

/// The names that elements marked as author print.
fn printed(dom: &Dom<'_>, roles: &Roles, head: &Head, sites: &[String], heading: Option<usize>) -> Vec<String> {
    let mut best: (i32, Vec<String>) = (0, Vec::new());
    let mut last_end = 0;
    let mut last_rank = 0;
    for marked in &head.authors {
        if is_apart(dom, roles, marked.node) || marked.text.len() > 160 {
            continue;
        }
        let says = |words: &[&str]| words.iter().any(|word| marked.mark.contains(word));
        let mut rank = if says(&["author", "autor"]) && !says(&["authors-box", "bio"]) {
            30
        } else if says(&["byline"]) {
            28
        } else {
            10
        };
        if marked.mark.split_whitespace().any(|word| word == "author" || word == "author-name" || word == "fn") {
            rank += 5;
        }
        rank += match heading {
            Some(heading) if marked.node >= heading && marked.node - heading < 120 => 8,
            Some(heading) if marked.node < heading && heading - marked.node < 60 => 4,
            _ => 0,
        };
        let mut people = Vec::new();
        add_printed(&mut people, &marked.text, sites);
        if people.is_empty() {
            continue;
        }
        if rank > best.0 {
            best = (rank, people);
            last_rank = rank;
            last_end = dom.nodes[marked.node].end as usize;
        } else if rank == last_rank && marked.node >= last_end && marked.node - last_end < 25 {
            // The next of several authors, each in an element of its own.
            for one in people {
                if !best.1.contains(&one) && best.1.len() < MAX_AUTHORS {
                    best.1.push(one);
                }
            }
            last_end = dom.nodes[marked.node].end as usize;
        }
    }
    best.1
}

/// Adds the people of a printed byline: what is not a name is left out.
fn add_printed(people: &mut Vec<String>, text: &str, sites: &[String]) {
    let text = without_start(text);
    for part in names::split_list(text) {
        let part = part.split(" / ").next().unwrap_or(part).trim();
        let part = part.split(['(', '@', '–']).next().unwrap_or(part).trim();
        if let Some(name) = names::person(part) {
            push(people, &name, sites);
        }
    }
}

/// Adds the people that a value states as authors.
fn add(people: &mut Vec<String>, value: &str, sites: &[String]) {
    let value = without_start(value.trim());
    if value.len() > 300 || value.contains("://") {
        return;
    }
    let parts: Vec<&str> = names::split_list(value).collect();
    let n_people = parts.iter().filter(|part| names::person(part).is_some()).count();
    if parts.len() > 1 && n_people > 0 {
        for part in parts {
            if names::person(part).is_some() {
                push(people, part, sites);
            }
        }
        return;
    }
    push(people, value, sites);
}

fn push(people: &mut Vec<String>, name: &str, sites: &[String]) {
    let name = name.split(['(', '<']).next().unwrap_or(name).trim();
    let is_handle = name.starts_with('@') || (name.contains('@') && !name.contains(' '));
    let has_letter = name.chars().any(char::is_alphabetic);
    let lower = name.to_lowercase();
    let is_nobody = matches!(
        lower.as_str(),
        "admin"
            | "administrator"
            | "redaktion"
            | "webmaster"
            | "editor"
            | "staff"
            | "unknown"
            | "none"
            | "null"
            | "author"
            | "autor"
            | "guest"
            | "undefined"
    );
    let is_site = sites.contains(&key(name));
    if has_letter
        && !is_handle
        && !is_nobody
        && !is_site
        && name.len() < 100
        && people.len() < MAX_AUTHORS
        && !people.iter().any(|one| key(one) == key(name))
    {
        people.push(name.to_owned());
    }
}

fn without_start(text: &str) -> &str {
    const STARTS: &[&str] = &[
        "By: ",
        "By ",
        "BY ",
        "by ",
        "Von ",
        "von ",
        "VON ",
        "Par ",
        "par ",
        "Por ",
        "por ",
        "Di ",
        "di ",
        "Door ",
        "Av ",
        "Text: ",
        "Text von ",
        "Autor: ",
        "Autorin: ",
        "Author: ",
        "Written by ",
        "Words by ",
        "Posted by ",
        "Publié par ",
        "Ein Artikel von ",
        "Ein Beitrag von ",
        "Geschrieben von ",
        "Autor:",
        "Author:",
        "Von: ",
        "Verfasst von ",
        "Erstellt von ",
        "Foto: ",
        "Veröffentlicht von ",
    ];
    let text = text.trim();
    STARTS.iter().find_map(|start| text.strip_prefix(start)).unwrap_or(text).trim()
}
