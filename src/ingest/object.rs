//! One JSON object and the fields that it states.
//!
//! Only the keys that state a field are parsed, strings without escapes in place; all else is
//! passed over.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::encoding;
use super::fields::{Fields, is_blank};
use super::keys::{KeyMap, PathBelow, Target, inner_keys};
use super::run::{Place, Run, Stop};
use crate::model::Field;

/// How deep lists and objects in place of a value are looked into.
const MAX_DEPTH: usize = 4;

/// Most elements of a list that are kept apart; a record of short ones would take many times
/// its size.
const MAX_ELEMENTS: usize = 10_000;

/// Parses one object; of one that is none, takes note which ids it may have.
pub(super) fn parse_record<'t>(
    run: &mut Run<'_>,
    raw: &'t [u8],
    place: Place,
) -> Result<Result<Fields<'t>, String>, Stop> {
    let parsed = parse(run, raw, place)?;
    if parsed.is_err() {
        let ids = ids(raw, &run.about.options.keys);
        ids.iter().for_each(|id| run.may_be(id));
    }
    Ok(parsed)
}

/// What stands behind the keys of ids, however broken the object is.
fn ids(raw: &[u8], keys: &KeyMap) -> Vec<String> {
    /// Of a key between its quotation marks, in bytes.
    const MAX_KEY: usize = 80;
    const MAX_FOUND: usize = 8;
    let mut found = Vec::new();
    let marks: Vec<usize> = memchr::memchr_iter(b'"', raw).collect();
    for mark in marks.windows(2) {
        let (start, end) = (mark[0] + 1, mark[1]);
        let Some(value) = raw[end + 1..].trim_ascii_start().strip_prefix(b":").map(<[u8]>::trim_ascii_start) else {
            continue;
        };
        let is_id = |key: &str| keys.get(key).is_some_and(|(field, _)| field == Field::Id);
        if end - start > MAX_KEY || !std::str::from_utf8(&raw[start..end]).is_ok_and(is_id) {
            continue;
        }
        let id = match value.strip_prefix(b"\"") {
            // The first value that can be read; behind it anything may be wrong.
            Some(_) => serde_json::Deserializer::from_slice(value).into_iter::<String>().next().and_then(Result::ok),
            None => value
                .split(|byte| matches!(byte, b',' | b'}' | b']') || byte.is_ascii_whitespace())
                .next()
                .map(|number| String::from_utf8_lossy(&number[..number.len().min(MAX_KEY)]).into_owned()),
        };
        found.extend(id.filter(|id| !id.is_empty()));
        if found.len() == MAX_FOUND {
            break;
        }
    }
    found
}

/// Takes note of the file that a record names as its text, before the record is handed on.
pub(super) fn look_for_attachment(run: &mut Run<'_>, raw: &[u8]) {
    if memchr::memmem::find(raw, ATTACHMENTS).is_some()
        && let Some(path) = attachment(&encoding::decode(raw).text)
    {
        run.depends_on(&path);
    }
}

/// Records without it are not looked through for attached files.
const ATTACHMENTS: &[u8] = b"\"attachments\"";

fn parse<'t>(run: &mut Run<'_>, raw: &'t [u8], place: Place) -> Result<Result<Fields<'t>, String>, Stop> {
    if raw.first() != Some(&b'{') {
        return Ok(Err(format!("is not a JSON object but `{}`", excerpt(raw))));
    }
    let text = run.decode(raw, place)?;
    if memchr::memmem::find(raw, ATTACHMENTS).is_some()
        && let Some(path) = attachment(&text)
    {
        let document = match super::attached::read(run, &path) {
            Ok(document) => document,
            Err(why) => {
                run.warn(place, format!("the attached file `{path}` was not read: {why}"))?;
                Default::default()
            }
        };
        let keys = &run.about.options.keys;
        return Ok(parse_object(&text, keys).map(Fields::into_owned).map(|mut fields| {
            if !is_blank(&document.text) {
                fields.set_text(Cow::Owned(document.text));
            }
            fields.state(document.given);
            fields
        }));
    }
    let keys = &run.about.options.keys;
    Ok(match text {
        Cow::Borrowed(text) => parse_object(text, keys),
        // Only where the bytes are not UTF-8.
        Cow::Owned(text) => parse_object(&text, keys).map(Fields::into_owned),
    })
}

