//! Which key of a record states which field.
//!
//! Keys are compared without regard to case. Each field has a list of keys; of those that a
//! record has with a value, the first of the list counts. `--map FIELD=KEY` puts a key before
//! the built-in ones.

use rustc_hash::FxHashMap;

use crate::error::{Error, Result};
use crate::model::Field;

/// The built-in keys of each field, first present wins. Behind the plain ones stand those of
/// programs: news-please, newspaper and trafilatura, CSL and Zotero, Media Cloud and GDELT.
const BUILT_IN: &[(Field, &[&str])] = &[
    (Field::Id, &["id", "guid", "stories_id", "story_id", "citation-key", "itemkey"]),
    (Field::Title, &["title", "headline"]),
    (Field::Text, &["text", "body", "content", "article", "maintext", "raw_text", "abstractnote", "abstract"]),
    (
        Field::Outlet,
        &[
            "outlet",
            "publisher",
            "source",
            "publication",
            "site_name",
            "sitename",
            "container-title",
            "publicationtitle",
            "websitetitle",
            "blogtitle",
            "media_name",
            "source-hostname",
            "hostname",
            "source_domain",
            "domain",
            "source_url",
            "media_url",
        ],
    ),
    (
        Field::Date,
        &["date", "published", "publication_date", "date_publish", "pubdate", "publish_date", "issued", "seendate"],
    ),
    (Field::Author, &["author", "authors", "byline", "creators"]),
    (Field::Url, &["url", "link"]),
    (Field::Language, &["language", "lang", "meta_lang"]),
];

/// Where a field's value stands if a key holds an object: `"source": {"name": …}`.
///
/// `$oid` and `$date` are how MongoDB's export writes ids and dates, `literal` and `raw` how CSL
/// writes what it cannot take apart, `value` how this program exports what it has read out.
const INNER: &[(Field, &[&str])] = &[
    (Field::Id, &["$oid", "id", "value"]),
    (Field::Title, &["title", "text", "value"]),
    (Field::Text, &["text", "body", "content", "value"]),
    (Field::Outlet, &["name", "title", "value", "domain", "url", "host", "uri"]),
    (Field::Date, &["$date", "date", "value", "raw", "literal", "$numberLong"]),
    (Field::Author, &["name", "full_name", "fullname", "literal", "value", "lastName", "family"]),
    (Field::Url, &["url", "href", "value"]),
    (Field::Language, &["code", "name", "value"]),
];

/// Rank of the first built-in key; keys of `--map` stand before it.
const BUILT_IN_RANK: u16 = 10_000;

/// The names of fields in `--map` and `--path-pattern`.
pub(super) const FIELD_NAMES: &str = "id, title, text, outlet, date, author, url, language";

/// The field of that name; see [`FIELD_NAMES`].
pub(super) fn field_of_name(name: &str) -> Option<Field> {
    Some(match name.trim().to_ascii_lowercase().as_str() {
        "id" => Field::Id,
        "title" => Field::Title,
        "text" => Field::Text,
        "outlet" => Field::Outlet,
        "date" => Field::Date,
        "author" => Field::Author,
        "url" => Field::Url,
        "language" => Field::Language,
        _ => return None,
    })
}

/// The keys under which an object in place of a value holds it, first present wins.
pub(super) fn inner_keys(field: Field) -> &'static [&'static str] {
    INNER.iter().find(|(of, _)| *of == field).map_or(&[], |(_, keys)| keys)
}

/// Which key of a record states which field.
#[derive(Clone, Debug)]
pub struct KeyMap {
    keys: FxHashMap<Box<str>, Target>,
    longest: usize,
    /// Keys of objects that hold wanted keys: `fields` of `--map title=fields.headline`.
    below: Vec<(Box<str>, Vec<PathBelow>)>,
    mapped: Vec<(Field, String)>,
}

/// A field and the rank of the key among the field's keys; lower wins.
pub(super) type Target = (Field, u16);

/// A path of keys below an object's key, and what it states.
pub(super) type PathBelow = (Box<str>, Target);

impl Default for KeyMap {
    /// The built-in keys.
    fn default() -> KeyMap {
        let mut map = KeyMap { keys: FxHashMap::default(), longest: 0, below: Vec::new(), mapped: Vec::new() };
        for (field, keys) in BUILT_IN {
            for (rank, key) in (BUILT_IN_RANK..).zip(keys.iter()) {
                map.insert(key, (*field, rank));
            }
        }
        map
    }
}

