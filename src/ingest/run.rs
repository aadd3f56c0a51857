//! The reading of one file: what all formats share.
//!
//! A format finds the records and their fields; the rest is done here: hashes of records,
//! records that the caller knows, ids that occur twice, the order of precedence of what is
//! given, warnings and failures with their places.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::{Xxh3, xxh3_64, xxh3_64_with_seed};

use super::encoding;
use super::fields::Fields;
use super::manifest::Row;
use super::markup;
use super::{Failure, Item, Options};
use crate::model::{Field, Given, RawArticle, Record, Source};

/// After so many bad records, and no good one, a file is not what its name says.
const MAX_BAD_RECORDS: u64 = 100;

/// Ids that are looked for in a record that cannot be read.
const MAX_IDS: usize = 64;

/// Tells which records are known from an earlier run.
///
/// Each [`Item::Article`] comes with a hash of the record's bytes, its number if it has no id,
/// the manifest's rows, the path's captures and the options that touch it. Keep, for each file,
/// a map from that hash to [`record_key`] of the article's `record`; of articles with the same
/// key only the last one's hash. At the next reading give the map's lookup: a record whose hash
/// is in it is not parsed, only hashed, and comes as [`Item::Unchanged`]. Where an id occurs
/// twice in the file its records come as articles whether known or not, so that the last one
/// of a key, article or unchanged, is the one that counts.
pub type Known<'k> = &'k dyn Fn(u64) -> Option<u64>;

/// What the reading of a file came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadSummary {
    /// Articles handed on, unchanged ones not counted.
    pub articles: u64,
    /// Records that are known and were not parsed.
    pub unchanged: u64,
    /// Records that could not be read.
    pub failures: u64,
    /// Records that name another file as their text: they may change though this one does not.
    pub attached: u64,
    /// True if the file was read to its end; if not, records that did not come may still exist.
    pub complete: bool,
}

/// Hash of a record's identity, for [`Known`].
pub fn record_key(record: Option<&Record>) -> u64 {
    match record {
        None => 0,
        Some(Record::Id(id)) => xxh3_64_with_seed(id.as_bytes(), 1),
        Some(Record::Number(number)) => xxh3_64_with_seed(&number.to_le_bytes(), 2),
    }
}

/// Hash of an article's record, text and given values, for a caller that has parsed it anyway.
///
/// Unlike the hash of [`Item::Article`] it does not change with white space between the keys of
/// a record. The path does not count.
pub fn record_hash(article: &RawArticle) -> u64 {
    let mut hash = Xxh3::with_seed(record_key(article.record.as_ref()));
    hash.update(&(article.text.len() as u64).to_le_bytes());
    hash.update(article.text.as_bytes());
    update_with_given(&mut hash, &article.given);
    hash.digest()
}

/// The hashes of a record with an id of its own, and of one without, in that context.
fn hashes(raw: &[u8], number: Option<u32>, context: u64) -> (u64, u64) {
    let by_id = xxh3_64_with_seed(raw, context);
    (by_id, by_id.rotate_left(17) ^ xxh3_64(&number.unwrap_or(0).to_le_bytes()))
}

/// Hashes given values, each with its field and source.
pub(super) fn update_with_given(hash: &mut Xxh3, given: &[Given]) {
    for one in given {
        hash.update(&[one.field as u8, one.source as u8]);
        hash.update(&(one.value.len() as u64).to_le_bytes());
        hash.update(one.value.as_bytes());
    }
}

/// Why reading ends before the end of the file.
#[derive(Debug)]
pub(super) enum Stop {
    /// The caller wants no more.
    Enough,
    /// The file cannot be read on.
    Failed(String),
    /// The stream failed.
    Io(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Io(error)
    }
}

/// Where in a file something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The file as a whole.
    File,
    /// The line of that number, from 1.
    Line(u64),
    /// The record of that number, from 1.
    Record(u32),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::File => Ok(()),
            Place::Line(number) => write!(f, "line {number}"),
            Place::Record(number) => write!(f, "record {number}"),
        }
    }
}