/// Parses an object, or tells in a short clause why it is none.
pub(super) fn parse_object<'t>(text: &'t str, keys: &KeyMap) -> Result<Fields<'t>, String> {
    match parse_strictly(text, keys) {
        Ok(fields) => Ok(fields),
        Err(error) => match repaired(text) {
            Some(repaired) => parse_strictly(&repaired, keys).map(Fields::into_owned).map_err(|_| explain(&error)),
            None => Err(explain(&error)),
        },
    }
}

fn parse_strictly<'t>(text: &'t str, keys: &KeyMap) -> Result<Fields<'t>, serde_json::Error> {
    let mut parser = serde_json::Deserializer::from_str(text);
    let fields = ObjectSeed { keys }.deserialize(&mut parser)?;
    parser.end()?;
    Ok(fields)
}

/// Mends what widely used writers put out although JSON does not know it: halves of surrogate
/// pairs (`\ud83d`, of texts that were cut within an emoji) and the numbers `NaN` and
/// `Infinity` (Python's `json`). Returns `None` if there is nothing of the kind.
fn repaired(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut mended = String::with_capacity(text.len());
    let mut copied = 0;
    let mut at = 0;
    let mut in_string = false;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let (skip, put) = match bytes[at] {
            b'"' => {
                in_string = !in_string;
                (1, None)
            }
            b'\\' if in_string => match surrogate(rest) {
                Some(0xD800..=0xDBFF) if matches!(surrogate(&rest[6..]), Some(0xDC00..=0xDFFF)) => (12, None),
                Some(0xD800..=0xDFFF) => (6, Some("\u{FFFD}")),
                _ => (2, None),
            },
            b'N' if !in_string && rest.starts_with(b"NaN") => (3, Some("null")),
            b'I' if !in_string && rest.starts_with(b"Infinity") => (8, Some("0")),
            _ => (1, None),
        };
        if let Some(put) = put {
            mended.push_str(text.get(copied..at)?);
            mended.push_str(put);
            copied = at + skip;
        }
        at += skip;
    }
    if copied == 0 {
        return None;
    }
    mended.push_str(text.get(copied..)?);
    Some(mended)
}

/// The code unit of an escape `\uXXXX` at the start of `bytes`.
fn surrogate(bytes: &[u8]) -> Option<u32> {
    let digits = bytes.strip_prefix(b"\\u")?.get(..4)?;
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// A parser's error as a clause; the line is left out where there is only one.
fn explain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or(&text);
    match (error.line(), error.column()) {
        (0, _) => format!("is not valid JSON: {what}"),
        (1, column) => format!("is not valid JSON: {what} at column {column}"),
        (line, column) => format!("is not valid JSON: {what} at its line {line}, column {column}"),
    }
}

fn excerpt(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(&raw[..raw.len().min(80)]);
    let short: String = text.chars().take(20).map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect();
    if short.len() < raw.len() { format!("{short}…") } else { short }
}

/// Reads an object into [`Fields`].
struct ObjectSeed<'k> {
    keys: &'k KeyMap,
}

impl<'de> DeserializeSeed<'de> for ObjectSeed<'_> {
    type Value = Fields<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Fields<'de>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ObjectSeed<'_> {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
        let mut fields = Fields::default();
        while let Some((target, paths)) = map.next_key_seed(KeySeed { keys: self.keys })? {
            if !paths.is_empty() {
                let raw = map.next_value::<&'de RawValue>()?.get();
                let below = paths.iter().filter_map(|(path, target)| Some((*target, at_path(raw, path)?)));
                for (target, value) in target.map(|target| (target, raw)).into_iter().chain(below) {
                    let mut values = Vec::new();
                    collect(value, target.0, 0, &mut values).map_err(A::Error::custom)?;
                    fields.offer_all(target, values);
                }
                continue;
            }
            match target.filter(|target| fields.wants(*target)) {
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
                Some(target @ (Field::Text, _)) => {
                    let mut values = Vec::new();
                    map.next_value_seed(TextSeed { depth: 0, values: &mut values })?;
                    fields.offer_all(target, values);
                }
                Some(target) => {
                    let raw: &'de RawValue = map.next_value()?;
                    let mut values = Vec::new();
                    collect(raw.get(), target.0, 0, &mut values).map_err(A::Error::custom)?;
                    fields.offer_all(target, values);
                }
            }
        }
        Ok(fields)
    }
}