impl KeyMap {
    /// Reads values of `--map`, each `FIELD=KEY`, and puts them before the built-in keys.
    ///
    /// # Errors
    /// [`Error::Invalid`] if one has no `=` or names an unknown field.
    pub fn parse<S: AsRef<str>>(maps: &[S]) -> Result<KeyMap> {
        let mut map = KeyMap::default();
        for text in maps {
            let text = text.as_ref();
            let Some((name, key)) = text.split_once('=').filter(|(_, key)| !key.trim().is_empty()) else {
                return Err(Error::Invalid(format!("`--map {text}`: write FIELD=KEY, such as `title=kicker`")));
            };
            let Some(field) = field_of_name(name) else {
                return Err(Error::Invalid(format!(
                    "`--map {text}`: no field is called `{}`; there are {FIELD_NAMES}",
                    name.trim()
                )));
            };
            map.add(field, key);
        }
        Ok(map)
    }

    /// Makes `key` state `field`, before the built-in keys and after those added earlier.
    ///
    /// A key states one field: one that had another built-in meaning loses it. In JSON a key
    /// with points is a path too: `fields.headline` is the key `headline` of the object under
    /// `fields`.
    pub fn add(&mut self, field: Field, key: &str) {
        let rank = u16::try_from(self.mapped.len()).unwrap_or(u16::MAX).min(BUILT_IN_RANK - 1);
        let key = key.trim().to_lowercase();
        self.insert(&key, (field, rank));
        if let Some((head, path)) = key.split_once('.') {
            let path: PathBelow = (path.into(), (field, rank));
            match self.below.iter_mut().find(|(of, _)| **of == *head) {
                Some((_, paths)) => paths.push(path),
                None => self.below.push((head.into(), vec![path])),
            }
        }
        self.mapped.push((field, key));
    }

    fn insert(&mut self, key: &str, target: Target) {
        self.longest = self.longest.max(key.len());
        self.keys.insert(key.into(), target);
    }

    /// The field that a key states, with the key's rank.
    pub(super) fn get(&self, key: &str) -> Option<Target> {
        let key = key.trim();
        // Folding may change the length of keys that are not ASCII, but not by half.
        if key.len() > self.longest * 2 {
            return None;
        }
        if let Some(target) = self.keys.get(key) {
            return Some(*target);
        }
        if key.is_ascii() && !key.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return None;
        }
        self.keys.get(key.to_lowercase().as_str()).copied()
    }

    /// The paths that go on below a key.
    pub(super) fn paths_below(&self, key: &str) -> &[PathBelow] {
        self.below.iter().find(|(of, _)| key.eq_ignore_ascii_case(of)).map_or(&[], |(_, paths)| paths)
    }

    /// The keys that were added to the built-in ones.
    pub(super) fn mapped(&self) -> &[(Field, String)] {
        &self.mapped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_compared_without_case_and_ranked() {
        let map = KeyMap::default();
        assert_eq!(map.get("Headline").map(|t| t.0), Some(Field::Title));
        assert_eq!(map.get(" PubDate ").map(|t| t.0), Some(Field::Date));
        assert!(map.get("title").unwrap().1 < map.get("headline").unwrap().1);
        assert_eq!(map.get("section"), None);
        assert_eq!(map.get(&"x".repeat(1000)), None);
    }

    #[test]
    fn a_mapped_key_stands_before_the_built_in_ones() {
        let map = KeyMap::parse(&["title=Überschrift", "outlet=Site"]).unwrap();
        assert_eq!(map.get("überschrift"), Some((Field::Title, 0)));
        assert_eq!(map.get("ÜBERSCHRIFT"), Some((Field::Title, 0)));
        assert!(map.get("site").unwrap().1 < map.get("outlet").unwrap().1);
    }

    #[test]
    fn a_wrong_map_says_what_would_be_right() {
        let message = |text: &str| KeyMap::parse(&[text]).unwrap_err().to_string();
        assert!(message("titel=x").contains("no field is called `titel`; there are id, title"));
        assert!(message("title").contains("FIELD=KEY"));
        assert!(message("title=").contains("FIELD=KEY"));
    }
}