/// What is known of a file before it is read.
pub(super) struct About<'r> {
    /// Path below the source.
    pub path: &'r str,
    /// The file as it is named in messages.
    pub shown: &'r Path,
    /// How to read it.
    pub options: &'r Options,
    /// The manifests' rows for it, the one that wins first.
    pub rows: &'r [Arc<Row>],
    /// What its path says.
    pub named: &'r [Given],
    /// Hash of all that is added to a record from outside.
    pub context: u64,
    /// For a member of a container, how it is named in messages; else empty.
    pub member: &'r str,
    /// Containers around it.
    pub depth: u8,
    /// The file on the disk, if what is read is that file and not something in it.
    pub file: Option<&'r Path>,
    /// The one member that is wanted as it lies there, if nothing is to be read.
    pub wanted: Option<&'r Wanted<'r>>,
}

/// A member of a container that is wanted as it lies there.
pub(super) struct Wanted<'r> {
    /// Its path, that of the container before it.
    pub path: &'r str,
    /// Most bytes of it that are kept.
    pub most: u64,
    /// Its bytes, once they are found.
    pub bytes: RefCell<Option<Vec<u8>>>,
    /// The one record of it that is wanted, if not the whole.
    pub record: Option<&'r WantedRecord<'r>>,
}

/// A record that is wanted as it lies in its file.
pub struct WantedRecord<'r> {
    /// Hash of all that was added to the file on the disk from outside when it was read.
    pub context: u64,
    /// The hashes that it may have, as [`Item::Article`] told them.
    pub hashes: &'r [u64],
    /// True once nobody waits for it any more.
    pub is_over: &'r dyn Fn() -> bool,
}

/// The reading of one file.
pub(super) struct Run<'r> {
    pub about: About<'r>,
    known: Option<Known<'r>>,
    sink: &'r mut dyn FnMut(Item) -> ControlFlow<()>,
    /// Keys of the records seen so far that have ids or are known.
    seen: FxHashSet<u64>,
    /// Ids that the record at hand may have, should it turn out that it cannot be read.
    may_be: Vec<String>,
    has_emitted: bool,
    has_foreign_bytes: bool,
    /// The file is what its name says, however many of its records cannot be read.
    pub is_sure: bool,
    /// What the record at hand depends on besides its bytes; see [`Run::depends_on`].
    depends_on: u64,
    pub summary: ReadSummary,
}