/// Reads a key and finds the field that it states.
struct KeySeed<'k> {
    keys: &'k KeyMap,
}

impl<'de, 'k> DeserializeSeed<'de> for KeySeed<'k> {
    type Value = (Option<Target>, &'k [PathBelow]);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'k> Visitor<'_> for KeySeed<'k> {
    type Value = (Option<Target>, &'k [PathBelow]);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok((self.keys.get(key), self.keys.paths_below(key)))
    }
}

/// Reads a string in place where it has no escapes, the strings of a list, or those under the
/// wanted key of an object.
///
/// For the text, which is most of a record: [`collect`] does the same for all fields, but goes
/// over the bytes twice.
struct TextSeed<'v, 'de> {
    depth: usize,
    values: &'v mut Vec<Cow<'de, str>>,
}

impl<'de> TextSeed<'_, 'de> {
    fn push(&mut self, text: Cow<'de, str>) {
        if is_blank(&text) {
            return;
        }
        match self.values.last_mut() {
            Some(last) if self.depth > 0 => {
                let last = last.to_mut();
                last.push_str("\n\n");
                last.push_str(&text);
            }
            _ => self.values.push(text),
        }
    }
}

impl<'de> DeserializeSeed<'de> for TextSeed<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.depth > MAX_DEPTH {
            IgnoredAny::deserialize(deserializer).map(drop)
        } else {
            deserializer.deserialize_any(self)
        }
    }
}

impl<'de> Visitor<'de> for TextSeed<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E>(mut self, text: &'de str) -> Result<(), E> {
        self.push(Cow::Borrowed(text));
        Ok(())
    }

    fn visit_str<E>(mut self, text: &str) -> Result<(), E> {
        self.push(Cow::Owned(text.to_owned()));
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(mut self, number: i64) -> Result<(), E> {
        self.push(Cow::Owned(number.to_string()));
        Ok(())
    }

    fn visit_u64<E>(mut self, number: u64) -> Result<(), E> {
        self.push(Cow::Owned(number.to_string()));
        Ok(())
    }

    fn visit_f64<E>(mut self, number: f64) -> Result<(), E> {
        self.push(Cow::Owned(number.to_string()));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(TextSeed { depth: self.depth + 1, values: &mut *self.values })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let keys = inner_keys(Field::Text);
        let mut best = keys.len();
        let mut found = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            let rank = keys.iter().position(|one| *one == key).unwrap_or(keys.len());
            let mut values = Vec::new();
            let depth = if rank < best { self.depth + 1 } else { MAX_DEPTH + 1 };
            map.next_value_seed(TextSeed { depth, values: &mut values })?;
            if values.iter().any(|value: &Cow<'_, str>| !is_blank(value)) {
                (best, found) = (rank, values);
            }
        }
        for value in found {
            self.push(value);
        }
        Ok(())
    }
}

