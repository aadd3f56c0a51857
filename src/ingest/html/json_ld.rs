//! JSON-LD of a page: what the scripts `application/ld+json` say of its article.
//!
//! Read leniently, since many pages write line ends into strings, and a page may describe a
//! whole graph: only an object whose type is that of an article speaks of the article.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

/// Objects of all scripts that are looked at.
const MAX_OBJECTS: usize = 5_000;

/// What one object states of an article, values as printed.
#[derive(Clone, Debug, Default)]
pub(super) struct Stated {
    pub title: Option<String>,
    pub published: Option<String>,
    pub created: Option<String>,
    /// The day of a video or a recording.
    pub uploaded: Option<String>,
    pub modified: Option<String>,
    pub authors: Vec<String>,
    /// Those of the authors that are said to be organisations.
    pub organisations: Vec<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    /// The address of the page whose main work it is.
    pub page: Option<String>,
    pub language: Option<String>,
    pub body: Option<String>,
    pub description: Option<String>,
    /// How surely the object is the article: 3 an article, 2 another work, 1 the page.
    pub rank: u8,
}

/// What the scripts of a page state.
#[derive(Debug, Default)]
pub(super) struct JsonLd {
    /// Objects that may be the article, the surest first, else in the order of the page.
    pub works: Vec<Stated>,
    /// Name of the site or of the organisation that runs it.
    pub site: Option<String>,
}

impl JsonLd {
    /// Reads the scripts of a page.
    pub fn read<'s>(scripts: impl Iterator<Item = &'s str>) -> JsonLd {
        let values: Vec<Value> = scripts.take(100).filter_map(parse).collect();
        let mut objects: Vec<&Map<String, Value>> = Vec::new();
        // Depth is bounded by the parser's own limit.
        let mut pending: Vec<&Value> = values.iter().rev().collect();
        while let Some(value) = pending.pop() {
            match value {
                Value::Array(list) => pending.extend(list.iter().rev()),
                Value::Object(object) if objects.len() < MAX_OBJECTS => {
                    objects.push(object);
                    let wanted = object.iter().filter(|(key, _)| !is_elsewhere(key));
                    let inner: Vec<&Value> = wanted.map(|(_, value)| value).collect();
                    pending.extend(inner.into_iter().rev());
                }
                _ => {}
            }
        }
        let mut named: Named<'_> = FxHashMap::default();
        for object in &objects {
            if let (Some(Value::String(id)), Some(name)) = (object.get("@id"), object.get("name")) {
                named.entry(id).or_insert(name);
            }
        }
        let mut found = JsonLd::default();
        for object in &objects {
            let rank = types(object).map(rank_of).max().unwrap_or(0);
            if rank > 0 {
                found.works.push(stated(object, &named, rank));
            }
            let is_site = types(object).any(|name| name == "WebSite" || name == "NewsMediaOrganization");
            if is_site && found.site.is_none() {
                found.site = string(object.get("name"));
            }
        }
        found.works.sort_by_key(|work| std::cmp::Reverse(work.rank));
        found.works.truncate(50);
        if found.site.is_none() {
            let organisation = objects.iter().find(|object| types(object).any(|name| name == "Organization"));
            found.site = organisation.and_then(|object| string(object.get("name")));
        }
        found
    }
}

/// Names by `@id`, for references.
type Named<'o> = FxHashMap<&'o str, &'o Value>;

/// Keys whose objects are other works than the page's own.
fn is_elsewhere(key: &str) -> bool {
    matches!(
        key,
        "itemListElement"
            | "hasPart"
            | "mentions"
            | "comment"
            | "comments"
            | "relatedLink"
            | "citation"
            | "isBasedOn"
            | "about"
            | "review"
            | "breadcrumb"
            | "potentialAction"
            | "associatedMedia"
            | "image"
            | "video"
    )
}

fn parse(script: &str) -> Option<Value> {
    let text = script.trim().trim_end_matches(';');
    let text = text.strip_prefix("<!--").unwrap_or(text);
    let text = text.strip_suffix("-->").unwrap_or(text).trim();
    let text = text.trim_start_matches("//").trim_start_matches("<![CDATA[").trim_start_matches("/*<![CDATA[*/");
    let text = text.trim_end_matches("]]>").trim_end_matches("//").trim();
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    let mended = mend(text);
    // Further objects may follow a whole one.
    let mut stream = serde_json::Deserializer::from_str(&mended).into_iter::<Value>();
    let first = stream.next()?.ok()?;
    Some(first)
}

