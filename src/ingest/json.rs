//! JSON: one object, an array of objects, an object around such an array, or objects one after
//! the other.
//!
//! Elements are cut out of the stream by their brackets, one at a time, and each is parsed for
//! itself, so that an array of any length is streamed and a bad element costs only itself. Of an
//! element only the keys that state a field are parsed, strings without escapes in place.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::MAX_RECORD_BYTES;
use super::encoding;
use super::fields::{Fields, is_blank};
use super::keys::{KeyMap, Target, inner_keys};
use super::run::{Place, Run, Stop};
use super::window::Window;
use crate::model::{Field, Source};

/// How deep lists and objects in place of a value are looked into.
const MAX_DEPTH: usize = 4;

/// Reads a JSON file.
pub(super) fn read(run: &mut Run<'_>, input: &mut dyn Read) -> Result<(), Stop> {
    let mut window = Window::new(input);
    let mut number = 0u32;
    let mut is_array = false;
    let mut is_first = true;
    loop {
        let Some(byte) = next_byte(&mut window)? else { break };
        if std::mem::take(&mut is_first) {
            let head = window.bytes();
            if let Some(why) = encoding::why_binary(&head[..head.len().min(64 << 10)]) {
                return Err(Stop::Failed(why));
            }
            if byte == b'[' {
                is_array = true;
                window.consume(1);
                continue;
            }
        }
        match byte {
            b',' => {
                window.consume(1);
                continue;
            }
            b']' if is_array => {
                window.consume(1);
                is_array = false;
                continue;
            }
            _ => {}
        }
        number = number.saturating_add(1);
        let place = Place::Record(number);
        let element = element(&mut window)?;
        let Some(length) = element.length else {
            run.fail(place, format!("the record is longer than {} MiB", MAX_RECORD_BYTES >> 20))?;
            continue;
        };
        if !element.is_closed && is_array {
            let kept = if number > 1 { "; the records before it were read" } else { "" };
            return Err(Stop::Failed(format!("ends within record {number}{kept}")));
        }
        // A single object is the file's article; whether it is single the next byte tells.
        let is_single = number == 1 && !is_array && is_last(&mut window, length)?;
        let raw = &window.bytes()[..length];
        if is_single {
            if let Some(list) = std::str::from_utf8(raw).ok().and_then(|text| wrapped(text, run)) {
                let list = list.to_owned();
                return read(run, &mut list.as_bytes());
            }
            run.whole(raw, Source::Record, |run| parse_record(run, raw, Place::File))?;
        } else {
            run.record(raw, number, place, |run| parse_record(run, raw, place))?;
        }
        window.consume(length);
    }
    if is_array {
        return Err(Stop::Failed("the array has no end (`]` is missing); its records were read".to_owned()));
    }
    if number == 0 && !is_first {
        return run.warn(Place::File, "the array is empty".to_owned());
    }
    Ok(())
}

/// The list of articles in an object that is none itself, as news services answer:
/// `{"status": "ok", "articles": [{…}, …]}`.
///
/// That is its first list that begins with an article, at most three objects down. An object
/// with a title counts as a feed and not as an article if the list's first one has a text.
fn wrapped<'t>(text: &'t str, run: &Run<'_>) -> Option<&'t str> {
    fn list<'t>(text: &'t str, depth: usize, is_article: &dyn Fn(&str) -> bool) -> Option<&'t str> {
        if depth == 0 {
            return None;
        }
        let entries: Entries<'_> = serde_json::from_str(text).ok()?;
        let begins_with_article = |raw: &&RawValue| {
            let elements: Option<Vec<&RawValue>> =
                raw.get().starts_with('[').then(|| serde_json::from_str(raw.get()).ok()).flatten();
            elements.and_then(|elements| elements.first().map(|first| is_article(first.get()))).unwrap_or(false)
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

/// The values of an object in their order.
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
                    values.push(value);
                }
                Ok(Entries(values))
            }
        }
        deserializer.deserialize_map(EntriesVisitor)
    }
}

/// The next byte that is not white space, left in the window.
fn next_byte(window: &mut Window<'_>) -> Result<Option<u8>, Stop> {
    loop {
        let bytes = window.bytes();
        match bytes.iter().position(|byte| !byte.is_ascii_whitespace()) {
            Some(at) => {
                let byte = bytes[at];
                window.consume(at);
                return Ok(Some(byte));
            }
            None => {
                let length = bytes.len();
                window.consume(length);
                if !window.fill()? {
                    return Ok(None);
                }
            }
        }
    }
}