/// Appends the values that a JSON value stands for: a string or number itself, the elements of
/// a list, the wanted key of an object. `null`, `true` and `false` are no values.
fn collect<'t>(
    raw: &'t str,
    field: Field,
    depth: usize,
    values: &mut Vec<Cow<'t, str>>,
) -> Result<(), serde_json::Error> {
    match raw.as_bytes().first() {
        Some(b'"') => values.push(string(raw)?),
        Some(b'-' | b'0'..=b'9') => values.push(Cow::Borrowed(raw)),
        Some(b'[') if depth < MAX_DEPTH => {
            for element in serde_json::from_str::<Elements<'t>>(raw)?.0 {
                collect(element.get(), field, depth + 1, values)?;
            }
        }
        Some(b'{') if field == Field::Author && is_other_creator(raw) => {}
        Some(b'{') if depth < MAX_DEPTH => {
            if let Some(value) = whole_value(raw, field) {
                values.push(Cow::Owned(value));
                return Ok(());
            }
            for (_, value) in inner_values(raw, inner_keys(field))? {
                let before = values.len();
                collect(value, field, depth + 1, values)?;
                if values[before..].iter().any(|value| !is_blank(value)) {
                    break;
                }
                values.truncate(before);
            }
        }
        _ => {}
    }
    Ok(())
}

/// True for editors, translators and others whom Zotero lists beside the authors.
fn is_other_creator(raw: &str) -> bool {
    let found = inner_values(raw, &["creatorType"]).unwrap_or_default();
    let kind = found.first().and_then(|(_, kind)| serde_json::from_str::<String>(kind).ok());
    kind.is_some_and(|kind| !["author", "reporter", "presenter", "podcaster"].contains(&&*kind))
}

/// The value that the keys of an object make together: given and family name of a person, the
/// parts of a date (CSL, Zotero).
fn whole_value(raw: &str, field: Field) -> Option<String> {
    let text = |key: &str| -> Option<String> {
        let found = inner_values(raw, &[key]).ok()?;
        let value = serde_json::from_str::<String>(found.first()?.1).ok()?;
        Some(value.trim().to_owned()).filter(|value| !value.is_empty())
    };
    match field {
        Field::Author => {
            let given = text("given").or_else(|| text("firstName"))?;
            let family = text("family").or_else(|| text("lastName"))?;
            let particle = text("non-dropping-particle").map(|particle| format!("{particle} ")).unwrap_or_default();
            Some(format!("{given} {particle}{family}"))
        }
        Field::Date => {
            let found = inner_values(raw, &["date-parts"]).ok()?;
            let parts: Vec<Vec<serde_json::Value>> = serde_json::from_str(found.first()?.1).ok()?;
            let number = |part: &serde_json::Value| match part {
                serde_json::Value::String(digits) => digits.trim().parse::<u32>().ok(),
                other => other.as_u64().and_then(|number| u32::try_from(number).ok()),
            };
            let numbers: Vec<u32> = parts.first()?.iter().filter_map(number).collect();
            match numbers.as_slice() {
                [year, month, day, ..] => Some(format!("{year:04}-{month:02}-{day:02}")),
                [year, month] => Some(format!("{year:04}-{month:02}")),
                [year] => Some(format!("{year:04}")),
                [] => None,
            }
        }
        _ => None,
    }
}

/// The file that holds the text of a record of Zotero or CSL, if it names one.
fn attachment(raw: &str) -> Option<String> {
    let found = inner_values(raw, &["attachments", "file"]).ok()?;
    found.iter().find_map(|(_, value)| match serde_json::from_str::<serde_json::Value>(value).ok()? {
        serde_json::Value::String(path) => Some(path),
        serde_json::Value::Array(list) => list.iter().find_map(|one| {
            let path = one.get("path").or_else(|| one.get("localPath"))?.as_str()?;
            // Zotero writes where its own folder is, which lies beside the list.
            Some(path.strip_prefix("attachments:").unwrap_or(path).to_owned())
        }),
        _ => None,
    })
}