/// Replaces raw line ends within strings, wrong escapes and commas before a closing bracket.
fn mend(text: &str) -> Cow<'_, str> {
    let mut mended = String::with_capacity(text.len() + 16);
    let mut is_inside = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                is_inside = !is_inside;
                mended.push('"');
            }
            '\\' if is_inside => match letters.next() {
                Some(next @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => {
                    mended.push('\\');
                    mended.push(next);
                }
                Some(next) => mended.push(next),
                None => {}
            },
            _ if is_inside && letter.is_control() => mended.push(' '),
            '}' | ']' if !is_inside => {
                let kept = mended.trim_end().len();
                if mended[..kept].ends_with(',') {
                    mended.truncate(kept - 1);
                }
                mended.push(letter);
            }
            _ => mended.push(letter),
        }
    }
    Cow::Owned(mended)
}

fn types<'o>(object: &'o Map<String, Value>) -> impl Iterator<Item = &'o str> {
    let names: Vec<&'o str> = match object.get("@type") {
        Some(Value::String(name)) => vec![name.as_str()],
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    names.into_iter().map(|name| name.rsplit(['/', '#', ':']).next().unwrap_or(name))
}

fn rank_of(name: &str) -> u8 {
    match name {
        _ if name.ends_with("Article") || name.ends_with("Posting") || name.ends_with("NewsStory") => 3,
        "Report" | "Review" | "ReviewNewsArticle" | "ScholarlyArticle" | "Recipe" => 3,
        "CreativeWork" | "VideoObject" | "AudioObject" | "PodcastEpisode" | "Event" | "MediaObject" => 2,
        "WebPage" | "ItemPage" | "AboutPage" => 1,
        _ => 0,
    }
}

fn stated(object: &Map<String, Value>, named: &Named<'_>, rank: u8) -> Stated {
    let first = |keys: &[&str]| keys.iter().find_map(|key| string(object.get(*key)));
    let mut authors = Vec::new();
    for key in ["author", "creator"] {
        if authors.is_empty()
            && let Some(value) = object.get(key)
        {
            names_of(value, named, &mut authors);
        }
    }
    let mut organisations = Vec::new();
    for key in ["author", "creator"] {
        let values = match object.get(key) {
            Some(Value::Array(list)) => list.as_slice(),
            Some(value) => std::slice::from_ref(value),
            None => &[],
        };
        for value in values.iter().take(50) {
            if let Value::Object(author) = value
                && types(author).any(|name| name.ends_with("Organization"))
            {
                names_of(value, named, &mut organisations);
            }
        }
    }
    let mut publishers = Vec::new();
    for key in ["publisher", "sourceOrganization", "provider"] {
        if publishers.is_empty()
            && let Some(value) = object.get(key)
        {
            names_of(value, named, &mut publishers);
        }
    }
    let page = match object.get("mainEntityOfPage") {
        Some(Value::Object(page)) => string(page.get("@id")).or_else(|| string(page.get("url"))),
        other => string(other),
    };
    Stated {
        title: first(&["headline", "name", "alternativeHeadline"]),
        published: first(&["datePublished", "datepublished"]),
        uploaded: first(&["uploadDate"]),
        created: first(&["dateCreated"]),
        modified: first(&["dateModified"]),
        authors,
        organisations,
        publisher: publishers.into_iter().next(),
        url: first(&["url"]).or_else(|| page.clone()),
        page,
        language: first(&["inLanguage"]),
        body: first(&["articleBody"]),
        description: first(&["description"]),
        rank,
    }
}

/// A text, also as the first of a list.
fn string(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(list) => return list.iter().find_map(|one| string(Some(one))),
        Value::Object(object) => {
            return string(object.get("@value")).or_else(|| string(object.get("name")));
        }
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

/// The names of people or organisations: texts, objects with a name, references to such.
fn names_of(value: &Value, named: &Named<'_>, names: &mut Vec<String>) {
    match value {
        Value::String(name) if !name.trim().is_empty() => names.push(name.clone()),
        // Lists in lists do not occur; one level keeps this from recursing without end.
        Value::Array(list) => {
            for one in list.iter().filter(|one| !one.is_array()).take(50) {
                names_of(one, named, names);
            }
        }
        Value::Object(object) => match object.get("name") {
            Some(Value::Array(list)) => names.extend(list.iter().filter_map(|one| string(Some(one)))),
            Some(name) => names.extend(string(Some(name))),
            None => {
                let Some(Value::String(id)) = object.get("@id") else { return };
                names.extend(named.get(id.as_str()).and_then(|name| string(Some(name))));
            }
        },
        _ => {}
    }
}