/// True if nothing but white space follows the first `length` bytes of the window.
fn is_last(window: &mut Window<'_>, length: usize) -> Result<bool, Stop> {
    let mut at = length;
    loop {
        let bytes = window.bytes();
        if bytes[at..].iter().any(|byte| !byte.is_ascii_whitespace()) {
            return Ok(false);
        }
        at = bytes.len();
        if at - length > MAX_RECORD_BYTES || !window.fill()? {
            return Ok(true);
        }
    }
}

/// An element at the start of the window.
struct Element {
    /// Its length in bytes; `None` if it is longer than the limit, and then it is consumed.
    length: Option<usize>,
    /// False if the stream ends within it.
    is_closed: bool,
}

/// Finds the end of the element at the start of the window.
///
/// An object or array ends with its bracket, anything else before `,`, `]` or a line end.
fn element(window: &mut Window<'_>) -> Result<Element, Stop> {
    let mut at = 0;
    let mut depth = 0usize;
    let mut in_string = false;
    let mut is_too_long = false;
    loop {
        let bytes = window.bytes();
        while at < bytes.len() {
            if in_string {
                match memchr::memchr2(b'"', b'\\', &bytes[at..]) {
                    None => at = bytes.len(),
                    Some(found) if bytes[at + found] == b'"' => {
                        in_string = false;
                        at += found + 1;
                    }
                    // The byte after the backslash is passed over, be it in the window or not.
                    Some(found) => at += found + 2,
                }
                continue;
            }
            match bytes[at] {
                b'"' => in_string = true,
                b'{' | b'[' => depth += 1,
                b'}' | b']' => {
                    if depth <= 1 {
                        let end = if depth == 1 { at + 1 } else { at.max(1) };
                        return Ok(finish(window, end, is_too_long));
                    }
                    depth -= 1;
                }
                b',' | b'\n' if depth == 0 && at > 0 => return Ok(finish(window, at, is_too_long)),
                _ => {}
            }
            at += 1;
        }
        let length = bytes.len();
        if is_too_long || length > MAX_RECORD_BYTES {
            is_too_long = true;
            window.consume(length);
            at -= length;
        }
        if !window.fill()? {
            let length = window.bytes().len();
            let is_closed = depth == 0 && !in_string;
            return Ok(Element { length: (!is_too_long).then_some(length), is_closed });
        }
    }
}

fn finish(window: &mut Window<'_>, end: usize, is_too_long: bool) -> Element {
    if is_too_long || end > MAX_RECORD_BYTES {
        window.consume(end);
        return Element { length: None, is_closed: true };
    }
    Element { length: Some(end), is_closed: true }
}

/// Parses one object.
pub(super) fn parse_record<'t>(
    run: &mut Run<'_>,
    raw: &'t [u8],
    place: Place,
) -> Result<Result<Fields<'t>, String>, Stop> {
    if raw.first() != Some(&b'{') {
        return Ok(Err(format!("is not a JSON object but `{}`", excerpt(raw))));
    }
    let text = run.decode(raw, place)?;
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
    let short: String = text.chars().take(20).collect();
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
        while let Some(target) = map.next_key_seed(KeySeed { keys: self.keys })? {
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

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Option<Target>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Target>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Option<Target>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Option<Target>, E> {
        Ok(self.keys.get(key))
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

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<(), E> {
        self.values.push(Cow::Borrowed(text));
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.values.push(Cow::Owned(text.to_owned()));
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.values.push(Cow::Owned(number.to_string()));
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.values.push(Cow::Owned(number.to_string()));
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        self.values.push(Cow::Owned(number.to_string()));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(TextSeed { depth: self.depth + 1, values: &mut *self.values })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
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
        self.values.append(&mut found);
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
            for element in serde_json::from_str::<Vec<&'t RawValue>>(raw)? {
                collect(element.get(), field, depth + 1, values)?;
            }
        }
        Some(b'{') if depth < MAX_DEPTH => {
            let object: BTreeMap<String, &'t RawValue> = serde_json::from_str(raw)?;
            for key in inner_keys(field) {
                let before = values.len();
                if let Some(value) = object.get(*key) {
                    collect(value.get(), field, depth + 1, values)?;
                }
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

/// A string, in place where it has no escapes.
fn string(raw: &str) -> Result<Cow<'_, str>, serde_json::Error> {
    let inner = raw.get(1..raw.len().saturating_sub(1)).unwrap_or("");
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return Ok(Cow::Borrowed(inner));
    }
    serde_json::from_str(raw).map(Cow::Owned)
}