/// The values of some keys of an object, in the order of `keys`.
fn inner_values<'t>(raw: &'t str, keys: &[&str]) -> Result<Vec<(usize, &'t str)>, serde_json::Error> {
    struct Seed<'k>(&'k [&'k str]);
    impl<'de> Visitor<'de> for Seed<'_> {
        type Value = Vec<(usize, &'de str)>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut values: Self::Value = Vec::new();
            while let Some(key) = map.next_key::<Cow<'de, str>>()? {
                match self.0.iter().position(|wanted| key.eq_ignore_ascii_case(wanted)) {
                    Some(rank) if values.iter().all(|(of, _)| *of != rank) => {
                        values.push((rank, map.next_value::<&'de RawValue>()?.get()));
                    }
                    _ => drop(map.next_value::<IgnoredAny>()?),
                }
            }
            values.sort_unstable();
            Ok(values)
        }
    }
    serde_json::Deserializer::from_str(raw).deserialize_map(Seed(keys))
}

/// The value at the end of a path of keys, such as `fields.headline`.
fn at_path<'t>(raw: &'t str, path: &str) -> Option<&'t str> {
    let (key, rest) = path.split_once('.').unwrap_or((path, ""));
    if !raw.starts_with('{') {
        return None;
    }
    let (_, value) = inner_values(raw, &[key]).ok()?.into_iter().next()?;
    if rest.is_empty() { Some(value) } else { at_path(value, rest) }
}

/// A string, in place where it has no escapes.
fn string(raw: &str) -> Result<Cow<'_, str>, serde_json::Error> {
    let inner = raw.get(1..raw.len().saturating_sub(1)).unwrap_or("");
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return Ok(Cow::Borrowed(inner));
    }
    serde_json::from_str(raw).map(Cow::Owned)
}

/// The list of articles in an object that is none itself, as news services answer:
/// `{"status": "ok", "articles": [{…}, …]}`.
///
/// That is its first list that begins with an article, at most three objects down. An object
/// with a title counts as a feed and not as an article if the list's first one has a text.
pub(super) fn wrapped<'t>(text: &'t str, run: &Run<'_>) -> Option<&'t str> {
    fn list<'t>(text: &'t str, depth: usize, is_article: &dyn Fn(&str) -> bool) -> Option<&'t str> {
        if depth == 0 {
            return None;
        }
        let entries: Entries<'_> = serde_json::from_str(text).ok()?;
        let begins_with_article = |raw: &&RawValue| {
            raw.get().starts_with('[')
                && serde_json::from_str::<Elements<'_>>(raw.get())
                    .is_ok_and(|elements| elements.0.first().is_some_and(|first| is_article(first.get())))
        };
        let found = entries.0.iter().copied().find(begins_with_article).map(RawValue::get);
        let is_object = |raw: &&&RawValue| raw.get().starts_with('{');
        found.or_else(|| entries.0.iter().filter(is_object).find_map(|raw| list(raw.get(), depth - 1, is_article)))
    }
    let keys = &run.about.options.keys;
    let fields = parse_object(text, keys).ok()?;
    let has_title = fields.get(Field::Title).is_some();
    if fields.has_text() {
        return None;
    }
    list(text, 3, &|element| {
        parse_object(element, keys)
            .is_ok_and(|fields| fields.has_text() || (!has_title && fields.get(Field::Title).is_some()))
    })
}

/// The first values of an object in their order.
struct Entries<'de>(Vec<&'de RawValue>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Entries<'de>, D::Error> {
        struct EntriesVisitor;
        impl<'de> Visitor<'de> for EntriesVisitor {
            type Value = Entries<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<'de>, A::Error> {
                let mut values = Vec::new();
                while let Some((_, value)) = map.next_entry::<IgnoredAny, &'de RawValue>()? {
                    if values.len() < MAX_ELEMENTS {
                        values.push(value);
                    }
                }
                Ok(Entries(values))
            }
        }
        deserializer.deserialize_map(EntriesVisitor)
    }
}

/// The first elements of a list.
struct Elements<'de>(Vec<&'de RawValue>);

impl<'de> Deserialize<'de> for Elements<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Elements<'de>, D::Error> {
        struct ElementsVisitor;
        impl<'de> Visitor<'de> for ElementsVisitor {
            type Value = Elements<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Elements<'de>, A::Error> {
                let mut elements = Vec::new();
                while let Some(element) = list.next_element::<&'de RawValue>()? {
                    if elements.len() < MAX_ELEMENTS {
                        elements.push(element);
                    }
                }
                Ok(Elements(elements))
            }
        }
        deserializer.deserialize_seq(ElementsVisitor)
    }
}