impl<'r> Run<'r> {
    pub fn new(
        about: About<'r>,
        known: Option<Known<'r>>,
        sink: &'r mut dyn FnMut(Item) -> ControlFlow<()>,
    ) -> Run<'r> {
        let summary = ReadSummary::default();
        Run {
            about,
            known,
            sink,
            seen: FxHashSet::default(),
            may_be: Vec::new(),
            has_emitted: false,
            has_foreign_bytes: false,
            is_sure: false,
            depends_on: 0,
            summary,
        }
    }

    /// Hands on the one article that a file is.
    pub fn whole<'t>(
        &mut self,
        raw: &'t [u8],
        source: Source,
        parse: impl FnOnce(&mut Run<'r>) -> Result<Result<Fields<'t>, String>, Stop>,
    ) -> Result<(), Stop> {
        self.one(raw, None, Place::File, source, parse)
    }

    /// Hands on the record of that number, from 1, in a file of several.
    pub fn record<'t>(
        &mut self,
        raw: &'t [u8],
        number: u32,
        place: Place,
        parse: impl FnOnce(&mut Run<'r>) -> Result<Result<Fields<'t>, String>, Stop>,
    ) -> Result<(), Stop> {
        self.one(raw, Some(number), place, Source::Record, parse)
    }

    /// True if nothing is to be read of a record, as one record alone is wanted as it lies there. `shown` is what is
    /// kept of that one: its bytes, or what is packed in them.
    pub fn passes_over(&mut self, raw: &[u8], number: Option<u32>, shown: &[u8]) -> Result<bool, Stop> {
        let Some((wanted, record)) = self.about.wanted.and_then(|wanted| Some((wanted, wanted.record?))) else {
            return Ok(false);
        };
        let depends_on = std::mem::take(&mut self.depends_on);
        if (record.is_over)() {
            return Err(Stop::Enough);
        }
        if wanted.path == self.about.path {
            let (by_id, by_number) = hashes(raw, number, self.about.context.wrapping_add(depends_on));
            if record.hashes.contains(&by_id) || record.hashes.contains(&by_number) {
                let most = usize::try_from(wanted.most).unwrap_or(usize::MAX);
                *wanted.bytes.borrow_mut() = Some(shown[..shown.len().min(most)].to_vec());
                return Err(Stop::Enough);
            }
        }
        Ok(true)
    }

    fn one<'t>(
        &mut self,
        raw: &'t [u8],
        number: Option<u32>,
        place: Place,
        source: Source,
        parse: impl FnOnce(&mut Run<'r>) -> Result<Result<Fields<'t>, String>, Stop>,
    ) -> Result<(), Stop> {
        if self.passes_over(raw, number, raw)? {
            return Ok(());
        }
        let depends_on = std::mem::take(&mut self.depends_on);
        let (by_id, by_number) = hashes(raw, number, self.about.context.wrapping_add(depends_on));
        if let Some(known) = self.known {
            for hash in [by_id, by_number] {
                let Some(key) = known(hash) else { continue };
                if self.seen.insert(key) {
                    self.summary.unchanged += 1;
                    return self.emit(Item::Unchanged { hash });
                }
                // The id came before in this file: the later record counts, so it is read.
                break;
            }
        }
        self.may_be.clear();
        let mut fields = match parse(self)? {
            Ok(fields) => fields,
            Err(reason) => return self.fail_record(number, place, reason),
        };
        self.may_be.clear();
        if !fields.has_text() && fields.get(Field::Title).is_none() {
            self.may_be.extend(fields.get(Field::Id).map(str::to_owned));
            return self.fail_record(number, place, "has neither a title nor a text".to_owned());
        }
        let is_part = number.is_some();
        let id = fields.get(Field::Id).map(str::to_owned);
        let id = if is_part { id } else { self.about.rows.iter().find_map(|row| row.id.clone()).or(id) };
        let mut given = Vec::with_capacity(8);
        for row in self.about.rows {
            let applies = !is_part || row.id.is_none() || row.id == id;
            if applies {
                let states_one_article = !is_part || row.id.is_some();
                given.extend(
                    row.given
                        .iter()
                        .filter(|one| states_one_article || !matches!(one.field, Field::Title | Field::Url))
                        .cloned(),
                );
            }
        }
        fields.give(source, &mut given);
        given.extend_from_slice(self.about.named);
        for (field, value) in [(Field::Outlet, &self.about.options.outlet), (Field::Date, &self.about.options.date)] {
            if let Some(value) = value {
                given.push(Given { field, value: value.clone(), source: Source::Option });
            }
        }
        let mut text = fields.take_text();
        if source == Source::Record {
            text = markup::plain(text);
        }
        let (record, hash) = match (id, number) {
            (Some(id), _) => (Some(Record::Id(id)), by_id),
            (None, Some(number)) => (Some(Record::Number(number)), by_number),
            (None, None) => (None, by_number),
        };
        if let Some(Record::Id(id)) = &record {
            let key = record_key(record.as_ref());
            if !self.seen.insert(key) {
                let reason = format!("the id `{id}` stands in an earlier record too; the later one counts");
                self.warn(place, reason)?;
            }
        }
        self.summary.articles += 1;
        let article = RawArticle { path: self.about.path.to_owned(), record, text, given };
        self.emit(Item::Article { article, hash })
    }

    /// Reports something odd.
    pub fn warn(&mut self, place: Place, reason: String) -> Result<(), Stop> {
        let warning = self.failure(place, reason);
        self.emit(Item::Warning(warning))
    }

    /// Reports a record or file that cannot be read.
    pub fn fail(&mut self, place: Place, reason: String) -> Result<(), Stop> {
        self.summary.failures += 1;
        let failure = self.failure(place, reason);
        self.emit(Item::Failure(failure))?;
        let has_good_record = self.summary.articles + self.summary.unchanged > 0;
        let is_many = self.summary.failures >= MAX_BAD_RECORDS && !self.is_sure;
        if is_many && !has_good_record && place != Place::File {
            let reason = format!("has {MAX_BAD_RECORDS} bad records and no good one; the rest was not read");
            return Err(Stop::Failed(reason));
        }
        Ok(())
    }

    /// Takes note that the next record depends on the file of that name beside this one: its hash is
    /// another once that file has changed.
    pub fn depends_on(&mut self, name: &str) {
        self.summary.attached += 1;
        self.depends_on = xxh3_64_with_seed(name.as_bytes(), super::attached::stamp(self, name));
    }

    /// Takes note of an id that the record at hand may have, for [`Run::fail_record`].
    pub fn may_be(&mut self, id: &str) {
        if self.may_be.len() < MAX_IDS {
            self.may_be.push(id.to_owned());
        }
    }

    /// Reports a record that cannot be read, with what is known of which one it is; without a number
    /// it is the file as a whole.
    pub fn fail_record(&mut self, number: Option<u32>, place: Place, reason: String) -> Result<(), Stop> {
        let ids = std::mem::take(&mut self.may_be);
        if let Some(number) = number {
            let records = [Record::Number(number)].into_iter().chain(ids.into_iter().map(Record::Id));
            let records = records.map(|record| record_key(Some(&record))).collect();
            self.emit(Item::Unread { path: self.about.path.to_owned(), records })?;
        }
        self.fail(place, reason)
    }

    /// Reports a member of the container that this file is, which cannot be read at all.
    pub fn fail_member(&mut self, path: &str, reason: String) -> Result<(), Stop> {
        self.summary.failures += 1;
        let mut failure = self.failure(Place::File, reason);
        failure.place = match failure.place.as_str() {
            "" => path.to_owned(),
            container => format!("{container}/{path}"),
        };
        self.emit(Item::Failure(failure))
    }

    /// Decodes the bytes of a record or file; tells once per file if they are not UTF-8.
    pub fn decode<'t>(&mut self, raw: &'t [u8], place: Place) -> Result<Cow<'t, str>, Stop> {
        let decoded = encoding::decode(raw);
        if let Some(what) = decoded.warning
            && !std::mem::replace(&mut self.has_foreign_bytes, true)
        {
            self.warn(place, what.to_owned())?;
        }
        Ok(decoded.text)
    }

    /// True if nothing was handed on so far, neither good nor bad.
    pub fn is_empty(&self) -> bool {
        !self.has_emitted
    }

    /// Lets `read` read a member of the container that this file is; whatever goes wrong in it
    /// is a failure of the member.
    pub fn member<'m>(
        &'m mut self,
        about: About<'m>,
        read: impl FnOnce(&mut Run<'m>) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let mut member = Run::new(about, self.known, &mut *self.sink);
        let outcome = read(&mut member);
        let ended = member.end(outcome);
        let summary = member.summary;
        self.has_emitted = true;
        self.summary.articles += summary.articles;
        self.summary.unchanged += summary.unchanged;
        self.summary.failures += summary.failures;
        self.summary.attached += summary.attached;
        ended
    }

    /// Takes note of how the reading ended.
    pub fn end(&mut self, outcome: Result<(), Stop>) -> Result<(), Stop> {
        match outcome {
            Ok(()) => {
                self.summary.complete = true;
                Ok(())
            }
            Err(Stop::Enough) => Err(Stop::Enough),
            Err(Stop::Failed(reason)) => self.fail(Place::File, reason),
            Err(Stop::Io(error)) => self.fail(Place::File, super::formats::reason_of(&error)),
        }
    }

    fn failure(&self, place: Place, reason: String) -> Failure {
        let place = match (self.about.member, place) {
            ("", place) => place.to_string(),
            (member, Place::File) => member.to_owned(),
            (member, place) => format!("{member}, {place}"),
        };
        Failure { path: self.about.shown.to_path_buf(), place, reason }
    }

    fn emit(&mut self, item: Item) -> Result<(), Stop> {
        self.has_emitted = true;
        match (self.sink)(item) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Stop::Enough),
        }
    }
}
